"""SVG map of the country by governorate: areas in their colours with their numbers, surroundings, and the legend."""

import json
from collections.abc import Mapping, Sequence
from functools import cache
from itertools import pairwise
from math import cos, radians
from typing import Any

from community_policing.briefing.drawing.callouts import pointed
from community_policing.briefing.drawing.svg import Canvas, Point
from community_policing.briefing.drawing.text_width import lines, width
from community_policing.briefing.model import Area, LegendStep, Map
from community_policing.core.geography import governorates
from community_policing.core.palette import LIGHT
from community_policing.core.paths import GEO

Ring = Sequence[Sequence[float]]
_LAYER = "governorates_med"
SMALL = 0.925  # of the text, what names and the note are set in
SQUEEZE = cos(radians(33))  # a degree of longitude, of one of latitude, in the middle of the country


@cache
def rings_of(layer: str) -> Mapping[str, tuple[Ring, ...]]:
    """The rings of each feature of a layer, by P-code where it has one."""
    features = json.loads((GEO / f"{layer}.geojson").read_text("utf-8"))["features"]
    return {
        feature["properties"].get("pcode", str(place)): tuple(_of(feature["geometry"]))
        for place, feature in enumerate(features)
    }


def _of(geometry: Mapping[str, Any]) -> list[Ring]:
    parts = geometry["coordinates"]
    nested = {"Polygon": [parts], "MultiPolygon": parts, "LineString": [[parts]], "MultiLineString": [parts]}[
        geometry["type"]
    ]
    return [ring for polygon in nested for ring in polygon]


class Projection:
    """Degrees to pixels, north above, as large as fits; `indent`: part of spare width on the left, `only`: a feature to fill it."""

    def __init__(
        self, layer: str, wide: float, tall: float, left: float = 0, top: float = 0, indent: float = 0.5, only: str = ""
    ) -> None:
        fitted = rings_of(layer)[only] if only else [ring for rings in rings_of(layer).values() for ring in rings]
        points = [point for ring in fitted for point in ring]
        self.west, self.north = min(p[0] for p in points), max(p[1] for p in points)
        degrees = (max(p[0] for p in points) - self.west) * SQUEEZE
        self.scale = min(wide / degrees, tall / (self.north - min(p[1] for p in points))) * 0.99
        self.left, self.top = left + (wide - degrees * self.scale) * indent, top
        self.sides = (self.left, self.left + degrees * self.scale)

    def at(self, place: Sequence[float]) -> Point:
        """Where a longitude and latitude lie."""
        return self.left + (place[0] - self.west) * SQUEEZE * self.scale, self.top + (
            self.north - place[1]
        ) * self.scale

    def place(self, x: float, y: float) -> Point:
        """The longitude and latitude that lie there."""
        return self.west + (x - self.left) / SQUEEZE / self.scale, self.north - (y - self.top) / self.scale

    def of(self, rings: Sequence[Ring]) -> list[list[Point]]:
        """Where the rings of an area lie."""
        return [[self.at(place) for place in ring] for ring in rings]


def country(canvas: Canvas, drawing: Map) -> None:
    """Draws the areas, the country's line, the numbers, the call-outs, the legend and the note."""
    size = canvas.size
    small = size * SMALL
    note = lines(drawing.note, canvas.width, small, 3)
    foot = small * (1.25 * len(note) + 0.5)
    narrow = canvas.width < 1.25 * (canvas.height - foot)
    rows = _in_rows(drawing.legend, canvas) if narrow else []
    high = canvas.height - foot - len(rows) * size * 1.35
    frame = Projection(_LAYER, canvas.width, high, top=2, indent=0.5 if drawing.callouts else 0.6)
    hatch = canvas.hatched("#9AA1A3", "#F1EFEC")
    with canvas.turned(0, canvas.width):  # a map is no mirror image in any language
        _areas(canvas, frame, drawing.areas, hatch)
        _numbers(canvas, frame, drawing.areas)
        if not narrow:
            _legend(canvas, drawing.legend, hatch, canvas.height - foot - size * 0.5)
            free = high - len(drawing.legend) * size * 1.35 - size
            pointed(canvas, drawing.callouts, _anchors(frame, drawing), frame.sides, (free, high))
    if narrow:
        _below(canvas, rows, hatch, canvas.height - foot - len(rows) * size * 1.35 + size * 0.3)
    for place, line in enumerate(note):
        y = canvas.height - small * 1.25 * (len(note) - 1 - place) - small * 0.3
        canvas.text(0, y, line, canvas.width, LIGHT.quiet, size=small)


def _areas(canvas: Canvas, frame: Projection, areas: Sequence[Area], hatch: str) -> None:
    area_of = {area.pcode: area for area in areas}
    for pcode, rings in rings_of(_LAYER).items():
        area = area_of.get(pcode)
        fill = LIGHT.outside if area is None else hatch if area.kind == "no_data" else area.fill
        canvas.shape(frame.of(rings), fill, LIGHT.border, 1.3)
    for rings in rings_of("country").values():
        canvas.shape(frame.of(rings), "none", LIGHT.country, 2)
    for area in areas:
        if area.marked and area.pcode in rings_of(_LAYER):
            canvas.shape(frame.of(rings_of(_LAYER)[area.pcode]), "none", LIGHT.text, 5)


def _anchors(frame: Projection, drawing: Map) -> list[Point]:
    """Where each call-out points to: the middle of its governorate, or of the country."""
    places = governorates()
    found = [places.get(callout.at) for callout in drawing.callouts]
    middle = sum(frame.sides) / 2
    return [frame.at((place.label_lon, place.label_lat)) if place else (middle, 0.0) for place in found]


def _numbers(canvas: Canvas, frame: Projection, areas: Sequence[Area]) -> None:
    """Each number at its area's middle; its name below where both have room inside."""
    size, places = canvas.size, governorates()
    for area in areas:
        if area.number is None or area.pcode not in places:
            continue
        x, y = frame.at((places[area.pcode].label_lon, places[area.pcode].label_lat))
        small = size * SMALL
        named = (
            width(area.name, small) < _room(frame, area.pcode, x, y + size * 0.7) * 0.94
            and _tall(frame, area.pcode) > size * 2.6
        )
        canvas.text(
            x, y + size * (0.0 if named else 0.35), area.number.text, canvas.width, area.ink, bold=True, anchor="middle"
        )
        if named:
            canvas.text(x, y + size * 1.0, area.name, canvas.width, area.ink, anchor="middle", size=small)


def _room(frame: Projection, pcode: str, x: float, y: float) -> float:
    """How wide a text in the middle of x may be at that height without leaving the area."""
    crossings: list[float] = []
    for ring in frame.of(rings_of(_LAYER)[pcode]):
        for (x1, y1), (x2, y2) in pairwise(ring):
            if (y1 > y) != (y2 > y):
                crossings.append(x1 + (y - y1) / (y2 - y1) * (x2 - x1))
    before, after = [c for c in crossings if c < x], [c for c in crossings if c >= x]
    return 2 * min(x - max(before), min(after) - x) if before and after else 0.0


def _tall(frame: Projection, pcode: str) -> float:
    heights = [y for ring in frame.of(rings_of(_LAYER)[pcode]) for _, y in ring]
    return max(heights) - min(heights)


def _legend(canvas: Canvas, legend: Sequence[LegendStep], hatch: str, bottom: float) -> None:
    """In the lower left, where no governorate lies."""
    size = canvas.size
    with canvas.turned(0, size * 1.7 + max((width(step.text, size) for step in legend), default=0)):
        for place, step in enumerate(reversed(legend)):
            y = bottom - (place + 1) * size * 1.35
            canvas.box(0, y, size * 1.3, size * 0.95, hatch if step.hatched else step.fill, LIGHT.border)
            canvas.text(size * 1.7, y + size * 0.8, step.text, canvas.width * 0.35, LIGHT.quiet)


def _in_rows(legend: Sequence[LegendStep], canvas: Canvas) -> list[list[LegendStep]]:
    """The legend as lines that have room below the map."""
    rows: list[list[LegendStep]] = [[]]
    left = 0.0
    for step in legend:
        wide = width(step.text, canvas.size) + canvas.size * 2.4
        if rows[-1] and left + wide > canvas.width:
            rows.append([])
            left = 0.0
        rows[-1].append(step)
        left += wide
    return rows


def _below(canvas: Canvas, rows: Sequence[Sequence[LegendStep]], hatch: str, y: float) -> None:
    size = canvas.size
    for line, row in enumerate(rows):
        x = 0.0
        for step in row:
            canvas.box(x, y + line * size * 1.35, size, size * 0.9, hatch if step.hatched else step.fill, LIGHT.border)
            canvas.text(x + size * 1.3, y + line * size * 1.35 + size * 0.8, step.text, canvas.width, LIGHT.quiet)
            x += width(step.text, size) + size * 2.4
