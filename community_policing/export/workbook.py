"""A table as a workbook: what it is on the first sheet, its cells on the second; the same request gives the same bytes.

Every text is written as a text and never as a formula or a link, whatever it begins with.  xlsxwriter is imported when a
workbook is asked for: nobody waits for it who only looks.
"""

import io
import re
from collections.abc import Sequence
from datetime import date, datetime, time
from typing import TYPE_CHECKING

import pandas as pd

from community_policing.core import formats, palette
from community_policing.core.bidi import is_arabic, without_marks
from community_policing.core.formulas import acts
from community_policing.core.i18n import ProgrammeError, language_in_force, n, t
from community_policing.export.provenance import About
from community_policing.export.table import About as Around, Cell, Column, Percent, columns

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

ROWS = 1_048_575  # a sheet's 1,048,576 lines less the header's
LETTERS = 32_767  # of UTF-16, in a cell
WIDEST = 60
_FIRST_DAY = date(1900, 3, 1)  # before it, spreadsheets disagree about the calendar
_WHOLE, _BROKEN, _PERCENT = "#,##0", "#,##0.0###", "0.0 %"
# Names of months would be those of the language that the spreadsheet speaks
_DAY = {"ltr": "d mmm yyyy", "rtl": "dd/mm/yyyy"}
_FACE = "Arial"  # has the letters of Arabic and Sorani wherever there are spreadsheets
# What XML cannot hold, and half letters that no encoding can; line ends are made equal before.
_UNHELD = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def workbook(frame: pd.DataFrame, about: About) -> bytes:
    """The workbook of that table.  Raises ProgrammeError where it has more lines than a sheet can hold."""
    from xlsxwriter import Workbook

    if len(frame) > ROWS - bool(about.made_up):
        raise ProgrammeError(
            n(
                "The table has {lines} line; a sheet holds {most}.",
                "The table has {lines} lines; a sheet holds {most}.",
                len(frame),
                lines=formats.number(len(frame)),
                most=formats.number(ROWS),
            ),
            t("Download it as CSV, or narrow it with the filters."),
        )
    file = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with Workbook(file, options) as book:
        book.set_properties(
            {"title": cell(about.title), "comments": about.made_up, "created": datetime.combine(about.day, time.min)}
        )
        looks = _Looks(book)
        _first(book.add_worksheet(_named(t("About"))), about, looks)
        name = t("Table (illustrative)") if about.made_up else t("Table")
        _second(book.add_worksheet(_named(name)), columns(frame), about, looks)
    return file.getvalue()


def held(text: str) -> str:
    """The text as a workbook can hold it: what it cannot is � in its place, and what is too long ends in a mark."""
    cleaned = _UNHELD.sub("\N{REPLACEMENT CHARACTER}", text.replace("\r\n", "\n").replace("\r", "\n"))
    if len(cleaned) <= LETTERS // 2 or len(cleaned.encode("utf-16-le")) <= 2 * LETTERS:
        return cleaned
    end = t(" … (cut: too long for a cell)")
    whole = cleaned.encode("utf-16-le")[: 2 * (LETTERS - len(end.encode("utf-16-le")) // 2)]
    return whole.decode("utf-16-le", "ignore") + end


def cell(text: str) -> str:
    """A text of ours as a cell has it: without the marks that keep it in order on the screen, since the cell is read again."""
    return held(without_marks(text))


def reading(text: object = None) -> dict[str, object]:
    """The format of a cell in the direction in force: texts with Arabic letters from right to left; figures, and texts of another
    script, from left to right, so that no sign or full stop changes sides."""
    if not language_in_force().right_to_left:
        return {}
    return {"reading_order": 2 if isinstance(text, str) and is_arabic(text) else 1, "font_name": _FACE}


def turned(sheet: "Worksheet") -> None:
    """The sheet's first column at the right, in a language that is read from there."""
    if language_in_force().right_to_left:
        sheet.right_to_left()


def _named(text: str) -> str:
    """A sheet's name without what no such name may have, in any language."""
    return re.sub(r"[\[\]:*?/\\']", " ", text)[:31]


class _Looks:
    """The formats of one workbook, each made once; a text that looks like a formula is quoted, and stays one when edited."""

    def __init__(self, book: "Workbook") -> None:
        self._book, self._made = book, dict[tuple[tuple[str, object], ...], "Format"]()

    def of(self, text: Cell = None, **properties: object) -> "Format":
        properties |= reading(text)
        if isinstance(text, str) and acts(text):
            properties["quote_prefix"] = True
        key = tuple(sorted(properties.items()))
        if key not in self._made:
            self._made[key] = self._book.add_format(properties)
        return self._made[key]


def _first(sheet: "Worksheet", about: About, looks: _Looks) -> None:
    warn = {"bold": True, "font_color": palette.LIGHT.warn, "text_wrap": True, "valign": "top"}
    lines = [("", about.made_up, warn)] if about.made_up else []
    lines.append(("", about.title, {"bold": True, "font_size": 14, "text_wrap": True, "valign": "top"}))
    lines += [(label, text, {"text_wrap": True, "valign": "top"}) for label, text in about.lines]
    sheet.set_column(0, 0, 20)
    sheet.set_column(1, 1, 100)
    for place, (label, text, look) in enumerate(lines):
        if label:
            sheet.write_string(place, 0, cell(label), looks.of(label, bold=True, valign="top"))
        sheet.write_string(place, 1, cell(text), looks.of(text, **look))
    _page(sheet)


def _second(sheet: "Worksheet", table: Sequence[Column], about: About, looks: _Looks) -> None:
    head = 1 if about.made_up else 0
    if head:
        sheet.write_string(0, 0, about.made_up, looks.of(bold=True, font_color=palette.LIGHT.warn))
    last = head + (len(table[0].cells) if table else 0)
    for place, column in enumerate(table):
        name = cell(column.name)
        sheet.write_string(head, place, name, looks.of(name, bold=True, bottom=1, text_wrap=True, valign="bottom"))
        _cells(sheet, column, place, head + 1, looks)
    if table:
        sheet.autofilter(head, 0, last, len(table) - 1)
        sheet.ignore_errors({"number_stored_as_text": _range(head + 1, last, len(table) - 1)})
    sheet.freeze_panes(head + 1, 0)
    sheet.repeat_rows(0, head)
    sheet.set_landscape()
    _page(sheet)


def _cells(sheet: "Worksheet", column: Column, place: int, top: int, looks: _Looks) -> None:
    broken = any(
        isinstance(cell, float) and not isinstance(cell, Percent) and not cell.is_integer() for cell in column.cells
    )
    before, after = formats.words_around()
    day_format = _DAY[language_in_force().direction]
    number, share, day = (looks.of(num_format=look) for look in (_BROKEN if broken else _WHOLE, _PERCENT, day_format))
    texts: dict[str, tuple[str, Format]] = {}  # most texts of a column stand in it more than once
    widest = min(len(column.name), 24)
    for line, cell in enumerate(column.cells, start=top):
        if cell is None:
            continue
        if isinstance(cell, Percent):
            sheet.write_number(line, place, cell / 100, share)
        elif isinstance(cell, Around) and not column.about:
            shape = looks.of(before + after, num_format=f'"{before}"{_BROKEN if broken else _WHOLE}"{after}"')
            sheet.write_number(line, place, cell, shape)
        elif isinstance(cell, int | float):
            sheet.write_number(line, place, cell, number)
        elif isinstance(cell, date) and cell >= _FIRST_DAY:
            sheet.write_datetime(line, place, cell, day)
        else:
            text = str(cell)
            if text not in texts:
                texts[text] = held(text), looks.of(text)
                widest = max(widest, min(len(text), WIDEST))
            sheet.write_string(line, place, *texts[text])
            continue
        widest = max(widest, 11)
    sheet.set_column(place, place, min(widest + 2, WIDEST))


def _range(top: int, bottom: int, right: int) -> str:
    from xlsxwriter.utility import xl_range

    return str(xl_range(top, 0, max(top, bottom), right))


def _page(sheet: "Worksheet") -> None:
    sheet.set_paper(9)  # A4
    sheet.fit_to_pages(1, 0)
    turned(sheet)
