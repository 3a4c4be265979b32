"""The checked file as a workbook with its bad cells marked: what is not corrected is found again, what is corrected loads."""

import io
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

from community_policing.core.schema import TABLES
from community_policing.dataset.intake import Checked, check
from community_policing.dataset.load import Dataset
from community_policing.export.template import marked_workbook as subject
from community_policing.export.template.builder import template
from community_policing.export.template.marked_workbook import marked
from tests.bad_input import encoded, table, workbook, zipped
from tests.bad_input.quick import quicken

Check = Callable[..., Checked]
RED, AMBER = "FFFFC7CE", "FFFFEB9C"
FORMULA = '=HYPERLINK("http://x","y")'
BAD = {
    "fora": {
        (2, "members_women"): "minus three", (3, "governorate"): "IQG99", (4, "name"): "For\u200bum", (5, "name"): FORMULA,
        (6, "place"): "007",
    },
    "trainings": {(2, "forum_id"): "F99", (4, "starts_on"): "2016-13-13"},
}  # fmt: skip
GOOD = {"fora": {"members_women": (2, "3"), "governorate": (3, "Baghdad"), "name": (4, "Forum")}, "trainings": {}}


@pytest.fixture
def checked(dataset: Dataset, tmp_path: Path, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Check:
    """A function: the check of a file's bytes under a name; that of the round trip in child processes as in use."""
    if request.function is not test_loaded_again_it_has_the_same_issues:
        quicken(monkeypatch)

    def made(name: str, content: bytes) -> Checked:
        path = tmp_path / name
        path.write_bytes(content)
        return check(path, draft=tmp_path / f"draft-{name}-{len(list(tmp_path.iterdir()))}", base=dataset)

    return made


def bad_book() -> bytes:
    """Two tables with five kinds of error or warning, as a workbook."""
    return workbook({name: table(name, changes) for name, changes in BAD.items()})


def told(found: Checked) -> list[tuple[str, str, int | None, str, str, str]]:
    """What the issues say, and where."""
    return [(i.rule, i.sheet, i.row, i.column, i.letter, i.value) for i in found.issues]


def test_bad_cells_are_marked_and_every_cell_is_as_it_was(checked: Check) -> None:
    """Errors red, warnings amber, each with a comment that says the message; other cells are the file's texts unmarked, and
    what looks like a formula or a number is a text."""
    found = checked("november.xlsx", bad_book())
    assert found.outcome == "refuse"
    book = openpyxl.load_workbook(io.BytesIO(marked(found)))
    assert book.sheetnames == ["report", "dataset", "fora", "trainings"]
    placed = {(i.sheet, f"{i.letter}{i.row}"): i for i in found.issues if i.row and i.letter}
    assert len(placed) >= 5
    for name in BAD:
        for line, row in enumerate(table(name, BAD[name]), start=1):
            for cell, text in zip(book[name][line], row, strict=False):
                assert (cell.value or "") == text
                assert cell.value is None or cell.data_type == "s"
                issue = placed.get((name, cell.coordinate))
                colour = {"error": RED, "warning": AMBER}[issue.severity] if issue else None
                assert (cell.fill.fgColor.rgb if cell.fill.patternType else None) == colour
                assert (issue.message if issue else None) == (cell.comment.text if cell.comment else None)


def test_report_lists_every_issue_with_a_link(checked: Check) -> None:
    """Sheet, row, column, value, message and rule of each issue, a link to its cell, and the outcome in words."""
    found = checked("november.xlsx", bad_book())
    sheet = openpyxl.load_workbook(io.BytesIO(marked(found)))["report"]
    rows = [tuple(cell or "" for cell in row) for row in sheet.iter_rows(values_only=True)]
    assert rows[0][0] == "Report on november.xlsx"
    assert rows[1][0].startswith("Refused: nothing was changed.")
    head = next(place for place, row in enumerate(rows) if row[0] == "Severity")
    listed = rows[head + 1 :]
    expected = [
        (str(i.severity), i.sheet or i.table, str(i.row or ""), i.column, i.value, i.message, i.rule)
        for i in found.issues
    ]
    assert [(*row[:4], *row[5:8]) for row in listed] == expected
    for line, issue in enumerate(found.issues, start=head + 2):
        link = sheet.cell(line, 5).hyperlink
        if issue.row and issue.letter and issue.sheet:
            assert link.location == f"'{issue.sheet}'!{issue.letter}{issue.row}"


def test_loaded_again_it_has_the_same_issues(checked: Check) -> None:
    """The report is passed over, and nothing is lost or found by being written."""
    found = checked("november.xlsx", bad_book())
    assert told(checked("again.xlsx", marked(found))) == told(found)


def test_corrected_it_loads(checked: Check, dataset: Dataset) -> None:
    """An analyst corrects the cells in the marked workbook and loads that: it is taken, and says what was typed."""
    book = openpyxl.load_workbook(io.BytesIO(marked(checked("november.xlsx", bad_book()))))
    right = {name: table(name) for name in BAD}
    for name, changes in BAD.items():
        for line, column in changes:
            if column not in ("place",) and (name, line, column) != ("fora", 5, "name"):
                place = right[name][0].index(column)
                book[name].cell(line, place + 1).value = right[name][line - 1][place] or None
    out = io.BytesIO()
    book.save(out)
    found = checked("corrected.xlsx", out.getvalue())
    assert [issue.message for issue in found.issues] == []
    assert found.dataset is not None
    fora = found.dataset.tables["fora"].set_index("forum_id")
    assert (fora.at["F4", "name"], fora.at["F5", "place"]) == (FORMULA, "007")
    assert len(found.dataset.tables["trainings"]) == len(dataset.tables["trainings"])


@pytest.mark.parametrize("name", ["fora.csv", "tables.zip"])
def test_a_text_file_becomes_a_workbook_that_says_the_same(checked: Check, name: str) -> None:
    """A CSV file, or a zip of them, comes back as a workbook whose sheets are named by their tables: the same rules are
    broken in the same rows and columns."""
    rows = table("fora", BAD["fora"])
    found = checked(name, encoded(rows) if name == "fora.csv" else zipped({"fora.csv": encoded(rows)}))
    content = marked(found)
    assert openpyxl.load_workbook(io.BytesIO(content)).sheetnames[-1] == "fora"
    again = checked("again.xlsx", content)
    assert [(i.rule, i.row, i.column, i.value) for i in again.issues] == [
        (i.rule, i.row, i.column, i.value) for i in found.issues
    ]


def test_comments_are_few(checked: Check) -> None:
    """No more comments than asked for; every bad cell is coloured and listed all the same."""
    found = checked("november.xlsx", bad_book())
    book = openpyxl.load_workbook(io.BytesIO(marked(found, comments=2)))
    cells = [cell for name in BAD for row in book[name].iter_rows() for cell in row]
    assert sum(cell.comment is not None for cell in cells) == 2
    assert sum(bool(cell.fill.patternType) for cell in cells) >= 5
    said = [row[0] for row in book["report"].iter_rows(values_only=True)]
    assert any(str(text).startswith("Only the first 2 cells have a comment") for text in said)


def test_what_could_not_be_read_has_a_report_alone(checked: Check) -> None:
    """Neither a damaged file nor one with details of people comes back: only what is wrong with it."""
    people = [[*row, "Zainab" if i else "full_name"] for i, row in enumerate(table("fora"))]
    for name, content in (("fora.xlsx", b"PK\x03\x04 cut"), ("fora.csv", encoded(people))):
        found = checked(name, content)
        made = marked(found.draft)
        book = openpyxl.load_workbook(io.BytesIO(made))
        assert book.sheetnames == ["report"]
        assert "Zainab" not in str([list(row) for row in book["report"].iter_rows(values_only=True)])


def test_a_table_too_long_is_left_out_and_named(checked: Check, monkeypatch: pytest.MonkeyPatch) -> None:
    """A part of a table would replace the whole of it: it is not there, and the report says so."""
    monkeypatch.setattr(subject, "MOST", 8)
    book = openpyxl.load_workbook(
        io.BytesIO(marked(checked("attendance.csv", encoded([*table("attendance"), ["E99"] * 5]))))
    )
    assert "attendance" not in book.sheetnames
    assert any(
        "attendance" in str(row[0]) and "Too long" in str(row[0]) for row in book["report"].iter_rows(values_only=True)
    )


def test_the_template_filled_from_a_release_is_accepted(checked: Check, dataset: Dataset) -> None:
    """A template with the current release's rows, loaded as it is, brings every table that has rows and no error, and its
    rows are the release's; empty sheets leave their tables alone."""
    found = checked("template.xlsx", template(dataset))
    assert (found.outcome, {issue.rule for issue in found.issues}) == ("warn", {"target_is_baseline"})
    assert found.dataset is not None
    assert found.tables == tuple(name for name in TABLES if len(dataset.tables[name]))
    for name in TABLES:
        old, new = dataset.tables[name].drop(columns="row"), found.dataset.tables[name].drop(columns="row")
        assert new.reset_index(drop=True).equals(old.reset_index(drop=True)), name
    assert (found.dataset.as_of, found.dataset.synthetic) == (dataset.as_of, True)


def test_an_empty_template_brings_nothing(checked: Check) -> None:
    """What holds no rows is no release: the file says that it holds no table."""
    found = checked("template.xlsx", template())
    assert (found.outcome, {issue.rule for issue in found.issues}) == ("refuse", {"no_table"})
