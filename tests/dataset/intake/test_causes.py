"""Causes: one fault is told once, where it was made."""

from tests.dataset.intake.conftest import Checking

EVENTS = "training_id,title,kind,status,starts_on,governorate,phase_id,record,Police men,Police women\n"
WRONG = "E8,Course,training,completed,2016-11-34,IQG08,P2,illustrative,3,4\n"
RIGHT = "E9,Course,training,completed,2016-11-20,IQG15,P2,illustrative,5,6\n"


def test_counts_beside_an_event_say_nothing_of_its_fault(checking: Checking) -> None:
    """Two rows of attendance are made of the event with a wrong day: the day is one error, at its cell."""
    checked = checking("trainings.csv", EVENTS + WRONG + RIGHT, mode="add")
    assert checked.outcome == "refuse"
    assert [(issue.rule, issue.row, issue.column) for issue in checked.issues] == [("not_a_date", 2, "starts_on")]


def test_counts_of_a_sound_event_are_its_attendance(checking: Checking) -> None:
    checked = checking("trainings.csv", EVENTS + RIGHT, mode="add")
    assert checked.dataset is not None, checked.issues
    made = checked.dataset.tables["attendance"].tail(2)
    assert made[["training_id", "sex", "attendances"]].to_numpy().tolist() == [["E9", "men", 5], ["E9", "women", 6]]


def test_counts_of_an_event_that_is_left_out_are_told(checking: Checking) -> None:
    """Its own sheet does not hold the event: no other error says so."""
    checked = checking(
        "attendance.csv", "training_id,participant_group,sex,attendances\nE20,police,men,5\n", mode="add"
    )
    assert [(issue.rule, issue.row) for issue in checked.issues] == [("unresolved_reference", 2)]
