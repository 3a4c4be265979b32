"""Texts that a spreadsheet would read as formulas: told by how they begin, and guarded so that they stay texts.

Spreadsheets pass over blanks and unseen characters before a sign, and some take the wide signs of Asian keyboards for the
others.  `|` begins a command to another program, and `%0A` is a line end in disguise, after which a cell begins anew.
"""

import re
import unicodedata

_SIGNS = frozenset("=+-@|")
_LINE_ENDS = frozenset("\t\r\n")  # a cell that begins with one can become two when it is copied
_FILLERS = frozenset("\u115f\u1160\u2800\u3164\uffa0")  # letters and signs by their category, and never seen
_DISGUISED = re.compile(r"[%\uff05\ufe6a][0-9A-Fa-f]{2}")
_GUARD = "'"


def acts(text: str) -> bool:
    """Whether a spreadsheet may read the text as a formula, whatever unseen characters it begins with."""
    if not text or (text[0].isalnum() and text[0] not in _FILLERS):
        return False
    start = next((at for at, letter in enumerate(text) if not _passed_over(letter)), len(text))
    sign = unicodedata.normalize("NFKC", text[start : start + 1])[:1]
    return text[0] in _LINE_ENDS or sign in _SIGNS or bool(_DISGUISED.match(text, start))


def _passed_over(letter: str) -> bool:
    """Whether it is a blank, a control or format character, unassigned, a lone mark, or a filler."""
    return letter.isspace() or unicodedata.category(letter)[0] in "CMZ" or letter in _FILLERS


def guarded(text: str) -> str:
    """The text with an apostrophe before it where it may act; `unguarded` takes that away again."""
    return _GUARD + text if acts(text.lstrip(_GUARD)) else text


def unguarded(text: str) -> str:
    """The text as it was before `guarded`."""
    return text[1:] if text.startswith(_GUARD) and acts(text.lstrip(_GUARD)) else text
