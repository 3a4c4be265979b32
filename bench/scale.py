"""The same pages on large generated programmes: what a click costs there, beside what it costs on the data that ships."""

import tempfile
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from pathlib import Path

from bench import clicks, large, many_fora, servers
from bench.clicks import ASKED, NEW, Clicks, Subject
from bench.readers import Reader
from bench.report import Figure, Value, attempt


@dataclass(frozen=True)
class Size:
    """A generated programme: what it is called, what it has, what writes it, and the pages that are measured on it (all: none)."""

    name: str
    rows: str
    make: Callable[[Path], None]
    pages: Collection[str] = ()


SIZES = (
    Size("Large", f"{large.FORA:,} fora, {large.TRAININGS:,} trainings, {large.SEATS:,} rows of attendance", large.make),
    Size(
        "Many fora", f"{many_fora.FORA:,} fora, {many_fora.FORA * many_fora.MONTHS:,} meetings, {many_fora.CONCERNS:,} concerns",
        many_fora.make, ("overview", "outcomes", "fora"),
    ),
)  # fmt: skip


async def figures(size: Size, every: Mapping[str, str], rounds: int, each: int) -> list[Figure]:
    """CPU of a click on every page in turn with the same on the shipped data, bytes of its first view, and the server's memory
    when all pages were visited."""
    paths = {key: path for key, path in every.items() if not size.pages or key in size.pages}
    with tempfile.TemporaryDirectory(prefix="bench-large-") as folder:
        size.make(Path(folder))
        with servers.app(Path(folder)) as server, servers.app() as shipped:
            first = {key: await attempt(_first_view(server.host, path)) for key, path in paths.items()}
            subjects = {
                (key, kind): Subject(server, path, kind) for key, path in paths.items() for kind in (ASKED, NEW)
            }
            beside = {key: Subject(shipped, path, ASKED) for key, path in paths.items()}
            async with Reader(server.host) as reader:
                new = clicks.never_asked(reader.options)
            await clicks.in_turn([*subjects.values(), *beside.values()], new, rounds, each)
            found = [
                figure
                for key in paths
                for figure in _page(
                    f"{size.name}: page {key}",
                    subjects[key, ASKED].clicks,
                    subjects[key, NEW].clicks,
                    beside[key].clicks,
                    first[key],
                )
            ]
            return [
                *found,
                Figure(
                    f"{size.name}: server", "memory at the end, all pages visited", server.rss_mib(), "MiB", limit=600
                ),
            ]


async def _first_view(host: str, path: str) -> float:
    """Megabytes that the server sends for a page, before compression on the way."""
    async with Reader(host, path) as reader:
        return reader.payload_bytes / 1e6


def _page(page: str, asked: Clicks, new: Clicks, shipped: Clicks, megabytes: Value) -> list[Figure]:
    return [
        Figure(page, f"{ASKED}: CPU a click", asked.cpu_ms, "ms", ("shipped", shipped.cpu_ms), 1.25),
        Figure(page, f"{NEW}: CPU a click", new.cpu_ms, "ms", limit=150),
        Figure(page, "first view, sent by the server", megabytes, "MB", limit=1),
    ]
