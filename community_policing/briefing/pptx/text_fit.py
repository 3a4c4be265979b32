"""What fits where: text measured in our own fonts, wrapped, made smaller and at last shortened, before a slide is drawn.

PowerPoint wraps text when it is shown, so nothing tells a program that a box is too small.  Widths come from Noto Sans, which
is wider than what stands in for it where it is not installed.
"""

import re
from collections.abc import Sequence
from typing import NamedTuple

from community_policing.briefing.drawing import text_width

LINE = 1.25  # heights of a line, in sizes of its font, as the master sets them
_SPARE, _BOLDER = (
    1.03,
    1.07,
)  # what a renderer may be wider than the font says, also where its bold is heavier than ours
_FORBIDDEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff\u202a-\u202e\u2066-\u2069]")
_BREAKS = re.compile(r"\s+")


class Fitted(NamedTuple):
    """A text as it stands on the slide, its size in points and its number of lines; `cut` where some of it is missing."""

    text: str
    size: int
    lines: int
    cut: bool = False


def clean(text: str) -> str:
    """The text in one line, with signs in the place of what XML forbids and of what turns the direction of other text."""
    return _BREAKS.sub(" ", _FORBIDDEN.sub(_sign, _BREAKS.sub(" ", text))).strip()


def _sign(match: re.Match[str]) -> str:
    code = ord(match.group())
    return chr(0x2400 + code) if code < 0x20 else "␡" if code == 0x7F else "�"


def width(text: str, size: float, bold: bool = False) -> float:
    """Inches of the text in one line; what our fonts do not have is shown in others, Chinese a whole em wide and more."""
    wide = sum(0x2E00 < ord(letter) < 0x1F000 for letter in text)
    return (text_width.width(text, size, bold) + wide * size * 0.7) / 72 * (_BOLDER if bold else _SPARE)


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
    words = clean(text)
    for size in sizes:
        count = lines(words, room, size, bold)
        if count <= most:
            return Fitted(words, size, count)
    return Fitted(shortened(words, room, sizes[-1], most, bold), sizes[-1], most, True)
