"""Which target is in force, its path over the periods, and what a figure is held against."""

from dataclasses import replace
from datetime import date

import pytest

from community_policing.core.indicators import INDICATORS
from community_policing.core.quantity import Quantity
from community_policing.measure.aggregate import select
from community_policing.measure.compute import batch_size, by_governorate, measure
from community_policing.measure.pace import Status, Target
from community_policing.measure.programme import Programme, Scope
from community_policing.measure.targets import path_of, target_in_force
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


def of_phases(build: Build, fora: dict[str, str], *targets: tuple[str, str, str]) -> Programme:
    """A programme of fora (set up on that day: in that phase) with targets for 2016: (phase, P-code, target)."""
    return Programme.of(
        build(
            {
                "fora": [
                    {"forum_id": f"F{day}", "established_on": day, "phase_id": phase} for day, phase in fora.items()
                ],
                "targets": [
                    {"indicator": IOM.key, "phase_id": phase, "governorate": place, "target": target}
                    for phase, place, target in targets
                ],
            }
        )
    )


@pytest.mark.parametrize(
    ("fora", "named", "targets"),
    [
        ({"2016-04-01": "P2"}, ("P2",), {(): 5, ("P1",): None, ("P2",): 5, ("P1", "P2"): None}),
        ({"2016-04-01": "P2", "2014-04-01": "P1"}, ("P2",), {(): None, ("P2",): 5, ("P1", "P2"): None}),
        ({"2016-04-01": "P2", "2016-05-01": ""}, ("P2",), {(): None, ("P2",): 5}),
        ({"2016-04-01": "P2", "2014-04-01": "P1"}, ("P1", "P2"), {(): 10, ("P2",): 5, ("P2", "P1"): 10}),
        ({}, ("P2",), {(): 5}),  # nothing is there yet: nothing else is compared with it
    ],
)
def test_a_phases_target_is_not_the_wholes(
    fora: dict[str, str], named: tuple[str, ...], targets: dict[tuple[str, ...], float | None], build: Build
) -> None:
    """The target of phases counts where the figure is of exactly these: chosen, or all that there is; else there is none."""
    programme = of_phases(build, fora, *((phase, "", "5") for phase in named))
    found = {phases: target_in_force(IOM, programme.within(Scope(phases=phases))) for phases in targets}
    assert {phases: target and target.target for phases, target in found.items()} == targets
    assert measure(IOM.key, programme).target == target_in_force(IOM, programme)


def test_a_phases_target_on_a_day(build: Build) -> None:
    """What began later does not show: until the other phase's first forum is there, the target is the whole's."""
    programme = of_phases(build, {"2016-04-01": "P2", "2016-10-01": "P1"}, ("P2", "", "5"))
    found = {day: target_in_force(IOM, within(programme, day)) for day in ("2016-09-30", "2016-10-01")}
    assert [target and target.target for target in found.values()] == [5, None]
    assert [len(path_of(IOM, within(programme, day))) for day in found] == [1, 0]


def test_a_phases_target_in_a_governorate(build: Build) -> None:
    """A governorate goes by its own rows, chosen or one of all: what is in another phase elsewhere does not matter."""
    programme = of_phases(
        build, {"2016-04-01": "P2", "2014-04-01": "P1"}, ("P2", "", "5"), ("P2", "IQG08", "3"), ("P2", "IQG15", "2")
    )
    every = by_governorate(IOM.key, programme, ("IQG08", "IQG15"))
    assert {place: result.target and result.target.target for place, result in every.items()} == {
        "IQG08": None,
        "IQG15": 2,
    }
    alone = {place: measure(IOM.key, within(programme, "", place)).target for place in every}
    assert alone == {place: result.target for place, result in every.items()}
    assert measure(IOM.key, programme).target is None


def test_a_published_figure_names_no_phase(build: Build) -> None:
    """What was only published is not compared with the target of one phase: nobody says which phases it is of."""
    fact = {"fact_id": "X1", "indicator": "cpf_established_by_iom_cumulative", "value": "3", "governorate": "national"}
    target = {"indicator": IOM.key, "phase_id": "P2", "target": "9"}
    assert measure(IOM.key, Programme.of(build({"facts": [fact], "targets": [target]}, basis="facts"))).target is None


def test_path() -> None:
    """What is due grows in a straight line from baseline to target, and stays there; in whole steps from the baseline, half
    a forum is never due."""
    half = Target(0, 10, date(2016, 1, 1), date(2016, 1, 11), (), ())
    days = [date.fromisoformat(day) for day in ("2015-01-01", "2016-01-01", "2016-01-06", "2016-01-11", "2017-01-01")]
    assert [half.due_by(day) for day in days] == [0, 0, 5, 10, 10]
    day = Target(4, 9, date(2016, 1, 1), date(2016, 1, 1), (), ())  # a period of one day: on it all is due
    assert [day.due_by(date(2015, 12, 31)), day.due_by(date(2016, 1, 1)), day.due_in_whole(date(2016, 1, 1))] == [
        4,
        9,
        9,
    ]
    slow = Target(4, 6, date(2016, 1, 1), date(2016, 1, 11), (), ())
    falls = Target(6, 4, date(2016, 1, 1), date(2016, 1, 11), (), ())
    assert [slow.due_in_whole(day) for day in days] == [4, 4, 5, 6, 6]
    assert [falls.due_in_whole(day) for day in days] == [6, 6, 5, 4, 4]
    assert (slow.due_in_whole(date(2016, 1, 5)), falls.due_in_whole(date(2016, 1, 5))) == (4, 6)


def test_path_of(programme: Programme) -> None:
    """The whole path: one target for each period, a revised one with the one it replaced."""
    old = Target(2, 9, date(2016, 1, 1), date(2016, 12, 31), ("illustrative",), ("S1",))
    first = Target(0, 2, date(2012, 1, 1), date(2015, 12, 31), ("illustrative",), ("S1",))
    path = (first, replace(old, target=6, earlier=old))
    assert path_of(IOM, programme) == path_of(IOM, within(programme, "2013-01-01")) == path
    assert target_in_force(IOM, programme) == path[-1]
    assert path_of(INDICATORS["workshops_held"], programme) == ()


def test_path_of_a_choice(programme: Programme) -> None:
    """The path filters with the scope: a governorate's own, the sum of several where each has one, else none."""
    there = {
        places: [(step.baseline, step.target) for step in path_of(IOM, within(programme, "", *places))]
        for places in (("IQG15",), ("IQG08", "IQG15"), ("IQG08", "IQG02"))
    }
    assert there == {("IQG15",): [(0, 2)], ("IQG08", "IQG15"): [(1, 4)], ("IQG08", "IQG02"): []}
    assert path_of(IOM, programme.within(Scope(donors=("DE",)))) == ()
    assert path_of(IOM, programme.within(Scope(established_by=("police",)))) == ()


def of_places(build: Build, *targets: tuple[str, str, str, str]) -> Programme:
    """A programme of one forum with targets of governorates: (P-code, due, target, revision)."""
    columns = ("governorate", "due_on", "target", "revision")
    drawn = [{"indicator": IOM.key, **dict(zip(columns, row, strict=True))} for row in targets]
    return Programme.of(build({"fora": [{"forum_id": "F", "established_on": "2016-04-01"}], "targets": drawn}))


def test_revisions_of_several(build: Build) -> None:
    """Where one of several governorates' targets was revised, the sum of what was before is kept; a chain of revisions too."""
    year = "2016-12-31"
    programme = of_places(
        build,
        ("IQG08", year, "4", "0"),
        ("IQG15", year, "9", "0"),
        ("IQG15", year, "6", "1"),
        ("IQG15", year, "7", "2"),
    )
    both = target_in_force(IOM, within(programme, "", "IQG08", "IQG15"))
    assert both is not None
    assert (both.target, both.earlier and both.earlier.target) == (11, 10)
    one = target_in_force(IOM, within(programme, "", "IQG15"))
    chain = []
    while one:
        chain.append(one.target)
        one = one.earlier
    assert chain == [7, 6, 9]


def test_periods_that_only_one_has(build: Build) -> None:
    """The path of several governorates has the periods that all of them have a target for."""
    programme = of_places(
        build, ("IQG08", "2016-12-31", "3", "0"), ("IQG15", "2016-12-31", "3", "0"), ("IQG15", "2017-12-31", "3", "0")
    )
    path = path_of(IOM, within(programme, "", "IQG08", "IQG15"))
    assert [(step.due_on, step.target) for step in path] == [(date(2016, 12, 31), 6)]


def test_targets_of_phases_that_do_not_add_up(build: Build) -> None:
    """Where a period's targets cannot be added, that period has none, and no other one takes its place."""
    share = INDICATORS["women_share_of_members"]
    programme = rows(
        build,
        ("", "2015-01-01", "2015-12-31", "10"),
        ("P1", "2016-01-01", "2016-12-31", "20"),
        ("P2", "2016-01-01", "2016-12-31", "30"),
        key=share.key,
    )
    assert target_in_force(share, programme) is None
    assert [step.target for step in path_of(share, programme)] == [10]


def test_progress(programme: Programme) -> None:
    """Progress is the part of what was due by the as-of date that is there: 1 of 1 in Ninewa, although 2 are the target."""
    shown = measure("fora_established_iom", within(programme, "", "IQG15"))
    assert (shown.value, shown.status, shown.progress) == (Quantity.exactly(1), Status.AT_RISK, Quantity.exactly(100))
    before = measure("fora_established_iom", within(programme, "2016-09-15"))  # F1 and F2: as many as at the start
    assert (before.status, before.progress) == (Status.OFF_TRACK, Quantity.exactly(0))


def test_no_pace_without_target_or_figure(programme: Programme) -> None:
    """Without a target, or where nobody knows the figure, there is no status but "no target", and no progress."""
    nowhere = measure("women_share_of_members", within(programme, "2012-06-30"))
    without = measure("workshops_held", programme)
    assert nowhere.target is not None
    assert (nowhere.value, nowhere.pace, nowhere.status) == (None, None, Status.NO_TARGET)
    assert (without.target, without.pace, without.status, without.progress) == (None, None, Status.NO_TARGET, None)


def test_a_governorate_is_held_against_its_own(programme: Programme) -> None:
    """A governorate's pace is its own: of its rows towards its target, whether it is chosen or one of all."""
    every = by_governorate("fora_established_iom", programme, ("IQG08", "IQG15", "IQG02"))
    alone = {place: measure("fora_established_iom", within(programme, "", place)).pace for place in every}
    assert {place: result.pace for place, result in every.items()} == alone
    assert every["IQG02"].pace is None


def test_how_much_comes_at_once(programme: Programme) -> None:
    """An event's attendances are one lot, whoever they are: 12, 12, 30 and 6 of 60 are 20.4; fora come one by one."""
    assert batch_size(select(INDICATORS["attendances"], programme)) == pytest.approx((144 + 144 + 900 + 36) / 60)
    assert batch_size(select(IOM, programme)) == batch_size(select(INDICATORS["headquarters_built"], programme)) == 1
