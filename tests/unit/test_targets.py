"""Which target is in force, and where a figure stands against it."""

from datetime import date

import pytest

from community_policing.indicators import INDICATORS
from community_policing.measure import measure
from community_policing.programme import Programme, Scope
from community_policing.quantity import Quantity
from community_policing.result import Status, Target
from community_policing.targets import target_in_force
from tests.conftest import Build

IOM = INDICATORS["fora_established_iom"]


def within(programme: Programme, day: str = "", *governorates: str, **choice: tuple[str, ...]) -> Programme:
    """The programme on a day, in some governorates."""
    return programme.within(Scope(date.fromisoformat(day) if day else None, governorates, **choice))


@pytest.mark.parametrize(
    ("day", "baseline", "target"),
    [("2012-01-01", 0, 2), ("2015-12-31", 0, 2), ("2016-01-01", 2, 6), ("2016-12-31", 2, 6), ("2018-01-01", 2, 6)],
)
def test_period(day: str, baseline: float, target: float, programme: Programme) -> None:
    """The target of the period that holds the date, else of the next, else of the last; the latest revision of it."""
    found = target_in_force(IOM, within(programme, day))
    assert found is not None
    assert (found.baseline, found.target) == (baseline, target)


def test_governorates_add_up(programme: Programme) -> None:
    """For chosen governorates it is the sum of theirs, with the sources of all; one without a target leaves none."""
    assert target_in_force(IOM, within(programme, "", "IQG08", "IQG15")) == Target(
        1, 4, date(2016, 1, 1), date(2016, 12, 31), ("illustrative",), ("S1",)
    )
    assert target_in_force(IOM, within(programme, "", "IQG08", "IQG02")) is None
    assert target_in_force(IOM, within(programme, "", "IQG02")) is None


def test_never_compared_with_something_larger(programme: Programme) -> None:
    """No target remains where the choice is not what the target was set for."""
    choices = {
        "fora_established_iom": Scope(phases=("P2",)),
        "attendances": Scope(governorates=("IQG08",)),
        "vehicles_handed_over": Scope(donors=("DE",)),
        "trainings_and_campaigns_held": Scope(phases=("P1",)),
        "women_share_of_members": Scope(established_by=("iom",)),
    }
    found = {key: target_in_force(INDICATORS[key], programme.within(scope)) for key, scope in choices.items()}
    assert found == dict.fromkeys(choices)


def test_own_target_remains(programme: Programme) -> None:
    """A choice that an indicator's target was set for, or that does not touch its rows, keeps it."""
    choices = {
        "fora_established_iom": Scope(established_by=("iom",)),
        "attendances": Scope(established_by=("police",)),
        "vehicles_handed_over": Scope(phases=("P2",)),
    }
    found = {key: target_in_force(INDICATORS[key], programme.within(scope)) for key, scope in choices.items()}
    assert {key: target and target.target for key, target in found.items()} == {
        "fora_established_iom": 6, "attendances": 66, "vehicles_handed_over": 8,
    }  # fmt: skip


def rows(build: Build, *targets: tuple[str, str, str, str], key: str = "fora_established_iom") -> Programme:
    """A programme of one forum with national targets: (phase, starts, due, target)."""
    drawn = [
        {"indicator": key, "phase_id": phase, "period_starts_on": starts, "due_on": due, "target": target}
        for phase, starts, due, target in targets
    ]
    return Programme.of(
        build({"fora": [{"forum_id": "F", "established_on": "2016-04-01", "phase_id": "P2"}], "targets": drawn})
    )


def test_a_period_that_has_begun_comes_first(build: Build) -> None:
    """A target whose period holds the date is in force, even when one that begins later is due earlier."""
    programme = rows(build, ("", "2016-01-01", "2017-12-31", "9"), ("", "2017-01-01", "2017-06-30", "5"))
    found = target_in_force(IOM, programme)
    assert found is not None
    assert found.target == 9


def test_targets_of_phases_are_not_the_programmes(build: Build) -> None:
    """Where each phase has its own target, the whole is not compared with that of one phase."""
    programme = rows(build, ("P1", "2016-01-01", "2016-12-31", "1"), ("P2", "2016-01-01", "2016-12-31", "8"))
    found = target_in_force(IOM, programme)
    assert found is None or found.target == 9
    only = target_in_force(IOM, programme.within(Scope(phases=("P2",))))
    assert only is not None
    assert only.target == 8


YEAR = Target(10, 30, date(2016, 1, 1), date(2016, 12, 31), (), ())


@pytest.mark.parametrize(
    ("value", "day", "status"),
    [
        (Quantity.exactly(30), "2016-02-01", Status.DONE),
        (Quantity.exactly(30), "2018-01-01", Status.DONE),
        (Quantity.at_least(30), "2016-12-31", Status.DONE),
        (Quantity.exactly(29), "2017-01-01", Status.OFF_TRACK),
        (Quantity.exactly(10), "2016-01-01", Status.TOO_EARLY),  # nothing is due yet
        (Quantity.exactly(10), "2016-01-19", Status.TOO_EARLY),  # 0.98 of a forum is not yet due
        (Quantity.exactly(10), "2016-01-21", Status.OFF_TRACK),  # one is due, none is there
        (Quantity.exactly(29), "2016-12-31", Status.ON_TRACK),  # 19 of 20: 95 percent
        (Quantity.exactly(28), "2016-12-31", Status.AT_RISK),
        (Quantity.exactly(25), "2016-12-31", Status.AT_RISK),  # 15 of 20: 75 percent
        (Quantity.exactly(24), "2016-12-31", Status.OFF_TRACK),
        (Quantity(0, 40), "2016-12-31", Status.OFF_TRACK),  # judged by what is certain
        (None, "2016-12-31", Status.NO_TARGET),
    ],
)
def test_status(value: Quantity | None, day: str, status: Status) -> None:
    """Done when the target is reached; else by the share of what a straight path asks for by then, in whole units."""
    assert YEAR.status(value, date.fromisoformat(day)) is status


def test_path() -> None:
    """What is due grows in a straight line from baseline to target, and stays there."""
    half = Target(0, 10, date(2016, 1, 1), date(2016, 1, 11), (), ())
    asked = [
        half.due_by(date.fromisoformat(day))
        for day in ("2015-01-01", "2016-01-01", "2016-01-06", "2016-01-11", "2017-01-01")
    ]
    assert asked == [0, 0, 5, 10, 10]
    assert Target(4, 9, date(2016, 1, 1), date(2016, 1, 1), (), ()).due_by(date(2016, 1, 1)) == 4  # a period of one day


def test_path_in_fractions() -> None:
    """At its due date the whole way is due, whatever the fractions: 7 points are 7, not 6.999..."""
    target = Target(18.4, 25.4, date(2016, 1, 1), date(2016, 12, 31), (), ())
    assert target.status(Quantity.exactly(24.9), date(2016, 12, 31)) is Status.AT_RISK  # 6.5 of 7 points, not of 6


def test_progress(programme: Programme) -> None:
    """Progress is the way gone from the baseline, in percent; an open bound stays open."""
    shown = measure("fora_established_iom", within(programme, "", "IQG15"))
    assert (shown.value, shown.status, shown.progress) == (Quantity.exactly(1), Status.ON_TRACK, Quantity.exactly(50))
    before = measure("fora_established_iom", within(programme, "2016-09-15"))  # F1 and F2: as many as at the start
    assert (before.status, before.progress) == (Status.OFF_TRACK, Quantity.exactly(0))
