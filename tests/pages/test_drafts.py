"""Drafts on disk: what an analyst began is there after a restart, and nothing outside the drafts' folder is ever named."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from community_policing.dataset.intake.corrections import Correction
from pages.data_import import drafts

CSV = b"donor_id,name,short_name\nDE,Germany,DE\nDE,Germany again,DE2\n"


def silent(_said: str, _part: float) -> None:
    """Nobody looks at the progress."""


def test_a_draft_survives_a_restart(tmp_path: Path) -> None:
    """The file, its name, its answers and corrections and the report are read back from disk as they were left."""
    begun = replace(
        drafts.begin(tmp_path, "donors.csv", CSV, date(2016, 12, 12), False),
        answers={"donors/column/short_name": "short_name"},
        corrections=(Correction("donors.csv", 3, "C", "D3", "DE2"),),
    )
    begun.keep()
    assert (drafts.open_draft(tmp_path, begun.id), begun.checked) == (begun, None)
    checked = drafts.check(begun, None, 0, silent)
    again = drafts.open_draft(tmp_path, begun.id)
    assert again == checked
    found = again.checked
    assert found is not None
    assert (found.source.name, found.outcome) == ("donors.csv", "refuse")
    assert [(i.rule, i.row, i.column) for i in found.issues if i.severity == "error"] == [
        ("duplicate_key", 3, "donor_id")
    ]


def test_the_files_own_name_is_never_a_path(tmp_path: Path) -> None:
    """A name that leads elsewhere is kept as a text, and the file lies in a folder of its own that only its owner reads."""
    begun = drafts.begin(tmp_path, "../../etc/passwd.csv", CSV, None, True)
    assert begun.name == "../../etc/passwd.csv"
    assert sorted(path.name for path in begun.folder.iterdir()) == ["draft.json", "upload"]
    assert (begun.folder.parent, begun.folder.stat().st_mode & 0o777) == (tmp_path, 0o700)


@pytest.mark.parametrize("asked", ["", "..", "../x", "0123456789abcdeg", "0" * 15, "0" * 16])
def test_only_drafts_are_opened(tmp_path: Path, asked: str) -> None:
    """What is no draft's id, or the id of none that is here, opens nothing."""
    assert drafts.open_draft(tmp_path, asked) is None


def test_drafts_are_listed_latest_first_and_discarded_one_by_one(tmp_path: Path) -> None:
    """Two files loaded are two drafts; discarding one leaves the other."""
    first = drafts.begin(tmp_path, "a.csv", CSV, None, True)
    second = drafts.begin(tmp_path, "b.csv", CSV, None, True)
    assert {draft.name for draft in drafts.every(tmp_path)} == {"a.csv", "b.csv"}
    drafts.discard(first)
    assert drafts.every(tmp_path) == (second,)
    assert drafts.every(tmp_path / "nowhere") == ()
