"""Cell parsing: tidied, then read as what its column holds.  Nothing is guessed; what is unclear is refused."""

import calendar
import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from types import MappingProxyType

from community_policing.core import districts, geography
from community_policing.core.formulas import unguarded
from community_policing.core.i18n import t
from community_policing.core.safe_text import printable, unpiled
from community_policing.core.schema import DATES, Column, Kind

EMPTY = frozenset({"", "-", "—", "n/a"})
COUNT_LIMIT = 10**9  # larger counts are typing errors, and sums of smaller ones fit in 64 bits
_JOINERS = "\u200c\u200d"  # zero-width joiners spell words in Kurdish and Persian: kept inside a word
DIGITS = {ord(c): str(i) for digits in ("٠١٢٣٤٥٦٧٨٩", "۰۱۲۳۴۵۶۷۸۹") for i, c in enumerate(digits)}  # for translate()
_FILLERS = frozenset("\u115f\u1160\u2800\u3164\uffa0")
_MARKS = {0x066B: ".", 0x066C: ",", 0x2212: "-", 0x00A0: " ", 0x202F: " "}
_NUMBER = re.compile(r"-?([0-9]+|[0-9]{1,3}(,[0-9]{3})+|[0-9]{1,3}( [0-9]{3})+)(\.[0-9]+)?")
_YEAR = r"(?P<year>(?:19|20)[0-9]{2})"
_DATES = tuple(
    re.compile(pattern)
    for pattern in (
        rf"{_YEAR}-(?P<month>[0-9]{{2}})-(?P<day>[0-9]{{2}})(?:[T ]00:00(?::00(?:\.0+)?)?Z?)?",
        rf"{_YEAR}-(?P<month>[0-9]{{2}})",
        _YEAR,
        rf"(?P<day>[0-9]{{1,2}})(?P<mark>[/.-])(?P<month>[0-9]{{1,2}})(?P=mark){_YEAR}",
        rf"(?P<day>[0-9]{{1,2}})[ -](?P<word>[A-Za-z]{{3,9}})\.?[ -]{_YEAR}",
    )
)
_QUARTERS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"{_YEAR}[ /-]?(?:q|quarter )(?P<quarter>[1-4])",
        rf"(?:q|quarter|qtr\.?|ربع|الربع) ?(?P<quarter>[1-4])[ ,/-]*{_YEAR}",
        rf"(?P<word>[^\W\d_]+|[1-4](?:st|nd|rd|th)) quarter(?: of)?[ ,/-]*{_YEAR}",
        rf"(?:الربع|چارەکی) (?P<word>[^\W\d_]+)(?: من)?(?: عام| سنة|ی)?[ ،,/-]*{_YEAR}",
    )
)
_ORDINALS = {
    word: quarter
    for quarter, words in enumerate(
        (("first", "1st", "الأول", "الاول", "یەکەم", "یەکەمی"), ("second", "2nd", "الثاني", "دووەم", "دووەمی"),
         ("third", "3rd", "الثالث", "سێیەم", "سێیەمی"), ("fourth", "4th", "الرابع", "چوارەم", "چوارەمی")), 1,
    )
    for word in words
}  # fmt: skip
_MONTHS = {m.lower(): i for names in (calendar.month_name, calendar.month_abbr) for i, m in enumerate(names) if m}
_MONTHS["sept"] = 9
_OTHER_SCHEME = re.compile(r"\bIQ[-_ ](G-?[0-9]{2}|TS)\b", re.IGNORECASE)  # IQ-G08 is not IQG08


class CellError(Exception):
    """A cell that cannot be read: the rule it breaks, and the sentence that says so."""

    def __init__(self, rule: str, problem: str) -> None:
        super().__init__(problem)
        self.rule = rule
        self.problem = problem


@dataclass(frozen=True)
class Cell:
    """One cell, read.  `value` is None when empty or refused; `precision` is for dates; `notes` are (rule, sentence)
    warnings; `refused` is the error."""

    value: object = None
    precision: str | None = None
    notes: tuple[tuple[str, str], ...] = ()
    refused: CellError | None = None


def tidy(raw: str) -> tuple[str, bool]:
    """The text without stray spaces and invisible marks around it, in NFC; and whether hidden characters (bidirectional
    controls, zero-width spaces, control codes, private use) or piled-up marks were taken out of its middle."""
    if raw.isascii() and raw.isprintable():
        return raw.strip(), False
    ends = "".join({c for c in raw if c.isspace() or _unseen(c)})
    text = raw.strip(ends)
    visible = "".join(c for c in re.sub("[\u2028\u2029]", " ", text) if c in "\n\r\t" + _JOINERS or not _unseen(c))
    composed = unicodedata.normalize("NFC", visible)
    plain = unpiled(composed)
    return plain, visible != text or plain != composed


def _unseen(letter: str) -> bool:
    """Whether it is a control or format character, one for private use, a non-character, or a filler that shows nothing."""
    if unicodedata.category(letter) in ("Cf", "Cc", "Co"):
        return True
    return letter in _FILLERS or 0xFDD0 <= ord(letter) <= 0xFDEF or ord(letter) & 0xFFFE == 0xFFFE


def read(raw: str, column: Column) -> Cell:
    """One raw cell as its column's kind; never raises."""
    text, hidden = tidy(unguarded(raw.strip()))
    notes = (_hidden_note(),) if hidden else ()
    if text.lower() in EMPTY:
        return Cell(notes=notes)
    try:
        if column.kind in DATES:
            moment, precision = when(text, at_start=column.kind is Kind.START)
            if column.kind is Kind.MONTH and precision == "day":
                moment, precision = when(f"{moment:%Y-%m}")
            return Cell(moment, precision, notes)
        if column.kind is Kind.PCODE:
            pcode, remark = governorate(text)
            return Cell(pcode, notes=notes + remark)
        return Cell(_READERS[column.kind](text, column), notes=notes)
    except CellError as refused:
        return Cell(notes=notes, refused=refused)


def _hidden_note() -> tuple[str, str]:
    return "hidden_characters", t(
        "the cell holds hidden characters, which were left out. Type the text again without them."
    )


def _plain(text: str) -> str:
    return text.translate(DIGITS).translate(_MARKS)


def number(text: str) -> float:
    """A number, with thousands marks or Arabic digits; CellError when it is anything else."""
    plain = _plain(text)
    if not _NUMBER.fullmatch(plain) or len(plain) > 30:
        raise CellError(
            "not_a_number",
            t("“{value}” is not a number. Write digits only, such as 1126 or 12.5.", value=printable(text)),
        )
    return float(plain.replace(",", "").replace(" ", ""))


def count(text: str) -> int:
    """A whole number; its sign is judged later, with the other rules.  CellError when it is anything else."""
    try:
        value = number(text)
    except CellError:
        value = 0.5
    if value != int(value) or abs(value) > COUNT_LIMIT:
        raise CellError(
            "not_a_count", t("“{value}” is not a whole number. Write digits only, such as 1126.", value=printable(text))
        )
    return int(value)


def when(text: str, *, at_start: bool = False) -> tuple[datetime, str]:
    """A day, month or year as (moment, "day" | "month" | "year").  A month or year is its last day, or its first when
    `at_start`.  Days come before months; a date with the month first is CellError, with how to write it."""
    plain = _plain(text)
    for pattern in _DATES:
        if match := pattern.fullmatch(plain):
            return _moment(match.groupdict(), text, at_start)
    raise _not_a_date(text)


def _moment(parts: Mapping[str, str | None], text: str, at_start: bool) -> tuple[datetime, str]:
    year, month, day = int(parts["year"] or 0), _month(parts, at_start), int(parts.get("day") or 0)
    if parts.get("mark") and month > 12 and 1 <= day <= 12:
        raise _month_first(text, year, day, month)
    if not 1 <= month <= 12:
        raise _not_a_date(text)
    last = calendar.monthrange(year, month)[1]
    if parts.get("day"):
        precision = "day"
    else:
        precision = "month" if parts.get("month") else "year"
        day = 1 if at_start else last
    if not 1 <= day <= last:
        raise _not_a_date(text)
    return datetime(year, month, day), precision


def _month(parts: Mapping[str, str | None], at_start: bool) -> int:
    """The month as a number, 0 for a word that is none; the first or last of the year where only the year is given."""
    if word := parts.get("word"):
        return _MONTHS.get(word.lower(), 0)
    return int(parts.get("month") or (1 if at_start else 12))


def _not_a_date(text: str) -> CellError:
    return CellError(
        "not_a_date",
        t(
            "“{value}” is not a date. Write it as 2016-11-30, or 2016-11 or 2016 where only that is known.",
            value=printable(text),
        ),
    )


def _month_first(text: str, year: int, month: int, day: int) -> CellError:
    try:
        meant = date(year, month, day).isoformat()
    except ValueError:
        return _not_a_date(text)
    return CellError(
        "month_first",
        t(
            "“{value}” has the month first. Days come first here; write {meant} if that is meant.",
            value=printable(text),
            meant=meant,
        ),
    )


def quarter(text: str) -> str:
    """A quarter of a year by its key, such as 2016-Q3; also as "Q3 2016", in words, or by its first day.  CellError otherwise."""
    plain = _plain(text)
    for pattern in _QUARTERS:
        if match := pattern.fullmatch(plain):
            parts = match.groupdict()
            number = int(parts.get("quarter") or _ORDINALS.get((parts.get("word") or "").lower(), 0))
            if number:
                return f"{parts['year']}-Q{number}"
    try:
        moment, precision = when(text)
    except CellError:
        moment, precision = datetime.min, ""
    if precision == "day" and moment.day == 1 and moment.month % 3 == 1:
        return f"{moment.year}-Q{moment.month // 3 + 1}"
    raise CellError(
        "not_a_quarter",
        t("“{value}” is not a quarter. Write it as 2016-Q3, or as its first day, 2016-07-01.", value=printable(text)),
    )


def governorate(text: str) -> tuple[str, tuple[tuple[str, str], ...]]:
    """Read a P-code, with a warning for another scheme's; CellError where the name is unknown or contradicts its code."""
    match = geography.resolve(text)
    if match.pcode is None:
        hint = t(
            "“{value}” is not a governorate of Iraq. Write its name or P-code as in geo/governorates.csv.",
            value=printable(text),
        )
        raise CellError("unknown_governorate", match.reason or hint)
    if match.exact or not _OTHER_SCHEME.search(text):
        return match.pcode, ()
    taken = t(
        "“{value}” is a code of another scheme and was read as {pcode}. Write {pcode}.",
        value=printable(text),
        pcode=match.pcode,
    )
    return match.pcode, (("matched_inexactly", match.reason or taken),)


def district(text: str) -> str:
    """Read a district's P-code; CellError where the name is unknown or contradicts its code."""
    match = districts.resolve(text)
    if match.pcode is None:
        raise CellError("unknown_district", match.reason)
    return match.pcode


def choice(text: str) -> str:
    """A word of a closed vocabulary as the schema spells it: lower case, underscores for spaces and hyphens."""
    return re.sub(r"[\s_-]+", "_", text.lower())


def grants(text: str) -> str:
    """Grant ids, each once, `;` between them."""
    parts = (part.strip() for part in re.split("[;؛]", text))
    return ";".join(dict.fromkeys(part for part in parts if part))


def _text(text: str, column: Column) -> str:
    if column.choices:
        return choice(text)
    return text.upper() if column.name == "currency" else text


_READERS: Mapping[Kind, Callable[[str, Column], object]] = MappingProxyType(
    {
        Kind.TEXT: _text,
        Kind.QUARTER: lambda text, column: quarter(text),
        Kind.DISTRICT: lambda text, column: district(text),
        Kind.GRANTS: lambda text, column: grants(text) or None,
        Kind.COUNT: lambda text, column: count(text),
        Kind.NUMBER: lambda text, column: number(text),
        Kind.AMOUNT: lambda text, column: number(text),
    }
)
