"""The drawn map: governorates as SVG, for browsers without WebGL, for small maps and for exact clicks.

Plotly would fetch a world outline from another host: its topojson address is ours instead (charts/frame.py), and gives it
rivers, lakes and neighbours.  Held by tests/browser/test_pages.py.
"""

import plotly.graph_objects as go

from community_policing.charts.frame import figure, inert
from community_policing.choropleth import Mark, Shade
from community_policing.geography import governorates
from community_policing.maps import address
from community_policing.theme import Palette

SYMBOLS = {"iom": "circle", "police": "square", "planned": "circle-open"}


def governorate_map(
    shades: tuple[Shade, ...], marks: tuple[Mark, ...], colours: Palette, height: int, names: bool = True
) -> go.Figure:
    """Governorates in their shades with fora on them; each polygon's `location` is its P-code."""
    drawing = figure(colours, height)
    scale, values = _scale(shades)
    drawing.add_choropleth(
        geojson=address("governorates_med"),
        locations=[s.pcode for s in shades],
        z=values,
        zmin=0,
        zmax=len(scale) / 2,
        colorscale=_stepped(scale),
        showscale=False,
        marker={"line": {"color": colours.border, "width": 1}},
        customdata=[[s.name, s.figure] for s in shades],
        hovertemplate="<b>%{customdata[0]}</b><br>%{customdata[1]}<extra></extra>",
        selected={"marker": {"opacity": 1}},
        unselected={"marker": {"opacity": 1}},
    )
    for kind, symbol in SYMBOLS.items():
        _points(drawing, [m for m in marks if m.kind == kind], symbol, getattr(colours, kind))
    if names:
        _names(drawing, shades, colours)
    _context(drawing, colours)
    drawing.update_layout(margin={"l": 0, "r": 0, "t": 0, "b": 0})
    return drawing


def _scale(shades: tuple[Shade, ...]) -> tuple[list[str], list[float]]:
    """The distinct colours in use, and for each shade the middle of its colour's step."""
    colours = list(dict.fromkeys(shade.colour for shade in shades))
    return colours, [(colours.index(shade.colour) + 0.5) / 2 for shade in shades]


def _stepped(colours: list[str]) -> list[tuple[float, str]]:
    """A colour scale without blends: every colour from its own step's start to its end."""
    width = 1 / len(colours)
    return [(min(1.0, edge), colour) for i, colour in enumerate(colours) for edge in (i * width, (i + 1) * width)]


def _context(drawing: go.Figure, colours: Palette) -> None:
    """Neighbours (land, coastlines), Iraq's own line (countries), lakes and rivers: all from our geo/world_110m.json."""
    drawing.update_geos(
        visible=False,
        bgcolor=colours.water,
        projection_type="mercator",
        lonaxis_range=[38.4, 49.0],
        lataxis_range=[28.9, 37.5],
        showland=True,
        landcolor=colours.land,
        showcoastlines=True,
        coastlinecolor=colours.line,
        coastlinewidth=0.7,
        showcountries=True,
        countrycolor=colours.country,
        countrywidth=3.5,
        showlakes=True,
        lakecolor=colours.water,
        showrivers=True,
        rivercolor=colours.river,
        riverwidth=1.3,
    )


def _names(drawing: go.Figure, shades: tuple[Shade, ...], colours: Palette) -> None:
    places = [governorates()[shade.pcode] for shade in shades]
    drawing.add_scattergeo(
        lon=[p.label_lon for p in places], lat=[p.label_lat for p in places], mode="text", hoverinfo="skip",
        text=[s.name if s.kind in ("outside", "no_data") else f"{s.name}<br><b>{s.figure}</b>" for s in shades],
        textfont={"size": 12, "color": colours.text}, unselected={"textfont": {"color": colours.text}},
    )  # fmt: skip


def _points(drawing: go.Figure, marks: list[Mark], symbol: str, colour: str) -> None:
    if not marks:
        return
    drawing.add_scattergeo(
        lon=[m.longitude for m in marks],
        lat=[m.latitude for m in marks],
        mode="markers",
        marker={
            "symbol": symbol,
            "size": [7 + 2 * m.count for m in marks],
            "color": colour,
            "line": {"width": 2 if "open" in symbol else 0.5},
        },
        text=[inert(m.label) for m in marks],
        customdata=[[m.pcode] for m in marks],
        hovertemplate="%{text}<extra></extra>",
        unselected={"marker": {"opacity": 1}},
    )
