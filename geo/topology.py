"""The base layers that plotly draws under and over its traces, as the one file it asks for: world_110m.json (TopoJSON).

plotly.js fetches `{topojsonURL}world_110m.json` once a page as soon as a figure shows one of these layers, by default
from another host; with ours they are drawn from our own shapes, and none travels in a figure. The names are plotly's:

- `land` is filled: Iraq and all land around it; `coastlines` are the neighbours' outlines; both lie under a choropleth
- `countries` is Iraq's outline, also under it: of a line w pixels wide, w / 2 shows outside the governorates
- `lakes` (filled) and `rivers` are drawn over a choropleth, under points and text
- `ocean` and `subunits` are empty: the sea is the map's background

Arcs are plain (no quantisation), one a line or ring; those of `land` serve the outlines too.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import layers

NAME = "world_110m.json"
EMPTY = ("ocean", "subunits")
FROM = ("neighbours", "country", "lakes", "rivers")

Arcs = list[Any]


def write(out: Path, otherwise: Path) -> None:
    """Write the topology of the layers in `out`; a layer that is not there is taken from `otherwise`."""
    arcs: Arcs = []
    read = {name: _geometries(_layer(name, out, otherwise), arcs) for name in FROM}
    objects = {
        "land": read["neighbours"] + read["country"],
        "coastlines": [shape for shape in read["neighbours"] if "name_en" in shape["properties"]],
        "countries": read["country"],
        "lakes": read["lakes"],
        "rivers": read["rivers"],
        **{name: [] for name in EMPTY},
    }
    collections = {name: {"type": "GeometryCollection", "geometries": shapes} for name, shapes in objects.items()}
    layers.write_topology(out / NAME, collections, arcs)


def _layer(name: str, out: Path, otherwise: Path) -> list[dict[str, Any]]:
    path = out / f"{name}.geojson"
    path = path if path.exists() else otherwise / path.name
    features: list[dict[str, Any]] = json.loads(path.read_text(encoding="utf-8"))["features"]
    return features


def _geometries(features: list[dict[str, Any]], arcs: Arcs) -> list[dict[str, Any]]:
    """GeoJSON features as TopoJSON geometries, their coordinates put at the end of `arcs`."""
    return [
        {
            "type": feature["geometry"]["type"],
            "id": feature["id"],
            "properties": {"name_en": name} if (name := feature["properties"]["name_en"]) else {},
            "arcs": _numbered(feature["geometry"]["coordinates"], arcs),
        }
        for feature in features
    ]


def _numbered(coordinates: Any, arcs: Arcs) -> list[Any]:
    """The same nesting with each run of positions replaced by the number of its arc."""
    if isinstance(coordinates[0][0], int | float):
        arcs.append(coordinates)
        return [len(arcs) - 1]
    return [_numbered(part, arcs) for part in coordinates]
