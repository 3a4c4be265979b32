"""The calendar of events: each in the state of the as-of date, as the indicators count it, with dates as they are known."""

import json
from dataclasses import replace
from datetime import date, timedelta

import pytest

from community_policing.analysis.row_facts import Detail
from community_policing.analysis.training import calendar as schedule, heat as heats
from community_policing.analysis.training.calendar import CANCELLED, COUNTED, HELD, PLANNED, UNREPORTED, TrainingEvent
from community_policing.analysis.training.event import detail
from community_policing.core.palette import DARK, LIGHT
from community_policing.core.quantity import Quantity
from community_policing.measure.compute import measure
from community_policing.measure.programme import Programme, Scope
from community_policing.ui.charts.calendar import calendar
from community_policing.ui.charts.event_heat import event_heat

DAYS = (date(2012, 1, 1), date(2015, 1, 1), date(2016, 6, 30), date(2016, 10, 5), date(2016, 11, 30))
SCOPES = (Scope(), Scope(governorates=("IQG08",)), Scope(phases=("P2",)), Scope(donors=("US",)))


def stood(programme: Programme, day: str = "") -> dict[str, str]:
    """Event -> its state on a day."""
    then = programme.within(Scope(date.fromisoformat(day))) if day else programme
    return {event.training_id: event.state for event in schedule.events(then)}


def open_(programme: Programme, training_id: str) -> Detail:
    """One event, opened."""
    everywhere = {event.training_id: event for event in schedule.events(programme)}
    return detail(everywhere[training_id], everywhere, programme)


def facts(opened: Detail) -> dict[str, str]:
    return dict(opened.facts)


def test_every_event_of_the_programme_with_its_state(programme: Programme) -> None:
    """IOM's events with the latest first; seats as on record; E6 is another agency's and is no part of it."""
    seen = [(e.training_id, e.state, e.when, e.pcode, e.seats) for e in schedule.events(programme)]
    assert seen == [
        ("E5", PLANNED, "10 Dec 2016", "IQG10", None),
        ("E7", CANCELLED, "5 Oct 2016", "IQG02", None),
        ("E4", HELD, "9 Aug 2016", "", 6),
        ("E3", HELD, "12 Jul 2016", "IQG15", 30),
        ("E2", HELD, "May 2016", "IQG08", 12),
        ("E1", HELD, "1–3 Jun 2014", "IQG08", 12),
    ]


@pytest.mark.parametrize("day", DAYS, ids=str)
@pytest.mark.parametrize("scope", SCOPES, ids=str)
def test_a_state_is_what_its_indicator_counts(scope: Scope, day: date, on_each_engine: Programme) -> None:
    """On any day and in any choice, the events of a state are the rows behind its indicator, and no others."""
    then = on_each_engine.within(replace(scope, as_of=day))
    shown = schedule.events(then)
    for state, key in COUNTED.items():
        held = {event.training_id for event in schedule.in_state(shown, state)}
        assert held == set(measure(key, then).row_ids)


@pytest.mark.parametrize("day", DAYS, ids=str)
def test_seats_of_all_events_are_the_attendances(day: date, programme: Programme) -> None:
    """The seats of the events held add up to the attendances of that day."""
    then = programme.within(Scope(day))
    seats = sum(event.seats or 0 for event in schedule.events(then))
    assert measure("attendances", then).value == Quantity.exactly(seats)


def test_what_happened_later_does_not_show(programme: Programme) -> None:
    """On an earlier day later events are not held, plans stand from the start of their phase, and a cancellation shows
    once the event was due: when it was called off is not recorded."""
    assert stood(programme, "2016-06-30") == {"E5": PLANNED, "E2": HELD, "E1": HELD}
    assert stood(programme, "2016-02-29") == {"E1": HELD}  # phase 2 began in March
    assert stood(programme, "2016-10-05")["E7"] == CANCELLED
    assert "E7" not in stood(programme, "2016-10-04")


def test_a_plan_whose_day_has_passed_is_neither_held_nor_planned(drawn: Programme) -> None:
    """
    trainings:
    training_id | status    | starts_on  | ends_on
    late        | planned   | 2016-11-20 | 2016-11-22
    today       | planned   | 2016-11-30 | 2016-12-02
    month       | planned   | 2016-11    |
    tomorrow    | planned   | 2016-12-01 |
    held        | completed | 2016-11-01 |
    """
    states = stood(drawn.within(Scope(phases=())))
    assert states == {
        "late": UNREPORTED, "today": UNREPORTED, "month": UNREPORTED, "tomorrow": PLANNED, "held": HELD,
    }  # fmt: skip
    assert stood(drawn, "2016-11-19")["late"] == PLANNED
    assert schedule.unreported(measure("events_unreported", drawn)) == ("3 planned earlier, not reported as held",)
    assert schedule.unreported(measure("events_unreported", drawn.within(Scope(date(2016, 11, 1))))) == ()


def test_dates_are_said_as_far_as_they_are_known(drawn: Programme) -> None:
    """
    trainings:
    training_id | starts_on  | ends_on
    one         | 2016-03-04 |
    days        | 2016-03-04 | 2016-03-07
    months      | 2016-03-30 | 2016-04-02
    month       | 2016-03    |
    year        | 2015       | 2015
    """
    said = {event.training_id: event.when for event in schedule.events(drawn)}
    assert said == {
        "one": "4 Mar 2016", "days": "4–7 Mar 2016", "months": "30 Mar 2016 – 2 Apr 2016", "month": "Mar 2016", "year": "2015",
    }  # fmt: skip
    spans = {event.training_id: (event.first.isoformat(), event.last.isoformat()) for event in schedule.events(drawn)}
    assert (spans["month"], spans["year"]) == (("2016-03-01", "2016-03-31"), ("2015-01-01", "2015-12-31"))


def test_what_is_next_in_order(drawn: Programme) -> None:
    """
    trainings:
    training_id | status  | starts_on  | ends_on    | governorate | kind
    third       | planned | 2016-12    |            | IQG15       | training
    second      | planned | 2016-12-05 |            |             | training
    first       | planned | 2016-12-04 | 2016-12-06 | IQG01       | workshop
    """
    shown = schedule.events(drawn)
    assert [event.training_id for event in schedule.ahead(shown)] == ["third", "first", "second"]


def headline(programme: Programme) -> str:
    keys = ("events_held", "trainings_and_campaigns_held", "workshops_held", "events_planned")
    return schedule.headline([measure(key, programme) for key in keys], schedule.events(programme))


def test_headline(programme: Programme, public_record: Programme) -> None:
    """What was held, what is planned and what is next; of the published record, what was published and no more."""
    assert headline(programme) == "4 events held; 1 is planned, for 10 Dec 2016 in Diyala (training)"
    there = programme.within(Scope(governorates=("IQG15",)))
    assert headline(there).startswith("1 – 2 events held")  # where the workshop was held is not published
    nowhere = programme.within(Scope(date(2012, 1, 1)))
    assert headline(nowhere) == "No event was held by 1 Jan 2012; none is planned"
    assert headline(public_record) == (
        "20 trainings and campaigns and 5 workshops held, published for 30 Nov 2016; more are planned for Dec 2016; "
        "their number is not published"
    )
    unknown = public_record.within(Scope(date(2014, 1, 1)))
    assert headline(unknown) == "The number of events held is not published for this date or selection"


def test_where(programme: Programme) -> None:
    """Place and governorate once each; without either, that it is not on record."""
    event = schedule.events(programme)[0]
    assert event.where == "Diyala"
    assert replace(event, place="Baqubah").where == "Baqubah, Diyala"
    assert replace(event, place="Diyala").where == "Diyala"
    assert replace(event, pcode="", place="Two camps").where == "Two camps"
    assert replace(event, pcode="").where == "place not recorded"


def test_cancelled_events_are_named_and_never_numbered(programme: Programme) -> None:
    """What was called off is named with its date; where nothing was, nothing is said; of many, three are named."""
    shown = schedule.events(programme)
    assert schedule.called_off(shown) == "Cancelled, and not counted: Round table, 5 Oct 2016, Basra."
    assert schedule.called_off(schedule.in_state(shown, HELD)) == ""
    four = schedule.in_state(shown, CANCELLED) * 4
    assert schedule.called_off(four).count("Round table") == 3


def test_table_and_words(programme: Programme) -> None:
    """The table has a line for each event, and None where nobody knows; the words say when, and how many."""
    shown = schedule.events(programme)
    rows = schedule.table(shown)
    assert rows.iloc[0].tolist() == ["10 Dec 2016", "Introduction", "Training", "Diyala", "", "Planned", None]
    assert rows["Seats filled"].tolist()[2:] == [Quantity.exactly(seats) for seats in (6, 30, 12, 12)]
    assert schedule.alt(shown) == (
        "Calendar of events by governorate from 1 Jun 2014 to 10 Dec 2016: 4 held, 1 planned."
    )
    assert schedule.alt(()) == "Calendar without events."


def test_one_event_with_whoever_came(programme: Programme) -> None:
    """An event opens with all that is on record; a group without a row of a sex has nothing there, which is not 0."""
    opened = open_(programme, "E3")
    assert facts(opened) == {
        "What": "Awareness campaign · Held", "When": "12 Jul 2016", "Where": "Ninewa", "Phase": "Phase 2",
        "Donor": "Germany of the tests", "Record": "Illustrative · Made up for the tests",
    }  # fmt: skip
    assert opened.sentence == "30 seats filled. Within one event, one seat is one person."
    assert opened.table.to_dict("records") == [
        {"Participant group": "Community", "Displacement": "Displaced", "Women": Quantity.exactly(10), "Not recorded": None,
         "All": Quantity.exactly(10)},
        {"Participant group": "Community", "Displacement": "Host community", "Women": None,
         "Not recorded": Quantity.exactly(20), "All": Quantity.exactly(20)},
    ]  # fmt: skip


def test_a_cohort_names_its_other_sessions_of_that_date(programme: Programme) -> None:
    """The same people's other events are named, later ones only once they have been held."""
    assert facts(open_(programme, "E2"))["Cohort"] == "C1: the same people, also at Introduction, 1–3 Jun 2014"
    then = programme.within(Scope(date(2014, 12, 31)))
    assert facts(open_(then, "E1"))["Cohort"] == "C1: no other session by this date"
    assert facts(open_(programme, "E1"))["Forum"] == "Forum Baghdad 1"
    assert facts(open_(programme, "E2"))["Donor"] == "Germany of the tests; United States of the tests"


def test_a_note_is_of_the_dataset_s_own_date(drawn: Programme) -> None:
    """
    trainings:
    training_id | starts_on  | note
    one         | 2016-06-01 | Repeated in October for those who missed it.
    """
    assert facts(open_(drawn, "one"))["Note"] == "Repeated in October for those who missed it."
    assert "Note" not in facts(open_(drawn.within(Scope(date(2016, 11, 29))), "one"))


def test_an_event_without_attendance_says_why(programme: Programme, public_record: Programme) -> None:
    """Planned, cancelled and held without attendance on record are told apart, and none shows a seat."""
    said = {key: open_(programme, key) for key in ("E5", "E7")} | {"T02": open_(public_record, "T02")}
    assert {key: opened.sentence for key, opened in said.items()} == {
        "E5": "The event has not taken place yet.",
        "E7": "The event was cancelled and is not counted.",
        "T02": "No attendance is recorded for this event.",
    }
    assert all(opened.table.empty for opened in said.values())
    assert facts(said["E5"])["Donor"] == "Germany of the tests"
    assert facts(said["T02"])["Donor"] == "Not on record"


def drawing(programme: Programme, start: date = date(2014, 1, 1)) -> dict:  # type: ignore[type-arg]
    drawn = calendar(schedule.events(programme), start, programme.as_of, LIGHT)
    made: dict = json.loads(drawn.to_json())  # type: ignore[type-arg]
    made["layout"].pop("template", None)
    return made


def test_each_event_stands_on_its_day_in_its_lane(programme: Programme) -> None:
    """In the middle of its days, or of the month where no day is on record; the pointer tells what, when, where and how many."""
    marks = {
        text.replace("<br>", " | "): (day, lane, trace["marker"]["color"], trace["marker"]["size"][0])
        for trace in drawing(programme)["data"][1:]
        for text, day, lane in zip(trace["hovertext"], trace["x"], trace["y"], strict=True)
    }
    assert marks == {
        "Open day | Awareness campaign · Held | 12 Jul 2016 | Ninewa | 30 seats filled": ("2016-07-12", 1, LIGHT.iom, 24),
        "Introduction | Training · Held | 1–3 Jun 2014 | Baghdad | 12 seats filled": ("2014-06-02", 3, LIGHT.iom, 18.1),
        "Follow-up | Training · Held | May 2016 | Baghdad | 12 seats filled": ("2016-05-16", 3, LIGHT.iom, 18.1),
        "Round table | Workshop · Held | 9 Aug 2016 | place not recorded | 6 seats filled": ("2016-08-09", 0, LIGHT.iom, 15.2),
        "Introduction | Training · Planned | 10 Dec 2016 | Diyala": ("2016-12-10", 2, LIGHT.planned, 15),
    }  # fmt: skip


def test_a_month_is_a_stretch_and_what_is_to_come_is_shaded(programme: Programme) -> None:
    """An event of which only the month is known stands on a line over it; from the as-of date on the ground is another."""
    made = drawing(programme)
    stretch, (ground, today) = made["data"][0], made["layout"]["shapes"]
    assert (stretch["x"], stretch["y"]) == (["2016-05-01", "2016-05-31", None], [3, 3, None])
    assert (stretch["hoverinfo"], stretch["line"]["color"]) == ("skip", LIGHT.quiet)
    assert (ground["x0"], ground["fillcolor"], ground["layer"]) == ("2016-11-30", LIGHT.panel, "below")
    assert (today["x0"], today["x1"], today["line"]["color"]) == ("2016-11-30", "2016-11-30", LIGHT.accent)
    (note,) = made["layout"]["annotations"]
    assert (note["text"], note["x"], note["font"]["color"]) == ("as of 30 Nov 2016", "2016-11-30", LIGHT.accent)
    first, last = made["layout"]["xaxis"]["range"]
    assert (first < "2014-01-01", last > "2016-12-10", ground["x1"]) == (True, True, last)


def test_planned_is_hollow_held_is_filled_cancelled_is_not_drawn(programme: Programme) -> None:
    """Shape says the kind, filling whether it was held; a lane for each governorate that has an event, the last without."""
    made = drawing(programme)
    marks = {(len(trace["x"]), trace["marker"]["symbol"]) for trace in made["data"][1:]}
    assert marks == {(2, "circle"), (1, "triangle-down"), (1, "square"), (1, "circle-open")}
    assert made["layout"]["yaxis"]["ticktext"] == ["Not on record", "Ninewa", "Diyala", "Baghdad"]


def test_the_area_of_a_mark_is_its_seats(programme: Programme) -> None:
    """The event with most seats has the largest mark; one without attendance on record a small one."""
    shown = [event for event in schedule.events(programme) if event.state == HELD]
    none = [replace(event, seats=None) if event.training_id == "E3" else event for event in shown]
    sizes = [
        {
            size
            for trace in calendar(held, date(2014, 1, 1), programme.as_of, DARK).data[1:]
            for size in trace.marker.size
        }
        for held in (shown, none)
    ]
    assert max(sizes[0]) == 24
    assert min(sizes[1]) == 9


def many(programme: Programme, count: int) -> list[TrainingEvent]:
    event = next(event for event in schedule.events(programme) if event.training_id == "E4")
    days = (date(2012, 1, 1) + timedelta(days=place % 1800) for place in range(count))
    return [replace(event, training_id=f"M{place}", first=day, last=day) for place, day in enumerate(days)]


def test_too_many_events_to_tell_apart_are_numbers(programme: Programme) -> None:
    """20,000 events are cells of governorate and period, no more than there is room for; every event is in one, none in two."""
    shown, start = many(programme, 20_000), date(2012, 1, 1)
    table = heats.heat(shown, start, programme.as_of, "day")
    assert (table.months, len(table.past), table.ahead, table.lanes) == (12, 5, (), ("",))
    assert sum(table.held.values()) == 20_000
    drawn = json.loads(event_heat(table, programme.as_of, LIGHT).to_json())
    assert [len(line) for line in drawn["data"][0]["z"]] == [5]
    assert len(json.dumps(drawn)) < 40_000


def test_numbers_of_events_by_month(programme: Programme) -> None:
    """Held and planned apart, each governorate a line; what is planned is hollow, and the pointer says which it is."""
    table = heats.heat(schedule.events(programme), date(2016, 5, 1), programme.as_of, "day")
    assert (table.months, table.past[0], table.past[-1]) == (1, date(2016, 5, 1), date(2016, 11, 1))
    assert (dict(table.planned), table.ahead) == ({("IQG10", date(2016, 12, 1)): 1}, (date(2016, 12, 1),))
    rows = heats.rows(table).set_index("Governorate")
    assert rows.loc["Ninewa", "Jul 2016"] == Quantity.exactly(1)
    assert rows.loc["Diyala", "Dec 2016, planned"] == Quantity.exactly(1)
    held, figures, hollow, planned = json.loads(event_heat(table, programme.as_of, LIGHT).to_json())["data"]
    assert [scale["colorscale"][-1] for scale in (held, hollow)] == [[1.0, LIGHT.ramp[-1]], [1.0, LIGHT.page]]
    assert (set(figures["text"]), set(planned["text"])) == ({"0", "1"}, {"0", "○ 1"})
    assert "Ninewa<br>Jul 2016: 1 held" in {text.replace("\u00a0", " ") for line in held["customdata"] for text in line}


def test_titles_from_data_are_inert(programme: Programme) -> None:
    """An event's title is never markup in the figure."""
    event = replace(schedule.events(programme)[2], title="<a href='https://evil.example'>x</a>")
    assert "<a " not in calendar([event], date(2014, 1, 1), programme.as_of, LIGHT).to_json()


@pytest.mark.parametrize("day", DAYS, ids=str)
def test_any_day_can_be_drawn(day: date, programme: Programme) -> None:
    """One event, or none, is drawn like any other number of them."""
    assert drawing(programme.within(Scope(day)), day - timedelta(days=365))
