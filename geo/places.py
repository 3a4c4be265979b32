"""Towns of Iraq from GeoNames: the capitals on the map, and plausible places for the demonstration data."""

from __future__ import annotations

import csv
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import borders
from layers import Names, feature
from shapely import Point
from shapely.geometry.base import BaseGeometry

Town = Mapping[str, Any]

# GeoNames' own first-level numbers -> P-code. Its 19, Halabja, is a district of Sulaymaniyah here.
ADMIN1 = {
    "01": "IQG01", "02": "IQG02", "03": "IQG03", "04": "IQG05", "05": "IQG06", "06": "IQG07", "07": "IQG08",
    "08": "IQG09", "09": "IQG17", "10": "IQG10", "11": "IQG11", "12": "IQG12", "13": "IQG13", "14": "IQG14",
    "15": "IQG15", "16": "IQG18", "17": "IQG04", "18": "IQG16", "19": "IQG06",
}  # fmt: skip
COLUMNS = ("geonames_id", "name_en", "name_ar", "pcode", "longitude", "latitude", "population")
_ARABIC = re.compile(r"[\u0621-\u063A\u0641-\u064A ]+")  # letters of Arabic itself: no Persian or Kurdish spelling
_TITLES = ("ناحية", "قضاء", "مركز")  # "subdistrict", "district", "centre of" before the name


class NamedPlace(NamedTuple):
    """Names kept by hand, and the P-code of the governorate whose capital it is ("" for none)."""

    names: Names
    capital_of: str


def pcode(town: Town) -> str:
    """The governorate that GeoNames codes a town to."""
    return ADMIN1[town["admin1code"]]


def point(town: Town) -> Point:
    """Where a town is, in degrees."""
    return Point(town["longitude"], town["latitude"])


def names(path: Path) -> dict[int, NamedPlace]:
    """place_names.csv, by GeoNames id."""
    with path.open(encoding="utf-8", newline="") as stream:
        return {
            int(row["geonames_id"]): NamedPlace(
                Names(row["name_en"], row["name_ar"], row["name_ckb"]), row["capital_of"]
            )
            for row in csv.DictReader(stream)
        }


def capital_features(named: Mapping[int, NamedPlace], towns: Iterable[Town]) -> list[dict[str, Any]]:
    """The 18 governorate capitals as points, in P-code order."""
    found = {}
    for town in towns:
        place = named.get(int(town["geonameid"]))
        if place and place.capital_of:
            found[place.capital_of] = (borders.rounded(point(town)), place.names)
    return [feature(code, at, called, pcode=code, n=n) for n, (code, (at, called)) in enumerate(sorted(found.items()))]


def rows(
    named: Mapping[int, NamedPlace], towns: Sequence[Town], governorates: Mapping[str, BaseGeometry]
) -> list[tuple[object, ...]]:
    """Towns whose governorate is the same by GeoNames' code and by our polygons, largest first in each governorate."""
    agreed = [town for town in towns if governorates[pcode(town)].covers(point(town))]
    agreed.sort(key=lambda town: (pcode(town), -town["population"], int(town["geonameid"])))
    return [_row(named.get(int(town["geonameid"])), town) for town in agreed]


def write(path: Path, table: Iterable[tuple[object, ...]]) -> None:
    """Write rows under COLUMNS."""
    with path.open("w", encoding="utf-8", newline="") as stream:
        out = csv.writer(stream, lineterminator="\n")
        out.writerow(COLUMNS)
        out.writerows(table)


def _row(place: NamedPlace | None, town: Town) -> tuple[object, ...]:
    english, arabic = (place.names.en, place.names.ar) if place else (_plain(town["name"]), _arabic(town))
    population = town["population"] or ""  # GeoNames writes 0 for "not known"
    return (town["geonameid"], english, arabic, pcode(town), town["longitude"], town["latitude"], population)


def _plain(name: str) -> str:
    """A transliterated name in plain letters: Al Fallūjah -> Al Fallujah."""
    letters = unicodedata.normalize("NFKD", name.translate(str.maketrans("‘’ʻʼł", "''''l")))
    return "".join(letter for letter in letters if not unicodedata.combining(letter)).lstrip("'")


def _arabic(town: Town) -> str:
    """The Arabic name among the alternate ones, or "" where all are in other languages."""
    spelled = [name for name in town["alternatenames"] if _ARABIC.fullmatch(name)]
    bare = [name for name in spelled if not name.startswith(_TITLES)]
    return min(bare or spelled, key=lambda name: (-name.startswith("ال"), len(name), name), default="")
