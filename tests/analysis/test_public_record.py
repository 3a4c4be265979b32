"""The published record: statements as published, none added, none corrected; and the figures that rest on them."""

from datetime import date

import pytest

from community_policing.analysis import fact_words, public_record as record
from community_policing.core.indicators import INDICATORS
from community_policing.core.quantity import Quantity
from community_policing.measure.compute import measure, over_time
from community_policing.measure.pace import Status
from community_policing.measure.programme import Programme, Scope
from community_policing.ui.shell.markdown import escape
from tests.conftest import Build

NINEWA = "IQG15"
PUBLISHED = {
    "fora_established": Quantity.exactly(43), "fora_established_iom": Quantity.at_least(30),
    "fora_established_police": Quantity.exactly(13), "fora_planned": Quantity.exactly(4),
    "trainings_and_campaigns_held": Quantity.exactly(20), "workshops_held": Quantity.exactly(5),
    "attendances": Quantity.at_least(1100), "community_attendances": Quantity.at_least(350),
    "vehicles_handed_over": Quantity.exactly(24),
}  # fmt: skip


def test_public_record(public_record: Programme) -> None:
    """The Overview's figures as published, with their bounds and sources; what nobody published is None, never 0."""
    results = {key: measure(key, public_record) for key in INDICATORS}
    assert {key: result.value for key, result in results.items()} == dict.fromkeys(INDICATORS) | PUBLISHED
    assert all(len(results[key].row_ids) == len(results[key].source_ids) == 1 for key in PUBLISHED)
    assert {key for key, result in results.items() if result.absent} == set(INDICATORS) - set(PUBLISHED)
    assert all(result.from_facts and result.status is Status.NO_TARGET for result in results.values())


def test_nothing_by_governorate_that_was_not_published(public_record: Programme) -> None:
    """Fora per governorate were published for the planned ones only; vehicles have a number but no place."""
    split = {key: dict(measure(key, public_record, "governorate").parts) for key in INDICATORS}
    one, two = Quantity.exactly(1), Quantity.exactly(2)
    assert {key: found for key, found in split.items() if found} == {
        "fora_planned": {"IQG01": one, NINEWA: two, "IQG10": one}, "vehicles_handed_over": {"": Quantity.exactly(24)},
    }  # fmt: skip
    assert measure("fora_established", public_record, "governorate").part(NINEWA) is None
    assert measure("vehicles_handed_over", public_record, "governorate").part(NINEWA) == Quantity(0, 24)


def test_public_record_within_a_governorate(public_record: Programme) -> None:
    """A national figure is not a governorate's: there only what the rows wholly account for has an answer."""
    there = public_record.within(Scope(governorates=(NINEWA,)))
    values = {key: measure(key, there).value for key in INDICATORS}
    assert values == dict.fromkeys(INDICATORS) | {
        "fora_planned": Quantity.exactly(2),
        "vehicles_handed_over": Quantity(0, 24),
    }


def test_public_record_before_it_was_known(public_record: Programme) -> None:
    """Before the day a figure speaks of there is none, and no line is drawn through published figures."""
    earlier = public_record.within(Scope(date(2015, 6, 30)))
    assert {key: measure(key, earlier).value for key in INDICATORS} == dict.fromkeys(INDICATORS)
    assert {over_time(key, public_record) for key in INDICATORS} == {()}


def test_a_published_plan_is_not_compared_before_it_stood(drawn: Programme) -> None:
    """What was planned for the end of 2016 says nothing of 2015, when nobody had planned it yet.

    fora:
    forum_id | planned_for | phase_id
    F1       | 2016-12-31  | P2

    facts:
    fact_id | indicator                    | value | as_of      | phase_id
    X1      | cpf_planned_by_end_of_period | 1     | 2016-12-31 | P2
    """
    now = measure("fora_planned", drawn).published
    assert now is not None
    assert now.agrees
    assert measure("fora_planned", drawn.within(Scope(date(2015, 6, 30)))).published is None


def test_about_is_not_exactly(drawn: Programme) -> None:
    """A figure published as "about 30" does not disagree with 31 counted.

    trainings:
    training_id | kind
    E1          | training

    attendance:
    training_id | attendances
    E1          | 31

    facts:
    fact_id | indicator                 | value | qualifier
    X1      | people_reached_cumulative | 30    | about
    """
    published = measure("attendances", drawn).published
    assert published is None or published.agrees is not False


def test_a_fact_without_a_source(build: Build) -> None:
    """A source nobody names is no source, not a cell's emptiness."""
    fact = {"fact_id": "X", "indicator": "workshops_cumulative", "value": "5"}
    result = measure("workshops_held", Programme.of(build({"facts": [fact]}, basis="facts")))
    assert (result.value, result.row_ids, result.source_ids) == (Quantity.exactly(5), ("X",), ())


@pytest.mark.parametrize("value", ["five", "4 (was 10)", "1.1.2016"])
def test_a_fact_that_is_no_number(value: str, build: Build) -> None:
    """What is printed as words cannot be counted with: the figure is absent, and the page still stands."""
    fact = {"fact_id": "X", "indicator": "workshops_cumulative", "value": value}
    result = measure("workshops_held", Programme.of(build({"facts": [fact]}, basis="facts")))
    assert (result.value, bool(result.absent)) == (None, True)


def test_facts_in_order(programme: Programme) -> None:
    """Statements follow the dates they speak of, the programme's own apart from other agencies'."""
    assert list(record.facts(programme, ("iom",))["fact_id"]) == ["X4", "X1", "X2", "X3", "X6"]
    assert list(record.facts(programme, ("parallel", "other"))["fact_id"]) == ["X5"]


def test_table(programme: Programme) -> None:
    """A statement reads with its qualifier, its date as precisely as published, a day as a day, its source by title."""
    rows = record.table(record.facts(programme, ("iom",)), programme).set_index("Id")
    assert rows[["As of", "Figure", "Source"]].to_dict("index") == {
        "X4": {"As of": date(2016, 5, 31), "Figure": "≥ 20 persons", "Source": "Another made-up source"},
        "X1": {"As of": date(2016, 11, 30), "Figure": "≥ 3 fora", "Source": "Made up for the tests"},
        "X2": {"As of": date(2016, 11, 30), "Figure": "2 fora", "Source": "Made up for the tests"},
        "X3": {"As of": date(2016, 12, 31), "Figure": "2 fora", "Source": "Made up for the tests"},
        "X6": {"As of": "2016", "Figure": "~ 2016 spring", "Source": "Another made-up source"},
    }


@pytest.mark.parametrize(
    ("value", "unit", "shown"),
    [("1", "fora", "1 forum"),
     ("1100", "persons", "1,100 persons"), ("2.5", "percent", "2.5 percent"), ("0.5", "percent", "0.5 percent"),
     ("4 (was 10)", "signatures", "4 (was 10) signatures"), ("10²", "fora", "10² fora"), ("1,5", "percent", "1,5 percent"),
     ("9" * 40, "fora", None)],
)  # fmt: skip
def test_figures_as_printed(value: str, unit: str, shown: str | None, build: Build) -> None:
    """A figure is shown as it was published: never rounded, never read anew, and never a reason to fail."""
    drawn = Programme.of(build({"facts": [{"fact_id": "X", "indicator": "x", "value": value, "unit": unit}]}))
    figures = record.table(record.facts(drawn, ("iom",)), drawn)["Figure"]
    assert len(figures) == 1
    assert shown is None or list(figures) == [shown]


def test_marks_and_alt(programme: Programme) -> None:
    """Every dated statement is a mark of its kind; in words, the timeline says how many and from when to when."""
    rows = record.facts(programme, ("iom",))
    assert [(mark.day.isoformat(), mark.qualifier) for mark in record.marks(rows)] == [
        ("2016-05-31", "at_least"), ("2016-11-30", "at_least"), ("2016-11-30", "exact"), ("2016-12-31", "exact"),
        ("2016-12-31", "about"),
    ]  # fmt: skip
    assert record.alt(rows) == "Timeline of 5 published figures from 31 May 2016 to 31 Dec 2016."


def test_conflicts(programme: Programme, public_record: Programme) -> None:
    """Every known conflict shows all of its statements side by side; a dataset without them shows none."""
    assert record.conflicts(programme) == ()
    found = record.conflicts(public_record)
    whole = [" ".join(sentence.text for sentence in conflict.sentences) for conflict in record.known_conflicts()]
    assert [conflict.explanation for conflict in found] == whole
    assert [tuple(conflict.rows["Id"]) for conflict in found] == [each.facts for each in record.known_conflicts()]
    assert len(found) == 6
    assert all(conflict.explanation for conflict in found)


def test_a_conflict_speaks_of_what_is_shown(build: Build) -> None:
    """What is said of a conflict names only figures that stand beside it."""
    held = [{"fact_id": fact_id, "indicator": "x", "value": "1"} for fact_id in ("F003", "F017", "F018", "F019")]
    (conflict,) = record.conflicts(Programme.of(build({"facts": held})))
    assert conflict.explanation == (
        "16 counts the fora of one year. 43 is the total of all actors on 30 November 2016: 30 by IOM and 13 by "
        "local police. None may be added."
    )


def test_a_day_nobody_published(programme: Programme) -> None:
    """A figure of which only the year is known stands in the middle of it, a dated one on its day."""
    marks = record.marks(record.facts(programme, ("iom",)))
    assert [(mark.first, mark.middle, mark.day) for mark in marks[-2:]] == [
        (date(2016, 12, 31),) * 3, (date(2016, 1, 1), date(2016, 7, 1), date(2016, 12, 31)),
    ]  # fmt: skip


@pytest.mark.parametrize("key", INDICATORS)
def test_method(key: str) -> None:
    """The method page names label, definition, formula and every caveat, as inert text."""
    indicator = INDICATORS[key]
    text = record.method(indicator, escape)
    said = (indicator.label, indicator.definition, indicator.formula, *indicator.caveats)
    assert all(escape(part) in text for part in said)


def test_issues_and_places_and_sources(programme: Programme) -> None:
    """Data issues, places and sources are whole tables, with words instead of keys."""
    assert list(record.issues(programme)["Table"]) == ["targets"]
    assert record.places(programme).to_dict("records") == [
        {
            "Place": "Mosul",
            "Governorate": "Ninewa",
            "Kind": "Forum",
            "When": "October 2016",
            "Evidence": "explicit",
            "Note": "",
        }
    ]
    assert record.sources(programme)[["Title", "Published", "Id"]].to_dict("records") == [
        {"Title": "Made up for the tests", "Published": "Dec 2016", "Id": "S1"},
        {"Title": "Another made-up source", "Published": "no date", "Id": "S2"},
    ]


def test_only_what_can_be_looked_up_goes_out_unmarked(programme: Programme, public_record: Programme) -> None:
    """Facts and places whose sources all have an address are public; of a made-up dataset without them none is."""
    assert (record.public(public_record), record.public(programme)) == (True, False)


@pytest.mark.parametrize(
    ("qualifier", "value", "unit", "text"),
    [
        ("exact", "1", "fora", "1 forum"), ("exact", "43", "fora", "43 fora"), ("at_least", "500", "persons", "≥ 500 persons"),
        ("about", "1100", "persons", "~ 1,100 persons"), ("exact", "1", "building", "1 building"),
        ("exact", "7", "percent", "7 percent"),
        ("exact", "4000000", "EUR", "4,000,000 EUR"), ("", "increased", "direction", "increased"),
        ("exact", "2017-02", "date", "2017-02"),
        ("exact", "2012", "year", "2012"), ("exact", "some", "fora", "some fora"), ("exact", "5", "", "5"),
    ],
)  # fmt: skip
def test_a_figure_in_words(qualifier: str, value: str, unit: str, text: str) -> None:
    """A published figure with its qualifier and what it counts, as a whole message in the number it has."""
    assert fact_words.figure(qualifier, value, unit) == text


def test_every_subject_has_words(public_record: Programme) -> None:
    """What the public record speaks of is said by messages, so that it can be translated; units are, but for currencies."""
    rows = public_record.frames["facts"]
    assert set(rows["indicator"]) <= set(fact_words._SUBJECTS)
    assert set(rows["unit"].dropna()) - {*fact_words._COUNTED, *fact_words._DATED} == {"DKK", "EUR", "USD"}
    assert fact_words.subject("people_counted_elsewhere") == "People counted elsewhere"
