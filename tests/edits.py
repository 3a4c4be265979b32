"""Edits of a dataset's rows, and what every release diff must hold."""

import csv
import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from community_policing.analysis.changes.causes import CAUSES
from community_policing.analysis.changes.diff import ReleaseDiff, release_diff
from community_policing.analysis.changes.figures import FigureChange
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
    """The dataset's tables as rows of text; none of a table that the folder has not."""
    tables: dict[str, list[dict[str, str]]] = {name: [] for name in TABLES}
    for name in TABLES:
        if (folder / f"{name}.csv").is_file():
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


def moves(found: ReleaseDiff) -> dict[str, tuple[Any, Any, dict[str, Any]]]:
    """The figures that moved: before, after, and the contributions; one number where both bounds are one."""
    return {f"{f.key}:{f.kind}" if f.kind != "figure" else f.key: _move(f) for f in found.moved}


def _move(figure: FigureChange) -> tuple[Any, Any, dict[str, Any]]:
    parts = {part.cause: _one(part.low, part.high) for part in figure.contributions}
    sides = [None if q is None else _one(q.low, q.high) for q in (figure.before, figure.after)]
    return sides[0], sides[1], parts


def _one(low: Any, high: Any) -> Any:
    return low if low == high else (low, high)


def lines(found: ReleaseDiff, table: str) -> list[tuple[str, str, str, str, str, str]]:
    """The changed rows and cells of a table: row, change, column, before, after, cause."""
    return [line[1:] for line in found.cells.itertuples(index=False, name=None) if line[0] == table]


def assert_sums(found: ReleaseDiff, from_rows: bool) -> None:
    """The contributions to a figure that adds over rows sum to its difference, for both bounds; others have none."""
    for figure in found.figures:
        indicator, unknown = INDICATORS[figure.key], figure.before is None or figure.after is None
        if figure.kind != "figure" or indicator.share or indicator.people or unknown or not from_rows:
            assert figure.contributions == ()
            continue
        low, high = figure.difference
        assert sum(part.low for part in figure.contributions) == low, figure
        if high is None:
            assert {part.high for part in figure.contributions} <= {None}, figure
        else:
            assert sum(part.high for part in figure.contributions if part.high is not None) == high, figure
        assert [part.cause for part in figure.contributions] == [
            cause for cause in CAUSES if cause in {part.cause for part in figure.contributions}
        ]


def _cells(programme: Programme) -> dict[tuple[str, str], dict[str, str]]:
    """Every cell of every table as it was recorded, as text, by table and row."""
    found: dict[tuple[str, str], dict[str, str]] = {}
    for name, table in TABLES.items():
        rows = programme.whole.frames[name]
        recorded = rows if name in programme.dataset.scans else programme.dataset.tables[name]
        for row_id, row in zip(rows["row_id"].astype("str"), recorded.to_dict("records"), strict=True):
            found[name, row_id] = {c.name: _text(row, c.name) for c in table.columns}
    return found


def _text(row: Mapping[Any, Any], column: str) -> str:
    value = row[column]
    if value is None or value != value or str(value) in ("<NA>", "NaT"):
        return ""
    if hasattr(value, "date"):
        return str(value.date())[: {"month": 7, "year": 4}.get(row[f"{column}_precision"], 10)]
    return f"{value:.15g}" if isinstance(value, int | float) else str(value)


def assert_cells(found: ReleaseDiff, before: Programme, after: Programme) -> None:
    """Each row that was added or removed is listed once, and each cell that differs with its old and its new text."""
    old, new = _cells(before), _cells(after)
    wanted = {(*row, "added", "", "", "") for row in new.keys() - old.keys()}
    wanted |= {(*row, "removed", "", "", "") for row in old.keys() - new.keys()}
    wanted |= {
        (*row, "changed", column, old[row][column], new[row][column])
        for row in old.keys() & new.keys()
        for column in old[row]
        if old[row][column] != new[row][column]
    }
    said = [line[:-1] for line in found.cells.itertuples(index=False, name=None)]
    assert sorted(said) == sorted(wanted)
    assert set(found.cells["cause"]) <= set(CAUSES[1:])


def checked(before: Programme, after: Programme) -> ReleaseDiff:
    """The diff; its figures are those that every page shows, its contributions sum, its cells are those that differ."""
    found = release_diff(before, after)
    assert_sums(found, {side.dataset.basis for side in (before, after)} == {"rows"})
    assert_cells(found, before, after)
    for key in (key for key, each in INDICATORS.items() if after.records(each) or before.records(each)):
        sides = (measure(key, before).value, measure(key, after).value)
        assert (found.figure(key).before, found.figure(key).after) == sides
    assert json.loads(json.dumps(found.as_json())) == found.as_json()
    return found
