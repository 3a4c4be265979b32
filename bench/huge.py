"""Generated programmes of 1, 10 and 50 million rows of attendance: past what one process may hold.

All of it is made up by a seeded generator and says so; nothing of it ships.  `python -m bench.huge FOLDER ROWS` writes one.  The
key of attendance lets an event have 72 rows at the most, so that 50 million rows are of 694,445 events.
"""

import json
import sys
from datetime import date
from pathlib import Path

import numpy as np
import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq

from bench import large
from community_policing.core.schema import DISPLACEMENTS, PARTICIPANT_GROUPS, SEXES, TRAINING_KINDS

CELLS = len(PARTICIPANT_GROUPS) * len(SEXES) * len(DISPLACEMENTS)
_EVENTS = 10_000  # of a piece that is written at once
_GROUP = 131_072


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


if __name__ == "__main__":
    make(Path(sys.argv[1]), int(sys.argv[2]))
