"""The secret that fixes the rounding: made once, the same for everybody, and never a weak one."""

import stat
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import pytest

from community_policing.core.i18n import ProgrammeError
from community_policing.protect.rounding_secret import SETTING, SHORTEST, rounding_secret


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Releases in a folder of this test's own."""
    monkeypatch.delenv(SETTING, raising=False)
    for name in ("CPF_DATABASE_URL", "CPF_STORE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("CPF_RELEASES", str(tmp_path / "releases"))
    return tmp_path / "releases"


def test_it_is_made_once_and_only_its_owner_reads_it(folder: Path) -> None:
    """The first reader makes it, the second gets the same; the file is the owner's alone, and no draft is left."""
    first = rounding_secret()
    assert (len(first), rounding_secret()) == (2 * SHORTEST, first)
    assert [file.name for file in folder.iterdir()] == ["rounding.secret"]
    assert stat.S_IMODE((folder / "rounding.secret").stat().st_mode) == 0o600


def _ask(_: int) -> bytes:
    return rounding_secret()


def test_processes_that_make_it_at_once_have_the_same(folder: Path) -> None:
    """Of eight that ask at once one makes it, and all read what it made."""
    with ProcessPoolExecutor(4, get_context("fork")) as pool:
        assert len(set(pool.map(_ask, range(8)))) == 1
    assert [file.name for file in folder.iterdir()] == ["rounding.secret"]


def test_the_environment_goes_first_and_no_file_is_made(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What the operator sets is taken as it is: replicas on several machines share it."""
    monkeypatch.setenv(SETTING, "x" * SHORTEST)
    assert rounding_secret() == b"x" * SHORTEST
    assert not folder.exists()


def test_a_short_one_is_refused_wherever_it_comes_from(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """31 characters are too few, in the environment and in the file, and an empty file is not taken for a new one."""
    monkeypatch.setenv(SETTING, "x" * (SHORTEST - 1))
    with pytest.raises(ProgrammeError, match="too short"):
        rounding_secret()
    monkeypatch.delenv(SETTING)
    folder.mkdir()
    for held in ("", "x" * (SHORTEST - 1), " " * 80):
        (folder / "rounding.secret").write_text(held)
        with pytest.raises(ProgrammeError, match="too short"):
            rounding_secret()


def test_where_it_cannot_be_kept_nothing_is_shown(folder: Path) -> None:
    """A place that is no folder is told, with what to do; no secret is made up that the next start would not have."""
    folder.write_text("a file, where a folder should be")
    with pytest.raises(ProgrammeError, match="cannot be stored") as told:
        rounding_secret()
    assert SETTING in told.value.remedy
