"""Standing: an indicator in a place against its target, most at risk first; as shares of a bar, and over time."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from math import inf

from community_policing.core.geography import governorate_name
from community_policing.core.i18n import t
from community_policing.core.indicators import INDICATORS
from community_policing.core.protection_level import DAY, period_ends
from community_policing.measure.compute import by_governorate, measure, over_time
from community_policing.measure.pace import WORST_FIRST, Pace, Status, Target, Why
from community_policing.measure.programme import Programme, cached_on_programme
from community_policing.measure.result import Result
from community_policing.measure.targets import path_of
from community_policing.measure.thresholds import THRESHOLDS

OVER = 1.15  # how far beyond the target a bar reaches


@dataclass(frozen=True)
class TargetRow:
    """One row: a Result that has a target, and the place it is of, by P-code ("" = the whole country) and by name."""

    result: Result
    target: Target
    pcode: str
    place: str

    @property
    def pace(self) -> Pace | None:
        """How the figure stands; None where nobody knows the figure."""
        return self.result.pace

    @property
    def status(self) -> Status:
        """Where it stands; "no target" where nobody knows the figure."""
        return self.result.status

    @property
    def key(self) -> str:
        """A name for the row that no other row has."""
        return f"{self.result.indicator.key}-{self.pcode}" if self.pcode else self.result.indicator.key

    @property
    def title(self) -> str:
        """The indicator and the place."""
        return t("{name}, {place}", name=self.result.label, place=self.place)


@dataclass(frozen=True)
class Bar:
    """Where things lie on the way from the baseline (0) to the target (1) and a little beyond it (OVER)."""

    reached: float
    due: float
    at_risk: float
    on_track: float
    likely: tuple[float, float] | None


@dataclass(frozen=True)
class TargetPath:
    """What a small drawing shows: the targets of the period in force and of the next, and the figure over time, as a
    running total or, of what does not add up, as readings; of what was only published, nothing but today's figure."""

    targets: tuple[Target, ...]
    points: tuple[tuple[date, float], ...]
    since: date
    running: bool
    grain: str = DAY  # of the points


def with_targets(results: Iterable[Result]) -> tuple[TargetRow, ...]:
    """The Results that have a target, most at risk first: by status, then by how little of what is due is there."""
    rows = [_standing(result) for result in results]
    return tuple(sorted((row for row in rows if row), key=_order))


@cached_on_programme
def target_rows(programme: Programme) -> tuple[TargetRow, ...]:
    """List every target of a choice that is in force, most at risk first."""
    with_target = {row.indicator for row in programme.targets}  # no other indicator can have a row
    keys = [key for key in INDICATORS if key in with_target and not programme.scope.governorates]
    country = [measure(key, programme) for key in keys]
    return with_targets((*country, *_local(programme)))


def _local(programme: Programme) -> Iterator[Result]:
    """The figure of each governorate with a target of its own; one that nobody knows there has a target all the same."""
    for key, pcodes in places_with_targets(programme).items():
        known = by_governorate(key, programme, pcodes)
        for pcode in pcodes:
            yield known.get(pcode) or measure(key, programme.whole.within(programme.scope.at((pcode,))))


def places_with_targets(programme: Programme) -> Mapping[str, tuple[str, ...]]:
    """Indicator -> P-codes of the governorates in the choice that have a target of their own."""
    pairs = {(row.indicator, row.governorate) for row in programme.targets if row.governorate}
    keys = [key for key in INDICATORS if any(key == indicator for indicator, _ in pairs)]
    return {key: tuple(sorted(pcode for indicator, pcode in pairs if indicator == key)) for key in keys}


def bar(row: TargetRow) -> Bar | None:
    """Where things lie on the row's bar; None without a figure or a way to go."""
    way, value = row.target.target - row.target.baseline, row.result.value
    if row.pace is None or value is None or not way:
        return None

    def share(at: float) -> float:
        return min(max((at - row.target.baseline) / way, 0.0), OVER)

    due, at_end = (row.pace.due - row.target.baseline) / way, row.pace.projected
    likely_at = (share(at_end.low), share(at_end.high)) if at_end and row.pace.why is not Why.REACHED else None
    certain = min(row.target.certain(value), 1e15)
    return Bar(share(certain), due, due * THRESHOLDS.at_risk_from, due * THRESHOLDS.on_track_from, likely_at)


def path(row: TargetRow, programme: Programme) -> TargetPath:
    """What a drawing of the row shows: the period in force, at most its last two years, and the next period."""
    there = programme.whole.within(row.result.scope)
    targets = path_of(row.result.indicator, there)
    later = sorted((each for each in targets if each.starts_on > row.target.starts_on), key=lambda each: each.due_on)
    as_of = row.result.as_of
    begins = max(row.target.starts_on, min(as_of, row.target.due_on) - timedelta(days=730))
    since = min(begins, as_of)
    indicator, published = row.result.indicator, row.result.from_facts
    running = not (indicator.share or indicator.people or published)
    points = _running(row.result, there, since) if running else () if published else _readings(row.result, there, since)
    return TargetPath((row.target, *later[:1]), points, since, running, there.grain)


def _running(result: Result, there: Programme, since: date) -> tuple[tuple[date, float], ...]:
    """The running total; where nothing has happened yet, that it stands at 0."""
    return over_time(result.indicator.key, there) or ((since, 0.0),)


def _readings(result: Result, there: Programme, since: date) -> tuple[tuple[date, float], ...]:
    """The figure at the end of each month, or of each period of a protected view."""
    ends = period_ends(since, result.as_of, "month") if there.grain == DAY else there.ends(since)
    days = [*(end for end in ends if end < result.as_of), result.as_of]
    on = [there.within(replace(result.scope, as_of=day)) for day in days]
    readings = [(day, measure(result.indicator.key, programme).value) for day, programme in zip(days, on, strict=True)]
    return tuple((day, value.low) for day, value in readings if value)


def _standing(result: Result) -> TargetRow | None:
    if result.target is None:
        return None
    chosen = result.scope.governorates
    pcode = chosen[0] if len(chosen) == 1 else ""
    return TargetRow(result, result.target, pcode, governorate_name(pcode) if pcode else t("Iraq"))


def _order(row: TargetRow) -> tuple[int, float]:
    progress = row.pace.progress if row.pace else None
    return WORST_FIRST.index(row.status), progress.low if progress else inf
