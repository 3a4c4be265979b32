"""Pages see the data that ship, whatever was published on this machine."""

import json
from copy import deepcopy
from pathlib import Path
from typing import Any

import plotly.graph_objects as go
import pytest
from plotly.io import to_json

from community_policing.ui.charts.frame import Drawn
from pages.alerts import watch

CHECKED: set[str] = set()  # figures of this process: the same one is drawn by many tests


@pytest.fixture(autouse=True)
def nothing_published(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("CPF_RELEASES", str(tmp_path / "releases"))
    monkeypatch.delenv("CPF_DATABASE_URL", raising=False)
    monkeypatch.setenv("CPF_IMPORT", "on")  # a bare page has no reader, and so nobody on this machine


@pytest.fixture(autouse=True)
def no_count_in_the_menu(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is new is asked for by a thread that would outlive a test; tests/pages/test_alerts.py asks for it at once."""
    monkeypatch.setattr(watch, "_aside", lambda _: None)


@pytest.fixture(autouse=True)
def drawings_checked(monkeypatch: pytest.MonkeyPatch) -> None:
    """Figures are sent past plotly's check of every value: it is made of each figure here, and would change nothing."""
    made = Drawn.__init__

    def checked(drawn: Drawn, plain: dict[str, Any]) -> None:
        if (sent := to_json(plain, validate=False)) not in CHECKED:
            assert _as_read(to_json(go.Figure(deepcopy(plain)).to_dict(), validate=False)) == _as_read(sent)
            CHECKED.add(sent)
        made(drawn, plain)

    monkeypatch.setattr(Drawn, "__init__", checked)


def _as_read(sent: str) -> Any:
    """What the browser is sent, without plotly's empty look and a list of notes that has none."""
    read = json.loads(sent)
    layout = {key: value for key, value in read["layout"].items() if key != "template" and value != []}
    return read | {"layout": layout}
