"""Classes, shades and marks of the map, before anything is drawn."""

from dataclasses import replace
from datetime import date
from types import MappingProxyType

import pytest
from hypothesis import given, strategies as st

from community_policing.analysis.map.choropleth import (
    Mark,
    Shade,
    Step,
    ink,
    legend,
    marks,
    shades,
    states_said,
    steps,
)
from community_policing.core.geography import governorates
from community_policing.core.indicators import INDICATORS
from community_policing.core.palette import DARK, LIGHT, Palette
from community_policing.core.protection_level import ProtectionLevel
from community_policing.core.quantity import Quantity, Suppressed
from community_policing.measure.compute import measure
from community_policing.measure.programme import Programme, Scope
from community_policing.measure.result import Result
from community_policing.protect.disclosure import protect

NAMES = {pcode: place.name_en for pcode, place in governorates().items()}


def result(key: str = "fora_established", **parts: float) -> Result:
    """A Result by governorate with those parts."""
    shown = {pcode: Quantity.exactly(value) for pcode, value in parts.items()}
    whole = Quantity.exactly(sum(parts.values()))
    return Result(INDICATORS[key], Scope(), date(2016, 11, 30), whole, by="governorate", parts=MappingProxyType(shown))


def kinds(shown: tuple[Shade, ...]) -> dict[str, tuple[str, str]]:
    """P-code -> (kind, figure) of everything that is not zero."""
    return {shade.pcode: (shade.kind, shade.figure) for shade in shown if shade.kind != "zero"}


@pytest.mark.parametrize(
    ("highest", "labels"),
    [
        (1, ["1"]),
        (3, ["1", "2", "3"]),
        (5, ["1", "2", "3", "4", "5"]),
        (6, ["1–2", "3–4", "5–6"]),
        (11, ["1–3", "4–6", "7–9", "10–12"]),
        (1000, ["1–200", "201–400", "401–600", "601–800", "801–1,000"]),
    ],
)
def test_steps(highest: float, labels: list[str]) -> None:
    """Whole numbers in at most five equal steps that leave no value out; darker is more."""
    made = steps(result(IQG01=highest, IQG02=1), LIGHT)
    assert [step.label for step in made] == labels
    places = [LIGHT.ramp.index(step.colour) for step in made]
    assert places == sorted(set(places))


@pytest.mark.parametrize("highest", [2, 3, 4, 5, 6, 7, 9, 10, 11, 100])
def test_most_is_darkest(highest: int) -> None:
    """Of several steps the highest has the strongest colour, however few there are."""
    assert steps(result(IQG01=highest), LIGHT)[-1].colour == LIGHT.ramp[-1]


def test_alone_is_lightest() -> None:
    """A step alone has the lightest colour: one forum on a map of ones does not look like ten on another day's."""
    assert [(step.label, step.colour) for step in steps(result(IQG01=1), LIGHT)] == [("1", LIGHT.ramp[0])]


def test_ink() -> None:
    """What is written on a shade has the ink with the higher contrast: the page's on the darkest step by day, and on the three
    brightest by night."""
    assert [ink(colour, LIGHT) == LIGHT.page for colour in LIGHT.ramp] == [False, False, False, False, True]
    assert [ink(colour, DARK) == DARK.page for colour in DARK.ramp] == [False, False, True, True, True]


def test_steps_of_nothing() -> None:
    """Without a value above zero there is no step."""
    assert steps(result(), LIGHT) == steps(result(IQG01=0), LIGHT) == ()


@given(st.dictionaries(st.sampled_from(list(NAMES)), st.integers(0, 5000)), st.sampled_from([LIGHT, DARK]))
def test_every_value_lies_in_its_step(parts: dict[str, int], colours: Palette) -> None:
    """Each value has the colour of the step whose numbers hold it; zero has its own; more is never a lighter step."""
    shown = result(**parts)
    by_colour = {step.colour: step for step in steps(shown, colours)}
    for shade in shades(shown, colours):
        value = parts.get(shade.pcode, 0)
        if not value:
            assert (shade.kind, shade.colour, shade.figure) == ("zero", colours.zero, "0")
            continue
        first, _, last = by_colour[shade.colour].label.replace(",", "").partition("–")
        assert int(first) <= value <= int(last or first)


def test_fixture(programme: Programme) -> None:
    """Zero, value and no data are told apart, each with its figure."""
    shown = shades(measure("fora_established", programme, "governorate"), LIGHT)
    assert kinds(shown) == {"IQG02": ("value", "1"), "IQG08": ("value", "2"), "IQG15": ("value", "1")}
    assert len(shown) == 18
    assert {shade.colour for shade in shown if shade.kind == "zero"} == {LIGHT.zero}


def test_share(programme: Programme) -> None:
    """A share of nothing is no data; a share of 0 % is a figure, zero."""
    shown = {shade.pcode: shade for shade in shades(measure("women_share_of_members", programme, "governorate"), LIGHT)}
    seen = {pcode: (shown[pcode].kind, shown[pcode].figure) for pcode in ("IQG02", "IQG08", "IQG15")}
    assert seen == {"IQG02": ("zero", "0 %"), "IQG08": ("value", "36 %"), "IQG15": ("no_data", "no data")}


def test_unplaced(programme: Programme) -> None:
    """Where items on record without a governorate may lie there is no figure, rather than a zero."""
    shown = shades(measure("vehicles_handed_over", programme, "governorate"), LIGHT)
    assert {shade.kind for shade in shown if shade.pcode != "IQG08"} == {"no_data"}


def test_not_published(public_record: Programme) -> None:
    """What was not published by governorate is no data everywhere, never zero."""
    shown = shades(measure("fora_established", public_record, "governorate"), LIGHT)
    assert {(shade.kind, shade.figure, shade.colour) for shade in shown} == {("no_data", "no data", LIGHT.no_data)}


def test_outside(programme: Programme) -> None:
    """Within a choice the other governorates are outside it: neither zero nor no data."""
    there = programme.within(Scope(governorates=("IQG15",)))
    found = measure("fora_established", there, "governorate")
    shown = shades(found, LIGHT)
    assert [shade.kind for shade in shown].count("outside") == 17
    assert [(step.kind, step.label) for step in legend(found, shown, LIGHT)] == [
        ("zero", "none"), ("no_data", "no data"), ("outside", "outside this selection"), ("value", "1"),
    ]  # fmt: skip


def test_few_people_are_not_unknown() -> None:
    """A number that is withheld reads as it does in the table and lies in the lowest class: it is neither none nor no data."""
    found = result("attendances", IQG01=30)
    found = replace(found, parts=MappingProxyType({**found.parts, "IQG15": Suppressed.threshold(10)}))
    shown = {shade.pcode: shade for shade in shades(found, LIGHT)}
    assert shown["IQG15"] == Shade("IQG15", "Ninewa", "under 10", LIGHT.ramp[0], "value", "< 10")
    assert shown["IQG08"].kind == "zero"


def test_legend(programme: Programme) -> None:
    """Zero and no data always stand in the legend, apart, before the steps."""
    found = measure("fora_established", programme, "governorate")
    assert legend(found, shades(found, LIGHT), LIGHT) == (
        Step(LIGHT.zero, "none", "zero"), Step(LIGHT.no_data, "no data", "no_data"), *steps(found, LIGHT),
    )  # fmt: skip


def test_percent_steps() -> None:
    """Steps of a share carry the percent sign."""
    found = replace(result("women_share_of_members", IQG01=9.5), value=Quantity.exactly(9.5))
    assert [step.label for step in steps(found, LIGHT)] == ["1–2 %", "3–4 %", "5–6 %", "7–8 %", "9–10 %"]


def test_marks(programme: Programme) -> None:
    """Each forum has its mark: IOM, police and planned apart; closed fora and those without a point are none."""
    assert marks(programme) == (
        Mark(
            "iom",
            "IQG08",
            44.386,
            33.325,
            1,
            "Forum Baghdad 1\n1 forum by IOM\nActive: met last on 8 Nov 2016",
            state="active",
        ),
        Mark(
            "iom",
            "IQG08",
            44.386,
            33.325,
            1,
            "Forum Baghdad 2\n1 forum by IOM\nDormant: met last on 19 Jul 2016",
            state="dormant",
        ),
        Mark(
            "police",
            "IQG02",
            47.796,
            30.497,
            1,
            "Forum Basra 2\n1 forum by local police\nActive: met last on 29 Nov 2016",
            state="active",
        ),
        Mark("planned", "IQG15", 43.29, 35.8, 1, "Forum Al-Qayyarah\n1 forum planned"),
    )


def test_marks_of_a_protected_view_say_that_their_place_is_not_shown(programme: Programme) -> None:
    """Where a view gives the governorate's own point for every place in it, each mark stands there and says so."""
    seen = Programme.of(protect(programme.dataset, ProtectionLevel(own_grants=()), b"a secret of 32 bytes for a test."))
    basra = governorates()["IQG02"]
    there = [mark for mark in marks(seen) if mark.pcode == "IQG02"]
    assert there == [Mark("police", "IQG02", basra.label_lon, basra.label_lat, 1, "Forum in Basra\n1 forum by local police\n"
                          "Where in the governorate is not shown", centred=True)]  # fmt: skip
    assert all(mark.centred for mark in marks(seen))


def test_marks_at_a_date(programme: Programme) -> None:
    """Marks follow the date: a closed forum stood until it closed, and nobody planned before the phase began."""
    then = marks(programme.within(Scope(date(2016, 2, 29))))
    assert [(mark.kind, mark.count, mark.longitude) for mark in then] == [
        ("iom", 1, 44.386),
        ("iom", 1, 47.8),
        ("police", 1, 47.796),
    ]


def without_meetings(programme: Programme) -> Programme:
    """The same programme, of which nobody records meetings."""
    tables = MappingProxyType({**programme.dataset.tables, "meetings": programme.dataset.tables["meetings"].iloc[:0]})
    return Programme.of(replace(programme.dataset, tables=tables))


def test_marks_carry_no_state_where_none_is_known_or_told(programme: Programme) -> None:
    """Where nobody records meetings a mark says what it said before, and a protected view tells no forum's state."""
    seen = Programme.of(protect(programme.dataset, ProtectionLevel(), b"a secret of 32 bytes for a test."))
    for other in (without_meetings(programme), seen):
        assert {(mark.state, "met" in mark.label) for mark in marks(other)} == {("", False)}
        assert states_said(marks(other)) == ""
    bare = [
        replace(mark, state="", label=mark.label.partition("\nActive")[0].partition("\nDormant")[0])
        for mark in marks(programme)
    ]
    assert list(marks(without_meetings(programme))) == bare


def said(programme: Programme, scope: Scope) -> dict[str, str]:
    """Forum -> what its mark says of its life."""
    lines = [mark.label.split("\n") for mark in marks(programme.within(scope)) if mark.kind != "planned"]
    return {name: life for name, _, life in lines}


def test_marks_say_their_state_of_the_day(programme: Programme) -> None:
    """In January 2016 nobody had met; the day in August on which F1 did is not recorded; a choice of a year hides no meeting."""
    basra = {f"Forum Basra {number}": "Has not met yet" for number in (1, 2)}
    assert said(programme, Scope(date(2016, 1, 31))) == {"Forum Baghdad 1": "Has not met yet", **basra}
    assert said(programme, Scope(date(2016, 8, 31))) == {
        "Forum Baghdad 1": "Active: met last in Aug 2016", "Forum Baghdad 2": "Active: met last on 19 Jul 2016",
        "Forum Basra 1": "Dormant: met last on 15 Mar 2016", "Forum Basra 2": "Has not met yet",
    }  # fmt: skip
    assert said(programme, Scope(periods=("2014",))) == {"Forum Baghdad 1": "Active: met last on 8 Nov 2016"}
    assert states_said(marks(programme)) == "Of the fora on the map 2 are active and 1 is dormant."
