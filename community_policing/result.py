"""Result: one number with everything a reader may ask of it.  Cards, charts, maps, tables and exports are made from it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from math import floor
from types import MappingProxyType

from community_policing.indicators import Indicator
from community_policing.programme import Scope
from community_policing.quantity import NOTHING, Quantity


class Status(StrEnum):
    """Where a figure stands against what was due by its date."""

    DONE = "done"
    ON_TRACK = "on_track"
    AT_RISK = "at_risk"
    OFF_TRACK = "off_track"
    TOO_EARLY = "too_early"
    NO_TARGET = "no_target"


# Share of what was due by now that has been reached.  Printed beside every legend of these statuses.
ON_TRACK_FROM = 0.95
AT_RISK_FROM = 0.75


@dataclass(frozen=True)
class Target:
    """What the figure should reach by `due_on`, starting from `baseline` on `starts_on`."""

    baseline: float
    target: float
    starts_on: date
    due_on: date
    records: tuple[str, ...]
    sources: tuple[str, ...]

    def due_by(self, day: date) -> float:
        """What a straight path from baseline to target asks for on that day."""
        length = (self.due_on - self.starts_on).days or 1
        passed = min(max((day - self.starts_on).days / length, 0.0), 1.0)
        return self.baseline + (self.target - self.baseline) * passed

    def status(self, value: Quantity | None, day: date) -> Status:
        """The status of that value on that day, judged by its lower bound."""
        if value is None:
            return Status.NO_TARGET
        if value.low >= self.target:
            return Status.DONE
        if day > self.due_on:
            return Status.OFF_TRACK
        due = floor(self.due_by(day) - self.baseline)  # half a forum is not yet due
        if due <= 0:
            return Status.TOO_EARLY
        reached = (value.low - self.baseline) / due
        if reached < AT_RISK_FROM:
            return Status.OFF_TRACK
        return Status.ON_TRACK if reached >= ON_TRACK_FROM else Status.AT_RISK


@dataclass(frozen=True)
class Published:
    """The same figure as somebody published it, and what the rows say for that very day."""

    value: Quantity
    as_of: date
    fact_id: str
    source_id: str
    counted: Quantity | None

    @property
    def agrees(self) -> bool | None:
        """Whether published and counted can both be true; None where nothing was counted."""
        return None if self.counted is None else self.value.agrees(self.counted)


@dataclass(frozen=True)
class Result:
    """One indicator, measured in one scope.

    `value` None: nobody knows (no data, or nothing published); `absent` then says why.  `parts` is the figure split `by`
    one dimension, in the order of the first sight of each key; a key of "" holds what is not on record.  The parts add
    up to the value only where the indicator `adds_over` that dimension.
    """

    indicator: Indicator
    scope: Scope
    as_of: date
    value: Quantity | None
    absent: str = ""
    by: str = ""
    parts: Mapping[str, Quantity] = field(default_factory=lambda: MappingProxyType({}))
    unplaced: Quantity = NOTHING
    split_known: bool = True
    target: Target | None = None
    published: Published | None = None
    from_facts: bool = False
    row_ids: tuple[str, ...] = ()
    source_ids: tuple[str, ...] = ()

    def part(self, key: str) -> Quantity | None:
        """The part under that key; None where nobody knows.

        Where no row has the key it is 0.  A governorate may have more by what is on record without one (`unplaced`).
        """
        if not key or self.indicator.share or not self.split_known or self.value is None:
            return self.parts.get(key)
        part = self.parts.get(key, NOTHING)
        return part + self.unplaced if self.by == "governorate" else part

    @property
    def status(self) -> Status:
        """Where the value stands against its target."""
        return self.target.status(self.value, self.as_of) if self.target else Status.NO_TARGET

    @property
    def progress(self) -> Quantity | None:
        """Progress from baseline to target in percent; None without a value, a target, or a way to go."""
        if self.target is None or self.value is None or self.target.target == self.target.baseline:
            return None
        way = self.target.target - self.target.baseline
        bounds = [
            None if v is None else 100 * (v - self.target.baseline) / way for v in (self.value.low, self.value.high)
        ]
        low, high = bounds if way > 0 else (bounds[1], bounds[0])
        return Quantity(low or 0.0, high)
