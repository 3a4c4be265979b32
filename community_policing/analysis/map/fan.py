"""Fan-out of overlapping markers: pixels by which each is moved aside, so that none hides another."""

from collections import Counter, defaultdict, deque
from functools import lru_cache
from math import cos, pi, sin

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
    at = home + [(0.5 * cos(_TURN * turn), 0.5 * sin(_TURN * turn)) for turn in range(len(marks))]
    room, everyone = (wide[one] + wide[other]) / 2, np.arange(len(marks))
    for step in range(STEPS):
        x, y = at.T
        across, down = x[one] - x[other], y[one] - y[other]
        squared = across * across + down * down
        close = np.flatnonzero(squared < room * room)  # of many pairs that may touch, a few do
        far = np.maximum(np.sqrt(squared[close]), 1e-6)
        share = (room[close] - far) / far / 2
        whose = np.concatenate((everyone, one[close], other[close]))
        pushes = (across[close] * share, down[close] * share)
        at = np.stack(
            [np.bincount(whose, np.concatenate((old, push, -push))) for old, push in zip((x, y), pushes, strict=True)],
            1,
        )
        if step < STEPS * 3 // 4:
            at += PULL * (home - at)
        elif not len(close):  # nothing moves any more
            break
    moved = at - home
    length = np.maximum(np.hypot(*moved.T), 1e-6)[:, None]
    moved *= np.minimum(1, FARTHEST / length) * (length >= MOVED)
    return tuple((int(x), int(y)) for x, y in np.rint(moved))


def _near(home: Numbers, wide: Numbers) -> tuple[Indices, Indices]:
    """The pairs of marks that may come to touch."""
    one, other = np.triu_indices(len(home), 1)
    far = np.hypot(*(home[one] - home[other]).T)
    near = far < (wide[one] + wide[other]) / 2 + FARTHEST
    touching = far < (wide[one] + wide[other]) / 2
    return (one[near], other[near]) if touching.any() else (one[:0], other[:0])
