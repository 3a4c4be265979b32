"""Draft folder: the tables and raw cells of a file that the child process hands back."""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

import msgspec
import pandas as pd

from community_policing.core.schema import ADDED, TABLES, TRANSLATED
from community_policing.dataset.csv_file import letter
from community_policing.dataset.intake.recipe.sheet import RawSheet
from community_policing.dataset.intake.report import Metadata
from community_policing.dataset.parquet import Scan
from community_policing.dataset.typed_frames import DTYPES


def write_tables(draft: Path, tables: Mapping[str, pd.DataFrame]) -> None:
    """The tables that the file brings: tables/<table>.parquet."""
    folder = draft / "tables"
    folder.mkdir(mode=0o700, exist_ok=True)
    for name, frame in tables.items():
        frame.to_parquet(folder / f"{name}.parquet", index=False)


def read_table(draft: Path, folder: str, name: str) -> pd.DataFrame:
    """One table of the draft with the types that load gives it."""
    import pyarrow.parquet as pq

    frame: pd.DataFrame = pq.ParquetFile(draft / folder / f"{name}.parquet").read().to_pandas()
    table = TABLES[name]
    kinds = {c.name: DTYPES[c.kind] for c in table.columns} | {f"{d}_precision": "str" for d in table.dates}
    found = frame.dtypes.astype(str).to_dict()
    others = {name: kind for name, kind in {**kinds, "row": "int64"}.items() if found[name] != kind}
    return frame.astype(others) if others else frame


def write_raw(draft: Path, sheets: Iterable[tuple[RawSheet, int, str]]) -> None:
    """The cells of sheets as the file shows them, each with the line of its header and its table: `row`, the row or line, and
    columns A, B, C ... of texts."""
    for sheet, header, table in sheets:
        width = len(sheet.rows[0]) if sheet.rows else 0
        columns = {letter(at): [row[at] for row in sheet.rows] for at in range(width)}
        frame = pd.DataFrame({"row": list(sheet.lines), **columns})
        frame.to_parquet(raw_file(draft, sheet, header, table), index=False)


def raw_file(draft: Path, sheet: RawSheet, header: int, table: str) -> Path:
    """Where the cells of a sheet go; raw/sheets.json lists the sheets as {name, worksheet, header, table}."""
    folder = draft / "raw"
    folder.mkdir(mode=0o700, exist_ok=True)
    about = folder / "sheets.json"
    listed = json.loads(about.read_text("utf-8")) if about.exists() else []
    listed.append({"name": sheet.name, "worksheet": sheet.worksheet, "header": header, "table": table})
    about.write_text(json.dumps(listed, ensure_ascii=False), "utf-8")
    return folder / f"{len(listed) - 1}.parquet"


def digest(about: Metadata, frames: Mapping[str, pd.DataFrame], scans: Mapping[str, Scan]) -> str:
    """Return 12 hex digits that name the content: what the dataset says of itself and every cell, in any kind of file.

    A table that came with a later schema, or a column of names in another language, has no part in it while it is empty: the
    same rows are the same content."""
    sha = hashlib.sha256(json.dumps(msgspec.to_builtins(about), sort_keys=True).encode())
    for name in TABLES:
        if name in ADDED and frames[name].empty:
            continue
        sha.update(name.encode())
        for part in _batches(scans[name].path) if name in scans else [frames[name]]:
            left_out = {"row", *(c for c in TRANSLATED.intersection(frames[name]) if frames[name][c].isna().all())}
            cells = part[[c for c in frames[name].columns if c not in left_out and c in part]]
            sha.update(pd.util.hash_pandas_object(cells, index=False).to_numpy().tobytes())
    return sha.hexdigest()[:12]


def _batches(path: Path) -> Iterator[pd.DataFrame]:
    import pyarrow.parquet as pq

    for batch in pq.ParquetFile(path).iter_batches(batch_size=200_000):
        yield batch.to_pandas()
