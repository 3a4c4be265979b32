"""Shapes that share their borders: measured in metres, simplified together, and rounded without opening a gap.

A coverage is an array of polygons in which neighbours have the same vertices along their common border. Everything here
keeps that true: a vertex that two polygons share is moved, dropped or rounded for both alike.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import shapely
from pyproj import Transformer
from shapely.geometry.base import BaseGeometry

Shapes = Any  # an array of shapely geometries; shapely carries no type for one

EQUAL_AREA = "+proj=aea +lat_1=30 +lat_2=36.5 +lat_0=33 +lon_0=44 +datum=WGS84 +units=m"
GRID = 1.0  # metres: vertices that differ by less are one vertex
DECIMALS = 3  # 0.001 degree is about 100 m, a tenth of the finest detail kept

_INTO_METRES = Transformer.from_crs("EPSG:4326", EQUAL_AREA, always_xy=True)
_INTO_DEGREES = Transformer.from_crs(EQUAL_AREA, "EPSG:4326", always_xy=True)


class BordersError(Exception):
    """Polygons that should share their borders leave gaps or overlap."""


def to_metres(shapes: Shapes) -> Shapes:
    """Shapes in degrees -> the same in metres, areas kept (Albers, set for Iraq)."""
    return shapely.transform(shapes, _INTO_METRES.transform, interleaved=False)


def on_grid(shapes: Shapes) -> Shapes:
    """Shapes in degrees -> in metres, every vertex on a grid fine enough to change nothing one could see."""
    return shapely.transform(to_metres(shapes), lambda coordinates: np.round(coordinates / GRID) * GRID)


def to_degrees(shapes: Shapes) -> Shapes:
    """Shapes in metres -> the same in degrees, unrounded."""
    return shapely.transform(shapes, _INTO_DEGREES.transform, interleaved=False)


def rounded(shapes: Shapes) -> Shapes:
    """Shapes in degrees, every coordinate rounded and every polygon's outer ring clockwise (as d3-geo wants it)."""
    coarse = shapely.transform(shapes, lambda coordinates: np.round(coordinates, DECIMALS))
    return shapely.orient_polygons(shapely.remove_repeated_points(coarse), exterior_cw=True)


def simplified(polygons: Shapes, tolerance: float) -> Shapes:
    """A coverage in metres -> in degrees, rounded, with details of less than about `tolerance` metres left out."""
    shapes = rounded(to_degrees(shapely.coverage_simplify(polygons, tolerance)))
    check(shapes)
    return shapes


def check(polygons: Shapes) -> None:
    """Raise BordersError unless every polygon is valid and all share their borders exactly."""
    for reason in shapely.is_valid_reason(polygons):
        if reason != "Valid Geometry":
            raise BordersError(f"A polygon is not valid: {reason}")
    if not shapely.coverage_is_valid(polygons):
        raise BordersError("Polygons overlap, or do not share their borders.")


def dissolved(polygons: Shapes) -> BaseGeometry:
    """The outline of a coverage, through exactly the vertices its polygons have."""
    outline: BaseGeometry = shapely.orient_polygons(shapely.coverage_union_all(polygons), exterior_cw=True)
    return outline
