"""The checked file again, as a workbook: bad cells coloured and commented, and a first sheet that lists every issue.

Every cell is the text that the analyst's file showed, at the same row and column, so that what is not corrected is found
again.  Sheets are named as the reader of files looks for them; it passes over the sheet `report`.
"""

import io
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from community_policing.core.formulas import acts
from community_policing.core.i18n import listed, n, plural, t
from community_policing.dataset.intake import Checked, Fault, read_draft
from community_policing.dataset.intake.report import read_report
from community_policing.dataset.issues import Severity
from community_policing.export.template.notes import dataset_lines
from community_policing.export.workbook import WIDEST, held, turned

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

REPORT = "report"
COMMENTS = 1_000  # more make a workbook slow to open; the report lists every issue all the same
MOST = 100_000  # rows of one sheet: a longer table is corrected in its own file
_LINKS = 65_000  # a sheet may have 65,530
_OPTIONS = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
# What XML cannot hold.  Such a character shows nothing; the report says that it was there.
_UNSEEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_COLOURS = {Severity.ERROR: ("#FFC7CE", "#9C0006"), Severity.WARNING: ("#FFEB9C", "#7F6000")}
_WIDTHS = (10, 18, 8, 24, 10, 28, 90, 24)
_UNFIT = "[]:*?/\\"  # what no sheet's name may have


@dataclass
class _Book:
    """The workbook while it is written: its formats, and how many comments may still be made."""

    book: "Workbook"
    comments: int
    looks: dict[tuple[object, ...], "Format"] = field(default_factory=dict)

    def look(self, text: str = "", severity: Severity | None = None, **more: object) -> "Format":
        """The format of a cell; a text that looks like a formula is quoted, so that editing its cell makes none of it."""
        quoted = acts(text)
        key = (quoted, severity, *sorted(more.items()))
        if key not in self.looks:
            colours = dict(zip(("bg_color", "font_color"), _COLOURS[severity], strict=True)) if severity else {}
            self.looks[key] = self.book.add_format({"num_format": "@", "quote_prefix": quoted, **colours, **more})
        return self.looks[key]


def marked(draft: Checked | Path, comments: int = COMMENTS) -> bytes:
    """An XLSX workbook of a checked file (or the folder of its draft) with at most so many comments.

    A file that could not be read, or that holds details of people, has no sheets but the report; a table of more than MOST
    rows is left out, and the report says so.  ProgrammeError where the draft cannot be read."""
    from xlsxwriter import Workbook

    checked = draft if isinstance(draft, Checked) else read_draft(draft)
    sheets, left_out = _sheets(checked.draft)
    file = io.BytesIO()
    with Workbook(file, _OPTIONS) as book:
        book.set_properties({"title": held(checked.source.name), "created": datetime(2016, 1, 1)})
        state = _Book(book, comments)
        first = book.add_worksheet(REPORT)
        _report(first, checked, sheets, left_out, state)
        if sheets:
            _about(book, checked, state)
        for theirs, sheet in sheets.items():
            here = [issue for issue in checked.issues if issue.sheet == theirs]
            _cells(book.add_worksheet(sheet.name), sheet, here, state)
        first.activate()
    return file.getvalue()


@dataclass(frozen=True)
class _Sheet:
    """A sheet of the workbook: its name, the cells with their rows, and the row of the header."""

    name: str
    cells: pd.DataFrame
    header: int


def _sheets(draft: Path) -> tuple[dict[str, _Sheet], list[str]]:
    """Their sheet -> ours, and the sheets that are too long."""
    sheets: dict[str, _Sheet] = {}
    left_out, taken = [], {REPORT, "dataset", "notes"}
    for number, about in enumerate(_raw(draft)):
        cells = pd.read_parquet(draft / "raw" / f"{number}.parquet")
        if len(cells) > MOST:
            left_out.append(about["name"])
            continue
        name = about["name"] if about["worksheet"] else about["table"]
        unfit = len(name) > 31 or any(mark in name for mark in _UNFIT) or name.strip("'") != name
        if unfit or _UNSEEN.search(name) or not name or name.casefold() in taken:
            name = about["table"] if about["table"] not in taken else f"{about['table']} {number + 1}"
        taken.add(name.casefold())
        sheets[about["name"]] = _Sheet(name, cells, about["header"])
    return sheets, left_out


def _raw(draft: Path) -> list[dict[str, Any]]:
    """The sheets whose cells the draft keeps (draft_folder.raw_file); none where the file was refused as a whole."""
    about = draft / "raw" / "sheets.json"
    raw: list[dict[str, Any]] = json.loads(about.read_text("utf-8")) if about.exists() else []
    return raw


def _report(
    sheet: "Worksheet", checked: Checked, sheets: Mapping[str, _Sheet], left_out: Sequence[str], state: _Book
) -> None:
    """The list of all issues, each with a link to its cell."""
    lines = _summary(checked, left_out, state.comments)
    for line, text in enumerate(lines):
        sheet.write_string(line, 0, _kept(text), state.look(bold=line == 0, font_size=14 if line == 0 else 11))
    head = len(lines) + 1
    titles = (
        t("Severity"),
        t("Sheet"),
        t("Row"),
        t("Column"),
        t("Cell"),
        t("Value"),
        t("What is wrong, and what to do"),
        t("Rule"),
    )
    for place, (title, width) in enumerate(zip(titles, _WIDTHS, strict=True)):
        sheet.set_column(place, place, width)
        sheet.write_string(head, place, title, state.look(bold=True, bottom=1))
    words = {Severity.ERROR: t("error"), Severity.WARNING: t("warning")}
    for line, issue in enumerate(checked.issues, start=head + 1):
        ours = sheets.get(issue.sheet)
        row = "" if issue.row is None else str(issue.row)
        columns = (
            words[issue.severity],
            issue.sheet or issue.table,
            row,
            issue.column,
            "",
            issue.value,
            issue.message,
            issue.rule,
        )
        for place, text in enumerate(columns):
            colour = issue.severity if place == 0 else None
            sheet.write_string(
                line, place, _kept(text), state.look(text, colour, valign="top", text_wrap=place in (5, 6))
            )
        sheet.set_row(line, 15 * (1 + max(len(issue.message) // 85, len(issue.value) // 26)))
        cell = _target(issue, ours.header) if ours else ""
        if ours and cell and line - head < _LINKS:
            quoted = ours.name.replace("'", "''")
            sheet.write_url(line, 4, f"internal:'{quoted}'!{cell}", string=cell)
    sheet.freeze_panes(head + 1, 0)
    sheet.autofilter(head, 0, head + max(1, len(checked.issues)), len(titles) - 1)
    sheet.ignore_errors({"number_stored_as_text": "A1:H1048576"})
    turned(sheet)


def _summary(checked: Checked, left_out: Sequence[str], comments: int) -> list[str]:
    errors = sum(issue.severity is Severity.ERROR for issue in checked.issues)
    warnings = len(checked.issues) - errors
    counts = listed((n("{count} error", "{count} errors", errors), n("{count} warning", "{count} warnings", warnings)))
    texts = {
        "accept": t("Accepted: no errors or warnings."),
        "warn": t("Accepted with warnings: the file can be published, and they are shown beside the figures."),
        "ask": t("Some questions on how the file is read are open: answer them where it was loaded."),
        "refuse": t("Refused: nothing was changed. Correct the red cells here or in your own file, and load it again."),
    }
    lines = [
        t("Report on {name}", name=checked.source.name),
        t("{verdict} {counts}.", verdict=texts[checked.outcome], counts=counts),
    ]
    lines.append(t("Cells with an error are red, those with a warning amber; point at one to read why."))
    if len(checked.issues) > comments:
        lines.append(t("Only the first {count} cells have a comment; this list is complete.", count=comments))
    if count := len(checked.corrections):
        pair = plural(
            "{count} cell was corrected while the file was loaded.",
            "{count} cells were corrected while the file was loaded.",
        )
        lines.append(n(*pair, count))
    if left_out:
        lines.append(t("Too long for this workbook, correct it in your own file: {sheets}.", sheets=listed(left_out)))
    return lines


def _target(issue: Fault, top: int) -> str:
    """The cell that an issue is about; the row's first where it is about the row; "" where it is about neither."""
    if issue.row is None:
        return f"{issue.letter}{top}" if issue.letter else ""
    return f"{issue.letter or 'A'}{issue.row}"


def _about(book: "Workbook", checked: Checked, state: _Book) -> None:
    """The sheet `dataset`, so that what the file said of itself is said again."""
    metadata = read_report(checked.draft).about
    if metadata is None:
        return
    sheet = book.add_worksheet("dataset")
    values = {**vars(metadata), "synthetic": "no" if metadata.synthetic is False else "yes"}
    for line, (key, meaning) in enumerate(dataset_lines()):
        for place, text in enumerate((key, str(values.get(key, "")), meaning)):
            if text:
                sheet.write_string(line, place, _kept(text), state.look(text, text_wrap=True, valign="top"))
    for place, width in enumerate((14, 44, 90)):
        sheet.set_column(place, place, width)
    turned(sheet)


def _cells(sheet: "Worksheet", ours: _Sheet, issues: Sequence[Fault], state: _Book) -> None:
    """One sheet: every cell as text where it stood, the bad ones marked."""
    cells, top = ours.cells, ours.header
    bad = _bad(issues, top)
    for place, name in enumerate(column for column in cells.columns if column != "row"):
        widest = 8
        for row, text in zip(cells["row"].tolist(), cells[name].tolist(), strict=True):
            faults = bad.get((row, name)) or bad.get((row, "")) or []
            severity = min((issue.severity for issue in faults), default=None)  # "error" comes before "warning"
            if text:
                widest = max(widest, min(len(text), WIDEST))
                more: dict[str, object] = {"bold": True, "bottom": 1} if row == top else {}
                sheet.write_string(row - 1, place, _kept(text), state.look(text, severity, **more))
            elif severity:
                sheet.write_blank(row - 1, place, None, state.look("", severity))
        sheet.set_column(place, place, widest + 4, state.look())
    for (row, name), faults in bad.items():
        _comment(sheet, f"{name or 'A'}{row}", faults, state)
    sheet.freeze_panes(top, 0)
    sheet.ignore_errors({"number_stored_as_text": "A1:XFD1048576"})
    turned(sheet)


def _bad(issues: Sequence[Fault], top: int) -> dict[tuple[int, str], list[Fault]]:
    """Return (row, letters of the column) -> issues; no letters for a whole row, the header's row for a column."""
    bad: dict[tuple[int, str], list[Fault]] = {}
    for issue in issues:
        if issue.row is not None or issue.letter:
            bad.setdefault((issue.row or top, issue.letter), []).append(issue)
    return bad


def _comment(sheet: "Worksheet", cell: str, faults: Sequence[Fault], state: _Book) -> None:
    if state.comments <= 0:
        return
    state.comments -= 1
    text = "\n\n".join(dict.fromkeys(issue.message for issue in faults))
    colour = _COLOURS[min(issue.severity for issue in faults)][0]
    options = {"author": "", "x_scale": 2.5, "y_scale": 0.8 + 0.3 * (len(text) // 45), "color": colour}
    sheet.write_comment(cell, _kept(text), options)


def _kept(text: str) -> str:
    return held(_UNSEEN.sub("", text))
