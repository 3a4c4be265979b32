"""A governorate's profile in words and rows: the finding, what is next, and how the neighbours stand."""

from datetime import date

import pytest

from community_policing.analysis import governorate
from community_policing.analysis.governorate import Step
from community_policing.analysis.training import calendar
from community_policing.analysis.works import items
from community_policing.core.geography import governorates, neighbours
from community_policing.core.quantity import Quantity
from community_policing.measure.compute import measure
from community_policing.measure.programme import Programme, Scope
from community_policing.measure.result import Result
from tests.conftest import Build

AS_OF = date(2016, 11, 30)


def name(pcode: str) -> str:
    return governorates()[pcode].name_en if pcode else "Not on record"


def there(programme: Programme, pcode: str, day: date = AS_OF) -> Programme:
    return programme.within(Scope(day, (pcode,)))


def title(programme: Programme) -> str:
    """The finding about the only governorate in the scope."""
    keys = ("fora_established", "fora_established_iom", "fora_established_police", "fora_planned")
    results = (measure(key, programme) for key in keys)
    return governorate.title(name(programme.scope.governorates[0]), *results, governorate.plans(programme))


def ahead(programme: Programme) -> tuple[Step, ...]:
    """What is next in the programme's scope."""
    held = governorate.plans(programme)
    return governorate.ahead(held, calendar.events(programme), items.items(programme), programme.as_of)


@pytest.mark.parametrize(
    ("pcode", "found"),
    [
        ("IQG08", "Baghdad: 2 fora by IOM"),
        ("IQG02", "Basra: 1 forum by local police"),
        ("IQG15", "Ninewa: 1 forum by IOM; 1 is due by 31 Dec 2016"),
        ("IQG10", "Diyala: no forum yet, 1 is due by 31 Dec 2016"),
        ("IQG11", "Erbil: no forum yet, and none is planned"),
    ],
)
def test_the_title_is_the_finding(pcode: str, found: str, programme: Programme) -> None:
    """It says how many fora there are and by whom, and how many are due by when; planned ones are never counted as there,
    and a closed one is there no more."""
    assert title(there(programme, pcode)) == found


def test_the_title_tells_iom_and_police_apart(programme: Programme) -> None:
    """In February 2016 Basra had one forum of each; the police's came in January."""
    assert title(there(programme, "IQG02", date(2016, 2, 29))) == "Basra: 2 fora, 1 by IOM and 1 by local police"
    assert title(there(programme, "IQG02", date(2015, 12, 31))) == "Basra: 1 forum by IOM"


def test_the_title_knows_a_date_that_has_passed(build: Build) -> None:
    """A forum whose date has passed was due; it is not said to be coming."""
    late = build(
        {"fora": [{"forum_id": "F1", "planned_for": "2016-06-30", "phase_id": "P2", "record": "illustrative"}]}
    )
    assert title(there(Programme.of(late), "IQG08")) == "Baghdad: no forum yet, 1 was due by 30 Jun 2016"


def test_a_month_ends_on_its_last_day(build: Build) -> None:
    """A forum planned for November is not late in the middle of it, and is said to be due by November."""
    rows = [{"forum_id": "F1", "planned_for": "2016-11", "phase_id": "P2", "record": "illustrative"}]
    on_the_15th = there(Programme.of(build({"fora": rows})), "IQG08", date(2016, 11, 15))
    assert title(on_the_15th) == "Baghdad: no forum yet, 1 is due by Nov 2016"
    assert [step.late for step in ahead(on_the_15th)] == [False]


def test_the_title_of_what_was_published(public_record: Programme) -> None:
    """Fora by governorate were not published, those planned were."""
    assert (
        title(there(public_record, "IQG15"))
        == "Ninewa: the number of established fora is not published; 2 are due by 31 Dec 2016"
    )
    assert title(there(public_record, "IQG08")) == "Baghdad: the number of established fora is not published"


def test_what_is_next_in_order(programme: Programme) -> None:
    """Fora and events planned, and works due, by date; what is overdue stands among the works, what was cancelled nowhere."""
    assert [(step.when, step.what, step.kind, step.late) for step in ahead(there(programme, "IQG10"))] == [
        ("10 Dec 2016", "Introduction", "Training", False),
        ("31 Dec 2016", "Forum Al-Khalis", "Forum", False),
    ]
    assert [(step.when, step.kind) for step in ahead(there(programme, "IQG08"))] == [("30 Sep 2017", "Work due")]
    assert ahead(there(programme, "IQG02")) == ()


def test_what_is_next_on_an_earlier_date(programme: Programme) -> None:
    """In August 2016 the forum for June was late, and the police station due in September was still to come."""
    steps = ahead(there(programme, "IQG15", date(2016, 8, 31)))
    assert [(step.when, step.kind, step.late) for step in steps] == [
        ("30 Jun 2016", "Forum", True), ("30 Sep 2016", "Work due", False), ("31 Dec 2016", "Forum", False),
    ]  # fmt: skip


def test_neighbours_stand_beside_it(programme: Programme) -> None:
    """The governorate first, then its neighbours, each with its own figure; what may belong there is a bound."""
    splits = [measure(key, programme, "governorate") for key in ("fora_established_iom", "fora_planned", "attendances")]
    rows = governorate.compared(splits, ("IQG15", "IQG08"), tuple(governorates()))
    assert list(rows.columns) == ["Governorate", "Fora, IOM", "Planned", "Attendances"]
    exactly, unplaced = Quantity.exactly, Quantity(30, 36)  # E4's 6 seats have no place on record
    assert rows.to_numpy().tolist() == [
        ["Ninewa", exactly(1), exactly(1), unplaced],
        ["Baghdad", exactly(2), exactly(0), Quantity(24, 30)],
        ["Median of all 18", exactly(0), exactly(0), Quantity(0, 6)],
    ]
    assert "IQG08" not in neighbours("IQG15")


def test_the_median_is_a_figure_that_half_do_not_exceed(programme: Programme) -> None:
    """Of 0, 1, 2 it is 1, of 1, 2 it is 1; where one is not known there is none."""
    fora = measure("fora_established_iom", programme, "governorate")
    assert governorate.median(fora, ("IQG11", "IQG15", "IQG08")) == Quantity.exactly(1)
    assert governorate.median(fora, ("IQG15", "IQG08")) == Quantity.exactly(1)
    share = measure("women_share_of_members", programme, "governorate")
    assert governorate.median(share, ("IQG08", "IQG15")) is None


def test_cards_say_what_is_known(programme: Programme, public_record: Programme) -> None:
    """Where planned fora are to be and by when, kinds of events, bounds on people, works; what nobody knows is not said."""
    ninewa, published = there(programme, "IQG15"), there(public_record, "IQG15")

    def results(of: Programme, *keys: str) -> list[Result]:
        return [measure(key, of) for key in keys]

    assert governorate.planned_where(governorate.plans(ninewa)) == ("Al-Qayyarah", "by 31 Dec 2016")
    assert governorate.planned_where(governorate.plans(published)) == ("Al-Qayyarah 2", "by 31 Dec 2016")
    events = ("trainings_and_campaigns_held", "workshops_held", "events_planned")
    assert governorate.events_said(*results(there(programme, "IQG08"), *events)) == (
        "2 trainings, campaigns",
        "0 – 1 workshop",
    )
    assert governorate.events_said(*results(published, *events)) == ()
    assert governorate.people_said(measure("people_reached", published)) == ()
    sites = ("works_agreed", "works_overdue", "equipment_handed_over")
    assert governorate.works_said(*results(there(programme, "IQG10"), *sites)) == (
        "of 2 agreed",
        "1 work or delivery overdue",
    )
    assert governorate.works_said(*results(published, *sites)) == ()


def test_the_start_counts_governorates(programme: Programme, public_record: Programme) -> None:
    """It counts governorates with a forum, among those chosen where some are; where only plans were published, those."""

    def start(of: Programme) -> str:
        fora, planned = (measure(f"fora_{key}", of, "governorate") for key in ("established", "planned"))
        return governorate.choose(fora, planned, tuple(governorates()))

    assert start(programme) == "3 of 18 governorates have a forum: choose one to see its profile"
    some = programme.within(Scope(governorates=("IQG08", "IQG11")))
    assert start(some) == "1 of the 2 governorates chosen has a forum: choose one"
    assert start(public_record) == "3 governorates have a planned forum: choose one to see its profile"
    choose = "Choose a governorate to see its profile"
    assert start(programme.within(Scope(date(2012, 6, 1)))) == f"{choose}: none has a forum yet"
    assert start(public_record.within(Scope(date(2012, 6, 1)))) == choose
