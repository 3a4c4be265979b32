"""Label placement on a map: near the middle of a governorate, clear of markers and of one another."""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from math import asinh, atan, degrees, pi, radians, sinh, tan
from types import MappingProxyType
from typing import Any

import numpy as np
from numpy.typing import NDArray

from community_policing.analysis.map.choropleth import Mark, Shade, growth
from community_policing.core.formats import quantity
from community_policing.core.geography import governorate_at, governorates

# The globe's girth in heights of a map that shows the country; nearer by, marks move apart.
WORLD = 512 * 2**5.35 / 600
LETTER, LINE = 7.6, 17.0  # pixels of a letter and of a line of text
DISC = 18.0  # pixels, the mark of one forum with its halo
ACROSS, DOWN = range(-45, 46, 9), range(-45, 46, 9)  # how far a name may be moved
FAR = 0.09  # what a pixel squared of way costs, beside one that covers a mark
OTHERS = 2.5  # what a pixel squared on another name costs
Numbers = NDArray[np.float64]


def written(shade: Shade) -> str:
    """What stands on a governorate: its name and its figure, a dash where there is none; outside a choice the name alone."""
    if shade.kind == "outside":
        return shade.name
    return f"{shade.name}\n{quantity(None) if shade.kind == 'no_data' else shade.figure}"


@lru_cache(maxsize=64)
def placed(
    shades: tuple[Shade, ...], marks: tuple[Mark, ...], height: int
) -> Mapping[str, tuple[float, float]]:  # fmt: skip
    """P-code -> longitude and latitude of the middle of what is written there, on a map of that height in pixels.

    One name after the other goes where it covers least of marks and names and is not far from home, twice over.
    """
    world, homes = WORLD * height, [governorates()[shade.pcode] for shade in shades]
    middles = _pixels([home.label_lon for home in homes], [home.label_lat for home in homes], world)
    sizes = np.array([(LETTER * len(shade.name), 2 * LINE) for shade in shades]).reshape(-1, 2)
    discs = _pixels([mark.longitude for mark in marks], [mark.latitude for mark in marks], world)
    wide = np.array([[DISC + growth(mark.count)] * 2 for mark in marks]).reshape(-1, 2)
    at = middles.copy()
    for turn in range(2 * len(shades)):
        place = turn % len(shades)
        tried = middles[place] + _WAYS
        others = np.arange(len(shades)) != place
        cost = FAR * (_WAYS**2).sum(axis=1) + _covered(tried, sizes[place], discs, wide)
        cost += OTHERS * _covered(tried, sizes[place], at[others], sizes[others])
        at[place] = _best(tried, cost, shades[place].pcode, world)
    return MappingProxyType(
        {shade.pcode: _degrees(x, y, world) for shade, (x, y) in zip(shades, at.tolist(), strict=True)}
    )


_WAYS: Numbers = np.array([(x, y) for x in ACROSS for y in DOWN], dtype=float)


def _best(tried: Numbers, cost: Numbers, pcode: str, world: float) -> Numbers:
    """The cheapest place inside the governorate; where there is none, home."""
    for way in np.argsort(cost, kind="stable"):
        x, y = tried[way].tolist()
        if not _WAYS[way].any() or governorate_at(*_degrees(x, y, world), expected=pcode) == pcode:
            return np.array((x, y))
    return np.array(tried[len(tried) // 2])


def _covered(tried: Numbers, size: Numbers, at: Numbers, sizes: Numbers) -> Numbers:
    """For each place tried: the pixels that a box of that size shares with the other boxes."""
    apart = np.abs(tried[:, None, :] - at[None, :, :])
    shared = np.clip((size + sizes[None, :, :]) / 2 - apart, 0, np.minimum(size, sizes[None, :, :]))
    return np.asarray(shared.prod(axis=2).sum(axis=1))


def _pixels(longitudes: Sequence[float], latitudes: Sequence[float], world: float) -> Numbers:
    """Web Mercator, y from the equator down."""
    pixels: list[Any] = [
        (world * east / 360, -world * asinh(tan(radians(north))) / (2 * pi))
        for east, north in zip(longitudes, latitudes, strict=True)
    ]
    return np.array(pixels, dtype=float).reshape(-1, 2)


def _degrees(x: float, y: float, world: float) -> tuple[float, float]:
    return round(360 * x / world, 3), round(degrees(atan(sinh(-2 * pi * y / world))), 3)
