"""What is handed on: each format opened by a reader that is not ours, and held against the figures of the pages."""

import copy
import io
import re
import zipfile
from datetime import date
from pathlib import Path
from typing import Any

import geopandas
import hxl
import openpyxl
import pandas as pd
import pytest
from lxml import etree

from community_policing.core.geography import governorates
from community_policing.dataset.intake import check
from community_policing.dataset.load import Dataset
from community_policing.dataset.releases.package import zipped
from community_policing.export.handed_on.activities import activities
from community_policing.export.handed_on.iati import REPORTED
from community_policing.export.handed_on.registry import FORMATS
from community_policing.measure.compute import measure
from community_policing.measure.programme import Programme, Scope
from community_policing.protect.disclosure import protect
from community_policing.protect.policy import access_policy
from community_policing.protect.random_rounding import Rounding
from tests.conftest import FIXTURE, Build
from tests.hostile import RESTRICTED, dataset as hostile, named_alike
from tests.protect.test_canaries import canaried as canaried  # a fixture

SECRET = bytes(range(32))
MADE_UP = "Illustrative data"


def seen(dataset: Dataset, role: str) -> Programme:
    """The dataset as that role sees it."""
    guard = access_policy().guard(RESTRICTED[role])
    assert guard is not None
    return Programme.of(protect(dataset, guard, SECRET))


def read(content: bytes) -> str:
    """All texts of a file; of a zip, a workbook or a GeoPackage those inside it."""
    if content[:2] == b"PK":
        parts = zipfile.ZipFile(io.BytesIO(content))
        return "\n".join(f"{name}\n{read(parts.read(name))}" for name in parts.namelist())
    if content[:4] == b"PAR1":
        return str(pd.read_parquet(io.BytesIO(content)).to_dict("list"))
    return content.decode("utf-8", "replace").replace("\r\n ", "")  # a calendar's lines are folded


def hxl_lines(programme: Programme) -> list[dict[str, str]]:
    """The lines of the HXL file by hashtag, as libhxl reads them."""
    read_by_tag = hxl.data(io.BytesIO(FORMATS["hxl"].write(programme)))
    return [dict(zip(read_by_tag.display_tags, line.values, strict=True)) for line in read_by_tag]


def layer(content: bytes, name: str | None = None) -> geopandas.GeoDataFrame:
    """A layer as geopandas reads it."""
    return geopandas.read_file(io.BytesIO(content), layer=name)


@pytest.mark.parametrize("key", FORMATS)
def test_every_format_says_of_itself_what_it_is(key: str, programme: Programme) -> None:
    """Release and illustrative mark are in it, and the same request gives the same bytes, whatever was chosen."""
    for scope in (Scope(), Scope(date(2016, 6, 30), ("IQG08",)), Scope(donors=("US",)), Scope(governorates=("IQG01",))):
        scoped = programme.within(scope)
        content = FORMATS[key].write(scoped)
        assert content == FORMATS[key].write(scoped)
        if scope.governorates != ("IQG01",):  # of no row there is nothing to mark
            said = read(content)
            assert MADE_UP in said or key in ("geopackage", "geojson", "kml")
            assert programme.dataset.release in said or key in ("geopackage", "geojson", "kml")


@pytest.mark.parametrize("role", RESTRICTED)
def test_no_format_tells_twins_apart(role: str, build: Build, monkeypatch: pytest.MonkeyPatch) -> None:
    """What a protected reader is handed depends on people, names, places and days through the rounded cells alone."""
    monkeypatch.setattr(Rounding, "__call__", lambda self, cell, count: self.base * self.offset(cell))  # noqa: ARG005
    kept = RESTRICTED[role].governorates
    truths = [seen(named_alike(hostile(build, 1, twin=twin, kept=kept)), role) for twin in (False, True)]
    for key, made in FORMATS.items():
        one, other = (made.write(truth) for truth in truths)
        assert one == other, (key, read(one), read(other))


@pytest.mark.parametrize("role", RESTRICTED)
def test_no_format_holds_a_canary(role: str, canaried: Dataset) -> None:
    """No text that nobody published, but for a donor's own grant."""
    programme, own = seen(canaried, role), "canary-grants-(title|note)" if role == "donor" else "\0"
    for key, made in FORMATS.items():
        assert "canary" not in re.sub(own, "", read(made.write(programme))), key


@pytest.mark.parametrize("key", ["5w", "hxl", "ics", "parquet", "csv"])
def test_an_analysts_file_holds_a_canary(key: str, canaried: Dataset) -> None:
    """So that the test above can fail."""
    assert "canary" in read(FORMATS[key].write(Programme.of(canaried)))


@pytest.mark.parametrize("role", RESTRICTED)
def test_protected_lines_have_fixed_points_and_no_small_number(role: str, build: Build) -> None:
    """Elsewhere than in the reader's own governorates: the governorate's point, no id, no town, and people in steps of 5."""
    programme = seen(hostile(build, 2, kept=RESTRICTED[role].governorates), role)
    fixed = {(each.label_lat, each.label_lon) for each in governorates().values()}
    for line in activities(programme).to_dict("records"):
        if line["recorded"]:
            assert line["governorate"] in RESTRICTED[role].governorates
            continue
        assert (line["id"], line["place"], line["district"]) == (None, None, None)
        assert (line["latitude"], line["longitude"]) in fixed
    shown = [cell for line in hxl_lines(programme) if not line["#activity+id"]
             for tag, cell in line.items() if tag.startswith("#reached") and cell]  # fmt: skip
    assert all(int(cell) % 5 == 0 and (cell == "0" or int(cell) >= programme.threshold) for cell in shown)
    assert shown or role == "field"


def test_5w_and_hxl_add_up_to_the_figures(programme: Programme) -> None:
    """Seats reached, by sex, are those that the pages count; the workbook has the lines of the CSV."""
    lines = hxl_lines(programme)
    assert sum(int(line["#reached+total"] or 0) for line in lines) == measure("attendances", programme).value.low == 60
    assert [sum(int(line[tag] or 0) for line in lines) for tag in ("#reached+f", "#reached+m", "#reached+unknown")] == [
        24,
        16,
        20,
    ]
    book = openpyxl.load_workbook(io.BytesIO(FORMATS["5w"].write(programme)))
    about, sheet = book.worksheets
    assert str(about["B1"].value).startswith(MADE_UP)
    assert sheet.max_row == len(lines) + 2
    assert [line["#activity+name"] for line in lines] == [
        sheet.cell(row, 5).value for row in range(3, sheet.max_row + 1)
    ]
    follow_up = next(line for line in lines if line["#activity+id"] == "E2")
    assert {tag: follow_up[tag] for tag in ("#org+funder", "#adm1+code", "#date+start", "#meta+grant", "#reached+f")} == {
        "#org+funder": "Germany; US", "#adm1+code": "IQG08", "#date+start": "2016-05", "#meta+grant": "DE-P2;US-P2",
        "#reached+f": "4",
    }  # fmt: skip


@pytest.mark.parametrize("key", ["geopackage", "geojson", "kml"])
def test_layers_hold_the_points_that_are_on_record(key: str, programme: Programme, dataset: Dataset) -> None:
    """geopandas opens them: each forum and work with a point lies on it, with its P-code, date and release."""
    content = FORMATS[key].write(programme)
    frame = layer(content, "fora" if key == "geopackage" else None)
    name = {"kml": "Name"}.get(key, "name")
    assert frame.crs.to_epsg() == 4326
    found = {row["forum_id"]: (row.geometry.x, row.geometry.y, row[name]) for _, row in frame.iterrows()}
    fora = dataset.tables["fora"]
    placed = fora[fora["longitude"].notna() & (fora["status"] != "closed")]
    assert found == {
        row["forum_id"]: (row["longitude"], row["latitude"], row["name"]) for row in placed.to_dict("records")
    }
    assert frame["remarks"].str.startswith(MADE_UP).all()
    assert set(frame["as_of"].astype(str).str[:10]) == {"2016-11-30"}
    assert set(frame["release"]) == {dataset.release}


IATI = etree.XMLSchema(etree.parse(FIXTURE / "iati_203.xsd"))


def test_iati_is_valid(programme: Programme, public_record: Programme, dataset: Dataset) -> None:
    """Order, how often, attributes, types and codes are those of the standard; and the facts of it can fail."""
    for shown in (programme, public_record, seen(dataset, "public"), programme.within(Scope(date(2013, 1, 1)))):
        IATI.assertValid(etree.fromstring(FORMATS["iati"].write(shown)))
    root = etree.fromstring(FORMATS["iati"].write(programme))
    for spoiled in ("iati-activity/title", "iati-activity/result/indicator", "iati-activity/activity-date"):
        less = copy.deepcopy(root)
        for element in less.findall(spoiled):
            element.getparent().remove(element)
        assert not IATI.validate(less), spoiled


@pytest.mark.parametrize("role", [None, *RESTRICTED])
def test_iati_has_the_figures_of_its_phase(role: str | None, dataset: Dataset) -> None:
    """What was reached of each result, in all and by governorate, is what this reader's pages measure at the period's end."""
    programme, compared = seen(dataset, role) if role else Programme.of(dataset), 0
    keys = {measure(key, programme).label: key for key in REPORTED}
    root = etree.fromstring(FORMATS["iati"].write(programme))
    for activity, phase in zip(root, ("P1", "P2", "P2"), strict=True):
        for period in activity.iterfind("result/indicator/period"):
            key = keys[period.getparent().findtext("title/narrative")]
            day = min(date.fromisoformat(period.find("period-end").get("iso-date")), programme.as_of)
            for actual in period.iterfind("actual"):
                places = tuple(place.get("ref") for place in actual.iterfind("location"))
                value = measure(key, programme.within(Scope(day, places, (phase,)))).value
                assert value is not None
                assert actual.get("value") == (f"{value.low:g}" if value.exact else None)
                compared += 1
    assert compared > 10


def test_iati_has_money_where_it_was_published_and_results_as_counted(
    programme: Programme, public_record: Programme
) -> None:
    """The amounts of the fixture are made up; of the record's grants three are published."""
    root = etree.fromstring(FORMATS["iati"].write(programme))
    assert root.xpath("//transaction") == []
    ids = root.xpath("//iati-identifier/text()")
    assert ids == [f"XM-DAC-47066-ILLUSTRATIVE-{grant}" for grant in ("US-P1", "US-P2", "DE-P2")]
    vehicles = root.xpath("iati-activity[2]/result[title/narrative='Vehicles handed over']/indicator")[0]
    period = vehicles.find("period")
    assert [vehicles.find("baseline").get("value"), period.find("target").get("value"), period.find("actual").get("value")] == [
        "0", "8", "7",
    ]  # fmt: skip
    assert [span.get("iso-date") for span in period[:2]] == ["2016-03-01", "2016-09-30"]
    paid = etree.fromstring(FORMATS["iati"].write(public_record)).xpath("//transaction/value")
    assert [(each.text, each.get("currency")) for each in paid][:1] == [("4000000.00", "EUR")]


def test_tables_are_those_of_the_release(programme: Programme, dataset: Dataset) -> None:
    """pandas opens them; a protected reader gets the lines of activities, and no rows of fora, events or seats."""
    bundle = zipfile.ZipFile(io.BytesIO(FORMATS["parquet"].write(programme)))
    trainings = pd.read_parquet(io.BytesIO(bundle.read("trainings.parquet")))
    assert trainings["training_id"].tolist() == dataset.tables["trainings"]["training_id"].tolist()
    assert trainings["ends_on"].tolist() == dataset.tables["trainings"]["ends_on"].tolist()
    assert "concerns.parquet" not in bundle.namelist()
    names = zipfile.ZipFile(io.BytesIO(FORMATS["csv"].write(seen(dataset, "public")))).namelist()
    assert names == ["about.txt", "activities.csv", "facts.csv", "targets.csv", "donors.csv", "sources.csv"]


def checked(content: bytes, name: str, folder: Path, base: Dataset | None, **given: Any) -> Dataset:
    """What "Any month's file" makes of it."""
    file = folder / name
    file.write_bytes(content)
    (folder / f"draft-{name}").mkdir()
    found = check(file, draft=folder / f"draft-{name}", base=base, **given)
    assert found.dataset is not None, [question.id for question in found.open_questions] + list(found.issues)
    return found.dataset


SAYS: dict[str, str] = {
    "attendance/value/participant_group": "community", "trainings/mode/rows": "update", "attendance/mode/rows": "update",
}  # fmt: skip


@pytest.mark.parametrize("key", ["hxl", "5w"])
def test_a_5w_comes_back_as_it_went(key: str, build: Build, tmp_path: Path) -> None:
    """What the file carries of events is read back equal: id, name, kind, status, place, days, phase, grants, seats by sex."""
    events = [
        {"training_id": "E1", "title": "Course", "governorate": "IQG08", "district": "IQG08Q03", "starts_on": "2016-06-01",
         "ends_on": "2016-06-03", "phase_id": "P2", "grants": "DE-P2", "kind": "training"},
        {"training_id": "E2", "title": "Open day", "governorate": "IQG15", "starts_on": "2016-05", "ends_on": "2016-05",
         "phase_id": "P2", "grants": "DE-P2;US-P2", "kind": "awareness_campaign"},
    ]  # fmt: skip
    seats = [{"training_id": event, "sex": sex, "attendances": many}
             for event, sex, many in (("E1", "women", "4"), ("E1", "men", "8"), ("E2", "women", "10"))]  # fmt: skip
    whole = build({"trainings": events, "attendance": seats})
    back = checked(
        FORMATS[key].write(Programme.of(whole)), f"activities.{FORMATS[key].extension}", tmp_path, whole, answers=SAYS
    )
    columns = ["training_id", "title", "kind", "status", "governorate", "district", "starts_on", "starts_on_precision", "ends_on",
               "phase_id", "grants", "record"]  # fmt: skip
    assert texts(back.tables["trainings"], columns) == texts(whole.tables["trainings"], columns)
    of_seats = ["training_id", "sex", "attendances"]
    assert texts(back.tables["attendance"], of_seats) == texts(whole.tables["attendance"], of_seats)


@pytest.mark.parametrize("key", ["geopackage", "geojson", "kml"])
def test_a_map_layer_comes_back_as_it_went(key: str, programme: Programme, dataset: Dataset, tmp_path: Path) -> None:
    """Its fora are read back as the fora with a point."""
    content = FORMATS[key].write(programme)
    name = f"layers.{FORMATS[key].extension}"
    back = checked(content, name, tmp_path, dataset, answers={"fora/mode/rows": "update"})
    columns = ["forum_id", "name", "governorate", "place", "latitude", "longitude", "established_by", "status", "established_on",
               "planned_for", "phase_id", "grants", "record", "source"]  # fmt: skip
    there = set(layer(content, "fora" if key == "geopackage" else None)["forum_id"])
    one, other = (table[table["forum_id"].isin(there)] for table in (back.tables["fora"], dataset.tables["fora"]))
    assert texts(one, columns) == texts(other, columns)


@pytest.mark.parametrize("key", ["parquet", "csv", "data package"])
def test_tables_come_back_as_they_went(key: str, programme: Programme, dataset: Dataset, tmp_path: Path) -> None:
    """Every cell of every table, dates no more exact than they are known; nothing is asked, and no row comes twice."""
    content = zipped(dataset) if key == "data package" else FORMATS[key].write(programme)
    back = checked(content, "tables.zip", tmp_path, None if key == "data package" else dataset)
    for name, table in dataset.tables.items():
        columns = [column for column in table if column != "row"]
        rows = back.scans[name].all() if name in back.scans else back.tables[name]
        assert texts(rows, columns) == texts(table, columns), name


def texts(rows: pd.DataFrame, columns: list[str]) -> list[list[str]]:
    """The rows as texts, in order."""
    return sorted(rows[columns].map(str).to_numpy().tolist())


def test_only_recorded_districts_are_handed_on(programme: Programme, build: Build) -> None:
    """Points give rows of the fixture likely districts, and its file has none: no format has one; a recorded one goes out."""
    assert programme.frames["fora"]["district"].notna().any()
    for key, made in FORMATS.items():
        assert not re.search(r"IQG\d\dQ\d\d", read(made.write(programme))), key
    forum = {"forum_id": "F1", "status": "established", "established_on": "2016-05-10", "district": "IQG08Q06"}
    recorded = Programme.of(build({"fora": [forum]}))
    assert [line["#adm2+code"] for line in hxl_lines(recorded)] == ["IQG08Q06"]


def test_a_protected_line_is_for_all_whom_its_events_were_for(build: Build) -> None:
    """Two events of one cell, one for the police and one for the community: the line names both."""
    seats = {"T1": "law_enforcement", "T2": "community"}
    events = [{"training_id": name, "governorate": "IQG08", "grants": "US-P2"} for name in seats]
    filled = [{"training_id": name, "participant_group": group, "attendances": "60"} for name, group in seats.items()]
    (line,) = hxl_lines(seen(build({"trainings": events, "attendance": filled}), "public"))
    assert (line["#activity+num"], line["#beneficiary+type"]) == ("2", "Community; Law enforcement")


@pytest.mark.parametrize("role", RESTRICTED)
def test_a_withheld_baseline_is_an_empty_cell(role: str, build: Build) -> None:
    """Of targets for answers a protected view tells the aim alone: no "inf" in any table."""
    programme = seen(hostile(build, 1, kept=RESTRICTED[role].governorates), role)
    assert programme.frames["targets"]["indicator"].str.startswith("survey:").any()
    for key in ("csv", "parquet"):
        assert not re.search(r"\binf\b", read(FORMATS[key].write(programme)))
