"""Unpivot: columns of counts and periods become rows."""

import pytest

from community_policing.core.schema import TABLES
from community_policing.dataset.intake.recipe.headers.count_headers import Counted
from community_policing.dataset.intake.recipe.headers.header_rows import Header
from community_policing.dataset.intake.recipe.periods import period_of
from community_policing.dataset.intake.recipe.questions import Questions
from community_policing.dataset.intake.recipe.unpivot import Wide, attendance_of, checked_totals, periods_of, wide_of
from tests.dataset.recipe.sheets import sheet


def found(table: str, text: str, **answers: str) -> tuple[Wide, Questions]:
    raw = sheet(text)
    questions = Questions(answers=dict(answers))
    cells = list(zip(*raw.rows[1:], strict=True))
    return wide_of(Header(list(raw.rows[0]), 1), cells, TABLES[table], questions), questions


def test_columns_of_group_and_sex_are_counts_and_their_total_is_not() -> None:
    wide, questions = found("trainings", "title | Police M | Police F | Total police | Total\nA | 1 | 2 | 3 | 3")
    assert (wide.counts, wide.totals) == (
        {1: Counted("police", "men"), 2: Counted("police", "women")},
        {3: Counted("police", total=True), 4: Counted(total=True)},
    )
    [question] = questions.asked.values()
    assert (question.id, question.open) == ("trainings/column/counts", False)
    assert question.sample == (("Police M", "Police, Men"), ("Police F", "Police, Women"))


def test_counts_are_left_alone_when_a_person_says_so() -> None:
    questions = Questions(answers={"trainings/column/counts": "leave_out"})
    raw = sheet("title | Police M | Police F\nA | 1 | 2")
    assert (
        wide_of(Header(list(raw.rows[0]), 1), list(zip(*raw.rows[1:], strict=True)), TABLES["trainings"], questions)
        == Wide()
    )


def test_girls_and_boys_are_asked() -> None:
    _, questions = found("trainings", "title | Men | Women | Boys | Girls\nA | 1 | 2 | 3 | 4")
    assert [question.id for question in questions.open] == ["trainings/column/counts"]


@pytest.mark.parametrize(
    ("table", "text"),
    [
        ("attendance", "training_id | participant_group | sex | attendances | Total\nE1 | police | men | 1 | 2"),
        ("fora", "name | Women | Men\nA | 1 | 2"),
        ("trainings", "title | Police | Community\nA | yes | no"),
        ("trainings", "title | Total\nA | 1"),
    ],
)
def test_these_are_no_wide_tables(table: str, text: str) -> None:
    assert found(table, text)[0] == Wide()


def test_each_count_is_a_row_and_empty_cells_are_none() -> None:
    wide = Wide({0: Counted("police", "men"), 1: Counted("police", "women"), 2: Counted("", "women", "displaced")})
    assert list(attendance_of(["٢٠", "-", "0"], wide)) == [("police", "men", "", "٢٠"), ("", "women", "displaced", "0")]


def test_a_row_that_counts_nobody_has_no_attendance() -> None:
    wide = Wide({0: Counted("police", "men"), 1: Counted("police", "women")})
    assert (list(attendance_of(["0", "-"], wide)), list(attendance_of(["", ""], wide))) == ([], [])


def test_columns_that_count_the_same_are_added() -> None:
    wide = Wide({0: Counted("", "men"), 1: Counted("", "men", aged=True)})
    assert list(attendance_of(["1,000", "٥"], wide)) == [("", "men", "", "1005")]
    assert list(attendance_of(["ten", "5"], wide)) == [("", "men", "", "ten"), ("", "men", "", "5")]


def test_totals_that_are_not_the_sum_of_their_parts_are_told() -> None:
    raw = sheet("title | Police M | Police F | Total\nA | 1 | 2 | 3\nB | 1 | 2 | 4\nC | 1 | 2 | =SUM")
    header = Header(list(raw.rows[0]), 1)
    wide = Wide({1: Counted("police", "men"), 2: Counted("police", "women")}, {3: Counted(total=True)})
    assert list(checked_totals(raw, [1, 2, 3], header, wide)) == [
        ("total_differs", 3, 3, "“Total” says 4, and its parts come to 3.", "4")
    ]


@pytest.mark.parametrize(
    ("header", "period"),
    [
        ("Sep-16", ("2016-09-01", "2016-09-30")),
        ("2016-09-01", ("2016-09-01", "2016-09-30")),
        ("أيلول ٢٠١٦", ("2016-09-01", "2016-09-30")),
        ("Q3 2016", ("2016-07-01", "2016-09-30")),
        ("2016 Q1", ("2016-01-01", "2016-03-31")),
        ("2016", ("2016-01-01", "2016-12-31")),
        ("2016-09-05", None),
        ("Phase 2", None),
        ("name", None),
    ],
)
def test_headers_of_periods(header: str, period: tuple[str, str] | None) -> None:
    assert period_of(header) == period


def test_a_target_for_each_period_that_has_one() -> None:
    wide, questions = found("targets", "indicator | Sep-16 | Q4 2016\nfora | 1 | -")
    assert questions.open == ()
    assert list(periods_of(["fora", "1", "-"], wide, TABLES["targets"])) == [
        {"target": "1", "period_starts_on": "2016-09-01", "due_on": "2016-09-30"}
    ]


def test_a_fact_for_each_period() -> None:
    wide, _ = found("facts", "indicator | 2016-09 | 2015\nfora | 1 | 2")
    assert list(periods_of(["fora", "1", "2"], wide, TABLES["facts"])) == [
        {"value": "1", "as_of": "2016-09"},
        {"value": "2", "as_of": "2015"},
    ]


def test_columns_that_count_the_same_people_twice_are_asked_and_the_first_kind_is_proposed() -> None:
    wide, questions = found("trainings", "title | Police | Community | Men | Women\nA | 3 | 4 | 5 | 2")
    [question] = questions.open
    assert (question.proposed, list(question.choices)) == (
        "participant_group",
        ["rows", "participant_group", "sex", "leave_out"],
    )
    assert question.sample == (
        ("Police", "Police, Not recorded"),
        ("Community", "Community, Not recorded"),
        ("Men", ""),
        ("Women", ""),
    )
    assert wide.counts == {1: Counted("police"), 2: Counted("community")}


def test_columns_that_may_count_the_same_people_are_asked() -> None:
    _, questions = found("trainings", "title | Police | Community | IDPs\nA | 3 | 4 | 5")
    assert [(question.id, question.proposed) for question in questions.open] == [("trainings/column/counts", "rows")]


def test_groups_of_which_one_has_no_sexes_are_certain() -> None:
    wide, questions = found("trainings", "title | Police M | Police F | Judiciary\nA | 3 | 4 | 5")
    assert (len(wide.counts), questions.open) == (3, ())
