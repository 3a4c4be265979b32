"""Attendance as a long text: to Parquet by Arrow, column by column, each distinct cell read once."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from community_policing.core.schema import Kind, Table
from community_policing.core.settings import MB
from community_policing.dataset.csv_file import letter
from community_policing.dataset.intake.cell_reader import reader
from community_policing.dataset.issues import IssueLog

LEAST = 4 * MB  # shorter files are read row by row, as all other tables are
_QUOTE, _LINE, _BOM = ord('"'), ord("\n"), b"\xef\xbb\xbf"


@dataclass(frozen=True)
class Large:
    """The table as Parquet, the line of its first row, and the positions of rows with a cell that cannot be read."""

    path: Path
    first: int
    faulty: list[int]


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
    """Whether every quote opens or closes a whole cell, on one line and with no quote inside: then every reader of CSV
    finds the same cells."""
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


def converted(rows: Any, names: list[str], table: Table, file: Path, log: IssueLog) -> Large:
    """Write the table's columns, tidied, to `file`; cells that cannot be read are null there and become issues."""
    import pyarrow as pa
    import pyarrow.compute as pc
    import pyarrow.parquet as pq

    columns: dict[str, Any] = {}
    faulty: set[int] = set()
    read_cell = reader((), comma=False)
    for column in table.columns:
        if column.name not in names:
            continue
        column_data = _one(rows.column(names.index(column.name)))
        raws = column_data.dictionary.to_pylist()
        read = [read_cell(raw, column) for raw in raws]
        for place, cell in enumerate(read):
            if cell.refused or cell.notes:
                positions = pc.indices_nonzero(pc.equal(column_data.indices, place)).to_pylist()
                faulty.update(positions if cell.refused else ())
                for position in positions:
                    if cell.refused:
                        rule, problem = cell.refused.rule, cell.refused.problem
                        log.add(rule, table.name, position + 2, column.name, problem, raws[place])
                    for rule, problem in cell.notes:
                        log.add(rule, table.name, position + 2, column.name, problem, raws[place])
        kind = pa.int64() if column.kind is Kind.COUNT else pa.string()
        columns[column.name] = pa.array([cell.value for cell in read], type=kind).take(column_data.indices)
    pq.write_table(pa.table(columns), file, compression="zstd")
    return Large(file, 2, sorted(faulty))


def write_raw(rows: Any, header: list[str], file: Path) -> None:
    """The cells as the file shows them, as draft.write_raw does."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    columns = {"row": pa.array(range(1, rows.num_rows + 2), pa.int64())}
    for position, cell in enumerate(header):
        below = _one(rows.column(position)).cast(pa.string())
        columns[letter(position)] = pa.concat_arrays([pa.array([cell], pa.string()), below])
    pq.write_table(pa.table(columns), file, compression="zstd")


def _one(column: Any) -> Any:
    """A chunked column as one array."""
    import pyarrow as pa

    if column.num_chunks == 1:
        return column.chunk(0)
    return column.combine_chunks() if column.num_chunks else pa.array([], column.type)
