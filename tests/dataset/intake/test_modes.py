"""Modes: a file adds rows to the release, updates rows by their key, or replaces a table or one part of it."""

import pytest

from community_policing.dataset.intake import Checked
from community_policing.dataset.intake.base import texts_of
from community_policing.dataset.load import Dataset
from tests.conftest import FIXTURE
from tests.dataset.intake.conftest import Checking

FORA = (FIXTURE / "fora.csv").read_text("utf-8").splitlines()
EVENTS = "training_id,title,kind,status,starts_on,governorate,phase_id,record\n"
E1 = (FIXTURE / "trainings.csv").read_text("utf-8").splitlines()[1]
E8 = "E8,Course,training,completed,2016-11-10,IQG08,P2,illustrative\n"
E9 = "E9,Course,training,completed,2016-11-20,IQG15,P2,illustrative\n"
MODE = "trainings/mode/rows"


def column(checked: Checked, table: str, name: str) -> list[str]:
    """The cells of a column after the file."""
    assert checked.dataset is not None, checked.issues
    return texts_of(checked.dataset.tables[table], name)


def errors(checked: Checked) -> list[tuple[str, str]]:
    """The rules broken, with their sentences."""
    return [(issue.rule, issue.message) for issue in checked.issues if issue.severity == "error"]


def test_rows_that_the_release_lacks_are_proposed_as_new_ones(checking: Checking) -> None:
    """Two events more: every choice says how many rows it adds or removes, and by name which."""
    checked = checking("trainings.csv", EVENTS + E8 + E9)
    [asked] = checked.open_questions
    assert (checked.outcome, asked.id, asked.proposed) == ("ask", MODE, "add")
    assert (
        asked.text
        == "The file has 2 rows of “Trainings, campaigns and workshops”; the release has 7. What becomes of them?"
    )
    assert dict(asked.choices) == {
        "add": "Add 2 new rows",
        "update": "Update the rows whose key the release has (0), add the others (2)",
        "replace": "Replace all of “Trainings, campaigns and workshops”: 7 rows are removed (E1, E2, E3, E4, E5 …)",
        "replace:starts_on=2016-11": "Replace all of 2016-11: no row is removed",
    }


def test_added_rows_stand_behind_those_of_the_release(checking: Checking) -> None:
    checked = checking("trainings.csv", EVENTS + E8 + E9, answers={MODE: "add"})
    assert column(checked, "trainings", "training_id") == ["E1", "E2", "E3", "E4", "E5", "E6", "E7", "E8", "E9"]
    assert column(checked, "trainings", "governorate")[-2:] == ["IQG08", "IQG15"]


def test_a_row_that_the_release_has_already_is_left_out_by_name(checking: Checking) -> None:
    """The whole of E1 once more, and E8: one row is added, and the other is told at its line."""
    header = (FIXTURE / "trainings.csv").read_text("utf-8").splitlines()[0]
    new = "E8,Course,training,completed,2016-11-10,,IQG08,,,,P2,,illustrative,S1,iom,"
    checked = checking("trainings.csv", "\n".join([header, E1, new]), answers={MODE: "add"})
    assert [(issue.rule, issue.row, issue.message) for issue in checked.issues] == [
        ("already_there", 2, "trainings.csv, line 2: the release has this row already, so it was left out.")
    ]
    assert column(checked, "trainings", "training_id") == ["E1", "E2", "E3", "E4", "E5", "E6", "E7", "E8"]


def test_a_key_with_other_values_is_never_added_twice(checking: Checking) -> None:
    taken = "E1,Another title,training,completed,2016-11-10,IQG08,P2,illustrative\n"
    checked = checking("trainings.csv", EVENTS + taken + E8, answers={MODE: "add"})
    assert (checked.outcome, errors(checked)) == (
        "refuse",
        [(
            "taken_key",
            "trainings.csv, line 2, column training_id: the release has a row with this key and other values. Choose to update, "
            "or correct the key.",
        )],
    )  # fmt: skip


def test_only_the_columns_of_the_file_are_updated(checking: Checking, dataset: Dataset) -> None:
    """F1 and F3 get new numbers of women; every other cell of the release stays."""
    checked = checking("fora.csv", "forum_id,members_women\nF1,4\nF3,2\n", answers={"fora/mode/rows": "update"})
    assert column(checked, "fora", "members_women") == ["4", "5", "2", "1", "0", "", ""]
    before = dataset.tables["fora"]
    others = [name for name in before.columns if name not in ("members_women", "row")]
    assert checked.dataset is not None
    assert checked.dataset.tables["fora"][others].equals(before[others])


def test_an_update_that_lacks_needed_columns_can_be_nothing_else(checking: Checking) -> None:
    """There is one choice, so nobody is asked; it is shown."""
    shown = next(
        each for each in checking("fora.csv", "forum_id,members_women\nF1,4\nF3,2\n").questions if each.step == "mode"
    )
    assert (shown.id, shown.by, dict(shown.choices)) == (
        "fora/mode/rows", "rule", {"update": "Update 2 rows by their keys"},
    )  # fmt: skip


def test_an_update_of_a_row_that_is_not_there_is_told_at_its_key(checking: Checking) -> None:
    checked = checking("fora.csv", "forum_id,members_women\nF1,4\nF99,2\n", answers={"fora/mode/rows": "update"})
    assert errors(checked) == [
        (
            "unknown_key",
            "fora.csv, line 3, column forum_id: the release has no row with this key, and the file lacks columns that a new row "
            "needs. Correct the key, or add the columns.",
        )
    ]


def test_an_update_with_all_columns_adds_what_is_new(checking: Checking) -> None:
    """F1 renamed in its place, F8 behind the others."""
    changed = [FORA[1].replace("Forum Baghdad 1", "Forum Baghdad One"), FORA[2].replace("F2,", "F8,")]
    text = "\n".join([FORA[0], *changed])
    checked = checking("fora.csv", text, answers={"fora/mode/rows": "update"})
    assert list(zip(column(checked, "fora", "forum_id"), column(checked, "fora", "name"), strict=True)) == [
        ("F1", "Forum Baghdad One"), ("F2", "Forum Baghdad 2"), ("F3", "Forum Mosul"), ("F4", "Forum Basra 1"),
        ("F5", "Forum Basra 2"), ("F6", "Forum Al-Qayyarah"), ("F7", "Forum Al-Khalis"), ("F8", "Forum Baghdad 2"),
    ]  # fmt: skip


def test_a_file_that_brings_every_row_again_replaces_the_table_unasked(checking: Checking) -> None:
    """Nothing is lost, so nobody has to answer; the order of the file is that of the table."""
    new = FORA[2].replace("F2,", "F8,").replace("Forum Baghdad 2", "Forum Baghdad 3")
    checked = checking("fora.csv", "\n".join([FORA[0], new, *FORA[1:]]))
    assert checked.open_questions == ()
    assert column(checked, "fora", "forum_id") == ["F8", "F1", "F2", "F3", "F4", "F5", "F6", "F7"]


def test_a_row_that_would_be_removed_is_named_and_asked(checking: Checking) -> None:
    """Six of seven fora: most likely the whole table without F7, which nobody loses unasked."""
    text = "\n".join(FORA[:-1])
    checked = checking("fora.csv", text)
    [asked] = checked.open_questions
    assert (asked.id, asked.proposed) == ("fora/mode/rows", "replace")
    assert dict(asked.choices) == {
        "add": "Add the rows with new keys (0), leave those that the release has (6)",
        "update": "Update 6 rows by their keys",
        "replace": "Replace all of “Fora”: 1 row is removed (F7)",
    }
    assert column(checking("fora.csv", text, answers={asked.id: "replace"}), "fora", "forum_id") == [
        "F1", "F2", "F3", "F4", "F5", "F6",
    ]  # fmt: skip


def test_the_rows_of_one_governorate_are_replaced_alone(checking: Checking) -> None:
    """A file of Ninewa with F3 and F8: F6, also of Ninewa, goes; the five elsewhere stay."""
    text = "\n".join([FORA[0], FORA[3], FORA[6].replace("F6,", "F8,").replace("Forum Al-Qayyarah", "Forum Sinjar")])
    checked = checking("fora.csv", text)
    [asked] = checked.open_questions
    assert asked.choices["replace:governorate=IQG15"] == "Replace all of Ninewa: 1 row is removed (F6)"
    after = checking("fora.csv", text, answers={asked.id: "replace:governorate=IQG15"})
    assert column(after, "fora", "forum_id") == ["F1", "F2", "F4", "F5", "F7", "F3", "F8"]


def test_the_rows_of_one_month_are_replaced_alone(checking: Checking) -> None:
    """A file of October: E7, of October too, goes; the six of other months stay."""
    text = EVENTS + E8.replace("2016-11", "2016-10") + E9.replace("2016-11", "2016-10")
    checked = checking("trainings.csv", text)
    [asked] = checked.open_questions
    assert asked.choices["replace:starts_on=2016-10"] == "Replace all of 2016-10: 1 row is removed (E7)"
    after = checking("trainings.csv", text, answers={asked.id: "replace:starts_on=2016-10"})
    assert column(after, "trainings", "training_id") == ["E1", "E2", "E3", "E4", "E5", "E6", "E8", "E9"]


def test_a_part_of_a_file_of_several_governorates_is_no_choice(checking: Checking) -> None:
    [asked] = checking("trainings.csv", EVENTS + E8 + E9.replace("2016-11", "2016-10")).open_questions
    assert list(asked.choices) == ["add", "update", "replace"]


def test_a_key_of_several_columns_is_named_with_all_of_them(checking: Checking, dataset: Dataset) -> None:
    """Eight rows of attendance, of which the file brings seven and another number: the eighth is named by its key."""
    lines = (FIXTURE / "attendance.csv").read_text("utf-8").splitlines()
    [asked] = checking("attendance.csv", "\n".join(lines[:-1])).open_questions
    assert asked.choices["replace"] == "Replace all of “Attendance”: 1 row is removed (E6/police/men/not_recorded)"
    again = checking("attendance.csv", f"{lines[0]}\nE6,police,men,,31\n", answers={"attendance/mode/rows": "update"})
    assert column(again, "attendance", "attendances") == ["8", "4", "8", "4", "10", "20", "6", "31"]


@pytest.mark.parametrize("mode", ["add", "update", "replace"])
def test_the_command_line_answers_for_every_table(checking: Checking, mode: str) -> None:
    """E1 to E7 are what attendance refers to: with replace the references fail, with the other two E8 is the eighth."""
    checked = checking("trainings.csv", EVENTS + E8, mode=mode)
    assert [question.id for question in checked.questions] == ["as_of/day"]
    if mode == "replace":
        assert {rule for rule, _ in errors(checked)} == {"unresolved_reference"}
    else:
        assert column(checked, "trainings", "training_id") == ["E1", "E2", "E3", "E4", "E5", "E6", "E7", "E8"]


def test_where_there_is_no_release_nothing_is_asked(checking: Checking) -> None:
    checked = checking("trainings.csv", EVENTS + E8, base=None, table="trainings")
    assert (checked.open_questions, column(checked, "trainings", "training_id")) == ((), ["E8"])
