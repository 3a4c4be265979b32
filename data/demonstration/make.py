"""Makes the demonstration dataset: an illustrative programme whose totals are the published ones.

    python -m data.demonstration.make [folder]

Published rows are copied from data/public_record; everything else comes from plan.py and plan_outcomes.py, with members,
seats by sex, points, answers, meetings, concerns and money by quarter drawn by seeded generators.
The same code always writes the same bytes.
"""

import csv
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from pathlib import Path
from random import Random
from typing import TypeVar

from community_policing.core.districts import resolve
from community_policing.core.schema import TABLES, Column
from data.demonstration import budget, draw, forum_life
from data.demonstration.package import describe
from data.demonstration.plan import (
    AS_OF,
    DISTRICTS,
    EVENTS,
    FORA,
    GERMANY,
    HEADQUARTERS_AGREED,
    HEADQUARTERS_DUE,
    PHASE_2_FROM,
    PLANNED_IN,
    TARGETS,
    US,
    WORKS,
    Event,
)
from data.demonstration.survey import survey

HERE = Path(__file__).resolve().parent
RECORD = HERE.parent / "public_record"
TOWNS = HERE.parent.parent / "geo" / "places.csv"
SEED, SURVEY_SEED, MEETINGS_SEED, BUDGET_SEED = 20161130, 20160306, 20121113, 20160301
COPIED = ("sources", "donors", "phases", "grants", "fora", "trainings", "infrastructure", "facts")
MADE_UP = "S00"

Row = dict[str, str]
Tables = dict[str, list[Row]]
T = TypeVar("T")


def make(folder: Path) -> None:
    """Write every table and datapackage.json of the demonstration dataset into `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    made = tables()
    shapes = [
        TABLES[name].as_filled({column for row in rows for column, cell in row.items() if cell})
        for name, rows in made.items()
    ]
    for table in shapes:
        _write(folder / f"{table.name}.csv", table.columns, made[table.name])
    (folder / "datapackage.json").write_text(describe(_properties(), shapes), encoding="utf-8", newline="\n")


def tables() -> Tables:
    """The rows of every table of the schema, as text; cells left out are empty."""
    rng, towns, record = Random(SEED), _towns(), {name: _read(RECORD / f"{name}.csv") for name in COPIED}
    fora = _fora(rng, towns) + _planned_fora(record, towns)
    events = _trainings(towns, fora)
    made: Tables = {name: [] for name in TABLES}
    made |= {
        "phases": _chosen(record["phases"], "phase_id", ("P1", "P2")),
        "grants": _chosen(record["grants"], "grant_id", (US, GERMANY)),
        "donors": _chosen(record["donors"], "donor_id", ("US", "DE")),
        "fora": fora,
        "trainings": events + _chosen(record["trainings"], "training_id", ("T02",)),
        "attendance": [
            row for number, event in _numbered(EVENTS) for row in draw.attendance(rng, _training_id(number), event)
        ],
        "infrastructure": _infrastructure(record),
        "targets": [_target(target._asdict()) for target in TARGETS],
        "facts": [fact for fact in record["facts"] if _known_by_then(fact)],
    }
    made |= _outcomes(towns, fora)
    made["budgets"] = [row | _illustrative() for row in budget.budgets(Random(BUDGET_SEED))]
    made["trainings"].sort(key=lambda row: row["starts_on"])
    made["sources"] = _sources(made, record)
    return made


def _outcomes(towns: Mapping[int, Row], fora: Sequence[Row]) -> Tables:
    """What people say and what fora do, each from a generator of its own, so that one can change without the other."""
    surveys, estimates = survey(Random(SURVEY_SEED), {town: row | _place(row) for town, row in towns.items()})
    rng = Random(MEETINGS_SEED)
    meetings = forum_life.meetings(rng, fora)
    concerns = forum_life.concerns(rng, meetings)
    made = {"surveys": surveys, "estimates": estimates, "meetings": meetings, "concerns": concerns}
    return {name: [row | _illustrative() for row in rows] for name, rows in made.items()}


def _fora(rng: Random, towns: Mapping[int, Row]) -> list[Row]:
    seen: Counter[int] = Counter()
    rows = []
    for number, forum in _numbered(sorted(FORA, key=lambda f: f.on)):
        seen[forum.town] += 1
        town = towns[forum.town]
        rows.append(
            {
                "forum_id": f"CPF-{number:02d}",
                "name": f"Forum {town['name_en']} {seen[forum.town]}",
                **_place(town),
                "established_by": forum.by,
                "status": "established",
                "established_on": forum.on,
                **_paid(forum.on, forum.co_funded, by_police=forum.by == "police"),
                **draw.point(rng, town),
                **draw.members(rng, forum),
                "last_met_on": draw.last_met(rng, forum),
                **_illustrative(),
            }
        )
    return rows


def _planned_fora(record: Tables, towns: Mapping[int, Row]) -> list[Row]:
    """The four published plans as they stood at the as-of date: none had opened."""
    then = {"status": "planned", "established_on": "", "grants": "", "source": "S01"}
    return [row | then | _centre(towns[PLANNED_IN[row["place"]]]) for row in record["fora"]]


def _place(town: Row) -> Row:
    return {"governorate": town["pcode"], "district": district_of(town), "place": town["name_en"]}


def district_of(town: Row) -> str:
    """The code of the district that is named after the town, or that the public record says; "" where neither tells."""
    named = resolve(town["name_en"]).pcode or resolve(town["name_ar"]).pcode or ""
    return DISTRICTS.get(int(town["geonames_id"]), named if named.startswith(town["pcode"]) else "")


def _centre(town: Row) -> Row:
    """The town's own point: a published forum has a town, and nothing nearer."""
    return {"latitude": f"{float(town['latitude']):.2f}", "longitude": f"{float(town['longitude']):.2f}"}


def _paid(on: str, co_funded: bool, by_police: bool = False) -> Row:
    """Phase and grants by date; what local police set up by themselves has neither."""
    if by_police:
        return {"phase_id": "", "grants": ""}
    second = on >= PHASE_2_FROM
    return {
        "phase_id": "P2" if second else "P1",
        "grants": f"{US};{GERMANY}" if co_funded else GERMANY if second else US,
    }


def _trainings(towns: Mapping[int, Row], fora: Sequence[Row]) -> list[Row]:
    rows = []
    for number, event in _numbered(EVENTS):
        planned = event.on > AS_OF
        rows.append(
            {
                "training_id": _training_id(number),
                "title": event.title,
                "kind": event.kind,
                "status": "planned" if planned else "completed",
                "starts_on": event.on,
                "ends_on": (date.fromisoformat(event.on) + timedelta(days=event.days - 1)).isoformat(),
                **_place(towns[event.town]),
                "forum_id": _host(event, towns[event.town]["name_en"], fora),
                "cohort": event.cohort,
                **_paid(event.on, event.co_funded),
                **_illustrative(),
                "scope": "iom",
                "note": "That events were planned for early December is published (T04); this one is illustrative."
                if planned
                else "",
            }
        )
    return rows


def _host(event: Event, place: str, fora: Sequence[Row]) -> str:
    """The first forum of the town, for a campaign; trainings and workshops are held without one."""
    hosts = [f["forum_id"] for f in fora if f["place"] == place and f["status"] == "established"]
    return hosts[0] if event.kind == "awareness_campaign" else ""


def _infrastructure(record: Tables) -> list[Row]:
    """The published vehicles and headquarters, then the illustrative works of the plan."""
    vehicles, headquarters = _chosen(record["infrastructure"], "item_id", ("I01", "I08"))
    due = {
        "agreed_on": HEADQUARTERS_AGREED,
        "due_on": HEADQUARTERS_DUE,
        "note": "Agreed with the Ministry of Interior, as published; when it was agreed and when it is due is illustrative.",
    }
    works = [
        {key: str(value) for key, value in work._asdict().items()}
        | {"item_id": f"W{number:02d}", "phase_id": "P2", "grants": GERMANY, "scope": "iom"}
        | _illustrative()
        for number, work in _numbered(WORKS)
    ]
    return [vehicles, headquarters | due, *works]


def _target(values: Mapping[str, object]) -> Row:
    return {key: str(value) for key, value in values.items()} | _illustrative()


def _known_by_then(fact: Row) -> bool:
    """Whether a fact is about this programme and speaks of the as-of date or earlier, or is its plan for fora."""
    speaks = "" < fact["as_of"] <= AS_OF or (fact["indicator"].startswith("cpf_planned") and fact["source"] == "S01")
    return fact["scope"] == "iom" and speaks


def _sources(made: Tables, record: Tables) -> list[Row]:
    """The made-up source, then every published one that a row refers to."""
    used = {row.get("source", "") for rows in made.values() for row in rows}
    made_up = {
        "source_id": MADE_UP,
        "title": "Made up for demonstration by data/demonstration/make.py",
        "publisher": "This project",
        "note": "Illustrative: nothing here happened. Totals agree with the published ones.",
    }
    return [made_up, *(source for source in record["sources"] if source["source_id"] in used)]


def _properties() -> dict[str, object]:
    return {
        "name": "community-policing-iraq-demonstration",
        "title": "IOM Iraq community policing: demonstration",
        "description": "An illustrative programme as of 30 November 2016. Only rows whose record is `published` were "
        "published; all others are made up, and chosen so that national totals agree with the published ones. "
        "Points are towns, shifted by a kilometre or two; the published fora stand at the centre of their town.",
        "licenses": [
            {"name": "MIT", "title": "MIT License", "path": "https://opensource.org/license/mit"},
            {
                "name": "CC-BY-4.0",
                "title": "Creative Commons Attribution 4.0, for towns and points derived from GeoNames",
                "path": "https://creativecommons.org/licenses/by/4.0/",
            },
        ],
        "sources": [
            {"title": "The public record, data/public_record"},
            {"title": "GeoNames, through geo/places.csv", "path": "https://www.geonames.org"},
        ],
        "as_of": AS_OF,
        "opens_on": AS_OF,
        "synthetic": True,
        "basis": "rows",
    }


def _illustrative() -> Row:
    return {"record": "illustrative", "source": MADE_UP}


def _training_id(number: int) -> str:
    return f"E{number:02d}"


def _numbered(items: Iterable[T]) -> Iterator[tuple[int, T]]:
    return enumerate(items, start=1)


def _chosen(rows: Iterable[Row], key: str, ids: Sequence[str]) -> list[Row]:
    """The rows of those ids, in the order of the ids."""
    by_id = {row[key]: row for row in rows}
    return [by_id[name] for name in ids]


def _towns() -> dict[int, Row]:
    return {int(row["geonames_id"]): row for row in _read(TOWNS)}


def _read(path: Path) -> list[Row]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _write(path: Path, columns: Iterable[Column], rows: Iterable[Row]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, [column.name for column in columns], restval="", lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


if __name__ == "__main__":
    make(Path(sys.argv[1]) if len(sys.argv) > 1 else HERE)
