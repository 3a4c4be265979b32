"""Changes between waves, alone and against comparison places: by hand, refused where nothing can be compared, powerful as said."""

from dataclasses import replace

import pytest
from hypothesis import given, strategies as st

from community_policing.measure.survey_intervals import Estimate
from community_policing.measure.surveys.change import (
    Difference,
    Refusal,
    Response,
    Verdict,
    change,
    change_against,
    smallest_detectable,
)

ESTIMATES = st.builds(Estimate, st.floats(0, 100), st.integers(1, 5000))
HERE, THERE = ("IQG02", "Baradiyah"), ("IQG02", "Elsewhere")


def said(percent: float, n: int | None = None, ends: tuple[float, float] | None = None, **other: object) -> Response:
    """The response of a place to one question."""
    response = Response(
        HERE, ("adults", "", ""), "very_safe", "How safe is it here?", "very safe", Estimate(percent, n, ends)
    )
    return replace(response, **other)


def there(percent: float, n: int | None = None, ends: tuple[float, float] | None = None) -> Response:
    """The same of the comparison place."""
    return said(percent, n, ends, place=THERE)


def shown(difference: Difference | Refusal) -> tuple[float, float, float, Verdict]:
    """Points and ends to one decimal, and the verdict."""
    assert isinstance(difference, Difference)
    return round(difference.points, 1), round(difference.low, 1), round(difference.high, 1), difference.verdict


def test_published_intervals_by_hand() -> None:
    """Ends 3 and 4 away from the answers are 5 away from their difference.  The lower end goes by the later answer's lower and
    the earlier one's upper: from 20 (16 to 25) to 30 (18 to 39) they are 12 and 5 away, 13 together, and 9 and 4 above."""
    assert shown(change(said(20, ends=(16, 25)), said(30, ends=(18, 39)))) == (
        10, -3, 19.8, Verdict.NO_DIFFERENCE_SEEN,
    )  # fmt: skip
    assert shown(change(said(20, ends=(16, 24)), said(30, ends=(27, 33)))) == (10, 5, 15, Verdict.MORE)
    assert shown(change(said(30, ends=(27, 33)), said(20, ends=(16, 24)))) == (-10, -15, -5, Verdict.FEWER)
    assert shown(change(said(28, ends=(25, 31)), said(30, ends=(26, 34)))) == (2, -3, 7, Verdict.NO_DIFFERENCE_SEEN)


def test_newcombes_own_example() -> None:
    """56 of 70 against 48 of 80, his table's first: 0.2000, from 0.0524 to 0.3339; here n counts for two thirds."""
    assert shown(change(said(60, 120), said(80, 105))) == (20, 5.2, 33.4, Verdict.MORE)


def test_against_a_comparison_place_by_hand() -> None:
    """10 points more here (5 away at both ends) and 4 points more there (12 away) are 6 points more, 13 away."""
    here = (said(20, ends=(16, 24)), said(30, ends=(27, 33)))
    beside = (there(50, ends=(50, 62)), there(54, ends=(54, 54)))
    assert shown(change_against(*here, beside)) == (6, 1, 19, Verdict.MORE)
    assert shown(change_against(*here, (there(50, ends=(38, 62)), there(54, ends=(54, 54))))) == (
        6, -7, 19, Verdict.NO_DIFFERENCE_SEEN,
    )  # fmt: skip


@given(first=ESTIMATES, second=ESTIMATES)
def test_backwards_is_the_opposite(first: Estimate, second: Estimate) -> None:
    """From the second to the first is as many points the other way; ends stay within 100 points, and hold the difference."""
    forth = change(said(0, estimate=first), said(0, estimate=second))
    back = change(said(0, estimate=second), said(0, estimate=first))
    assert isinstance(forth, Difference)
    assert isinstance(back, Difference)
    assert (back.points, back.low, back.high) == pytest.approx((-forth.points, -forth.high, -forth.low), abs=1e-9)
    assert -100 - 1e-9 <= forth.low <= forth.points <= forth.high <= 100 + 1e-9


@given(estimates=st.tuples(ESTIMATES, ESTIMATES, ESTIMATES, ESTIMATES))
def test_a_comparison_makes_it_less_sure(estimates: tuple[Estimate, Estimate, Estimate, Estimate]) -> None:
    """Places exchanged give the opposite; the interval is wider than that of either change alone."""
    here = [said(0, estimate=each) for each in estimates[:2]]
    beside = [there(0) for _ in range(2)]
    beside = [replace(each, estimate=own) for each, own in zip(beside, estimates[2:], strict=True)]
    forth, back = change_against(*here, tuple(beside)), change_against(*beside, tuple(here))
    assert isinstance(forth, Difference)
    assert (back.points, back.low, back.high) == pytest.approx((-forth.points, -forth.high, -forth.low), abs=1e-9)
    for alone in (change(*here), change(*beside)):
        assert forth.high - forth.low >= alone.high - alone.low - 1e-9


@pytest.mark.parametrize(
    ("later", "refusal"),
    [
        (said(9, 303, wording="Do you feel safe?"), Refusal.OTHER_WORDING),
        (said(9, 303, wording=""), Refusal.OTHER_WORDING),
        (said(9, 303, question="trust_in_police"), Refusal.OTHER_WORDING),
        (said(9, 303, answer="very safe or safe"), Refusal.OTHER_ANSWER),
        (said(9, 303, place=THERE), Refusal.OTHER_PEOPLE),
        (said(9, 303, people=("adults", "women", "")), Refusal.OTHER_PEOPLE),
        (said(9), Refusal.LACKS_N),
        (said(9, estimate=None), Refusal.DIRECTION_ONLY),
        (said(9, estimate=None, wording="", answer=""), Refusal.DIRECTION_ONLY),
    ],
)
def test_what_cannot_be_compared(later: Response, refusal: Refusal) -> None:
    """Refused, in whichever order, alone and in the comparison place."""
    assert (change(said(7, 303), later), change(later, said(7, 303))) == (refusal, refusal)
    if refusal is not Refusal.OTHER_PEOPLE:
        beside = (there(7, 303), replace(later, place=THERE))
        assert change_against(said(7, 303), said(9, 303), beside) is refusal


def test_no_comparison() -> None:
    """There is none; or what is given for one is the place itself, or two places."""
    here = (said(7, 303), said(9, 303))
    assert change_against(*here, None) is Refusal.COMPARISON_LACKING
    assert change_against(*here, here) is Refusal.OTHER_PEOPLE
    assert change_against(*here, (there(7, 303), said(9, 303))) is Refusal.OTHER_PEOPLE


def test_spelling_makes_no_other_question() -> None:
    """Capitals and spaces do not."""
    assert isinstance(
        change(said(7, 303), said(9, 303, wording="how safe  is it HERE?", answer="Very safe")), Difference
    )


@pytest.mark.parametrize(
    ("baseline", "before", "after", "points"),
    [
        (50, 300, 300, 14),
        (7, 303, 303, 9),
        (0, 303, 303, 4),
        (100, 303, 303, 4),
        (50, 6, 6, None),
        (50, 30_000, 300, 10),
    ],
)
def test_smallest_detectable(baseline: float, before: int, after: int, points: int | None) -> None:
    """Of 300 and 300 who count for 200: 2.8 times the root of 2 x 0.25 / 200 is 0.14, the rule of thumb at 50 %."""
    assert smallest_detectable(baseline, before, after) == points


def test_smallest_detectable_against_a_comparison() -> None:
    """Four samples of which each counts for 200: 2.8 times the root of 4 x 0.25 / 200 is 0.198."""
    beside = (Estimate(50, 300), Estimate(50, 300))
    assert smallest_detectable(50, 300, 300, beside) == 20
    assert smallest_detectable(50, 300, 300, (Estimate(50), beside[1])) is None


@given(baseline=st.integers(0, 100), n=st.integers(30, 3000))
def test_larger_surveys_see_less(baseline: int, n: int) -> None:
    """Twice as many people see at most as small a change; who say no are as hard to see as who say yes."""
    small, large = smallest_detectable(baseline, n, n), smallest_detectable(baseline, 2 * n, 2 * n)
    assert small is None or (large is not None and large <= small)
    assert small == smallest_detectable(100 - baseline, n, n)
