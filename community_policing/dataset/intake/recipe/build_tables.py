"""Table building: the rows and columns of a sheet, as matched, become rows of a table of the schema."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from community_policing.core.geography import resolve
from community_policing.core.i18n import t
from community_policing.core.safe_text import printable
from community_policing.core.schema import TABLES, Table
from community_policing.dataset.intake.recipe.columns import Columns
from community_policing.dataset.intake.recipe.headers.header_match import BOTH, CODE
from community_policing.dataset.intake.recipe.headers.header_rows import Header
from community_policing.dataset.intake.recipe.missing_columns import give_currency
from community_policing.dataset.intake.recipe.questions import Questions, Step
from community_policing.dataset.intake.recipe.sheet import Origin, RawSheet, Shaped
from community_policing.dataset.intake.recipe.sheet_tables import LEAVE
from community_policing.dataset.intake.recipe.unpivot import Wide, attendance_of, periods_of

SHEET_NAME = "sheet_name"
Cells = dict[str, list[str]]  # column -> its cells


@dataclass(frozen=True)
class Read:
    """One sheet of a table as its questions had it read; `rows`: its indices, `sections`: row -> governorate of a heading."""

    sheet: RawSheet
    header: Header
    table: Table
    wide: Wide = field(default_factory=Wide)
    columns: Columns = field(default_factory=lambda: Columns({}))
    rows: Sequence[int] = ()
    sections: Mapping[int, str] = field(default_factory=dict)

    def origin(self, row: int) -> Origin:
        """Where that row stands."""
        return Origin(self.sheet.name, self.sheet.lines[row])


def add_rows(read: Read, shaped: Shaped, questions: Questions) -> None:
    """Add the rows of a sheet to its table, with what its name and its headers say of all of them."""
    rows, cells = _becoming(read)
    _append(shaped, cells, [read.origin(row) for row in rows], read.columns)
    if read.sections:
        _write(shaped, "governorate", [read.sections.get(row, "") for row in rows])
    else:
        _give_governorate(shaped, read, len(rows), questions)
    for at, currency in read.columns.currencies.items():
        give_currency(shaped, printable(read.header.names[at]), currency, questions)


def add_attendance(read: Read, attendance: Shaped) -> list[Origin]:
    """Add the counts of a sheet of events as rows of attendance; returns the row of the event that each belongs to."""
    made = list(_counts(read))
    origins = [read.origin(at) for at, _ in made]
    cells = {column: [each[column] for _, each in made] for column in (made[0][1] if made else ())}
    _append(attendance, {"training_id": [""] * len(made)} | cells, origins, Columns({}))
    return origins


def _becoming(read: Read) -> tuple[Sequence[int], Cells]:
    """The rows of a sheet that become rows of the table, one more than once where columns become rows, and their cells."""
    if read.wide.periods:
        made = [(at, each) for at in read.rows for each in periods_of(read.sheet.rows[at], read.wide, read.table)]
    elif read.wide.counts and read.table.name == "attendance":
        made = list(_counts(read))
    else:
        return read.rows, _with_codes(_columns(read, read.rows))
    rows = [at for at, _ in made]
    cells = _with_codes(_columns(read, rows))
    for column in made[0][1] if made else ():
        own = cells.get(column, [""] * len(rows))
        cells[column] = [_first_said(each[column], cell) for (_, each), cell in zip(made, own, strict=True)]
    return rows, cells


def _first_said(header: str, cell: str) -> str:
    """What the header of a count says, or else the column of its row."""
    return header if header not in ("", "not_recorded") or not cell.strip() else cell


def _counts(read: Read) -> Iterator[tuple[int, dict[str, str]]]:
    """The rows of attendance that the counts of a sheet make, with the rows they come from."""
    names = (*TABLES["attendance"].key[1:], "attendances")
    for at in read.rows:
        for each in attendance_of(read.sheet.rows[at], read.wide):
            yield at, dict(zip(names, each, strict=True))


def _columns(read: Read, rows: Sequence[int]) -> Cells:
    return {column: [read.sheet.rows[at][position] for at in rows] for position, column in read.columns.targets.items()}


def _with_codes(cells: Cells) -> Cells:
    """Put a code behind the name beside it, so that a contradiction between the two is noticed."""
    for column in [name for name in cells if name.endswith(CODE)]:
        codes, name = cells.pop(column), column.removesuffix(CODE)
        if name in cells:
            cells[name] = [f"{beside} {code}".strip() for beside, code in zip(cells[name], codes, strict=True)]
        elif all(name not in each.split(BOTH) for each in cells):
            cells[name] = codes
    return cells


def _append(shaped: Shaped, cells: Cells, origins: Sequence[Origin], columns: Columns) -> None:
    """Add rows to a table, whose columns are those of all of its sheets."""
    before = len(shaped.origins)
    positions = {name.removesuffix(CODE): at for at, name in reversed(columns.targets.items())}
    for column in cells:
        shaped.columns.setdefault(column, [""] * before)
        shaped.positions.setdefault(column, positions.get(column))
    for column, texts in shaped.columns.items():
        texts.extend(cells.get(column) or [""] * len(origins))
    shaped.origins.extend(origins)


def _give_governorate(shaped: Shaped, read: Read, rows: int, questions: Questions) -> None:
    """Give the rows of a sheet that is named after a governorate its name, where no column says it."""
    there = {part for name in read.columns.targets.values() for part in name.removesuffix(CODE).split(BOTH)}
    has_column = any(column.name == "governorate" for column in shaped.table.columns)
    if "governorate" in there or not has_column or not resolve(read.sheet.name).pcode:
        return
    text = t("Sheets are named after governorates. Are their rows of these governorates?")
    choices = {SHEET_NAME: t("Yes"), LEAVE: t("No")}
    table = shaped.table.name
    answer = questions.ask(Step.VALUE, "governorate of sheet", text, choices, SHEET_NAME, certain=True, table=table)
    if answer == SHEET_NAME:
        _write(shaped, "governorate", [read.sheet.name] * rows)


def _write(shaped: Shaped, column: str, cells: Sequence[str]) -> None:
    """Write the cells of a column into the rows that were added last."""
    texts = shaped.columns.setdefault(column, [""] * len(shaped.origins))
    texts[len(texts) - len(cells) :] = cells
    shaped.positions.setdefault(column, None)
