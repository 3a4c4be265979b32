"""The head of a page: the finding, with the choice that it is of, and which figures a chosen filter does not narrow."""

from collections.abc import Collection

import streamlit as st

from community_policing.analysis import scope_wording as choice_words
from community_policing.measure.programme import Programme
from community_policing.ui.shell.markdown import escape


def title(finding: str, programme: Programme, keys: Collection[str], without: Collection[str] = ()) -> None:
    """Draw a page's title; `finding` is safe as Markdown, `keys` are the indicators that the page shows."""
    without = (*without, *choice_words.says_who(finding, programme.scope))
    st.title(choice_words.titled(finding, escape(choice_words.in_title(programme, keys, without))))
    if note := choice_words.note(programme, keys):
        st.caption(escape(note))
