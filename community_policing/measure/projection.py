"""Projection: where a growing count leads by a later day, with bounds.

It predicts what comes on top of what is there.  Counts are small, so nothing is drawn as a straight line: what comes is a
Poisson count whose rate is learnt from a window of time with Jeffreys' prior (a gamma of shape 1/2), which makes the
prediction negative binomial (Gelman et al., Bayesian Data Analysis, 3rd ed., 2.6 and 2.8); where things come in lumps, all
is scaled by the dispersion, as in a quasi-Poisson model (McCullagh and Nelder, Generalized Linear Models, 2nd ed., 6.2).
Quantiles come from scipy.special.  What will close again is not foreseen.  How often it is right: tests/measure/test_backtest.py.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from math import floor
from typing import TypeAlias

from scipy.special import nbdtrik  # not scipy.stats, which costs 50 MB and half a second

from community_policing.measure.thresholds import THRESHOLDS

Gains: TypeAlias = Sequence[tuple[date, float]]
MONTH = 30.4375  # days of a month, for rates


@dataclass(frozen=True)
class Projection:
    """Where the figure is likely to be at the due date: between `low` and `high`, about `middle`."""

    low: float
    middle: float
    high: float


@dataclass(frozen=True)
class Window:
    """What came in each of the equal parts of the window, and how many months it is long."""

    parts: tuple[float, ...]
    months: float

    @classmethod
    def of(cls, gains: Gains, since: date, as_of: date, points: int) -> "Window":
        """What those gains brought from one day to the other, both included, in so many parts."""
        days = max(0, (as_of - since).days + 1)
        parts = [0.0] * max(1, points)
        for day, amount in gains:
            if since <= day <= as_of:
                parts[(day - since).days * len(parts) // days] += amount
        return cls(tuple(parts), days / MONTH)

    @property
    def rate(self) -> float | None:
        """The gain a month."""
        return sum(self.parts) / self.months if self.months else None

    def dispersion(self, lot: float) -> float:
        """Variance over mean: Pearson's estimate from the parts, and never less than what comes at once makes of it."""
        mean, free = sum(self.parts) / len(self.parts), len(self.parts) - 1
        pearson = sum((part - mean) ** 2 for part in self.parts) / mean / free if mean and free else 1.0
        return max(1.0, pearson, lot)

    def projection(self, value: float, ahead: float, lot: float) -> Projection:
        """The value in so many months, in whole units: quantiles of the scaled negative binomial, to the nearest."""
        if not ahead:
            return Projection(value, value, value)
        dispersion = self.dispersion(lot)
        shape, stays = 0.5 + sum(self.parts) / dispersion, self.months / (self.months + ahead)
        tail = (1 - THRESHOLDS.interval) / 2
        come = [dispersion * float(nbdtrik(share, shape, stays)) for share in (tail, 0.5, 1 - tail)]
        low, middle, high = (value + float(floor(more + 0.5)) for more in come)
        return Projection(low, middle, high)
