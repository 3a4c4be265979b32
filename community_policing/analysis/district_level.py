"""Districts of the only governorate chosen: a figure by district as shades, rows and words, and where their names have room."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from math import hypot
from types import MappingProxyType
from typing import TypeAlias

import pandas as pd

from community_policing.analysis import insights
from community_policing.analysis.map import choropleth
from community_policing.analysis.map.choropleth import Mark, Shade, Step
from community_policing.analysis.map.fan import DISC, Offsets
from community_policing.analysis.map.labels import LINE, Place, wide, written
from community_policing.analysis.map.mercator import girth_near, pixels, spot
from community_policing.core import formats
from community_policing.core.districts import borders, district_name
from community_policing.core.geography import districts, extent, governorate_name
from community_policing.core.i18n import N_, listed, t
from community_policing.core.palette import Palette
from community_policing.measure.programme import Programme
from community_policing.measure.result import Result

LIKELY = N_(
    "“Likely”: of some of its rows no district is on record, and the nearest district's point to theirs is taken for it."
)


Names: TypeAlias = Mapping[str, Place]
Box: TypeAlias = tuple[float, float, float, float]
_WAYS = sorted(
    ((east, south) for east in range(-90, 91, 15) for south in range(-90, 91, 12)), key=lambda way: hypot(*way)
)


@dataclass(frozen=True)
class Level:
    """A figure by the districts of one governorate: on the map, in its legend, as a table, and as a finding."""

    pcode: str
    result: Result
    shades: tuple[Shade, ...]
    legend: tuple[Step, ...]
    rows: pd.DataFrame
    title: str
    note: str  # what “likely” means, where a district is
    tips: tuple[Shade, ...] = ()  # for the pointer, whichever districts are chosen; else the shades


def governorate_of(programme: Programme) -> str:
    """The only governorate chosen, where rows of it are known to lie in districts; else ""."""
    chosen = programme.scope.governorates
    known = len(chosen) == 1 and any(code.startswith(chosen[0]) for code in programme.districts)
    return chosen[0] if known else ""


def level(split: Result, programme: Programme, colours: Palette) -> Level | None:
    """The level of a figure split by district; None where it is not known by district."""
    pcode, likely = governorate_of(programme), _likely(split, programme)
    if not pcode or not split.split_known or split.value is None:
        return None
    own = [code for code in districts() if code.startswith(pcode)]
    shades = choropleth.shades_of(
        split, {code: district_name(code, code in likely) for code in own}, split.scope.districts, colours
    )
    return Level(
        pcode, split, shades, choropleth.legend(split, shades, colours), insights.map_rows(split, shades),
        t("{label} by district, {place}", label=split.label, place=governorate_name(pcode)),
        t(LIKELY) if likely.intersection(split.parts) else "",
    )  # fmt: skip


def sentence(split: Result, programme: Programme) -> str:
    """The parts in words, most first, what is not on record last; "" where nothing is known by district."""
    if not governorate_of(programme) or not split.split_known or not split.parts:
        return ""
    likely, unit = _likely(split, programme), split.indicator.unit
    ordered = sorted(split.parts.items(), key=lambda part: (not part[0], -part[1].low))
    parts = [
        t("{place} {figure}", place=district_name(code, code in likely), figure=formats.quantity(part, unit))
        for code, part in ordered
    ]
    note = [t(LIKELY)] if likely.intersection(split.parts) else []
    return " ".join([t("By district: {parts}.", parts=listed(parts)), *note])


def _likely(split: Result, programme: Programme) -> frozenset[str]:
    return programme.likely_districts(split.indicator.table)


@lru_cache(maxsize=64)
def placed(
    shades: tuple[Shade, ...], marks: tuple[Mark, ...], offsets: Offsets, height: int, room: float,
    beside: tuple[tuple[str, str, Place], ...] = (),
) -> Names:  # fmt: skip
    """Code -> longitude and latitude of what is written there, on a map that shows their governorate in that `room` of its height
    in pixels.  Those with a figure choose first, the place in their district next to its middle where no name and no mark is;
    else one where no name is; a name that finds neither is left out.  Of the names `beside`, of governorates around
    it (P-code, name, place), those that cover none stay."""
    around = girth_near(room * height, extent((shades[0].pcode[:5],)))
    at = pixels([mark.longitude for mark in marks], [mark.latitude for mark in marks], around)
    discs = [(x + aside[0], y + aside[1], DISC / 2, DISC / 2) for (x, y), aside in zip(at, offsets, strict=True)]
    kept: dict[str, Box] = {}
    for shade in sorted(shades, key=lambda each: ("value", "zero", "no_data", "outside").index(each.kind)):
        free = [box for box in _boxes(shade, around) if not any(_cover(box, other) for other in kept.values())]
        clear = [box for box in free if not any(_cover(box, disc) for disc in discs)]
        if free:
            kept[shade.pcode] = (clear or free)[0]
    names = {code: spot(x, y, around) for code, (x, y, *_) in kept.items()}
    for pcode, name, place in beside:
        (x, y), (across, down) = pixels([place[0]], [place[1]], around)[0].tolist(), _half(name)
        if not any(_cover((x, y, across, down), other) for other in kept.values()):
            names[pcode] = place
    return MappingProxyType(names)


def _boxes(shade: Shade, around: float) -> list[Box]:
    """Where its name may stand, the nearest to the district's own point first: middle, and half of its size, in pixels."""
    home, shape = districts()[shade.pcode], borders().get(shade.pcode)
    x, y = pixels([home.longitude], [home.latitude], around)[0].tolist()
    size = _half(written(shade))
    tried = [(x + east, y + south) for east, south in _WAYS]
    from shapely import contains_xy  # only where borders are drawn

    inside = [each for each in tried if shape is None or contains_xy(shape, *spot(*each, around))]
    return [(*each, *size) for each in dict.fromkeys(((x, y), *inside))]


def _half(text: str) -> tuple[float, float]:
    """Half of the width and of the height of what is written, in pixels."""
    return wide(text) / 2, LINE * len(text.split("\n")) / 2


def _cover(one: Box, other: Box) -> bool:
    return abs(one[0] - other[0]) < one[2] + other[2] and abs(one[1] - other[1]) < one[3] + other[3]


def beneath(shades: Sequence[Shade], pcode: str, ground: str) -> tuple[Shade, ...]:
    """The governorates, the one whose districts are drawn over it in the colour of the ground: their borders are not its own."""
    return tuple(replace(shade, colour=ground) if shade.pcode == pcode else shade for shade in shades)
