"""Fora over time: what was established, step by step, against what was planned for each date."""

from datetime import date, timedelta
from typing import Any, TypeAlias

import plotly.graph_objects as go

from community_policing.core.formats import number
from community_policing.core.i18n import t
from community_policing.core.palette import Palette
from community_policing.core.protection_level import DAY
from community_policing.measure.pace import Target
from community_policing.ui.charts.as_of import dots, periods
from community_policing.ui.charts.frame import figure, note

NEAR = 0.12  # of height or width: labels nearer than that would be written over each other
BESIDE = 8  # pixels, about half of a label's height
SHORT = timedelta(days=600)  # a time in which years are too far apart for an axis
HOVER = "%{fullData.name}<br>%{x|%d %b %Y}: %{y:,.0f}<extra></extra>"
Points: TypeAlias = tuple[tuple[date, float], ...]


def trend(
    iom: Points, police: Points, target: Target | None, as_of: date, colours: Palette, names: tuple[str, str],
    height: int = 340, grain: str = DAY,
) -> go.Figure:  # fmt: skip
    """Steps of fora set up by IOM and by local police, apart; the target's straight path dashed, its end a hollow circle.
    Of a protected view a dot at the end of each period instead, and a straight line between two: what lies there is not known.

    Points are (day, running total); `names` those of the two lines.  Without any point the figure has axes only: the page shows
    its empty state instead.
    """
    lines = [(iom, names[0], colours.iom), (police, names[1], colours.police)]
    traces = [
        _steps(points, name, colour, as_of, symbol) if grain == DAY
        else dots(points, [number(value) for _, value in points], name, colour, grain)
        for (points, name, colour), symbol in zip(lines, ("circle", "square"), strict=True) if points
    ]  # fmt: skip
    first = min((points[0][0] for points in (iom, police) if points), default=as_of)
    last = max(as_of, target.due_on) if target else as_of
    most = max([target.target if target else 0, *(value for points in (iom, police) for _, value in points)])
    near = target is not None and bool(iom) and abs(target.target - iom[-1][1]) < NEAR * most
    beside = last if near or (last - as_of) < NEAR * (last - first) else as_of
    shifts = _shifts(iom, police, near, NEAR * most)
    ends = [
        _end(points, name, colour, beside, shift)
        for (points, name, colour), shift in zip(lines, shifts, strict=True)
        if points
    ]
    if target:
        traces += _path(target, colours)
        ends.append(_aim(target, colours))
    span = [first - timedelta(days=40), last + timedelta(days=40)]
    years = {"tickformat": "%Y", "dtick": "M12"} if last - first > SHORT else {"tickformat": "%b %Y", "dtick": "M3"}
    years = years if grain == DAY else periods(span[0], span[1], grain)
    whole = {"dtick": 1} if most <= 5 else {}  # there is no half of a forum
    return figure(
        colours, height, traces, annotations=ends, hovermode="closest", margin={"r": 112},
        xaxis={"type": "date", "range": span} | years, yaxis={"rangemode": "tozero"} | whole,
    )  # fmt: skip


def _steps(points: Points, name: str, colour: str, as_of: date, symbol: str) -> dict[str, Any]:
    """The line, which ends in the mark that a map draws for who set them up."""
    start = (points[0][0] - timedelta(days=1), 0.0)
    return {
        "type": "scatter", "mode": "lines+markers", "name": name, "line": {"shape": "hv", "color": colour, "width": 2.5},
        "marker": {"symbol": symbol, "size": [0] * (len(points) + 1) + [9], "color": colour, "opacity": 1, "line": {"width": 0}},
        "x": [*(at for at, _ in (start, *points)), as_of],
        "y": [*(value for _, value in (start, *points)), points[-1][1]],
        "hovertemplate": HOVER,
    }  # fmt: skip


def _shifts(iom: Points, police: Points, near: bool, least: float) -> tuple[int, int]:
    """Pixels by which the labels of both lines go up: IOM's makes room for that of its target, which is `near`, and two whose
    ends are less than `least` apart stand one over the other, the higher figure above."""
    below = -BESIDE if near else 0
    if not iom or not police or abs(iom[-1][1] - police[-1][1]) >= least:
        return below, 0
    if near:
        return below, below - 2 * BESIDE
    return (BESIDE, -BESIDE) if iom[-1][1] >= police[-1][1] else (-BESIDE, BESIDE)


def _end(points: Points, name: str, colour: str, at: date, shift: int) -> dict[str, Any]:
    """The line's last figure and its name, beside it: no legend to look up."""
    text = f"<b>{number(points[-1][1])}</b> {name}"
    return note(at, points[-1][1], text, colour, 14, xanchor="left", xshift=10, yshift=shift)


def _path(target: Target, colours: Palette) -> list[dict[str, Any]]:
    dashes = {
        "type": "scatter", "mode": "lines", "x": [target.starts_on, target.due_on], "y": [target.baseline, target.target],
        "line": {"dash": "dash", "color": colours.planned, "width": 1.5}, "hoverinfo": "skip",
    }  # fmt: skip
    aim = {
        "type": "scatter", "mode": "markers", "name": t("Target"), "x": [target.due_on], "y": [target.target],
        "marker": {"symbol": "circle-open", "size": 11, "color": colours.planned, "line": {"width": 2}},
        "hovertemplate": HOVER,
    }  # fmt: skip
    return [dashes, aim]


def _aim(target: Target, colours: Palette) -> dict[str, Any]:
    text = t("target {value}", value=number(target.target))
    return note(target.due_on, target.target, text, colours.quiet, xanchor="left", xshift=10, yshift=10)
