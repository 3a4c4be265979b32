"""Dates in several columns: Year, Month and perhaps Day become one column of days or months."""

from collections.abc import Sequence
from dataclasses import replace

from community_policing.dataset.intake.recipe.headers.header_match import is_in
from community_policing.dataset.intake.recipe.headers.header_rows import Header
from community_policing.dataset.intake.recipe.sheet import RawSheet

YEARS, MONTHS, DAYS = "Year | السنة | سنة | ساڵ", "Month | الشهر | شهر | مانگ", "Day | اليوم | يوم | ڕۆژ"


def with_dates(sheet: RawSheet, header: Header) -> tuple[RawSheet, Header]:
    """The sheet with its parted dates in the column of the first of their parts, which is called Date."""
    found = [[at for at, name in enumerate(header.names) if is_in(name, line)] for line in (YEARS, MONTHS, DAYS)]
    if (
        len(found[0]) != 1
        or len(found[1]) != 1
        or len(found[2]) > 1
        or any(is_in(n, "Date | التاريخ") for n in header.names)
    ):
        return sheet, header
    parts = [positions[0] for positions in found if positions]
    rows = [list(row) for row in sheet.rows]
    for row in rows[header.body :]:
        date = _joined([row[at].strip() for at in parts])
        for at in parts:
            row[at] = date if at == min(parts) else ""
    names = ["Date" if at == min(parts) else "" if at in parts else name for at, name in enumerate(header.names)]
    return replace(sheet, rows=rows), replace(header, names=names)


def _joined(parts: Sequence[str]) -> str:
    """A year, a month and a day as one text: in digits where the month is a number."""
    year, month, day = [*parts, ""][:3]
    if month.isdecimal() and (not day or day.isdecimal()):
        return "-".join([year, f"{int(month):02}", *([f"{int(day):02}"] if day else [])])
    return " ".join(part for part in (day, month, year) if part)
