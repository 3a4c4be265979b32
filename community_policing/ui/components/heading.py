"""Page heading: the finding with its scope, and which figures a filter does not narrow."""

from collections.abc import Collection

import streamlit as st

from community_policing.analysis import scope_wording
from community_policing.measure.programme import Programme
from community_policing.ui.shell.markdown import escape


def title(finding: str, programme: Programme, keys: Collection[str], without: Collection[str] = ()) -> None:
    """Draw a page's title; `finding` is safe as Markdown, `keys` are the indicators that the page shows."""
    without = (*without, *scope_wording.says_who(finding, programme.scope))
    st.title(scope_wording.titled(finding, escape(scope_wording.in_title(programme, keys, without))))
    if note := scope_wording.note(programme, keys):
        st.caption(escape(note))
