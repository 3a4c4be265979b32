"""Honesty of survey intervals, on simulated surveys: 95 % intervals hold the truth 95 times of 100, and power is what is said.

The surveys draw streets, not people: 28 of them, 11 people in each, who answer alike (their correlation is 0.05, which makes a
design effect of 1.5, the one of thresholds.toml).  How often the intervals held the truth is printed at the end of the run.
"""

from collections.abc import Callable, Mapping, Sequence
from functools import cache
from typing import TypeAlias

import numpy as np
import pytest

from community_policing.measure.survey_intervals import Estimate, interval
from community_policing.measure.surveys.change import (
    Difference,
    Response,
    Verdict,
    change,
    change_against,
    smallest_detectable,
)
from community_policing.measure.thresholds import THRESHOLDS
from tests.conftest import Report

STREETS, A_STREET, ALIKE = 28, 11, 0.05
N = STREETS * A_STREET
DRAWS = 4000
HERE, THERE = ("IQG02", "here"), ("IQG02", "there")
CHANGES = ((0.07, 0.07), (0.07, 0.16), (0.5, 0.62), (0.9, 0.8))
AGAINST = ((0.07, 0.16, 0.1, 0.12), (0.5, 0.62, 0.45, 0.5), (0.9, 0.8, 0.85, 0.85))
Surveys: TypeAlias = Callable[[float], Sequence[int]]


@pytest.fixture
def surveys() -> Surveys:
    """A function: the share of everybody who would give the answer -> how many of N people do, in each of the surveys."""
    random, spread = np.random.default_rng(2016), 1 / ALIKE - 1

    def draw(share: float) -> Sequence[int]:
        streets = random.beta(share * spread, (1 - share) * spread, (DRAWS, STREETS))
        given: list[int] = random.binomial(A_STREET, streets).sum(axis=1).tolist()
        return given

    return draw


@cache
def said(given: int, place: tuple[str, str] = HERE) -> Response:
    """The response where so many of N gave the answer."""
    return Response(place, (), "very_safe", "", "", Estimate(100 * given / N, N))


def held(found: Difference, points: float) -> bool:
    """Whether the interval holds the true difference."""
    return found.low <= points <= found.high


def honest(what: str, covered: Mapping[str, float], report: Report) -> None:
    """Each share covered is reported, and lies where it should."""
    each = ", ".join(f"{truth} {share:.1%}" for truth, share in covered.items())
    report(f"Surveys: the 95 % interval of {what} held the truth (of {DRAWS:,} draws each): {each}")
    assert {truth: share for truth, share in covered.items() if not 0.93 <= share <= 0.97} == {}


def test_the_surveys_have_the_design_effect(surveys: Surveys) -> None:
    """The simulated percentages spread as those of fewer people would, by the factor of the file."""
    assert np.var(surveys(0.3)) / (N * 0.3 * 0.7) == pytest.approx(THRESHOLDS.design_effect, rel=0.05)
    assert THRESHOLDS.design_effect == 1 + (A_STREET - 1) * ALIKE


def test_an_answer(surveys: Surveys, report: Report) -> None:
    """An answer's interval holds what everybody would say."""
    ends = [interval(Estimate(100 * given / N, N)) for given in range(N + 1)]
    covered = {
        f"{share:.0%}": np.mean([ends[given].low <= 100 * share <= ends[given].high for given in surveys(share)])
        for share in (0.07, 0.3, 0.5, 0.85)
    }
    honest("an answer", covered, report)


def test_a_change(surveys: Surveys, report: Report) -> None:
    """A change's interval holds the true change."""
    covered = {}
    for before, after in CHANGES:
        pairs = zip(surveys(before), surveys(after), strict=True)
        found = [held(change(said(one), said(other)), 100 * (after - before)) for one, other in pairs]
        covered[f"{before:.0%} to {after:.0%}"] = np.mean(found)
    honest("a change", covered, report)


def test_against_comparison(surveys: Surveys, report: Report) -> None:
    """The interval of a change against a comparison place holds the true difference of the two."""
    covered = {}
    for shares in AGAINST:
        true = 100 * ((shares[1] - shares[0]) - (shares[3] - shares[2]))
        drawn = zip(*map(surveys, shares), strict=True)
        found = [change_against(said(a), said(b), (said(c, THERE), said(d, THERE))) for a, b, c, d in drawn]
        covered[f"{true:+.0f} points from {shares[0]:.0%}"] = np.mean([held(each, true) for each in found])
    honest("a change against a comparison place", covered, report)


@pytest.mark.parametrize("share", [0.07, 0.5])
def test_power(share: float, surveys: Surveys, report: Report) -> None:
    """A rise of the size that the survey could have seen is seen about as often as said; where there is none, one is seen in
    2.5 % of surveys."""
    points = smallest_detectable(100 * share, N, N)
    assert points is not None
    none, rise = (
        np.mean(
            [
                change(said(a), said(b)).verdict is Verdict.MORE
                for a, b in zip(surveys(share), surveys(later), strict=True)
            ]
        )
        for later in (share, share + points / 100)
    )
    seen = f"in {rise:.1%} of surveys, and in {none:.1%} where there was none"
    report(f"Surveys: a rise by {points} points from {share:.0%} was seen {seen}")
    assert 0.01 <= none <= 0.04
    assert 0.77 <= rise <= 0.88
