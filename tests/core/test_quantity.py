"""Quantity: what is known is kept, and nothing else is made up."""

from math import inf, nan

import pytest
from hypothesis import given, strategies as st

from community_policing.core.formats import quantity as shown
from community_policing.core.quantity import MANY, NOTHING, Quantity, Suppressed, grammatical_number, ratio, total

NUMBERS = st.integers(0, 10**9) | st.floats(0, 1e9, allow_nan=False)
CLOSED = st.tuples(NUMBERS, NUMBERS).map(lambda bounds: Quantity(min(bounds), max(bounds)))
QUANTITIES = CLOSED | NUMBERS.map(Quantity.at_least) | NUMBERS.map(Quantity.exactly)
ANY = st.floats(allow_nan=False, allow_infinity=False)
WHOLE = st.integers(0, 10**6).map(Quantity.exactly) | st.integers(0, 10**6).map(Quantity.at_least)


def test_bounds() -> None:
    """Exact has both bounds equal; at least has no upper one; both can be told apart."""
    assert Quantity.exactly(7) == Quantity(7, 7)
    assert Quantity.at_least(7) == Quantity(7, None)
    assert [q.exact for q in (Quantity.exactly(0), Quantity.at_least(0), Quantity(1, 2))] == [True, False, False]


@pytest.mark.parametrize(
    ("value", "number"),
    [
        (Quantity.exactly(0), 0), (Quantity.exactly(1), 1), (Quantity.exactly(2), 2), (Quantity.at_least(1), 1),
        (Quantity.at_least(30), 30), (Quantity(0, 1), 1), (Quantity(1, 11), 11), (Quantity.exactly(1.5), MANY),
        (Quantity(1, 2.5), MANY), (Suppressed.threshold(10), 10), (Suppressed.threshold(2), 2),
    ],
)  # fmt: skip
def test_grammatical_number(value: Quantity, number: int) -> None:
    """The last number that is written chooses the form of the noun: 2 is a dual in Arabic, and stands for no other number."""
    assert grammatical_number(value) == number


@pytest.mark.parametrize("bounds", [(2, 1), (nan, None), (1, nan), (inf, None), (0, inf), (-inf, 0)])
def test_impossible_bounds(bounds: tuple[float, float | None]) -> None:
    """A range that holds no number, or a number that is none, is refused."""
    with pytest.raises(ValueError, match="bound"):
        Quantity(*bounds)


def test_nothing_to_add() -> None:
    """The sum of no parts is exactly 0."""
    assert total([]) == NOTHING == Quantity(0, 0)


def test_examples_of_addition() -> None:
    """Bounds add; where one upper bound is not known, that of the sum is not either."""
    assert Quantity(1, 2) + Quantity(10, 20) == Quantity(11, 22)
    assert Quantity.exactly(5) + Quantity.at_least(10) == Quantity.at_least(15)
    assert total([Quantity.exactly(1), Quantity(2, 3), Quantity.exactly(4)]) == Quantity(7, 8)


@given(WHOLE, WHOLE, WHOLE)
def test_addition(a: Quantity, b: Quantity, c: Quantity) -> None:
    """Order and grouping do not matter, and nothing added changes nothing."""
    assert a + b == b + a
    assert (a + b) + c == a + (b + c) == total([a, b, c])
    assert a + NOTHING == a


@given(QUANTITIES, QUANTITIES)
def test_agreement(a: Quantity, b: Quantity) -> None:
    """Two statements agree, whichever is asked, exactly when some number makes both true."""
    highs = [q.high for q in (a, b) if q.high is not None]
    possible = max(a.low, b.low) <= min(highs, default=inf)
    assert a.agrees(b) == b.agrees(a) == possible
    assert a.agrees(a)


def test_examples_of_agreement() -> None:
    """ "Over 30" and 30 agree, 29 does not; neither do 43 and 42."""
    assert Quantity.at_least(30).agrees(Quantity.exactly(30))
    assert not Quantity.at_least(30).agrees(Quantity.exactly(29))
    assert not Quantity.exactly(43).agrees(Quantity.exactly(42))
    assert Quantity(0, 5).agrees(Quantity(5, 9))


@given(st.integers(0, 10**6), st.integers(0, 10**6))
def test_ratio(part: int, whole: int) -> None:
    """A share of nothing is not known; else it is exact, in percent."""
    assert ratio(part, whole) == (Quantity.exactly(100 * part / whole) if whole else None)


@given(
    st.none() | QUANTITIES | st.floats(allow_nan=False, allow_infinity=False).map(Quantity.exactly),
    st.sampled_from(["", "percent", "fora"]),
)
def test_formatting_never_fails(value: Quantity | None, unit: str) -> None:
    """Any quantity can be read: one line, never empty, its kind of bound in sight, percent said."""
    text = shown(value, unit)
    assert text
    assert text == " ".join(text.split(" "))
    if value is not None:
        assert text.startswith("≥ ") == (value.high is None)
        assert text.endswith(" %") == (unit == "percent")


def test_few_and_none_are_few() -> None:
    """A withheld number stays one where nothing is added; with some it is a range."""
    few = Suppressed.threshold(10)
    assert few + Quantity(0, 0) is few
    assert few + Quantity(20, 20) == Quantity(20, 29)
