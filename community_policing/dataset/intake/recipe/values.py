"""Values of a column: its distinct texts read as what the column holds, by one reader for each kind."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from community_policing.core import labels
from community_policing.core.i18n import t
from community_policing.core.indicators import INDICATORS
from community_policing.core.schema import DATES, SURVEY_QUESTIONS, SURVEY_TARGET, Column, Kind
from community_policing.dataset.intake.cell_reader import is_garbled
from community_policing.dataset.intake.recipe.questions import Questions
from community_policing.dataset.intake.recipe.readers import (
    coordinates,
    dates,
    district_names,
    lists,
    money,
    no_value,
    numbers,
    places,
    references,
    words,
)
from community_policing.dataset.intake.recipe.readers.name_index import Known
from community_policing.dataset.intake.recipe.readers.number_forms import Marks, marks_of
from community_policing.dataset.intake.recipe.sheet import Reading

Texts = Mapping[str, int]  # distinct text -> how many rows have it
_NUMBERS = (Kind.COUNT, Kind.NUMBER, Kind.AMOUNT)
_DEGREES = ("latitude", "longitude")


@dataclass(frozen=True)
class Context:
    """What the file and the release say of a column beyond its cells.

    `header` is what the file calls it.  `marks` and `order` are what `evidence` finds in the file's columns, `settled` is the
    order that was asked for another of them; `comma` says
    that another mark parts the file's cells, so that a comma may part decimals.  `known` holds the ids of each table, of the
    release and of the file, with the names of their rows.
    """

    header: str = ""
    marks: Marks = field(default_factory=Marks)
    order: str = ""
    settled: str = ""
    spreadsheet: bool = False
    comma: bool = False
    known: Mapping[str, Known] = field(default_factory=dict)


def evidence(columns: Iterable[tuple[Column, Texts]]) -> tuple[Marks, str]:
    """The marks of numbers and the order of dates that a file's columns show; "" where they show none, or both."""
    marks, orders = Marks(), set()
    for column, texts in columns:
        if column.kind in _NUMBERS and column.name not in _DEGREES:
            marks = marks | marks_of(texts)
        elif column.kind in DATES:
            orders.add(dates.order_of(texts))
    orders.discard("")
    return marks, orders.pop() if len(orders) == 1 else ""


def reading(texts: Texts, column: Column, table: str, questions: Questions, context: Context | None = None) -> Reading:
    """Decide how a column's texts are read, each decision one of the `questions`; damaged letters stay, and are refused."""
    context = context or Context()
    ids = context.known.get(column.refers_to, {})
    empty = no_value.read(texts, column, table, questions, known=ids)
    filled = {text: rows for text, rows in texts.items() if text not in empty.texts and not is_garbled(text)}
    read = _by_kind(filled, column, table, questions, context)
    return Reading({**empty.texts, **read.texts}, {**empty.notes, **read.notes}, read.problems)


def _by_kind(texts: Texts, column: Column, table: str, questions: Questions, context: Context) -> Reading:
    if column.name in _DEGREES:
        return coordinates.read(texts, column, table, questions)
    if column.kind in DATES:
        return dates.read(texts, column, table, questions, header=context.header, order=context.order,
                          settled=context.settled, spreadsheet=context.spreadsheet)  # fmt: skip
    if column.kind in _NUMBERS:
        return numbers.read(texts, column, table, questions, file=context.marks, comma=context.comma)
    if column.kind is Kind.PCODE:
        return places.read(texts, column, table, questions)
    if column.kind is Kind.DISTRICT:
        return district_names.read(texts, column, table, questions)
    if column.kind is Kind.GRANTS:
        return lists.read(texts, column, table, questions, known=context.known.get(column.refers_to, {}))
    return _of_text(texts, column, table, questions, context)


def _of_text(texts: Texts, column: Column, table: str, questions: Questions, context: Context) -> Reading:
    if column.choices:
        return words.read(texts, column, table, questions)
    if column.refers_to:
        return references.read(texts, column, table, questions, known=context.known.get(column.refers_to, {}))
    if (table, column.name) == ("targets", "indicator"):
        known = {key: (t(indicator.label), indicator.label) for key, indicator in INDICATORS.items()}
        known |= {f"{SURVEY_TARGET}{key}": (labels.label(key), key) for key in SURVEY_QUESTIONS}
        return references.read(texts, column, table, questions, known=known)
    if column.name == "currency":
        return money.read(texts, column, table, questions)
    return Reading()
