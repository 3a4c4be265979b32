"""Row changes between two releases, by each table's key: added, changed and removed rows, and the cells that differ.

Tables in memory are compared as arrays of texts, made once for each release; attendance that stays in its file is joined
by Polars on its key, so that no frame of a million texts is made.
"""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from community_policing.analysis.changes.model import ADDED, CHANGED, REMOVED, CellChange, TableChange
from community_policing.core.schema import TABLES, Column, Kind, Table
from community_policing.measure.events import Places
from community_policing.measure.programme import Programme
from community_policing.measure.scope import Flags

if TYPE_CHECKING:
    import polars as pl

LISTED = 100  # rows of each table and kind of change that a diff lists; a download has all
_LENGTHS: Mapping[str, int] = {"month": 7, "year": 4}  # of a date in ISO
_NUMBERS = (Kind.COUNT, Kind.NUMBER, Kind.AMOUNT)
_FIELDS = [each.name for each in fields(CellChange)]


@dataclass(frozen=True, eq=False)
class RowChanges:
    """A table's rows as positions in the whole table before and after.

    `later` is where each row before is after, `earlier` the other way round; -1 where it is not.  `differs` says for each
    of the `changed` rows before which of the table's columns differ.
    """

    table: Table
    later: Places
    earlier: Places
    added: Places
    removed: Places
    changed: Places
    differs: Flags
    counts: TableChange

    @property
    def only_moved(self) -> Flags:
        """Which of the changed rows have another governorate and nothing else."""
        names = np.array([column.name for column in self.table.columns])
        moved = self.differs[:, names == "governorate"].any(axis=1)
        return np.asarray(moved & (self.differs.sum(axis=1) == 1), dtype=np.bool_)


def size(name: str, programme: Programme) -> int:
    """Count a table's sound rows."""
    scan = programme.dataset.scans.get(name)
    return scan.rows - len(scan.refused) if scan else len(programme.whole.frames[name])


def row_changes(before: Programme, after: Programme) -> Mapping[str, RowChanges]:
    """Compare the rows of every table, whatever the programmes' scope."""
    return {name: _changes(table, before, after) for name, table in TABLES.items()}


def _changes(table: Table, before: Programme, after: Programme) -> RowChanges:
    if table.name in before.dataset.scans or table.name in after.dataset.scans:
        old, new, pairs = _joined(table, before, after)
    else:
        old, new, pairs = _matched(table, before, after)
    later, earlier = (np.full(positions.max(initial=-1) + 1, -1, dtype=np.int32) for positions in (old, new))
    at, to, differs = pairs
    later[at], earlier[to] = to, at
    added, removed = np.sort(new[earlier[new] < 0]), np.sort(old[later[old] < 0])
    order = np.flatnonzero(differs.any(axis=1))
    order = order[np.argsort(at[order])]
    counts = TableChange(len(old), len(new), len(added), len(order), len(removed))
    return RowChanges(table, later, earlier, added, removed, at[order], differs[order], counts)


Pairs = tuple[Places, Places, Flags]  # of rows in both: positions before and after, and which columns differ


def _matched(table: Table, before: Programme, after: Programme) -> tuple[Places, Places, Pairs]:
    positions = np.arange(size(table.name, before)), np.arange(size(table.name, after))
    if before.dataset.tables[table.name] is after.dataset.tables[table.name]:
        return *positions, (*positions, np.zeros((len(positions[0]), len(table.columns)), dtype=bool))
    old, new = _texts(table, before), _texts(table, after)
    found = new.index.get_indexer(old.index)
    at = np.flatnonzero(found >= 0)
    return *positions, (at, found[at], old.to_numpy()[at] != new.to_numpy()[found[at]])


def _texts(table: Table, programme: Programme) -> pd.DataFrame:
    """Return the whole table as texts by row id, made once for each release."""
    whole = programme.whole
    return whole.keep(f"texts of {table.name}", lambda: texts(table, whole.frames[table.name]))


def texts(table: Table, rows: pd.DataFrame) -> pd.DataFrame:
    """Return rows as texts by row id: dates in ISO of the precision on record, numbers plain, "" for an empty cell."""
    cells = {column.name: _text(rows, column) for column in table.columns}
    return pd.DataFrame(cells, index=pd.Index(rows["row_id"].to_numpy(dtype=object)), dtype=object)


def _text(rows: pd.DataFrame, column: Column) -> NDArray[Any]:
    cells = rows[column.name]
    if column.kind in (Kind.DATE, Kind.START):
        cells, precision = cells.dt.strftime("%Y-%m-%d").astype(object), rows[f"{column.name}_precision"]
        for word, length in _LENGTHS.items():
            cells = cells.where(precision.ne(word).to_numpy(dtype=bool, na_value=True), cells.str[:length])
    elif column.kind in _NUMBERS:
        values = cells.to_numpy(dtype=np.float64, na_value=np.nan)
        cells = pd.Series([f"{value:.15g}" for value in values], index=cells.index).where(cells.notna())
    return cells.astype(object).where(cells.notna(), "").to_numpy(dtype=object)


def _joined(table: Table, before: Programme, after: Programme) -> tuple[Places, Places, Pairs]:
    """Match attendance on its key, where it is a file on one side at least."""
    value = table.columns[-1].name
    old, new = _lines(table, before), _lines(table, after)
    both = old.join(new, on=list(table.key), how="inner", nulls_equal=True, suffix=" after")
    differs = np.zeros((len(both), len(table.columns)), dtype=bool)
    differs[:, -1] = both[value].ne_missing(both[f"{value} after"]).to_numpy()
    return (
        old["position"].to_numpy(),
        new["position"].to_numpy(),
        (both["position"].to_numpy(), both["position after"].to_numpy(), differs),
    )


def _lines(table: Table, programme: Programme) -> "pl.DataFrame":
    import polars as pl

    columns = [*(column.name for column in table.columns), "position"]
    scan = programme.dataset.scans.get(table.name)
    rows = scan.lazy() if scan else pl.from_pandas(programme.whole.frames[table.name][columns]).lazy()
    return rows.select(
        *(pl.col(name).cast(pl.String) for name in table.key),
        pl.col(columns[-2]).cast(pl.Int64), pl.col("position").cast(pl.Int32),
    ).collect()  # fmt: skip


def listed(
    rows: RowChanges, causes: tuple[NDArray[Any], NDArray[Any]], before: Programme, after: Programme, most: int | None
) -> pd.DataFrame:
    """List the rows that differ, a line for each changed cell, with the fields of CellChange as columns.

    `causes`: of the rows before and after, by position; `most`: rows of each kind of change, None for all.
    """
    old, new = (
        _rows(rows.table, before, rows.changed[:most]),
        _rows(rows.table, after, rows.later[rows.changed[:most]]),
    )
    new = new.loc[old.index]  # rows of a file come in its order
    at, column = np.nonzero(rows.differs[:most])
    names = np.array([each.name for each in rows.table.columns], dtype=object)
    parts = [
        (_rows(rows.table, after, rows.added[:most]).index, ADDED, "", "", "", causes[1][rows.added[:most]]),
        (old.index[at], CHANGED, names[column], old.to_numpy()[at, column], new.to_numpy()[at, column],
         causes[0][rows.changed[:most]][at]),
        (_rows(rows.table, before, rows.removed[:most]).index, REMOVED, "", "", "", causes[0][rows.removed[:most]]),
    ]  # fmt: skip
    frames = [
        pd.DataFrame(dict(zip(_FIELDS, (rows.table.name, *part), strict=True)), dtype=object, index=range(len(part[0])))
        for part in parts
    ]
    return pd.concat(frames, ignore_index=True)


def _rows(table: Table, programme: Programme, at: Places) -> pd.DataFrame:
    return texts(table, programme.rows(table.name, at))
