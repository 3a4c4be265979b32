"""Date ranges: the first and the last day of a cell with both, as texts that the reader of dates takes."""

import re

from community_policing.dataset.cells import DIGITS, tidy
from community_policing.dataset.intake.recipe.readers.date_forms import Day, Pair, Yearless, form_of

_LONGEST = 80
_DASHES = str.maketrans(dict.fromkeys("‐‑‒–—−", "-"))
_UNTIL = r"(?:-|/|&|\+|\b(?:to|until|till|and|through|إلى|الى|لغاية|حتى|و|بۆ|تا|هەتا)\b)"
_FROM = re.compile(r"^(?:from|between|من|لە|بين)\s+", re.IGNORECASE)
_BETWEEN = re.compile(rf"\s*{_UNTIL}\s*", re.IGNORECASE)
_TWO_DAYS = re.compile(
    rf"(?<![\d/.-])(\d{{1,2}})\s*{_UNTIL}\s*(\d{{1,2}})(?=\D)(?![/.-]\d{{1,2}}(?![\d/.-]))", re.IGNORECASE
)
_YEAR = re.compile(r"(?<!\d)\d{4}(?!\d)")


def range_of(text: str) -> tuple[str, str] | None:
    """Return a text's first and last day, None for one day or none; the first takes month or year from the last."""
    plain = _FROM.sub("", tidy(text)[0].translate(DIGITS).translate(_DASHES))
    if len(plain) > _LONGEST or _is_date(plain):
        return None
    if days := _TWO_DAYS.search(plain):
        first, last = (plain[: days.start()] + day + plain[days.end() :] for day in days.groups())
        if _is_date(first) and _is_date(last):
            return first, last
    for between in _BETWEEN.finditer(plain):
        first, last = plain[: between.start()].strip(" ,"), plain[between.end() :].strip(" ,")
        if _is_date(last) and (whole := _completed(first, last)):
            return whole, last
    return None


def _is_date(text: str) -> bool:
    return isinstance(form_of(text), Day | Pair)


def _completed(first: str, last: str) -> str:
    """The first day with the year of the last where it has none; "" where it is no day even so."""
    if _is_date(first):
        return first
    year = _YEAR.search(last)
    if year and isinstance(form_of(first), Yearless):
        return f"{first} {year[0]}"
    if year and (day := re.fullmatch(r"\d{1,2}([/.-])\d{1,2}", first)) and _is_date(f"{first}{day[1]}{year[0]}"):
        return f"{first}{day[1]}{year[0]}"
    return ""
