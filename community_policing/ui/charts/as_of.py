"""Time axis with the as-of date: what lies to its right is still to come."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from community_policing.core import formats
from community_policing.core.i18n import t
from community_policing.core.palette import Palette
from community_policing.core.protection_level import DAY, MONTHS, period_end, period_ends
from community_policing.ui.charts.frame import note

_EVERYWHERE = {"yref": "paper", "y0": 0, "y1": 1}
TICKS = 9  # names of periods that a line of time has room for
ROOM = 66  # pixels above and below the lanes: the date in words, and two lines of days or months and years


def axis(start: date, end: date, grain: str = DAY, middle: bool = False) -> dict[str, Any]:
    """Time from `start` to `end`: months and years, or days where it is short; of a protected view its quarters or years."""
    if grain != DAY:
        return {"type": "date", "range": [start, end], "showgrid": True, **periods(start, end, grain, middle)}
    short = (end - start).days < 200
    return {
        "type": "date", "tickformat": "%d %b\n%Y" if short else "%b\n%Y", "range": [start, end], "showgrid": True,
    }  # fmt: skip


def periods(start: date, end: date, grain: str, middle: bool = False) -> dict[str, Any]:
    """A tick at the end of each quarter or year, or in its middle, as many as there is room for."""
    ends = period_ends(start, period_end(end, grain), grain)
    ticks = ends[::-1][:: -(-len(ends) // TICKS)]
    back = timedelta(days=MONTHS[grain] * 15 if middle else 0)
    return {"tickvals": [each - back for each in ticks], "ticktext": [formats.day(each, grain) for each in ticks]}


def dots(
    points: Sequence[tuple[date, float]], texts: Sequence[str], name: str, colour: str, grain: str
) -> dict[str, Any]:
    """A dot at the end of each period of a protected view, and a line between two: what lies there is not known."""
    return {
        "type": "scatter", "mode": "lines+markers", "name": name, "line": {"color": colour, "width": 2.5},
        "marker": {"size": 8, "color": colour}, "x": [at for at, _ in points], "y": [value for _, value in points],
        "customdata": [[formats.day(at, grain), text] for (at, _), text in zip(points, texts, strict=True)],
        "hovertemplate": "%{fullData.name}<br>%{customdata[0]}: %{customdata[1]}<extra></extra>",
    }  # fmt: skip


def line(as_of: date, colours: Palette) -> dict[str, Any]:
    """The date as an upright line."""
    return {"type": "line", "x0": as_of, "x1": as_of, "line": {"color": colours.accent, "width": 1.5}, **_EVERYWHERE}


def ahead(as_of: date, end: date, colours: Palette) -> dict[str, Any]:
    """A quiet ground under what is still to come."""
    return {
        "type": "rect", "x0": as_of, "x1": end, "fillcolor": colours.panel, "line": {"width": 0}, "layer": "below",
        **_EVERYWHERE,
    }  # fmt: skip


def label(as_of: date, start: date, end: date, colours: Palette) -> dict[str, Any]:
    """The date in words, above its line and on the side of it that has more room between `start` and `end`."""
    side = "right" if as_of - start >= end - as_of else "left"
    text = t("as of {day}", day=formats.day(as_of))
    return note(as_of, 1, text, colours.accent, yref="paper", xanchor=side, yanchor="bottom")
