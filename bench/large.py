"""A generated programme of the size that the dashboard must bear: 5,000 fora, 20,000 trainings, 1,000,000 rows of attendance.

All of it is made up by a seeded generator and says so; nothing of it ships.  `python -m bench.large FOLDER` writes it.
"""

import csv
import json
import sys
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import polars as pl

from community_policing.core.geography import governorate_at, in_iraq
from community_policing.core.schema import (
    DISPLACEMENTS,
    EQUIPMENT_KINDS,
    PARTICIPANT_GROUPS,
    SEXES,
    SITE_KINDS,
    TRAINING_KINDS,
)

FORA, TRAININGS, SEATS, ITEMS = 5_000, 20_000, 1_000_000, 1_000
AS_OF = date(2016, 11, 30)
FIRST = date(2012, 1, 1)
ROOT = Path(__file__).resolve().parent.parent
GRANTS = ("US-P1", "DE-P2", "US-P1;DE-P2")
_DAYS = (AS_OF - FIRST).days

Row = Mapping[str, object]


def make(folder: Path, fora: int = FORA, trainings: int = TRAININGS, seats: int = SEATS) -> None:
    """Writes the dataset into the folder: CSV files, and attendance as Parquet."""
    folder.mkdir(parents=True, exist_ok=True)
    draw, towns = np.random.default_rng(20161130), named_towns()
    small: dict[str, Sequence[Row]] = {
        "phases": [
            {"phase_id": "P1", "name": "Phase 1", "starts_on": "2012"},
            {"phase_id": "P2", "name": "Phase 2", "starts_on": "2016-03", "ends_on": "2017-12"},
        ],
        "donors": [
            {"donor_id": "US", "name": "Donor one", "short_name": "Donor one"},
            {"donor_id": "DE", "name": "Donor two", "short_name": "Donor two"},
        ],
        "grants": [_grant("US-P1", "US", "P1"), _grant("DE-P2", "DE", "P2")],
        "fora": _fora(draw, towns, fora),
        "trainings": _trainings(draw, towns, trainings),
        "infrastructure": _items(draw, towns, ITEMS),
        "targets": [_target(fora)],
    }
    for name, rows in small.items():
        write(folder / f"{name}.csv", rows)
    _attendance(draw, trainings, seats).write_parquet(folder / "attendance.parquet")
    files = {name: f"{name}.csv" for name in small} | {"attendance": "attendance.parquet"}
    about = {
        "name": "large", "title": "Generated: a large programme", "as_of": AS_OF.isoformat(), "synthetic": True,
        "basis": "rows", "resources": [{"name": name, "path": path} for name, path in files.items()],
    }  # fmt: skip
    (folder / "datapackage.json").write_text(json.dumps(about, indent=1), encoding="utf-8")


def named_towns() -> list[dict[str, str]]:
    """Places of Iraq with their governorate and point, as geo/ has them."""
    with (ROOT / "geo" / "places.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _grant(grant: str, donor: str, phase: str) -> Row:
    return {"grant_id": grant, "donor_id": donor, "phase_id": phase, "implementer": "IOM", "record": "illustrative"}


def _day(draw: np.random.Generator) -> str:
    return (FIRST + timedelta(days=int(draw.integers(_DAYS)))).isoformat()


def _paid(draw: np.random.Generator, day: str) -> Row:
    return {
        "phase_id": "P2" if day >= "2016-03" else "P1",
        "grants": GRANTS[int(draw.integers(3))],
        "record": "illustrative",
    }


def _town(draw: np.random.Generator, towns: Sequence[Mapping[str, str]]) -> dict[str, str]:
    town = towns[int(draw.integers(len(towns)))]
    return {"governorate": town["pcode"], "place": town["name_en"]}


def _point(draw: np.random.Generator, town: Mapping[str, str]) -> dict[str, str]:
    """A point some kilometres from the town, in its governorate; at the border the town's own."""
    longitude, latitude = float(town["longitude"]), float(town["latitude"])
    near = (longitude + draw.normal(0, 0.08), latitude + draw.normal(0, 0.08))
    inside = in_iraq(*near) and governorate_at(*near, town["pcode"]) == town["pcode"]
    east, north = near if inside else (longitude, latitude)
    return {"latitude": f"{north:.4f}", "longitude": f"{east:.4f}"}


def _fora(draw: np.random.Generator, towns: Sequence[Mapping[str, str]], count: int) -> list[Row]:
    rows: list[Row] = []
    for number in range(count):
        town, day = towns[int(draw.integers(len(towns)))], _day(draw)
        planned = number % 25 == 0
        rows.append({
            "forum_id": f"F{number:05d}", "name": f"Forum {town['name_en']} {number}", "governorate": town["pcode"],
            "place": town["name_en"], **_point(draw, town), "established_by": "police" if number % 3 == 1 else "iom",
            "status": "planned" if planned else "established", "established_on": "" if planned else day,
            "planned_for": "2016-12-31" if planned else "", "members_women": int(draw.integers(2, 9)),
            "members_men": int(draw.integers(6, 18)), **_paid(draw, day),
        })  # fmt: skip
    return rows


def _trainings(draw: np.random.Generator, towns: Sequence[Mapping[str, str]], count: int) -> list[Row]:
    rows: list[Row] = []
    for number in range(count):
        day = _day(draw)
        rows.append({
            "training_id": f"E{number:05d}", "title": f"Event {number}", "kind": TRAINING_KINDS[number % len(TRAINING_KINDS)],
            "status": "completed", "starts_on": day, "cohort": f"C{number // 40}" if number % 10 == 0 else "",
            **_town(draw, towns), **_paid(draw, day),
        })  # fmt: skip
    return rows


def _items(draw: np.random.Generator, towns: Sequence[Mapping[str, str]], count: int) -> list[Row]:
    rows: list[Row] = []
    for number in range(count):
        done = number % 3 == 0
        rows.append({
            "item_id": f"I{number:04d}", "name": f"Item {number}", "kind": (SITE_KINDS + EQUIPMENT_KINDS)[number % 7],
            "status": "handed_over" if done else "agreed", "quantity": int(draw.integers(1, 30)), "agreed_on": "2016-03-20",
            "due_on": "2016-10-31" if number % 7 == 1 else "2017-06-30", "completed_on": "2016-09-30" if done else "",
            **_town(draw, towns), **_paid(draw, "2016-06-01"),
        })  # fmt: skip
    return rows


def _target(fora: int) -> Row:
    return {
        "indicator": "fora_established_iom", "period_starts_on": "2012-01-01", "due_on": "2016-12-31", "baseline": 0,
        "target": fora * 2 // 3, "record": "illustrative",
    }  # fmt: skip


def _attendance(draw: np.random.Generator, trainings: int, count: int) -> pl.DataFrame:
    """So many distinct combinations of event, group, sex and displacement, in the order of the events."""
    sizes = (trainings, len(PARTICIPANT_GROUPS), len(SEXES), len(DISPLACEMENTS))
    cells = np.sort(draw.choice(int(np.prod(sizes)), count, replace=False))
    event, group, sex, displacement = np.unravel_index(cells, sizes)
    return pl.DataFrame({
        "training_id": np.array([f"E{number:05d}" for number in range(trainings)])[event],
        "participant_group": np.array(PARTICIPANT_GROUPS)[group],
        "sex": np.array(SEXES)[sex],
        "displacement": np.array(DISPLACEMENTS)[displacement],
        "attendances": draw.integers(1, 6, count),
    })  # fmt: skip


def write(path: Path, rows: Iterable[Row]) -> None:
    """Writes a table, with the columns that any of its rows has."""
    held = list(rows)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(dict.fromkeys(name for row in held for name in row)), lineterminator="\n")
        writer.writeheader()
        writer.writerows(held)


if __name__ == "__main__":
    make(Path(sys.argv[1]))
