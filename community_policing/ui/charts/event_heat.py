"""Heat table, drawn: events by governorate and period; darker is more, and what is planned stands apart, hollow."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from community_policing.analysis.map.choropleth import ink
from community_policing.analysis.training.heat import Cells, Heat
from community_policing.core import formats
from community_policing.core.geography import governorate_name
from community_policing.core.i18n import t
from community_policing.core.palette import Palette
from community_policing.ui.charts.frame import Drawn, figure, inert, note

LANE = 28  # pixels for one governorate
CROWDED = 9  # columns from which every second one is named
APART = 0.35  # of a column: between what was held and what is planned


def event_heat(table: Heat, as_of: date, colours: Palette) -> Drawn:
    """A cell for each governorate and period with its number; the as-of date stands between held and planned."""
    many = len(table.past)
    places = [*range(many), *(many + APART + place for place in range(len(table.ahead)))]
    scale = _stepped((colours.zero, *colours.ramp))
    traces = [
        _cells(table, table.held, table.past, places[:many], scale),
        _figures(table, table.held, table.past, places[:many], colours),
    ]
    if table.ahead:
        hollow = _stepped((colours.zero, colours.page))
        traces += [
            _cells(table, table.planned, table.ahead, places[many:], hollow),
            _figures(table, table.planned, table.ahead, places[many:], colours),
        ]
    days = (*table.past, *table.ahead)
    at = many - 0.5 + APART / 2
    every = 1 if len(days) < CROWDED else 2  # a phone's columns are narrower than their names
    return figure(
        colours, 76 + LANE * max(len(table.lanes), 3), traces, "time", hovermode="closest", margin={"t": 24},
        shapes=[{"type": "line", "x0": at, "x1": at, "y0": 0, "y1": 1, "yref": "paper",
                 "line": {"color": colours.accent, "width": 1.5}}],
        annotations=[note(at, 1, t("as of {day}", day=formats.day(as_of)), colours.accent, yref="paper", yanchor="bottom",
                          xanchor="right" if many > len(table.ahead) else "left")],
        xaxis={"tickvals": places[::every], "ticktext": _ticks(table, days[::every]),
               "range": [-0.5, places[-1] + 0.5], "tickangle": 0},
        yaxis={"tickvals": list(range(len(table.lanes))), "ticktext": [inert(governorate_name(pcode)) for pcode in table.lanes],
               "autorange": "reversed", "showgrid": False, "tickfont": {"color": colours.text, "size": 13}},
    )  # fmt: skip


def _cells(table: Heat, cells: Cells, days: Sequence[date], places: Sequence[float], scale: Any) -> dict[str, Any]:
    counts = [[cells.get((pcode, day), 0) for day in days] for pcode in table.lanes]
    return {
        "type": "heatmap", "x": list(places), "y": list(range(len(table.lanes))), "z": counts, "dx": 1, "dy": 1,
        "zmin": 0, "zmax": max((count for line in counts for count in line), default=0) or 1,
        "colorscale": scale, "showscale": False, "xgap": 2, "ygap": 2,
        "customdata": [
            [f"{inert(governorate_name(pcode))}<br>{table.name(day)}: {_said(table, cells, count)}"
             for day, count in zip(days, line, strict=True)]
            for pcode, line in zip(table.lanes, counts, strict=True)
        ],
        "hovertemplate": "%{customdata}<extra></extra>",
    }  # fmt: skip


def _figures(
    table: Heat, cells: Cells, days: Sequence[date], places: Sequence[float], colours: Palette
) -> dict[str, Any]:
    """The number in each cell, in ink that can be read on its shade; planned ones behind a hollow mark."""
    most, before = max(cells.values(), default=0) or 1, "○ " if cells is table.planned else ""
    steps = [colours.page if before else colours.ramp[round(4 * count / most)] for count in range(most + 1)]
    points = [
        (x, y, cells.get((pcode, day), 0))
        for y, pcode in enumerate(table.lanes)
        for x, day in zip(places, days, strict=True)
    ]
    return {
        "type": "scatter", "mode": "text", "hoverinfo": "skip", "x": [x for x, _, _ in points], "y": [y for _, y, _ in points],
        "text": [f"{before}{formats.number(count)}" if count else formats.number(0) for _, _, count in points],
        "textfont": {"size": 13, "color": [ink(steps[count], colours) if count else colours.quiet for _, _, count in points]},
    }  # fmt: skip


def _said(table: Heat, cells: Cells, count: int) -> str:
    figure = formats.number(count)
    return t("{count} planned", count=figure) if cells is table.planned else t("{count} held", count=figure)


def _stepped(colours: Sequence[str]) -> list[tuple[float, str]]:
    """None in its own colour, then from the least to the most; plotly takes no scale that does not end at 1."""
    none, *more = colours
    more = more * 2 if len(more) == 1 else more
    last = len(more) - 1
    return [(0.0, none), (0.001, none), *((0.001 + 0.999 * at / last, colour) for at, colour in enumerate(more))]


def _ticks(table: Heat, days: Sequence[date]) -> list[str]:
    """The periods' names; months and quarters say their year where it begins."""
    if table.months == 12:
        return [str(day.year) for day in days]
    names = [formats.within_year(day, "month" if table.months == 1 else "quarter") for day in days]
    years = ["", *(day.year for day in days)]
    return [
        name if year == days[at].year else f"{name}<br>{days[at].year}"
        for at, (name, year) in enumerate(zip(names, years, strict=False))
    ]
