"""Release diff: rows and cells that differ between two releases, and every headline figure before and after."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from community_policing.core.quantity import Quantity

NEW, LATE, CORRECTION, RECODED, TARGET, DATE = CAUSES = (
    "new_activity", "late_report", "correction", "place_recoded", "target_revised", "date_moved_on",
)  # fmt: skip
FIGURE, PLACES, AIM, PROGRESS = "figure", "places", "target", "progress"
ADDED, CHANGED, REMOVED = "added", "changed", "removed"


@dataclass(frozen=True)
class CellChange:
    """A cell that changed, as text ("" = empty); a row that was added or removed is one line without a column."""

    table: str
    row_id: str
    change: str
    column: str
    before: str
    after: str
    cause: str


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


@dataclass(frozen=True)
class Contribution:
    """What the rows of one cause add to a figure's lower and upper bound, exactly; `high` None where that bound is open."""

    cause: str
    low: float
    high: float | None
    rows: int


@dataclass(frozen=True)
class FigureChange:
    """A headline figure before and after.

    `key` is an indicator's; `kind` is its figure, the number of governorates that have any, the target in force or the
    progress towards it.  `contributions` sum to the difference where the figure adds over rows; elsewhere there are none.
    """

    key: str
    kind: str
    unit: str
    before: Quantity | None
    after: Quantity | None
    contributions: tuple[Contribution, ...] = ()

    @property
    def moved(self) -> bool:
        """Whether it differs, or rows moved it and cancel out."""
        return self.before != self.after or bool(self.contributions)

    @property
    def difference(self) -> tuple[float | None, float | None]:
        """How far the lower and the upper bound moved; None where a side is not known or open."""
        if self.before is None or self.after is None:
            return None, None
        low = self.after.low - self.before.low
        return low, None if self.before.high is None or self.after.high is None else self.after.high - self.before.high

    def as_json(self) -> dict[str, Any]:
        """Return plain JSON."""
        sides = (None if q is None else {"low": q.low, "high": q.high} for q in (self.before, self.after))
        before, after = sides
        parts = [asdict(part) for part in self.contributions]
        return {"key": self.key, "kind": self.kind, "unit": self.unit, "before": before, "after": after, "parts": parts}


@dataclass(frozen=True)
class ReleaseDiff:
    """What differs between two releases, or between two dates of one.

    `before` and `after` are the as-of date of the figures and the content of the dataset; `before` None: the first
    release.  `cells` are the first rows of each table and kind of change (`rows.LISTED`); `tables` count them all.
    """

    before: tuple[date, str] | None
    after: tuple[date, str]
    tables: Mapping[str, TableChange]
    cells: tuple[CellChange, ...]
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

    def figure(self, key: str, kind: str = FIGURE) -> FigureChange:
        """Return the figure of that indicator; KeyError where there is none."""
        return {(figure.key, figure.kind): figure for figure in self.figures}[key, kind]

    def as_json(self) -> dict[str, Any]:
        """Return plain JSON in a stable order, as it is stored with a release."""
        sides = [side and {"as_of": side[0].isoformat(), "content": side[1]} for side in (self.before, self.after)]
        return {
            "before": sides[0],
            "after": sides[1],
            "nothing": self.nothing,
            "tables": {name: asdict(table) for name, table in self.tables.items()},
            "cells": [asdict(cell) for cell in self.cells],
            "headlines": [figure.as_json() for figure in self.figures],
        }
