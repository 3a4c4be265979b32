"""Attendance as a long text: to Parquet by Arrow, column by column, each distinct cell read once."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from community_policing.core.schema import TABLES, Kind, Table
from community_policing.core.settings import MB
from community_policing.dataset.csv_file import letter
from community_policing.dataset.intake.cell_reader import reader
from community_policing.dataset.intake.draft_folder import raw_file
from community_policing.dataset.intake.recipe.questions import Questions
from community_policing.dataset.intake.recipe.shape import shape_of
from community_policing.dataset.intake.recipe.sheet import RawSheet
from community_policing.dataset.intake.recipe.values import reading
from community_policing.dataset.issues import IssueLog
from community_policing.dataset.load import SCANNED
from community_policing.dataset.parquet import Scan, scan

_QUOTE, _LINE, _BOM = ord('"'), ord("\n"), b"\xef\xbb\xbf"


@dataclass
class Large:
    """Attendance that stays in a file: `path` once it is Parquet, `names` the columns of its sheet, `rows` as Arrow read them
    (None: it came as Parquet), and the positions of rows with a cell that cannot be read."""

    sheet: RawSheet
    names: list[str]
    path: Path
    rows: Any = None
    first: int = 1
    faulty: list[int] = field(default_factory=list)

    def header(self, column: str) -> tuple[str, int | None]:
        """A column's header and position; its own name where the file has none."""
        if column not in self.names:
            return column, None
        position = self.names.index(column)
        return str(self.sheet.rows[0][position]).strip(), position

    def scan(self, events: pd.DataFrame, log: IssueLog) -> Scan | None:
        """Check the rows against the rules and the events."""
        if self.rows is None:
            return scan(self.path, events, log)
        return scan(self.path, events, log, self.first, self.faulty)

    def write_raw(self, draft: Path) -> None:
        """Keep the cells as the file shows them, for the workbook with marked cells."""
        import pyarrow as pa
        import pyarrow.parquet as pq

        if self.rows is None:
            return
        columns = {"row": pa.array(np.arange(1, self.rows.num_rows + 2))}
        for position, cell in enumerate(self.sheet.rows[0]):
            below = _one(self.rows.column(position)).cast(pa.string())
            columns[letter(position)] = pa.concat_arrays([pa.array([cell], pa.string()), below])
        pq.write_table(pa.table(columns), raw_file(draft, self.sheet, 1, SCANNED), compression="zstd")


def large_of(sheet: RawSheet, table: str, questions: Questions, draft: Path) -> Large | None:
    """A long attendance whose columns need no reshaping; None where a sheet has to be read row by row."""
    if not (sheet.text or sheet.data):
        return None
    trial = Questions(questions.answers, questions.recipe)
    shape = shape_of([sheet], trial, given={sheet.name: table or sheet.table})
    if set(shape.tables) != {SCANNED} or trial.open or shape.parents:
        return None
    read = shape.reads[0]
    targets = read.columns.targets
    if read.wide.positions or read.header.body != 1 or any("+" in name or "#" in name for name in targets.values()):
        return None
    if set(shape.tables[SCANNED].columns) - set(targets.values()):  # a column of one value for all rows
        return None
    names = [targets.get(at, "") for at in range(len(read.header.names))]
    if sheet.data:
        questions.asked.update(trial.asked)
        return Large(sheet, names, sheet.data)
    rows = table_of(sheet.text, len(names), sheet.separator)
    if rows is None or (sheet.separator != "," and shows_comma(rows, names, TABLES[SCANNED])):
        return None
    questions.asked.update(trial.asked)
    (draft / "tables").mkdir(exist_ok=True)
    return Large(sheet, names, draft / "tables" / f"{SCANNED}.parquet", rows, first=2)


def table_of(data: bytes, width: int, separator: str) -> Any | None:
    """The rows below the header as an Arrow table of dictionaries c0, c1 ...; None where quotes inside of cells, blank
    lines or ragged rows make the place of a row uncertain: such a file is read row by row."""
    import pyarrow as pa
    from pyarrow import csv

    quoted, bare_returns = b'"' in data, data.count(b"\r") != data.count(b"\r\n")
    if bare_returns or data.startswith((b"\xff\xfe", b"\xfe\xff", b"\n", b"\r")):
        return None
    if quoted and not plainly_quoted(data, separator):
        return None
    names = [f"c{i}" for i in range(width)]
    try:
        rows = csv.read_csv(
            pa.BufferReader(data),
            csv.ReadOptions(skip_rows=1, column_names=names),
            csv.ParseOptions(delimiter=separator, quote_char='"' if quoted else False),
            csv.ConvertOptions(column_types=dict.fromkeys(names, pa.dictionary(pa.int32(), pa.string()))),
        )
    except pa.ArrowInvalid:
        return None
    lines = data.count(b"\n") + (not data.endswith(b"\n"))
    return rows.unify_dictionaries().combine_chunks() if rows.num_rows == lines - 1 else None


def plainly_quoted(data: bytes, separator: str) -> bool:
    """Whether every quote opens or closes a whole cell on one line, so that all readers of CSV find the same cells."""
    begins = len(_BOM) if data.startswith(_BOM) else 0
    while begins < len(data):
        ends = data.find(b"\n", begins + MB) + 1 or len(data)
        if not _plain(np.frombuffer(data[begins:ends], dtype=np.uint8), ord(separator)):
            return False
        begins = ends
    return True


def _plain(lines: Any, separator: int) -> bool:
    """The same of some whole lines, as numbers: quotes in turn follow and precede what stands between cells."""
    around = np.pad(lines, 1, constant_values=_LINE)
    at = np.flatnonzero(lines == _QUOTE)
    opening, closing = at[::2], at[1::2]
    if len(opening) != len(closing):
        return False
    before, after = around[opening], around[closing + 2]
    ends = np.flatnonzero(lines == _LINE)
    one_line = np.array_equal(np.searchsorted(ends, opening), np.searchsorted(ends, closing))
    bare = np.isin(before, (separator, _LINE)).all() and np.isin(after, (separator, _LINE, ord("\r"))).all()
    return bool(one_line and bare)


def distinct(rows: Any, position: int) -> list[str]:
    """The distinct cells of a column."""
    cells_of: list[str] = _one(rows.column(position)).dictionary.to_pylist()
    return cells_of


def shows_comma(rows: Any, names: list[str], table: Table) -> bool:
    """Whether a count has a comma: what it means is told by all tables of the file together (reader.reader)."""
    counts = [
        names.index(column.name) for column in table.columns if column.kind is Kind.COUNT and column.name in names
    ]
    return any("," in cell for position in counts for cell in distinct(rows, position))


def line_of(rows: Any, position: int, place: int) -> int:
    """The line where the cell of that place in a column's dictionary first stands."""
    import pyarrow.compute as pc

    return int(pc.index(_one(rows.column(position)).indices, place).as_py()) + 2


def converted(large: Large, questions: Questions, log: IssueLog) -> list[int]:
    """Write the table's columns, read, to the file; the positions of rows with a cell that cannot be read, which is null."""
    import pyarrow as pa
    import pyarrow.compute as pc
    import pyarrow.parquet as pq

    table, columns, faulty = TABLES[SCANNED], {}, set[int]()
    read_cell = reader()
    for column in (column for column in table.columns if column.name in large.names):
        data = _one(large.rows.column(large.names.index(column.name)))
        raws = data.dictionary.to_pylist()
        read = reading(dict.fromkeys(raws, 1), column, table.name, questions)
        values = []
        for place, raw in enumerate(raws):
            cell = read_cell(read.texts.get(raw, raw), column)
            said = [*cell.notes, *([read.notes[raw]] if raw in read.notes else [])]
            wrong = read.problems.get(raw) or (cell.refused and (cell.refused.rule, cell.refused.problem))
            values.append(None if wrong else cell.value)
            if said or wrong:
                positions = pc.indices_nonzero(pc.equal(data.indices, place)).to_pylist()
                faulty.update(positions if wrong else ())
                for position in positions:
                    for rule, problem in [*said, *([wrong] if wrong else [])]:
                        log.add(rule, table.name, position + 2, column.name, problem, raw)
        kind = pa.int64() if column.kind is Kind.COUNT else pa.string()
        columns[column.name] = pa.array(values, type=kind).take(data.indices)
    pq.write_table(pa.table(columns), large.path, compression="zstd")
    return sorted(faulty)


def _one(column: Any) -> Any:
    """A chunked column as one array."""
    import pyarrow as pa

    if column.num_chunks == 1:
        return column.chunk(0)
    return column.combine_chunks() if column.num_chunks else pa.array([], column.type)
