"""References by name: exact names and other spellings of an id are certain, near ones are asked."""

import pytest

from community_policing.core.schema import TABLES
from community_policing.dataset.intake.recipe.questions import By, Questions
from community_policing.dataset.intake.recipe.readers.name_index import COUNTRIES, ORDINALS, PHASE, phase_number
from community_policing.dataset.intake.recipe.readers.references import MOST, read

DONORS = {
    "US": ("United States Department of State", "US Department of State"),
    "DE": ("Germany, Federal Foreign Office", "Germany"),
}
PHASES = {"P1": ("Phase 1",), "P2": ("Phase 2",)}
FORA = {"007": ("Forum Tal Keif",), "CPF-92": ("Forum Hamdaniya",), "CPF-93": ("Forum Hamdaniya",)}
DONOR, PHASE_ID = TABLES["grants"].column("donor_id"), TABLES["grants"].column("phase_id")
FORUM = TABLES["trainings"].column("forum_id")


def test_exact_names_are_certain() -> None:
    """The name of a row is its id, in any case and in our languages, and nobody has to answer."""
    questions = Questions()
    texts = dict.fromkeys(("DE", "germany", "ألمانيا", "أمريكا", "US Department of State"), 1)
    assert read(texts, DONOR, "grants", questions, known=DONORS).texts == {
        "germany": "DE", "ألمانيا": "DE", "أمريكا": "US", "US Department of State": "US",
    }  # fmt: skip
    assert [(question.id, question.by, question.rows) for question in questions.asked.values()] == [
        ("grants/reading/donor_id names", By.RULE, 4)
    ]
    as_ids = Questions({"grants/reading/donor_id names": "ids"})
    assert read(texts, DONOR, "grants", as_ids, known=DONORS).texts == {}


@pytest.mark.parametrize("group", COUNTRIES, ids=lambda group: group[0])
def test_every_country(group: tuple[str, ...]) -> None:
    """Each name of a country means the donor that goes by any other name of it."""
    others = dict.fromkeys(group[1:], 1)
    assert read(others, DONOR, "grants", Questions(), known={group[0]: ()}).texts == dict.fromkeys(others, group[0])
    assert read({group[0]: 1}, DONOR, "grants", Questions(), known={"D9": (group[1],)}).texts == {group[0]: "D9"}


@pytest.mark.parametrize(("number", "word"), [(group[0], word) for group in ORDINALS for word in group])
def test_every_number_of_a_phase(number: str, word: str) -> None:
    """A phase is numbered in digits, Roman numerals or words, with any word for a phase beside it."""
    for phase in PHASE:
        assert phase_number(f"{phase} {word}") == number
    assert phase_number(word) == number


def test_phases() -> None:
    """Phases by their number; two numbers, or none, name no phase."""
    texts = dict.fromkeys(("Phase 2", "PHASE II", "phase2", "2", "المرحلة الثانية", "قۆناغی یەکەم", "Ph. 1"), 1)
    assert read(texts, PHASE_ID, "grants", Questions(), known=PHASES).texts == {
        "Phase 2": "P2", "PHASE II": "P2", "phase2": "P2", "2": "P2", "المرحلة الثانية": "P2", "قۆناغی یەکەم": "P1", "Ph. 1": "P1",
    }  # fmt: skip
    assert phase_number("Phase 1 and 2") == phase_number("Phase") == phase_number("Project 2") == ""


def test_ids_keep_their_zeros() -> None:
    """007 stays, and a spelling of it that a spreadsheet makes is it."""
    questions = Questions()
    assert read({"007": 1, "7": 1, "cpf 92": 1}, FORUM, "trainings", questions, known=FORA).texts == {
        "7": "007",
        "cpf 92": "CPF-92",
    }
    assert not questions.open


def test_near_names_are_asked() -> None:
    """A slip, or a part of one name only, is a proposal; the name of two rows is not."""
    questions = Questions()
    texts = {"Forum Tal Kief": 3, "Tal Keif": 1, "Forum Hamdaniya": 1, "CPF-99": 1}
    assert read(texts, FORUM, "trainings", questions, known=FORA).texts == {"Forum Tal Kief": "007", "Tal Keif": "007"}
    assert [(q.id, q.proposed, q.rows) for q in questions.open] == [
        ("trainings/word/forum_id forum tal kief", "007", 3),
        ("trainings/word/forum_id tal keif", "007", 1),
        ("trainings/word/forum_id forum hamdaniya", "", 1),
    ]
    answered = Questions({"trainings/word/forum_id forum tal kief": "CPF-92"})
    assert read({"Forum Tal Kief": 3}, FORUM, "trainings", answered, known=FORA).texts == {"Forum Tal Kief": "CPF-92"}


def test_unknown_ids_are_left() -> None:
    """An id that nobody knows stays for the check of references; so does every text where nothing is known."""
    questions = Questions()
    assert read({"CPF-99": 1, "": 1}, FORUM, "trainings", questions, known=FORA).texts == {}
    assert read({"Germany": 1}, DONOR, "grants", questions, known={}).texts == {}
    assert not questions.asked


def test_many_near_names_are_not_all_asked() -> None:
    """Not more questions are asked about a column than a person would answer."""
    known = {f"F{i}": (f"The forum of village {chr(97 + i % 26) * 3}{chr(97 + i // 26) * 3}",) for i in range(100)}
    texts = {names[0].removeprefix("The forum of "): 1 for names in known.values()}
    questions = Questions()
    read(texts, FORUM, "trainings", questions, known=known)
    assert len(questions.open) == MOST
