"""Answers of one question: a row for each place, the earlier wave hollow and the later one full, each with its interval."""

from collections.abc import Sequence
from typing import Any

from community_policing.analysis.outcomes.tables import bounds, people, wave
from community_policing.analysis.outcomes.verdicts import Judged, in_short, judged, place
from community_policing.core import formats
from community_policing.core.i18n import t
from community_policing.core.palette import Palette
from community_policing.core.quantity import Share
from community_policing.measure.records import Answer
from community_policing.measure.surveys.outcomes import Change
from community_policing.ui.charts.frame import Drawn, figure, inert, note, segments

ROW = 54  # pixels for one place: its name, and its two waves
APART = 0.13  # of a row: the later wave stands so much below the middle, the earlier above


def answers(changes: Sequence[Change], alone: Sequence[Answer], colours: Palette) -> Drawn:
    """The changes in their order from the top down, then the answers of one wave only, on an axis from 0 to 100 %."""
    many = len(changes) + len(alone)
    rows = [float(many - at - 1) for at in range(many)]
    before = [(each.earlier, row + APART) for each, row in zip(changes, rows, strict=False) if each.earlier]
    after = [(each.later, row - APART) for each, row in zip(changes, rows, strict=False)]
    after += list(zip(alone, rows[len(changes) :], strict=True))
    heads = [_head(each, row, colours) for each, row in zip(changes, rows, strict=False)]
    heads += [
        _name(place(each), row, colours.text, colours) for each, row in zip(alone, rows[len(changes) :], strict=True)
    ]
    return figure(
        colours, 40 + ROW * many,
        [*_wave(before, colours.planned, "circle-open"), *_wave(after, colours.accent, "")],
        hovermode="closest", annotations=heads,
        xaxis={"range": [0, 100], "showgrid": True, "ticksuffix": " %", "side": "top", "dtick": 25},
        yaxis={"visible": False, "range": [-0.6, many - 0.2]},
    )  # fmt: skip


def _wave(placed: Sequence[tuple[Answer, float]], colour: str, symbol: str) -> list[dict[str, Any]]:
    """One wave: its intervals as bars, its percentages as marks, places to compare with as squares."""
    shown = [(answer, answer.estimate.percent, row) for answer, row in placed if answer.estimate]
    ends = [(found.low, found.high, row) for answer, _, row in shown if (found := answer.interval)]
    square = ["square" if answer.surveyed == "comparison" else "circle" for answer, _, _ in shown]
    marks = [f"{shape}-open" if symbol else shape for shape in square]
    return [
        segments(ends, {"color": colour, "width": 3}),
        {
            "type": "scatter", "mode": "markers", "x": [percent for _, percent, _ in shown], "y": [row for *_, row in shown],
            "marker": {"symbol": marks, "size": 12, "color": colour, "line": {"width": 2, "color": colour}},
            "hovertext": [inert(hover(answer)) for answer, _, _ in shown], "hovertemplate": "%{hovertext}<extra></extra>",
            "cliponaxis": False,
        },
    ]  # fmt: skip


def hover(answer: Answer) -> str:
    """All that bounds an answer: the place, the percentage, the interval and how it is known, how many were asked, and when."""
    estimate = answer.estimate
    figure_ = formats.quantity(Share.exactly(estimate.percent)) if estimate else "–"
    asked = t("{figure} · {who} · {wave}", figure=figure_, who=people(answer), wave=wave(answer))
    return "\n".join((place(answer), asked, *bounds(answer)))


def _head(change: Change, row: float, colours: Palette) -> dict[str, Any]:
    """The place above its row, and what changed there."""
    found = judged(change)
    tint = {Judged.BETTER: colours.good, Judged.WORSE: colours.bad}.get(found, colours.text)
    return _name(in_short(change), row, tint, colours)


def _name(text: str, row: float, colour: str, colours: Palette) -> dict[str, Any]:
    return note(
        0, row + 0.28, inert(text), colour, xref="paper", xanchor="left", yanchor="bottom", bgcolor=colours.page, borderpad=1,
    )  # fmt: skip
