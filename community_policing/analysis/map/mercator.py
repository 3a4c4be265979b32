"""Web Mercator projection of a map that shows the country from its southern to its northern end."""

from collections.abc import Sequence
from math import asinh, atan, degrees, pi, radians, sinh, tan

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float64]
SOUTH, NORTH = 28.85, 37.55  # degrees that fill a map's height, with some air around the country
MIDDLE = 43.75  # the meridian through its middle


def northing(latitude: float) -> float:
    """Return how far north of the equator a latitude lies, in parts of the globe's girth."""
    return asinh(tan(radians(latitude))) / (2 * pi)


HEIGHT = northing(NORTH) - northing(SOUTH)


def girth(height: int) -> float:
    """Return the pixels around the globe on a map of the country of that height."""
    return height / HEIGHT


def girth_near(height: float, bounds: tuple[float, float, float, float]) -> float:
    """Return the same on a map of those bounds (west, south, east, north), at least as wide as it is high."""
    west, south, east, north = bounds
    return height / max(northing(north) - northing(south), (east - west) / 360)


def pixels(longitudes: Sequence[float], latitudes: Sequence[float], around: float) -> Numbers:
    """Return x and y of each place, y from the equator down, on a globe of so many pixels `around`."""
    at = [(around * x / 360, -around * northing(y)) for x, y in zip(longitudes, latitudes, strict=True)]
    return np.array(at, dtype=float).reshape(-1, 2)


def spot(x: float, y: float, around: float) -> tuple[float, float]:
    """Return the longitude and latitude of a pixel."""
    return round(360 * x / around, 3), round(degrees(atan(sinh(-2 * pi * y / around))), 3)
