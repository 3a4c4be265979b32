"""Pages of a protected view: dates are chosen among those it knows, and what changed is said between two of them."""

import json
import re
from dataclasses import replace
from datetime import date

import pytest
from streamlit.testing.v1 import AppTest

from community_policing.briefing.compose.composer import BriefingRequest, compose
from community_policing.briefing.model import KINDS
from community_policing.briefing.snapshot import as_json
from community_policing.core import formats
from community_policing.core.indicators import INDICATORS
from community_policing.dataset.load import Dataset
from community_policing.measure.compute import measure
from community_policing.measure.programme import Programme, Scope
from community_policing.protect.disclosure import protect
from community_policing.protect.policy import access_policy
from community_policing.protect.rounding_secret import rounding_secret
from tests.conftest import figure
from tests.hostile import OPEN, RESTRICTED, Visit, sent
from tests.pages.test_compare import cards
from tests.pages.test_seen_as import framed


def words(test: AppTest) -> str:
    """All that is written on the page, as it is read."""
    found = (each.value for kind in (test.title, test.caption, test.markdown) for each in kind)
    return " ".join(found).replace("\\", "").replace("\N{NO-BREAK SPACE}", " ")


def test_a_day_within_a_year_is_shown_as_of_the_end_before_it() -> None:
    """The public chooses among ends of years; the address keeps the day, and one sentence says what is shown."""
    test = framed(seen_as="public", as_of="2016-08-31")
    box = test.selectbox(key="as_of-end")
    assert box.options == ["30 Nov 2016", *(f"End of {year}" for year in range(2015, 2010, -1))]
    assert box.value == date(2015, 12, 31)
    assert "This view has figures only for ends of years: instead of 31 Aug 2016 you see 31 Dec 2015." in words(test)
    box.set_value(date(2014, 12, 31)).run()
    assert test.query_params["as_of"] == "2014-12-31"
    assert test.title[0].value.replace("\\", "").startswith("Off track: 8 of IOM's 24 fora")
    assert "instead of" not in words(test)
    test.selectbox(key="seen_as").set_value("").run()
    assert test.date_input(key="as_of").value == date(2014, 12, 31)  # the same day, for who knows every day


@pytest.mark.parametrize(
    ("address", "offered"),
    [({}, ["2015", "2014", "2013", "2012"]), ({"donor": "Germany"}, ["Q3 2016", "Q2 2016", "Q1 2016", "Q4 2015"])],
)
def test_a_donor_is_told_what_changed_since_the_end_of_a_period(address: dict[str, str], offered: list[str]) -> None:
    """Of everything since ends of years, of its own grants since ends of quarters."""
    test = framed(seen_as="donor:DE", **address)
    options = [each.replace("\N{NO-BREAK SPACE}", " ") for each in test.selectbox(key="since").options]
    assert options[:4] == [f"Since the end of {period}" for period in offered]


def test_what_changed_is_the_difference_of_two_figures_on_record() -> None:
    """30 fora by IOM and 13 by local police on 30 November 2016, 24 and none at the end of 2015: 6 and 13 more, no day between."""
    test = framed(seen_as="public")
    assert "Fora established by IOM +6 · Fora established by local police +13 · Fora planned +4" in words(test)


MONTHS = "Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec"
WRITTEN = re.compile(rf"(?:\b\d{{1,2}} )?\b(?:{MONTHS})[a-z]* \d{{4}}\b|\b\d{{4}}-\d{{2}}-\d{{2}}\b")
QUARTERS = re.compile(r"\bQ[1-4] \d{4}\b|\d{4}, quarter [1-4]|\bby (?:month|quarter)\b")
PROMISED = {"Target", "Before it was revised"}  # what is due, and from when, is promised in public


def public_days(dataset: Dataset) -> set[str]:
    """The days that everybody may read: of the dataset, of its facts and sources, phases, what is due and what a target asks;
    and the ends of years, which say as of when something is shown."""
    tables, rules = dataset.tables, access_policy()
    days = {dataset.as_of, dataset.opens_on, rules.decided_on, *(date(year, 12, 31) for year in range(2010, 2018))}
    spans = ["starts_on", "ends_on"]
    columns = {"facts": ["as_of"], "sources": ["published_on"], "phases": spans, "grants": spans,
               "targets": ["period_starts_on", "due_on"], "infrastructure": ["due_on"]}  # fmt: skip
    for name, wanted in columns.items():
        days |= {day.date() for column in wanted for day in tables[name][column].dropna()}
    written = {formats.day(day, known_as) for day in days for known_as in ("day", "month")}
    return {text.replace("\N{NO-BREAK SPACE}", " ") for text in written} | {day.isoformat() for day in days}


def days_of_points(tab: AppTest) -> set[str]:
    """The names of what is drawn whose hover writes the day of each mark."""
    traces = [trace for chart in tab.get("plotly_chart") for trace in json.loads(chart.proto.spec)["data"]]
    return {trace.get("name", "") for trace in traces if "%{x|" in str(trace.get("hovertemplate"))}


def read(held: bytes) -> str:
    """The texts of a message or a file."""
    text = held.decode("utf-8", "replace").replace("\\u00a0", " ").replace("\N{NO-BREAK SPACE}", " ")
    return re.sub(r'"(?:x|tickvals|range|x0|x1)":\[?[^\]}]*', "", text)  # where marks stand is no text


@pytest.mark.parametrize("role", ["public", "donor"])
def test_no_date_is_finer_than_the_view_knows(role: str, dataset: Dataset, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every text of every page, hidden parts, hovers and files among them: years, for a donor quarters of its own; else only
    the days that everybody may read."""
    visit = Visit(RESTRICTED[role], monkeypatch)
    visit.show(dataset)
    allowed = public_days(dataset)
    for page in OPEN:
        tab, seen = visit.open(page), 0
        for held in (*sent(tab), *(content for _, content in visit.given("csv-"))):
            text = read(held)
            assert set(WRITTEN.findall(text)) <= allowed, page
            # those of whole surveys are told by quarter to everybody: without their order no change is one
            assert role == "donor" or page == "outcomes" or not QUARTERS.findall(text), page
            seen += len(WRITTEN.findall(text))
        assert seen >= 2, page  # as of when, and who decided the protection
        assert days_of_points(tab) <= PROMISED, page


@pytest.mark.parametrize("role", ["public", "donor", "field"])
def test_what_compare_says_is_the_difference_of_two_figures_of_that_role(
    role: str, dataset: Dataset, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Both figures of a card are what that role sees at those two ends, and the difference is theirs."""
    visit = Visit(RESTRICTED[role], monkeypatch)
    visit.show(dataset)
    tab = visit.open("compare")
    days = [tab.selectbox(key=f"{key}-end").value for key in ("earlier", "later")]
    guard = access_policy().guard(RESTRICTED[role])
    assert guard is not None
    view = Programme.of(protect(dataset, guard, rounding_secret()))
    assert all(view.within(Scope(day)).as_of == day for day in days)
    shown, checked = cards(tab), 0
    for key in (
        "fora_established_iom",
        "fora_established_police",
        "fora_planned",
        "vehicles_handed_over",
        "workshops_held",
    ):
        a, b = (figure(key, view, day.isoformat()) for day in days)
        difference, both = shown[INDICATORS[key].label]
        assert both == f"{a:.0f} → {b:.0f}"
        assert difference == (f"+{b - a:.0f}" if b > a else f"−{a - b:.0f}" if a > b else "0")
        checked += 1
    assert checked == 5


@pytest.mark.parametrize("role", ["public", "donor", "field"])
def test_two_choices_are_two_views_of_that_role(
    role: str, dataset: Dataset, programme: Programme, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two donors side by side on one day that both views know: each figure is the one that role sees when it filters by that
    donor, so that nothing is told by the difference that the filters do not tell."""
    visit = Visit(RESTRICTED[role], monkeypatch)
    visit.show(dataset)
    tab = visit.open("compare", {"kind": "donor", "a": "US", "b": "DE", "as_of": "2016-08-31"})
    guard = access_policy().guard(RESTRICTED[role])
    assert guard is not None
    view = Programme.of(protect(dataset, guard, rounding_secret()))
    two = [view.within(Scope(date(2016, 8, 31), donors=(donor,))) for donor in ("US", "DE")]
    day = min(each.as_of for each in two)
    shown, names = cards(tab), programme.names("donors", "short_name")
    for key in ("fora_established_iom", "workshops_held", "attendances", "vehicles_handed_over"):
        each = [measure(key, one.within(replace(one.scope, as_of=day))).value for one in two]
        told = " · ".join(f"{names[d]} {formats.quantity(value)}" for d, value in zip(("US", "DE"), each, strict=True))
        assert shown[INDICATORS[key].label][1] == told
    assert all(formats.day(day) in words(tab) or one.as_of == day for one in two)


def test_a_donors_slides_speak_of_periods(dataset: Dataset, programme: Programme) -> None:
    """Every text of every slide of a donor's briefing, notes among them; waves of surveys by the ends of their quarters."""
    waves = [day.date() for day in dataset.tables["surveys"]["fieldwork_to"].dt.to_period("Q").dt.end_time]
    allowed = public_days(dataset) | {day.isoformat() for day in waves}
    for scope in (Scope(), Scope(donors=("US",))):
        made = compose(programme.within(scope), BriefingRequest("donor", "donor", slides=tuple(KINDS)))
        texts = re.sub(r'"points":\[\[.*?\]\]', "", as_json(made).replace("\N{NO-BREAK SPACE}", " "))
        assert set(WRITTEN.findall(texts)) <= allowed | ({"30 Sep 2016", "2016-09-30"} if scope.donors else set())
