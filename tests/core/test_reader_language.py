"""Which language a reader reads: one rule, whoever asks."""

from pathlib import Path

import pytest

from community_policing.core import i18n, reader_language
from community_policing.core.i18n import ProgrammeError
from community_policing.core.settings import settings


@pytest.fixture(autouse=True)
def three(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Messages in three languages, and nothing set."""
    for code in ("ar", "ckb"):
        (tmp_path / code / "LC_MESSAGES").mkdir(parents=True)
        (tmp_path / code / "LC_MESSAGES" / "community_policing.po").touch()
    monkeypatch.setattr(i18n, "LOCALES", tmp_path)
    for variable in ("CPF_LANGUAGE", "CPF_LANGUAGES"):
        monkeypatch.delenv(variable, raising=False)


@pytest.mark.parametrize(
    ("asked", "kept", "accepted", "code"),
    [
        ("", "", "", "en"),
        ("ar", "ckb", "en", "ar"),
        ("", "ckb", "ar", "ckb"),
        ("fr", "de", "ar", "ar"),  # what nobody offers is passed over
        ("AR", "../ar", "", "en"),
        ("", "", "en-US,en;q=0.9,ar;q=0.8", "en"),
        ("", "", "fr, ar-EG;q=0.5, en;q=0.4", "ar"),
        ("", "", "en;q=0.1, ckb-IQ;q=0.7, ar;q=0.2", "ckb"),
        ("", "", "ku-Arab-IQ", "ckb"),
        ("", "", "ku, ar;q=0.1", "ar"),  # Kurdish in Latin letters
        ("", "", "ar;q=0, *", "en"),
        ("", "", "ar;q=none;;,", "en"),
        ("", "", "\0" * 300 + ",ar", "en"),
    ],
)
def test_the_first_that_is_offered_is_read(asked: str, kept: str, accepted: str, code: str) -> None:
    """The address, then the cookie, then the browser, then the server."""
    assert reader_language.chosen(asked, kept, accepted) == code


def test_the_server_says_what_is_offered_and_what_is_usual(monkeypatch: pytest.MonkeyPatch) -> None:
    """CPF_LANGUAGES in its own order; without it all that there are messages in.  CPF_LANGUAGE where nothing else is wanted."""
    assert reader_language.offered() == ("en", "ar", "ckb")
    monkeypatch.setenv("CPF_LANGUAGE", "ar")
    assert reader_language.chosen("", "", "fr") == "ar"
    assert reader_language.chosen("", "", "en") == "en"
    monkeypatch.setenv("CPF_LANGUAGES", "ckb, en")
    assert reader_language.offered() == ("ckb", "en")
    assert reader_language.chosen("ar", "ar", "ar") == "ckb"  # the usual one is not offered: the first that is
    monkeypatch.setenv("CPF_LANGUAGES", "en")
    assert reader_language.chosen("ar", "ckb", "ar") == "en"


@pytest.mark.parametrize(
    ("variable", "value"), [("CPF_LANGUAGE", "fr"), ("CPF_LANGUAGES", "en,fr"), ("CPF_LANGUAGE", "ar,en")]
)
def test_a_language_that_nobody_knows_is_refused(variable: str, value: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """By name, with what to do."""
    monkeypatch.setenv(variable, value)
    with pytest.raises(ProgrammeError) as refused:
        settings()
    assert refused.value.remedy == "Set it to codes of languages that there are, such as “en, ar”, or leave it out."


def test_a_reader_is_asked_once_in_a_thread(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each text would ask otherwise; a block that speaks another language asks nobody."""
    asked: list[str] = []
    monkeypatch.setattr(i18n, "_readers", [lambda: "", lambda: asked.append("") or "ckb"])
    with i18n.speaking(""):
        with i18n.speaking("ar"):
            assert i18n.language() == "ar"
        assert (i18n.language(), i18n.language(), asked) == ("ckb", "ckb", [""])
