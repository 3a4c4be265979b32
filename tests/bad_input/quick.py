"""Checks without a process of their own, for files whose content is faulty and not hostile: the same code, ten times as fast."""

import json
from pathlib import Path

import msgspec
import pytest

from community_policing.core.settings import Limits
from community_policing.dataset.intake import Metadata, checker, supervisor
from community_policing.dataset.releases import Source


def quicken(monkeypatch: pytest.MonkeyPatch) -> None:
    """While the test runs, `check` does in this process what a child does in use, without the child's limits."""
    monkeypatch.setattr(supervisor, "_run", _in_process)


def _in_process(draft: Path, _limits: object, _progress: object) -> int:
    job = json.loads((draft / "job.json").read_text("utf-8"))
    asked = checker.Job(
        Path(job["path"]), draft, Source(**job["source"]), job["table"], job["mapping"], msgspec.convert(job["about"], Metadata),
        Limits(**job["limits"]), job["has_base"], job["absent"],
    )  # fmt: skip
    checker.Check(asked, lambda *_: None).run()
    return 0
