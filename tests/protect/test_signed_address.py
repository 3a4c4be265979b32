"""Addresses that this server signed, and all others."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings, strategies as st

from community_policing.protect.signed_address import signed, subject_of


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CPF_ROUNDING_SECRET", raising=False)
    monkeypatch.setenv("CPF_RELEASES", str(tmp_path))


def test_it_names_its_subject_to_its_own_purpose_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither another purpose nor another server's secret reads it."""
    text = signed("calendar", "8f3a")
    assert (subject_of("calendar", text), subject_of("unsubscribe", text)) == ("8f3a", None)
    assert not set(text) - set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.")
    monkeypatch.setenv("CPF_ROUNDING_SECRET", "another " * 8)
    assert subject_of("calendar", text) is None


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=200)
@given(st.text(), st.integers(0, 60), st.characters())
@example("", 0, "\ud800")
def test_whatever_else_names_nothing_else(text: str, place: int, letter: str) -> None:
    """Any text, and a signed one in which one character is another: of some the decoder takes no notice."""
    made = signed("calendar", "8f3a")
    changed = made[:place] + letter + made[place + 1 :]
    assert subject_of("calendar", text) is None
    assert subject_of("calendar", changed) in (None, "8f3a")
