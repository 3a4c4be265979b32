"""The guard's errors, counted both ways on strangers' files: what it refuses or asks without need, and what it lets through."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest

from community_policing.core.schema import Kind
from community_policing.core.settings import Limits
from community_policing.dataset.intake.formats.opened import opened
from community_policing.dataset.intake.personal import Guard
from community_policing.dataset.intake.recipe.build_tables import Read
from community_policing.dataset.intake.recipe.questions import Questions
from community_policing.dataset.intake.recipe.shape import shape_of
from community_policing.dataset.intake.recipe.sheet import RawSheet
from community_policing.dataset.intake.refusal import Refusal
from tests.conftest import ROOT, Report
from tests.dataset.recipe.sheets import CASES

pytestmark = pytest.mark.skipif(CASES is None, reason="the files are beside the code, not in it")
CELLS = {  # none is anybody's
    "mobile": "0770 123 4567", "mobile abroad": "+964 770 123 4567", "e-mail": "a.b@example.org", "bare mobile": "7701234567",
    "national id": "198512345678",
}  # fmt: skip
GUIDE = " ".join((ROOT / "docs" / "loading.md").read_text("utf-8").split())
BARE = {"bare mobile", "national id"}  # nothing but digits, as any large number
HEADERS = (
    "Participant name", "Full name", "Name of trainee", "Phone number", "E-mail", "National ID", "Date of birth", "اسم المشارك",
    "رقم الهاتف", "ناوی سیانی", "ژمارەی مۆبایل",
)  # fmt: skip
_DIGITS = (Kind.COUNT, Kind.NUMBER, Kind.AMOUNT, Kind.DATE, Kind.START)
Sheet = tuple[str, RawSheet, Read | None]


@cache
def sheets() -> tuple[Sheet, ...]:
    """Every sheet of the files that can be opened, with how it is read before anybody answers."""
    return tuple(_sheets())


def _sheets() -> Iterator[Sheet]:
    assert CASES is not None
    for file in sorted(CASES.glob("[0-9]*")):
        try:
            contents = opened(file, file.name, Path(), Limits())
        except Refusal:  # damaged letters: refused before anybody looks for people in it
            continue
        reads = {read.sheet.name: read for read in shape_of(contents.sheets, Questions()).reads}
        yield from ((file.name, sheet, reads.get(sheet.name)) for sheet in contents.sheets)


def outcome(sheet: RawSheet, read: Read | None) -> str:
    """ "refused", "asked" or "let through"."""
    questions = Questions()
    try:
        Guard(questions).check(sheet, read)
    except Refusal:
        return "refused"
    return "asked" if questions.open else "let through"


def test_nothing_is_refused_and_little_asked_without_need(report: Report) -> None:
    """No file holds a detail of a person.  Two columns look so to anybody who does not know what stands in them."""
    found = {(name, sheet.name): outcome(sheet, read) for name, sheet, read in sheets()}
    unneeded = {name for (name, _), result in found.items() if result != "let through"}
    columns = sum(len(sheet.rows[0]) for _, sheet, _ in sheets())
    files = {name for name, _, _ in sheets()}
    report(f"Guard, without need: of {len(files)} files ({columns} columns) 0 refused, {len(unneeded)} asked about")
    assert f"of {len(files)} strangers' files ({columns} columns) without any such detail it refuses none" in GUIDE
    assert "refused" not in found.values()
    assert unneeded == {"63-arabic-rank-count-header.csv", "65-invoice-number-as-phone.csv"}


def _with_cell(sheet: RawSheet, read: Read | None, at: int, cell: str) -> RawSheet:
    """The sheet with another cell in the first row of its table."""
    rows = [list(row) for row in sheet.rows]
    rows[min(read.header.body if read else 0, len(rows) - 1)][at] = cell
    return replace(sheet, rows=rows)


def _of_digits(read: Read | None, at: int) -> bool:
    """Whether a column holds numbers or days."""
    name = read.columns.targets.get(at, "") if read else ""
    kinds = {column.name: column.kind for column in read.table.columns} if read else {}
    return kinds.get(name.split("+")[0]) in _DIGITS or (read is not None and at in read.wide.positions)


def test_details_in_cells_are_found(report: Report) -> None:
    """One after the other is written into every column of every sheet.  What gets through is nothing but bare digits where
    numbers belong, and is told as no such number there."""
    count: Counter[str] = Counter()
    for name, sheet, read in sheets():
        for at in range(len(sheet.rows[0])):
            for kind, cell in CELLS.items():
                result = outcome(_with_cell(sheet, read, at, cell), read)
                count[result] += 1
                assert result != "let through" or (kind in BARE and _of_digits(read, at)), (name, sheet.name, at, kind)
    report(f"Guard, details in cells: of {count.total()} {count['refused']} refused, {count['asked']} asked about, "
           f"{count['let through']} let through, all bare digits in columns of numbers and days")  # fmt: skip
    assert f"Of {count.total():,} telephone numbers" in GUIDE
    assert f"refuses {count['refused']:,} and asks about {count['asked']}; the {count['let through']} it lets" in GUIDE


def test_columns_of_people_are_found(report: Report) -> None:
    """A column of names, telephones or ids more refuses every file."""
    count: Counter[str] = Counter()
    for _, sheet, read in sheets():
        if read is None or read.header.body >= len(sheet.rows):
            continue
        for header in HEADERS:
            names = [*read.header.names, header]
            wider = replace(
                sheet, rows=[[*row, header if at < read.header.body else "Ali"] for at, row in enumerate(sheet.rows)]
            )
            count[outcome(wider, replace(read, header=replace(read.header, names=names)))] += 1
    report(f"Guard, columns of people: of {count.total()} {count['refused']} refused")
    assert set(count) == {"refused"}
    assert f"Of {count.total():,} columns of names, telephones and ids it refuses all." in GUIDE
