"""Checking and publishing a large programme, and what its readers feel: beside a bare read of the same files by pandas."""

import os
import subprocess
import sys
import tempfile
import threading
import time
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path

import pandas as pd
import polars as pl
import psutil

from bench import clicks, large, servers
from bench.clicks import ASKED, Clicks, Subject
from bench.readers import Reader
from bench.report import Figure, Missing, Value, attempt, missing

ROWS = f"a release of {large.FORA:,} fora, {large.TRAININGS:,} trainings, {large.SEATS:,} rows of attendance"
COMMAND = (sys.executable, "-m", "community_policing")
SHIPPED = servers.ROOT / "data" / "demonstration"
_EVERY = 0.02  # seconds between two looks at the memory of a command and its children


async def figures(paths: Mapping[str, str], rounds: int, each: int) -> list[Figure]:
    """Time and memory of a check and of a publication, then the first view of each page and what a click costs, in turn with
    the same click on a release of the data that ships."""
    with tempfile.TemporaryDirectory(prefix="bench-releases-") as name:
        folder = Path(name)
        rows = _written(folder / "large", folder / "large.zip")
        settings, shipped = ({"CPF_RELEASES": str(folder / which)} for which in ("releases", "shipped"))
        read = min(_bare_read(folder / "large.zip") for _ in range(3))
        check = tried(settings, "check", folder / "large.zip", "--json")
        publish = tried(settings, "publish", folder / "large.zip", "--note", "large", "--by", "bench")
        own = _told(rows, read, check, publish)
        try:
            ran(shipped, "publish", SHIPPED, "--note", "shipped", "--by", "bench")
            return [*own, *await _served(settings, shipped, paths, rounds, each)]
        except Exception as error:
            return [*own, Figure("Releases: server", "all of it", missing(error), "")]


def tried(settings: Mapping[str, str], *words: object, command: Sequence[str] = COMMAND) -> tuple[Value, Value]:
    """What `ran` measures, or why it did not."""
    try:
        return ran(settings, *words, command=command)
    except Exception as error:
        return missing(error), missing(error)


def _written(folder: Path, packed: Path) -> int:
    """Writes the programme as a zip of CSV files, attendance too; its rows."""
    large.make(folder)
    pl.read_parquet(folder / "attendance.parquet").write_csv(folder / "attendance.csv")
    about = folder / "datapackage.json"
    about.write_text(about.read_text("utf-8").replace("attendance.parquet", "attendance.csv"), "utf-8")
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for file in (about, *sorted(folder.glob("*.csv"))):
            archive.write(file, file.name)
    return sum(file.read_bytes().count(b"\n") - 1 for file in folder.glob("*.csv"))


def _bare_read(packed: Path) -> float:
    """Seconds in which pandas reads every table of the zip, and checks nothing."""
    began = time.perf_counter()
    with zipfile.ZipFile(packed) as archive:
        for name in archive.namelist():
            if name.endswith(".csv"):
                with archive.open(name) as file:
                    pd.read_csv(file)
    return time.perf_counter() - began


def ran(settings: Mapping[str, str], *words: object, command: Sequence[str] = COMMAND) -> tuple[float, float]:
    """Seconds that a command took, and MiB that it and its children had in memory at the most, all at one moment."""
    own = {key: value for key, value in os.environ.items() if not key.startswith("CPF_")}
    began = time.perf_counter()
    with subprocess.Popen(
        [*command, *map(str, words)], cwd=servers.ROOT, env=own | dict(settings), stdout=subprocess.DEVNULL
    ) as child:
        peak = _Peak(psutil.Process(child.pid))
        peak.start()
        child.wait()
        peak.join()
    if child.returncode not in (0, 1):
        raise RuntimeError(f"`{words[0]}` refused the generated programme (exit {child.returncode}).")
    return time.perf_counter() - began, peak.mib


class _Peak(threading.Thread):
    """Looks at the memory of a process and its children until it ends; what they share is counted once (PSS)."""

    def __init__(self, process: psutil.Process) -> None:
        super().__init__(daemon=True)
        self._process, self.mib = process, 0.0

    def run(self) -> None:
        """Until the process has ended."""
        while self._process.is_running() and self._process.status() != psutil.STATUS_ZOMBIE:
            held = 0.0
            for each in self._family():
                try:
                    held += each.memory_full_info().pss / 2**20
                except (psutil.NoSuchProcess, psutil.ZombieProcess, psutil.AccessDenied):
                    continue  # it ended meanwhile
            self.mib = max(self.mib, held)
            time.sleep(_EVERY)

    def _family(self) -> list[psutil.Process]:
        try:
            return [self._process, *self._process.children(recursive=True)]
        except psutil.NoSuchProcess:
            return []


def _told(rows: int, read: float, check: tuple[Value, Value], publish: tuple[Value, Value]) -> list[Figure]:
    what = "Releases: large programme"
    pace = check[0] if isinstance(check[0], Missing) else rows / check[0]
    return [
        Figure(what, "check, parsed in its child, and effect", check[0], "s", limit=30),
        Figure(what, "check, rows a second", pace, "/s", ("bare pandas read", rows / read)),
        Figure(what, "check, memory of parent and child", check[1], "MiB", limit=1000),
        Figure(what, "check and publish", publish[0], "s", limit=30),
        Figure(what, "check and publish, memory of parent and child", publish[1], "MiB", limit=1000),
    ]


async def _served(
    settings: Mapping[str, str], shipped: Mapping[str, str], paths: Mapping[str, str], rounds: int, each: int
) -> list[Figure]:
    """What a reader feels whose server has just seen its first release."""
    with servers.app(settings=settings) as server, servers.app(settings=shipped) as small:
        first = {key: await attempt(_first_view(server.host, path)) for key, path in paths.items()}
        subjects = {key: Subject(server, path, ASKED) for key, path in paths.items()}
        beside = {key: Subject(small, path, ASKED) for key, path in paths.items()}
        await clicks.in_turn([*subjects.values(), *beside.values()], iter(()), rounds, each)
        return [
            Figure("Releases: server", "first page after a publication", next(iter(first.values())), "s", limit=5),
            *(_click(key, subjects[key].clicks, beside[key].clicks) for key in paths),
            Figure("Releases: server", "memory at the end, all pages visited", server.rss_mib(), "MiB", limit=600),
        ]


async def _first_view(host: str, path: str) -> float:
    began = time.perf_counter()
    async with Reader(host, path):
        return time.perf_counter() - began


def _click(key: str, ours: Clicks, shipped: Clicks) -> Figure:
    return Figure(
        "Releases: server", f"{key}, {ASKED}: CPU a click", ours.cpu_ms, "ms", ("shipped data", shipped.cpu_ms), 1.25
    )
