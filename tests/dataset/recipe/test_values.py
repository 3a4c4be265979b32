"""Values of a column: the reader of its kind, after the words for nothing, with what the file shows elsewhere."""

import pytest
from hypothesis import given, strategies as st

from community_policing.core.schema import TABLES, Column
from community_policing.dataset import cells
from community_policing.dataset.intake.recipe.questions import By, Questions
from community_policing.dataset.intake.recipe.readers import coordinates
from community_policing.dataset.intake.recipe.readers.number_forms import Marks
from community_policing.dataset.intake.recipe.readers.ranges import range_of
from community_policing.dataset.intake.recipe.sheet import Reading
from community_policing.dataset.intake.recipe.values import Context, evidence, reading

FORA, WORKS = TABLES["fora"], TABLES["infrastructure"]
KNOWN = {"grants": {"DE-P2": (), "US-P1": ()}, "phases": {"P2": ("Phase 2",)}, "sources": {"S01": ()}}


@pytest.mark.parametrize(
    ("column", "text", "read"),
    [
        (FORA.column("established_on"), "Nov 2016", "2016-11"),
        (TABLES["grants"].column("starts_on"), "Nov 2016", "2016-11"),
        (FORA.column("members_women"), "١٬٢٠٠", "1200"),
        (TABLES["targets"].column("target"), "35%", "35"),
        (WORKS.column("cost"), "12.000,50", "12000.50"),
        (FORA.column("latitude"), "36 20.7 N", "36.345000"),
        (FORA.column("governorate"), "IQG15Q03", "IQG15"),
        (FORA.column("grants"), "DE-P2 / US-P1", "DE-P2;US-P1"),
        (FORA.column("phase_id"), "Phase 2", "P2"),
        (FORA.column("status"), "مؤسس", "established"),
        (WORKS.column("currency"), "US$", "USD"),
        (FORA.column("name"), "TBC", ""),
    ],
)
def test_each_kind_has_its_reader(column: Column, text: str, read: str) -> None:
    """A text is read as what its column holds, and words for no value are empty in every one."""
    questions = Questions()
    found = reading({text: 1, "NA": 1, "": 5}, column, "t", questions, Context(known=KNOWN))
    assert found.texts == {text: read, "NA": ""}
    assert found.notes["NA"][0] == "no_value"
    assert not questions.open


def test_indicators_by_their_label() -> None:
    """A target may name its indicator as a card does; what is nearly its name is asked, and any other text stays."""
    questions = Questions()
    texts = {"Fora established by IOM": 1, "women share of members": 1, "Fora establishd by IOM": 1, "Wells dug": 1}
    column = TABLES["targets"].column("indicator")
    assert reading(texts, column, "targets", questions).texts == {
        "Fora established by IOM": "fora_established_iom",
        "women share of members": "women_share_of_members",
        "Fora establishd by IOM": "fora_established_iom",
    }
    assert [question.rows for question in questions.open] == [1]


CHARACTERS = "0123456789٠١٢٣ .,;:/-–+*%~<>()'\"°$٫٬،TZNEQnovيتشرك\n\u200f\u200c\u00b2"


@given(st.one_of(st.text(CHARACTERS, max_size=14), st.text(max_size=10)))
def test_no_text_breaks_a_reader(text: str) -> None:
    """Whatever a cell holds, every reader gives a text that `cells.read` takes or refuses, and never fails."""
    for table in TABLES.values():
        for column in table.columns:
            read = reading({text: 1, "12": 2}, column, table.name, Questions(), Context(known=KNOWN))
            assert all(isinstance(cells.read(each, column), cells.Cell) for each in read.texts.values())
    assert coordinates.point(text) is None or len(coordinates.point(text) or ()) == 2
    assert range_of(text) is None or len(range_of(text) or ()) == 2


def test_texts_stay() -> None:
    """Names, ids and notes are left as they are."""
    for name in ("forum_id", "name", "place"):
        assert reading({"Forum 12*": 1, "2016/10/15": 1}, FORA.column(name), "fora", Questions()) == Reading()


def test_evidence_of_a_file() -> None:
    """Marks and order come from any column of numbers and dates; degrees, and orders that contradict, show nothing."""
    columns = [
        (WORKS.column("cost"), {"12.000,50": 1}),
        (WORKS.column("latitude"), {"36.35": 1}),
        (WORKS.column("agreed_on"), {"11/23/2016": 1}),
        (WORKS.column("due_on"), {"4/12/2016": 1}),
    ]
    assert evidence(columns) == (Marks(frozenset("."), frozenset(",")), "month_first")
    assert evidence([*columns, (WORKS.column("completed_on"), {"23/11/2016": 1})])[1] == ""
    assert evidence([]) == (Marks(), "")


def test_cases_84_and_85() -> None:
    """2.000 pieces beside 4.000.000 of money are 2000, and 2,000 beside 4,000,000 too, without an open question."""
    for cost, quantity in (({"12.000": 1, "4.000.000": 1}, {"2.000": 1, "1.500": 1}),
                           ({"12,000": 1, "4,000,000": 1}, {"2,000": 1, "1,500": 1})):  # fmt: skip
        marks, _ = evidence([(WORKS.column("quantity"), quantity), (WORKS.column("cost"), cost)])
        questions, context = Questions(), Context(marks=marks, comma=True)
        counts = reading(quantity, WORKS.column("quantity"), "infrastructure", questions, context)
        assert list(counts.texts.values()) == ["2000", "1500"]
        amounts = reading(cost, WORKS.column("cost"), "infrastructure", questions, context)
        assert list(amounts.texts.values()) == ["12000", "4000000"]
        assert {question.by for question in questions.asked.values()} == {By.RULE}


def test_the_context_is_used() -> None:
    """The header of a column and the order of the file's other dates reach the reader of dates."""
    date = FORA.column("established_on")
    assert reading({"2016-10-01": 1}, date, "fora", Questions(), Context(header="Month")).texts == {
        "2016-10-01": "2016-10"
    }
    assert reading({"4/12/2016": 1}, date, "fora", Questions(), Context(order="month_first")).texts == {
        "4/12/2016": "2016-04-12"
    }


def test_answers_come_back() -> None:
    """The answers in force, given as next month's recipe, leave nothing open and read the same."""
    texts = {"12*": 1, "2.000": 1, "nil": 1, "~30": 1}
    first = Questions()
    before = reading(texts, WORKS.column("quantity"), "infrastructure", first)
    assert len(first.open) == 3
    again = Questions(recipe=first.in_force)
    assert reading(texts, WORKS.column("quantity"), "infrastructure", again) == before
    assert not again.open
