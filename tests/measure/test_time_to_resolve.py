"""Time to resolve: a life table made by hand, concerns still open, and the months of spells."""

import warnings
from datetime import date
from math import log

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, strategies as st
from scipy import stats

from community_policing.measure.time_to_resolve import Spell, TimeToResolve, spells, time_to_resolve
from tests.conftest import Report

AS_OF = date(2016, 11, 30)
SIMULATIONS = 1000
SPELLS = st.lists(st.builds(Spell, st.integers(0, 30), st.booleans()), max_size=40)


def waited(resolved: tuple[int, ...], still_open: tuple[int, ...] = ()) -> list[Spell]:
    """Spells that ended, and spells that go on, by their months."""
    return [Spell(months, True) for months in resolved] + [Spell(months, False) for months in still_open]


def test_life_table() -> None:
    """Ten concerns.  By month 1: 2 of 10 resolved, 8/10 open; month 2: 1 of the 7 left (one was seen for one month only),
    24/35; month 4: 2 of 5, 72/175 = 0.41, the first below one half.  Of the resolved alone the median would be 2."""
    found = time_to_resolve(waited((1, 1, 2, 4, 4), (1, 3, 5, 6, 9)))
    assert (found.median, found.resolved, found.still_open) == (4, 5, 5)


def test_half_is_reached_when_half_are_resolved() -> None:
    """Two of four within three months; of five, the third."""
    assert time_to_resolve(waited((1, 3, 5, 8))).median == 3
    assert time_to_resolve(waited((1, 3, 5, 8, 9))).median == 5


def test_not_half_resolved() -> None:
    """The curve stays above one half: there is no median, however soon the others were resolved."""
    assert time_to_resolve(waited((0, 1), (4, 5, 6, 20))) == TimeToResolve(None, 0, None, 2, 4)
    assert time_to_resolve(()) == TimeToResolve(None, None, None, 0, 0)
    assert time_to_resolve(waited((), (3, 4))) == TimeToResolve(None, None, None, 0, 2)


def test_still_open_lengthens_it() -> None:
    """What is left open for long makes the wait longer; a mean of the resolved alone would not know it."""
    resolved = (1, 1, 2, 2, 3, 4)
    assert time_to_resolve(waited(resolved)).median == 2
    assert time_to_resolve(waited(resolved, (12, 12, 12))).median == 3


def test_everything_at_once() -> None:
    """Where all are resolved in one month there is a median, and nothing to make an interval of."""
    assert time_to_resolve(waited((3,))) == TimeToResolve(3, None, None, 1, 0)


@given(own=SPELLS)
def test_as_scipy_has_it(own: list[Spell]) -> None:
    """Median and ends are read off the curve and the band of scipy.stats, which is too heavy for the server."""
    found = time_to_resolve(own)
    uncensored, right = ([each.months for each in own if each.resolved is resolved] for resolved in (True, False))
    assert (found.resolved, found.still_open) == (len(uncensored), len(right))
    if not own:
        return
    curve = stats.ecdf(stats.CensoredData(uncensored, right=right)).sf
    with warnings.catch_warnings(action="ignore"), np.errstate(all="ignore"):
        band = curve.confidence_interval(0.95, method="log-log")

    def first(shares: np.ndarray) -> int | None:
        reached = curve.quantiles[shares <= 0.5 + 1e-9]
        return int(reached[0]) if len(reached) else None

    ends = first(band.low.probabilities), first(band.high.probabilities)
    assert (found.median, found.low, found.high) == (first(curve.probabilities), *ends)


def spell(raised: str, resolved: str | None, status: str, as_of: date = AS_OF) -> Spell | None:
    """How long one concern was open; None where that is not told."""
    days = {name: pd.to_datetime(pd.Series([day])) for name, day in (("raised_in", raised), ("resolved_in", resolved))}
    found = spells(pd.DataFrame({"topic": "documents", "status": status, **days}), as_of)
    assert len(found) <= 1
    return next((Spell(months, done) for months, done in zip(found["months"], found["resolved"], strict=True)), None)


@pytest.mark.parametrize(
    ("raised", "resolved", "status", "expected"),
    [
        ("2016-09-30", "2016-11-30", "resolved", Spell(2, True)),
        ("2016-09-30", "2016-09-30", "resolved", Spell(0, True)),
        ("2016-09-30", None, "raised", Spell(2, False)),
        ("2016-11-30", None, "referred", Spell(0, False)),
        ("2016-12-31", None, "raised", None),
        ("2016-09-30", None, "withdrawn", None),
        ("2016-09-30", None, "resolved", None),
    ],
)
def test_spell(raised: str, resolved: str | None, status: str, expected: Spell | None) -> None:
    """Whole months up to the as-of date; what was withdrawn, or resolved nobody knows when, tells no time."""
    assert spell(raised, resolved, status) == expected


def test_on_an_earlier_day() -> None:
    """A concern resolved in November was open at the end of October; a month that is not over counts for nobody."""
    days = {
        day: spell("2016-08-31", "2016-11-30", "resolved", date(*day))
        for day in ((2016, 10, 31), (2016, 11, 15), (2016, 8, 15))
    }
    assert days == {(2016, 10, 31): Spell(2, False), (2016, 11, 15): Spell(2, False), (2016, 8, 15): None}


def test_simulated_waits(report: Report) -> None:
    """100 concerns that wait 40 months in the middle, each seen for 1 to 120: the median is found, its interval holds it."""
    random = np.random.default_rng(2016)
    waits = random.exponential(40.5 / log(2), (SIMULATIONS, 100)).astype(int)
    seen = random.integers(1, 121, waits.shape)
    months, resolved = np.minimum(waits, seen).tolist(), (waits <= seen).tolist()
    found = [time_to_resolve(map(Spell, *each)) for each in zip(months, resolved, strict=True)]
    medians = [each.median for each in found if each.median is not None]
    covered = sum(each.low <= 40 and (each.high is None or each.high >= 40) for each in found) / SIMULATIONS
    report(
        f"Time to resolve: the 95 % interval of the median held the true one in {covered:.1%} of {SIMULATIONS:,} draws"
    )
    assert np.median(medians) == pytest.approx(40, abs=1)
    assert 0.93 <= covered <= 0.97


@given(own=SPELLS)
def test_order_of_the_ends(own: list[Spell]) -> None:
    """The interval holds the median, where there is one, and every concern is counted once."""
    found = time_to_resolve(own)
    assert found.resolved + found.still_open == len(own)
    if found.median is not None:
        assert found.low is None or found.low <= found.median
        assert found.high is None or found.median <= found.high
