"""What fits where: text measured in our own fonts, wrapped, made smaller and at last shortened, before a slide is drawn.

PowerPoint wraps text when it is shown, so nothing tells a program that a box is too small.  Widths come from Noto Sans, which
is wider than what stands in for it where it is not installed.
"""

import re
import unicodedata
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple

from PIL import ImageFont

FONTS = Path(__file__).resolve().parent.parent / "static" / "fonts"
LINE = 1.25  # heights of a line, in sizes of its font, as the master sets them
SMALLEST = 12  # points: 24 pixels at 1920
_SPARE = 1.03  # what a renderer may be wider than the font says
_UNKNOWN = 1.3  # ems of what our fonts do not have: emoji, Chinese
_FORBIDDEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff\u202a-\u202e\u2066-\u2069]")
_BREAKS = re.compile(r"\s+")


class Fitted(NamedTuple):
    """A text as it stands on the slide, its size in points and its number of lines; `cut` where some of it is missing."""

    text: str
    size: int
    lines: int
    cut: bool = False

    @property
    def height(self) -> float:
        """Inches."""
        return self.lines * self.size * LINE / 72


def clean(text: str) -> str:
    """The text in one line, with signs in the place of what XML forbids and of what turns the direction of other text."""
    return _BREAKS.sub(" ", _FORBIDDEN.sub(_sign, _BREAKS.sub(" ", text))).strip()


def _sign(found: re.Match[str]) -> str:
    code = ord(found.group())
    return chr(0x2400 + code) if code < 0x20 else "␡" if code == 0x7F else "�"


@cache
def _font(name: str, weight: int) -> ImageFont.FreeTypeFont:
    font = ImageFont.truetype(str(FONTS / name), 1000, layout_engine=ImageFont.Layout.BASIC)
    font.set_variation_by_axes([weight] if len(font.get_variation_axes()) == 1 else [weight, 100])
    return font


@cache
def _em(letter: str, bold: bool) -> float:
    """The width of a letter in sizes of its font."""
    code = ord(letter)
    if unicodedata.combining(letter) or unicodedata.category(letter) in ("Cf", "Mn"):
        return 0.0
    if 0x600 <= code < 0x700 or 0xFB50 <= code < 0xFE00:
        return _font("noto-sans-arabic-arabic-wght-normal.woff2", 700 if bold else 400).getlength(letter) / 1000
    if code < 0x100 or 0x2000 <= code < 0x2070:
        return _font("noto-sans-latin-wght-normal.woff2", 700 if bold else 400).getlength(letter) / 1000
    if code < 0x250 or 0x1E00 <= code < 0x1F00:
        return _font("noto-sans-latin-ext-wght-normal.woff2", 700 if bold else 400).getlength(letter) / 1000
    return _UNKNOWN if code > 0x2E00 else 0.8


def width(text: str, size: float, bold: bool = False) -> float:
    """Inches of the text in one line."""
    return sum(_em(letter, bold) for letter in text) * size / 72 * _SPARE


def lines(text: str, room: float, size: float, bold: bool = False) -> int:
    """How many lines the text takes in so many inches; words that are too long are broken, as renderers do."""
    count, used, blank = 1, 0.0, width(" ", size, bold)
    for word in text.split(" "):
        wide = width(word, size, bold)
        if used and used + blank + wide <= room:
            used += blank + wide
            continue
        count += bool(used)
        while wide > room:
            count, wide = count + 1, wide - room * 0.97
        used = wide
    return count


def shortened(text: str, room: float, size: float, most: int = 1, bold: bool = False) -> str:
    """The text, or as much of its start as fits into so many lines, with an ellipsis."""
    if lines(text, room, size, bold) <= most:
        return text
    low, high = 0, len(text)
    while low < high:  # the longest start that fits
        middle = (low + high + 1) // 2
        fits = lines(text[:middle].rstrip() + "…", room, size, bold) <= most
        low, high = (middle, high) if fits else (low, middle - 1)
    return text[:low].rstrip() + "…"


def fitted(text: str, room: float, sizes: Sequence[int], most: int = 1, bold: bool = False) -> Fitted:
    """The text, cleaned, in the largest of the sizes in which it takes at most so many lines; shortened in the last one else."""
    said = clean(text)
    for size in sizes:
        count = lines(said, room, size, bold)
        if count <= most:
            return Fitted(said, size, count)
    return Fitted(shortened(said, room, sizes[-1], most, bold), sizes[-1], most, True)
