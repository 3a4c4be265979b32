"""Edits of a dataset's rows, and what effects must hold: for the tests of effects."""

import csv
import json
from collections.abc import Callable, Mapping
from fractions import Fraction
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from community_policing.analysis.changes.effect import Effect, effect, read_effect
from community_policing.analysis.changes.model import CAUSES, Headline
from community_policing.core.indicators import INDICATORS
from community_policing.core.schema import TABLES
from community_policing.dataset.load import load
from community_policing.measure.compute import measure
from community_policing.measure.programme import Programme

FIXTURE = Path(__file__).resolve().parent / "fixture"


Edit = Callable[[dict[str, list[dict[str, str]]]], None]


Edited = Callable[..., Programme]


DECEMBER = {"as_of": "2016-12-31", "opens_on": "2016-12-31"}


FORUM = {
    "forum_id": "F8", "name": "Forum eight", "governorate": "IQG08", "established_by": "iom", "status": "established",
    "phase_id": "P2", "grants": "DE-P2", "record": "illustrative", "source": "S1",
}  # fmt: skip


EVENT = {
    "training_id": "E8", "title": "Course", "kind": "training", "status": "completed", "governorate": "IQG08",
    "phase_id": "P2", "grants": "DE-P2", "record": "illustrative", "source": "S1",
}  # fmt: skip


def read(folder: Path) -> dict[str, list[dict[str, str]]]:
    """The dataset's tables as rows of text."""
    tables = {}
    for name in TABLES:
        with (folder / f"{name}.csv").open(encoding="utf-8-sig", newline="") as file:
            tables[name] = list(csv.DictReader(file))
    return tables


def write(
    tables: Mapping[str, list[dict[str, str]]], origin: Path, folder: Path, scanned: bool, **about: Any
) -> Programme:
    """The tables as a dataset, with the package of the one they come from; attendance as Parquet where asked."""
    package = json.loads((origin / "datapackage.json").read_text("utf-8")) | about
    for name, rows in tables.items():
        frame = pl.DataFrame(rows, schema={column.name: pl.String for column in TABLES[name].columns}, strict=False)
        if scanned and name == "attendance":
            typed = [pl.col(c).replace("", None) for c in TABLES[name].key]
            frame.with_columns(*typed, pl.col("attendances").cast(pl.Int64)).write_parquet(
                folder / "attendance.parquet"
            )
        else:
            frame.write_csv(folder / f"{name}.csv")
    package["resources"] = [
        {"name": name, "path": f"{name}.{'parquet' if scanned and name == 'attendance' else 'csv'}"} for name in TABLES
    ]
    (folder / "datapackage.json").write_text(json.dumps(package), "utf-8")
    return Programme.of(load(folder))


@pytest.fixture(scope="session")
def edited(tmp_path_factory: pytest.TempPathFactory) -> Edited:
    """A function: edits of the fixture's rows (or of another dataset's) -> the programme that comes of them."""

    def made(*edits: Edit, origin: Path = FIXTURE, scanned: bool = False, **about: Any) -> Programme:
        tables = read(origin)
        for edit in edits:
            edit(tables)
        return write(tables, origin, tmp_path_factory.mktemp("edited"), scanned, **about)

    return made


def add(table: str, **row: str) -> Edit:
    """A new row."""
    return lambda tables: tables[table].append(dict.fromkeys(tables[table][0], "") | row)


def put(table: str, row_id: str, **cells: str) -> Edit:
    """Other cells in the row with that first cell."""

    def edit(tables: dict[str, list[dict[str, str]]]) -> None:
        found = [row for row in tables[table] if next(iter(row.values())) == row_id]
        assert found
        for row in found:
            row.update(cells)

    return edit


def drop(table: str, row_id: str) -> Edit:
    """Without the rows with that first cell."""

    def edit(tables: dict[str, list[dict[str, str]]]) -> None:
        tables[table] = [row for row in tables[table] if next(iter(row.values())) != row_id]

    return edit


def moves(found: Effect) -> dict[str, tuple[Any, Any, dict[str, Any]]]:
    """The headlines that moved: before, after, and the parts; one number where a quantity is exact."""
    return {f"{h.key}:{h.kind}" if h.kind != "figure" else h.key: _move(h) for h in found.moved}


def places(found: Effect) -> dict[str, tuple[Any, Any, dict[str, Any]]]:
    """The governorates whose number of fora moved."""
    return {place.key: _move(place) for place in found.headline("fora_established").places}


def _move(headline: Headline) -> tuple[Any, Any, dict[str, Any]]:
    parts = {part.cause: _one(part.low, part.high) for part in headline.parts}
    sides = [None if q is None else _one(q.low, q.high) for q in (headline.before, headline.after)]
    return sides[0], sides[1], parts


def _one(low: Any, high: Any) -> Any:
    return low if low == high else (low, high)


def assert_sums(found: Effect) -> None:
    """The parts of every headline, and of every governorate, sum to its difference, for both bounds."""
    for headline in (h for top in found.headlines for h in (top, *top.places)):
        for bound, difference in zip(("low", "high"), headline.difference, strict=True):
            parts = [getattr(part, bound) for part in headline.parts]
            if difference is not None and None not in parts:
                assert sum(parts, Fraction(0)) == difference, (headline, bound)
            if difference is None and headline.before != headline.after:
                assert None in parts, (headline, bound)
        assert [part.cause for part in headline.parts] == sorted((p.cause for p in headline.parts), key=CAUSES.index)


def checked(before: Programme, after: Programme) -> Effect:
    """The effect; its figures are those that every page shows, and its parts sum to the whole."""
    found = effect(before, after)
    assert_sums(found)
    for key in INDICATORS:
        sides = (measure(key, before).value, measure(key, after).value)
        assert (found.headline(key).before, found.headline(key).after) == sides
    stored = json.loads(json.dumps(found.as_json()))
    assert read_effect(stored).as_json() == stored
    assert read_effect(stored).sentences() == found.sentences()
    return found
