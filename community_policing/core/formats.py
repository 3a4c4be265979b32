"""Formats of numbers, quantities and dates in the language in force."""

import re
from dataclasses import replace
from datetime import date
from functools import lru_cache

from babel.dates import format_date
from babel.numbers import format_decimal

from community_policing.core import bidi
from community_policing.core.i18n import in_line, language_in_force, n, plural, t
from community_policing.core.languages import LANGUAGES
from community_policing.core.periods import whole_months
from community_policing.core.quantity import MANY, Quantity, Share, Suppressed, grammatical_number

_YEAR = re.compile(r"(?:'[^']*')? y$")  # of a pattern of CLDR, with what joins it
MONTHS_FROM = 60  # days, from which on a delay is told in months


def number(value: float, decimals: int = 0) -> str:
    """A number in the language in force, with its thousands separators."""
    return _number(value, decimals, language_in_force().locale)


@lru_cache(maxsize=4096)
def _number(value: float, decimals: int, locale: str) -> str:
    if abs(value) >= 1e15:  # beyond what can be counted; Babel cannot write it
        return f"{value:.6g}"
    pattern = "#,##0" + ("." + "0" * decimals if decimals else "")
    return str(format_decimal(round(value, decimals), format=pattern, locale=locale, numbering_system="latn"))


def quantity(value: Quantity | None, unit: str = "") -> str:
    """A quantity as it may be read: its bounds are never dropped, and what nobody knows is a dash."""
    if value is None:
        return "–"
    if isinstance(value, Suppressed) and value.high is not None:
        return t("under {count}", count=number(value.high + 1))
    figure = _bounds(value, " %" if unit == "percent" or isinstance(value, Share) else "")
    figure = in_line(figure)
    return t("about {figure}", figure=figure) if value.about else figure


def in_signs(value: Quantity, unit: str = "") -> str:
    """A quantity without a word, for a map that writes signs alone: "< 10"; "" where the quantity has no word there.  English
    letters can be drawn there: "about" stays a word in a language that is read from the left."""
    if isinstance(value, Suppressed) and value.high is not None:
        return f"< {number(value.high + 1)}"
    if value.about and language_in_force().right_to_left:
        return f"~ {bidi.without_marks(quantity(replace(value, about=False), unit))}"
    return ""


def whole_range(first: int, last: int) -> str:
    """Whole numbers from one to another, as a legend says them: "5", "6–10"."""
    text = number(first) if first == last else f"{number(first)}–{number(last)}"
    return in_line(text)


def spoken(value: Quantity | None, unit: str = "") -> str:
    """A quantity as a sentence says it, its bounds in words: "at least 30", "30 to 31", "about 1,105", "under 10"."""
    sign = " %" if unit == "percent" else ""
    if value is None or value.exact or isinstance(value, Suppressed):
        return quantity(value, unit)
    low = _amount(value.low, bool(sign))
    if value.high is None:
        figure = t("at least {count}", count=low + sign)
    else:
        figure = t("{low} to {high}", low=low, high=_amount(value.high, bool(sign)) + sign)
    return t("about {figure}", figure=figure) if value.about else figure


def words_around() -> tuple[str, str]:
    """What stands before and after a number that is about so many, for a file's number format."""
    before, _, after = t("about {figure}", figure="\0").partition("\0")
    return before, after


def _bounds(value: Quantity, sign: str) -> str:
    low = _amount(value.low, bool(sign))
    if value.exact:
        return low + sign
    if value.high is None:
        return "≥ " + low + sign
    return f"{low} – {_amount(value.high, bool(sign))}{sign}"


def sentence(text: str) -> str:
    """The text as a sentence begins, which may be with a figure that is about so many."""
    return text[:1].upper() + text[1:]


def in_words(value: Quantity | None, unit: str) -> str:
    """A quantity with what it counts: "1 site", "≥ 30 vehicles", "62 %".  Its last number says whether it is one or many."""
    figure = quantity(value, unit)
    if unit == "percent":
        return figure
    return n(*_COUNTED[unit], grammatical_number(value) if value else MANY, figure=figure)


_COUNTED = {  # by a unit as an indicator declares it
    "fora": plural("{figure} forum", "{figure} fora"),
    "meetings": plural("{figure} meeting", "{figure} meetings"),
    "concerns": plural("{figure} concern", "{figure} concerns"),
    "events": plural("{figure} event", "{figure} events"),
    "attendances": plural("{figure} attendance", "{figure} attendances"),
    "people": plural("{figure} person", "{figure} people"),
    "vehicles": plural("{figure} vehicle", "{figure} vehicles"),
    "sites": plural("{figure} site", "{figure} sites"),
    "items": plural("{figure} item", "{figure} items"),
    "items overdue": plural("{figure} item overdue", "{figure} items overdue"),
}


def _amount(value: float, percent: bool) -> str:
    """Shares of co-funded rows are no whole numbers: one decimal says so; percentages stay whole."""
    return number(value, 0 if percent or float(value).is_integer() else 1)


@lru_cache(maxsize=4096)
def _written(value: date, pattern: str, code: str) -> str:
    spoken = LANGUAGES[code]
    text = str(format_date(value, format=pattern, locale=spoken.locale))
    return text.replace(*spoken.respelled) if spoken.respelled else text


def day(value: date, precision: str = "day") -> str:
    """A date such as 30 Nov 2016, or the month, quarter or year where no more is known, or may be."""
    spoken = language_in_force()
    patterns = {"day": spoken.day, "month": spoken.month, "quarter": spoken.quarter, "year": "y"}
    return _written(value, patterns[precision], spoken.code)


def within_year(value: date, precision: str) -> str:
    """The month or quarter alone, where its year stands beside it: "Nov", "Q4"."""
    spoken = language_in_force()
    pattern = {"month": spoken.month, "quarter": spoken.quarter}[precision]
    return _written(value, _YEAR.sub("", pattern), spoken.code)


def period(key: str) -> str:
    """A year ("2016") or a quarter ("2016-Q4", as Q4 2016)."""
    year, _, quarter = key.partition("-Q")
    return day(date(int(year), 3 * int(quarter), 1), "quarter") if quarter else year


def day_near(value: date, today: date) -> str:
    """A date as a title says it: without its year where that is the year of `today`."""
    spoken = language_in_force()
    return _written(value, spoken.day_of_year, spoken.code) if value.year == today.year else day(value)


def delay(due: date, today: date) -> str:
    """How long ago a date was: in days, from two months on in whole months."""
    days = (today - due).days
    if days < MONTHS_FROM:
        return n("{count} day", "{count} days", days)
    return n("{count} month", "{count} months", whole_months(due, today))
