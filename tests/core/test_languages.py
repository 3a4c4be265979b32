"""Languages as data: numbers, dates, lists, order and direction of each, and figures that stay whole in a line."""

from datetime import date

import pytest

from community_policing.core import bidi, formats
from community_policing.core.i18n import ask_for_language, clauses, joined, language, listed, speaking
from community_policing.core.languages import LANGUAGES
from community_policing.core.quantity import Quantity

LRM, RLM = "\u200e", "\u200f"
DAY = date(2016, 11, 30)


@pytest.mark.parametrize(
    ("code", "day", "month", "quarter"),
    [
        ("en", "30 Nov 2016", "Nov 2016", "Q4 2016"),
        ("ar", "30 تشرين الثاني 2016", "تشرين الثاني 2016", "الربع الرابع 2016"),
        ("ckb", "30ی تشرینی دووەمی 2016", "تشرینی دووەمی 2016", "چارەکی 4ی 2016"),
    ],
)
def test_dates(code: str, day: str, month: str, quarter: str) -> None:
    """Months are Iraq's, and digits European, as IOM and UN Iraq write them."""
    with speaking(code):
        assert [formats.day(DAY, precision) for precision in ("day", "month", "quarter", "year")] == [
            day,
            month,
            quarter,
            "2016",
        ]


@pytest.mark.parametrize("code", LANGUAGES)
def test_numbers(code: str) -> None:
    """Digits and separators are the same in every language: a file can be read again, and figures compared."""
    with speaking(code):
        assert (formats.number(1234567), formats.number(12.5, 1)) == ("1,234,567", "12.5")


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (Quantity.exactly(1105), "1,105"),
        (Quantity(1100, None), f"{LRM}≥ 1,100{LRM}"),
        (Quantity(59, 992), f"{LRM}59 – 992{LRM}"),
    ],
)
def test_a_figure_stays_whole(value: Quantity, text: str) -> None:
    """Signs and bounds keep their side of the number in a line from right to left, and English has no marks at all."""
    with speaking("ar"):
        assert formats.quantity(value) == text.replace(" ", "\u00a0")  # and no line ends within it
    assert formats.quantity(value) == bidi.without_marks(text)


@pytest.mark.parametrize(
    ("text", "result"),
    [
        ("لەلایەن IOM، 13 لەلایەن پۆلیس", f"لەلایەن IOM{RLM}، 13 لەلایەن پۆلیس"),
        ("A · 30ی تشرین", f"A{RLM} · 30ی تشرین"),
        (f"{RLM}{LRM}Forum A, 2{LRM}{RLM}، 5", f"{RLM}{LRM}Forum A, 2{LRM}{RLM}، 5"),
        ("27% ← 26%", f"{LRM}27%{LRM}{RLM} ← {LRM}26%{LRM}"),
        ("≥", f"{LRM}≥{LRM}"),
        ("اكتب 2016-11-30 أو 2016", f"اكتب {LRM}2016-11-30{LRM} أو 2016"),
    ],
)
def test_what_stands_beside_a_figure(text: str, result: str) -> None:
    """A figure after a Latin word, or after another figure, follows it from the right; a name keeps its own; a sign that stands
    alone is not mirrored, and a date as files have it begins with its year."""
    assert bidi.figures(text) == result


@pytest.mark.parametrize(
    ("text", "result"),
    [
        ("Basra Forum (North)", f"{RLM}{LRM}Basra Forum (North){LRM}{RLM}"),
        (f"{RLM}{LRM}Basra{LRM}{RLM}", f"{RLM}{LRM}Basra{LRM}{RLM}"),
        ("منتدى Basra", "منتدى Basra"),
        ("2016", "2016"),
        ("", ""),
    ],
)
def test_a_latin_name_stays_whole(text: str, result: str) -> None:
    """A name in Latin letters keeps its brackets and full stop, once; what is Arabic or a number is left alone."""
    assert bidi.isolated(text) == result


def test_rows_of_names() -> None:
    """Names and parts are joined as each language writes them."""
    names = ["بغداد", "البصرة", "نينوى"]
    with speaking("ar"):
        assert (joined(names), listed(names), clauses(names)) == (
            "بغداد، البصرة ونينوى", "بغداد، البصرة، نينوى", "بغداد؛ البصرة؛ نينوى",
        )  # fmt: skip
    with speaking("ckb"):
        assert joined(names[:2]) == "بغداد و البصرة"
    with speaking("ar"):
        latin = f"{RLM}{LRM}{{}}{LRM}{RLM}".format
        assert joined(["A", "B"]) == f"{latin('A')} و{latin('B')}"
    assert (joined(["A", "B", "C"]), joined(["A"]), joined([]), clauses(["a", "b"])) == ("A, B and C", "A", "", "a; b")


def test_the_order_of_a_dictionary() -> None:
    """Sorani letters have the places of its alphabet, which Unicode does not give them; Arabic passes over its article."""
    assert sorted(["هەولێر", "کەرکووک", "پێنجوێن", "بەغدا", "ڕانیە"], key=LANGUAGES["ckb"].order) == [
        "بەغدا", "پێنجوێن", "ڕانیە", "کەرکووک", "هەولێر",
    ]  # fmt: skip
    assert sorted(["نينوى", "البصرة", "أربيل", "بغداد"], key=LANGUAGES["ar"].order) == [
        "أربيل",
        "البصرة",
        "بغداد",
        "نينوى",
    ]
    assert sorted(["Najaf", "al-Anbar", "Babil"], key=LANGUAGES["en"].order) == ["al-Anbar", "Babil", "Najaf"]


def test_a_reader_is_asked_for_the_language(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where no block says a language, that of the reader holds; a block goes before it."""
    monkeypatch.setattr("community_policing.core.i18n._readers", [])
    ask_for_language(lambda: "ckb")
    with speaking(""):  # what a reader answers holds in the thread, and is to be gone with the test
        with speaking("ar"):
            assert language() == "ar"
        assert language() == "ckb"
