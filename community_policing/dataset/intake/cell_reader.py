"""Cell reader for files from outside: what cells.read does, and what only strangers' files need."""

import re
from collections.abc import Callable, Iterable

from community_policing.core.i18n import t
from community_policing.core.safe_text import printable
from community_policing.core.schema import Column, Kind
from community_policing.dataset import cells
from community_policing.dataset.cells import Cell, CellError
from community_policing.dataset.csv_file import Sheet
from community_policing.dataset.intake.match_columns import did_you_mean

_NUMBERS = (Kind.NUMBER, Kind.AMOUNT, Kind.COUNT)
_DEGREES = ("latitude", "longitude")
_CERTAIN = re.compile(r"-?(\d{1,3}(\.\d{3})*|\d+),(\d{1,2}|\d{4,})|-?\d{4,},\d+|-?0,\d+|-?\d{1,3}(\.\d{3})+,\d+")
_THREE = re.compile(r"-?\d{1,3}[.,]\d{3}")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}([ T]00:00(:00)?)?")
_SCIENTIFIC = re.compile(r"[0-9](\.[0-9]+)?[eE][+-][0-9]+")
_POINT_THREE = re.compile(r"-?[1-9]\d{0,2}\.\d{3}")  # 1.126 is a thousand and some in half of the world
_EXCEL_ERROR = re.compile(r"#(REF!|N/A|NAME\?|VALUE!|DIV/0!|NUM!|NULL!|SPILL!|CALC!)|#{3,}")
_EMPTY_ELSEWHERE = frozenset({"nan", "nat", "null", "(null)", "<na>", "na", "nil", "none", "undefined"})
_GARBLED = (("cp1252", "utf-8"), ("cp1256", "utf-8"), ("cp1252", "cp1256"))
_ARABIC = re.compile(r"[\u0621-\u064a]{2}")


def reader(sheets: Iterable[Sheet], comma: bool) -> Callable[[str, Column], Cell]:
    """A function like cells.read.  Where `comma` may be a decimal mark, it is one when a number of these sheets can be
    read no other way; then one that can be read both ways is refused."""
    decimal = comma and any(_shows_comma(sheet) for sheet in sheets)

    def read(raw: str, column: Column) -> Cell:
        text = cells.tidy(raw)[0]
        if refused := _refused(text, column, decimal):
            return Cell(refused=refused)
        if decimal and column.kind in _NUMBERS and "," in text:
            return cells.read(text.replace(".", "").replace(",", "."), column)
        return cells.read(raw, column)

    return read


def _shows_comma(sheet: Sheet) -> bool:
    """Whether a number of the sheet has a decimal comma for certain."""
    for column in sheet.table.columns:
        if column.kind in _NUMBERS:
            for raw in set(sheet.column(column.name)):
                text = raw.strip()
                if _CERTAIN.fullmatch(text) or (column.name in _DEGREES and re.fullmatch(r"-?\d{1,3},\d+", text)):
                    return True
    return False


def _refused(text: str, column: Column, decimal: bool) -> CellError | None:
    if is_garbled(text):
        problem = t("“{value}” shows letters that were damaged when the file was saved. Take them from the original.",
                    value=printable(text))  # fmt: skip
        return CellError("garbled_text", problem)
    if _EXCEL_ERROR.fullmatch(text):
        problem = t(
            "the cell holds {error}, an error of Excel. Correct the formula, or write the value.", error=printable(text)
        )
        return CellError("formula_error", problem)
    if column.kind in (Kind.TEXT, Kind.GRANTS) and _stands_for_empty(text, column):
        problem = t("“{value}” is how some programs write an empty cell. Empty the cell, or write what is meant.",
                    value=printable(text))  # fmt: skip
        return CellError("empty_marker", problem)
    if column.name.endswith("_id") and _DAY.fullmatch(text):
        problem = t("“{value}” is a day: a spreadsheet made it of an id such as 5-10. Format the column as text, and write "
                    "the id again.", value=printable(text))  # fmt: skip
        return CellError("date_as_id", problem)
    if (column.name.endswith("_id") or column.refers_to) and _SCIENTIFIC.fullmatch(text):
        problem = t("“{value}” is a number: a spreadsheet made it of an id such as 1E05. Format the column as text, and write "
                    "the id again.", value=printable(text))  # fmt: skip
        return CellError("number_as_id", problem)
    if column.kind in _NUMBERS and column.name not in _DEGREES and _has_two_readings(text, decimal):
        problem = t("“{value}” can be read in two ways. Write it without thousands marks.", value=printable(text))
        return CellError("ambiguous_number", problem)
    if column.kind in (Kind.DATE, Kind.START) and re.fullmatch(r"[34]\d{4}", text):
        problem = t("“{value}” is a day as a spreadsheet counts it. Format the column as a date, or write 2016-11-30.",
                    value=text)  # fmt: skip
        return CellError("not_a_date", problem)
    if column.choices and text.lower() not in cells.EMPTY and cells.choice(text) not in column.choices:
        meant = did_you_mean(text, column.choices)
        if meant:
            problem = t("“{value}” is not one of the choices.", value=printable(text)) + meant
            return CellError("choice", problem + " " + t("Write one of: {choices}.", choices=", ".join(column.choices)))
    return None


def _has_two_readings(text: str, decimal: bool) -> bool:
    """Whether its one mark may part thousands or decimals.  Where no comma is a decimal mark, it parts thousands."""
    return bool((_THREE if decimal else _POINT_THREE).fullmatch(text.translate(cells.DIGITS)))


def _stands_for_empty(text: str, column: Column) -> bool:
    """Whether the word is no value, as programs write one; a published figure may be a word, and `none` among them."""
    return not column.choices and column.name != "value" and text.lower() in _EMPTY_ELSEWHERE


def is_garbled(text: str) -> bool:
    """Whether the text shows one encoding read as another, or letters lost to question marks."""
    if "\ufffd" in text or re.search(r"\?{3}", text):
        return True
    if text.isascii():
        return False
    return any(_came_from(text, wrong, right) for wrong, right in _GARBLED)


def _came_from(text: str, wrong: str, right: str) -> bool:
    try:
        meant = text.encode(wrong).decode(right)
    except (UnicodeEncodeError, UnicodeDecodeError):
        return False
    if right == "utf-8":
        return True
    runs = re.findall(r"[\u00c0-\u00ff]{3,}", text)
    return bool(runs) and bool(_ARABIC.search(meant))
