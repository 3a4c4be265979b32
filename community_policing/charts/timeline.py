"""The published figures on a line of time, one row for each subject."""

import plotly.graph_objects as go

from community_policing.charts.frame import figure
from community_policing.record import Statement
from community_policing.theme import Palette

SYMBOLS = {"exact": "circle", "at_least": "triangle-right", "about": "diamond-open", "": "x-thin-open"}


def timeline(statements: tuple[Statement, ...], colours: Palette) -> go.Figure:
    """Statements as marks, their figure beside them; subjects from the earliest statement down."""
    topics = list(dict.fromkeys(statement.topic for statement in statements))
    drawing = figure(colours, 60 + 26 * len(topics))
    drawing.add_scatter(
        x=[s.day for s in statements], y=[s.topic for s in statements], mode="markers+text",
        text=[s.figure for s in statements], textposition="middle right", textfont={"size": 13, "color": colours.text},
        marker={"symbol": [SYMBOLS[s.qualifier] for s in statements], "size": 10, "color": colours.accent, "line": {"width": 1.5}},
        customdata=[s.hover.replace("<", "‹") for s in statements], hovertemplate="%{y}<br>%{customdata}<extra></extra>", cliponaxis=False,
    )  # fmt: skip
    drawing.update_yaxes(categoryorder="array", categoryarray=topics[::-1], title=None)
    drawing.update_xaxes(type="date", tickformat="%Y", dtick="M12", side="top")
    drawing.update_layout(margin={"t": 30, "r": 150})
    return drawing
