"""As-of day: of which day a file speaks, proposed from its rows and asked where they are later than the release."""

from datetime import date

import pytest

from community_policing.dataset.intake import Checked, Metadata
from tests.dataset.intake.conftest import Checking

WORKS = "item_id,name,kind,status,quantity,completed_on,phase_id,record\n"
LATER = WORKS + "I20,Car,vehicle,handed_over,1,2016-12-15,P2,illustrative\n"
BEFORE = WORKS + "I20,Car,vehicle,handed_over,1,2016-11-15,P2,illustrative\n"


def day_of(checked: Checked) -> str:
    """The as-of day of the dataset that came of the file."""
    assert checked.dataset is not None, checked.issues
    return checked.dataset.as_of.isoformat()


def test_rows_after_the_release_ask_for_the_day(checking: Checking) -> None:
    """The release is of 30 November; an item of 15 December may be of that day, of its month, or a slip."""
    [asked] = checking("infrastructure.csv", LATER, mode="add").open_questions
    assert (asked.id, asked.proposed, asked.free) == ("as_of/day", "month_end", True)
    assert asked.text == "Of which day does the file speak? Rows after that day are errors."
    assert dict(asked.choices) == {
        "month_end": "31 Dec 2016, the end of the month of its latest row",
        "latest_day": "15 Dec 2016, the day of its latest row",
        "as_before": "30 Nov 2016, as the current release",
    }


@pytest.mark.parametrize(
    ("answer", "day"),
    [("month_end", "2016-12-31"), ("latest_day", "2016-12-15"), ("2016-12-20", "2016-12-20"), ("soon", "2016-12-31")],
)
def test_the_answer_is_a_rule_or_a_day(checking: Checking, answer: str, day: str) -> None:
    """What is no day leaves the proposal in force."""
    checked = checking("infrastructure.csv", LATER, mode="add", answers={"as_of/day": answer})
    assert (checked.open_questions, day_of(checked)) == ((), day)


def test_the_release_opens_on_the_day_that_was_chosen(checking: Checking) -> None:
    """Its rows of December are seen without anybody choosing a date."""
    checked = checking("infrastructure.csv", LATER, mode="add", answers={"as_of/day": "month_end"})
    assert checked.dataset is not None
    assert checked.dataset.opens_on.isoformat() == "2016-12-31"


def test_rows_after_the_day_that_was_chosen_are_errors(checking: Checking) -> None:
    checked = checking("infrastructure.csv", LATER, mode="add", answers={"as_of/day": "as_before"})
    assert [(issue.rule, issue.row, issue.column) for issue in checked.issues] == [("after_as_of", 2, "completed_on")]


def test_without_later_rows_the_day_of_the_release_stays(checking: Checking) -> None:
    """It is settled by rule, shown, and can be said otherwise."""
    checked = checking("infrastructure.csv", BEFORE, mode="add")
    [shown] = checked.questions
    assert (shown.id, shown.answer, shown.by, day_of(checked)) == ("as_of/day", "as_before", "rule", "2016-11-30")
    otherwise = checking("infrastructure.csv", BEFORE, mode="add", answers={"as_of/day": "2016-12-31"})
    assert day_of(otherwise) == "2016-12-31"


def test_a_day_that_was_given_is_not_asked(checking: Checking) -> None:
    checked = checking("infrastructure.csv", LATER, mode="add", about=Metadata(as_of=date(2016, 12, 16)))
    assert (checked.questions, day_of(checked)) == ((), "2016-12-16")


def test_the_first_file_speaks_of_its_latest_day(checking: Checking) -> None:
    checked = checking("infrastructure.csv", LATER, base=None)
    assert (checked.open_questions, day_of(checked)) == ((), "2016-12-15")


def test_what_is_planned_moves_no_day(checking: Checking) -> None:
    """An event planned for January and a site due in 2017 have not happened."""
    event = "training_id,title,kind,status,starts_on,governorate,phase_id,record\n"
    planned = checking(
        "trainings.csv", event + "E20,Course,training,planned,2017-01-10,IQG08,P2,illustrative\n", mode="add"
    )
    due = WORKS.replace("completed_on", "due_on") + "I20,Station,new_venue,agreed,1,2017-09-30,P2,illustrative\n"
    assert [day_of(each) for each in (planned, checking("infrastructure.csv", due, mode="add"))] == ["2016-11-30"] * 2


def test_a_month_counts_from_its_last_day(checking: Checking) -> None:
    asked = checking("infrastructure.csv", LATER.replace("2016-12-15", "2016-12"), mode="add").open_questions[0]
    assert asked.choices["latest_day"] == "31 Dec 2016, the day of its latest row"
