"""Narratives: what happened, where and to whom does not enter the tables without text, and is quoted nowhere."""

import pandas as pd
import pytest

from community_policing.core.schema import TABLES, WITHOUT_TEXT
from community_policing.dataset.intake import Checked
from community_policing.dataset.intake.personal import Guard
from community_policing.dataset.intake.recipe.questions import Questions
from community_policing.dataset.intake.recipe.shape import shape_of
from community_policing.dataset.intake.refusal import Refusal
from tests.dataset.intake.conftest import Checking
from tests.dataset.recipe.sheets import sheet

# Cells of columns that are none of the tables': who, where, what happened.
TOLD = "Two sons of Abu Salim beat their neighbour in the market and his house was burnt"
HEADERS = {
    "concerns": (
        "concern_id | forum_id | raised_in | topic | status | record",
        "K1 | F1 | 2016-05 | drugs | raised | programme",
    ),
    "meetings": ("forum_id | met_on | community_women | police_men | record", "F1 | 2016-05-17 | 4 | 3 | programme"),
}


@pytest.mark.parametrize("header", ["Description", "Referred to whom and why", "الوصف", ""])
@pytest.mark.parametrize("cell", [TOLD, "Abu Salim"])
@pytest.mark.parametrize("name", sorted(WITHOUT_TEXT))
def test_no_narrative_enters_or_is_quoted(name: str, header: str, cell: str, checking: Checking) -> None:
    """The column is left out unread and unasked, and neither a message, a question nor the draft's tables holds a word of it."""
    names, row = HEADERS[name]
    lines = (f"{names} | {header}", f"{row} | {cell}", f"{row.replace('05', '06').replace('K1', 'K2')} |")
    text = "\n".join(",".join(cell.strip() for cell in line.split("|")) for line in lines)
    checked = checking(f"{name}.csv", text, mode="add")
    assert (checked.outcome, checked.open_questions) == ("warn", ())
    assert checked.dataset is not None
    assert list(checked.dataset.tables[name].columns) == [
        *(column.name for column in TABLES[name].columns), *(f"{date}_precision" for date in TABLES[name].dates), "row",
    ]  # fmt: skip
    assert len(checked.dataset.tables[name].query("record == 'programme'")) == 2
    assert_not_told(checked)


def test_a_column_that_is_left_out_shows_no_sample(checking: Checking) -> None:
    """One of ids, say: it is told like any other, without its cells."""
    names, row = HEADERS["concerns"]
    checked = checking("concerns.csv", f"{names} | House\n{row} | Salim12\n".replace(" | ", ","), mode="add")
    assert [(question.id, question.sample) for question in checked.questions if question.table == "concerns"] == [
        ("concerns/column/House", ()),
    ]  # fmt: skip
    assert_not_told(checked)


@pytest.mark.parametrize("name", sorted(WITHOUT_TEXT))
def test_a_cell_beyond_the_header_is_not_quoted(name: str, checking: Checking) -> None:
    names, row = HEADERS[name]
    checked = checking(f"{name}.csv", f"{names}\n{row} | {TOLD}\n".replace(" | ", ","), mode="add")
    assert [issue.rule for issue in checked.issues] == ["ragged_row"]
    assert_not_told(checked)


def assert_not_told(checked: Checked) -> None:
    """Neither issues, questions nor a file of the draft but the upload itself hold a word of it."""
    files = [file for file in checked.draft.rglob("*") if file.is_file() and file.name != "upload"]
    kept = [pd.read_parquet(file).to_string() for file in files if file.suffix == ".parquet"]
    kept += [file.read_text("utf-8") for file in files if file.suffix != ".parquet"]
    assert len(kept) > 3
    for held in (*kept, repr(checked.issues), repr(checked.questions)):
        assert not any(word in held for word in ("Salim", "neighbour", "burnt"))


@pytest.mark.parametrize("column", ["topic", "status", "concern_id"])
def test_a_narrative_in_a_column_of_the_table_refuses_the_file(column: str) -> None:
    """Whatever is answered; the refusal names the cell and does not quote it.  A forum's long name is none."""
    names, row = HEADERS["concerns"]
    cells = dict(zip(names.split(" | "), row.split(" | "), strict=True))
    raw = sheet(f"{names}\n{' | '.join((cells | {column: TOLD}).values())}", "concerns")
    [read_sheet] = shape_of([raw], questions := Questions()).reads
    with pytest.raises(Refusal) as refused:
        Guard(questions).check(raw, read_sheet)
    assert (refused.value.rule, refused.value.row, refused.value.column) == ("personal_data", 2, column)
    assert "Salim" not in refused.value.problem + refused.value.place
    forum = sheet(
        f"{names}\n{' | '.join((cells | {'forum_id': 'Community policing forum of the old town of Mosul'}).values())}"
    )
    [read_sheet] = shape_of([forum], questions := Questions(), given={"Sheet1": "concerns"}).reads
    Guard(questions).check(forum, read_sheet)
