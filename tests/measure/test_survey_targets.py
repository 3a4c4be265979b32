"""Targets for survey answers: judged by the interval, for each place asked, never between waves, the country by its own answer."""

from datetime import date

import pytest

from community_policing.analysis.outcomes import targets
from community_policing.measure.programme import Programme, Scope
from community_policing.measure.surveys.targets import SurveyStatus, survey_targets
from tests.conftest import Build, Row

BAGHDAD, BASRA = "IQG08", "IQG02"


def answer(wave: str, percent: str, place: str = BAGHDAD, community: str = "Town", **cells: str) -> Row:
    said = {
        "survey_id": "S", "question": "trust_in_police", "wording": "Trust?", "answer": "yes", "surveyed": "programme", "n": "300",
        "record": "illustrative",
    }  # fmt: skip
    return said | {"wave": wave, "percent": percent, "governorate": place, "community": community} | cells


def target(baseline: str, aim: str, place: str = BAGHDAD, **cells: str) -> Row:
    of = {
        "indicator": "survey:trust_in_police",
        "governorate": place,
        "period_starts_on": "2016",
        "due_on": "2016-12-31",
    }
    return of | {"baseline": baseline, "target": aim, "record": "illustrative"} | cells


def programme(build: Build, estimates: list[Row], *of: Row) -> Programme:
    """Two waves, in February and in October of 2016."""
    about = {"survey_id": "S", "title": "Safety", "population": "adults", "record": "illustrative"}
    waves = [
        about | {"wave": "first", "fieldwork_to": "2016-02-20"},
        about | {"wave": "last", "fieldwork_to": "2016-10-31"},
    ]
    return Programme.of(build({"surveys": waves, "estimates": estimates, "targets": list(of)}))


def said(whole: Programme) -> list[tuple[str, str, SurveyStatus, str]]:
    return [(targets.where(row), targets.aim(row), row.status, targets.status(row)) for row in survey_targets(whole)]


NOT_SHOWN = "not yet shown by this survey: not all of the interval, "
RISING, FALLING = ("40", "50"), ("60", "50")


@pytest.mark.parametrize(
    ("way", "percent", "status", "words"),
    [
        (RISING, "60", SurveyStatus.REACHED, "reached: all of the interval, 53 – 67 %, is at least 50 %"),
        (RISING, "55", SurveyStatus.NOT_SHOWN, NOT_SHOWN + "48 – 62 %, is at least 50 %"),
        (RISING, "30", SurveyStatus.NOT_SHOWN, NOT_SHOWN + "24 – 37 %, is at least 50 %"),
        (FALLING, "40", SurveyStatus.REACHED, "reached: all of the interval, 33 – 47 %, is at most 50 %"),
        (FALLING, "45", SurveyStatus.NOT_SHOWN, NOT_SHOWN + "38 – 52 %, is at most 50 %"),
    ],
)  # fmt: skip
def test_only_an_interval_that_lies_beyond_reaches(
    build: Build, way: tuple[str, str], percent: str, status: SurveyStatus, words: str
) -> None:
    """Up, or down where the target is below its baseline; a percentage beyond the target is not enough."""
    whole = programme(build, [answer("first", "45"), answer("last", percent)], target(*way))
    ((_, _, found, told),) = said(whole)
    assert (found, told) == (status, words)
    (row,) = survey_targets(whole)
    assert row.first
    assert row.first.wave.wave == "first"


def test_nothing_is_projected_and_no_wave_of_another_period_is_judged(build: Build) -> None:
    """In April the first wave is judged, of a target that begins in March none is until October; a direction has no interval."""
    answers, late = [answer("first", "45"), answer("last", "60")], target(*RISING, period_starts_on="2016-03-01")
    april = Scope(date(2016, 4, 1))
    assert [status for *_, status, _ in said(programme(build, answers, target(*RISING)).within(april))] == ["not_shown"]
    assert said(programme(build, answers, late).within(april)) == [
        ("Town, Baghdad", "at least 50 %", SurveyStatus.NOT_MEASURED, "not measured between 1 Mar 2016 and 31 Dec 2016")
    ]
    direction = [answer("first", "45"), answer("last", "", direction="increased")]
    assert said(programme(build, direction, target(*RISING)))[0][2:] == (
        SurveyStatus.NO_INTERVAL, "cannot be judged: no interval is known",
    )  # fmt: skip


def test_percentages_of_places_are_never_averaged(build: Build) -> None:
    """Each place of a governorate is judged for itself; the country has no estimate until somebody asked it, and that is said."""
    places = [answer("last", "60"), answer("last", "30", community="Village"), answer("last", "70", BASRA, "Port")]
    of = (target(*RISING), target(*RISING, ""), target(*RISING, BASRA, revision="1"))
    assert [(place, status) for place, _, status, _ in said(programme(build, places, *of))] == [
        ("Iraq", "no_estimate"), ("Port, Basra", "reached"), ("Town, Baghdad", "reached"), ("Village, Baghdad", "not_shown"),
    ]  # fmt: skip
    words = said(programme(build, places, target(*RISING, "")))[0][3]
    assert words == (
        "no estimate of the whole country, and places are never averaged; there are estimates of Port, Basra; Town, Baghdad; "
        "Village, Baghdad"
    )
    national = [*places, answer("last", "60", "", "")]
    assert said(programme(build, national, target(*RISING, "")))[0][:3] == (
        "Iraq",
        "at least 50 %",
        SurveyStatus.REACHED,
    )
    chosen = programme(build, places, *of).within(Scope(governorates=(BASRA,)))
    assert [place for place, *_ in said(chosen)] == ["Port, Basra"]


def test_comparison_places_and_parts_of_people_reach_nothing(build: Build) -> None:
    """Only everybody of a place with the programme is judged."""
    others = [answer("last", "90", surveyed="comparison"), answer("last", "90", sex="women")]
    assert said(programme(build, others, target(*RISING)))[0][2:] == (
        SurveyStatus.NO_ESTIMATE,
        "not asked there by this date",
    )


def test_the_highest_revision_is_in_force(build: Build) -> None:
    """As of any target."""
    whole = programme(build, [answer("last", "60")], target(*RISING), target("40", "65", revision="1"))
    assert [(aim, status) for _, aim, status, _ in said(whole)] == [("at least 65 %", "not_shown")]


def test_the_headline_counts_what_is_shown(build: Build) -> None:
    """One of the two places."""
    whole = programme(build, [answer("last", "60"), answer("last", "30", community="Village")], target(*RISING))
    assert targets.headline(survey_targets(whole)) == "1 of 2 targets for survey answers are shown to be reached"
