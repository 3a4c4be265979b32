"""Markdown escaping: text from data is never HTML or Markdown in a sentence that Streamlit formats."""

import re
from datetime import date
from functools import cache, lru_cache

from community_policing.core import formats
from community_policing.core.bidi import LRM, NO_BREAK
from community_policing.core.i18n import languages, speaking

_SPECIAL = re.compile(r"([\\`*_{}\[\]<>()#+\-.!|~$:^=&])")
# Streamlit makes links and icons of plain text after Markdown is parsed: an unseen joiner keeps such patterns apart.
_ACTS_LATER = re.compile(r"([:@]|www)(?=\S)", re.IGNORECASE)
_JOINER = "\u2060"
_DATE = r"(?<=\b\d) (?=\w{3,4} \d{4}\b)|(?<=\b\d\d) (?=\w{3,4} \d{4}\b)|(?<=\d \w{3}) (?=\d{4}\b)|(?<=\b[A-Z][a-z]{2}) (?=\d{4}\b)"
_BOUNDS = r"(?<=\d) (?=to [+−]?\d)|(?<=\d to) (?=[+−]?\d)|(?<=\bat least) (?=\d)|(?<=\d) (?=to go\b)|(?<=\bto) (?=go\b)"
_NEAR_DATE = r"(?<=\b\d) (?=[A-Z][a-z]{2}\b)|(?<=\b\d\d) (?=[A-Z][a-z]{2}\b)"
_RANGE = re.compile(r"(?<=[\d%]) ?– ?(?=[+−]?\d)")  # a line may end after a dash, be the space there a no-break one
_TOGETHER = re.compile(
    rf"(?<=[≥~]) |(?<=\d) (?=[%✓])|(?<=\d) (?=of \d)|(?<=\d of) (?=\d)|{_BOUNDS}|{_DATE}|{_NEAR_DATE}"
)


@cache
def _dates() -> re.Pattern[str]:
    """Days and months as languages other than English write them, whose months may be two words."""
    months = set()
    for code in languages()[1:]:
        with speaking(code):
            for first in (date(2016, month, 1) for month in range(1, 13)):
                months |= {formats.day(first, "month").removesuffix(" 2016"), formats.within_year(first, "month")}
    words = (re.escape(" ".join(month.split())) for month in months)
    named = "|".join(sorted(words, key=len, reverse=True))
    return re.compile(rf"(?:\d{LRM}?\w? )?(?:{named})(?: \d{{4}})?") if months else re.compile(r"(?!)")


@lru_cache(maxsize=4096)
def escape(text: str) -> str:
    """The text with everything made inert that Markdown, HTML, LaTeX or Streamlit would act on, on one line."""
    apart = _ACTS_LATER.sub(rf"\1{_JOINER}", " ".join(text.split()))
    together = _TOGETHER.sub(NO_BREAK, apart)
    for pattern in (_RANGE, _dates()):
        together = pattern.sub(lambda found: found[0].replace(" ", NO_BREAK).replace("–", "–" + _JOINER), together)
    return _SPECIAL.sub(r"\\\1", together)
