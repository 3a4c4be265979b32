"""Ids that look alike: one id written in two ways would be two rows, and both would count."""

import re
import unicodedata
from collections.abc import Iterable, Mapping

import pandas as pd

from community_policing.core.i18n import listed, t
from community_policing.core.safe_text import printable
from community_policing.core.schema import TABLES, Table
from community_policing.dataset.issues import IssueLog

# Small letters of Greek and Cyrillic whose small or capital form is drawn as a Latin one is.
_DRAWN_ALIKE = str.maketrans("авсԁеһніјкӏмоорԛѕтуүѵԝхαβεζηικμνορτυχıکیى", "abcdehhijklmoopqstyyvwxabezhikmnoptyxiكيي")
_GAPS = re.compile(r"[\s_\u2010-\u2015\u2212\u00ad\u30fc-]+")
_EDGES = "-'`\"‘’‚‛“”„«».,:;()[]"  # what is written around an id, and no part of it
_UNSEEN = frozenset("\u115f\u1160\u2800\u3164\uffa0")


def normal(text: str) -> str:
    """The id without what a reader cannot see or takes for the same: case, kinds of digits, dashes and blanks, marks around it,
    compatibility forms, letters of other alphabets that are drawn alike, unseen characters, and the zeros before a mere number."""
    plain = unicodedata.normalize("NFKC", text)
    if not plain.isascii():
        seen = (c for c in plain if unicodedata.category(c) not in ("Cf", "Cc", "Co", "Mn") and c not in _UNSEEN)
        plain = "".join(str(unicodedata.decimal(c, c)) for c in seen)
    plain = _GAPS.sub("-", plain.casefold().translate(_DRAWN_ALIKE))
    plain = plain.strip(_EDGES) or plain
    return plain.lstrip("0") or "0" if plain.isdecimal() else plain


def id_columns(table: Table) -> tuple[str, ...]:
    """The columns whose texts are ids of the table's own: its key, and what groups its rows."""
    own = [name for name in table.key if name.endswith("_id") and not table.column(name).refers_to]
    return (*own[:1], *(column.name for column in table.columns if column.name == "cohort"))


def check_ids(
    frames: Mapping[str, pd.DataFrame], new: Iterable[str], log: IssueLog, before: Mapping[str, pd.DataFrame]
) -> None:
    """Hold the ids of the `new` tables against each other, and keys against those of the release `before`: `look_alike`."""
    for name in new:
        for column in id_columns(TABLES[name]):
            ids = frames[name][column].dropna()
            _within(name, ids, log)
            if name in before and column in TABLES[name].key:
                _against(name, ids, before[name].set_index("row")[column], log)


def _within(name: str, ids: "pd.Series[str]", log: IssueLog) -> None:
    first: dict[str, tuple[str, int]] = {}
    forms = {text: normal(text) for text in ids.unique()}
    for line, text in ids.items():
        other, at = first.setdefault(forms[text], (text, int(line)))  # type: ignore[call-overload]
        if other != text:
            words = {"id": printable(text), "other": printable(other), "line": log.line(name, at)}
            problem = (
                t("“{id}” looks like “{other}” (line {line}): it has {letters}. Write one id in one way, or choose another.",
                  **words, letters=letters)
                if (letters := _letters(text, other))
                else t("“{id}” looks like “{other}” (line {line}). Write one id in one way, or choose another.", **words)
            )  # fmt: skip
            log.add("look_alike", name, int(line), str(ids.name), problem, text)  # type: ignore[call-overload]


def _against(name: str, ids: "pd.Series[str]", before: "pd.Series[str]", log: IssueLog) -> None:
    earlier = {normal(text): (text, row) for row, text in before.dropna().items()}
    exact = {text for text, _ in earlier.values()} | set(before.dropna())
    for line, text in ids.items():
        if text not in exact and (match := earlier.get(normal(text))):
            words = {"id": printable(text), "other": printable(match[0]), "row": match[1]}
            problem = (
                t("“{id}” looks like “{other}” of the current release (row {row}): it has {letters}. Write it as it is there.",
                  **words, letters=letters)
                if (letters := _letters(text, match[0]))
                else t("“{id}” looks like “{other}” of the current release (row {row}). Write it as it is there.", **words)
            )  # fmt: skip
            log.add("look_alike", name, int(line), str(ids.name), problem, text)  # type: ignore[call-overload]


def _letters(*ids: str) -> str:
    """What an eye cannot tell apart, by its name; "" where all of it is common."""
    odd = dict.fromkeys(c for text in ids for c in text if not c.isascii() and any(c not in other for other in ids))
    names = [unicodedata.name(c, f"U+{ord(c):04X}").lower() for c in odd]
    return listed(names[:3])


def meant(text: str, identifiers: Iterable[str]) -> str:
    """The known id that the text is another spelling of; "" where there is none."""
    form = normal(text)
    return next((other for other in identifiers if normal(other) == form), "")
