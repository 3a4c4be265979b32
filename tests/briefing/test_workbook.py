"""The workbook of a briefing, read back by openpyxl: every number as it was shown, its bounds as numbers, no cell a formula."""

import io
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from openpyxl import load_workbook

from community_policing.briefing.model import Briefing, Number, Points, Slide, Table, numbers
from community_policing.briefing.snapshot import frozen
from community_policing.briefing.xlsx.workbook import workbook
from tests.briefing_sample import FOOT, draft, number, sample

HOSTILE = " \"x' <script>alert(1)</script> 😀 =cmd|'/c calc'!A1 ناحية\x07\u202e[]:*?/\\ " + "long " * 40


def read(briefing: Briefing) -> Any:
    """The workbook as openpyxl reads it."""
    return load_workbook(io.BytesIO(workbook(briefing)))


def cells(sheet: Any) -> Iterator[Any]:
    """Every cell that holds something."""
    return (cell for row in sheet.iter_rows() for cell in row if cell.value is not None)


def listed(sheet: Any) -> list[tuple[Any, ...]]:
    """The rows of the list of every number: figure, place, as shown, at least, at most, unit, as of, rows, meaning, withheld."""
    rows = [tuple(row) for row in sheet.iter_rows(values_only=True)]
    heads = [
        place for place, row in enumerate(rows) if row[:3] == ("Figure", "Place", "As shown") and row[3] == "At least"
    ]
    if not heads:
        return []
    after = rows[heads[0] + 1 :]
    return after[: next(place for place, row in enumerate(after) if row[0] is None)]


def bounds(each: Number) -> tuple[object, object]:
    """A number's bounds as the list has them."""
    if each.low is None:
        return "not known", "not known"
    return each.low, "no bound" if each.high is None else each.high


@pytest.mark.parametrize("hostile", ["", HOSTILE], ids=["plain", "hostile"])
def test_every_number_stands_on_its_sheet(hostile: str) -> None:
    """Each number of a slide is on its sheet as the text that was shown, with its bounds as numbers, unit, date and rows."""
    briefing = sample(hostile)
    book = read(briefing)
    assert len(book.sheetnames) == len(briefing.slides) + 1
    for slide, name in zip(briefing.slides, book.sheetnames[1:], strict=True):
        expected = [
            (each.label, each.place or None, each.text, *bounds(each), each.unit or None, each.as_of, each.rows)
            for each in dict.fromkeys(numbers(slide))
        ]
        assert [row[:8] for row in listed(book[name])] == expected


def test_definitions_and_what_was_withheld() -> None:
    """Beside each number stands which definition, method, caveat and sources are its own, and why it is not exact."""
    one = number("a", 1, "1 – 9", 9, definition="Seats.", method="summed", caveat="Mind.", withheld="Few people.")
    other = number("b", 2, definition="People.")
    slide = Slide("reach", "reach", "x", "", (Table("T", ("a", "b", "c"), ((one, other, one),)),), FOOT)
    sheet = read(frozen(replace(draft(), slides=(slide,)), "x"))["reach"]
    assert [row[8:10] for row in listed(sheet)] == [(1, "Few people."), (2, None)]
    said = [cell.value for cell in cells(sheet)]
    assert [value for value in said if str(value)[:3] in ("1. ", "2. ")] == ["1. Seats.", "2. People."]
    assert {"summed", "Mind.", "Made up"} <= set(said)


def test_tables_hold_real_numbers() -> None:
    """In a slide's own tables what is known exactly is a number that reads as it was shown; all else is its text."""
    row = (number("a", 1126, "1,126"), number("b", 62, "62 %"), number("c", 400, "400 – 1,126", 1126), number("d", None),
           number("e", 0.333, "0.3"))  # fmt: skip
    slide = Slide("t", "stand", "x", "", (Table("T", tuple("abcde"), (row,)),), FOOT)
    sheet = read(frozen(replace(draft(), slides=(slide,)), "x"))["t"]
    first = next(line for line in sheet.iter_rows() if line[0].value == 1126)
    assert [(cell.value, cell.number_format) for cell in first if cell.value is not None] == [
        (1126, "#,##0"), (62, '#,##0" %"'), ("400 – 1,126", "General"), ("–", "General"), ("0.3", "General"),
    ]  # fmt: skip


def test_every_sheet_says_what_it_is() -> None:
    """Id, as-of date, choice, illustrative mark and footnote stand on each sheet; on the first also hash, maker, dataset,
    release, audience, licence, and a link to each slide's sheet."""
    briefing = sample()
    book = read(briefing)
    for slide, name in zip(briefing.slides, book.sheetnames[1:], strict=True):
        said = [cell.value for cell in cells(book[name])]
        assert said[0] == slide.headline
        assert "As of 30 Nov 2016 · Phase: Phase 2 · briefing " + briefing.id in said
        assert {"Illustrative data", slide.footnote} <= set(said)
        assert briefing.id in book[name].oddFooter.right.text
        assert (book[name].freeze_panes, book[name].page_setup.orientation, book[name].print_title_rows) == (
            "A6", "landscape", "$1:$5",
        )  # fmt: skip
    about = book["About"]
    said = {cell.value for cell in cells(about)}
    assert {briefing.id, briefing.sha256, briefing.made_at, "analyst", "30 Nov 2016", "Phase: Phase 2", "Demonstration data",
            "release 3 (abc123def456)", "donor", "CC BY 4.0", "Illustrative data"} <= said  # fmt: skip
    links = [cell.hyperlink.location for cell in cells(about) if cell.hyperlink]
    assert links == [f"'{name}'!A1" for name in book.sheetnames[1:]]


def test_nothing_is_a_formula() -> None:
    """What looks like a formula is text and is quoted, so that editing its cell makes none of it; what no cell can hold, and
    what would turn a line round, is visible."""
    slide = Slide(
        "x", "risk", "=1+1", "+1", (Table("@x", ("-a", "\x07b"), (("=cmd|'/c calc'!A1", "a\u202eb"),)),), "=2"
    )
    book = read(frozen(replace(draft(), title="=3", slides=(slide,)), "=4"))
    found = [cell for sheet in book for cell in cells(sheet)]
    assert {cell.data_type for cell in found} == {"s"}
    formulas = [cell for cell in found if cell.value[0] in "=+-@"]
    assert sorted({cell.value for cell in formulas}) == [
        "+1",
        "-a",
        "=1+1",
        "=2",
        "=3",
        "=4",
        "=cmd|'/c calc'!A1",
        "@x",
    ]
    assert all(cell.quotePrefix for cell in formulas)
    assert {"�b", "a�b"} <= {cell.value for cell in found}


def test_names_of_sheets() -> None:
    """Any key gives a sheet: its characters and length as spreadsheets want them, none twice, whatever the case."""
    keys = ("a/b[c]:*?", "About", "history", "x" * 40, "X" * 40, "", "'", "ناحية")
    slides = tuple(Slide(key, "risk", "h", "", (), "") for key in keys)
    names = read(frozen(replace(draft(), slides=slides), "x")).sheetnames
    assert names == ["About", "a b c", "About 2", "history 2", "x" * 26, f"{'X' * 26} 2", "risk", "risk 2", "ناحية"]


def test_nothing_to_show() -> None:
    """Slides without blocks, tables without rows and lists without points say so; forty slides are forty sheets."""
    empty = (Table("T", ("a", "b"), (), nothing="No row."), Points("P", (), "No point."))
    slides = tuple(Slide(f"s{place}", "risk", "h", "", empty if place else (), "") for place in range(40))
    book = read(frozen(replace(draft(), slides=slides), "x"))
    assert len(book.sheetnames) == 41
    assert [cell.value for cell in cells(book["s1"])][3:] == ["T", "a", "b", "No row.", "P", "No point."]
    assert len(list(cells(book["s0"]))) == 3


def test_notes_are_not_for_donors() -> None:
    """The presenter's notes are in the workbook of those inside alone."""
    donors, inside = sample(), frozen(replace(draft(), audience="internal"), "x")
    assert "Say who set them up." not in {cell.value for cell in cells(read(donors)["stand"])}
    assert "Say who set them up." in {cell.value for cell in cells(read(inside)["stand"])}


def test_lines_are_as_high_as_their_texts() -> None:
    """A text of many lines makes its line higher, so that none of it is hidden; no line is higher than a sheet allows."""
    slide = Slide("x", "risk", "h", "", (Table("T", ("a", "b"), (("word " * 60, "b"), ("word " * 3000, "b"))),), "")
    sheet = read(frozen(replace(draft(), slides=(slide,)), "x"))["x"]
    heights = [sheet.row_dimensions[row].height for row in (9, 10)]
    assert (heights[0] >= 45, heights[1]) == (True, 405)


def test_the_same_briefing_gives_the_same_bytes() -> None:
    """Built twice it is the same file; its date is the briefing's own."""
    assert workbook(sample()) == workbook(sample())
    assert read(sample()).properties.created.isoformat() == "2016-12-01T09:30:00"
