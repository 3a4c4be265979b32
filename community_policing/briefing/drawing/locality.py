"""SVG map of one governorate from near: its outline among neighbours, rivers and lakes, its capital, and its fora."""

import json
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import Any

from shapely import clip_by_rect
from shapely.geometry import mapping, shape
from shapely.geometry.base import BaseGeometry

from community_policing.briefing.drawing.map import Projection, Ring, rings_of
from community_policing.briefing.drawing.svg import Box, Canvas, Point, meet
from community_policing.briefing.drawing.text_width import width
from community_policing.briefing.model import Locality, Pin
from community_policing.core.geography import governorate_name, governorates
from community_policing.core.i18n import language, t
from community_policing.core.palette import LIGHT
from community_policing.core.paths import GEO

_LAYER = "governorates_med"
_EDGE = 0.09  # of a side, between the governorate and the frame
_INK = {"iom": LIGHT.iom, "police": LIGHT.police, "planned": LIGHT.planned}


def locality(canvas: Canvas, drawing: Locality) -> None:
    """Draws the land, then the fora with their names where there is room, then the legend."""
    kinds = [kind for kind in _INK if any(pin.kind == kind for pin in drawing.pins)]
    high = canvas.height - (canvas.size * 1.9 if kinds else 0)
    with canvas.turned(0, canvas.width):  # a map is no mirror image in any language
        _map(canvas, drawing, high)
    _legend(canvas, kinds, canvas.height - canvas.size * 0.5)


def _map(canvas: Canvas, drawing: Locality, high: float) -> None:
    frame = _near(drawing.pcode, canvas.width, high)
    _land(canvas, frame, drawing.pcode, high)
    taken = [_around(canvas, frame, pin) for pin in drawing.pins]
    for pin in drawing.pins:
        _mark(canvas, *frame.at((pin.longitude, pin.latitude)), pin.kind, _radius(canvas, pin))
    for pin in drawing.pins:
        said = pin.name if pin.count == 1 else str(pin.count)
        _name(canvas, frame.at((pin.longitude, pin.latitude)), said, LIGHT.text, taken, high)
    _towns(canvas, frame, drawing.pcode, taken, high)
    _neighbours(canvas, frame, drawing.pcode, taken, high)
    canvas.box(0, 0, canvas.width, high, "none", LIGHT.border)


def _near(pcode: str, wide: float, high: float) -> Projection:
    """The governorate in the middle of the frame, as large as has room."""
    edge = min(wide, high) * _EDGE
    frame = Projection(_LAYER, wide - 2 * edge, high - 2 * edge, edge, edge, only=pcode)
    bottom = max(y for ring in frame.of(rings_of(_LAYER)[pcode]) for _, y in ring)
    frame.top += (high - edge - bottom) / 2
    return frame


def _land(canvas: Canvas, frame: Projection, pcode: str, high: float) -> None:
    """Water, land, borders and rivers, cut at the frame."""
    canvas.box(0, 0, canvas.width, high, LIGHT.water)
    for _, rings in _cut("neighbours", frame, canvas.width, high):
        canvas.shape(frame.of(rings), LIGHT.land)
    for key, rings in _cut(_LAYER, frame, canvas.width, high):
        canvas.shape(frame.of(rings), LIGHT.ramp[0] if key == pcode else LIGHT.zero, LIGHT.border, 1.5)
    for _, rings in _cut("lakes", frame, canvas.width, high):
        canvas.shape(frame.of(rings), LIGHT.water)
    for _, rings in _cut("rivers", frame, canvas.width, high):
        for ring in frame.of(rings):
            canvas.line(ring, LIGHT.river, 2)
    for key, rings in _cut(_LAYER, frame, canvas.width, high):
        if key == pcode:
            canvas.shape(frame.of(rings), "none", LIGHT.country, 3)


@cache
def _features(layer: str) -> Mapping[str, BaseGeometry]:
    features = json.loads((GEO / f"{layer}.geojson").read_text("utf-8"))["features"]
    return {each["properties"].get("pcode", str(place)): shape(each["geometry"]) for place, each in enumerate(features)}


def _cut(layer: str, frame: Projection, wide: float, high: float) -> Iterator[tuple[str, list[Ring]]]:
    """The layer's features as far as they lie in the frame."""
    west, north = frame.place(0, 0)
    east, south = frame.place(wide, high)
    for key, geometry in _features(layer).items():
        if not (seen := clip_by_rect(geometry, west, south, east, north)).is_empty:
            yield key, list(_rings(mapping(seen)))


def _rings(geometry: Mapping[str, Any]) -> Iterator[Ring]:
    """Every ring or line of a geometry, of whatever kind the cut left."""
    kind, parts = geometry["type"], geometry.get("coordinates", ())
    if kind == "LineString":
        yield parts
    elif kind in ("Polygon", "MultiLineString"):
        yield from parts
    elif kind == "MultiPolygon":
        yield from (ring for polygon in parts for ring in polygon)
    else:
        yield from (ring for part in geometry.get("geometries", ()) for ring in _rings(part))


def _radius(canvas: Canvas, pin: Pin) -> float:
    return canvas.size * (0.36 + 0.12 * min(pin.count - 1, 4))


def _mark(canvas: Canvas, x: float, y: float, kind: str, radius: float) -> None:
    """A disc for IOM's, a square for the police's, a ring for what is planned."""
    if kind == "police":
        canvas.box(x - radius * 0.9, y - radius * 0.9, radius * 1.8, radius * 1.8, LIGHT.police, LIGHT.page)
        return
    canvas.dot(x, y, radius * 1.12, LIGHT.page if kind == "iom" else LIGHT.planned)
    canvas.dot(x, y, radius, _INK[kind])
    if kind == "planned":
        canvas.dot(x, y, radius * 0.62, LIGHT.page)


def _around(canvas: Canvas, frame: Projection, pin: Pin) -> Box:
    (x, y), radius = frame.at((pin.longitude, pin.latitude)), _radius(canvas, pin)
    return x - radius, y - radius, x + radius, y + radius


def _name(canvas: Canvas, at: Point, words: str, ink: str, taken: list[Box], high: float, gap: float = 0.6) -> None:
    """Write beside a place where nothing else stands, or not at all: the list beside the map has every name."""
    size = canvas.size * 0.82
    wide, aside = width(words, size), canvas.size * gap
    x, y = at
    for left, base in (
        (x + aside, y + size * 0.35), (x - aside - wide, y + size * 0.35),
        (x - wide / 2, y + aside + size * 0.9), (x - wide / 2, y - aside),
    ):  # fmt: skip
        box = (left, base - size * 0.85, left + wide, base + size * 0.25)
        inside = box[0] > 4 and box[1] > 4 and box[2] < canvas.width - 4 and box[3] < high - 4
        if inside and not any(meet(box, other) for other in taken):
            canvas.text(left, base, words, canvas.width, ink, size=size)
            taken.append(box)
            return


def _towns(canvas: Canvas, frame: Projection, pcode: str, taken: list[Box], high: float) -> None:
    """The capital, for who knows the country by its towns."""
    features = json.loads((GEO / "capitals.geojson").read_text("utf-8"))["features"]
    for each in features:
        if each["properties"]["pcode"] == pcode:
            x, y = frame.at(each["geometry"]["coordinates"])
            canvas.dot(x, y, canvas.size * 0.14, LIGHT.text)
            properties = each["properties"]
            said = properties.get(f"name_{language()}") or properties["name_en"]
            _name(canvas, (x, y), said, LIGHT.quiet, taken, high, 0.4)


def _neighbours(canvas: Canvas, frame: Projection, pcode: str, taken: list[Box], high: float) -> None:
    """The names of governorates around it whose middle is in the frame."""
    for each, place in governorates().items():
        if each != pcode:
            name, size = governorate_name(each), canvas.size * 0.82
            x, y = frame.at((place.label_lon, place.label_lat))
            _name(canvas, (x - width(name, size) / 2, y), name, LIGHT.quiet, taken, high, 0)


def _legend(canvas: Canvas, kinds: Sequence[str], base: float) -> None:
    words = {"iom": t("fora by IOM"), "police": t("fora by local police"), "planned": t("fora planned")}
    x, size = 0.0, canvas.size
    for kind in kinds:
        _mark(canvas, x + size * 0.5, base - size * 0.35, kind, size * 0.36)
        canvas.text(x + size * 1.2, base, words[kind], canvas.width, LIGHT.quiet)
        x += width(words[kind], size) + size * 2.4
