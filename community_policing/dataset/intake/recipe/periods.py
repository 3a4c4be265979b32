"""Periods in headers: a month, quarter or year above a column, as its first and last day."""

import calendar
import re
from datetime import date
from functools import lru_cache

from community_policing.dataset.cells import DIGITS
from community_policing.dataset.intake.recipe.readers.date_forms import Day, form_of

_QUARTER = re.compile(
    r"(?:q|quarter)\s*(?P<q>[1-4])[\s/-]*(?P<y>\d{4}|\d{2})|(?P<year>\d{4})[\s/-]*(?:q|quarter)\s*(?P<n>[1-4])",
    re.IGNORECASE,
)


@lru_cache(maxsize=4096)
def period_of(header: str) -> tuple[str, str] | None:
    """Return a header's period as ISO dates, None without one; spreadsheets store a month as its first day."""
    text = header.strip().translate(DIGITS)
    if not any(letter.isdigit() for letter in text):
        return None
    if match := _QUARTER.fullmatch(text):
        year, quarter = int(match["y"] or match["year"]), int(match["q"] or match["n"])
        return _months(year + 2000 * (year < 100), 3 * quarter - 2, 3 * quarter)
    form = form_of(text)
    if not isinstance(form, Day) or form.day > 1:
        return None
    return _months(form.year, form.month or 1, form.month or 12)


def _months(year: int, first: int, last: int) -> tuple[str, str]:
    return date(year, first, 1).isoformat(), date(year, last, calendar.monthrange(year, last)[1]).isoformat()
