"""Selected row of a table, kept in the session's state and in the address, so that a link opens it for others."""

from collections.abc import Callable, Mapping, Sequence
from typing import TypeVar

import streamlit as st

from community_policing.ui.shell import address
from community_policing.ui.shell.markdown import escape
from community_policing.ui.shell.state import Entry

Row = TypeVar("Row")


def chosen(opened: Entry[str], everywhere: Mapping[str, Row]) -> str:
    """The id that is open there, "" for none; a link may say it in capitals or not."""
    address.read(opened.key, "", lambda asked: (asked[-1].strip(), ""), lambda key: (str(key),))
    asked = opened.get() or ""
    if asked and asked not in everywhere:
        asked = next((key for key in everywhere if key.casefold() == asked.casefold()), asked)
        opened.set(asked)
    return asked


def choice(
    opened: Entry[str],
    here: Sequence[str],
    everywhere: Mapping[str, Row],
    labels: tuple[str, str, str],
    label: Callable[[Row], str],
    changed: Callable[[], None] | None = None,
) -> None:
    """The list to choose a row from: those `here`, and the one that is open wherever it is.  `labels`: what the list is for,
    what stands in it while nothing is chosen, and what is told where the id that was asked for is not on record."""
    asked, (purpose, nothing, missing) = opened.get() or "", labels
    if asked and asked not in everywhere:
        opened.set("")
        address.tell(opened.key, missing, opened.key)
    options = ["", *here]
    if asked in everywhere and asked not in options:
        options.append(asked)
    st.selectbox(
        purpose, options, format_func=lambda key: label(everywhere[key]) if key else nothing, key=opened.key,
        on_change=changed, label_visibility="collapsed",
    )  # fmt: skip


def facts(title: str, lines: Sequence[tuple[str, str]]) -> None:
    """The row's title and what is on record of it, a line each."""
    markdown = [f"#### {escape(title)}", *(f"**{escape(label)}.** {escape(text)}  " for label, text in lines)]
    st.markdown("\n".join(markdown))
