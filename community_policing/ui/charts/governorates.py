"""The drawn map: governorates as SVG, for browsers without WebGL, for small maps and for exact clicks.

Plotly would fetch a world outline from another host: its topojson address is ours instead (ui/charts/frame.py), and gives it
rivers, lakes and neighbours.  Held by tests/browser/test_pages.py.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import plotly.graph_objects as go

from community_policing.analysis.district_level import beneath, placed as within
from community_policing.analysis.map.choropleth import SILENT, Mark, Shade, growth
from community_policing.analysis.map.fan import Offsets, fanned
from community_policing.analysis.map.labels import Place, at_home, leads, placed, written
from community_policing.analysis.map.mercator import MIDDLE, NORTH, SOUTH, girth, girth_near, pixels, spot
from community_policing.core.geography import DISTRICTS, extent
from community_policing.core.palette import STATUS_GLYPHS, Palette
from community_policing.ui.charts.frame import figure, inert
from community_policing.ui.charts.webgl_map import address

# A click filters, nothing dims
STAYS = {"selected": {"marker": {"opacity": 1}}, "unselected": {"marker": {"opacity": 1}}}
ACROSS = 10.4  # degrees from the country's western to its eastern end, with some air around it
SMALLEST = 9  # pixels, the mark of one forum
BLUR = (1, 1, 2, 2, 3, 3)  # pixels: shadows one over the other, together a halo
SIGNS = {"dormant": STATUS_GLYPHS["off_track"], "never_met": STATUS_GLYPHS["at_risk"]}
SYMBOLS = {"iom": "circle", "police": "square", "planned": "circle-open"}


def governorate_map(
    shades: tuple[Shade, ...], marks: tuple[Mark, ...], colours: Palette, height: int, names: bool = True,
    around: tuple[str, ...] = (), beside: tuple[Mark, ...] = (), across: float = ACROSS,
    level: tuple[Shade, ...] = (),
) -> go.Figure:  # fmt: skip
    """Governorates in their shades with fora on them; each polygon's `location` is its P-code.  It shows those `around`
    which it is drawn, a `level` of districts over their governorate, or the country and as many degrees `across`; names stand
    beside the marks, or beside those of another date (`beside`)."""
    home = level[0].pcode[:5] if level else ""
    newest, traces = beside or marks, [polygons(beneath(shades, home, colours.land), colours)]
    traces += [polygons(level, colours, DISTRICTS)] if level else []
    shades = tuple(shade for shade in shades if shade.pcode != home)
    labels, offsets = placed(shades, newest, height) if names else {}, fanned(marks, newest, height)
    if level:
        names_of = {shade.pcode: shade.name for shade in shades}
        others = tuple((pcode, names_of[pcode], place) for pcode, place in at_home(labels).items())
        labels = within(level, marks, offsets, height, 1.0, others)
    scale = girth_near(height, extent(around)) if around else girth(height)
    traces += [_lines([*leads(shades, labels, height), *_stalks(marks, offsets, scale)], colours)]
    for kind, symbol in SYMBOLS.items():
        of_kind = [_aside(mark, aside, scale) for mark, aside in zip(marks, offsets, strict=True) if mark.kind == kind]
        traces += [_points(of_kind, symbol, getattr(colours, kind))] if of_kind else []
    for state, colour in zip(SILENT, (colours.bad, colours.warn), strict=True):
        silent = [_aside(mark, aside, scale) for mark, aside in zip(marks, offsets, strict=True) if mark.state == state]
        traces += [_signs(silent, SIGNS[state], colour, colours)] if silent else []
    traces += [_names((*shades, *level), labels, colours)] if names else []
    return figure(colours, height, traces, "map", geo=context(colours, around, across), margin={"t": 0})


def _aside(mark: Mark, by: tuple[int, int], around: float) -> Mark:
    """The mark where it is drawn: aside by so many pixels of a globe that is so many `around`."""
    if by == (0, 0):
        return mark
    x, y = pixels([mark.longitude], [mark.latitude], around)[0] + by
    longitude, latitude = spot(float(x), float(y), around)
    return replace(mark, longitude=longitude, latitude=latitude)


def _stalks(marks: tuple[Mark, ...], offsets: Offsets, around: float) -> list[tuple[Place, Place]]:
    """From the place of each mark that is moved to where it is drawn."""
    pairs = ((mark, _aside(mark, by, around)) for mark, by in zip(marks, offsets, strict=True) if by != (0, 0))
    return [((one.longitude, one.latitude), (other.longitude, other.latitude)) for one, other in pairs]


def _lines(lines: list[tuple[Place, Place]], colours: Palette) -> dict[str, Any]:
    """Hairlines that the pointer passes over."""
    ends = [end for one, other in lines for end in (one, other, (None, None))]
    return {
        "type": "scattergeo", "mode": "lines", "hoverinfo": "skip", "lon": [x for x, _ in ends], "lat": [y for _, y in ends],
        "line": {"width": 1, "color": colours.text},
    }  # fmt: skip


def polygons(shades: tuple[Shade, ...], colours: Palette, layer: str = "governorates_med") -> dict[str, Any]:
    """The governorates, or districts, of that layer as one trace, each in its shade."""
    scale, values = _scale(shades)
    return {
        "type": "choropleth", "geojson": address(layer), "locations": [s.pcode for s in shades],
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


def context(colours: Palette, around: tuple[str, ...], across: float = ACROSS) -> dict[str, Any]:
    """Neighbours (land, coastlines), Iraq's own line (countries), lakes and rivers: all from our geo/world_110m.json."""
    home = (MIDDLE - across / 2, SOUTH, MIDDLE + across / 2, NORTH)
    west, south, east, north = extent(around) if around else home
    return {
        "visible": False, "bgcolor": colours.water, "projection": {"type": "mercator"},
        "lonaxis": {"range": [west, east]}, "lataxis": {"range": [south, north]},
        "showland": True, "landcolor": colours.land,
        "showcoastlines": True, "coastlinecolor": colours.line, "coastlinewidth": 0.7,
        "showcountries": True, "countrycolor": colours.country, "countrywidth": 3.5,
        "showlakes": True, "lakecolor": colours.water, "showrivers": True, "rivercolor": colours.river, "riverwidth": 1.3,
    }  # fmt: skip


def _names(shades: tuple[Shade, ...], labels: Mapping[str, Place], colours: Palette) -> dict[str, Any]:
    """Names and figures over all marks, on a halo in the page's colour, so that they are read on every shade."""
    shown = [shade for shade in shades if shade.pcode in labels]
    places = [labels[shade.pcode] for shade in shown]
    return {
        "type": "scattergeo", "mode": "text", "hoverinfo": "skip",
        "lon": [longitude for longitude, _ in places], "lat": [latitude for _, latitude in places],
        "text": [_bold(written(shade)) for shade in shown],
        "textfont": {"size": 12, "color": colours.text, "shadow": ", ".join(f"0 0 {blur}px {colours.page}" for blur in BLUR)},
        "unselected": {"textfont": {"color": colours.text}},
    }  # fmt: skip


def _bold(text: str) -> str:
    """The name, and its figure in bold under it; what is less than a number says so with a sign that plotly reads as no tag."""
    name, line, figure = text.partition("\n")
    return f"{inert(name)}<br><b>{inert(figure).replace('‹', '&lt;')}</b>" if line else inert(name)


def _signs(marks: list[Mark], glyph: str, colour: str, colours: Palette) -> dict[str, Any]:
    """The sign of fora that do not meet, at the upper right of their marks however near the map is."""
    return {
        "type": "scattergeo", "mode": "text", "hoverinfo": "skip", "textposition": "top right",
        "lon": [m.longitude for m in marks], "lat": [m.latitude for m in marks], "text": [glyph] * len(marks),
        "textfont": {"size": 10, "color": colour, "shadow": ", ".join(f"0 0 {blur}px {colours.page}" for blur in BLUR)},
        "unselected": {"textfont": {"color": colour}},
    }  # fmt: skip


def _points(marks: list[Mark], symbol: str, colour: str) -> dict[str, Any]:
    line = {"width": 2 if "open" in symbol else 0.5}
    return {
        "type": "scattergeo", "mode": "markers", "lon": [m.longitude for m in marks], "lat": [m.latitude for m in marks],
        "marker": {"symbol": symbol, "size": [SMALLEST + growth(m.count) for m in marks], "color": colour, "line": line,
                   "opacity": 1},
        "text": [inert(m.label) for m in marks], "customdata": [[m.pcode] for m in marks],
        "hovertemplate": "%{text}<extra></extra>", **STAYS,
    }  # fmt: skip
