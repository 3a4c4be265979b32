"""Bidirectional text: marks that keep figures and names of another script in order within a line from right to left.

U+200E and U+200F alone are used: fonts of every program have them or hide them, and the isolates U+2066 to U+2069 are refused by
some of the files that are made.
"""

import re
from unicodedata import bidirectional

LRM, RLM = "\u200e", "\u200f"
_MARKS = str.maketrans("", "", LRM + RLM)
_PLAIN = re.compile(r"[\d.,]*")


def isolated(text: str) -> str:
    """A text whose first letter is Latin, so that it stays whole in a line from right to left; any other one as it is."""
    first = next((sign for sign in text if bidirectional(sign) in ("L", "R", "AL")), "")
    if not first or bidirectional(first) != "L" or first == LRM or text.startswith(RLM):
        return text
    return f"{RLM}{LRM}{text}{LRM}{RLM}"


def figure(text: str) -> str:
    """A figure as one unit: "≥ 1,100" and "59 – 992" are read in this order in any line."""
    return text if _PLAIN.fullmatch(text) else f"{LRM}{text}{LRM}"


def whole(text: str) -> str:
    """A text of whatever script as it stands by itself in a line from right to left: a figure, or a name that is Latin, as one
    unit."""
    said = text.strip()
    if any(bidirectional(sign) in ("L", "R", "AL") for sign in said):
        return isolated(text)
    return text.replace(said, figure(said)) if any(map(str.isdigit, said)) else text


def without_marks(text: str) -> str:
    """The text as a file has it that is read again, and as its length is counted."""
    return text.translate(_MARKS)
