"""Words of closed lists in other forms and languages: known ones are certain, every other is asked once."""

from itertools import product

import pytest

from community_policing.core.i18n import language
from community_policing.core.labels import label
from community_policing.core.schema import TABLES, Column, Kind
from community_policing.dataset.intake.recipe.questions import By, Questions
from community_policing.dataset.intake.recipe.readers.folding import folded
from community_policing.dataset.intake.recipe.readers.vocabulary import WORDS
from community_policing.dataset.intake.recipe.readers.words import MOST, known_words, read

LISTS = {(c.choices, c.name): c for table in TABLES.values() for c in table.columns if c.choices}
SEX, GROUP, DISPLACEMENT = (TABLES["attendance"].column(name) for name in ("sex", "participant_group", "displacement"))


@pytest.mark.parametrize("ours", WORDS)
def test_every_word(ours: str) -> None:
    """Every word means ours in every list that has it, in capitals too, and nobody has to answer."""
    columns = [column for column in LISTS.values() if ours in column.choices]
    assert columns
    for theirs, column in product(WORDS[ours], columns):
        questions = Questions()
        assert read({theirs.upper(): 1}, column, "t", questions).texts == {theirs.upper(): ours}
        assert not questions.open


def test_every_word_once() -> None:
    """No word stands twice for one of ours, and none is lost when it is folded."""
    for ours, words in WORDS.items():
        forms = [folded(word) for word in words]
        assert all(forms)
        assert len(set(forms)) == len(forms), ours


@pytest.mark.parametrize("column", LISTS.values(), ids=lambda column: f"{column.name} {column.choices[0]}")
def test_labels_and_names(column: Column) -> None:
    """Our own words stay as they are, and their labels are known."""
    assert read(dict.fromkeys(column.choices, 1), column, "t", Questions()).texts == {}
    known = known_words(column.choices, column.name, language())
    assert [known[folded(label(ours, column.name))] for ours in column.choices] == list(column.choices)


def test_case_49() -> None:
    """Labels, single letters and Arabic words of an attendance are read without an open question."""
    questions = Questions()
    assert read(dict.fromkeys(("Male", "Female", "F", "M", "أنثى"), 1), SEX, "attendance", questions).texts == {
        "Male": "men", "Female": "women", "F": "women", "M": "men", "أنثى": "women",
    }  # fmt: skip
    assert read(
        dict.fromkeys(("Police officers", "Community members", "Civil society", "CSO"), 1),
        GROUP,
        "attendance",
        questions,
    ).texts == {"Police officers": "police", "Community members": "community", "CSO": "civil_society"}
    assert read(dict.fromkeys(("IDP", "Host community", "نازح"), 1), DISPLACEMENT, "attendance", questions).texts == {
        "IDP": "displaced", "Host community": "host", "نازح": "displaced",
    }  # fmt: skip
    assert {question.by for question in questions.asked.values()} == {By.RULE}


def test_cases_02_and_74() -> None:
    """An office's Arabic words are read; a kind of event that our list lacks is asked, without a proposal."""
    questions = Questions()
    fora, trainings = TABLES["fora"], TABLES["trainings"]
    assert read({"المنظمة الدولية للهجرة": 1, "الشرطة المحلية": 1}, fora.column("established_by"), "fora", questions).texts == {
        "المنظمة الدولية للهجرة": "iom", "الشرطة المحلية": "police",
    }  # fmt: skip
    assert read({"مؤسس": 1, "مخطط له": 1}, fora.column("status"), "fora", questions).texts == {
        "مؤسس": "established", "مخطط له": "planned",
    }  # fmt: skip
    assert read({"مكتمل": 4, "ملغى": 1}, trainings.column("status"), "trainings", questions).texts == {
        "مكتمل": "completed", "ملغى": "cancelled",
    }  # fmt: skip
    kinds = {"تدريب": 2, "حملة توعية": 1, "ورشة عمل": 1, "اجتماع": 1}
    assert read(kinds, trainings.column("kind"), "trainings", questions).texts == {
        "تدريب": "training", "حملة توعية": "awareness_campaign", "ورشة عمل": "workshop",
    }  # fmt: skip
    (question,) = questions.open
    assert (question.id, question.proposed, question.rows) == ("trainings/word/kind اجتماع", "", 1)
    assert question.choices == {
        "training": "Training",
        "awareness_campaign": "Awareness campaign",
        "workshop": "Workshop",
        "": "None of them: it will be corrected in the file",
    }


def test_unknown_words_are_asked_once() -> None:
    """Forms of one word are one question with all of their rows; the answer is taken for each."""
    questions = Questions()
    texts = {"Femmes": 2, "FEMMES ": 3, "femmes": 1}
    assert read(texts, SEX, "attendance", questions).texts == {}
    (question,) = questions.open
    assert (question.id, question.rows) == ("attendance/word/sex femmes", 6)
    assert read(texts, SEX, "attendance", Questions({question.id: "women"})).texts == dict.fromkeys(texts, "women")


def test_near_words_are_proposed() -> None:
    """A slip of one letter, and a phrase with one known word in it, are proposed and asked."""
    questions = Questions()
    assert read({"Femal": 1}, SEX, "attendance", questions).texts == {"Femal": "women"}
    kind = TABLES["trainings"].column("kind")
    assert read({"دورة تعريفية للشباب": 1, "training workshop": 1}, kind, "trainings", questions).texts == {
        "دورة تعريفية للشباب": "training"
    }
    assert [question.proposed for question in questions.open] == ["women", "training", ""]


def test_a_word_can_be_no_value() -> None:
    """Where a cell may be empty, a word may be answered to say nothing; where it must be filled, it may not."""
    answer = {"attendance/word/displacement mixed": "empty", "attendance/word/sex mixed": "empty"}
    assert read({"mixed": 1}, DISPLACEMENT, "attendance", Questions(answer)).texts == {"mixed": ""}
    assert read({"mixed": 1}, SEX, "attendance", Questions(answer)).texts == {}


def test_free_texts_are_not_asked_about() -> None:
    """A column with very many unknown words is asked about the commonest ones only."""
    questions = Questions()
    texts = {f"remark {chr(97 + i % 26)}{chr(97 + i // 26)}xyz": 1 for i in range(200)}
    read(texts, Column("kind", Kind.TEXT, "", choices=("forum",)), "places", questions)
    assert len(questions.open) == MOST
