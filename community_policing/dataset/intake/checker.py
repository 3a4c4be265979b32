"""Checker, in the child process: reads a file as its questions say, applies the rules, writes the draft."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

import msgspec
import pandas as pd

from community_policing.core.i18n import ProgrammeError, listed, n, t
from community_policing.core.safe_text import printable
from community_policing.core.schema import TABLES, Table
from community_policing.core.settings import Limits
from community_policing.dataset.csv_file import PersonalColumn, Sheet, sheet_of
from community_policing.dataset.datapackage import EXPECTED
from community_policing.dataset.intake import file_metadata, modes
from community_policing.dataset.intake.absent_columns import Asker
from community_policing.dataset.intake.base import no_base, read_base
from community_policing.dataset.intake.cell_reader import reader
from community_policing.dataset.intake.corrections import Corrected, Correction, correct
from community_policing.dataset.intake.draft_folder import digest, write_raw, write_tables
from community_policing.dataset.intake.formats import text_file
from community_policing.dataset.intake.formats.opened import Opened, opened
from community_policing.dataset.intake.formats.sheet_cells import cut
from community_policing.dataset.intake.large import converted, large_of
from community_policing.dataset.intake.personal import Guard
from community_policing.dataset.intake.places import SHEET, FilePlaces, Placed, in_words
from community_policing.dataset.intake.recipe.cells import CellReader
from community_policing.dataset.intake.recipe.choose import chosen, shape_text
from community_policing.dataset.intake.recipe.questions import Answers, Questions, Step
from community_policing.dataset.intake.recipe.shape import Shape, shape_of
from community_policing.dataset.intake.recipe.sheet import RawSheet
from community_policing.dataset.intake.refusal import Refusal
from community_policing.dataset.intake.remarks import add_remark, add_widths
from community_policing.dataset.intake.report import Fault, Metadata, write_report
from community_policing.dataset.issues import Issue, IssueLog, Severity
from community_policing.dataset.load import SCANNED, hold
from community_policing.dataset.parquet import Scan, scan
from community_policing.dataset.releases.release import Source
from community_policing.dataset.row_rules import remaining
from community_policing.dataset.typed_frames import typed_frame

Progress = Callable[[str, float], None]
# Errors that may follow from an open question: an unknown word, a column without a value, and what refers to their rows.
_MAY_FOLLOW = frozenset({"choice", "required", "unresolved_reference", "missing_column"})


@dataclass
class Job:
    """What the parent asks for: all it gives is plain JSON.  `recipes` are (name, shape, answers)."""

    path: Path
    draft: Path
    source: Source
    table: str = ""
    answers: Answers = field(default_factory=dict)
    corrections: Sequence[Correction] = ()
    recipes: Sequence[tuple[str, str, Answers]] = ()
    about: Metadata = field(default_factory=Metadata)
    limits: Limits = field(default_factory=Limits)
    has_base: bool = False
    mode: str = ""


def job_of(draft: Path) -> Job:
    """The job that draft/job.json describes."""
    said = msgspec.json.decode((draft / "job.json").read_bytes())
    limits = Limits(**said.pop("limits"))
    del said["language"]
    return msgspec.convert({**said, "draft": draft, "path": Path(said["path"]), "limits": limits}, Job)


class Check:
    """One check while it runs."""

    def __init__(self, job: Job, progress: Progress) -> None:
        self.job, self.progress = job, progress
        self.base = read_base(job.draft) if job.has_base else no_base()
        self.questions = Questions(job.answers)
        self.places = FilePlaces(self.base, job.has_base)
        self.modes: dict[str, str] = {}
        self.made_of: set[str] = set()  # tables whose rows were made of another table's
        self.corrected = Corrected()
        self.shape = self.recipe = ""
        files = {name: name for name in TABLES}
        self.log = IssueLog(files, self.places.raw, self.places.where, job.limits.told, self.places.line)

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
        read = self.places.reads.get(why.sheet)
        fault = Fault(
            Severity.ERROR, read.table.name if read else self.job.table, why.row, why.column, why.rule, "", message,
            why.sheet, why.letter,
        )  # fmt: skip
        write_report(self.job.draft, (fault,), self.job.source)

    def _run(self) -> None:
        self.progress(t("Opening the file"), 0.05)
        contents = opened(self.job.path, self.job.source.name, self.job.draft, self.job.limits)
        self.corrected = correct(contents.sheets, self.job.corrections, self._whole)
        self._choose_recipe(contents)
        shape = self._shape(contents)
        self._guard(contents)
        self.progress(t("Reading cells"), 0.3)
        self._read(shape)
        self._remarks(contents, shape)
        for each, problem in self.corrected.lost:
            self.log.add("correction_lost", SHEET + each.sheet, each.row, each.letter, problem, each.text)
        self.progress(t("Checking rows against the rules"), 0.5)
        frames = self._frames()
        metadata, as_of = self._metadata(contents, frames)
        brought = [*frames, *([SCANNED] if self.places.large else [])]
        whole = self._merge(frames)
        absent = set() if self.job.has_base else {name for name in TABLES if name not in brought}
        hold(whole, [*frames], as_of, self.log, absent, self.base.frames if self.job.has_base else {})
        scans = self._scans(whole)
        self.progress(t("Writing the report"), 0.9)
        self._write(metadata, as_of, whole, scans, brought)

    # How the file is read

    def _choose_recipe(self, contents: Opened) -> None:
        self.places.sheets = {sheet.name: sheet for sheet in (*contents.sheets, *contents.aside)}
        self.shape = shape_text(contents.sheets)
        self.recipe, self.questions.recipe = chosen(self.job.recipes, self.shape)

    def _shape(self, contents: Opened) -> Shape:
        """The tables of the file; a long attendance stays beside them, to be read by columns."""
        if not contents.sheets:
            raise Refusal("no_table", self._no_table(contents))
        for sheet in contents.sheets:
            _refuse_unclosed(sheet)
        sheets, given = [], {sheet.name: self.job.table for sheet in contents.sheets if self.job.table}
        for sheet in contents.sheets:
            self.places.large = self.places.large or large_of(
                sheet, given.get(sheet.name, ""), self.questions, self.job.draft
            )
            if not self.places.large or self.places.large.sheet is not sheet:
                sheets.append(self._whole(sheet))
        if self.places.large and self.places.large.rows is not None:  # once it is known, places of its rows can be told
            Guard(self.questions).check_long(self.places.large)
            self.places.large.faulty = converted(self.places.large, self.questions, self.log)
        shape = shape_of(
            sheets, self.questions, given=given if len(contents.sheets) == 1 else {}, references=self.base.named_rows(),
            updates=self.base.updated_by, known=self.base.has_most_of,
        )  # fmt: skip
        self.places.reads = {read.sheet.name: read for read in shape.reads}
        unfilled = len(shape.tables) > 1 and not any(shaped.origins for shaped in shape.tables.values())
        if (not shape.tables or unfilled) and not self.places.large and not self.questions.open:
            raise Refusal("no_table", self._no_table(contents))
        if not self.places.large and not any(read.rows or read.columns.targets for read in shape.reads) and shape.reads:
            raise Refusal("no_table", self._no_table(contents))
        return shape

    def _whole(self, sheet: RawSheet) -> RawSheet:
        """A long text of which the head alone was read, read on."""
        if not sheet.text:
            return sheet
        whole = text_file.sheet_of(sheet.name, sheet.text.decode("utf-8-sig"), sheet.separator, self.job.limits)
        self.places.sheets[sheet.name] = whole = replace(
            whole, table=sheet.table, rows=cut(whole.rows, self.job.limits.cell)
        )
        return whole

    def _no_table(self, contents: Opened) -> str:
        if lost := [problem for rule, _, problem in contents.remarks if rule == "missing_file"]:
            return lost[0]
        if not contents.sheets:
            return t("the file holds no table. Fill in the template and load that.")
        return t("no table could be told from its name or its header. Name the sheet or file after one of: {tables}.",
                 tables=listed(list(TABLES)))  # fmt: skip

    def _guard(self, contents: Opened) -> None:
        """Refuse details of people wherever they stand, also in sheets and columns that are left out."""
        guard = Guard(self.questions, self.job.limits.cell)
        sheets = [self.places.sheets[sheet.name] for sheet in (*contents.sheets, *contents.aside)]
        for sheet in (*sheets, *self.corrected.before):  # a correction covers nothing up: the file itself is kept
            guard.check(sheet, self.places.reads.get(sheet.name))

    def _read(self, shape: Shape) -> None:
        """Turn the cells of every column into texts that any reader of ours takes."""
        self.places.placed = {
            name: Placed.of(shaped, self.base.last_line(name)) for name, shaped in shape.tables.items()
        }
        headers = {
            read.table.name: {
                name: read.header.names[at] for at, names in read.columns.targets.items() for name in names.split("+")
            }
            for read in shape.reads
        }
        cells = CellReader(
            self.questions,
            headers,
            any(read.sheet.comma for read in shape.reads),
            self.base.frames,
            any(read.sheet.worksheet for read in shape.reads),
        )
        self.made_of = set(shape.parents)
        told = cells.read(shape.tables)
        shape.with_ids(self.base.ids_made_of(self.places.placed))
        for each in told:
            line = self.places.placed[each.table].lines[each.place]
            self.log.add(each.rule, each.table, line, each.column, each.problem)

    def _remarks(self, contents: Opened, shape: Shape) -> None:
        for rule, name, problem in contents.remarks:
            self.log.add(rule, name, None, "", problem)
        for sheet, remark in shape.remarks:
            add_remark(sheet, remark, self.places, self.log)
        for read in shape.reads:
            add_widths(read, self.places, self.log)
        if not self.job.has_base and len(self.places.placed) > 1:
            for name in EXPECTED:
                if name not in self.places.placed and not (name == SCANNED and self.places.large):
                    self.log.add("missing_table", name, None, "", t("the table is not in the file, so it is empty."))

    # Rows against the rules

    def _frames(self) -> dict[str, pd.DataFrame]:
        """The rows of the file, typed."""
        frames = {}
        for name, placed in self.places.placed.items():
            if not placed.shaped.origins and self._refuse_empty(name):
                continue
            frames[name] = typed_frame(self._sheet(placed), self.log, reader())
        return frames

    def _refuse_empty(self, table: str) -> bool:
        """Whether the table has no row where it would be all of the file, or empty what the current release holds."""
        rows_before = len(self.base.frames[table])
        sheet, read = next((name, read) for name, read in self.places.reads.items() if read.table.name == table)
        if read.sheet.worksheet and any(placed.shaped.origins for placed in self.places.placed.values()):
            return True  # a sheet of the template that nobody filled in
        if not rows_before and len(self.places.placed) > 1:
            return False
        problem = t("the table has no row below its header. Add its rows, or leave it out.")
        if rows_before:
            problem = n(
                "the table has no row below its header, and the current release holds {count}. Add its rows, or leave it out.",
                "the table has no row below its header, and the current release holds {count}. Add its rows, or leave it out.",
                rows_before,
            )
        self.log.add("no_rows", SHEET + sheet, None, "", problem)
        return True

    def _sheet(self, placed: Placed) -> Sheet:
        table, names = placed.shaped.table, list(placed.shaped.columns)
        records = [list(row) for row in zip(*placed.shaped.columns.values(), strict=True)]
        return sheet_of(
            table, names, names, records, placed.lines, self.log, self.job.limits.cell,
            lacking=self.base.updated_by(placed.shaped),
        )  # fmt: skip

    def _metadata(self, contents: Opened, frames: Mapping[str, pd.DataFrame]) -> tuple[Metadata, date]:
        described = file_metadata.said(contents.said, self.log).over(self.job.about)
        before = self.base.about
        as_of = file_metadata.as_of(described, before, frames, self.questions)
        dated = described if as_of == before.as_of else replace(described, as_of=as_of)
        return dated.over(before), as_of

    def _merge(self, frames: Mapping[str, pd.DataFrame]) -> dict[str, pd.DataFrame]:
        """Every table as it would be after the file."""
        whole = {}
        for name, table in TABLES.items():
            base = self.base.frames[name]
            whole[name] = self._merge_table(frames[name], base, table) if name in frames else base
        return whole

    def _mode(
        self, frame: pd.DataFrame, base: pd.DataFrame, table: Table, names: set[str], named: Collection[tuple[str, ...]]
    ) -> str:
        """What becomes of the release's rows; rows made of another table's follow that one."""
        parent = next(
            (c.refers_to for c in table.columns if table.name in self.made_of and c.refers_to in self.modes), ""
        )
        if parent and self.modes[parent] in (modes.ADD, modes.UPDATE):
            return modes.UPDATE
        return modes.mode_of(frame, base, table, names, self.questions, self.job.mode, named)

    def _merge_table(self, frame: pd.DataFrame, base: pd.DataFrame, table: Table) -> pd.DataFrame:
        names = set(self.places.placed[table.name].shaped.columns)
        named = frozenset(self._keys_named(table))
        mode = self.modes[table.name] = self._mode(frame, base, table, names, named)
        if mode == modes.REPLACE:
            scanned = self.base.scan if table.name == SCANNED else None
            if self.job.has_base:
                asker = Asker(table, self.questions, self.log)
                asker.of_file(base, scanned, names) if scanned else asker.of_frame(frame, base, names)
            return frame
        if mode == modes.UPDATE:
            Asker(table, self.questions, self.log).of_cells(frame, base, names)
        merged = modes.merged(frame, base, table, names, mode)
        self.places.moved[table.name] = merged.lines
        for line in merged.repeated:
            self.log.add(
                "already_there", table.name, line, "", t("the release has this row already, so it was left out.")
            )
        for line in merged.unknown:
            problem = t("the release has no row with this key, and the file lacks columns that a new row needs. Correct the key, "
                        "or add the columns.")  # fmt: skip
            self.log.add("unknown_key", table.name, line, table.key[0], problem)
        for line in merged.taken:
            problem = t("the release has a row with this key and other values. Choose to update, or correct the key.")
            self.log.add("taken_key", table.name, line, table.key[0], problem)
        return merged.frame

    def _keys_named(self, table: Table) -> Iterator[tuple[str, ...]]:
        """The keys of all rows of the file, of those too that are set aside for an error."""
        columns = self.places.placed[table.name].shaped.columns
        if all(key in columns for key in table.key):
            yield from zip(*([cell.strip() for cell in columns[key]] for key in table.key), strict=True)

    def _scans(self, frames: Mapping[str, pd.DataFrame]) -> dict[str, Scan]:
        events = remaining(frames, "trainings", self.log)
        self.progress(t("Checking attendance"), 0.7)
        if self.places.large:
            found = self.places.large.scan(events, self.log)
        elif self.base.scan and SCANNED not in self.places.placed:
            found = scan(self.base.scan, events, self.log)
        else:
            found = None
        return {SCANNED: found} if found else {}

    # The draft

    def _write(
        self, metadata: Metadata, as_of: date, frames: Mapping[str, pd.DataFrame], scans: Mapping[str, Scan],
        brought: Sequence[str],
    ) -> None:  # fmt: skip
        told = [issue for issue in self.log.sorted() if not self._may_follow(issue.rule)]
        issues = self.places.once(told, self.made_of)
        old = self.base.told
        of_file = [i for i in issues if self._is_of_file(i, brought)]
        fails = any(i.severity is Severity.ERROR for i in of_file)
        # what the release's rows lose follows from the file's own errors, where it has any
        new = of_file if fails else [i for i in issues if i in of_file or (i.table, i.row, i.column, i.rule) not in old]
        faults = tuple(self.places.fault(issue) for issue in new)
        draft = self.job.draft
        write_raw(
            draft,
            [(r.sheet, r.sheet.lines[max(r.header.body - 1, 0)], r.table.name) for r in self.places.reads.values()],
        )
        if self.places.large:
            self.places.large.write_raw(draft)
        tables = {
            name: remaining(frames, name, self.log).reset_index(drop=True)
            for name in brought
            if name in self.places.placed
        }
        write_tables(draft, tables)
        dataset = file_metadata.whole(metadata, as_of, self.job.source)
        warnings = tuple(i for i in issues if i.severity is Severity.WARNING and i.table in TABLES)
        write_report(
            draft, faults, self.job.source, tuple(self.questions.asked.values()), tables=tuple(brought), about=dataset,
            kept=warnings,
            corrections=tuple(self.corrected.made), long_sheet=self.places.large.sheet.name if self.places.large else "",
            has_base=self.job.has_base, release=digest(dataset, frames, scans), shape=self.shape, recipe=self.recipe,
            scans={name: (str(s.path), s.rows, s.first) for name, s in scans.items()},
        )  # fmt: skip

    def _may_follow(self, rule: str) -> bool:
        """Whether an answer to what is open may mend an error of that rule: who reads it now looks in the wrong place."""
        still = {question.step for question in self.questions.open} - {Step.DATE, Step.PERSONAL}
        return rule in _MAY_FOLLOW and bool(still if rule == "unresolved_reference" else still - {Step.MODE})

    def _is_of_file(self, issue: Issue, brought: Sequence[str]) -> bool:
        """Whether an issue is about what the file says, and not about rows of the release that it left as they were."""
        if issue.table not in TABLES or not self.job.has_base:
            return True
        return issue.table in brought and (issue.row is None or self.places.of_file(issue.table, issue.row) is not None)


def _refuse_unclosed(sheet: RawSheet) -> None:
    """A quotation mark that is never closed hides where every cell after it ends: no question makes sense of these."""
    for rule, line, _, problem, _ in sheet.remarks:
        if rule == "unclosed_quote":
            place = in_words(sheet.name, sheet.worksheet, line, "", None)
            refusal = Refusal(rule, problem, sheet.name, place)
            refusal.row = line
            raise refusal
