"""One row of a table, opened: which one is in the session's state and in the address, so that a link opens it for others."""

from collections.abc import Sequence

import streamlit as st

from community_policing.view.markdown import escape


def chosen(name: str) -> str:
    """The id that is open under that name, "" for none; on a page's first run the address may say it."""
    if name not in st.session_state and (asked := st.query_params.get(name)):
        st.session_state[name] = asked
    return str(st.session_state.get(name) or "")


def address(name: str, key: str) -> None:
    """Puts the id into the address, or takes it out of it."""
    if key:
        st.query_params[name] = key
    else:
        st.query_params.pop(name, None)


def facts(title: str, lines: Sequence[tuple[str, str]]) -> None:
    """The row's title and what is on record of it, a line each."""
    said = [f"#### {escape(title)}", *(f"**{escape(label)}.** {escape(text)}  " for label, text in lines)]
    st.markdown("\n".join(said))
