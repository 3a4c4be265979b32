"""The districts of a governorate: as a table and in words without borders, and on both maps where borders are drawn."""

import json
from collections.abc import Iterator
from pathlib import Path
from types import MappingProxyType
from typing import Any

import pytest
from shapely.geometry import box

from community_policing.analysis import district_level
from community_policing.analysis.map import choropleth
from community_policing.core import districts
from community_policing.core.palette import LIGHT
from community_policing.core.paths import DATA
from community_policing.core.quantity import Quantity
from community_policing.dataset.load import load
from community_policing.measure.compute import measure, splits_of
from community_policing.measure.programme import Programme, Scope
from community_policing.protect.disclosure import protect
from community_policing.protect.policy import access_policy
from community_policing.ui.charts import webgl_map
from community_policing.ui.charts.governorates import governorate_map
from tests.hostile import RESTRICTED

BAGHDAD = [f"IQG08Q0{number}" for number in range(1, 8)]


@pytest.fixture(scope="module")
def whole() -> Programme:
    """The demonstration: four fora of Baghdad's ten have a district on record, or three of them."""
    return Programme.of(load(DATA / "demonstration"))


@pytest.fixture
def borders(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[None]:
    """A made-up square around the point of each district, as a layer of a reader's own."""
    shapes = {
        code: box(place.longitude - 0.2, place.latitude - 0.2, place.longitude + 0.2, place.latitude + 0.2)
        for code, place in districts.districts().items()
    }
    (tmp_path / "districts.geojson").write_text("{}")
    (tmp_path / "governorates_med.geojson").write_text("{}")
    for layer in ("neighbours", "lakes", "rivers", "country"):
        (tmp_path / f"{layer}.geojson").write_text("{}")
    for module in (districts, district_level):
        monkeypatch.setattr(module, "borders", lambda: MappingProxyType(shapes))
    monkeypatch.setattr(webgl_map, "GEO", tmp_path)
    webgl_map.address.cache_clear()
    district_level.placed.cache_clear()
    yield
    webgl_map.address.cache_clear()
    district_level.placed.cache_clear()


def level(programme: Programme, key: str = "fora_established") -> district_level.Level | None:
    """The level of a figure as the Map page has it."""
    return district_level.level(measure(key, programme, "district"), programme, LIGHT)


def test_a_table_of_districts(whole: Programme) -> None:
    """All districts of the governorate, most first, each with its code; the likely ones say so, and a note says what that is."""
    found = level(whole.within(Scope(governorates=("IQG08",))))
    assert found is not None
    assert found.title == "Fora established by district, Baghdad"
    assert found.rows.to_numpy().tolist()[:4] == [
        ["Al-Risafa (likely)", Quantity.exactly(4), "IQG08Q06"], ["Al-Mahmoudiya", Quantity.exactly(3), "IQG08Q05"],
        ["Al-Thawra (likely)", Quantity.exactly(2), "IQG08Q07"], ["Al-Kadhmiyah (likely)", Quantity.exactly(1), "IQG08Q02"],
    ]  # fmt: skip
    assert sorted(found.rows["P-code"]) == BAGHDAD
    assert found.note.startswith("“Likely”: of some of its rows no district is on record")
    assert district_level.sentence(found.result, whole.within(Scope(governorates=("IQG08",)))) == (
        "By district: Al-Risafa (likely) 4, Al-Mahmoudiya 3, Al-Thawra (likely) 2, Al-Kadhmiyah (likely) 1. "
        + found.note
    )


def test_what_has_none_on_record_stands_last(whole: Programme) -> None:
    """Events of Baghdad name no district: each may have had all of them, and a line holds what is not on record; no district of
    theirs is likely."""
    found = level(whole.within(Scope(governorates=("IQG08",))), "events_held")
    assert found is not None
    assert found.rows.to_numpy().tolist()[-1] == ["Not on record", Quantity.exactly(8), ""]
    assert (found.note, {shade.kind for shade in found.shades}) == ("", {"no_data"})
    assert not any("likely" in shade.name for shade in found.shades)


def test_no_level_of_several_and_none_in_protected_views(whole: Programme) -> None:
    """Without a governorate, with two, and for who sees protected data there is none, and no split by it is offered."""
    assert level(whole) is None
    assert level(whole.within(Scope(governorates=("IQG02", "IQG08")))) is None
    for role in RESTRICTED.values():
        guard = access_policy().guard(role)
        assert guard is not None
        seen = Programme.of(protect(whole.dataset, guard, bytes(32))).within(Scope(governorates=("IQG08",)))
        assert level(seen) is None
        assert "district" not in splits_of(measure("fora_established", seen).indicator, seen)


def test_districts_on_both_maps(whole: Programme, borders: None) -> None:
    """Each district in its shade with its name and figure under the pointer, over its governorate, which bears no name of its
    own; a name that has no room stands in the list alone."""
    programme = whole.within(Scope(governorates=("IQG08",)))
    found, marks = level(programme), choropleth.marks(programme)
    assert found is not None
    shades = choropleth.shades(measure("fora_established", programme, "governorate"), LIGHT)
    deck: Any = json.loads(
        webgl_map.governorate_map(shades, marks, LIGHT, 0, 480, ("IQG08",), level=found.shades).to_json()
    )
    layers = {layer["id"]: layer for layer in deck["layers"]}
    order = list(layers)
    assert order.index("governorates") < order.index("districts") < order.index("click-districts0")
    assert all(shade.colour and f"properties.n == {list(districts.districts()).index(shade.pcode)} ?"
               in layers["districts"]["getFillColor"] for shade in found.shades)  # fmt: skip
    rows = layers["click-districts0"]["dataTransform"]
    assert all(f'"{shade.pcode}","{shade.name}\\n{shade.figure}"' in rows for shade in found.shades)
    named = [row["text"].split("\n")[0] for row in layers["names"]["data"]]
    assert "Al-Risafa (likely)" in named
    assert "Baghdad" not in named
    drawn = governorate_map(shades, marks, LIGHT, 480, around=("IQG08",), level=found.shades)
    assert drawn.data[1]["locations"] == tuple(BAGHDAD)
    assert drawn.data[1]["geojson"].startswith("/layers/districts.geojson?v=")


def test_names_of_districts_cover_no_other(whole: Programme, borders: None) -> None:
    """Whatever the height, no two names share a pixel, and each stands in its own district."""
    found = level(whole.within(Scope(governorates=("IQG08",))))
    assert found is not None
    for height in (340, 480, 930):
        places = district_level.placed(found.shades, (), (), height, 0.8)
        assert set(places) <= set(BAGHDAD)
        assert len(places) == len(set(places.values())) >= 3
        beside = (("IQG10", "Diyala", next(iter(places.values()))), ("IQG01", "Anbar", (41.0, 33.0)))
        with_others = district_level.placed(found.shades, (), (), height, 0.8, beside)
        assert with_others == {**places, "IQG01": (41.0, 33.0)}, "a governorate's name gives way"
        for code, (longitude, latitude) in places.items():
            home = districts.districts()[code]
            assert max(abs(longitude - home.longitude), abs(latitude - home.latitude)) <= 0.201
