"""Guard: names, telephones and ids of people refuse a file; where it may err it asks, and a confirmed column is read."""

from collections.abc import Mapping

import pytest

from community_policing.dataset.intake.personal import NO, YES, Guard
from community_policing.dataset.intake.recipe.questions import Question, Questions
from community_policing.dataset.intake.recipe.shape import shape_of
from community_policing.dataset.intake.refusal import Refusal
from tests.dataset.intake.conftest import Checking
from tests.dataset.recipe.sheets import sheet

WORKS = "item_id | name | kind | status | quantity | record"
ROW = "W1 | Cars | vehicle | handed_over | 2 | programme"
NO_CELL = "the cell holds {what}. Delete details of people before the file is loaded."

# header, cell, what is asked: columns that only look as if they held details of people.
DOUBTFUL = (
    ("Mobile units served", "12", "its heading"),
    ("Member organisation name", "Red Crescent", "its heading"),
    ("Name of member organisation", "Red Crescent", "its heading"),
    ("Officers by rank", "3", "its heading"),
    ("Rank", "3", "its heading"),
    ("عدد الضباط حسب الرتبة", "3", "its heading"),
    ("Photo of the venue", "venue.jpg", "its heading"),
    ("Form id number", "A-17", "its heading"),
    ("note", "Invoice 7801234567 of 2016", "a telephone number in sheet “Sheet1”, row 2, column G (note)"),
    ("note", "PO 201612345678", "a national id number in sheet “Sheet1”, row 2, column G (note)"),
    ("Invoice no", "7801234567", "a telephone number in sheet “Sheet1”, row 2, column G (Invoice no)"),
)
# header, cell: details of people, whatever anybody says of them.
CERTAIN = (
    ("Participant name", "Ali Hassan"),
    ("Full name", "Ali Hassan"),
    ("Name of participant", "Ali Hassan"),
    ("Names of members", "Ali Hassan"),
    ("Trainee names", "Ali Hassan"),
    ("First name", "Ali"),
    ("الاسم الثلاثي", "علي حسن جاسم"),
    ("ناوی سیانی", "ئازاد"),
    ("Mobile", "yes"),
    ("Mobile number", "on request"),
    ("Phone no.", "0770 123 4567"),
    ("رقم الهاتف", "٠٧٧٠١٢٣٤٥٦٧"),
    ("National ID number", "A1234567"),
    ("Passport no", "A1234567"),
    ("Date of birth", "1985-12-01"),
    ("Rank", "Captain"),
    ("Mobile units served", "0770 123 4567"),
    ("note", "call 0770 123 4567"),
    ("note", "+964 770 123 4567"),
    ("note", "a.b@c.org"),
    ("note", "198512345678"),
    ("note", "Invoice 17, a.b@c.org"),
    ("completed_on", "0770 123 4567"),
    ("members of the team", "a.b@c.org"),
)
# header, cell: nothing that is asked.
PLAIN = (
    ("note", "Invoice 17 of 2016"),
    ("note", "Tel Afar"),
    ("Place", "Tel Afar"),
    ("completed_on", "2016-11-30"),
    ("cost", "4000000"),
    ("url", "https://example.org/2016/07701234567"),
    ("Forum name", "Forum of Mosul"),
    ("Participants", "40"),
    ("phone", ""),
    ("__version__", "201611150930"),
)


def guarded(header: str, cell: str, answers: Mapping[str, str] = {}) -> list[Question]:
    """What the guard asks of a sheet of works with a column more."""
    raw, questions = sheet(f"{WORKS} | {header}\n{ROW} | {cell}"), Questions(answers)
    [read] = shape_of([raw], questions, given={"Sheet1": "infrastructure"}).reads
    Guard(questions).check(raw, read)
    return [question for question in questions.asked.values() if question.step == "personal"]


@pytest.mark.parametrize(("header", "cell", "reason"), DOUBTFUL)
def test_what_may_mean_something_else_is_asked(header: str, cell: str, reason: str) -> None:
    """The column, and the cell where one gave rise to it, are named; nothing is proposed, so somebody has to answer."""
    [asked] = guarded(header, cell)
    assert (asked.id, asked.open, asked.proposed) == (f"personal/{header}", True, "")
    assert asked.text == f"Does “{header}” hold details of single people ({reason})?"
    assert dict(asked.choices) == {NO: "No, it holds none", YES: "Yes: refuse the file and forget it"}


@pytest.mark.parametrize(("header", "cell", "reason"), DOUBTFUL)
def test_a_confirmed_column_is_read_and_another_refused(header: str, cell: str, reason: str) -> None:
    identifier = f"personal/{header}"
    [confirmed] = guarded(header, cell, {identifier: NO})
    assert (confirmed.open, confirmed.by, confirmed.answer) == (False, "person", NO)
    with pytest.raises(Refusal) as refused:
        guarded(header, cell, {identifier: YES})
    assert refused.value.rule == "personal_data"
    assert ("would hold details of people" in refused.value.problem) == (reason == "its heading")


@pytest.mark.parametrize(("header", "cell"), CERTAIN)
def test_real_details_are_refused_whatever_is_answered(header: str, cell: str) -> None:
    """The refusal names the column and quotes no cell."""
    for answers in ({}, {f"personal/{header}": NO}):
        with pytest.raises(Refusal) as refused:
            guarded(header, cell, answers)
        assert (refused.value.rule, refused.value.column, refused.value.letter) == ("personal_data", header, "G")
        assert cell not in refused.value.problem + refused.value.place


@pytest.mark.parametrize(("header", "cell"), PLAIN)
def test_what_is_no_detail_is_not_asked(header: str, cell: str) -> None:
    assert guarded(header, cell) == []


def test_one_real_telephone_among_invoices_refuses_the_column() -> None:
    """A confirmation is for what is doubtful: it covers no cell that is certain."""
    raw = sheet(f"{WORKS} | note\n{ROW} | Invoice 7801234567\n{ROW.replace('W1', 'W2')} | 0770 123 4567")
    questions = Questions({"personal/note": NO})
    [read] = shape_of([raw], questions, given={"Sheet1": "infrastructure"}).reads
    with pytest.raises(Refusal) as refused:
        Guard(questions).check(raw, read)
    assert (refused.value.row, refused.value.letter, refused.value.column) == (3, "G", "note")
    assert refused.value.problem == NO_CELL.format(what="a telephone number")
    assert refused.value.place == "sheet “Sheet1”, row 3, column G (note)"


def test_details_above_the_table_and_on_other_sheets_refuse_the_file() -> None:
    titled = sheet(f"Asked of a.b@c.org\n\n{WORKS}\n{ROW}")
    questions = Questions()
    [read] = shape_of([titled], questions, given={"Sheet1": "infrastructure"}).reads
    for raw, how in ((titled, read), (sheet("about\nask for 0770 123 4567", "Remarks"), None)):
        with pytest.raises(Refusal) as refused:
            Guard(questions).check(raw, how)
        assert refused.value.sheet == raw.name


def test_a_column_that_is_left_out_is_asked_too(checking: Checking) -> None:
    """The file is kept with its draft, whatever is left out of the table; until it is confirmed nothing can be published."""
    text = "donor_id,name,short_name,Member organisation name\nUS,United States of the tests,US,Red Crescent\n"
    first = checking("donors.csv", text, mode="update")
    assert [(question.id, question.answer) for question in first.open_questions] == [
        ("personal/Member organisation name", "")
    ]
    again = checking("donors.csv", text, mode="update", answers={"personal/Member organisation name": "no"})
    assert (again.outcome, again.open_questions) == ("warn", ())
    refused = checking("donors.csv", text, mode="update", answers={"personal/Member organisation name": "yes"})
    assert [issue.message for issue in refused.issues] == [
        "donors.csv: the column “Member organisation name” would hold details of people. Delete it, and count people instead."
    ]
    assert not (refused.draft / "upload").exists()
