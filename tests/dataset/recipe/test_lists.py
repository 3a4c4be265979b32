"""Lists in one cell: read as several ids only where every part is known."""

import pytest

from community_policing.core.schema import TABLES
from community_policing.dataset.intake.recipe.questions import By, Questions
from community_policing.dataset.intake.recipe.readers.lists import read

GRANTS = TABLES["fora"].column("grants")
KNOWN = {"DE-P2": ("Strengthening Community Policing in Iraq", "Germany"), "US-P1": ("Promoting Human Rights", "US")}


@pytest.mark.parametrize(
    "text",
    ["DE-P2, US-P1", "DE-P2 / US-P1", "DE-P2\nUS-P1", "DE-P2 & US-P1", "DE-P2 US-P1", "DE-P2 + US-P1", "DE-P2،US-P1",
     "DE-P2 and US-P1", "DE-P2 و US-P1", "de-p2 ; us-p1", "DE-P2؛ US-P1", "DE-P2, US-P1, DE-P2"],
)  # fmt: skip
def test_known_parts(text: str) -> None:
    """Whatever parts known ids, they are a list, each once, and nobody has to answer."""
    questions = Questions()
    assert read({text: 1}, GRANTS, "fora", questions, known=KNOWN).texts == {text: "DE-P2;US-P1"}
    assert {question.by for question in questions.asked.values()} <= {By.RULE}


@pytest.mark.parametrize("text", ["DE-P2, XX-9", "DE-P2 XX-9", "XX-9", "", "DE-P2", "-"])
def test_unknown_parts(text: str) -> None:
    """One unknown part leaves the whole cell as it is, and so does one known id."""
    assert read({text: 1}, GRANTS, "fora", Questions(), known=KNOWN).texts == {}


def test_our_own_mark_asks_nothing() -> None:
    """Ids with `;` between them are what the column holds."""
    questions = Questions()
    assert read({"DE-P2;US-P1": 4}, GRANTS, "fora", questions, known=KNOWN).texts == {}
    assert not questions.asked


def test_an_id_with_a_mark_in_it_is_one() -> None:
    """A known id is never split; a person can say that cells hold one id each."""
    known = {"DE/P2": (), "DE": (), "P2": ()}
    assert read({"DE/P2": 1}, GRANTS, "fora", Questions(), known=known).texts == {}
    whole = Questions({"fora/reading/grants list": "whole"})
    assert read({"DE-P2, US-P1": 1}, GRANTS, "fora", whole, known=KNOWN).texts == {}


def test_donors_of_case_74() -> None:
    """Donors by name stand for their grant where it is the only one of that name."""
    questions = Questions()
    texts = {"ألمانيا": 3, "ألمانيا / أمريكا": 1, "أمريكا": 1}
    assert read(texts, GRANTS, "trainings", questions, known=KNOWN).texts == {
        "ألمانيا": "DE-P2", "ألمانيا / أمريكا": "DE-P2;US-P1", "أمريكا": "US-P1",
    }  # fmt: skip
    assert not questions.open
    two = {**KNOWN, "DE-P3": ("Third phase", "Germany")}
    assert read({"Germany": 1}, GRANTS, "trainings", questions, known=two).texts == {}
    assert [question.proposed for question in questions.open] == [""]
