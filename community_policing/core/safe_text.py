"""Safe text: words from files and users, made printable in a sentence."""

import re
import unicodedata

_QUOTED_WIDTH = 60
_MARKS = r"[\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u064b-\u065f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]"
_PILED = re.compile(_MARKS + "{5,}")


def unpiled(text: str) -> str:
    """Return the text with at most four marks above and below each letter: more would be drawn over the lines around it."""
    return _PILED.sub(lambda piled: piled[0][:4], text)


def printable(text: str, width: int = _QUOTED_WIDTH, kept: str = "") -> str:
    """Return text from a file made safe to read in a sentence: one line, no hidden characters but those `kept`, at most `width`
    characters."""
    line = unpiled(re.sub(r"\s+", " ", text).strip()[: width * 4])
    plain = "".join(
        c for c in line if unicodedata.category(c) not in ("Cc", "Cf", "Cs", "Co", "Cn") or c in "\u200c\u200d" + kept
    )
    return plain if len(plain) <= width else plain[: width - 1] + "…"
