"""Date reader: the dates of a column in every form that offices write, with day and month in the order of the whole column."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from functools import partial

from community_policing.core.i18n import t
from community_policing.core.safe_text import printable
from community_policing.core.schema import Column, Kind
from community_policing.dataset.intake.recipe.questions import Questions, Sample, Step
from community_policing.dataset.intake.recipe.readers.date_forms import (
    Day,
    Form,
    Hijri,
    Pair,
    Quarter,
    Serial,
    Yearless,
    form_of,
)
from community_policing.dataset.intake.recipe.readers.folding import folded
from community_policing.dataset.intake.recipe.readers.month_names import MONTH_COLUMNS
from community_policing.dataset.intake.recipe.sheet import Reading

DAY_FIRST, MONTH_FIRST = "day_first", "month_first"
_NOT_READ = "none"
_EXCHANGE, _KEEP = "exchange", "keep"
Told = tuple[str, str]


def read(
    texts: Mapping[str, int], column: Column, table: str, questions: Questions, *, header: str = "", order: str = "",
    settled: str = "", spreadsheet: bool = False,
) -> Reading:  # fmt: skip
    """Read each distinct text as a day, a month or a year.

    Parameters
    ----------
    texts
        Distinct text -> how many rows have it.
    header
        What the file calls the column: below a header of months, first days stand for their month.
    order
        `order_of` the file's other date columns, where this one shows none of its own.
    settled
        The order that was asked for another column of the file, none of which shows any: one question for all of them.
    spreadsheet
        Whether real dates of a spreadsheet stand as ISO ones among texts.
    """
    forms = {text: form_of(text) for text in texts}
    ask = partial(_ask, texts, column, table, questions)
    meant = {text: form.text for text, form in forms.items() if isinstance(form, Day)}
    if spreadsheet:
        meant |= _turned(forms, ask)
    pairs = {x: f for x, f in forms.items() if isinstance(f, Pair)}
    meant |= _pairs(pairs, order, settled, ask)
    meant |= _serials({x: f for x, f in forms.items() if isinstance(f, Serial)}, ask)
    meant |= _yearless({x: f for x, f in forms.items() if isinstance(f, Yearless)}, meant.values(), ask)
    if column.kind is Kind.MONTH:
        meant = {text: day[:7] for text, day in meant.items()}
    elif folded(header) in {folded(name) for name in MONTH_COLUMNS}:
        meant = _months(meant)
    notes = {text: _short(text, meant[text]) for text, form in forms.items() if text in meant and _is_short(form)}
    problems = {text: told for text, form in forms.items() if (told := _problem(text, form))}
    problems |= {text: _other_order(text) for text, pair in pairs.items() if text not in meant and not pair.month_first}
    return Reading({text: day for text, day in meant.items() if day != text}, notes, problems)


def order_of(texts: Iterable[str]) -> str:
    """The order that dates of day and month show: `day_first`, `month_first`, or "" for none or both."""
    shown = {_order(form) for text in texts if isinstance(form := form_of(text), Pair)} - {""}
    return shown.pop() if len(shown) == 1 else ""


def _order(pair: Pair) -> str:
    """The only order in which the pair is a day; "" where both are."""
    if pair.day_first and pair.month_first:
        return ""
    return DAY_FIRST if pair.day_first else MONTH_FIRST


def _ask(
    texts: Mapping[str, int],
    column: Column,
    table: str,
    questions: Questions,
    about: str,
    text: str,
    choices: Mapping[str, str],
    proposed: str,
    certain: bool,
    readings: Mapping[str, Callable[[str], str]],
    *,
    free: bool = False,
) -> str:
    """Ask how the texts that `readings` name are read; each reads its text with an answer."""

    def sample(answer: str) -> Sample:
        return ((text, as_read(answer)) for text, as_read in readings.items())

    return questions.ask(
        Step.READING, f"{column.name} {about}", text, choices, proposed, certain=certain, table=table, column=column.name,
        rows=sum(texts[text] for text in readings), sample=sample, free=free,
    )  # fmt: skip


def _pairs(pairs: Mapping[str, Pair], order: str, settled: str, ask: Callable[..., str]) -> dict[str, str]:
    """Text -> day, in the order of the column; a text that is no day in that order has no entry."""
    if not pairs:
        return {}
    shown = Counter(_order(pair) for pair in pairs.values())
    if shown[MONTH_FIRST] and shown[DAY_FIRST]:
        proposed = max((DAY_FIRST, MONTH_FIRST), key=lambda each: shown[each])
        sentence = t("Some dates can only have the day first and some only the month. Which comes first in all others?")
    else:
        proposed = (
            DAY_FIRST if shown[DAY_FIRST] else MONTH_FIRST if shown[MONTH_FIRST] else order or settled or DAY_FIRST
        )
        sentence = t("Which comes first in these dates, the day or the month?")
    unclear = [text for text, pair in pairs.items() if pair.day_first != pair.month_first]
    sure = shown[DAY_FIRST] or order == DAY_FIRST or all(pairs[text].days_first for text in unclear)
    certain = bool(sure) and proposed == DAY_FIRST and not shown[MONTH_FIRST] and order != MONTH_FIRST
    certain = certain or bool(settled and not order and not shown[DAY_FIRST] and not shown[MONTH_FIRST])
    choices = {DAY_FIRST: t("The day first"), MONTH_FIRST: t("The month first")}
    answer = proposed
    if unclear:
        readings = {text: partial(_in_order, pairs[text]) for text in sorted(unclear, key=lambda x: _order(pairs[x]))}
        answer = ask("order", sentence, choices, proposed, certain, readings)
    meant = {text: _in_order(pair, answer) for text, pair in pairs.items()}
    return {text: day for text, day in meant.items() if day}


def _turned(forms: Mapping[str, Form], ask: Callable[..., str]) -> dict[str, str]:
    """Text -> day, of dates that a spreadsheet may have turned: it took 10/5 for the 10th of May, and left 10/23 as a text.

    So it is where every text has but one order, and no date has a day that is no month.
    """
    orders = {_order(form) for form in forms.values() if isinstance(form, Pair)}
    days = {text: form for text, form in forms.items() if isinstance(form, Day) and form.day and text == form.text}
    if len(orders) != 1 or "" in orders or not days or any(day.day > 12 for day in days.values()):
        return {}
    other = {text: Day(day.year, day.day, day.month).text for text, day in days.items()}
    first, turned = next(iter(other.items()))
    choices = {_EXCHANGE: t("Exchange them: {cell} is {day}", cell=first, day=turned), _KEEP: t("No, they are right")}
    sentence = t(
        "Some dates are texts, so the spreadsheet may have exchanged day and month in the others. Exchange them back?"
    )
    readings = {text: partial(_exchanged, text, day) for text, day in other.items()}
    answer = ask("exchanged", sentence, choices, _EXCHANGE, False, readings)
    return other if answer == _EXCHANGE else {}


def _exchanged(text: str, other: str, answer: str) -> str:
    return other if answer == _EXCHANGE else text


def _other_order(text: str) -> Told:
    sentence = t("“{value}” has the day first, and the others of the column the month. Write it as 2016-11-30.",
                 value=printable(text))  # fmt: skip
    return "not_a_date", sentence


def _in_order(pair: Pair, order: str) -> str:
    return pair.month_first if order == MONTH_FIRST else pair.day_first


def _serials(serials: Mapping[str, Serial], ask: Callable[..., str]) -> dict[str, str]:
    """Text -> day, for days as a spreadsheet counts them."""
    if not serials:
        return {}
    example = next(iter(serials.values()))
    choices = {
        "1900": t("Days as Excel counts them: {number} is {day}", number=example.days, day=example.text("1900")),
        "1904": t("Days as old Excel on a Mac counted them: {number} is {day}", number=example.days,
                  day=example.text("1904")),
        _NOT_READ: t("They are no dates"),
    }  # fmt: skip
    readings = {text: partial(_counted, text, serial) for text, serial in serials.items()}
    sentence = t("Some cells hold numbers where dates are expected. What are they?")
    answer = ask("numbers", sentence, choices, "1900", False, readings)
    return {} if answer == _NOT_READ else {text: serial.text(answer) for text, serial in serials.items()}


def _counted(text: str, serial: Serial, answer: str) -> str:
    return text if answer == _NOT_READ else serial.text(answer)


def _yearless(yearless: Mapping[str, Yearless], days: Iterable[str], ask: Callable[..., str]) -> dict[str, str]:
    """Text -> day, where the year is asked for."""
    if not yearless:
        return {}
    years = Counter(day[:4] for day in days)
    choices = {year: year for year in sorted(years)}
    proposed = years.most_common(1)[0][0] if years else ""
    readings = {text: partial(_with_year, text, form) for text, form in yearless.items()}
    sentence = t("Some dates have no year. Which year are they of? Write it as 2016.")
    year = ask("year", sentence, choices, proposed, False, readings, free=True)
    meant = {text: _with_year("", form, year) for text, form in yearless.items()}
    return {text: day for text, day in meant.items() if day}


def _with_year(text: str, yearless: Yearless, year: str) -> str:
    if len(year) == 4 and year.isdecimal() and 1900 <= int(year) < 2100:
        return yearless.text(int(year))
    return text


def _months(meant: Mapping[str, str]) -> dict[str, str]:
    """The months of a column of months; days where any is not the first of its month."""
    if all(len(day) < 10 or day.endswith("-01") for day in meant.values()):
        return {text: day[:7] for text, day in meant.items()}
    return dict(meant)


def _is_short(form: Form) -> bool:
    return isinstance(form, Day | Pair) and form.short


def _short(text: str, day: str) -> Told:
    return "two_digit_year", t("“{value}” was read as {day}. Write the year with four digits.",
                               value=printable(text), day=day)  # fmt: skip


def _problem(text: str, form: Form) -> Told | None:
    if isinstance(form, Hijri):
        return "hijri_date", _hijri(text, form)
    if isinstance(form, Quarter):
        return "not_a_date", t("“{value}” is a quarter. Write its last month, or the day, as 2016-12 or 2016-12-31.",
                               value=printable(text))  # fmt: skip
    return None


def _hijri(text: str, form: Hijri) -> str:
    if form.day is None:
        return t("“{value}” is a date of the Hijri calendar. Write the Gregorian one, as 2016-11-30.",
                 value=printable(text))  # fmt: skip
    return t("“{value}” is a date of the Hijri calendar, about {day}. Write {day} if that is meant.",
             value=printable(text), day=form.day.isoformat())  # fmt: skip
