"""The drawn map: governorates as SVG, for browsers without WebGL, for small maps and for exact clicks.

Plotly would fetch a world outline from another host: its topojson address is ours instead (ui/charts/frame.py), and gives it
rivers, lakes and neighbours.  Held by tests/browser/test_pages.py.
"""

from typing import Any

import plotly.graph_objects as go

from community_policing.analysis.map.choropleth import Mark, Shade, growth
from community_policing.analysis.map.labels import placed, written
from community_policing.core.geography import extent
from community_policing.core.palette import Palette
from community_policing.ui.charts.frame import figure, inert
from community_policing.ui.charts.webgl_map import address

STAYS = {
    "selected": {"marker": {"opacity": 1}},
    "unselected": {"marker": {"opacity": 1}},
}  # a click filters, nothing dims
SMALLEST = 9  # pixels, the mark of one forum
BLUR = (1, 1, 2, 2, 3, 3)  # pixels: shadows one over the other, together a halo
SYMBOLS = {"iom": "circle", "police": "square", "planned": "circle-open"}


def governorate_map(
    shades: tuple[Shade, ...], marks: tuple[Mark, ...], colours: Palette, height: int, names: bool = True,
    around: tuple[str, ...] = (), beside: tuple[Mark, ...] = (),
) -> go.Figure:  # fmt: skip
    """Governorates in their shades with fora on them; each polygon's `location` is its P-code.  It shows those `around`
    which it is drawn, or the country; names stand beside the marks, or beside those of another date (`beside`)."""
    traces = [polygons(shades, colours)]
    for kind, symbol in SYMBOLS.items():
        of_kind = [mark for mark in marks if mark.kind == kind]
        traces += [_points(of_kind, symbol, getattr(colours, kind))] if of_kind else []
    traces += [_names(shades, beside or marks, colours, height)] if names else []
    return figure(colours, height, traces, geo=context(colours, around), margin={"t": 0})


def polygons(shades: tuple[Shade, ...], colours: Palette) -> dict[str, Any]:
    """The governorates as one trace, each in its shade."""
    scale, values = _scale(shades)
    return {
        "type": "choropleth", "geojson": address("governorates_med"), "locations": [s.pcode for s in shades],
        "z": values, "zmin": 0, "zmax": len(scale) / 2, "colorscale": _stepped(scale), "showscale": False,
        "marker": {"line": {"color": colours.border, "width": 1}}, "customdata": [[s.name, s.figure] for s in shades],
        "hovertemplate": "<b>%{customdata[0]}</b><br>%{customdata[1]}<extra></extra>", **STAYS,
    }  # fmt: skip


def _scale(shades: tuple[Shade, ...]) -> tuple[list[str], list[float]]:
    """The distinct colours in use, and for each shade the middle of its colour's step."""
    colours = list(dict.fromkeys(shade.colour for shade in shades))
    return colours, [(colours.index(shade.colour) + 0.5) / 2 for shade in shades]


def _stepped(colours: list[str]) -> list[tuple[float, str]]:
    """A colour scale without blends: every colour from its own step's start to its end."""
    width = 1 / len(colours)
    return [(min(1.0, edge), colour) for i, colour in enumerate(colours) for edge in (i * width, (i + 1) * width)]


def context(colours: Palette, around: tuple[str, ...]) -> dict[str, Any]:
    """Neighbours (land, coastlines), Iraq's own line (countries), lakes and rivers: all from our geo/world_110m.json."""
    west, south, east, north = extent(around) if around else (38.4, 28.9, 49.0, 37.5)
    return {
        "visible": False, "bgcolor": colours.water, "projection": {"type": "mercator"},
        "lonaxis": {"range": [west, east]}, "lataxis": {"range": [south, north]},
        "showland": True, "landcolor": colours.land,
        "showcoastlines": True, "coastlinecolor": colours.line, "coastlinewidth": 0.7,
        "showcountries": True, "countrycolor": colours.country, "countrywidth": 3.5,
        "showlakes": True, "lakecolor": colours.water, "showrivers": True, "rivercolor": colours.river, "riverwidth": 1.3,
    }  # fmt: skip


def _names(shades: tuple[Shade, ...], marks: tuple[Mark, ...], colours: Palette, height: int) -> dict[str, Any]:
    """Names and figures over all marks, on a halo in the page's colour: they are read on every shade, and beyond small
    governorates."""
    labels = placed(shades, marks, height)
    places = [labels[shade.pcode] for shade in shades]
    return {
        "type": "scattergeo", "mode": "text", "hoverinfo": "skip",
        "lon": [longitude for longitude, _ in places], "lat": [latitude for _, latitude in places],
        "text": [_bold(written(shade)) for shade in shades],
        "textfont": {"size": 12, "color": colours.text, "shadow": ", ".join(f"0 0 {blur}px {colours.page}" for blur in BLUR)},
        "unselected": {"textfont": {"color": colours.text}},
    }  # fmt: skip


def _bold(text: str) -> str:
    """The name, and its figure in bold under it."""
    name, line, figure = text.partition("\n")
    return f"{inert(name)}<br><b>{inert(figure)}</b>" if line else inert(name)


def _points(marks: list[Mark], symbol: str, colour: str) -> dict[str, Any]:
    line = {"width": 2 if "open" in symbol else 0.5}
    return {
        "type": "scattergeo", "mode": "markers", "lon": [m.longitude for m in marks], "lat": [m.latitude for m in marks],
        "marker": {"symbol": symbol, "size": [SMALLEST + growth(m.count) for m in marks], "color": colour, "line": line},
        "text": [inert(m.label) for m in marks], "customdata": [[m.pcode] for m in marks],
        "hovertemplate": "%{text}<extra></extra>", **STAYS,
    }  # fmt: skip
