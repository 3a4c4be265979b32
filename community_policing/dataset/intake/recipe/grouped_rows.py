"""Grouped rows: a value that stands once for several rows, in merged cells, above empty ones or in a heading."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

from community_policing.core.geography import resolve
from community_policing.core.i18n import n, t
from community_policing.core.labels import field_label
from community_policing.core.safe_text import printable
from community_policing.core.schema import Kind, Table
from community_policing.dataset.cells import tidy
from community_policing.dataset.intake.recipe.headers.header_match import BOTH, CODE, column_of
from community_policing.dataset.intake.recipe.headers.header_rows import Header
from community_policing.dataset.intake.recipe.questions import Questions, Sample, Step
from community_policing.dataset.intake.recipe.sheet import RawSheet, Remark
from community_policing.dataset.intake.recipe.sheet_tables import LEAVE
from community_policing.dataset.intake.recipe.table_rows import amount

FILL, SECTIONS = "fill", "governorates"
DITTO = frozenset({'"', "''", "“", "”", "〃", "״", "ditto", "do.", "same", "same as above", "نفسه", "نفس", "هەمان"})
Targets = Mapping[int, str]


def unmerged(sheet: RawSheet, header: Header, questions: Questions, table: Table) -> RawSheet:
    """Write the text of cells that are merged over several rows into each of them; a number is never repeated."""
    rows = {line: at for at, line in enumerate(sheet.lines) if at >= header.body}
    changes: dict[int, dict[int, str]] = {}
    for first, last, left, right in sheet.merged:
        if first not in rows or first == last or left != right:
            continue
        cell = sheet.rows[rows[first]][left]
        if cell.strip() and amount(cell) is None:
            for line in range(first + 1, last + 1):
                if line in rows:
                    changes.setdefault(rows[line], {})[left] = cell
    if not changes:
        return sheet
    text = t("Cells are merged over several rows. Does each of these rows have their text?")
    cells = dict.fromkeys(cell for row in changes.values() for cell in row.values())
    choices = {FILL: t("Yes"), LEAVE: t("No: only the first row")}
    answer = questions.ask(Step.ROWS, "merged", text, choices, FILL, certain=True, table=table.name, rows=len(changes),
                           sample=lambda answer: ((cell, cell if answer == FILL else "") for cell in cells))  # fmt: skip
    return _with(sheet, changes) if answer == FILL else sheet


def split_numbers(sheet: RawSheet, kept: Sequence[int], targets: Targets) -> Iterator[Remark]:
    """A fault for each merged area that holds a number for several rows, or one cell for several columns."""
    lines = {sheet.lines[at]: at for at in kept}
    for first, last, left, right in sheet.merged:
        if first in lines:
            cell = sheet.rows[lines[first]][left]
            numbers = first < last and left in targets and amount(cell) is not None
            wide = left < right and sum(position in targets for position in range(left, right + 1)) > 1 and cell.strip()
            if numbers or wide:
                text = t("merged cells hold one value for several. Unmerge them, and fill in each.")
                yield "merged_cells", first, left, text, cell


def sections(
    sheet: RawSheet, header: Header, table: Table, targets: Targets, questions: Questions
) -> tuple[frozenset[int], dict[int, str]]:
    """Find rows that head governorates, and row -> governorate below them, where no column says the governorate."""
    there = {part for target in targets.values() for part in target.removesuffix(CODE).split(BOTH)}
    if "governorate" in there or column_of("governorate", table) is None:
        return frozenset(), {}
    headings: dict[int, str] = {}
    for at in range(header.body, len(sheet.rows)):
        row = sheet.rows[at]
        if sum(1 for cell in row[:3] if cell) == 1:  # most rows fill more, and are told fast
            filled = [cell for cell in row if cell.strip()]
            if len(filled) == 1 and resolve(filled[0]).pcode:
                headings[at] = filled[0]
    if not headings:
        return frozenset(), {}
    text = t("Rows name a governorate and nothing else. Are the rows below each of that governorate?")
    choices = {SECTIONS: t("Yes"), LEAVE: t("No: leave them out")}

    def sample(answer: str) -> Sample:
        return ((cell, cell if answer == SECTIONS else "") for cell in headings.values())

    answer = questions.ask(
        Step.ROWS,
        "sections",
        text,
        choices,
        SECTIONS,
        certain=True,
        table=table.name,
        rows=len(headings),
        sample=sample,
    )
    found: dict[int, str] = {}
    if answer == SECTIONS:
        starts = sorted(headings)
        for start, end in zip(starts, [*starts[1:], len(sheet.rows)], strict=True):
            found |= dict.fromkeys(range(start + 1, end), headings[start])
    return frozenset(headings), found


def said_of_sections(sheet: RawSheet, headings: Collection[int]) -> Iterator[Remark]:
    """One line for the headings that were left out."""
    if headings:
        text = n(
            "{count} heading names a governorate and was left out.",
            "{count} headings name governorates and were left out.",
            len(headings),
        )
        yield "rows_left_out", sheet.lines[min(headings)], None, text, ""


def filled_down(sheet: RawSheet, kept: Sequence[int], table: Table, targets: Targets, questions: Questions) -> RawSheet:
    """Write into empty cells what stands above them, where a column shows each value once for several rows."""
    changes: dict[int, dict[int, str]] = {}
    for position, target in targets.items():
        cells = [sheet.rows[at][position] for at in kept]
        plain = {cell: tidy(cell)[0] for cell in set(cells)}
        if not any(cell == "" or cell.casefold() in DITTO for cell in plain.values()):
            continue
        cells = [plain[cell] for cell in cells]
        below = _below(cells)
        marks = [index for index, cell in enumerate(cells) if cell.casefold() in DITTO and below[index]]
        blanks = [index for index, cell in enumerate(cells) if not cell] if _is_grouped(cells, target, table) else []
        for key, found, certain in (("ditto", marks, True), ("below", blanks, False)):
            if found and _ask_fill(target, key, certain, [below[index] for index in found], table, questions) == FILL:
                for index in found:
                    changes.setdefault(kept[index], {})[position] = below[index]
    return _with(sheet, changes) if changes else sheet


def _below(cells: Sequence[str]) -> list[str]:
    """For each cell the last one above it that says something."""
    found, last = [], ""
    for cell in cells:
        found.append(last)
        if cell and cell.casefold() not in DITTO:
            last = cell
    return found


def _is_grouped(cells: Sequence[str], target: str, table: Table) -> bool:
    """Whether a column that must be filled shows each value once, above the empty cells of its rows."""
    column = column_of(target, table)
    if column is None or column.name in table.key or (column.required == "no" and column.kind is not Kind.PCODE):
        return False
    blanks = sum(1 for cell in cells if not cell)
    repeats = any(one and one == other for one, other in pairwise(cells))
    return bool(cells and cells[0]) and not repeats and blanks > 1 and 3 * blanks >= len(cells)


def _ask_fill(target: str, key: str, certain: bool, texts: Sequence[str], table: Table, questions: Questions) -> str:
    def sample(answer: str) -> Sample:
        return (("", text if answer == FILL else "") for text in texts)

    column = column_of(target, table)
    called = field_label(column) if column else printable(target)
    text = t("Cells of “{column}” are empty below a filled one. Do they mean the same?", column=called)
    if certain:
        text = t("Cells of “{column}” say “the same”. Do they mean what stands above?", column=called)
    choices = {FILL: t("Yes"), LEAVE: t("No: leave them as they are")}
    return questions.ask(Step.READING, f"{target} {key}", text, choices, FILL, certain=certain, table=table.name, column=target,
                         rows=len(texts), sample=sample)  # fmt: skip


def _with(sheet: RawSheet, changes: Mapping[int, Mapping[int, str]]) -> RawSheet:
    """The sheet with other cells: row -> position -> text."""
    rows = list(sheet.rows)
    for at, cells in changes.items():
        row = list(rows[at])
        for position, cell in cells.items():
            row[position] = cell
        rows[at] = row
    return replace(sheet, rows=rows)
