"""Log: who did what with the data, and when; for who answers for them."""

import streamlit as st

from community_policing import audit
from community_policing.programme import Programme
from community_policing.releases import ReleaseError
from community_policing.text import t
from community_policing.view import errors, events_log, figures


def render(_: Programme) -> None:
    """The title, the choice of events, and their list, newest first."""
    if not audit.kept():
        st.title(t("No events are kept yet"))
        figures.empty(t("The log begins with the first publication, or with sign-in: nobody signs in here."))
        return
    try:
        audit.log().hand_over()
        entries = audit.log().entries()
    except ReleaseError as error:
        st.title(t("The log cannot be read just now"))
        errors.tell(error)
        return
    if not entries:
        st.title(t("No events are kept yet"))
        figures.empty(t("Sign-ins, publications, files that were taken and briefings are written down here."))
        return
    st.title(events_log.title(entries))
    chosen = events_log.chosen(entries)
    if not chosen:
        figures.empty(t("No event is of that kind and of that account. Choose another."))
        return
    events_log.listed(chosen)
