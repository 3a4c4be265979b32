"""List reader: several ids in one cell, whatever parts them, where every part is known."""

import re
from collections.abc import Mapping

from community_policing.core.i18n import t
from community_policing.core.schema import Column
from community_policing.dataset.cells import EMPTY, tidy
from community_policing.dataset.intake.recipe.questions import Questions, Step
from community_policing.dataset.intake.recipe.readers.name_index import Known, NameIndex
from community_policing.dataset.intake.recipe.readers.references import LONGEST, MOST, ask
from community_policing.dataset.intake.recipe.sheet import Reading

_MARKS = re.compile(r"\s*(?:[;؛,،/&+|\n\r]|\s(?:and|و)\s)\s*")
_BLANKS = re.compile(r"\s+")
_SPLIT, _WHOLE = "split", "whole"


def read(texts: Mapping[str, int], column: Column, table: str, questions: Questions, *, known: Known) -> Reading:
    """Read each distinct text as one or more ids; `known` are the ids of the release and of the file, with their names.

    A text is several ids only where every part of it is one, or the name of one.
    """
    index = NameIndex(known)
    lists: dict[str, str] = {}
    named: dict[str, str] = {}
    unknown: list[str] = []
    for text in texts:
        plain = tidy(text)[0]
        if plain.lower() in EMPTY or plain in known:
            continue
        if parts := _ids(plain, index):
            lists |= {text: ";".join(parts)} if len(parts) > 1 else {}
            named |= {text: parts[0]} if len(parts) == 1 else {}
        elif len(plain) <= LONGEST:
            unknown.append(text)
    for text in sorted(unknown, key=lambda text: -texts[text])[:MOST]:
        if ids := _names(tidy(text)[0], texts[text], index, column, table, questions):
            named[text] = ids
    return Reading(_agreed(lists, texts, column, table, questions) | named)


def _ids(text: str, index: NameIndex) -> list[str]:
    """The ids that the text is made of, each once; none where any part of it is no id."""
    for mark in (_MARKS, _BLANKS):
        parts = [part for part in mark.split(text) if part]
        ids = [index.by_id(part) for part in parts]
        if ids and all(ids):
            return list(dict.fromkeys(ids))
    return []


def _names(text: str, rows: int, index: NameIndex, column: Column, table: str, questions: Questions) -> str:
    """The ids of the rows that the text names; "" where any of its parts names none."""
    parts = [text] if index.exact(text) else [part for part in _MARKS.split(text) if part]
    ids = [ask(part, rows, index, column, table, questions) for part in parts]
    return ";".join(dict.fromkeys(ids)) if all(ids) else ""


def _agreed(
    lists: Mapping[str, str], texts: Mapping[str, int], column: Column, table: str, questions: Questions
) -> dict[str, str]:
    """The cells with several ids, unless a person says that they hold one each.  Those with our own mark ask nothing."""
    asked = {text: ids for text, ids in lists.items() if set(_MARKS.findall(tidy(text)[0])) - {";"} or ";" not in text}
    answer = _SPLIT
    if asked:
        answer = questions.ask(
            Step.READING, f"{column.name} list", t("Some cells hold several ids. They are read as a list."),
            {_SPLIT: t("A list of ids"), _WHOLE: t("One id each")}, _SPLIT,
            certain=True, table=table, column=column.name, rows=sum(texts[text] for text in asked),
            sample=lambda answer: ((text, ids if answer == _SPLIT else text) for text, ids in asked.items()),
        )  # fmt: skip
    return {text: ids for text, ids in lists.items() if text != ids and (answer == _SPLIT or text not in asked)}
