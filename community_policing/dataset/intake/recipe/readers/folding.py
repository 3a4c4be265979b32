"""Text folding: how words of files and of our lists are compared, whatever case, letters or digits they are written in."""

from functools import cache, lru_cache

from community_policing.core.geography import words
from community_policing.dataset.cells import DIGITS, tidy


@lru_cache(maxsize=65536)
def folded(text: str) -> str:
    """Return the text without case, blanks, punctuation, articles and the letters and digits that keyboards swap."""
    return "".join(words(tidy(text)[0].translate(DIGITS)))


@cache
def all_folded(texts: tuple[str, ...]) -> frozenset[str]:
    """Return the folded forms of a list of words."""
    return frozenset(map(folded, texts))
