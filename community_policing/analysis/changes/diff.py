"""Release diff between two programmes: rows and cells by table, and every headline figure before and after."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import date
from typing import Any

import numpy as np
import pandas as pd

from community_policing.analysis.changes.causes import CAUSES, causes_of
from community_policing.analysis.changes.figures import FigureChange, Kind, figure_changes
from community_policing.analysis.changes.rows import RowChanges, TableChange, row_changes, size, texts
from community_policing.core.schema import TABLES
from community_policing.measure.programme import Programme

LISTED = 100  # rows of each table and kind of change that a diff lists; a download has all
_CELL = ("table", "row_id", "change", "column", "before", "after", "cause")


@dataclass(frozen=True, eq=False)
class ReleaseDiff:
    """What differs between two releases, or between two dates of one.

    `before` and `after` are the as-of date of the figures and the content of the dataset; `before` None: the first
    release.  `cells` has a line for each cell that changed, as text ("" = empty), and one without a column for each row
    that was added or removed; of the first rows of each table and kind of change (LISTED).  `tables` count them all.
    """

    before: tuple[date, str] | None
    after: tuple[date, str]
    tables: Mapping[str, TableChange]
    cells: pd.DataFrame
    figures: tuple[FigureChange, ...]

    @property
    def touched(self) -> int:
        """How many rows differ."""
        return sum(table.touched for table in self.tables.values())

    @property
    def nothing(self) -> bool:
        """Whether no row, no figure and no date differs."""
        same_day = self.before is not None and self.before[0] == self.after[0]
        return same_day and not self.touched and not self.moved

    @property
    def moved(self) -> tuple[FigureChange, ...]:
        """The figures that moved."""
        return tuple(figure for figure in self.figures if figure.moved)

    def figure(self, key: str, kind: Kind = "figure") -> FigureChange:
        """Return the figure of that indicator; KeyError where there is none."""
        return {(figure.key, figure.kind): figure for figure in self.figures}[key, kind]

    def as_json(self) -> dict[str, Any]:
        """Return plain JSON in a stable order, as it is stored with a release."""
        before, after = (
            side and {"as_of": side[0].isoformat(), "content": side[1]} for side in (self.before, self.after)
        )
        return {
            "before": before, "after": after, "nothing": self.nothing,
            "tables": {name: asdict(table) for name, table in self.tables.items()},
            "cells": self.cells.to_dict("records"),
            "headlines": [figure.as_json() for figure in self.figures],
        }  # fmt: skip


def release_diff(before: Programme | None, after: Programme) -> ReleaseDiff:
    """Compare two releases within the same scope, each on its own date or both on one; `before` None: a first release.

    Raises ValueError where the scopes differ in anything but the date.
    """
    last = (after.as_of, after.dataset.release)
    if before is None:
        sizes = {name: size(name, after) for name in TABLES}
        tables = {name: TableChange(0, rows, rows, 0, 0) for name, rows in sizes.items()}
        no_cells = pd.DataFrame(columns=list(_CELL), dtype=object)
        return ReleaseDiff(None, last, tables, no_cells, tuple(figure_changes(None, after, {})))
    if replace(before.scope, as_of=None) != replace(after.scope, as_of=None):
        raise ValueError(f"a diff is of one choice: {before.scope} and {after.scope}")
    changes = causes_of(row_changes(before, after), before, after)
    counts = {name: rows.counts for name, rows in changes.items()}
    listed, figures = _cells(changes, before, after, LISTED), tuple(figure_changes(before, after, changes))
    return ReleaseDiff((before.as_of, before.dataset.release), last, counts, listed, figures)


def all_cells(before: Programme, after: Programme) -> pd.DataFrame:
    """List every row and cell that differs, as `ReleaseDiff.cells` lists the first of them."""
    return _cells(causes_of(row_changes(before, after), before, after), before, after, None)


def _cells(changes: Mapping[str, RowChanges], before: Programme, after: Programme, most: int | None) -> pd.DataFrame:
    """List the rows and cells that differ; `most`: rows of each table and kind of change, None for all."""
    frames = []
    for name, rows in changes.items():
        causes = np.array(CAUSES, dtype=object)[rows.cause]
        added, removed, changed = rows.added[:most], rows.removed[:most], rows.changed[:most]
        to = rows.number[changed]
        old, new = texts(rows.table, before.rows(name, changed)), texts(rows.table, after.rows(name, to))
        new = new.loc[old.index]  # rows of a file come in its order
        at, column = np.nonzero(rows.differs[:most])
        parts = (
            (after.rows(name, added)["row_id"], "added", "", "", "", causes[added]),
            (old.index[at], "changed", old.columns[column], old.to_numpy()[at, column], new.to_numpy()[at, column],
             causes[to][at]),
            (before.rows(name, removed)["row_id"], "removed", "", "", "", causes[rows.number[removed]]),
        )  # fmt: skip
        for ids, *cells in parts:
            part = dict(zip(_CELL, (name, ids.to_numpy(), *cells), strict=True))
            frames.append(pd.DataFrame(part, dtype=object, index=range(len(ids))))
    return pd.concat(frames, ignore_index=True)
