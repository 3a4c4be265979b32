"""Files in the readers of those who get them, as every role: what libhxl, pandas and geopandas count is what the pages say."""

import io
import json
import zipfile
from typing import Any

import hxl
import pandas as pd
import pytest

from community_policing.core.quantity import Quantity
from community_policing.dataset.load import Dataset
from community_policing.dataset.releases.package import zipped
from community_policing.export.handed_on.registry import FORMATS
from community_policing.measure.compute import measure
from community_policing.measure.programme import Programme
from tests.export.test_handed_on import layer, seen
from tests.hostile import RESTRICTED

WITHHELD = "A number of people is not shown"


@pytest.fixture(params=("analyst", *RESTRICTED))
def shown(request: pytest.FixtureRequest, dataset: Dataset) -> Programme:
    """The programme as each role sees it."""
    return Programme.of(dataset) if request.param == "analyst" else seen(dataset, request.param)


def figure(key: str, programme: Programme) -> float:
    """What the pages say: the number, or its lower end."""
    value = measure(key, programme).value
    assert isinstance(value, Quantity)
    return value.low


def assert_the_figures(rows: pd.DataFrame, programme: Programme) -> None:
    """The table of activities adds up to the figures; what is withheld of people is less than the threshold."""
    withheld = rows[rows["Remarks"].fillna("").str.contains(WITHHELD)]
    assert withheld["Total reached"].isna().all()
    reached, most = rows["Total reached"].sum(), len(withheld) * programme.threshold
    assert reached <= figure("attendances", programme) <= reached + most
    parts = {("Forum", "Established"): "fora_established", ("Forum", "Planned"): "fora_planned",
             ("Vehicles", "Handed over"): "vehicles_handed_over"}  # fmt: skip
    for (kind, status), key in parts.items():
        those = rows[(rows["Activity type"] == kind) & (rows["Status"] == status)]
        assert those["Items" if kind == "Vehicles" else "Activities in the line"].sum() == figure(key, programme), key
    assert rows["Governorate P-code"].dropna().str.fullmatch(r"IQG\d\d").all()


def test_libhxl_takes_every_tag_and_value(shown: Programme) -> None:
    """By its own rules nothing is an error or a warning: people are numbers, and dates are dates, also quarters."""
    content, complaints = FORMATS["hxl"].write(shown), []
    hxl.data(io.BytesIO(content)).validate(callback=complaints.append)
    assert [(each.message, each.value) for each in complaints if each.rule.severity != "info"] == []
    lines = hxl.data(io.BytesIO(content)).cache()
    rows = pd.DataFrame([line.values for line in lines], columns=[column.header for column in lines.columns])
    counted = ["Total reached", "Items", "Activities in the line"]
    assert_the_figures(rows.assign(**rows[counted].apply(pd.to_numeric)).replace("", None), shown)


def test_pandas_reads_the_5w(shown: Programme) -> None:
    """The second sheet from its second row on: numbers are numbers."""
    rows = pd.read_excel(io.BytesIO(FORMATS["5w"].write(shown)), sheet_name=1, header=1, engine="openpyxl")
    assert_the_figures(rows, shown)


@pytest.mark.parametrize("key", ["parquet", "csv"])
def test_pandas_reads_the_tables(key: str, shown: Programme) -> None:
    """The activities as they stand in the 5W; of who sees rows also these: seats, and what they are of."""
    bundle = zipfile.ZipFile(io.BytesIO(FORMATS[key].write(shown)))

    def table(name: str) -> pd.DataFrame:
        file = io.BytesIO(bundle.read(f"{name}.{key}"))
        return pd.read_parquet(file) if key == "parquet" else pd.read_csv(file)

    activities = table("activities")
    counted = ["Total reached", "Items", "Activities in the line"]
    assert_the_figures(activities.assign(**activities[counted].apply(pd.to_numeric)), shown)
    assert len(table("facts")) == len(shown.frames["facts"])
    if shown.protected:
        assert not {"fora", "trainings", "attendance"} & {name.split(".")[0] for name in bundle.namelist()}
        return
    seats, events = table("attendance"), table("trainings").set_index("training_id")
    held = (events["status"] == "completed") & (
        events["scope"] == "iom"
    )  # another agency's events are told, and not counted
    assert seats.loc[seats["training_id"].map(held), "attendances"].sum() == figure("attendances", shown)


@pytest.mark.parametrize("key", ["geopackage", "geojson", "kml"])
def test_geopandas_counts_what_a_protected_reader_sees(key: str, dataset: Dataset) -> None:
    """Each row is on its governorate's point, so that none is left out but those of no place: they add up to the figures."""
    programme = seen(dataset, "donor")
    fora, works = (layer(FORMATS[key].write(programme), name if key == "geopackage" else None)
                   for name in ("fora", "infrastructure"))  # fmt: skip
    fora, works = fora[fora["table"] == "fora"], works[works["table"] == "infrastructure"]
    for status, of in (("established", "fora_established"), ("planned", "fora_planned")):
        assert pd.to_numeric(fora.loc[fora["status"] == status, "rows"]).sum() == figure(of, programme)  # KML has texts
    quantities = pd.to_numeric(works["quantity"]).fillna(0)
    assert dict(zip(works["kind"] + " " + works["status"], quantities, strict=True)) == {
        "vehicle handed_over": 2, "technical_equipment handed_over": 0, "communication_equipment completed": 10,
        "police_station_adaptation completed": 1, "new_venue under_way": 2, "headquarters agreed": 1,
    }  # fmt: skip  # of five vehicles no place is on record


def test_pandas_reads_the_data_package_by_its_own_description(dataset: Dataset) -> None:
    """Each table is where datapackage.json says, has the fields it says, in order and of their types, and all rows."""
    bundle = zipfile.ZipFile(io.BytesIO(zipped(dataset)))
    package: dict[str, Any] = json.loads(bundle.read("datapackage.json"))
    numbers, checked = {"number", "integer"}, 0
    for resource in package["resources"]:
        rows = pd.read_csv(io.BytesIO(bundle.read(resource["path"])))
        fields = resource["schema"]["fields"]
        assert list(rows) == [field["name"] for field in fields]
        assert len(rows) == len(dataset.tables[resource["name"]])
        for field in fields:
            if field["type"] in numbers and rows[field["name"]].notna().any():
                assert pd.api.types.is_numeric_dtype(rows[field["name"]]), (resource["name"], field["name"])
                checked += 1
    assert checked > 20
    assert {resource["name"] for resource in package["resources"]} == set(dataset.tables)
