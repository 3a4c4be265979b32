"""Pages see the data that ship, whatever was published on this machine."""

from pathlib import Path

import pytest


@pytest.fixture(autouse=True)
def nothing_published(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("CPF_RELEASES", str(tmp_path / "releases"))
    monkeypatch.delenv("CPF_DATABASE_URL", raising=False)
    monkeypatch.setenv("CPF_IMPORT", "on")  # a bare page has no reader, and so nobody on this machine


@pytest.fixture(autouse=True)
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """A busy machine may take longer for its registry's first answer than a reader would wait for it."""
    monkeypatch.setattr("community_policing.ui.shell.release_watch.PATIENCE", 60.0)


@pytest.fixture(autouse=True)
def no_browser(monkeypatch: pytest.MonkeyPatch) -> None:
    """AppTest knows no element that the browser alone reads: what these are for, tests/browser/test_address.py sees."""
    monkeypatch.setattr("community_policing.ui.shell.address.carry", lambda _: None)
