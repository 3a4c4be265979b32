"""XLSX workbook -> sheets: one pass over each sheet by openpyxl's own parser, which is told how much it may read."""

import re
import warnings
from collections.abc import Iterator, Sequence
from datetime import datetime, time
from functools import cache
from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.styles.numbers import BUILTIN_FORMATS, BUILTIN_FORMATS_MAX_SIZE
from openpyxl.worksheet._reader import (
    WorkSheetParser,
)  # the pass that read-only mode makes, with formulas still to be seen
from openpyxl.xml.functions import fromstring  # defusedxml's

from community_policing.core.i18n import n, t
from community_policing.core.safe_text import printable
from community_policing.core.settings import Limits
from community_policing.dataset.csv_file import letter
from community_policing.dataset.intake.formats.file_type import damaged
from community_policing.dataset.intake.formats.separator import HEADER_WITHIN
from community_policing.dataset.intake.formats.sheet_cells import text_of, too_long
from community_policing.dataset.intake.recipe.sheet import RawSheet, Remark
from community_policing.dataset.intake.refusal import Refusal

_FORMULA = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}f"
_LITERALS = re.compile(r'\[[^\]]*\]|"[^"]*"|\\.|_.')
_ZEROS = re.compile(r"0{2,}")


class _Pass(WorkSheetParser):  # type: ignore[misc]
    """Cells as they come; a formula without a value is marked, and one of an empty text is empty."""

    def parse_cell(self, element: Any) -> dict[str, Any]:
        cell: dict[str, Any] = super().parse_cell(element)
        if cell["value"] is None and element.find(_FORMULA) is not None and element.get("t") != "str":
            cell["data_type"] = "uncached"
        return cell


def sheets(path: Path, limits: Limits) -> Iterator[RawSheet]:
    """The sheets that hold anything, notes too.  Refusal where the workbook is damaged or passes a limit."""
    if not openpyxl.DEFUSEDXML:
        raise RuntimeError("defusedxml is not in effect: no workbook may be opened")
    warnings.simplefilter("ignore")
    try:
        stream = path.open("rb")  # by its content: a path would be judged by its ending
        book = openpyxl.load_workbook(stream, read_only=True, data_only=True, keep_links=False)
        worksheets = list(book.worksheets)
        root = fromstring(book._archive.read("xl/workbook.xml"))
        listed = sum(element.tag.endswith("}sheet") for element in root.iter())  # openpyxl passes over what is lost
    except (MemoryError, Refusal):
        raise
    except Exception as error:  # openpyxl lets through whatever a damaged part provokes
        raise damaged(error) from error
    if len(book.sheetnames) < listed:
        problem = t(
            "the file is damaged: it lists a sheet that it does not hold. Open it, save it again, and load that."
        )
        raise Refusal("damaged", problem)
    if len(worksheets) > limits.sheets:
        problem = t("the workbook has more than {limit} sheets (CPF_LIMIT_SHEETS).", limit=limits.sheets)
        raise Refusal("too_many_files", problem)
    for sheet in worksheets:
        try:
            raw = _sheet(book, sheet, limits)
        except (MemoryError, Refusal):
            raise
        except Exception as error:
            raise damaged(error) from error
        if raw:
            yield raw


def _sheet(book: Any, sheet: Any, limits: Limits) -> RawSheet | None:
    remarks: list[Remark] = []
    rows: list[tuple[int, list[str]]] = []
    struck: set[int] = set()
    styles = _Styles(book)
    with sheet._get_source() as source:
        parser = _Pass(
            source, sheet._shared_strings, data_only=True, epoch=book.epoch,
            date_formats=book._date_formats, timedelta_formats=book._timedelta_formats,
        )  # fmt: skip
        for number, cells in parser.parse():
            texts = _texts(number, cells, remarks, sheet.title, limits, styles)
            if any(text.strip() for text in texts):
                rows.append((number, texts))
                if all(styles.struck(cell["style_id"]) for cell in cells if cell["value"] is not None):
                    struck.add(number)
            if len(rows) > limits.sheet_rows + HEADER_WITHIN:
                raise Refusal("too_many_rows", too_long(limits.sheet_rows), sheet.title)
    if not rows:
        return None
    width = max(len(texts) for _, texts in rows)
    for _, texts in rows:
        texts.extend([""] * (width - len(texts)))
    if sheet.sheet_state != "visible":
        remarks.append(("hidden_sheet", None, None, t("the sheet is hidden. It was read all the same."), ""))
    remarks.extend(_hidden(parser.row_dimensions, {number for number, _ in rows}))
    remarks.extend(_hidden_columns(parser.column_dimensions, width))
    return RawSheet(
        sheet.title, [texts for _, texts in rows], [number for number, _ in rows], struck=frozenset(struck),
        merged=_merged(parser.merged_cells), remarks=remarks, hidden=sheet.sheet_state != "visible",
    )  # fmt: skip


class _Styles:
    """What the number formats of a workbook's styles show, each judged once."""

    def __init__(self, book: Any) -> None:
        self.book = book
        self.format = cache(self._format)
        self.struck = cache(self._struck)

    def _format(self, style: int) -> str:
        """The format in lower case, without literals and colours, and only its part for positive numbers."""
        number = self.book._cell_styles[style].numFmtId
        own = self.book._number_formats[number - BUILTIN_FORMATS_MAX_SIZE] if number >= BUILTIN_FORMATS_MAX_SIZE else ""
        return _LITERALS.sub("", own or BUILTIN_FORMATS.get(number, "")).partition(";")[0].lower()

    def _struck(self, style: int) -> bool:
        return bool(self.book._fonts[self.book._cell_styles[style].fontId].strike)

    def shown(self, value: object, style: int) -> str:
        """A cell as the sheet shows it, where that says more than its value: a month without a day, 35 %, 007."""
        if isinstance(value, str):
            return value
        shows = self.format(style)
        if isinstance(value, datetime):
            return _shortened(value, shows)
        if isinstance(value, int | float) and not isinstance(value, bool):
            if shows.endswith("%"):
                return f"{round(100 * value, 10):.15g}%"
            if _ZEROS.fullmatch(shows) and value == int(value):
                return f"{int(value):0{len(shows)}d}"
        return text_of(value)


def _texts(
    number: int, cells: Sequence[Any], remarks: list[Remark], sheet: str, limits: Limits, styles: _Styles
) -> list[str]:
    """The row's cells as texts, each at its column."""
    texts: list[str] = []
    for cell in cells:
        value, position = cell["value"], cell["column"] - 1
        text = styles.shown(value, cell["style_id"])
        if cell["data_type"] == "uncached":
            problem = t(
                "the cell holds a formula without a value. Open the workbook in Excel, save it, and load it again."
            )
            remarks.append(("formula_without_value", number, position, problem, ""))
        elif cell["data_type"] == "e":
            problem = t(
                "the cell holds {error}, an error of Excel. Correct the formula, or write the value.",
                error=printable(text),
            )
            remarks.append(("formula_error", number, position, problem, text))
        if not text.strip():
            continue
        if position >= limits.columns:
            problem = t("a cell lies in column {letter}: the sheet has more than {limit} columns (CPF_LIMIT_COLUMNS). "
                        "Delete what is not in the table.", letter=letter(position), limit=limits.columns)  # fmt: skip
            raise Refusal("too_many_columns", problem, sheet)
        if number > limits.sheet_rows + HEADER_WITHIN:
            raise Refusal("too_many_rows", too_long(limits.sheet_rows), sheet)
        texts.extend([""] * (position - len(texts)))
        if position < len(texts):
            raise Refusal("damaged", t("a cell comes twice. Open the workbook, save it again, and load that."), sheet)
        texts.append(text)
    return texts


def _shortened(value: datetime, shows: str) -> str:
    """A day as the sheet shows it: who types May 2014 gets the 1st of May in the cell, and sees no day."""
    if "d" not in shows and "y" in shows:
        if "m" in shows and (value.day, value.time()) == (1, time()):
            return f"{value:%Y-%m}"
        if "m" not in shows and (value.month, value.day, value.time()) == (1, 1, time()):
            return f"{value:%Y}"
    return text_of(value)


def _hidden(dimensions: dict[str, dict[str, str]], rows_used: set[int]) -> list[Remark]:
    rows = [int(r) for r, about in dimensions.items() if about.get("hidden") in ("1", "true") and int(r) in rows_used]
    if not rows:
        return []
    problem = n("the row is hidden. It was read all the same.", "{count} rows are hidden. They were read all the same.",
                len(rows))  # fmt: skip
    return [("hidden_rows", min(rows), None, problem, "")]


def _hidden_columns(dimensions: dict[str, dict[str, str]], width: int) -> list[Remark]:
    hidden = [about for about in dimensions.values() if about.get("hidden") in ("1", "true")]
    problem = t("the column is hidden. It was read all the same.")
    return [
        ("hidden_columns", None, position, problem, "")
        for about in hidden
        for position in range(int(about["min"]) - 1, min(int(about.get("max", about["min"])), width))
    ]


def _merged(merged: Any) -> list[tuple[int, int, int, int]]:
    """Merged areas as (first row, last row, first position, last position); all cells but the first of each are empty."""
    areas = merged.mergeCell if merged else ()
    return [(area.min_row, area.max_row, area.min_col - 1, area.max_col - 1) for area in areas]
