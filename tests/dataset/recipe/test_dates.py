"""Dates of a column: every form that offices write, one order of day and month, and what is asked or refused."""

from datetime import date

import pytest
from hypothesis import given, strategies as st

from community_policing.core.schema import TABLES, Column, Kind
from community_policing.dataset import cells
from community_policing.dataset.intake.recipe.questions import By, Questions
from community_policing.dataset.intake.recipe.readers import dates
from community_policing.dataset.intake.recipe.readers.date_forms import form_of
from community_policing.dataset.intake.recipe.readers.dates import read
from community_policing.dataset.intake.recipe.readers.month_names import BESIDE, GREGORIAN, HIJRI, MONTH_COLUMNS
from community_policing.dataset.intake.recipe.sheet import Reading

COLUMN = TABLES["fora"].column("established_on")


def once(*texts: str) -> dict[str, int]:
    return dict.fromkeys(texts, 1)


def days(*texts: str, header: str = "", questions: Questions | None = None) -> list[object]:
    """What `cells.read` makes of each text once it is read: the moment's day or month, or the rule it breaks."""
    reading = read(once(*texts), COLUMN, "fora", questions or Questions(), header=header)
    return [_day(reading, text) for text in texts]


def _day(reading: Reading, text: str) -> str:
    if text in reading.problems:
        return reading.problems[text][0]
    cell = cells.read(reading.texts.get(text, text), COLUMN)
    if cell.refused:
        return cell.refused.rule
    assert cell.value is not None
    return str(cell.value)[: {"day": 10, "month": 7, "year": 4}[str(cell.precision)]]


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2016-10-15", "2016-10-15"),
        ("2016/10/15", "2016-10-15"),
        ("2016/9/5", "2016-09-05"),
        ("2016.10.15", "2016-10-15"),
        ("20161015", "2016-10-15"),
        ("2016-11-15T06:34:00.000+03:00", "2016-11-15"),
        ("2016-11-15T23:59:00Z", "2016-11-15"),
        ("15/11/2016 06:34:00 ص", "2016-11-15"),
        ("15 / 11 / 2016", "2016-11-15"),
        ("15-10-2016م", "2016-10-15"),
        ("16-Oct-16", "2016-10-16"),
        ("Saturday, October 15th, 2016", "2016-10-15"),
        ("15 تشرين الأول 2016", "2016-10-15"),
        ("١٦ تشرين الثاني ٢٠١٦", "2016-11-16"),
        ("1 تشرين 2 2016", "2016-11-01"),
        ("15 ت1 2016", "2016-10-15"),
        ("20 كانون الثاني 2016", "2016-01-20"),
        ("السبت 15 أكتوبر 2016", "2016-10-15"),
        ("15ی تشرینی یەکەمی 2016", "2016-10-15"),
        ("١٥ی ئۆکتۆبەری ٢٠١٦", "2016-10-15"),
        ("السبت 15/10/2016", "2016-10-15"),
        ("15/10/2016 (Sat)", "2016-10-15"),
        ("2016-10-00", "2016-10"),
        ("Nov 2016", "2016-11"),
        ("نوفمبر 2016", "2016-11"),
        ("10/2016", "2016-10"),
        ("11-2016", "2016-11"),
        ("201610", "2016-10"),
        ("Oct-16", "2016-10"),
        ("2016", "2016"),
    ],
)
def test_forms(text: str, day: str) -> None:
    """A date that nobody would call unclear is read as the day or month that stands there."""
    assert days(text) == [day]


@pytest.mark.parametrize(
    "text",
    [
        "31/02/2016",
        "2016-00-15",
        "00/10/2016",
        "2016-13-45",
        "15/10/86",
        "Phase 2 Nov 2016",
        "mid Oct 2016",
        "Q4 2016",
        "soon",
    ],
)
def test_not_dates(text: str) -> None:
    """What is no day, or only a quarter, is refused."""
    assert days(text) == ["not_a_date"]


@pytest.mark.parametrize(("month", "name"), [(month, name) for month, names in GREGORIAN.items() for name in names])
def test_every_month_name(month: int, name: str) -> None:
    """Every name of a month is read, between a day and a year."""
    assert days(f"15 {name} 2016") == [f"2016-{month:02}-15"]


@pytest.mark.parametrize("word", BESIDE)
def test_every_word_beside_a_date(word: str) -> None:
    """Weekdays, words for month and year, and endings of numbers may stand beside a date in words."""
    assert days(f"{word} 15 Oct 2016") == ["2016-10-15"] or days(f"15 {word} Oct 2016") == ["2016-10-15"]


@pytest.mark.parametrize("header", MONTH_COLUMNS)
def test_every_header_of_months(header: str) -> None:
    """Below every header of months a first day is its month."""
    assert days("2016-10-01", header=header.upper()) == ["2016-10"]


@given(st.dates(date(2012, 1, 1), date(2039, 12, 31)))
def test_every_day_comes_back(day: date) -> None:
    """A day in any numeric form, or with any name of its month, is that day."""
    names = [name for name in GREGORIAN[day.month] if not any(letter.isdigit() for letter in name)]
    texts = [
        day.isoformat(),
        f"{day:%Y/%m/%d}",
        f"{day:%Y%m%d}",
        f"{day:%d/%m/%Y}",
        f"{day:%d.%m.%y}",
        f"{day:%d-%m-%Y} 10:15",
    ]
    texts += [f"{day.day} {name} {day.year}" for name in names] + [f"{name} {day.day}, {day.year}" for name in names]
    assert set(days(*texts)) == {day.isoformat()}


@pytest.mark.parametrize("name", [name for names in HIJRI.values() for name in names])
def test_every_hijri_month(name: str) -> None:
    """Every name of a Hijri month makes the date one that is refused."""
    assert days(f"14 {name} 1438") == ["hijri_date"]


def test_short_years() -> None:
    """A year of two digits is one after 2000, with a warning that says how it was read."""
    reading = read(once("15/10/16", "16-Oct-16", "5.10.16"), COLUMN, "fora", Questions())
    assert reading.texts == {"15/10/16": "2016-10-15", "16-Oct-16": "2016-10-16", "5.10.16": "2016-10-05"}
    assert reading.notes["15/10/16"] == (
        "two_digit_year",
        "“15/10/16” was read as 2016-10-15. Write the year with four digits.",
    )
    assert set(reading.notes) == set(reading.texts)


def test_an_order_that_nothing_shows_is_asked() -> None:
    """Where every date is one in both orders, the day comes first if nobody says otherwise; somebody has to."""
    questions = Questions()
    assert days("4/12/2016", "5/12/2016", questions=questions) == ["2016-12-04", "2016-12-05"]
    assert [(q.id, q.by, q.answer) for q in questions.asked.values()] == [
        ("fora/reading/established_on order", By.NOBODY, "day_first")
    ]
    changed = Questions({"fora/reading/established_on order": "month_first"})
    assert days("4/12/2016", "5/12/2016", questions=changed) == ["2016-04-12", "2016-05-12"]


@pytest.mark.parametrize(
    "texts", [("4/12/2016", "23/12/2016"), ("4.12.2016",), ("٤/١٢/٢٠١٦",)], ids=["shown", "dots", "Arabic digits"]
)
def test_day_first_is_certain(texts: tuple[str, ...]) -> None:
    """A date that shows it, dots and the digits of Arabic settle that the day comes first: nobody has to answer."""
    questions = Questions()
    assert days(*texts, questions=questions)[0] == "2016-12-04"
    assert questions.open == ()


def test_a_day_in_the_other_order_is_told() -> None:
    """Where a person or a recipe says that the month comes first, a day that has its day first is no date of that column."""
    answered = Questions({"fora/reading/established_on order": "month_first"})
    assert days("4/12/2016", "23/12/2016", questions=answered) == ["2016-04-12", "not_a_date"]


def test_month_first_is_asked_for_the_column() -> None:
    """One date that can only have its month first makes it the proposal for all of the column, asked once with samples."""
    questions = Questions()
    assert days("10/05/2016", "11/23/2016", "09/06/2016", questions=questions) == [
        "2016-10-05",
        "2016-11-23",
        "2016-09-06",
    ]
    (question,) = questions.open
    assert (question.proposed, question.rows) == ("month_first", 3)
    assert question.sample == (("10/05/2016", "2016-10-05"), ("09/06/2016", "2016-09-06"), ("11/23/2016", "2016-11-23"))
    answered = Questions({question.id: "day_first"})
    assert days("10/05/2016", "11/23/2016", questions=answered) == ["2016-05-10", "month_first"]


def test_both_orders_are_asked() -> None:
    """Dates that contradict each other are asked about, with the order that most of them show as the proposal."""
    questions = Questions()
    assert days("15/10/2016", "16/10/2016", "11/23/2016", "4/5/2016", questions=questions) == [
        "2016-10-15",
        "2016-10-16",
        "month_first",
        "2016-05-04",
    ]
    assert [question.proposed for question in questions.open] == ["day_first"]


def test_order_of_another_column() -> None:
    """A column that shows no order takes that of the file's other columns as the proposal, and is asked."""
    assert dates.order_of(["10/05/2016", "11/23/2016"]) == "month_first"
    assert dates.order_of(["23/11/2016"]) == "day_first"
    assert dates.order_of(["23/11/2016", "11/23/2016"]) == dates.order_of(["10/05/2016", "2016"]) == ""
    questions = Questions()
    assert read(once("4/12/2016"), COLUMN, "fora", questions, order="month_first").texts == {"4/12/2016": "2016-04-12"}
    assert len(questions.open) == 1


def test_days_with_one_reading_ask_nothing() -> None:
    """A day that is the same in both orders is no question."""
    questions = Questions()
    assert days("10/10/2016", "2016/10/15", questions=questions) == ["2016-10-10", "2016-10-15"]
    assert not questions.asked


def test_numbers_of_a_spreadsheet() -> None:
    """Days as a spreadsheet counts them are asked for once; with the answer that they are none they are refused."""
    questions = Questions()
    assert days("42658", "42659.5", questions=questions) == ["2016-10-15", "2016-10-16"]
    (question,) = questions.open
    assert list(question.choices) == ["1900", "1904", "none"]
    assert days("41196", questions=Questions({question.id: "1904"})) == ["2016-10-15"]
    assert days("42658", questions=Questions({question.id: "none"})) == ["not_a_date"]


def test_the_missing_year_is_asked() -> None:
    """Dates without a year take the one that is answered; the year of the column's other dates is the proposal."""
    questions = Questions()
    assert days("15 Nov", "تشرين الثاني", "2016-11-20", questions=questions) == ["2016-11-15", "2016-11", "2016-11-20"]
    (question,) = questions.open
    assert days("15 Nov", questions=Questions({question.id: "2015"})) == ["2015-11-15"]
    assert days("15 Nov", questions=Questions({question.id: "last"})) == days("15 Nov") == ["not_a_date"]


def test_hijri_dates() -> None:
    """A Hijri date is never a Gregorian one: it is refused, with the day that is meant and how to write it."""
    texts = ("1438/01/14", "14/01/1438", "14 محرم 1438", "14-01-1438هـ")
    problems = read(once(*texts), COLUMN, "fora", Questions()).problems
    assert [problem for _, problem in problems.values()] == [
        f"“{text}” is a date of the Hijri calendar, about 2016-10-15. Write 2016-10-15 if that is meant."
        for text in texts
    ]
    assert read(once("محرم 1438"), COLUMN, "fora", Questions()).problems["محرم 1438"] == (
        "hijri_date",
        "“محرم 1438” is a date of the Hijri calendar. Write the Gregorian one, as 2016-11-30.",
    )


def test_columns_of_months() -> None:
    """Below a header of months the first of a month stands for the month; a column with other days keeps them."""
    assert days("2016-10-01", "2016-11-01", header="Month") == ["2016-10", "2016-11"]
    assert days("2016-10-01", header="الشهر") == ["2016-10"]
    assert days("2016-10-01", "2016-11-15", header="Month") == ["2016-10-01", "2016-11-15"]
    assert days("2016-10-01", header="Date") == ["2016-10-01"]


def test_start_of_a_period() -> None:
    """A column of starts is read by the same forms."""
    assert read(once("Nov 2016"), Column("starts_on", Kind.START, ""), "grants", Questions()).texts == {
        "Nov 2016": "2016-11"
    }


def test_long_texts_are_no_dates() -> None:
    """A long text is no date, however it begins."""
    assert form_of("15 October 2016 " + "x" * 100) is None
