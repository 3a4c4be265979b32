"""Districts of Iraq: any spelling or code -> (P-code, exact), and points -> P-codes, certain or likely.

`make geo DISTRICTS=file` draws their borders from a reader's own COD-AB.  Without it a point's district is the one of which a
point is nearest within the governorate (one inside it, or the town it is named after): likely, and said so wherever it is shown.
"""

import csv
import json
import re
import unicodedata
from collections.abc import Mapping
from difflib import get_close_matches
from functools import cache, lru_cache
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from community_policing.core.geography import (
    DISTRICTS,
    TOLERANCE_DEGREES,
    Match,
    districts,
    governorate_at,
    words,
)
from community_policing.core.i18n import language, t
from community_policing.core.paths import GEO
from community_policing.core.safe_text import printable

Numbers = NDArray[np.float64]
LAYER = f"{DISTRICTS}.geojson"
_CODE = re.compile(r"\bIQG[0-9]{2}Q[0-9]{2}\b", re.IGNORECASE)
_TITLES = frozenset({"district", "qada", "qadha", "qaza", "قضا", "قهزا", "قهزاي"})  # as `words` leaves them


class Placement(NamedTuple):
    """The district of a point; `likely` where no border, but only the nearest district's point, says so."""

    code: str
    likely: bool


def resolve(text: str) -> Match:
    """Any spelling or P-code of a district, alone or together; no name is that of two districts.

    Refused, with a reason in the language in force, are unknown names and codes, and a code that contradicts a name or
    another code.  Nothing is guessed.
    """
    return _resolved(unicodedata.normalize("NFC", text.strip()), language())


@lru_cache(maxsize=4096)
def _resolved(text: str, _language: str) -> Match:
    codes = list(dict.fromkeys(code.upper() for code in _CODE.findall(text)))
    name = _CODE.sub("", text).strip(" ()[]-–,;:/")
    known = [code for code in codes if code in districts()]
    plain = _plain(name)
    named = _spellings().get(plain, "")
    if len(known) < len(codes) or (plain and not named) or not (known or named):
        return Match(None, False, _why_unknown(name if len(known) == len(codes) else text))
    if len({*known, *filter(None, [named])}) > 1:
        return Match(None, False, t("“{value}” means several districts. Keep one.", value=printable(text)))
    code = named or known[0]
    return Match(code, not plain or name in (districts()[code].name_en, districts()[code].name_ar))


def nearest(name: str, governorate: str = "") -> str:
    """The code of the district that the name may be a slip for, in the governorate where one is given; "" for none."""
    places = {plain: code for plain, code in _spellings().items() if code.startswith(governorate)}
    near = get_close_matches(_plain(name), places, n=1, cutoff=0.75)
    return places[near[0]] if near else ""


def _why_unknown(name: str) -> str:
    if code := nearest(name):
        return t(
            "“{value}” is not the name of a district. If you meant {name}, write that.",
            value=printable(name),
            name=districts()[code].name_en,
        )
    return t(
        "“{value}” is not the name of a district. Write it as in geo/districts.csv, or its P-code.",
        value=printable(name),
    )


@cache
def _spellings() -> Mapping[str, str]:
    """Every spelling made plain -> code; a test holds that none is shared."""
    return {
        _plain(name): code
        for code, district in districts().items()
        for name in (district.name_en, district.name_ar, *district.spellings)
    }


def _plain(text: str) -> str:
    return "".join(word for word in words(text) if word not in _TITLES)


def is_district(code: str) -> bool:
    """Whether it is the code of a district, and of no governorate."""
    return code in districts()


def district_name(code: str, likely: bool = False) -> str:
    """The district's name in the language in force, in English where that has none, and whether it is only likely; "" reads
    "Not on record"."""
    district = districts().get(code)
    if district is None:
        return code or t("Not on record")
    name = district.name_ar if language() == "ar" else district.name_en
    return t("{name} (likely)", name=name) if likely else name


def district_of(latitude: float, longitude: float, governorate: str = "") -> Placement | None:
    """The district of a point.

    Parameters
    ----------
    latitude, longitude
        Degrees, WGS 84.
    governorate
        Its governorate as recorded; the one that the point lies in where none is.

    Returns
    -------
    Placement | None
        By the borders of a reader's own file, within 2 km of them; else, likely, the district of the governorate that has
        the nearest point.  None outside Iraq.
    """
    governorate = governorate or governorate_at(longitude, latitude) or ""
    codes, likely = districts_of(np.array([latitude]), np.array([longitude]), np.array([governorate], dtype=object))
    return Placement(codes[0], bool(likely[0])) if codes[0] else None


def districts_of(
    latitude: Numbers, longitude: Numbers, governorate: NDArray[np.object_]
) -> tuple[NDArray[np.object_], NDArray[np.bool_]]:
    """The district of each of many points, by its governorate's P-code: the codes ("" without a governorate), and which of
    them are only likely."""
    codes, likely = np.full(len(latitude), "", dtype=object), np.zeros(len(latitude), dtype=bool)
    for pcode in {district.pcode for district in districts().values()} & set(governorate.tolist()):
        own = [code for code in districts() if code.startswith(pcode)]
        at = np.flatnonzero(governorate == pcode)
        near = np.array([_distances(latitude[at], longitude[at], code) for code in own])
        drawn = _drawn(latitude[at], longitude[at], own)
        codes[at] = np.where(drawn == "", np.array(own, dtype=object)[near.argmin(axis=0)], drawn)
        likely[at] = drawn == ""
    return codes, likely


def lies_elsewhere(latitude: float, longitude: float, code: str) -> str:
    """The code of the district that a point lies in where borders are there, and they put it over 2 km outside `code`; else ""."""
    from shapely.geometry import Point

    shapes = borders()
    if code not in shapes or shapes[code].dwithin(Point(longitude, latitude), TOLERANCE_DEGREES):
        return ""
    return str(_drawn(np.array([latitude]), np.array([longitude]), list(districts()))[0])


def _drawn(latitude: Numbers, longitude: Numbers, among: list[str]) -> NDArray[np.object_]:
    """The codes of the districts whose polygons cover the points, or are the nearest within 2 km; "" for none."""
    codes, shapes = np.full(len(latitude), "", dtype=object), borders()
    if not shapes:
        return codes
    from shapely import contains_xy, distance, points

    for code in among:
        codes[contains_xy(shapes[code], longitude, latitude)] = code
    beside = np.flatnonzero(codes == "")
    away = np.array([distance(shapes[code], points(longitude[beside], latitude[beside])) for code in among])
    near = away.min(axis=0) <= TOLERANCE_DEGREES
    codes[beside[near]] = np.array(among, dtype=object)[away.argmin(axis=0)[near]]
    return codes


def _distances(latitude: Numbers, longitude: Numbers, code: str) -> Numbers:
    """From each point to the nearest point of the district, in degrees of latitude; good within a governorate."""
    scale, places = np.cos(np.radians(latitude)), _points()[code]
    away = [np.hypot(latitude - north, scale * (longitude - east)) for north, east in places]
    return np.asarray(np.min(away, axis=0))


@cache
def _points() -> Mapping[str, list[tuple[float, float]]]:
    """Code -> latitude and longitude of a point inside the district, and of the towns that it is named after."""
    points = {code: [(district.latitude, district.longitude)] for code, district in districts().items()}
    with (GEO / "places.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            codes = {_spellings().get(_plain(row[name]), "") for name in ("name_en", "name_ar")}
            for code in codes:
                if code.startswith(row["pcode"]):
                    points[code].append((float(row["latitude"]), float(row["longitude"])))
    return points


@cache
def borders() -> Mapping[str, Any]:
    """Code -> polygon, as `make geo DISTRICTS=file` drew them; empty where nobody did."""
    if not (GEO / LAYER).is_file():
        return {}
    from shapely import prepare
    from shapely.geometry import shape  # 50 ms: only where a point must be placed

    layer = json.loads((GEO / LAYER).read_text("utf-8"))
    shapes = {feature["id"]: shape(feature["geometry"]) for feature in layer["features"]}
    prepare(list(shapes.values()))
    return shapes
