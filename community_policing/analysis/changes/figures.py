"""Headline figures before and after a release, with what the rows of each cause contribute where the figure adds up.

A row contributes what it counts for after less what it counted for before, so that contributions sum to the difference by
construction.  Shares, bounds on people, published figures, targets and progress are no sums of rows: before and after stand alone.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from datetime import date

import numpy as np

from community_policing.analysis.changes.causes import CODE, Causes
from community_policing.analysis.changes.model import (
    AIM,
    CORRECTION,
    DATE,
    FIGURE,
    PLACES,
    PROGRESS,
    Contribution,
    FigureChange,
)  # fmt: skip
from community_policing.core.i18n import N_
from community_policing.core.indicators import INDICATORS, Indicator
from community_policing.core.quantity import Quantity
from community_policing.measure.aggregate import Selection, select
from community_policing.measure.compute import measure
from community_policing.measure.events import Numbers, Places
from community_policing.measure.programme import Programme
from community_policing.measure.result import Result

BY_PLACE = "fora_established"  # the indicator whose governorates are counted, too
GOVERNORATES = N_("governorates")
_SILENT = "events_without_attendance"  # an event ceases to be one when somebody reports who came


def figure_changes(
    before: Programme | None, after: Programme, causes: Mapping[str, Causes], keys: Collection[str]
) -> Iterator[FigureChange]:
    """Measure each indicator, its target and its progress before and after."""
    for key in keys:
        indicator, by = INDICATORS[key], "governorate" if key == BY_PLACE else ""
        old, new = measure(key, before, by) if before else None, measure(key, after, by)
        parts = contributions(indicator, before, after, causes[indicator.table]) if before and _adds(old, new) else ()
        if _open(old) or _open(new):
            parts = tuple(replace(part, high=None) for part in parts)
        yield FigureChange(key, FIGURE, indicator.unit, old.value if old else None, new.value, parts)
        if by and not new.from_facts and not (old and old.from_facts):
            yield FigureChange(key, PLACES, GOVERNORATES, _with_any(old), _with_any(new))
        if new.target or (old and old.target):
            yield FigureChange(key, AIM, indicator.unit, _aim(old), _aim(new))
            yield FigureChange(key, PROGRESS, "percent", old.progress if old else None, new.progress)


def _adds(old: Result | None, new: Result) -> bool:
    """Whether the figure is a sum over rows on both sides."""
    if old is None or old.value is None or new.value is None or new.indicator.share or new.indicator.people:
        return False
    return not (old.from_facts or new.from_facts)


def _open(result: Result | None) -> bool:
    return bool(result and result.value and result.value.high is None)


def contributions(
    indicator: Indicator, before: Programme, after: Programme, causes: Causes
) -> tuple[Contribution, ...]:
    """Sum what each row contributes to the bounds of an additive figure, by cause, in the order of CAUSES."""
    later, size = causes.rows.later, len(causes.rows.earlier)
    place = np.where(later >= 0, later, size + np.arange(len(later)))  # removed rows stand last
    end, many = np.arange(size), size + len(later)
    was, now = _by_row(indicator, before, before.as_of, place, many), _by_row(indicator, after, after.as_of, end, many)
    dated = _by_row(indicator, before, after.as_of, place, many)
    net, code = now - was, np.zeros(many, dtype=np.int8)
    code[place] = causes.before
    code[:size] = causes.after
    rest = np.full(many, CODE[CORRECTION])
    if indicator.key == _SILENT:
        rest[:size] = np.where(net[0][:size] < 0, causes.by_day, rest[:size])
    code = np.where(code, code, np.where((now == dated).all(axis=0), CODE[DATE], rest))
    rows = np.bincount(code[net.any(axis=0)], minlength=len(CODE) + 1)
    low, high = (np.bincount(code, bound, len(CODE) + 1).tolist() for bound in net)
    return tuple(Contribution(cause, low[at], high[at], int(rows[at])) for cause, at in CODE.items() if rows[at])


def _by_row(indicator: Indicator, programme: Programme, day: date, place: Places, many: int) -> Numbers:
    """Return what each row counts for on that day, for certain and at most; 0 where nobody published its value."""

    def summed(rows: Selection) -> Numbers:
        at = place[rows.events.position[rows.places]]
        return np.bincount(at, np.nan_to_num(rows.events.value[rows.places]), many).astype(np.float64)

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
