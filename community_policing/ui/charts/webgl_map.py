"""WebGL map (pydeck), of our own layers only; polygons travel by address, never in a rerun."""

import hashlib
import json
from functools import cache, lru_cache
from math import log, log2, pi, radians, tan
from typing import Any, NamedTuple

import pydeck as pdk

from community_policing.analysis.map.choropleth import KINDS, Mark, Shade, growth
from community_policing.analysis.map.labels import placed, written
from community_policing.core.geography import LAYERS, extent, governorates
from community_policing.core.palette import FONT, Palette
from community_policing.core.paths import GEO

CLICKABLE = "click-"
ROOM = 0.8  # of the height is what is chosen: a phone is narrower than the map is high
SMALLEST = 13  # pixels, the mark of one forum
MARKS_AT = {kind: {"x": 128 * i, "y": 0, "width": 128, "height": 128, "mask": True} for i, kind in enumerate(KINDS)}
PLATE = 150  # of 255: how much of the page's colour lies under a name
HOME = pdk.ViewState(latitude=33.15, longitude=43.75, zoom=5.35, min_zoom=4, max_zoom=9)


class Row(NamedTuple):
    """One row of every layer that can be pointed at: where (of a polygon the expression that finds its outline in the file),
    the governorate, what the tooltip says, and the mark's size.

    Rows of polygons and of marks travel alike, as arrays, so that the tooltip's one template, which names the tip by its place in
    a row, is filled whatever is pointed at: deck.gl leaves a field standing that a row lacks.
    """

    place: tuple[float, float] | str
    pcode: str
    tip: str
    size: float = 0.0


PLACE, PCODE, SIZE = "this[0]", 1, "this[3]"


@cache
def address(layer: str) -> str:
    """Where the browser finds a layer; the address changes with the file, so browsers may keep it for ever."""
    digest = hashlib.sha256((GEO / LAYERS[layer]).read_bytes()).hexdigest()
    return f"/layers/{LAYERS[layer]}?v={digest[:10]}"


def governorate_map(
    shades: tuple[Shade, ...], marks: tuple[Mark, ...], colours: Palette, clicks: int, height: int = 600,
    around: tuple[str, ...] = (), beside: tuple[Mark, ...] = (), tips: tuple[Shade, ...] = (),
) -> pdk.Deck:  # fmt: skip
    """Governorates in their shades, fora as marks, rivers, neighbours and names; it opens on those `around` which it is
    drawn (P-codes), or on the country.  Names stand beside the marks, or beside those of another date (`beside`), so that they
    stay where they are while dates go by.

    `clicks` counts the clicks so far.  Streamlit's browser part keeps a clicked object until its layer's id is gone, and
    paints over it; so each click retires the clickable layer on top, and the next one lies loaded below it already.
    Under the pointer stand `tips`, or the shades' own figures: where a click chooses governorates, figures that do not depend
    on which are chosen spare the layer that is clicked next from being made anew, which loses the click.
    """
    names, plates = _names(shades, beside or marks, colours, height)
    layers = [
        _lines("neighbours", colours.land, colours.line, 0.7),
        _governorates(shades, colours),
        *(_clickable(number, tips or shades) for number in (clicks + 1, clicks)),
        _lines("lakes", colours.water, colours.river, 0.5),
        _lines("rivers", None, colours.river, 1.3),
        _lines("country", None, colours.country, 1.6),
        plates,
        *_points(marks, colours),
        names,
    ]
    view = _view(around, height)
    return Finished(layers=layers, initial_view_state=view, map_provider=None, tooltip={"text": "{2}"})


class Finished(pdk.Deck):  # type: ignore[misc]  # pydeck is untyped
    """A deck that is shared by all readers, and turned into JSON once instead of at every rerun."""

    def to_json(self) -> str:
        """The deck as the browser gets it."""
        return _json(self)


@lru_cache(maxsize=64)
def _json(deck: Finished) -> str:
    return str(super(Finished, deck).to_json())


def _view(around: tuple[str, ...], height: int) -> pdk.ViewState:
    """The country, or those governorates as large as fits into most of the height (Web Mercator, 512-pixel tiles)."""
    if not around:
        return pdk.ViewState(**(vars(HOME) | {"zoom": HOME.zoom + log2(height / 600)}))
    west, south, east, north = extent(around)
    high = _mercator(north) - _mercator(south)
    zoom = min(log2(ROOM * height / 512 / max(high, (east - west) / 360)), HOME.max_zoom - 1)
    middle = {
        "longitude": round((west + east) / 2, 4),
        "latitude": round((south + north) / 2, 4),
        "zoom": round(zoom, 2),
    }
    return pdk.ViewState(**(vars(HOME) | middle))


def _mercator(latitude: float) -> float:
    return log(tan(pi / 4 + radians(latitude) / 2)) / (2 * pi)


def _rgb(colour: str) -> list[int]:
    return [int(colour[i : i + 2], 16) for i in (1, 3, 5)]


def _lines(layer: str, fill: str | None, line: str, width: float) -> pdk.Layer:
    """A layer of context, drawn and never clicked."""
    return pdk.Layer(
        "GeoJsonLayer", address(layer), id=layer, filled=fill is not None, stroked=True, get_line_color=_rgb(line),
        line_width_min_pixels=width, get_fill_color=_rgb(fill) if fill else [0, 0, 0, 0],
    )  # fmt: skip


def _governorates(shades: tuple[Shade, ...], colours: Palette) -> pdk.Layer:
    """The polygons.  Their colours are an expression over the feature's index, so that the polygons need not travel."""
    index = {pcode: place for place, pcode in enumerate(governorates())}
    cases = "".join(f"properties.n == {index[shade.pcode]} ? {json.dumps(_rgb(shade.colour))} : " for shade in shades)
    return pdk.Layer(
        "GeoJsonLayer",
        address("governorates_med"),
        id="governorates",
        pickable=False,
        stroked=True,
        get_fill_color=cases + json.dumps(_rgb(colours.land)),
        get_line_color=_rgb(colours.border),
        line_width_min_pixels=1.2,
        update_triggers={"getFillColor": hashlib.sha256(cases.encode()).hexdigest()[:12]},
    )


def _clickable(number: int, shades: tuple[Shade, ...]) -> pdk.Layer:
    """The same polygons, unseen (alpha 1 of 255), to be clicked and pointed at.

    Each polygon is joined to its row in the browser, as an expression over the file: the file knows no figures.  The
    address ends in a digest of the rows, since deck.gl makes rows anew only for another address; browsers fetch it once.
    """
    index = {pcode: f"features[{place}].geometry.coordinates" for place, pcode in enumerate(governorates())}
    polygons = [Row(index[shade.pcode], shade.pcode, f"{shade.name}\n{shade.figure}") for shade in shades]
    rows = ",".join(map(_expression, polygons))
    digest = hashlib.sha256(rows.encode()).hexdigest()[:10]
    return pdk.Layer(
        "PolygonLayer",
        f"{address('governorates_med')}#{digest}",
        id=f"{CLICKABLE}{number}",
        data_transform=f"[{rows}]",
        get_polygon=PLACE,
        pickable=True,
        stroked=False,
        get_fill_color=[0, 0, 0, 1],
    )


def _expression(row: Row) -> str:
    """A polygon's row in deck.gl's expressions; their string literals know JSON's short escapes."""
    return f"[{row.place},{json.dumps(row[1:], ensure_ascii=False, separators=(',', ':'))[1:-1]}]"


def _names(
    shades: tuple[Shade, ...], marks: tuple[Mark, ...], colours: Palette, height: int
) -> tuple[pdk.Layer, pdk.Layer]:  # fmt: skip
    """Each governorate's name and figure, to lie over all marks; and plates in the page's colour, to lie under the marks, by
    which names are read on every shade, and beyond small governorates."""
    at = placed(shades, marks, height)
    rows = [{"position": list(at[shade.pcode]), "text": written(shade)} for shade in shades]
    plates = {"background": True, "get_background_color": [*_rgb(colours.page), PLATE], "background_padding": [3, 0, 3, 0],
              "background_border_radius": 4}  # fmt: skip
    return _lettered("names", rows, _rgb(colours.text), {}), _lettered("plates", rows, [0, 0, 0, 0], plates)


def _lettered(layer: str, rows: list[dict[str, Any]], colour: list[int], look: dict[str, Any]) -> pdk.Layer:
    return pdk.Layer(
        "TextLayer", rows, id=layer, get_position="position", get_text="text", get_size=13, get_color=colour,
        character_set=pdk.types.String("auto"), font_family=pdk.types.String(FONT), font_weight=600, line_height=1.25,
        font_settings={"sdf": True, "buffer": 6}, **look,
    )  # fmt: skip


def _points(marks: tuple[Mark, ...], colours: Palette) -> list[pdk.Layer]:
    """Fora: IOM's as filled circles, the police's as filled squares, planned ones as hollow circles (static/marks.png).

    Each stands on a slightly larger mark in the page's colour, so that it is seen on every shade.
    """
    layers = []
    for kind in KINDS:
        rows = [
            Row((mark.longitude, mark.latitude), mark.pcode, mark.label, SMALLEST + growth(mark.count))
            for mark in marks
            if mark.kind == kind
        ]
        halo = "police" if kind == "police" else "iom"
        layers += [
            _icons(f"{kind}-halo", [row._replace(pcode="", tip="") for row in rows], colours.page, 1.35, halo, False),
            _icons(kind, rows, getattr(colours, kind), 1.0, kind, True),
        ]
    return layers


def _icons(name: str, rows: list[Row], colour: str, scale: float, shape: str, pickable: bool) -> pdk.Layer:
    return pdk.Layer(
        "IconLayer", rows, id=name, icon_atlas=pdk.types.String("/app/static/marks.png"), icon_mapping=MARKS_AT,
        get_icon=pdk.types.String(shape), get_position=PLACE, get_size=SIZE, size_scale=scale,
        get_color=_rgb(colour), pickable=pickable,
    )  # fmt: skip
