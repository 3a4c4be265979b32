"""Drawn figures as JSON: one chart and one map whole (tests/fixture/golden), small, and without a word from data that acts.

After a wanted change: GOLDEN=write pytest tests/ui/test_charts.py tests/ui/test_maps.py, and read the difference.
"""

import json
from datetime import date
from xml.etree import ElementTree

import plotly.graph_objects as go
import pytest

from community_policing.analysis import insights, public_record as record
from community_policing.analysis.map import choropleth
from community_policing.analysis.reach import breakdown, counting_methods
from community_policing.analysis.training import calendar as schedule
from community_policing.briefing.drawing.text_width import width
from community_policing.core.palette import DARK, LIGHT
from community_policing.core.protection_level import DAY
from community_policing.core.quantity import Quantity
from community_policing.measure.compute import measure, over_time
from community_policing.measure.pace import Target
from community_policing.measure.programme import Programme, Scope
from community_policing.ui.charts import governorates, reach as reach_drawn, trend
from community_policing.ui.charts.calendar import calendar
from community_policing.ui.charts.small_map import small_map
from community_policing.ui.charts.timeline import timeline
from tests.conftest import golden
from tests.edits import Edited, put

SVG = "{http://www.w3.org/2000/svg}"
HOSTILE = "<a href='https://evil.example'>x</a>"


def trend_of(iom: trend.Points, police: trend.Points, target: Target | None, grain: str = DAY) -> ElementTree.Element:
    """The trend as the overview draws it."""
    names = ("IOM", "Local police")
    drawn = trend.trend(iom, police, target, date(2016, 11, 30), LIGHT, names, 1000, grain=grain)
    return ElementTree.fromstring(drawn.svg)


def small_map_of(programme: Programme) -> ElementTree.Element:
    """The small map of the overview."""
    shades = choropleth.shades(measure("fora_established", programme, "governorate"), LIGHT)
    return ElementTree.fromstring(small_map(shades, choropleth.marks(programme), LIGHT, 250).svg)


def fora_of(programme: Programme) -> tuple[trend.Points, trend.Points]:
    """Its fora over time, by IOM and by police."""
    return over_time("fora_established_iom", programme), over_time("fora_established_police", programme)


def texts(svg: ElementTree.Element) -> dict[str, tuple[float, float]]:
    """Every text of a drawing that is not on an axis, and where it stands."""
    found = [part for part in svg.iter(f"{SVG}text") if part.get("text-anchor") is None]
    return {str(part.text): (float(part.attrib["x"]), float(part.attrib["y"])) for part in found}


def tips(svg: ElementTree.Element) -> list[str]:
    """What its parts say under the pointer."""
    return [part.attrib["data-tip"] for part in svg.iter() if "data-tip" in part.attrib]


def map_of(programme: Programme) -> go.Figure:
    """The drawn map of fora."""
    shades = choropleth.shades(measure("fora_established", programme, "governorate"), DARK)
    return governorates.governorate_map(shades, choropleth.marks(programme), DARK, 500)


def timeline_of(programme: Programme) -> go.Figure:
    """The programme's own published figures."""
    return timeline(record.marks(record.facts(programme, ("iom",))), LIGHT)


FIGURES = {"governorates": map_of, "timeline": timeline_of}


def test_golden(programme: Programme) -> None:
    """The drawings are those that were reviewed."""
    drawn = json.loads(map_of(programme).to_json())
    drawn["layout"].pop("template", None)
    seen, reviewed = golden("governorates", drawn)
    assert seen == reviewed
    svg = trend_of(*fora_of(programme), measure("fora_established_iom", programme).target)
    seen, reviewed = golden(
        "trend", [f"{part.tag.removeprefix(SVG)} {part.attrib} {part.text or ''}" for part in svg.iter()]
    )
    assert seen == reviewed


def test_published_figures_in_time(programme: Programme) -> None:
    """A mark for each statement on its day, a stretch where only the year is known; shape says how exact it is, the figure stands
    beside it, what it is of above, and both under the pointer."""
    stretch, marks = timeline_of(programme).to_plotly_json()["data"]
    signs = zip(marks["y"], map(str, marks["x"]), marks["marker"]["symbol"], marks["text"], strict=True)
    assert list(signs) == [
        (5, "2016-05-31", "triangle-right", "≥ 20 persons"), (4, "2016-11-30", "triangle-right", "≥ 3 fora"),
        (3, "2016-11-30", "circle", "2 fora"), (2, "2016-12-31", "circle", "2 fora"),
        (1, "2016-07-01", "diamond-open", "~ 2016 spring"),
    ]  # fmt: skip
    assert ([str(day) for day in stretch["x"]], list(stretch["y"])) == (
        ["2016-01-01", "2016-12-31", "None"],
        [1, 1, None],
    )
    assert (stretch["line"]["color"], marks["marker"]["color"], stretch["hoverinfo"]) == (
        LIGHT.accent,
        LIGHT.accent,
        "skip",
    )
    layout = timeline_of(programme).layout
    above = {note.y: note.text for note in layout.annotations}
    assert above == {
        5: "People reached cumulative", 4: "Fora established by IOM cumulative", 3: "Fora established by local police",
        2: "Fora planned by end of period", 1: "Project start",
    }  # fmt: skip
    said = {place: f"{text}" for place, (_, text) in zip(marks["y"], marks["customdata"], strict=True)}
    assert (said[5], said[1]) == ("31 May 2016: ≥ 20 persons", "2016: ~ 2016 spring")
    assert [name for name, _ in marks["customdata"]] == [above[place] for place in marks["y"]]
    left, right = map(str, layout.xaxis.range)
    assert (left < "2016-01-01", right > "2016-12-31") == (True, True)
    early = {place for place, side in zip(marks["y"], marks["textposition"], strict=True) if side == "bottom right"}
    assert early == {5, 1}, "words go to the side that has room"


@pytest.mark.parametrize("name", FIGURES)
def test_payload(name: str, public_record: Programme) -> None:
    """A figure of the shipped data travels in less than 20 KB: polygons go by address."""
    assert len(FIGURES[name](public_record).to_json()) < 20_000


def test_trend_without_target(programme: Programme) -> None:
    """Without a target there is no path and nothing aimed at."""
    iom, police = fora_of(programme)
    target = measure("fora_established_iom", programme).target
    without, against = (len([*trend_of(iom, police, aim).iter(f"{SVG}path")]) for aim in (None, target))
    assert (against - without, "target 6" in texts(trend_of(iom, police, None))) == (1, False)
    assert [tip for tip in tips(trend_of(iom, (), None)) if not tip.startswith("IOM\n")] == []


def test_trend_of_few_fora() -> None:
    """Two fora within a year: whole fora on one axis, months on the other, and a figure that has met its target stands below
    the target's label, both beyond the target's mark."""
    line = ((date(2016, 3, 1), 1.0), (date(2016, 9, 1), 2.0))
    svg = trend_of(line, (), Target(0, 2, date(2016, 1, 1), date(2016, 12, 31), ("illustrative",), ()))
    axes = [part.text for part in svg.iter(f"{SVG}text") if part.get("text-anchor")]
    assert axes == ["0", "1", "2", "Apr 2016", "Jul 2016", "Oct 2016", "Jan 2017"]
    (figure, name, target), places = ("2 ", "IOM", "target 2"), texts(svg)
    assert list(places) == [target, figure, name]
    assert (places[figure][0], places[figure][1] - places[target][1] > 13) == (places[target][0], True)


def test_labels_of_lines_that_end_alike_stand_apart() -> None:
    """Two fora by each: a label's height apart, IOM's above; the higher figure above where they are nearly alike."""

    def shifts(iom: float, police: float) -> tuple[int, int]:
        ends = [((date(2015, 3, 1), 0.0), (date(2016, 9, 1), value)) for value in (iom, police)]
        return trend.shifts(ends[0], ends[1], False, trend.NEAR * max(iom, police))

    assert (shifts(2, 2), shifts(20, 21), shifts(2, 8)) == ((8, -8), (-8, 8), (0, 0))


def test_trend_begins_at_nothing(programme: Programme) -> None:
    """A line rises from 0 on the eve of its first day, and goes on to the as-of date; a protected one says its periods alone."""
    iom, police = fora_of(programme)
    said = [tip for tip in tips(trend_of(iom, police, None)) if tip.startswith("IOM\n")]
    assert (said[0], said[-1]) == ("IOM\n31 Jan 2013: 0", "IOM\n30 Nov 2016: 3")
    ends = ((date(2015, 12, 31), 1.0), (date(2016, 12, 31), 3.0))
    assert tips(trend_of(ends, (), None, "year")) == ["IOM\n2015: 1", "IOM\n2016: 3"]


def test_labels_are_whole_and_inside_however_narrow(programme: Programme) -> None:
    """On a phone, on a desk and in half of it no text of a trend is cut or leaves the drawing."""
    iom, police = fora_of(programme)
    target = measure("fora_established_iom", programme).target
    for wide in (358, 660, 1300, 1760):
        drawn = trend.trend(iom, police, target, date(2016, 11, 30), LIGHT, ("IOM", "Local police"), wide)
        places = texts(ElementTree.fromstring(drawn.svg))
        assert list(places) == ["target 6", "3 ", "IOM", "1 ", "Local police"]
        assert max(x + width(text, 13, text.endswith(" ")) for text, (x, _) in places.items()) <= wide


def test_the_small_map_says_governorates_and_fora(programme: Programme) -> None:
    """Each of 18 governorates in its shade with its figure, then each mark with what it stands for."""
    shades = choropleth.shades(measure("fora_established", programme, "governorate"), LIGHT)
    parts = [part for part in small_map_of(programme).iter() if "data-tip" in part.attrib]
    shown = [(part.attrib["data-tip"], part.attrib["fill"]) for part in parts]
    assert shown[:18] == [(f"{shade.name}\n{shade.figure}", shade.colour) for shade in shades]
    marks = choropleth.marks(programme)
    assert sorted(tip for tip, _ in shown[18:]) == sorted(mark.label for mark in marks)
    assert len(small_map(shades, marks, LIGHT, 250).svg) < 45_000


@pytest.mark.parametrize(
    "scope", [Scope(), Scope(governorates=("IQG15",)), Scope(governorates=("IQG01",)), Scope(date(2012, 1, 1))]
)
@pytest.mark.parametrize("name", FIGURES)
def test_any_choice_can_be_drawn(name: str, scope: Scope, programme: Programme) -> None:
    """One row, or none, is drawn like any other number of them."""
    assert FIGURES[name](programme.within(scope)).to_json()
    assert len(tips(small_map_of(programme.within(scope)))) >= 18


def test_each_governorate_has_its_colour(programme: Programme) -> None:
    """Each polygon's place on the colour scale is that of its own shade."""
    shades = choropleth.shades(measure("fora_established", programme, "governorate"), DARK)
    drawn = next(trace for trace in map_of(programme).data if trace.type == "choropleth" and len(trace.locations) == 18)
    for shade, pcode, place in zip(shades, drawn.locations, drawn.z, strict=True):
        share = place / drawn.zmax
        colour = next(colour for edge, colour in reversed(drawn.colorscale) if edge <= share)
        assert (shade.pcode, shade.colour) == (pcode, colour)


def test_a_calendar_of_one_lane_has_room(programme: Programme) -> None:
    """One lane or two are as high as three, so that the date above and the year below are seen whole."""
    events = {event.pcode: event for event in schedule.events(programme) if event.pcode}
    few, three = list(events.values())[:2], list(events.values())[:3]
    drawn = [calendar(shown, date(2014, 1, 1), programme.as_of, LIGHT) for shown in ([], few[:1], few, three)]
    assert [figure.layout.height for figure in drawn] == [168, 168, 168, 168]


def test_links_can_be_seen_on_a_dark_page(programme: Programme) -> None:
    """On a dark page less of it shows through the links of the flow."""
    flow = breakdown.flow(programme)
    assert flow is not None
    shown = {
        mode: reach_drawn.flow(flow, counting_methods.namer(programme), mode).data[0].link.color
        for mode in (LIGHT, DARK)
    }
    assert {colour.rpartition(",")[2] for colour in shown[LIGHT]} == {"0.32)"}
    assert {colour.rpartition(",")[2] for colour in shown[DARK]} == {"0.5)"}


def test_names_from_data_are_inert(programme: Programme) -> None:
    """A forum's name, a topic or a figure from the data is never markup in a figure."""
    shades = choropleth.shades(measure("fora_established", programme, "governorate"), LIGHT)
    mark = choropleth.Mark("iom", "IQG08", 44.3, 33.3, 1, HOSTILE)
    statement = record.Statement(date(2016, 1, 1), HOSTILE, HOSTILE, "exact", HOSTILE)
    for drawn in (governorates.governorate_map(shades, (mark,), LIGHT, 300), timeline((statement,), LIGHT)):
        assert "evil.example" in drawn.to_json()
        assert "<a " not in json.dumps(json.loads(drawn.to_json()))


def test_nothing_is_sent_that_is_not_drawn(programme: Programme) -> None:
    """Plotly's own template, 7 KB of it, stays at home: our look is all in the figure."""
    for draw in FIGURES.values():
        assert len(json.dumps(json.loads(draw(programme).to_json())["layout"].get("template", {}))) < 100


def test_marks_have_their_own_shapes(programme: Programme) -> None:
    """IOM, local police and planned differ in shape as well as colour."""
    symbols = [t.marker.symbol for t in map_of(programme).data if t.type == "scattergeo" and t.marker.symbol]
    assert symbols == ["circle", "square", "circle-open"]


def test_a_trend_of_lower_bounds_says_so(edited: Edited) -> None:
    """Where a forum may belong to the choice for all that the record says, line, table and words give a lower bound."""
    published = put("fora", "F2", grants="", record="published")
    unsaid = edited(published).within(Scope(date(2016, 11, 30), donors=("DE",)))
    iom, police = (over_time(f"fora_established_{who}", unsaid) for who in ("iom", "police"))
    values = [measure(f"fora_established_{who}", unsaid).value for who in ("iom", "police")]
    assert values[0] == Quantity(1, 2)
    names = insights.trend_names(*values)
    drawn = ElementTree.fromstring(trend.trend(iom, police, None, unsaid.as_of, LIGHT, names, 1000).svg)
    assert list(texts(drawn)) == ["1 ", "IOM, at least"]
    assert {tip.partition("\n")[0] for tip in tips(drawn)} == {"IOM, at least"}
    assert list(insights.trend_rows(iom, police, names).columns) == ["Date", "IOM, at least", "Local police"]
    assert insights.trend_alt(iom, police, values).endswith(": 1 – 2 by IOM and 0 by local police at the end.")


def test_groups_that_stand_on_each_other_differ_without_their_hue() -> None:
    """Each participant group has a pattern of its own."""
    from community_policing.core.schema import PARTICIPANT_GROUPS
    from community_policing.ui.charts.reach import group_pattern

    assert len({group_pattern(group) for group in PARTICIPANT_GROUPS}) == len(PARTICIPANT_GROUPS)
