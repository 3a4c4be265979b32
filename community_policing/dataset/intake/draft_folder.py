"""Draft folder: the base handed to the child process, and the tables and raw cells that it hands back."""

import hashlib
import json
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import msgspec
import pandas as pd

from community_policing.core.i18n import ProgrammeError, t
from community_policing.core.schema import TABLES
from community_policing.dataset.csv_file import letter
from community_policing.dataset.intake.grid import Grid
from community_policing.dataset.intake.report import Metadata
from community_policing.dataset.load import Dataset
from community_policing.dataset.parquet import Scan
from community_policing.dataset.typed_frames import DTYPES

_SHOWN_WIDTH = 300  # columns that are kept of rows wider than their header


@dataclass(frozen=True)
class Base:
    """The release that a file is held against: its frames by line, its scanned attendance, what it says of itself, and
    the issues it was published with."""

    frames: Mapping[str, pd.DataFrame]
    scan: Path | None
    about: Metadata
    told: frozenset[tuple[str, int | None, str, str]]


def write_base(draft: Path, base: Dataset) -> None:
    """Write what the child needs of the base, and what `read_draft` needs after a restart."""
    folder = draft / "base"
    folder.mkdir(mode=0o700, exist_ok=True)
    for name, frame in base.tables.items():
        frame.to_parquet(folder / f"{name}.parquet", index=False)
    scans = {name: [str(_kept(scan.path, folder, name)), scan.rows, scan.first] for name, scan in base.scans.items()}
    about = Metadata(**base.described)
    (folder / "base.json").write_bytes(msgspec.json.encode({"scans": scans, "about": about, "issues": base.issues}))


def _kept(scanned: Path, folder: Path, name: str) -> Path:
    """The scanned file under a name of the draft's own, so that the draft stays whole whatever becomes of the other."""
    ours = folder / f"{name}.scanned.parquet"
    try:
        if not (ours.exists() and ours.samefile(scanned)):
            ours.unlink(missing_ok=True)
            _linked(scanned, ours)
    except FileNotFoundError as error:
        raise ProgrammeError(
            t("The table {table} of the current release is no longer where it is kept.", table=name),
            t("Restore the tables of the releases from a backup, or make an earlier release current, and try again."),
        ) from error
    return ours


def _linked(scanned: Path, ours: Path) -> None:
    try:
        ours.hardlink_to(scanned)
    except FileNotFoundError:
        raise
    except OSError:  # on another disk, or one that knows no links
        shutil.copyfile(scanned, ours)


def read_base(draft: Path) -> Base:
    """What `write_base` wrote, frames indexed by line."""
    document = json.loads((draft / "base" / "base.json").read_text("utf-8"))
    frames = {name: read_table(draft, "base", name).set_index("row", drop=False).rename_axis(None) for name in TABLES}
    scan = Path(document["scans"]["attendance"][0]) if document["scans"] else None
    reported = frozenset((i["table"], i["row"], i["column"], i["rule"]) for i in document["issues"])
    return Base(frames, scan, msgspec.convert(document["about"], Metadata), reported)


def write_tables(draft: Path, tables: Mapping[str, pd.DataFrame]) -> None:
    """The tables that the file brings: tables/<table>.parquet."""
    folder = draft / "tables"
    folder.mkdir(mode=0o700, exist_ok=True)
    for name, frame in tables.items():
        frame.to_parquet(folder / f"{name}.parquet", index=False)


def read_table(draft: Path, folder: str, name: str) -> pd.DataFrame:
    """One table of the draft with the types that load gives it."""
    frame = pd.read_parquet(draft / folder / f"{name}.parquet")
    table = TABLES[name]
    kinds = {c.name: DTYPES[c.kind] for c in table.columns} | {f"{d}_precision": "str" for d in table.dates}
    return frame.astype({**kinds, "row": "int64"})


def write_raw(draft: Path, grids: Mapping[str, Grid]) -> None:
    """The cells as the file shows them: raw/<table>.parquet has `row`, the row or line, and columns A, B, C ... of
    texts; its first row is the header.  raw/sheets.json is table -> {sheet, workbook}."""
    folder = draft / "raw"
    folder.mkdir(mode=0o700, exist_ok=True)
    for name, grid in grids.items():
        rows = [grid.header, *grid.records]
        width = min(max(map(len, rows)), max(len(grid.header), _SHOWN_WIDTH))  # a single row may be far wider
        columns = {letter(i): [r[i] if i < len(r) else "" for r in rows] for i in range(width)}
        frame = pd.DataFrame({"row": [grid.top, *grid.lines], **columns})
        frame.to_parquet(folder / f"{name}.parquet", index=False)
    about = {name: {"sheet": grid.name, "workbook": grid.sheet} for name, grid in grids.items()}
    (folder / "sheets.json").write_text(json.dumps(about, ensure_ascii=False), "utf-8")


def digest(about: Metadata, frames: Mapping[str, pd.DataFrame], scans: Mapping[str, Scan]) -> str:
    """12 hex digits that name the content: what the dataset says of itself and every cell of every table, wherever in
    whatever kind of file the rows stood."""
    sha = hashlib.sha256(json.dumps(msgspec.to_builtins(about), sort_keys=True).encode())
    for name in TABLES:
        sha.update(name.encode())
        for part in _batches(scans[name].path) if name in scans else [frames[name]]:
            cells = part[[c for c in frames[name].columns if c != "row" and c in part]]
            sha.update(pd.util.hash_pandas_object(cells, index=False).to_numpy().tobytes())
    return sha.hexdigest()[:12]


def _batches(path: Path) -> Iterator[pd.DataFrame]:
    import pyarrow.parquet as pq

    for batch in pq.ParquetFile(path).iter_batches(batch_size=200_000):
        yield batch.to_pandas()
