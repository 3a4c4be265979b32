"""Number reader: counts, amounts and other numbers as people write them, with marks judged for the column and the file."""

import re
from collections.abc import Callable, Mapping
from functools import partial

from community_policing.core.i18n import t
from community_policing.core.safe_text import printable
from community_policing.core.schema import Column, Kind
from community_policing.dataset.intake.recipe.questions import Questions, Step
from community_policing.dataset.intake.recipe.readers.number_forms import (
    Marks,
    Written,
    ambiguous,
    marks_shown,
    plain_number,
    shortest,
    written,
)
from community_policing.dataset.intake.recipe.sheet import Reading

THOUSANDS, DECIMALS = "thousands", "decimals"
_COUNT = re.compile(r"-?\d{1,12}(?:\.0+)?")
_TAKEN, _REFUSED = "number", "refuse"


def read(
    texts: Mapping[str, int],
    column: Column,
    table: str,
    questions: Questions,
    *,
    file: Marks = Marks(),  # noqa: B008  frozen
    comma: bool = False,
) -> Reading:
    """Read each distinct text as a number.

    Parameters
    ----------
    file
        `marks_of` the file's other columns of numbers.
    comma
        Whether the comma is free to part decimals, because another mark parts the file's cells.
    """
    numbers = {text: number for text in texts if (number := written(text)) and _fits(number, column)}
    own = marks_shown(numbers.values())
    by_thousands = {
        mark: _parts_thousands(mark, numbers, texts, column, table, questions, _judged(mark, column, own, file, comma))
        for mark in sorted({ambiguous(number) for number in numbers.values()} - {""})
    }
    meant = {text: plain_number(number, by_thousands.get(ambiguous(number), True)) for text, number in numbers.items()}
    meant = {text: digits for text, digits in meant.items() if digits and _may_be(digits, column)}
    ask = partial(_ask_for_words, texts, column, table, questions, meant)
    refused = ask("words", {text for text in meant if _holds_words(numbers[text], column)}, _words_question)
    refused |= ask("per cent", {text for text in meant if numbers[text].percent} - refused, _percent_question)
    notes = {}
    if any(number.percent for number in numbers.values()):
        notes = {text: _part_of_one(text) for text in meant if not numbers[text].percent and _is_part(meant[text])}
    return Reading({text: digits for text, digits in meant.items() if digits != text and text not in refused}, notes)


def _may_be(digits: str, column: Column) -> bool:
    """Whether the column takes the number: a count that is none is told with the cell as it stands."""
    return column.kind is not Kind.COUNT or _COUNT.fullmatch(digits) is not None


def _holds_words(number: Written, column: Column) -> bool:
    """Whether more than the number stands in the cell; a currency beside an amount of money is its own (currencies.py)."""
    return number.beside or (number.money and column.kind is not Kind.AMOUNT)


def _is_part(digits: str) -> bool:
    return digits.startswith("0.") and bool(digits.strip("0."))


def _part_of_one(text: str) -> tuple[str, str]:
    sentence = t("“{value}” stands among per cents and was read as it is. Write it with its per cent sign if it is a share.",
                 value=printable(text))  # fmt: skip
    return "share_among_percents", sentence


def _fits(number: Written, column: Column) -> bool:
    """Whether a number like this may stand in the column: per cents in no column of counts or money."""
    return not number.percent or column.kind is Kind.NUMBER


def _judged(mark: str, column: Column, own: Marks, file: Marks, comma: bool) -> tuple[str, bool]:
    """What an ambiguous mark parts, and whether that is certain.  The column's own cells go before the file's."""
    for shown in (own, own | file):
        thousands, decimals = _evidence(mark, shown)
        if thousands != decimals:
            sure = thousands or (mark in own.decimals and column.kind is not Kind.COUNT)
            return (THOUSANDS if thousands else DECIMALS), sure
        if thousands:  # and decimals
            return _likely(column), False
    if mark == "," and not comma:
        return THOUSANDS, True
    return _likely(column), False


def _evidence(mark: str, shown: Marks) -> tuple[bool, bool]:
    other = "," if mark == "." else "."
    thousands = mark in shown.thousands or (other in shown.decimals and mark not in shown.decimals)
    return thousands, mark in shown.decimals or (other in shown.thousands and mark not in shown.thousands)


def _likely(column: Column) -> str:
    return DECIMALS if column.kind is Kind.NUMBER else THOUSANDS


def _parts_thousands(
    mark: str,
    numbers: Mapping[str, Written],
    texts: Mapping[str, int],
    column: Column,
    table: str,
    questions: Questions,
    judged: tuple[str, bool],
) -> bool:
    """Ask what the mark parts, in the cells where both are possible."""
    open_cells = {text: number for text, number in numbers.items() if ambiguous(number) == mark}
    example, number = next(iter(open_cells.items()))
    choices = {
        THOUSANDS: t(
            "Thousands: {cell} is {number}", cell=printable(example), number=shortest(plain_number(number, True))
        ),
        DECIMALS: t(
            "Decimals: {cell} is {number}", cell=printable(example), number=shortest(plain_number(number, False))
        ),
    }
    proposed, certain = judged
    answer = questions.ask(
        Step.READING, f"{column.name} {mark}", t("What does the mark {mark} part in these numbers?", mark=f"“{mark}”"),
        choices, proposed, certain=certain, table=table, column=column.name, rows=sum(texts[text] for text in open_cells),
        sample=lambda answer: ((x, plain_number(number, answer == THOUSANDS)) for x, number in open_cells.items()),
    )  # fmt: skip
    return answer == THOUSANDS


Wording = Callable[[str, str], tuple[str, Mapping[str, str], bool]]


def _ask_for_words(
    texts: Mapping[str, int],
    column: Column,
    table: str,
    questions: Questions,
    meant: Mapping[str, str],
    about: str,
    cells: set[str],
    wording: Wording,
) -> set[str]:
    """The cells that a person wants to be refused, of those that hold more than a number."""
    if not cells:
        return set()
    listed = [text for text in meant if text in cells]
    sentence, choices, certain = wording(listed[0], meant[listed[0]])
    answer = questions.ask(
        Step.READING, f"{column.name} {about}", sentence, choices, _TAKEN, certain=certain, table=table, column=column.name,
        rows=sum(texts[text] for text in cells),
        sample=lambda answer: ((text, meant[text] if answer == _TAKEN else text) for text in listed),
    )  # fmt: skip
    return cells if answer == _REFUSED else set()


def _words_question(cell: str, number: str) -> tuple[str, Mapping[str, str], bool]:
    choices = {_TAKEN: t("Take the number: {cell} is {number}", cell=printable(cell), number=number),
               _REFUSED: t("No, these cells will be corrected in the file")}  # fmt: skip
    return t("Words or signs stand beside some numbers. Are the numbers right without them?"), choices, False


def _percent_question(cell: str, number: str) -> tuple[str, Mapping[str, str], bool]:
    choices = {_TAKEN: t("Per cents: {cell} is {number}", cell=printable(cell), number=number),
               _REFUSED: t("No, these cells will be corrected in the file")}  # fmt: skip
    return t("Some cells show per cents. They are read as per cents."), choices, True
