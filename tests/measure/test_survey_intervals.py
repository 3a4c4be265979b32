"""Intervals of survey answers: Wilson's by the equation it solves, published ones as they are."""

from fractions import Fraction
from math import sqrt

import pytest
from hypothesis import given, strategies as st

from community_policing.measure.survey_intervals import Estimate, How, Interval, effective, interval

Z = 1.959964  # standard errors on each side of 95 %, from the table
PERCENTS, COUNTS = st.floats(0, 100), st.integers(1, 100_000)


def ends(percent: float, n: int) -> tuple[float, float]:
    """The ends of the interval, in percent."""
    found = interval(Estimate(percent, n))
    assert found
    assert found.how is How.COMPUTED
    return found.low, found.high


def test_baradiyah_2019() -> None:
    """7 % of 303 who feel very safe: as of 202 drawn one by one, from 4.2 to 11.4 %."""
    assert effective(303) == 202
    low, high = ends(7, 303)
    assert (round(low, 1), round(high, 1)) == (4.2, 11.4)


@pytest.mark.parametrize(
    ("percent", "n", "low", "high"),
    [
        (50, 15, "23.7", "76.3"),
        (0, 15, "0.0", "27.8"),  # 15 people count as 10: z² of 10 + z², by hand 3.84146 / 13.84146
        (100, 15, "72.2", "100.0"),
        (53, 303, "46.1", "59.8"),
        (2, 303, "0.8", "5.0"),
    ],
)
def test_of_few_and_of_none(percent: float, n: int, low: str, high: str) -> None:
    """None of 15 who say so may still be a quarter of all; an end never leaves 0 to 100."""
    assert tuple(f"{end:.1f}" for end in ends(percent, n)) == (low, high)


@given(percent=PERCENTS, n=COUNTS)
def test_ends_solve_wilsons_equation(percent: float, n: int) -> None:
    """At each end, a share that were the true one, the answer lies just z standard errors of that share away."""
    share, people = percent / 100, float(Fraction(n) / Fraction(3, 2))
    low, high = (end / 100 for end in ends(percent, n))
    assert 0 <= low <= share + 1e-12
    assert share - 1e-12 <= high <= 1
    for end in (low, high):
        assert abs(share - end) == pytest.approx(Z * sqrt(end * (1 - end) / people), rel=1e-5, abs=1e-6)


@given(percent=PERCENTS, n=COUNTS)
def test_more_people_narrow_it(percent: float, n: int) -> None:
    """Twice as many people make a narrower interval, inside the other one on the side of 50 %."""
    (low, high), (lower, higher) = ends(percent, 2 * n), ends(percent, n)
    assert high - low < higher - lower


@given(percent=PERCENTS, n=COUNTS)
def test_the_other_answer_mirrors_it(percent: float, n: int) -> None:
    """Those who did not give the answer are 100 % less those who did, at both ends."""
    low, high = ends(percent, n)
    assert ends(100 - percent, n) == pytest.approx((100 - high, 100 - low), abs=1e-9)


def test_a_published_interval_is_not_computed_again() -> None:
    """Whatever n is; and without both nobody can say how far off the answer may be."""
    assert interval(Estimate(7, 303, (3, 12), weighted=True)) == Interval(3, 12, How.PUBLISHED)
    assert interval(Estimate(7, None, (3, 12))) == Interval(3, 12, How.PUBLISHED)
    assert (interval(Estimate(7)), interval(Estimate(7, 0))) == (None, None)


def test_no_percentage() -> None:
    """What is no percentage is refused at once."""
    for percent in (-0.1, 100.1, float("nan")):
        with pytest.raises(ValueError, match="a percentage lies between 0 and 100"):
            Estimate(percent, 303)
