"""Cell reader for files from outside: what cells.read does, and what only strangers' files need."""

import re
from collections.abc import Callable

from community_policing.core.i18n import t
from community_policing.core.safe_text import printable
from community_policing.core.schema import DATES, Column, Kind
from community_policing.dataset import cells
from community_policing.dataset.cells import Cell, CellError

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}([ T]00:00(:00)?)?")
_SCIENTIFIC = re.compile(r"[0-9](\.[0-9]+)?[eE][+-][0-9]+")
_SERIAL_DAY = re.compile(r"[34]\d{4}")
_EXCEL_ERROR = re.compile(r"#(REF!|N/A|NAME\?|VALUE!|DIV/0!|NUM!|NULL!|SPILL!|CALC!)|#{3,}")
_EMPTY_ELSEWHERE = frozenset({"nan", "nat", "null", "(null)", "<na>", "na", "nil", "none", "undefined"})
_GARBLED = (("cp1252", "utf-8"), ("cp1256", "utf-8"), ("cp1252", "cp1256"))
_ARABIC = re.compile(r"[\u0621-\u064a]{2}")


def reader() -> Callable[[str, Column], Cell]:
    """A function like cells.read, for cells whose column was read already (recipe.readers)."""

    def read(raw: str, column: Column) -> Cell:
        if refused := _refused(cells.tidy(raw)[0], column):
            return Cell(refused=refused)
        return cells.read(raw, column)

    return read


def _refused(text: str, column: Column) -> CellError | None:
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
    if column.kind in DATES and _SERIAL_DAY.fullmatch(text):
        problem = t("“{value}” is a day as a spreadsheet counts it. Format the column as a date, or write 2016-11-30.",
                    value=text)  # fmt: skip
        return CellError("not_a_date", problem)
    return None


def _stands_for_empty(text: str, column: Column) -> bool:
    """Whether the word is no value, as programs write one; a published figure may be a word, and `none` among them."""
    return not column.choices and column.name != "value" and text.lower() in _EMPTY_ELSEWHERE


def is_garbled(text: str) -> bool:
    """Whether the text shows one encoding read as another, or letters lost to question marks."""
    if "\ufffd" in text or "???" in text:
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
