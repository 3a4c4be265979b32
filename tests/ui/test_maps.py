"""The WebGL map as JSON: reviewed, small, and of our own layers only."""

import json
import re
from collections.abc import Mapping
from dataclasses import asdict, replace
from datetime import date
from typing import Any

import numpy as np
import pytest
from PIL import Image
from shapely.geometry import Point, Polygon, shape

from community_policing.analysis.map import choropleth, labels
from community_policing.analysis.map.fan import fanned
from community_policing.analysis.map.mercator import NORTH, SOUTH, girth, girth_near, northing, pixels
from community_policing.analysis.map.name_pictures import name_pictures
from community_policing.core.geography import LAYERS, extent, governorate_at, governorate_name, governorates
from community_policing.core.i18n import speaking
from community_policing.core.palette import DARK, LIGHT, Palette
from community_policing.core.paths import DATA, STATIC
from community_policing.dataset.load import load
from community_policing.measure.compute import measure
from community_policing.measure.programme import Programme, Scope
from community_policing.ui.charts import webgl_map
from community_policing.ui.charts.governorates import governorate_map as governorates_drawn
from community_policing.ui.components import figures
from tests.conftest import ROOT, golden

LAYER = json.loads((ROOT / "geo" / LAYERS["governorates_med"]).read_text("utf-8"))
NINEWA = next(shape(feature["geometry"]) for feature in LAYER["features"] if feature["id"] == "IQG15")
NAMES = {pcode: place.name_en for pcode, place in governorates().items()}


def deck(programme: Programme, colours: Palette = LIGHT, clicks: int = 3) -> str:
    """The map of fora as the browser gets it."""
    shades = choropleth.shades(measure("fora_established", programme, "governorate"), colours)
    return webgl_map.governorate_map(shades, choropleth.marks(programme), colours, clicks).to_json()


def layers(text: str) -> dict[str, dict[str, object]]:
    """Its layers by id, in the order in which they are drawn."""
    return {layer["id"]: layer for layer in json.loads(text)["layers"]}


def test_golden(programme: Programme) -> None:
    """The map is the one that was reviewed."""
    seen, reviewed = golden("deck-light", json.loads(deck(programme)))
    assert seen == reviewed


def test_the_dark_map_is_the_same_in_its_own_colours(programme: Programme) -> None:
    """Every colour is that of the same role in the other palette, and nothing else differs; new colours of the polygons are
    announced, or deck.gl would go on with the old ones."""
    light, dark = (layers(deck(programme, colours)) for colours in (LIGHT, DARK))
    announced = [found["governorates"].pop("updateTriggers") for found in (light, dark)]
    assert announced[0] != announced[1]
    roles = dict(zip(every_colour(LIGHT), every_colour(DARK), strict=True))

    def swap(found: re.Match[str]) -> str:
        numbers = tuple(map(int, found.groups()))
        return "[" + ", ".join(map(str, roles.get(numbers, numbers)))

    swapped = re.sub(r"\[(\d+), (\d+), (\d+)(?=[,\]])", swap, json.dumps(light))
    assert json.loads(swapped) == dark


def every_colour(colours: Palette) -> list[tuple[int, ...]]:
    """A palette's colours as numbers, in the order of its roles."""
    values = [value for role in asdict(colours).values() for value in ([role] if isinstance(role, str) else role)]
    return [tuple(int(value[place : place + 2], 16) for place in (1, 3, 5)) for value in values]


def test_payload(programme: Programme, public_record: Programme) -> None:
    """Polygons travel by address, never in a rerun: the map is less than 20 KB."""
    for text in (deck(programme), deck(public_record)):
        assert len(text) < 20_000
        assert re.search(r'"coordinates"|(\[\s*){4}', text) is None, "a ring of a polygon"


def test_the_same_map_is_the_same_bytes(programme: Programme) -> None:
    """Drawn twice it is byte for byte the same, so that it need not be sent again."""
    assert deck(programme) == deck(programme)


def test_nobody_else_is_asked(programme: Programme) -> None:
    """No address of another host, no base map."""
    text = deck(programme)
    assert re.findall(r"(?:https?:)?//[\w.-]+", text) == []
    assert json.loads(text).get("mapProvider") is None
    assert json.loads(text).get("mapStyle") in (None, "__MAP_STYLE__")  # pydeck's word for a style that was left out


def test_addresses() -> None:
    """Each layer has an address that changes with its file and names a file that is there."""
    for name, file in LAYERS.items():
        assert re.fullmatch(rf"/layers/{re.escape(file)}\?v=[0-9a-f]{{10}}", webgl_map.address(name))
        assert (ROOT / "geo" / file).is_file()


def test_what_can_be_clicked(programme: Programme) -> None:
    """Governorates and marks can be clicked, context cannot; every layer has an id of its own."""
    found = layers(deck(programme))
    assert len(found) == len(json.loads(deck(programme))["layers"])
    clickable = {name for name, layer in found.items() if layer.get("pickable")}
    assert clickable == {"click-3", "click-4", "iom", "police", "planned"}
    assert set(layers(deck(programme, clicks=4))) - set(found) == {"click-5"}


def test_each_governorate_has_its_colour(programme: Programme) -> None:
    """The expression gives each governorate, found by its place in the layer, the colour of its shade."""
    shades = choropleth.shades(measure("fora_established", programme, "governorate"), LIGHT)
    drawn = json.loads((ROOT / "geo" / LAYERS["governorates_med"]).read_text("utf-8"))["features"]
    place = {feature["properties"]["pcode"]: feature["properties"]["n"] for feature in drawn}
    expression = str(layers(deck(programme))["governorates"]["getFillColor"])
    found = dict(re.findall(r"properties\.n == (\d+) \? (\[[\d, ]+\])", expression))
    for shade in shades:
        assert "#{:02X}{:02X}{:02X}".format(*json.loads(found[str(place[shade.pcode])])) == shade.colour


def view(around: tuple[str, ...], height: int = 600) -> dict[str, float]:
    """Where the map opens."""
    text = webgl_map.governorate_map((), (), LIGHT, 0, height, around).to_json()
    return dict(json.loads(text)["initialViewState"])


def test_the_map_opens_on_the_country() -> None:
    """Without a choice it is the country, which fills whatever height the map has, and is never seen smaller."""
    home, tall = view(()), view((), 1200)
    assert (home["longitude"], home["latitude"]) == (43.75, 33.2)
    assert tall == home | {"zoom": round(home["zoom"] + 1, 2)}
    pixels_of_the_country = 512 * 2 ** home["zoom"] * (northing(37.4) - northing(29.05))  # from end to end
    assert 560 < pixels_of_the_country < 600
    (shown,) = json.loads(webgl_map.governorate_map((), (), LIGHT, 0).to_json())["views"]
    (_, south), (_, north) = shown["controller"]["maxBounds"]
    assert (south, north) == (SOUTH, NORTH)


def test_the_page_scrolls_over_the_map() -> None:
    """The wheel is the page's, and no press of a button turns the map; each press of ours zooms in by three quarters."""
    (shown,) = json.loads(webgl_map.governorate_map((), (), LIGHT, 0).to_json())["views"]
    assert [shown["controller"][name] for name in ("scrollZoom", "dragRotate", "touchRotate")] == [False] * 3
    nearer = json.loads(webgl_map.governorate_map((), (), LIGHT, 0, nearer=2).to_json())["initialViewState"]
    assert nearer == view(()) | {"zoom": round(view(())["zoom"] + 1.5, 2)}


def test_the_map_opens_on_what_is_chosen() -> None:
    """It opens in the middle of the chosen governorates and as near as all of each can be seen; several stand further off."""
    baghdad, anbar, both = view(("IQG08",)), view(("IQG01",)), view(("IQG01", "IQG08"))
    west, south, east, north = extent(("IQG08",))
    assert (baghdad["longitude"], baghdad["latitude"]) == (round((west + east) / 2, 4), round((south + north) / 2, 4))
    assert view(())["zoom"] < both["zoom"] <= anbar["zoom"] < baghdad["zoom"] <= baghdad["maxZoom"]
    shown = 360 * 600 / 512 / 2 ** baghdad["zoom"]  # degrees of longitude in 600 pixels
    assert shown >= east - west


def test_the_drawn_map_shows_what_is_chosen(programme: Programme) -> None:
    """The drawn map's window is the country's, or holds the chosen governorates with some room around them."""
    shades = choropleth.shades(measure("fora_established", programme, "governorate"), LIGHT)
    window = governorates_drawn(shades, (), LIGHT, 600).layout.geo
    assert (window.lonaxis.range, window.lataxis.range) == ((38.55, 48.95), (SOUTH, NORTH))
    window = governorates_drawn(shades, (), LIGHT, 600, around=("IQG15",)).layout.geo
    west, south, east, north = extent(("IQG15",))
    assert (window.lonaxis.range, window.lataxis.range) == ((west, east), (south, north))
    ninewa = NINEWA.bounds
    assert west < ninewa[0] < ninewa[2] < east
    assert south < ninewa[1] < ninewa[3] < north


def test_marks_of_a_drawn_governorate_are_moved_by_its_own_pixels() -> None:
    """Two planned fora of one place in Ninewa are as many pixels aside as on the map of the country, and no more kilometres."""
    whole = Programme.of(load(DATA / "demonstration"))
    marks = choropleth.marks(whole.within(Scope(governorates=("IQG15",))))
    shades = choropleth.shades(measure("fora_established", whole, "governorate"), LIGHT)
    drawing = governorates_drawn(shades, marks, LIGHT, 440, around=("IQG15",))
    (planned,) = [trace for trace in drawing.data if trace.type == "scattergeo" and trace.mode == "markers"]
    near = girth_near(440, extent(("IQG15",)))
    home = pixels([marks[0].longitude], [marks[0].latitude], near)
    moved = pixels(planned.lon, planned.lat, near) - home
    assert near > 2 * girth(440)
    assert np.abs(moved - fanned(marks, marks, 440)).max() < 1


@pytest.mark.parametrize("colours", [LIGHT, DARK])
def test_names_can_be_read(colours: Palette) -> None:
    """On every shade names are in the text's colour, on a plate or halo in the page's; where nobody knows, a dash is
    the figure, and outside a choice there is none."""
    shown = tuple(
        choropleth.Shade(pcode, NAMES[pcode], figure, colour, kind)
        for pcode, figure, colour, kind in (
            ("IQG08", "1", colours.ramp[4], "value"), ("IQG15", "no data", colours.no_data, "no_data"),
            ("IQG01", "outside this selection", colours.outside, "outside"),
        )
    )  # fmt: skip
    found = layers(webgl_map.governorate_map(shown, (), colours, 0).to_json())
    names, plates = found["names"], found["plates"]
    assert list(found)[-2:] == ["plates", "names"]
    text, page = (
        [int(colour[place : place + 2], 16) for place in (1, 3, 5)] for colour in (colours.text, colours.page)
    )
    assert (names["getColor"], plates["getBackgroundColor"]) == (text, [*page, webgl_map.PLATE])
    assert [row["text"] for row in names["data"]] == ["Baghdad\n1", "Ninewa\n–", "Anbar"]  # type: ignore[attr-defined]
    drawn = governorates_drawn(shown, (), colours, 600).data[-1]
    assert (drawn.textfont.color, drawn.unselected.textfont.color) == (colours.text, colours.text)
    assert drawn.text == ("Baghdad<br><b>1</b>", "Ninewa<br><b>–</b>", "Anbar")


Box = tuple[float, float, float, float]


def boxes(shades: tuple[choropleth.Shade, ...], at: Mapping[str, tuple[float, float]], height: int) -> dict[str, Box]:
    """P-code -> left, top, right and bottom in pixels of what is written there, on a map that shows the country."""
    found = {}
    for shade in shades:
        if shade.pcode in at:
            x, y = pixels([at[shade.pcode][0]], [at[shade.pcode][1]], girth(height))[0]
            wide, high = len(shade.name) * labels.LETTER / 2, labels.LINE
            found[shade.pcode] = (x - wide, y - high, x + wide, y + high)
    return found


def shared(one: Box, other: Box) -> float:
    """The pixels that two boxes share."""
    wide, high = (min(one[side + 2], other[side + 2]) - max(one[side], other[side]) for side in (0, 1))
    return max(wide, 0) * max(high, 0)


def test_names_stand_beside_marks_and_in_their_governorate() -> None:
    """Alone a name stays at home; with a mark on its place it goes where it does not cover it, and stays in its governorate."""
    shades = (choropleth.Shade("IQG15", "Ninewa", "2", LIGHT.ramp[0], "value"),)
    home = governorates()["IQG15"]
    (at,) = labels.placed(shades, (), 600).values()
    assert at == pytest.approx((home.label_lon, home.label_lat), abs=0.001)
    mark = choropleth.Mark("iom", "IQG15", home.label_lon, home.label_lat, 1, "")
    beside = labels.placed(shades, (mark,), 600)
    left, top, right, bottom = boxes(shades, beside, 600)["IQG15"]
    x, y = pixels([mark.longitude], [mark.latitude], girth(600))[0]
    assert not (left < x < right and top < y < bottom)
    assert NINEWA.contains(Point(*beside["IQG15"]))
    assert labels.leads(shades, beside, 600) == []


@pytest.mark.parametrize("height", [340, 480, 740])
@pytest.mark.parametrize("dataset", ["demonstration", "public_record"])
def test_names_cover_neither_marks_nor_one_another(dataset: str, height: int) -> None:
    """On maps of every height, of the shipped data: a name that finds no room is left out; beyond its border a line leads
    back to its governorate.  On the map of a laptop all 18 have room."""
    shown = Programme.of(load(DATA / dataset))
    marks = choropleth.marks(shown)
    shades = choropleth.shades(measure("fora_established", shown, "governorate"), LIGHT)
    at = labels.placed(shades, marks, height)
    found_at = boxes(shades, at, height)
    found = list(found_at.values())
    assert [one for n, one in enumerate(found) for other in found[:n] if shared(one, other) > labels.TOUCH] == []
    spots = pixels([mark.longitude for mark in marks], [mark.latitude for mark in marks], girth(height))
    spots += np.array(fanned(marks, marks, height)).reshape(-1, 2)
    under = [(x - 4, y - 4, x + 4, y + 4) for x, y in spots.tolist()]
    assert [name for name in found for spot in under if shared(name, spot) > labels.TOUCH] == []
    led = {home for home, _ in labels.leads(shades, at, height)}
    for pcode, place in at.items():
        home, (west, north, east, south) = governorates()[pcode], found_at[pcode]
        beyond = governorate_at(*place) not in (pcode, None) and governorate_at(*place, expected=pcode) != pcode
        x, y = pixels([home.label_lon], [home.label_lat], girth(height))[0]
        covered = west <= x <= east and north <= y <= south
        assert not beyond or covered or (home.label_lon, home.label_lat) in led
    if height >= 480:
        assert len(at) == 18


def test_the_name_with_fewer_fora_gives_way() -> None:
    """On a map as high as a name and a half there is no room for all: those with most marks keep theirs."""
    shades = choropleth.shades(
        measure("fora_established", Programme.of(load(DATA / "public_record")), "governorate"), LIGHT
    )
    most = [("IQG07", 3), ("IQG12", 2)]
    marks = tuple(
        choropleth.Mark("iom", pcode, governorates()[pcode].label_lon, governorates()[pcode].label_lat, 1, str(number))
        for pcode, count in most
        for number in range(count)
    )
    at = labels.placed(shades, marks, 40)
    assert {"IQG07", "IQG12"} <= set(at)
    assert len(at) < 18


def test_names_do_not_move_with_the_date(programme: Programme) -> None:
    """Whatever figures a date has, names stay where the marks of the date given as `beside` leave them room."""
    then = programme.within(Scope(date(2014, 1, 1)))
    at = [
        [row["position"] for row in found["names"]["data"]]  # type: ignore[attr-defined]
        for found in (
            layers(webgl_map.governorate_map(
                choropleth.shades(measure("fora_established", shown, "governorate"), LIGHT),
                choropleth.marks(shown), LIGHT, 0, beside=choropleth.marks(programme)).to_json())
            for shown in (programme, then)
        )
    ]  # fmt: skip
    assert at[0] == at[1]


def test_the_legend_names_the_marks_that_are_there(monkeypatch: pytest.MonkeyPatch) -> None:
    """A kind of fora without a mark on the map is not in its legend."""
    seen: list[list[str]] = []
    monkeypatch.setattr(figures.style, "legend", lambda items: seen.append([label for _, label in items]))
    for kinds, states in ((choropleth.KINDS, ()), ({"planned"}, {"", "active", "never_met"}), ((), ())):
        figures.legend((choropleth.Step(LIGHT.zero, "none", "zero"),), LIGHT, kinds, states)
    assert seen == [
        ["none", "fora by IOM", "fora by local police", "fora planned"],
        ["none", "fora planned", "active: no sign", "not met yet"],
        ["none"],
    ]


def test_fora_that_do_not_meet_have_a_sign_on_both_maps(programme: Programme) -> None:
    """F2, which is dormant, has a diamond in the colour of what is off track at the upper right of its mark, F5 in February 2016,
    which had not met, a triangle; what meets has none, and where nobody records meetings the map is as it was."""
    shades = choropleth.shades(measure("fora_established", programme, "governorate"), LIGHT)
    cases = ((None, "dormant", "◆", LIGHT.bad), (date(2016, 1, 31), "never_met", "▲", LIGHT.warn))
    for day, state, glyph, colour in cases:
        marks = choropleth.marks(programme.within(Scope(day)))
        moved = [at for mark, at in zip(marks, fanned(marks, marks, 600), strict=True) if mark.state == state]
        found = layers(webgl_map.governorate_map((), marks, LIGHT, 0).to_json())
        assert set(found) & set(choropleth.SILENT) == {state}
        assert [row[4] for row in found[state]["data"]] == [[x + 4, y - 4] for x, y in moved]  # type: ignore[attr-defined]
        assert found[state]["getColor"] == [int(colour[place : place + 2], 16) for place in (1, 3, 5)]
        drawing = governorates_drawn(shades, marks, LIGHT, 600, names=False)
        signs = [trace for trace in drawing.data if trace.type == "scattergeo" and trace.mode == "text"]
        assert [(trace.text, trace.textfont.color, trace.hoverinfo) for trace in signs] == [
            ((glyph,) * len(moved), colour, "skip")
        ]
    bare = tuple(replace(mark, state="") for mark in choropleth.marks(programme))
    assert not set(layers(webgl_map.governorate_map((), bare, LIGHT, 0).to_json())) & set(choropleth.SILENT)


def test_a_mark_stays_where_it_is_when_its_state_changes(programme: Programme) -> None:
    """Marks are laid out by what they stand for, not by whether it met: two of one place are moved alike on every date."""
    newest, then = choropleth.marks(programme), choropleth.marks(programme.within(Scope(date(2016, 8, 31))))
    by_name = [
        {mark.label.split("\n")[0]: at for mark, at in zip(shown, fanned(shown, newest, 600), strict=True)}
        for shown in (newest, then)
    ]
    assert [each["Forum Baghdad 1"] for each in by_name] == [by_name[0]["Forum Baghdad 1"]] * 2
    assert [each["Forum Baghdad 2"] for each in by_name] == [by_name[0]["Forum Baghdad 2"]] * 2
    assert {mark.state for mark in newest} != {mark.state for mark in then}


def rows_of(layer: Mapping[str, object]) -> list[list[object]]:
    """The rows that the browser makes of a layer: those sent along, or those joined to the polygons of a file."""
    if "dataTransform" not in layer:
        return list(layer["data"])  # type: ignore[call-overload]
    shapes = [feature["geometry"]["coordinates"] for feature in LAYER["features"]]
    joined = re.sub(
        r"features\[(\d+)\]\.geometry\.coordinates", lambda found: json.dumps(shapes[int(found[1])]),
        str(layer["dataTransform"]).removeprefix("@@="),
    )  # fmt: skip
    return list(json.loads(joined))


def tooltip(template: str, row: list[object]) -> str:
    """What deck.gl shows: a field that the row has is filled in, any other is left standing."""
    return re.sub(r"{(.*?)}", lambda f: str(row[int(f[1])]) if f[1] in map(str, range(len(row))) else f[0], template)


@pytest.mark.parametrize("key", ["fora_established", "women_share_of_members"])
def test_tooltips_say_what_the_map_says(key: str, programme: Programme, public_record: Programme) -> None:
    """Under the pointer every governorate has its name and its figure and every mark its label, whatever is pointed at, and
    no field of the template is left standing; rows keep place and P-code, by which a click knows its governorate."""
    for each in (programme, public_record):
        shades = choropleth.shades(measure(key, each, "governorate"), LIGHT)
        marks = choropleth.marks(each)
        map_ = webgl_map.governorate_map(shades, marks, LIGHT, 3)
        pickable = {name: layer for name, layer in layers(map_.to_json()).items() if layer.get("pickable")}
        read = {
            name: {str(row[webgl_map.PCODE]): tooltip(map_._tooltip["text"], row) for row in rows_of(layer)}
            for name, layer in pickable.items()
        }
        polygons = {shade.pcode: f"{shade.name}\n{shade.figure}" for shade in shades}
        kinds = {kind: {m.pcode: m.label for m in marks if m.kind == kind} for kind in choropleth.KINDS}
        assert read == {"click-3": polygons, "click-4": polygons, **kinds}
        for place, pcode, *_ in rows_of(pickable["click-3"]):
            assert Point(governorates()[str(pcode)].label_lon, governorates()[str(pcode)].label_lat).within(
                Polygon(place[0])  # type: ignore[index]
            )


def test_a_name_cannot_leave_its_literal() -> None:
    """A quotation mark, a bracket or a brace in a name is shown, and is no part of the expression."""
    odd = choropleth.Shade("IQG01", 'An"bar]), {2} \\', "1", LIGHT.ramp[0], "value")
    map_ = webgl_map.governorate_map((odd,), (), LIGHT, 3)
    (row,) = rows_of(layers(map_.to_json())["click-3"])
    assert tooltip(map_._tooltip["text"], row) == 'An"bar]), {2} \\\n1'


def test_other_figures_have_another_address() -> None:
    """deck.gl keeps its rows while the address is the same: other figures come with another one, and the same file."""
    one, other = (
        layers(webgl_map.governorate_map((choropleth.Shade("IQG01", "Anbar", figure, "#FFFFFF", "value"),), (), LIGHT, 3).to_json())
        for figure in "12"
    )  # fmt: skip
    file, address = (str(found["click-3"]["data"]).partition("#") for found in (one, other))
    assert file[0] == address[0] == webgl_map.address("governorates_med")
    assert file[2] != address[2]


def test_a_choice_of_governorates_keeps_what_is_clicked_next(programme: Programme) -> None:
    """Choosing a governorate leaves the clickable layers as they are: one made anew loses the click that comes meanwhile."""
    chosen = programme.within(Scope(governorates=("IQG08",)))
    tips = choropleth.shades(measure("fora_established", programme, "governorate"), LIGHT)
    one, other = (
        layers(webgl_map.governorate_map(choropleth.shades(measure("fora_established", each, "governorate"), LIGHT), (),
                                    LIGHT, 3, tips=tips).to_json())
        for each in (programme, chosen)
    )  # fmt: skip
    assert [one[f"click-{n}"] == other[f"click-{n}"] for n in (3, 4)] == [True, True]
    assert one["governorates"] != other["governorates"]


@pytest.mark.parametrize("code", ["ar", "ckb"])
def test_the_pictures_of_names_are_those_of_the_governorates(code: str) -> None:
    """`make geo` was run since a name of geo/governorates.csv changed; each name and plate has its place in a file that is no
    larger than a font of letters would be."""
    with speaking(code):
        pictures = name_pictures()
        names = {pcode: governorate_name(pcode) for pcode in governorates()}
    assert pictures is not None
    assert pictures.names == names
    assert set(pictures.widths) == set(names.values())
    file = STATIC / pictures.file
    wide, high = Image.open(file).size
    assert file.stat().st_size < 24_000
    inside = [
        each["x"] + each["width"] <= wide and each["y"] + each["height"] <= high for each in pictures.places.values()
    ]
    assert all(inside)
    assert {each["mask"] for each in pictures.places.values()} == {True}


@pytest.mark.parametrize("code", ["ar", "ckb"])
def test_arabic_names_are_pictures_on_the_map(code: str, programme: Programme) -> None:
    """Each name that has room, on a plate at least as wide as what is written there, its figure below it; no letter that deck.gl
    would have to join is written as text."""
    with speaking(code):
        found: dict[str, Any] = layers(deck(programme))
        pictures = name_pictures()
    english = layers(deck(programme))
    assert pictures is not None
    assert [found[layer]["@@type"] for layer in ("plates", "names", "figures")] == [
        "IconLayer",
        "IconLayer",
        "TextLayer",
    ]
    named = {row[1]: row for row in found["names"]["data"]}
    assert set(named) <= set(governorates())
    assert len(named) == len(english["names"]["data"])  # type: ignore[arg-type]
    plates = {tuple(row[0]): row for row in found["plates"]["data"]}
    for pcode, (place, _, _, size, aside, _) in named.items():
        plate = found["plates"]["iconMapping"][plates[tuple(place)][1]]
        assert plate["width"] / webgl_map.PLATE_SCALE >= pictures.widths[pictures.names[pcode]]
        assert (size, aside) == (pictures.size, [0, -webgl_map.ABOVE])
        assert pcode in found["names"]["iconMapping"]
    written = [row["text"] for row in found["figures"]["data"]]
    assert len(written) == len(named)
    assert [text for text in written if re.search("[^0-9.,<>≥≤~–+%✓ ]", text)] == []
    assert f"names-{code}.png?v=" in found["names"]["iconAtlas"]


@pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])
def test_names_as_pictures_have_the_ink_of_text(colours: Palette, programme: Programme) -> None:
    """They are masks, tinted in the text's colour, on plates in the page's."""
    with speaking("ar"):
        found = layers(deck(programme, colours))
    ink, page = ([int(colour[place : place + 2], 16) for place in (1, 3, 5)] for colour in (colours.text, colours.page))
    assert (found["names"]["getColor"], found["figures"]["getColor"]) == (ink, ink)
    assert found["plates"]["getColor"] == [*page, webgl_map.PLATE]


def test_a_place_is_kept_for_a_name_as_wide_as_its_picture() -> None:
    """What is laid out for a name is as wide as its picture, or as its figure where that is wider."""
    shade = choropleth.Shade("IQG07", "بابل", "1", LIGHT.ramp[0], "value")
    long = replace(shade, figure="1,234,567")
    with speaking("ar"):
        pictures = name_pictures()
        assert pictures is not None
        assert labels.wide(labels.written(shade)) == pictures.widths["بابل"] + 4
        assert labels.wide(labels.written(long)) == labels.LETTER * 9 + 4


def test_a_map_writes_few_people_as_signs() -> None:
    """ "< 10" in every language, since a figure in words cannot be drawn in all of them; the tooltip has the words."""
    few = choropleth.Shade("IQG01", "Anbar", "under 10", LIGHT.ramp[0], "value", "< 10")
    text = webgl_map.governorate_map((few,), (), LIGHT, 3).to_json()
    assert [row["text"] for row in layers(text)["names"]["data"]] == ["Anbar\n< 10"]  # type: ignore[attr-defined]
    assert "under 10" in str(layers(text)["click-3"]["dataTransform"])
    assert governorates_drawn((few,), (), LIGHT, 600).data[-1].text == ("Anbar<br><b>&lt; 10</b>",)
