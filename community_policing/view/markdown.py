"""Text from data is never HTML or Markdown: it passes here before it is part of a sentence that Streamlit formats."""

import re

_SPECIAL = re.compile(r"([\\`*_{}\[\]<>()#+\-.!|~$:^=&])")
# Streamlit makes links and icons of plain text after Markdown is parsed: an unseen joiner keeps such patterns apart.
_ACTS_LATER = re.compile(r"([:@]|www)(?=\S)", re.IGNORECASE)
_JOINER = "\u2060"


def escape(text: str) -> str:
    """The text with everything made inert that Markdown, HTML, LaTeX or Streamlit would act on, on one line."""
    apart = _ACTS_LATER.sub(rf"\1{_JOINER}", " ".join(text.split()))
    return _SPECIAL.sub(r"\\\1", apart).replace("≥ ", "≥\u00a0")  # a figure is never broken across lines
