"""Choropleth of governorates: classes, shades and markers, shared by the WebGL map and the drawn one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from math import ceil, sqrt
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from community_policing.analysis import fora as fora_in_words
from community_policing.core import formats
from community_policing.core.formats import in_signs, number, quantity, whole_range
from community_policing.core.geography import governorate_name, governorates
from community_policing.core.i18n import joined, listed, n, plural, t
from community_policing.core.palette import Palette
from community_policing.core.quantity import Suppressed
from community_policing.measure.forum_lives import STATES, ForumLife, forum_lives
from community_policing.measure.programme import Programme
from community_policing.measure.result import Result

KINDS = ("iom", "police", "planned")
SILENT = ("dormant", "never_met")  # states of fora that have a sign on their mark; one that meets has none
MARKS_MOST = 400  # marks that travel fast and can be told apart
TOGETHER_MOST = 240  # marks that stand for several places, which are larger
# Sides in degrees; in the widest a governorate is one
CELLS = (0.05, 0.1, 0.15, 0.2, 0.3, 0.4, 0.6, 0.8, 1.6, 3.2, 6.4)
KM_PER_DEGREE = 111
# Parts of a cell, so that no kind hides another
ASIDE = {"iom": (-0.14, 0.0), "police": (0.14, 0.0), "planned": (0.0, -0.16)}
NAMED = 6  # names that a tooltip holds
APART_MOST = 8  # fora at one place that have a mark each; more of them share one


@dataclass(frozen=True)
class Shade:
    """One governorate, or district by its code: its figure as text, its colour, and why (`value`, `zero`, `no_data`, `outside`);
    and the figure in signs, as a map writes it, where the text has words."""

    pcode: str
    name: str
    figure: str
    colour: str
    kind: str
    signs: str = ""


@dataclass(frozen=True)
class Step:
    """One line of the legend."""

    colour: str
    label: str
    kind: str


@dataclass(frozen=True)
class Mark:
    """Fora of one kind and state at one place: `iom`, `police` or `planned`, never mixed.  `state` is "" where nobody records
    whether they meet, where this reader is not told, and of planned ones."""

    kind: str
    pcode: str
    longitude: float
    latitude: float
    count: int
    label: str
    within_km: int = 0  # about how far apart its fora are at most; 0 where they are at one place
    centred: bool = False  # stands at its governorate's middle, since its place is not shown
    state: str = ""

    @property
    def standing(self) -> "Mark":
        """The same mark without what changes from date to date while it stands where it is: by this it is laid out."""
        return replace(self, label=self.label.partition("\n")[0], state="")


def steps(result: Result, colours: Palette, highest: int = 0) -> tuple[Step, ...]:
    """The classes of the values above zero: whole numbers in at most five equal steps, the first lightest and the last darkest;
    a step alone is the lightest, so that one forum does not look like ten.

    `highest`: the highest value of all maps that share one scale; without it, the result's own.
    """
    highest = highest or top(result)
    wide = width(highest, colours)
    unit = " %" if result.indicator.unit == "percent" else ""
    starts = range(1, highest + 1, wide)
    shift = (len(colours.ramp) - 1) / max(len(starts) - 1, 1)
    classes = []
    for place, start in enumerate(starts):
        label = whole_range(start, start + wide - 1)
        colour = colours.ramp[round(place * shift)]
        classes.append(Step(colour, label + unit, "value"))
    return tuple(classes)


def top(result: Result) -> int:
    """The highest value of any place, in whole numbers."""
    return ceil(max((part.low for key, part in result.parts.items() if key), default=0.0))


def width(highest: int, colours: Palette) -> int:
    """How many whole numbers a step holds."""
    return max(1, ceil(highest / len(colours.ramp)))


def shades(result: Result, colours: Palette, highest: int = 0) -> tuple[Shade, ...]:
    """One shade for each governorate, in the order of the P-codes; `highest` as in `steps`."""
    names = {pcode: governorate_name(pcode) for pcode in governorates()}
    return shades_of(result, names, result.scope.governorates, colours, highest)


def shades_of(
    result: Result, names: Mapping[str, str], chosen: Sequence[str], colours: Palette, highest: int = 0
) -> tuple[Shade, ...]:
    """One shade for each of those keys; where some are chosen the others are outside."""
    classes = steps(result, colours, highest)
    wide = width(highest or top(result), colours)
    return tuple(
        _shade(result, (key, name), bool(chosen) and key not in chosen, classes, wide, colours)
        for key, name in names.items()
    )


def _shade(
    result: Result, place: tuple[str, str], outside: bool, classes: tuple[Step, ...], width: int, colours: Palette
) -> Shade:
    pcode, name = place
    if outside:
        return Shade(pcode, name, t("outside this selection"), colours.outside, "outside")
    part = result.part(pcode)
    if isinstance(part, Suppressed):  # in the lowest class: few, perhaps none, and not unknown
        lowest = classes[0].colour if classes else colours.zero
        return Shade(pcode, name, quantity(part), lowest, "value", in_signs(part))
    if part is None or (part.low == 0 and not part.exact):
        return Shade(pcode, name, t("no data"), colours.no_data, "no_data")
    figure, signs = quantity(part, result.indicator.unit), in_signs(part, result.indicator.unit)
    if part.low == 0:
        return Shade(pcode, name, figure, colours.zero, "zero", signs)
    step = classes[min(int((ceil(part.low) - 1) // width), len(classes) - 1)]
    return Shade(pcode, name, figure, step.colour, "value", signs)


def ink(ground: str, colours: Palette) -> str:
    """Text or page colour, whichever has the higher contrast on the ground (WCAG)."""
    return max((colours.text, colours.page), key=lambda written: _contrast(written, ground))


def _contrast(one: str, other: str) -> float:
    dark, light = sorted((_light(one), _light(other)))
    return (light + 0.05) / (dark + 0.05)


def _light(colour: str) -> float:
    """Relative luminance, from 0 to 1."""
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def legend(result: Result, shades: tuple[Shade, ...], colours: Palette, highest: int = 0) -> tuple[Step, ...]:
    """The legend's lines: what is there, and always zero and no data apart from each other; `highest` as in `steps`."""
    fixed = [Step(colours.zero, t("none"), "zero"), Step(colours.no_data, t("no data"), "no_data")]
    if any(shade.kind == "outside" for shade in shades):
        fixed.append(Step(colours.outside, t("outside this selection"), "outside"))
    return (*fixed, *steps(result, colours, highest))


def marks(programme: Programme) -> tuple[Mark, ...]:
    """Fora with a point on record: a mark for each, or one for each kind and place where a place has many; those without a
    point are in the table only.

    Where that would be more than MARKS_MOST marks, fora of one kind and governorate in one cell of a grid share a mark in the
    middle of them, set a little aside by kind; the cells are as small as TOGETHER_MOST marks allow.
    """
    fora = _pointed(programme)
    group, place, side = _grouped(*(fora[name] for name in ("who", "pcode", "longitude", "latitude")))
    order, count = np.argsort(group, kind="stable"), np.bincount(group)
    begins = np.cumsum(count) - count
    first = order[begins]
    apart = np.bincount(group, place != place[first[group]]) > 0
    east, north = (
        np.where(apart, np.bincount(group, fora[name]) / count, fora[name][first]) for name in ("longitude", "latitude")
    )
    each = len(group) <= MARKS_MOST
    markers = [
        mark
        for kind, pcode, x, y, start, size, far in zip(
            fora["kind"][first], fora["pcode"][first], east.tolist(), north.tolist(), begins.tolist(), count.tolist(),
            apart.tolist(), strict=True,
        )
        for mark in _marks(
            str(kind), str(pcode), (x, y), fora["name"][order[start : start + size]].tolist(), side if far else 0.0,
            each, _centred(programme, str(pcode), x, y), fora["life"][order[start : start + size]].tolist(),
        )
    ]  # fmt: skip
    return tuple(sorted(markers, key=lambda mark: (KINDS.index(mark.kind), mark.longitude, mark.latitude)))


def states_said(marks: Sequence[Mark]) -> str:
    """How many of the fora on a map are in each state, for who cannot tell the signs apart; "" where none is told."""
    counts = {state: sum(mark.count for mark in marks if mark.state == state) for state in ("active", *SILENT)}
    told = [fora_in_words.counted(f"fora_{state}", count, number(count)) for state, count in counts.items() if count]
    return t("Of the fora on the map {states}.", states=joined(told)) if told else ""


def growth(count: int) -> float:
    """How many pixels wider a mark of so many fora is than that of one: its area grows with them, up to a point."""
    return round(min(3 * (sqrt(count) - 1), 11.0), 1)


def _pointed(programme: Programme) -> dict[str, NDArray[Any]]:
    """Kind, governorate, point, name and life of the fora with a point on record that stand or are planned on the day; `who` is
    their kind with their state."""
    day = np.datetime64(programme.as_of)
    established, closed, planned_for, plan_from = programme.columns(
        "fora", "established_on", "closed_on", "planned_for", "plan_from"
    )
    longitude, latitude, by, forum, place = programme.columns(
        "fora", "longitude", "latitude", "established_by", "forum_id", "governorate"
    )
    names = programme.whole.names("fora", "name")
    founded = established <= day
    planned = ~founded & ~np.isnat(planned_for) & (plan_from <= day)
    here = ((founded & ~(closed <= day)) | planned) & ~np.isnan(longitude) & ~np.isnan(latitude)
    kind = np.where(planned, "planned", by)[here]
    lives = {life.forum_id: life for life in forum_lives(programme)}
    life = [lives.get(each) for each in forum[here]]
    return {
        "kind": kind,
        "who": np.array([f"{who} {_state(each)}" for who, each in zip(kind, life, strict=True)], dtype=object),
        "life": np.array(life, dtype=object),
        "pcode": np.array([pcode or "" for pcode in place[here]], dtype=object),
        "longitude": longitude[here],
        "latitude": latitude[here],
        "name": np.array([names[each] for each in forum[here]], dtype=object),
    }


def _grouped(
    kind: NDArray[Any], pcode: NDArray[Any], longitude: NDArray[Any], latitude: NDArray[Any]
) -> tuple[NDArray[np.intp], NDArray[np.intp], float]:
    """Which mark and which place each forum belongs to, and the side of the cells in degrees, 0 for places themselves."""
    who, places = pd.factorize(kind)[0], pd.factorize(pcode)[0]
    who = who * (places.max(initial=0) + 1) + places
    place = group = _numbered(who, *(np.unique(at, return_inverse=True)[1] for at in (longitude, latitude)))
    for side in (0.0, *CELLS):
        group = (
            _numbered(who, *(np.floor_divide(at, side).astype(np.intp) for at in (longitude, latitude)))
            if side
            else place
        )
        if not len(group) or group.max() < (TOGETHER_MOST if side else MARKS_MOST):
            break
    return group, place, side


def _numbered(who: NDArray[np.intp], x: NDArray[np.intp], y: NDArray[np.intp]) -> NDArray[np.intp]:
    """The same number, from 0 on, for what is equal in all three."""
    wide, high = (at.max(initial=0) - at.min(initial=0) + 1 for at in (x, y))
    return np.unique((who * wide + x) * high + y, return_inverse=True)[1]


def _centred(programme: Programme, pcode: str, longitude: float, latitude: float) -> bool:
    """Whether the point is the governorate's own, which a protected view gives in the place of every point in it."""
    home = governorates().get(pcode)
    return programme.protected and home is not None and (longitude, latitude) == (home.label_lon, home.label_lat)


def _state(life: ForumLife | None) -> str:
    return life.state.value if life else ""


def _marks(
    kind: str, pcode: str, at: tuple[float, float], names: Sequence[str], side: float, each: bool, centred: bool,
    lives: Sequence[ForumLife | None],
) -> list[Mark]:  # fmt: skip
    """One mark for all of them, or one each where they are few and at one place."""
    apart = each and not side and len(names) <= APART_MOST
    parts = [([name], [life]) for name, life in zip(names, lives, strict=True)] if apart else [(names, lives)]
    return [_lived(_mark(kind, pcode, at, part, side, centred), those) for part, those in parts]


def _lived(mark: Mark, lives: Sequence[ForumLife | None]) -> Mark:
    """The mark with the state that all its fora are in; of one, when it met last."""
    first = lives[0]
    if first is None:
        return mark
    said = t(STATES[first.state])
    if len(lives) == 1 and first.last_met:
        words = {"state": said, "day": formats.day(first.last_met, first.last_precision)}
        exact = first.last_precision == "day"
        said = t("{state}: met last on {day}", **words) if exact else t("{state}: met last in {day}", **words)
    return replace(mark, label=f"{mark.label}\n{said}", state=first.state.value)


def _mark(kind: str, pcode: str, at: tuple[float, float], names: Sequence[str], side: float, centred: bool) -> Mark:
    """Names are told where all of them are at one place; where they are not, within what distance."""
    count, km = len(names), round(side * KM_PER_DEGREE)
    words = {"figure": number(count), "km": number(km)}
    if km:
        pair = {
            "iom": plural("{figure} fora by IOM within about {km} km", "{figure} fora by IOM within about {km} km"),
            "police": plural(
                "{figure} fora by local police within about {km} km",
                "{figure} fora by local police within about {km} km",
            ),
            "planned": plural(
                "{figure} fora planned within about {km} km", "{figure} fora planned within about {km} km"
            ),
        }[kind]
        what = n(*pair, count, **words)
    else:
        pair = {
            "iom": plural("{figure} forum by IOM", "{figure} fora by IOM"),
            "police": plural("{figure} forum by local police", "{figure} fora by local police"),
            "planned": plural("{figure} forum planned", "{figure} fora planned"),
        }[kind]
        what = n(*pair, count, **words)
        what = f"{_named(names)}\n{what}"
    if centred:
        hidden = t("Where in the governorate is not shown")
        what = f"{what}\n{hidden}"
    east, north = (round(here + side * part, 5) for here, part in zip(at, ASIDE[kind], strict=True))
    return Mark(kind, pcode, east, north, count, what, km, centred)


def _named(names: Sequence[str]) -> str:
    """The first names, and how many there are besides."""
    first, more = listed(names[:NAMED]), len(names) - NAMED
    return first if more < 1 else n("{names} and {count} more", "{names} and {count} more", more, names=first)
