"""Column matching: what is certain, what is asked and what is left out."""

import pytest

from community_policing.core.schema import TABLES
from community_policing.dataset.intake.recipe.columns import Columns, Matcher
from community_policing.dataset.intake.recipe.headers.header_rows import Header
from community_policing.dataset.intake.recipe.questions import By, Questions
from community_policing.dataset.intake.recipe.sheet_tables import LEAVE


def match(table: str, headers: str, *rows: str, tags: str = "", **answers: str) -> tuple[Columns, Questions]:
    names = [name.strip() for name in headers.split("|")]
    cells = list(zip(*([cell.strip() for cell in row.split("|")] for row in rows), strict=True)) or [()] * len(names)
    questions = Questions(answers={f"{table}/column/{header}": answer for header, answer in answers.items()})
    header = Header(names, 1, tags=[tag.strip() for tag in tags.split("|")] if tags else [])
    return Matcher(TABLES[table], header, cells, questions, updates=True).columns(), questions


def open_headers(questions: Questions) -> dict[str, str]:
    return {question.column: question.proposed for question in questions.open}


def test_everyday_headers_cost_no_question_and_are_shown() -> None:
    columns, questions = match("fora", "Forum name | Gov. | Lat | Long | # women | Date of establishment")
    assert columns.targets == {
        0: "name",
        1: "governorate",
        2: "latitude",
        3: "longitude",
        4: "members_women",
        5: "established_on",
    }
    assert ({question.by for question in questions.asked.values()}, len(questions.asked)) == ({By.RULE}, 6)


def test_a_person_s_answer_goes_first() -> None:
    columns, questions = match("fora", "name | place", place="governorate", name=LEAVE)
    assert (columns.targets, questions.asked["fora/column/place"].by) == ({1: "governorate"}, By.PERSON)


def test_a_column_given_to_two_headers_is_told() -> None:
    columns, _ = match("fora", "name | place", place="name")
    assert columns.targets == {0: "name"}
    assert (
        "duplicate_column",
        None,
        None,
        "name is given to several headers: name, place. Keep one.",
        "",
    ) in columns.remarks


def test_two_headers_for_one_column_are_both_asked_and_the_first_is_proposed() -> None:
    columns, questions = match("fora", "Province | Governorate name | name", "Ninewa | Basra | A")
    assert (columns.targets, open_headers(questions)) == (
        {0: "governorate", 2: "name"},
        {"Province": "governorate", "Governorate name": LEAVE},
    )


def test_of_two_headers_for_one_column_the_filled_one_is_taken() -> None:
    columns, questions = match("fora", "Province | Governorate name", " | Basra")
    assert (columns.targets, open_headers(questions)) == ({1: "governorate"}, {})


def test_the_name_of_the_schema_goes_before_other_names() -> None:
    columns, questions = match("fora", "Province | governorate", "Ninewa | Basra")
    assert (columns.targets, open_headers(questions)) == ({1: "governorate"}, {})


def test_strange_headers_are_left_out_and_told_in_one_line() -> None:
    columns, questions = match("fora", "name | Colour | Size")
    assert (columns.targets, open_headers(questions)) == ({0: "name"}, {})
    assert columns.remarks == [
        ("columns_left_out", None, None, "2 columns are none of “Fora” and were left out: Colour, Size.", "")
    ]


def test_strange_headers_are_asked_where_they_may_be_what_lacks() -> None:
    questions = Questions()
    header = Header(["forum_id", "name", "established_by", "status", "record", "Colour", "Land", "ت"], 1)
    cells = [("F1",), ("A",), ("iom",), ("planned",), ("programme",), ("red",), ("Ninewa",), ("1",)]
    Matcher(TABLES["fora"], header, cells, questions).columns()
    assert open_headers(questions) == {"Land": LEAVE}


def test_a_slip_is_asked_with_the_column_as_proposal() -> None:
    _, questions = match("fora", "name | Goverorate")
    assert open_headers(questions) == {"Goverorate": "governorate"}


def test_a_likely_header_is_asked() -> None:
    _, questions = match("trainings", "title | Donor")
    assert open_headers(questions) == {"Donor": "grants"}


@pytest.mark.parametrize("header", ["Planned: completed on", "Est. cost", "why_late/cost", "Expected cost"])
def test_a_qualified_header_is_no_column_and_is_asked(header: str) -> None:
    columns, questions = match("infrastructure", f"name | {header}", "A | 1")
    assert (columns.targets, open_headers(questions)) == ({0: "name"}, {header: LEAVE})


def test_groups_of_an_export_are_cut_and_shown() -> None:
    columns, questions = match("fora", "g/name | p/governorate | _id | _uuid", "A | Ninewa | 1 | x")
    assert (columns.targets, open_headers(questions)) == ({0: "name", 1: "governorate"}, {})
    assert questions.asked["fora/column/g/name"].text == "Which column is “g/name” (without its group)?"


def test_groups_of_no_export_are_not_cut() -> None:
    columns, questions = match("fora", "name | old/governorate | status", "A | Ninewa | planned")
    assert (columns.targets, open_headers(questions)) == ({0: "name", 2: "status"}, {"old/governorate": LEAVE})


def test_options_of_a_question_are_never_columns() -> None:
    columns, questions = match("fora", "name | activities | activities/place | activities/status", "A | place | 1 | 0")
    assert (columns.targets, open_headers(questions)) == ({0: "name"}, {})
    said = "Columns of single options of a question were left out: activities/place, activities/status."
    assert ("columns_left_out", None, None, said, "") in columns.remarks


def test_columns_of_a_tool_are_left_out_in_one_line_without_questions() -> None:
    columns, questions = match(
        "fora",
        "name | status | start | end | _id | _status | _index | phonenumber",
        "A | planned | x | y | 1 | sent | 1 | ",
    )
    assert (columns.targets, list(questions.asked)) == (
        {0: "name", 1: "status"},
        [],
    )
    said = "Columns that the collection tool adds were left out: start, end, _id, _status, _index, phonenumber."
    assert columns.remarks == [("columns_left_out", None, None, said, "")]


def test_start_is_a_column_where_no_tool_made_the_sheet() -> None:
    columns, _ = match("trainings", "title | start | end")
    assert columns.targets == {0: "title", 1: "starts_on", 2: "ends_on"}


def test_parts_of_a_point_go_before_the_whole() -> None:
    headers = "g/gps | g/_gps_latitude | g/_gps_longitude | g/_gps_altitude | _uuid"
    columns, _ = match("fora", headers, "36 43 1 1 | 36 | 43 | 1 | x")
    assert columns.targets == {1: "latitude", 2: "longitude"}


def test_one_column_may_hold_two() -> None:
    columns, questions = match("trainings", "title | Dates | المحافظة / القضاء")
    assert columns.targets == {0: "title", 1: "starts_on+ends_on", 2: "governorate+place"}
    assert {"starts_on+ends_on", "governorate+place", LEAVE} <= set(questions.asked["trainings/column/Dates"].choices)


def test_a_code_beside_a_name_is_a_column_of_its_own() -> None:
    columns, _ = match("fora", "Governorate | Governorate P-code")
    assert columns.targets == {0: "governorate", 1: "governorate#code"}


DISTRICT_HEADERS = ["District", "Admin 2", "ADM2_EN", "القضاء", "قضاء", "قەزا"]


@pytest.mark.parametrize("header", DISTRICT_HEADERS)
def test_a_district_above_districts(header: str) -> None:
    """It holds districts where at least half of its cells are some, or it is empty; else it holds towns, as do tables without."""
    rows = {"Tel Keif | x": "district", "سنجار | x": "district", " | x": "district", "Al-Qayyarah | x": "place"}
    assert {row: match("fora", f"{header} | Beta", row)[0].targets.get(0) for row in rows} == rows
    assert match("fora", f"{header} | Beta", "Tel Keif | x", "Al-Qayyarah | x")[0].targets[0] == "district"
    assert match("facts", f"{header} | Beta", "Tel Keif | x")[0].targets[0] == "place"


def test_a_district_and_its_code() -> None:
    columns, _ = match("fora", "District | ADM2_PCODE | Town", "Tel Keif | IQG15Q09 | Batnaya")
    assert columns.targets == {0: "district", 1: "district#code", 2: "place"}


def test_hashtags_tell_columns_whose_headers_do_not() -> None:
    columns, questions = match("fora", "Alpha | Beta", tags="#loc+name | #adm1+name")
    assert (columns.targets, open_headers(questions)) == ({0: "name", 1: "governorate"}, {})


def test_hashtags_settle_what_a_header_leaves_open() -> None:
    columns, questions = match("fora", "name | Start date", tags="#loc+name | #date+established")
    assert (columns.targets, open_headers(questions)) == ({0: "name", 1: "established_on"}, {})


def test_a_currency_of_a_header_is_handed_on() -> None:
    columns, _ = match("infrastructure", "name | Cost (IQD)")
    assert (columns.targets, columns.currencies) == ({0: "name", 1: "cost"}, {1: "IQD"})


def test_a_question_shows_cells_and_its_id_is_the_header() -> None:
    _, questions = match("fora", "name | name", "A | B", "A | C")
    assert [(q.id, q.sample) for q in questions.asked.values()] == [
        ("fora/column/name", (("A", "A"),)),
        ("fora/column/name (2)", (("B", ""), ("C", ""))),
    ]
