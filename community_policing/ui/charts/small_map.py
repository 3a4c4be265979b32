"""The small map: governorates in their shades with fora on them, as SVG, for a page that has no other drawing."""

from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from math import hypot

from community_policing.analysis.map.choropleth import Mark, Shade, growth
from community_policing.analysis.map.fan import fanned
from community_policing.analysis.map.mercator import MIDDLE, NORTH, girth, northing, pixels
from community_policing.briefing.drawing.map import rings_of
from community_policing.briefing.drawing.svg import Canvas, Point
from community_policing.core.palette import Palette
from community_policing.ui.charts.frame import Drawing
from community_policing.ui.charts.governorates import SMALLEST

ACROSS = 30.0  # degrees that are drawn; a page shows as many of them as it has room for, the country in the middle
EDGE = 12  # pixels outside of the drawing
# Pixels: points of a layer that are nearer to each other are one
COARSE = {"neighbours": 4.0, "country": 2.0, "governorates_low": 1.6, "lakes": 2.5, "rivers": 2.5}
KINDS = ("iom", "police", "planned")


def small_map(shades: tuple[Shade, ...], marks: tuple[Mark, ...], colours: Palette, height: int) -> Drawing:
    """Governorates in their shades among rivers and neighbours, and fora on them; both say under the pointer what they are."""
    wide = ACROSS / 360 * girth(height)
    canvas = Canvas("", "", wide, height)
    for shade in shades:
        words = f"{shade.name}\n{shade.figure}"
        canvas.shape(_rings("governorates_low", height, shade.pcode), shade.colour, colours.border, tip=words)
    canvas.shape(_rings("lakes", height), colours.water)
    for line in _rings("rivers", height):
        canvas.line(line, colours.river, 1.2)
    _marks(canvas, marks, colours)
    return Drawing(canvas.svg(), ground=_ground(colours, height))


@cache
def _ground(colours: Palette, height: int) -> str:
    canvas = Canvas("", "", ACROSS / 360 * girth(height), height)
    canvas.box(0, 0, canvas.width, height, colours.water)
    canvas.shape(_rings("neighbours", height), colours.land, colours.line, 0.7)
    canvas.shape(_rings("country", height), colours.border, colours.country, 4)  # the outer half is seen
    return canvas.svg()


@cache
def _rings(layer: str, height: int, only: str = "") -> tuple[tuple[Point, ...], ...]:
    """The rings or lines of a layer, or of one feature of it, that lie on the drawing, in its pixels."""
    found = rings_of(layer)[only] if only else [ring for rings in rings_of(layer).values() for ring in rings]
    wide = ACROSS / 360 * girth(height)
    placed = (
        _coarse(_within(_placed([(x, y) for x, y, *_ in ring], height), wide, height), COARSE[layer]) for ring in found
    )
    return tuple(ring for ring in placed if any(0 < x < wide and 0 < y < height for x, y in ring[2:]))


def _within(ring: Iterable[Point], wide: float, height: int) -> Iterator[Point]:
    """The ring, what lies far outside drawn to the edge: points are near to each other, so nothing that is seen moves."""
    return ((min(max(x, -EDGE), wide + EDGE), min(max(y, -EDGE), height + EDGE)) for x, y in ring)


def _placed(places: Sequence[tuple[float, float]], height: int) -> list[Point]:
    """Degrees to pixels from the upper left."""
    around = girth(height)
    left, top = around * (MIDDLE / 360) - ACROSS / 720 * around, -around * northing(NORTH)
    at = pixels([x for x, _ in places], [y for _, y in places], around)
    return [(float(x) - left, float(y) - top) for x, y in at]


def _coarse(ring: Iterable[Point], least: float) -> tuple[Point, ...]:
    """The points that can be told apart."""
    kept: list[Point] = []
    for point in ring:
        if not kept or hypot(point[0] - kept[-1][0], point[1] - kept[-1][1]) >= least:
            kept.append(point)
    return tuple(kept)


def _marks(canvas: Canvas, marks: tuple[Mark, ...], colours: Palette) -> None:
    """Discs, squares and rings as in the legend; one that is moved aside keeps a line to its place."""
    height = int(canvas.height)
    places = _placed([(mark.longitude, mark.latitude) for mark in marks], height)
    moved = [(x + dx, y + dy) for (x, y), (dx, dy) in zip(places, fanned(marks, marks, height), strict=True)]
    stalks = [ends for ends in zip(places, moved, strict=True) if ends[0] != ends[1]]
    if stalks:
        canvas.shape(stalks, "none", colours.text)
    for kind in KINDS:
        for mark, (x, y) in zip(marks, moved, strict=True):
            if mark.kind == kind:
                _mark(canvas, mark, x, y, getattr(colours, kind))


def _mark(canvas: Canvas, mark: Mark, x: float, y: float, colour: str) -> None:
    half = (SMALLEST + growth(mark.count)) / 2
    if mark.kind == "police":
        corners = [(x - half, y - half), (x + half, y - half), (x + half, y + half), (x - half, y + half)]
        canvas.shape([corners], colour, tip=mark.label)
    elif mark.kind == "iom":
        canvas.dot(x, y, half, colour, tip=mark.label)
    else:
        canvas.dot(x, y, half - 1, "transparent", colour, 2, tip=mark.label)
