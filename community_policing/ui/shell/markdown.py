"""Markdown escaping: text from data is never HTML or Markdown in a sentence that Streamlit formats."""

import re
from functools import lru_cache

_SPECIAL = re.compile(r"([\\`*_{}\[\]<>()#+\-.!|~$:^=&])")
# Streamlit makes links and icons of plain text after Markdown is parsed: an unseen joiner keeps such patterns apart.
_ACTS_LATER = re.compile(r"([:@]|www)(?=\S)", re.IGNORECASE)
_JOINER = "\u2060"
_DATE = r"(?<=\b\d) (?=\w{3,4} \d{4}\b)|(?<=\b\d\d) (?=\w{3,4} \d{4}\b)|(?<=\d \w{3}) (?=\d{4}\b)|(?<=\b[A-Z][a-z]{2}) (?=\d{4}\b)"
_BOUNDS = r"(?<=\d) (?=to [+−]?\d)|(?<=\d to) (?=[+−]?\d)|(?<=\bat least) (?=\d)|(?<=\d) (?=to go\b)|(?<=\bto) (?=go\b)"
_NEAR_DATE = r"(?<=\b\d) (?=[A-Z][a-z]{2}\b)|(?<=\b\d\d) (?=[A-Z][a-z]{2}\b)"
_TOGETHER = re.compile(
    rf"(?<=[≥~]) |(?<=\d) (?=[%✓])|(?<=\d) (?=of \d)|(?<=\d of) (?=\d)|{_BOUNDS}|{_DATE}|{_NEAR_DATE}"
)


@lru_cache(maxsize=4096)
def escape(text: str) -> str:
    """The text with everything made inert that Markdown, HTML, LaTeX or Streamlit would act on, on one line."""
    apart = _ACTS_LATER.sub(rf"\1{_JOINER}", " ".join(text.split()))
    return _SPECIAL.sub(r"\\\1", _TOGETHER.sub("\u00a0", apart))
