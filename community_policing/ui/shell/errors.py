"""Errors as a person meets them: what happened, what is safe, what to do, in one box; the rest goes to the log."""

import logging

import streamlit as st

from community_policing.core.i18n import ProgrammeError, t
from community_policing.ui.shell.markdown import escape

log = logging.getLogger("community_policing")


def tell(error: ProgrammeError) -> None:
    """Shows an error of the family in plain words."""
    st.error(f"**{escape(error.message)}**\n\n{escape(error.remedy)}")


def instead(error: ProgrammeError) -> None:
    """Shows an error where a page would stand: under a title, by which who does not see the box finds it."""
    st.title(t("Nothing can be shown here"))
    tell(error)


def log_and_tell(error: Exception) -> bool:
    """For errors nobody foresaw: the log gets the traceback, the reader a plain sentence.  True: it has been shown."""
    if isinstance(error, ProgrammeError):
        tell(error)
        return True
    log.error("A page failed", exc_info=error)
    message = t("This page could not be drawn. No data was changed.")
    remedy = t("Reload the page. If it happens again, tell the dashboard's administrator what you clicked and when.")
    st.error(f"**{message}**\n\n{remedy}")
    return True
