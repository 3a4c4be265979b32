"""Outcomes of a programme: answers, changes and contrasts of surveys drawn in few lines, and the ways in which they go wrong."""

from datetime import date

import pytest

from community_policing.measure.programme import Programme, Scope
from community_policing.measure.survey_intervals import Estimate, How, Interval
from community_policing.measure.surveys.change import Difference, Refusal, Verdict
from community_policing.measure.surveys.outcomes import (
    Change,
    Contrast,
    against_comparison,
    answers,
    changes,
    first_to_last,
    later_waves,
    not_applied,
)
from tests.conftest import Build, Row

BASRA, NINEWA, ANBAR = "IQG02", "IQG15", "IQG01"
WAVES = (
    {"wave": "baseline", "fieldwork_from": "2016-02-01", "fieldwork_to": "2016-02-20"},
    {"wave": "midline", "fieldwork_from": "2016-06", "fieldwork_to": "2016-06"},
    {"wave": "endline", "fieldwork_to": "2016-10-31", "source": "W"},
)
SOURCES = [{"source_id": source, "title": source} for source in "ABW"]


def programme(build: Build, *estimates: Row, **endline: str) -> Programme:
    """Those estimates (the survey's and the question's cells need not be said) of one survey in three waves."""
    of_all = {"survey_id": "S", "title": "Safety", "population": "adults", "record": "illustrative"}
    waves = [of_all | wave for wave in WAVES]
    waves[-1] |= endline
    said = {
        "survey_id": "S", "question": "very_safe", "wording": "How safe?", "answer": "very safe", "governorate": BASRA,
        "community": "Here", "surveyed": "programme", "n": "300", "record": "illustrative",
    }  # fmt: skip
    return Programme.of(build({
        "sources": SOURCES, "surveys": waves,
        "estimates": [said | estimate for estimate in estimates],
    }))  # fmt: skip


def row(wave: str, percent: str, community: str = "Here", **cells: str) -> Row:
    """An estimate's cells; communities whose name begins with "Other" are compared with."""
    surveyed = "comparison" if community.startswith("Other") else "programme"
    return {"wave": wave, "percent": percent, "community": community, "surveyed": surveyed, **cells}


def points(difference: Difference | Refusal) -> float | Refusal:
    """The points to one decimal, or the refusal."""
    return difference if isinstance(difference, Refusal) else round(difference.points, 1)


def told(found: tuple[Change, ...]) -> list[tuple[object, ...]]:
    """Where, from which wave to which, and by how many points."""
    return [
        (each.later.community, each.earlier and each.earlier.wave.wave, each.later.wave.wave, points(each.difference))
        for each in found
    ]


def contrasted(found: tuple[Contrast, ...]) -> list[tuple[object, ...]]:
    """The place, what it is compared with, and by how many points it changed more."""
    return [
        (each.programme.later.community, each.comparison and each.comparison.later.community, points(each.difference))
        for each in found
    ]


def test_an_answer_whole(build: Build) -> None:
    """Everything that a reader must know of a number stands beside it."""
    whole = programme(build, row("endline", "7", sex="women", interval_low="4", interval_high="11", weighted="yes",
                                 source="A", note="few", direction="increased"))  # fmt: skip
    (found,) = answers(whole)
    assert found.estimate == Estimate(7, 300, (4, 11), weighted=True)
    assert found.interval == Interval(4, 11, How.PUBLISHED)
    assert found.sources == ("A", "W")
    assert (found.wave.title, found.wave.population) == ("Safety", "adults")
    assert (found.wave.fieldwork_from, found.wave.fieldwork_to, found.wave.to_precision) == (
        None,
        date(2016, 10, 31),
        "day",
    )
    assert (found.governorate, found.community, found.surveyed, found.sex, found.group) == (
        BASRA,
        "Here",
        "programme",
        "women",
        "",
    )
    assert (found.question, found.wording, found.answer) == ("very_safe", "How safe?", "very safe")
    assert (found.direction, found.record, found.note) == ("increased", "illustrative", "few")


def test_what_is_not_published_is_none(build: Build) -> None:
    """No n, no interval, no word on weights, no wave's source: nothing is made up."""
    found, other = answers(
        programme(
            build, row("midline", "7", n="", record="published"), row("midline", "", "There", direction="unchanged")
        )
    )
    assert (found.estimate, found.sources) == (Estimate(7, None, None, None), ())
    assert (found.wave.fieldwork_from, found.wave.fieldwork_to) == (date(2016, 6, 1), date(2016, 6, 30))
    assert (other.estimate, other.direction) == (None, "unchanged")
    assert (found.interval, other.interval) == (None, None)


def test_a_change_goes_from_wave_to_wave(build: Build) -> None:
    """In the order of the fieldwork, whatever that of the file is; each place, sex and question for itself."""
    whole = programme(
        build, row("endline", "30"), row("baseline", "20"), row("midline", "24"), row("baseline", "40", sex="women"),
        row("endline", "36", sex="women"), row("endline", "50", question="police_fair"), row("baseline", "10", "There"),
    )  # fmt: skip
    assert told(changes(whole)) == [
        ("Here", "baseline", "midline", 4), ("Here", "midline", "endline", 6), ("Here", "baseline", "endline", -4),
    ]  # fmt: skip
    assert {(each.later.sex, each.could_have_seen) for each in changes(whole)} == {("", 13), ("women", 14)}
    assert all(isinstance(each.difference, Difference) for each in changes(whole))


def test_the_first_wave_stands_against_the_last_where_three_were_asked_the_same(build: Build) -> None:
    """Two waves are compared already; a wave that was asked otherwise, or is a direction alone, is none of them."""
    three = (row("baseline", "20"), row("midline", "24"), row("endline", "30"))
    assert told(first_to_last(programme(build, *three))) == [("Here", "baseline", "endline", 10)]
    assert first_to_last(programme(build, *three).within(Scope(date(2016, 9, 1)))) == ()
    assert first_to_last(programme(build, *three[1:])) == ()
    for other in ({"wording": "How unsafe?"}, {"answer": "safe"}, {"percent": "", "direction": "increased"}):
        for changed in range(3):
            asked = [each | other if at == changed else each for at, each in enumerate(three)]
            assert first_to_last(programme(build, *asked)) == ()


def test_no_difference_is_no_proof_of_none(build: Build) -> None:
    """3 points more of 300 are none that the survey could see; it could have seen 13."""
    (found,) = changes(programme(build, row("baseline", "20"), row("endline", "23")))
    assert isinstance(found.difference, Difference)
    assert (found.difference.verdict, found.could_have_seen) == (Verdict.NO_DIFFERENCE_SEEN, 13)


def test_mean_of_percentages(build: Build) -> None:
    """10 % of 30 and 50 % of 300 are no 30 %, nor any other figure of both: two places are two answers, two changes."""
    whole = programme(
        build, row("baseline", "10", n="30"), row("baseline", "50", "There"),
        row("endline", "20", n="30"), row("endline", "55", "There"),
    )  # fmt: skip
    assert [answer.estimate.percent for answer in answers(whole)] == [10, 50, 20, 55]
    assert told(changes(whole)) == [("Here", "baseline", "endline", 10), ("There", "baseline", "endline", 5)]


def test_comparison_place_shown_as_programme_place(build: Build) -> None:
    """A comparison place is never on the programme's side, though it rose most; nor is it compared with another one."""
    whole = programme(
        build, row("baseline", "20"), row("endline", "30"), row("baseline", "20", "Other"), row("endline", "60", "Other"),
        row("baseline", "20", "Other 2"), row("endline", "21", "Other 2"),
    )  # fmt: skip
    assert contrasted(against_comparison(whole)) == [("Here", "Other", -30), ("Here", "Other 2", 9)]
    assert {each.programme.later.surveyed for each in against_comparison(whole)} == {"programme"}
    assert [(answer.community, answer.surveyed) for answer in answers(whole)[2:3]] == [("Other", "comparison")]


def test_a_place_that_became_one_of_the_programme(build: Build) -> None:
    """Compared with at the baseline, and with the programme at the end: no change of either kind."""
    assert changes(programme(build, row("baseline", "20", surveyed="comparison"), row("endline", "30"))) == ()


@pytest.mark.parametrize(
    ("cells", "refusal"),
    [
        ({"wording": "Do you feel safe?"}, Refusal.OTHER_WORDING),
        ({"wording": ""}, Refusal.OTHER_WORDING),
        ({"answer": "very safe or safe"}, Refusal.OTHER_ANSWER),
        ({"n": "", "record": "published"}, Refusal.LACKS_N),
        ({"percent": "", "n": "", "direction": "increased"}, Refusal.DIRECTION_ONLY),
    ],
)
def test_wave_against_wave_with_other_wording(cells: Row, refusal: Refusal, build: Build) -> None:
    """Another wording, another answer counted, no n, no number: both answers are shown, and no change is told."""
    later = {**row("endline", "60"), **cells}
    whole = programme(
        build, row("baseline", "20"), later, row("baseline", "20", "Other"), row("endline", "21", "Other")
    )
    assert told(changes(whole)) == [("Here", "baseline", "endline", refusal), ("Other", "baseline", "endline", 1)]
    assert contrasted(against_comparison(whole)) == [("Here", "Other", refusal)]
    assert {each.could_have_seen for each in against_comparison(whole)} == {None}


def test_another_population(build: Build) -> None:
    """Adults at the baseline, members of fora at the end: other people, whatever the columns of the estimates say."""
    rows = row("baseline", "20"), row("endline", "30")
    assert told(changes(programme(build, *rows))) == [("Here", "baseline", "endline", 10)]
    found = changes(programme(build, *rows, population="members of fora"))
    assert told(found) == [("Here", "baseline", "endline", Refusal.OTHER_PEOPLE)]


def test_a_direction_without_a_number(build: Build) -> None:
    """It is told though there is no wave before it, and it never gets a number."""
    (found,) = changes(programme(build, row("endline", "", n="", direction="increased")))
    assert (found.earlier, found.later.direction, found.difference) == (None, "increased", Refusal.DIRECTION_ONLY)
    assert against_comparison(programme(build, row("endline", "", n="", direction="increased"))) == ()


def test_two_sources_side_by_side(build: Build) -> None:
    """A's 20 to 30 and B's 22 to 30: two changes, each of its own source, and none of one source to the other."""
    whole = programme(
        build, row("baseline", "20", source="A"), row("baseline", "22", source="B"),
        row("endline", "30", source="A"), row("endline", "30", source="B"),
    )  # fmt: skip
    assert [(each.earlier.source, each.later.source, points(each.difference)) for each in changes(whole)] == [
        ("A", "A", 10), ("B", "B", 8),
    ]  # fmt: skip


def test_a_source_that_has_one_wave_alone(build: Build) -> None:
    """It is set against what the other source says of the other wave; both are named."""
    whole = programme(
        build, row("baseline", "20", source="A"), row("endline", "30", source="B"), row("baseline", "21", source="B")
    )
    assert [(each.earlier.source, each.later.source, points(each.difference)) for each in changes(whole)] == [
        ("A", "B", 10), ("B", "B", 9),
    ]  # fmt: skip


def test_which_places_are_compared_with(build: Build) -> None:
    """Those in the same governorate, each by itself; where there is none, all of the survey that were asked in both waves."""
    whole = programme(
        build, row("baseline", "20"), row("endline", "30"), row("baseline", "20", "Far", governorate=NINEWA),
        row("endline", "25", "Far", governorate=NINEWA), row("baseline", "40", "Other"), row("endline", "42", "Other"),
        row("baseline", "40", "Other 2", governorate=ANBAR), row("endline", "41", "Other 2", governorate=ANBAR),
        row("endline", "90", "Other 3"),
    )  # fmt: skip
    assert contrasted(against_comparison(whole)) == [("Here", "Other", 8), ("Far", "Other", 3), ("Far", "Other 2", 4)]
    assert [each.could_have_seen for each in against_comparison(whole)] == [19, 19, 19]


def test_nothing_to_compare_with(build: Build) -> None:
    """Another question, another sex or another wave of a comparison place is none."""
    whole = programme(
        build, row("baseline", "20"), row("endline", "30"), row("baseline", "20", "Other", question="police_fair"),
        row("endline", "30", "Other", question="police_fair"), row("baseline", "20", "Other", sex="women"),
        row("endline", "30", "Other", sex="women"), row("midline", "20", "Other"), row("endline", "30", "Other"),
    )  # fmt: skip
    assert contrasted(against_comparison(whole)) == [("Here", None, Refusal.COMPARISON_LACKING)]


def test_a_choice_of_governorates(build: Build) -> None:
    """It keeps the rows of these governorates, and never costs a place what it is compared with."""
    whole = programme(
        build, row("baseline", "20"), row("endline", "30"), row("baseline", "40", "Other", governorate=NINEWA),
        row("endline", "42", "Other", governorate=NINEWA), row("endline", "50", "Everywhere", governorate=""),
    )  # fmt: skip
    basra, ninewa = (whole.within(Scope(governorates=(each,))) for each in (BASRA, NINEWA))
    assert [answer.community for answer in answers(basra)] == ["Here", "Here"]
    assert contrasted(against_comparison(basra)) == [("Here", "Other", 8)]
    assert told(changes(ninewa)) == [("Other", "baseline", "endline", 2)]
    assert against_comparison(ninewa) == ()


def test_choices_that_surveys_cannot_follow(build: Build) -> None:
    """They do not say who pays: all is shown, and that it is."""
    whole = programme(build, row("baseline", "20"), row("endline", "30"))
    chosen = whole.within(Scope(donors=("DE",), phases=("P2",), governorates=(BASRA,)))
    assert (not_applied(chosen), not_applied(whole.within(Scope(governorates=(BASRA,))))) == (("phases", "donors"), ())
    assert told(changes(chosen)) == told(changes(whole))


def test_time_travel(build: Build) -> None:
    """On a day before the last wave was over, it has not been asked: the change is that up to the wave before."""
    whole = programme(build, row("baseline", "20"), row("midline", "24"), row("endline", "30"))
    days = {day: told(changes(whole.within(Scope(date(2016, *day))))) for day in ((10, 31), (10, 30), (6, 29))}
    to_midline = ("Here", "baseline", "midline", 4)
    assert days == {(10, 31): [to_midline, ("Here", "midline", "endline", 6)], (10, 30): [to_midline], (6, 29): []}
    early = whole.within(Scope(date(2016, 6, 29)))
    assert [wave.wave for wave in later_waves(early)] == ["midline", "endline"]
    assert later_waves(whole) == ()
