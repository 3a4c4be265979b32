"""Sheet matching: the table of a sheet by its name and its headers."""

import pytest

from community_policing.core.schema import TABLES
from community_policing.dataset.intake.recipe.headers import header_dictionary as dictionary
from community_policing.dataset.intake.recipe.headers.header_match import entries
from community_policing.dataset.intake.recipe.headers.header_rows import Header
from community_policing.dataset.intake.recipe.questions import Questions
from community_policing.dataset.intake.recipe.sheet_tables import LEAVE, by_name, is_no_table, table_of

FORA = ["forum_id", "name", "governorate", "established_by", "status"]


def of(name: str, names: list[str], *, alone: bool = True) -> tuple[str, bool]:
    """The table, and whether it is asked."""
    questions = Questions()
    return table_of(name, Header(names, 1), questions, alone=alone), bool(questions.open)


@pytest.mark.parametrize(
    ("name", "table"),
    [
        ("fora", "fora"),
        ("Fora.csv", "fora"),
        ("03_trainings_Nov-2016_final v2.csv", "trainings"),
        ("Training list", "trainings"),
        ("Forums", "fora"),
        ("التدريبات", "trainings"),
        ("تقرير المنتديات - تشرين الأول ٢٠١٦", "fora"),
        ("Equipment", "infrastructure"),
        ("Ninewa", ""),
        ("5W", ""),
        ("Sheet1", ""),
    ],
)
def test_sheets_are_named_after_tables(name: str, table: str) -> None:
    assert by_name(name) == table


def test_every_name_of_the_dictionary_is_reached() -> None:
    lost = {
        (entry, table)
        for table, line in dictionary.SHEETS.items()
        for entry in entries(line)
        if by_name(entry) != table
    }
    assert (lost, {table for table in TABLES if by_name(table) != table}) == (set(), set())


@pytest.mark.parametrize(
    ("name", "answer"), [("Summary", True), ("Lists 2", True), ("ملخص", True), ("Notes", True), ("fora", False)]
)
def test_some_names_are_those_of_no_table(name: str, answer: bool) -> None:
    assert is_no_table(name) is answer


def test_headers_tell_the_table_whatever_the_sheet_is_called() -> None:
    assert of("CPF registration 2016", FORA) == ("fora", False)


def test_a_name_that_the_headers_contradict_is_asked() -> None:
    assert of("trainings", FORA) == ("fora", True)


def test_a_single_strange_sheet_is_asked_and_one_of_several_left_out() -> None:
    assert (of("x", ["Alpha", "Beta"]), of("x", ["Alpha", "Beta"], alone=False)) == (("", True), ("", False))


def test_a_list_beside_the_tables_is_left_out() -> None:
    assert of("Lists", ["governorate", "status"], alone=False) == ("", False)


def test_columns_of_one_table_with_its_key_are_an_update_of_it() -> None:
    assert of("update", ["forum_id", "last_met_on", "members_women"]) == ("fora", False)


def test_a_wide_sheet_of_counts_is_attendance() -> None:
    assert of("x", ["training_id", "Police men", "Police women"]) == ("attendance", False)


def test_a_person_s_answer_holds_for_all_sheets_of_that_shape() -> None:
    questions = Questions()
    header = Header(["Alpha", "Beta", "Sep-16"], 1)
    table_of("x", header, questions, alone=True)
    [question] = questions.open
    assert (question.id, question.proposed) == ("sheet/Alpha | Beta", LEAVE)
    answered = Questions(answers={question.id: "facts"})
    assert table_of("y", Header(["Alpha", "Beta", "Oct-16"], 1), answered, alone=True) == "facts"


def test_a_table_that_was_given_is_not_asked() -> None:
    questions = Questions()
    assert (table_of("x", Header(["Alpha"], 1), questions, alone=True, given="fora"), questions.asked) == ("fora", {})


def test_members_of_fora_are_no_attendance() -> None:
    names = ["Gov", "Forum", "Women", "Men", "Total members"]
    assert (of("fora", names), of("x", names)) == (("fora", False), ("fora", True))
