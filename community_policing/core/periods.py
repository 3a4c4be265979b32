"""Periods of the calendar: months, quarters and years by their first days."""

from datetime import date, timedelta


def month_number(day: date) -> int:
    """Number the months of the calendar one after the other."""
    return 12 * day.year + day.month


def months_between(first: date, last: date) -> int:
    """Count the months from the month of one day to the month of the other."""
    return month_number(last) - month_number(first)


def period_start(day: date, months: int) -> date:
    """Return the first day of the period of so many months in which the day lies."""
    return day.replace(month=(day.month - 1) // months * months + 1, day=1)


def period_starts(first: date, last: date, months: int) -> tuple[date, ...]:
    """List the first days of the periods of so many months from the day `first` to the day `last`."""
    begin = period_start(first, months)
    places = range(begin.month - 1, begin.month + months_between(begin, last), months)
    return tuple(date(begin.year + place // 12, place % 12 + 1, 1) for place in places)


def whole_months(since: date, until: date) -> int:
    """Count the months that fit between the two days."""
    return months_between(since, until) - (until.day < since.day)


def quarter_start(quarter: str) -> date:
    """Return the first day of a quarter by its key, such as 2016-Q3."""
    year, _, number = quarter.partition("-Q")
    return date(int(year), 3 * int(number) - 2, 1)


def quarter_end(quarter: str) -> date:
    """Return the last day of a quarter by its key."""
    start = quarter_start(quarter)
    following = date(start.year + start.month // 10, (start.month + 2) % 12 + 1, 1)
    return following - timedelta(days=1)
