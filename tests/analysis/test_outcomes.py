"""What is said of surveys, whole, on the programme that can be counted by hand (drawn in tests/conftest.py)."""

from datetime import date

from community_policing.analysis.outcomes import tables, verdicts
from community_policing.core import formats
from community_policing.measure.programme import Programme, Scope
from community_policing.measure.surveys import outcomes


def said(programme: Programme) -> list[tuple[str, ...]]:
    """Of each change: the question, the place, who was asked, what changed, and what could have been seen."""
    return [
        (each.later.question, verdicts.place(each.later), tables.people(each.later), verdicts.in_words(each), verdicts.power(each))
        for each in outcomes.changes(programme)
    ]  # fmt: skip


def test_every_change_is_said_as_far_as_its_interval_goes(programme: Programme) -> None:
    """A clear rise, rises that could be none, another wording, and a direction without a number."""
    assert said(programme) == [
        ("trust_in_police", "Baghdad", "Everybody", "more: +20 points (+8 to +31)", "could have seen 17 points"),
        ("trust_in_police", "Basra", "Everybody",
         "no difference that this survey could see: +4 points (−13 to +20)", "could have seen 24 points"),
        ("trust_in_police", "Amarah, Missan", "Everybody",
         "no difference that this survey could see: +4 points (−8 to +16)", "could have seen 18 points"),
        ("very_safe", "Baghdad", "Everybody", "not compared: the question was worded otherwise", ""),
        ("safe_after_dark", "Baghdad", "Women",
         "no difference that this survey could see: +5 points (−8 to +18)", "could have seen 23 points"),
        ("would_report_crime", "Basra", "Everybody", "↑ increased; by how much is not published", ""),
    ]  # fmt: skip


def test_the_title_counts_programme_places_and_everybody_alone(programme: Programme) -> None:
    """Two of six changes are of all people of a place with the programme, and can be compared: Missan has no programme, women are
    not everybody, and two have no number."""
    assert verdicts.headline(outcomes.changes(programme)) == (
        "People answer better in 1 of 2 comparisons of place and question, worse in 0; in 1 the survey could see no difference"
    )
    assert verdicts.against(outcomes.against_comparison(programme)) == (
        "Beside places without the programme, answers improved more in 0 of 2 comparisons and less in 0; in 2 the survey could see "
        "no difference."
    )
    assert tables.matrix(outcomes.changes(programme)).to_dict("list") == {
        "Place": ["Baghdad", "Basra"], "Feels very safe": ["–", ""], "Trusts the police": ["▲ +20", "≈ +4"],
        "Would report a crime": ["", "↑"],
    }  # fmt: skip


def test_first_against_last_is_said_of_three_waves_alone(programme: Programme) -> None:
    """The fixture has two waves: nothing is said.  Of the clear rise alone it would be one better of one."""
    assert verdicts.first_against_last(outcomes.first_to_last(programme)) == ""
    assert verdicts.first_against_last(outcomes.changes(programme)[:1]) == (
        "First wave against last, where three waves or more were asked the same: better in 1 of 1 comparisons, worse in 0; in 0 "
        "the survey could see no difference."
    )


def test_a_fall_of_what_is_feared_is_better(programme: Programme) -> None:
    """Fewer who expect violence is better, and of every other question more."""
    rise = outcomes.changes(programme)[0]
    assert verdicts.judged(rise) is verdicts.Judged.BETTER
    assert {"violence_to_increase"} == verdicts.BETTER_LOWER


def test_published_directions_stay_directions(public_record: Programme) -> None:
    """The survey of 2019: nine directions in places with the programme, three percentages of one wave, and no change in points."""
    whole = public_record.within(Scope(date(2020, 6, 30)))
    changes = outcomes.changes(whole)
    assert {verdicts.in_words(each) for each in changes} == {"↑ increased; by how much is not published"}
    assert verdicts.headline(changes) == (
        "9 directions of change are published, and no sizes: how much people's answers changed is not known"
    )
    percentages = {answer.question: answer.estimate.percent for answer in outcomes.answers(whole) if answer.estimate}
    assert percentages == {"very_safe": 7, "violence_to_increase": 53, "family_security_improved": 2}
    assert outcomes.answers(public_record) == ()  # it opens three years earlier
    assert [wave.wave for wave in outcomes.later_waves(public_record)] == ["baseline", "endline"]


def test_what_nobody_asked_is_named(programme: Programme) -> None:
    """The questions of the vocabulary without an answer."""
    assert tables.not_asked(outcomes.answers(programme)) == (
        "Not asked: Expects violence to increase; Security of the family improved; Police have a positive impact; "
        "Police treat people fairly; Victims who reported it; Dispute was resolved."
    )


def test_what_is_drawn_of_a_question_goes_out_whole(programme: Programme) -> None:
    """Both answers with their intervals, samples, words and source, and an answer that no change is of, as the chart has it."""
    found = outcomes.answers(programme)
    trust = [each for each in outcomes.changes(programme) if each.later.question == "trust_in_police"]
    rows = tables.changes_table(trust[:1], found[:1])
    assert [[cell if isinstance(cell, str) else formats.quantity(cell) for cell in row] for row in rows.to_numpy()] == [
        ["Trusts the police", "Baghdad", "Place with the programme", "Everybody", "40 %", "32 – 48 %", "200", "60 %", "52 – 68 %",
         "220", "more: +20 points (+8 to +31)", "could have seen 17 points", "Do you trust the police?", "yes", "S1"],
        ["Trusts the police", "Baghdad", "Place with the programme", "Everybody", "–", "–", "–", "40 %", "32 – 48 %", "200", "", "",
         "Do you trust the police?", "yes", "S1"],
    ]  # fmt: skip
    assert tables.answers_table(found)["95 % interval"].map(formats.quantity).tolist()[:2] == ["32 – 48 %", "52 – 68 %"]
