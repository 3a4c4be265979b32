"""Shaping: the sheets of a file -> the tables they hold, each cell a text, each row with its place in the file."""

import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from community_policing.core.i18n import t
from community_policing.core.safe_text import printable
from community_policing.core.schema import TABLES, Kind, Table
from community_policing.dataset.intake.recipe.build_tables import Read, add_attendance, add_rows
from community_policing.dataset.intake.recipe.columns import Matcher
from community_policing.dataset.intake.recipe.grouped_rows import (
    filled_down,
    said_of_sections,
    sections,
    split_numbers,
    unmerged,
)
from community_policing.dataset.intake.recipe.headers.count_headers import counted
from community_policing.dataset.intake.recipe.headers.header_match import is_serial, known, meaning
from community_policing.dataset.intake.recipe.headers.header_rows import Header, header_of, lacks_header
from community_policing.dataset.intake.recipe.linked_rows import (
    Parents,
    give_ids,
    give_places,
    is_repeat,
    links,
    parents_of,
    rows_by_mark,
)
from community_policing.dataset.intake.recipe.missing_columns import complete, make_ids
from community_policing.dataset.intake.recipe.narratives import columns_told, said_of, without_others
from community_policing.dataset.intake.recipe.planned_dates import DONE, part_planned_dates
from community_policing.dataset.intake.recipe.questions import Questions, Step
from community_policing.dataset.intake.recipe.readers.split_dates import with_dates
from community_policing.dataset.intake.recipe.sheet import Origin, RawSheet, Remark, Shaped
from community_policing.dataset.intake.recipe.sheet_tables import LEAVE, table_of
from community_policing.dataset.intake.recipe.table_rows import RowSorter
from community_policing.dataset.intake.recipe.tool_exports import is_ticked, ticked
from community_policing.dataset.intake.recipe.unpivot import checked_totals, wide_of

Updates = Callable[[Shaped], bool]


@dataclass
class Shape:
    """A file's tables and what was done unasked, as (sheet, remark); `parents`: table -> the rows whose ids its rows get."""

    questions: Questions
    tables: dict[str, Shaped] = field(default_factory=dict)
    remarks: list[tuple[str, Remark]] = field(default_factory=list)
    reads: list[Read] = field(default_factory=list)
    parents: dict[str, Parents] = field(default_factory=dict)

    def with_ids(self, release: Mapping[str, Mapping[str, Sequence[str]]] | None = None) -> None:
        """Make ids that were asked for, and hand them to the rows that belong to these, once all cells are read.

        Dates of what is planned part from those of what is done, too: only now is the status of a row known.  `release` has,
        for each table, the ids of its rows and the texts that ids are made of.
        """
        for name, shaped in self.tables.items():
            make_ids(shaped, (release or {}).get(name, {}))
            part_planned_dates(shaped, self._header_of(shaped, DONE), self.questions)
        for name, parents in self.parents.items():
            give_ids(self.tables[name], parents, self.tables)

    def _header_of(self, shaped: Shaped, column: str) -> str:
        """What the file calls a column of a table."""
        reads = (read for read in self.reads if read.table is shaped.table)
        found = (
            read.header.names[at] for read in reads for at, target in read.columns.targets.items() if target == column
        )
        return next(found, "")


def is_header_word(text: str) -> bool:
    """Whether a cell is a header that anything here knows."""
    return known(text) or counted(text) is not None


def shape_of(
    sheets: Sequence[RawSheet],
    questions: Questions,
    *,
    given: Mapping[str, str] | None = None,
    references: Mapping[str, Mapping[str, str]] | None = None,
    updates: Updates = lambda _shaped: False,
    known: Updates = lambda _shaped: False,
) -> Shape:
    """Shape the sheets of a file into tables.

    Parameters
    ----------
    given
        Sheet -> its table, where that was said beforehand.
    references
        Table -> the ids there are with the names of their rows, as choices.
    known
        Whether the release has most of a table's rows.
    updates
        Whether a table's rows update others by their key, and so need only the columns that they have.

    Returns
    -------
    Shape
        Its composites (`latitude+longitude`) are still to be split by who reads cells; then `with_ids` is called.
    """
    shape = Shape(questions)
    headers = [with_dates(sheet, header_of(sheet, questions, is_header_word)) for sheet in sheets]
    named = []
    for sheet, header in headers:
        if sheet.summary:
            named.append((sheet, header, ""))
            continue
        table = (given or {}).get(sheet.name) or sheet.table
        named.append((sheet, header, table_of(sheet.name, header, questions, alone=len(sheets) == 1, given=table)))
    named = _without_hidden(named, shape)
    names = {name for _, _, name in named}
    for sheet, header, name in named:
        _read(
            sheet, header, name, shape, counts_elsewhere=name == "trainings" and "attendance" in names, updates=updates
        )
    for read in shape.reads:
        _add(read, shape, questions)
    _join_repeats(shape)
    for name, parents in shape.parents.items():
        give_places(shape.tables[name], parents, shape.tables, questions)
    for name, shaped in shape.tables.items():
        if not updates(shaped) and not lacks_header(questions):
            linked = {column.name for column in links(shaped.table)} if name in shape.parents else set()
            complete(shaped, questions, references or {}, linked, known=known(shaped))
    for name, parents in shape.parents.items():
        give_ids(shape.tables[name], parents, shape.tables)
    return shape


def _without_hidden(named: Sequence[tuple[RawSheet, Header, str]], shape: Shape) -> list[tuple[RawSheet, Header, str]]:
    """The sheets with their tables; a hidden one of a table that others show too is asked about: it may be last year's."""
    shown = {name for sheet, _, name in named if not sheet.hidden}
    kept = []
    for sheet, header, name in named:
        if sheet.hidden and name and name in shown:
            text = t(
                "Hidden sheets hold rows of {table} too: {sheet}. Are they read?",
                table=name,
                sheet=printable(sheet.name),
            )
            choices = {LEAVE: t("No: leave them out"), "read": t("Yes, add their rows")}
            answer = shape.questions.ask(Step.SHEET, "hidden", text, choices, LEAVE, table=name, rows=len(sheet.rows))
            if answer == LEAVE:
                left = t("the sheet is hidden and was left out.")
                shape.remarks.append((sheet.name, ("unknown_table", None, None, left, "")))
                continue
        kept.append((sheet, header, name))
    return kept


def _read(
    sheet: RawSheet, header: Header, name: str, shape: Shape, *, counts_elsewhere: bool, updates: Updates
) -> None:
    """Read a sheet as the table of that name, or say that it is left out."""
    if name:
        read, remarks = _as_table(sheet, header, TABLES[name], shape.questions, counts_elsewhere, updates)
        shape.remarks += [(sheet.name, remark) for remark in (*sheet.remarks, *header.remarks, *remarks)]
        shape.reads.append(read)
    else:
        text = t("“{sheet}” is no table and was left out.", sheet=printable(sheet.name))
        shape.remarks.append((sheet.name, ("unknown_table", None, None, text, "")))


def _as_table(
    sheet: RawSheet, header: Header, table: Table, questions: Questions, counts_elsewhere: bool, updates: Updates
) -> tuple[Read, list[Remark]]:
    """Ask what the columns and rows of a sheet are."""
    sheet, header = _with_lists(unmerged(sheet, header, questions, table), header, table)
    cells = list(zip(*sheet.rows[header.body :], strict=True)) or [()] * len(header.names)
    wide = wide_of(header, cells, table, questions, counts_elsewhere)
    brought = {*wide.brought(table), *(column.name for column in links(table) if is_repeat(header.names))}
    told = columns_told(header, cells, table)
    matcher = Matcher(table, header, cells, questions, {*wide.positions, *told}, brought)
    columns = replace(matcher, updates=updates(_outline(matcher))).columns()
    headings, of_sections = sections(sheet, header, table, columns.targets, questions)
    serials = {at for at, each in enumerate(header.names) if is_serial(each) and at not in columns.targets}
    sorter = RowSorter(
        sheet,
        header,
        cells,
        table,
        columns.targets,
        questions,
        sorted({*wide.counts, *wide.periods}),
        matcher.export.own | serials,
        headings,
    )
    rows = sorter.kept()
    remarks = [
        *columns.remarks, *said_of(told, header, table), *_unnamed(sheet, header, cells, columns.targets),
        *said_of_sections(sheet, headings), *sorter.remarks, *split_numbers(sheet, rows, columns.targets),
        *checked_totals(sheet, rows, header, wide),
    ]  # fmt: skip
    sheet = filled_down(sheet, rows, table, columns.targets, questions)
    sheet = without_others(sheet, header, table, columns.targets)
    return Read(sheet, header, table, wide, columns, rows, of_sections), remarks


def _with_lists(sheet: RawSheet, header: Header, table: Table) -> tuple[RawSheet, Header]:
    """The sheet with one list in place of the ticks of a question, where the table has a column of such lists."""
    found = ticked(header.names, lambda at: [row[at] for row in sheet.rows[header.body :]])
    lists = {
        question: options for question, options in found.items()
        if (means := meaning(re.split(r"[/.:]", question)[-1], table)) and table.column(means.column).kind is Kind.GRANTS
    }  # fmt: skip
    if not lists:
        return sheet, header
    names, rows = list(header.names), [list(row) for row in sheet.rows]
    for question, options in lists.items():
        first = min(options)
        for row in rows[header.body :]:
            row[first] = ";".join(option for at, option in options.items() if is_ticked(row[at]))
        names = [question if at == first else "" if at in options else name for at, name in enumerate(names)]
        for row in rows[header.body :]:
            row[:] = ["" if at in options and at != first else cell for at, cell in enumerate(row)]
    return replace(sheet, rows=rows), replace(header, names=names)


def _unnamed(
    sheet: RawSheet, header: Header, cells: Sequence[Sequence[str]], used: Collection[int]
) -> Iterator[Remark]:
    """The first filled cell of each column without a header; what lies beyond the header of a text is told of its rows."""
    width = sheet.widths[header.body - 1] if sheet.widths and header.body else len(header.names)
    for position, name in enumerate(header.names[:width]):
        at = next((at for at, cell in enumerate(cells[position]) if cell.strip()), None)
        if not name and position not in used and at is not None:
            text = t("the cell stands in a column without a header, which was left out. Give it one, or empty it.")
            yield "unnamed_column", sheet.lines[header.body + at], position, text, cells[position][at]


def _outline(matcher: Matcher) -> Shaped:
    """The table with the cells of its columns, as far as no question is needed for them."""
    targets = replace(matcher, questions=Questions()).columns().targets
    return Shaped(matcher.table, {column: list(matcher.cells[at]) for at, column in targets.items()})


def _add(read: Read, shape: Shape, questions: Questions) -> None:
    """Add a sheet's rows to their table, and its counts to attendance."""
    add_rows(read, shape.tables.setdefault(read.table.name, Shaped(read.table)), questions)
    if read.wide.counts and read.table.name == "trainings":
        attendance = shape.tables.setdefault("attendance", Shaped(TABLES["attendance"]))
        before = len(attendance.origins)
        _belong(shape, "attendance", before, add_attendance(read, attendance))


def _belong(shape: Shape, table: str, before: int, parents: Sequence[Origin | None]) -> None:
    """Say to which rows the rows of a table belong, from that one on; those before belong to none yet."""
    known_parents = shape.parents.setdefault(table, [])
    known_parents += [None] * (before - len(known_parents))
    known_parents[before:] = parents


def _join_repeats(shape: Shape) -> None:
    """Join the rows of repeat groups to the rows of the form whose index they name."""
    forms = {mark: rows for read in shape.reads if not is_repeat(read.header.names)
             for mark, rows in rows_by_mark(read.header.names, read.sheet, read.rows).items()}  # fmt: skip
    for read in shape.reads:
        if is_repeat(read.header.names):
            by_line = parents_of(read.header.names, read.sheet, forms)
            origins = shape.tables[read.table.name].origins
            _belong(
                shape,
                read.table.name,
                0,
                [by_line.get(each.line) if each.sheet == read.sheet.name else None for each in origins],
            )
    for name, parents in shape.parents.items():
        parents += [None] * (len(shape.tables[name].origins) - len(parents))
