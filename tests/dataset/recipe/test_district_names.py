"""Districts of a column: a code beside a name, a slip that is asked, and what is none."""

from community_policing.core.schema import TABLES
from community_policing.dataset.intake.recipe.questions import By, Questions
from community_policing.dataset.intake.recipe.readers.district_names import read
from community_policing.dataset.intake.recipe.sheet import Reading

COLUMN = TABLES["fora"].column("district")


def reading(*texts: str, questions: Questions | None = None) -> Reading:
    """What is made of each text, each on one row."""
    return read(dict.fromkeys(texts, 1), COLUMN, "fora", questions or Questions())


def test_known_names_need_no_reading() -> None:
    """What the cell's own reader knows has no entry and no question."""
    questions = Questions()
    assert (
        reading("Tel Keif", "قضاء تلكيف", "IQG15Q09", "IQG15Q09 Tilkaef", "", "n/a", questions=questions) == Reading()
    )
    assert not questions.asked


def test_a_code_goes_before_an_unknown_name() -> None:
    """A known code settles what a name beside it means, unless the name is another district's."""
    questions = Questions()
    read_ = reading("IQG15Q09 Nahiya X", "IQG15Q09 Sinjar", questions=questions)
    assert read_.texts == {"IQG15Q09 Nahiya X": "IQG15Q09", "IQG15Q09 Sinjar": ""}
    assert (
        read_.notes["IQG15Q09 Sinjar"][1]
        == "“IQG15Q09 Sinjar” means several districts. Keep one. The cell was left empty."
    )
    assert [(question.by, question.text) for question in questions.asked.values()] == [
        (By.RULE, "Which district is “IQG15Q09 Nahiya X”?")
    ]


def test_a_slip_is_asked() -> None:
    """A slip of a letter is a proposal among the 101 districts and none; an answer is taken."""
    questions = Questions()
    assert reading("Hamdanya", questions=questions).texts == {"Hamdanya": "IQG15Q03"}
    [question] = questions.open
    assert (question.text, question.choices["IQG15Q03"], len(question.choices)) == (
        "Which district is “Hamdanya”?", "Al-Hamdaniya, Ninewa", 102,
    )  # fmt: skip
    none = reading("Hamdanya", questions=Questions({"fora/place/district hamdanya": "none"}))
    assert (none.texts, list(none.notes)) == ({"Hamdanya": ""}, ["Hamdanya"])


def test_what_is_no_district_is_left_empty() -> None:
    """The row is kept, and the cell is named in a warning."""
    said = "“Atlantis” is not the name of a district. Write it as in geo/districts.csv, or its P-code. The cell was left empty."
    assert reading("Atlantis") == Reading({"Atlantis": ""}, {"Atlantis": ("not_a_district", said)}, {})
