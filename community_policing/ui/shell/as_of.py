"""The as-of date in the sidebar: any day, or, in a protected view, an end of one of the periods that it knows."""

from collections.abc import Sequence
from datetime import date
from typing import Literal

import streamlit as st

from community_policing.analysis import grain_wording
from community_policing.core.guard import DAY
from community_policing.core.i18n import t
from community_policing.measure.programme import Programme, Scope
from community_policing.ui.shell import address, session

STATE = "as_of"  # in the session and in the address: the day that was asked for


def choose(whole: Programme, choice: Scope) -> date:
    """Draws the date of that choice, and returns the day that was asked for."""
    _follow(whole)
    address.day(STATE, t("As of"), whole.dataset.opens_on, _first(whole), whole.dataset.as_of)
    there = session.scoped(whole, choice)
    return _day(whole) if there.grain == DAY else _period_end(there)


def _follow(whole: Programme) -> None:
    """Another dataset or release has another date; through other eyes it is the same; none lies outside what is on record."""
    context = (st.session_state.get("dataset"), st.session_state.get("release"))
    if st.session_state.setdefault("as_of_data", context) != context:
        st.session_state[STATE] = whole.dataset.opens_on
        st.session_state["as_of_data"] = context
    as_of_chosen = st.session_state.get(STATE, whole.dataset.opens_on)
    if not _first(whole) <= as_of_chosen <= whole.dataset.as_of:
        st.session_state[STATE] = min(max(as_of_chosen, _first(whole)), whole.dataset.as_of)


def _first(whole: Programme) -> date:
    return min(date(2012, 1, 1), whole.dataset.opens_on)


def _day(whole: Programme) -> date:
    opens, last = whole.dataset.opens_on, whole.dataset.as_of
    return st.date_input(t("As of"), opens, _first(whole), last, STATE, format="DD/MM/YYYY")


def _period_end(there: Programme) -> date:
    opens = there.dataset.opens_on
    return period_end(t("As of"), STATE, opens, there.ends(there.snapped(_first(there))), there)


def period_end(
    label: str, key: str, usual: date, ends: Sequence[date], there: Programme, width: int | Literal["stretch"] = "stretch"
) -> date:  # fmt: skip
    """Draws a choice among the days that a protected view knows, the latest first, and returns the day that was asked for: it
    stays as it is, in the session and in the address, until another one is chosen."""
    asked: date = min(max(st.session_state.get(key, usual), ends[0]), ends[-1])
    widget_key = f"{key}-end"
    st.session_state[key], st.session_state[widget_key] = asked, there.snapped(asked)
    words = {end: grain_wording.end(end, there) for end in reversed(ends)}
    st.selectbox(
        label, list(words), format_func=lambda end: words.get(end, str(end)), key=widget_key,
        on_change=_take, args=(key, widget_key),
        width=width,
    )  # fmt: skip
    return asked


def _take(key: str, widget_key: str) -> None:
    st.session_state[key] = st.session_state[widget_key]
