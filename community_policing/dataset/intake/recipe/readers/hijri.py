"""Hijri calendar: the Gregorian day of a Hijri one, by the tabular (civil) calendar; observed months may differ by a day."""

from datetime import date, timedelta

YEARS = range(1430, 1461)  # 2008 to 2039
_FIRST = date(622, 7, 18)  # 1 Muharram 1 by the astronomical epoch: nearest to the Umm al-Qura calendar of these years


def gregorian(year: int, month: int, day: int) -> date | None:
    """The Gregorian day; None where the year is not one of `YEARS`, or has no such day.

    Months have 30 and 29 days in turn; 11 years of each 30 have one day more (Reingold and Dershowitz, Calendrical
    Calculations, "the Islamic calendar").
    """
    if year not in YEARS or not 1 <= month <= 12 or not 1 <= day <= 30:
        return None
    days = 354 * (year - 1) + (3 + 11 * year) // 30 + 29 * (month - 1) + month // 2 + day - 1
    return _FIRST + timedelta(days=days)
