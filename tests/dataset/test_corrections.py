"""Corrections of single cells: they are in force before anything is read, and one that cannot be made is said."""

import csv
import io
from pathlib import Path

import pandas as pd
import pytest

from community_policing.dataset.intake import Checked, Correction, check
from community_policing.dataset.intake.corrections import corrected, sentence
from community_policing.dataset.intake.formats import text_file
from community_policing.dataset.intake.recipe.sheet import RawSheet
from community_policing.dataset.load import Dataset
from tests.bad_input.quick import quicken
from tests.conftest import FIXTURE

FORA = (FIXTURE / "fora.csv").read_text("utf-8-sig").replace("2014-05-10", "2014-02-31")
LETTER = "ABCDEFGHIJKLMNOPQR"[next(csv.reader(io.StringIO(FORA))).index("established_on")]
RIGHT = Correction("fora.csv", 2, LETTER, "2014-05-10")


@pytest.fixture
def checked(tmp_path: Path, dataset: Dataset, monkeypatch: pytest.MonkeyPatch) -> "Checker":
    """A function: a file's text and corrections -> what is found, beside tests/fixture."""
    quicken(monkeypatch)
    return Checker(tmp_path, dataset)


class Checker:
    """Checks texts as files called fora.csv."""

    def __init__(self, folder: Path, base: Dataset) -> None:
        self.folder, self.base = folder, base

    def __call__(self, text: str | bytes, *corrections: Correction, name: str = "fora.csv") -> Checked:
        """What is found in that text with those corrections."""
        file = self.folder / name
        file.write_bytes(text if isinstance(text, bytes) else text.encode())
        return check(file, draft=self.folder / "draft", base=self.base, corrections=corrections)


def test_a_corrected_cell_is_checked_anew(checked: Checker) -> None:
    """The wrong date is an error; corrected, the file is what the release is, and the report says what stood there."""
    [fault] = [issue for issue in checked(FORA).issues if issue.rule == "not_a_date"]
    assert (fault.sheet, fault.row, fault.letter, fault.value) == ("fora.csv", 2, LETTER, "2014-02-31")
    found = checked(FORA, RIGHT)
    made = Correction("fora.csv", 2, LETTER, "2014-05-10", "2014-02-31")
    assert (found.outcome, found.issues, found.corrections) == ("accept", (), (made,))
    assert sentence(made) == f"fora.csv, cell {LETTER}2: “2014-02-31” is now “2014-05-10”"


def test_a_correction_may_be_wrong_too(checked: Checker) -> None:
    """What was typed is held to every rule, and blamed at the same cell."""
    [fault] = checked(FORA, Correction("fora.csv", 2, LETTER, "soon")).issues
    assert (fault.rule, fault.row, fault.letter, fault.value) == ("not_a_date", 2, LETTER, "soon")


@pytest.mark.parametrize(
    ("lost", "told"),
    [
        (
            Correction("fora.csv", 99, "A", "x"),
            "fora.csv, line 99, column A: the file has no such cell, so “x” was not",
        ),
        (
            Correction("fora.csv", 2, "ZZ", "x"),
            "fora.csv, line 2, column ZZ: the file has no such cell, so “x” was not",
        ),
        (Correction("fora.csv", 2, "?", "x"), "fora.csv, line 2, column ?: the file has no such cell, so “x” was not"),
        (Correction("january", 2, "A", "x"), "january, row 2, A: the file has no such sheet, so “x” was not written."),
        (Correction("fora.csv", 2, "A", "x", "F9"), "the cell holds “F1” and not “F9”, so “x” was not written."),
    ],
)
def test_a_correction_that_cannot_be_made_is_said(checked: Checker, lost: Correction, told: str) -> None:
    """A cell or sheet that is not there, or that holds something else than was corrected, changes nothing, in words."""
    found = checked(FORA, RIGHT, lost)
    [fault] = found.issues
    assert (found.outcome, fault.rule, [each.text for each in found.corrections]) == (
        "warn",
        "correction_lost",
        ["2014-05-10"],
    )
    assert told in fault.message


def test_details_of_people_are_refused_in_corrections_and_below_them(checked: Checker) -> None:
    """A telephone number that is typed is refused as one in the file is, and a correction covers none up."""
    name = Correction("fora.csv", 2, "B", "0770 123 4567")
    assert [issue.rule for issue in checked(FORA, RIGHT, name).issues] == ["personal_data"]
    assert not (checked.folder / "draft" / "job.json").exists()
    with_phone = FORA.replace("F1,", "F1,0770 123 4567 ", 1)
    covered = Correction("fora.csv", 2, "B", "Forum Baghdad 1")
    assert [issue.rule for issue in checked(with_phone, RIGHT, covered).issues] == ["personal_data"]


def test_what_was_noticed_of_a_cell_goes_with_its_text() -> None:
    """A formula without a value is told where it stands; a corrected cell has a value."""
    sheet = RawSheet(
        "fora", [["name"], [""]], [1, 2], remarks=[("formula_without_value", 2, 0, "it has no value.", "")]
    )
    now, [made], lost = corrected(sheet, [Correction("fora", 2, "A", "Karkh")])
    assert (now.rows, now.remarks, made.was, lost) == ([["name"], ["Karkh"]], [], "", [])


def test_a_long_text_is_read_on_for_a_correction(checked: Checker, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of a long text the head alone is read at first; a cell further below is corrected all the same."""
    monkeypatch.setattr(text_file, "LARGE", 100)
    monkeypatch.setattr(text_file, "HEAD", 2)
    lines = FORA.splitlines()
    moved = "\n".join([lines[0], *lines[2:], lines[1]])
    line = len(lines)
    found = checked(moved, Correction("fora.csv", line, LETTER, "2014-05-10"))
    assert (found.outcome, [each.was for each in found.corrections]) == ("accept", ["2014-02-31"])


def test_long_attendance_is_read_row_by_row_for_a_correction(checked: Checker, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without one it is read by columns, and named, so that the page says that its cells are corrected in the file."""
    monkeypatch.setattr(text_file, "LARGE", 100)
    lines = (FIXTURE / "attendance.csv").read_text("utf-8-sig").splitlines()
    wrong = "\n".join([lines[0], lines[1].rpartition(",")[0] + ",12.5", *lines[2:]])
    found = checked(wrong, name="attendance.csv")
    assert (found.long_sheet, [(i.rule, i.row, i.letter) for i in found.issues]) == (
        "attendance.csv", [("not_a_count", 2, "E")])  # fmt: skip
    number = lines[1].rpartition(",")[2]
    found = checked(wrong, Correction("attendance.csv", 2, "E", number), name="attendance.csv")
    assert (found.long_sheet, found.outcome, len(found.corrections)) == ("", "accept", 1)


def test_attendance_in_parquet_is_corrected_in_its_file(checked: Checker, tmp_path: Path) -> None:
    """It stays where it lies, and a correction of it is said not to have been made."""
    pd.read_csv(FIXTURE / "attendance.csv").to_parquet(tmp_path / "made.parquet", index=False)
    content = (tmp_path / "made.parquet").read_bytes()
    lost = Correction("attendance.parquet", 2, "E", "1")
    [fault] = checked(content, lost, name="attendance.parquet").issues
    assert (fault.rule, fault.row) == ("correction_lost", 2)
    assert "the table is read where it lies, so its cells are corrected in the file." in fault.message
