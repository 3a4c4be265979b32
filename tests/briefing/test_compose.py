"""What each slide of a briefing says of the programme that can be counted by hand."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from community_policing.briefing.compose.composer import BriefingRequest, again, compose
from community_policing.briefing.model import (
    Bars,
    Briefing,
    Bullets,
    Cards,
    Map,
    Note,
    Number,
    Points,
    Slide,
    Steps,
    Table,
    numbers,
)
from community_policing.briefing.snapshot import frozen
from community_policing.core.i18n import ProgrammeError
from community_policing.core.protection_level import ProtectionLevel
from community_policing.measure.compute import measure
from community_policing.measure.programme import Programme, Scope
from community_policing.protect.disclosure import protect
from community_policing.protect.rounding_secret import rounding_secret
from tests.conftest import Build


def slide(briefing: Briefing, key: str) -> Slide:
    return next(each for each in briefing.slides if each.key == key)


def block(of: Slide, kind: type, place: int = 0) -> Any:
    return [each for each in of.blocks if type(each) is kind][place]


def cells(table: Table) -> list[tuple[str, ...]]:
    return [tuple(cell.text if isinstance(cell, Number) else cell for cell in row) for row in table.rows]


def told(cards: Cards) -> list[tuple[str, str, tuple[str, ...], str]]:
    return [(card.number.label, card.number.text, card.lines, card.status) for card in cards.cards]


@pytest.fixture(scope="module")
def chief(programme: Programme) -> Briefing:
    """Everything, with Baghdad and Missan."""
    return compose(programme, BriefingRequest("chief", governorates=("IQG08", "IQG14")))


def test_the_figures_that_say_where_the_programme_stands(chief: Briefing) -> None:
    """IOM's fora, the police's and planned ones are three figures; each card has its target, and what is part of it."""
    stand = slide(chief, "stand")
    assert stand.headline == "4 fora are established: 3 by IOM, 1 by local police; 2 are planned"
    assert told(block(stand, Cards)) == [
        ("Fora established by IOM", "3", ("3 of 6 by 31 Dec 2016",), "off_track"),
        ("Fora established by local police", "1", (), ""),
        ("Fora planned", "2", ("Diyala\u00a01 · Ninewa\u00a01", "by 31 Dec 2016"), ""),
        ("Attendances", "60", ("60 of 66 by 31 Dec 2016", "38 by community members", "3 trainings, campaigns"), "at_risk"),
        ("Vehicles handed over", "7", ("7 of 8 by 30 Sep 2016", "Building works: 1 of 4 done"), "off_track"),
    ]  # fmt: skip
    lines = {line.name: line.points for line in block(stand, Steps).lines}
    assert lines["Local police"] == (("2016-01-19", 0.0), ("2016-01-20", 1.0), ("2016-11-30", 1.0))
    assert lines["Target 6 by 31 Dec 2016"] == (("2016-01-01", 2.0), ("2016-12-31", 6.0))


def test_a_number_says_all_that_may_be_asked_of_it(chief: Briefing) -> None:
    """Text and bounds, unit, place, date, definition, method, caveat, sources and how many rows stand behind it."""
    first = block(slide(chief, "stand"), Cards).cards[0].number
    assert first == Number(
        "stand/fora_established_iom", "Fora established by IOM", "3", 3, 3, "fora", "fora_established_iom", "Iraq",
        "2016-11-30", "Community policing fora set up by the programme since 2012, and not closed.",
        "number of fora established by IOM on or before the date, and not closed by then",
        "A forum that two donors pay for counts under each of them, and once in the total.", "",
        ("Made up for the tests",), 3,
    )  # fmt: skip


def test_the_map_and_the_governorates_beside_it(chief: Briefing) -> None:
    """The map is of IOM's fora alone; the table holds every governorate that has any kind, each kind in its own column."""
    found = slide(chief, "map")
    areas = {area.name: (area.kind, area.number.text if area.number else None) for area in block(found, Map).areas}
    assert len(areas) == 18
    assert areas["Baghdad"] == ("value", "2")
    assert areas["Basra"] == ("zero", "0")
    assert block(found, Table).heads == ("Governorate", "Fora, IOM", "Fora, police", "Planned")
    assert cells(block(found, Table)) == [
        ("Baghdad", "2", "0", "0"), ("Ninewa", "1", "0", "1"), ("Basra", "0", "1", "0"), ("Diyala", "0", "0", "1"),
    ]  # fmt: skip
    assert [cell.rows for cell in block(found, Table).rows[1][1:]] == [1, 0, 1]


def test_targets_stand_worst_first_and_go_on_on_a_further_slide(chief: Briefing) -> None:
    """Six a slide at most; each says where it stands, what was due, and why."""
    pages = [slide(chief, "targets"), slide(chief, "targets-2")]
    assert [page.subtitle[-8:] for page in pages] == ["(1 of 2)", "(2 of 2)"]
    rows = [row for page in pages for row in block(page, Bullets).rows]
    assert [(row.actual.text, row.target.text, row.status) for row in rows] == [
        ("3", "6", "off_track"), ("20 %", "30 %", "off_track"), ("7", "8", "off_track"), ("60", "66", "at_risk"),
        ("1", "2", "at_risk"), ("3", "3", "done"), ("0", "0", "done"), ("2", "2", "done"),
    ]  # fmt: skip
    assert (rows[2].label, rows[2].place) == ("Vehicles handed over", "Iraq · by 30 Sep 2016")
    assert rows[2].said == "Off track: 88 % of what is due, a date that has passed; 1 short"
    assert rows[4].said == "At risk: 100 % of what is due, likely no more than 1 at this pace; needs 1.0 a month"
    assert rows[5].said == "Done: target reached"
    assert (rows[0].baseline, rows[0].due, rows[0].low, rows[0].high) == (2, 5, 3, 3)


def test_what_is_at_risk_and_why(chief: Briefing) -> None:
    """Targets that are not being met and works past their date, what is off track before what is at risk."""
    points = block(slide(chief, "risk"), Points).points
    assert slide(chief, "risk").headline == "3 of 8 targets are off track; 2 at risk; 1 item is overdue"
    assert [point.status for point in points] == ["off_track"] * 4 + ["at_risk"] * 2
    assert points[0].text == "Fora established by IOM, Iraq: 3 of 6 by 31 Dec 2016"
    assert points[0].detail == "33 % of what is due; needs 2.9 a month; seen 0.2 since Jan 2016"
    assert points[3].text == "Two venues in Diyala: due on 31 Oct 2016, 30 days late"


def test_reach_counts_seats_and_people_by_their_own_methods(chief: Briefing) -> None:
    """A co-funded seat stands under both donors, and once in the last line; people are bounds and are never added up."""
    reach = slide(chief, "reach")
    assert reach.headline == "60 seats filled at 4 events: between 30 and 48 different people"
    assert cells(block(reach, Table)) == [
        ("Phase 1 · US", "12", "12"), ("Phase 2 · US", "12", "12"), ("Phase 2 · Germany", "48", "30 – 48"),
        ("All, each counted once", "60", "30 – 48"),
    ]  # fmt: skip
    bars: Bars = block(reach, Bars)
    drawn = {series.name: [number.text if number else None for number in series.numbers] for series in bars.series}
    assert drawn == {
        "Police": ["8", "8", "8"], "Community": ["4", "4", "34"], "Civil society": [None, None, "6"],
    }  # fmt: skip
    assert "never added up" in reach.footnote


def test_events_by_month_and_kind_and_what_is_next(chief: Briefing) -> None:
    """A month without a bar had none; another agency's events and cancelled ones are nowhere."""
    training = slide(chief, "training")
    bars: Bars = block(training, Bars)
    assert (bars.categories[0], bars.categories[-1], len(bars.categories)) == ("Dec 2015", "Nov 2016", 12)
    held = {
        (series.name, month): number.text
        for series in bars.series for month, number in zip(bars.categories, series.numbers, strict=True) if number
    }  # fmt: skip
    assert held == {
        ("Training", "May 2016"): "1", ("Awareness campaign", "Jul 2016"): "1", ("Workshop", "Aug 2016"): "1",
    }  # fmt: skip
    assert told(block(training, Cards))[0][2] == ("3 of 3 by 31 Dec 2016", "2 trainings", "1 campaign")
    assert cells(block(training, Table)) == [("10 Dec 2016", "Introduction", "Diyala")]


def test_infrastructure_by_stage(chief: Briefing) -> None:
    """A line for each kind, never added up; what was cancelled is nowhere, how many nobody knows is no 0."""
    works = slide(chief, "infrastructure")
    assert cells(block(works, Table)) == [
        ("Stations, venues and headquarters", "1", "0", "2", "1", "0", "1"), ("Vehicles", "0", "0", "0", "0", "7", "0"),
        ("Technical equipment", "0", "0", "0", "0", "≥ 0", "0"), ("Communication equipment", "0", "0", "0", "10", "0", "0"),
    ]  # fmt: skip
    assert block(works, Table).status == ("off_track", "", "", "")


def test_a_governorate(chief: Briefing) -> None:
    """What may belong to it for all the record says is a bound; its targets, and what comes next."""
    baghdad = slide(chief, "governorate-IQG08")
    assert baghdad.headline == "Baghdad: 2 fora by IOM"
    assert told(block(baghdad, Cards))[3][1:3] == (
        "24 – 30",
        (
            "6 more may belong here: the record does not say",
            "12 – 18 different people",
            "events: 2 – 3 held, 0 planned",
        ),
    )
    assert cells(block(baghdad, Table)) == [("30 Sep 2017", "Headquarters", "Work due")]
    assert [point.text for point in block(baghdad, Points).points] == ["Fora established by IOM: 2 of 2 by 31 Dec 2016"]


def test_a_governorate_with_nothing_reads_right(chief: Briefing) -> None:
    """None is said to be none, of each part."""
    missan = slide(chief, "governorate-IQG14")
    assert missan.headline == "Missan: no forum yet, and none is planned"
    assert [card.number.text for card in block(missan, Cards).cards[:3]] == ["0", "0", "0"]
    assert block(missan, Table).rows == ()
    assert block(missan, Table).nothing == "No forum, event or work is recorded after this date."
    assert block(missan, Points).nothing == "No target is set for this governorate."


def test_a_governorate_briefing_shows_neighbours_and_the_median(programme: Programme) -> None:
    """On a slide of its own, the governorate first and marked on the map."""
    beside = slide(compose(programme, BriefingRequest("governorate", governorates=("IQG08",))), "governorate-IQG08-2")
    rows = cells(block(beside, Table))
    assert rows[0][:4] == ("Baghdad", "2", "0", "0")
    assert rows[-1][0] == "Median of all 18"
    assert [area.name for area in block(beside, Map).areas if area.marked] == ["Baghdad"]


def test_without_an_earlier_briefing_an_earlier_month_end_is_looked_back_to(chief: Briefing) -> None:
    """Three months before, from the same data, and the slide says so."""
    since = slide(chief, "since")
    assert since.headline == "As many fora on 30 Nov 2016 as on 31 Aug 2016"
    assert since.subtitle == (
        "Compared with the figures of 31 Aug 2016, from the same data: there is no earlier briefing"
    )
    found = {row[0]: row[1:] for row in cells(block(since, Table))}
    assert found["Fora established by IOM"] == ("3", "3", "0")
    assert found["Works and deliveries overdue"] == ("0", "1", "+1")


def test_a_programme_that_has_not_begun_has_no_month_to_look_back_to(programme: Programme) -> None:
    """Then that is what the slide says."""
    since = slide(compose(programme.within(Scope(date(2012, 2, 1))), BriefingRequest("chief")), "since")
    assert since.headline == "There is no earlier date to compare with: nothing is recorded by 30 Nov 2011"


def test_a_briefing_opens_with_what_moved_since_the_last_one_and_with_what_is_open(programme: Programme) -> None:
    """Only figures that stand in both; then the next slides are the actions, those overdue marked."""
    before = frozen(compose(programme.within(Scope(date(2016, 9, 30))), BriefingRequest("chief")), "an analyst")
    decided = Note(
        "b", before.id, "map", "", "decision", "Go on with two fora", "", "", "2016-10-01T09:00:00+00:00", "a"
    )
    to_do = replace(decided, id="a", kind="action", text="Agree a date", owner="Programme manager", due_on="2016-11-15")
    notes = (decided, to_do, replace(to_do, id="c", done_at="2016-10-02T09:00:00+00:00"))
    after = compose(programme, BriefingRequest("chief", previous=before, open_notes=notes))
    assert [each.key for each in after.slides[:4]] == ["title", "actions", "since", "stand"]
    assert slide(after, "actions").headline == "1 action and 1 decision are open; 1 is overdue on 30 Nov 2016"
    assert cells(block(slide(after, "actions"), Table)) == [
        ("Action", "Agree a date", "Programme manager", "15 Nov 2016", "overdue"),
        ("Decision", "Go on with two fora", "–", "–", "open"),
    ]
    assert block(slide(after, "actions"), Table).status == ("off_track", "")
    since = slide(after, "since")
    assert since.headline.endswith("since 30 Sep 2016, among them Fora established by IOM 2 → 3")
    assert cells(block(since, Table))[:3] == [
        ("Fora established by IOM", "Iraq", "2", "3", "+1"), ("Fora planned", "Iraq", "3", "2", "−1"),
        ("Fora established by IOM", "Ninewa", "0", "1", "+1"),
    ]  # fmt: skip


def test_what_no_briefing_knows_is_not_said_to_be_unchanged(public_record: Programme) -> None:
    """Of the public record most figures are not known: a second briefing of the same day speaks of those that are."""
    before = frozen(compose(public_record, BriefingRequest("chief")), "an analyst")
    since = slide(compose(public_record, BriefingRequest("chief", previous=before)), "since")
    assert since.headline == "No known headline figure has changed since the briefing of 30 Nov 2016"
    assert block(since, Table).nothing == "Every known headline figure is unchanged."


def test_a_briefing_about_something_else_is_not_held_against_this_one(programme: Programme) -> None:
    """Of another choice, or for other readers: an earlier month is looked back to instead."""
    here = programme.within(Scope(governorates=("IQG08",)))
    for before in (compose(here, BriefingRequest("chief")), compose(programme, BriefingRequest("chief", "donor"))):
        after = compose(programme, BriefingRequest("chief", previous=frozen(before, "a")))
        assert slide(after, "since").subtitle.endswith("the previous briefing covers another selection")


def test_nothing_open_says_so(chief: Briefing) -> None:
    """An empty list is an answer."""
    assert slide(chief, "actions").headline == "No decision or action is open"


def test_what_only_was_published_keeps_its_bounds_and_is_split_by_nobody(public_record: Programme) -> None:
    """At least 1,100 stays that; no place, month, phase or stage is made up."""
    found = compose(public_record, BriefingRequest("chief"))
    assert [card.number.text for card in block(slide(found, "stand"), Cards).cards] == [
        "≥ 30",
        "13",
        "4",
        "≥ 1,100",
        "24",
    ]
    assert block(slide(found, "stand"), Points).nothing == "Published as totals only."
    assert block(slide(found, "map"), Map).title == "Fora planned"
    assert cells(block(slide(found, "map"), Table))[0] == ("Ninewa", "–", "–", "2")
    assert block(slide(found, "reach"), Cards).cards[0].number.label == "People reached"
    assert not any(type(each) is Bars for every in found.slides for each in every.blocks)
    assert found.mark == ""
    assert slide(found, "sources").headline == "Every figure is as published, by 2 sources"


def test_a_donors_briefing_says_whose_money_it_is_about(programme: Programme) -> None:
    """In its title and in its first finding; co-funding is said."""
    found = compose(programme.within(Scope(donors=("DE",))), BriefingRequest("donor"))
    assert found.title == "Community policing in Iraq, paid for by Germany"
    assert found.scope == (("Donor", "Germany"),)
    assert slide(found, "stand").headline.startswith(
        "Paid for by Germany – 2 fora are established by IOM; 1 is planned"
    )
    assert slide(found, "stand").subtitle == "Where we stand with what was paid for by Germany, alone or with others"


def test_a_donors_preset_leaves_out_risks_and_actions(programme: Programme) -> None:
    """Whatever audience was asked for with it; nor can a donor's briefing be asked for with actions."""
    found = compose(programme, BriefingRequest("donor", "internal", governorates=("IQG08",)))
    kinds = list(dict.fromkeys(each.kind for each in found.slides))
    assert kinds == [
        "title", "stand", "map", "targets", "reach", "training", "infrastructure", "governorate", "since", "sources",
    ]  # fmt: skip
    assert found.audience == "donor"
    asked = BriefingRequest("chief", "donor", slides=("title", "risk", "actions"))
    assert [each.key for each in compose(programme, asked).slides] == ["title", "risk"]


def test_few_people_are_not_told_to_a_donor(build: Build) -> None:
    """3 judges of 23 seats: a donor reads that they are under 10, and the police as a multiple of 5; who sees rows reads both."""
    rows = {
        "trainings": [{"training_id": "A", "governorate": "Baghdad", "phase_id": "P2", "grants": "G"}],
        "attendance": [
            {"training_id": "A", "participant_group": "police", "sex": "men", "attendances": "20"},
            {"training_id": "A", "participant_group": "judiciary", "sex": "men", "attendances": "3"},
        ],
    }
    there = Programme.of(build(rows))
    groups = {
        audience: [
            (number.text, bool(number.withheld))
            for series in block(slide(compose(there, BriefingRequest("chief", audience)), "reach"), Bars).series
            for number in series.numbers
        ]
        for audience in ("internal", "donor")
    }
    assert groups == {"internal": [("20", False), ("3", False)], "donor": [("about 20", True), ("under 10", True)]}


def test_a_donors_briefing_says_what_the_donors_screen_says(programme: Programme) -> None:
    """Every number of people in it is the protected programme's, whatever was chosen."""
    whole = Programme.of(protect(programme.dataset, ProtectionLevel(own_grants=("DE",)), rounding_secret()))
    scope = Scope(donors=("DE",))
    told = {number.key: number for number in numbers(compose(programme.within(scope), BriefingRequest("donor")).slides)}
    seats = measure("attendances", whole.within(scope)).value
    assert seats is not None
    assert (told["stand/attendances"].low, told["stand/attendances"].high) == (seats.low, seats.high)


def test_what_is_overdue_is_told_to_a_donor_by_governorate(programme: Programme) -> None:
    """How many, and where; which item it is stays with us."""
    risk = slide(compose(programme, BriefingRequest("chief", "donor", slides=("risk",))), "risk")
    assert "Diyala: 1 work or delivery overdue" in [point.text for point in block(risk, Points).points]


def test_the_sources_say_which_release_was_shown(programme: Programme) -> None:
    """Its number where it was published, and the hash of its content always."""
    said = [
        block(slide(compose(programme, BriefingRequest("chief", release=release)), "sources"), Points).points[2].text
        for release in (7, None)
    ]
    content = programme.dataset.release
    assert said == [
        f"Data: A programme that can be counted by hand, release {name}." for name in (f"7 ({content})", content)
    ]


def test_again_asks_for_the_same_of_todays_data(programme: Programme) -> None:
    """Preset, audience, slides, governorates, title and scope are kept; the date is that of the data handed in."""
    asked = BriefingRequest(
        "chief", slides=("title", "stand", "governorate"), governorates=("IQG15",), title="For the board"
    )
    first = compose(programme.within(Scope(date(2016, 9, 30), phases=("P2",))), asked)
    second = again(first, programme, release=7)
    assert second == compose(programme.within(Scope(phases=("P2",))), replace(asked, release=7))
    assert second.release == 7
    assert (second.title, second.as_of, second.scope) == ("For the board", "2016-11-30", (("Phase", "Phase 2"),))


@pytest.mark.parametrize(
    "asked",
    [
        BriefingRequest("board"),
        BriefingRequest("chief", governorates=("IQG99",)),
        BriefingRequest("chief", slides=("x",)),  # type: ignore[arg-type]
        BriefingRequest("governorate"),
    ],
)
def test_what_does_not_exist_is_refused_in_words(programme: Programme, asked: BriefingRequest) -> None:
    """A preset, a governorate or a slide that nobody knows, and a governorate briefing about none."""
    with pytest.raises(ProgrammeError):
        compose(programme, asked)
