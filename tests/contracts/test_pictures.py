"""Pictures in the repository: few, each shown by README or the guide to loading, and renewed only all together."""

import re
from pathlib import Path

import pytest

from tests.browser.screenshots import DOCS, refresh
from tests.browser.server import ROOT

MOST_BYTES = 3_000_000


def test_every_picture_that_is_kept_is_shown_and_no_other() -> None:
    """A picture that nothing shows weighs on every clone, and nobody sees that it is old."""
    kept = {str(picture.relative_to(ROOT)) for picture in DOCS.rglob("*.png")}
    in_readme = re.findall(r"\((docs/[^)]+\.png)\)", (ROOT / "README.md").read_text("utf-8"))
    in_guide = re.findall(r"\(([^)]+\.png)\)", (DOCS / "loading.md").read_text("utf-8"))
    assert {*in_readme, *(f"docs/{picture}" for picture in in_guide)} == kept
    assert 0 < sum((ROOT / picture).stat().st_size for picture in kept) < MOST_BYTES


def test_pictures_are_renewed_from_those_just_taken(tmp_path: Path) -> None:
    """What was kept is new, and what was not kept is not added."""
    taken, kept = _folders(tmp_path, {"map": b"new", "reach": b"new"}, {"map": b"old"})
    refresh(taken, kept)
    assert {picture.name: picture.read_bytes() for picture in kept.iterdir()} == {"map.png": b"new"}


def test_a_picture_that_was_not_taken_again_is_named(tmp_path: Path) -> None:
    """README would show a page that is gone; nothing is renewed by half."""
    taken, kept = _folders(tmp_path, {"map": b"new"}, {"map": b"old", "reach": b"old"})
    with pytest.raises(SystemExit, match=r"reach\.png"):
        refresh(taken, kept)
    assert (kept / "map.png").read_bytes() == b"old"


def _folders(base: Path, *contents: dict[str, bytes]) -> list[Path]:
    folders = [base / str(place) for place in range(len(contents))]
    for folder, pictures in zip(folders, contents, strict=True):
        folder.mkdir()
        for name, data in pictures.items():
            (folder / f"{name}.png").write_bytes(data)
    return folders
