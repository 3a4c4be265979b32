"""Target chart: the path to it, what was reached, and where the pace leads."""

from datetime import date, timedelta
from typing import Any

import plotly.graph_objects as go

from community_policing.analysis.targets.rows import TargetPath, TargetRow
from community_policing.analysis.targets.wording import likely
from community_policing.core.formats import number, quantity
from community_policing.core.i18n import t
from community_policing.core.palette import Palette
from community_policing.core.protection_level import DAY
from community_policing.core.quantity import Quantity
from community_policing.measure.pace import Target
from community_policing.ui.charts.as_of import dots, periods
from community_policing.ui.charts.frame import figure, note

HOVER = "%{fullData.name}<br>%{x|%d %b %Y}: %{customdata}<extra></extra>"  # a figure as the table beside has it
HEIGHT = 190


def path(row: TargetRow, target_path: TargetPath, colours: Palette) -> go.Figure:
    """The paths of the period in force and the next, dashed, each to a hollow circle; a path that was revised, dotted;
    the figure as a line of steps to its last point; the projection as a fan to the due date."""
    unit = " %" if _percent(row) else ""
    traces = [_old(target, unit, colours) for target in target_path.targets if target.earlier]
    traces += [_asked(target, target_path.since, unit, colours) for target in target_path.targets]
    traces += _fan(row, colours)
    traces += _reached(row, target_path, colours)
    last = max(target.due_on for target in target_path.targets)
    ends = [
        _aim(target, unit, colours, aside=target.due_on == last >= row.result.as_of) for target in target_path.targets
    ]
    ends += [_was(target.earlier, target, unit, colours) for target in target_path.targets if target.earlier]
    room = timedelta(days=max(8, (last - target_path.since).days // 30))
    revised, low_high = any(target.earlier for target in target_path.targets), _range(row, target_path)
    few = low_high[1] - low_high[0] < 4 and not _percent(row)  # no half of a forum on the axis
    window = (target_path.since - room / 2, max(last, row.result.as_of) + room)
    ticks = {"nticks": 5, "tickformat": "%b %Y"} if target_path.grain == DAY else periods(*window, target_path.grain)
    return figure(
        colours, HEIGHT, traces, annotations=ends, hovermode="closest", margin={"t": 20, "r": 64 if revised else 40},
        xaxis={"type": "date", "range": list(window), "hoverformat": "%d %b %Y", **ticks},
        yaxis={"nticks": 4, "range": low_high, "ticksuffix": unit, "tickformat": ",", "dtick": 1 if few else None},
    )  # fmt: skip


def _percent(row: TargetRow) -> bool:
    return row.result.indicator.unit == "percent"


def _range(row: TargetRow, target_path: TargetPath) -> list[float]:
    """All that is drawn, with a little room above and below."""
    days = [day for day, _ in target_path.points if day > target_path.since]
    heights = [value for day, value in target_path.points if day in days or day == _before(target_path)]
    heights += [
        height for target in target_path.targets for height in (target.due_by(target_path.since), target.target)
    ]
    heights += [target.earlier.target for target in target_path.targets if target.earlier]
    if row.pace and row.pace.projected:
        heights += [row.pace.projected.low, row.pace.projected.high]
    low, high = min(heights), max(heights)
    room = (high - low or 1) * 0.12
    return [low - room, high + room]


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


def _reached(row: TargetRow, target_path: TargetPath, colours: Palette) -> list[dict[str, Any]]:
    """Steps of a count, a line through readings of a share; the value of today as a dot.  Where today's value has bounds, the
    line is what is certain, and says so."""
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

    if target_path.grain != DAY:
        points = [
            *((at, quantity(known(at[1]), unit)) for at in later if at[0] < today[0]),
            (today, quantity(value, unit)),
        ]
        ends, texts = zip(*points, strict=True)
        return [dots(ends, texts, t("Reached"), colours.accent, target_path.grain)]
    line = {
        "type": "scatter", "mode": "lines", "name": t("Reached"), "x": [day for day, _ in (*start, *later, today)],
        "y": [at for _, at in (*start, *later, today)], "hovertemplate": HOVER,
        "customdata": [*(quantity(known(at), unit) for _, at in (*start, *later)), quantity(value, unit)],
        "line": {"shape": "hv" if target_path.running else "linear", "color": colours.accent, "width": 2.5},
    }  # fmt: skip
    dot = {
        "type": "scatter", "mode": "markers", "name": t("Reached"), "x": [today[0]], "y": [today[1]],
        "marker": {"size": 8, "color": colours.accent}, "hovertemplate": HOVER, "customdata": [quantity(value, unit)],
    }  # fmt: skip
    return [line, dot] if target_path.points else [dot]


def _fan(row: TargetRow, colours: Palette) -> list[dict[str, Any]]:
    """From today's value to the bounds of the projection, shaded, and a bar where it ends."""
    if row.pace is None or row.pace.projected is None or row.result.value is None:
        return []
    today, end, at_end = row.result.as_of, row.target.due_on, row.pace.projected
    value = row.target.certain(row.result.value)
    shade = {
        "type": "scatter", "mode": "lines", "x": [today, end, end, today], "y": [value, at_end.high, at_end.low, value],
        "fill": "toself", "fillcolor": colours.accent, "opacity": 0.25, "line": {"width": 0}, "hoverinfo": "skip",
    }  # fmt: skip
    middle = {
        "type": "scatter", "mode": "lines", "x": [today, end], "y": [value, at_end.middle], "hoverinfo": "skip",
        "line": {"dash": "dot", "color": colours.accent, "width": 1.5},
    }  # fmt: skip
    bounds = {
        "type": "scatter", "mode": "lines+markers", "name": t("Likely"), "x": [end, end], "y": [at_end.low, at_end.high],
        "line": {"color": colours.accent, "width": 2}, "hovertemplate": HOVER, "customdata": [likely(row)] * 2,
        "marker": {"symbol": "line-ew", "size": 8, "line": {"color": colours.accent, "width": 2}},
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
