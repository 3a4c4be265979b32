"""WebGL map (pydeck), of our own layers only; polygons travel by address, never in a rerun."""

import hashlib
import json
from collections.abc import Mapping
from functools import cache, lru_cache
from math import atan2, degrees, hypot, log2
from typing import Any, NamedTuple

import pydeck as pdk

from community_policing.analysis.district_level import beneath, placed as within
from community_policing.analysis.map.choropleth import KINDS, SILENT, Mark, Shade, growth
from community_policing.analysis.map.fan import Offsets, fanned
from community_policing.analysis.map.labels import Place, at_home, leads, placed, wide, written
from community_policing.analysis.map.mercator import HEIGHT, MIDDLE, NORTH, SOUTH, northing
from community_policing.analysis.map.name_pictures import NamePictures, name_pictures
from community_policing.core.bidi import without_marks
from community_policing.core.geography import DISTRICTS, districts, extent, governorates
from community_policing.core.palette import FONT, Palette
from community_policing.core.paths import GEO, STATIC

CLICKABLE = "click-"
GOVERNORATES = "governorates"
FILES = {GOVERNORATES: "governorates_med", DISTRICTS: DISTRICTS}
ROOM = 0.8  # of the height is what is chosen: a phone is narrower than the map is high
SMALLEST = 10  # pixels, the mark of one forum
SIGN = 8  # pixels, the sign of its state, at the mark's upper right
ICONS = "marks.png"
MARKS_AT = {
    name: {"x": 128 * i, "y": 0, "width": 128, "height": 128, "mask": True}
    for i, name in enumerate((*KINDS, "stalk", *SILENT))
}
PLATE = 150  # of 255: how much of the page's colour lies under a name
PLATE_SCALE = 2  # pixels of a plate's picture for each on the map
ABOVE, BELOW = 7, 9  # pixels of a name that is a picture, and of its figure, from the middle of both
MOST = 9  # the nearest zoom
STEP = 0.75  # of a zoom, for each press of a button
# The page scrolls where it is scrolled: the wheel and one finger pass over the map (app.css).  Bounds as high as the country
# make it fill the height, whatever that is, and leave no smaller view, in which names would cover one another.
VIEW = pdk.View(
    "MapView", id="map",
    controller={
        "scrollZoom": False, "trackpadGesture": True, "dragRotate": False, "touchRotate": False,
        "maxBounds": [[MIDDLE - 30, SOUTH], [MIDDLE + 30, NORTH]],
    },
)  # fmt: skip


class Row(NamedTuple):
    """One row of every layer that can be pointed at: where (of a polygon the expression that finds its outline in the file),
    the governorate, what the tooltip says, and the mark's size, the pixels that it is moved aside, and the degrees it is turned.

    Rows of polygons and of marks travel alike, as arrays, so that the tooltip's one template, which names the tip by its place in
    a row, is filled whatever is pointed at: deck.gl leaves a field standing that a row lacks.
    """

    place: tuple[float, float] | str
    pcode: str
    tip: str
    size: float = 0.0
    aside: tuple[float, float] = (0, 0)
    turned: float = 0.0


PLACE, PCODE, SIZE, ASIDE, TURNED = "this[0]", 1, "this[3]", "this[4]", "this[5]"


@cache
def static(file: str) -> str:
    """Where the browser finds pictures, as of the shapes of marks, at an address that changes with the file."""
    return f"/app/static/{file}?v={hashlib.sha256((STATIC / file).read_bytes()).hexdigest()[:10]}"


@cache
def address(layer: str) -> str:
    """Where the browser finds a layer; the address changes with the file, so browsers may keep it for ever."""
    file = f"{layer}.geojson"
    return f"/layers/{file}?v={hashlib.sha256((GEO / file).read_bytes()).hexdigest()[:10]}"


def governorate_map(
    shades: tuple[Shade, ...], marks: tuple[Mark, ...], colours: Palette, clicks: int, height: int = 600,
    around: tuple[str, ...] = (), beside: tuple[Mark, ...] = (), tips: tuple[Shade, ...] = (), nearer: int = 0,
    level: tuple[Shade, ...] = (), level_tips: tuple[Shade, ...] = (),
) -> pdk.Deck:  # fmt: skip
    """Governorates in their shades, fora as marks, rivers, neighbours and names; it opens on those `around` which it is
    drawn (P-codes), or on the country, and so many steps `nearer`.  Names stand beside the marks, or beside those of another
    date (`beside`), so that they stay where they are while dates go by.

    `clicks` counts the clicks so far.  Streamlit's browser part keeps a clicked object until its layer's id is gone, and
    paints over it; so each click retires the clickable layer on top, and the next one lies loaded below it already.
    A `level` of districts is drawn over its governorate, which then bears no name of its own.
    Under the pointer stand `tips` and `level_tips`, or the shades' own figures: where a click chooses governorates, figures
    that do not depend on which are chosen spare the layer that is clicked next from being made anew, which loses the click.
    """
    newest = beside or marks
    home = level[0].pcode[:5] if level else ""
    beside_it = tuple(shade for shade in shades if shade.pcode != home)
    labels, offsets = placed(beside_it, newest, height), fanned(marks, newest, height)
    if level:
        names_of = {shade.pcode: shade.name for shade in beside_it}
        others = tuple((pcode, names_of[pcode], place) for pcode, place in at_home(labels).items())
        labels = within(level, marks, offsets, height, ROOM, others)
    layers = [
        _lines("neighbours", colours.land, colours.line, 0.7),
        _polygons(GOVERNORATES, beneath(shades, home, colours.land), colours, colours.land),
        *(_clickable(GOVERNORATES, number, tips or shades) for number in (clicks + 1, clicks)),
        *_level(level, level_tips or level, clicks, colours),
        _lines("lakes", colours.water, colours.river, 0.5),
        _lines("rivers", None, colours.river, 1.3),
        _lines("country", None, colours.country, 1.6),
        _leads(leads(beside_it, labels, height), colours),
        *_points(marks, offsets, colours),
        *_names((*beside_it, *level), labels, colours),
    ]
    view = _view(around, height, nearer)
    return Finished(layers=layers, views=[VIEW], initial_view_state=view, map_provider=None, tooltip={"text": "{2}"})


class Finished(pdk.Deck):  # type: ignore[misc]  # pydeck is untyped
    """A deck that is shared by all readers, and turned into JSON once instead of at every rerun."""

    def to_json(self) -> str:
        """The deck as the browser gets it."""
        return _json(self)


@lru_cache(maxsize=64)
def _json(deck: Finished) -> str:
    """Without the line breaks and indents of pydeck, which are half of it."""
    return json.dumps(json.loads(super(Finished, deck).to_json()), ensure_ascii=False, separators=(",", ":"))


def _view(around: tuple[str, ...], height: int, nearer: int) -> pdk.ViewState:
    """The country, or those governorates as large as fits into most of the height (Web Mercator, 512-pixel tiles)."""
    high, longitude, latitude, room = HEIGHT, MIDDLE, (SOUTH + NORTH) / 2, 1.0
    if around:
        west, south, east, north = extent(around)
        high = max(northing(north) - northing(south), (east - west) / 360)
        longitude, latitude, room = (west + east) / 2, (south + north) / 2, ROOM
    zoom = min(log2(room * height / 512 / high), MOST - 1) + STEP * nearer
    return pdk.ViewState(
        longitude=round(longitude, 4), latitude=round(latitude, 4), zoom=round(zoom, 2), min_zoom=1, max_zoom=MOST
    )


def _rgb(colour: str) -> list[int]:
    return [int(colour[i : i + 2], 16) for i in (1, 3, 5)]


def _lines(layer: str, fill: str | None, line: str, width: float) -> pdk.Layer:
    """A layer of context, drawn and never clicked."""
    return pdk.Layer(
        "GeoJsonLayer", address(layer), id=layer, filled=fill is not None, stroked=True, get_line_color=_rgb(line),
        line_width_min_pixels=width, get_fill_color=_rgb(fill) if fill else [0, 0, 0, 0],
    )  # fmt: skip


def _level(shades: tuple[Shade, ...], tips: tuple[Shade, ...], clicks: int, colours: Palette) -> list[pdk.Layer]:
    """The districts of one governorate, over it; all others of the file are there, and unseen."""
    if not shades:
        return []
    clickable = (_clickable(DISTRICTS, number, tips) for number in (clicks + 1, clicks))
    return [_polygons(DISTRICTS, shades, colours), *clickable]


def _places(layer: str) -> Mapping[str, int]:
    """Code -> its place in that layer's file."""
    return {code: place for place, code in enumerate(districts() if layer == DISTRICTS else governorates())}


def _polygons(layer: str, shades: tuple[Shade, ...], colours: Palette, others: str = "") -> pdk.Layer:
    """The polygons.  Their colours are an expression over the feature's index, so that the polygons need not travel; those
    without a shade have the colour of `others`, or none."""
    index = _places(layer)
    rest = _rgb(others) if others else [0, 0, 0, 0]
    cases = "".join(f"properties.n == {index[shade.pcode]} ? {json.dumps(_rgb(shade.colour))} : " for shade in shades)
    drawn = " || ".join(f"properties.n == {index[shade.pcode]}" for shade in shades)
    line = _rgb(colours.border)
    return pdk.Layer(
        "GeoJsonLayer", address(FILES[layer]), id=layer, pickable=False, stroked=True,
        get_fill_color=cases + json.dumps(rest), line_width_min_pixels=1.2,
        get_line_color=line if others else f"{drawn} ? {json.dumps(line)} : [0, 0, 0, 0]",
        update_triggers={"getFillColor": hashlib.sha256(cases.encode()).hexdigest()[:12]},
    )  # fmt: skip


def _clickable(layer: str, number: int, shades: tuple[Shade, ...]) -> pdk.Layer:
    """The same polygons, unseen (alpha 1 of 255), to be clicked and pointed at.

    Each polygon is joined to its row in the browser, as an expression over the file: the file knows no figures.  The
    address ends in a digest of the rows, since deck.gl makes rows anew only for another address; browsers fetch it once.
    """
    prefix = "" if layer == GOVERNORATES else layer
    index = {pcode: f"features[{place}].geometry.coordinates" for pcode, place in _places(layer).items()}
    polygons = [Row(index[shade.pcode], shade.pcode, f"{shade.name}\n{shade.figure}") for shade in shades]
    rows = ",".join(map(_expression, polygons))
    digest = hashlib.sha256(rows.encode()).hexdigest()[:10]
    return pdk.Layer(
        "PolygonLayer", f"{address(FILES[layer])}#{digest}", id=f"{CLICKABLE}{prefix}{number}",
        data_transform=f"[{rows}]",
        get_polygon=PLACE, pickable=True, stroked=False, get_fill_color=[0, 0, 0, 1],
    )  # fmt: skip


def _expression(row: Row) -> str:
    """A polygon's row in deck.gl's expressions; their string literals know JSON's short escapes."""
    return f"[{row.place},{json.dumps(row[1:], ensure_ascii=False, separators=(',', ':'))[1:-1]}]"


def _names(shades: tuple[Shade, ...], labels: Mapping[str, Place], colours: Palette) -> list[pdk.Layer]:
    """Names and figures where there is room, on plates in the page's colour, to be read on every shade."""
    here = [
        (shade.pcode, labels[shade.pcode], written(shade).replace("−", "–"))  # a minus is too thin to be seen
        for shade in shades
        if shade.pcode in labels
    ]
    if pictures := name_pictures():
        return _pictured(here, pictures, colours)
    rows = [{"position": list(place), "text": text} for _, place, text in here]
    plates = {"background": True, "get_background_color": [*_rgb(colours.page), PLATE], "background_padding": [3, 0, 3, 0],
              "background_border_radius": 4}  # fmt: skip
    return [_lettered("plates", rows, [0, 0, 0, 0], plates), _lettered("names", rows, _rgb(colours.text), {})]


def _pictured(here: list[tuple[str, Place, str]], pictures: NamePictures, colours: Palette) -> list[pdk.Layer]:
    """The same with names as pictures: deck.gl draws letters one by one, and would neither join Arabic ones nor turn them."""
    plates, names, figures = [], [], []
    for pcode, place, text in here:
        _, _, figure = text.partition("\n")
        plate = pictures.plate(2 if figure else 1, wide(text) + 2)
        plates.append(Row(place, plate, "", pictures.places[plate]["height"] / PLATE_SCALE))
        names.append(Row(place, pcode, "", pictures.size, (0, -ABOVE if figure else 0)))
        if figure:
            figures.append({"position": list(place), "text": without_marks(figure)})
    return [
        _named("plates", plates, pictures, [*_rgb(colours.page), PLATE]),
        _named("names", names, pictures, _rgb(colours.text)),
        _lettered("figures", figures, _rgb(colours.text), {"get_pixel_offset": [0, BELOW]}),
    ]


def _named(layer: str, rows: list[Row], pictures: NamePictures, colour: list[int]) -> pdk.Layer:
    """Pictures of names or plates; each row names its own."""
    places = {row.pcode: pictures.places[row.pcode] for row in rows}
    return pdk.Layer(
        "IconLayer", rows, id=layer, icon_atlas=pdk.types.String(static(pictures.file)), icon_mapping=places,
        get_icon=f"this[{PCODE}]", get_position=PLACE, get_size=SIZE, get_pixel_offset=ASIDE, get_color=colour,
    )  # fmt: skip


def _leads(lines: list[tuple[Place, Place]], colours: Palette) -> pdk.Layer:
    """Lines from governorates to names that stand beyond their border."""
    return pdk.Layer(
        "LineLayer", lines, id="leads", get_source_position=PLACE, get_target_position="this[1]",
        get_color=_rgb(colours.text), get_width=1,
    )  # fmt: skip


def _lettered(layer: str, rows: list[dict[str, Any]], colour: list[int], look: dict[str, Any]) -> pdk.Layer:
    return pdk.Layer(
        "TextLayer", rows, id=layer, get_position="position", get_text="text", get_size=12.5, get_color=colour,
        character_set=pdk.types.String("auto"), font_family=pdk.types.String(FONT), font_weight=600, line_height=1.25,
        font_settings={"sdf": True, "buffer": 6}, **look,
    )  # fmt: skip


def _points(marks: tuple[Mark, ...], offsets: Offsets, colours: Palette) -> list[pdk.Layer]:
    """Fora: IOM's as filled circles, the police's as filled squares, planned ones as hollow circles (static/marks.png).

    Each stands on a slightly larger mark in the page's colour, so that it is seen on every shade.  From one that is moved
    aside a stalk leads to a dot at its place; pixels stay pixels when the map is zoomed, so that it comes nearer to it.
    """
    layers = _stalks(marks, offsets, colours)
    for kind in KINDS:
        rows = [
            Row((mark.longitude, mark.latitude), mark.pcode, mark.label, SMALLEST + growth(mark.count), aside)
            for mark, aside in zip(marks, offsets, strict=True)
            if mark.kind == kind
        ]
        halo = "police" if kind == "police" else "iom"
        layers += [
            _icons(f"{kind}-halo", [row._replace(pcode="", tip="") for row in rows], colours.page, 1.35, halo, False),
            _icons(kind, rows, getattr(colours, kind), 1.0, kind, True),
        ]
    return layers + _signs(marks, offsets, colours)


def _signs(marks: tuple[Mark, ...], offsets: Offsets, colours: Palette) -> list[pdk.Layer]:
    """On the marks of fora that do not meet: a diamond on those that have not for long, a triangle on those that never have."""
    layers = []
    for state, colour in zip(SILENT, (colours.bad, colours.warn), strict=True):
        rows = []
        for mark, (x, y) in zip(marks, offsets, strict=True):
            if mark.state == state:
                out = round(0.4 * (SMALLEST + growth(mark.count)), 1)
                rows.append(Row((mark.longitude, mark.latitude), "", "", SIGN, (x + out, y - out)))
        if rows:
            layers += [
                _icons(f"{state}-halo", rows, colours.page, 1.5, state, False),
                _icons(state, rows, colour, 1.0, state, False),
            ]
    return layers


def _stalks(marks: tuple[Mark, ...], offsets: Offsets, colours: Palette) -> list[pdk.Layer]:
    """A line from the place of each mark that is moved to where it is drawn, and a dot at the place."""
    moved = [
        Row((mark.longitude, mark.latitude), "", "", round(2 * hypot(x, y), 1), (0, 0), round(-degrees(atan2(y, x)), 1))
        for mark, (x, y) in zip(marks, offsets, strict=True)
        if (x, y) != (0, 0)
    ]
    dots = list(dict.fromkeys(row._replace(size=4, turned=0) for row in moved))
    return [
        _icons("stalks", moved, colours.text, 1.0, "stalk", False),
        _icons("dots", dots, colours.text, 1.0, "iom", False),
    ]


def _icons(name: str, rows: list[Row], colour: str, scale: float, shape: str, pickable: bool) -> pdk.Layer:
    return pdk.Layer(
        "IconLayer", rows, id=name, icon_atlas=pdk.types.String(static(ICONS)), icon_mapping=MARKS_AT,
        get_icon=pdk.types.String(shape), get_position=PLACE, get_size=SIZE, size_scale=scale, get_pixel_offset=ASIDE,
        get_angle=TURNED, get_color=_rgb(colour), pickable=pickable,
    )  # fmt: skip
