"""Glossary: what the terms mean, for who is new to the programme or to its figures."""

from itertools import groupby

import streamlit as st

from community_policing.analysis import glossary
from community_policing.core.i18n import t
from community_policing.measure.programme import Programme
from community_policing.ui.shell.markdown import escape


def render(_: Programme) -> None:
    """The terms under their headings, two columns where there is room."""
    st.title(t("What the terms mean"))
    for group, keys in groupby(glossary.TERMS, lambda key: glossary.TERMS[key].group):
        st.header(escape(t(group)))
        with st.grid(columns=2, min_column_width=320, gap="small"):
            for key in keys:
                _entry(key)


def _entry(key: str) -> None:
    term = glossary.TERMS[key]
    name = t(term.name)
    lines = [f"**{escape(name)}**", escape(glossary.meaning(key))]
    if term.example:
        published = t("Published: {example}", example=t(term.example))
        lines.append(f":small[{escape(published)}]")
    st.markdown("  \n".join(lines))
