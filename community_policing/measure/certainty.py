"""Certainty: whether a status is the same for who sees what was recorded, as far as a protected view can know.

Each cell of people is rounded to one of the two multiples of the base around it, independently of all others and without
bias, so that its error has a standard deviation of at most half the base.  The recorded figure lies within DEVIATIONS
standard deviations of the sum practically always (Hoeffding's inequality for variables with a range of one base), and never
further off than all cells together can be.  A status that differs between the two ends of that interval is not told.
"""

from dataclasses import replace
from math import sqrt

import numpy as np

from community_policing.core.protection_level import ProtectionLevel
from community_policing.core.quantity import Quantity, Suppressed
from community_policing.core.schema import SEXES
from community_policing.measure.aggregate import Selection
from community_policing.measure.pace import Pace, Status, Target, Why, judged, may_be_projected

DEVIATIONS = 4


def certain(pace: Pace, target: Target, value: Quantity, rows: Selection) -> Pace:
    """The pace with its status where that is certain; with none where the rounding, or a pace that is not seen, may turn it.

    `value` is the figure and `rows` are what counts, of which a status is told."""
    guard, day = rows.programme.dataset.guard, rows.programme.as_of
    if guard is None:
        return pace
    if cells := _cells(rows, guard):
        ends = None if rows.indicator.people else _ends(value, rows, guard, cells)
        if ends is None or len(_statuses(pace, target, ends, rows, guard)) > 1:
            return replace(pace, status=Status.NOT_CERTAIN, why=Why.ROUNDED)
    adds_up = not (rows.indicator.share or rows.indicator.people)
    if (
        pace.status is Status.ON_TRACK
        and not pace.dated
        and adds_up
        and may_be_projected(target, day, pace.since, pace.points)
    ):
        return replace(pace, status=Status.NOT_CERTAIN, why=Why.UNSEEN)
    return pace


def _cells(rows: Selection, guard: ProtectionLevel) -> int:
    """Count the rounded cells that a figure sums at most: a line is part of one, or of one for each sex not told."""
    sexes, lines = rows.events.splits.get("sex"), rows.rounded & rows.mask
    if sexes is None:
        return int(np.count_nonzero(lines))
    unsaid = sexes.names.index("not_recorded")
    return min(int(np.where(sexes.code[lines] == unsaid, len(SEXES), 1).sum()), guard.cells)


def off(cells: int, base: int) -> float:
    """By how much the sum of so many rounded cells may differ from what was recorded."""
    return min(cells * (base - 1), DEVIATIONS * base / 2 * sqrt(cells))


def _statuses(
    pace: Pace, target: Target, ends: tuple[float, float], rows: Selection, guard: ProtectionLevel
) -> set[Status]:
    """What the status would be at both ends; a protected target begins at the multiple of the base below what was counted."""
    most = target.baseline + (guard.base - 1) * max(1, len(rows.programme.scope.governorates))
    statuses, whole, day = set[Status](), not rows.indicator.share, rows.programme.as_of
    for baseline in (target.baseline, most):
        there = replace(target, baseline=baseline)
        due = there.due_in_whole(day) if whole else there.due_by(day)
        statuses |= {judged(there, Quantity.exactly(end), day, due, pace.points)[0] for end in ends}
    return statuses


def _ends(value: Quantity, rows: Selection, guard: ProtectionLevel, cells: int) -> tuple[float, float] | None:
    """The lowest and the highest recorded figure there may be; None where there is no upper one."""
    if rows.indicator.share:
        return _of_share(rows, off(cells, guard.base))
    if value.high is None:
        return None
    low, high = (0.0, float(guard.threshold)) if isinstance(value, Suppressed) else (value.low, value.high)
    return max(0.0, low - off(cells, guard.base)), high + off(cells, guard.base)


def _of_share(rows: Selection, by: float) -> tuple[float, float]:
    """A share's ends: the part and the rest are rounded apart."""
    part = float(rows.events.value[rows.mask].sum())
    rest = float(rows.events.whole[rows.mask].sum()) - part
    ends = [(max(0.0, part - by), rest + by), (part + by, max(0.0, rest - by))]
    low, high = (100 * there / (there + others) for there, others in ends)
    return low, high
