"""Base of a check: the release that a file is held against, handed to the child process and read there."""

import json
import shutil
from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path

import msgspec
import pandas as pd

from community_policing.core.i18n import ProgrammeError, t
from community_policing.core.safe_text import printable
from community_policing.core.schema import TABLES
from community_policing.dataset.intake.draft_folder import read_table
from community_policing.dataset.intake.recipe.missing_columns import ID_PARTS
from community_policing.dataset.intake.recipe.sheet import Shaped
from community_policing.dataset.intake.report import Metadata
from community_policing.dataset.load import Dataset
from community_policing.dataset.similar_ids import normal
from community_policing.dataset.typed_frames import empty_frame


@dataclass(frozen=True)
class Base:
    """The release that a file is held against: its frames by line, its scanned attendance, what it says of itself, and
    the issues it was published with."""

    frames: Mapping[str, pd.DataFrame]
    scan: Path | None
    about: Metadata
    told: frozenset[tuple[str, int | None, str, str]]

    def cell(self, table: str, row: int, column: str) -> str:
        """A value as text; "" where there is no such row or column."""
        frame = self.frames.get(table)
        if frame is None or row not in frame.index or column not in frame:
            return ""
        value = frame.at[row, column]
        return "" if bool(pd.isna(value)) else str(value)  # type: ignore[arg-type]

    def last_line(self, table: str) -> int:
        """The last line of a table, 0 where it is empty: rows of a file are numbered on from there."""
        frame = self.frames[table]
        return int(frame.index.max()) if len(frame) else 0

    def named_rows(self) -> dict[str, dict[str, str]]:
        """Table -> its ids with the names of their rows, of the tables that one column identifies."""
        return {name: _named(self.frames[name], table.key[0]) for name, table in TABLES.items() if len(table.key) == 1}

    def ids_made_of(self, tables: Collection[str]) -> dict[str, dict[str, list[str]]]:
        """Table -> the ids of its rows and the columns that ids are made of, as texts."""
        return {
            name: {column: texts_of(self.frames[name], column) for column in (TABLES[name].key[0], *parts)}
            for name, parts in ID_PARTS.items()
            if name in tables
        }

    def updated_by(self, shaped: Shaped) -> bool:
        """Whether rows update those of the release: they have its keys, and lack columns that a new row needs."""
        table = shaped.table
        if any(key not in shaped.columns for key in table.key):
            return False
        if all(column.name in shaped.columns for column in table.columns if column.required == "yes"):
            return False
        return self.has_most_of(shaped)

    def has_most_of(self, shaped: Shaped) -> bool:
        """Whether the release has most of the rows, by the first column of their key."""
        key = shaped.table.key[0]
        if key not in shaped.columns:
            return False
        ours = {normal(cell) for cell in shaped.columns[key] if cell.strip()}
        return 2 * len(ours & set(map(normal, texts_of(self.frames[shaped.table.name], key)))) >= len(ours) > 0


def _named(frame: pd.DataFrame, key: str) -> dict[str, str]:
    """Id -> name of the row, the id beside it where rows share a name, and alone where there is none."""
    ids = [str(each) for each in frame[key]]
    name = next((column for column in ("name", "title") if column in frame), key)
    names = [i if pd.isna(cell) else printable(str(cell)) for i, cell in zip(ids, frame[name], strict=True)]
    rows = Counter(names)
    return {i: called if rows[called] == 1 else f"{called} ({i})" for i, called in zip(ids, names, strict=True)}


def no_base() -> Base:
    """What a file is held against before there is a release: empty tables."""
    return Base({name: empty_frame(table) for name, table in TABLES.items()}, None, Metadata(), frozenset())


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


_FORMS = {"day": "%Y-%m-%d", "month": "%Y-%m", "year": "%Y"}


def texts_of(frame: pd.DataFrame, column: str) -> list[str]:
    """The cells of a column as a file would hold them."""
    cells = frame[column]
    if f"{column}_precision" not in frame:
        return ["" if pd.isna(cell) else str(cell) for cell in cells]
    return [
        "" if pd.isna(cell) else cell.strftime(_FORMS[precision])
        for cell, precision in zip(cells, frame[f"{column}_precision"], strict=True)
    ]
