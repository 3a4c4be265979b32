"""What a click costs: time, CPU and bytes for one reader, clicks per second for many, memory for each session."""

import asyncio
import random
import statistics
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import AsyncExitStack, contextmanager
from dataclasses import dataclass, field
from itertools import chain, combinations, cycle
from time import perf_counter
from typing import Protocol

from bench.readers import Reader
from bench.report import Missing, Value, missing
from bench.servers import Server

Choices = Iterator[tuple[str, ...]]

ASKED, NEW = "asked before", "not asked before"


class AnyReader(Protocol):
    """What reads a page and clicks on it, of ours or of a peer."""

    payload_bytes: int

    async def __aenter__(self) -> "AnyReader":
        """Waits for the first view."""

    async def __aexit__(self, *_: object) -> None:
        """Closes the tab."""

    @property
    def options(self) -> tuple[str, ...]:
        """What can be chosen."""

    async def click(self, chosen: Sequence[str]) -> float:
        """Chooses; seconds until all of the answer is there."""


@dataclass
class Clicks:
    """What was measured of one page and one kind of click, and why there is no more of it."""

    seconds: list[float] = field(default_factory=list)
    cpu_seconds: float = 0.0
    payload_bytes: int = 0
    per_second: list[float] = field(default_factory=list)
    failure: Missing | None = None

    @property
    def p50_ms(self) -> Value:
        """Half of the clicks of a single reader were faster."""
        return statistics.median(self.seconds) * 1e3 if self.seconds else self._reason

    @property
    def cpu_ms(self) -> Value:
        """Server CPU for one click of a single reader."""
        return self.cpu_seconds / len(self.seconds) * 1e3 if self.seconds else self._reason

    @property
    def kib(self) -> Value:
        """Payload of one click, before compression on the way."""
        return self.payload_bytes / len(self.seconds) / 1024 if self.seconds else self._reason

    @property
    def rate(self) -> Value:
        """Clicks that all sessions together were answered in a second."""
        return statistics.median(self.per_second) if self.per_second else self._reason

    @property
    def _reason(self) -> Missing:
        return self.failure or Missing("no click was made")


@dataclass(frozen=True)
class Subject:
    """A page and a kind of click on a server."""

    server: Server
    page: str
    kind: str
    clicks: Clicks = field(default_factory=Clicks)
    reader: Callable[[str, str], AnyReader] = Reader

    @property
    def place(self) -> tuple[str, str]:
        """What a reader of it opens: the server's host, and the page."""
        return self.server.host, self.page

    def open(self) -> AnyReader:
        """A reader of it, who has not come yet."""
        return self.reader(*self.place)


def asked_before(options: Sequence[str]) -> Choices:
    """One governorate after the other, again and again."""
    return cycle([(option,) for option in options])


def never_asked(options: Sequence[str]) -> Choices:
    """Two or three governorates, then four and more, no choice twice.  Share one of these among all readers of a server."""
    few = [*combinations(options, 2), *combinations(options, 3)]
    random.Random(0).shuffle(few)  # noqa: S311 - the same order in every run
    return chain(few, *(combinations(options, size) for size in range(4, len(options))))


async def in_turn(subjects: Sequence[Subject], new: Choices, rounds: int, each: int) -> None:
    """One reader on each page; all pages in turn, round after round, so that the machine's drift falls on all alike.

    A reader that fails is asked no more: its page keeps what was measured until then, and the others go on.
    """
    async with AsyncExitStack() as stack:
        readers: dict[tuple[str, str], AnyReader] = {}
        for place, alike in _by_place(subjects).items():
            with _failing(alike):
                reader = await stack.enter_async_context(alike[0].open())
                await _click(reader, asked_before(reader.options), len(reader.options))
                readers[place] = reader
        for _ in range(rounds):
            for subject in subjects:
                if not subject.clicks.failure:
                    with _failing(_by_place(subjects)[subject.place]):
                        await _measure(subject, readers[subject.place], new, each)


async def _measure(subject: Subject, reader: AnyReader, new: Choices, each: int) -> None:
    """So many clicks of that kind: their time, the server's CPU, and the bytes that came."""
    choices = new if subject.kind == NEW else asked_before(reader.options)
    cpu, payload = subject.server.cpu_seconds(), reader.payload_bytes
    seconds = await _click(reader, choices, each)
    await asyncio.sleep(0.1)  # what the server does after its answer belongs to the click
    subject.clicks.seconds += seconds
    subject.clicks.cpu_seconds += subject.server.cpu_seconds() - cpu
    subject.clicks.payload_bytes += reader.payload_bytes - payload


async def together(subjects: Sequence[Subject], new: Choices, sessions: int, rounds: int, seconds: float) -> None:
    """Many readers on one page who click as soon as they are answered, for some seconds; all pages in turn."""
    for _ in range(rounds):
        for alike in _by_place(subjects).values():
            with _failing(alike):
                async with AsyncExitStack() as stack:
                    readers = [await stack.enter_async_context(alike[0].open()) for _ in range(sessions)]
                    options = readers[0].options
                    await _click(readers[0], asked_before(options), len(options))
                    for subject in alike:
                        starts = [number % len(options) for number in range(sessions)]
                        turns = [asked_before(options[start:] + options[:start]) for start in starts]
                        choices = [new] * sessions if subject.kind == NEW else turns
                        subject.clicks.per_second.append(await rate(readers, choices, seconds))


def _by_place(subjects: Sequence[Subject]) -> dict[tuple[str, str], list[Subject]]:
    """The subjects by server and page, in their order."""
    places = dict.fromkeys(subject.place for subject in subjects)
    return {place: [subject for subject in subjects if subject.place == place] for place in places}


@contextmanager
def _failing(subjects: Sequence[Subject]) -> Iterator[None]:
    """What goes wrong inside is the reason why these subjects have no figure, or one of fewer clicks; it is told at once."""
    try:
        yield
    except Exception as error:
        for subject in subjects:
            subject.clicks.failure = missing(error)
        host, page = subjects[0].place
        print(f"... {host}/{page}: {missing(error).reason}", file=sys.stderr, flush=True)


async def rate(readers: Sequence[AnyReader], choices: Sequence[Choices], seconds: float) -> float:
    """Clicks a second of all readers.  Each clicks at least once, and not again when the time is over."""
    began = perf_counter()

    async def work(reader: AnyReader, own: Choices) -> int:
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


async def _click(reader: AnyReader, choices: Choices, times: int) -> list[float]:
    return [await reader.click(next(choices)) for _ in range(times)]
