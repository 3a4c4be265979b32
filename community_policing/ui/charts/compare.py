"""Comparison charts: a line between both figures of each key, and maps with figures on them."""

from collections.abc import Sequence
from typing import Any, TypeAlias

from community_policing.analysis.compare.comparison import NO_CHANGE, Change, Comparison
from community_policing.analysis.compare.wording import in_brief, said
from community_policing.analysis.map.choropleth import Shade, ink
from community_policing.core.formats import quantity
from community_policing.core.geography import governorates
from community_policing.core.palette import Palette
from community_policing.ui.charts.frame import Drawn, figure, inert, margin_for, note, segments
from community_policing.ui.charts.governorates import context, polygons

ROW = 27  # pixels for one key
HOVER = "<b>%{customdata[0]}</b><br>%{customdata[1]}<extra></extra>"
Lines: TypeAlias = Sequence[tuple[int, Change]]


def dumbbells(comparison: Comparison, changes: Sequence[Change], colours: Palette, later: str) -> Drawn:
    """Draw for each key a hollow mark for A, a filled one for B, a line between them, and the difference in writing."""
    lines = [(len(changes) - place, change) for place, change in enumerate(changes)]
    most = max((value.low for change in changes for value in (change.a, change.b) if value), default=0.0) or 1.0
    looks = [colours.quiet if change.kind in NO_CHANGE else later for change in changes if change.b]
    traces = [
        _between([line for line in lines if line[1].kind == "more"], later),
        _between([line for line in lines if line[1].kind == "fewer"], colours.fewer[3]),
        _marks(
            lines, comparison, "a", {"size": 11, "color": colours.page, "line": {"width": 2, "color": colours.quiet}}
        ),
        _marks(lines, comparison, "b", {"size": 11, "color": looks}),
    ]
    beside = [_difference(place, change, comparison.unit, colours) for place, change in lines]
    axis = {"dtick": 1} if most <= 6 else {"nticks": 6}
    return figure(
        colours, 34 + ROW * len(changes), traces, margin={"t": 24, "r": margin_for(92, [note["text"] for note in beside])},
        annotations=beside,
        xaxis={"range": [-0.03 * most, 1.05 * most], "side": "top", "showgrid": True, "tickformat": ",d", **axis},
        yaxis={
            "tickvals": [place for place, _ in lines], "ticktext": [inert(change.name) for change in changes],
            "range": [0.4, len(changes) + 0.6], "showgrid": False, "tickfont": {"color": colours.text, "size": 14},
        },
    )  # fmt: skip


def _between(lines: Lines, colour: str) -> dict[str, Any]:
    ends = [(change.a.low, change.b.low, place) for place, change in lines if change.a and change.b]
    return segments(ends, {"color": colour, "width": 3})


def _marks(lines: Lines, comparison: Comparison, which: str, look: dict[str, Any]) -> dict[str, Any]:
    points = [(place, change, getattr(change, which)) for place, change in lines if getattr(change, which)]
    when = comparison.sides["ab".index(which)]
    texts = [f"{when}: {quantity(value, comparison.unit)} · {said(change, comparison)}" for _, change, value in points]
    return {
        "type": "scatter", "mode": "markers", "marker": look, "hovertemplate": HOVER, "cliponaxis": False,
        "x": [value.low for _, _, value in points], "y": [place for place, _, _ in points],
        "customdata": [[inert(change.name), inert(text)] for (_, change, _), text in zip(points, texts, strict=True)],
    }  # fmt: skip


def _difference(place: int, change: Change, unit: str, colours: Palette) -> dict[str, Any]:
    """The difference in writing, in one column beside the marks."""
    certain = change.kind in ("more", "fewer")
    figure = in_brief(change, unit)
    text = f"<b>{figure}</b>" if certain else figure
    return note(
        1, place, text, colours.text if certain else colours.quiet, 14,
        xref="paper", xanchor="left", xshift=16, yanchor="middle",
    )  # fmt: skip


def written_map(shades: tuple[Shade, ...], written: Sequence[str], colours: Palette, height: int) -> Drawn:
    """Draw governorates in their shades with figures in ink that can be read on them; no change is quiet."""
    quiet = [shade.kind in NO_CHANGE for shade in shades]
    places = [governorates()[shade.pcode] for shade in shades]
    texts = {
        "type": "scattergeo", "mode": "text", "hoverinfo": "skip",
        "lon": [place.label_lon for place in places], "lat": [place.label_lat for place in places],
        "text": [f"<b>{text}</b>" if text and not low else text for text, low in zip(written, quiet, strict=True)],
        "textfont": {
            "size": 13,
            "color": [
                colours.quiet if low else ink(shade.colour, colours) for shade, low in zip(shades, quiet, strict=True)
            ],
        },
    }  # fmt: skip
    geo = context(colours, ()) | {"showrivers": False, "showlakes": False}  # they would cross the figures
    return figure(colours, height, [polygons(shades, colours), texts], "map", geo=geo, margin={"t": 0})
