"""Header detection: the names of the columns at any depth, and what stands around them."""

import pytest

from community_policing.dataset.intake.recipe.headers.count_headers import counted
from community_policing.dataset.intake.recipe.headers.header_match import known
from community_policing.dataset.intake.recipe.headers.header_rows import NONE, Header, header_of
from community_policing.dataset.intake.recipe.questions import By, Questions
from community_policing.dataset.intake.recipe.sheet import RawSheet
from tests.dataset.recipe.sheets import case, sheet


def is_known(text: str) -> bool:
    return known(text) or counted(text) is not None


def header(raw: RawSheet, questions: Questions | None = None) -> Header:
    return header_of(raw, questions or Questions(), is_known)


def test_a_header_in_the_first_row_is_certain() -> None:
    questions = Questions()
    found = header(sheet("forum_id | name | governorate\nF1 | Forum 1 | Ninewa"), questions)
    assert (found, questions.open) == (Header(["forum_id", "name", "governorate"], 1), ())


def test_a_block_of_labels_and_values_is_no_header() -> None:
    found = header(
        sheet("IOM Iraq\nStatus | Draft\nDonor | Germany\n\nforum_id | name | status\nF1 | Forum 1 | planned")
    )
    assert (found.names, found.body) == (["forum_id", "name", "status"], 4)
    assert found.remarks == [("rows_above_header", 1, None, "3 rows above the header were left out.", "")]


def test_the_lowest_of_several_rows_names_the_columns_and_bands_tell_the_same_names_apart() -> None:
    found = header(sheet("training_id | Police | | Community |\n | Men | Women | Men | Women\nE1 | 1 | 2 | 3 | 4"))
    assert (found.names, found.body) == (
        ["training_id", "Police / Men", "Police / Women", "Community / Men", "Community / Women"],
        2,
    )


def test_names_above_are_taken_where_the_lowest_row_is_empty() -> None:
    found = header(
        sheet(
            "training_id | title | status | Police | | Community |\n| | | Men | Women | Men | Women\nE1 | A | x | 1 | 2 | 3 | 4"
        )
    )
    assert found.names == [
        "training_id",
        "title",
        "status",
        "Police / Men",
        "Police / Women",
        "Community / Men",
        "Community / Women",
    ]


def test_a_band_reaches_no_further_than_its_merged_cells() -> None:
    raw = sheet(" | Police | | \nname | Men | Women | Men\nA | 1 | 2 | 3")
    merged = RawSheet(raw.name, raw.rows, raw.lines, merged=[(1, 1, 1, 2)])
    assert header(merged).names == ["name", "Police / Men", "Police / Women", "Men"]


def test_a_single_band_says_who_is_counted() -> None:
    found = header(
        sheet(" | | Police | | Members | \nname | status | M | F | Women | Men\nA | planned | 1 | 2 | 3 | 4")
    )
    assert found.names == ["name", "status", "Police / M", "Police / F", "Women", "Men"]


def test_a_row_of_hashtags_is_left_out_and_handed_on() -> None:
    found = header(sheet("Code | Called | Gov\n#meta+id | #loc+name | #adm1+name\nF1 | Forum 1 | Ninewa"))
    said = "The row holds HXL tags. It was left out of the table, and its tags help to know the columns."
    assert found == Header(
        ["Code", "Called", "Gov"], 2, [("header_row", 2, None, said, "")], ["#meta+id", "#loc+name", "#adm1+name"]
    )


def test_hashtags_alone_name_the_columns() -> None:
    found = header(sheet("#meta+id | #loc+name | #adm1+name\nF1 | Forum 1 | Ninewa"))
    assert (found.names, found.tags, found.body) == (
        ["#meta+id", "#loc+name", "#adm1+name"],
        ["#meta+id", "#loc+name", "#adm1+name"],
        1,
    )


def test_a_second_row_of_labels_is_left_out_and_names_what_the_first_does_not() -> None:
    found = header(
        sheet("forum_id | name | status | q4\nForum ID | Name of forum | Which | Gov\nF1 | Forum 1 | planned | Ninewa")
    )
    assert (found.names, found.body) == (["forum_id", "name", "status", "Gov"], 2)


def test_a_row_of_units_is_left_out_and_its_currency_stays() -> None:
    found = header(sheet("name | quantity | cost\n | (number) | (USD)\nRadio | 10 | 1000"))
    assert (found.names, found.body) == (["name", "quantity", "cost (USD)"], 2)


def test_strange_headers_are_certain_in_the_first_row_above_numbers() -> None:
    questions = Questions()
    assert (header(sheet("Alpha | Beta\nx | 1\ny | 2"), questions).names, questions.open) == (["Alpha", "Beta"], ())


def test_an_uncertain_header_is_asked_with_its_rows_as_choices() -> None:
    raw = sheet("Report | of | March\nAlpha | Beta | Gamma\na | b | c")
    questions = Questions()
    header(raw, questions)
    [question] = questions.open
    assert (question.id, question.proposed) == ("header/Report | of | March", "Report | of | March")
    assert list(question.choices) == ["Report | of | March", "Alpha | Beta | Gamma", "a | b | c", NONE]
    answered = Questions(answers={question.id: "Alpha | Beta | Gamma"})
    assert (header(raw, answered).names, answered.asked[question.id].by) == (["Alpha", "Beta", "Gamma"], By.PERSON)


def test_a_sheet_without_a_header_has_numbered_columns() -> None:
    raw = sheet("F1 | Forum 1 | 2016\nF2 | Forum 2 | 2016")
    questions = Questions()
    assert (header(raw, questions).names, header(raw, questions).body, len(questions.open)) == (
        ["Column 1", "Column 2", "Column 3"],
        0,
        1,
    )


@pytest.mark.parametrize(
    ("number", "names", "body"),
    [
        (
            9,
            [
                "training_id",
                "title",
                "kind",
                "status",
                "starts_on",
                "ends_on",
                "governorate",
                "place",
                "phase_id",
                "grants",
                "record",
                "source",
            ],
            3,
        ),
        (12, ["training_id", "Police / Men", "Police / Women", "Community / Men", "Community / Women"], 2),
        (
            74,
            [
                "ت",
                "عنوان النشاط",
                "النوع",
                "الحالة",
                "تاريخ البدء",
                "تاريخ الانتهاء",
                "المحافظة / القضاء",
                "الشرطة / ذكور",
                "الشرطة / إناث",
                "المجتمع / ذكور",
                "المجتمع / إناث",
                "المجموع",
                "الممول",
                "ملاحظات",
            ],
            4,
        ),
    ],
)
def test_headers_of_the_cases_in_several_rows(number: int, names: list[str], body: int) -> None:
    questions = Questions()
    found = header(case(number)[0], questions)
    assert (found.names, found.body, questions.open) == (names, body, ())


@pytest.mark.parametrize(("number", "line"), [(1, 2), (2, 2), (7, 3), (11, 15), (57, 3), (80, 2), (88, 2), (90, 2)])
def test_the_first_row_of_the_cases(number: int, line: int) -> None:
    [raw, *_] = case(number)
    questions = Questions()
    assert (raw.lines[header(raw, questions).body], questions.open) == (line, ())
