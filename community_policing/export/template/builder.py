"""The workbook that an analyst fills in: notes, what the file is, and one sheet a table with lists to choose from.

Empty, or with the rows of a release, so that what exists is edited and not typed again.  Dates are texts: a spreadsheet
would make 2016-07 a day, and 03/04/2016 the third of April or the fourth of March, as its owner's country has it.
"""

import io
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

import pandas as pd

from community_policing.core.districts import district_name
from community_policing.core.geography import governorate_name
from community_policing.core.i18n import listed, t
from community_policing.core.schema import DATES, TABLES, Column, Kind, Table
from community_policing.dataset.load import Dataset
from community_policing.export.template import notes
from community_policing.export.template.example import example
from community_policing.export.template.validation_lists import BELOW, Ranges, validation
from community_policing.export.workbook import cell as written_text, held, turned

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

MOST = 50_000  # rows of one table: more are edited in a CSV file, not by hand
NUMBERS = (Kind.COUNT, Kind.NUMBER, Kind.AMOUNT)
# Each reads back as the same P-code
_NAMES: Mapping[Kind, Callable[[str], str]] = {
    Kind.PCODE: governorate_name,
    Kind.DISTRICT: district_name,
}  # each reads back as the same P-code
_PRECISION = {"day": 10, "month": 7, "year": 4}  # letters of an ISO date that are known
_OPTIONS = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
_DARK, _LIGHT, _PALE, _GREY = "#1F3864", "#D9E2F3", "#F7F7F7", "#707070"
_LINE = 15  # points
_WIDTHS = (18, 24, 22, 32, 48, 62)  # of the notes, in letters
_WIDE = {"title": 44, "meaning": 44, "note": 44, "name": 34, "url": 34, "grants": 22, "cohort": 14}


def template(dataset: Dataset | None = None) -> bytes:
    """An XLSX workbook in the language in force: the sheets `notes` and `dataset`, then one for each table of the schema.

    Without a `dataset` each sheet has one example row, which is never loaded.  With one its rows are filled in; a table of more
    than MOST rows is left out and named in the notes, which keeps it as it is, since a file replaces only the tables that it
    holds."""
    from xlsxwriter import Workbook

    file = io.BytesIO()
    left_out = [name for name in TABLES if dataset and _size(dataset, name) > MOST]
    with Workbook(file, _OPTIONS) as book:
        day = datetime.combine(dataset.as_of, datetime.min.time()) if dataset else datetime(2016, 1, 1)
        book.set_properties({"title": written_text(notes.title()), "created": day})  # the same request, the same bytes
        looks = _looks(book)
        ranges = _notes(book.add_worksheet("notes"), left_out, looks, examples=dataset is None)
        _about(book.add_worksheet("dataset"), dataset, looks)
        for table in TABLES.values():
            if table.name not in left_out:
                _table(book.add_worksheet(table.name), table, dataset, ranges, looks)
    return file.getvalue()


def _size(dataset: Dataset, name: str) -> int:
    return dataset.scans[name].rows if name in dataset.scans else len(dataset.tables[name])


def _looks(book: "Workbook") -> dict[str, "Format"]:
    top = {"text_wrap": True, "valign": "top"}
    head = {"bold": True, "border": 1, "border_color": "#8497B0", "valign": "vcenter"}
    looks = {
        "title": {"bold": True, "font_size": 14}, "word": {"bold": True, **top}, "wrapped": top,
        "yes": {**head, "bg_color": _DARK, "font_color": "#FFFFFF"},
        "unpublished": {**head, "pattern": 14, "bg_color": _LIGHT, "fg_color": "#8EA9DB"},
        "no": {**head, "bold": False, "bg_color": _LIGHT},
        "example_number": {"num_format": "General", "italic": True, "font_color": _GREY},
        "text": {"num_format": "@"}, "count": {"num_format": "0"}, "number": {"num_format": "General"},
        "entry": {"num_format": "@", "border": 1, "bg_color": "#FFFFFF", "valign": "top"},
        "table": {**top, "bold": True, "bg_color": _PALE},
        "example": {"num_format": "@", "italic": True, "font_color": _GREY},
    }  # fmt: skip
    return {name: book.add_format(look) for name, look in looks.items()}


def _notes(sheet: "Worksheet", left_out: Sequence[str], looks: dict[str, "Format"], *, examples: bool) -> Ranges:
    """Writes the first sheet; where on it the keys of indicators and the names of districts stand, as ranges for a list."""
    for place, width in enumerate(_WIDTHS):
        sheet.set_column(place, place, width)
    sheet.write_string(0, 0, written_text(notes.title()), looks["title"])
    rules = list(notes.rules())
    if examples:
        note = t(
            "The grey line below each heading is an example that is never loaded: its id begins with EXAMPLE. Delete or leave it."
        )
        rules.append((t("Examples"), note))
    if left_out:
        note = t("Too long to edit here, so kept as in the current release: {tables}.", tables=listed(left_out))
        rules.append((t("Left out"), note))
    line = 1
    for line, (word, sentence) in enumerate(rules, start=2):
        sheet.write_string(line, 0, written_text(word), looks["word"])
        sheet.merge_range(line, 1, line, 5, written_text(sentence), looks["wrapped"])
        sheet.set_row(line, _LINE * (1 + len(sentence) // (sum(_WIDTHS[1:]) - 20)))
    line = _lines(sheet, line + 2, [notes.header(), *notes.lines()], looks)
    ranges = []
    for lines in (
        [(t("Indicator"), t("Label"), t("Definition")), *notes.indicators()],
        [(t("District"), t("P-code"), t("Governorate")), *notes.districts()],
    ):
        first, line = line + 3, _lines(sheet, line + 2, lines, looks)
        ranges.append(f"=notes!$A${first + 1}:$A${line + 1}")
    turned(sheet)
    return Ranges(*ranges)


def _lines(sheet: "Worksheet", top: int, lines: Sequence[notes.Note], looks: dict[str, "Format"]) -> int:
    """Writes lines under their heading; the place of the last one."""
    for line, cells in enumerate(lines, start=top):
        title = line > top and len(cells) == 6 and not cells[1]  # a table's own line
        for place, text in enumerate(cells):
            look = "yes" if line == top else "table" if title else "word" if place == 0 else "wrapped"
            if place == 2 and len(cells) == 3:
                sheet.merge_range(line, place, line, 5, written_text(text), looks[look])
            else:
                sheet.write_string(line, place, written_text(text), looks[look])
        deep = max(len(text) // (width - 2) for text, width in zip(cells, _depths(len(cells)), strict=True))
        sheet.set_row(line, _LINE * (1 + deep))
    return top + len(lines) - 1


def _depths(cells: int) -> tuple[int, ...]:
    """How many letters a line of each cell holds; the last of three spans the columns that are left."""
    return _WIDTHS if cells == len(_WIDTHS) else (*_WIDTHS[:2], sum(_WIDTHS[2:]))


def _about(sheet: "Worksheet", dataset: Dataset | None, looks: dict[str, "Format"]) -> None:
    """The sheet `dataset`: keys in column A, values in column B, what they mean in column C."""
    values = {"synthetic": "yes"}  # what does not say so is taken for made up, so that it is never quoted as results
    if dataset:
        made_up = "yes" if dataset.synthetic else "no"
        values = {
            "as_of": dataset.as_of.isoformat(),
            "title": dataset.title,
            "synthetic": made_up,
            "licence": dataset.licence,
        }
    for line, (key, sentence) in enumerate(notes.dataset_lines()):
        sheet.write_string(line, 0, key, looks["word"])
        sheet.write(line, 1, held(values.get(key, "")) or None, looks["entry"])
        sheet.write_string(line, 2, written_text(sentence), looks["wrapped"])
        if key == "synthetic":
            sheet.data_validation(line, 1, line, 1, {"validate": "list", "source": ["yes", "no"]})
    for place, width in enumerate((14, 44, 90)):
        sheet.set_column(place, place, width)
    turned(sheet)


def _table(
    sheet: "Worksheet", table: Table, dataset: Dataset | None, ranges: Ranges, looks: dict[str, "Format"]
) -> None:
    """One table: its heading with comments, the rows of the dataset, and what each column may hold."""
    rows = list(_rows(dataset, table)) if dataset else [_example(table)]
    written = looks["text" if dataset else "example"]
    last = max(BELOW, len(rows) + 1000)
    for place, column in enumerate(table.columns):
        look = "count" if column.kind is Kind.COUNT else "number" if column.kind in NUMBERS else "text"
        sheet.set_column(place, place, _width(column), looks[look])
        sheet.write_string(0, place, column.name, looks[column.required])
        comment = written_text(notes.comment(table, column))
        sheet.write_comment(
            0, place, comment, {"x_scale": 2.2, "y_scale": 0.5 + 0.25 * (2 + len(comment) // 45), "author": ""}
        )
        if rule := validation(table, column, place, last, ranges):
            sheet.data_validation(1, place, last, place, rule)
    for line, cells in enumerate(rows, start=1):
        for place, cell in enumerate(cells):
            if isinstance(cell, str):
                sheet.write_string(line, place, held(cell), written)
            elif cell is not None:
                sheet.write_number(line, place, cell, *([] if dataset else [looks["example_number"]]))
    sheet.set_row(0, 22)
    sheet.freeze_panes(1, len(table.key) if len(table.key) == 1 else 0)
    sheet.autofilter(0, 0, max(len(rows), 1), len(table.columns) - 1)
    sheet.ignore_errors({"number_stored_as_text": f"A2:XFD{last + 1}"})
    turned(sheet)


def _example(table: Table) -> list[str | int | float | None]:
    """The example row as an analyst would write it."""
    cells = zip(example(table), table.columns, strict=True)
    return [_NAMES[column.kind](str(cell)) if cell and column.kind in _NAMES else cell for cell, column in cells]


def _rows(dataset: Dataset, table: Table) -> Iterator[list[str | int | float | None]]:
    """The rows of a release as an analyst writes them."""
    frame = dataset.scans[table.name].all() if table.name in dataset.scans else dataset.tables[table.name]
    columns = [_written(frame, column) for column in table.columns]
    return (list(cells) for cells in zip(*columns, strict=True))


def _written(frame: pd.DataFrame, column: Column) -> list[str | int | float | None]:
    cells = frame[column.name].astype(object).where(frame[column.name].notna(), None).tolist()
    if column.kind in DATES:
        precisions = frame[f"{column.name}_precision"].tolist()
        return [cell and _date(cell, precision) for cell, precision in zip(cells, precisions, strict=True)]
    if column.kind in _NAMES:
        return [cell and _NAMES[column.kind](cell) for cell in cells]
    return [_number(cell) if column.kind in NUMBERS and cell is not None else cell for cell in cells]


def _date(moment: Any, precision: str) -> str:
    """A date as far as it is known: 2016-11-30, 2016-11 or 2016."""
    return str(moment.date().isoformat()[: _PRECISION[precision]])


def _number(value: Any) -> int | float:
    return int(value) if float(value).is_integer() else float(value)


def _width(column: Column) -> float:
    widths = {
        Kind.DATE: 14,
        Kind.START: 16,
        Kind.PCODE: 18,
        Kind.DISTRICT: 18,
        Kind.COUNT: 13,
        Kind.NUMBER: 12,
        Kind.AMOUNT: 14,
    }
    wanted = max([_WIDE.get(column.name, widths.get(column.kind, 15)), *(len(word) + 2 for word in column.choices)])
    return float(max(min(wanted, 60), len(column.name) + 4))  # the filter's arrow hides nothing of the heading
