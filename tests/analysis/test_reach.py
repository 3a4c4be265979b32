"""Reach: the cross and its measured totals, cohorts, the flow, seats over time, cost, and the sentences about them."""

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from fractions import Fraction
from itertools import pairwise

import plotly.graph_objects as go
import pytest

from community_policing.analysis import insights
from community_policing.analysis.reach import breakdown, counting_methods, wording
from community_policing.analysis.reach.costs import all_in
from community_policing.core.indicators import INDICATORS
from community_policing.core.palette import DARK, LIGHT, Palette
from community_policing.core.quantity import Quantity, Suppressed
from community_policing.measure.aggregate import Key, select
from community_policing.measure.compute import measure
from community_policing.measure.programme import Programme, Scope
from community_policing.measure.result import Result
from community_policing.ui.charts import reach as charts

BY, GROUP = ("phase", "donor"), ("participant_group",)
exactly = Quantity.exactly


def shown(keys: Mapping[Key, Quantity]) -> dict[Key, float | tuple[float, float | None]]:
    """Quantities as numbers, or as (low, high) where they are not exact."""
    return {key: part.low if part.exact else (part.low, part.high) for key, part in keys.items()}


def crossed(
    key: str, programme: Programme, by: tuple[str, ...] = BY, across: tuple[str, ...] = GROUP, equally: bool = False
) -> breakdown.Crosstab:
    """The cross of a dataset that has rows."""
    cross = breakdown.crosstab(key, programme, by, across, equally)
    assert cross is not None
    return cross


def standing(programme: Programme) -> tuple[Result, ...]:
    """The Results of the page's title."""
    keys = ("attendances", "community_attendances", "people_reached", "events_held", "events_without_attendance")
    return tuple(measure(key, programme) for key in keys)


def test_cross_counts_contributions(on_each_engine: Programme) -> None:
    """Seats under every donor that paid for them; phases and donors in the order of their tables, groups of the vocabulary;
    the total counts each seat once, and is the figure of the card."""
    cross = crossed("attendances", on_each_engine)
    assert cross.rows == (("P1", "US"), ("P2", "US"), ("P2", "DE"))
    assert cross.columns == (("police",), ("community",), ("civil_society",))
    assert [[cross.cell(row, column).low for column in cross.columns] for row in cross.rows] == [
        [8, 4, 0], [8, 4, 0], [8, 34, 6],
    ]  # fmt: skip
    assert shown(cross.row_totals) == {("P1", "US"): 12, ("P2", "US"): 12, ("P2", "DE"): 48}
    assert shown(cross.column_totals) == {("police",): 16, ("community",): 38, ("civil_society",): 6}
    assert cross.total == exactly(60) == measure("attendances", on_each_engine).value


def test_cross_shared_equally(on_each_engine: Programme) -> None:
    """The 12 seats of the co-funded event are 6 and 6, and the lines add up to the total."""
    cross = crossed("attendances", on_each_engine, equally=True)
    assert (shown(cross.row_totals), cross.equally) == ({("P1", "US"): 12, ("P2", "US"): 6, ("P2", "DE"): 42}, True)
    assert sum(total.low for total in cross.row_totals.values()) == cross.total.low == 60


def test_people_are_never_shared_or_summed(on_each_engine: Programme) -> None:
    """People stay bounds under each donor whatever was asked; their totals are bounds of their own."""
    full, equal = (crossed("people_reached", on_each_engine, equally=equally) for equally in (False, True))
    assert (full.equally, equal.equally) == (False, False)
    assert shown(full.row_totals) == shown(equal.row_totals)
    assert shown(full.row_totals) == {("P1", "US"): 12, ("P2", "US"): 12, ("P2", "DE"): (30, 48)}
    assert full.total == Quantity(30, 48) == measure("people_reached", on_each_engine).value


def test_cross_of_two_dimensions_each(programme: Programme) -> None:
    """Groups and sexes side by side; a pair that nobody has is 0."""
    cross = crossed("attendances", programme, ("phase",), ("participant_group", "sex"))
    assert cross.columns == (
        ("police", "men"), ("community", "women"), ("community", "not_recorded"), ("civil_society", "women"),
    )  # fmt: skip
    assert cross.cell(("P1",), ("community", "not_recorded")) == exactly(0)
    assert cross.cell(("P2",), ("community", "not_recorded")) == exactly(20)


def test_cross_within_a_choice_has_what_may_belong_to_it(programme: Programme) -> None:
    """The workshop whose governorate nobody says may belong to Ninewa: its line, its column and the total say so, and the
    total is the card's."""
    there = programme.within(Scope(governorates=("IQG15",)))
    cross = crossed("attendances", there, ("phase", "donor"), GROUP)
    assert cross.cell(("P2", "DE"), ("civil_society",)) == Quantity(0, 6)
    assert cross.total == Quantity(30, 36) == measure("attendances", there).value
    assert shown(crossed("attendances", there, ("governorate",), ()).row_totals) == {("IQG15",): 30, ("",): (0, 6)}


def test_three_donors_share_exactly(drawn: Programme) -> None:
    """Thirds are exact fractions: over any dimension they sum to the whole, with no rounding lost.

    trainings:
    training_id | grants   | phase_id
    E1          | DE;US;JP | P1
    E2          | DE;US    | P2
    E3          |          | P2

    attendance:
    training_id | sex   | attendances
    E1          | women | 7
    E1          | men   | 3
    E2          | women | 5
    E3          | women | 2
    """
    rows = select(INDICATORS["attendances"], drawn)
    assert rows.shares(("donor",)) == {
        ("DE",): Fraction(35, 6), ("US",): Fraction(35, 6), ("JP",): Fraction(10, 3), ("",): Fraction(2),
    }  # fmt: skip
    for by in ((), ("donor",), ("phase", "donor"), ("sex",), ("phase", "donor", "participant_group", "sex")):
        assert sum(rows.shares(by).values()) == Fraction(17)
    cross = crossed("attendances", drawn, ("donor",), ("sex",), equally=True)
    assert shown(cross.row_totals) == pytest.approx({("DE",): 35 / 6, ("US",): 35 / 6, ("JP",): 10 / 3, ("",): 2.0})
    assert cross.total == exactly(17)
    assert cross.rows[-1] == ("",)  # what is not on record comes last


def test_nothing_is_crossed_of_a_published_record(public_record: Programme) -> None:
    """Published totals have no rows: no cross, no cohorts, no flow, no time, no cost."""
    assert breakdown.crosstab("attendances", public_record, BY, GROUP) is None
    assert (breakdown.flow(public_record), breakdown.trend(public_record)) == (None, None)
    assert (breakdown.cohorts(public_record), all_in(public_record)) == ((), ())


def test_percentages_are_not_crossed(programme: Programme) -> None:
    """A share of members has no parts that cells could hold."""
    with pytest.raises(ValueError, match="different wholes"):
        breakdown.crosstab("women_share_of_members", programme, ("phase",), ())


def test_cohorts(programme: Programme) -> None:
    """A cohort that came twice: its seats add up, its people are those of the larger session; where a choice or a date
    leaves one session, there is nothing to count twice."""
    assert breakdown.cohorts(programme) == (breakdown.Cohort("C1", 2, 24, exactly(12), ("P1", "P2"), ("US", "DE")),)
    for scope in (Scope(phases=("P2",)), Scope(donors=("DE",)), Scope(date(2016, 5, 30))):
        assert breakdown.cohorts(programme.within(scope)) == ()


def test_a_session_of_which_nobody_says_who_came(drawn: Programme) -> None:
    """It may have been the largest: the cohort's people are at least those of the others.

    trainings:
    training_id | cohort
    E1          | C1
    E2          | C1

    attendance:
    training_id | attendances
    E1          | 20
    """
    assert breakdown.cohorts(drawn) == (breakdown.Cohort("C1", 2, 20, Quantity.at_least(20), (), ()),)


@pytest.mark.parametrize(
    ("scope", "seats"),
    [(Scope(), 60), (Scope(donors=("DE",)), 48), (Scope(governorates=("IQG08",), phases=("P2",)), 12)],
)
def test_flow_conserves(scope: Scope, seats: float, programme: Programme) -> None:
    """What comes to a key leaves it again, and every stage is the whole: all seats once, with donors
    chosen those of the others beside theirs."""
    flow = breakdown.flow(programme.within(scope))
    assert flow is not None
    assert {flow.seats, *(sum(stage.values()) for stage in flow.stages)} == {seats}
    for at, stage in enumerate(flow.stages):
        for key, there in stage.items():
            came = sum(link.seats for link in flow.links if (link.stage + 1, link.target) == (at, key))
            left = sum(link.seats for link in flow.links if (link.stage, link.source) == (at, key))
            assert (came if at else there, left if at < 3 else there) == (there, there)


def test_flow(programme: Programme) -> None:
    """Every stage, whole."""
    flow = breakdown.flow(programme)
    assert flow is not None
    assert [dict(stage) for stage in flow.stages] == [
        {"US": 18, "DE": 42}, {"P1": 12, "P2": 48}, {"training": 24, "awareness_campaign": 30, "workshop": 6},
        {"police": 16, "community": 38, "civil_society": 6},
    ]  # fmt: skip
    assert [(link.source, link.target, link.seats) for link in flow.links if link.stage == 0] == [
        ("US", "P1", 12), ("US", "P2", 6), ("DE", "P2", 42),
    ]  # fmt: skip


def test_trend(programme: Programme) -> None:
    """Seats by group in the quarter in which the event ended, up to the as-of date; a month's event counts in its month; of a
    short time months are shown; planned events are never in it."""
    trend = breakdown.trend(programme)
    assert trend is not None
    assert (trend.months, trend.starts[0], trend.starts[-1], len(trend.starts)) == (
        3, date(2014, 4, 1), date(2016, 10, 1), 11,
    )  # fmt: skip
    assert {group: [(at, s) for at, s in enumerate(seats) if s] for group, seats in trend.seats.items()} == {
        "police": [(0, 8), (8, 8)], "community": [(0, 4), (8, 4), (9, 30)], "civil_society": [(9, 6)],
    }  # fmt: skip
    short = breakdown.trend(programme.within(Scope(phases=("P2",))))
    assert short is not None
    assert (short.months, short.starts[0], len(short.starts)) == (1, date(2016, 5, 1), 7)
    assert sum(map(sum, short.seats.values())) == 48
    assert breakdown.trend(programme.within(Scope(date(2014, 1, 1)))) is None


def test_cost(drawn: Programme) -> None:
    """The published amount over all seats of the grant, co-funded ones in full; without an amount, or a seat, no figure.

    grants:
    grant_id | donor_id | phase_id | amount  | currency | scope    | record       | title
    G1       | US       | P1       |         |          | iom      | published    | Without an amount
    G2       | DE       | P2       | 6000    | EUR      | iom      | published    | Published
    G3       | DE       | P2       | 5000    | EUR      | iom      | illustrative | Made up
    G4       | JP       | P2       | 900     | USD      | iom      | published    | Without a seat
    G5       | JP       | P2       | 900     | USD      | parallel | published    | Another agency's

    donors:
    donor_id | name
    US       | US
    DE       | DE
    JP       | JP

    trainings:
    training_id | grants | governorate | phase_id | record
    E1          | G1;G2  | Ninewa      | P1       | illustrative
    E2          | G2     | Baghdad     | P2       | illustrative
    E3          |        | Baghdad     | P2       | illustrative

    attendance:
    training_id | attendances
    E1          | 20
    E2          | 40
    E3          | 7
    """
    costs = all_in(drawn)
    assert [(cost.grant_id, cost.amount, cost.seats, cost.each) for cost in costs] == [
        ("G1", None, exactly(20), None),
        ("G2", 6000, exactly(60), exactly(100)),
        ("G3", None, exactly(0), None),
        ("G4", 900, exactly(0), None),
    ]
    for scope in (Scope(donors=("DE",)), Scope(phases=("P2",))):
        assert next(cost.each for cost in all_in(drawn.within(scope)) if cost.grant_id == "G2") == exactly(100)
    assert all_in(drawn.within(Scope(governorates=("IQG15",)))) == ()
    assert [f"{wording.cost_figure(cost)}: {wording.cost_line(cost)}" for cost in costs] == [
        "No amount is published: 20 seats paid for in all phases",
        "EUR 100 for each seat: EUR 6,000 committed, 60 seats paid for in all phases",
        "No amount is published: 0 seats paid for in all phases",
        "No seat yet: USD 900 committed, 0 seats paid for in all phases",
    ]
    assert "illustrative" in wording.cost_note(costs, drawn)


def test_cost_where_nobody_says_who_paid(drawn: Programme) -> None:
    """A published event without a grant may be the grant's: seats and the cost of one have bounds.

    grants:
    grant_id | donor_id | phase_id | amount  | currency
    G1       | DE       | P2       | 6000    | EUR

    donors:
    donor_id | name
    DE       | DE

    trainings:
    training_id | grants
    E1          | G1
    E2          |

    attendance:
    training_id | attendances
    E1          | 20
    E2          | 40
    """
    (cost,) = all_in(drawn)
    assert (cost.seats, cost.each) == (Quantity(20, 60), Quantity(100, 300))


def test_headline(programme: Programme, public_record: Programme) -> None:
    """Seats at events and the bounds of people; a single event's are exact; a published record says what was published."""
    day = Scope(date(2014, 12, 31))
    titles = [counting_methods.headline(*standing(shown)) for shown in (
        programme, programme.within(day), programme.within(Scope(governorates=("IQG01",))),
        programme.within(Scope(date(2013, 1, 1))), public_record, public_record.within(day))]  # fmt: skip
    assert titles == [
        "60 seats filled at 4 events: between 30 and 48 different people",
        "12 seats filled at 1 event: 12 different people",
        "No filled seat is recorded in this selection; up to 6 may belong to it",
        "No attendance is recorded by 1 Jan 2013",
        "≥ 1,100 people reached, ≥ 350 of them community members, as published for 30 Nov 2016",
        "The number of people reached is not published for this date or selection",
    ]


def test_ledger_states_every_method(programme: Programme) -> None:
    """Seats, people within a cohort and people: each with its value, its method and what it adds up over."""
    seats, community, people, *_ = standing(programme)
    table = counting_methods.rows(
        seats, community, people, breakdown.cohorts(programme), counting_methods.namer(programme)
    )
    assert table.iloc[:, :2].to_numpy().tolist() == [
        ["Attendances", exactly(60)], ["Community members' attendances", exactly(38)],
        ["People in cohort C1", exactly(12)], ["People reached", Quantity(30, 48)],
    ]  # fmt: skip
    assert table["Method"][2] == (
        "The largest of 2 sessions with 24 seats: the same people came each time. In Phase 1 and Phase 2. "
        "Paid for by US and Germany."
    )
    assert table["Adds up over"].tolist() == [
        "governorate, district, phase, kind, participant group, sex, displacement; not donor",
        "governorate, district, phase, kind, sex, displacement; not donor", "nothing", "nothing: a person may be in several parts",
    ]  # fmt: skip


def test_cross_as_a_table(programme: Programme) -> None:
    """One line for each phase and donor; the last line and column are measured, and the note says why they do not add up."""
    name = counting_methods.namer(programme)
    cross = crossed("attendances", programme)
    table = counting_methods.cross_rows(cross, BY, GROUP, name)
    assert list(table) == ["Phase · Donor", "Police", "Community", "Civil society", "All"]
    assert table.iloc[:, 0].tolist() == ["Phase 1 · US", "Phase 2 · US", "Phase 2 · Germany", "All, each counted once"]
    assert [cell.low for cell in table["All"]] == [12, 12, 48, 60]
    notes = {
        (key, equally, donors): " ".join(counting_methods.cross_notes(crossed(key, programme, equally=equally), equally, donors))
        for key, equally, donors in (
            ("attendances", False, ()), ("attendances", True, ()), ("attendances", True, ("DE",)), ("people_reached", True, ()),
        )
    }  # fmt: skip
    assert [note.split(":")[0] for note in notes.values()] == [
        "A seat that several donors paid for counts for each of them, and once in the last line",
        "Co-funded seats in equal parts for each of their donors",
        "Co-funded seats in equal parts; only those of the selected donors are shown.",
        "At least the largest event or cohort, at most all together. A person may be in several lines and columns",
    ]
    assert notes["people_reached", True, ()].endswith("People cannot be shared: they count for each donor in full.")
    both = crossed("attendances", programme, across=("participant_group", "sex"))
    assert counting_methods.heads(both, ("participant_group", "sex"), name) == (
        ("Police", 1), ("Community", 2), ("Civil society", 1),
    )  # fmt: skip


def test_flow_trend_and_record_in_words(programme: Programme) -> None:
    """The pictures in words and as tables; how many events say who came."""
    name, flow, trend = counting_methods.namer(programme), breakdown.flow(programme), breakdown.trend(programme)
    assert flow is not None
    assert trend is not None
    assert wording.flow_alt(flow, name) == (
        "Flow of 60 seats. Donor: US 18, Germany 42. Phase: Phase 1 12, Phase 2 48. Kind: Training 24, "
        "Awareness campaign 30, Workshop 6. Participant group: Police 16, Community 38, Civil society 6."
    )
    assert wording.flow_rows(flow, name).iloc[0].tolist() == ["US", "Phase 1", exactly(12)]
    note = "A co-funded seat is split equally among its donors, so parts of a seat can appear."
    assert wording.flow_note(flow, measure("attendances", programme)) == (
        f"60 seats, each shown once, as in the headline. {note}"
    )
    germany = programme.within(Scope(donors=("DE",)))
    parts = breakdown.flow(germany)
    assert parts is not None
    assert wording.flow_note(parts, measure("attendances", germany)) == (
        f"48 seats, each shown once, as in the headline. {note}"
    )
    assert dict(parts.stages[0]) == {"DE": 42, breakdown.OTHERS: 6}
    first_phase = breakdown.flow(programme.within(Scope(phases=("P1",))))
    assert first_phase is not None
    assert (wording.flow_title(flow), wording.flow_title(first_phase)) == (
        "From donor to participant group, an equal split of co-funded seats", "From donor to participant group",
    )  # fmt: skip
    assert wording.trend_alt(trend) == ("Seats filled since 2014, quarter 2: Police 16, Community 38, Civil society 6.")
    rows = wording.trend_rows(trend)
    assert (rows["Quarter"].iloc[-2], rows["All"].iloc[-2]) == ("2016, quarter 3", exactly(36))
    _, _, _, held, silent = standing(programme)
    assert counting_methods.on_record(held, silent) == ("4 of 4 have recorded attendance",)
    germany_people = measure("people_reached", programme.within(Scope(donors=("DE",))))
    assert (germany_people.value, insights.unplaced(germany_people)) == (Quantity(30, 48), "")  # bounds, not silence


def test_few_seats_are_only_said_to_be_few(programme: Programme) -> None:
    """In words, in the table and under the pointer alike, and nothing below the threshold is told from nothing at all."""
    trend = breakdown.trend(programme)
    assert trend is not None
    few = replace(trend, few=10)
    assert (
        wording.trend_alt(few)
        == "Seats filled since 2014, quarter 2: Police about 16, Community about 38, Civil society under 10."
    )
    was, told = wording.trend_rows(trend), wording.trend_rows(few)
    assert {was["Civil society"].iloc[place].low for place in range(len(was))} == {0, 6}
    assert set(told["Civil society"]) == {Suppressed.threshold(10)}
    bars = charts.trend(few, counting_methods.namer(programme), wording.period, LIGHT).to_plotly_json()["data"]
    assert {bar["name"]: {said for _, said in bar["customdata"]} for bar in bars}["Civil society"] == {"under 10"}


def flow_of(programme: Programme, colours: Palette = LIGHT) -> go.Figure:
    """The flow as the page draws it."""
    flow = breakdown.flow(programme)
    assert flow is not None
    return charts.flow(flow, counting_methods.namer(programme), colours)


def trend_of(programme: Programme, colours: Palette = DARK) -> go.Figure:
    """Seats over time as the page draws them."""
    trend = breakdown.trend(programme)
    assert trend is not None
    return charts.trend(trend, counting_methods.namer(programme), wording.period, colours)


def called(head: str) -> str:
    """What a label of the flow names, without its figure and the words on how it is split."""
    return head.split("  ")[0].removesuffix(" (equal split)")


def test_the_flow_as_drawn(programme: Programme) -> None:
    """Each stage's bars with their seats, in grey up to the groups, which have their colours; every link tells its seats."""
    (trace,) = flow_of(programme).to_plotly_json()["data"]
    node, link = trace["node"], trace["link"]
    heads = [text.replace("<b>", "").replace("</b>", "") for text in node["customdata"]]
    assert heads == [
        "US (equal split)  18", "Germany (equal split)  42",
        "Phase 1  12", "Phase 2  48", "Training  24", "Awareness campaign  30", "Workshop  6",
        "Police  16", "Community  38", "Civil society  6",
    ]  # fmt: skip
    groups = [LIGHT.groups[place] for place in (0, 1, 3)]
    assert list(node["color"]) == [LIGHT.quiet] * 7 + groups
    ends = {
        (called(heads[source]), called(heads[target])): (value, said)
        for source, target, value, said in zip(
            link["source"], link["target"], link["value"], link["customdata"], strict=True
        )
    }
    assert ends == {
        ("US", "Phase 1"): (12, "12"), ("US", "Phase 2"): (6, "6"), ("Germany", "Phase 2"): (42, "42"),
        ("Phase 1", "Training"): (12, "12"), ("Phase 2", "Training"): (12, "12"),
        ("Phase 2", "Awareness campaign"): (30, "30"), ("Phase 2", "Workshop"): (6, "6"),
        ("Training", "Police"): (16, "16"), ("Training", "Community"): (8, "8"),
        ("Awareness campaign", "Community"): (30, "30"), ("Workshop", "Civil society"): (6, "6"),
    }  # fmt: skip
    own = [tuple(int(colour[place : place + 2], 16) for place in (1, 3, 5)) for colour in (LIGHT.quiet, *groups)]
    drawn = [tuple(map(int, colour.removeprefix("rgba(").split(",")[:3])) for colour in link["color"]]
    assert drawn == [own[0]] * 7 + [own[1], own[2], own[2], own[3]], (
        "a link has the colour of the group that it leads to"
    )
    beside = [note["text"] for note in flow_of(programme).to_plotly_json()["layout"]["annotations"]]
    assert beside == ["Police  <b>16</b>", "Community  <b>38</b>", "Civil society  <b>6</b>"]
    assert len(flow_of(programme).to_json()) < 10_000


def test_seats_over_time_as_drawn(programme: Programme) -> None:
    """A stacked bar a quarter and group from the first event on, empty quarters among them; the pointer tells quarter and
    seats."""
    drawn = json.loads(trend_of(programme).to_json())
    bars = {bar["name"]: bar for bar in drawn["data"]}
    quarters = [f"{year}-{month:02}-01" for year in (2014, 2015, 2016) for month in (1, 4, 7, 10)][1:]
    seats = {
        name: {quarter: seats for quarter, seats in zip(bar["x"], bar["y"], strict=True) if seats}
        for name, bar in bars.items()
    }
    assert seats == {
        "Police": {"2014-04-01": 8, "2016-04-01": 8},
        "Community": {"2014-04-01": 4, "2016-04-01": 4, "2016-07-01": 30},
        "Civil society": {"2016-07-01": 6},
    }
    assert all(
        (bar["x"], bar["xperiod"], bar["xperiodalignment"]) == (quarters, "M3", "middle") for bar in bars.values()
    )
    assert [bar["marker"]["color"] for bar in bars.values()] == [DARK.groups[place] for place in (0, 1, 3)]
    assert {bar["marker"]["line"]["color"] for bar in bars.values()} == {DARK.page}, "parts of a bar are told apart"
    assert bars["Community"]["customdata"][-2] == ["2016, quarter 3", "30"]
    assert (drawn["layout"]["barmode"], drawn["layout"]["yaxis"]["rangemode"]) == ("stack", "tozero")
    assert len(trend_of(programme).to_json()) < 10_000


def test_bars_of_the_flow_fit(programme: Programme) -> None:
    """Every stage fills the height: no bar stands over another or outside, and a single key stands in the middle."""
    for seats in ((18.0, 42.0), (1.0,), (30.0, 20.0, 10.0)):
        room = 400 - 2 * charts.EDGE
        middles, scale = charts._middles(seats, 3, 400), (room - 2 * charts.GAP) / sum(seats) / room
        edges = [(m - s * scale / 2, m + s * scale / 2) for m, s in zip(middles, seats, strict=True)]
        assert all(-1e-9 <= top < bottom <= 1 + 1e-9 for top, bottom in edges)
        assert all(before[1] < after[0] for before, after in pairwise(edges))
    assert charts._middles((1.0,), 3, 400) == [0.5]


def test_names_from_data_are_inert(drawn: Programme) -> None:
    """A donor's or a phase's name is never markup in a figure.

    donors:
    donor_id | name | short_name
    DE       | DE   | <a href="https://evil.example">DE</a>

    phases:
    phase_id | name                | starts_on
    P2       | <b onclick="x">P</b> | 2016-03

    trainings:
    training_id | grants | phase_id
    E1          | DE     | P2

    attendance:
    training_id | attendances
    E1          | 20
    """
    text = json.dumps(json.loads(flow_of(drawn).to_json()))
    assert "evil.example" in text
    assert "<a " not in text
    assert "<b o" not in text
