"""The time slider: moves the as-of date month by month, and plays the programme from its first month on."""

from datetime import date, timedelta

import streamlit as st

from community_policing import theme
from community_policing.measure import first_day
from community_policing.programme import Programme, remembered
from community_policing.text import t


def months(programme: Programme) -> None:
    """Draws the slider under a map; it sets the dashboard's as-of date."""
    ends = _months_of(programme.whole)
    if len(ends) < 2:
        return
    st.session_state["month"] = _nearest(ends, programme.as_of)
    with st.container(horizontal=True, vertical_alignment="center", key="timeline"):
        st.button("◀", key="month-back", on_click=_step, args=(ends, -1), help=t("One month back"))
        st.select_slider(
            t("Replay by month"),
            ends,
            key="month",
            on_change=_moved,
            format_func=lambda day: theme.day(day, "month"),
            width="stretch",
        )
        st.button("▶", key="month-on", on_click=_step, args=(ends, 1), help=t("One month on"))


@remembered
def _months_of(whole: Programme) -> tuple[date, ...]:
    return _month_ends(first_day(whole), whole.dataset.opens_on)


def _moved() -> None:
    st.session_state["as_of"] = st.session_state["month"]


def _step(ends: tuple[date, ...], by: int) -> None:
    place = ends.index(_nearest(ends, st.session_state["as_of"])) + by
    st.session_state["as_of"] = ends[min(max(place, 0), len(ends) - 1)]


def _nearest(ends: tuple[date, ...], day: date) -> date:
    """The last month end that is not after the day, else the first."""
    return max((end for end in ends if end <= day), default=ends[0])


def _month_ends(first: date | None, last: date) -> tuple[date, ...]:
    if first is None:
        return ()
    ends, month = [], first.replace(day=1)
    while month <= last:
        following = (month.replace(day=28) + timedelta(days=4)).replace(day=1)
        ends.append(min(following - timedelta(days=1), last))
        month = following
    return tuple(ends)
