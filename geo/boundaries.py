"""Polygons from a reader's own file, such as OCHA's COD-AB: read, checked, and refused with a reason."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import borders
import geopandas as gpd
import shapely
from shapely import Point
from shapely.geometry import shape
from shapely.geometry.base import BaseGeometry

SLIVER = 500.0  # metres: gaps between neighbours up to this wide are closed
NEAR = 5_000.0  # metres: how far outside its polygon's border an anchor may seem to lie


class BoundariesError(Exception):
    """A reader's own boundary file cannot be used; the message says why."""


class Anchor(NamedTuple):
    """A point that must lie in or near the polygon of its code, and what to say where it does not."""

    code: str
    point: Point  # in degrees
    outside: str


def governorates(path: Path, pcodes: Sequence[str], capitals: Path) -> dict[str, BaseGeometry]:
    """The file's governorates in metres, by P-code in the order of `pcodes`, sharing their borders.

    Several polygons of one P-code are joined. BoundariesError unless it holds each of `pcodes` and no other, and each
    capital (a layer of ours) lies in or near the polygon that carries its code.
    """
    anchors = [_capital(feature) for feature in json.loads(capitals.read_text(encoding="utf-8"))["features"]]
    return _polygons(path, "ADM1_PCODE", pcodes, "governorates.csv", anchors)


def districts(path: Path, rows: Sequence[Mapping[str, str]]) -> dict[str, BaseGeometry]:
    """The file's districts in metres, by P-code in the order of `rows` (those of districts.csv), sharing their borders.

    BoundariesError unless it holds each of their codes and no other, and each row's point lies in or near its polygon.
    """
    anchors = [
        Anchor(row["code"], Point(float(row["longitude"]), float(row["latitude"])),
               f"The point of {row['name_en']} in geo/districts.csv lies outside the polygon that carries its code, "
               f"{row['code']}. Does the file number districts in another way?")
        for row in rows
    ]  # fmt: skip
    return _polygons(path, "ADM2_PCODE", [row["code"] for row in rows], "districts.csv", anchors)


def _capital(feature: Mapping[str, Any]) -> Anchor:
    """Tells codes that are valid but mean another governorate (the numbering of before 2019 without its hyphen)."""
    outside = (
        f"{feature['properties']['name_en']}, the capital of {feature['id']}, lies outside the polygon that "
        "carries this code. Does the file number governorates as before 2019 (IQ-G08 was Duhok)?"
    )
    return Anchor(feature["id"], shape(feature["geometry"]), outside)


def _polygons(
    path: Path, field: str, codes: Sequence[str], listed: str, anchors: Sequence[Anchor]
) -> dict[str, BaseGeometry]:
    table = _read(path, field)
    _check_codes(path, field, set(table[field].astype(str)), set(codes), listed)
    in_degrees = table.to_crs("EPSG:4326") if table.crs else table
    joined = in_degrees.dissolve(field).geometry.loc[list(codes)]
    metres = borders.on_grid(shapely.make_valid(joined.to_numpy()))
    whole = metres if shapely.coverage_is_valid(metres) else shapely.coverage_clean(metres, gap_width=SLIVER)
    found = dict(zip(codes, whole, strict=True))
    for anchor in anchors:
        if found[anchor.code].distance(borders.to_metres(anchor.point)) > NEAR:
            raise BoundariesError(anchor.outside)
    return found


def _read(path: Path, field: str) -> Any:
    if not path.exists():
        raise BoundariesError(f"{path} is not there.")
    try:
        table = gpd.read_file(path)
    except Exception as error:  # the reader's file may be anything, and each format fails in its own way
        raise BoundariesError(f"{path} cannot be read as a map layer: {error}") from error
    if field not in table.columns:
        raise BoundariesError(f"{path} has no field {field}; its fields are {', '.join(table.columns)}.")
    if not set(table.geom_type) <= {"Polygon", "MultiPolygon"} or table.is_empty.any():
        raise BoundariesError(f"{path} must hold polygons only; some of its rows are lines, points or empty.")
    return table


def _check_codes(path: Path, field: str, found: set[str], wanted: set[str], listed: str) -> None:
    missing, extra = sorted(wanted - found), sorted(found - wanted)
    if missing or extra:
        raise BoundariesError(
            f"{path} must hold the {len(wanted)} P-codes of geo/{listed} in {field} and no other. "
            f"Missing: {', '.join(missing) or 'none'}. Not known: {', '.join(extra) or 'none'}."
        )
