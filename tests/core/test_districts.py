"""Districts: every spelling means one, and a point's district is certain inside borders and likely without them."""

import csv
import json
from types import MappingProxyType
from typing import Any

import pytest
from shapely.geometry import box, shape

from community_policing.core import districts
from community_policing.core.districts import Placement, district_name, district_of, lies_elsewhere, nearest, resolve
from community_policing.core.geography import Match, governorates
from community_policing.core.i18n import speaking
from community_policing.core.paths import GEO, ROOT

REFERENCE = ROOT.parent / "shared" / "geo" / "reference" / "cod_ab_adm2.geojson"
NAMES = [
    (code, name)
    for code, district in districts.districts().items()
    for name in (code, district.name_en, district.name_ar, *district.spellings)
]
# The district of each key place, by OCHA's COD-AB of 2019; Amarah's point lies just over the border to Al-Kahla.
TRUTH = {
    "Ramadi": "IQG01Q03", "Fallujah": "IQG01Q01", "Hit": "IQG01Q07", "Haditha": "IQG01Q06", "Anah": "IQG01Q05",
    "Basra": "IQG02Q02", "Zubair": "IQG02Q06", "Samawah": "IQG03Q04", "Najaf": "IQG04Q03", "Kufa": "IQG04Q01",
    "Diwaniyah": "IQG05Q02", "Sulaymaniyah": "IQG06Q01", "Halabja": "IQG06Q05", "Hillah": "IQG07Q02", "Baghdad": "IQG08Q06",
    "Abu Ghraib": "IQG08Q02", "Mahmudiyah": "IQG08Q05", "Tarmiyah": "IQG08Q02", "Duhok": "IQG09Q02", "Zakho": "IQG09Q04",
    "Khanaqin": "IQG10Q05", "Baqubah": "IQG10Q04", "Al-Khalis": "IQG10Q01", "Erbil": "IQG11Q02", "Karbala": "IQG12Q03",
    "Kirkuk": "IQG13Q04", "Hawija": "IQG13Q01", "Amarah": "IQG14Q03", "Mosul": "IQG15Q05", "Sinjar": "IQG15Q07",
    "Tal Afar": "IQG15Q08", "Al-Qayyarah": "IQG15Q05", "Baiji": "IQG16Q03", "Samarra": "IQG16Q05",
    "Tuz Khurmatu": "IQG16Q07", "Tikrit": "IQG16Q06", "Nasiriyah": "IQG17Q04", "Kut": "IQG18Q02",
}  # fmt: skip


def key_places() -> dict[str, Placement | None]:
    """The district that each key place is given, by its point and its governorate."""
    with (GEO / "place_names.csv").open(encoding="utf-8", newline="") as file:
        key = {row["geonames_id"] for row in csv.DictReader(file)}
    with (GEO / "places.csv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["geonames_id"] in key]
    return {row["name_en"]: district_of(float(row["latitude"]), float(row["longitude"]), row["pcode"]) for row in rows}


@pytest.fixture
def drawn(monkeypatch: pytest.MonkeyPatch) -> Any:
    """A function: code -> polygon, which are the borders from then on."""

    def draw(shapes: dict[str, Any]) -> None:
        monkeypatch.setattr(districts, "borders", lambda: MappingProxyType(shapes))

    draw({})
    return draw


def test_no_spelling_belongs_to_two() -> None:
    """However plain spellings are made, each means one district of the country, in capitals and with its title too."""
    assert {name: resolve(name).pcode for _, name in NAMES} == {name: code for code, name in NAMES}
    assert [name for code, name in NAMES if resolve(name.upper()).pcode != code] == []
    assert [name for code, name in NAMES if resolve(f"{name} District").pcode != code] == []


@pytest.mark.parametrize(
    ("text", "match"),
    [
        ("IQG15Q05", Match("IQG15Q05", True)),
        ("Al-Mosul", Match("IQG15Q05", True)),
        ("الموصل", Match("IQG15Q05", True)),
        ("mosul (iqg15q05)", Match("IQG15Q05", False)),
        ("el-Khalis", Match("IQG10Q01", False)),
        ("قضاء تلكيف", Match("IQG15Q09", False)),
        ("قەزای کەلار", Match("IQG06Q06", False)),
    ],
)
def test_spellings(text: str, match: Match) -> None:
    """Articles, titles, case and letters that keyboards swap make no difference; code and name may stand together."""
    assert resolve(text) == match


LOOK = "Write it as in geo/districts.csv, or its P-code."


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("Mosull", "“Mosull” is not the name of a district. If you meant Al-Mosul, write that."),
        ("Atlantis", f"“Atlantis” is not the name of a district. {LOOK}"),
        ("IQG15Q99", f"“IQG15Q99” is not the name of a district. {LOOK}"),
        ("IQG15Q05 Sinjar", "“IQG15Q05 Sinjar” means several districts. Keep one."),
    ],
)
def test_refusals(text: str, reason: str) -> None:
    """Unknown names and codes, and a code that contradicts a name, are refused with what to do."""
    assert resolve(text) == Match(None, False, reason)


def test_nearest() -> None:
    """A slip gives its district, in its governorate alone where one is given."""
    assert [nearest("Hamdanya"), nearest("Hamdanya", "IQG15"), nearest("Hamdanya", "IQG01"), nearest("xyz")] == [
        "IQG15Q03", "IQG15Q03", "", "",
    ]  # fmt: skip


def test_names() -> None:
    """A district is named in the language in force, in English where it has no name in that."""
    names = {}
    for language in ("en", "ar", "ckb"):
        with speaking(language):
            names[language] = district_name("IQG15Q05")
    assert names == {"en": "Al-Mosul", "ar": "الموصل", "ckb": "Al-Mosul"}


def test_likely_district_of_key_places(drawn: Any) -> None:
    """Without borders the likely district is right for 35 of the 38 key places, and says that it is likely."""
    found = key_places()
    assert {place for place, placement in found.items() if placement is None or not placement.likely} == set()
    assert {name for name, placement in found.items() if placement and placement.code != TRUTH[name]} == {
        "Al-Qayyarah", "Amarah", "Tarmiyah",
    }  # fmt: skip


@pytest.mark.skipif(not REFERENCE.exists(), reason=f"COD-AB's districts are not on this machine: {REFERENCE}")
def test_district_of_key_places(drawn: Any) -> None:
    """With COD-AB's borders each key place falls into its district, for certain."""
    features = json.loads(REFERENCE.read_text("utf-8"))["features"]
    drawn({feature["properties"]["ADM2_PCODE"]: shape(feature["geometry"]) for feature in features})
    assert key_places() == {place: Placement(code, False) for place, code in TRUTH.items()}


def test_every_districts_own_point(drawn: Any) -> None:
    """A district's own point is likely in it, whether its governorate is said or not; a point outside Iraq is in none."""
    own = {code: district_of(each.latitude, each.longitude, each.pcode) for code, each in districts.districts().items()}
    assert own == {code: Placement(code, True) for code in own}
    assert district_of(33.24, 42.99) == Placement("IQG01Q03", True)
    assert district_of(0.0, 0.0) is None
    assert {code[:5] for code in own} == set(governorates())


def test_a_point_and_borders(drawn: Any) -> None:
    """Inside borders, and within 2 km of them, a district is certain; a point contradicts one that it lies 2 km outside of."""
    drawn({code: box(0, 0, 0, 0) for code in districts.districts()} | {
        "IQG15Q05": box(43, 36, 43.5, 36.5), "IQG15Q07": box(42.5, 36, 43, 36.5),
    })  # fmt: skip
    assert district_of(36.2, 43.2, "IQG15") == Placement("IQG15Q05", False)
    assert district_of(36.51, 43.2, "IQG15") == Placement("IQG15Q05", False)
    assert district_of(36.6, 43.2, "IQG15") == Placement("IQG15Q09", True)
    assert [lies_elsewhere(36.2, east, "IQG15Q05") for east in (43.2, 42.99, 42.9)] == ["", "", "IQG15Q07"]
    drawn({})
    assert lies_elsewhere(36.2, 42.9, "IQG15Q05") == ""
