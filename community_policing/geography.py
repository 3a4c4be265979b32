"""Governorates of Iraq: any spelling or code -> (P-code, exact), points -> P-codes, and the map layers' names."""

import csv
import json
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple

from community_policing.text import t

GEO = Path(__file__).resolve().parent.parent / "geo"
LAYERS: Mapping[str, str] = MappingProxyType(
    {
        name: f"{name}.geojson"
        for name in ("governorates_med", "governorates_low", "country", "neighbours", "rivers", "lakes", "capitals")
    }
)
# The layers' borders lie 1.9 km (median) from the official ones: a point this near to a border may belong to either side.
TOLERANCE_DEGREES = 0.02

_CODE = re.compile(r"\bIQG(\d{2})\b", re.IGNORECASE)
_LEGACY = re.compile(r"\bIQ-G(\d{2})\b", re.IGNORECASE)
_ISO = re.compile(r"\bIQ-([A-Z]{2})\b", re.IGNORECASE)
_OLD_ISO = {"IQ-TS": "IQ-KI"}  # At-Ta'mim, since 2006 Kirkuk
_ALIKE = str.maketrans("أإآٱىيکةەۆێ", "اااايیكههوی".replace("ی", "ي"))


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


@cache
def resolve(text: str) -> Match:
    """Any spelling, P-code, ISO or pre-2019 code of a governorate, alone or together with its name.

    Refused, with the reason, are unknown names and a code that contradicts a name.  Nothing is guessed.
    """
    text = unicodedata.normalize("NFC", text.strip())
    code, exact, rest = _code(text)
    if code == "":
        return Match(None, False, t("“{value}” is not one of the codes IQG01 to IQG18.", value=text))
    name = _name(rest) if _plain(rest) else None
    if code is None:
        return name or Match(None, False, t("It names no governorate."))
    if name is None:
        return Match(code, exact)
    if name.pcode is None:
        return name
    if name.pcode != code:
        mine, yours = governorates()[name.pcode].name_en, governorates()[code].name_en
        return Match(None, False, t("“{value}” names {name} but its code is that of {other}. Correct one of the two.",
                                    value=text, name=mine, other=yours))  # fmt: skip
    return Match(code, exact and name.exact)


def _code(text: str) -> tuple[str | None, bool, str]:
    """(P-code or None, whether it is current, the text without it); "" for a code that does not exist."""
    if found := _CODE.search(text):
        code = found[0].upper()
        return (code if code in governorates() else ""), True, text.replace(found[0], "")
    if found := _LEGACY.search(text):
        return _by("legacy_2014_code").get(found[0].upper(), ""), False, text.replace(found[0], "")
    if found := _ISO.search(text):
        iso = found[0].upper()
        return _by("iso_3166_2").get(_OLD_ISO.get(iso, iso), ""), False, text.replace(found[0], "")
    return None, False, text


@cache
def _by(field: str) -> Mapping[str, str]:
    return {getattr(place, field): pcode for pcode, place in governorates().items()}


def _name(text: str) -> Match:
    bare = text.strip(" ()[]-–,;:")
    for pcode, place in governorates().items():
        if bare in (place.name_en, place.name_ar, place.name_ckb):
            return Match(pcode, True)
    known = _spellings()
    plain = _plain(bare)
    if plain in known:
        return Match(known[plain], False)
    near = get_close_matches(plain, known, n=1, cutoff=0.75)
    hint = t(" Did you mean {name}?", name=governorates()[known[near[0]]].name_en) if near else ""
    return Match(None, False, t("“{value}” is not known as a governorate.", value=bare) + hint)


@cache
def _spellings() -> Mapping[str, str]:
    """Every spelling made plain -> P-code; one that two governorates share is nobody's."""
    seen: dict[str, set[str]] = {}
    for pcode, place in governorates().items():
        for name in (place.name_en, place.name_ar, place.name_ckb, *place.spellings):
            seen.setdefault(_plain(name), set()).add(pcode)
    return {name: next(iter(pcodes)) for name, pcodes in seen.items() if len(pcodes) == 1}


def _plain(text: str) -> str:
    """Without case, marks, punctuation, article and the letters that Arabic and Kurdish keyboards swap."""
    text = text.translate(_ALIKE).replace("ـ", "")
    letters = "".join(c for c in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(c))
    words = re.sub(r"[^\w]+", " ", letters.replace("'", "").replace("’", "").replace("‘", "")).split()
    if len(words) > 1 and words[0] in {"al", "an", "as", "at", "ad"}:
        words = words[1:]
    return "".join(words).removeprefix("ال")


@cache
def _shapes() -> Mapping[str, Any]:
    from shapely.geometry import shape  # 50 ms: only where a point must be placed

    layer = json.loads((GEO / LAYERS["governorates_med"]).read_text("utf-8"))
    return {feature["id"]: shape(feature["geometry"]) for feature in layer["features"]}


def governorate_at(longitude: float, latitude: float, expected: str = "") -> str | None:
    """The P-code of the governorate the point lies in; `expected` wins within 2 km of its border; None outside Iraq."""
    from shapely.geometry import Point

    point = Point(longitude, latitude)
    if expected and _shapes()[expected].distance(point) <= TOLERANCE_DEGREES:
        return expected
    nearest = min(_shapes(), key=lambda pcode: _shapes()[pcode].distance(point))
    return nearest if _shapes()[nearest].distance(point) <= TOLERANCE_DEGREES else None


def in_iraq(longitude: float, latitude: float) -> bool:
    """Whether the point lies in Iraq or within 2 km of its border."""
    return governorate_at(longitude, latitude) is not None


@cache
def neighbours(pcode: str) -> tuple[str, ...]:
    """The governorates that share a border with this one, in the order of their P-codes."""
    mine = _shapes()[pcode]
    return tuple(other for other, shape in _shapes().items() if other != pcode and mine.distance(shape) == 0)
