"""Outputs of a briefing: declared once, built in a process of their own, one after the other, and kept on disk."""

import os
import signal
import stat
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest

from community_policing.briefing.build import cache, outputs
from community_policing.briefing.build.cache import OutputCache
from community_policing.briefing.build.outputs import OUTPUTS, file_name, made
from community_policing.briefing.build.queue import BuildQueue, Job
from community_policing.briefing.model import Briefing
from community_policing.core.i18n import ProgrammeError
from tests.briefing_sample import sample

BEGINS = {"html": b"<!doctype html>", "pptx": b"PK", "brief": b"%PDF-", "handout": b"%PDF-", "xlsx": b"PK"}


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[BuildQueue]:
    """A queue with a folder of its own."""
    with_folder = BuildQueue(OutputCache(tmp_path))
    yield with_folder
    with_folder.close()


@pytest.fixture(scope="module")
def five(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Job]]:
    """The sample's five outputs and the presented page, asked for at once."""
    shop = BuildQueue(OutputCache(tmp_path_factory.mktemp("built")))
    jobs = {key: shop.ask(sample(), key) for key in (*OUTPUTS, outputs.PRESENT)}
    states = [job.state for job in jobs.values()]
    assert (set(states) <= {"waiting", "building"}, states[1:]) == (True, ["waiting"] * 5)
    yield jobs
    shop.close()


def done(job: Job) -> Job:
    """The job when it is ready, or has failed."""
    assert job.wait(90) in ("ready", "failed")
    return job


def stopped(shop: BuildQueue) -> int:
    """The process that builds, held so that it does not end by itself."""
    until(lambda: shop.pid)
    assert shop.pid
    os.kill(shop.pid, signal.SIGSTOP)
    return shop.pid


def until(true: Callable[[], object]) -> None:
    """Waits for something that is about to be so."""
    end = time.monotonic() + 30
    while not true():
        assert time.monotonic() < end
        time.sleep(0.01)


@pytest.mark.parametrize("key", OUTPUTS)
def test_built_apart_and_here_it_is_the_same_file(five: dict[str, Job], key: str) -> None:
    """The process builds, from JSON alone, what `made` makes here: the same bytes, twice."""
    content = done(five[key]).content()
    assert (five[key].reason, content[:64].lower().startswith(BEGINS[key].lower())) == ("", True)
    assert made(sample(), key) == content


def test_the_presented_page_is_another_one(five: dict[str, Job]) -> None:
    """The page for presenting is made like an output, and is no file to hand over."""
    assert outputs.PRESENT not in OUTPUTS
    assert done(five[outputs.PRESENT]).content() not in (b"", done(five["html"]).content())


def test_names_of_files() -> None:
    """As-of date and id name each file, and no two outputs share a name."""
    stem = f"cpf-briefing-2016-11-30-{sample().id}"
    assert [file_name(sample(), key) for key in OUTPUTS] == [
        f"{stem}.html", f"{stem}.pptx", f"{stem}.pdf", f"{stem}-handout.pdf", f"{stem}.xlsx",
    ]  # fmt: skip


def test_an_output_that_does_not_exist(shop: BuildQueue) -> None:
    """It is refused with those that there are, here and in the process."""
    with pytest.raises(ProgrammeError, match=r"no output “odt”. Choose one of: html, pptx, brief, handout, xlsx."):
        made(sample(), "odt")
    job = done(shop.ask(sample(), "odt"))
    assert (job.state, job.reason) == (
        "failed",
        "There is no output “odt”. Choose one of: html, pptx, brief, handout, xlsx.",
    )
    with pytest.raises(ProgrammeError, match="it was not built"):
        job.content()


def test_asked_twice_it_is_one_job(shop: BuildQueue, tmp_path: Path) -> None:
    """Whoever asks for the same output of the same briefing waits for the same job; a queue that begins anew finds what
    another one has built, and starts no process for it."""
    job = shop.ask(sample(), "xlsx")
    assert shop.ask(sample(), "xlsx") is job
    content = done(job).content()
    assert shop.ask(sample(), "xlsx") is job
    assert shop.ask(sample("x"), "xlsx") is not job
    again = BuildQueue(OutputCache(tmp_path))
    found = again.ask(sample(), "xlsx")
    assert (found.state, found.content(), again.pid) == ("ready", content, None)


def test_a_process_that_is_killed(shop: BuildQueue) -> None:
    """The job that it was at fails in plain words, those that wait are built by the next process, and asked for again the
    failed one is built too."""
    job, waiting = shop.ask(sample("a"), "xlsx"), shop.ask(sample("b"), "xlsx")
    os.kill(stopped(shop), signal.SIGKILL)
    assert (done(job).state, job.reason) == ("failed", "The process that builds files was stopped, or took too long.")
    assert done(waiting).state == "ready"
    assert done(shop.ask(sample("a"), "xlsx")).content() == made(sample("a"), "xlsx")


def test_one_that_takes_too_long(tmp_path: Path) -> None:
    """A process that does not answer in time is ended, and the job fails."""
    shop = BuildQueue(OutputCache(tmp_path), within=0.01)
    assert done(shop.ask(sample(), "xlsx")).state == "failed"
    assert shop.pid is None


def test_the_process_is_polite_and_ends(shop: BuildQueue) -> None:
    """It runs at a low priority, so that readers' clicks come first, and ends with the queue."""
    job = shop.ask(sample(), "xlsx")
    until(lambda: shop.pid)
    process = psutil.Process(shop.pid)
    until(lambda: process.nice() == 10)
    shop.close()
    assert (done(job).state, process.is_running()) == ("failed", False)


def test_too_many_at_once(tmp_path: Path) -> None:
    """Where many wait already, another one is told to come again; what waits fails when the queue closes."""
    shop = BuildQueue(OutputCache(tmp_path), waiting=2)
    shop.ask(sample("a"), "xlsx")
    stopped(shop)
    waiting = [shop.ask(sample("b"), "xlsx"), shop.ask(sample("c"), "xlsx")]
    with pytest.raises(ProgrammeError, match="Ask again in a minute"):
        shop.ask(sample("d"), "xlsx")
    shop.close()
    assert [done(job).state for job in waiting] == ["failed", "failed"]


def test_a_damaged_file_is_built_again(shop: BuildQueue, tmp_path: Path) -> None:
    """What lies in the folder is checked when it is read: what is damaged or gone is not handed over, and is built again."""
    job = done(shop.ask(sample(), "xlsx"))
    content, (file,) = job.content(), tmp_path.glob("*.out")
    file.write_bytes(file.read_bytes()[:-1] + b"?")
    with pytest.raises(ProgrammeError, match="Build it again"):
        job.content()
    other = done(shop.ask(sample(), "xlsx"))
    assert (other is not job, other.content()) == (True, content)


def test_without_a_folder_files_are_still_built(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Where nothing can be kept on disk, the job itself holds what was built."""
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("CPF_CACHE", str(tmp_path / "file"))
    shop = BuildQueue()
    job = done(shop.ask(sample(), "xlsx"))
    assert (job.content(), shop.ask(sample(), "xlsx") is job) == (made(sample(), "xlsx"), True)
    shop.close()


def test_the_folder_is_private(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """It is made for its owner alone; one that others can use, or that is no folder of ours, is not used."""
    monkeypatch.setenv("CPF_CACHE", str(tmp_path / "cache"))
    assert OutputCache().keep(sample(), "xlsx", b"x")
    folder = tmp_path / "cache" / "briefings"
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    folder.chmod(0o755)
    assert (OutputCache().read(sample(), "xlsx"), OutputCache().keep(sample(), "xlsx", b"x")) == (None, False)
    folder.chmod(0o700)
    assert OutputCache().read(sample(), "xlsx") == b"x"
    folder.rename(tmp_path / "elsewhere")
    folder.symlink_to(tmp_path / "elsewhere")
    assert OutputCache().read(sample(), "xlsx") is None


def test_the_oldest_go(tmp_path: Path) -> None:
    """No more is kept than there is room for: those go that nobody asked for lately, and what a crash left half written."""
    kept = OutputCache(tmp_path, room=300)
    for name in "abc":
        kept.keep(sample(name), "xlsx", b"x" * 60)
    for place, name in enumerate("abc"):
        file = kept._file(sample(name), "xlsx")
        assert file
        os.utime(file, (1000 + place, 1000 + place))
    (tmp_path / ".0.tmp").write_bytes(b"")
    os.utime(tmp_path / ".0.tmp", (0, 0))
    assert kept.read(sample("a"), "xlsx") == b"x" * 60
    kept.keep(sample("d"), "xlsx", b"x" * 60)
    assert [kept.holds(sample(name), "xlsx") for name in "abcd"] == [True, False, True, True]
    assert not (tmp_path / ".0.tmp").exists()


def test_what_a_file_hangs_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Another briefing, output or version of the program is another file."""
    kept, briefing = OutputCache(tmp_path), sample()
    kept.keep(briefing, "xlsx", b"x")
    others: list[tuple[Briefing, str]] = [(sample("x"), "xlsx"), (briefing, "html")]
    assert [kept.read(*other) for other in others] == [None, None]
    monkeypatch.setattr(cache, "_code", lambda: "another version")
    assert kept.read(briefing, "xlsx") is None
