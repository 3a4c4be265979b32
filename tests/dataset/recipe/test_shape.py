"""Shaping: the case files become tables, with exactly the questions that an office has to answer."""

import pytest

from community_policing.dataset.intake.recipe.questions import Questions
from community_policing.dataset.intake.recipe.shape import Shape, shape_of
from community_policing.dataset.intake.recipe.sheet import Origin, RawSheet, Shaped
from tests.dataset.recipe.sheets import case, sheet

FORUM = "forum_id | name | governorate | established_by | status | established_on | phase_id | record"


def shaped(*sheets: RawSheet, answers: dict[str, str] | None = None) -> tuple[Shape, list[str]]:
    """The tables of the sheets with the ids of the questions that are open."""
    questions = Questions(answers=answers or {})
    shape = shape_of(sheets, questions)
    shape.with_ids()
    return shape, [question.id for question in questions.open]


def table_rows(table: Shaped, *columns: str) -> list[tuple[str, ...]]:
    return list(zip(*(table.columns[column] for column in columns), strict=True))


@pytest.mark.parametrize(
    ("number", "table", "rows", "open_questions"),
    [
        (1, "fora", 2, []),
        (2, "fora", 2, []),
        (3, "fora", 2, []),
        (5, "fora", 2, []),
        (7, "fora", 2, []),
        (9, "trainings", 2, []),
        (11, "fora", 2, []),
        (12, "attendance", 8, []),
        (14, "targets", 8, []),
        (15, "infrastructure", 2, []),
        (17, "attendance", 2, []),
        (18, "fora", 2, []),
        (19, "trainings", 2, []),
        (46, "fora", 4, []),
        (63, "attendance", 2, []),
        (68, "trainings", 2, []),
        (72, "trainings", 2, []),
        (78, "fora", 6, []),
        (79, "infrastructure", 2, []),
        (80, "facts", 2, []),
        (88, "fora", 2, []),
        (
            90,
            "infrastructure",
            2,
            ["infrastructure/column/Planned: completed on", "infrastructure/column/Est. cost"],
        ),
    ],
)
def test_each_case_is_its_table_with_these_questions(
    number: int, table: str, rows: int, open_questions: list[str]
) -> None:
    shape, asked = shaped(*case(number))
    assert (next(iter(shape.tables)), len(shape.tables[table].origins), asked) == (table, rows, open_questions)


def test_kobo_columns_are_read_without_their_groups() -> None:
    shape, _ = shaped(*case(1))
    assert table_rows(shape.tables["fora"], "forum_id", "latitude", "longitude", "members_men") == [
        ("CPF-91", "36.49", "43.12", "12"),
        ("CPF-92", "36.27", "43.37", "11"),
    ]


def test_an_office_s_arabic_month_gives_trainings_and_attendance() -> None:
    shape, asked = shaped(*case(74))
    attendance, trainings = shape.tables["attendance"], shape.tables["trainings"]
    ids = trainings.columns["training_id"]
    assert table_rows(attendance, "training_id", "participant_group", "sex", "attendances")[:4] == [
        (ids[0], "police", "men", "18"),
        (ids[0], "police", "women", "3"),
        (ids[0], "community", "men", "10"),
        (ids[0], "community", "women", "6"),
    ]
    assert (len(set(ids)), len(attendance.origins), set(attendance.columns["training_id"])) == (
        5,
        16,
        {*ids} - {ids[3]},
    )
    assert trainings.origins[0] == attendance.origins[0] == Origin("التدريبات", 6)
    assert asked == ["trainings/column/الممول", "trainings/value/phase_id"]


def test_a_5w_row_is_a_training_and_its_attendance() -> None:
    shape, asked = shaped(*case(57))
    trainings, attendance = shape.tables["trainings"], shape.tables["attendance"]
    assert table_rows(trainings, "title", "governorate", "starts_on") == [
        ("Community policing awareness session", "Ninewa IQG15", "2016-11-06")
    ]
    assert table_rows(attendance, "sex", "attendances") == [("men", "20"), ("women", "12")]
    assert "trainings/column/counts" in asked  # boys become men: nobody decides that unasked


def test_the_currency_of_a_header_is_that_of_every_row() -> None:
    shape, _ = shaped(*case(79))
    assert table_rows(shape.tables["infrastructure"], "cost", "currency") == [("1000", "USD"), ("2000", "USD")]


def test_sheets_named_after_governorates_are_one_table_and_give_their_names() -> None:
    header = "forum_id | name | established_by | status | established_on | phase_id | record"
    first = sheet(f"{header}\nF1 | A | iom | established | 2016-10-01 | P2 | programme", "Ninewa")
    second = sheet(f"{header}\nF2 | B | iom | established | 2016-10-01 | P2 | programme", "البصرة")
    summary = sheet("Governorate | Fora\nNinewa | 1\nBasra | 1", "Summary")
    shape, asked = shaped(first, second, summary)
    assert table_rows(shape.tables["fora"], "forum_id", "governorate") == [("F1", "Ninewa"), ("F2", "البصرة")]
    assert (list(shape.tables), asked) == (["fora"], [])
    assert ("Summary", ("unknown_table", None, None, "“Summary” is no table and was left out.", "")) in shape.remarks


def test_columns_of_one_sheet_only_are_empty_in_the_rows_of_the_other() -> None:
    first = sheet(f"{FORUM}\nF1 | A | Ninewa | iom | established | 2016-10-01 | P2 | programme", "North")
    second = sheet(
        f"{FORUM} | place\nF2 | B | Basra | iom | established | 2016-10-01 | P2 | programme | Zubayr", "South"
    )
    shape, _ = shaped(first, second)
    assert table_rows(shape.tables["fora"], "forum_id", "place") == [("F1", ""), ("F2", "Zubayr")]


def test_repeat_groups_belong_to_the_row_that_they_name() -> None:
    events = sheet(
        "training_id | title | kind | status | starts_on | governorate | phase_id | record | _index | _uuid\n"
        "E1 | A | training | completed | 2016-10-01 | Ninewa | P2 | programme | 1 | a\n"
        "E2 | B | training | completed | 2016-10-02 | Ninewa | P2 | programme | 2 | b",
        "events",
    )
    seats = sheet(
        "participant_group | sex | attendances | _index | _parent_table_name | _parent_index\n"
        "police | men | 5 | 1 | events | 2\npolice | women | 3 | 2 | events | 2\npolice | men | 7 | 3 | events | 1",
        "participants",
    )
    shape, asked = shaped(events, seats)
    assert table_rows(shape.tables["attendance"], "training_id", "sex", "attendances") == [
        ("E2", "men", "5"),
        ("E2", "women", "3"),
        ("E1", "men", "7"),
    ]
    assert asked == []


def test_ids_are_made_of_what_stays_the_same() -> None:
    header = "name | governorate | established_by | status | established_on | phase_id | record"
    first, _ = shaped(
        sheet(
            f"{header}\nTal Keif | Ninewa | iom | planned | | P2 | programme\nZubayr | Basra | iom | planned | | P2 | programme",
            "fora",
        )
    )
    later, asked = shaped(sheet(f"{header}\nZUBAYR | البصرة | police | established | 2016 | P2 | programme", "fora"))
    assert later.tables["fora"].columns["forum_id"] == first.tables["fora"].columns["forum_id"][1:]
    assert asked == []
    refused, _ = shaped(
        sheet(f"{header}\nA | Basra | iom | planned | | P2 | programme", "fora"),
        answers={"fora/value/forum_id": "leave_out"},
    )
    assert "forum_id" not in refused.tables["fora"].columns


def test_one_value_for_all_rows_is_asked_and_taken() -> None:
    header = "item_id | name | kind | quantity | cost | phase_id | record"
    raw = sheet(f"{header}\nW1 | A | vehicle | 1 | 100 | P2 | programme", "infrastructure")
    shape, asked = shaped(raw)
    works = shape.tables["infrastructure"]
    assert (asked, table_rows(works, "status", "currency")) == (
        ["infrastructure/value/status", "infrastructure/value/currency"],
        [("completed", "USD")],
    )
    answers = {"infrastructure/value/status": "agreed", "infrastructure/value/currency": "IQD"}
    shape, asked = shaped(raw, answers=answers)
    assert (asked, table_rows(shape.tables["infrastructure"], "status", "currency")) == ([], [("agreed", "IQD")])


def test_an_office_s_rows_are_the_programme_s_unless_a_person_says_otherwise() -> None:
    header = "forum_id | name | governorate | established_by | status | planned_for"
    raw = sheet(f"{header}\nF1 | A | Ninewa | iom | planned | 2017", "fora")
    shape, asked = shaped(raw)
    assert (asked, shape.tables["fora"].columns["record"]) == ([], ["programme"])
    shape, _ = shaped(raw, answers={"fora/value/record": "published"})
    assert shape.tables["fora"].columns["record"] == ["published"]


def test_references_are_the_choices_of_a_value() -> None:
    header = "training_id | title | kind | status | starts_on | governorate | record"
    raw = sheet(f"{header}\nE1 | A | training | planned | 2016-10-01 | Ninewa | programme", "trainings")
    questions = Questions()
    shape_of([raw], questions, references={"phases": {"P1": "Phase 1", "P2": "Phase 2"}})
    [asked] = questions.open
    assert (asked.id, asked.choices, asked.proposed, asked.free) == (
        "trainings/value/phase_id",
        {"P1": "Phase 1", "P2": "Phase 2"},
        "P2",
        True,
    )
    assert asked.text == "No column holds “Phase”. Which value do all rows have?"


def test_rows_that_update_others_need_only_the_columns_they_have() -> None:
    questions = Questions()
    shape = shape_of(case(76), questions, updates=lambda table: "forum_id" in table.columns)
    assert (list(shape.tables["fora"].columns), questions.open) == (
        ["forum_id", "last_met_on", "members_women", "members_men"],
        (),
    )


def test_next_month_s_file_of_the_same_shape_asks_nothing() -> None:
    first = Questions()
    shape_of(case(74), first)
    second = Questions(recipe=first.in_force)
    shape_of(case(74), second)
    assert second.open == ()


def test_the_date_of_a_planned_forum_is_the_one_it_is_planned_for() -> None:
    raw = sheet(
        "forum_id | name | governorate | established_by | status | Date of establishment | record\n"
        "F1 | A | Ninewa | iom | established | 2016-10-01 | programme\n"
        "F2 | B | Ninewa | iom | planned | 2016-12-01 | programme",
        "fora",
    )
    shape, asked = shaped(raw)
    assert table_rows(shape.tables["fora"], "established_on", "planned_for") == [("2016-10-01", ""), ("", "2016-12-01")]
    assert asked == []
    exact = sheet(
        "\n".join(" | ".join(row) for row in raw.rows).replace("Date of establishment", "established_on"), "fora"
    )
    assert "planned_for" not in shaped(exact)[0].tables["fora"].columns


def test_counts_beside_events_are_asked_where_another_sheet_holds_attendance() -> None:
    events = sheet(
        "training_id | title | kind | status | starts_on | governorate | phase_id | record | Police M | Police F\n"
        "E1 | A | training | completed | 2016-10-01 | Ninewa | P2 | programme | 3 | 4",
        "trainings",
    )
    seats = sheet(
        "training_id | participant_group | sex | attendances\nE1 | police | men | 3\nE1 | police | women | 4",
        "attendance",
    )
    shape, asked = shaped(events, seats)
    assert (table_rows(shape.tables["attendance"], "sex", "attendances"), asked) == (
        [("men", "3"), ("women", "4")],
        ["trainings/column/counts"],
    )
