"""Lists of a governorate's profile: tables that also print."""

from collections.abc import Sequence

import streamlit as st

from community_policing.core import formats
from community_policing.core.i18n import t

MOST = 6  # lines of a list on one page


def lined(
    heads: Sequence[str], lines: Sequence[Sequence[str]], count: int, right: frozenset[str] = frozenset()
) -> None:
    """Draw a table that also prints, and how many of `count` lines it leaves out; cells are Markdown of ours or escaped."""
    rule = "|".join("---:" if head in right else "---" for head in heads)
    body = "\n".join(f"|{'|'.join(line)}|" for line in lines)
    st.markdown(f"|{'|'.join(heads)}|\n|{rule}|\n{body}")
    if count > len(lines):
        st.caption(t("and {count} more", count=formats.number(count - len(lines))))
