"""Colours that everybody can tell apart, computed: WCAG contrast, CIELAB distance, two kinds of colour blindness."""

from collections.abc import Sequence
from dataclasses import fields
from datetime import date
from itertools import combinations, pairwise

import pytest

from community_policing.core import formats, palette
from community_policing.core.i18n import speaking
from community_policing.core.indicators import INDICATORS
from community_policing.core.quantity import Quantity
from community_policing.core.schema import PARTICIPANT_GROUPS

MODES = {"light": palette.LIGHT, "dark": palette.DARK}
# Machado, Oliveira and Fernandes (2009), severity 1.0, on linear sRGB.
SIGHT = {
    "typical": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "protanopia": ((0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216), (-0.003882, -0.048116, 1.051998)),
    "deuteranopia": ((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413), (-0.011820, 0.042940, 0.968881)),
}
XYZ = ((0.4124564, 0.3575761, 0.1804375), (0.2126729, 0.7151522, 0.0721750), (0.0193339, 0.1191920, 0.9503041))
WHITE = (0.95047, 1.0, 1.08883)
Triple = Sequence[float]


def linear(colour: str) -> Triple:
    """#RRGGBB as linear red, green and blue from 0 to 1."""
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    return [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]


def times(matrix: Sequence[Triple], vector: Triple) -> Triple:
    """Matrix times vector."""
    return [sum(a * b for a, b in zip(row, vector, strict=True)) for row in matrix]


def contrast(one: str, other: str) -> float:
    """WCAG 2.2 contrast ratio, from 1 to 21."""
    light, dark = sorted((times(XYZ, linear(colour))[1] for colour in (one, other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def lab(colour: str, sight: str = "typical") -> Triple:
    """CIELAB of the colour as that sight has it."""
    seen = [min(max(c, 0.0), 1.0) for c in times(SIGHT[sight], linear(colour))]
    scaled = [c / w for c, w in zip(times(XYZ, seen), WHITE, strict=True)]
    x, y, z = (c ** (1 / 3) if c > 216 / 24389 else (24389 / 27 * c + 16) / 116 for c in scaled)
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


def distance(one: str, other: str, sight: str) -> float:
    """How far apart two colours are (CIE 1976)."""
    return sum((a - b) ** 2 for a, b in zip(lab(one, sight), lab(other, sight), strict=True)) ** 0.5


def too_low(found: dict[str, float], least: float) -> dict[str, float]:
    """What lies below the least, rounded for reading."""
    return {name: round(value, 2) for name, value in found.items() if value < least}


def test_on_paper_each_colour_is_the_light_one_of_its_role() -> None:
    """Land and border, text and page, the reached and the planned print as they do from a light screen, but where two roles share
    a dark colour; no light colour is taken for a dark one."""
    paper, odd = palette.on_paper(), {}
    for role in fields(palette.Palette):
        dark, light = getattr(palette.DARK, role.name), getattr(palette.LIGHT, role.name)
        for one, other in [(dark, light)] if isinstance(dark, str) else zip(dark, light, strict=True):
            odd |= {role.name: paper[one]} if paper[one] != other else {}
    assert odd == {"country": palette.LIGHT.quiet, "groups": palette.LIGHT.accent}
    assert set(paper) & set(paper.values()) == set()


def test_the_measures_themselves() -> None:
    """Contrast and CIELAB give the known values for black, white and red."""
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert contrast("#777777", "#FFFFFF") == pytest.approx(4.48, abs=0.01)
    assert lab("#FF0000") == pytest.approx((53.24, 80.09, 67.20), abs=0.05)
    assert lab("#FFFFFF") == pytest.approx((100, 0, 0), abs=0.05)
    assert distance("#FF0000", "#FF0000", "protanopia") == 0


@pytest.mark.parametrize("mode", MODES)
def test_text_can_be_read(mode: str) -> None:
    """Text, quiet text, links, series labels and statuses have contrast 4.5 on page and panel."""
    colours = MODES[mode]
    written = ("text", "quiet", "accent", "iom", "police", "planned", "good", "warn", "bad", "unknown")
    grounds = ("page", "panel")
    found = {
        f"{name} on {on}": contrast(getattr(colours, name), getattr(colours, on)) for name in written for on in grounds
    }
    assert too_low(found, 4.5) == {}


@pytest.mark.parametrize("mode", MODES)
def test_marks_can_be_seen(mode: str) -> None:
    """Marks of fora have contrast 3 on their halo, which is the page's colour; so have borders of the country on land."""
    colours = MODES[mode]
    found = {f"{name} on {on}": contrast(getattr(colours, name), getattr(colours, on))
             for name, on in (("iom", "page"), ("police", "page"), ("planned", "page"), ("country", "land"))}  # fmt: skip
    assert too_low(found, 3) == {}


@pytest.mark.parametrize("sight", SIGHT)
@pytest.mark.parametrize("mode", MODES)
def test_series_apart(mode: str, sight: str) -> None:
    """IOM, local police and planned are 20 apart, any two, for everybody; shapes differ as well."""
    colours = MODES[mode]
    found = {f"{a}, {b}": distance(getattr(colours, a), getattr(colours, b), sight)
             for a, b in combinations(("iom", "police", "planned"), 2)}  # fmt: skip
    assert too_low(found, 20) == {}


@pytest.mark.parametrize("sight", SIGHT)
@pytest.mark.parametrize("mode", MODES)
def test_participant_groups_apart(mode: str, sight: str) -> None:
    """Every participant group has a colour: any two 20 apart for everybody, each with contrast 3 on page and panel."""
    colours = MODES[mode]
    assert len(colours.groups) == len(PARTICIPANT_GROUPS)
    found = {f"{a}, {b}": distance(a, b, sight) for a, b in combinations(colours.groups, 2)}
    seen = {f"{a} on {on}": contrast(a, getattr(colours, on)) for a in colours.groups for on in ("page", "panel")}
    assert (too_low(found, 20), too_low(seen, 3)) == ({}, {})


def test_statuses_apart() -> None:
    """Every status has a mark of its own, so that no status is told by colour alone, least of all red from green."""
    assert len(set(palette.STATUS_GLYPHS.values())) == len(palette.STATUS_GLYPHS)
    assert set(palette.STATUS_GLYPHS) == {
        "done",
        "on_track",
        "at_risk",
        "off_track",
        "too_early",
        "not_certain",
        "no_target",
    }


@pytest.mark.parametrize("mode", MODES)
def test_good_and_bad_apart(mode: str) -> None:
    """On track, at risk and off track differ for typical sight."""
    colours = MODES[mode]
    found = {f"{a}, {b}": distance(getattr(colours, a), getattr(colours, b), "typical")
             for a, b in combinations(("good", "warn", "bad"), 2)}  # fmt: skip
    assert too_low(found, 20) == {}


@pytest.mark.parametrize("sight", SIGHT)
@pytest.mark.parametrize("mode", MODES)
def test_ramp(mode: str, sight: str) -> None:
    """More, and fewer, is always further from the page: lightness goes one way, in steps that can be told apart (8 or
    more); and no step of more looks like the same step of fewer (10 apart or more)."""
    colours = MODES[mode]
    for ramp in (colours.ramp, colours.neutral, colours.fewer):
        lightness = [lab(colour, sight)[0] for colour in ramp]
        steps = [after - before for before, after in pairwise(lightness)]
        assert all(step <= -8 for step in steps) if mode == "light" else all(step >= 8 for step in steps)
    for ramp in (colours.ramp, colours.neutral):
        apart = {one: distance(one, other, sight) for one, other in zip(ramp, colours.fewer, strict=True)}
        assert too_low(apart, 10) == {}


@pytest.mark.parametrize("mode", MODES)
def test_nothing_and_little_apart(mode: str) -> None:
    """On the map zero or no change, no data, land outside Iraq and the least value are not the same colour: at least 5 apart."""
    colours = MODES[mode]
    kinds = {"zero": colours.zero, "no data": colours.no_data, "land": colours.land, "outside": colours.outside,
             "least": colours.ramp[0],
             "least fewer": colours.fewer[0], "least neutral": colours.neutral[0]}  # fmt: skip
    found = {f"{a}, {b}": distance(kinds[a], kinds[b], "typical") for a, b in combinations(kinds, 2)}
    assert too_low(found, 5) == {}


def test_colours_are_colours() -> None:
    """Every colour is #RRGGBB, in both modes; an unknown mode is light."""
    for colours in MODES.values():
        held = [getattr(colours, field.name) for field in fields(colours)]
        values = [colour for value in held for colour in ((value,) if isinstance(value, str) else value)]
        assert all(len(value) == 7 and value[0] == "#" and int(value[1:], 16) >= 0 for value in values)
    assert (palette.for_mode("dark"), palette.for_mode("light"), palette.for_mode(None)) == (
        palette.DARK,
        palette.LIGHT,
        palette.LIGHT,
    )


@pytest.mark.parametrize(
    ("value", "unit", "text"),
    [
        (Quantity.exactly(1), "items overdue", "1 item overdue"),
        (Quantity.exactly(2), "items overdue", "2 items overdue"),
        (Quantity.exactly(0), "fora", "0 fora"),
        (Quantity.exactly(0.5), "attendances", "0.5 attendances"),
        (Quantity.at_least(1), "people", "≥ 1 person"),
        (Quantity(0, 1), "sites", "0 – 1 site"),
        (Quantity(1, 3), "sites", "1 – 3 sites"),
        (Quantity.exactly(1), "percent", "1 %"),
        (None, "vehicles", "– vehicles"),
    ],
)
def test_one_is_said_in_the_singular(value: Quantity | None, unit: str, text: str) -> None:
    """A quantity with its unit: the last number that is written says whether it is one or many."""
    assert formats.in_words(value, unit) == text


def test_every_unit_has_a_singular() -> None:
    """What an indicator counts can be one: its unit is declared in both numbers, percent apart."""
    assert {indicator.unit for indicator in INDICATORS.values()} - {"percent"} == set(formats._COUNTED)


@pytest.mark.parametrize(
    ("value", "unit", "text"),
    [
        (None, "fora", "–"),
        (Quantity.exactly(0), "", "0"),
        (Quantity.exactly(1126), "attendances", "1,126"),
        (Quantity.at_least(1100), "attendances", "≥ 1,100"),
        (Quantity(5, 24), "vehicles", "5 – 24"),
        (Quantity.exactly(62.4), "percent", "62 %"),
        (Quantity.at_least(62), "percent", "≥ 62 %"),
        (Quantity.exactly(26.5), "attendances", "26.5"),
        (Quantity(25 / 3, 1200.25), "attendances", "8.3 – 1,200.2"),
    ],
)
def test_quantities(value: Quantity | None, unit: str, text: str) -> None:
    """A quantity is read with its bounds, its thousands and its percent sign; what nobody knows is a dash, never 0."""
    assert formats.quantity(value, unit) == text


@pytest.mark.parametrize(("precision", "text"), [("day", "30 Nov 2016"), ("month", "Nov 2016"), ("year", "2016")])
def test_days(precision: str, text: str) -> None:
    """A date is read as precisely as it is known."""
    assert formats.day(date(2016, 11, 30), precision) == text


def test_numbers_follow_the_language() -> None:
    """Each language writes numbers its own way, whoever asked before; decimals are kept where they are asked for."""
    assert (formats.number(1234.5, 1), formats.number(1234567)) == ("1,234.5", "1,234,567")
    with speaking("ckb"):
        formats._number.cache_clear()
        own = formats.number(1234.5, 1)
    formats._number.cache_clear()
    formats.number(1234.5, 1)
    with speaking("ckb"):
        assert formats.number(1234.5, 1) == own
