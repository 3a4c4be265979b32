"""How finely a protected view knows time: its dates, what it compares and what it says of change (the fixture, by hand)."""

from dataclasses import replace
from datetime import date

import pytest

from community_policing.analysis import grain_wording
from community_policing.analysis.targets import rows as standing, wording
from community_policing.analysis.training import calendar as schedule
from community_policing.briefing.compose.composer import BriefingRequest, compose
from community_policing.briefing.model import Table
from community_policing.briefing.snapshot import frozen
from community_policing.core import palette
from community_policing.core.indicators import INDICATORS, STATES_OF_FORA
from community_policing.core.protection_level import ProtectionLevel, last_end, period_end, period_ends
from community_policing.dataset.load import Dataset, load
from community_policing.measure.compute import measure, over_time
from community_policing.measure.programme import Programme, Scope
from community_policing.measure.result import EARLIER
from community_policing.protect.disclosure import protect
from community_policing.ui.charts.calendar import calendar
from tests.briefing.test_compose import block, cells, slide
from tests.conftest import ROOT

SECRET = bytes(range(32))
GUARDS = {
    "public": ProtectionLevel(own_grants=()),
    "donor": ProtectionLevel(own_grants=("US",)),
    "field": ProtectionLevel(own_governorates=("IQG08",)),
}
SCOPES = (
    Scope(),
    Scope(governorates=("IQG08",)),
    Scope(governorates=("IQG08", "IQG15")),
    Scope(donors=("US",)),
    Scope(phases=("P2",)),
)
DAYS = tuple(
    map(
        date.fromisoformat,
        ("2013-02-01", "2014-06-02", "2015-12-31", "2016-03-31", "2016-08-31", "2016-10-30", "2016-11-30"),
    )
)
COUNTS = tuple(
    key for key, indicator in INDICATORS.items()
    if not (indicator.persons or indicator.share or key in STATES_OF_FORA)  # these are told for one day: see below
)  # fmt: skip


PROTECTED: dict[str, Programme] = {}  # by role, of the one fixture


def seen(dataset: Dataset, role: str, scope: Scope) -> Programme:
    if role not in PROTECTED:
        PROTECTED[role] = Programme.of(protect(dataset, GUARDS[role], SECRET))
    return PROTECTED[role].within(scope)


@pytest.mark.parametrize("role", GUARDS)
def test_what_is_counted_is_true_on_the_day_it_is_shown_for(role: str, dataset: Dataset, programme: Programme) -> None:
    """Whatever day is asked for: a protected view shows a day on which each figure is the recorded one, and names that day."""
    compared = 0
    for scope in SCOPES:
        for day in DAYS:
            shown = seen(dataset, role, replace(scope, as_of=day))
            truth = programme.within(replace(scope, as_of=shown.as_of))
            for key in COUNTS:
                a, b = measure(key, shown).value, measure(key, truth).value
                assert (a and a.low) == (b and b.low), (key, scope, day, shown.as_of)
                compared += 1
    assert compared == len(SCOPES) * len(DAYS) * len(COUNTS)


@pytest.mark.parametrize("role", GUARDS)
def test_states_of_fora_are_those_on_record_or_not_told(role: str, dataset: Dataset, programme: Programme) -> None:
    """On the dataset's own day whoever looks counts the same fora as active, dormant and not met yet; on an earlier one, of which
    protected days say too little, nobody who sees no rows is told."""
    for scope in SCOPES:
        for key in STATES_OF_FORA:
            now, then = (measure(key, seen(dataset, role, replace(scope, as_of=day))) for day in (DAYS[-1], DAYS[-3]))
            assert (now.value, then.absent) == (measure(key, programme.within(scope)).value, EARLIER), (key, scope)


@pytest.mark.parametrize(
    ("role", "scope", "grain", "shown"),
    [
        ("public", Scope(), "year", "2015-12-31"),
        ("public", Scope(donors=("US",)), "year", "2015-12-31"),
        ("donor", Scope(), "year", "2015-12-31"),
        ("donor", Scope(donors=("US",)), "quarter", "2016-06-30"),
        ("donor", Scope(donors=("DE",)), "year", "2015-12-31"),
        ("donor", Scope(donors=("DE", "US")), "year", "2015-12-31"),
        ("field", Scope(), "quarter", "2016-06-30"),
        ("field", Scope(governorates=("IQG08",)), "day", "2016-08-31"),
        ("field", Scope(governorates=("IQG08", "IQG15")), "quarter", "2016-06-30"),
    ],
)
def test_the_grain_is_that_of_the_coarsest_row_in_the_choice(
    role: str, scope: Scope, grain: str, shown: str, dataset: Dataset
) -> None:
    """Years; quarters where all that was chosen is the donor's own, or for a field office; days in its own governorates."""
    view = seen(dataset, role, replace(scope, as_of=date(2016, 8, 31)))
    assert (view.grain, view.as_of.isoformat()) == (grain, shown)


def test_one_grant_of_a_donor_does_not_open_the_others(dataset: Dataset) -> None:
    """Chosen is the donor, so that all its grants have to be one's own."""
    guard = ProtectionLevel(own_grants=("US-P1",))
    view = Programme.of(protect(dataset, guard, SECRET)).within(Scope(donors=("US",)))
    assert view.grain == "year"


def test_the_grain_of_one_place_is_not_that_of_the_country(dataset: Dataset) -> None:
    """A governorate's own target is looked up while the country is shown: that changes nothing for the country."""
    country = seen(dataset, "field", Scope())
    assert replace(country, scope=Scope(governorates=("IQG08",))).grain == "day"
    assert country.grain == "quarter"


def test_what_was_published_keeps_its_dates(public_record: Programme) -> None:
    """A record of published figures is the same for everybody."""
    view = Programme.of(protect(public_record.dataset, GUARDS["public"], SECRET)).within(Scope(date(2016, 8, 31)))
    assert (view.grain, view.as_of) == ("day", date(2016, 8, 31))


def test_periods_end_where_the_calendar_says() -> None:
    """Leap days, ends themselves, and the first and the last day of a year."""
    assert [period_end(date(2016, 2, 29), each) for each in ("day", "quarter", "year")] == [
        date(2016, 2, 29), date(2016, 3, 31), date(2016, 12, 31),
    ]  # fmt: skip
    assert [last_end(date(2016, 1, 1), each) for each in ("day", "quarter", "year")] == [
        date(2016, 1, 1), date(2015, 12, 31), date(2015, 12, 31),
    ]  # fmt: skip
    assert last_end(date(2016, 12, 31), "quarter") == last_end(date(2016, 12, 31), "year") == date(2016, 12, 31)
    assert period_ends(date(2016, 4, 1), date(2016, 12, 30), "quarter") == (date(2016, 6, 30), date(2016, 9, 30))
    assert period_ends(date(2016, 4, 1), date(2016, 12, 30), "year") == ()


def test_the_days_offered_are_ends_and_the_datasets_own(dataset: Dataset) -> None:
    """Years up to the last whole one, and 30 November 2016, for which everything is recorded."""
    assert seen(dataset, "public", Scope()).ends(date(2013, 2, 1)) == (
        date(2013, 12, 31), date(2014, 12, 31), date(2015, 12, 31), date(2016, 11, 30),
    )  # fmt: skip


def test_another_day_than_the_one_asked_for_is_told(dataset: Dataset) -> None:
    """One sentence, and none where the day is known."""
    told = [
        grain_wording.snapped(seen(dataset, role, Scope(date(2016, 8, 31), donors=("US",)))).replace(
            "\N{NO-BREAK SPACE}", " "
        )
        for role in ("public", "donor")
    ]
    assert told == [
        "This view has figures only for ends of years: instead of 31 Aug 2016 you see 31 Dec 2015.",
        "This view has figures only for ends of quarters: instead of 31 Aug 2016 you see 30 Jun 2016.",
    ]
    assert grain_wording.snapped(seen(dataset, "public", Scope(date(2015, 12, 31)))) == ""


def test_what_ran_over_time_stands_at_the_ends_of_periods(dataset: Dataset) -> None:
    """Two fora at the end of 2014 and of 2015, three on 30 November 2016: no step within a year."""
    assert over_time("fora_established_iom", seen(dataset, "public", Scope())) == (
        (date(2013, 12, 31), 1.0), (date(2014, 12, 31), 2.0), (date(2015, 12, 31), 2.0), (date(2016, 11, 30), 3.0),
    )  # fmt: skip


@pytest.mark.parametrize("role", ["public", "donor"])
def test_no_pace_is_read_from_dates_that_were_moved(role: str, dataset: Dataset) -> None:
    """No gain a month, none needed, no projection, in any place; a status goes by what is due by now, or by the calendar."""
    view = seen(dataset, role, Scope())
    rows = standing.with_targets([measure(key, view) for key in INDICATORS])
    paced = [row for row in rows if row.pace]  # of women's share the public is told nothing
    assert len(paced) >= 5
    for row in paced:
        assert row.pace is not None
        assert (row.pace.seen, row.pace.needed, row.pace.projected, row.pace.dated) == (None, None, None, False)
        assert "month" not in wording.in_words(row)
    assert "Dates are known by year only" in grain_wording.no_pace(view)


def test_a_briefing_for_donors_looks_back_to_the_end_of_a_period(dataset: Dataset, programme: Programme) -> None:
    """Between the end of 2015 and 30 November 2016: one forum more of IOM's (F2 and F3 came, F4 closed), one of the police's,
    three events, seven vehicles."""
    made = compose(programme, BriefingRequest("donor", "donor", slides=("answer", "since")))
    since = slide(made, "since")
    table = block(since, Table)
    assert [head.replace("\N{NO-BREAK SPACE}", " ") for head in table.heads[1:3]] == ["31 Dec 2015", "30 Nov 2016"]
    assert since.headline.startswith("2 more fora on 30 Nov 2016 than on 31 Dec 2015")
    found = {row[0]: row[1:] for row in cells(table)}
    assert found["Fora established by IOM"] == ("2", "3", "+1")
    assert found["Fora established by local police"] == ("0", "1", "+1")
    assert found["Vehicles handed over"] == ("0", "7", "+7")


def test_a_briefing_of_a_day_that_donors_do_not_know_is_of_the_end_before_it(programme: Programme) -> None:
    """It says so on its first slide, and is held against no briefing of such a day."""
    asked = BriefingRequest("donor", "donor", slides=("answer", "since"))
    made = compose(programme.within(Scope(date(2016, 8, 31))), asked)
    assert made.as_of_text.replace("\N{NO-BREAK SPACE}", " ") == "31 Dec 2015"
    assert "instead of 31 Aug 2016 you see 31 Dec 2015" in slide(made, "answer").subtitle.replace(
        "\N{NO-BREAK SPACE}", " "
    )
    early = replace(frozen(made, "somebody"), as_of="2016-08-31")
    later = compose(programme, replace(asked, previous=early))
    assert slide(later, "since").subtitle.endswith("the previous briefing covers another selection")


def test_a_mark_lies_on_its_side_of_the_date(dataset: Dataset) -> None:
    """Of E5, planned for 2016, and of what was held in 2016 only the year is known: the plan is drawn after 30 November."""
    view = seen(dataset, "public", Scope())
    drawn = calendar(schedule.events(view), date(2014, 1, 1), view.as_of, palette.LIGHT, view.grain)
    marks = [
        (trace["marker"]["symbol"].endswith("-open"), day)
        for trace in drawn["data"]
        if trace["marker"]["symbol"]
        for day in trace["x"]
    ]
    assert [day > "2016-11-30" for planned, day in marks if planned] == [True]
    assert [day < "2016-11-30" for planned, day in marks if not planned] == [True] * 4


def test_what_may_belong_to_a_choice_is_never_dated_away() -> None:
    """At the end of every quarter: what a donor is told of its own grants holds what is recorded within its bounds, also where a
    row does not say who paid and is therefore known by its year alone."""
    recorded = load(ROOT / "data" / "demonstration")
    recorded_whole = Programme.of(recorded)
    seen_by_donor = Programme.of(protect(recorded, ProtectionLevel(own_grants=("DE",)), SECRET))
    for day in period_ends(date(2015, 1, 1), recorded.as_of, "quarter"):
        scope = Scope(day, donors=("DE",))
        for key in COUNTS:
            shown, known = (measure(key, whole.within(scope)).value for whole in (seen_by_donor, recorded_whole))
            assert shown is not None
            assert known is not None
            assert shown.low <= known.low, (key, day)
            assert shown.high is None or (known.high is not None and known.high <= shown.high), (key, day)
