"""Tooltip text of a term: what the glossary says of it, for the `help` of a widget."""

from community_policing.analysis import glossary
from community_policing.ui.shell.markdown import escape


def term_help(key: str) -> str:
    """Returns the meaning of a term of the glossary as Markdown."""
    return escape(glossary.meaning(key))
