"""What a click costs: time, CPU and bytes for one reader, clicks per second for many, memory for each session."""

import asyncio
import random
import statistics
from collections.abc import Iterator, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from itertools import chain, combinations, cycle
from time import perf_counter

from bench.readers import Reader
from bench.servers import Server

Choices = Iterator[tuple[str, ...]]

ASKED, NEW = "asked before", "not asked before"


@dataclass
class Clicks:
    """What was measured of one page and one kind of click."""

    seconds: list[float] = field(default_factory=list)
    cpu_seconds: float = 0.0
    payload_bytes: int = 0
    per_second: list[float] = field(default_factory=list)

    @property
    def p50_ms(self) -> float:
        """Half of the clicks of a single reader were faster."""
        return statistics.median(self.seconds) * 1e3

    @property
    def cpu_ms(self) -> float:
        """Server CPU for one click of a single reader."""
        return self.cpu_seconds / len(self.seconds) * 1e3

    @property
    def kib(self) -> float:
        """Payload of one click, before compression on the way."""
        return self.payload_bytes / len(self.seconds) / 1024

    @property
    def rate(self) -> float:
        """Clicks that all sessions together were answered in a second."""
        return statistics.median(self.per_second)


@dataclass(frozen=True)
class Subject:
    """A page and a kind of click on a server."""

    server: Server
    page: str
    kind: str
    clicks: Clicks = field(default_factory=Clicks)


def asked_before(options: Sequence[str]) -> Choices:
    """One governorate after the other, again and again."""
    return cycle([(option,) for option in options])


def never_asked(options: Sequence[str]) -> Choices:
    """Two or three governorates, then four and more, no choice twice.  Share one of these among all readers of a server."""
    few = [*combinations(options, 2), *combinations(options, 3)]
    random.Random(0).shuffle(few)  # noqa: S311 - the same order in every run
    return chain(few, *(combinations(options, size) for size in range(4, len(options))))


async def in_turn(subjects: Sequence[Subject], new: Choices, rounds: int, each: int) -> None:
    """One reader on each page; all pages in turn, round after round, so that the machine's drift falls on all alike."""
    async with AsyncExitStack() as stack:
        readers: dict[tuple[str, str], Reader] = {}
        for subject in subjects:
            key = (subject.server.host, subject.page)
            if key not in readers:
                readers[key] = await stack.enter_async_context(Reader(*key))
                await _click(readers[key], asked_before(readers[key].options), len(readers[key].options))
        for _ in range(rounds):
            for subject in subjects:
                reader = readers[(subject.server.host, subject.page)]
                choices = new if subject.kind == NEW else asked_before(reader.options)
                cpu, payload = subject.server.cpu_seconds(), reader.payload_bytes
                subject.clicks.seconds += await _click(reader, choices, each)
                await asyncio.sleep(0.1)  # what the server does after its answer belongs to the click
                subject.clicks.cpu_seconds += subject.server.cpu_seconds() - cpu
                subject.clicks.payload_bytes += reader.payload_bytes - payload


async def together(subjects: Sequence[Subject], new: Choices, sessions: int, rounds: int, seconds: float) -> None:
    """Many readers on one page who click as soon as they are answered, for some seconds; all pages in turn."""
    places = list(dict.fromkeys((subject.server.host, subject.page) for subject in subjects))
    for _ in range(rounds):
        for place in places:
            async with AsyncExitStack() as stack:
                readers = [await stack.enter_async_context(Reader(*place)) for _ in range(sessions)]
                options = readers[0].options
                await _click(readers[0], asked_before(options), len(options))
                for subject in subjects:
                    if (subject.server.host, subject.page) == place:
                        starts = [number % len(options) for number in range(sessions)]
                        turns = [asked_before(options[start:] + options[:start]) for start in starts]
                        choices = [new] * sessions if subject.kind == NEW else turns
                        subject.clicks.per_second.append(await _rate(readers, choices, seconds))


async def _rate(readers: Sequence[Reader], choices: Sequence[Choices], seconds: float) -> float:
    """Clicks a second of all readers.  Each clicks at least once, and not again when the time is over."""
    began = perf_counter()

    async def work(reader: Reader, own: Choices) -> int:
        done = 0
        while not done or perf_counter() - began < seconds:
            await reader.click(next(own))
            done += 1
        return done

    counts = await asyncio.gather(*(work(*pair) for pair in zip(readers, choices, strict=True)))
    return sum(counts) / (perf_counter() - began)


async def memory_per_session(server: Server, pages: Sequence[str], sessions: int) -> float:
    """MiB that a further open session adds, the first of each page not counted."""
    async with AsyncExitStack() as stack:
        for page in pages:
            await stack.enter_async_context(Reader(server.host, page))
        before = server.rss_mib()
        for number in range(sessions):
            await stack.enter_async_context(Reader(server.host, pages[number % len(pages)]))
        return (server.rss_mib() - before) / sessions


async def _click(reader: Reader, choices: Choices, times: int) -> list[float]:
    return [await reader.click(next(choices)) for _ in range(times)]
