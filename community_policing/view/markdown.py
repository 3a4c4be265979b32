"""Text from data is never HTML or Markdown: it passes here before it is part of a sentence that Streamlit formats."""

import re

_SPECIAL = re.compile(r"([\\`*_{}\[\]<>()#+\-.!|~$:^=])")


def escape(text: str) -> str:
    """The text with every character that Markdown, HTML or LaTeX would act on made inert, on one line."""
    return _SPECIAL.sub(r"\\\1", " ".join(text.split())).replace(
        "≥ ", "≥\u00a0"
    )  # a figure is never broken across lines
