"""A page says the same figures in every language, and nothing in another one than the reader's."""

import re
from collections.abc import Iterator

import pytest

from community_policing.core import i18n
from community_policing.core.languages import LANGUAGES, SOURCE
from community_policing.core.schema import TABLES
from pages import PAGES
from tests.pages.spoken import marked_texts, texts
from tests.pages.test_working import ROOT, alone
from translations.rules import LATIN, TYPED

OTHERS = tuple(code for code in LANGUAGES if code != SOURCE)
DATA = str(ROOT / "data" / "demonstration")
_NUMBER = re.compile(r"\d[\d.,]*\d|\d")
_QUARTER = re.compile(r"Q[1-4](?= )|چارەکی [1-4]ی")  # a name in some languages, and a number in others
_MARKED = re.compile("\u200e[^\u200e]*\u200e")
_SIGN = re.compile(r"[≥≤≈+−–]\s?\d|\d\s?%")
_QUOTED = re.compile("[a-z]{3,} [a-z]{3,}")  # a sentence of a source, in its own language
_WORD = re.compile(r"[A-Za-z][A-Za-z]+")


def numbers(page: list[str]) -> set[str]:
    """Each number that is read: a chart that is turned round may say one twice."""
    return {number for text in page for number in _NUMBER.findall(_QUARTER.sub("", text))}


def data_words() -> set[str]:
    """Latin words of the data: names, titles, notes and sources stay in the language they were written in."""
    texts = (
        file.read_text("utf-8")
        for file in (ROOT / "data" / "demonstration").iterdir()
        if file.suffix in (".csv", ".json")
    )
    return {word for text in texts for word in _WORD.findall(text)}


def spoken(page: str, code: str, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What a reader of that language reads of a page."""
    monkeypatch.setattr(i18n, "_readers", [lambda: code])
    return texts(alone(page, DATA, {}))


@pytest.mark.parametrize("page", PAGES)
def test_the_same_figures_in_every_language(page: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The numbers of a page are equal, one by one, whatever language it speaks; and it comes back to English as it was."""
    english = spoken(page, SOURCE, monkeypatch)
    for code in OTHERS:
        read = numbers(spoken(page, code, monkeypatch))
        assert (code, read - numbers(english), numbers(english) - read) == (code, set(), set())
    assert spoken(page, SOURCE, monkeypatch) == english


@pytest.mark.parametrize("code", OTHERS)
@pytest.mark.parametrize("page", PAGES)
def test_no_other_language_is_left(page: str, code: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """No Latin word but of data, and of names that are so written in Iraq."""
    columns = {part for table in TABLES.values() for column in table.columns for part in column.name.split("_")}
    known = data_words() | LATIN | TYPED | columns | {LANGUAGES[SOURCE].name}
    assert list(dict.fromkeys(_left(spoken(page, code, monkeypatch), known))) == []


@pytest.mark.parametrize("page", PAGES)
def test_a_sign_stays_at_its_figure(page: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """In a line from right to left every figure with a sign stands between marks, or "≥ 30" would read as "≤ 30"."""
    monkeypatch.setattr(i18n, "_readers", [lambda: "ar"])
    marked = [_MARKED.sub("", text) for text in marked_texts(alone(page, DATA, {}))]
    assert [text for text in marked if _SIGN.search(text) and not _QUOTED.search(text)] == []


def _left(page: list[str], known: set[str]) -> Iterator[tuple[str, str]]:
    for text in page:
        read = re.sub(r"`[^`]*`|https?://\S+|\]\([^)]*\)|:[a-z]+\[|:[a-z]+/[a-z_]+:|</?[a-z][^>]*>|&[a-z]+;", " ", text)
        yield from ((word, text) for word in _WORD.findall(read) if word not in known)
