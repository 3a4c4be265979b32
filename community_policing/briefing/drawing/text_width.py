"""Text width in our fonts, and wrapping: a drawing needs both so that nothing overlaps or clips."""

import re
import unicodedata
from collections.abc import Iterator
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from community_policing.core import bidi
from community_policing.core.i18n import language_in_force
from community_policing.core.paths import STATIC

if TYPE_CHECKING:
    from PIL import ImageFont

FONTS = STATIC / "fonts" / "brief"
FAMILIES = ("Noto Sans", "Noto Sans Arabic", "Noto Emoji")
UNKNOWN = "□"  # stands for a character that none of our fonts can show
_FILES = {False: ("NotoSans-Regular", "NotoSansArabic-Regular", "NotoEmoji-Regular"),
          True: ("NotoSans-SemiBold", "NotoSansArabic-SemiBold", "NotoEmoji-Regular")}  # fmt: skip
_WIDE = 0.6  # of an em, for what stands for an unknown character
_BREAK = "\u200b"
_WORD = 24  # letters of a word that any line has room for
_SMALLER = (1, 0.92, 0.85, 0.78, 0.72, 0.66)
_JOINED = re.compile(r"(?<!\w)\u200d|[\U0001f3fb-\U0001f3ff]")  # a joiner between pictures, the colour of a skin
_LETTERS = frozenset(map(chr, range(0x0620, 0x0700)))  # Arabic ones, joined by what shapes a word
_RUNS = re.compile("[\u0620-\u06ff]+|[^\u0620-\u06ff]+")
_SHAPED = 100  # pixels of the letters that are measured
_DIRECTIONS = (bidi.LRM, bidi.RLM)
_MARKS = "\u200b\u200c\u200d\u2060\ufe0e\ufe0f" + "".join(_DIRECTIONS)  # join, part or order letters, and take no room


@cache
def _advances(bold: bool) -> dict[int, float]:
    """Character -> its width in em, from the first font that has it."""
    from fontTools.ttLib import TTFont  # only where something is drawn

    advances: dict[int, float] = {}
    for name in _FILES[bold]:
        font = TTFont(FONTS / f"{name}.ttf", lazy=True)
        widths, em = font["hmtx"].metrics, font["head"].unitsPerEm
        for code, glyph in font.getBestCmap().items():
            advances.setdefault(code, widths[glyph][0] / em)
    return advances


@cache
def _shaper(bold: bool) -> "ImageFont.FreeTypeFont | None":
    """The font that joins Arabic letters; None where Pillow came without what does it."""
    from PIL import ImageFont, features

    if not features.check("raqm"):
        return None
    return ImageFont.truetype(FONTS / f"{_FILES[bold][1]}.ttf", _SHAPED, layout_engine=ImageFont.Layout.RAQM)


@lru_cache(maxsize=20_000)
def width(text: str, size: float, bold: bool = False) -> float:
    """The width of a line in pixels.  Joined letters are 5 to 30 % narrower than apart: they are taken so where no font can
    join them."""
    return sum(_joined(run, bold) if run[0] in _LETTERS else _apart(run, bold) for run in _RUNS.findall(text)) * size


def _apart(text: str, bold: bool) -> float:
    advances = _advances(bold)
    return sum(0.0 if c in _MARKS or unicodedata.combining(c) else advances.get(ord(c), _WIDE) for c in text)


def _joined(word: str, bold: bool) -> float:
    shaper = _shaper(bold)
    return shaper.getlength(word) / _SHAPED if shaper else _apart(word, bold)


@lru_cache(maxsize=20_000)
def shown(text: str) -> str:
    """The text with every character that cannot be seen, or that no font of ours has, made visible; pictures that are joined
    into one stand side by side, since the writer of PDF falls over some that are joined."""
    advances = _advances(False)
    return "".join(_visible(c, advances) for c in _JOINED.sub("", text))


def _visible(c: str, advances: dict[int, float]) -> str:
    kind = unicodedata.category(c)
    if c in "\n\t\r\u2028\u2029" or kind == "Zs":
        return c if c == "\u00a0" else " "
    if kind == "Cf":
        return c if c in ("\u200c", "\u200d", *_DIRECTIONS) else ""
    return c if ord(c) in advances and not kind.startswith("C") else UNKNOWN


def breakable(text: str) -> str:
    """The text with a place to break in every word that no line has room for."""
    return " ".join(_BREAK.join(_parts(word)) for word in shown(text).split(" "))


def _parts(word: str) -> list[str]:
    letters: list[str] = []  # each with the marks over and under it, which a break must not take from it
    for c in word:
        if letters and (c in _MARKS or unicodedata.combining(c)):
            letters[-1] += c
        else:
            letters.append(c)
    if len(letters) <= _WORD:
        return [word]
    return ["".join(letters[place : place + _WORD // 2]) for place in range(0, len(letters), _WORD // 2)]


def fitted(text: str, room: float, size: float, bold: bool = False) -> str:
    """The text, or as much of its beginning as has room, with an ellipsis."""
    visible = shown(text)
    if width(visible, size, bold) <= room:
        return visible
    while visible and width(visible + "…", size, bold) > room:
        visible = visible[:-1]
    return visible.rstrip() + "…" if visible else ""


def lines(text: str, room: float, size: float, most: int, bold: bool = False) -> list[str]:
    """The text in at most so many lines; what has no room ends in an ellipsis."""
    wrapped: list[str] = []
    for line in _wrapped(shown(text), room, size, bold):
        wrapped.append(line)
        if len(wrapped) > most:
            return [*wrapped[: most - 1], fitted(f"{wrapped[most - 1]} {line}", room, size, bold)]
    return wrapped


def roomy(text: str, room: float, size: float, most: int, high: float, bold: bool = False) -> tuple[list[str], float]:
    """The text in at most so many lines, and the size of its letters.

    Drawings are laid out for the length of English.  In a language that is read from the right, whose names are longer, letters
    are made smaller, down to two thirds, until all of the text has room in so much height."""
    if not language_in_force().right_to_left:
        return lines(text, room, size, most, bold), size
    for part in _SMALLER:
        small = size * part
        deep = max(1, int(high // (small * 1.2)))
        deep = min(most, deep) if part == 1 else deep
        if len(lines(text, room, small, deep + 1, bold)) <= deep and deep * small * 1.2 <= high:
            break
    return lines(text, room, small, deep, bold), small


def _wrapped(text: str, room: float, size: float, bold: bool) -> Iterator[str]:
    line = ""
    for word in filter(None, text.split(" ")):  # what a no-break space joins stays together
        longer = f"{line} {word}".strip()
        if line and width(longer, size, bold) > room:
            yield line
            line = word
        else:
            line = longer
        while width(line, size, bold) > room:  # a word longer than the line
            part = fitted(line, room, size, bold)[:-1] or line[0]
            yield part
            line = line[len(part) :]
    if line:
        yield line
