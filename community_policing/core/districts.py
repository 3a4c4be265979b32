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
from math import cos, hypot, radians
from typing import Any, NamedTuple

from community_policing.core.geography import (
    TOLERANCE_DEGREES,
    District,
    Match,
    districts,
    governorate_at,
    words,
)
from community_policing.core.i18n import language, t
from community_policing.core.paths import GEO
from community_policing.core.safe_text import printable

LAYER = "districts.geojson"  # there only where a reader's own file was given
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


def district_name(code: str) -> str:
    """The district's name in the language in force, in English where that has none; "" reads "Not on record"."""
    district = districts().get(code)
    if district is None:
        return code or t("Not on record")
    return district.name_ar if language() == "ar" else district.name_en


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
    inside = [district for district in districts().values() if district.pcode == governorate]
    if not inside:
        return None
    if code := _drawn(latitude, longitude, inside):
        return Placement(code, False)
    near = min(inside, key=lambda district: _distance(latitude, longitude, district.code))
    return Placement(near.code, True)


def lies_elsewhere(latitude: float, longitude: float, code: str) -> str:
    """The code of the district that a point lies in where borders are there, and they put it over 2 km outside `code`; else ""."""
    from shapely.geometry import Point

    shapes = borders()
    if code not in shapes or shapes[code].dwithin(Point(longitude, latitude), TOLERANCE_DEGREES):
        return ""
    return _drawn(latitude, longitude, list(districts().values()))


def _drawn(latitude: float, longitude: float, among: list[District]) -> str:
    """The code of the district whose polygon covers the point, or is the nearest within 2 km; "" for none."""
    shapes = borders()
    if not shapes:
        return ""
    from shapely.geometry import Point

    point = Point(longitude, latitude)
    away = {each.code: float(shapes[each.code].distance(point)) for each in among}
    code = min(away, key=lambda each: away[each])
    return code if away[code] <= TOLERANCE_DEGREES else ""


def _distance(latitude: float, longitude: float, code: str) -> float:
    """To the nearest point of the district, in degrees of latitude; good within a governorate."""
    scale = cos(radians(latitude))
    return min(hypot(latitude - north, scale * (longitude - east)) for north, east in _points()[code])


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
