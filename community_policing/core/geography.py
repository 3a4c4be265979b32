"""Governorates of Iraq: any spelling or code -> (P-code, exact), points -> P-codes, and the map layers' names."""

import csv
import json
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache, lru_cache
from types import MappingProxyType
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from community_policing.core.i18n import N_, language, name_order, t
from community_policing.core.paths import GEO
from community_policing.core.safe_text import printable

LAYERS: Mapping[str, str] = MappingProxyType(
    {
        name: f"{name}.geojson"
        for name in ("governorates_med", "governorates_low", "country", "neighbours", "rivers", "lakes", "capitals")
    }
)
DISTRICTS = "districts"  # the layer that is there only where `make geo DISTRICTS=file` drew a reader's own file
# The layers' borders lie 1.6 km (median) from the official ones: a point 2 km from a border may belong to either side.
TOLERANCE_DEGREES = 0.02

_CODE = re.compile(r"\b(?:IQG[0-9]{2}|IQ-G[0-9]{2}|IQ-[A-Z]{2})\b", re.IGNORECASE)
_OLD_ISO = {"IQ-TS": "IQ-KI"}  # At-Ta'mim, since 2006 Kirkuk
# Letters that Arabic, Persian and Kurdish keyboards swap; hamza and tatweel go.
_ALIKE = str.maketrans(
    {"ٱ": "ا", "ى": "ي", "ی": "ي", "ێ": "ي", "ک": "ك", "ة": "ه", "ە": "ه", "ہ": "ه", "ھ": "ه", "ۆ": "و", "ڕ": "ر"}
    | {"ڵ": "ل", "ء": None, "ـ": None}
)
_ARTICLES = frozenset({"al", "an", "ar", "as", "ash", "at", "ad", "az", "el", "ال"})
_TITLES = frozenset({"governorate", "province", "muhafazat", "محافظه", "پاريزگا", "پاريزگاي"})  # as _plain leaves them


@dataclass(frozen=True)
class Governorate:
    """One governorate as geo/governorates.csv has it; label_lon and label_lat are where its name fits on a map."""

    pcode: str
    name_en: str
    name_ar: str
    name_ckb: str
    iso_3166_2: str
    capital: str
    area_km2: int
    legacy_2014_code: str
    spellings: tuple[str, ...]
    label_lon: float
    label_lat: float


class Town(NamedTuple):
    """A town, as geo/places.csv has it, and its governorate."""

    pcode: str
    name_en: str
    name_ar: str
    name_ckb: str


class District(NamedTuple):
    """A district, as geo/districts.csv has it, with a point inside it; its code begins with its governorate's."""

    code: str
    name_en: str
    name_ar: str
    spellings: tuple[str, ...]
    latitude: float
    longitude: float

    @property
    def pcode(self) -> str:
        """The P-code of its governorate."""
        return self.code[:5]


class Match(NamedTuple):
    """What a cell means: a P-code, or None with the reason; `exact` when it is our own name or a current P-code."""

    pcode: str | None
    exact: bool
    reason: str = ""


@cache
def governorates() -> Mapping[str, Governorate]:
    """P-code -> governorate, in the order of the P-codes."""
    with (GEO / "governorates.csv").open(encoding="utf-8", newline="") as file:
        rows = [_governorate(row) for row in csv.DictReader(file)]
    return MappingProxyType({row.pcode: row for row in sorted(rows, key=lambda row: row.pcode)})


def _governorate(row: dict[str, str]) -> Governorate:
    return Governorate(
        row["pcode"], row["name_en"], row["name_ar"], row["name_ckb"], row["iso_3166_2"], row["capital"],
        int(row["area_km2"]), row["legacy_2014_code"], tuple(row["spellings"].split("|")),
        float(row["label_lon"]), float(row["label_lat"]),
    )  # fmt: skip


def resolve(text: str) -> Match:
    """Any spelling, P-code, ISO or pre-2019 code of a governorate, alone or together with its name.

    Refused, with a reason in the language in force, are unknown names and codes, and a code that contradicts a name or
    another code.  Nothing is guessed.
    """
    return _resolved(unicodedata.normalize("NFC", text.strip()), language())


@lru_cache(maxsize=4096)
def _resolved(text: str, _language: str) -> Match:
    codes = _CODE.findall(text)
    coded = [_pcode(code.upper()) for code in codes]
    if "" in coded:
        unknown = codes[coded.index("")]
        return _refused(
            t("“{value}” is not the code of a governorate. Write one of IQG01 to IQG18.", value=printable(unknown))
        )
    rest = _CODE.sub("", text)
    name = _name(rest) if _plain(rest) else None
    if name and name.pcode is None:
        return name
    meant = list(dict.fromkeys([*coded, *([name.pcode] if name and name.pcode else [])]))
    if not meant:
        return _refused(t("The cell names no governorate. Write its name, or its P-code, IQG01 to IQG18."))
    if len(meant) > 1:
        return _refused(_contradiction(text, meant, named=name is not None))
    return Match(meant[0], all(code in governorates() for code in codes) and (name is None or name.exact))


def _refused(reason: str) -> Match:
    return Match(None, False, reason)


def _contradiction(text: str, meant: list[str], named: bool) -> str:
    """What to do about a text that means several governorates; where it holds a name, that name's comes last."""
    first, last = governorates()[meant[0]].name_en, governorates()[meant[-1]].name_en
    if named:
        return t(
            "“{value}” names {name} but its code is that of {other}. Correct one of the two.",
            value=text,
            name=last,
            other=first,
        )
    return t(
        "“{value}” holds the codes of {name} and {other}. Keep one.", value=printable(text), name=first, other=last
    )


def _pcode(code: str) -> str:
    """The current P-code of a code as P-code, as ISO 3166-2, or as before 2019 with its hyphen; "" when unknown."""
    if code in governorates():
        return code
    return _by("legacy_2014_code").get(code) or _by("iso_3166_2").get(_OLD_ISO.get(code, code), "")


@cache
def _by(field: str) -> Mapping[str, str]:
    return {getattr(place, field): pcode for pcode, place in governorates().items()}


def _name(text: str) -> Match:
    bare = text.strip(" ()[]-–,;:")
    for pcode, place in governorates().items():
        if bare in (place.name_en, place.name_ar, place.name_ckb):
            return Match(pcode, True)
    meant = _spellings().get(_plain(bare))
    return Match(meant, False) if meant else Match(None, False, _why_unknown(bare))


def _why_unknown(name: str) -> str:
    """What to do about a name that is no governorate's: it may be a town's, or nearly a governorate's."""
    plain = _plain(name)
    if plain in _HALABJA:
        return t("Halabja has no P-code of its own and is counted in Sulaymaniyah. Write IQG06 if that is meant.")
    if place := town(name):
        home = governorates()[place.pcode]
        return t(
            "“{value}” is a town. Write {name} if its governorate is meant.", value=printable(name), name=home.name_en
        )
    near = get_close_matches(plain, _spellings(), n=1, cutoff=0.75)
    if near:
        meant = governorates()[_spellings()[near[0]]]
        return t(
            "“{value}” is not the name of a governorate. If you meant {name}, write that.",
            value=printable(name),
            name=meant.name_en,
        )
    return t(
        "“{value}” is not the name of a governorate. Write it as in geo/governorates.csv, or its P-code.",
        value=printable(name),
    )


def town(name: str) -> Town | None:
    """The town of that name in geo/places.csv, in any spelling; None for any other."""
    return _towns().get(_plain(name))


@cache
def _towns() -> Mapping[str, Town]:
    """The towns' names made plain -> town; a name that towns of two governorates share is nobody's."""
    with (GEO / "places.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    kurdish = _kurdish_names()
    seen: dict[str, dict[str, Town]] = {}
    for row in rows:
        place = Town(row["pcode"], row["name_en"], row["name_ar"], kurdish.get(row["geonames_id"], ""))
        for name in filter(None, (place.name_en, place.name_ar, place.name_ckb)):
            seen.setdefault(_plain(name), {}).setdefault(place.pcode, place)
    return {name: next(iter(places.values())) for name, places in seen.items() if len(places) == 1}


@cache
def districts() -> Mapping[str, District]:
    """Code -> district, in the order of the codes."""
    with (GEO / "districts.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return MappingProxyType(
        {
            row["code"]: District(
                row["code"], row["name_en"], row["name_ar"], tuple(filter(None, row["spellings"].split("|"))),
                float(row["latitude"]), float(row["longitude"]),
            )
            for row in rows
        }
    )  # fmt: skip


@cache
def homes() -> Mapping[str, str]:
    """Every name of a town or district, made plain -> the P-code of its governorate; a name of two governorates is left out."""
    seen = {name: {place.pcode} for name, place in _towns().items()}
    for district in districts().values():
        for name in (district.name_en, district.name_ar, *district.spellings):
            seen.setdefault(_plain(name), set()).add(district.pcode)
    return MappingProxyType({name: next(iter(pcodes)) for name, pcodes in seen.items() if len(pcodes) == 1})


def home(name: str) -> str:
    """The P-code of the governorate that the town or district lies in, in any spelling; "" for any other name."""
    return homes().get(_plain(name), "")


def nearest(name: str) -> str:
    """The P-code of the governorate that the name may be a slip for, as its own or as that of a town or district."""
    places = {**homes(), **_spellings()}
    near = get_close_matches(_plain(name), places, n=1, cutoff=0.75)
    return places[near[0]] if near else ""


def _kurdish_names() -> Mapping[str, str]:
    with (GEO / "place_names.csv").open(encoding="utf-8", newline="") as file:
        return {row["geonames_id"]: row["name_ckb"] for row in csv.DictReader(file)}


@cache
def _spellings() -> Mapping[str, str]:
    """Every spelling made plain -> P-code; one that two governorates share is nobody's."""
    seen: dict[str, set[str]] = {}
    for pcode, place in governorates().items():
        for name in (place.name_en, place.name_ar, place.name_ckb, *place.spellings):
            seen.setdefault(_plain(name), set()).add(pcode)
    return {name: next(iter(pcodes)) for name, pcodes in seen.items() if len(pcodes) == 1}


def folded(text: str) -> str:
    """Fold a text for comparison: no case, no marks, and one letter for those that keyboards swap."""
    parted = text.casefold().replace("\u200c", " ")  # the joiner that Persian keyboards write between two words
    decomposed = unicodedata.normalize("NFKD", parted).translate(_ALIKE)
    return "".join(c for c in decomposed if unicodedata.category(c) not in {"Mn", "Cf", "Lm"} and c not in "'’‘`´")


def words(text: str) -> list[str]:
    """Its words without case, marks, punctuation, articles, "governorate", and the letters that keyboards swap."""
    parts = [word for word in re.split(r"[^\w]+|_", folded(text)) if word and word not in _TITLES]
    return [word.removeprefix("ال") for word in parts if word not in _ARTICLES] or parts


def _plain(text: str) -> str:
    return "".join(words(text))


_HALABJA = frozenset(map(_plain, ("Halabja", "Halabjah", "حلبجة", "هەڵەبجە")))


@cache
def _shapes() -> Mapping[str, Any]:
    from shapely import prepare
    from shapely.geometry import shape  # 50 ms: only where a point must be placed

    layer = json.loads((GEO / LAYERS["governorates_med"]).read_text("utf-8"))
    shapes = {feature["id"]: shape(feature["geometry"]) for feature in layer["features"]}
    prepare(list(shapes.values()))
    return shapes


def governorate_at(longitude: float, latitude: float, expected: str = "") -> str | None:
    """The P-code of the governorate the point lies in; `expected` wins within 2 km of its border; None outside Iraq."""
    from shapely.geometry import Point

    point = Point(longitude, latitude)
    if expected in _shapes() and _shapes()[expected].dwithin(point, TOLERANCE_DEGREES):
        return expected
    for pcode, shape in _shapes().items():
        if shape.covers(point):
            return pcode
    nearest = min(_shapes(), key=lambda pcode: float(_shapes()[pcode].distance(point)))
    return nearest if _shapes()[nearest].dwithin(point, TOLERANCE_DEGREES) else None


def inside(pcode: str, points: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Which of the points, each a longitude and a latitude, lie in that governorate."""
    from shapely import contains_xy

    return np.asarray(contains_xy(_shapes()[pcode], points[:, 0], points[:, 1]))


def in_iraq(longitude: float, latitude: float) -> bool:
    """Whether the point lies in Iraq or within 2 km of its border."""
    return governorate_at(longitude, latitude) is not None


@cache
def neighbours(pcode: str) -> tuple[str, ...]:
    """The governorates that share a border with this one, in the order of their P-codes."""
    mine = _shapes()[pcode]
    return tuple(other for other, shape in _shapes().items() if other != pcode and mine.intersection(shape).length > 0)


@lru_cache(maxsize=256)
def extent(pcodes: tuple[str, ...], margin: float = 0.12) -> tuple[float, float, float, float]:
    """West, south, east and north of those governorates together, in degrees, and that part of their width around them."""
    bounds = [_shapes()[pcode].bounds for pcode in pcodes]
    west, south = (min(bound[side] for bound in bounds) for side in (0, 1))
    east, north = (max(bound[side] for bound in bounds) for side in (2, 3))
    wide, high = margin * (east - west), margin * (north - south)
    return west - wide, south - high, east + wide, north + high


_SHIPPED = N_("Boundaries: Natural Earth, Baghdad adjusted with GeoNames (CC BY 4.0).")
_NO_ENDORSEMENT = N_(
    "Boundaries and names shown imply no official endorsement."
)  # ends every layer that geo/build.py makes


def attribution() -> str:
    """What a map of the governorates must say about the source of its borders (a reader's own differ in it)."""
    source = _stated().removesuffix(_NO_ENDORSEMENT).rstrip()
    return " ".join((t(_SHIPPED) if source == _SHIPPED else source, t(_NO_ENDORSEMENT)))


@cache
def _stated() -> str:
    return str(json.loads((GEO / LAYERS["governorates_med"]).read_text("utf-8"))["attribution"])


def governorate_name(pcode: str) -> str:
    """The governorate's name in the language in force; "" reads "Not on record"."""
    place = governorates().get(pcode)
    if place is None:
        return pcode or t("Not on record")
    return {"ar": place.name_ar, "ckb": place.name_ckb}.get(language(), place.name_en)


def governorate_order(pcode: str) -> Any:
    """The key that sorts governorates by their names in the language in force."""
    return name_order(governorate_name(pcode))


def place_name(pcode: str, place: str) -> str:
    """Name a place and its governorate, as far as they are on record; a place that is the governorate's own name is said once."""
    if not pcode:
        return place or t("place not recorded")
    governorate, home = governorate_name(pcode), governorates().get(pcode)
    once = place in ("", governorate) or (home is not None and place == home.name_en)
    return governorate if once else t("{name}, {place}", name=place, place=governorate)
