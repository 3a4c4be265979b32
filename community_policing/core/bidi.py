"""Bidirectional text: marks that keep figures and names of another script in order within a line from right to left.

U+200E and U+200F alone are used: fonts of every program have them or hide them, and the isolates U+2066 to U+2069 are refused by
some of the files that are made.
"""

import re
from functools import lru_cache
from unicodedata import bidirectional

ARABIC, ALM = "\u0600-\u06ff", "\u061c"  # its letters, as any pattern has them, and the mark that is one of them
RLI, PDI = "\u2067", "\u2069"  # for what is drawn in a browser alone
NO_BREAK = "\u00a0"
LRM, RLM = "\u200e", "\u200f"
_MARKS = str.maketrans("", "", LRM + RLM)
_NUMBER = r"\d(?:[\d.,]*\d)?"
_MARKED = rf"{LRM}[^{LRM}]*{LRM}"
# A number belongs to the Latin word before it, be there a comma between them: "IOM, 13" would be read as one name
_LATIN = rf"[A-Za-z](?=\s*[·:،؛,;()–—]\s*[{LRM}≥≤≈+−±]*\s?\d)"
_FIGURE = re.compile(
    rf"{_MARKED}|{_LATIN}|(?<![\w-])\d+(?:-\d+)+(?![\w-])"  # a date as files have it: 2016-11-30
    rf"|(?<![\w–-])(?:[≥≤≈]\s?)?[+−±]?{_NUMBER}(?:\s?–\s?[+−]?{_NUMBER})?(?:\s?%)?(?![A-Za-z\d])|[≥≤≈]"
)
_BESIDE = re.compile(rf"{LRM}([^\w{LRM}{RLM}≥≤≈]+){LRM}")  # two figures, and no word between them
_PLAIN = re.compile(_NUMBER)
_KEPT = 4096  # texts, that a page says again at each click


@lru_cache(maxsize=_KEPT)
def isolated(text: str) -> str:
    """A text whose first letter is Latin, so that it stays whole in a line from right to left; any other one as it is."""
    first = next((sign for sign in text if bidirectional(sign) in ("L", "R", "AL")), "")
    if not first or bidirectional(first) != "L" or first == LRM or text.startswith(RLM):
        return text
    return f"{RLM}{LRM}{text}{LRM}{RLM}"


def is_arabic(text: str) -> bool:
    """Whether a text has letters that are read from the right."""
    return any(bidirectional(sign) in ("R", "AL") and sign != RLM for sign in text)


@lru_cache(maxsize=_KEPT)
def figures(text: str) -> str:
    """The text with each figure as one unit: "≥ 1,100", "+5", "62 %" and "59 – 992" are read in this order in any line, and
    after what stands before them."""
    return _BESIDE.sub(rf"{LRM}{RLM}\1{LRM}", _FIGURE.sub(_unit, text))


def _unit(found: re.Match[str]) -> str:
    figure = found[0]
    if figure.isalpha():
        return figure + RLM
    if figure.startswith(LRM) or _PLAIN.fullmatch(figure):
        return figure
    return f"{LRM}{figure.replace(' ', NO_BREAK)}{LRM}"


def whole(text: str) -> str:
    """A text of whatever script as it stands by itself in a line from right to left: its figures, and a name that is Latin, as
    one unit each."""
    return figures(isolated(text))


def without_marks(text: str) -> str:
    """The text as a file has it that is read again, and as its length is counted."""
    return text.translate(_MARKS)
