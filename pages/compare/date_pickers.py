"""Date pickers of the comparison, in the address: untouched, they follow the as-of date."""

from calendar import monthrange
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta

import streamlit as st

from community_policing.analysis import grain_wording
from community_policing.core.i18n import t
from community_policing.core.indicators import INDICATORS
from community_policing.core.protection_level import DAY, last_end
from community_policing.measure.compute import first_day
from community_policing.measure.programme import Programme, cached_on_programme
from community_policing.ui.shell import address, as_of, state
from community_policing.ui.shell.state import EARLIER, LATER, Entry

QUICK = 6  # choices offered at once


def choose(programme: Programme) -> tuple[date, date, str] | None:
    """Draw the two dates and quick choices; return them, earlier first, with what to say of them; None without any date."""
    begins = first(programme.whole)
    if begins is None:
        return None
    begins, last = min(begins, programme.as_of), programme.dataset.as_of
    usual = {EARLIER: max(begins, _before(programme)), LATER: programme.as_of}
    _follow(usual, programme.dataset.release, begins, last)
    labels = {EARLIER: t("A, the earlier date"), LATER: t("B, the later date")}
    asked = [_drawn(labels[each], each, usual[each], begins, programme) for each in labels]
    days = [programme.snapped(day) for day in asked]
    a, b = sorted(days)
    with st.container(horizontal=True, key="quick-dates", width="content"):
        for label, (picked, day) in _quick(programme, begins, b).items():
            st.button(label, key=f"quick-{picked.key}-{day}", type="tertiary", on_click=picked.set, args=(day,))
    moved = (programme.within(replace(programme.scope, as_of=day)) for day in asked)
    swapped = t("A is after B: the two dates are swapped.") if days != [a, b] else ""
    notes = (swapped, *(grain_wording.snapped(each) for each in moved))
    return a, b, " ".join(filter(None, notes))


def _drawn(label: str, picked: Entry[date | None], usual: date, begins: date, programme: Programme) -> date:
    """A date of the reader's choice: any day on record, or, in a protected view, an end of a period."""
    last = programme.dataset.as_of
    address.day(picked.key, label, usual, begins, last)
    if programme.grain == DAY:
        return st.date_input(label, usual, begins, last, picked.key, format="DD/MM/YYYY", width=170)
    return as_of.period_end(label, picked, usual, programme.ends(begins), programme, width=190)


def _before(programme: Programme) -> date:
    """What a date is held against at first: a year before it, or the last end of a period before it that the view knows."""
    if programme.grain == DAY:
        return _year_before(programme.as_of)
    return last_end(programme.as_of - timedelta(days=1), programme.grain)


def _follow(usual: Mapping[Entry[date | None], date], release: str, begins: date, last: date) -> None:
    """A date that the reader has not moved goes where the dashboard's date goes; none lies outside what is on record."""
    now_usual = {picked.key: day for picked, day in usual.items()}
    before, dates = state.TWO_DATES.get() or (release, now_usual)
    for picked, day in usual.items():
        then = dates[picked.key]
        now = picked.get() or then
        if release != before or now == then != day:
            picked.set(day)
        elif not begins <= now <= last:
            picked.set(min(max(now, begins), last))
    state.TWO_DATES.set((release, now_usual))


def _quick(programme: Programme, begins: date, b: date) -> Mapping[str, tuple[Entry[date | None], date]]:
    """What a reader may want to compare with, each date once, none after the later one or before the first."""
    new_year = date(b.year - 1, 12, 31)
    names, phase_starts = programme.names("phases", "name"), list(programme.phase_starts.items())
    wanted = {
        t("A quarter before B"): _quarter_before(b),
        t("A year before B"): _year_before(b),
        t("End of {year}", year=new_year.year): new_year,
        **{t("Before {phase}", phase=names[phase]): day - timedelta(days=1) for phase, day in reversed(phase_starts)},
        t("First recorded day") if programme.grain == DAY else t("Earliest date"): begins,
    }
    offered: dict[str, tuple[Entry[date | None], date]] = {}
    for label, day in wanted.items():
        known_here = begins <= day < b and programme.snapped(day) == day
        if known_here and (EARLIER, day) not in offered.values():
            offered[label] = (EARLIER, day)
    published = programme.snapped(programme.dataset.opens_on)
    return dict(list(offered.items())[: QUICK - 1]) | (
        {t("B: date published for"): (LATER, published)} if published != b else {}
    )


def _quarter_before(day: date) -> date:
    """The same day three months before; of a month's last day, the last day of that month."""
    year, month = divmod(12 * day.year + day.month - 4, 12)
    last = monthrange(year, month + 1)[1]
    ends = day.day == monthrange(day.year, day.month)[1]
    return date(year, month + 1, last if ends else min(day.day, last))


def _year_before(day: date) -> date:
    return day.replace(year=day.year - 1, day=28 if (day.month, day.day) == (2, 29) else day.day)


@cached_on_programme
def first(whole: Programme) -> date | None:
    """The first day of which the data says anything: the first forum or event, or, of published figures, the first of ours."""
    days = {first_day(whole)}
    if whole.dataset.basis == "facts":
        ours = {indicator.published for indicator in INDICATORS.values()}
        days |= {fact.as_of for fact in whole.facts if fact.indicator in ours}
    return min((day for day in days if day), default=None)
