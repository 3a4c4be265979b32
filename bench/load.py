"""`python -m bench.load`: many readers who click for minutes; errors, how long a click takes, and whether memory grows.

Each reader pauses between clicks, chooses one to three governorates, and after some clicks goes on to the next page as a new
tab does.  With --replicas all go through nginx with the shipped configuration (TLS included) to that many replicas."""

import argparse
import asyncio
import os
import random
import ssl
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import AsyncExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import psutil

from bench import clicks, servers
from bench.readers import Reader
from bench.replicas import behind_nginx, unverified
from bench.report import Figure
from pages import PAGES

CLICKS_A_TAB = 15
SAMPLE_SECONDS = 2.0
ALONE = 60  # clicks of the single reader
PAUSE_S = 5.0  # of a reader who reads what came
WARM_UP = 0.4  # of the time, in which caches fill and memory is not judged


@dataclass(frozen=True)
class Target:
    """What is loaded: where, and the processes whose memory counts."""

    host: str
    tls: ssl.SSLContext | None
    processes: tuple[psutil.Process, ...]

    def rss_mib(self) -> float:
        """Resident memory of all replicas, without what a file being read takes."""
        return float(sum(process.memory_info().rss for process in self.processes)) / 2**20


@dataclass
class Seen:
    """What was measured: seconds of each click, what went wrong, and memory by the time since the start."""

    seconds: list[float] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    memory: list[tuple[float, float]] = field(default_factory=list)

    def percentile(self, share: int) -> float:
        """Seconds within which that share of the clicks, in percent, was answered."""
        return statistics.quantiles(self.seconds, n=100, method="inclusive")[share - 1]

    def slope(self, after: float) -> float:
        """MiB an hour that memory grows by, as the least squares say, from `after` seconds on."""
        later = [pair for pair in self.memory if pair[0] >= after]
        times, sizes = zip(*later, strict=True)
        return statistics.linear_regression(times, sizes).slope * 3600


def main() -> int:
    """Loads, prints, and returns 1 when anything went wrong."""
    parser = argparse.ArgumentParser(prog="python -m bench.load", description=__doc__)
    parser.add_argument("--readers", type=int, default=50)
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--pause", type=float, default=5, help="seconds between a reader's clicks, on average")
    parser.add_argument("--replicas", type=int, default=0, help="through nginx, to so many")
    asked = parser.parse_args()
    where = f"{asked.replicas} replicas behind nginx" if asked.replicas else "one server"
    who = f"{asked.readers} readers, each a click every {asked.pause:g} s for {asked.minutes:g} minutes"
    print(f"{os.cpu_count()} cores, load average {os.getloadavg()[0]:.2f}; {who}; {where}", flush=True)
    with _target(asked.replicas) as target:
        alone, many = asyncio.run(_measure(target, asked.readers, asked.minutes * 60, asked.pause))
    _print(alone, many, asked.minutes * 60 * WARM_UP)
    return int(bool(alone.errors or many.errors))


async def pausing(app: servers.Server, empty: servers.Server, readers: int, seconds: float) -> list[Figure]:
    """So many readers who pause 5 s on average and click what nobody asked for before, on all pages with the filters: how long
    they wait, beside one reader alone on the empty page just before and after."""
    paths = ["" if number == 0 else page.url_path for number, page in enumerate(PAGES.values()) if page.scoped]
    alone, many = await _alone(empty), Seen()
    async with AsyncExitStack() as stack:
        opened = [Reader(app.host, paths[number % len(paths)]) for number in range(readers)]
        tabs = [await stack.enter_async_context(tab) for tab in opened]
        new, end = clicks.never_asked(tabs[0].options), time.monotonic() + seconds

        async def reading(number: int, tab: Reader) -> None:
            await asyncio.sleep(PAUSE_S * number / readers)
            while time.monotonic() < end:
                many.seconds.append(await tab.click(next(new)))
                await asyncio.sleep(random.uniform(0.5, 1.5) * PAUSE_S)  # noqa: S311 - readers, not secrets

        await asyncio.gather(*(reading(number, tab) for number, tab in enumerate(tabs) if tab.widget))
    single = statistics.median([*alone, *await _alone(empty)]) * 1e3
    what, beside = f"{readers} readers pausing {PAUSE_S:g} s, {clicks.NEW}", ("F, one reader", single)
    return [
        Figure(what, f"p95 of {len(many.seconds)} clicks", many.percentile(95) * 1e3, "ms", beside, 1.5),
        Figure(what, "p50", many.percentile(50) * 1e3, "ms", beside),
    ]


async def _alone(empty: servers.Server) -> list[float]:
    async with Reader(empty.host) as reader:
        choices = clicks.asked_before(reader.options)
        return [await reader.click(next(choices)) for _ in reader.options]


@contextmanager
def _target(replicas: int) -> Iterator[Target]:
    if not replicas:
        with servers.app() as server:
            yield Target(server.host, None, (server.process,))
        return
    with (
        tempfile.TemporaryDirectory(prefix="bench-load-") as folder,
        behind_nginx(Path(folder), {}, replicas) as behind,
    ):
        processes = tuple(psutil.Process(process.pid) for process in behind.replicas.values())
        yield Target(behind.url.removeprefix("https://"), unverified(), processes)


async def _measure(target: Target, readers: int, seconds: float, pause: float) -> tuple[Seen, Seen]:
    """One reader on the idle server, then all of them."""
    pages = [page.url_path for page in list(PAGES.values())[1:]]
    alone, many = Seen(), Seen()
    while len(alone.seconds) + len(alone.errors) < ALONE:
        await _tab(
            target, "" if not alone.seconds else pages[len(alone.seconds) % len(pages)], alone, 0.1, lambda: False
        )
    began = time.monotonic()
    end = began + seconds

    async def reading(number: int) -> None:
        await asyncio.sleep(pause * number / readers)
        while time.monotonic() < end:
            await _tab(target, pages[number % len(pages)], many, pause, lambda: time.monotonic() >= end)
            number += 1

    async def watching() -> None:
        while time.monotonic() < end:
            many.memory.append((time.monotonic() - began, target.rss_mib()))
            await asyncio.sleep(SAMPLE_SECONDS)

    await asyncio.gather(watching(), *(reading(number) for number in range(readers)))
    return alone, many


async def _tab(target: Target, page: str, seen: Seen, pause: float, over: Callable[[], bool]) -> None:
    """A tab on one page: some clicks, each after a pause."""
    try:
        async with Reader(target.host, page, target.tls) as reader:
            for _ in range(CLICKS_A_TAB if reader.widget else 0):
                await asyncio.sleep(random.uniform(0.5, 1.5) * pause)  # noqa: S311 - readers, not secrets
                if over():
                    return
                seen.seconds.append(await reader.click(_choice(reader)))
            if reader.widget is None:
                await asyncio.sleep(pause)
    except Exception as error:  # whatever it is, it is what is counted
        seen.errors.append(f"{page}: {type(error).__name__}: {error}"[:200])
        await asyncio.sleep(pause)


def _choice(reader: Reader) -> Sequence[str]:
    assert reader.widget
    number = 1 if reader.widget.kind == "selectbox" else random.choice((1, 1, 2, 3))  # noqa: S311
    return random.sample(reader.options, number)


def _print(alone: Seen, many: Seen, warm: float) -> None:
    print(
        f"errors: {len(alone.errors)} alone, {len(many.errors)} together, of {len(alone.seconds)} and {len(many.seconds)} clicks"
    )
    for words in dict.fromkeys([*alone.errors, *many.errors]):
        print(f"  {words}")
    for share in (50, 95):
        one, all_of_them = alone.percentile(share), many.percentile(share)
        print(f"p{share} of a click: {one:.3f} s alone, {all_of_them:.3f} s together: {all_of_them / one:.1f} times")
    step = max(1, len(many.memory) // 12)
    print("memory, MiB at s: " + ", ".join(f"{size:.0f} at {at:.0f}" for at, size in many.memory[::step]))
    print(
        f"slope after {warm:.0f} s: {many.slope(warm):+.0f} MiB/hour; load average at the end {os.getloadavg()[0]:.2f}"
    )


if __name__ == "__main__":
    sys.exit(main())
