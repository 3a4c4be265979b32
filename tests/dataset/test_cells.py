"""Single cells: what is read, what is taken as empty, what is refused and how it is said."""

from datetime import datetime

import pytest
from hypothesis import given, strategies as st

from community_policing.core.schema import Column, Kind
from community_policing.dataset import cells

DATE, START = Column("d", Kind.DATE, ""), Column("s", Kind.START, "")
COUNT, NUMBER = Column("c", Kind.COUNT, ""), Column("n", Kind.NUMBER, "")
TEXT, PCODE = Column("t", Kind.TEXT, ""), Column("governorate", Kind.PCODE, "")


@pytest.mark.parametrize(
    ("raw", "tidied", "hidden"),
    [
        ("  Mosul ", "Mosul", False),
        ("\u00a0\u200fالموصل\u200e\u00a0", "الموصل", False),
        ("\ufeff\u200bMosul", "Mosul", False),
        ("Mo\u202esul", "Mosul", True),
        ("Mo\u200bsul\x07", "Mosul", True),
        ("کورد\u200cی", "کورد\u200cی", False),
        ("Cafe\u0301", "Café", False),
        ("two\nlines", "two\nlines", False),
    ],
)
def test_tidy(raw: str, tidied: str, hidden: bool) -> None:
    """Spaces and marks around a text go silently; hidden characters inside it go with a warning; joiners stay."""
    assert cells.tidy(raw) == (tidied, hidden)


def test_marks_that_pile_up_are_cut() -> None:
    """Four marks on a letter stay, more would be drawn over other lines and are left out with a warning; the marks of Arabic
    and Vietnamese are fewer."""
    assert cells.tidy("Z" + "\u0301\u0323" * 20 + " a") == ("\u1e92" + "\u0323" * 4 + " a", True)
    for word in ("مُحَمَّدٌ", "Tiếng Việt", "ﷲ"):
        assert cells.tidy(word)[1] is False


@pytest.mark.parametrize("raw", ["", "  ", "-", "—", "n/a", "N/A", "\u00a0"])
def test_empty(raw: str) -> None:
    """Only these stand for an empty cell."""
    assert cells.read(raw, COUNT) == cells.Cell()


@pytest.mark.parametrize("raw", ["NA", "nan", "null", "None", "TRUE", "–"])
def test_words_for_nothing_are_texts(raw: str) -> None:
    """Other words for nothing are texts, and no numbers."""
    assert cells.read(raw, TEXT).value == raw
    assert cells.read(raw, COUNT).refused is not None


@pytest.mark.parametrize(
    ("raw", "value"),
    [("12", 12), ("1,126", 1126), ("1 126", 1126), ("12.0", 12), ("١٬١٢٦", 1126), ("۱۲", 12), ("-3", -3), ("0", 0)],
)
def test_counts(raw: str, value: int) -> None:
    """Whole numbers, with thousands marks or in Arabic digits; their sign is judged with the other rules."""
    assert cells.read(raw, COUNT).value == value


@pytest.mark.parametrize("raw", ["12.5", "about 12", "1,12", "12,5", "1e3", "²", "1_000", "9999999999", "0x10", "inf"])
def test_refused_counts(raw: str) -> None:
    """Whatever is not plainly a whole number is refused, never rounded or guessed."""
    refused = cells.read(raw, COUNT).refused
    assert refused is not None
    assert (refused.rule, refused.problem) == (
        "not_a_count",
        f"“{raw}” is not a whole number. Write digits only, such as 1126.",
    )


@pytest.mark.parametrize(("raw", "value"), [("36.34", 36.34), ("٣٦٫٣٤", 36.34), ("-1.5", -1.5), ("−2", -2.0)])
def test_numbers(raw: str, value: float) -> None:
    """Decimals with a point or an Arabic decimal mark."""
    assert cells.read(raw, NUMBER).value == value


@pytest.mark.parametrize("raw", ["36,34", "36.34.1", "nan", "1" * 40])
def test_refused_numbers(raw: str) -> None:
    """A decimal comma is not guessed."""
    refused = cells.read(raw, NUMBER).refused
    assert refused is not None
    assert refused.rule == "not_a_number"


@pytest.mark.parametrize(
    "raw",
    ["2016-11-30", "30/11/2016", "30.11.2016", "30-11-2016", "30 Nov 2016", "30 November 2016", "30-Nov-2016",
     "٣٠/١١/٢٠١٦", "2016-11-30 00:00:00", "2016-11-30T00:00:00", " 30 nov. 2016"],
)  # fmt: skip
def test_days(raw: str) -> None:
    """One day in all the spellings that are accepted."""
    assert cells.read(raw, DATE) == cells.Cell(datetime(2016, 11, 30), "day")


@pytest.mark.parametrize(
    ("raw", "at_start", "at_end", "precision"),
    [
        ("2016-07", datetime(2016, 7, 1), datetime(2016, 7, 31), "month"),
        ("2016-02", datetime(2016, 2, 1), datetime(2016, 2, 29), "month"),
        ("2012", datetime(2012, 1, 1), datetime(2012, 12, 31), "year"),
        ("٢٠١٢", datetime(2012, 1, 1), datetime(2012, 12, 31), "year"),
        ("2016-11-30", datetime(2016, 11, 30), datetime(2016, 11, 30), "day"),
    ],
)
def test_months_and_years(raw: str, at_start: datetime, at_end: datetime, precision: str) -> None:
    """A month or year is its last day where something happened, its first where a period begins."""
    assert cells.read(raw, START) == cells.Cell(at_start, precision)
    assert cells.read(raw, DATE) == cells.Cell(at_end, precision)


def test_day_comes_first() -> None:
    """3/4 is the third of April; a date that only makes sense with the month first is refused, with how to write it."""
    assert cells.read("3/4/2016", DATE).value == datetime(2016, 4, 3)
    refused = cells.read("11/30/2016", DATE).refused
    assert refused is not None
    assert (refused.rule, refused.problem) == (
        "month_first",
        "“11/30/2016” has the month first. Days come first here; write 2016-11-30 if that is meant.",
    )


@pytest.mark.parametrize(
    "raw",
    ["2016-02-30", "2016-13", "2016-00", "31/4/2016", "30 Foo 2016", "Nov 2016", "16-11-30", "30/11-2016", "1899",
     "2016-11-30 10:15:00", "0/1/2016", "soon", "42704", "2/30/2016"],
)  # fmt: skip
def test_refused_dates(raw: str) -> None:
    """Days that do not exist, times of day, serial numbers and words are refused with what to write."""
    refused = cells.read(raw, DATE).refused
    assert refused is not None
    assert (refused.rule, refused.problem) == (
        "not_a_date",
        f"“{raw}” is not a date. Write it as 2016-11-30, or 2016-11 or 2016 where only that is known.",
    )


def test_words_of_a_vocabulary() -> None:
    """Case, spaces and hyphens do not matter in words of a closed vocabulary."""
    assert cells.read("Under  Way", Column("status", Kind.TEXT, "", choices=("under_way",))).value == "under_way"
    assert cells.read("handed-over", Column("status", Kind.TEXT, "", choices=("handed_over",))).value == "handed_over"
    assert cells.read("eur", Column("currency", Kind.TEXT, "")).value == "EUR"


def test_grants() -> None:
    """Grant ids are listed once each, `;` between them; a cell of separators only is empty."""
    grants = Column("grants", Kind.GRANTS, "")
    assert cells.read("G2; G1 ;G2;", grants).value == "G2;G1"
    assert cells.read(" ; ", grants).value is None


@pytest.mark.parametrize("raw", ["Ninewa", "Nineveh", "نينوى", "IQG15", " ninewa "])
def test_governorates(raw: str) -> None:
    """A spelling from geo/governorates.csv becomes its P-code, without an issue."""
    assert cells.read(raw, PCODE) == cells.Cell("IQG15")


@pytest.mark.parametrize(("raw", "pcode"), [("IQ-TS", "IQG13"), ("IQ-G08", "IQG09")])
def test_codes_of_other_schemes(raw: str, pcode: str) -> None:
    """A code of another scheme is read with a warning, or refused: never taken silently."""
    cell = cells.read(raw, PCODE)
    if cell.refused:
        assert (cell.refused.rule, cell.value) == ("unknown_governorate", None)
    else:
        assert (cell.value, [rule for rule, _ in cell.notes]) == (pcode, ["matched_inexactly"])


@given(st.text(max_size=30), st.sampled_from(list(Kind)))
def test_any_text_is_read_or_refused(raw: str, kind: Kind) -> None:
    """No text makes reading fail; a refused cell has no value."""
    cell = cells.read(raw, Column("x", kind, ""))
    assert cell.refused is None or cell.value is None
