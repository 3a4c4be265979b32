"""Governorate polygons from a reader's own file, such as OCHA's COD-AB: read, checked, and refused with a reason."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import borders
import geopandas as gpd
import shapely
from shapely.geometry import shape
from shapely.geometry.base import BaseGeometry

FIELD = "ADM1_PCODE"
SLIVER = 500.0  # metres: gaps between governorates up to this wide are closed
NEAR = 5_000.0  # metres: how far outside its governorate's border a capital may seem to lie


class BoundariesError(Exception):
    """A reader's own boundary file cannot be used; the message says why."""


def governorates(path: Path, pcodes: Sequence[str], capitals: Path) -> dict[str, BaseGeometry]:
    """The file's governorates in metres, by P-code in the order of `pcodes`, sharing their borders.

    Several polygons of one P-code are joined. BoundariesError unless it holds each of `pcodes` and no other, and each
    capital (a layer of ours) lies in or near the polygon that carries its code.
    """
    table = _read(path)
    _check_pcodes(path, set(table[FIELD].astype(str)), set(pcodes))
    in_degrees = table.to_crs("EPSG:4326") if table.crs else table
    joined = in_degrees.dissolve(FIELD).geometry.loc[list(pcodes)]
    metres = borders.on_grid(shapely.make_valid(joined.to_numpy()))
    whole = metres if shapely.coverage_is_valid(metres) else shapely.coverage_clean(metres, gap_width=SLIVER)
    found = dict(zip(pcodes, whole, strict=True))
    _check_capitals(found, json.loads(capitals.read_text(encoding="utf-8"))["features"])
    return found


def _read(path: Path) -> Any:
    if not path.exists():
        raise BoundariesError(f"{path} is not there.")
    try:
        table = gpd.read_file(path)
    except Exception as error:  # the reader's file may be anything, and each format fails in its own way
        raise BoundariesError(f"{path} cannot be read as a map layer: {error}") from error
    if FIELD not in table.columns:
        raise BoundariesError(f"{path} has no field {FIELD}; its fields are {', '.join(table.columns)}.")
    if not set(table.geom_type) <= {"Polygon", "MultiPolygon"} or table.is_empty.any():
        raise BoundariesError(f"{path} must hold polygons only; some of its rows are lines, points or empty.")
    return table


def _check_pcodes(path: Path, found: set[str], wanted: set[str]) -> None:
    missing, extra = sorted(wanted - found), sorted(found - wanted)
    if missing or extra:
        raise BoundariesError(
            f"{path} must hold the 18 P-codes of geo/governorates.csv in {FIELD} and no other. "
            f"Missing: {', '.join(missing) or 'none'}. Not known: {', '.join(extra) or 'none'}."
        )


def _check_capitals(governorates: Mapping[str, BaseGeometry], capitals: Sequence[dict[str, Any]]) -> None:
    """Refuse codes that are valid but mean another governorate (the numbering of before 2019 without its hyphen)."""
    for capital in capitals:
        at = borders.to_metres(shape(capital["geometry"]))
        if governorates[capital["id"]].distance(at) > NEAR:
            raise BoundariesError(
                f"{capital['properties']['name_en']}, the capital of {capital['id']}, lies outside the polygon that "
                "carries this code. Does the file number governorates as before 2019 (IQ-G08 was Duhok)?"
            )
