"""Label placement on a map: near the middle of a governorate, clear of markers and of one another, or left out."""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from types import MappingProxyType
from typing import TypeAlias

import numpy as np

from community_policing.analysis.map.choropleth import Mark, Shade, growth
from community_policing.analysis.map.fan import DISC, Offsets, fanned
from community_policing.analysis.map.mercator import Numbers, girth, pixels, spot
from community_policing.analysis.map.name_pictures import name_pictures
from community_policing.core.formats import quantity
from community_policing.core.geography import governorates, inside

Place: TypeAlias = tuple[float, float]  # longitude and latitude
LETTER, LINE = 7.0, 15.5  # pixels of a letter and of a line of text
ACROSS, DOWN = range(-120, 121, 6), range(-78, 79, 6)  # how far a name may be moved
TURNS = 12  # in which these ways are tried, since the first few mostly do
FAR = 90.0  # pixels of way beyond which a name is no longer its governorate's
BEYOND = 40.0  # pixels of way that it is worth to stay in the governorate
TOUCH = 10.0  # pixels squared of a mark or a name that a name may cover: a corner of its box, which holds no letter


def written(shade: Shade) -> str:
    """What stands on a governorate: its name and its figure, a dash where there is none; outside a choice the name alone."""
    if shade.kind == "outside":
        return shade.name
    return f"{shade.name}\n{quantity(None) if shade.kind == 'no_data' else shade.signs or shade.figure}"


@lru_cache(maxsize=64)
def placed(
    shades: tuple[Shade, ...], marks: tuple[Mark, ...], height: int
) -> Mapping[str, Place]:  # fmt: skip
    """P-code -> longitude and latitude of the middle of what is written there, on a map of the country of that height in
    pixels; without those that find no room.

    Those with most marks choose first.  A name goes where it covers no mark and no name that chose before, near its home and
    rather in its governorate than beyond; one that finds no such place gives way.
    """
    around = girth(height)
    discs = _discs(marks, fanned(marks, marks, height), around)
    kept: dict[str, tuple[Numbers, Numbers]] = {}
    for shade in sorted(shades, key=lambda each: _rank(each.pcode, marks)):
        home, size = _home(shade.pcode, around), _size(shade)
        taken = tuple(np.vstack([own, *(box[side] for box in kept.values())]) for side, own in enumerate(discs))
        for some in np.array_split(_nearest(shade.pcode, around), TURNS):
            free = np.flatnonzero(_covered(home + some, size, *taken) <= TOUCH)
            if len(free):
                kept[shade.pcode] = home + some[free[0]], size
                break
    return MappingProxyType(
        {pcode: spot(float(at[0]), float(at[1]), around) for pcode, (at, _) in sorted(kept.items())}
    )


def leads(shades: Sequence[Shade], labels: Mapping[str, Place], height: int) -> list[tuple[Place, Place]]:
    """List lines from a governorate to the edge of its name, where that stands beyond the border."""
    around, lines = girth(height), []
    for shade in shades:
        at = labels.get(shade.pcode)
        if at is None or inside(shade.pcode, np.array([at]))[0]:
            continue
        whole, middle = governorates()[shade.pcode], pixels([at[0]], [at[1]], around)[0]
        way = _home(shade.pcode, around) - middle
        part = float(np.min(_size(shade) / 2 / np.maximum(np.abs(way), 1e-6)))
        if part < 1:
            edge = middle + part * way
            lines.append(((whole.label_lon, whole.label_lat), spot(float(edge[0]), float(edge[1]), around)))
    return lines


def at_home(labels: Mapping[str, Place]) -> Mapping[str, Place]:
    """The names with those that stand beyond their border back on their own governorate: on a nearer map, where there is room,
    they would stand on another one."""
    own = governorates()
    return {
        pcode: at if inside(pcode, np.array([at]))[0] else (own[pcode].label_lon, own[pcode].label_lat)
        for pcode, at in labels.items()
    }


Boxes = tuple[Numbers, Numbers]  # middles and sizes
_WAYS: Numbers = np.array([(x, y) for x in ACROSS for y in DOWN], dtype=float)


def _rank(pcode: str, marks: Sequence[Mark]) -> tuple[int, int]:
    """When a governorate chooses: by its marks, then by its size."""
    return -sum(mark.count for mark in marks if mark.pcode == pcode), -governorates()[pcode].area_km2


def wide(text: str) -> float:
    """The pixels of its longest line; of a name that is a picture, its own."""
    pictures = name_pictures()
    widths = pictures.widths if pictures else {}
    return max(widths.get(line, LETTER * len(line)) for line in text.split("\n")) + 4


def _size(shade: Shade) -> Numbers:
    return np.array((wide(written(shade)), 2 * LINE))


def _home(pcode: str, around: float) -> Numbers:
    home = governorates()[pcode]
    return np.asarray(pixels([home.label_lon], [home.label_lat], around)[0])


@lru_cache(maxsize=256)
def _nearest(pcode: str, around: float) -> Numbers:
    """The ways from home, the nearest first; those beyond the border are farther."""
    places = [spot(x, y, around) for x, y in (_home(pcode, around) + _WAYS).tolist()]
    at_home, way = inside(pcode, np.array(places)), (_WAYS**2).sum(axis=1)
    order = np.argsort(way + np.where(at_home, 0, BEYOND**2), kind="stable")
    return np.asarray(_WAYS[order[(at_home | (way <= FAR**2))[order]]])


def _discs(marks: Sequence[Mark], moved: Offsets, around: float) -> Boxes:
    at = pixels([mark.longitude for mark in marks], [mark.latitude for mark in marks], around)
    wide = np.array([[DISC + growth(mark.count)] * 2 for mark in marks]).reshape(-1, 2)
    return at + np.array(moved, dtype=float).reshape(-1, 2), wide


def _covered(tried: Numbers, size: Numbers, at: Numbers, sizes: Numbers) -> Numbers:
    """For each place tried: the pixels that a box of that size shares with the other boxes."""
    apart = np.abs(tried[:, None, :] - at[None, :, :])
    shared = np.clip((size + sizes[None, :, :]) / 2 - apart, 0, np.minimum(size, sizes[None, :, :]))
    return np.asarray(shared.prod(axis=2).sum(axis=1))
