"""Release diff between two programmes: rows and cells by table, and every headline figure before and after."""

from collections.abc import Collection, Mapping
from dataclasses import replace

import pandas as pd

from community_policing.analysis.changes.causes import Causes, causes_of
from community_policing.analysis.changes.figures import figure_changes
from community_policing.analysis.changes.model import CellChange, ReleaseDiff, TableChange
from community_policing.analysis.changes.rows import LISTED, listed, row_changes, size
from community_policing.core.indicators import INDICATORS
from community_policing.core.schema import TABLES
from community_policing.measure.programme import Programme


def release_diff(before: Programme | None, after: Programme, keys: Collection[str] = tuple(INDICATORS)) -> ReleaseDiff:
    """Compare two releases within the same scope, each on its own date or both on one; `before` None: a first release.

    Raises ValueError where the scopes differ in anything but the date.
    """
    last = (after.as_of, after.dataset.release)
    if before is None:
        sizes = {name: size(name, after) for name in TABLES}
        tables = {name: TableChange(0, rows, rows, 0, 0) for name, rows in sizes.items()}
        return ReleaseDiff(None, last, tables, (), tuple(figure_changes(None, after, {}, keys)))
    if replace(before.scope, as_of=None) != replace(after.scope, as_of=None):
        raise ValueError(f"a diff is of one choice: {before.scope} and {after.scope}")
    causes = causes_of(row_changes(before, after), before, after)
    cells = _listed(causes, before, after, LISTED).itertuples(index=False)
    return ReleaseDiff(
        (before.as_of, before.dataset.release), last, {name: causes[name].rows.counts for name in TABLES},
        tuple(CellChange(*line) for line in cells), tuple(figure_changes(before, after, causes, keys)),
    )  # fmt: skip


def all_cells(before: Programme, after: Programme) -> pd.DataFrame:
    """List every row and cell that differs, a line each, with the fields of CellChange as columns."""
    return _listed(causes_of(row_changes(before, after), before, after), before, after, None)


def _listed(causes: Mapping[str, Causes], before: Programme, after: Programme, most: int | None) -> pd.DataFrame:
    parts = [listed(causes[name].rows, causes[name].names, before, after, most) for name in TABLES]
    return pd.concat(parts, ignore_index=True)
