"""Budgets: sums to date are of quarters that are over, in one currency; what nobody told makes a lower bound of them."""

from dataclasses import replace
from datetime import date

import pytest

from community_policing.core.quantity import Quantity
from community_policing.measure.budgets import Budget, budgets
from community_policing.measure.programme import Programme, Scope

exactly, at_least = Quantity.exactly, Quantity.at_least


def of(programme: Programme, **scope: object) -> dict[str, Budget]:
    """The budgets of a choice, by grant."""
    return {each.grant_id: each for each in budgets(programme.within(replace(Scope(), **scope)))}  # type: ignore[arg-type]


def test_to_date_on_the_day_of_the_data(programme: Programme) -> None:
    """As counted by hand from tests/fixture: the quarter that runs is in no sum, and Germany's third is not told yet."""
    found = of(programme)
    assert {
        grant: (each.currency, each.committed, each.planned, each.spent, each.until, each.untold)
        for grant, each in found.items()
    } == {
        "US-P1": ("USD", None, None, exactly(25_000), date(2015, 12, 31), ()),
        "US-P2": ("USD", 1_000_000, exactly(270_000), exactly(300_000), date(2016, 9, 30), ()),
        "DE-P2": ("EUR", 4_000_000, exactly(1_200_000), at_least(400_000), date(2016, 9, 30), ("2016-Q3",)),
    }
    assert [each.whole for each in found.values()] == [25_000, 1_000_000, 4_000_000]


def test_time_goes_by(programme: Programme) -> None:
    """275 of the 671 days from 1 March 2016 to 31 December 2017; a grant without an end has no such share."""
    elapsed = {grant: each.elapsed for grant, each in of(programme).items()}
    assert elapsed == {"US-P1": None, "US-P2": 275 / 671, "DE-P2": 275 / 671}
    assert of(programme, as_of=date(2016, 2, 29))["DE-P2"].elapsed == 0
    assert of(programme, as_of=date(2018, 2, 1))["DE-P2"].elapsed == 1


@pytest.mark.parametrize(
    ("day", "planned", "spent"),
    [(date(2016, 3, 30), None, None), (date(2016, 3, 31), exactly(20_000), exactly(10_000)),
     (date(2016, 9, 29), exactly(120_000), exactly(100_000)), (date(2016, 12, 31), exactly(470_000), at_least(300_000))],
)  # fmt: skip
def test_a_quarter_counts_from_its_last_day(
    day: date, planned: Quantity | None, spent: Quantity | None, programme: Programme
) -> None:
    found = of(programme, as_of=day)["US-P2"]
    assert (found.planned, found.spent) == (planned, spent)


def test_sums_are_those_of_their_lines(programme: Programme) -> None:
    for each in of(programme).values():
        for name in ("planned", "spent"):
            known = [value for line in each.over if (value := getattr(line, name)) is not None]
            total = getattr(each, name)
            assert (total.low if total else 0) == sum(known)


@pytest.mark.parametrize(
    ("scope", "grants"),
    [({"donors": ("US",)}, ["US-P1", "US-P2"]), ({"phases": ("P2",)}, ["US-P2", "DE-P2"]),
     ({"donors": ("US",), "phases": ("P2",)}, ["US-P2"]), ({"governorates": ("IQG08",)}, []), ({"periods": ("2016",)}, []),
     ({"established_by": ("iom",)}, [])],
)  # fmt: skip
def test_money_is_known_by_donor_and_phase_alone(
    scope: dict[str, object], grants: list[str], programme: Programme
) -> None:
    assert list(of(programme, **scope)) == grants


def test_the_public_record_has_none(public_record: Programme) -> None:
    """Only what is committed was published."""
    assert budgets(public_record) == ()
