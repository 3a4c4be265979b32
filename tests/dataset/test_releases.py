"""Data releases, on SQLite and on PostgreSQL: what is published stays, whole, and comes back to the digit."""

import hashlib
import json
import os
import threading
from collections.abc import Callable, Iterator
from dataclasses import fields, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.fs
import pyarrow.parquet as pq
import pytest
import sqlalchemy as sa

from community_policing.core import schema
from community_policing.dataset.load import Dataset, Severity, load
from community_policing.dataset.releases import (
    SCHEMA_VERSION,
    NewerRelease,
    RegistryUnavailable,
    Release,
    Releases,
    StoreUnavailable,
    Superseded,
    Unchanged,
    UnknownRelease,
    Unpublishable,
    remote_store,
    write_package,
    zipped,
)
from community_policing.dataset.releases.connection import Connection
from community_policing.dataset.releases.package import _cells
from community_policing.dataset.releases.recipe import Recipe
from community_policing.dataset.releases.registry import (
    ALERT_LOG,
    FILES,
    HEAD,
    METADATA,
    MIGRATIONS,
    RECIPES,
    RELEASES,
    Registry,
)
from community_policing.dataset.releases.remote_store import ObjectStore
from community_policing.dataset.releases.table_format import _CHUNK, decode, encode
from community_policing.dataset.typed_frames import empty_frame
from community_policing.measure.programme import Programme
from tests.conftest import FIXTURE, ROOT, Build
from tests.registries import FILE, Place, wind_back

NOTHING: dict[str, object] = {}


def published(releases: Releases, dataset: Dataset, base: int | None, note: str = "November") -> Release:
    """The dataset, published in a test's name."""
    return releases.publish(dataset, note=note, by="Rana", source=FILE, base=base, effect={"figures": [1, 2.5, "ث"]})


def same(one: Dataset, other: Dataset, *, but: frozenset[str] = frozenset()) -> None:
    """Asserts that two datasets say the same, types included."""
    for field in fields(Dataset):
        if field.name in ("tables", "set_aside"):
            frames, others = getattr(one, field.name), getattr(other, field.name)
            assert list(frames) == list(others) == list(schema.TABLES)
            for name in frames:
                if field.name == "set_aside" and frames[name].empty and others[name].empty:
                    continue  # its columns are those of the file, which may lack one that came later
                pd.testing.assert_frame_equal(frames[name], others[name], check_exact=True)
                assert frames[name].dtypes.equals(others[name].dtypes)
        elif field.name not in {"scans", *but}:
            assert getattr(one, field.name) == getattr(other, field.name), field.name
    assert list(one.scans) == list(other.scans)
    for name, scan in one.scans.items():
        pd.testing.assert_frame_equal(scan.all(), other.scans[name].all())


@pytest.fixture(scope="module")
def december(dataset: Dataset) -> Dataset:
    """The fixture a month later: all of it is as it was, except who leads F1."""
    fora = dataset.tables["fora"].copy()
    fora.loc[0, "members_women"] = 4
    return replace(dataset, release="december0000", as_of=date(2016, 12, 31), tables={**dataset.tables, "fora": fora})


@pytest.mark.parametrize("folder", [FIXTURE, ROOT / "data" / "demonstration", ROOT / "data" / "public_record"])
def test_comes_back_as_it_was_published(place: Place, folder: Path) -> None:
    """Every value, type, precision, warning and word about the dataset comes back, in another process's eyes too."""
    dataset = load(folder)
    made = published(place.open(), dataset, None)
    opened = place.open()
    assert opened.current() == made
    same(opened.dataset(made), dataset)
    assert Programme.of(opened.dataset(made)).dataset.rows == dataset.rows


def test_says_who_when_and_why(place: Place, dataset: Dataset) -> None:
    """A release holds who, when, note, source, schema version, warnings, effect, and the hash of every table."""
    before = datetime.now(UTC)
    made = published(place.open(), dataset, None, note="  First\u202e\n release ")
    assert (made.number, made.kind, made.base, made.points_at, made.note) == (1, "import", None, None, "First release")
    assert (made.published_by, made.source_name, made.source_sha256) == ("Rana", FILE.name, FILE.sha256)
    assert before <= made.published_at <= datetime.now(UTC)
    assert (made.content, made.schema_version, made.summary) == (
        dataset.release, SCHEMA_VERSION, {"target_is_baseline": 1},
    )  # fmt: skip
    assert made.effect == {"figures": [1, 2.5, "ث"]}
    assert made.package["as_of"] == "2016-11-30"
    stored = {file.name: hashlib.sha256(file.read_bytes()).hexdigest() for file in Path(place.files).iterdir()}
    assert stored == {f"{file.sha256}.parquet": file.sha256 for file in made.files.values()}
    assert {name: file.rows for name, file in made.tables.items()} == {
        name: len(rows) for name, rows in dataset.tables.items() if len(rows) or name not in schema.ADDED
    }
    assert json.loads(json.dumps(made.as_json()))["number"] == 1


def test_equal_tables_share_a_file(place: Place, dataset: Dataset, december: Dataset) -> None:
    """A release that changes one table adds one file."""
    releases = place.open()
    one, two = published(releases, dataset, None), published(releases, december, 1)
    assert {name for name in one.tables if one.tables[name] != two.tables[name]} == {"fora"}
    assert len(list(Path(place.files).iterdir())) == len({f.sha256 for f in one.files.values()}) + 1


def test_equal_tables_give_equal_bytes(dataset: Dataset, tmp_path: Path) -> None:
    """What is stored depends on the rows alone, not on the file they came from, its encoding or its row groups."""
    assert {k: v.data for k, v in encode(dataset).items()} == {k: v.data for k, v in encode(load(FIXTURE)).items()}
    rows = dataset.tables["attendance"].drop(columns="row")
    stored = []
    for groups, codec in ((3, "snappy"), (1000, "zstd")):
        folder = tmp_path / codec
        write_package(dataset, folder)
        (folder / "attendance.csv").unlink()
        pq.write_table(
            pa.Table.from_pandas(rows), folder / "attendance.parquet", row_group_size=groups, compression=codec
        )
        about = (folder / "datapackage.json").read_text("utf-8").replace("attendance.csv", "attendance.parquet")
        (folder / "datapackage.json").write_text(about, "utf-8")
        stored.append(encode(load(folder))["attendance"].data)
    assert stored[0] == stored[1]


def test_a_large_attendance_stays_in_its_file(
    sqlite_place: Place, dataset: Dataset, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """From so many rows on, attendance is scanned where it is stored, without being checked again; the same numbers come
    of it; published again from there it is the same file; exported it stays Parquet, and load() reads that back."""
    monkeypatch.setattr("community_policing.dataset.releases.table_format.LARGE", 5)
    releases = sqlite_place.open()
    made = published(releases, dataset, None)
    back = releases.dataset(made)
    assert (list(back.scans), len(back.tables["attendance"])) == (["attendance"], 0)
    columns = [column.name for column in schema.TABLES["attendance"].columns]
    pd.testing.assert_frame_equal(
        back.scans["attendance"].all()[columns], dataset.tables["attendance"][columns], check_index_type=False
    )
    assert back.scans["attendance"].path == Path(sqlite_place.files) / f"{made.tables['attendance'].sha256}.parquet"
    assert encode(back)["attendance"].file == made.tables["attendance"]
    write_package(back, tmp_path / "out", made)
    again = load(tmp_path / "out")
    pd.testing.assert_frame_equal(again.scans["attendance"].all(), back.scans["attendance"].all())


def test_many_rows_are_stored_in_fixed_groups() -> None:
    """Row groups do not depend on how rows arrive, so that a large table is never held twice."""
    rows = _CHUNK + 10
    frame = empty_frame(schema.TABLES["donors"]).reindex(range(rows)).assign(row=np.arange(rows))
    data = encode(replace_table("donors", frame))["donors"].data
    assert [pq.ParquetFile(pa.BufferReader(data)).metadata.row_group(i).num_rows for i in (0, 1)] == [_CHUNK, 10]
    pd.testing.assert_frame_equal(decode("donors", data), frame)


def test_an_empty_later_column_is_not_stored(dataset: Dataset) -> None:
    """A release whose rows name no district has the files it had before there were any; one that does has them back."""
    for district in (None, "IQG08Q03"):
        frame = dataset.tables["fora"].assign(district=pd.array([district] * len(dataset.tables["fora"]), dtype="str"))
        data = encode(replace(dataset, tables={**dataset.tables, "fora": frame}))["fora"].data
        assert ("district" in pq.read_schema(pa.BufferReader(data)).names) == (district is not None)
        pd.testing.assert_frame_equal(decode("fora", data), frame, check_index_type=False)


def replace_table(name: str, frame: pd.DataFrame) -> Dataset:
    """The fixture with another table in place of one."""
    whole = load(FIXTURE)
    return replace(whole, tables={**whole.tables, name: frame})


def test_rolling_back_is_a_new_release(place: Place, dataset: Dataset, december: Dataset) -> None:
    """It points at the old tables, adds no file, and leaves every other release as it was."""
    releases = place.open()
    one, two = published(releases, dataset, None), published(releases, december, 1)
    files = sorted(Path(place.files).iterdir())
    three = releases.rollback(1, note="Wrong file", by="Ali", base=2)
    assert (three.number, three.kind, three.base, three.points_at) == (3, "rollback", 2, 1)
    assert (three.tables, three.content, three.source_name) == (one.tables, one.content, one.source_name)
    assert (three.note, three.published_by) == ("Wrong file", "Ali")
    assert releases.history() == (three, two, one)
    assert place.open().current() == three
    assert sorted(Path(place.files).iterdir()) == files
    same(releases.dataset(three), dataset)
    same(releases.dataset(two), december)


def test_the_same_again_is_not_published(place: Place, dataset: Dataset) -> None:
    """What is current already is neither published nor rolled back to, whatever its file is called."""
    releases = place.open()
    published(releases, dataset, None)
    with pytest.raises(Unchanged, match=r"Release 1, the current one, has the same data"):
        published(releases, dataset, 1)
    with pytest.raises(Unchanged):
        published(releases, replace(dataset, release="another00000"), 1)
    with pytest.raises(Unchanged):
        releases.rollback(1, note="back", by="Ali", base=1)
    assert len(releases.history()) == 1


def test_one_of_two_publishers_wins(place: Place, dataset: Dataset, december: Dataset) -> None:
    """Both made their release against the same one; the other is told which release came first, and changes nothing."""
    results: list[object] = []
    meet = threading.Barrier(2)

    def publish(chosen: Dataset) -> None:
        releases = place.open()
        meet.wait()
        try:
            results.append(published(releases, chosen, None))
        except Superseded as error:
            results.append(error)

    threads = [threading.Thread(target=publish, args=(chosen,)) for chosen in (dataset, december)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    won, lost = sorted(results, key=lambda result: isinstance(result, Superseded))
    assert isinstance(lost, Superseded)
    assert (lost.current, lost.message) == (
        1,
        "Release 1 was published in the meantime. Your data were not published.",
    )
    assert place.open().history() == (won,)


def test_what_cannot_be_published(place: Place, dataset: Dataset, build: Build) -> None:
    """Data with errors, an empty note, a stale base, and a release that is not there are refused; nothing happens."""
    releases = place.open()
    wrong = load(FIXTURE)
    error = replace(wrong.issues[0], severity=Severity.ERROR, message="fora.csv, line 2: wrong.")
    with pytest.raises(Unpublishable, match=r"The data have an error. Correct them first, beginning with: fora.csv"):
        published(releases, replace(wrong, issues=(error,)), None)
    with pytest.raises(Unpublishable, match=r"note is empty"):
        published(releases, dataset, None, note=" \u200b\n")
    with pytest.raises(Superseded):
        published(releases, dataset, 1)
    with pytest.raises(UnknownRelease, match=r"no release 1"):
        releases.rollback(1, note="x", by="x", base=None)
    for number in (0, -1, 2, 10**12):
        with pytest.raises(UnknownRelease):
            releases.release(number)
    assert (releases.current(), releases.history(), Path(place.files).exists()) == (None, (), False)


def test_nothing_published_can_be_changed(place: Place, dataset: Dataset) -> None:
    """The database itself refuses to change or delete a release, its tables, a recipe, or what an alert said."""
    releases = place.open()
    published(releases, dataset, None)
    releases.recipes.save(Recipe("kobo", "", {"fora/column/Forum name": "name"}))
    connection = Connection(place.url)
    releases.alerts.keep("view", 1, date(2016, 12, 1), datetime.now(UTC), {"kind/subject": {}}, {})
    for table in (RELEASES, FILES, RECIPES, ALERT_LOG):
        column = next(c for c in table.columns if c.name in ("note", "name", "identity"))
        for change in (sa.delete(table), sa.update(table).values({column.name: "x"})):
            with pytest.raises(Exception, match=r"never changed"), connection.writing() as held:
                held.execute(change)
    assert published(place.open(), replace(dataset, as_of=date(2016, 12, 1), release="x"), 1).number == 2


def test_recipes_are_saved(place: Place) -> None:
    """The last word of a name counts; earlier ones are kept, the same one is not written twice, and a deleted one is gone."""
    recipes = place.open().recipes
    for column in ("name", "name", "forum_id"):
        recipes.save(Recipe("kobo", "forum", {"fora/column/Forum": column}, saved_by="an analyst"))
    recipes.save(Recipe("activityinfo", "", {"facts/column/Étape": "phase_id"}))
    saved = place.open().recipes.all()
    assert [(r.name, r.shape, r.answers, r.saved_by) for r in saved] == [
        ("activityinfo", "", {"facts/column/Étape": "phase_id"}, ""),
        ("kobo", "forum", {"fora/column/Forum": "forum_id"}, "an analyst"),
    ]
    assert (recipes.delete("kobo", "an analyst"), recipes.delete("kobo", "an analyst")) == (True, False)
    assert [r.name for r in place.open().recipes.all()] == ["activityinfo"]
    with Connection(place.url).reading() as held:
        assert held.scalar(sa.select(sa.func.count()).select_from(RECIPES)) == 4


def test_headers_mapped_by_an_older_version_are_a_recipe(place: Place, dataset: Dataset) -> None:
    """What was remembered of headers before is a recipe of its table, which fits files of any shape."""
    published(place.open(), dataset, None)
    with Connection(place.url).writing() as connection:
        wind_back(connection, "0003")
        for mapping in ('{"Forum": "forum_id"}', '{"Forum": "name", "Device": ""}'):
            connection.execute(
                sa.text("INSERT INTO mappings (signature, mapping, remembered_at) VALUES ('fora', :mapping, '')"),
                {"mapping": mapping},
            )
    Registry(Connection(place.url)).upgrade()
    assert [(r.name, r.shape, r.answers) for r in place.open().recipes.all()] == [
        ("fora", "", {"fora/column/Forum": "name", "fora/column/Device": "leave_out"})
    ]


def test_pruning_asks_first_and_spares_what_is_published(place: Place, dataset: Dataset, december: Dataset) -> None:
    """Only old files that no release refers to go, and only when told so; every release still opens."""
    releases = place.open()
    published(releases, dataset, None)
    published(releases, december, 1)
    store = Path(place.files)
    old, young, strange = (store / f"{c * 64}.parquet" for c in "abZ")
    for file in (old, young, strange):
        file.write_bytes(b"left by a crash")
    os.utime(old, (0, 0))
    assert releases.prune() == ("a" * 64,)
    assert old.exists()
    assert releases.prune(delete=True) == ("a" * 64,)
    assert (old.exists(), young.exists(), strange.exists()) == (False, True, True)
    assert releases.prune(older_than=timedelta()) == ("b" * 64,)
    same(releases.dataset(releases.release(1)), dataset)
    same(releases.dataset(releases.release(2)), december)


def test_sweeping_takes_only_our_old_leftovers(sqlite_place: Place, dataset: Dataset) -> None:
    """Opening deletes temporary files of ours that are older than an hour, and nothing else."""
    published(sqlite_place.open(), dataset, None)
    store = Path(sqlite_place.files)
    names = [f".{'a' * 16}.123.{'b' * 16}.tmp", f".{'c' * 16}.123.{'d' * 16}.tmp", "notes.tmp", ".other.tmp"]
    for name in names:
        (store / name).write_bytes(b"")
    for name in (names[0], *names[2:]):
        os.utime(store / name, (0, 0))
    sqlite_place.open()
    beside = [store.parent / f".registry.{word}.tmp" for word in ("1", "2")]
    for file in beside:
        file.write_bytes(b"")
    os.utime(beside[0], (0, 0))
    sqlite_place.open()
    assert [(store / name).exists() for name in names] == [False, True, True, True]
    assert [file.exists() for file in beside] == [False, True]


def test_a_clock_set_back_changes_no_order(place: Place, dataset: Dataset, december: Dataset) -> None:
    """Releases are ordered by number, and none looks older than the one it follows."""
    first = published(place.open(), dataset, None)
    releases = place.open()
    releases._now = lambda: datetime(2001, 1, 1, tzinfo=UTC)
    second = published(releases, december, 1)
    assert second.published_at == first.published_at
    assert [release.number for release in releases.history()] == [2, 1]


def test_a_newer_schema_is_refused(place: Place, dataset: Dataset, monkeypatch: pytest.MonkeyPatch) -> None:
    """A release of a newer version is listed, but neither opened nor rolled back to; the message says what to do."""
    with monkeypatch.context() as newer:
        newer.setattr("community_policing.dataset.releases.store.SCHEMA_VERSION", SCHEMA_VERSION + 1)
        made = published(place.open(), dataset, None)
    releases = place.open()
    assert releases.current() == made
    with pytest.raises(NewerRelease, match=r"newer version of this program. Install that version"):
        releases.dataset(made)
    published(releases, replace(dataset, as_of=date(2016, 12, 1), release="x"), 1)
    with pytest.raises(NewerRelease):
        releases.rollback(1, note="x", by="x", base=2)


SHAPE = "c4ddf981c91ec3a2"


def test_the_schema_version_follows_the_schema() -> None:
    """Whoever changes a table or column raises SCHEMA_VERSION, and writes the new shape here."""
    shape = [(t.name, t.key, [(c.name, c.kind, c.choices) for c in t.columns]) for t in schema.TABLES.values()]
    assert (SCHEMA_VERSION, hashlib.sha256(repr(shape).encode()).hexdigest()[:16]) == (3, SHAPE)


def test_the_registry_knows_its_newest_step(place: Place) -> None:
    """HEAD is the last of the migrations, which together make what registry.py declares, and keep what an older server wrote."""
    from alembic.script import ScriptDirectory

    place.open()
    assert ScriptDirectory(str(MIGRATIONS)).get_current_head() == HEAD
    with Connection(place.url).reading() as held:
        found = sa.inspect(held)
        made = {name: {c["name"] for c in found.get_columns(name)} for name in found.get_table_names()}
    assert made.pop("mappings") == {"id", "signature", "mapping", "remembered_at"}
    assert made == {"alembic_version": {"version_num"}} | {
        table.name: {column.name for column in table.columns} for table in METADATA.sorted_tables
    }
    assert Registry(Connection(place.url)).upgrade() == (HEAD, HEAD)


def test_sqlite_is_set_up_to_lose_nothing(sqlite_place: Place) -> None:
    """Write-ahead log, full sync, foreign keys, and a wait for others."""
    sqlite_place.open()
    with Connection(sqlite_place.url, wait=3).reading() as held:
        asked = ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
        assert [held.exec_driver_sql(f"PRAGMA {name}").scalar() for name in asked] == ["wal", 2, 1, 3000]


@pytest.mark.parametrize(
    "url", ["mysql://x/y", "nonsense", "sqlite://", "sqlite:///", "postgresql://u:very-secret@host:port/db"]
)
def test_another_address_is_refused(url: str, tmp_path: Path) -> None:
    """A registry is SQLite in a file, or PostgreSQL; what to write is said, and no password shown."""
    with pytest.raises(RegistryUnavailable, match=r"neither SQLite nor PostgreSQL. Set CPF_DATABASE_URL"):
        Place(url, str(tmp_path)).open()


@pytest.mark.parametrize("written", [str, Path.as_uri], ids=["path", "address"])
def test_the_store_is_a_path_or_an_address(
    sqlite_place: Place, dataset: Dataset, written: Callable[[Path], str], tmp_path: Path
) -> None:
    """A plain path and a file address name the same folder."""
    where = Place(sqlite_place.url, written(tmp_path / "else where"))
    made = published(where.open(), dataset, None)
    assert len(list((tmp_path / "else where").iterdir())) == len({f.sha256 for f in made.files.values()})
    same(where.open().dataset(made), dataset)


def test_a_store_that_cannot_be_opened_is_refused(sqlite_place: Place) -> None:
    """The kind of address is named, the address itself is not: it may hold a password."""
    with pytest.raises(StoreUnavailable, match=r"store of tables \(ftp\) cannot be opened. Set CPF_STORE") as refused:
        Place(sqlite_place.url, "ftp://user:secret@host/tables").open()
    assert "secret" not in str(refused.value)


def test_another_file_system_holds_the_tables(
    sqlite_place: Place, dataset: Dataset, december: Dataset, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A store that is no local folder: the same releases, scans from a copy, damage found, leftovers swept."""
    monkeypatch.setattr("community_policing.dataset.releases.table_format.LARGE", 5)
    (tmp_path / "bucket").mkdir()
    system = pa.fs.SubTreeFileSystem(str(tmp_path / "bucket"), pa.fs.LocalFileSystem())
    store = ObjectStore(system, "tables", tmp_path / "cache")
    releases = Releases(Registry(Connection(sqlite_place.url)), store)
    releases.prepare()
    one = published(releases, dataset, None)
    two = published(releases, december, 1)
    back = releases.dataset(two)
    assert back.scans["attendance"].path.parent == tmp_path / "cache"
    assert len(back.scans["attendance"].all()) == len(dataset.tables["attendance"])
    folder = tmp_path / "bucket" / "tables"
    assert {file.name for file in folder.iterdir()} == {
        f"{file.sha256}.parquet" for release in (one, two) for file in release.files.values()
    }
    loose = folder / f"{'a' * 64}.parquet"
    loose.write_bytes(b"")
    assert releases.prune(delete=True, older_than=timedelta()) == ("a" * 64,)
    assert not loose.exists()
    (folder / f"{two.tables['fora'].sha256}.parquet").write_bytes(b"x")
    with pytest.raises(Exception, match=r"make release 1 current"):
        releases.dataset(two)


@pytest.fixture
def hostile(build: Build) -> Dataset:
    """Names that are formulas, hold commas, quotes and lines, or are written from right to left."""
    names = ["=1+1", "+964", "-x", "@SUM(A1)", 'a "b", c', "two\nlines", "ناحية", "007"]
    rows = [{"forum_id": f"F{i}", "name": name, "established_on": "2016-05"} for i, name in enumerate(names)]
    targets = [{"indicator": "fora_established", "target": "12.5", "baseline": "-3", "due_on": "2016-12"},
               {"indicator": "attendances", "target": "12345678901234567890", "baseline": "0.00001"}]  # fmt: skip
    return build({"fora": rows, "targets": targets})


def _data(dataset: Dataset) -> Iterator[tuple[str, pd.DataFrame]]:
    yield from ((name, frame.drop(columns="row")) for name, frame in dataset.tables.items())


@pytest.mark.parametrize("folder", ["fixture", "demonstration", "public_record", "hostile"])
def test_an_exported_release_loads_back(request: pytest.FixtureRequest, folder: str, tmp_path: Path) -> None:
    """The folder is a data package that load() reads to the same content; only lines of the file differ.  No cell can act
    as a formula, spreadsheets read it as UTF-8, and the zip holds the same files with the same bytes every time."""
    paths = {"fixture": FIXTURE, "demonstration": ROOT / "data" / folder, "public_record": ROOT / "data" / folder}
    dataset = load(paths[folder]) if folder in paths else request.getfixturevalue("hostile")
    write_package(dataset, tmp_path / "out")
    again = load(tmp_path / "out")
    for (name, one), (_, other) in zip(_data(dataset), _data(again), strict=True):
        pd.testing.assert_frame_equal(one, other, obj=name, check_exact=True)
    kept = [f.name for f in fields(Dataset) if f.name not in ("tables", "set_aside", "issues", "release", "scans")]
    assert [getattr(again, name) for name in kept] == [getattr(dataset, name) for name in kept]
    assert {i.rule for i in again.issues} <= {i.rule for i in dataset.issues}
    for name, table in schema.TABLES.items():
        assert (tmp_path / "out" / f"{name}.csv").read_bytes().startswith(b"\xef\xbb\xbf")
        texts = [c for c in table.columns if c.kind in (schema.Kind.TEXT, schema.Kind.GRANTS)]
        cells = [cell for column in texts for cell in _cells(dataset.tables[name], column)]
        assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t", "\r"))]
    assert zipped(dataset) == zipped(dataset)


def test_an_export_overwrites_nothing(dataset: Dataset, tmp_path: Path) -> None:
    """A folder that holds something is refused, and stays as it is."""
    (tmp_path / "mine.txt").write_text("mine")
    with pytest.raises(Exception, match=r"is not empty, and nothing in it is overwritten. Name a folder"):
        write_package(dataset, tmp_path)
    assert [file.name for file in tmp_path.iterdir()] == ["mine.txt"]


@pytest.mark.parametrize("address", ["s3://bucket/tables", "s3://bucket/tables?region=eu-west-1"])
def test_s3_takes_a_table_in_one_request(address: str) -> None:
    """Tables go to S3 whole, not in parts that are put together; who says otherwise in the address is heard."""
    asked = remote_store._in_one_request(address)
    assert asked in (f"{address}?allow_delayed_open=true", f"{address}&allow_delayed_open=true")
    assert asked.count("?") == 1
    for other in ("gs://bucket/tables", f"{asked.removesuffix('true')}false"):
        assert remote_store._in_one_request(other) == other
