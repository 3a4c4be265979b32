"""Bar above every page: filters, search, data and view, a link to share, help; it stays while the page scrolls."""

from dataclasses import dataclass

import streamlit as st

from community_policing.core import formats, labels
from community_policing.core.i18n import listed, t
from community_policing.measure.programme import Programme
from community_policing.protect.policy import access_policy
from community_policing.protect.streamlit_internals import Place
from community_policing.ui.shell import access, address, filters, navigate, state
from community_policing.ui.shell.markdown import escape

_SEARCH = 210  # pixels


@dataclass(frozen=True)
class Bar:
    """Places in the bar, filled in the order in which the script knows what stands in them."""

    switch: Place
    filters: Place
    search: Place
    data: Place
    share: Place
    help: Place
    languages: Place
    carried: Place


def draw() -> Bar:
    """Draws the empty bar.  On a phone a switch opens what is beside the search, as a sheet."""
    with st.container(key="bar", horizontal=True, gap="small", vertical_alignment="center"):
        switch = st.container(key="switch", width="content")
        line = st.container(key="filters", horizontal=True, gap="small", vertical_alignment="center")
        with st.container(key="tools", horizontal=True, gap="small", vertical_alignment="center", width="content"):
            search = st.container(key="search-box", width=_SEARCH)
            with st.container(key="menus", horizontal=True, gap="xsmall", width="content"):
                data = st.popover(t("Dataset"), key="dataset-menu", type="tertiary", width="content")
                share = st.popover(t("Share"), key="share", type="tertiary", width="content")
                about = st.popover(t("Help"), key="help", type="tertiary", width="content")
                languages = st.container(key="languages", width="content")
        carried = st.container(key="carried")
    return Bar(switch, line, search, data, share, about, languages, carried)


def switch(place: Place) -> None:
    """Draws what opens the filters on a phone: it says how many choices are in force."""
    chosen = sum(len(entry.get()) for entry in state.FILTERS.values())
    label = t("Filters ({count})", count=chosen) if chosen else t("Filters")
    place.checkbox(label, key=state.SHEET.key, on_change="ignore")


def account() -> None:
    """Who is signed in, and the way out."""
    if access_policy().sign_in and st.user.get("is_logged_in"):
        reader = access.account()
        st.caption(escape(t("Signed in as {account}, {role}", account=reader.account, role=labels.label(reader.role))))
        st.button(t("Sign out"), key="sign-out", on_click=access.sign_out, type="tertiary")


def link(title: str, programme: Programme) -> None:
    """Draws the link to what is seen, and says what it holds."""
    chosen = [filters.label(name, value) for name, entry in state.FILTERS.items() for value in entry.get()]
    holds = (title, t("as of {day}", day=formats.day(programme.as_of)), *chosen, programme.dataset.title)
    st.caption(escape(t("This link opens {what}.", what=listed(holds))))
    st.code(address.link(), language=None, wrap_lines=True)
    st.caption(escape(t("Who opens it sees what their own role may see. The button at its right copies it.")))
    if access.mail_is_offered():
        words = t("Alerts, briefings and saved views by mail…")
        st.button(words, key="share-by-mail", type="tertiary", on_click=navigate.to, args=("alerts",))
