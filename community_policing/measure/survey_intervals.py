"""Intervals of survey answers: how far a percentage may be from what everybody would have said.

A published interval is taken as it is.  Where there is none, it is Wilson's score interval (E. B. Wilson, Journal of the
American Statistical Association 22, 1927) as for a simple random sample, on the effective number of people: surveys ask by
streets and villages, where neighbours answer alike, so n people tell as much as n / design effect drawn one by one (Kish,
Survey Sampling, 1965).  Percentages are never added or averaged here: without weights nobody knows of whom the mean would speak.
"""

from dataclasses import dataclass
from enum import StrEnum
from math import sqrt
from statistics import NormalDist

from community_policing.measure.thresholds import THRESHOLDS


class How(StrEnum):
    """Where an interval comes from."""

    PUBLISHED = "as published"
    COMPUTED = "computed"  # simple random sampling assumed, widened by the design effect


@dataclass(frozen=True)
class Estimate:
    """One answer: the percentage (0 to 100) of `n` people that gave it; ValueError where it is no percentage.

    `n` is None where it is not published, `published` the interval's ends in percent, and `weighted` None where the source
    does not say whether the percentage is."""

    percent: float
    n: int | None = None
    published: tuple[float, float] | None = None
    weighted: bool | None = None

    def __post_init__(self) -> None:
        if not 0 <= self.percent <= 100:
            raise ValueError(f"a percentage lies between 0 and 100, not at {self.percent!r}")


@dataclass(frozen=True)
class Interval:
    """The ends of a 95 % interval in percent."""

    low: float
    high: float
    how: How


def interval(estimate: Estimate) -> Interval | None:
    """Return the interval of an answer; None where neither it nor the number of people is published."""
    if estimate.published:
        return Interval(*estimate.published, How.PUBLISHED)
    return _wilson(estimate.percent / 100, effective(estimate.n)) if estimate.n else None


def effective(n: int) -> float:
    """Return how many people, drawn one by one, would tell as much as the n that were asked."""
    return n / THRESHOLDS.design_effect


def two_sided() -> float:
    """Return how many standard errors lie on each side at the confidence of surveys."""
    return NormalDist().inv_cdf((1 + THRESHOLDS.survey_confidence) / 2)


def _wilson(share: float, people: float) -> Interval:
    """Wilson's score interval of a share (0 to 1) of so many people."""
    z = two_sided()
    shrunk = 1 + z**2 / people
    middle = (share + z**2 / (2 * people)) / shrunk
    half = z / shrunk * sqrt(share * (1 - share) / people + z**2 / (4 * people**2))
    return Interval(100 * max(0.0, middle - half), 100 * min(1.0, middle + half), How.COMPUTED)
