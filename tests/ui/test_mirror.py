"""Every chart in a language that is read from the right: what turns round and what does not, and lines in their order."""

import ast
import json
import re
from collections.abc import Callable, Iterator
from datetime import date
from typing import Any, NamedTuple

import pytest

from community_policing.analysis import fora, public_record as record
from community_policing.analysis.compare import comparison, maps
from community_policing.analysis.compare.comparison import Comparison
from community_policing.analysis.map import choropleth
from community_policing.analysis.reach import breakdown, counting_methods, spending as spent, wording
from community_policing.analysis.targets import rows as standing
from community_policing.analysis.training import calendar as schedule, heat as heats
from community_policing.analysis.works import items, pipeline as pipelines
from community_policing.core import labels
from community_policing.core.geography import governorate_name, governorates
from community_policing.core.i18n import speaking
from community_policing.core.palette import LIGHT
from community_policing.core.paths import PACKAGE
from community_policing.measure.budgets import budgets
from community_policing.measure.compute import measure
from community_policing.measure.forum_lives import forum_lives
from community_policing.measure.programme import Programme, Scope
from community_policing.measure.surveys import outcomes
from community_policing.ui.charts import (
    answers,
    calendar,
    compare,
    concerns,
    event_heat,
    forum_lives as lives,
    frame,
    governorates as drawn_map,
    mirror,
    reach,
    spending,
    split,
    targets,
    timeline,
    works,
)

VALUES, TIME, MAP = "values", "time", "map"
START = date(2014, 1, 1)
Plain = dict[str, Any]


class Chart(NamedTuple):
    """What runs along a chart from left to right in English, and how it is made."""

    along: str
    make: Callable[[Programme], frame.Drawn]


def _compared(programme: Programme) -> Comparison:
    then = programme.within(Scope(as_of=date(2016, 1, 31)))
    first, last = (measure("fora_established_iom", each, "governorate") for each in (then, programme))
    return Comparison(first, last, comparison.lasts("fora_established_iom", programme))


def _dumbbells(programme: Programme) -> frame.Drawn:
    both = _compared(programme)
    return compare.dumbbells(both, both.changes(_names()), LIGHT, LIGHT.accent)


def _differences(programme: Programme) -> frame.Drawn:
    made = maps.maps(_compared(programme), LIGHT)
    return compare.written_map(made.more, made.written, LIGHT, 300)


def _names() -> dict[str, str]:
    return {pcode: governorate_name(pcode) for pcode in governorates()}


def _country(programme: Programme) -> frame.Drawn:
    shades = choropleth.shades(measure("fora_established", programme, "governorate"), LIGHT)
    return drawn_map.governorate_map(shades, choropleth.marks(programme), LIGHT, 500)


def _concerns(programme: Programme) -> frame.Drawn:
    keys = ("concerns_raised", "concerns_resolved", "concerns_open", "concerns_open_long")
    results = [measure(key, programme, "topic") for key in keys]
    return concerns.concerns(fora.topics(results), results, LIGHT)


def _pipeline(programme: Programme) -> frame.Drawn:
    agreed = {lane: measure(key, programme, "status") for lane, key in pipelines.AGREED.items()}
    lanes = pipelines.lanes(agreed, {}, measure("works_overdue", programme, "kind"))
    stages = {labels.label(stage): labels.in_sentence(stage) for stage in pipelines.STAGES}
    return works.pipeline(lanes, stages, LIGHT)


def _spending(programme: Programme) -> frame.Drawn:
    name = counting_methods.namer(programme)
    return spending.spending([spent.Spending.of(each, (), name) for each in budgets(programme)], LIGHT)


def _flow(programme: Programme) -> frame.Drawn:
    flow = breakdown.flow(programme)
    assert flow is not None
    return reach.flow(flow, counting_methods.namer(programme), LIGHT)


def _seats(programme: Programme) -> frame.Drawn:
    seats = breakdown.trend(programme)
    assert seats is not None
    return reach.trend(seats, counting_methods.namer(programme), wording.period, LIGHT)


def _target(programme: Programme) -> frame.Drawn:
    (row,) = [row for row in standing.with_targets((measure("fora_established_iom", programme),)) if not row.pcode]
    return targets.path(row, standing.path(row, programme), LIGHT)


CHARTS = {
    "answers": Chart(VALUES, lambda own: answers.answers(outcomes.changes(own), (), LIGHT)),
    "calendar": Chart(TIME, lambda own: calendar.calendar(schedule.events(own), START, own.as_of, LIGHT)),
    "compare": Chart(VALUES, _dumbbells),
    "compare, map": Chart(MAP, _differences),
    "concerns": Chart(VALUES, _concerns),
    "event_heat": Chart(
        TIME,
        lambda own: event_heat.event_heat(
            heats.heat(schedule.events(own), date(2016, 5, 1), own.as_of, "day"), own.as_of, LIGHT
        ),
    ),
    "forum_lives": Chart(TIME, lambda own: lives.forum_lives(forum_lives(own), own.as_of, LIGHT)),
    "governorates": Chart(MAP, _country),
    "reach": Chart(VALUES, _flow),
    "reach, in time": Chart(TIME, _seats),
    "spending": Chart(VALUES, _spending),
    "split": Chart(
        VALUES, lambda own: split.split(measure("events_held", own, "governorate"), governorate_name, LIGHT)
    ),
    "targets": Chart(TIME, _target),
    "timeline": Chart(TIME, lambda own: timeline.timeline(record.marks(record.facts(own, ("iom",))), LIGHT)),
    "works": Chart(VALUES, _pipeline),
    "works, in time": Chart(TIME, lambda own: works.works_timeline(items.items(own), own.as_of, LIGHT)),
}


def in_language(name: str, code: str, programme: Programme) -> Plain:
    """That chart as the browser gets it."""
    with speaking(code):
        made: Plain = json.loads(CHARTS[name].make(programme).to_json())
    return made


def test_every_chart_is_held_here() -> None:
    """Each module that makes a figure, by the calls in it."""
    made = {
        file.stem
        for file in (PACKAGE / "ui" / "charts").glob("*.py")
        for node in ast.walk(ast.parse(file.read_text("utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "figure"
    }
    assert made == {name.partition(",")[0] for name in CHARTS}


@pytest.mark.parametrize("name", CHARTS)
def test_what_turns_round(name: str, programme: Programme) -> None:
    """Values run from the right, with their axis there; time and maps as they do in English, the names above the rows of a
    drawing of time too, which would lie on its last marks at the right."""
    english, arabic = (in_language(name, code, programme)["layout"] for code in ("en", "ar"))
    along = CHARTS[name].along
    if along == MAP:
        assert (arabic["geo"], arabic["margin"]) == (english["geo"], english["margin"])
        return
    axis = arabic["xaxis"]
    if along == TIME:
        assert axis.get("range") == english["xaxis"].get("range")
        assert "autorange" not in axis
    else:
        own = english["xaxis"].get("range")
        assert (axis.get("range"), axis.get("autorange")) == ((own[::-1], None) if own else (None, "reversed"))
        assert arabic["margin"]["l"] >= english["margin"]["r"]
    assert arabic["yaxis"]["side"] == ("left" if name == "targets" else "right")
    if name in ("reach", "spending"):  # as many labels as their words and stages need
        sides = {(note["x"], note["xanchor"]) for note in arabic["annotations"]}
        assert sides == {(1, "right")} if name == "spending" else {side for _, side in sides} == {"right"}
        return
    turned = {"left": "right", "right": "left"}
    for one, other in zip(english.get("annotations", ()), arabic.get("annotations", ()), strict=True):
        edge = one.get("xref") == "paper"
        side = one.get("xanchor", "")
        swaps = along == VALUES
        assert other.get("xanchor", "") == (turned.get(side, side) if swaps else side)
        assert other["x"] == (1 - one["x"] if edge and swaps else one["x"])


def texts(part: Any) -> Iterator[str]:
    """Every text of a figure that has a letter of Arabic, line by line."""
    if isinstance(part, dict):
        part = [value for key, value in part.items() if key != "tickformat"]
    if isinstance(part, list):
        for each in part:
            yield from texts(each)
    elif isinstance(part, str):
        yield from (line for line in re.split(r"<br>|<extra>", part) if re.search("[\u0600-\u06ff]", line))


@pytest.mark.parametrize("name", CHARTS)
def test_lines_keep_their_order(name: str, programme: Programme) -> None:
    """Each line with Arabic letters is isolated, so that a page that draws it from left to right sets it from the right: a
    figure or a Latin name at its beginning stands at its right end.  English figures have no mark."""
    assert (
        re.search("[\u200e\u200f\u2066-\u2069]", json.dumps(in_language(name, "en", programme), ensure_ascii=False))
        is None
    )
    for code in ("ar", "ckb"):
        lines = list(texts(in_language(name, code, programme)))
        assert [
            line
            for line in lines
            if not re.fullmatch("\u2067(?:[^\u2066-\u2069]|\u2066[^\u2066-\u2069]*\u2069)*\u2069", line)
        ] == []


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("30 المنظمة", "\u206730 المنظمة\u2069"),
        ("Computers, كركوك", "\u2067Computers, كركوك\u2069"),
        ("\u200e≥ 500\u200e شخص", "\u2067\u2066≥ 500\u2069 شخص\u2069"),
        ("→ مكتمل<br>18", "\u2067← مكتمل\u2069<br>18"),
        ("Baghdad → 3", "Baghdad → 3"),
        ("\u200f\u200ePhase 1\u200e\u200f  <b>465</b>", "\u2067\u200f\u2066Phase 1\u2069\u200f  <b>465</b>\u2069"),
    ],
)
def test_a_line(text: str, seen: str) -> None:
    """A line with Arabic letters, or with a name that is isolated, is read from the right as a whole, its arrows too; any other
    one stands as it is."""
    assert mirror.line(text) == seen


def test_a_flow_runs_from_the_right(programme: Programme) -> None:
    """Donors stand at the right, groups at the left; each label at the left of its bar, and the pointer says the way from the
    donor on, whose Latin name does not draw what follows to its side."""
    english, arabic = (in_language("reach", code, programme) for code in ("en", "ar"))
    (before,), (after,) = english["data"], arabic["data"]
    assert after["node"]["x"] == pytest.approx([1 - x for x in before["node"]["x"]])
    assert (after["link"]["source"], after["link"]["target"]) == (before["link"]["target"], before["link"]["source"])
    assert after["link"]["hovertemplate"] == (
        "\u2067\u2068%{target.customdata}\u2069 ← \u2068%{source.customdata}\u2069: %{customdata}\u2069<extra></extra>"
    )
    assert set(after["node"]["label"]) == {""}
    labels_drawn = arabic["layout"]["annotations"]
    assert [label["xanchor"] for label in labels_drawn] == ["right"] * len(after["node"]["x"])


@pytest.mark.parametrize(
    ("code", "november", "day"),
    [("ar", "تشرين الثاني", "%-d %B %Y"), ("ckb", "تشرینی دووەم", "%-dی %Bی %Y")],
)
def test_months(code: str, november: str, day: str, programme: Programme) -> None:
    """They travel with the figure, on ticks one word a line, which a longer drawing has room for; a day is said as the language
    says it, and no other one has what only English has."""
    english = frame.config()
    assert (english["locale"], "locales" in english) == ("en", False)
    with speaking(code):
        told = frame.config()
    months = told["locales"][told["locale"]]["format"]
    assert (told["locale"], len(months["months"]), months["months"][10]) == (code, 12, november)
    assert months["shortMonths"][10] == november.replace(" ", "<br>")
    assert [name for name in months["shortMonths"] if re.search(r"[\s\u00a0]", name)] == []
    before, after = (in_language("targets", each, programme) for each in ("en", code))
    assert after["layout"]["height"] > before["layout"]["height"]
    hovers = {trace.get("hovertemplate", "") for trace in after["data"]} - {""}
    assert all(f"%{{x|{day}}}" in hover for hover in hovers)
    assert hovers


def test_the_heat_tables_months(programme: Programme) -> None:
    """A month's name is whole, one word a line, its year below it where that begins."""
    ticks = in_language("event_heat", "ar", programme)["layout"]["xaxis"]["ticktext"]
    assert ticks[0] == "\u2067أيار\u2069<br>2016"
    assert all(len(tick.split("<br>")) <= 3 for tick in ticks)


@pytest.mark.parametrize(
    ("text", "room", "seen"),
    [
        ("Fora planned", 100, "Fora planned"),
        ("Fora planned by the end of it", 100, "Fora planned…"),
        ("Forum Kirkuk 1 · 4,000,000", 145, "Forum Kirkuk 1…"),
        ("ماوەی 9 مانگ کۆبوونەوەی نەبووە", 90, "ماوەی 9 مانگ…"),
    ],
)
def test_a_name_that_has_no_room(text: str, room: int, seen: str) -> None:
    """It ends in an ellipsis where its letters need more pixels than there are, and never in a part of a figure."""
    assert frame.cut(text, room) == seen


@pytest.mark.parametrize("code", ["ar", "ckb"])
def test_heads_of_stages(code: str, programme: Programme) -> None:
    """All begin on one line, where a long word of two would stand between its neighbours; English ones end on it."""
    english, turned = (
        [len(note["text"].split("<br>")) for note in in_language("works", each, programme)["layout"]["annotations"]]
        for each in ("en", code)
    )
    assert english == [1, 1, 2, 1, 2]
    assert len(set(turned)) == 1


def test_room_beside_a_drawing() -> None:
    """A margin is as wide as the longest text beside the drawing; in English it is what it was."""
    with speaking("ar"):
        assert frame.margin_for(40, ["34"]) == 40
        wide = frame.margin_for(40, ["34", "<b>المنظمة الدولية للهجرة 30</b>"])
    assert wide > 160
    assert frame.margin_for(40, ["a very long text that stands beside a drawing"]) == 40


@pytest.mark.parametrize("name", CHARTS)
def test_what_the_pointer_tells_can_be_read(name: str, programme: Programme) -> None:
    """In the ink of text on the ground of a panel: plotly would take the border's colour for it."""
    told = in_language(name, "en", programme)["layout"]["hoverlabel"]
    assert (told["font"]["color"], told["bgcolor"]) == (LIGHT.text, LIGHT.panel)
