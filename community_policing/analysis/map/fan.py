"""Fan-out of overlapping markers: pixels by which each is moved aside, so that none hides another."""

from collections import Counter, defaultdict, deque
from functools import lru_cache
from math import pi

import numpy as np
from numpy.typing import NDArray

from community_policing.analysis.map.choropleth import Mark, growth
from community_policing.analysis.map.mercator import Numbers, girth, pixels

DISC = 14.5  # pixels, the mark of one forum with its halo
FARTHEST = 44.0  # pixels that a mark may be moved
STEPS, PULL = 120, 0.04  # rounds of pushing apart, and how strongly a mark is drawn to its own place meanwhile
MOVED = 3.0  # pixels from which on a mark counts as moved
_TURN = pi * (3 - 5**0.5)  # radians: marks of one place set out in directions that never repeat

Indices = NDArray[np.intp]
Offsets = tuple[tuple[int, int], ...]


def fanned(marks: tuple[Mark, ...], newest: tuple[Mark, ...], height: int) -> Offsets:
    """Return by how much marks move right and down on a map of that height; laid out with the newest, so that each stays,
    whatever becomes of its state."""
    marks, newest = (tuple(mark.standing for mark in each) for each in (marks, newest))
    others = Counter(marks) - Counter(newest)
    everyone = (*newest, *others.elements())
    moved: defaultdict[Mark, deque[tuple[int, int]]] = defaultdict(deque)
    for mark, offset in zip(everyone, _laid_out(everyone, height), strict=True):
        moved[mark].append(offset)
    return tuple(moved[mark].popleft() for mark in marks)


@lru_cache(maxsize=64)
def _laid_out(marks: tuple[Mark, ...], height: int) -> Offsets:
    """Marks that do not touch stay at their place.  The others push one another apart until they no longer overlap or one
    would come to lie farther than FARTHEST from its place, which happens where there are hundreds."""
    home = pixels([mark.longitude for mark in marks], [mark.latitude for mark in marks], girth(height))
    wide = np.array([DISC + growth(mark.count) for mark in marks])
    one, other = _near(home, wide)
    if not len(one):
        return ((0, 0),) * len(marks)
    # Points as complex numbers: half of what pairs of columns cost
    own = home[:, 0] + 1j * home[:, 1]
    at, room = own + 0.5 * np.exp(1j * _TURN * np.arange(len(marks))), (wide[one] + wide[other]) / 2
    for step in range(STEPS):
        across = at[one] - at[other]
        far = np.abs(across)
        close = np.flatnonzero(far < room)  # of many pairs that may touch, a few do
        away = np.maximum(far[close], 1e-6)
        push = across[close] * ((room[close] - away) / away / 2)
        np.add.at(at, one[close], push)
        np.subtract.at(at, other[close], push)
        if step < STEPS * 3 // 4:
            at += PULL * (own - at)
        elif not len(close):  # nothing moves any more
            break
    moved = at - own
    length = np.maximum(np.abs(moved), 1e-6)
    moved *= np.minimum(1, FARTHEST / length) * (length >= MOVED)
    return tuple((round(each.real), round(each.imag)) for each in moved.tolist())


def _near(home: Numbers, wide: Numbers) -> tuple[Indices, Indices]:
    """The pairs of marks that may come to touch."""
    one, other = np.triu_indices(len(home), 1)
    far = np.hypot(*(home[one] - home[other]).T)
    near = far < (wide[one] + wide[other]) / 2 + FARTHEST
    touching = far < (wide[one] + wide[other]) / 2
    return (one[near], other[near]) if touching.any() else (one[:0], other[:0])
