"""Generated programmes of 1, 10 and 50 million rows of attendance: past what one process may hold.

All of it is made up by a seeded generator and says so; nothing of it ships.  `python -m bench.huge FOLDER ROWS` writes one.  The
key of attendance lets an event have 72 rows at the most, so that 50 million rows are of 694,445 events.  `python -m bench --huge`
publishes each, serves it and prints how time and memory grow.
"""

import json
import sys
import tempfile
from collections.abc import Mapping, Sequence
from datetime import date
from itertools import pairwise
from math import log
from pathlib import Path
from time import perf_counter

import numpy as np
import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq

from bench import clicks, large, releases, servers
from bench.clicks import ASKED, NEW, Subject
from bench.readers import Reader
from bench.report import Figure, Missing, Value, attempt
from community_policing.core.schema import DISPLACEMENTS, PARTICIPANT_GROUPS, SEXES, TRAINING_KINDS

CELLS = len(PARTICIPANT_GROUPS) * len(SEXES) * len(DISPLACEMENTS)
_EVENTS = 10_000  # of a piece that is written at once
_GROUP = 131_072
ROWS = (1_000_000, 10_000_000, 50_000_000)
PAGE = "reach"  # the page that asks most of attendance
LIMITS = {"first view after start": 60.0, "server's memory": 1024.0, "publish, memory": 1536.0}
_PUBLISH = """
import sys
from pathlib import Path
from community_policing.dataset.load import load
from community_policing.dataset.releases import open_releases
from community_policing.dataset.releases.release import Source

dataset = load(Path(sys.argv[1]))
open_releases().publish(dataset, note="huge", by="bench", source=Source("huge", "0" * 64), base=None, effect={})
"""


def make(folder: Path, rows: int) -> int:
    """Writes a dataset with so many rows of attendance into the folder, in pieces; returns the number of its events."""
    large.make(folder, fora=500, trainings=1, seats=1)
    events = -(-rows // CELLS)
    draw = np.random.default_rng(rows)
    _trainings(draw, events).write_csv(folder / "trainings.csv")
    _attendance(draw, events, rows, folder / "attendance.parquet")
    file = folder / "datapackage.json"
    about = {**json.loads(file.read_text("utf-8")), "name": f"huge-{rows}", "title": f"Generated: {rows:,} rows"}
    file.write_text(json.dumps(about, indent=1), encoding="utf-8")
    return events


def _trainings(draw: np.random.Generator, events: int) -> pl.DataFrame:
    """Completed events of all kinds, all over the country and the years of the programme; a tenth of them in cohorts of four."""
    towns = large.named_towns()
    town, number = draw.integers(len(towns), size=events), np.arange(events)
    days = np.datetime64(large.FIRST) + draw.integers((large.AS_OF - large.FIRST).days, size=events)
    return pl.DataFrame({
        "training_id": _ids(0, events), "title": [f"Event {each}" for each in number],
        "kind": np.array(TRAINING_KINDS)[number % len(TRAINING_KINDS)], "status": np.repeat("completed", events), "starts_on": days,
        "cohort": [f"C{each // 40}" if each % 10 == 0 else None for each in number],
        "governorate": np.array([each["pcode"] for each in towns])[town],
        "place": np.array([each["name_en"] for each in towns])[town],
        "phase_id": np.where(days >= np.datetime64(date(2016, 3, 1)), "P2", "P1"),
        "grants": np.array(large.GRANTS)[draw.integers(len(large.GRANTS), size=events)],
        "record": np.repeat("illustrative", events),
    })  # fmt: skip


def _attendance(draw: np.random.Generator, events: int, rows: int, path: Path) -> None:
    """Each event with every group, sex and displacement, in the order of the events, until there are so many rows."""
    _, group, sex, displacement = np.unravel_index(
        np.arange(_EVENTS * CELLS), (_EVENTS, len(PARTICIPANT_GROUPS), len(SEXES), len(DISPLACEMENTS))
    )
    words = {
        "participant_group": (group, PARTICIPANT_GROUPS),
        "sex": (sex, SEXES),
        "displacement": (displacement, DISPLACEMENTS),
    }
    schema = pa.schema(
        [("training_id", pa.string()), *((name, pa.string()) for name in words), ("attendances", pa.int64())]
    )
    with pq.ParquetWriter(path, schema, compression="zstd") as writer:
        for first in range(0, events, _EVENTS):
            many = min(_EVENTS * CELLS, rows - first * CELLS)
            own = -(-many // CELLS)
            ids = pa.DictionaryArray.from_arrays(
                np.repeat(np.arange(own, dtype=np.int32), CELLS)[:many], _ids(first, own)
            )
            cells = [
                pa.DictionaryArray.from_arrays(code[:many].astype(np.int32), list(said))
                for code, said in words.values()
            ]
            texts = [column.cast(pa.string()) for column in (ids, *cells)]
            writer.write_table(
                pa.Table.from_arrays([*texts, pa.array(draw.integers(1, 6, many))], schema=schema),
                row_group_size=_GROUP,
            )


def _ids(first: int, many: int) -> list[str]:
    return [f"E{number:06d}" for number in range(first, first + many)]


async def figures(paths: Mapping[str, str], rounds: int, each: int) -> list[Figure]:
    """What publishing, the first view, memory and clicks come to at each size, and the exponents of their growth."""
    found: list[dict[str, tuple[Value, str]]] = []
    for rows in ROWS:
        with tempfile.TemporaryDirectory(prefix="bench-huge-") as name:
            found.append(await _of(Path(name), rows, paths, rounds, each))
    measured = list(zip(ROWS, found, strict=True))
    own = [
        Figure(f"{rows:,} rows", name, value, unit, limit=LIMITS.get(name) if rows == ROWS[-1] else None)
        for rows, figures in measured
        for name, (value, unit) in figures.items()
    ]
    growth = [
        Figure(f"{few:,} to {many:,} rows", f"{name}: exponent", _exponent(then[name][0], now[name][0], many / few), "")
        for (few, then), (many, now) in pairwise(measured)
        for name in then
    ]
    return [*own, *growth]


def _exponent(before: Value, after: Value, times: float) -> Value:
    """The power of the number of rows by which a figure grew."""
    if isinstance(before, Missing) or isinstance(after, Missing):
        return Missing("one of the two was not measured")
    return log(max(after, 1e-9) / max(before, 1e-9)) / log(times)


async def _of(
    folder: Path, rows: int, paths: Mapping[str, str], rounds: int, each: int
) -> dict[str, tuple[Value, str]]:
    make(folder / "data", rows)
    settings = {"CPF_RELEASES": str(folder / "releases")}
    seconds, peak = releases.tried(settings, "-c", _PUBLISH, folder / "data", command=(sys.executable,))
    with servers.app(settings=settings) as server, servers.app() as shipped:
        began = perf_counter() - server.start_seconds
        first = await attempt(_first_view(server.host, began))
        subjects = [Subject(server, paths[PAGE], kind) for kind in (ASKED, NEW)]
        beside = [Subject(shipped, paths[PAGE], kind) for kind in (ASKED, NEW)]
        async with Reader(server.host, paths[PAGE]) as reader:
            new = clicks.never_asked(reader.options)
        await clicks.in_turn([*subjects, *beside], new, rounds, each)
        told: Sequence[tuple[str, Subject]] = [*zip((ASKED, NEW), subjects, strict=True)]
        shown: Sequence[tuple[str, Subject]] = [*zip((f"{ASKED}, shipped", f"{NEW}, shipped"), beside, strict=True)]
        return {
            "publish": (seconds, "s"),
            "publish, memory": (peak, "MiB"),
            "first view after start": (first, "s"),
            **{f"{PAGE}, {kind}: CPU a click": (subject.clicks.cpu_ms, "ms") for kind, subject in (*told, *shown)},
            "server's memory": (server.rss_mib(), "MiB"),
        }


async def _first_view(host: str, began: float) -> float:
    async with Reader(host):
        return perf_counter() - began


if __name__ == "__main__":
    make(Path(sys.argv[1]), int(sys.argv[2]))
