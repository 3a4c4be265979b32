"""A check without a process of its own, of files that are written here, against tests/fixture as the release."""

from collections.abc import Callable
from pathlib import Path

import pytest

from community_policing.dataset.intake import Checked, check
from community_policing.dataset.load import Dataset
from tests.bad_input.quick import quicken

Checking = Callable[..., Checked]


@pytest.fixture
def checking(tmp_path: Path, dataset: Dataset, monkeypatch: pytest.MonkeyPatch) -> Checking:
    """A function: the name and text of a file -> how its check comes out.  `base=None` is a first file, without a release."""
    quicken(monkeypatch)

    def checked(name: str, text: str, *, base: Dataset | None = dataset, **given: object) -> Checked:
        (tmp_path / name).write_text(text, "utf-8")
        return check(tmp_path / name, draft=tmp_path / "draft", base=base, **given)  # type: ignore[arg-type]

    return checked
