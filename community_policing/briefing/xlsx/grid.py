"""Sheet writer: lines on one grid of columns; wide texts span several, and lines are as high as they need."""

import re
import unicodedata
from collections.abc import Sequence
from itertools import combinations
from typing import TYPE_CHECKING, TypeAlias

from community_policing.briefing.model import Number
from community_policing.core.bidi import without_marks
from community_policing.core.formats import words_around
from community_policing.core.formulas import acts
from community_policing.core.i18n import language_in_force
from community_policing.core.palette import LIGHT
from community_policing.export.workbook import cell as cell_text, reading

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

Cell: TypeAlias = str | float | Number
Row: TypeAlias = Sequence[Cell]
Span: TypeAlias = tuple[int, int]  # first and last column
COLUMNS = (40, 20, 18, 12, 12, 16, 14, 9, 10, 25)  # characters
_LINE, _LARGE = 15.0, 22.0  # points of a line's height
_MOST = 405.0  # points: no row can be higher than 409
_NARROW = (
    0.85  # of a column's characters that are reckoned with: no font is as narrow as the one that widths are given in
)


_TURNING = re.compile("[\x7f-\x9f\u202a-\u202e\u2066-\u2069]")  # would show a line in another order than it is written


def inert(text: str) -> str:
    """The text as a cell can hold it, what nobody sees made visible as �."""
    return cell_text(_TURNING.sub("\N{REPLACEMENT CHARACTER}", text))


class Shown(str):
    """A text that stands where figures stand: at the right."""

    __slots__ = ()


_TOP: dict[str, object] = {"valign": "top", "text_wrap": True}
_HEAD: dict[str, object] = {
    "bold": True, "bottom": 1, "bottom_color": LIGHT.quiet, "bg_color": LIGHT.panel, "font_color": LIGHT.quiet,
    "valign": "bottom", "text_wrap": True,
}  # fmt: skip


class Looks:
    """The formats of one workbook, each made once; a text that looks like a formula is quoted, and stays one when edited."""

    def __init__(self, book: "Workbook") -> None:
        self._book, self._made = book, dict[tuple[tuple[str, object], ...], "Format"]()

    def of(self, text: str = "", **properties: object) -> "Format":
        """The format for that text."""
        look = properties | reading(text) | ({"quote_prefix": True} if acts(text) else {})
        key = tuple(sorted(look.items()))
        if key not in self._made:
            self._made[key] = self._book.add_format(look)
        return self._made[key]


class Grid:
    """Writes at line `at` and goes on to the next."""

    def __init__(self, sheet: "Worksheet", looks: Looks, widths: Sequence[int]) -> None:
        self._sheet, self._looks, self._widths, self.at = sheet, looks, widths, 0
        for column, width in enumerate(widths):
            sheet.set_column(column, column, width)

    def skip(self) -> None:
        """An empty line."""
        self.at += 1

    def line(self, text: str, **look: object) -> None:
        """One text over the grid's whole width."""
        size = _LARGE if look.get("font_size", 11) != 11 else _LINE
        if text:
            self._write(self.at, (0, len(self._widths) - 1), text, valign="top", text_wrap=True, **look)
        self._high([self._lines(text, (0, len(self._widths) - 1), size / _LINE)], size)

    def part(self, title: str) -> None:
        """The title of what follows."""
        self.skip()
        if title:
            self.line(title, bold=True, font_size=12, font_color=LIGHT.accent)

    def table(self, heads: Sequence[str], body: Sequence[Row], bare: bool = False, spread: bool = True) -> None:
        """Heads and rows; `bare` rows are sentences.  Without `spread` each cell keeps to its own column."""
        most = max([len(heads), *(len(row) for row in body)], default=0)
        spans = self._spans(most, heads, body) if spread else [(column, column) for column in range(most)]
        if heads:
            figures = [
                any(isinstance(row[c], int | float | Number | Shown) for row in body if c < len(row))
                for c in range(len(heads))
            ]
            for head, span, right in zip(heads, spans, figures, strict=False):
                look = _HEAD | ({"align": "right"} if right else _words(span))
                self._write(self.at, span, head, **look)
            self._high([self._lines(head, span) for head, span in zip(heads, spans, strict=False)])
        for row in body:
            alone = len(row) == 1 and most > 1
            self.cells(
                row, [(0, len(self._widths) - 1)] if alone else spans, bold_first=not bare and not alone, ruled=True
            )

    def cells(
        self, row: Row, spans: Sequence[Span], *, bold_first: bool = False, ruled: bool = False, written: int = 0
    ) -> None:
        """One line of cells; the first `written` stand there already."""
        rule: dict[str, object] = {"bottom": 4, "bottom_color": LIGHT.line} if ruled else {}
        for place, (cell, span) in enumerate(zip(row, spans, strict=False)):
            if place >= written:
                self._cell(cell, span, rule | ({"bold": True} if bold_first and not place else {}))
        self._high([self._lines(_text(cell), span) for cell, span in zip(row, spans, strict=False)])

    def _cell(self, cell: Cell, span: Span, look: dict[str, object]) -> None:
        value, form = _value(cell)
        if isinstance(value, str):
            side = {"align": "right"} if isinstance(cell, Number | Shown) else _words(span)
            self._write(self.at, span, value, **(look | side | _TOP))
            return
        words = form if '"' in form else ""  # of a figure that is about so many
        shape = self._looks.of(words, **(look | _TOP | {"num_format": form, "align": "right"}))
        if span[0] != span[1]:
            self._sheet.merge_range(self.at, span[0], self.at, span[1], "", shape)
        self._sheet.write_number(self.at, span[0], value, shape)

    def _write(self, line: int, span: Span, text: str, **look: object) -> None:
        inert_text = inert(text)
        shape = self._looks.of(inert_text, **look)
        if span[0] != span[1]:
            self._sheet.merge_range(line, span[0], line, span[1], "", shape)
        if inert_text:
            self._sheet.write_string(line, span[0], inert_text, shape)
        else:
            self._sheet.write_blank(line, span[0], None, shape)

    def _spans(self, count: int, heads: Sequence[str], body: Sequence[Row]) -> list[Span]:
        """Which of the grid's columns each column takes: so that the fewest lines are broken, and no more than it takes."""
        size, longest = len(self._widths), [0] * count
        for row in [heads, *body]:
            for place, cell in enumerate(row if len(row) > 1 else ()):
                longest[place] = max(longest[place], _width(_text(cell)))
        if count >= size:
            return [(column, column) for column in range(count)]
        return min(
            (_cut(ends) for ends in combinations(range(size), count)), key=lambda spans: self._cost(spans, longest)
        )

    def _cost(self, spans: Sequence[Span], longest: Sequence[int]) -> tuple[int, int, int]:
        broken = [-(-wide // max(int(self._room(span)), 1)) for wide, span in zip(longest, spans, strict=True)]
        return max(broken, default=0), sum(broken), spans[-1][1] if spans else 0

    def _room(self, span: Span) -> float:
        return sum(self._widths[span[0] : span[1] + 1]) * _NARROW - 1

    def _lines(self, text: str, span: Span, scale: float = 1.0) -> int:
        room = max(int(self._room(span) / scale), 1)
        return sum(max(-(-_width(part) // room), 1) for part in text.split("\n"))

    def _high(self, lines: Sequence[int], line: float = _LINE) -> None:
        self._sheet.set_row(self.at, min(max(lines, default=1) * line + 2, _MOST))
        self.at += 1


def _cut(ends: Sequence[int]) -> list[Span]:
    """Columns side by side that end there."""
    return [(before + 1, end) for before, end in zip((-1, *ends), ends, strict=False)]


def _words(span: Span) -> dict[str, object]:
    """Words stand where lines begin, away from the figures before them."""
    return {"align": "right" if language_in_force().right_to_left else "left"} | ({"indent": 1} if span[0] else {})


def _text(cell: Cell) -> str:
    return cell.text if isinstance(cell, Number) else f"{cell:,.1f}" if isinstance(cell, float) else str(cell)


def _width(text: str) -> int:
    """Characters that the text is wide; those of the far east and pictures count twice."""
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


def _value(cell: Cell) -> tuple[str | float, str]:
    """What is written, and its number format.  A Number is a number where that reads as it was shown, else its text."""
    if isinstance(cell, str):
        return cell, ""
    if isinstance(cell, int | float):
        return cell, "#,##0" if float(cell).is_integer() else "#,##0.0##"
    said = without_marks(cell.text)
    if cell.low is not None and cell.low == cell.high:
        if said == f"{cell.low:,.0f}" and float(cell.low).is_integer():
            return cell.low, "#,##0"
        if said == f"{cell.low:,.0f} %":
            return cell.low, '#,##0" %"'
        before, after = words_around()
        if cell.about and said == f"{before}{cell.low:,.0f}{after}" and float(cell.low).is_integer():
            return cell.low, f'"{before}"#,##0"{after}"'
    return said, ""
