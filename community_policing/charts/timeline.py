"""The published figures on a line of time, one row for each subject."""

from datetime import timedelta
from typing import Any

import plotly.graph_objects as go

from community_policing.charts.frame import figure, inert
from community_policing.record import Statement
from community_policing.theme import Palette

ROW = 44  # pixels for one subject
NEAR = timedelta(days=500)
SYMBOLS = {"exact": "circle", "at_least": "triangle-right", "about": "diamond-open", "": "x-thin-open"}


def timeline(statements: tuple[Statement, ...], colours: Palette) -> go.Figure:
    """Statements as marks, their figure beside them; subjects from the earliest statement down."""
    topics = list(dict.fromkeys(statement.topic for statement in statements))
    lines = list(range(1, len(topics) + 1))
    return figure(
        colours, 40 + ROW * len(topics), [_marks(statements, topics, colours)],
        annotations=[_topic(topic, len(topics) - place, colours) for place, topic in enumerate(topics)],
        yaxis={"tickvals": lines, "showticklabels": False, "range": [0.4, len(topics) + 0.9]},
        xaxis={"type": "date", "tickformat": "%Y", "nticks": 7, "side": "top"}, margin={"t": 30, "r": 130},
    )  # fmt: skip


def _marks(statements: tuple[Statement, ...], topics: list[str], colours: Palette) -> dict[str, Any]:
    symbols = [SYMBOLS[s.qualifier] for s in statements]
    return {
        "type": "scatter", "mode": "markers+text", "cliponaxis": False,
        "x": [s.day for s in statements], "y": [len(topics) - topics.index(s.topic) for s in statements],
        "text": [inert(label) for label in _labels(statements)], "textposition": "bottom right",
        "textfont": {"size": 14, "color": colours.text},
        "marker": {"symbol": symbols, "size": 10, "color": colours.accent, "line": {"width": 1.5}},
        "customdata": [[inert(s.topic), inert(s.hover)] for s in statements],
        "hovertemplate": "%{customdata[0]}<br>%{customdata[1]}<extra></extra>",
    }  # fmt: skip


def _topic(topic: str, line: int, colours: Palette) -> dict[str, Any]:
    """A subject's name above its line, so that a phone keeps the whole width for the years."""
    return {
        "x": 0, "xref": "paper", "xanchor": "left", "y": line, "yanchor": "bottom", "yshift": 2, "showarrow": False,
        "text": inert(topic), "font": {"size": 13, "color": colours.quiet},
    }  # fmt: skip


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
