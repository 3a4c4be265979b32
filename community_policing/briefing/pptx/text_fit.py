"""What fits where: text measured in our own fonts, wrapped, made smaller and at last shortened, before a slide is drawn.

PowerPoint wraps text when it is shown, so nothing tells a program that a box is too small.  Where Noto Sans is not installed
another font stands in for it, and may be wider: a text is as wide as in the widest of the usual ones.
"""

import re
import unicodedata
from collections.abc import Sequence
from typing import NamedTuple

from community_policing.briefing.drawing import text_width
from community_policing.core.bidi import LRM, RLM

LINE = 1.25  # how tall a line is set, in sizes of its font
# What a renderer may be wider than the font says, also where its bold is heavier than ours
_SPARE, _BOLDER = (1.03, 1.07)
# Hundredths of an em of the printable signs of ASCII, bold or not: the wider of DejaVu Sans and of Liberation Sans (Arial).
_STAND_INS = {
    False: (
        32, 40, 46, 84, 64, 95, 78, 27, 39, 39, 50, 84, 32, 36, 32, 34, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 34, 34, 84, 84,
        84, 56, 102, 68, 69, 72, 77, 67, 61, 78, 75, 29, 50, 67, 56, 86, 75, 79, 67, 79, 72, 67, 61, 73, 68, 99, 69, 67, 69, 39,
        34, 39, 84, 56, 50, 61, 63, 55, 63, 62, 35, 63, 63, 28, 28, 58, 28, 97, 63, 61, 63, 63, 41, 52, 39, 63, 59, 82, 59, 59,
        52, 64, 34, 64, 84,
    ),
    True: (
        35, 46, 52, 84, 70, 100, 87, 31, 46, 46, 52, 84, 38, 42, 38, 37, 70, 70, 70, 70, 70, 70, 70, 70, 70, 70, 40, 40, 84, 84,
        84, 61, 100, 77, 76, 73, 83, 68, 68, 82, 84, 37, 56, 77, 64, 100, 84, 85, 73, 85, 77, 72, 68, 81, 77, 110, 77, 72, 73,
        46, 37, 46, 84, 56, 50, 67, 72, 59, 72, 68, 44, 72, 71, 34, 34, 67, 34, 104, 71, 69, 72, 72, 49, 60, 48, 71, 65, 92, 65,
        65, 58, 71, 37, 71, 84,
    ),
}  # fmt: skip
_OTHER = 84  # of signs such as ≥ and ▲
_FIRST, _LATIN = 32, 0x2000  # the first printable sign; beyond letters like ours
_FORBIDDEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff\u202a-\u202e\u2066-\u2069]")
_BREAKS = re.compile(r"[^\S\u00a0]+")


class Fitted(NamedTuple):
    """A text as it stands on the slide, its size in points and its number of lines; `cut` where some of it is missing."""

    text: str
    size: int
    lines: int
    cut: bool = False


def clean(text: str) -> str:
    """The text in one line, with signs in the place of what XML forbids and of what turns the direction of other text."""
    return _BREAKS.sub(" ", _FORBIDDEN.sub(_sign, _BREAKS.sub(" ", text))).strip()


def whole(figure: str) -> str:
    """A figure that no renderer breaks across lines."""
    return clean(figure).replace(" ", "\u00a0")


def _sign(match: re.Match[str]) -> str:
    code = ord(match.group())
    return chr(0x2400 + code) if code < 0x20 else "␡" if code == 0x7F else "�"


def width(text: str, size: float, bold: bool = False) -> float:
    """Inches of the text in one line; what our fonts do not have is shown in others, Chinese a whole em wide and more."""
    wide = sum(0x2E00 < ord(letter) < 0x1F000 for letter in text)
    ours = (text_width.width(text, size, bold) + wide * size * 0.7) / 72 * (_BOLDER if bold else _SPARE)
    return max(ours, stand_in_width(text, size, bold))


def stand_in_width(text: str, size: float, bold: bool = False) -> float:
    """Inches of the Latin letters, digits and signs of the text where another font stands in for ours."""
    widths = _STAND_INS[bold]
    ems = 0.0
    for letter in text:
        place = ord(letter) - _FIRST
        if 0 <= place < len(widths):
            ems += widths[place] / 100
        elif letter == "\u00a0":
            ems += widths[0] / 100
        elif ord(letter) > _LATIN and not unicodedata.combining(letter) and letter not in (LRM, RLM):
            ems += _OTHER / 100
    return ems * size / 72


def lines(text: str, room: float, size: float, bold: bool = False) -> int:
    """How many lines the text takes in so many inches; words that are too long are broken, as renderers do."""
    if width(text, size, bold) <= room:  # its words, each as in the widest font for it, may come to more
        return 1
    count, used, blank = 1, 0.0, width(" ", size, bold)
    for word in text.split(" "):  # what a no-break space joins stays together
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
    words = clean(text)
    for size in sizes:
        count = lines(words, room, size, bold)
        if count <= most:
            return Fitted(words, size, count)
    return Fitted(shortened(words, room, sizes[-1], most, bold), sizes[-1], most, True)
