"""A generated programme of 1,000 fora that met every month for five years (60,000 meetings) and raised 50,000 concerns.

The meetings and concerns are made up by a seeded generator, the surveys are the demonstration's; nothing of it ships.
`python -m bench.many_fora FOLDER` writes it.
"""

import csv
import json
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np

from bench import large
from bench.large import AS_OF, ROOT, Row
from community_policing.core.schema import CONCERN_TOPICS, REFERRED_TO

FORA, MONTHS, CONCERNS = 1_000, 60, 50_000
COUNTED = ("community_women", "community_men", "police_women", "police_men", "others_women", "others_men")
SET_UP = {"status": "established", "established_on": "2011-11-30", "planned_for": ""}  # before the first meeting
_MOST = (9, 13, 3, 9, 3, 4)  # people of each kind at one meeting
_FROM_DEMONSTRATION = ("sources", "surveys", "estimates")


def make(folder: Path, fora: int = FORA, months: int = MONTHS, concerns: int = CONCERNS) -> None:
    """Writes the dataset into the folder, as CSV files: what `bench.large` has, little of it, beside what fora do."""
    large.make(folder, fora, trainings=200, seats=2_000)
    draw = np.random.default_rng(20161201)
    tables: dict[str, Sequence[Row]] = {
        "meetings": list(_meetings(draw, fora, months)),
        "concerns": list(_concerns(draw, fora, months, concerns)),
    }
    tables |= {name: _read(ROOT / "data" / "demonstration" / f"{name}.csv") for name in _FROM_DEMONSTRATION}
    tables["fora"] = [row | SET_UP for row in _read(folder / "fora.csv")]
    for name, rows in tables.items():
        large.write(folder / f"{name}.csv", rows)
    about = json.loads((folder / "datapackage.json").read_text("utf-8"))
    about |= {"name": "many-fora", "title": "Generated: many fora"}
    about["resources"] += [{"name": name, "path": f"{name}.csv"} for name in tables if name != "fora"]
    (folder / "datapackage.json").write_text(json.dumps(about, indent=1), encoding="utf-8")


def _month(before: int) -> str:
    """The month so many before that of the as-of date."""
    year, month = divmod(AS_OF.year * 12 + AS_OF.month - 1 - before, 12)
    return f"{year}-{month + 1:02}"


def _meetings(draw: np.random.Generator, fora: int, months: int) -> Iterator[Row]:
    for number in range(fora):
        people = draw.integers(0, _MOST, (months, len(COUNTED)))
        for before in range(months):
            counted = dict(zip(COUNTED, people[before].tolist(), strict=True))
            day = f"{_month(before)}-{1 + number % 28:02}"
            yield {"forum_id": f"F{number:05d}", "met_on": day, **counted, "record": "illustrative"}


def _concerns(draw: np.random.Generator, fora: int, months: int, count: int) -> Iterator[Row]:
    forum, raised, took = (draw.integers(most, size=count).tolist() for most in (fora, months, 12))
    for number in range(count):
        is_resolved = number % 3 > 0 and took[number] <= raised[number]
        yield {
            "concern_id": f"C{number:05d}", "forum_id": f"F{forum[number]:05d}", "raised_in": _month(raised[number]),
            "topic": CONCERN_TOPICS[number % len(CONCERN_TOPICS)], "referred_to": REFERRED_TO[number % len(REFERRED_TO)],
            "status": "resolved" if is_resolved else "referred",
            "resolved_in": _month(raised[number] - took[number]) if is_resolved else "", "record": "illustrative",
        }  # fmt: skip


def _read(file: Path) -> list[dict[str, object]]:
    with file.open(encoding="utf-8", newline="") as rows:
        return list(csv.DictReader(rows))


if __name__ == "__main__":
    make(Path(sys.argv[1]))
