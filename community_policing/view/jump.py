"""Going to another page of ours by its key, from any callback; the filters in the address go along."""

from collections.abc import Mapping

import streamlit as st


def to(page: str, **address: str) -> None:
    """In a callback: the reader goes to that page of `pages.PAGES`, with these words in its address."""
    st.session_state["jump"] = (page, address)


def ahead() -> bool:
    """Whether a callback has just said where to go."""
    return "jump" in st.session_state


def land(pages: Mapping[str, st.Page], here: st.Page) -> None:
    """Goes where a callback said; called once the filters are drawn, since what they hold goes along."""
    page, address = st.session_state.pop("jump", ("", {}))
    if page and pages[page] == here:
        st.query_params.update(address)
    elif page:
        st.switch_page(pages[page], query_params=address)  # without any, Streamlit refuses to drop bound filters
