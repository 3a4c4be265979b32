"""Attendance too large to hold: a Parquet file, held to the rules of the CSV file and scanned by Polars."""

import csv
import json
import shutil
import time
from datetime import date
from pathlib import Path

import polars as pl
import pytest

from community_policing.core import engine
from community_policing.core.i18n import ProgrammeError
from community_policing.core.indicators import INDICATORS
from community_policing.core.quantity import Quantity
from community_policing.dataset import parquet
from community_policing.dataset.load import Dataset, Severity, load
from community_policing.export.rows import behind
from community_policing.measure.aggregate import select
from community_policing.measure.compute import measure
from community_policing.measure.events import events, number
from community_policing.measure.programme import Programme, Scope
from tests.conftest import FIXTURE, ON_EACH, ON_SPARK, Build

COLUMNS = ("training_id", "participant_group", "sex", "displacement", "attendances")
SCOPES = (Scope(), Scope(governorates=("IQG08",)), Scope(phases=("P2",)), Scope(donors=("US",)))


def seats() -> pl.DataFrame:
    """The fixture's attendance as the programme's own database would export it."""
    with (FIXTURE / "attendance.csv").open(encoding="utf-8", newline="") as file:
        rows = [{name: cell or None for name, cell in row.items()} for row in csv.DictReader(file)]
    return pl.DataFrame(rows).with_columns(pl.col("attendances").cast(pl.Int64))


def stored(folder: Path, rows: pl.DataFrame | bytes) -> Dataset:
    """The fixture with its attendance in a Parquet file."""
    folder.mkdir(exist_ok=True)
    shutil.copytree(FIXTURE, folder, dirs_exist_ok=True, ignore=shutil.ignore_patterns("golden", "attendance.csv"))
    file = folder / "attendance.parquet"
    file.write_bytes(rows) if isinstance(rows, bytes) else rows.write_parquet(file)
    package = json.loads((FIXTURE / "datapackage.json").read_text("utf-8"))
    for resource in package["resources"]:
        resource["path"] = resource["path"].replace("attendance.csv", "attendance.parquet")
    (folder / "datapackage.json").write_text(json.dumps(package), encoding="utf-8")
    return load(folder)


@pytest.fixture(scope="module", params=ON_EACH[1:])
def scanned(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Programme:
    """tests/fixture with attendance that stays in its file, read by each engine that can."""
    return Programme.of(stored(tmp_path_factory.mktemp("scanned"), seats()), request.param)


def test_it_stays_in_its_file(scanned: Programme) -> None:
    """The rows are not held, and they are counted as rows of the dataset."""
    assert (len(scanned.dataset.tables["attendance"]), scanned.dataset.scans["attendance"].rows) == (0, 8)
    assert scanned.dataset.rows == Programme.of(load(FIXTURE)).dataset.rows


@pytest.mark.parametrize(("asked", "read_by"), {"auto": "polars", "pandas": "polars", "spark": "spark"}.items())
def test_what_reads_it(asked: str, read_by: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Polars, unless the operator asks for Spark: pandas would hold the rows."""
    monkeypatch.setenv("CPF_ENGINE", asked)
    assert Programme.of(stored(tmp_path, seats())).engine == read_by


def test_only_sums_come_back(scanned: Programme) -> None:
    """A figure has a line for each event, a split one for each event and key, and neither one for each row."""
    rows = select(INDICATORS["attendances"], scanned)
    assert (len(rows.events.at), len(rows.told_apart(("participant_group",)).events.at), rows.count) == (4, 6, 7)


@pytest.mark.parametrize("scope", SCOPES, ids=str)
@pytest.mark.parametrize("key", INDICATORS)
def test_every_figure_is_the_same(key: str, scope: Scope, scanned: Programme, programme: Programme) -> None:
    """Whether the rows are held or scanned, each figure, split, source and row behind it is the same."""
    ours, theirs = scanned.within(scope), programme.within(scope)
    for by in ("", *INDICATORS[key].splits):
        one, other = measure(key, ours, by), measure(key, theirs, by)
        assert (one.value, dict(one.parts)) == (other.value, dict(other.parts))
        assert (one.row_ids, one.source_ids) == (other.row_ids, other.source_ids)
    assert behind(one, ours)["counts"].astype("str").tolist() == behind(other, theirs)["counts"].astype("str").tolist()


def test_parts_of_parts_are_the_same(scanned: Programme, programme: Programme) -> None:
    """Whatever dimensions tell rows apart, one after the other or at once, the sums and the rows behind them are the same."""
    dimensions = ("participant_group", "sex", "displacement", "donor", "governorate")
    one, other = (select(INDICATORS["attendances"], each) for each in (scanned, programme))
    assert one.by(dimensions) == other.by(dimensions)
    assert one.shares(dimensions) == other.shares(dimensions)
    women = [rows.under("sex", "women") for rows in (one, other)]
    hosts = [rows.under("displacement", "host") for rows in women]
    for ours, theirs in (women, hosts):
        assert (ours.ids, ours.count, ours.by(dimensions)) == (theirs.ids, theirs.count, theirs.by(dimensions))
        assert ours.gains_by(("sex", "donor")) == theirs.gains_by(("sex", "donor"))
    assert hosts[0].ids == ("E1 · community · women · host",)


@ON_SPARK
def test_what_was_refused_spark_does_not_count(tmp_path: Path) -> None:
    """Rows with an error are told by their place in the file; of a file without displacement each is not recorded."""
    rows = seats().drop("displacement").with_columns(sex=pl.Series(["both", *["men"] * 7])).unique(
        ["training_id", "participant_group"], maintain_order=True
    )  # fmt: skip
    dataset = stored(tmp_path, rows)
    on_each = [measure("attendances", Programme.of(dataset, engine), "displacement") for engine in ("polars", "spark")]
    assert [(result.value, dict(result.parts)) for result in on_each] == [
        (Quantity.exactly(32), {"not_recorded": Quantity.exactly(32)})
    ] * 2


@ON_SPARK
def test_days_are_the_same_wherever_the_server_stands(build: Build, monkeypatch: pytest.MonkeyPatch) -> None:
    """What nobody dated counts from the first day that there is, on Spark too, whose moments follow the server's clock."""
    plan = {
        "training_id": "E1",
        "kind": "training",
        "status": "planned",
        "phase_id": "",
        "grants": "",
        "starts_on": "2017-05",
    }
    dataset = build({"trainings": [plan]})
    monkeypatch.setenv("TZ", "Asia/Baghdad")
    time.tzset()
    try:
        found = [events(INDICATORS["events_planned"], Programme.of(dataset, engine)) for engine in ("pandas", "spark")]
    finally:
        monkeypatch.undo()
        time.tzset()
    assert [each.on.tolist() for each in found] == [[number(date(2003, 1, 1))]] * 2


def test_rows_are_read_when_asked_for(scanned: Programme, programme: Programme) -> None:
    """All rows, those of a choice and those of an event read as they do from the CSV file."""
    columns = [*COLUMNS, "row_id", "position"]
    for scope in SCOPES:
        ours, theirs = (whole.within(scope).frames["attendance"][columns] for whole in (scanned, programme))
        assert ours.to_dict("list") == theirs.to_dict("list")
    event = scanned.where("attendance", "training_id", ["E3"])
    assert event[["row_id", "attendances", "row"]].to_dict("list") == {
        "row_id": ["E3 · community · women · displaced", "E3 · community · not_recorded · host"],
        "attendances": [10, 20], "row": [5, 6],
    }  # fmt: skip


# rule -> column, the row that is changed (0 is the first), what it becomes
ERRORS = {
    "required": ("sex", 3, None),
    "choice": ("participant_group", 1, "friends"),
    "negative": ("attendances", 0, -8),
    "not_a_count": ("attendances", 0, 10**12),
    "unresolved_reference": ("training_id", 6, "E99"),
    "attendance_not_completed": ("training_id", 6, "E5"),
    "duplicate_key": ("training_id", 3, "E1"),
}


@pytest.mark.parametrize("piece", [2, 100])
@pytest.mark.parametrize("rule", ERRORS)
def test_a_row_with_an_error_is_set_aside(
    rule: str, piece: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is blamed by line and column, never counted, never lost, and all others count, in whatever pieces the file is read."""
    monkeypatch.setattr(parquet, "_PIECE", piece)
    column, place, value = ERRORS[rule]
    rows = seats().to_dicts()
    rows[place][column] = value
    if rule == "duplicate_key":
        rows[place]["displacement"] = "host"  # the key of the second row
    dataset = stored(tmp_path, pl.DataFrame(rows, schema=seats().schema))
    errors = [issue for issue in dataset.issues if issue.severity is Severity.ERROR]
    assert [(i.rule, i.table, i.row, i.column) for i in errors] == [(rule, "attendance", place + 1, column)]
    assert errors[0].message.startswith(f"attendance.parquet, line {place + 1}, column {column}: ")
    assert dataset.set_aside["attendance"]["row"].tolist() == [place + 1]
    kept = Programme.of(dataset).frames["attendance"]
    assert kept["row"].tolist() == [row for row in range(1, 9) if row != place + 1]


def test_many_errors_are_told_together(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Beyond the first rows, all others that break the same rule make one issue; each of them is set aside."""
    monkeypatch.setattr(parquet, "TOLD", 2)
    dataset = stored(tmp_path, seats().with_columns(sex=pl.lit("both")))
    told = [(issue.row, issue.rule) for issue in dataset.issues if issue.table == "attendance"]
    assert told == [(None, "choice"), (1, "choice"), (2, "choice")]
    assert len(Programme.of(dataset).frames["attendance"]) == 0


REFUSED = {
    "not Parquet": (b"training_id,attendances\n", "cannot be read as a Parquet file"),
    "no column": (seats().drop("sex"), "“sex” is missing"),
    "another type": (seats().with_columns(pl.col("attendances").cast(pl.String)), "“attendances” holds"),
    "too many rows": (pl.concat([seats()] * 2), "more than"),
}


@pytest.mark.parametrize("what", REFUSED)
def test_a_file_that_cannot_be_used_is_an_issue(what: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is refused as a whole in plain words, and the other tables still load."""
    monkeypatch.setattr(parquet, "ROWS_LIMIT", 10)
    rows, said = REFUSED[what]
    dataset = stored(tmp_path, rows)
    issue = next(issue for issue in dataset.issues if issue.rule == "not_parquet")
    assert (issue.severity, issue.table, issue.row) == (Severity.ERROR, "attendance", None)
    assert said in issue.message
    programme = Programme.of(dataset)
    assert [measure(key, programme).value.low for key in ("attendances", "workshops_held")] == [0, 1]  # type: ignore[union-attr]


def test_damage_behind_a_sound_summary_is_an_issue(tmp_path: Path) -> None:
    """Bytes turned over in the rows, or a count no table can hold, end in an issue, never in a traceback."""
    file = tmp_path / "sound.parquet"
    seats().write_parquet(file, compression="uncompressed")
    damaged = bytearray(file.read_bytes())
    damaged[4:60] = bytes(byte ^ 0xFF for byte in damaged[4:60])
    found = stored(tmp_path / "damaged", bytes(damaged)).issues
    assert [(i.rule, i.row) for i in found if i.table == "attendance"] == [("not_parquet", None)]
    huge = seats().with_columns(attendances=pl.lit(2**63 + 1, dtype=pl.UInt64))
    errors = [i for i in stored(tmp_path / "huge", huge).issues if i.table == "attendance"]
    assert {i.rule for i in errors} == {"negative"}


def test_details_of_people_are_refused(tmp_path: Path) -> None:
    """A column that would hold details of people keeps the whole dataset out, as in a CSV file."""
    with pytest.raises(ProgrammeError, match="phone"):
        stored(tmp_path, seats().with_columns(phone=pl.lit("0770")))


def test_the_engine_is_chosen_by_size() -> None:
    """Small datasets are read by pandas, large ones by Polars."""
    assert (engine.by_size(engine.LARGE - 1), engine.by_size(engine.LARGE)) == ("pandas", "polars")
