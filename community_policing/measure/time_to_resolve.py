"""Time to resolve concerns: the median in whole months, with those still open counted for as long as they are known.

The share still open after each month is Kaplan and Meier's estimate (Journal of the American Statistical Association 53, 1958);
the median is the first month by whose end half or fewer are open.  Its interval holds the months that the curve's own interval
(log-log scale, Greenwood's variance) cannot tell from the median (R. Brookmeyer and J. Crowley, Biometrics 38, 1982).  A mean
of the resolved alone would call a forum quick that leaves everything hard undone.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from math import exp, log, sqrt
from types import MappingProxyType
from typing import Any, NamedTuple

import pandas as pd

from community_policing.core.schema import TABLES
from community_policing.measure.programme import Programme, cached_on_programme
from community_policing.measure.survey_intervals import two_sided

ALL = ""  # concerns of any topic
_HALF = Fraction(1, 2)


class Spell(NamedTuple):
    """How many months a concern was open: until it was `resolved`, or until it was last known to be open."""

    months: int
    resolved: bool


@dataclass(frozen=True)
class TimeToResolve:
    """The median in months and the ends of its 95 % interval, each None where the curve does not tell (too few are resolved);
    how many concerns were resolved, and how many still open were counted for as long as they are known."""

    median: int | None
    low: int | None
    high: int | None
    resolved: int
    still_open: int


def spells(concerns: pd.DataFrame, as_of: date) -> pd.DataFrame:
    """Return topic, `months` and `resolved` (as in Spell) of each concern of which somebody knows how long it was open by that
    day.

    Months are given by any day in them, and are over when the day after their last one comes.  What was resolved later was
    open on that day.  A concern that was withdrawn, or resolved in an unknown month, ended on a day that nobody recorded: it
    says nothing of how long one waits, and is left out.
    """
    last = _month(pd.Series([pd.Timestamp(as_of) + pd.Timedelta(days=1)])).iloc[0] - 1  # the last month that is over
    began, ended, status = _month(concerns["raised_in"]), _month(concerns["resolved_in"]), concerns["status"]
    unknown = (status == "withdrawn") | ((status == "resolved") & ended.isna())
    resolved = ended <= last  # False where there is none
    months = ended.where(resolved, last) - began
    found = pd.DataFrame({"topic": concerns["topic"], "months": months, "resolved": resolved})
    return found[(began <= last) & ~unknown].astype({"months": int})


def time_to_resolve(waits: Iterable[Spell] | Mapping[Spell, int]) -> TimeToResolve:
    """Return the median time to resolve of those concerns, one by one or counted."""
    counts = Counter(waits)
    resolved = sum(count for each, count in counts.items() if each.resolved)
    median = low = high = None
    for month, share, (least, most) in _curve(counts):
        median = month if median is None and share <= _HALF else median
        low = month if low is None and least <= _HALF else low
        high = month if high is None and most <= _HALF else high
    return TimeToResolve(median, low, high, resolved, counts.total() - resolved)


def _curve(counts: Counter[Spell]) -> Iterator[tuple[int, Fraction, tuple[float, float]]]:
    """Each month in which concerns were resolved, the share still open after it, and the ends of that share's interval."""
    at_risk, share, variance = counts.total(), Fraction(1), 0.0
    for month in sorted({each.months for each in counts}):
        resolved = counts[Spell(month, True)]
        left = at_risk - resolved
        if resolved:
            share *= Fraction(left, at_risk)
            if left:
                variance += resolved / (at_risk * left)
            yield month, share, _ends(share, variance)
        at_risk = left - counts[Spell(month, False)]


def _ends(share: Fraction, variance: float) -> tuple[float, float]:
    """The interval of a share below 1, on the log-log scale; `variance` is Greenwood's sum.  When nobody is left there is none,
    and the ends tell nothing apart."""
    if not share:
        return 1.0, 1.0
    spread = two_sided() * sqrt(variance) / abs(log(share))
    return float(share) ** exp(spread), float(share) ** exp(-spread)


def _month(days: "pd.Series[Any]") -> "pd.Series[int]":
    months: pd.Series[int] = days.dt.year * 12 + days.dt.month
    return months


def may_be_told(programme: Programme) -> bool:
    """Whether this reader sees concerns one by one; cells say in which month no concern was raised."""
    return not programme.protected and programme.dataset.concern_cells is None


@cached_on_programme
def times_to_resolve(programme: Programme) -> Mapping[str, TimeToResolve]:
    """Return topic -> the time to resolve of the scope's concerns by the as-of date, `ALL` first; empty where no concern was
    raised by then, or where it may not be told."""
    if not may_be_told(programme):
        return MappingProxyType({})
    found = spells(programme.frames["concerns"], programme.as_of)
    by_topic: dict[str, Counter[Spell]] = {
        topic: Counter() for topic in (ALL, *TABLES["concerns"].column("topic").choices)
    }
    for topic, months, resolved, count in found.value_counts().reset_index().itertuples(index=False):
        for each in (ALL, topic):
            by_topic[each][Spell(months, resolved)] += count
    return MappingProxyType({topic: time_to_resolve(counts) for topic, counts in by_topic.items() if counts})
