"""The as-of date in the bar: any day, or, in a protected view, an end of one of the periods that it knows."""

from collections.abc import Sequence
from datetime import date
from typing import Literal

import streamlit as st

from community_policing.analysis import grain_wording
from community_policing.core.i18n import t
from community_policing.core.protection_level import DAY
from community_policing.measure.programme import Programme, Scope
from community_policing.ui.shell import address, session, state
from community_policing.ui.shell.state import AS_OF, Entry


def choose(whole: Programme, choice: Scope) -> date:
    """Draws the date of that choice, and returns the day that was asked for."""
    _follow(whole)
    address.day(AS_OF.key, t("As of"), whole.dataset.opens_on, _first(whole), whole.dataset.as_of)
    there = session.scoped(whole, choice)
    return _day(whole) if there.grain == DAY else _period_end(there)


def _follow(whole: Programme) -> None:
    """Another dataset or release has another date; through other eyes it is the same; none lies outside what is on record."""
    context = (state.DATASET.get(), state.RELEASE.get())
    state.AS_OF_DATA.begin(context)
    if state.AS_OF_DATA.get() != context:
        AS_OF.set(whole.dataset.opens_on)
        state.AS_OF_DATA.set(context)
    as_of_chosen = AS_OF.get() or whole.dataset.opens_on
    if not _first(whole) <= as_of_chosen <= whole.dataset.as_of:
        AS_OF.set(min(max(as_of_chosen, _first(whole)), whole.dataset.as_of))


def _first(whole: Programme) -> date:
    return min(date(2012, 1, 1), whole.dataset.opens_on)


def _day(whole: Programme) -> date:
    opens, last = whole.dataset.opens_on, whole.dataset.as_of
    return st.date_input(t("As of"), opens, _first(whole), last, AS_OF.key, format="DD/MM/YYYY")


def _period_end(there: Programme) -> date:
    opens = there.dataset.opens_on
    return period_end(t("As of"), AS_OF, opens, there.ends(there.snapped(_first(there))), there)


def period_end(
    label: str,
    day: Entry[date | None],
    usual: date,
    ends: Sequence[date],
    there: Programme,
    width: int | Literal["stretch"] = "stretch",
) -> date:
    """Draw a choice among the days that a protected view knows; the day asked for stays until another one is chosen."""
    asked, widget = min(max(day.get() or usual, ends[0]), ends[-1]), state.period_end(day)
    day.set(asked)
    widget.set(there.snapped(asked))
    words = {end: grain_wording.end(end, there) for end in reversed(ends)}
    st.selectbox(
        label, list(words), format_func=lambda end: words.get(end, str(end)), key=widget.key,
        on_change=_take, args=(day, widget),
        width=width,
    )  # fmt: skip
    return asked


def _take(day: Entry[date | None], widget: Entry[date | None]) -> None:
    day.set(widget.get())
