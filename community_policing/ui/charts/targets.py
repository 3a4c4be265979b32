"""Target chart: the path to it, what was reached, and where the pace leads."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from math import isfinite
from typing import Any

import plotly.graph_objects as go

from community_policing.analysis.targets.rows import TargetPath, TargetRow
from community_policing.analysis.targets.wording import likely
from community_policing.core.formats import number, quantity
from community_policing.core.i18n import t
from community_policing.core.palette import STATUS_COLOURS, Palette
from community_policing.core.protection_level import DAY
from community_policing.core.quantity import Quantity
from community_policing.measure.pace import Status, Target
from community_policing.ui.charts.as_of import dots, periods
from community_policing.ui.charts.frame import figure, margin_for, note

HOVER = "%{fullData.name}<br>%{x|%d %b %Y}: %{customdata}<extra></extra>"  # a figure as the table beside has it
HEIGHT = 190
SYMBOLS = {
    Status.OFF_TRACK: "diamond", Status.AT_RISK: "triangle-up", Status.ON_TRACK: "circle", Status.DONE: "star",
    Status.TOO_EARLY: "circle-open", Status.NOT_CERTAIN: "square-open", Status.NO_TARGET: "line-ew",
}  # fmt: skip


@dataclass(frozen=True)
class Axes:
    """The time and the heights that drawings of one kind share; heights begin at zero."""

    since: date
    until: date
    high: float


def axes(kind: Sequence[tuple[TargetRow, TargetPath]]) -> Axes:
    """Find room for every drawing of a kind on the same axes."""
    return Axes(
        min(drawn.since for _, drawn in kind),
        max(max(row.result.as_of, *(target.due_on for target in drawn.targets)) for row, drawn in kind),
        max(_highest(row, drawn) for row, drawn in kind),
    )


def path(row: TargetRow, target_path: TargetPath, colours: Palette, shared: Axes | None = None) -> go.Figure:
    """The paths of the period in force and the next, dashed, each to a hollow circle; a path that was revised, dotted;
    the figure as a line of steps in the colour of its status, to a mark of its status; the projection as a fan to the due
    date."""
    unit = " %" if _percent(row) else ""
    shared = shared or axes([(row, target_path)])
    colour = getattr(colours, STATUS_COLOURS[row.status])
    traces = [_old(target, unit, colours) for target in target_path.targets if target.earlier]
    traces += [_asked(target, target_path.since, unit, colours) for target in target_path.targets]
    traces += _fan(row, colour)
    traces += _reached(row, target_path, colour)
    last = max(target.due_on for target in target_path.targets)
    ends = [
        _aim(target, unit, colours, aside=target.due_on == last >= row.result.as_of) for target in target_path.targets
    ]
    ends += [_was(target.earlier, target, unit, colours) for target in target_path.targets if target.earlier]
    room = timedelta(days=max(8, (shared.until - shared.since).days // 30))
    revised = any(target.earlier for target in target_path.targets)
    few = shared.high < 4 and not unit  # no half of a forum on the axis
    right = margin_for(64 if revised else 40, [end["text"] for end in ends])
    window = (shared.since - room / 2, shared.until + room)
    days = {"nticks": 4, "tickformat": "%b %Y", "tickangle": 0}
    ticks = days if target_path.grain == DAY else periods(*window, target_path.grain)
    return figure(
        colours, HEIGHT, traces, "time", annotations=ends, hovermode="closest", margin={"t": 20, "r": right},
        xaxis={"type": "date", "range": list(window), "hoverformat": "%d %b %Y", **ticks},
        yaxis={
            "side": "left",  # the other side has the targets' figures, in any language
            "nticks": 4, "range": [-0.03 * shared.high, 1.12 * shared.high], "ticksuffix": unit, "tickformat": ",",
            **({"dtick": 1} if few else {}), "zeroline": True, "zerolinecolor": colours.quiet, "zerolinewidth": 1,
        },
    )  # fmt: skip


def _percent(row: TargetRow) -> bool:
    return row.result.indicator.unit == "percent"


def _highest(row: TargetRow, target_path: TargetPath) -> float:
    """The highest of all that is drawn; 1 where all of it is 0."""
    heights = [value for day, value in target_path.points if day >= (_before(target_path) or target_path.since)]
    heights += [
        height for target in target_path.targets for height in (target.due_by(target_path.since), target.target)
    ]
    heights += [target.earlier.target for target in target_path.targets if target.earlier]
    heights += [row.target.certain(row.result.value)] if row.result.value else []
    heights += [row.pace.projected.high] if row.pace and row.pace.projected else []
    return max((height for height in heights if isfinite(height)), default=0) or 1


def _before(target_path: TargetPath) -> date | None:
    """The last day of a change before the drawing begins: what stood there stands at its edge."""
    return max((day for day, _ in target_path.points if day <= target_path.since), default=None)


def _asked(target: Target, since: date, unit: str, colours: Palette) -> dict[str, Any]:
    """The way to the target; what it comes to where the drawing begins lies between whole figures, and is said as such."""
    begin = max(target.starts_on, since)
    first = number(target.due_by(begin)) + unit
    first = first if begin == target.starts_on else t("about {figure}", figure=first)
    return {
        "type": "scatter", "mode": "lines+markers", "name": t("Target"), "x": [begin, target.due_on],
        "y": [target.due_by(begin), target.target], "hovertemplate": HOVER,
        "customdata": [first, number(target.target) + unit],
        "line": {"dash": "dash", "color": colours.planned, "width": 1.5},
        "marker": {"symbol": "circle-open", "size": [0, 10], "color": colours.planned, "line": {"width": 2}},
    }  # fmt: skip


def _old(target: Target, unit: str, colours: Palette) -> dict[str, Any]:
    old = target.earlier or target
    return {
        "type": "scatter", "mode": "lines", "name": t("Before it was revised"), "x": [old.starts_on, old.due_on],
        "y": [old.baseline, old.target], "hovertemplate": HOVER,
        "customdata": [number(old.baseline) + unit, number(old.target) + unit],
        "line": {"dash": "dot", "color": colours.planned, "width": 1.5},
    }  # fmt: skip


def _reached(row: TargetRow, target_path: TargetPath, colour: str) -> list[dict[str, Any]]:
    """Steps of a count or a line of readings, with a dot for today; where today has bounds, what is certain."""
    value, unit = row.result.value, row.result.indicator.unit
    if value is None:
        return []
    before = _before(target_path)
    stood = next((value for day, value in target_path.points if day == before), 0.0 if target_path.running else None)
    later = [point for point in target_path.points if point[0] > target_path.since]
    start = [(target_path.since, stood)] if stood is not None else []
    today = (row.result.as_of, row.target.certain(value))

    def known(at: float) -> Quantity:
        return Quantity(at, at if value.exact else None, value.about)

    end = {
        "type": "scatter", "mode": "markers", "name": t("Reached"), "x": [today[0]], "y": [today[1]],
        "marker": {"size": 11, "symbol": SYMBOLS[row.status], "color": colour}, "cliponaxis": False,
    }  # fmt: skip
    if target_path.grain != DAY:
        points = [
            *((at, quantity(known(at[1]), unit)) for at in later if at[0] < today[0]),
            (today, quantity(value, unit)),
        ]
        ends, texts = zip(*points, strict=True)
        return [dots(ends, texts, t("Reached"), colour, target_path.grain), end | {"hoverinfo": "skip"}]
    line = {
        "type": "scatter", "mode": "lines", "name": t("Reached"), "x": [day for day, _ in (*start, *later, today)],
        "y": [at for _, at in (*start, *later, today)], "hovertemplate": HOVER,
        "customdata": [*(quantity(known(at), unit) for _, at in (*start, *later)), quantity(value, unit)],
        "line": {"shape": "hv" if target_path.running else "linear", "color": colour, "width": 2.5},
    }  # fmt: skip
    end |= {"hovertemplate": HOVER, "customdata": [quantity(value, unit)]}
    return [line, end] if target_path.points else [end]


def _fan(row: TargetRow, colour: str) -> list[dict[str, Any]]:
    """From today's value to the bounds of the projection, shaded, and a bar where it ends."""
    if row.pace is None or row.pace.projected is None or row.result.value is None:
        return []
    today, end, at_end = row.result.as_of, row.target.due_on, row.pace.projected
    value = row.target.certain(row.result.value)
    shade = {
        "type": "scatter", "mode": "lines", "x": [today, end, end, today], "y": [value, at_end.high, at_end.low, value],
        "fill": "toself", "fillcolor": colour, "opacity": 0.25, "line": {"width": 0}, "hoverinfo": "skip",
    }  # fmt: skip
    middle = {
        "type": "scatter", "mode": "lines", "x": [today, end], "y": [value, at_end.middle], "hoverinfo": "skip",
        "line": {"dash": "dot", "color": colour, "width": 1.5},
    }  # fmt: skip
    bounds = {
        "type": "scatter", "mode": "lines+markers", "name": t("Likely"), "x": [end, end], "y": [at_end.low, at_end.high],
        "line": {"color": colour, "width": 2}, "hovertemplate": HOVER, "customdata": [likely(row)] * 2,
        "marker": {"symbol": "line-ew", "size": 8, "line": {"color": colour, "width": 2}},
    }  # fmt: skip
    return [shade, middle, bounds]


def _aim(target: Target, unit: str, colours: Palette, aside: bool) -> dict[str, Any]:
    """The target's figure: beside its circle at the drawing's edge, above it elsewhere."""
    place: dict[str, Any] = {"xanchor": "left", "xshift": 8} if aside else {"yanchor": "bottom", "yshift": 5}
    if aside and target.earlier:
        place["yanchor"] = "bottom" if target.target >= target.earlier.target else "top"
    return note(target.due_on, target.target, number(target.target) + unit, colours.text, **place)


def _was(old: Target, target: Target, unit: str, colours: Palette) -> dict[str, Any]:
    text, side = t("was {value}", value=number(old.target) + unit), "top" if target.target >= old.target else "bottom"
    return note(old.due_on, old.target, text, colours.quiet, xanchor="left", xshift=8, yanchor=side)
