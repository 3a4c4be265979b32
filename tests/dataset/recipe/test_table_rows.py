"""Rows that are none of the table: each kind is recognised, named and can be kept."""

from community_policing.core.schema import TABLES
from community_policing.dataset.intake.recipe.headers.header_rows import Header
from community_policing.dataset.intake.recipe.questions import Questions
from community_policing.dataset.intake.recipe.sheet import RawSheet, Remark
from community_policing.dataset.intake.recipe.table_rows import KEEP, RowSorter
from tests.dataset.recipe.sheets import sheet

WORKS = "item_id | name | kind | status | quantity | cost | record"
FIRST = "W1 | Radio | vehicle | agreed | 10 | 100 | programme"
SEATS = "training_id | participant_group | sex | attendances"
SECOND = "W2 | Car | vehicle | agreed | 5 | 20 | programme"
EVENTS = "training_id | title | kind | status | starts_on | record"
EVENT = "E1 | A | training | completed | 2016-10-01 | programme"


def kept(
    table: str, raw: RawSheet, *, answers: dict[str, str] | None = None, aside: frozenset[int] = frozenset()
) -> tuple[list[int], list[Remark], list[str]]:
    """The lines that are kept, the remarks, and the ids of the open questions."""
    questions = Questions(answers=answers or {})
    names = list(raw.rows[0])
    columns = {column.name for column in TABLES[table].columns}
    targets = {at: name for at, name in enumerate(names) if name in columns}
    cells = list(zip(*raw.rows[1:], strict=True))
    sorter = RowSorter(raw, Header(names, 1), cells, TABLES[table], targets, questions, aside=aside)
    lines = [raw.lines[at] for at in sorter.kept()]
    return lines, sorter.remarks, [question.id for question in questions.open]


def left_out(line: int, text: str) -> Remark:
    return "rows_left_out", line, None, text, ""


def test_a_row_that_says_total_is_left_out() -> None:
    for total in ("Total", "Grand total:", "المجموع الكلي", "کۆی گشتی", "Sub-total Basra"):
        found = kept("infrastructure", sheet(f"{WORKS}\n{FIRST}\n{SECOND}\n{total} | | | | 15 | 120 | "))
        assert found == ([2, 3], [left_out(4, "1 row of totals was left out.")], [])


def test_a_row_of_sums_is_left_out_without_a_word() -> None:
    found = kept("infrastructure", sheet(f"{WORKS}\n{FIRST}\n{SECOND}\n | | | | 15 | 120 | "))
    assert found == ([2, 3], [left_out(4, "1 row of totals was left out.")], [])


def test_a_row_of_numbers_that_are_no_sums_stays_a_fault() -> None:
    assert kept("infrastructure", sheet(f"{WORKS}\n{FIRST}\n{SECOND}\n | | | | 16 | 120 | ")) == ([2, 3, 4], [], [])


def test_a_total_that_is_no_sum_is_told() -> None:
    lines, remarks, _ = kept("infrastructure", sheet(f"{WORKS}\n{FIRST}\n{SECOND}\nTotal | | | | 16 | 120 | "))
    assert (lines, remarks[0]) == (
        [2, 3],
        ("total_differs", 4, None, "The total differs from the sum of the rows above it: quantity.", ""),
    )


def test_subtotals_are_those_of_the_rows_since_the_last() -> None:
    raw = sheet(
        f"{WORKS}\n{FIRST}\nSubtotal | | | | 10 | 100 | \n{SECOND}\nSubtotal | | | | 5 | 20 | \nTotal | | | | 15 | 120 | "
    )
    assert kept("infrastructure", raw) == ([2, 4], [left_out(3, "3 rows of totals were left out.")], [])


def test_a_sound_row_may_be_called_total() -> None:
    raw = sheet(f"{WORKS}\n{FIRST}\nW2 | Total station | vehicle | agreed | 1 | 1 | programme")
    assert kept("infrastructure", raw) == ([2, 3], [], [])


def test_totals_are_kept_when_a_person_says_so() -> None:
    raw = sheet(f"{WORKS}\n{FIRST}\nTotal | | | | 10 | 100 | ")
    assert kept("infrastructure", raw, answers={"infrastructure/rows/totals": KEEP}) == ([2, 3], [], [])


def test_a_total_of_both_sexes_is_left_out() -> None:
    raw = sheet(f"{SEATS}\nE1 | police | men | 12\nE1 | police | women | 3\nE1 | police | total | 15")
    assert kept("attendance", raw) == ([2, 3], [left_out(4, "1 row totals others and was left out.")], [])


def test_a_total_of_both_sexes_that_is_no_sum_is_asked() -> None:
    raw = sheet(f"{SEATS}\nE1 | police | men | 12\nE1 | police | women | 3\nE1 | police | total | 16")
    lines, _, asked = kept("attendance", raw)
    assert (lines, asked) == ([2, 3], ["attendance/rows/part_totals"])


def test_a_total_without_parts_is_the_figure_itself() -> None:
    raw = sheet(f"{SEATS}\nE1 | police | men | 12\nE2 | police | total | 15")
    assert kept("attendance", raw) == ([2, 3], [], [])


def test_notes_and_legends_below_the_table_are_left_out() -> None:
    raw = sheet(f"{EVENTS}\n{EVENT}\n\n* figures preliminary\nSource: office Mosul\nPrepared by | office Mosul")
    assert kept("trainings", raw) == ([2], [left_out(4, "3 notes were left out.")], [])


def test_an_id_alone_is_a_row_that_somebody_began() -> None:
    assert kept("trainings", sheet(f"{EVENTS}\n{EVENT}\nE2")) == ([2, 3], [], [])


def test_a_single_cell_between_rows_is_asked() -> None:
    raw = sheet(f"{EVENTS}\n{EVENT}\nNinewa office\nE2 | B | training | completed | 2016-10-01 | programme")
    assert kept("trainings", raw) == ([2, 4], [left_out(3, "1 heading was left out.")], ["trainings/rows/headings"])


def test_rows_of_nothing_but_list_words_are_left_out() -> None:
    raw = sheet(f"{EVENTS}\n{EVENT}\n | | training | planned | | programme\n | | workshop | planned | | programme")
    said = "2 rows hold nothing but words from lists and were left out."
    assert kept("trainings", raw) == ([2], [left_out(3, said)], [])


def test_rows_that_are_alike_and_lack_their_key_are_defaults() -> None:
    blank = "\n | | training | | | Iraq" * 3
    lines, _, asked = kept(
        "trainings",
        sheet("training_id | title | kind | status | starts_on | note\nE1 | A | training | planned | 2016 | x" + blank),
    )
    assert (lines, asked) == ([2], [])


def test_a_header_that_repeats_is_left_out() -> None:
    raw = sheet(f"{EVENTS}\n{EVENT}\n{EVENTS}\nE2 | B | training | completed | 2016-10-01 | programme")
    assert kept("trainings", raw) == ([2, 4], [left_out(3, "1 row repeats the header and was left out.")], [])


def test_struck_out_rows_are_left_out() -> None:
    raw = sheet(f"{EVENTS}\n{EVENT}\nE2 | B | training | completed | 2016-10-01 | programme")
    struck = RawSheet(raw.name, raw.rows, raw.lines, struck=frozenset({3}))
    assert kept("trainings", struck) == ([2], [left_out(3, "1 row is struck out and was left out.")], [])


def test_rows_that_repeat_another_in_every_cell_are_left_out_and_others_with_its_key_stay() -> None:
    raw = sheet(f"{EVENTS}\n{EVENT}\n{EVENT}\nE1 | Other | training | completed | 2016-10-01 | programme")
    assert kept("trainings", raw) == (
        [2, 4],
        [left_out(3, "1 row repeats another in every cell and was left out.")],
        [],
    )


def test_columns_of_the_tool_do_not_tell_two_submissions_apart() -> None:
    raw = sheet(f"{EVENTS} | _id\n{EVENT} | 1\n{EVENT} | 2")
    assert kept("trainings", raw, aside=frozenset({6}))[0] == [2]


def test_rows_without_an_id_that_are_alike_are_asked() -> None:
    raw = sheet(
        "title | kind | status | starts_on | record\n" + "A | training | completed | 2016-10-01 | programme\n" * 2
    )
    assert kept("trainings", raw)[2] == ["trainings/rows/duplicates"]
