"""Going to another page of ours by its key, from any callback; the filters in the address go along."""

from collections.abc import Mapping

import streamlit as st

from community_policing.ui.shell import address, state


def to(page: str, **link: str) -> None:
    """In a callback: the reader goes to that page of `pages.PAGES`, as a link with these words would."""
    state.JUMP.set((page, link))


def ahead() -> bool:
    """Whether a callback has just said where to go."""
    return state.JUMP.is_set()


def land(pages: Mapping[str, st.Page], here: st.Page) -> None:
    """Goes where a callback said; called once the filters are drawn, since what they hold goes along."""
    page, link = state.JUMP.take()
    address.follow({name: [word] for name, word in link.items()})
    if page and pages[page] != here:
        filters = address.in_force()
        address.follow(filters)  # Streamlit forgets every widget's state where the server changes the page
        st.switch_page(pages[page], query_params=filters | {name: [word] for name, word in link.items()})
