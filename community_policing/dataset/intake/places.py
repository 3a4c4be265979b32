"""Places of rows and columns in the file of an analyst: in words, as letters, and as the cells that stand there."""

from bisect import bisect_left
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from community_policing.core.i18n import listed, t
from community_policing.core.safe_text import printable
from community_policing.core.schema import TABLES
from community_policing.dataset.csv_file import letter, position_of
from community_policing.dataset.intake.base import Base
from community_policing.dataset.intake.large import Large
from community_policing.dataset.intake.recipe.build_tables import Read
from community_policing.dataset.intake.recipe.sheet import Origin, RawSheet, Shaped
from community_policing.dataset.intake.report import Fault
from community_policing.dataset.issues import VALUE_WIDTH, Issue, Severity
from community_policing.dataset.load import SCANNED

SHEET = "sheet:"  # before the name of a sheet that stands for a table: many a sheet is called as one


@dataclass
class Placed:
    """A table made of a file: `lines` are the numbers its rows go by, `cells` its columns as the file shows them.

    Rows are numbered on from the last line of the release.  A row goes by its line where the table is one sheet and one line
    one row; else rows are counted.
    """

    shaped: Shaped
    lines: list[int]
    cells: Mapping[str, Sequence[str]]
    place: dict[int, int] = field(default_factory=dict)

    @classmethod
    def of(cls, shaped: Shaped, last: int = 0) -> "Placed":
        """The table with numbers for its rows after `last`, before its cells are read."""
        lines = [last + origin.line for origin in shaped.origins]
        if len(set(lines)) < len(lines):
            lines = [last + number for number in range(2, len(lines) + 2)]
        return cls(shaped, lines, dict(shaped.columns), {line: at for at, line in enumerate(lines)})

    def origin(self, line: int) -> Origin | None:
        """Where the row of that number stands in the file."""
        return self.shaped.origins[self.place[line]] if line in self.place else None

    def line_at(self, sheet: str, line: int) -> int | None:
        """The number of the first row made of that line of a sheet."""
        return self._numbers.get(Origin(sheet, line))

    @cached_property
    def _numbers(self) -> dict[Origin, int]:
        """Origin -> the number of the first row made of it; a file may have a remark on each of its rows."""
        return dict(zip(reversed(self.shaped.origins), reversed(self.lines), strict=True))

    def raw(self, line: int, column: str) -> str:
        """The cell as the file shows it; all of the row for column ""."""
        at = self.place.get(line)
        if at is None:
            return ""
        if not column:
            return ",".join(cells[at] for cells in self.cells.values())
        return self.cells[column][at] if column in self.cells else ""


@dataclass
class FilePlaces:
    """Where the rows of the tables stand: in the file's sheets, or else in the release (`base`).

    `sheets` and `reads` go by the name of a sheet, `placed` by that of a table; `moved` is table -> line of the merged table ->
    line of the file's.  `large` is an attendance that was read by columns.
    """

    base: Base
    has_base: bool = False
    sheets: dict[str, RawSheet] = field(default_factory=dict)
    reads: dict[str, Read] = field(default_factory=dict)
    placed: dict[str, Placed] = field(default_factory=dict)
    moved: dict[str, Mapping[int, int]] = field(default_factory=dict)
    large: Large | None = None

    def of_file(self, table: str, row: int | None) -> int | None:
        """The number of the file's row behind one of the table; None where it is the release's own."""
        if table not in self.placed or row is None or row in self.placed[table].place:
            return row
        return self.moved.get(table, {}).get(row)

    def number(self, read: Read, line: int | None) -> int | None:
        """The number of the first row that was made of a line of a sheet."""
        placed = self.placed.get(read.table.name)
        return placed.line_at(read.sheet.name, line) if placed and line is not None else None

    def raw(self, table: str, row: int, column: str) -> str:
        """The cell as the file shows it, or the release's value where the row is its own."""
        line = self.of_file(table, row)
        if table in self.placed and line is not None:
            return self.placed[table].raw(line, column)
        return self.base.cell(table, row, column)

    def line(self, table: str, row: int) -> int:
        """The line of the file behind a row; of a row of the release its own."""
        origin = self.origin(table, row)
        return origin.line if origin else row

    def origin(self, table: str, row: int | None) -> Origin | None:
        """Where in the file a row stands; None where it is the release's own."""
        line, placed = self.of_file(table, row), self.placed.get(table)
        return placed.origin(line) if placed and line is not None else None

    def once(self, issues: Sequence[Issue], made_of: Collection[str]) -> list[Issue]:
        """Without errors of counts whose event, of the same line, has one; `made_of` are the tables made of another's rows."""
        told = {self.origin(i.table, i.row) for i in issues if i.severity is Severity.ERROR and i.table not in made_of}
        faulty = told - {None}

        def repeats(issue: Issue) -> bool:
            lost = issue.rule == "unresolved_reference" and issue.table in made_of and issue.row is not None
            return lost and self.origin(issue.table, issue.row) in faulty

        return [issue for issue in issues if not repeats(issue)]

    def where(self, table: str, row: int | None, column: str) -> str:
        """Where a cell is, in words."""
        sheet, line, header, position = self._place(table, row, column)
        if sheet is not None:
            return in_words(sheet.name, sheet.worksheet, line, header, position)
        of_release = self.has_base and table in TABLES
        name = t("{table} of the current release", table=table) if of_release else table.removeprefix(SHEET)
        at = t("row {row}", row=row) if row is not None else ""
        return listed([part for part in (printable(name), at, printable(column)) if part])

    def fault(self, issue: Issue) -> Fault:
        """The issue with its place in the file."""
        sheet, line, header, position = self._place(issue.table, issue.row, issue.column)
        table = issue.table.removeprefix(SHEET)
        if issue.table not in TABLES and sheet is not None and sheet.name in self.reads:
            table = self.reads[sheet.name].table.name
        value = issue.value or _shown(sheet, line, position)
        fields = vars(issue) | {"table": table, "row": line, "column": header, "value": value}
        return Fault(**fields, sheet=sheet.name if sheet else "", letter="" if position is None else letter(position))

    def _place(self, table: str, row: int | None, column: str) -> tuple[RawSheet | None, int | None, str, int | None]:
        """The sheet, line, header and position of a cell; no sheet where it is none of the file."""
        if self.large and table == SCANNED:
            return self.large.sheet, row, *self.large.header(column)
        placed, line = self.placed.get(table), self.of_file(table, row)
        if placed is None or not placed.shaped.origins or (row is not None and line is None):
            return self.sheets.get(table.removeprefix(SHEET)), row, column, None
        origin = placed.origin(line) if line is not None else None
        read = self.reads[origin.sheet if origin else placed.shaped.origins[0].sheet]
        at = position_of(column.strip("()")) if column.startswith("(") else _position_of(read, column)
        header = column
        if at is not None and at < len(read.header.names):
            header = read.header.names[at].strip()
        return read.sheet, origin.line if origin else row, header, at


def _shown(sheet: RawSheet | None, line: int | None, position: int | None) -> str:
    """The cell of a sheet that several columns are read from, as an issue quotes it."""
    if sheet is None or line is None or position is None:
        return ""
    at = bisect_left(sheet.lines, line)
    there = at < len(sheet.rows) and sheet.lines[at] == line and position < len(sheet.rows[at])
    return printable(sheet.rows[at][position], VALUE_WIDTH) if there else ""


def _position_of(read: Read, column: str) -> int | None:
    targets = read.columns.targets.items()
    return next((at for at, name in targets if column in (name, *name.split("+"))), None)


def in_words(sheet: str, worksheet: bool, line: int | None, header: str, position: int | None) -> str:
    """Where something is, in words, as the analyst's file shows it."""
    name, column = printable(sheet), printable(header)
    at = letter(position) if position is not None else ""
    if worksheet:
        where = t("sheet “{sheet}”", sheet=name)
        row = t("row {row}", row=line) if line is not None else ""
        if at and column:
            column = t("column {letter} ({header})", letter=at, header=column)
        elif at or column:
            column = t("column {letter}", letter=at) if at else t("column {header}", header=column)
        return listed([part for part in (where, row, column) if part])
    row = t("line {line}", line=line) if line is not None else ""
    column = t("column {column}", column=column or at) if column or at else ""
    return listed([part for part in (name, row, column) if part])
