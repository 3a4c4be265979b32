"""Fora over time: what was established, step by step, against what was planned for each date."""

from datetime import date, timedelta
from typing import TypeAlias

import plotly.graph_objects as go

from community_policing.charts.frame import figure
from community_policing.result import Target
from community_policing.text import t
from community_policing.theme import Palette, number

Points: TypeAlias = tuple[tuple[date, float], ...]


def trend(
    iom: Points, police: Points, target: Target | None, as_of: date, colours: Palette, height: int = 340
) -> go.Figure:
    """Steps of fora set up by IOM and by local police, apart; the target's straight path dashed, its end a hollow circle.

    Points are (day, running total).  Without any point the figure has axes only: the page shows its empty state instead.
    """
    drawing = figure(colours, height)
    for points, name, colour in ((iom, t("IOM"), colours.iom), (police, t("Local police"), colours.police)):
        if points:
            _steps(drawing, points, name, colour, as_of)
    if target:
        _path(drawing, target, colours)
    first = min(points[0][0] for points in (iom, police) if points) if iom or police else as_of
    last = max(as_of, target.due_on) if target else as_of
    span = [first - timedelta(days=40), last + timedelta(days=40)]
    drawing.update_layout(
        xaxis={"type": "date", "tickformat": "%Y", "dtick": "M12", "range": span},
        yaxis={"rangemode": "tozero"}, margin={"r": 112}, hovermode="closest",
    )  # fmt: skip
    return drawing


def _steps(drawing: go.Figure, points: Points, name: str, colour: str, as_of: date) -> None:
    start = (points[0][0] - timedelta(days=1), 0.0)
    days = [day for day, _ in (start, *points)] + [as_of]
    values = [value for _, value in (start, *points)] + [points[-1][1]]
    drawing.add_scatter(
        x=days, y=values, mode="lines", line={"shape": "hv", "color": colour, "width": 2.5}, name=name,
        hovertemplate="%{fullData.name}<br>%{x|%d %b %Y}: %{y:,.0f}<extra></extra>",
    )  # fmt: skip
    drawing.add_annotation(
        x=as_of, y=values[-1], text=f"<b>{number(values[-1])}</b> {name}", showarrow=False, xanchor="left", xshift=8,
        font={"color": colour, "size": 14},
    )  # fmt: skip


def _path(drawing: go.Figure, target: Target, colours: Palette) -> None:
    drawing.add_scatter(
        x=[target.starts_on, target.due_on], y=[target.baseline, target.target], mode="lines",
        line={"dash": "dash", "color": colours.planned, "width": 1.5}, hoverinfo="skip",
    )  # fmt: skip
    drawing.add_scatter(
        x=[target.due_on], y=[target.target], mode="markers",
        marker={"symbol": "circle-open", "size": 11, "color": colours.planned, "line": {"width": 2}},
        name=t("Target"), hovertemplate="%{fullData.name}<br>%{x|%d %b %Y}: %{y:,.0f}<extra></extra>",
    )  # fmt: skip
    drawing.add_annotation(
        x=target.due_on, y=target.target, text=t("target {value}", value=number(target.target)), showarrow=False,
        xanchor="left", xshift=10, yshift=10, font={"color": colours.quiet, "size": 13},
    )  # fmt: skip
