"""The published figures on a line of time, one row for each subject."""

from datetime import timedelta

import plotly.graph_objects as go

from community_policing.charts.frame import figure
from community_policing.record import Statement
from community_policing.theme import Palette

NEAR = timedelta(days=500)
SYMBOLS = {"exact": "circle", "at_least": "triangle-right", "about": "diamond-open", "": "x-thin-open"}


def timeline(statements: tuple[Statement, ...], colours: Palette) -> go.Figure:
    """Statements as marks, their figure beside them; subjects from the earliest statement down."""
    topics = list(dict.fromkeys(statement.topic for statement in statements))
    drawing = figure(colours, 40 + 26 * len(topics))
    drawing.add_scatter(
        x=[s.day for s in statements], y=[s.topic for s in statements], mode="markers+text",
        text=_labels(statements), textposition="middle right", textfont={"size": 13, "color": colours.text},
        marker={"symbol": [SYMBOLS[s.qualifier] for s in statements], "size": 10, "color": colours.accent, "line": {"width": 1.5}},
        customdata=[s.hover.replace("<", "‹") for s in statements], hovertemplate="%{y}<br>%{customdata}<extra></extra>", cliponaxis=False,
    )  # fmt: skip
    drawing.update_yaxes(categoryorder="array", categoryarray=topics[::-1], title=None)
    drawing.update_xaxes(type="date", tickformat="%Y", dtick="M12", side="top")
    drawing.update_layout(margin={"t": 30, "r": 150})
    drawing.update_yaxes(range=[-0.6, len(topics) - 0.4])
    return drawing


def _labels(statements: tuple[Statement, ...]) -> list[str]:
    """Each mark's figure; marks of one subject that stand too near for that share one label, beside the last of them."""
    labels = [statement.figure for statement in statements]
    latest: dict[str, int] = {}
    for place, statement in enumerate(statements):
        before = latest.get(statement.topic)
        if before is not None and statement.day - statements[before].day < NEAR:
            labels[place] = f"{labels[before]} · {labels[place]}"
            labels[before] = ""
        latest[statement.topic] = place
    return labels
