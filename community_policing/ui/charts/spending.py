"""Spend beside progress, drawn: for each grant a bar of money against what is committed, and one of the time gone by."""

from collections.abc import Sequence
from textwrap import wrap
from typing import Any

from community_policing.analysis.reach import spending as words
from community_policing.analysis.reach.spending import Spending
from community_policing.briefing.drawing.text_width import width
from community_policing.core.palette import Palette
from community_policing.ui.charts.frame import PHONE, Drawn, figure, inert, note

LINE, BAR, PAD, GAP = 19, 12, 5, 20  # pixels: a line of words, a bar, around a bar, and between grants
TICK = round((BAR + 6) / 1.4)  # as plotly has it, which draws this sign longer than its size
LONGEST = 52  # signs of a line, so that a phone shows it whole; more where letters are narrow


def spending(spendings: Sequence[Spending], colours: Palette) -> Drawn:
    """The grants from the top down.  Lengths are shares: of the amount that the bar is drawn against, and of the time."""
    traces: list[dict[str, Any]] = []
    notes: list[dict[str, Any]] = []
    at, widest = 0.0, 1.0
    for each in spendings:
        money, planned = _shares(each)
        widest = max(widest, money, planned or 0)
        at = _said(notes, (f"<b>{inert(each.called)}</b>",), at, colours.text)
        at = _said(notes, _lines(words.spent(each)), at, colours.text) + PAD
        traces += _money(each, at + BAR / 2, money, planned, colours)
        below = _lines(words.planned(each), words.committed(each), words.untold(each))
        at = _said(notes, below, at + BAR + PAD, colours.quiet)
        known = each.budget.elapsed is not None
        at = _said(notes, _lines(words.elapsed(each)), at, colours.text if known else colours.quiet)
        if each.budget.elapsed is not None:
            traces += _time(each, at + PAD + BAR / 2, each.budget.elapsed, colours)
            at += BAR + 2 * PAD
        at = _said(notes, _lines(words.targets(each)), at, colours.quiet) + GAP
    return figure(
        colours, round(at), traces, barmode="overlay", hovermode="closest", annotations=notes, margin={"t": 0},
        xaxis={"visible": False, "range": [-0.005, 1.02 * widest]}, yaxis={"visible": False, "range": [at, 0]},
    )  # fmt: skip


def _shares(each: Spending) -> tuple[float, float | None]:
    """What is spent, and what was planned by then, as shares of what the bar is drawn against."""
    budget, whole = each.budget, each.budget.whole or 1.0
    return (budget.spent.low if budget.spent else 0.0) / whole, budget.planned.low / whole if budget.planned else None


def _lines(*texts: str) -> tuple[str, ...]:
    return tuple(inert(line) for text in texts if text for line in wrap(text, _signs(text)))


def _signs(text: str) -> int:
    return max(LONGEST, int(PHONE * len(text) / width(text, 13)))


def _said(notes: list[dict[str, Any]], lines: Sequence[str], at: float, colour: str) -> float:
    """Add lines of words below that height; where they end."""
    for line in lines:
        notes.append(note(0, at, line, colour, xref="paper", xanchor="left", yanchor="top", align="left"))
        at += LINE
    return at


def _money(each: Spending, at: float, money: float, planned: float | None, colours: Palette) -> list[dict[str, Any]]:
    """The committed amount as an outline, what is spent in it, and a tick where the plan stands."""
    told = _lines(words.spent(each), words.planned(each), words.committed(each), words.untold(each))
    hover = "\n".join((each.called, *told))
    traces = [_track(at, colours)] if each.budget.committed is not None else []
    traces.append(_bar(money, at, hover, {"color": colours.accent}))
    if planned is not None:
        marker = {"symbol": "line-ns", "size": TICK, "line": {"width": 3, "color": colours.text}}
        traces.append(
            {"type": "scatter", "mode": "markers", "x": [planned], "y": [at], "marker": marker, **_hover(hover)}
        )
    return traces


def _time(each: Spending, at: float, share: float, colours: Palette) -> list[dict[str, Any]]:
    """The grant's time as an outline, and what of it has gone by, in another pattern than money."""
    hover = "\n".join((each.called, *_lines(words.elapsed(each), words.targets(each))))
    look = {"color": colours.neutral[3], "pattern": {"shape": "/"}}
    return [_track(at, colours), _bar(share, at, hover, look)]


def _track(at: float, colours: Palette) -> dict[str, Any]:
    """An outline of the whole length."""
    look = {"color": "rgba(0,0,0,0)", "line": {"color": colours.planned, "width": 1}}
    return {"type": "bar", "orientation": "h", "x": [1], "y": [at], "width": BAR, "marker": look, "hoverinfo": "skip"}


def _bar(length: float, at: float, hover: str, look: dict[str, Any]) -> dict[str, Any]:
    bar = {"type": "bar", "orientation": "h", "x": [length], "y": [at], "width": BAR}
    return {**bar, "marker": look, **_hover(hover)}


def _hover(text: str) -> dict[str, Any]:
    return {"hovertext": [inert(text)], "hovertemplate": "%{hovertext}<extra></extra>"}
