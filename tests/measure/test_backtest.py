"""How often projections are right: on periods that were held out, of programmes made up in six kinds.

The method and where it is from: community_policing/measure/projection.py.  The coverage is printed at the end of the test run.
"""

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from itertools import accumulate

import numpy as np
import pytest
from numpy.random import Generator

from community_policing.core.quantity import Quantity
from community_policing.measure.pace import Target, pace
from community_policing.measure.projection import MONTH, Gains
from community_policing.measure.thresholds import THRESHOLDS
from tests.conftest import Report

BEGAN, MONTHS, PROGRAMMES = date(2012, 1, 1), 60, 150
# Months from the programme's beginning to a period's, the period's length, and when in it one looks ahead.
PERIODS = ((12, 12, (4, 6, 9, 11)), (24, 24, (8, 12, 18)), (48, 12, (4, 6, 9, 11)))
Things = list[tuple[float, float]]  # month from the beginning, amount


def steady(random: Generator, rate: float) -> Things:
    """Things that come one by one, at any time alike: so many a month."""
    return [(month, 1.0) for month in np.sort(random.uniform(0, MONTHS, random.poisson(rate * MONTHS))).tolist()]


def fora(random: Generator) -> Things:
    """A forum every one to five months."""
    return steady(random, random.uniform(0.2, 0.9))


def events(random: Generator) -> Things:
    """One to four events a month."""
    return steady(random, random.uniform(1, 4))


def attendances(random: Generator) -> Things:
    """Seats: an event every two months to three a month, 15 to 60 come, in two or three groups."""
    mean = random.uniform(15, 60)
    came = [
        (month, 1 + random.negative_binomial(4, 4 / (3 + mean))) for month, _ in steady(random, random.uniform(0.5, 3))
    ]
    return [
        (month, float(part)) for month, seats in came for part in random.multinomial(seats, (0.5, 0.3, 0.2)) if part
    ]


def growth(random: Generator) -> Things:
    """A programme that does 10 to 35 percent more every year."""
    first, yearly = random.uniform(0.2, 0.8), random.uniform(0.1, 0.35)
    most = first * np.exp(yearly * MONTHS / 12)
    return [(m, 1.0) for m, _ in steady(random, most) if random.uniform(0, most) < first * np.exp(yearly * m / 12)]


def bursts(random: Generator) -> Things:
    """Two to five in one month of three to six, and nothing in the others."""
    often, size = random.uniform(0.15, 0.4), random.uniform(2, 5)
    busy = [month for month in range(MONTHS) if random.uniform() < often]
    return sorted((month + random.uniform(), 1.0) for month in busy for _ in range(1 + random.poisson(size - 1)))


def handovers(random: Generator) -> Things:
    """Two to twelve items at once, every two to five months."""
    return [(month, float(random.integers(2, 13))) for month, _ in steady(random, random.uniform(0.2, 0.6))]


KINDS: dict[str, Callable[[Generator], Things]] = {
    made.__name__: made for made in (fora, events, attendances, growth, bursts, handovers)
}


def after(months: float) -> date:
    """The day so many months from the beginning."""
    return BEGAN + timedelta(days=int(months * MONTH))


def outcomes(things: Things) -> Iterator[bool]:
    """For each time one looks ahead: whether the figure at the due date lies within the bounds projected for it."""
    gains: Gains = [(after(month), amount) for month, amount in things]
    lot = _lot(things)

    def total(day: date) -> float:
        return sum(amount for on, amount in gains if on <= day)

    for begins, length, looks in PERIODS:
        starts, due = after(begins), after(begins + length)
        target = Target(total(starts - timedelta(days=1)), 10_000, starts, due, (), ())
        for look in looks:
            as_of = after(begins + look) + timedelta(days=1)
            known = [gain for gain in gains if gain[0] <= as_of]
            projected = pace(target, Quantity.exactly(total(as_of)), known, as_of, lot=lot).projected
            assert projected is not None
            yield projected.low <= total(due) <= projected.high


def _lot(things: Things) -> float:
    """How much comes at once, as community_policing.measure finds it: by the event, whatever its parts."""
    ends = dict(zip((month for month, _ in things), accumulate(amount for _, amount in things), strict=True))
    sizes = np.diff(np.array([0.0, *ends.values()]))
    return max(1.0, float((sizes**2).sum() / sizes.sum())) if sizes.any() else 1.0


@pytest.fixture(scope="module")
def found() -> dict[str, list[bool]]:
    """Kind of programme -> outcomes of all its programmes; the same in every run."""
    random = np.random.default_rng(2016)
    return {kind: [o for _ in range(PROGRAMMES) for o in outcomes(make(random))] for kind, make in KINDS.items()}


def test_interval_is_honest(found: dict[str, list[bool]], report: Report) -> None:
    """The 80 percent interval covers between 70 and 90 percent of what was held out: in all, and of each kind."""
    assert THRESHOLDS.interval == 0.8
    covered = {kind: sum(each) / len(each) for kind, each in found.items()}
    count = sum(map(len, found.values()))
    in_all = sum(map(sum, found.values())) / count
    kinds = ", ".join(f"{kind} {share:.1%}" for kind, share in covered.items())
    report(f"Projections: the 80 % interval covered {in_all:.1%} of {count:,} held-out due dates ({kinds})")
    assert 0.7 <= in_all <= 0.9
    assert {kind: share for kind, share in covered.items() if not 0.7 <= share <= 0.9} == {}
