"""Sites and equipment: each as far as it is on the as-of date, overdue first, kinds never added up.

After a wanted change: GOLDEN=write pytest tests/analysis/test_works.py, and read the difference.
"""

import json
from dataclasses import replace
from datetime import date

import pytest

from community_policing.analysis.works import items, pipeline
from community_policing.analysis.works.pipeline import AGREED, BY_DATES, STAGES
from community_policing.core.palette import DARK, LIGHT
from community_policing.core.quantity import NOTHING, Quantity
from community_policing.measure.compute import measure, overdue
from community_policing.measure.programme import Programme, Scope
from community_policing.ui.charts.works import MOST, pipeline as draw_pipeline, works_timeline

DAYS = (date(2012, 1, 1), date(2016, 6, 30), date(2016, 10, 5), date(2016, 10, 31), date(2016, 11, 30))
SCOPES = (Scope(), Scope(governorates=("IQG08",)), Scope(phases=("P2",)), Scope(donors=("US",)))


def exactly(*figures: float) -> tuple[Quantity, ...]:
    return tuple(map(Quantity.exactly, figures))


def then(programme: Programme, day: str) -> Programme:
    return programme.within(Scope(date.fromisoformat(day)))


def lanes_of(programme: Programme) -> dict[str, tuple[Quantity, ...]]:
    """The lanes of the pipeline on the dataset's own date, by name."""
    agreed = {lane: measure(key, programme, "status") for lane, key in AGREED.items()}
    made = pipeline.lanes(agreed, {}, measure("works_overdue", programme, "kind"))
    return {lane.label: lane.cells for lane in made}


def test_every_item_as_far_as_it_is(programme: Programme) -> None:
    """IOM's items: overdue first, then what is open by due date, then what is done from the latest on; I8 is another
    agency's, and I9 was cancelled."""
    seen = [(i.item_id, i.stage, i.quantity, i.overdue, i.late) for i in items.items(programme)]
    assert seen == [
        ("I6", "under_way", 2, True, 30),
        ("I7", "agreed", 1, False, 0),
        ("I3", "handed_over", None, False, 0),
        ("I5", "completed", 1, False, 10),
        ("I1", "handed_over", 5, False, 0),
        ("I2", "handed_over", 2, False, 0),
        ("I4", "completed", 10, False, 0),
    ]
    assert items.cancelled(programme) == ("A venue given up",)


@pytest.mark.parametrize("day", DAYS, ids=str)
@pytest.mark.parametrize("scope", SCOPES, ids=str)
def test_items_are_what_the_indicators_count(scope: Scope, day: date, on_each_engine: Programme) -> None:
    """On any day and in any choice an item is listed where an indicator counts it as agreed, and is overdue where one
    counts it as overdue."""
    programme = on_each_engine.within(replace(scope, as_of=day))
    shown = items.items(programme)
    counted = {row for key in AGREED.values() for row in measure(key, programme).row_ids}
    assert {item.item_id for item in shown} == counted
    assert {item.item_id for item in shown if item.overdue} == set(measure("works_overdue", programme).row_ids)
    assert [item.name for item in shown if item.overdue] == [late for _, late, _, _ in overdue(programme)]


def test_an_earlier_day_knows_dates_only(programme: Programme) -> None:
    """Before the dataset's own date an item is agreed or done, whatever its status became; later dates do not show, and
    nobody knows what was cancelled by then."""
    shown = {item.item_id: item for item in items.items(then(programme, "2016-10-05"))}
    assert {key: item.stage for key, item in shown.items()} == {
        "I1": "done", "I2": "done", "I4": "done", "I5": "agreed", "I6": "agreed", "I7": "agreed",
    }  # fmt: skip
    assert {item.stage for item in shown.values()} <= set(BY_DATES)
    assert (shown["I5"].completed, shown["I5"].overdue, shown["I5"].late) == (None, True, 5)  # it was done on the 10th
    assert items.cancelled(then(programme, "2016-10-05")) == ()


def test_an_item_is_overdue_from_the_day_after(drawn: Programme) -> None:
    """
    infrastructure:
    item_id   | kind      | status   | quantity | agreed_on  | due_on     | completed_on
    today     | new_venue | agreed   | 1        | 2016-05-01 | 2016-11-30 |
    yesterday | new_venue | agreed   | 1        | 2016-05-01 | 2016-11-29 |
    in_time   | new_venue | completed | 1       | 2016-05-01 | 2016-10-31 | 2016-10-31
    late      | new_venue | completed | 1       | 2016-05-01 | 2016-10-31 | 2016-11-02
    """
    assert [(i.item_id, i.late) for i in items.items(drawn) if i.overdue] == [("yesterday", 1)]
    on_the_first = [item for item in items.items(then(drawn, "2016-11-01")) if item.overdue]
    assert [(item.item_id, items.lateness(item)) for item in on_the_first] == [
        ("late", "due on 31 Oct 2016, 1 day late")
    ]
    assert measure("works_overdue", then(drawn, "2016-11-02")).value == NOTHING


def test_done_on_an_unknown_day_is_never_overdue(drawn: Programme) -> None:
    """
    infrastructure:
    item_id  | kind      | status      | quantity | agreed_on  | due_on     | completed_on
    built    | new_venue | completed   | 1        | 2016-05-01 | 2016-09-30 |
    handed   | vehicle   | handed_over | 2        | 2016-05-01 | 2016-10-31 |
    in_time  | new_venue | completed   | 1        | 2016-05-01 | 2016-10-31 | 2016-10-01
    open     | new_venue | under_way   | 1        | 2016-05-01 | 2016-11-29 |
    """
    shown = items.items(drawn)
    assert [(item.item_id, item.done, item.overdue, item.late) for item in shown] == [
        ("open", False, True, 1), ("in_time", True, False, 0), ("built", True, False, 0), ("handed", True, False, 0),
    ]  # fmt: skip
    built = dict(items.detail(shown[2], drawn).facts)
    assert (built["What"], built["Completed"]) == ("New venue · Completed", "Done, date not recorded")
    assert "Overdue" not in built
    assert measure("works_overdue", drawn).row_ids == ("open",)
    assert [late for _, late, _, _ in overdue(drawn)] == ["open"]
    before = then(drawn, "2016-11-28")  # when a status was reached is not recorded: then they are agreed, and not late
    assert [(item.item_id, item.stage, item.overdue, item.late) for item in items.items(before)] == [
        ("built", "agreed", False, 0), ("handed", "agreed", False, 0), ("open", "agreed", False, 0),
        ("in_time", "done", False, 0),
    ]  # fmt: skip
    assert (measure("works_overdue", before).value, overdue(before)) == (NOTHING, ())


def test_undated_items_stand_from_their_phase(drawn: Programme) -> None:
    """
    phases:
    phase_id | starts_on
    P2       | 2016-03

    infrastructure:
    item_id | kind         | status    | quantity | agreed_on | completed_on | phase_id
    done    | headquarters | completed | 1        |           | 2016-05-01   | P2
    open    | headquarters | planned   | 1        |           |              | P2
    nowhere | headquarters | planned   | 1        |           |              |
    """
    days = {
        day: {item.item_id for item in items.items(then(drawn, day))}
        for day in ("2016-02-29", "2016-03-01", "2016-05-01")
    }
    assert days == {
        "2016-02-29": {"nowhere"},
        "2016-03-01": {"open", "nowhere"},
        "2016-05-01": {"done", "open", "nowhere"},
    }
    assert items.undated(items.items(drawn)) == "No date is recorded for: nowhere; open."


def test_lanes_never_add_kinds(programme: Programme) -> None:
    """A lane for all sites and one for each kind of equipment that is on record; stages from agreed to handed over."""
    assert STAGES == ("agreed", "planned", "under_way", "completed", "handed_over")
    unknown = Quantity.at_least(0)
    assert lanes_of(programme) == {
        "Stations, venues and headquarters": exactly(1, 0, 2, 1, 0),
        "Vehicles": exactly(0, 0, 0, 0, 7),
        "Technical equipment": (*exactly(0, 0, 0, 0), unknown),  # how many is not published
        "Communication equipment": exactly(0, 0, 0, 10, 0),
    }


def test_what_may_belong_to_a_choice_is_in_no_stage_for_certain(programme: Programme) -> None:
    """Vehicles whose governorate is not on record may be there, at the stage that is on record; where none is certain to be, they
    are named."""
    baghdad, diyala = (programme.within(Scope(governorates=(place,))) for place in ("IQG08", "IQG10"))
    none, seven = Quantity(0, 0), Quantity(2, 7)
    assert lanes_of(baghdad)["Vehicles"] == (none, none, none, none, seven)
    assert "Vehicles" not in lanes_of(diyala)
    agreed = {lane: measure(key, diyala, "status") for lane, key in AGREED.items()}
    assert pipeline.uncertain(agreed) == "May belong here; the record does not say: Vehicles (up to 5)."
    everywhere = {lane: measure(key, programme, "status") for lane, key in AGREED.items()}
    assert pipeline.uncertain(everywhere) == ""


def test_lanes_of_an_earlier_day(programme: Programme) -> None:
    """Then a lane says how much was agreed, and how much of it was done; entries overdue are counted, not quantities."""
    day = then(programme, "2016-11-05")
    agreed = {lane: measure(key, day) for lane, key in AGREED.items()}
    done = {lane: Quantity.exactly(1) for lane in AGREED}
    made = {lane.label: lane for lane in pipeline.lanes(agreed, done, measure("works_overdue", day, "kind"))}
    sites = made["Stations, venues and headquarters"]
    assert (sites.cells, sites.overdue) == (exactly(4, 1), Quantity.exactly(1))  # two venues are one entry
    assert made["Vehicles"].cells == exactly(7, 1)


def headline(programme: Programme) -> str:
    keys = ("building_works_done", "works_agreed", "works_overdue", "vehicles_handed_over")
    return items.headline(*(measure(key, programme) for key in keys))


def test_headline(programme: Programme, public_record: Programme) -> None:
    """Works done of those agreed, what is late, vehicles handed over; of the published record no more than it says."""
    assert headline(programme) == "1 of 4 building works done; 1 item is overdue; 7 vehicles handed over"
    assert headline(programme.within(Scope(governorates=("IQG02",)))) == (
        "No building works are agreed in this selection; nothing is overdue"
    )
    assert headline(programme.within(Scope(governorates=("IQG15",)))).startswith(
        "1 of 1 building work done; nothing is"
    )
    assert headline(then(programme, "2016-10-05")) == (
        "0 of 4 building works done; 1 item is overdue; 7 vehicles handed over"
    )
    assert headline(public_record) == (
        "The number of building works done is not published; 24 vehicles handed over (published for 30 Aug 2016)"
    )


def test_lines_of_cards(programme: Programme, public_record: Programme) -> None:
    """Of how many agreed, and which is late for longest; nothing where there is nothing to say."""
    assert items.out_of(measure("works_agreed", programme)) == ("of 4 agreed",)
    assert items.out_of(measure("works_agreed", public_record)) == ()
    assert items.longest(items.items(programme)) == ("longest: Two venues in Diyala, 30 days",)
    assert items.longest(items.items(then(programme, "2016-06-30"))) == ()


def test_cost_where_known(drawn: Programme) -> None:
    """
    infrastructure:
    item_id | kind      | status | quantity | agreed_on  | completed_on | cost   | currency
    one     | new_venue | agreed | 1        | 2016-05-01 |              | 120000 | USD
    two     | new_venue | agreed | 1        | 2016-05-01 |              | 30000  | EUR
    three   | vehicle   | agreed | 2        | 2016-05-01 |              | 1000   | USD
    four    | vehicle   | agreed | 2        | 2016-05-01 |              |        |
    """
    shown = items.items(drawn)
    assert items.costs(shown, drawn) == (
        "Cost is known for 3 of 4 items: EUR 30,000; USD 121,000. Currencies are never added up."
    )
    assert items.costs([item for item in shown if item.cost is None], drawn) == "No cost is recorded."
    assert items.table(shown)["Cost"].tolist().count(None) == 1


def test_cost_and_note_are_of_the_dataset_s_own_date(drawn: Programme) -> None:
    """
    infrastructure:
    item_id | kind      | status    | quantity | agreed_on  | completed_on | cost   | currency | note
    one     | new_venue | completed | 1        | 2016-05-01 | 2016-11-01   | 120000 | USD      | Opened late, paid in full.
    two     | new_venue | agreed    | 1        | 2016-05-01 |              |        |          |
    """
    opened = [dict(items.detail(item, drawn).facts) for item in items.items(drawn)]
    assert [(each["Cost"], each.get("Note")) for each in opened] == [
        ("Not on record", None), ("USD 120,000", "Opened late, paid in full."),
    ]  # fmt: skip
    before = then(drawn, "2016-11-29")
    shown = items.items(before)
    assert {(item.cost, item.currency, item.note) for item in shown} == {(None, "", "")}
    assert not {"Cost", "Currency", "Note"} & set(items.table(shown))
    assert items.costs(shown, before) == (
        "Costs are recorded for the date of the dataset, 30 Nov 2016, so none is shown for an earlier date."
    )
    opened = [dict(items.detail(item, before).facts) for item in shown]
    assert [(each["Cost"], each.get("Note")) for each in opened] == [
        ("Not on record", None), ("Recorded for 30 Nov 2016, not for an earlier date", None),
    ]  # fmt: skip


def test_without_any_cost_an_earlier_day_says_so_too(programme: Programme) -> None:
    """Where no cost is on record at all, no date is named for which there would be one."""
    before = then(programme, "2016-10-05")
    assert items.costs(items.items(before), before) == "No cost is recorded."


def test_table(programme: Programme, public_record: Programme) -> None:
    """A line for each item; a quantity nobody published says so, and is never 0; a column without anything is left out."""
    rows = items.table(items.items(programme))
    assert rows.iloc[0].tolist() == [
        "Two venues in Diyala", "Germany", "Diyala", "Under way", Quantity.exactly(30), date(2016, 10, 31),
        Quantity.exactly(2), date(2016, 4, 1), None, "New venue",
    ]  # fmt: skip
    assert rows["Quantity"].tolist()[2] == "not published"
    published = items.table(items.items(public_record))
    assert list(published) == ["Item", "Paid by", "Where", "Status", "Quantity", "Completed", "Kind"]
    last = public_record.within(Scope(public_record.dataset.as_of))  # what notes are recorded for
    assert list(items.table(items.items(last))) == [*published, "Note"]
    assert published["Quantity"].tolist().count("not published") == 6


def test_many_overdue_items_are_counted(drawn: Programme) -> None:
    """Their number, for how long the oldest has been late, in months from two on, and who pays; a co-funded one counts for
    each donor.

    infrastructure:
    item_id | kind      | status    | quantity | grants | agreed_on  | due_on | completed_on
    A       | new_venue | under_way | 1        | DE     | 2015-05-01 | 2015-09-30 |
    B       | new_venue | under_way | 1        | DE;US  | 2015-05-01 | 2016-10-31 |
    C       | new_venue | agreed    | 1        | US     | 2015-05-01 | 2016-11-29 |
    D       | new_venue | agreed    | 1        |        | 2015-05-01 | 2016-11-29 |
    E       | new_venue | agreed    | 1        | US     | 2015-05-01 | 2017-01-31 |
    """
    overdue, shown = measure("works_overdue", drawn, "donor"), items.items(drawn)
    assert items.overdue_in_all(overdue, shown) == "4 overdue, the oldest for 14 months"
    assert items.payers_of(overdue, drawn) == "Paid for by DE 2, US 2, no donor recorded 1."
    assert [(item.item_id, item.paid_by) for item in shown[:2]] == [("A", "DE"), ("B", "DE; US")]
    assert items.overdue_in_all(measure("works_overdue", then(drawn, "2015-06-30")), ()) == ""


def test_items_without_a_governorate_are_said_so(programme: Programme) -> None:
    """What cannot be on the map is named with its quantity; where all can, nothing is said."""
    shown = items.items(programme)
    assert items.unplaced(shown) == "Governorate not recorded, so not on the map: Police vehicles (5)."
    assert items.unplaced([item for item in shown if item.pcode]) == ""
    assert items.undated(shown) == ""


def plain(drawn) -> dict:  # type: ignore[type-arg, no-untyped-def]
    made: dict = json.loads(drawn.to_json())  # type: ignore[type-arg]
    made["layout"].pop("template", None)
    return made


def pipeline_of(programme: Programme) -> dict:  # type: ignore[type-arg]
    agreed = {lane: measure(key, programme, "status") for lane, key in AGREED.items()}
    lanes = pipeline.lanes(agreed, {}, measure("works_overdue", programme, "kind"))
    return plain(draw_pipeline(lanes, {stage: stage.lower() for stage in STAGES}, LIGHT))


def timeline_of(programme: Programme) -> dict:  # type: ignore[type-arg]
    return plain(works_timeline(items.items(programme), programme.as_of, DARK))


FIGURES = {"pipeline": pipeline_of, "works-timeline": timeline_of}


def test_the_pipeline_as_drawn(programme: Programme) -> None:
    """A lane a kind, a field a stage: its number, deeper in colour the further on, and none where there is nothing; above each
    lane what was agreed in all."""
    drawn = pipeline_of(programme)
    fields, numbers, titles, _ = drawn["data"]
    assert [note["text"] for note in drawn["layout"]["annotations"]] == [
        "agreed", "→ planned", "→ under_way", "→ completed", "→ handed_over",
    ]  # fmt: skip
    lanes = [
        [text.replace("<b>", "").replace("</b>", "") for text in numbers["text"][at : at + 5]] for at in range(0, 20, 5)
    ]
    assert dict(zip(reversed(titles["text"]), lanes, strict=True)) == {
        "Stations, venues and headquarters · 4 agreed": ["1", "0", "2", "1", "0"],
        "Vehicles · 7 agreed": ["0", "0", "0", "0", "7"],
        "Technical equipment · ≥ 0 agreed": ["0", "0", "0", "0", "≥ 0"],
        "Communication equipment · 10 agreed": ["0", "0", "0", "10", "0"],
    }
    shades, place = fields["marker"]["color"], range(20)
    assert [shades[at] for at in place] == [
        LIGHT.zero if numbers["text"][at] == "0" else LIGHT.ramp[at % 5] for at in place
    ]
    bold = [text.startswith("<b>") for text in numbers["text"]]
    assert [size == 20 for size in numbers["textfont"]["size"]] == bold
    assert [colour != LIGHT.quiet for colour in numbers["textfont"]["color"]] == bold
    assert {numbers["textfont"]["color"][at] for at in place if shades[at] == LIGHT.ramp[4]} == {LIGHT.page}
    assert fields["hovertext"][2] == "Stations, venues and headquarters: under_way 2"
    assert (fields["y"], [x + 0.5 for x in map(int, fields["base"])]) == (numbers["y"], numbers["x"]), "in its field"


def test_works_over_time_as_drawn(programme: Programme) -> None:
    """From agreed to done or to today, on to the due date where it is not past; done, under way and late have their colours;
    the pointer tells the days."""
    drawn = timeline_of(programme)
    done, open_, ahead, _, agreed, due, finished, late = drawn["data"]
    assert (done["x"], done["line"]["color"]) == (["2016-03-20", "2016-10-10", None], DARK.good)
    assert (open_["x"], open_["line"]["color"]) == (
        ["2016-04-01", "2016-10-31", None, "2016-03-20", "2016-11-30", None], DARK.iom,
    )  # fmt: skip
    assert (ahead["x"], ahead["line"]) == (
        ["2016-11-30", "2017-09-30", None], {"color": DARK.quiet, "dash": "dot", "width": 2},
    )  # fmt: skip
    marks = [
        (trace["marker"]["symbol"], trace["marker"]["color"], trace["x"], trace["y"])
        for trace in (agreed, due, finished)
    ]
    assert marks == [
        ("circle", DARK.quiet, ["2016-04-01", "2016-03-20", "2016-03-20"], [6, 5, 3]),
        ("circle-open", DARK.quiet, ["2016-10-31", "2017-09-30", "2016-09-30"], [6, 5, 3]),
        ("circle", DARK.good, ["2016-11-30", "2016-10-10", "2016-08-30", "2016-06-15", "2016-05-05"], [4, 3, 2, 1, 0]),
    ]  # fmt: skip
    assert late["hovertext"] == [
        "Two venues in Diyala<br>New venue, 2 · Under way<br>Diyala<br>agreed 1 Apr 2016 · due 31 Oct 2016<br>"
        "due on 31 Oct 2016, 30 days late"
    ]
    assert finished["hovertext"][1:3] == [
        "Station in Mosul<br>Police station adaptation, 1 · Completed<br>Ninewa<br>"
        "agreed 20 Mar 2016 · due 30 Sep 2016 · done 10 Oct 2016",
        "Police vehicles<br>Vehicles, 5 · Handed over<br>place not recorded<br>done 30 Aug 2016",
    ]
    *names, today = drawn["layout"]["annotations"]
    assert {note["y"]: note["text"] for note in names} == {
        6: "◆ Two venues in Diyala (2) · Diyala · 30 days late", 5: "Headquarters · Baghdad",
        4: "Computers (not published) · Ninewa", 3: "Station in Mosul · Ninewa",
        2: "Police vehicles (5) · place not recorded", 1: "Pick-ups (2) · Baghdad", 0: "Radio sets (10) · Baghdad",
    }  # fmt: skip
    assert [note["font"]["color"] for note in names] == [DARK.bad] + [DARK.text] * 6
    assert {note["bgcolor"] for note in names} == {DARK.page}, "a name is read over a line too"
    assert (today["text"], today["x"]) == ("as of 30 Nov 2016", "2016-11-30")
    assert drawn["layout"]["shapes"][0]["x0"] == "2016-11-30"


def test_what_is_late_has_its_own_mark_and_colour(programme: Programme) -> None:
    """In time the stretch past the due date is in the off-track colour and ends in its mark; so it is in the pipeline."""
    late = [trace for trace in timeline_of(programme)["data"] if trace.get("marker", {}).get("symbol") == "diamond"]
    assert (late[0]["x"], late[0]["marker"]["color"]) == (["2016-11-30"], DARK.bad)
    stretches = [
        trace["x"] for trace in timeline_of(programme)["data"] if trace.get("line", {}).get("color") == DARK.bad
    ]
    assert stretches == [["2016-10-31", "2016-11-30", None]]
    said = [text for trace in pipeline_of(programme)["data"] for text in trace.get("text", []) if "◆" in text]
    assert said == ["<b>◆ 1 entry overdue</b>"]


def test_one_figure_holds_so_many_items(programme: Programme) -> None:
    """Of many items the first MOST are drawn, which are the overdue; texts from data are inert."""
    item = replace(items.items(programme)[0], name="<a href='https://evil.example'>x</a>")
    shown = [replace(item, item_id=f"M{place}") for place in range(500)]
    drawn = works_timeline(shown, programme.as_of, LIGHT)
    assert len(drawn.layout.annotations) == MOST + 1
    assert "<a " not in drawn.to_json()


@pytest.mark.parametrize("day", DAYS[1:], ids=str)
def test_any_day_can_be_drawn(day: date, programme: Programme) -> None:
    """Whatever is on record on a day can be drawn."""
    assert timeline_of(programme.within(Scope(day)))


def test_one_item_with_all_that_is_on_record(programme: Programme, public_record: Programme) -> None:
    """An item opens with its dates, who pays, and how it is known; what nobody knows says so, and is never 0."""
    late = items.items(programme)[0]
    assert dict(items.detail(late, programme).facts) == {
        "What": "New venue · Under way", "Quantity": "2", "Where": "Diyala", "Agreed": "1 Apr 2016", "Due": "31 Oct 2016",
        "Completed": "Not on record", "Overdue": "due on 31 Oct 2016, 30 days late", "Phase": "Phase 2",
        "Donor": "Germany of the tests", "Cost": "Not on record", "Record": "Illustrative · Made up for the tests",
    }  # fmt: skip
    unknown = next(item for item in items.items(public_record) if item.quantity is None)
    assert dict(items.detail(unknown, public_record).facts)["Quantity"] == "not published"
