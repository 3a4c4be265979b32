"""XLSX -> grids: one pass over each sheet by openpyxl's own parser, which is told how much it may read."""

import re
import warnings
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime, time, timedelta
from functools import partial
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
from community_policing.dataset.intake.file_type import damaged
from community_policing.dataset.intake.grid import Grid
from community_policing.dataset.intake.personal import refuse_cells
from community_policing.dataset.intake.refusal import Refusal
from community_policing.dataset.intake.separator import HEADER_WITHIN, header_at, hold_headings, said_above

NOTES = frozenset({"notes", "report", "lists", "readme", "choices", "instructions"})  # sheets of ours that hold no data
_FORMULA = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}f"
_LITERALS = re.compile(r'\[[^\]]*\]|"[^"]*"|\\.|_.')
Remark = tuple[str, int | None, int | None, str, str]


class _Pass(WorkSheetParser):  # type: ignore[misc]
    """Cells as they come; a formula without a value is marked as such, and one that came to an empty text is
    empty."""

    def parse_cell(self, element: Any) -> dict[str, Any]:
        cell: dict[str, Any] = super().parse_cell(element)
        if cell["value"] is None and element.find(_FORMULA) is not None and element.get("t") != "str":
            cell["data_type"] = "uncached"
        return cell


def grids(path: Path, limits: Limits) -> Iterator[Grid]:
    """The sheets that hold anything, notes too.  Refusal where the workbook is damaged or passes a limit."""
    if not openpyxl.DEFUSEDXML:
        raise RuntimeError("defusedxml is not in effect: no workbook may be opened")
    warnings.simplefilter("ignore")
    try:
        stream = path.open("rb")  # by its content: a path would be judged by its ending
        book = openpyxl.load_workbook(stream, read_only=True, data_only=True, keep_links=False)
        sheets = list(book.worksheets)
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
    if len(sheets) > limits.sheets:
        problem = t("the workbook has more than {limit} sheets (CPF_LIMIT_SHEETS).", limit=limits.sheets)
        raise Refusal("too_many_files", problem)
    for sheet in sheets:
        try:
            grid = _grid(book, sheet, limits)
        except (MemoryError, Refusal):
            raise
        except Exception as error:
            raise damaged(error) from error
        if grid:
            yield grid


def is_note(name: str) -> bool:
    """Whether a sheet of that name explains and holds no data."""
    return name.strip().casefold() in NOTES


def _grid(book: Any, sheet: Any, limits: Limits) -> Grid | None:
    remarks: list[Remark] = []
    rows: list[tuple[int, list[str]]] = []
    precision_of = partial(_precision, book)
    with sheet._get_source() as source:
        parser = _Pass(
            source, sheet._shared_strings, data_only=True, epoch=book.epoch,
            date_formats=book._date_formats, timedelta_formats=book._timedelta_formats,
        )  # fmt: skip
        for number, cells in parser.parse():
            texts = _texts(number, cells, remarks, sheet.title, limits, precision_of)
            if any(text.strip() for text in texts):
                rows.append((number, texts))
            if len(rows) > limits.sheet_rows + 1:
                raise Refusal("too_many_rows", _too_long(limits.sheet_rows), sheet.title)
    if not rows:
        return None
    at = header_at([texts for _, texts in rows])
    refuse_cells(sheet.title, rows[:at], sheet=True)
    hold_headings(rows[at][1], sheet.title, limits.cell)
    width = max(len(texts) for _, texts in rows[at:])
    for _, texts in rows[at:]:
        texts.extend([""] * (width - len(texts)))
    top = rows[at][0]
    if at:
        remarks.append(
            (
                "rows_above_header",
                rows[0][0],
                None,
                said_above(at),
                "",
            )
        )
    if sheet.sheet_state != "visible":
        remarks.append(("hidden_sheet", None, None, t("the sheet is hidden. It was read all the same."), ""))
    remarks.extend(_hidden(parser.row_dimensions, {number for number, _ in rows[at:]}))
    remarks.extend(_hidden_columns(parser.column_dimensions, rows[at][1]))
    remarks.extend(_merged(parser.merged_cells, [number for number, _ in rows[at:]]))
    body = rows[at + 1 :]
    relevant = [
        remark for remark in remarks if remark[1] is None or remark[1] >= top or remark[0] == "rows_above_header"
    ]
    return Grid(sheet.title, rows[at][1], [r for _, r in body], [i for i, _ in body], top, True, remarks=relevant)


def _too_long(limit: int) -> str:
    return t(
        "the sheet has more than {limit} rows (CPF_LIMIT_SHEET_ROWS). Load it as CSV, or split it.", limit=f"{limit:,}"
    )


def _precision(book: Any, style: int) -> str:
    """What a date shows in that style: "day", or "month" or "year" where it shows no more."""
    number = book._cell_styles[style].numFmtId
    own = book._number_formats[number - BUILTIN_FORMATS_MAX_SIZE] if number >= BUILTIN_FORMATS_MAX_SIZE else ""
    shows = _LITERALS.sub("", own or BUILTIN_FORMATS.get(number, "d")).lower()
    if "d" in shows or "y" not in shows:
        return "day"
    return "month" if "m" in shows else "year"


def _texts(
    number: int,
    cells: Sequence[Any],
    remarks: list[Remark],
    sheet: str,
    limits: Limits,
    precision_of: Callable[[int], str],
) -> list[str]:
    """The row's cells as texts, each at its column."""
    texts: list[str] = []
    for cell in cells:
        value, position = cell["value"], cell["column"] - 1
        text = _shortened(value, precision_of(cell["style_id"])) if isinstance(value, datetime) else _text(value)
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
            raise Refusal("too_many_rows", _too_long(limits.sheet_rows), sheet)
        texts.extend([""] * (position - len(texts)))
        if position < len(texts):
            raise Refusal("damaged", t("a cell comes twice. Open the workbook, save it again, and load that."), sheet)
        texts.append(text)
    return texts


def _shortened(value: datetime, precision: str) -> str:
    """A day as the sheet shows it: who types May 2014 gets the 1st of May in the cell, and sees no day."""
    if precision == "month" and (value.day, value.time()) == (1, time()):
        return f"{value:%Y-%m}"
    if precision == "year" and (value.month, value.day, value.time()) == (1, 1, time()):
        return f"{value:%Y}"
    return _text(value)


def _text(value: object) -> str:
    """A cell's value as the texts of CSV files have it: days in ISO, whole numbers without a point."""
    match value:
        case None:
            return ""
        case bool():
            return "TRUE" if value else "FALSE"
        case datetime():
            return value.date().isoformat() if value.time() == time() else value.isoformat(" ")
        case date() | time():
            return value.isoformat()
        case timedelta():
            return str(value)
        case float():
            return str(int(value)) if value.is_integer() and abs(value) < 1e15 else format(value, ".15g")
    return str(value)


def _hidden(dimensions: dict[str, dict[str, str]], rows_used: set[int]) -> list[Remark]:
    rows = [int(r) for r, about in dimensions.items() if about.get("hidden") in ("1", "true") and int(r) in rows_used]
    if not rows:
        return []
    problem = n("the row is hidden. It was read all the same.", "{count} rows are hidden. They were read all the same.",
                len(rows))  # fmt: skip
    return [("hidden_rows", min(rows), None, problem, "")]


def _hidden_columns(dimensions: dict[str, dict[str, str]], header: Sequence[str]) -> list[Remark]:
    hidden = [about for about in dimensions.values() if about.get("hidden") in ("1", "true")]
    problem = t("the column is hidden. It was read all the same.")
    return [
        ("hidden_columns", None, position, problem, "")
        for about in hidden
        for position in range(int(about["min"]) - 1, min(int(about.get("max", about["min"])), len(header)))
        if header[position].strip()
    ]


def _merged(merged: Any, rows_used: Sequence[int]) -> list[Remark]:
    """Merged cells of the table's rows (`rows_used`, ascending): all but the first of them are empty, whatever they look like."""
    areas = list(merged.mergeCell) if merged else []
    problem = t("merged cells: only the first of them holds the value. Unmerge them and fill in each.")
    touched = [area for area in areas if bisect_left(rows_used, area.min_row) < bisect_right(rows_used, area.max_row)]
    return [("merged_cells", area.min_row, area.min_col - 1, problem, area.ref) for area in touched]
