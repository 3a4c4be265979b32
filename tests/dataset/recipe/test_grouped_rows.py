"""Grouped rows: a value that stands once for several rows reaches each of them."""

from dataclasses import replace

from community_policing.core.schema import TABLES
from community_policing.dataset.intake.recipe.grouped_rows import filled_down, sections, split_numbers, unmerged
from community_policing.dataset.intake.recipe.headers.header_rows import Header
from community_policing.dataset.intake.recipe.questions import Questions
from community_policing.dataset.intake.recipe.sheet import RawSheet
from tests.dataset.recipe.sheets import sheet

FORA = TABLES["fora"]
GROUPED = sheet("governorate | name | members_men\nNinewa | A | 1\n | B | 2\n | C | 3\nBasra | D | 4\n | E | 5")
TARGETS = {0: "governorate", 1: "name", 2: "members_men"}


def header(raw: RawSheet) -> Header:
    return Header(list(raw.rows[0]), 1)


def column(raw: RawSheet, position: int) -> list[str]:
    return [row[position] for row in raw.rows[1:]]


def test_text_of_merged_cells_is_that_of_each_row() -> None:
    questions = Questions()
    merged = replace(GROUPED, merged=[(2, 4, 0, 0), (5, 6, 0, 0)])
    found = unmerged(merged, header(merged), questions, FORA)
    assert (column(found, 0), questions.open) == (["Ninewa", "Ninewa", "Ninewa", "Basra", "Basra"], ())
    refused = unmerged(merged, header(merged), Questions(answers={"fora/rows/merged": "leave_out"}), FORA)
    assert column(refused, 0) == ["Ninewa", "", "", "Basra", ""]


def test_a_merged_number_is_never_repeated_and_told() -> None:
    merged = replace(GROUPED, merged=[(2, 3, 2, 2)])
    assert unmerged(merged, header(merged), Questions(), FORA) is merged
    [(rule, line, position, _, cell)] = split_numbers(merged, [1, 2, 3, 4, 5], TARGETS)
    assert (rule, line, position, cell) == ("merged_cells", 2, 2, "1")


def test_one_cell_over_several_columns_is_told() -> None:
    merged = replace(GROUPED, merged=[(3, 3, 1, 2)])
    assert [remark[:3] for remark in split_numbers(merged, [1, 2, 3], TARGETS)] == [("merged_cells", 3, 1)]
    assert list(split_numbers(merged, [1, 3], TARGETS)) == []


def test_empty_cells_below_a_filled_one_are_asked() -> None:
    questions = Questions()
    found = filled_down(GROUPED, range(1, 6), FORA, TARGETS, questions)
    assert column(found, 0) == ["Ninewa", "Ninewa", "Ninewa", "Basra", "Basra"]
    assert [question.id for question in questions.open] == ["fora/reading/governorate below"]


def test_a_cell_that_was_forgotten_is_no_group() -> None:
    raw = sheet("governorate | name\nNinewa | A\n | B\nNinewa | C\nNinewa | D")
    questions = Questions()
    assert (filled_down(raw, range(1, 5), FORA, {0: "governorate", 1: "name"}, questions), questions.asked) == (raw, {})


def test_ditto_marks_mean_what_stands_above() -> None:
    raw = sheet('governorate | name\nNinewa | A\n" | B\nditto | C')
    questions = Questions()
    found = filled_down(raw, range(1, 4), FORA, {0: "governorate", 1: "name"}, questions)
    assert (column(found, 0), questions.open) == (["Ninewa", "Ninewa", "Ninewa"], ())


def test_headings_of_governorates_give_them_to_the_rows_below() -> None:
    raw = sheet("No | name\nNinewa\n1 | A\n2 | B\nمحافظة البصرة\n1 | C")
    headings, found = sections(raw, header(raw), FORA, {1: "name"}, Questions())
    assert (headings, found) == (frozenset({1, 4}), {2: "Ninewa", 3: "Ninewa", 5: "محافظة البصرة"})


def test_headings_say_nothing_where_a_column_does() -> None:
    raw = sheet("governorate | name\nNinewa\nBasra | A")
    assert sections(raw, header(raw), FORA, {0: "governorate", 1: "name"}, Questions()) == (frozenset(), {})
