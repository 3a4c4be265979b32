"""What surrounds the governorates on a map: neighbouring countries, rivers and lakes. None of it carries figures."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, NamedTuple

import borders
import geopandas as gpd
import shapely
from layers import Names, feature
from shapely import Point
from shapely.geometry import shape
from shapely.geometry.base import BaseGeometry

FRAME = shapely.box(27, 24, 61, 42)  # degrees: what a wide screen shows around Iraq
SMALLEST = 50e6  # square metres: smaller islands are left out
RIVER_DETAIL = 500.0  # metres
LAKE_DETAIL = 700.0

# Sorani names here and in the two CSV files await a speaker's check.
NEIGHBOURS = {
    "IRN": Names("Iran", "إيران", "ئێران"),
    "JOR": Names("Jordan", "الأردن", "ئوردن"),
    "KWT": Names("Kuwait", "الكويت", "کوێت"),
    "SAU": Names("Saudi Arabia", "السعودية", "سعوودیە"),
    "SYR": Names("Syria", "سوريا", "سووریا"),
    "TUR": Names("Türkiye", "تركيا", "تورکیا"),
}
OTHER_LAND = "ZZZ"  # ISO 3166 leaves ZZZ to its users: land beyond the neighbours, one unnamed shape without borders


class River(NamedTuple):
    """A river as shown: its names, its rank (1 = one of the great three) and what Natural Earth calls its parts."""

    names: Names
    rank: int
    parts: frozenset[str]


class Lake(NamedTuple):
    """A lake as shown, and a spot in it (longitude, latitude): the source has shapes without names."""

    names: Names
    spot: tuple[float, float]


RIVERS = {
    "euphrates": River(
        Names("Euphrates", "الفرات", "فورات"), 1, frozenset({"Firat", "Al Furat", "Euphrates", "Atshan"})
    ),
    "gharraf": River(Names("Gharraf", "الغراف", "غەڕاف"), 2, frozenset({"Gharraf Canal"})),
    "hillah": River(Names("Shatt al-Hillah", "شط الحلة", "حیللە"), 2, frozenset({"Shatt al Hillah"})),
    "hindiyah": River(Names("Shatt al-Hindiyah", "شط الهندية", "هیندیە"), 2, frozenset({"Hindiyah Channel"})),
    "karkheh": River(Names("Karkheh", "الكرخة", "کەرخە"), 2, frozenset({"Karkheh"})),
    "shatt-al-arab": River(Names("Shatt al-Arab", "شط العرب", "شەتولعەرەب"), 1, frozenset({"Shatt al Arab"})),
    "tigris": River(Names("Tigris", "دجلة", "دیجلە"), 1, frozenset({"Dicle", "Tigris"})),
}
LAKES = {
    "assad": Lake(Names("Lake Assad", "بحيرة الأسد", "دەریاچەی ئەسەد"), (38.25, 36.05)),
    "ataturk": Lake(Names("Atatürk Reservoir", "بحيرة أتاتورك", "دەریاچەی ئەتاتورک"), (38.55, 37.55)),
    "dead-sea": Lake(Names("Dead Sea", "البحر الميت", "دەریای مردوو"), (35.48, 31.5)),
    "habbaniyah": Lake(Names("Lake Habbaniyah", "بحيرة الحبانية", "دەریاچەی حەبانیە"), (43.44, 33.31)),
    "hammar": Lake(Names("Hawr al-Hammar", "هور الحمار", "هۆری حەممار"), (47.07, 30.79)),
    "razzaza": Lake(Names("Lake Razzaza", "بحيرة الرزازة", "دەریاچەی ڕەزازە"), (43.66, 32.75)),
    "tharthar": Lake(Names("Lake Tharthar", "بحيرة الثرثار", "دەریاچەی سەرسار"), (43.22, 34.02)),
    "urmia": Lake(Names("Lake Urmia", "بحيرة أرومية", "دەریاچەی ورمێ"), (45.5, 37.7)),
    "van": Lake(Names("Lake Van", "بحيرة وان", "دەریاچەی وان"), (42.8, 38.66)),
}


def surrounding_land(admin1: Iterable[Mapping[str, Any]]) -> dict[str, BaseGeometry]:
    """Land inside the frame but Iraq, by ISO3 code, in metres on the grid; beyond the neighbours it is one shape."""
    parts: dict[str, list[BaseGeometry]] = defaultdict(list)
    for area in admin1:
        country, outline = area["properties"]["adm0_a3"], shape(area["geometry"])
        if country != "IRQ" and outline.intersects(FRAME):
            parts[country if country in NEIGHBOURS else OTHER_LAND].append(outline)
    land = {code: shapely.coverage_union_all(shapes).intersection(FRAME) for code, shapes in sorted(parts.items())}
    return {code: _without_islets(borders.on_grid(outline)) for code, outline in land.items()}


def neighbour_features(outlines: Mapping[str, BaseGeometry]) -> list[dict[str, Any]]:
    """Simplified outlines in degrees, by ISO3 code -> features."""
    return [feature(code, outline, NEIGHBOURS.get(code, Names("", "", ""))) for code, outline in outlines.items()]


def river_features(source: Path) -> list[dict[str, Any]]:
    """The rivers that a map of Iraq needs, as far as the frame goes."""
    lines = gpd.read_file(source, bbox=FRAME.bounds)
    found = []
    for slug, river in RIVERS.items():
        course = shapely.union_all(lines.geometry[lines["name"].isin(list(river.parts))].to_numpy())
        inside = borders.to_metres(shapely.line_merge(course.intersection(FRAME)))
        line = borders.rounded(borders.to_degrees(shapely.line_merge(inside).simplify(RIVER_DETAIL)))
        found.append(feature(slug, line, river.names, rank=river.rank))
    return found


def lake_features(source: Path) -> list[dict[str, Any]]:
    """The lakes that a map of Iraq needs, each found by a spot inside it."""
    shapes = gpd.read_file(source, bbox=FRAME.bounds).geometry.to_numpy()
    found = []
    for slug, lake in LAKES.items():
        outline = shapes[shapely.distance(shapes, Point(lake.spot)).argmin()]
        calm = borders.to_metres(shapely.make_valid(outline)).simplify(LAKE_DETAIL)
        found.append(feature(slug, borders.rounded(borders.to_degrees(calm)), lake.names))
    return found


def _without_islets(outline: BaseGeometry) -> BaseGeometry:
    parts = [part for part in shapely.get_parts(outline) if part.area >= SMALLEST]
    return parts[0] if len(parts) == 1 else shapely.multipolygons(parts)
