"""Build the map layers: `python geo/build.py`, or with `--boundaries FILE` or `--districts FILE` for a reader's own borders.

Reads governorates.csv and place_names.csv (kept by hand) and the packages in sources.py; writes the GeoJSON layers,
world_110m.json for plotly, places.csv and the two label columns of governorates.csv. The same sources give the same
bytes. SOURCES.md says what comes from where. With `--boundaries` only what hangs on the governorates' borders is built,
with `--districts` only the layer of districts, and nothing is fetched.
"""

from __future__ import annotations

import argparse
import csv
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import borders
import boundaries
import context
import layers
import places
import shapely
import sources
import topology
from baghdad import BAGHDAD, Town, rebuilt
from layers import Names, feature
from shapely import Point, Polygon
from shapely.geometry import shape
from shapely.geometry.base import BaseGeometry

HOME = Path(__file__).resolve().parent
DETAIL = {"low": 3_800.0, "med": 1_250.0}  # metres: about 850 and 1,900 vertices in all
NAMED_LATER = {"IQ-TS": "IQ-KI"}  # Natural Earth still has Kirkuk under its code of before 2004
NO_ENDORSEMENT = "Boundaries and names shown imply no official endorsement."
ATTRIBUTION = f"Boundaries: Natural Earth, Baghdad adjusted with GeoNames (CC BY 4.0). {NO_ENDORSEMENT}"
NATURAL_EARTH = "Natural Earth"
GEONAMES = "GeoNames (CC BY 4.0)"
IRAQ = Names("Iraq", "العراق", "عێراق")

Row = dict[str, str]


def main(arguments: list[str] | None = None) -> int:
    """Build the layers; returns 0, or 1 after printing what was wrong."""
    chosen = _arguments(arguments)
    try:
        chosen.out.mkdir(parents=True, exist_ok=True)
        if chosen.districts:
            build_districts(chosen.districts, chosen.out, _attribution(chosen, chosen.districts))
        if chosen.boundaries:
            build_from(chosen.boundaries, chosen.out, _attribution(chosen, chosen.boundaries))
        elif not chosen.districts:
            build(chosen.out)
        if chosen.boundaries or not chosen.districts:
            topology.write(chosen.out, otherwise=HOME)
    except (sources.SourceError, borders.BordersError, boundaries.BoundariesError) as error:
        print(f"geo/build.py: {error}", file=sys.stderr)
        return 1
    return 0


def build(out: Path) -> None:
    """Build every layer from the public packages."""
    rows, towns, admin1 = _governorate_rows(), sources.towns(), sources.admin1()
    rivers, lakes = sources.rivers(), sources.lakes()  # before anything is written: each may fail
    governorates = _natural_earth(rows, admin1, towns)
    land = context.surrounding_land(admin1)
    everything = list(governorates.values()) + list(land.values())
    medium = borders.simplified(everything, DETAIL["med"])
    outlines = dict(zip(land, medium[len(governorates) :], strict=True))
    _write_governorates(out, rows, governorates, medium[: len(governorates)], ATTRIBUTION)
    layers.write(out / "neighbours.geojson", context.neighbour_features(outlines), NATURAL_EARTH)
    layers.write(out / "rivers.geojson", context.river_features(rivers), NATURAL_EARTH)
    layers.write(out / "lakes.geojson", context.lake_features(lakes), NATURAL_EARTH)
    names = places.names(HOME / "place_names.csv")
    layers.write(out / "capitals.geojson", places.capital_features(names, towns), GEONAMES)
    polygons = dict(zip(governorates, medium, strict=False))
    places.write(out / "places.csv", places.rows(names, towns, polygons))


def build_from(file: Path, out: Path, attribution: str) -> None:
    """Build the governorates and the country from a reader's own file (COD-AB: one ADM1_PCODE a polygon)."""
    rows = _governorate_rows()
    governorates = boundaries.governorates(file, [row["pcode"] for row in rows], HOME / "capitals.geojson")
    medium = borders.simplified(list(governorates.values()), DETAIL["med"])
    _write_governorates(out, rows, governorates, medium, attribution)


def build_districts(file: Path, out: Path, attribution: str) -> None:
    """Build the districts from a reader's own file (COD-AB: one ADM2_PCODE a polygon); there is no layer of ours."""
    with (HOME / "districts.csv").open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    polygons = borders.simplified(list(boundaries.districts(file, rows).values()), DETAIL["med"])
    features = [
        feature(row["code"], polygon, Names(row["name_en"], row["name_ar"], ""), governorate=row["code"][:5], n=n)
        for n, (row, polygon) in enumerate(zip(rows, polygons, strict=True))
    ]
    layers.write(out / "districts.geojson", features, attribution)


def _attribution(chosen: argparse.Namespace, file: Path) -> str:
    """What a map of a reader's own file must say about its source."""
    source = chosen.attribution or f"Boundaries: {file.name}, supplied by this installation."
    return f"{source} {NO_ENDORSEMENT}"


def _arguments(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Build the map layers of geo/.")
    parser.add_argument("--boundaries", type=Path, help="your own governorate polygons, with the field ADM1_PCODE")
    parser.add_argument("--districts", type=Path, help="your own district polygons, with the field ADM2_PCODE")
    parser.add_argument("--attribution", help="what maps drawn from your own file must say about its source")
    parser.add_argument("--out", type=Path, default=HOME, help="folder to write to (default: geo/)")
    return parser.parse_args(arguments)


def _governorate_rows() -> list[Row]:
    with (HOME / "governorates.csv").open(encoding="utf-8", newline="") as stream:
        return sorted(csv.DictReader(stream), key=lambda row: row["pcode"])


def _natural_earth(
    rows: list[Row], admin1: list[dict[str, Any]], towns: list[dict[str, Any]]
) -> dict[str, BaseGeometry]:
    """Natural Earth's governorates in metres, by P-code in order, with Baghdad rebuilt to its published area."""
    pcodes = {row["iso_3166_2"]: row["pcode"] for row in rows}
    found: dict[str, Polygon] = {}
    for area in admin1:
        if area["properties"]["adm0_a3"] == "IRQ":
            code = area["properties"]["iso_3166_2"]
            found[pcodes[NAMED_LATER.get(code, code)]] = borders.on_grid(shape(area["geometry"]))
    area_km2 = next(float(row["area_km2"]) for row in rows if row["pcode"] == BAGHDAD)
    spots = [Town(places.pcode(town), borders.to_metres(places.point(town))) for town in towns]
    return {**rebuilt(dict(sorted(found.items())), spots, area_km2 * 1e6)}


def _write_governorates(
    out: Path, rows: list[Row], governorates: Mapping[str, BaseGeometry], medium: Any, attribution: str
) -> None:
    low = borders.simplified(list(governorates.values()), DETAIL["low"])
    layers.write(out / "governorates_low.geojson", _governorate_features(rows, low), attribution)
    layers.write(out / "governorates_med.geojson", _governorate_features(rows, medium), attribution)
    country = feature("IRQ", borders.dissolved(medium), IRAQ)
    layers.write(out / "country.geojson", [country], attribution)
    _write_labels(out / "governorates.csv", rows, medium)


def _governorate_features(rows: list[Row], polygons: Any) -> list[dict[str, Any]]:
    return [
        feature(row["pcode"], polygon, Names(row["name_en"], row["name_ar"], row["name_ckb"]), pcode=row["pcode"], n=n)
        for n, (row, polygon) in enumerate(zip(rows, polygons, strict=True))
    ]


def _write_labels(path: Path, rows: list[Row], polygons: Any) -> None:
    """governorates.csv again, with the spot farthest from any border (the pole of inaccessibility) for each name."""
    spots = []
    for polygon in borders.to_metres(polygons):
        line = shapely.maximum_inscribed_circle(polygon, tolerance=100)
        spots.append(borders.rounded(borders.to_degrees(Point(line.coords[0]))))
    with path.open("w", encoding="utf-8", newline="") as stream:
        table = csv.DictWriter(stream, list(rows[0]), lineterminator="\n")
        table.writeheader()
        table.writerows({**row, "label_lon": at.x, "label_lat": at.y} for row, at in zip(rows, spots, strict=True))


if __name__ == "__main__":
    sys.exit(main())
