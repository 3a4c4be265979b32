"""One row of a table, opened: which one is in the session's state and in the address, so that a link opens it for others."""

from collections.abc import Callable, Mapping, Sequence
from typing import TypeVar

import streamlit as st

from community_policing.view import figures
from community_policing.view.markdown import escape

Row = TypeVar("Row")


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


def choice(
    name: str,
    here: Sequence[str],
    everywhere: Mapping[str, Row],
    said: tuple[str, str, str],
    label: Callable[[Row], str],
    changed: Callable[[], None] | None = None,
) -> None:
    """The list to choose a row from: those `here`, and the one that is open wherever it is.  `said`: what the list is for,
    what stands in it while nothing is chosen, and what is told where the id that was asked for is not on record."""
    asked, (purpose, nothing, missing) = chosen(name), said
    if asked and asked not in everywhere:
        st.session_state[name] = ""
        figures.empty(missing)
    options = ["", *here]
    if asked in everywhere and asked not in options:
        options.append(asked)
    st.selectbox(
        purpose, options, format_func=lambda key: label(everywhere[key]) if key else nothing, key=name,
        on_change=changed or (lambda: address(name, st.session_state[name])), label_visibility="collapsed",
    )  # fmt: skip


def facts(title: str, lines: Sequence[tuple[str, str]]) -> None:
    """The row's title and what is on record of it, a line each."""
    said = [f"#### {escape(title)}", *(f"**{escape(label)}.** {escape(text)}  " for label, text in lines)]
    st.markdown("\n".join(said))
