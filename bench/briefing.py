"""Building a briefing's outputs: time, memory, and what a reader feels meanwhile."""

import resource
import statistics
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from itertools import count
from pathlib import Path

from bench import clicks, large, servers
from bench.readers import Reader
from bench.report import Figure, missing
from community_policing.briefing.build.cache import OutputCache
from community_policing.briefing.build.outputs import OUTPUTS
from community_policing.briefing.build.queue import BuildQueue, Job
from community_policing.briefing.compose.composer import compose
from community_policing.briefing.model import Briefing
from community_policing.briefing.presets import BriefingRequest
from community_policing.briefing.snapshot import frozen
from community_policing.dataset.load import load
from community_policing.measure.programme import Programme

SHIPPED = servers.ROOT / "data" / "demonstration"
PLACES = ("IQG08", "IQG15")  # a page each
PATIENCE = 300.0  # seconds
_ids = count(1)


async def shipped() -> list[Figure]:
    """Every output of a donor's briefing on the data that ship."""
    return list(_measured("Briefing, shipped data", *_composed(SHIPPED)))


async def on_large() -> list[Figure]:
    """Every output of a donor's briefing on a large generated programme."""
    with tempfile.TemporaryDirectory(prefix="bench-briefing-") as folder:
        large.make(Path(folder))
        return list(_measured("Briefing, large programme", *_composed(Path(folder))))


def _composed(folder: Path) -> tuple[Briefing, float]:
    """A donor's briefing with two governorates, and the seconds that it took to compose it of data that were read."""
    programme = Programme.of(load(folder))
    began = time.perf_counter()
    draft = compose(programme, BriefingRequest("donor", governorates=PLACES))
    return frozen(draft, "bench"), time.perf_counter() - began


def _measured(what: str, briefing: Briefing, composing: float) -> Iterator[Figure]:
    """Each output by itself, then all five in turn, and the most memory that one of their processes had."""
    yield Figure(what, f"composed and frozen, {len(briefing.slides)} slides", composing, "s")
    with _workshop() as shop:
        for key in OUTPUTS:
            try:
                seconds, size = _built(shop, briefing, [key])
                yield Figure(what, key, seconds, "s")
                yield Figure(what, f"{key}, size of the file", size / 2**20, "MiB", limit=4 if key == "html" else None)
            except Exception as error:
                yield Figure(what, key, missing(error), "")
        try:
            together, _ = _built(shop, briefing, list(OUTPUTS))
            yield Figure(what, "all five together", together, "s", limit=15)
        except Exception as error:
            yield Figure(what, "all five together", missing(error), "s", limit=15)
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    yield Figure(what, "most memory of a process that builds", peak, "MiB")


@contextmanager
def _workshop() -> Iterator[BuildQueue]:
    """One that finds nothing built before, and leaves nothing behind."""
    with (
        tempfile.TemporaryDirectory(prefix="bench-built-") as folder,
        closing(BuildQueue(OutputCache(Path(folder)))) as shop,
    ):
        yield shop


def _asked(shop: BuildQueue, briefing: Briefing, key: str) -> Job:
    """A request that finds nothing built before: an id of its own, the same numbers."""
    return shop.ask(replace(briefing, id=f"{next(_ids):010x}"), key)


def _built(shop: BuildQueue, briefing: Briefing, keys: list[str]) -> tuple[float, int]:
    """Seconds until all of them are there, and bytes of the last one."""
    began = time.perf_counter()
    jobs = [_asked(shop, briefing, key) for key in keys]
    for job in jobs:
        if job.wait(PATIENCE) != "ready":
            raise RuntimeError(f"{job.key} was not built: {job.reason}")
    return time.perf_counter() - began, len(jobs[-1].content())


async def clicks_meanwhile(times: int) -> list[Figure]:
    """Half of a reader's clicks while outputs are built, beside half of those while nothing is, a few of each in turn."""
    briefing, _ = _composed(SHIPPED)
    idle: list[float] = []
    busy: list[float] = []
    with servers.app() as server, _workshop() as shop:
        async with Reader(server.host) as reader:
            choices = clicks.asked_before(reader.options)
            for _ in reader.options:
                await reader.click(next(choices))
            while len(busy) < times:
                idle += [await reader.click(next(choices)) for _ in range(5)]
                jobs = [_asked(shop, briefing, key) for key in OUTPUTS]
                while any(job.state in ("waiting", "building") for job in jobs):
                    busy.append(await reader.click(next(choices)))
    half = statistics.median(idle) * 1e3, statistics.median(busy) * 1e3
    name = "a reader's click while outputs are built"
    return [Figure("Briefing, shipped data", name, half[1], "ms", ("idle", half[0]), 1.5)]
