"""Headline figures before and after a release, with what the rows of each cause contribute where the figure adds up.

A row contributes what it counts for after less what it counted for before, so that contributions sum to the difference by
construction.  Shares, bounds on people, published figures, targets and progress are no sums of rows: before and after stand alone.
"""

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import date
from typing import Any, Literal, TypeAlias

import numpy as np

from community_policing.analysis.changes.causes import CAUSES, CORRECTION, DATE, late_or_new
from community_policing.analysis.changes.rows import RowChanges
from community_policing.core.i18n import N_
from community_policing.core.indicators import INDICATORS, Indicator
from community_policing.core.quantity import Quantity
from community_policing.measure.aggregate import Selection, select
from community_policing.measure.compute import measure
from community_policing.measure.events import Numbers, Places
from community_policing.measure.programme import Programme
from community_policing.measure.result import Result

_BY_PLACE = "fora_established"  # the indicator whose governorates are counted, too
Kind: TypeAlias = Literal["figure", "places", "target", "progress"]
_SILENT = "events_without_attendance"  # an event ceases to be one when somebody reports who came


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
    kind: Kind
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
        before, after = (q and {"low": q.low, "high": q.high} for q in (self.before, self.after))
        parts = [asdict(part) for part in self.contributions]
        return {"key": self.key, "kind": self.kind, "unit": self.unit, "before": before, "after": after, "parts": parts}


def figure_changes(
    before: Programme | None, after: Programme, changes: Mapping[str, RowChanges]
) -> Iterator[FigureChange]:
    """Measure each indicator, its target and its progress before and after."""
    for key, indicator in INDICATORS.items():
        if not (after.records(indicator) or (before and before.records(indicator))):
            continue
        by = "governorate" if key == _BY_PLACE else ""
        old, new = measure(key, before, by) if before else None, measure(key, after, by)
        parts = _contributions(indicator, before, after, changes[indicator.table]) if before and _adds(old, new) else ()
        if any(side and side.value and side.value.high is None for side in (old, new)):
            parts = tuple(replace(part, high=None) for part in parts)
        yield FigureChange(key, "figure", indicator.unit, old.value if old else None, new.value, parts)
        if by and not new.from_facts and not (old and old.from_facts):
            yield FigureChange(key, "places", N_("governorates"), _with_any(old), _with_any(new))
        if new.target or (old and old.target):
            yield FigureChange(key, "target", indicator.unit, _aim(old), _aim(new))
            yield FigureChange(key, "progress", "percent", old.progress if old else None, new.progress)


def _adds(old: Result | None, new: Result) -> bool:
    """Whether the figure is a sum over rows on both sides."""
    if old is None or old.value is None or new.value is None or new.indicator.share or new.indicator.people:
        return False
    return not (old.from_facts or new.from_facts)


def _contributions(
    indicator: Indicator, before: Programme, after: Programme, rows: RowChanges
) -> tuple[Contribution, ...]:
    """Sum what each row contributes to the bounds of an additive figure, by cause, in the order of CAUSES."""
    many, end = len(rows.cause), np.arange(rows.size)
    was, now = (
        _by_row(indicator, before, before.as_of, rows.number, many),
        _by_row(indicator, after, after.as_of, end, many),
    )
    dated = _by_row(indicator, before, after.as_of, rows.number, many)
    net, rest = now - was, np.full(many, CORRECTION)
    if indicator.key == _SILENT:
        by_day = late_or_new(indicator.table, before, after)
        rest[end] = np.where(net[0][end] < 0, by_day, rest[end])
    code = np.where(rows.cause, rows.cause, np.where((now == dated).all(axis=0), DATE, rest))
    counts = np.bincount(code[net.any(axis=0)], minlength=len(CAUSES))
    low, high = (np.bincount(code, bound, len(CAUSES)).tolist() for bound in net)
    return tuple(
        Contribution(cause, low[at], high[at], int(counts[at])) for at, cause in enumerate(CAUSES) if counts[at]
    )


def _by_row(indicator: Indicator, programme: Programme, day: date, number: Places, many: int) -> Numbers:
    """Return what each row counts for on that day, for certain and at most; 0 where nobody published its value."""

    def summed(rows: Selection) -> Numbers:
        places, value = rows.counted()
        return np.bincount(number[places], np.nan_to_num(value), many).astype(np.float64)

    certain, possible = select(indicator, programme, day), select(indicator, programme, day, may_be=True)
    low = summed(certain)
    return np.stack([low, low if possible is certain else summed(possible)])


def _with_any(result: Result | None) -> Quantity | None:
    """Count the governorates that have one, at least and at most."""
    if result is None or result.value is None:
        return None
    named = [part for place, part in result.parts.items() if place]
    return Quantity(sum(part.low > 0 for part in named), sum(part.high != 0 for part in named))


def _aim(result: Result | None) -> Quantity | None:
    return Quantity.exactly(result.target.target) if result and result.target else None
