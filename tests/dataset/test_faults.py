"""What a publication must survive, each fault really made: whatever happens, the last release that was committed opens whole.

CPF_KILLS=100 kills publications a hundred times, CPF_STEP=1 makes every system call fail in turn: run both after a change
to the store (ten minutes).  Without them a few of each are tried.
"""

import json
import multiprocessing
import os
import random
import re
import shutil
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from multiprocessing.connection import Connection as Pipe
from multiprocessing.process import BaseProcess
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
import sqlalchemy as sa

from community_policing.dataset.load import Dataset
from community_policing.dataset.releases import (
    DamagedRegistry,
    DamagedRelease,
    NewerRegistry,
    RegistryUnavailable,
    ReleaseError,
    Releases,
    StoreUnavailable,
)
from community_policing.dataset.releases.connection import Connection
from community_policing.dataset.releases.registry import HEAD, Registry
from tests import publisher
from tests.conftest import ROOT, Report
from tests.publisher import edition, publish_next
from tests.registries import Place

KILLS = int(os.environ.get("CPF_KILLS", "6"))
STEPS = {"fsync": 6, "rename": 1, "write": 40}  # of so many calls one fails, unless CPF_STEP says otherwise
Started = tuple[BaseProcess, Pipe]


@pytest.fixture(autouse=True)
def plain_main(monkeypatch: pytest.MonkeyPatch) -> None:
    """Tests of pages leave a page's script behind as __main__, which a new process would run first."""
    monkeypatch.setitem(sys.modules, "__main__", ModuleType("__main__"))


def start(work: Callable[..., None], *arguments: str) -> Started:
    """A process of its own that has said its first word."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["tests.publisher", "psycopg"])
    here, there = context.Pipe()
    process = context.Process(target=work, args=(*arguments, there), daemon=True)
    process.start()
    there.close()
    here.recv()
    return process, here


def whole(place: Place, dataset: Dataset) -> int:
    """Asserts that every release opens, and the newest one says what it should; its number."""
    releases = place.open()
    history = releases.history()
    for release in history[:3]:
        assert releases.dataset(release).tables["fora"].equals(edition(dataset, release.number).tables["fora"])
    assert releases.current() == (history[0] if history else None)
    return len(history)


def test_killed_at_any_moment(place: Place, dataset: Dataset, report: Report) -> None:
    """kill -9 at random moments of publishing, again and again: every release that was committed opens, and the next
    publication goes on from there."""
    chance, last, gained = random.Random(4), 0, 0
    for _ in range(KILLS):
        process, _pipe = start(publisher.publish_for_ever, *place)
        process.join(chance.uniform(0, 0.4))
        process.kill()
        process.join()
        now = whole(place, dataset)
        assert now >= last
        gained, last = gained + now - last, now
    assert publish_next(place.open(), dataset).number == last + 1
    kind = place.url.partition(":")[0]
    report(f"publications killed with kill -9 on {kind}: {KILLS} of {KILLS} survived ({gained} releases committed)")


CALLS = {"fsync": "fsync,fdatasync", "rename": "rename,renameat,renameat2", "write": "write,pwrite64"}
FAULTS = {"EIO": "error=EIO", "ENOSPC": "error=ENOSPC", "SIGKILL": "signal=SIGKILL"}


@pytest.fixture
def strace() -> str:
    """The tool that makes system calls fail."""
    found = shutil.which("strace")
    if not found:
        pytest.skip("strace is not installed: sudo apt-get install strace")
    tried = subprocess.run([found, "-o", "/dev/null", "true"], capture_output=True, timeout=60, check=False)
    if tried.returncode:
        pytest.skip("strace may not trace processes here")
    return found


def injected(strace: str, place: Place, call: str, fault: str, log: Path) -> tuple[bool, Any]:
    """Publish with that fault; whether it fired, and the answer: a number, a message, or None from a dead process."""
    process, pipe = start(publisher.publish_when_told, *place)
    inject = f"{CALLS[call]}:{fault}"
    tracer = subprocess.Popen(
        [strace, "-p", str(process.pid), "-o", log, "-e", f"trace={CALLS[call]}", "-e", f"inject={inject}"],
        stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert tracer.stderr is not None
    assert "attached" in tracer.stderr.readline()
    pipe.send("go")
    try:
        answer = pipe.recv()
    except EOFError:
        answer = None
    process.join()
    tracer.wait(timeout=60)
    tracer.stderr.close()
    text = log.read_text("utf-8", "replace")
    return "INJECTED" in text or "killed by SIGKILL" in text, answer


@pytest.mark.parametrize("fault", FAULTS)
@pytest.mark.parametrize("call", CALLS)
def test_each_system_call_fails_in_turn(
    strace: str, sqlite_place: Place, dataset: Dataset, call: str, fault: str, tmp_path: Path, report: Report
) -> None:
    """The first sync, rename or write of a publication fails, then a later one ... until none is left: a person is told,
    what was published before opens whole, and publishing again works."""
    place, made, at = sqlite_place, 0, 1
    publish_next(place.open(), dataset)
    after = whole(place, dataset)
    while True:
        before = after
        fired, answer = injected(strace, place, call, f"{FAULTS[fault]}:when={at}", tmp_path / "log")
        after = whole(place, dataset)
        assert after in (before, before + 1)
        if isinstance(answer, int):
            assert answer == after == before + 1
        assert isinstance(answer, str | int) or fired
        if not fired:
            break
        made, at = made + 1, at + int(os.environ.get("CPF_STEP", STEPS[call]))
        assert made < 200
    assert made
    assert publish_next(place.open(), dataset).number == after + 1
    assert not [name for name in publisher._temporary(tmp_path) if fault != "SIGKILL" and "tables" in name]
    report(f"{fault} at the {call} calls of a publication, {made} of them: {made} of {made} survived")


def elsewhere(script: str, folder: Path, what: str) -> dict[str, Any]:
    """What the publisher answers in a mount namespace of its own that `script` has set up."""
    if not shutil.which("unshare"):
        pytest.skip("unshare is not installed")
    own = ["unshare", "-m"] if os.geteuid() == 0 else ["unshare", "-rm"]
    if subprocess.run([*own, "mount", "-t", "tmpfs", "t", "/mnt"], capture_output=True, check=False).returncode:
        pytest.skip("this machine does not allow mounts in a namespace")
    run = f'{script} && exec "$1" -m tests.publisher {what} "$0"'
    ran = subprocess.run([*own, "sh", "-c", run, str(folder), sys.executable], cwd=ROOT, capture_output=True, text=True,
                         timeout=120, check=False)  # fmt: skip
    assert ran.returncode == 0, ran.stderr
    answer: dict[str, Any] = json.loads(ran.stdout)
    return answer


def test_the_disk_is_full(tmp_path: Path, report: Report) -> None:
    """A publication that finds no room says so, leaves nothing behind, and works once there is room."""
    answer = elsewhere('mount -t tmpfs -o size=2m t "$0"', tmp_path, "full")
    assert answer["refused"]
    assert [text for text in answer["refused"] if "Free some space there, then publish again." not in text] == []
    assert (answer["first"], answer["left"], answer["after"]) == (1, [], answer["before"] + 1)
    assert answer["before"] + len(answer["refused"]) == 5
    report(f"publications on a full disk: {len(answer['refused'])} refused, the next one published")


def test_the_folder_is_read_only(tmp_path: Path, dataset: Dataset) -> None:
    """Releases open and are read where nothing can be written; what would write is refused with what to do."""
    place = Place(f"sqlite:///{tmp_path}/registry.sqlite", f"{tmp_path}/tables")
    rows = edition(dataset, 2).rows
    for _ in range(2):
        publish_next(place.open(), dataset)
    answer = elsewhere('mount --bind "$0" "$0" && mount -o remount,bind,ro "$0"', tmp_path, "read_only")
    assert (answer["current"], answer["rows"], len(answer["refused"])) == (2, rows, 3)
    assert all("Make it writable, then publish again." in text for text in answer["refused"])
    assert whole(place, dataset) == 2


def test_the_registry_is_locked_for_a_while(place: Place, dataset: Dataset) -> None:
    """While another publication holds the registry readers read on, a writer is told after its wait, and then it works."""
    publish_next(place.open(), dataset)
    releases = place.open(wait=0.2)
    with Connection(place.url).writing() as held:
        held.execute(sa.text("UPDATE current SET number = 1"))
        assert releases.current() == releases.release(1)
        with pytest.raises(RegistryUnavailable, match=r"Another publication is running.*Try again in a minute"):
            publish_next(releases, dataset)
    assert publish_next(releases, dataset).number == 2
    assert whole(place, dataset) == 2


def test_the_registry_is_gone_for_a_while(sqlite_place: Place, dataset: Dataset, tmp_path: Path) -> None:
    """A registry that is gone is never taken for a new one: what was read stays, the message names the copy, and all is
    well when it is back, or when the copy is put in its place."""
    releases = sqlite_place.open()
    release = publish_next(releases, dataset)
    file, away = tmp_path / "registry.sqlite", tmp_path / "away.sqlite"
    file.rename(away)
    told = r"is gone; the tables are still there. Copy .*registry.copy.sqlite over it .* in the copy is 1\."
    for attempt in (releases.current, sqlite_place.open, lambda: publish_next(releases, dataset)):
        with pytest.raises(RegistryUnavailable, match=told):
            attempt()
    assert releases.dataset(release).rows == dataset.rows
    shutil.copy(tmp_path / "registry.copy.sqlite", file)
    assert sqlite_place.open().history() == (release,)
    away.replace(file)
    assert releases.current() == release


def _cut_while_reading(url: str, cut: sa.TextClause) -> None:
    with Connection(url).reading() as held:
        held.scalar(sa.text("SELECT 1"))
        with Connection(url).reading() as other:
            assert other.scalar(cut) > 0
        held.scalar(sa.text("SELECT 1"))


def test_the_server_is_gone_for_a_while(postgres: Callable[[], str], dataset: Dataset, tmp_path: Path) -> None:
    """Cut connections are made anew; a server that is not there is named without its password; tables are read on."""
    place = Place(postgres(), str(tmp_path / "tables"))
    releases = place.open()
    release = publish_next(releases, dataset)
    cut = sa.text("SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity "
                  "WHERE datname = current_database() AND pid <> pg_backend_pid()")  # fmt: skip
    with pytest.raises(RegistryUnavailable):
        _cut_while_reading(place.url, cut)
    assert releases.current() == release
    name = place.url.partition("?")[0].rpartition("/")[2]
    with Connection(place.url.replace(name, "postgres")).reading() as other:
        other.execution_options(isolation_level="AUTOCOMMIT").execute(sa.text(f"DROP DATABASE {name} WITH (FORCE)"))
    with pytest.raises(RegistryUnavailable, match=r"cannot be reached .* What you see stays as it is"):
        releases.current()
    assert releases.dataset(release).rows == dataset.rows
    with pytest.raises(RegistryUnavailable, match=r"cannot be reached") as told:
        Place("postgresql://user:secret@localhost:1/x", place.files).open()
    assert "secret" not in str(told.value)


def truncated(data: bytes) -> bytes:
    """The first half."""
    return data[: len(data) // 2]


def flipped(data: bytes) -> bytes:
    """One bit of it is another."""
    middle = len(data) // 2
    return data[:middle] + bytes([data[middle] ^ 4]) + data[middle + 1 :]


def emptied(_: bytes) -> bytes:
    """Nothing."""
    return b""


@pytest.mark.parametrize("damage", [truncated, flipped, emptied, None])
def test_a_damaged_table(place: Place, dataset: Dataset, damage: Callable[[bytes], bytes] | None) -> None:
    """A table that is cut, changed by a bit, emptied or gone is refused, in a process that has read it too; the last good
    release is named and can be made current; publishing the same data again heals the file."""
    releases = place.open()
    for _ in range(2):
        second = publish_next(releases, dataset)
    releases.dataset(second)
    file = Path(place.files) / f"{second.tables['fora'].sha256}.parquet"
    data = file.read_bytes()
    file.unlink()
    if damage:
        file.write_bytes(damage(data))
    for attempt in (lambda: releases.dataset(second), lambda: place.open().dataset(second)):
        with pytest.raises(DamagedRelease, match=r"release 2 is missing or damaged.*make release 1 current") as told:
            attempt()
        assert told.value.last_good == 1
    third = releases.rollback(1, note="damage", by="Ali", base=2)
    assert releases.dataset(third).rows == dataset.rows
    with pytest.raises(DamagedRelease):
        releases.rollback(2, note="x", by="x", base=3)
    again = edition(dataset, 2)
    fourth = releases.publish(again, note="again", by="Ali", source=publisher.FILE, base=3, effect={})
    assert fourth.tables == second.tables
    assert releases.dataset(second).tables["fora"].equals(again.tables["fora"])
    assert file.read_bytes() == data


def test_the_current_release_heals_too(sqlite_place: Place, dataset: Dataset) -> None:
    """Data that are current already are published again where their file is damaged, and not where it is whole."""
    releases = sqlite_place.open()
    first = publish_next(releases, dataset)
    (Path(sqlite_place.files) / f"{first.tables['fora'].sha256}.parquet").write_bytes(b"")
    same = edition(dataset, 1)
    second = releases.publish(same, note="heals", by="Ali", source=publisher.FILE, base=1, effect={})
    assert second.tables == first.tables
    assert releases.dataset(first).tables["fora"].equals(same.tables["fora"])


def test_a_store_that_is_gone(place: Place, dataset: Dataset) -> None:
    """A folder of tables that is not there (a disk not mounted) is said to be out of reach, not damaged."""
    releases = place.open()
    release = publish_next(releases, dataset)
    shutil.move(place.files, f"{place.files}-away")
    with pytest.raises(StoreUnavailable, match=r"cannot be read .* Check that the place can be reached"):
        releases.dataset(release)
    shutil.move(f"{place.files}-away", place.files)
    assert whole(place, dataset) == 1


def test_a_damaged_registry(sqlite_place: Place, dataset: Dataset, tmp_path: Path, report: Report) -> None:
    """Cut anywhere, or with any one bit changed: it is refused with what to do and the last good release named, or all it
    says is what was written.  The copy beside it brings everything back."""
    releases = sqlite_place.open()
    for _ in range(3):
        publish_next(releases, dataset)
    expected, file = releases.history(), tmp_path / "registry.sqlite"
    sound, chance = file.read_bytes(), random.Random(4)
    bits = [(chance.randrange(len(sound)), 1 << chance.randrange(8)) for _ in range(300)] + [(i, 1) for i in range(100)]
    cases = [sound[:size] for size in (0, 1, 100, 4096, len(sound) // 2, len(sound) - 4096, len(sound) - 1)]
    cases += [sound[:at] + bytes([sound[at] ^ bit]) + sound[at + 1 :] for at, bit in bits]
    told: list[str] = []
    newer = 0
    for case in cases:
        for journal in tmp_path.glob("registry.sqlite-*"):
            journal.unlink()
        file.write_bytes(case)
        try:
            assert sqlite_place.open().history() == expected
        except (DamagedRegistry, RegistryUnavailable) as error:
            told.append(str(error))
        except NewerRegistry:
            newer += 1  # the bit is in the number of the step
    assert [
        text for text in told if "registry.copy.sqlite over it" not in text or "in the copy is 3." not in text
    ] == []
    assert len(told) >= 7
    shutil.copy(tmp_path / "registry.copy.sqlite", file)
    assert sqlite_place.open().history() == expected
    assert publish_next(sqlite_place.open(), dataset).number == 4
    report(
        f"damaged registries: {len(cases)} of {len(cases)} survived ({len(told) + newer} refused, the others said what was written)"
    )


@pytest.mark.parametrize("damage", ["UPDATE releases SET note = 'other'", "DELETE FROM releases WHERE number = 1",
                                    "UPDATE release_tables SET rows = 0 WHERE number = 2",
                                    "UPDATE current SET number = 1", "UPDATE current SET number = NULL"])  # fmt: skip
def test_a_registry_that_says_something_else(
    sqlite_place: Place, dataset: Dataset, tmp_path: Path, damage: str
) -> None:
    """Rows that are not what was written are refused: every release has a seal, no number is missing, and the newest is
    the current one."""
    import sqlite3

    for _ in range(2):
        publish_next(sqlite_place.open(), dataset)
    held = sqlite3.connect(tmp_path / "registry.sqlite")
    for (name,) in held.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
        held.execute(f"DROP TRIGGER {name}")
    held.execute(damage)
    held.commit()
    held.close()
    with pytest.raises(DamagedRegistry, match=r"is damaged .* The last good release in the copy is 2\."):
        sqlite_place.open()


def test_a_registry_that_was_emptied(place: Place, dataset: Dataset) -> None:
    """A registry without tables beside a store that has some is no new one: it is refused, not begun anew."""
    publish_next(place.open(), dataset)
    with Connection(place.url).writing() as held:
        for table in ("current", "release_tables", "releases", "mappings", "recipes", "alembic_version"):
            held.execute(sa.text(f"DROP TABLE {table}"))
    with pytest.raises(DamagedRegistry, match=r"it is empty, but the store holds tables"):
        place.open()


def test_a_newer_registry(place: Place, dataset: Dataset) -> None:
    """A registry that a newer version has taken on is refused, with what to do, and not changed."""
    publish_next(place.open(), dataset)
    with Connection(place.url).writing() as held:
        held.execute(sa.text("UPDATE alembic_version SET version_num = '9999'"))
    for attempt in (place.open, Registry(Connection(place.url)).upgrade):
        with pytest.raises(NewerRegistry, match=r"newer version of this program \(step 9999\). Install that version"):
            attempt()


STEP = """
import os, signal
from alembic import op
import sqlalchemy as sa
revision, down_revision = "9999", "{head}"
def upgrade():
    op.create_table("more", sa.Column("id", sa.Integer, primary_key=True))
    op.add_column("mappings", sa.Column("more", sa.Text))
    {fault}
"""


@pytest.fixture(params=["raise ValueError('half way')", "os.kill(os.getpid(), signal.SIGKILL)"], ids=["error", "kill"])
def half_a_step(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """A migration that stops half way."""
    (tmp_path / "versions").mkdir()
    (tmp_path / "versions" / "v9999.py").write_text(STEP.format(head=HEAD, fault=request.param))
    return tmp_path / "versions"


def test_an_interrupted_migration(place: Place, dataset: Dataset, half_a_step: Path) -> None:
    """It leaves the old state whole, whether it fails or is killed; done again, without the fault, it goes through."""
    release = publish_next(place.open(), dataset)
    process, _pipe = start(publisher.migrate, place.url, str(half_a_step))
    process.join()
    assert process.exitcode in (1, -signal.SIGKILL)
    assert (whole(place, dataset), place.open().current()) == (1, release)
    with Connection(place.url).reading() as held:
        assert not sa.inspect(held).has_table("more")
        assert "more" not in {column["name"] for column in sa.inspect(held).get_columns("mappings")}
    (half_a_step / "v9999.py").write_text(STEP.format(head=HEAD, fault="pass"))
    registry = Registry(Connection(place.url))
    assert registry.upgrade([half_a_step]) == (HEAD, "9999")
    assert registry.current() == release


def test_many_open_an_empty_registry_at_once(place: Place) -> None:
    """One of them sets it up, the others wait; none fails."""
    opened: list[Releases | Exception] = []
    meet = threading.Barrier(6)

    def work() -> None:
        meet.wait()
        try:
            opened.append(place.open())
        except ReleaseError as error:
            opened.append(error)

    threads = [threading.Thread(target=work) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [type(result) for result in opened] == [Releases] * 6
    assert re.fullmatch("[0-9]{4}", HEAD)
