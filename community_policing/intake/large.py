"""Attendance as a long text: to Parquet by Arrow, column by column, each distinct cell read once."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from community_policing import cells
from community_policing.intake.grid import letter
from community_policing.intake.limits import MB
from community_policing.issues import Findings
from community_policing.schema import Kind, Table

LEAST = 4 * MB  # shorter files are read row by row, as all other tables are


@dataclass(frozen=True)
class Large:
    """The table as Parquet, the line of its first row, and the positions of rows with a cell that cannot be read."""

    path: Path
    first: int
    faulty: list[int]


def table_of(data: bytes, width: int, separator: str) -> Any | None:
    """The rows below the header as an Arrow table of dictionaries c0, c1 ...; None where quotes, blank lines or ragged
    rows make the place of a row uncertain: such a file is read row by row."""
    import pyarrow as pa
    from pyarrow import csv

    if b'"' in data or data.startswith((b"\xff\xfe", b"\xfe\xff", b"\n", b"\r")):
        return None
    names = [f"c{i}" for i in range(width)]
    try:
        rows = csv.read_csv(
            pa.BufferReader(data),
            csv.ReadOptions(skip_rows=1, column_names=names),
            csv.ParseOptions(delimiter=separator, quote_char=False),
            csv.ConvertOptions(column_types=dict.fromkeys(names, pa.dictionary(pa.int32(), pa.string()))),
        )
    except pa.ArrowInvalid:
        return None
    lines = data.count(b"\n") + (not data.endswith(b"\n"))
    return rows.unify_dictionaries().combine_chunks() if rows.num_rows == lines - 1 else None


def distinct(rows: Any, position: int) -> list[str]:
    """The distinct cells of a column."""
    cells_of: list[str] = _one(rows.column(position)).dictionary.to_pylist()
    return cells_of


def line_of(rows: Any, position: int, place: int) -> int:
    """The line where the cell of that place in a column's dictionary first stands."""
    import pyarrow.compute as pc

    return int(pc.index(_one(rows.column(position)).indices, place).as_py()) + 2


def converted(rows: Any, names: list[str], table: Table, file: Path, findings: Findings) -> Large:
    """Write the table's columns, tidied, to `file`; cells that cannot be read are null there and become issues."""
    import pyarrow as pa
    import pyarrow.compute as pc
    import pyarrow.parquet as pq

    columns: dict[str, Any] = {}
    faulty: set[int] = set()
    for column in table.columns:
        if column.name not in names:
            continue
        held = _one(rows.column(names.index(column.name)))
        raws = held.dictionary.to_pylist()
        read = [cells.read(raw, column) for raw in raws]
        for place, cell in enumerate(read):
            if cell.refused or cell.notes:
                positions = pc.indices_nonzero(pc.equal(held.indices, place)).to_pylist()
                faulty.update(positions if cell.refused else ())
                for position in positions:
                    if cell.refused:
                        rule, problem = cell.refused.rule, cell.refused.problem
                        findings.add(rule, table.name, position + 2, column.name, problem, raws[place])
                    for rule, problem in cell.notes:
                        findings.add(rule, table.name, position + 2, column.name, problem, raws[place])
        kind = pa.int64() if column.kind is Kind.COUNT else pa.string()
        columns[column.name] = pa.array([cell.value for cell in read], type=kind).take(held.indices)
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
