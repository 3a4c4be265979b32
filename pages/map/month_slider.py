"""Time slider: moves the as-of date by months, or by the periods of a protected view, from the programme's start on."""

from datetime import date

import streamlit as st

from community_policing.core import formats
from community_policing.core.i18n import N_, t
from community_policing.core.protection_level import DAY, ends_until
from community_policing.measure.compute import first_day
from community_policing.measure.programme import Programme, cached_on_programme
from community_policing.ui.shell.state import AS_OF, MONTH

_WORDS = {
    "month": (N_("Replay by month"), N_("One month back"), N_("One month on")),
    "quarter": (N_("Replay by quarter"), N_("One quarter back"), N_("One quarter on")),
    "year": (N_("Replay by year"), N_("One year back"), N_("One year on")),
}


def months(programme: Programme) -> None:
    """Draws the slider under a map; it sets the dashboard's as-of date."""
    ends, grain = _ends(programme), "month" if programme.grain == DAY else programme.grain
    if len(ends) < 2:
        return
    MONTH.set(_nearest(ends, programme.as_of))
    with st.container(horizontal=True, vertical_alignment="center", key="timeline"):
        label, back, on = (t(words) for words in _WORDS[grain])
        st.button("◀", key="month-back", on_click=_step, args=(ends, -1), help=back)
        st.select_slider(
            label, ends, key=MONTH.key, on_change=_moved, format_func=lambda day: formats.day(day, grain), width="stretch",
            label_visibility="collapsed",
        )  # fmt: skip
        st.button("▶", key="month-on", on_click=_step, args=(ends, 1), help=on)


@cached_on_programme
def _ends(programme: Programme) -> tuple[date, ...]:
    """The stops of the slider, up to the date that the data open on."""
    first, last = first_day(programme.whole), programme.snapped(programme.dataset.opens_on)
    if first is None:
        return ()
    if programme.grain == DAY:
        return ends_until(first, last, "month")
    return tuple(end for end in programme.ends(first) if end <= last)


def _moved() -> None:
    AS_OF.set(MONTH.get())


def _step(ends: tuple[date, ...], by: int) -> None:
    place = ends.index(_nearest(ends, AS_OF.get() or ends[-1])) + by
    AS_OF.set(ends[min(max(place, 0), len(ends) - 1)])


def _nearest(ends: tuple[date, ...], day: date) -> date:
    """The last month end that is not after the day, else the first."""
    return max((end for end in ends if end <= day), default=ends[0])
