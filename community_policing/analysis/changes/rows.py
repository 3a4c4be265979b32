"""Row changes between two releases, by each table's key: added, changed and removed rows, and the cells that differ.

Tables in memory are compared as arrays of texts, made once for each release; attendance that stays in its file is joined
by Polars on its key, so that no frame of a million texts is made.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from community_policing.core.schema import TABLES, Table
from community_policing.dataset.typed_frames import cell_texts
from community_policing.measure.events import Places
from community_policing.measure.frames import with_recorded_districts
from community_policing.measure.programme import Programme
from community_policing.measure.scope import Flags

if TYPE_CHECKING:
    import polars as pl

Codes: TypeAlias = NDArray[np.int8]
Pairs: TypeAlias = tuple[Places, Places, Flags]  # of rows in both: positions before and after, which columns differ


@dataclass(frozen=True)
class TableChange:
    """How many rows a table has before and after, and how many were added, changed and removed by its key."""

    before: int
    after: int
    added: int
    changed: int
    removed: int

    @property
    def touched(self) -> int:
        """How many rows differ."""
        return self.added + self.changed + self.removed


@dataclass(frozen=True, eq=False)
class RowChanges:
    """A table's rows, numbered once for both releases: those after by position, then those that were removed.

    `number` is that of each row before, `size` how many numbers rows after have; `added` are positions after, `removed`
    and `changed` positions before, with the columns in which each changed row `differs`.  `cause` is that of each number.
    """

    table: Table
    number: Places
    size: int
    added: Places
    removed: Places
    changed: Places
    differs: Flags
    counts: TableChange
    cause: Codes

    @property
    def only_moved(self) -> Flags:
        """Which of the changed rows have another governorate, or district, and nothing else."""
        where = np.array([column.name in ("governorate", "district") for column in self.table.columns])
        return np.asarray(~self.differs[:, ~where].any(axis=1), dtype=np.bool_)


def size(name: str, programme: Programme) -> int:
    """Count a table's sound rows."""
    scan = programme.dataset.scans.get(name)
    return scan.rows - len(scan.refused) if scan else len(programme.whole.frames[name])


def row_changes(before: Programme, after: Programme) -> Mapping[str, RowChanges]:
    """Compare the rows of every table, whatever the programmes' scope; causes are still to be decided."""
    return {name: _changes(table, before, after) for name, table in TABLES.items()}


def _changes(table: Table, before: Programme, after: Programme) -> RowChanges:
    scanned = table.name in before.dataset.scans or table.name in after.dataset.scans
    old, new, (at, to, differs) = (_joined if scanned else _matched)(table, before, after)
    size = int(new.max(initial=-1)) + 1
    number = size + np.arange(old.max(initial=-1) + 1, dtype=np.int32)
    number[at] = to
    added, removed = np.setdiff1d(new, to), np.setdiff1d(old, at)
    order = np.flatnonzero(differs.any(axis=1))
    order = order[np.argsort(at[order])]
    counts = TableChange(len(old), len(new), len(added), len(order), len(removed))
    no_cause = np.zeros(size + len(number), dtype=np.int8)
    return RowChanges(table, number, size, added, removed, at[order], differs[order], counts, no_cause)


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
    """Return rows as texts by row id, as a file would have them: a district that only its point gives a row is not in it."""
    rows = with_recorded_districts(rows)
    cells = {column.name: cell_texts(rows, column) for column in table.columns}
    return pd.DataFrame(cells, index=pd.Index(rows["row_id"].to_numpy(dtype=object)), dtype=object)


def _joined(table: Table, before: Programme, after: Programme) -> tuple[Places, Places, Pairs]:
    """Match attendance on its key, where it is a file on one side at least."""
    value = table.columns[-1].name
    old, new = _lines(table, before), _lines(table, after)
    both = old.join(new, on=list(table.key), how="inner", nulls_equal=True, suffix=" after")
    differs = np.zeros((len(both), len(table.columns)), dtype=bool)
    differs[:, -1] = both[value].ne_missing(both[f"{value} after"]).to_numpy()
    pairs = both["position"].to_numpy(), both["position after"].to_numpy(), differs
    return old["position"].to_numpy(), new["position"].to_numpy(), pairs


def _lines(table: Table, programme: Programme) -> "pl.DataFrame":
    import polars as pl

    columns = [*(column.name for column in table.columns), "position"]
    scan = programme.dataset.scans.get(table.name)
    rows = scan.lazy() if scan else pl.from_pandas(programme.whole.frames[table.name][columns]).lazy()
    return rows.select(
        *(pl.col(name).cast(pl.String) for name in table.key),
        pl.col(columns[-2]).cast(pl.Int64), pl.col("position").cast(pl.Int32),
    ).collect()  # fmt: skip
