"""What became of the rows of each table between two releases, by the table's key: added, changed, removed, and which cells.

Tables in memory are compared column by column as arrays, made once for each release.  Attendance that stays in its file is
joined by Polars on its key as one integer: a million rows on either side, and no frame of texts is made.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from community_policing.analysis.changes.model import Cell, ChangedRow, TableEffect
from community_policing.core.schema import TABLES, Kind, Table
from community_policing.measure.events import Places
from community_policing.measure.programme import Programme, known
from community_policing.measure.scope import Flags

if TYPE_CHECKING:
    import polars as pl

TOLD = 100  # rows of a kind that are told one by one
_PRECISIONS: Mapping[str, int] = {"month": 1, "year": 2}
_LENGTHS: Mapping[str, int] = {"month": 7, "year": 4}
_DATES = (Kind.DATE, Kind.START)
_NUMBERS = (Kind.COUNT, Kind.NUMBER, Kind.AMOUNT)
_SCANNED = TABLES["attendance"]


@dataclass(frozen=True, eq=False)
class RowChanges:
    """What became of a table's rows, as positions in the whole table.

    `later` says for each position before where that row is after, `earlier` the other way round; -1 where it is not.
    `changed` and `moved` (its governorate is another) are flags of the positions before.
    """

    table: str
    sizes: tuple[int, int]
    later: Places
    earlier: Places
    added: Places
    removed: Places
    changed: Flags
    moved: Flags
    only_moved: Flags

    @property
    def same(self) -> bool:
        """Whether no row was touched."""
        return not (len(self.added) or len(self.removed) or self.changed.any())


def row_changes(before: Programme, after: Programme) -> Mapping[str, RowChanges]:
    """What became of the rows of every table of the schema, whatever the programmes' scope."""
    return {name: _changes(table, before.whole, after.whole) for name, table in TABLES.items()}


def _changes(table: Table, before: Programme, after: Programme) -> RowChanges:
    if table.name in before.dataset.scans or table.name in after.dataset.scans:
        return _of_scans(before, after)
    size = len(before.frames[table.name])
    if before.dataset.tables[table.name] is after.dataset.tables[table.name]:
        return _unchanged(table.name, size, size)
    old, new = _columns(table, before), _columns(table, after)
    place = {row_id: at for at, row_id in enumerate(new["row_id"])}
    later = np.array([place.get(row_id, -1) for row_id in old["row_id"]], dtype=np.int32)
    both = np.flatnonzero(later >= 0)
    many, moved = np.zeros(size, dtype=np.int32), np.zeros(size, dtype=bool)
    for column in table.columns:
        differs = old[column.name][both] != new[column.name][later[both]]
        many[both] += differs
        if column.name == "governorate":
            moved[both] = differs
    return _made(table.name, (size, len(new["row_id"])), later, many > 0, moved, moved & (many == 1))


def _made(
    name: str, sizes: tuple[int, int], later: Places, changed: Flags, moved: Flags, only_moved: Flags
) -> RowChanges:
    earlier = np.full(sizes[1], -1, dtype=np.int32)
    both = np.flatnonzero(later >= 0)
    earlier[later[both]] = both
    added, removed = np.flatnonzero(earlier < 0), np.flatnonzero(later < 0)
    return RowChanges(name, sizes, later, earlier, added, removed, changed, moved, only_moved)


def _unchanged(name: str, rows: int, positions: int) -> RowChanges:
    every, none = np.arange(positions, dtype=np.int32), np.zeros(positions, dtype=bool)
    return RowChanges(name, (rows, rows), every, every, every[:0], every[:0], none, none, none)


def _columns(table: Table, whole: Programme) -> Mapping[str, Any]:
    """The table's columns as arrays that can be compared cell by cell, made once for each release: what is empty is "" or
    minus infinity, and a date is its day with its precision."""

    def made() -> dict[str, Any]:
        frame = whole.frames[table.name]
        columns: dict[str, Any] = {"row_id": frame["row_id"].tolist()}
        for column in table.columns:
            cells = frame[column.name]
            if column.kind in _NUMBERS:
                columns[column.name] = cells.to_numpy(dtype=np.float64, na_value=-np.inf)
            elif column.kind in _DATES:
                days = cells.to_numpy(dtype="datetime64[D]").astype(np.int64)
                precision = frame[f"{column.name}_precision"].map(_PRECISIONS).fillna(0).to_numpy(dtype=np.int64)
                columns[column.name] = np.where(cells.isna().to_numpy(), -1, days * 3 + precision)
            else:
                columns[column.name] = cells.to_numpy(dtype=object, na_value="")
        return columns

    return whole.keep(f"columns of {table.name}", made)


def _of_scans(before: Programme, after: Programme) -> RowChanges:
    """Attendance, where one of the two is a file: matched by its key as one integer."""
    held = [programme.dataset.scans.get(_SCANNED.name) for programme in (before, after)]
    if held[0] and held[1] and held[0].path == held[1].path:
        return _unchanged(_SCANNED.name, held[0].rows - len(held[0].refused), held[0].rows)
    ids = list(dict.fromkeys([*before.frames["trainings"]["training_id"], *after.frames["trainings"]["training_id"]]))
    old, new = (_keyed(programme, ids) for programme in (before, after))
    lengths = [
        large.rows if large else len(programme.frames[_SCANNED.name])
        for large, programme in zip(held, (before, after), strict=True)
    ]
    pairs = old.join(new, on="key", how="inner", suffix="_new")
    at, to = pairs["position"].to_numpy(), pairs["position_new"].to_numpy()
    later, earlier = np.full(lengths[0], -1, dtype=np.int32), np.full(lengths[1], -1, dtype=np.int32)
    later[at], earlier[to] = to, at
    changed, none = np.zeros(lengths[0], dtype=bool), np.zeros(lengths[0], dtype=bool)
    changed[at] = (pairs["attendances"] != pairs["attendances_new"]).to_numpy()
    gone, come = old["position"].to_numpy(), new["position"].to_numpy()
    gone, come = np.sort(gone[later[gone] < 0]), np.sort(come[earlier[come] < 0])  # a join keeps no order
    return RowChanges(_SCANNED.name, (len(old), len(new)), later, earlier, come, gone, changed, none, none)


def _keyed(programme: Programme, ids: list[str]) -> "pl.DataFrame":
    """The sound rows as position, key and seats: small integers all."""
    import polars as pl

    large = programme.dataset.scans.get(_SCANNED.name)
    columns = [*_SCANNED.key, "attendances", "position"]
    rows = large.lazy() if large else pl.from_pandas(programme.frames[_SCANNED.name][columns]).lazy()
    events = pl.LazyFrame({"training_id": ids}, schema={"training_id": pl.String}).with_row_index("event")
    key = pl.col("event").cast(pl.Int64)
    for name in _SCANNED.key[1:]:
        words = _SCANNED.column(name).choices
        place = pl.col(name).replace_strict(list(words), list(range(len(words))), default=-1, return_dtype=pl.Int64)
        key = key * (len(words) + 1) + place + 1
    joined = rows.join(events, on="training_id", how="inner")
    return joined.select(
        pl.col("position").cast(pl.Int32), key.alias("key"), pl.col("attendances").cast(pl.Int64)
    ).collect()


def table_effect(rows: RowChanges, before: Programme | None, after: Programme) -> TableEffect:
    """The same in words that can be shown: ids, and the changed cells of the first rows."""
    changed = np.flatnonzero(rows.changed)
    told: list[ChangedRow] = []
    if before and len(changed):
        some = changed[:TOLD]
        old, new = before.rows(rows.table, some), after.rows(rows.table, rows.later[some])
        if rows.table in after.dataset.scans:  # read from a file, they come in its order
            new = new.set_index("row_id", drop=False).loc[old["row_id"]]
        told = [_changed(TABLES[rows.table], a, b) for a, b in zip(_dicts(old), _dicts(new), strict=True)]
    return TableEffect(
        rows.table, *rows.sizes, len(rows.added), len(changed), len(rows.removed),
        _ids(after, rows.table, rows.added), _ids(before, rows.table, rows.removed), tuple(told),
    )  # fmt: skip


def all_new(name: str, after: Programme) -> TableEffect:
    """A table of the first release: every row is added."""
    large = after.dataset.scans.get(name)
    size = large.rows - len(large.refused) if large else len(after.whole.frames[name])
    return TableEffect(name, 0, size, size, 0, 0, () if large else _ids(after, name, np.arange(min(size, TOLD))))


def _ids(programme: Programme | None, name: str, positions: Places) -> tuple[str, ...]:
    if programme is None or not len(positions):
        return ()
    return tuple(map(str, programme.rows(name, positions[:TOLD])["row_id"]))


def _dicts(frame: pd.DataFrame) -> list[dict[Any, Any]]:
    return frame.to_dict("records")


def _changed(table: Table, old: Mapping[Any, Any], new: Mapping[Any, Any]) -> ChangedRow:
    cells = ((column.name, _cell(old, column.name), _cell(new, column.name)) for column in table.columns)
    return ChangedRow(str(old["row_id"]), tuple(Cell(*cell) for cell in cells if cell[1] != cell[2]))


def _cell(row: Mapping[Any, Any], column: str) -> str | float | None:
    value = row[column]
    if not known(value) or value == "":
        return None
    if isinstance(value, pd.Timestamp):
        return value.date().isoformat()[: _LENGTHS.get(str(row[f"{column}_precision"]), 10)]
    if isinstance(value, int | float | np.number):
        return int(value) if float(value).is_integer() else float(value)
    return str(value)
