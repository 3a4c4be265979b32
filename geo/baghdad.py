"""Baghdad governorate, which Natural Earth draws too small: as the old mayoralty (658 km2 of 4,555).

The missing part lies in the neighbours' polygons. Which part it is, GeoNames tells: each of its towns is coded to a
governorate. Inside each neighbour's polygon, a spot is Baghdad's when its nearest town coded to Baghdad is closer than
`reach` times its distance to every town coded to another governorate. `reach` is the one free number, and is set so
that the area comes out as published. A rule of this kind gives round shapes near the truth, not a surveyed border.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import borders
import shapely
from shapely import Point, Polygon
from shapely.geometry.base import BaseGeometry

BAGHDAD = "IQG08"
NEIGHBOURS = ("IQG01", "IQG07", "IQG10", "IQG16")
SMOOTHING = 1_200.0  # metres: spikes and inlets narrower than twice this are an artefact of the rule
DETAIL = 150.0  # metres: vertices kept along the new border
LEFTOVER = 120e6  # square metres: a neighbour's smaller pieces, cut off behind Baghdad, go to Baghdad


@dataclass(frozen=True)
class Town:
    """A town in metres, and the governorate that GeoNames codes it to."""

    pcode: str
    at: Point


def rebuilt(governorates: Mapping[str, Polygon], towns: Sequence[Town], area: float) -> dict[str, Polygon]:
    """The governorates with Baghdad grown to `area` square metres: P-code -> polygon, in metres, on the grid."""
    baghdad = _grown(governorates, towns, area)
    faces = _faces([*governorates.values(), baghdad])
    owned: dict[str, list[Polygon]] = {pcode: [] for pcode in governorates}
    for face in faces:
        spot = face.representative_point()
        owner = next((pcode for pcode, shape in governorates.items() if shape.covers(spot)), None)
        if owner is not None:
            owned[BAGHDAD if baghdad.covers(spot) else owner].append(face)
    _hand_over_leftovers(owned)
    return {pcode: _largest(shapely.coverage_union_all(parts)) for pcode, parts in owned.items()}


def _grown(governorates: Mapping[str, Polygon], towns: Sequence[Town], area: float) -> Polygon:
    """Baghdad at the `reach` that gives `area`, found by halving: the area grows with the reach."""
    low, high = 0.4, 0.995
    for _ in range(30):
        middle = (low + high) / 2
        if _at_reach(middle, governorates, towns).area < area:
            low = middle
        else:
            high = middle
    return _at_reach(high, governorates, towns)


def _at_reach(reach: float, governorates: Mapping[str, Polygon], towns: Sequence[Town]) -> Polygon:
    parts: list[BaseGeometry] = [governorates[BAGHDAD]]
    parts += [_share(governorates[BAGHDAD], governorates[pcode], towns, reach) for pcode in NEIGHBOURS]
    joined = _largest(shapely.union_all(parts).buffer(1).buffer(-1))
    filled = Polygon(joined.exterior)
    smooth = filled.buffer(SMOOTHING).buffer(-2 * SMOOTHING).buffer(SMOOTHING)
    return _largest(smooth.simplify(DETAIL))


def _share(core: Polygon, neighbour: Polygon, towns: Sequence[Town], reach: float) -> BaseGeometry:
    """The part of a neighbour's polygon that is Baghdad's by the rule."""
    here = [town for town in towns if neighbour.contains(town.at)]
    rivals = [town.at for town in here if town.pcode != BAGHDAD]
    if not rivals:
        return Polygon()
    ours = [town.at for town in here if town.pcode == BAGHDAD]
    ours += [town.at for town in towns if town.pcode == BAGHDAD and core.contains(town.at)]
    return shapely.union_all([shapely.intersection_all([neighbour, *_discs(at, rivals, reach)]) for at in ours])


def _discs(town: Point, rivals: Sequence[Point], reach: float) -> list[BaseGeometry]:
    """For each rival the disc (of Apollonius) of all spots whose distance to `town` is under `reach` x to the rival."""
    squared = reach * reach
    rest = 1 - squared
    discs: list[BaseGeometry] = []
    for rival in rivals:
        centre = Point((town.x - squared * rival.x) / rest, (town.y - squared * rival.y) / rest)
        discs.append(centre.buffer(reach * town.distance(rival) / rest, quad_segs=48))
    return discs


def _faces(polygons: Sequence[Polygon]) -> list[Polygon]:
    """The smallest areas that the polygons' outlines enclose together: by construction they share their borders."""
    lines = shapely.union_all([polygon.boundary for polygon in polygons], grid_size=borders.GRID)
    return list(shapely.get_parts(shapely.polygonize([*shapely.get_parts(lines)])))


def _hand_over_leftovers(owned: dict[str, list[Polygon]]) -> None:
    """Give Baghdad what it has cut off from a neighbour's main body, where that is small."""
    for pcode in NEIGHBOURS:
        pieces = list(shapely.get_parts(shapely.coverage_union_all(owned[pcode])))
        body = max(pieces, key=lambda piece: piece.area)
        small = [piece for piece in pieces if piece is not body and piece.area < LEFTOVER]
        owned[BAGHDAD] += small
        owned[pcode] = [piece for piece in pieces if piece not in small]


def _largest(shape: BaseGeometry) -> Polygon:
    largest: Polygon = max(shapely.get_parts(shape), key=lambda part: part.area)
    return largest
