"""Parts of a sheet: tables below one another and side by side, each read as if it had a sheet of its own."""

import pytest

from community_policing.dataset.intake.recipe.questions import Questions
from community_policing.dataset.intake.recipe.shape import shape_of
from community_policing.dataset.intake.recipe.sheet_parts import holds_table, is_data, parts
from tests.dataset.recipe.sheets import sheet

FORUM = "forum_id | name | governorate | established_by | status | established_on | record"
WORK = "item_id | name | kind | status | governorate | quantity | record"
FORA = [
    "CPF-91 | A | Ninewa | iom | established | 2016-10-11 | programme",
    "CPF-92 | B | Basra | iom | established | 2016-10-12 | programme",
]
WORKS = ["W91 | Radios | vehicle | planned | Basra | 10 | programme"]


def test_a_table_below_another_is_its_own() -> None:
    """Below blank rows another header begins another table, with its title; its rows keep their numbers."""
    whole = sheet("\n".join(["Fora", FORUM, *FORA, "", "Equipment", WORK, *WORKS]))
    first, second = parts(whole)
    assert (first.name, list(first.lines)) == ("Sheet1", [1, 2, 3, 4])
    assert (second.name, list(second.lines)) == ("Sheet1 (2)", [6, 7, 8])
    assert [remark[0] for remark in first.remarks] == ["several_tables"]
    shape = shape_of([first, second], Questions())
    assert shape.tables["fora"].columns["forum_id"] == ["CPF-91", "CPF-92"]
    assert shape.tables["infrastructure"].columns["item_id"] == ["W91"]


def test_a_table_beside_another_is_its_own() -> None:
    """An empty column between two whole tables parts them; each keeps its columns' places."""
    beside = [f"{one} | | {other}" for one, other in zip([FORUM, *FORA], [WORK, *WORKS, " | " * 6], strict=True)]
    first, second = parts(sheet("\n".join(beside)))
    assert [row[0] for row in first.rows] == ["forum_id", "CPF-91", "CPF-92"]
    assert [row[8] for row in second.rows] == ["item_id", "W91"]
    assert list(second.lines) == [1, 2]
    assert not any(row[0] for row in second.rows)


@pytest.mark.parametrize(
    "rows",
    [
        [FORUM, *FORA],
        [FORUM, FORA[0], "", FORUM, FORA[1]],  # the header once more
        [FORUM, FORA[0], "", FORA[1]],  # blank rows
        [FORUM + " | | remarks of the office", FORA[0] + " | | good"],  # a note beside it
    ],
)
def test_one_table_is_not_parted(rows: list[str]) -> None:
    """Blank rows, the same header again and notes beside a table part nothing."""
    whole = sheet("\n".join(rows))
    assert parts(whole) == [whole]


def test_a_summary_below_is_no_table() -> None:
    """Figures of the same sheet under headers of their own are parted, and hold none of our tables."""
    summary = ["Summary", "Governorate | Number of fora | Women", "Ninewa | 1 | 3", "Basra | 1 | 4"]
    first, second = parts(sheet("\n".join([FORUM, *FORA, "", *summary])))
    assert (list(first.lines), list(second.lines)) == ([1, 2, 3], [5, 6, 7, 8])
    assert (holds_table(first), holds_table(second)) == (True, False)


def test_a_sheet_called_report_may_be_data() -> None:
    """A sheet that bears the name of one of ours that explains is data where it holds a whole table."""
    assert is_data(sheet("\n".join([FORUM, *FORA]), "Report"))
    assert not is_data(sheet("Governorate | Status | Kind\nNinewa | planned | vehicle", "Lists"))
    assert not is_data(sheet("Report of the office\nfora | 3", "Report"))
