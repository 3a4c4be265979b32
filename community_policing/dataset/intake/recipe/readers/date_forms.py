"""Date forms: one cell's text -> what it says of a day, before the order of day and month is judged for the column."""

import calendar
import re
from dataclasses import dataclass, replace
from datetime import date, timedelta

from community_policing.dataset.cells import DIGITS, tidy
from community_policing.dataset.intake.recipe.readers.folding import folded
from community_policing.dataset.intake.recipe.readers.hijri import YEARS as HIJRI_YEARS, gregorian
from community_policing.dataset.intake.recipe.readers.month_names import hijri_month_of, month_of, small_words

_SHORT_YEARS = range(3, 40)  # 16 is 2016; data begin in 2003
_FIRST_YEAR = 2012  # of the programme
_MARKS = str.maketrans(
    {"،": ",", "؍": "/", "\\": "/", "٫": ".", "\u00a0": " ", "\u202f": " "} | dict.fromkeys("‐‑‒–—−", "-")
)
_TIME = re.compile(
    r"(?<=\d)[T ,]+\d{1,2}:\d{2}(:\d{2}([.,]\d+)?)? ?([AaPp]\.?[Mm]\.?|ص|م|صباحا|مساء)? ?(Z|UTC|GMT|(GMT|UTC)?[+-]\d{2}:?(\d{2})?)?"
)
_YEAR_FIRST = re.compile(r"(\d{4})([-/.])(\d{1,2})\2(\d{1,2})")
_YEAR_LAST = re.compile(r"(\d{1,2})([-/.])(\d{1,2})\2(\d{4}|\d{2})")
_MONTH = re.compile(r"(?P<y>\d{4})[-/.](?P<m>\d{1,2})|(?P<n>\d{1,2})[-/.](?P<x>\d{4})")
_COMPACT = re.compile(r"((?:19|20)\d{2})([01]\d)([0-3]\d)?")
_SERIAL = re.compile(r"([34]\d{4})(\.\d+)?")
_ERA = re.compile(r"(?<=\d) ?(م|هـ|ه|[AC]\.?[DEH]\.?)(?!\w)")
_QUARTER = re.compile(r"(?i)(q[1-4]|[1-4]q|quarter ?[1-4])[ -/]*\d{4}|\d{4}[ -/]*(q[1-4]|quarter ?[1-4])")
_NUMBERED = re.compile(r"(تشرين|كانون)[ /-]?([12])(?!\d)")  # October is the first Tishrin, January the second Kanun
_PARTS = re.compile(r"\d+|[^\W\d_]+")
_EPOCHS = {"1900": date(1899, 12, 30), "1904": date(1904, 1, 1)}


@dataclass(frozen=True)
class Day:
    """A day, a month (`day` 0) or a year (`month` 0 too); `short` where its year has two digits."""

    year: int
    month: int = 0
    day: int = 0
    short: bool = False

    @property
    def text(self) -> str:
        """The text that `cells.read` takes; "" where there is no such day."""
        if self.month > 12 or (self.day and not self.month):
            return ""
        if self.day and self.day > calendar.monthrange(self.year, self.month)[1]:
            return ""
        return "-".join([str(self.year), *(f"{part:02}" for part in (self.month, self.day) if part)])


@dataclass(frozen=True)
class Pair:
    """A day and a month in either order, and the year; `days_first`: written with dots or Arabic digits, never month first."""

    first: int
    second: int
    year: int
    short: bool = False
    days_first: bool = False

    @property
    def day_first(self) -> str:
        """The day, read with its day first; "" where there is none."""
        return Day(self.year, self.second, self.first).text if self.first and self.second else ""

    @property
    def month_first(self) -> str:
        """The day, read with its month first; "" where there is none."""
        return Day(self.year, self.first, self.second).text if self.first and self.second else ""


@dataclass(frozen=True)
class Serial:
    """A day as a spreadsheet counts it."""

    days: int

    def text(self, system: str) -> str:
        """The day, counted from the first one of the `system`, "1900" or "1904"."""
        return (_EPOCHS[system] + timedelta(days=self.days)).isoformat()


@dataclass(frozen=True)
class Hijri:
    """A date of the Hijri calendar; `day` is the Gregorian one, None where the cell names no day of it."""

    day: date | None


@dataclass(frozen=True)
class Yearless:
    """A day or month whose year stands elsewhere."""

    month: int
    day: int = 0

    def text(self, year: int) -> str:
        """The text that `cells.read` takes; "" where that year has no such day."""
        return Day(year, self.month, self.day).text


class Quarter:
    """A quarter of a year, which is no day."""


Form = Day | Pair | Serial | Hijri | Yearless | Quarter | None


def form_of(text: str) -> Form:
    """What the text says of a day; None where it is no date."""
    plain = tidy(text)[0].translate(DIGITS).translate(_MARKS)
    if len(plain) > 60:
        return None
    plain = re.sub(r" ?([/.-]) ?(?=\d)", r"\1", _ERA.sub("", _TIME.sub("", plain))).strip(" .,")
    if _QUARTER.fullmatch(plain):
        return Quarter()
    form = _of_digits(plain) or _of_digits(_without_weekday(plain)) or _of_words(plain)
    if isinstance(form, Pair) and ("." in plain or not text.isascii()):
        return replace(form, days_first=any(letter.isdecimal() for letter in text if letter > "~") or "." in plain)
    return form


def _without_weekday(plain: str) -> str:
    return " ".join(part for part in re.split(r"[\s,]+", plain) if folded(part.strip("()")) not in small_words())


def _of_digits(plain: str) -> Form:
    if found := _YEAR_FIRST.fullmatch(plain):
        return _of_year(int(found[1]), int(found[3]), int(found[4]))
    if found := _YEAR_LAST.fullmatch(plain):
        return _pair(int(found[1]), int(found[3]), found[4])
    if found := _MONTH.fullmatch(plain):
        return _of_year(int(found["y"] or found["x"]), int(found["m"] or found["n"]))
    if found := _COMPACT.fullmatch(plain):
        return _existing(Day(int(found[1]), int(found[2]), int(found[3] or 0)))
    if found := _SERIAL.fullmatch(plain):
        return Serial(int(found[1]))
    return _of_year(int(plain)) if re.fullmatch(r"\d{4}", plain) else None


def _pair(first: int, second: int, year: str) -> Form:
    full = _full(year)
    if full in HIJRI_YEARS:
        return Hijri(gregorian(full, second, first))
    if (
        len(year) == 2
        and full < _FIRST_YEAR <= _full(f"{first:02}")
        and Day(_full(f"{first:02}"), second, int(year)).text
    ):
        return None  # 16-05-10 is 2016-05-10 for some: nobody can tell
    pair = Pair(first, second, full, len(year) == 2) if 1900 <= full < 2100 else None
    return pair if pair and (pair.day_first or pair.month_first) else None


def _full(year: str) -> int:
    """The year in four digits; 0 where two digits cannot mean one of this programme's."""
    if len(year) == 2:
        return 2000 + int(year) if int(year) in _SHORT_YEARS else 0
    return int(year)


def _of_year(year: int, month: int = 0, day: int = 0) -> Form:
    if year in HIJRI_YEARS:
        return Hijri(gregorian(year, month, day) if day else None)
    return _existing(Day(year, month, day)) if 1900 <= year < 2100 else None


def _existing(day: Day) -> Day | None:
    return day if day.text else None


def _of_words(plain: str) -> Form:
    """A date whose month is a word: 15 October 2016, October 15th, 2016, Oct-16, in any of our languages."""
    parts = _PARTS.findall(_NUMBERED.sub(r"\1\2", plain))
    word = folded(" ".join(p for p in _joined(parts) if not p.isdecimal() and folded(p) not in small_words()))
    month, hijri = month_of(word), hijri_month_of(word)
    if not month and not hijri:
        return None
    numbers = [part for part in _joined(parts) if part.isdecimal()]
    after = bool(numbers) and parts[0] != numbers[0]  # the word goes before them
    return _of_month(month, numbers, after) if month else _of_hijri_month(hijri, numbers)


def _joined(parts: list[str]) -> list[str]:
    """The parts, with the 1 or 2 of an abbreviated month put back to its letter."""
    joined: list[str] = []
    for part in parts:
        if part in ("1", "2") and joined and joined[-1] in ("ت", "ك", "تشرين", "كانون"):
            joined[-1] += part
        else:
            joined.append(part)
    return joined


def _of_month(month: int, numbers: list[str], after: bool) -> Form:
    years = [number for number in numbers if len(number) == 4]
    rest = [number for number in numbers if len(number) <= 2]
    if len(years) + len(rest) != len(numbers):
        return None
    match len(years), len(rest):
        case 1, 0:
            return _of_year(int(years[0]), month)
        case 1, 1:
            return _of_year(int(years[0]), month, int(rest[0])) if int(rest[0]) else None
        case 0, 2 if len(rest[1]) == 2 and _full(rest[1]) and int(rest[0]):
            return _existing(Day(_full(rest[1]), month, int(rest[0]), short=True))
        case 0, 1 if after and int(rest[0]) in range(10, 31):
            return Day(_full(rest[0]), month, short=True)
        case 0, (0 | 1):
            yearless = Yearless(month, int(rest[0]) if rest else 0)
            return yearless if yearless.text(2016) else None  # 2016 has a 29 February
    return None


def _of_hijri_month(month: int, numbers: list[str]) -> Form:
    year = next((int(number) for number in numbers if int(number) in HIJRI_YEARS), 0)
    day = next((int(number) for number in numbers if len(number) <= 2), 0)
    return Hijri(gregorian(year, month, day) if year and day else None)
