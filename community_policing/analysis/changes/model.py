"""What an effect is made of: what became of the rows of each table, and of each headline figure, cause by cause."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from types import MappingProxyType
from typing import Any

from community_policing.core.quantity import NOTHING, Quantity

# The order in which the causes are applied, one after another.  A figure that does not add up (a share, bounds on people)
# is moved by each cause on top of those before it: in another order its parts could differ, and would sum to the same whole.
DATE, RECODED, CORRECTION, LATE, NEW, TARGET, BASIS = CAUSES = (
    "date_moved_on", "place_recoded", "correction", "late_report", "new_activity", "target_revised", "basis_changed",
)  # fmt: skip
FIGURE, PLACES, AIM, PROGRESS = "figure", "places", "target", "progress"


@dataclass(frozen=True)
class Cell:
    """A cell that changed: texts and numbers as they are, dates as ISO text of the precision on record, None = empty."""

    column: str
    old: str | float | None
    new: str | float | None

    def reverse(self) -> "Cell":
        """Return the cell as it changes on the way back."""
        return Cell(self.column, self.new, self.old)


@dataclass(frozen=True)
class ChangedRow:
    """A row that is in both releases and is not the same."""

    row_id: str
    cells: tuple[Cell, ...]

    def reverse(self) -> "ChangedRow":
        """Return the row as it changes on the way back."""
        return ChangedRow(self.row_id, tuple(cell.reverse() for cell in self.cells))


@dataclass(frozen=True)
class TableEffect:
    """What became of a table: rows before and after, and how many were added, changed and removed by the table's key.
    Ids and changed rows are the first few, in the order of the table; the numbers are of all."""

    table: str
    before: int
    after: int
    added: int
    changed: int
    removed: int
    added_ids: tuple[str, ...] = ()
    removed_ids: tuple[str, ...] = ()
    changed_rows: tuple[ChangedRow, ...] = ()

    @property
    def touched(self) -> int:
        """How many rows are not what they were."""
        return self.added + self.changed + self.removed

    def reverse(self) -> "TableEffect":
        """Return what becomes of the table on the way back: what was added is taken out."""
        return TableEffect(
            self.table, self.after, self.before, self.removed, self.changed, self.added, self.removed_ids, self.added_ids,
            tuple(row.reverse() for row in self.changed_rows),
        )  # fmt: skip

    @classmethod
    def read(cls, table: str, stored: Mapping[str, Any]) -> "TableEffect":
        """What `as_json` wrote of that table."""
        added, changed, removed = (stored[name] for name in ("added", "changed", "removed"))
        rows = tuple(ChangedRow(row["id"], tuple(Cell(**cell) for cell in row["cells"])) for row in changed["rows"])
        counts = (stored["before"], stored["after"], added["count"], changed["count"], removed["count"])
        return cls(table, *counts, tuple(added["ids"]), tuple(removed["ids"]), rows)

    def as_json(self) -> dict[str, Any]:
        """Plain JSON."""
        rows = [
            {"id": row.row_id, "cells": [{"column": c.column, "old": c.old, "new": c.new} for c in row.cells]}
            for row in self.changed_rows
        ]
        return {
            "before": self.before,
            "after": self.after,
            "added": {"count": self.added, "ids": list(self.added_ids)},
            "changed": {"count": self.changed, "rows": rows},
            "removed": {"count": self.removed, "ids": list(self.removed_ids)},
        }


@dataclass(frozen=True)
class Part:
    """How far one cause moved the lower and the upper bound, exactly; None where that cannot be said, because a bound is
    open or the figure is not known on one side.  `rows`: how many rows of the record the cause touched.  `back`: it was taken
    back, since an earlier release was restored; of the date, that it moved back."""

    cause: str
    low: Fraction | None
    high: Fraction | None
    rows: int = 0
    back: bool = False

    @classmethod
    def read(cls, stored: Mapping[str, Any]) -> "Part":
        """What `as_json` wrote; ValueError for a cause that there is not."""
        if stored["cause"] not in CAUSES:
            raise ValueError(f"no cause: {stored['cause']}")
        low, high = (None if stored[bound] is None else Fraction(stored[bound]) for bound in ("low", "high"))
        return cls(stored["cause"], low, high, stored["rows"], stored.get("back", False))

    def as_json(self) -> dict[str, Any]:
        """Plain JSON; `back` only where it is so."""
        made = {"cause": self.cause, "low": plain(self.low), "high": plain(self.high), "rows": self.rows}
        return made | ({"back": True} if self.back else {})

    def reverse(self) -> "Part":
        """Return what the cause does on the way back."""
        low, high = (None if bound is None else -bound for bound in (self.low, self.high))
        return Part(self.cause, low, high, self.rows, not self.back)


@dataclass(frozen=True)
class Headline:
    """A figure before and after, and the parts of the difference, which sum to it, for both bounds.

    `key` is an indicator's; `kind` says what of it: its figure, the number of `places` (governorates) where there is any,
    the target in force, or the progress towards it.  `places` are the same for single governorates, whose key is the
    P-code ("" = not on record): those that moved.
    """

    key: str
    kind: str
    unit: str
    before: Quantity | None
    after: Quantity | None
    parts: tuple[Part, ...] = ()
    places: tuple["Headline", ...] = ()

    @property
    def moved(self) -> bool:
        """Whether it is not what it was, or stayed the same by chance: its parts cancel out."""
        return self.before != self.after or bool(self.parts) or bool(self.places)

    @property
    def difference(self) -> tuple[Fraction | None, Fraction | None]:
        """How far the lower and the upper bound moved; None where that cannot be said."""
        return moved(self.before, self.after)

    def reverse(self) -> "Headline":
        """Return the figure on the way back: each cause is taken back."""
        parts, places = tuple(p.reverse() for p in self.parts), tuple(p.reverse() for p in self.places)
        return replace(self, before=self.after, after=self.before, parts=parts, places=places)

    def dated_back(self) -> "Headline":
        """Return the same where the later side speaks of an earlier day: the date did not move on, it moved back."""
        parts = tuple(replace(part, back=True) if part.cause == DATE else part for part in self.parts)
        return replace(self, parts=parts, places=tuple(place.dated_back() for place in self.places))

    @classmethod
    def read(cls, stored: Mapping[str, Any]) -> "Headline":
        """What `as_json` wrote."""
        before, after = (Quantity(**stored[side]) if stored[side] else None for side in ("before", "after"))
        parts, places = tuple(map(Part.read, stored["parts"])), tuple(map(cls.read, stored.get("places", ())))
        return cls(stored["key"], stored["kind"], stored["unit"], before, after, parts, places)

    def as_json(self) -> dict[str, Any]:
        """Plain JSON; `places` only where some moved."""
        low, high = self.difference
        made: dict[str, Any] = {
            "key": self.key,
            "kind": self.kind,
            "unit": self.unit,
            "before": bounds(self.before),
            "after": bounds(self.after),
            "difference": {"low": plain(low), "high": plain(high)},
            "parts": [part.as_json() for part in self.parts],
        }
        return made | ({"places": [place.as_json() for place in self.places]} if self.places else {})


@dataclass(frozen=True)
class State:
    """A figure once a cause has been applied, and how many rows that touched; by governorate too, where that was asked."""

    cause: str
    value: Quantity | None
    rows: int = 0
    places: Mapping[str, Quantity] = field(default_factory=lambda: MappingProxyType({}))
    rows_at: Mapping[str, int] = field(default_factory=lambda: MappingProxyType({}))

    def at(self, place: str) -> "State":
        """The same of one governorate."""
        return State(self.cause, self.places.get(place, NOTHING), self.rows_at.get(place, 0))


def moved(before: Quantity | None, after: Quantity | None) -> tuple[Fraction | None, Fraction | None]:
    """The exact differences of the lower and of the upper bounds."""
    if before is None or after is None:
        return None, None
    low = Fraction(after.low) - Fraction(before.low)
    if before.high is None or after.high is None:
        return low, None
    return low, Fraction(after.high) - Fraction(before.high)


def parts_of(before: Quantity | None, states: Sequence[State]) -> tuple[Part, ...]:
    """The parts of the difference between `before` and the last of the states; causes that moved nothing are left out."""
    parts, last = [], before
    for state in states:
        if state.value != last:
            low, high = moved(last, state.value)
            parts.append(Part(state.cause, low, high, state.rows))
        last = state.value
    return tuple(parts)


def plain(value: Fraction | float | None) -> int | float | None:
    """A number of JSON: a whole one as such."""
    if value is None:
        return None
    return int(value) if value == int(value) else float(value)


def bounds(value: Quantity | None) -> Mapping[str, int | float | None] | None:
    """A quantity in JSON; None where nobody knows it."""
    return None if value is None else {"low": plain(value.low), "high": plain(value.high)}
