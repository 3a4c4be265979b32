"""Sheets for the tests of recipes: small ones of their own, and the case files where they are at hand."""

import csv
from collections.abc import Sequence
from pathlib import Path

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from community_policing.dataset.intake.recipe.sheet import RawSheet
from tests.conftest import ROOT

CASES = next((path for up in ROOT.parents if (path := up / "shared" / "cases" / "intake").is_dir()), None)


def sheet(text: str, name: str = "Sheet1", *, worksheet: bool = True) -> RawSheet:
    """The sheet of lines whose cells `|` separates; blank lines are rows that hold nothing."""
    rows = [[cell.strip() for cell in line.split("|")] for line in text.strip("\n").splitlines()]
    return _raw(name, rows, worksheet)


def _raw(
    name: str, rows: Sequence[Sequence[str]], worksheet: bool, merged: Sequence[tuple[int, int, int, int]] = ()
) -> RawSheet:
    width = max((len(row) for row in rows), default=0)
    filled = [(line, row) for line, row in enumerate(rows, 1) if any(row)]
    return RawSheet(
        name,
        [[*row, *[""] * (width - len(row))] for _, row in filled],
        [line for line, _ in filled],
        worksheet,
        merged=merged,
    )


def case(number: int) -> list[RawSheet]:
    """The sheets of a case file, as texts; the test is skipped where the cases are not at hand."""
    if CASES is None:
        pytest.skip("../shared/cases is not here")
    path: Path = next(CASES.glob(f"{number:02}-*"))
    if path.suffix == ".csv":
        with path.open(encoding="utf-8-sig", newline="") as file:
            return [_raw(path.name, list(csv.reader(file)), worksheet=False)]
    book = openpyxl.load_workbook(path)
    return [_of_book(each) for each in book.worksheets]


def _of_book(page: Worksheet) -> RawSheet:
    rows = [[_text(cell) for cell in row] for row in page.iter_rows(values_only=True)]
    areas = [(area.min_row, area.max_row, area.min_col - 1, area.max_col - 1) for area in page.merged_cells.ranges]
    return _raw(page.title, rows, worksheet=True, merged=areas)


def _text(cell: object) -> str:
    return "" if cell is None else str(cell).removesuffix(" 00:00:00")
