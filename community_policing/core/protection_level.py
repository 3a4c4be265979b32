"""Protection level of a reader: thresholds, exceptions, and how finely dates are known."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from math import ceil, sqrt
from typing import Any

import pandas as pd

from community_policing.core.quantity import Quantity, Suppressed

PERIODS = {"quarter": "Q", "year": "Y"}  # as the configuration names them, and as pandas does
DAY = "day"  # the grain of a view that knows every date as it was recorded
MONTHS = {"quarter": 3, "year": 12}  # of each period
_LENGTHS = MONTHS | {"month": 1}  # of periods of the calendar, which no protected view is cut to


def period_end(day: date, grain: str) -> date:
    """The last day of the month, quarter or year in which the day lies; the day itself where days are known."""
    if grain == DAY:
        return day
    months = _LENGTHS[grain]
    years, month = divmod((day.month - 1) // months * months + months, 12)
    return date(day.year + years, month + 1, 1) - timedelta(days=1)


def last_end(day: date, grain: str) -> date:
    """The last end of a period on that day or before it."""
    end = period_end(day, grain)
    if end == day:
        return day
    months = MONTHS[grain]
    return date(day.year, (day.month - 1) // months * months + 1, 1) - timedelta(days=1)


def period_ends(first: date, last: date, grain: str) -> tuple[date, ...]:
    """The ends of all periods from the one that holds `first` on, none after `last`."""
    ends = [period_end(first, grain)]
    while ends[-1] < last:
        ends.append(period_end(ends[-1] + timedelta(days=1), grain))
    return tuple(end for end in ends if end <= last)


def ends_until(first: date, last: date, grain: str) -> tuple[date, ...]:
    """The same ends of periods, and `last` itself."""
    ends = period_ends(first, last, grain)
    return ends if ends and ends[-1] == last else (*ends, last)


def month_end_before(day: date, months: int) -> date:
    """The last day of the month that lies so many months before the day's own."""
    year, month = divmod(12 * day.year + day.month - months, 12)
    return date(year, month + 1, 1) - timedelta(days=1)


def _shown(people: Quantity, least: int) -> Quantity:
    if people.high is not None and people.high < least:
        return Suppressed.threshold(least)
    return Quantity(people.low if people.low >= least else 0, people.high, about=True)


@dataclass(frozen=True)
class ConcernLevel:
    """What a reader may see of concerns who sees all else as recorded: no cell of fewer than `least`, in multiples of `base`."""

    least: int = 10
    base: int = 5

    def shown(self, concerns: Quantity) -> Quantity:
        """Suppress a small number of concerns, such as none; all others are about so many."""
        return _shown(concerns, self.least)


@dataclass(frozen=True)
class ProtectionLevel:
    """What a reader may see.  Rows of `own_governorates` stay as recorded; rows paid by `own_grants` (grants, or donors with
    all of theirs; None = every row) are protected in full detail, by `period`, and the others as safe totals: by governorate,
    `period_of_others` and group.  Numbers of people below `threshold` are not shown, nor are fewer concerns than
    `least_concerns`, which is the same for all readers, so that they are told one total."""

    threshold: int = 10
    base: int = 5
    period: str = "quarter"
    period_of_others: str = "year"
    own_governorates: tuple[str, ...] = ()
    own_grants: tuple[str, ...] | None = None
    least_concerns: int = 10
    cells: int = (
        0  # of a protected dataset: in how many cells of governorate, period, kind, grants, group and sex seats stand
    )

    @property
    def concerns(self) -> ConcernLevel:
        """What may be seen of concerns."""
        return ConcernLevel(self.least_concerns, self.base)

    @property
    def off(self) -> int:
        """By how much a total of seats may be off, in 19 of 20 cases: the standard deviation of a rounded cell, whose count
        leaves any remainder as often, is the root of (base² - 1) / 6, and 0 of an empty one."""
        return ceil(1.96 * sqrt((self.base**2 - 1) / 6 * self.cells))

    def in_detail(self, grants: "pd.Series[Any]") -> "pd.Series[bool]":
        """Flag the rows that one of the reader's own grants pays for, or all, where every row is shown in full detail."""
        if self.own_grants is None:
            return pd.Series(True, index=grants.index)
        own = set(self.own_grants)
        named = [not own.isdisjoint(part.strip() for part in str(cell).split(";")) for cell in grants]
        return pd.Series(named, index=grants.index, dtype=bool)

    def shown(self, people: Quantity) -> Quantity:
        """Suppress small numbers of people; a small lower bound becomes none, and all others are about so many."""
        return _shown(people, self.threshold)

    def grain(self, governorates: tuple[str, ...], grants: Iterable[str]) -> str:
        """How finely this reader knows the dates of a choice: by day, quarter or year.

        A protected row stands at the end of its period, so that between two such ends nobody can say what happened.
        `grants`: those that pay for the rows chosen, where donors were chosen."""
        if governorates and set(governorates) <= set(self.own_governorates):
            return DAY
        paying = set(grants)
        fine = self.own_grants is None or (bool(paying) and paying <= set(self.own_grants))
        return self.period if fine else self.period_of_others
