"""The command `serve`: the server as `make run` starts it, with the releases of the folder it was called in."""

import os
from pathlib import Path
from typing import Any

import pytest
import uvicorn

from community_policing.cli import commands
from tests.conftest import ROOT


def test_it_serves_from_where_the_settings_are(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Streamlit finds its settings, while data and releases stay those that were named where the command was given."""
    seen: dict[str, Any] = {}

    def run(app: str, **options: Any) -> None:
        seen.update(
            options, app=app, folder=Path.cwd(), data=os.environ["CPF_DATA"], releases=os.environ["CPF_RELEASES"]
        )

    monkeypatch.setattr(uvicorn, "run", run)
    monkeypatch.setenv("CPF_RELEASES", "")
    monkeypatch.setenv("CPF_DATA", "own")
    monkeypatch.chdir(tmp_path)
    assert commands.main(["serve", "--port", "8600"]) == 0
    assert seen == {
        "app": "app:app", "app_dir": str(ROOT), "host": "127.0.0.1", "port": 8600, "log_level": "warning", "access_log": False,
        "lifespan": "on", "ws": "community_policing.server.websocket:WideWindowProtocol",
        "folder": ROOT, "data": str(tmp_path / "own"), "releases": str(tmp_path / ".releases"),
    }  # fmt: skip
    assert capsys.readouterr().out == "Community Policing dashboard: http://127.0.0.1:8600 (Ctrl+C stops it)\n"
