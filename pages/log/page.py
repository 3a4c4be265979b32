"""Log: who did what with the data, and when; for who answers for them."""

import streamlit as st

from community_policing.core.i18n import t
from community_policing.dataset.releases import ReleaseError
from community_policing.measure.programme import Programme
from community_policing.protect import audit_log
from community_policing.ui.components import figures
from community_policing.ui.shell import errors
from pages.log import events as events_log


def render(_: Programme) -> None:
    """The title, the choice of events, and their list, newest first."""
    if not audit_log.kept():
        st.title(t("No events are logged yet"))
        figures.empty(t("The log begins with the first publication, or once sign-in is on."))
        return
    try:
        audit_log.log().hand_over()
        tally = audit_log.log().tally()
        if tally:
            _events(tally)
            return
    except ReleaseError as error:
        st.title(t("The log cannot be read just now"))
        errors.tell(error)
        return
    st.title(t("No events are logged yet"))
    figures.empty(t("This log lists sign-ins, publications, downloads and briefings."))


def _events(tally: tuple[audit_log.Tally, ...]) -> None:
    head = st.container()
    what, account = events_log.choice(tally)
    events = sum(each.events for each in tally if what in ("", each.what) and account in ("", each.account))
    if events:
        events_log.listed(audit_log.log().entries(events_log.SHOWN, what, account), events, what, account)
    else:
        figures.empty(t("There is no event of that kind by that account. Choose another."))
    head.title(events_log.title(tally))
