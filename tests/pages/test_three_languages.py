"""A page says the same figures in every language, and nothing in another one than the reader's."""

import re
from collections.abc import Collection, Iterator
from functools import cache

import pytest

from community_policing.core import i18n
from community_policing.core.bidi import without_marks
from community_policing.core.languages import LANGUAGES, SOURCE
from community_policing.core.schema import TABLES
from pages import PAGES
from tests.pages.spoken import marked_texts
from tests.pages.test_working import ROOT, alone
from translations.rules import LATIN, TYPED

OTHERS = tuple(code for code in LANGUAGES if code != SOURCE)
DATA = str(ROOT / "data" / "demonstration")
_NUMBER = re.compile(r"\d[\d.,]*\d|\d")
_QUARTER = re.compile(r"Q[1-4](?= )|چارەکی [1-4]ی")  # a name in some languages, and a number in others
_MARKED = re.compile("\u200e[^\u200e]*\u200e|\u2066[^\u2069]*\u2069")  # in a chart between isolates
_SIGN = re.compile(r"[≥≤≈+−–]\s?\d|\d\s?%")
_QUOTED = re.compile("[a-z]{3,} [a-z]{3,}")  # a sentence of a source, in its own language
# Code, addresses, Streamlit's directives, tags, and ids of what was frozen
_NOT_WORDS = re.compile(
    r"`[^`]*`|https?://\S+|\]\([^)]*\)|:[a-z]+\[|:[a-z]+/[a-z_]+:|</?[a-z][^>]*>|&[a-z]+;|\b[0-9a-f]{10,}\b"
)
_WORD = re.compile(r"[A-Za-z][A-Za-z]+")


def numbers(page: list[str]) -> set[str]:
    """Each number that is read: a chart that is turned round may say one twice."""
    return {number for text in page for number in _NUMBER.findall(_QUARTER.sub("", text))}


@cache
def data_words() -> set[str]:
    """Latin words of the data: names, titles, notes and sources stay in the language they were written in."""
    texts = (
        file.read_text("utf-8")
        for file in (ROOT / "data" / "demonstration").iterdir()
        if file.suffix in (".csv", ".json")
    )
    return {word for text in texts for word in _WORD.findall(text)}


def known_words() -> frozenset[str]:
    """Latin words that a page of another language may have: of data, of names so written in Iraq, and English's own name."""
    columns = {part for table in TABLES.values() for column in table.columns for part in column.name.split("_")}
    return frozenset(data_words() | LATIN | TYPED | columns | {LANGUAGES[SOURCE].name})


@pytest.mark.parametrize("page", PAGES)
def test_a_page_in_three_languages(page: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The numbers are equal, one by one, in every language; no Latin word is left but of data and of names so written in Iraq;
    every figure with a sign stands between marks, or "≥ 30" would read as "≤ 30" from the right; and English comes back as it
    was."""
    english, *others, again = (_spoken(page, code, monkeypatch) for code in (SOURCE, *OTHERS, SOURCE))
    figures = numbers(_read(english))
    for code, other in zip(OTHERS, others, strict=True):
        told = numbers(_read(other))
        assert (code, told - figures, figures - told) == (code, set(), set())
        assert (code, list(dict.fromkeys(left(_read(other), known_words())))) == (code, [])
        loose = [text for text in other if _SIGN.search(_MARKED.sub("", text)) and not _QUOTED.search(text)]
        assert (code, loose) == (code, [])
    assert again == english


def _spoken(page: str, code: str, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What a reader of that language is shown of a page, marks of direction and all."""
    monkeypatch.setattr(i18n, "_readers", [lambda: code])
    return marked_texts(alone(page, DATA, {}))


def _read(page: list[str]) -> list[str]:
    return [without_marks(text) for text in page]


def left(page: list[str], known: Collection[str]) -> Iterator[tuple[str, str]]:
    """Each Latin word that is not known, with the text it stands in."""
    for text in page:
        read = _NOT_WORDS.sub(" ", text)
        yield from ((word, text) for word in _WORD.findall(read) if word not in known)
