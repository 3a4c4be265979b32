"""Onboarding note: points a new reader to filters, working and help, until it is closed in that browser."""

import streamlit as st

from community_policing.core.i18n import t
from community_policing.ui.shell import state, window
from community_policing.ui.shell.markdown import escape


def note() -> None:
    """Draw the note; static/scripts/first-use.js remembers for a year that it was closed."""
    if state.INTRODUCED.get() or window.is_introduced():
        return
    filters = t("Filters stay as you go from page to page.")
    working = t("“Show the working”, or a line that needs attention, opens the rows behind a figure.")
    menus = t("Share and Help are at the top.")
    with st.container(horizontal=True, vertical_alignment="center", key="first-use"):
        words = (t("**First time here?**"), *map(escape, (filters, working, menus)))
        st.markdown(" ".join(words), width="content")
        label = t("Dismiss this note")
        st.button("✕", key="first-use-away", type="tertiary", help=label, on_click=state.INTRODUCED.set, args=(True,))
