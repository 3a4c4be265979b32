"""Pace: where a figure stands against what is due by now, how fast it grows, and where that leads by the due date."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from math import ceil, floor, inf, isfinite

from community_policing.core.periods import whole_months
from community_policing.core.quantity import Quantity
from community_policing.measure.projection import MONTH, Gains, Projection, Window
from community_policing.measure.thresholds import THRESHOLDS

_DAY = timedelta(days=1)
_SLACK = 1e-9  # so that 7 of 25.4 - 18.4 are 7


class Status(StrEnum):
    """Where a figure stands against what was due by its date."""

    DONE = "done"
    ON_TRACK = "on_track"
    AT_RISK = "at_risk"
    OFF_TRACK = "off_track"
    TOO_EARLY = "too_early"
    NO_TARGET = "no_target"
    NOT_CERTAIN = "not_certain"  # a protected view cannot know


WORST_FIRST = (
    Status.OFF_TRACK, Status.AT_RISK, Status.NOT_CERTAIN, Status.TOO_EARLY, Status.ON_TRACK, Status.DONE, Status.NO_TARGET,
)  # fmt: skip
BEHIND = (Status.OFF_TRACK, Status.AT_RISK)  # what needs attention


class Why(StrEnum):
    """What a status rests on."""

    REACHED = "reached"
    PAST_DUE = "past_due"
    FEW_POINTS = "few_points"
    NOTHING_DUE = "nothing_due"
    PROGRESS = "progress"
    PACE = "pace"
    ROUNDED = "rounded"  # the figure is about so many, and the status hangs on the rest
    UNSEEN = "unseen"  # enough is there, and whether the pace leads to the target cannot be seen


@dataclass(frozen=True)
class Target:
    """What the figure should reach by `due_on` from `baseline` on `starts_on`; `earlier`: the target that this one revised."""

    baseline: float
    target: float
    starts_on: date
    due_on: date
    records: tuple[str, ...]
    sources: tuple[str, ...]
    earlier: "Target | None" = None

    @property
    def rises(self) -> bool:
        """Whether more is better."""
        return self.target >= self.baseline

    def due_by(self, day: date) -> float:
        """What a straight path from baseline to target asks for on that day."""
        if day >= self.due_on:  # first: a period may be of one day
            return self.target
        passed = (day - self.starts_on) / (self.due_on - self.starts_on) if day > self.starts_on else 0.0
        return self.baseline + (self.target - self.baseline) * passed

    def due_in_whole(self, day: date) -> float:
        """The same in whole steps from the baseline: half a forum is never due."""
        way = self.due_by(day) - self.baseline
        return self.baseline + (1 if self.rises else -1) * floor(abs(way) + _SLACK)

    def due_beyond(self, value: Quantity, whole: bool) -> date | None:
        """Return the first day on which the path asks for more than is certainly there; None where it never does."""
        way, gone = abs(self.target - self.baseline), (self.certain(value) - self.baseline) * (1 if self.rises else -1)
        if gone < 0:
            return self.starts_on
        asked = floor(gone + _SLACK) + 1 if whole and isfinite(gone) else gone
        if gone >= way or asked > way:
            return None
        days = (self.due_on - self.starts_on).days * asked / way
        return self.starts_on + timedelta(days=ceil(days - _SLACK) if whole else floor(days + _SLACK) + 1)

    def certain(self, value: Quantity) -> float:
        """The bound of the value that a target is judged by: the worse one."""
        if self.rises:
            return value.low
        return inf if value.high is None else value.high

    def reached(self, value: Quantity) -> bool:
        """Whether the value certainly meets the target."""
        return self.certain(value) >= self.target if self.rises else self.certain(value) <= self.target


@dataclass(frozen=True)
class Pace:
    """Where a figure stands, and how fast it goes.

    `due` is what was due by now, `progress` the part of it that is there, in percent (None while nothing is due).  `points`
    are the whole months seen in the window that began on `since`; `seen` is the gain a month in it, `needed` the gain a
    month that leads to the target (None once that is reached or past its date).  `projected` is None where nothing can be
    said: shares, bounds, falling targets, too few points, too far ahead, past the date.  `why` says what the status rests on.
    `dated` False: days are not known here, so that there is no `seen`, `needed` or `projected`, and a status goes by what is
    due alone.
    """

    due: float
    progress: Quantity | None
    points: int
    since: date
    seen: float | None
    needed: float | None
    projected: Projection | None
    status: Status
    why: Why
    dated: bool = True


def pace(
    target: Target, value: Quantity, gains: Gains | None, as_of: date,
    whole: bool = True, adds_up: bool = True, lot: float = 1.0, dated: bool = True,
) -> Pace:  # fmt: skip
    """Where the value stands on that day, and where it goes.

    `gains` are day and amount of everything that is part of the value; None where nobody knows when it came about.  `whole`:
    it is a number of whole things, not a share.  `adds_up`: it is the sum of its gains, as a share and bounds on people
    are not.  `lot` is how much comes at once (the sum of squares of what each event brought, over their sum): 1 for fora,
    some 40 for seats at trainings.  `dated` False: the gains stand at ends of quarters or years, and tell no pace.
    """
    due = target.due_in_whole(as_of) if whole else target.due_by(as_of)
    adds_up = adds_up and target.rises
    since = max(target.starts_on, _months_before(as_of, THRESHOLDS.window_months)) if adds_up else target.starts_on
    points = 0 if gains is None else max(0, whole_months(since, as_of + _DAY))
    ahead = (target.due_on - as_of).days / MONTH
    seen, projected = _change(target, value, since, as_of) if dated else None, None
    if dated and adds_up and gains is not None:
        window = Window.of(gains, since, as_of, points)
        seen = window.rate
        if may_be_projected(target, as_of, since, points):
            projected = window.projection(value.low, ahead, lot)
    progress = _progress(target.baseline, due, value)
    status, why = judged(target, value, as_of, due, points, projected)
    way = target.target - target.certain(value)
    needed = way / ahead if dated and ahead > 0 and not target.reached(value) and isfinite(way) else None
    return Pace(due, progress, points, since, seen if points else None, needed, projected, status, why, dated)


def may_be_projected(target: Target, as_of: date, since: date, points: int) -> bool:
    """Whether so many months of gains that add up tell where a figure leads by the due date."""
    ahead, window = (target.due_on - as_of).days / MONTH, ((as_of - since).days + 1) / MONTH
    return target.rises and points >= THRESHOLDS.points and 0 <= ahead <= THRESHOLDS.windows_ahead * window


def judged(
    target: Target, value: Quantity, as_of: date, due: float, points: int, projected: Projection | None = None
) -> tuple[Status, Why]:
    """Judged by what is certain; a pace that cannot lead to the target is a risk, whatever is there by now.  What should fall
    is not done by being low before its period begins."""
    if target.reached(value) and (target.rises or as_of >= target.starts_on):
        return Status.DONE, Why.REACHED
    if as_of > target.due_on:
        return Status.OFF_TRACK, Why.PAST_DUE
    if points < THRESHOLDS.points:
        return Status.TOO_EARLY, Why.FEW_POINTS
    if due == target.baseline:
        return Status.TOO_EARLY, Why.NOTHING_DUE
    share = (target.certain(value) - target.baseline) / (due - target.baseline)
    if share < THRESHOLDS.at_risk_from - _SLACK:
        return Status.OFF_TRACK, Why.PROGRESS
    if share < THRESHOLDS.on_track_from - _SLACK:
        return Status.AT_RISK, Why.PROGRESS
    if projected and projected.high < target.target:
        return Status.AT_RISK, Why.PACE
    return Status.ON_TRACK, Why.PROGRESS


def _progress(baseline: float, due: float, value: Quantity) -> Quantity | None:
    """The part of the way due by now that was gone, in percent."""
    if due == baseline or (due < baseline and value.high is None):
        return None
    shares = [None if v is None else 100 * (v - baseline) / (due - baseline) for v in (value.low, value.high)]
    low, high = shares if due > baseline else (shares[1], shares[0])
    return Quantity(low or 0.0, high, value.about)


def _change(target: Target, value: Quantity, since: date, as_of: date) -> float | None:
    """The change a month since the baseline, for what does not add up of gains."""
    days, change = (as_of - since).days, target.certain(value) - target.baseline
    return change / (days / MONTH) if days > 0 and isfinite(change) else None


def _months_before(day: date, months: int) -> date:
    """The first day of so many months that end with that day."""
    after = day + _DAY
    year, month = divmod(after.year * 12 + after.month - 1 - months, 12)
    return date(year, month + 1, min(after.day, monthrange(year, month + 1)[1]))
