"""Releases: what was published when and by whom, what each changed, and the way back to an earlier one."""

import streamlit as st

from community_policing.programme import Programme, Scope
from community_policing.text import t
from community_policing.view import errors, figures, history, released


def render(_: Programme) -> None:
    """The list, the release that is open, then any two of them compared."""
    watch = released.watch()
    if not watch.history:
        st.title(t("Nothing has been published yet"))
        if watch.trouble:
            errors.tell(watch.trouble)
        else:
            figures.empty(t("The dashboard shows the data that ship with it. The Import page publishes your own."))
        return
    st.title(history.title(watch.history))
    if done := st.session_state.pop("done", ""):
        st.success(done)
    chosen = history.listed(watch.history)
    history.closely(chosen, watch.history[0])
    history.compare(watch.history, Scope())
