"""measure and over_time: scopes, dates, what was published, and what is not known."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings, strategies as st

from community_policing.core.i18n import ProgrammeError
from community_policing.core.indicators import INDICATORS
from community_policing.core.quantity import Quantity, total
from community_policing.core.schema import EQUIPMENT_KINDS, PARTICIPANT_GROUPS, SEXES, SITE_KINDS, TRAINING_KINDS
from community_policing.measure.compute import by_governorate, first_day, measure, over_time, overdue
from community_policing.measure.programme import Programme, Scope
from tests.conftest import Build, Row, figure, parts

Tables = tuple[list[Row], list[Row], list[Row], list[tuple[str, str, str]]]
NINEWA, BAGHDAD, BASRA = "IQG15", "IQG08", "IQG02"
ZERO = dict.fromkeys(INDICATORS, 0.0)
NO_STATES = {"fora_active": None, "fora_dormant": None, "fora_never_met": None}  # they are of a day, and of no period
SCOPES = {
    "Ninewa": (Scope(governorates=(NINEWA,)), {
        "fora_established": 1, "fora_established_iom": 1, "fora_planned": 1, "women_share_of_members": None,
        "trainings_and_campaigns_held": 1, "workshops_held": (0, 1), "attendances": (30, 36), "community_attendances": 30,
        "vehicles_handed_over": (0, 5), "equipment_handed_over": (0, None), "stations_adapted": 1, "works_agreed": 1,
        "events_held": (1, 2), "people_reached": (30, 36), "building_works_done": 1, "vehicles_agreed": (0, 5),
        "technical_equipment_agreed": (0, None),
        "fora_never_met": 1, "women_share_at_meetings": None,
    }),
    "Risafa in Baghdad": (Scope(districts=("IQG08Q06",)), {  # where Baghdad's events and works were, nobody says
        "fora_established": 2, "fora_established_iom": 2, "women_share_of_members": 100 * 8 / 22, "fora_active": 1,
        "fora_dormant": 1, "meetings_held": 8, "women_share_at_meetings": 100 * 31 / 81, "concerns_raised": 9,
        "concerns_resolved": 3, "concerns_open": 5, "concerns_open_long": 3, "trainings_and_campaigns_held": (0, 2),
        "workshops_held": (0, 1), "events_held": (0, 3), "attendances": (0, 30), "community_attendances": (0, 8),
        "people_reached": (0, 18), "vehicles_handed_over": (0, 7), "vehicles_agreed": (0, 7), "works_agreed": (0, 1),
        "equipment_handed_over": (0, 10), "communication_equipment_agreed": (0, 10),
    }),
    "phase 1": (Scope(phases=("P1",)), {
        "fora_established": 1, "fora_established_iom": 1, "women_share_of_members": 25, "trainings_and_campaigns_held": 1,
        "attendances": 12, "community_attendances": 4, "events_held": 1, "people_reached": 12,
        "fora_active": 1, "meetings_held": 7, "women_share_at_meetings": 100 * 25 / 75, "concerns_raised": 7,
        "concerns_resolved": 3, "concerns_open": 4, "concerns_open_long": 2,
    }),
    "Germany": (Scope(donors=("DE",)), {
        "fora_established": 2, "fora_established_iom": 2, "fora_planned": 1, "women_share_of_members": 50,
        "trainings_and_campaigns_held": 2, "workshops_held": 1, "attendances": 48, "community_attendances": 34,
        "vehicles_handed_over": 7, "stations_adapted": 1, "works_agreed": 3,
        "equipment_handed_over": (0, None), "technical_equipment_agreed": (0, None),  # published, and nobody says who paid
        "events_held": 3, "events_planned": 1, "people_reached": (30, 48), "building_works_done": 1, "works_overdue": 1,
        "vehicles_agreed": 7,
        "fora_dormant": 1, "fora_never_met": 1, "meetings_held": 3, "women_share_at_meetings": 100 * 9 / 28, "concerns_raised": 3,
        "concerns_resolved": 1, "concerns_open": 1, "concerns_open_long": 1,
    }),
    "police": (Scope(established_by=("police",)), {
        "fora_established": 1, "fora_established_iom": None, "fora_established_police": 1, "women_share_of_members": 0,
        "trainings_and_campaigns_held": 3, "workshops_held": 1, "attendances": 60, "community_attendances": 38,
        "vehicles_handed_over": 7, "equipment_handed_over": (10, None), "stations_adapted": 1, "works_agreed": 4,
        "events_held": 4, "events_planned": 1, "people_reached": (30, 48), "building_works_done": 1, "works_overdue": 1,
        "vehicles_agreed": 7, "technical_equipment_agreed": (0, None), "communication_equipment_agreed": 10,
        "fora_active": 1, "meetings_held": 2, "women_share_at_meetings": 100 * 1 / 30, "concerns_raised": 2,
        "concerns_resolved": 1, "concerns_open": 1,
    }),
    "summer 2016": (Scope(date(2016, 7, 11)), {
        "fora_established": 4, "fora_established_iom": 3, "fora_established_police": 1, "fora_planned": 3,
        "women_share_of_members": 18, "trainings_and_campaigns_held": 2, "attendances": 24, "community_attendances": 8,
        "vehicles_handed_over": 2, "equipment_handed_over": 10, "works_agreed": 4,
        "events_held": 2, "events_planned": 1, "people_reached": 12, "vehicles_agreed": 2, "communication_equipment_agreed": 10,
        "fora_active": 2, "fora_dormant": 1, "fora_never_met": 1, "meetings_held": 5, "women_share_at_meetings": 100 * 14 / 55,
        "concerns_raised": 5, "concerns_resolved": 2, "concerns_open": 2,
    }),
    "the year 2014": (Scope(periods=("2014",)), {
        "fora_established": 1, "fora_established_iom": 1, "women_share_of_members": 25, "trainings_and_campaigns_held": 1,
        "attendances": 12, "community_attendances": 4, "events_held": 1, "people_reached": 12,
        **NO_STATES, "women_share_at_meetings": None,
    }),
    "the third quarter of 2016": (Scope(periods=("2016-Q3",)), {
        "women_share_of_members": None, "trainings_and_campaigns_held": 1, "workshops_held": 1, "attendances": 36,
        "community_attendances": 30, "vehicles_handed_over": 5, "events_held": 2, "people_reached": (30, 36),
        "vehicles_agreed": 5,
        **NO_STATES, "meetings_held": 4, "women_share_at_meetings": 20, "concerns_raised": 4, "concerns_open": 4,
        "concerns_open_long": 3,
    }),
    "the end of 2016, and 2017": (Scope(periods=("2016-Q4", "2017")), {
        "fora_established": 1, "fora_established_iom": 1, "fora_planned": 2, "women_share_of_members": None,
        "equipment_handed_over": (0, None), "technical_equipment_agreed": (0, None), "stations_adapted": 1,
        "building_works_done": 1, "works_agreed": 4, "works_overdue": 1, "events_planned": 1,
        **NO_STATES, "meetings_held": 3, "women_share_at_meetings": 100 * 14 / 43, "concerns_raised": 3, "concerns_resolved": 1,
        "concerns_open": 2,
    }),
    "before anything": (
        Scope(date(2012, 1, 1)), {"women_share_of_members": None, "women_share_at_meetings": None},
    ),
    "Germany in Baghdad in June 2016": (Scope(date(2016, 6, 30), (BAGHDAD,), (), ("DE",)), {
        "fora_established": 1, "fora_established_iom": 1, "women_share_of_members": 50, "trainings_and_campaigns_held": 1,
        "attendances": 12, "community_attendances": 4, "vehicles_handed_over": 2, "events_held": 1, "people_reached": 12,
        "vehicles_agreed": 2,
        "fora_active": 1, "meetings_held": 2, "women_share_at_meetings": 30, "concerns_raised": 2, "concerns_open": 1,
    }),
}  # fmt: skip


@pytest.mark.parametrize("name", SCOPES)
def test_scopes(name: str, on_each_engine: Programme) -> None:
    """Every indicator within a choice, whole; what is not named here is 0."""
    scope, expected = SCOPES[name]
    within = on_each_engine.within(scope)
    values = {key: measure(key, within).value for key in INDICATORS}
    seen = {key: value and (value.low if value.exact else (value.low, value.high)) for key, value in values.items()}
    assert seen == ZERO | expected


@pytest.mark.parametrize(("periods", "fora"), [
    (("2015",), (3, 3)), (("2015-Q4",), (1, 3)), (("2015-Q1",), (0, 2)), (("2015-Q1", "2015-Q4", "2014-Q4"), (1, 4)),
    (("2015-Q1", "2015-Q2", "2015-Q3", "2015-Q4"), (3, 3)), (("2014", "2015-Q4"), (2, 4)), (("2013",), (0, 0)),
])  # fmt: skip
def test_a_year_alone_may_be_any_of_its_quarters(
    periods: tuple[str, ...], fora: tuple[int, int], drawn: Programme
) -> None:
    """Of some rows the year alone is on record: they are in it, and may be in each of its quarters.

    fora:
    forum_id | established_on
    F1       | 2015
    F2       | 2015
    F3       | 2015-10
    F4       | 2014
    """
    value = measure("fora_established", drawn.within(Scope(periods=periods))).value
    assert value is not None
    assert (value.low, value.high) == fora


def test_periods_are_those_in_which_something_happened(drawn: Programme) -> None:
    """The latest first, a year before its quarters; what is planned or due has one, too.

    fora:
    forum_id | established_on | planned_for
    F1       | 2014           |
    F2       |                | 2017-02-01

    infrastructure:
    item_id | kind    | status    | completed_on | due_on
    I1      | vehicle | completed | 2014-12-31   | 2013-12-31
    """
    assert drawn.periods == ("2017", "2017-Q1", "2014", "2014-Q4")


def test_result_carries_its_question(programme: Programme) -> None:
    """A Result knows its indicator, scope, date and split, so that whatever is made from it says the same."""
    scope = Scope(date(2016, 6, 30), (BAGHDAD,))
    result = measure("attendances", programme.within(scope), "sex")
    assert (result.indicator, result.scope, result.as_of, result.by) == (
        INDICATORS["attendances"],
        scope,
        date(2016, 6, 30),
        "sex",
    )


def test_no_such_split(programme: Programme) -> None:
    """What an indicator cannot be split by is refused in words, with what it can be split by."""
    with pytest.raises(ProgrammeError) as refused:
        measure("fora_established", programme, "sex")
    assert refused.value.remedy == "Choose one of: governorate, district, phase, donor, established_by."
    with pytest.raises(KeyError):
        measure("happiness", programme)


def test_part(programme: Programme) -> None:
    """A key that no row has is 0, or up to what is counted under no key; of a share, or undivided, it is not known."""
    assert measure("fora_established", programme, "governorate").part("IQG01") == Quantity.exactly(0)
    assert measure("vehicles_handed_over", programme, "governorate").part("IQG01") == Quantity(0, 5)
    assert measure("women_share_of_members", programme, "governorate").part("IQG01") is None


@pytest.mark.parametrize(
    "key", ["fora_established_iom", "attendances", "vehicles_handed_over", "women_share_of_members"]
)
def test_by_governorate(key: str, programme: Programme) -> None:
    """A governorate measured with all others is what it is measured alone: figure, target, status, rows and scope."""
    alone = {p: measure(key, programme.within(Scope(governorates=(p,)))) for p in (NINEWA, BAGHDAD, BASRA)}
    found = by_governorate(key, programme, alone)
    for pcode, result in alone.items():
        if pcode in found or result.value is not None:
            assert found[pcode] == result
            assert (set(found[pcode].row_ids), set(found[pcode].source_ids)) == (
                set(result.row_ids),
                set(result.source_ids),
            )


@pytest.mark.parametrize(
    "scope", [Scope(), Scope(phases=("P2",)), Scope(donors=("US",)), Scope(donors=("DE",), phases=("P2",))], ids=str
)
@pytest.mark.parametrize("key", [key for key, indicator in INDICATORS.items() if "governorate" in indicator.splits])
def test_a_place_in_a_choice_is_what_it_is_alone(key: str, scope: Scope, programme: Programme) -> None:
    """Whatever else was chosen, a governorate's part is what that governorate is by itself: bounds included, where rows do not
    say who paid or in which phase.  Of people the part may be wider, since a cohort may stand in both its rows."""
    within = programme.within(scope)
    found = by_governorate(key, within, (NINEWA, BAGHDAD, BASRA, "IQG10", "IQG01"))
    for pcode, result in found.items():
        alone = measure(key, programme.within(replace(scope, governorates=(pcode,)))).value
        assert alone is not None
        if INDICATORS[key].people:
            assert result.value is not None
            assert result.value.low == alone.low
            assert result.value.high is None or (alone.high is not None and alone.high <= result.value.high)
        else:
            assert result.value == alone


def test_over_time(on_each_engine: Programme) -> None:
    """The running total on each day it changed: closing takes away, a plan ends when it is carried out."""
    assert over_time("fora_established", on_each_engine) == (
        (date(2013, 2, 1), 1), (date(2014, 5, 10), 2), (date(2016, 1, 20), 3), (date(2016, 4, 20), 4),
        (date(2016, 9, 15), 3), (date(2016, 10, 31), 4),
    )  # fmt: skip
    assert over_time("fora_planned", on_each_engine) == ((date(2016, 3, 1), 3), (date(2016, 10, 31), 2))
    assert over_time("women_share_of_members", on_each_engine) == over_time("headquarters_built", on_each_engine) == ()


@pytest.mark.parametrize("key", [key for key, indicator in INDICATORS.items() if not indicator.share])
def test_over_time_is_the_figure_of_each_day(key: str, on_each_engine: Programme) -> None:
    """On every day that changed it, and on the day before, the running total is what measure says."""
    before = 0.0
    for day, running in over_time(key, on_each_engine):
        eve, then = (
            measure(key, on_each_engine.within(Scope(date.fromordinal(day.toordinal() - d)))).value for d in (1, 0)
        )
        assert (eve and eve.low, then and then.low) == (before, running)
        before = running


def test_over_time_within_a_choice(programme: Programme) -> None:
    """The line follows the choice, and ends at its date."""
    assert over_time("attendances", programme.within(Scope(date(2016, 7, 1), phases=("P2",)))) == (
        (date(2016, 5, 31), 12),
    )


def test_overdue(programme: Programme) -> None:
    """Works past their date and not done: not those done late, given up, not yet due, or done by others."""
    assert overdue(programme) == (("I6", "Two venues in Diyala", "IQG10", date(2016, 10, 31)),)
    assert overdue(programme.within(Scope(date(2016, 10, 9)))) == (
        ("I5", "Station in Mosul", "IQG15", date(2016, 9, 30)),
    )
    assert overdue(programme.within(Scope(date(2016, 10, 31)))) == ()


def test_first_day(programme: Programme) -> None:
    """The first day of the programme's own work; none where nothing is dated."""
    assert first_day(programme) == date(2013, 2, 1)
    assert first_day(programme.within(Scope(governorates=(NINEWA,)))) == date(2016, 7, 12)
    for pcode in ("IQG01", "IQG10", "IQG11"):  # nothing, a training planned, another agency's
        assert first_day(programme.within(Scope(governorates=(pcode,)))) is None


def test_ratio_leaves_the_unknown_out_of_both_sums(drawn: Programme) -> None:
    """A forum of which only the women, or nobody, is known is neither in the part nor in the whole.

    fora:
    forum_id | established_on | members_women | members_men
    F1       | 2016-04-01     | 3             | 7
    F2       | 2016-04-01     | 9             |
    F3       | 2016-04-01     |               |
    """
    result = measure("women_share_of_members", drawn)
    assert (result.value, result.row_ids) == (Quantity.exactly(30), ("F1",))


def test_plans_set_up_before_they_stand(drawn: Programme) -> None:
    """A forum set up before its plan is taken to stand was never planned by this count: never one less than nothing.

    fora:
    forum_id | established_on | planned_for | phase_id
    F1       | 2016-02-10     | 2016-01-31  | P2
    F2       | 2016-05-01     | 2016-04-30  |
    """
    assert figure("fora_planned", drawn) == 0
    assert {value for _, value in over_time("fora_planned", drawn)} <= {0}


def test_unplaced_on_map_and_card(drawn: Programme) -> None:
    """A governorate has one figure: coloured on the map of the country, or chosen alone, on map and card.

    infrastructure:
    item_id | governorate | quantity
    I1      |             | 5
    I2      | Ninewa      | 2
    """
    national = measure("vehicles_handed_over", drawn, "governorate")
    for pcode in (NINEWA, BAGHDAD):
        there = measure("vehicles_handed_over", drawn.within(Scope(governorates=(pcode,))), "governorate")
        assert national.part(pcode) == there.part(pcode) == there.value


def test_unpublished_quantity_is_not_zero(drawn: Programme) -> None:
    """Items whose number nobody published make the sum a lower bound, on their own at least 0.

    infrastructure:
    item_id | kind                | quantity
    I1      | technical_equipment | 30
    I2      | security_equipment  |
    """
    result = measure("equipment_handed_over", drawn, "kind")
    assert (result.value, parts(result)) == (
        Quantity.at_least(30), {"technical_equipment": 30, "security_equipment": (0, None)},
    )  # fmt: skip
    assert over_time("equipment_handed_over", drawn)[-1][1] == 30


def test_women_are_not_asked_of_one_donor_twice(drawn: Programme) -> None:
    """A share by donor divides each donor's own sums; a co-funded forum is in both, and in the total once.

    fora:
    forum_id | established_on | grants | members_women | members_men
    F1       | 2016-04-01     | DE     | 1             | 9
    F2       | 2016-04-01     | DE;US  | 5             | 5
    """
    result = measure("women_share_of_members", drawn, "donor")
    assert (result.value, parts(result)) == (Quantity.exactly(30), {"DE": 30, "US": 50})


def _row(key: str, **cells: st.SearchStrategy[str]) -> st.SearchStrategy[dict[str, str]]:
    return st.fixed_dictionaries({**cells, key: st.uuids().map(str)})


PLACES, PHASES, PAYERS = (
    st.sampled_from([NINEWA, BAGHDAD, BASRA]),
    st.sampled_from(["", "P1", "P2"]),
    st.sampled_from(["", "DE", "US", "DE;US"]),
)
DAYS = st.dates(date(2013, 1, 1), date(2016, 11, 30)).map(str)
WHOSE, NUMBERS = st.sampled_from(["iom", "iom", "parallel"]), st.integers(0, 40).map(str)
FORA = _row(
    "forum_id", governorate=PLACES, phase_id=PHASES, grants=PAYERS, established_by=st.sampled_from(["iom", "police"]),
    established_on=st.just("") | DAYS, planned_for=st.just("2016-12-31"), members_women=NUMBERS, members_men=st.just("") | NUMBERS,
)  # fmt: skip
EVENTS = _row(
    "training_id", governorate=st.just("") | PLACES, phase_id=PHASES, grants=PAYERS, scope=WHOSE, starts_on=DAYS,
    kind=st.sampled_from(TRAINING_KINDS),
)  # fmt: skip
ITEMS = _row(
    "item_id", governorate=st.just("") | PLACES, phase_id=PHASES, grants=PAYERS, scope=WHOSE, completed_on=DAYS,
    kind=st.sampled_from(SITE_KINDS + EQUIPMENT_KINDS), quantity=st.just("") | NUMBERS, agreed_on=st.just("") | DAYS,
).filter(lambda item: item["agreed_on"] <= item["completed_on"])  # fmt: skip
SEATS = st.tuples(st.sampled_from(PARTICIPANT_GROUPS), st.sampled_from(SEXES), NUMBERS)
TABLES = st.tuples(
    st.lists(FORA, max_size=5), st.lists(EVENTS, max_size=5), st.lists(ITEMS, max_size=5), st.lists(SEATS, max_size=5)
)
FILTERS = st.sampled_from([
    Scope(governorates=(NINEWA,)), Scope(governorates=(BAGHDAD, BASRA)), Scope(phases=("P1",)), Scope(donors=("DE",)),
    Scope(donors=("DE", "US")), Scope(established_by=("iom",)), Scope(districts=("IQG15Q05",)),
    Scope(date(2015, 6, 30), (NINEWA,), ("P2",), ("US",)),
])  # fmt: skip


@settings(max_examples=8, deadline=None)
@given(TABLES, FILTERS, st.integers(0, 6))
def test_laws(build: Build, tables: Tables, scope: Scope, place: int) -> None:
    """On any programme: parts over a dimension that an indicator adds over sum to the figure; a choice never raises a
    count; the line over time ends at the figure; every engine says the same."""
    fora, trainings, infrastructure, seats = tables
    held = {(event["training_id"], *seat[:2]): seat[2] for event, seat in zip(trainings, seats, strict=False)}
    attendance = [
        dict(zip(("training_id", "participant_group", "sex", "attendances"), (*k, v), strict=True))
        for k, v in held.items()
    ]
    drawn = build({"fora": fora, "trainings": trainings, "infrastructure": infrastructure, "attendance": attendance})
    on_pandas, on_polars = (Programme.of(drawn, engine) for engine in ("pandas", "polars"))
    within = on_pandas.within(replace(scope, as_of=None))
    for key, indicator in INDICATORS.items():
        by = indicator.splits[place % len(indicator.splits)]
        split, same = (measure(key, programme, by) for programme in (on_pandas, on_polars))
        assert (split.value, dict(split.parts)) == (same.value, dict(same.parts))
        assert measure(key, on_polars.within(scope)).value == measure(key, on_pandas.within(scope)).value
        whole = split.value
        assert whole is None or by not in indicator.adds_over or total(split.parts.values()) == whole
        narrow = measure(key, within).value
        if narrow and whole and not indicator.share:
            assert narrow.low <= whole.low
            assert whole.high is None or (narrow.high is not None and narrow.high <= whole.high)
            assert indicator.people or (over_time(key, on_pandas) or ((None, 0),))[-1][1] == whole.low


def test_a_published_figure_has_the_name_of_what_was_published(programme: Programme, public_record: Programme) -> None:
    """Counted from rows they are seats; what a publisher counted are people, and no page, slide or file calls them seats."""
    keys = ("attendances", "community_attendances", "workshops_held")
    assert [measure(key, programme).label for key in keys] == [
        "Attendances", "Community members' attendances", "Workshops held",
    ]  # fmt: skip
    assert [measure(key, public_record).label for key in keys] == [
        "People reached", "Community members reached", "Workshops held",
    ]  # fmt: skip


@pytest.mark.parametrize("scope", [Scope(), Scope(governorates=("IQG15",)), Scope(established_by=("police",))])
def test_a_figure_is_there_or_a_sentence_says_why_not(
    scope: Scope, programme: Programme, public_record: Programme
) -> None:
    """One of the two, never both and never neither, whatever is measured in whatever choice."""
    for within in (programme.within(scope), public_record.within(scope)):
        for key in INDICATORS:
            result = measure(key, within)
            assert bool(result.why_absent) == (result.value is None), key
            assert not result.why_absent or result.why_absent.endswith(".")
