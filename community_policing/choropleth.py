"""What a map of governorates shows, before anything is drawn: classes, shades and marks; WebGL and drawn map share it."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil
from typing import Any

import pandas as pd

from community_policing.programme import Programme, known
from community_policing.result import Result
from community_policing.text import n, t
from community_policing.theme import Palette, number, quantity


@dataclass(frozen=True)
class Shade:
    """One governorate: its figure as text, its colour, and why (`value`, `zero`, `no_data`, `outside`)."""

    pcode: str
    name: str
    figure: str
    colour: str
    kind: str


@dataclass(frozen=True)
class Step:
    """One line of the legend."""

    colour: str
    label: str
    kind: str


@dataclass(frozen=True)
class Mark:
    """Fora of one kind at one place: `iom`, `police` or `planned`, never mixed."""

    kind: str
    pcode: str
    longitude: float
    latitude: float
    count: int
    label: str


def steps(result: Result, colours: Palette) -> tuple[Step, ...]:
    """The classes of the values above zero: whole numbers in at most five equal steps, the last one darkest."""
    highest, width = _classes(result, colours)
    unit = " %" if result.indicator.unit == "percent" else ""
    starts = range(1, highest + 1, width)
    shift = (len(colours.ramp) - 1) / max(len(starts) - 1, 1)
    made = []
    for place, start in enumerate(starts):
        label = number(start) if width == 1 else f"{number(start)}–{number(start + width - 1)}"
        colour = colours.ramp[round(place * shift) if len(starts) > 1 else -1]
        made.append(Step(colour, label + unit, "value"))
    return tuple(made)


def _classes(result: Result, colours: Palette) -> tuple[int, int]:
    """The highest value, in whole numbers, and the width of a step."""
    highest = ceil(max((part.low for key, part in result.parts.items() if key), default=0.0))
    return highest, max(1, ceil(highest / len(colours.ramp)))


def shades(result: Result, names: dict[str, str], colours: Palette) -> tuple[Shade, ...]:
    """One shade for each governorate, in the order of `names`."""
    classes = steps(result, colours)
    _, width = _classes(result, colours)
    return tuple(_shade(result, pcode, name, classes, width, colours) for pcode, name in names.items())


def _shade(result: Result, pcode: str, name: str, classes: tuple[Step, ...], width: int, colours: Palette) -> Shade:
    chosen = result.scope.governorates
    if chosen and pcode not in chosen:
        return Shade(pcode, name, t("outside this choice"), colours.outside, "outside")
    part = result.part(pcode)
    if part is None or (part.low == 0 and not part.exact):
        return Shade(pcode, name, t("no data"), colours.land, "no_data")
    figure = quantity(part, result.indicator.unit)
    if part.low == 0:
        return Shade(pcode, name, figure, colours.zero, "zero")
    return Shade(
        pcode, name, figure, classes[min(int((ceil(part.low) - 1) // width), len(classes) - 1)].colour, "value"
    )


def legend(result: Result, shown: tuple[Shade, ...], colours: Palette) -> tuple[Step, ...]:
    """The legend's lines: what is there, and always zero and no data apart from each other."""
    fixed = [Step(colours.zero, t("none"), "zero"), Step(colours.land, t("no data"), "no_data")]
    if any(shade.kind == "outside" for shade in shown):
        fixed.append(Step(colours.outside, t("outside this choice"), "outside"))
    return (*fixed, *steps(result, colours))


def marks(programme: Programme) -> tuple[Mark, ...]:
    """Fora with a point on record, one mark for each kind and place; those without a point are in the table only."""
    columns = (
        "longitude",
        "latitude",
        "established_by",
        "established_on",
        "closed_on",
        "planned_for",
        "plan_from",
        "governorate",
        "name",
    )
    at: dict[tuple[str, float, float], list[tuple[str, str]]] = {}
    for longitude, latitude, by, *dates, pcode, name in programme.frames["fora"][list(columns)].to_numpy().tolist():
        kind = _kind(by, dates, pd.Timestamp(programme.as_of))
        if kind and known(longitude) and known(latitude):
            at.setdefault((kind, float(longitude), float(latitude)), []).append((pcode, name))
    order = ("iom", "police", "planned")
    return tuple(_mark(place, at[place]) for place in sorted(at, key=lambda place: (order.index(place[0]), place[1:])))


def _kind(by: str, dates: Sequence[Any], day: pd.Timestamp) -> str:
    """What a forum is on a day: set up by somebody and not closed, planned, or "" for neither."""
    established, closed, planned, plan_from = dates
    if known(established) and established <= day:
        return "" if known(closed) and closed <= day else by
    return "planned" if known(planned) and plan_from <= day else ""


def _mark(place: tuple[str, float, float], fora: list[tuple[str, str]]) -> Mark:
    kind, longitude, latitude = place
    what = {
        "iom": n("{count} forum by IOM", "{count} fora by IOM", len(fora)),
        "police": n("{count} forum by local police", "{count} fora by local police", len(fora)),
        "planned": n("{count} forum planned", "{count} fora planned", len(fora)),
    }[kind]
    return Mark(kind, fora[0][0], longitude, latitude, len(fora), f"{', '.join(name for _, name in fora)}\n{what}")
