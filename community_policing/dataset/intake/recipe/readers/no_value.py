"""Missing values: the words that offices write where a cell has none, and those that may be a zero."""

import re
from collections.abc import Container, Mapping
from functools import cache

from community_policing.core.i18n import language, t
from community_policing.core.safe_text import printable
from community_policing.core.schema import DATES, Column, Kind
from community_policing.dataset.cells import tidy
from community_policing.dataset.intake.recipe.questions import Questions, Step
from community_policing.dataset.intake.recipe.readers.folding import all_folded, folded
from community_policing.dataset.intake.recipe.readers.words import known_words
from community_policing.dataset.intake.recipe.sheet import Reading

SIGNS = frozenset(
    {"--", "---", "–", "——", "..", "...", "…", "?", "؟", "??", ".", "*", "/", "//", "n/a", "#n/a", "#n/d", "#null!"}
)
NOTHING = (
    "NA", "N.A.", "TBC", "TBD", "to be confirmed", "to be determined", "null", "nan", "NaT", "undefined", "unknown", "not known",
    "not available", "not applicable", "not specified", "no data", "no value", "no info", "missing", "blank", "empty",
    "غير متوفر", "غير متوفرة", "غير متاح", "غير معروف", "غير محدد", "غير مذكور", "لا توجد بيانات", "لا ينطبق", "لم يحدد", "مجهول",
    "غ.م",    "نەزانراو", "بەردەست نییە", "دیارینەکراو", "نامەعلوم",
)  # fmt: skip
# 0 in a column of numbers, or nothing
NONE = ("nil", "none", "لا يوجد", "لا توجد", "لا شيء", "لايوجد", "هیچ", "نییە", "هیچ نییە")
ZERO = ("zero", "صفر", "سفر")
# In dates
NOT_YET = ("not yet", "pending", "ongoing", "open", "لم يكتمل بعد", "ليس بعد", "مستمر", "هێشتا نا", "بەردەوام")
_LONGEST = 40
_DIGIT = re.compile(r"\d")
_NUMBERS = (Kind.COUNT, Kind.NUMBER, Kind.AMOUNT)


def read(
    texts: Mapping[str, int], column: Column, table: str, questions: Questions, *, known: Container[str] = ()
) -> Reading:
    """Read the words that stand for no value as empty cells, with a warning each; `known` ids are none of them."""
    meant: dict[str, str] = {}
    notes: dict[str, tuple[str, str]] = {}
    if _is_word(column):
        return Reading()
    own, nothing = known_words(column.choices, column.name, language()), _nothing(column.kind)
    for text in texts:
        if _is_nothing(text, nothing) and text not in known and folded(text) not in own:
            meant[text] = "not_recorded" if "not_recorded" in column.choices else ""
            notes[text] = _note(text)
    if column.kind in _NUMBERS:
        meant |= _zeros(texts, column, table, questions)
    return Reading(meant, notes)


def _is_word(column: Column) -> bool:
    """Whether a word for nothing may be meant in the column: a published figure may be one, and so may a row's own id."""
    return column.name == "value" or (column.name.endswith("_id") and column.required == "yes" and not column.refers_to)


@cache
def _nothing(kind: Kind) -> frozenset[str]:
    """The folded words that stand for no value in a column of that kind."""
    words = all_folded(NOTHING)
    if kind not in _NUMBERS:
        words |= all_folded(NONE)
    return words | all_folded(NOT_YET) if kind in DATES else words


def _is_nothing(text: str, words: frozenset[str]) -> bool:
    if len(text) > _LONGEST or _DIGIT.search(text):
        return False
    plain = tidy(text)[0]
    return plain.casefold() in SIGNS or folded(plain) in words


def _zeros(texts: Mapping[str, int], column: Column, table: str, questions: Questions) -> dict[str, str]:
    """The words for none: nothing but 0 by some, 0 or no value by others, which is asked once for the column."""
    words = [text for text in texts if len(text) <= _LONGEST and not _DIGIT.search(text)]
    meant = {text: "0" for text in words if folded(text) in all_folded(ZERO)}
    asked = [text for text in words if folded(text) in all_folded(NONE)]
    if asked:
        answer = questions.ask(
            Step.READING, f"{column.name} none",
            t("Do these words say that there were none, or that the number is not known?"),
            {"0": t("There were none: 0"), "": t("Not known: an empty cell")}, "0",
            table=table, column=column.name, rows=sum(texts[text] for text in asked),
            sample=lambda answer: ((text, answer) for text in asked),
        )  # fmt: skip
        meant |= dict.fromkeys(asked, answer)
    return meant


def _note(text: str) -> tuple[str, str]:
    return "no_value", t(
        "“{value}” was read as no value. Empty the cell, or write what is meant.", value=printable(text)
    )
