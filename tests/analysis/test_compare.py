"""Two dates side by side: differences with their bounds, what they are called, three maps on one scale, the drawing."""

import json
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, strategies as st

from community_policing.analysis.compare import comparison, maps, wording
from community_policing.analysis.compare.comparison import COMPARED, NEUTRAL, Comparison, difference
from community_policing.analysis.compare.wording import headline, signed, why
from community_policing.core.geography import governorates
from community_policing.core.palette import DARK, LIGHT
from community_policing.core.quantity import NOTHING, Quantity
from community_policing.export.table import on_screen
from community_policing.measure.compute import measure
from community_policing.measure.programme import Programme, Scope
from community_policing.ui.charts import compare as charts
from tests.conftest import Build

NAMES = {pcode: place.name_en for pcode, place in governorates().items()}
A, B = date(2015, 11, 30), date(2016, 11, 30)
exactly, at_least = Quantity.exactly, Quantity.at_least


def compared(
    key: str, programme: Programme, by: str = "", a: date = A, b: date = B, scope: Scope | None = None
) -> Comparison:
    """An indicator on two dates."""
    first, last = (programme.within(replace(scope or Scope(), as_of=day)) for day in (a, b))
    return Comparison(measure(key, first, by), measure(key, last, by), comparison.lasts(key, programme))


def fora(programme: Programme, **days: date) -> str:
    """The headline."""
    return headline(*(compared(f"fora_established{who}", programme, **days) for who in ("", "_iom", "_police")))


@pytest.mark.parametrize(
    ("a", "b", "lasting", "more"),
    [
        (exactly(3), exactly(5), False, exactly(2)),
        (exactly(5), exactly(3), False, exactly(-2)),
        (exactly(0), exactly(0), False, exactly(0)),
        (exactly(3), at_least(5), False, at_least(2)),
        (at_least(3), exactly(5), False, None),
        (at_least(3), at_least(5), True, None),
        (None, exactly(5), False, None),
        (exactly(5), None, False, None),
        (Quantity(0, 24), Quantity(0, 24), False, Quantity(-24, 24)),
        (Quantity(0, 24), Quantity(0, 24), True, exactly(0)),
        (Quantity(2, 26), Quantity(5, 30), True, Quantity(3, 4)),
        (Quantity(2, 26), at_least(5), True, at_least(3)),
        (exactly(0), Quantity(0, 24), True, Quantity(0, 24)),
    ],
)
def test_a_difference_is_never_surer_than_the_two(
    a: Quantity | None, b: Quantity | None, lasting: bool, more: Quantity | None
) -> None:
    """Exact only if both are; open above if the later is; unknown if one is, or if the earlier has no upper bound.  What
    lasts is as uncertain on the later date as on the earlier, and its bounds move together."""
    assert difference(a, b, lasting) == more


@given(st.integers(0, 50), st.integers(0, 9), st.integers(0, 50), st.integers(0, 9), st.data())
def test_the_true_difference_lies_within(low: int, wide: int, more: int, wider: int, data: st.DataObject) -> None:
    """Whatever the two figures truly are within their bounds, their difference lies within its own."""
    a, b = Quantity(low, low + wide), Quantity(more, more + wider)
    found = difference(a, b)
    assert found is not None
    true = data.draw(st.integers(more, more + wider)) - data.draw(st.integers(low, low + wide))
    assert found.low <= true <= (found.high or 0)


@pytest.mark.parametrize(
    ("more", "unit", "text"),
    [
        (None, "", "–"),
        (exactly(13), "", "+13"),
        (exactly(-2), "", "−2"),
        (exactly(0), "", "0"),
        (exactly(1234), "", "+1,234"),
        (at_least(5), "", "≥ +5"),
        (Quantity(0, 24), "", "0 to +24"),
        (Quantity(-3, 4), "", "−3 to +4"),
        (exactly(1.84), "percent", "+1.8 points"),
        (exactly(-0.01), "percent", "≈ 0 points"),
        (exactly(0), "percent", "0 points"),
    ],
)
def test_signed(more: Quantity | None, unit: str, text: str) -> None:
    """A difference is read with its sign and bounds; shares differ by points, never by percent; unknown is a dash."""
    assert signed(more, unit) == text


def test_only_what_lasts_lasts(programme: Programme) -> None:
    """One of the fora closed, a plan ends when it is carried out, a share is no sum; events held and items handed over
    stay so."""
    lasting = {key for key in COMPARED if comparison.lasts(key, programme)}
    assert not lasting & {"fora_established", "fora_established_iom", "women_share_of_members"}
    assert {"workshops_held", "attendances", "vehicles_handed_over", "works_agreed"} <= lasting


def test_fixture(programme: Programme) -> None:
    """Between November 2015 and November 2016: F2 and F3 set up, F4 closed, F5 by the police; Basra's F4 went as F5 came."""
    whole = compared("fora_established", programme, "governorate")
    kinds = {c.name: (c.kind, c.more) for c in whole.changes(NAMES) if c.kind != "zero"}
    assert whole.more == exactly(2)
    assert kinds == {
        "Basra": ("same", exactly(0)), "Baghdad": ("more", exactly(1)), "Ninewa": ("more", exactly(1)),
    }  # fmt: skip
    iom = {c.name: (c.kind, c.more) for c in compared("fora_established_iom", programme, "governorate").changes(NAMES)}
    assert (iom["Basra"], iom["Erbil"]) == (("fewer", exactly(-1)), ("zero", exactly(0)))


def test_what_nobody_knows_is_not_invented(programme: Programme) -> None:
    """I3 is an unknown number of items handed over in November 2016: more by at least I4's ten; from a day on which both
    count to another, nothing changed; a day between knows a lower bound only, hence no difference."""
    key = "equipment_handed_over"
    assert compared(key, programme).more == at_least(10)
    assert compared(key, programme, a=B).more == NOTHING
    ninewa = {c.name: c for c in compared(key, programme, "governorate").changes(NAMES)}["Ninewa"]
    assert (ninewa.kind, ninewa.more) == ("unknown", at_least(0))


def test_what_is_on_record_without_a_place_may_be_anywhere(programme: Programme) -> None:
    """Five vehicles came without a governorate: each may have up to five more, and nobody knows of a change; once they
    have come on both dates, nothing changed anywhere."""
    changes = {c.name: c for c in compared("vehicles_handed_over", programme, "governorate").changes(NAMES)}
    assert (changes["Baghdad"].kind, changes["Baghdad"].more) == ("more", Quantity(2, 7))
    assert (changes["Erbil"].kind, changes["Erbil"].more) == ("unknown", Quantity(0, 5))
    later = compared("vehicles_handed_over", programme, "governorate", a=date(2016, 9, 30))
    assert {c.kind for c in later.changes(NAMES)} == {"same"}


def test_a_key_that_is_not_on_record_has_its_own_line(programme: Programme) -> None:
    """The workshop of which no governorate is on record is a change under no name, from none to one."""
    held = compared("workshops_held", programme, "governorate")
    (change,) = held.changes({"": "Not on record"})
    assert (held.keys, change.a, change.b, change.more) == (("",), NOTHING, exactly(1), exactly(1))


def test_shares_differ_by_points(programme: Programme) -> None:
    """Women were 4 of 22 members in November 2015 and 8 of 40 in 2016: 1.8 points more, and where there were none no data."""
    share = compared("women_share_of_members", programme, "governorate")
    assert signed(share.more, share.unit) == "+1.8 points"
    assert {c.name: c.kind for c in share.changes(NAMES)}["Erbil"] == "no_data"


@pytest.mark.parametrize(
    ("days", "sentence"),
    [
        ({}, "2 more fora on 30 Nov 2016 than on 30 Nov 2015: 1 by IOM, 1 by local police"),
        ({"a": date(2016, 3, 31)}, "1 more forum on 30 Nov 2016 than on 31 Mar 2016: 1 by IOM, 0 by local police"),
        ({"a": date(2016, 8, 31), "b": date(2016, 10, 1)},
         "1 fewer forum on 1 Oct 2016 than on 31 Aug 2016: −1 by IOM, 0 by local police"),
        ({"a": date(2016, 8, 31)}, "As many fora on 30 Nov 2016 as on 31 Aug 2016"),
        ({"a": date(2016, 1, 1), "b": date(2016, 10, 1)},
         "1 more forum on 1 Oct 2016 than on 1 Jan 2016: 0 by IOM, 1 by local police"),
        ({"a": B}, "Both dates are 30 Nov 2016: choose two that differ"),
    ],
)  # fmt: skip
def test_headline(days: dict[str, date], sentence: str, programme: Programme) -> None:
    """The title says how many more or fewer, IOM's and the police's apart, with signs where one went down."""
    assert fora(programme, **days) == sentence


def test_headline_of_nothing_known(public_record: Programme) -> None:
    """Where the figure of a date was not published, the title says which."""
    assert fora(public_record) == "The number of fora on 30 Nov 2015 was not published"


def test_one_published_figure_for_two_dates_says_nothing_of_change(public_record: Programme) -> None:
    """The 43 of November 2016 stand for later dates too: that is no evidence that nothing changed."""
    both = compared("fora_established", public_record, a=date(2016, 12, 15), b=date(2017, 3, 1))
    assert (both.a.value, both.b.value, both.more) == (exactly(43), exactly(43), None)
    assert why(both) == "The same published figure stands for both dates, so the change is not known."


def test_why(programme: Programme, public_record: Programme) -> None:
    """A dash comes with its reason: not published, outside the choice, or a lower bound only; a figure with none."""
    assert why(compared("workshops_held", public_record)) == "Not published for 30 Nov 2015."
    there = compared("fora_established_police", programme, scope=Scope(established_by=("iom",)))
    assert why(there) == "Outside this selection: it includes only fora established by others."
    low = Comparison(replace(there.a, value=at_least(3)), replace(there.b, value=at_least(5)))
    assert why(low) == "Only a lower bound is known for 30 Nov 2015, so the difference is not known."
    assert why(compared("workshops_held", programme)) == ""


def test_in_words(programme: Programme) -> None:
    """More, fewer, no change, none, no data and outside are each said in their own words."""
    iom = compared("fora_established_iom", programme, "governorate")
    said = {c.name: wording.said(c, iom) for c in iom.changes(NAMES)}
    assert (said["Baghdad"], said["Basra"], said["Erbil"]) == ("1, then 2 (+1)", "1, then 0 (−1)", "none on both dates")
    whole = compared("fora_established", programme, "governorate", scope=Scope(governorates=("IQG02",)))
    said = {c.name: wording.said(c, whole) for c in whole.changes(NAMES)}
    assert (said["Basra"], said["Baghdad"]) == ("no change: 1 on both dates", "outside this selection")
    share = compared("women_share_of_members", programme, "governorate")
    assert {c.name: wording.said(c, share) for c in share.changes(NAMES)}["Erbil"] == "no data for 30 Nov 2015"


def test_finding(programme: Programme) -> None:
    """The heading says how much in all and where most, and in how many places it went down."""
    found = {}
    for key in ("fora_established_iom", "workshops_held", "headquarters_built", "equipment_handed_over"):
        both = compared(key, programme, "governorate")
        found[key] = wording.finding(both, both.changes(NAMES))
    assert found == {
        "fora_established_iom": "Fora established by IOM: +1, most in 2 governorates (+1 each); less in 1 governorate",
        "workshops_held": "Workshops held: +1",
        "headquarters_built": "Headquarters built: no change",
        "equipment_handed_over": "Items of equipment handed over: ≥ +10, most in Baghdad (+10)",
    }


def test_rows(programme: Programme) -> None:
    """The table has both dates and the difference as numbers, the meaning in words and the P-code; most change first."""
    iom = compared("fora_established_iom", programme, "governorate")
    table = wording.rows(iom, iom.changes(NAMES), "Governorate", codes=True)
    assert list(table) == ["Governorate", "A: 30 Nov 2015", "B: 30 Nov 2016", "Difference", "In words", "P-code"]
    assert table.iloc[0].tolist() == ["Basra", exactly(1), exactly(0), exactly(-1), "1, then 0 (−1)", "IQG02"]
    assert len(table) == 18


def test_rows_of_nothing_known(public_record: Programme) -> None:
    """A column of which nothing is known says so in every line."""
    both = compared("workshops_held", public_record, "governorate")
    table = wording.rows(both, both.changes(NAMES), "Governorate")
    assert set(table["Difference"]) == {"–"}


def test_three_maps_share_one_scale(programme: Programme) -> None:
    """A figure and a difference of the same size have the same colour on all three maps; fewer has its own."""
    drawn = maps.maps(compared("fora_established_iom", programme, "governorate"), LIGHT)
    a, b, more = (
        {shade.name: (shade.kind, shade.colour) for shade in shades} for shades in (drawn.a, drawn.b, drawn.more)
    )
    one, two = LIGHT.ramp[0], LIGHT.ramp[4]
    assert (a["Baghdad"], b["Baghdad"], more["Baghdad"]) == (("value", one), ("value", two), ("more", one))
    assert (a["Basra"], b["Basra"], more["Basra"]) == (("value", one), ("zero", LIGHT.zero), ("fewer", LIGHT.fewer[0]))
    written = dict(zip((shade.name for shade in drawn.more), drawn.written, strict=True))
    assert (written["Baghdad"], written["Basra"], written["Erbil"]) == ("+1", "−1", "0")


def test_every_state_looks_different(programme: Programme) -> None:
    """No change, be it of none or of some, is as quiet as zero; no data, outside, more and fewer have a colour each; the
    legends have words for all, the difference's from fewer over none to more."""
    whole = maps.maps(compared("fora_established", programme, "governorate"), LIGHT)
    iom = maps.maps(compared("fora_established_iom", programme, "governorate"), LIGHT)
    share = maps.maps(compared("women_share_of_members", programme, "governorate"), LIGHT)
    one = Scope(governorates=("IQG08",))
    there = maps.maps(compared("fora_established", programme, "governorate", scope=one), LIGHT)
    looks = {shade.kind: shade.colour for drawn in (whole, iom, share, there) for shade in drawn.more}
    assert set(looks) == {"zero", "same", "no_data", "outside", "more", "fewer"}
    assert looks.pop("same") == looks["zero"]
    assert len(set(looks.values())) == len(looks)
    assert [step.label for step in iom.legend] == ["none", "no data or not known", "1", "2"]
    assert [step.label for step in iom.diverging] == ["1 fewer", "no difference", "1 more"]
    assert [step.label for step in there.legend][2] == "outside this selection"
    assert share.diverging[0].label == "10–12 points less"


def test_plans_are_no_achievement(programme: Programme) -> None:
    """More of what is planned, agreed or overdue is not drawn in the colour of results."""
    assert {"fora_planned", "works_agreed", "works_overdue"} <= NEUTRAL
    assert not NEUTRAL & {"fora_established", "workshops_held", "vehicles_handed_over"}
    drawn = maps.maps(compared("fora_planned", programme, "governorate"), DARK)
    assert {shade.colour for shade in drawn.more if shade.kind == "more"} <= set(DARK.neutral)


def test_every_indicator_can_be_compared(programme: Programme, public_record: Programme) -> None:
    """Whatever is offered is measured on two dates, drawn and tabled, on rows and on published figures alike."""
    for whole in (programme, public_record):
        for key in COMPARED:
            both = compared(key, whole, "governorate", a=date(2016, 9, 30))
            drawn, changes = maps.maps(both, LIGHT), both.changes(NAMES)
            assert charts.dumbbells(both, changes, LIGHT, LIGHT.accent).to_json()
            assert charts.written_map(drawn.more, drawn.written, LIGHT, 300).to_json()
            assert len(wording.rows(both, changes, "Governorate")) == 18


def test_dumbbells(programme: Programme) -> None:
    """One line a governorate from its first figure (hollow) to its second (filled), in the colour of more or of fewer; the
    difference stands beside it, and the pointer tells both."""
    iom = compared("fora_established_iom", programme, "governorate")
    shown = [change for change in iom.changes(NAMES) if change.kind != "zero"]
    drawn = json.loads(charts.dumbbells(iom, shown, LIGHT, LIGHT.accent).to_json())
    more, fewer, first, second = drawn["data"]
    assert (more["line"]["color"], more["x"], more["y"]) == (
        LIGHT.accent,
        [1, 2, None, 0, 1, None],
        [2, 2, None, 1, 1, None],
    )
    assert (fewer["line"]["color"], fewer["x"], fewer["y"]) == (LIGHT.fewer[3], [1, 0, None], [3, 3, None])
    assert [(dots["x"], dots["y"], dots["marker"]["color"]) for dots in (first, second)] == [
        ([1, 1, 0], [3, 2, 1], LIGHT.page), ([0, 2, 1], [3, 2, 1], [LIGHT.accent] * 3),
    ]  # fmt: skip
    assert first["customdata"][0] == ["Basra", "30 Nov 2015: 1 · 1, then 0 (−1)"]
    assert second["customdata"][1] == ["Baghdad", "30 Nov 2016: 2 · 1, then 2 (+1)"]
    layout = drawn["layout"]
    assert [(note["y"], note["text"]) for note in layout["annotations"]] == [
        (3, "<b>−1</b>"),
        (2, "<b>+1</b>"),
        (1, "<b>+1</b>"),
    ]
    assert dict(zip(layout["yaxis"]["tickvals"], layout["yaxis"]["ticktext"], strict=True)) == {
        3: "Basra",
        2: "Baghdad",
        1: "Ninewa",
    }
    low, high = layout["xaxis"]["range"]
    assert (low < 0, high > 2, layout["xaxis"]["dtick"]) == (True, True, 1), "whole fora, and all dots seen whole"


def test_the_map_of_differences_is_written_on(programme: Programme) -> None:
    """Each governorate has the colour of its change, its difference written in it in a colour that can be read, and both
    figures under the pointer; shapes go by address, and a click on one leaves the others as they are."""
    iom = compared("fora_established_iom", programme, "governorate")
    drawn = maps.maps(iom, LIGHT)
    shapes, written = json.loads(charts.written_map(drawn.more, drawn.written, LIGHT, 370).to_json())["data"]
    colours = {
        pcode: next(colour for edge, colour in reversed(shapes["colorscale"]) if edge <= place / shapes["zmax"])
        for pcode, place in zip(shapes["locations"], shapes["z"], strict=True)
    }
    changed = {"IQG02": LIGHT.fewer[0], "IQG08": LIGHT.ramp[0], "IQG15": LIGHT.ramp[0]}
    assert colours == {pcode: changed.get(pcode, LIGHT.zero) for pcode in NAMES}
    said = dict(zip(shapes["locations"], shapes["customdata"], strict=True))
    assert said == {pcode: [name, "none on both dates"] for pcode, name in NAMES.items()} | {
        "IQG02": ["Basra", "1, then 0 (−1)"], "IQG08": ["Baghdad", "1, then 2 (+1)"], "IQG15": ["Ninewa", "0, then 1 (+1)"],
    }  # fmt: skip
    figures = dict(zip(shapes["locations"], written["text"], strict=True))
    assert figures == dict.fromkeys(NAMES, "0") | {
        "IQG02": "<b>−1</b>", "IQG08": "<b>+1</b>", "IQG15": "<b>+1</b>",
    }  # fmt: skip
    home = governorates()
    assert list(zip(written["lon"], written["lat"], strict=True)) == [
        (home[pcode].label_lon, home[pcode].label_lat) for pcode in shapes["locations"]
    ]
    inks = dict(zip(shapes["locations"], written["textfont"]["color"], strict=True))
    assert inks == {pcode: LIGHT.text if pcode in changed else LIGHT.quiet for pcode in NAMES}
    assert written["hoverinfo"] == "skip"
    assert shapes["geojson"].startswith("/layers/governorates_med.geojson?v=")
    assert shapes["selected"] == shapes["unselected"] == {"marker": {"opacity": 1}}


def test_no_change_is_written_one_way(programme: Programme) -> None:
    """Basra had one forum on both dates and Erbil none: 0 on the map and beside the bars, 0 in the table."""
    both = compared("fora_established", programme, "governorate")
    drawn, changes = maps.maps(both, LIGHT), both.changes(NAMES)
    written = dict(zip((shade.name for shade in drawn.more), drawn.written, strict=True))
    bars = json.loads(charts.dumbbells(both, changes, LIGHT, LIGHT.accent).to_json())["layout"]["annotations"]
    beside = dict(zip((change.name for change in changes), (note["text"] for note in bars), strict=True))
    table = on_screen(wording.rows(both, changes, "Governorate")).set_index("Governorate")["Difference"]
    assert {name: (written[name], beside[name], table[name]) for name in ("Baghdad", "Basra", "Erbil")} == {
        "Baghdad": ("+1", "<b>+1</b>", "1"), "Basra": ("0", "0", "0"), "Erbil": ("0", "0", "0"),
    }  # fmt: skip


def test_names_from_data_are_inert(build: Build) -> None:
    """A phase's or donor's name is never markup in the drawing."""
    hostile = "<a href='https://evil.example'>x</a>"
    phases = [{"phase_id": "P2", "name": hostile, "starts_on": "2016-03"}]
    rows = [{"forum_id": "F1", "established_on": "2016-05-10", "phase_id": "P2"}]
    whole = Programme.of(build({"phases": phases, "fora": rows}))
    both = compared("fora_established", whole, "phase")
    text = charts.dumbbells(both, both.changes({"P2": hostile}), LIGHT, LIGHT.accent).to_json()
    assert "evil.example" in text
    assert "<a " not in json.dumps(json.loads(text))


def beside(key: str, programme: Programme, a: Scope, b: Scope, names: tuple[str, str], by: str = "") -> Comparison:
    """An indicator in two choices."""
    first, last = (measure(key, programme.within(scope), by) for scope in (a, b))
    return Comparison(first, last, names=names)


def test_two_choices_side_by_side(programme: Programme) -> None:
    """Two governorates in the words of what they are: who has more, the same, none, and a difference that nobody knows."""
    ninewa, baghdad = Scope(governorates=("IQG15",)), Scope(governorates=("IQG08",))
    names = ("Ninewa", "Baghdad")
    sides = [beside(f"fora_established{who}", programme, ninewa, baghdad, names) for who in ("", "_iom", "_police")]
    assert [each.more for each in sides] == [exactly(1), exactly(1), exactly(0)]
    assert headline(*sides) == "1 more forum for Baghdad than for Ninewa: 1 by IOM, 0 by local police"
    swapped = [
        beside(f"fora_established{who}", programme, baghdad, ninewa, names[::-1]) for who in ("", "_iom", "_police")
    ]
    assert headline(*swapped) == "1 fewer forum for Ninewa than for Baghdad: −1 by IOM, 0 by local police"
    same = [beside("fora_established", programme, ninewa, ninewa, ("Ninewa", "Ninewa"))] * 3
    assert headline(*same) == "A and B are both Ninewa: choose two that differ"
    split = beside("fora_established", programme, ninewa, baghdad, names, "established_by")
    table = wording.rows(split, split.changes({"iom": "IOM", "police": "Local police"}), "By")
    assert list(table) == ["By", "A: Ninewa", "B: Baghdad", "Difference", "In words"]
    assert table["In words"].tolist() == ["1 and 2 (+1)", "none in both"]


def test_a_fall_is_led_by_where_it_was_greatest(programme: Programme) -> None:
    """Where the whole went down, the finding names the greatest fall, and says where it went up."""
    down = beside("fora_established", programme, Scope(), Scope(governorates=("IQG15",)), ("All", "Ninewa"))
    changes = [
        comparison.Change("IQG08", "Baghdad", exactly(5), exactly(1), exactly(-4), "fewer"),
        comparison.Change("IQG02", "Basra", exactly(1), exactly(0), exactly(-1), "fewer"),
        comparison.Change("IQG15", "Ninewa", exactly(0), exactly(2), exactly(2), "more"),
    ]
    assert down.more == exactly(-3)
    assert wording.finding(down, changes) == ("Fora established: −3, most of it in Baghdad (−4); more in 1 governorate")
