"""Texts pass one place, in the language of the reader, and errors say what to do."""

import threading

import pytest

from community_policing.core.i18n import ProgrammeError, language, n, speaking, t


def test_placeholders() -> None:
    """Named placeholders are filled; braces in a value stay what they are."""
    assert t("{place}: {figure}", place="Ninewa", figure="{2}") == "Ninewa: {2}"


@pytest.mark.parametrize(("count", "text"), [(0, "0 fora"), (1, "1 forum"), (2, "2 fora"), (11, "11 fora")])
def test_plural(count: int, text: str) -> None:
    """Singular and plural are right, and the count is filled in."""
    assert n("{count} forum", "{count} fora", count) == text


def test_missing_value() -> None:
    """A placeholder without a value is a mistake of ours and is told at once."""
    with pytest.raises(KeyError):
        t("{place}: none yet")


def test_language_is_taken_back() -> None:
    """The language holds within its block, also after an error, and nowhere else."""
    seen: list[str] = []

    def fail() -> None:
        with speaking("ar"), speaking("ckb"):
            seen.append(language())
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    assert (seen, language()) == (["ckb"], "en")


def test_language_of_one_reader() -> None:
    """What one reader speaks does not reach another one's thread."""
    seen: list[str] = []
    with speaking("ar"):
        thread = threading.Thread(target=lambda: seen.append(language()))
        thread.start()
        thread.join()
    assert seen == ["en"]


def test_unknown_language() -> None:
    """A language without a catalogue reads the original."""
    with speaking("xx"):
        assert t("Fora planned") == "Fora planned"


def test_error_says_what_to_do() -> None:
    """An error keeps what happened and what to do apart, and reads as one sentence after the other."""
    error = ProgrammeError("It cannot be split by town.", "Choose governorate.")
    assert (error.message, error.remedy, str(error)) == (
        "It cannot be split by town.", "Choose governorate.", "It cannot be split by town. Choose governorate.",
    )  # fmt: skip
    assert str(ProgrammeError("It cannot be read.")) == "It cannot be read."
