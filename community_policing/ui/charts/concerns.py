"""Concerns by topic: a bar for those open, in it those open for over 90 days, and how many of all are resolved beside it."""

from collections.abc import Sequence
from typing import Any

from community_policing.core import formats, labels
from community_policing.core.i18n import t
from community_policing.core.palette import Palette
from community_policing.core.quantity import NOTHING, Quantity
from community_policing.measure.result import Result
from community_policing.ui.charts.frame import Drawn, figure, inert, note

ROW = 44  # pixels for one topic: its words, and its bar


def concerns(topics: Sequence[str], results: Sequence[Result], colours: Palette) -> Drawn:
    """The topics from the top down; the Results are split by topic: raised, resolved, open, and open for long."""
    raised, resolved, open_now, open_long = results
    rows = list(range(len(topics) - 1, -1, -1))
    most = max((_shown(open_now, topic) for topic in topics), default=0) or 1
    labels_above = [
        note(0, row + 0.32, inert(_words(topic, raised, resolved)), colours.text, xanchor="left", yanchor="bottom")
        for row, topic in zip(rows, topics, strict=True)
    ]
    return figure(
        colours, 20 + ROW * len(topics),
        [_bars(topics, rows, open_now, t("open"), {"color": colours.ramp[1], "line": {"color": colours.quiet, "width": 1}}),
         _bars(topics, rows, open_long, t("open for over 90 days"), {"color": colours.bad, "pattern": {"shape": "/"}})],
        barmode="overlay", hovermode="closest",
        annotations=[*labels_above, *_figures(topics, rows, open_now, open_long, colours)],
        xaxis={"visible": False, "range": [0, most * 1.6]}, yaxis={"visible": False, "range": [-0.5, len(topics)]},
    )  # fmt: skip


def _bars(topics: Sequence[str], rows: list[int], result: Result, words: str, marker: dict[str, Any]) -> dict[str, Any]:
    figures = [result.part(topic) or NOTHING for topic in topics]
    return {
        "type": "bar", "orientation": "h", "x": [_top(value) for value in figures], "y": rows, "width": 0.42, "marker": marker,
        "hovertext": [
            inert(f"{labels.label(topic)}\n{words}: {formats.quantity(value)}")
            for topic, value in zip(topics, figures, strict=True)
        ],
        "hovertemplate": "%{hovertext}<extra></extra>",
    }  # fmt: skip


def _figures(
    topics: Sequence[str], rows: list[int], open_now: Result, open_long: Result, colours: Palette
) -> list[dict[str, Any]]:
    """At the end of each bar how many are open, and how many of them for long."""
    notes = []
    for topic, row in zip(topics, rows, strict=True):
        value, late = open_now.part(topic) or NOTHING, open_long.part(topic) or NOTHING
        figure = formats.quantity(value)
        words = (
            t("{open} · {late} over 90 days", open=figure, late=formats.quantity(late)) if late.high != 0 else figure
        )
        notes.append(note(_top(value), row, inert(words), colours.text, xanchor="left", xshift=4))
    return notes


def _words(topic: str, raised: Result, resolved: Result) -> str:
    """A topic, and how many of its concerns are resolved."""
    words = {
        "resolved": formats.quantity(resolved.part(topic) or NOTHING),
        "raised": formats.quantity(raised.part(topic)),
    }
    return t("{topic} · {resolved} of {raised} resolved", topic=labels.label(topic), **words)


def _top(value: Quantity) -> float:
    return value.low if value.high is None else value.high


def _shown(result: Result, topic: str) -> float:
    return _top(result.part(topic) or NOTHING)
