"""Releases: what was published when and by whom, what each changed, and the way back to an earlier one."""

import streamlit as st

from community_policing.core.i18n import t
from community_policing.measure.programme import Programme, Scope
from community_policing.ui.components import figures
from community_policing.ui.shell import errors, release_watch, state
from pages.releases import history


def render(_: Programme) -> None:
    """The list, the release that is open, then any two of them compared."""
    watch = release_watch.watch()
    if watch.trouble and not watch.history:
        st.title(t("The releases cannot be read just now"))
        errors.tell(watch.trouble)
        return
    if not watch.history:
        st.title(t("Nothing has been published yet"))
        figures.empty(t("The dashboard shows the data that ship with it. The Import page publishes your own."))
        return
    st.title(history.title(watch.history))
    if done := state.DONE.take():
        st.success(done)
    chosen = history.listed(watch.history)
    history.closely(chosen, watch.history[0])
    history.compare(watch.history, Scope())
