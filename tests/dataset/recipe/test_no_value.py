"""Words for no value: read as empty with a warning, or asked where they may be a zero."""

import pytest

from community_policing.core.schema import TABLES, Column, Kind
from community_policing.dataset.intake.recipe.questions import By, Questions
from community_policing.dataset.intake.recipe.readers.no_value import NONE, NOT_YET, NOTHING, SIGNS, ZERO, read

COUNT = TABLES["fora"].column("members_women")
DATE = TABLES["fora"].column("established_on")
PLACE = TABLES["fora"].column("place")
KINDS = [COUNT, DATE, PLACE, TABLES["fora"].column("governorate"), TABLES["fora"].column("grants")]


def once(*texts: str) -> dict[str, int]:
    return dict.fromkeys(texts, 1)


@pytest.mark.parametrize("word", sorted({*SIGNS, *NOTHING}))
def test_every_word_for_nothing(word: str) -> None:
    """Every one is an empty cell in a column of any kind, in capitals too, with a warning that names it."""
    for column in KINDS:
        reading = read(once(word, word.upper(), "12"), column, "fora", Questions())
        assert reading.texts == dict.fromkeys((word, word.upper()), "")
        assert reading.notes[word] == (
            "no_value",
            f"“{word}” was read as no value. Empty the cell, or write what is meant.",
        )


@pytest.mark.parametrize("word", NONE)
def test_none_is_asked_in_numbers(word: str) -> None:
    """There were none, or it is not known: asked once for the column of numbers; in other columns the cell is empty."""
    questions = Questions()
    assert read(once(word, "7"), COUNT, "fora", questions).texts == {word: "0"}
    (question,) = questions.open
    assert list(question.choices) == ["0", ""]
    assert read(once(word), COUNT, "fora", Questions({question.id: ""})).texts == {word: ""}
    assert read(once(word), PLACE, "fora", Questions()).texts == {word: ""}


@pytest.mark.parametrize("word", ZERO)
def test_zero_in_words(word: str) -> None:
    """Zero in words is 0 in numbers, and any word elsewhere."""
    questions = Questions()
    assert read(once(word), COUNT, "fora", questions).texts == {word: "0"}
    assert not questions.asked
    assert read(once(word), PLACE, "fora", questions).texts == {}


@pytest.mark.parametrize("word", NOT_YET)
def test_not_yet(word: str) -> None:
    """What has not happened has no day; elsewhere the word stays."""
    assert read(once(word), DATE, "fora", Questions()).texts == {word: ""}
    assert read(once(word), PLACE, "fora", Questions()).texts == {}


def test_case_34() -> None:
    """The words of two columns of counts: empty with a warning each, and one question a column for those that may be 0."""
    questions = Questions()
    women = read(once("NA", "not available", "TBC", "لا يوجد", "#N/A"), COUNT, "fora", questions)
    men = read(once("N/A", "--", "nil", "غير متوفر", "null"), TABLES["fora"].column("members_men"), "fora", questions)
    assert women.texts == {"NA": "", "not available": "", "TBC": "", "لا يوجد": "0", "#N/A": ""}
    assert men.texts == {"N/A": "", "--": "", "nil": "0", "غير متوفر": "", "null": ""}
    assert set(women.notes) == {"NA", "not available", "TBC", "#N/A"}
    assert [(question.by, question.rows) for question in questions.asked.values()] == [(By.NOBODY, 1), (By.NOBODY, 1)]


def test_what_is_no_word_for_nothing() -> None:
    """A known id, a row's own id, a published figure and the name of a place stay."""
    donor = TABLES["grants"].column("donor_id")
    assert read(once("NA"), donor, "grants", Questions(), known=("NA",)).texts == {}
    assert read(once("NA"), donor, "grants", Questions()).texts == {"NA": ""}
    assert read(once("NA"), TABLES["fora"].column("forum_id"), "fora", Questions()).texts == {}
    assert read(once("none", "unknown"), TABLES["facts"].column("value"), "facts", Questions()).texts == {}
    assert read(once("Nadir", "Zero", "open"), PLACE, "fora", Questions()).texts == {}


def test_lists_with_a_word_for_nothing() -> None:
    """Where a list has a word for what is not recorded, that word is taken."""
    sex = TABLES["attendance"].column("sex")
    assert read(once("NA", "women"), sex, "attendance", Questions()).texts == {"NA": "not_recorded"}
    assert read(once("NA"), Column("status", Kind.TEXT, "", choices=("planned",)), "fora", Questions()).texts == {
        "NA": ""
    }
