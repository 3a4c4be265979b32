"""The same pages on a large generated programme: what a click costs there, beside what it costs on the data that ships."""

import tempfile
from collections.abc import Mapping
from pathlib import Path

from bench import clicks, large, servers
from bench.clicks import ASKED, NEW, Clicks, Subject
from bench.readers import Reader
from bench.report import Figure, Value, attempt

ROWS = f"{large.FORA:,} fora, {large.TRAININGS:,} trainings, {large.SEATS:,} rows of attendance"


async def figures(paths: Mapping[str, str], rounds: int, each: int) -> list[Figure]:
    """CPU of a click on every page in turn with the same on the shipped data, bytes of its first view, and the server's memory
    when all pages were visited."""
    with tempfile.TemporaryDirectory(prefix="bench-large-") as folder:
        large.make(Path(folder))
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
                    key, subjects[key, ASKED].clicks, subjects[key, NEW].clicks, beside[key].clicks, first[key]
                )
            ]
            return [
                *found,
                Figure("Large: server", "memory at the end, all pages visited", server.rss_mib(), "MiB", limit=600),
            ]


async def _first_view(host: str, path: str) -> float:
    """Megabytes that the server sends for a page, before compression on the way."""
    async with Reader(host, path) as reader:
        return reader.payload_bytes / 1e6


def _page(key: str, asked: Clicks, new: Clicks, shipped: Clicks, megabytes: Value) -> list[Figure]:
    page = f"Large: page {key}"
    return [
        Figure(page, f"{ASKED}: CPU a click", asked.cpu_ms, "ms", ("shipped", shipped.cpu_ms), 1.25),
        Figure(page, f"{NEW}: CPU a click", new.cpu_ms, "ms", limit=150),
        Figure(page, "first view, sent by the server", megabytes, "MB", limit=1),
    ]
