"""Checker, in the child process: opens the file, matches tables and columns, applies the rules, writes the draft."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import islice
from pathlib import Path
from typing import Any

import pandas as pd

from community_policing.core.i18n import ProgrammeError, n, t
from community_policing.core.safe_text import printable
from community_policing.core.schema import TABLES, Table
from community_policing.core.settings import Limits
from community_policing.dataset.csv_file import PersonalColumn, Sheet, letter, sheet_of
from community_policing.dataset.datapackage import EXPECTED
from community_policing.dataset.intake import file_metadata as abouts, large_attendance
from community_policing.dataset.intake.absent_columns import Asker
from community_policing.dataset.intake.cell_reader import reader
from community_policing.dataset.intake.draft_folder import digest, read_base, write_raw, write_tables
from community_policing.dataset.intake.file_parts import Opened, Part, opened
from community_policing.dataset.intake.grid import Grid, where
from community_policing.dataset.intake.match_columns import columns_of, table_of, unmatched
from community_policing.dataset.intake.match_tables import Assigner
from community_policing.dataset.intake.personal import in_cell, looked_at, refused_cell
from community_policing.dataset.intake.refusal import Refusal
from community_policing.dataset.intake.report import AbsentColumn, Fault, Metadata, Unmatched, write_report
from community_policing.dataset.intake.stray_rows import stray_rows
from community_policing.dataset.issues import Issue, IssueLog, Severity
from community_policing.dataset.load import SCANNED, hold
from community_policing.dataset.parquet import Scan, columns_in, scan
from community_policing.dataset.releases.release import Source
from community_policing.dataset.row_rules import remaining
from community_policing.dataset.typed_frames import empty_frame, typed_frame

Progress = Callable[[str, float], None]


@dataclass
class Job:
    """What the parent asks for: all it gives is plain JSON."""

    path: Path
    draft: Path
    source: Source
    table: str = ""
    mapping: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    about: Metadata = field(default_factory=Metadata)
    limits: Limits = field(default_factory=Limits)
    has_base: bool = False
    absent: Mapping[str, Mapping[str, str]] = field(default_factory=dict)


class Check:
    """One check while it runs."""

    def __init__(self, job: Job, progress: Progress) -> None:
        self.job, self.progress = job, progress
        self.grids: dict[str, Grid] = {}
        self.sheets: dict[str, Sheet] = {}
        self.names: dict[str, str] = {}  # table -> sheet or file
        self.unmapped: dict[str, Unmatched] = {}
        self.large: dict[str, Path] = {}
        self.converted: large_attendance.Large | None = None
        self.rows: Any = None  # attendance as Arrow read it
        self.columns: dict[str, list[str]] = {}  # table -> what its columns are called here, in the file's order
        self.absent: list[AbsentColumn] = []
        self.base = read_base(job.draft) if job.has_base else None
        self.log = IssueLog(self.names, self._raw, self._where, job.limits.told)

    def run(self) -> None:
        """Check the file and write the draft; what goes wrong is in its report."""
        try:
            self._run()
        except Refusal as refusal:
            self._refuse(refusal)
        except PersonalColumn as error:  # of a Parquet file
            self._refuse(Refusal("personal_data", str(error)))
        except ProgrammeError as error:  # nothing below is known to raise one; whatever does says so itself
            self._refuse(Refusal("crashed", str(error)))

    def _refuse(self, why: Refusal) -> None:
        """The report of a file that is refused as a whole."""
        message = t(
            "{place}: {problem}", place=why.place or printable(why.sheet or self.job.source.name), problem=why.problem
        )
        table = next((table for table, name in self.names.items() if name == why.sheet), self.job.table)
        fault = Fault(Severity.ERROR, table, why.row, why.column, why.rule, "", message, why.sheet, why.letter)
        write_report(self.job.draft, (fault,), self.job.source, unmapped=self.unmapped)

    def _run(self) -> None:
        self.progress(t("Opening the file"), 0.05)
        contents = opened(self.job.path, self.job.source.name, self.job.draft, self.job.limits)
        parts = Assigner(self.job.mapping, self.job.table, self.base is not None, self.names, self.log).of(contents)
        self._read(parts)
        self._refuse_personal()
        self.progress(t("Checking rows against the rules"), 0.5)
        metadata = (
            abouts.said(contents.said, self.log).over(self.job.about).over(self.base.about if self.base else Metadata())
        )
        frames = self._frames()
        as_of = metadata.as_of or abouts.latest_day(frames)
        self._remarks(contents)
        absent = self._absent()
        hold(frames, self.sheets, as_of, self.log, absent, self.base.frames if self.base else {})
        scans = self._scans(frames)
        self.progress(t("Writing the report"), 0.9)
        self._write(metadata, as_of, frames, scans)

    def _read(self, parts: Sequence[tuple[str, Part]]) -> None:
        for done, (table, part) in enumerate(parts):
            self.progress(t("Reading {name}", name=printable(part.name)), 0.1 + 0.4 * done / len(parts))
            schema = TABLES[table]
            if part.data:
                self.large[table] = part.data
                self._ask(schema, columns_in(part.data))
                continue
            if table == "attendance" and len(part.text) >= large_attendance.LEAST and self._read_large(part):
                continue
            grid = part.grid(schema, self.log)
            if grid is None:
                continue
            self.grids[table] = grid
            names = columns_of(grid.header, schema, self.job.mapping.get(table))
            self._name(table, names)
            if lost := unmatched(grid.header, names, schema):
                self.unmapped[table] = lost
            if not grid.records and self._refuse_empty(table):
                continue
            for line, problem in stray_rows(grid, names, schema):
                self.log.add("stray_row", table, line, "", problem, "")
            self.sheets[table] = sheet_of(
                schema, list(grid.header), names, grid.records, grid.lines, self.log, self.job.limits.cell
            )
            self._tell(table, grid)

    def _name(self, table: str, names: Sequence[str]) -> None:
        """Keep the names of a table's columns, so that messages find their place; one without a heading goes by its letter."""
        self.columns[table] = [name or unnamed(position) for position, name in enumerate(names)]

    def _refuse_empty(self, table: str) -> bool:
        """Whether the table has no row where it would be all of the file, or empty what the current release holds."""
        rows_before = 0 if self.base is None else len(self.base.frames[table])
        if not rows_before and len(self.names) > 1:
            return False
        problem = t("the table has no row below its header. Add its rows, or leave it out.")
        if rows_before:
            problem = n(
                "the table has no row below its header, and the current release holds {count}. Add its rows, or leave it out.",
                "the table has no row below its header, and the current release holds {count}. Add its rows, or leave it out.",
                rows_before,
            )
        self.log.add("no_rows", table, None, "", problem)
        return True

    def _tell(self, table: str, grid: Grid) -> None:
        """What was remarked while the grid was read, and cells without a header or with damaged letters."""
        sheet = self.sheets[table]
        for rule, row, position, problem, value in grid.remarks:
            at = row if row in sheet.position else None
            column = sheet.names[position] if position is not None and position < len(sheet.names) else ""
            if at is None and row is not None and rule not in ("rows_above_header", "hidden_rows", "merged_cells"):
                at = row
            self.log.add(rule, table, at, column, problem, value)
        for position, name in enumerate(sheet.names):
            if not name and not grid.header[position].strip():
                self._tell_unnamed(table, grid, position)

    def _tell_unnamed(self, table: str, grid: Grid, position: int) -> None:
        """A column without a header, where any of its cells is filled in."""
        rows = zip(grid.lines, grid.records, strict=True)
        cells = (
            (line, record[position]) for line, record in rows if position < len(record) and record[position].strip()
        )
        for line, cell in islice(cells, 1):
            problem = t("the cell stands in a column without a header, which was left out. Give it one, or empty it.")
            self.log.add("unnamed_column", table, line, unnamed(position), problem, cell)

    def _refuse_personal(self) -> None:
        for table, sheet in self.sheets.items():
            grid, names = self.grids[table], sheet.names
            for position in looked_at(names, TABLES[table]):
                cells = {r[position] for r in grid.records if position < len(r)}
                suspect = {cell: what for cell in cells if (what := in_cell(cell))}
                if suspect:
                    self._personal_cell(grid, position, suspect)
            for line, record in zip(grid.lines, grid.records, strict=True):
                for position in range(len(names), len(record)):  # where no heading stands above
                    if what := in_cell(record[position]):
                        raise refused_cell(grid, line, position, what)

    def _personal_cell(self, grid: Grid, position: int, suspect: Mapping[str, str]) -> None:
        row, what = next((line, suspect[r[position]]) for line, r in zip(grid.lines, grid.records, strict=True)
                         if position < len(r) and r[position] in suspect)  # fmt: skip
        raise refused_cell(grid, row, position, what)

    def _frames(self) -> dict[str, pd.DataFrame]:
        comma = any(grid.comma for grid in self.grids.values())
        read = reader(self.sheets.values(), comma)
        frames = {}
        for name, table in TABLES.items():
            if name in self.sheets:
                frames[name] = typed_frame(self.sheets[name], self.log, read)
                self._ask(table, self.sheets[name].names if self.sheets[name].usable else None, frames[name])
            elif self.base and name not in self.large:
                frames[name] = self.base.frames[name]
            else:
                frames[name] = empty_frame(table)
        return frames

    def _ask(self, table: Table, names: Sequence[str] | None, frame: pd.DataFrame | None = None) -> None:
        """What becomes of the columns that the file lacks and the base holds; `names` None: its header cannot be used."""
        if self.base is None or names is None:
            return
        asker, base = Asker(table, self.job.absent, self.log), self.base.frames[table.name]
        scanned = self.base.scan if table.name == SCANNED else None
        if frame is None or scanned:
            self.absent += asker.of_file(base, scanned, names)
        else:
            self.absent += asker.of_frame(frame, base, names)

    def _absent(self) -> set[str]:
        return set() if self.base else {name for name in TABLES if name not in self.names}

    def _scans(self, frames: Mapping[str, pd.DataFrame]) -> dict[str, Scan]:
        events = remaining(frames, "trainings", self.log)
        paths = dict(self.large)
        if self.base and self.base.scan and "attendance" not in self.names:
            paths["attendance"] = self.base.scan
        scans = {name: self._scan(path, events) for name, path in paths.items()}
        return {name: scanned for name, scanned in scans.items() if scanned}

    def _scan(self, path: Path, events: pd.DataFrame) -> Scan | None:
        self.progress(t("Checking attendance"), 0.7)
        converted_file = self.converted
        return (
            scan(path, events, self.log, converted_file.first, converted_file.faulty)
            if converted_file
            else scan(path, events, self.log)
        )

    def _read_large(self, part: Part) -> bool:
        """Read a long attendance by columns; False where it must be read row by row."""
        table = TABLES["attendance"]
        rows = large_attendance.table_of(part.text, len(part.header), part.separator)
        if rows is None:
            return False
        names = columns_of(part.header, table, self.job.mapping.get("attendance"))
        if part.separator != "," and large_attendance.shows_comma(rows, names, table):
            return False
        header = Grid(part.name, part.header, [], [])
        for position in looked_at(names, table):
            for place, cell in enumerate(large_attendance.distinct(rows, position)):
                if what := in_cell(cell):
                    raise refused_cell(header, large_attendance.line_of(rows, position, place), position, what)
        self.grids["attendance"] = header
        self._name("attendance", names)
        if lost := unmatched(part.header, names, table):
            self.unmapped["attendance"] = lost
        empty = sheet_of(table, list(part.header), names, [], [], self.log)
        if not empty.usable:
            self.sheets["attendance"] = empty
            return True
        (self.job.draft / "tables").mkdir(exist_ok=True)
        file = self.job.draft / "tables" / "attendance.parquet"
        self._ask(table, names)
        self.converted = large_attendance.converted(rows, names, table, file, self.log)
        self.large["attendance"] = file
        self.rows = rows
        return True

    def _remarks(self, contents: Opened) -> None:
        for rule, name, problem in contents.remarks:
            self.log.add(rule, name, None, "", problem)
        if not self.base and len(self.names) > 1:
            for name in EXPECTED:
                if name not in self.names:
                    self.log.add("missing_table", name, None, "", t("the table is not in the file, so it is empty."))

    def _raw(self, table: str, row: int, column: str) -> str:
        if table in self.sheets:
            return self.sheets[table].raw(row, column) if row in self.sheets[table].position else ""
        if self.base and column in self.base.frames[table]:
            value = self.base.frames[table].at[row, column]
            return "" if bool(pd.isna(value)) else str(value)  # type: ignore[arg-type]
        return ""

    def _place(self, table: str, column: str) -> tuple[str, int | None]:
        """A column's header as the file shows it, and its position; the schema's name where it has none."""
        names = self.columns.get(table, [])
        if column not in names:
            return column, None
        position = names.index(column)
        return self.grids[table].header[position].strip(), position

    def _where(self, table: str, row: int | None, column: str) -> str:
        header, position = self._place(table, column)
        if table in self.grids:
            return where(
                self.grids[table], row, printable(header), position, {"sheet": printable(self.grids[table].name)}
            )
        name = self.names.get(table)
        if name is None and self.base and table in TABLES:
            name = t("{table} of the current release", table=table)
        at = (
            t("line {line}", line=row) if table in self.names else t("row {row}", row=row)
        )  # a text that was not read on
        return ", ".join(filter(None, (printable(name or table), at if row else "", printable(header))))

    def _found(self, issue: Issue) -> Fault:
        header, position = self._place(issue.table, issue.column)
        grid = self.grids.get(issue.table)
        lettered = "" if position is None else letter(position)
        name = self.names.get(issue.table, "" if issue.table in TABLES else issue.table)
        fields = vars(issue) | {"table": issue.table if issue.table in TABLES else table_of(issue.table) or issue.table}
        return Fault(**{**fields, "column": header}, sheet=grid.name if grid else name, letter=lettered)

    def _write(
        self, metadata: Metadata, as_of: date, frames: Mapping[str, pd.DataFrame], scans: Mapping[str, Scan]
    ) -> None:
        issues = self.log.sorted()
        old = self.base.told if self.base else {}
        fails = any(i.severity is Severity.ERROR and (i.table in self.names or i.table not in TABLES) for i in issues)
        ours = [i for i in issues if i.table in self.names or i.table not in TABLES or not self.base]
        # what the base's rows lose follows from the file's own errors, where it has any
        new = ours if fails else [i for i in issues if i in ours or (i.table, i.row, i.column, i.rule) not in old]
        faults = tuple(self._found(issue) for issue in new)
        draft = self.job.draft
        write_raw(draft, self.grids)
        if self.rows is not None:
            large_attendance.write_raw(self.rows, self.grids["attendance"].header, draft / "raw" / "attendance.parquet")
        brought = [name for name in TABLES if name in self.names]
        tables = {
            name: remaining(frames, name, self.log).reset_index(drop=True) for name in brought if name in self.sheets
        }
        write_tables(draft, tables)
        dataset = abouts.whole(metadata, as_of, self.job.source)
        warnings = tuple(i for i in issues if i.severity is Severity.WARNING and i.table in TABLES)
        write_report(
            draft, faults, self.job.source, unmapped=self.unmapped, tables=tuple(brought), about=dataset, kept=warnings,
            has_base=self.job.has_base, absent=tuple(self.absent), release=digest(dataset, frames, scans),
            scans={name: (str(s.path), s.rows, s.first) for name, s in scans.items()},
        )  # fmt: skip


def unnamed(position: int) -> str:
    """What a column without a heading goes by: no heading is a letter in brackets."""
    return f"({letter(position)})"
