"""Timeline of published figures, one row for each subject."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

import plotly.graph_objects as go

from community_policing.analysis.public_record import Statement
from community_policing.core.i18n import language_in_force
from community_policing.core.palette import Palette
from community_policing.ui.charts.frame import PHONE, cut, figure, inert, note, segments

ROW, TALLER = 44, 5  # pixels for one subject, and what Arabic letters, which reach lower, need more
NEAR = timedelta(days=500)
FIGURE = 160  # pixels that have room beside a mark, on a phone
SYMBOLS = {"exact": "circle", "at_least": "triangle-right", "about": "diamond-open", "": "x-thin-open"}


def timeline(statements: tuple[Statement, ...], colours: Palette, wide: int = PHONE) -> go.Figure:
    """Statements as marks, their figure beside them, on the side where there is more room; subjects from the earliest
    statement down, named in as many pixels as the chart is `wide`.  Where only the month or the year is known a bar spans it."""
    topics = list(dict.fromkeys(statement.topic for statement in statements))
    lines = list(range(1, len(topics) + 1))
    row = ROW + TALLER * language_in_force().right_to_left
    return figure(
        colours, 40 + row * len(topics), [_spans(statements, topics, colours), _marks(statements, topics, colours)], "time",
        annotations=[_topic(topic, len(topics) - place, wide, colours) for place, topic in enumerate(topics)],
        yaxis={"tickvals": lines, "showticklabels": False, "range": [0.4, len(topics) + 0.9]},
        xaxis={"type": "date", "tickformat": "%Y", "nticks": 7, "side": "top", "range": _window(statements)},
        margin={"t": 30, "r": 2},
    )  # fmt: skip


def _window(statements: Sequence[Statement]) -> list[date]:
    """From the first to the last day, and room for half a mark."""
    if not statements:
        return []
    first, last = min(s.first for s in statements), max(s.day for s in statements)
    room = timedelta(days=max(60, (last - first).days // 25))
    return [first - room, last + room]


def _spans(statements: Sequence[Statement], topics: list[str], colours: Palette) -> dict[str, Any]:
    """The month or the year in which a day lies that nobody published."""
    ends = [(s.first, s.day, len(topics) - topics.index(s.topic)) for s in statements if s.first != s.day]
    return segments(ends, {"color": colours.accent, "width": 5}) | {"opacity": 0.45}


def _marks(statements: tuple[Statement, ...], topics: list[str], colours: Palette) -> dict[str, Any]:
    symbols = [SYMBOLS[s.qualifier] for s in statements]
    start, end = _window(statements) or (date.min, date.max)
    sides = ["right" if s.middle - start < (end - start) / 2 else "left" for s in statements]
    return {
        "type": "scatter", "mode": "markers+text", "cliponaxis": False,
        "x": [s.middle for s in statements], "y": [len(topics) - topics.index(s.topic) for s in statements],
        "text": [inert(label) for label in _labels(statements)], "textposition": [f"bottom {side}" for side in sides],
        "textfont": {"size": 14, "color": colours.text},
        "marker": {"symbol": symbols, "size": 10, "color": colours.accent, "line": {"width": 1.5}},
        "customdata": [[inert(s.topic), inert(s.hover)] for s in statements],
        "hovertemplate": "%{customdata[0]}<br>%{customdata[1]}<extra></extra>",
    }  # fmt: skip


def _topic(topic: str, line: int, wide: int, colours: Palette) -> dict[str, Any]:
    """A subject's name above its line, so that a phone keeps the whole width for the years."""
    return note(
        0, line, inert(cut(topic, wide)), colours.quiet, xref="paper", xanchor="left", yanchor="bottom", yshift=2
    )


def _labels(statements: tuple[Statement, ...]) -> list[str]:
    """Each mark's figure; marks of one subject that stand too near for that share one label, beside the last of them."""
    labels = [cut(statement.figure, FIGURE, 14) for statement in statements]
    latest: dict[str, int] = {}
    for place, statement in enumerate(statements):
        before = latest.get(statement.topic)
        if before is not None and statement.middle - statements[before].middle < NEAR:
            lines = labels[before].split(" · ")
            labels[place] = " · ".join(lines if labels[place] in lines else [*lines, labels[place]])
            labels[before] = ""
        latest[statement.topic] = place
    return labels
