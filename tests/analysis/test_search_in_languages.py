"""What a word of one language finds for a reader of another: names come from the tables, all else from the catalogues."""

import gettext
from collections.abc import Iterator

import pytest

from community_policing.analysis import glossary, search, search_subjects
from community_policing.core import i18n
from community_policing.core.geography import resolve
from community_policing.core.i18n import in_every_language, speaking, t
from community_policing.measure.programme import Programme
from tests.conftest import Build

ARABIC = {"Workshop": "ورشة عمل", "Donor": "الجهة المانحة", "Drugs": "المخدرات", "Dormant fora": "المنتديات الخاملة"}
ROWS = {
    "fora": [{"forum_id": "F1", "name": "Forum Kirkuk", "governorate": "IQG13", "established_on": "2014-01-01",
              "record": "programme"}],
    "trainings": [{"training_id": "E1", "title": "Dialogue", "kind": "workshop", "governorate": "IQG08"}],
    "meetings": [{"forum_id": "F1", "met_on": "2014-03-01", "record": "programme"}],
    "concerns": [{"concern_id": "C1", "forum_id": "F1", "raised_in": "2014-05", "topic": "drugs", "status": "raised",
                  "record": "programme"}],
}  # fmt: skip


class _Arabic(gettext.NullTranslations):
    def gettext(self, message: str) -> str:
        return ARABIC.get(message, message)


@pytest.fixture(autouse=True)
def catalogue(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """English, and an Arabic with four messages."""
    monkeypatch.setattr(i18n, "languages", lambda: ("en", "ar"))
    monkeypatch.setattr(i18n, "_messages", lambda code: _Arabic() if code == "ar" else gettext.NullTranslations())
    glossary._folded_names.cache_clear()
    yield
    glossary._folded_names.cache_clear()


@pytest.fixture
def programme(build: Build) -> Programme:
    """One forum that is silent, one workshop, one concern."""
    return Programme.of(build(ROWS))


def test_a_text_in_every_language() -> None:
    """First in the language in force, each text once."""
    assert in_every_language(lambda: t("Donor")) == ("Donor", "الجهة المانحة")
    with speaking("ar"):
        assert in_every_language(lambda: t("Donor")) == ("الجهة المانحة", "Donor")
    assert in_every_language(lambda: t("Cohort")) == ("Cohort",)


@pytest.mark.parametrize("language", ["en", "ar", "ckb"])
def test_a_word_of_any_language_finds_what_is_meant(language: str, programme: Programme) -> None:
    """Kinds of events, terms, topics and states of fora, governorates; letters that keyboards swap and the article do not count."""
    with speaking(language):
        for question in ("workshop", "ورشة", "ورشه عمل"):
            assert [match.key for match in search.index(programme).look(question).found] == ["E1"], question
        for question in ("Kirkuk", "كركوك", "کەرکووک", "كەركوك", "كةركوك", "کەرکوک"):
            assert [match.key for match in search.index(programme).look(question).found] == ["F1"], question
            assert resolve(question).pcode == "IQG13", question
        assert [glossary.find(question) for question in ("donor", "الجهة المانحة", "الجهه", "مانحة")] == ["donor"] * 4
        for question, key in (
            ("drugs", "drugs"),
            ("مخدرات", "drugs"),
            ("dormant", "fora_dormant"),
            ("الخامله", "fora_dormant"),
        ):
            assert [subject.key for subject in search_subjects.look(question, programme)] == [key], question
