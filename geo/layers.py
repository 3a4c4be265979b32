"""How a layer is written: one feature a line, so that a changed border is one changed line."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from shapely.geometry import mapping
from shapely.geometry.base import BaseGeometry


class Names(NamedTuple):
    """A place's name in English, Arabic and Sorani Kurdish."""

    en: str
    ar: str
    ckb: str


def feature(key: str, geometry: BaseGeometry, names: Names, **properties: Any) -> dict[str, Any]:
    """A GeoJSON feature with the three names and any further properties."""
    named = {"name_en": names.en, "name_ar": names.ar, "name_ckb": names.ckb}
    return {"type": "Feature", "id": key, "properties": {**properties, **named}, "geometry": mapping(geometry)}


def write(path: Path, features: Iterable[dict[str, Any]], attribution: str) -> None:
    """Write features as compact GeoJSON; `attribution` says what to print beside a map of them."""
    head = f'{{"type":"FeatureCollection","attribution":{_compact(attribution)},"features":[\n'
    _write(path, f"{head}{_lines(features)}\n]}}\n")


def write_topology(path: Path, objects: Mapping[str, Any], arcs: Iterable[Any]) -> None:
    """Write TopoJSON: the named collections, and the arcs that they refer to by number."""
    collections = ",\n".join(f"{_compact(name)}:{_compact(shapes)}" for name, shapes in objects.items())
    _write(path, f'{{"type":"Topology","objects":{{\n{collections}\n}},"arcs":[\n{_lines(arcs)}\n]}}\n')


def _write(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8", newline="\n")


def _lines(values: Iterable[Any]) -> str:
    return ",\n".join(_compact(value) for value in values)


def _compact(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
