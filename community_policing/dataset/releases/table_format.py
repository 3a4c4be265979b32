"""Tables <-> Parquet bytes.  Equal tables give equal bytes; what is read back has the very types that were written."""

import hashlib
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from tempfile import TemporaryFile
from types import MappingProxyType
from typing import IO, Any

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from community_policing.core import engine
from community_policing.core.schema import ADDED, TABLES, TRANSLATED
from community_policing.dataset.issues import Issue, Severity
from community_policing.dataset.load import SCANNED, Dataset
from community_policing.dataset.parquet import Scan
from community_policing.dataset.releases.release import ISSUES, TableFile
from community_policing.dataset.typed_frames import empty_frame

LARGE = engine.LARGE  # rows of attendance from which it stays in its file
_LATER = ("district", *sorted(TRANSLATED))  # columns that came with schema versions 2 and 3
_READ = 1024 * 1024  # bytes that are hashed or copied at once
_CHUNK = 131_072  # rows of a row group: fixed, so that bytes do not depend on how rows arrive
_TYPES = MappingProxyType({"str": pa.string(), "Int64": pa.int64(), "Float64": pa.float64(), "int64": pa.int64(),
                           "datetime64[us]": pa.timestamp("us")})  # fmt: skip
_PANDAS = {
    pa.string(): empty_frame(TABLES["donors"])["name"].dtype,
    pa.int64(): pd.Int64Dtype(),
    pa.float64(): pd.Float64Dtype(),
}
_ISSUE_FIELDS = ("severity", "table", "row", "column", "rule", "value", "message")
_ISSUES = pa.schema([(name, pa.int64() if name == "row" else pa.string()) for name in _ISSUE_FIELDS])


@dataclass(frozen=True, eq=False)
class Encoded:
    """One table as it is stored: its bytes, in memory or in a temporary file, and how many rows they hold."""

    content: bytes | IO[bytes]
    rows: int

    @property
    def stream(self) -> IO[bytes]:
        """The bytes from the first on, to be read in pieces; one reader at a time."""
        if isinstance(self.content, bytes):
            return io.BytesIO(self.content)
        self.content.seek(0)
        return self.content

    @property
    def data(self) -> bytes:
        """All bytes at once."""
        return self.stream.read()

    @cached_property
    def file(self) -> TableFile:
        """The file that these bytes are."""
        return TableFile(digest(self.stream), self.rows, self.stream.seek(0, io.SEEK_END))


def digest(stream: IO[bytes]) -> str:
    """The SHA-256 of what is left to read."""
    found = hashlib.sha256()
    while piece := stream.read(_READ):
        found.update(piece)
    return found.hexdigest()


def encode(dataset: Dataset) -> Mapping[str, Encoded]:
    """Every table of the dataset, and its issues, as bytes.  A large attendance is stored as a scan reads it: without
    the lines of the analyst's file, row 1 being the first.  An empty table that came with a later schema is not stored: a
    release without it has the very files that it had before."""
    encoded: dict[str, Encoded] = {}
    for name, frame in dataset.tables.items():
        if name in ADDED and frame.empty:
            continue
        if name in dataset.scans:
            encoded[name] = _scanned(dataset.scans[name])
        else:
            stored = _stored(name, frame)
            encoded[name] = Encoded(_bytes(_schema(name, stored.columns), _chunks(stored)), len(stored))
    encoded[ISSUES] = Encoded(_bytes(_ISSUES, (pd.DataFrame(map(_plain, dataset.issues), columns=list(_ISSUE_FIELDS)),)),
                           len(dataset.issues))  # fmt: skip
    return encoded


def _stored(name: str, frame: pd.DataFrame) -> pd.DataFrame:
    """The columns that are stored: of a large attendance not the lines; of later columns those that say anything, so that a
    release without them has the very files that it had before."""
    lines = ["row"] if name == SCANNED and len(frame) >= LARGE else []
    return frame.drop(columns=[*lines, *(later for later in _LATER if later in frame and frame[later].isna().all())])


def decode(name: str, data: bytes) -> pd.DataFrame:
    """The table of that name as load() gives it; what a newer schema added since is empty."""
    table = pq.read_table(pa.BufferReader(data), use_threads=False)
    types = empty_frame(TABLES[name]).dtypes.to_dict()
    frame: pd.DataFrame = table.to_pandas(types_mapper=_PANDAS.get)
    return frame.reindex(columns=list(types)).astype(types)


def decode_issues(data: bytes) -> tuple[Issue, ...]:
    """The warnings a release was published with."""
    rows = pq.read_table(pa.BufferReader(data), use_threads=False).to_pylist()
    return tuple(Issue(**{**row, "severity": Severity(row["severity"])}) for row in rows)


def is_scan(path: Path) -> bool:
    """Whether the stored attendance is one that stays in its file."""
    return "row" not in pq.read_schema(path).names


def _plain(issue: Issue) -> dict[str, object]:
    return {name: str(value) if isinstance(value, Severity) else value for name, value in vars(issue).items()}


def _schema(name: str, columns: Iterable[str]) -> pa.Schema:
    types = empty_frame(TABLES[name]).dtypes
    return pa.schema([(column, _TYPES[str(types[column])]) for column in columns])


def _chunks(frame: pd.DataFrame) -> Iterable[pd.DataFrame]:
    return (frame.iloc[start : start + _CHUNK] for start in range(0, max(len(frame), 1), _CHUNK))


def _scanned(scan: Scan) -> Encoded:
    """The sound rows of a file that is scanned, a row group at a time and into a file, so that it is never held whole."""
    names = [column.name for column in TABLES[SCANNED].columns]
    rows = scan.rows - len(scan.refused)
    lazy = scan.lazy().select(names)
    chunks = (lazy.slice(start, _CHUNK).collect().to_pandas() for start in range(0, max(rows, 1), _CHUNK))
    kept = TemporaryFile()  # noqa: SIM115 - it goes when the table that it holds does
    _write(kept, _schema(SCANNED, names), chunks)
    return Encoded(kept, rows)


def _bytes(schema: pa.Schema, chunks: Iterable[pd.DataFrame]) -> bytes:
    sink = pa.BufferOutputStream()
    _write(sink, schema, chunks)
    return bytes(sink.getvalue())


def _write(sink: Any, schema: pa.Schema, chunks: Iterable[pd.DataFrame]) -> None:
    with pq.ParquetWriter(sink, schema, compression="zstd", store_schema=False, write_statistics=True) as writer:
        for chunk in chunks:
            writer.write_table(_arrow(schema, chunk), row_group_size=_CHUNK)


def _arrow(schema: pa.Schema, frame: pd.DataFrame) -> pa.Table:
    columns: Sequence[pa.Array] = [pa.Array.from_pandas(frame[field.name], type=field.type) for field in schema]
    return pa.Table.from_arrays([_one(column) for column in columns], schema=schema)


def _one(column: "pa.Array | pa.ChunkedArray") -> pa.Array:
    return column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column
