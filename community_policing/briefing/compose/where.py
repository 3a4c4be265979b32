"""Map slide: IOM's fora by governorate, with call-outs to those of local police and to what is planned."""

from dataclasses import replace

from community_policing.analysis import governorate, insights
from community_policing.analysis.map import choropleth
from community_policing.briefing.compose.figures import Figures
from community_policing.briefing.compose.wording import foot, notes
from community_policing.briefing.model import Area, Callout, LegendStep, Map, Number, Slide, Slot
from community_policing.briefing.presets import BriefingRequest
from community_policing.core import palette
from community_policing.core.geography import attribution, governorate_name, governorate_order
from community_policing.core.i18n import N_, joined, t
from community_policing.core.quantity import NOTHING
from community_policing.measure.result import Result

CALLED_OUT = {"fora_established_police": N_("{figure} by local police"), "fora_planned": N_("{figure} planned")}
CALLOUTS = 8  # on a map


def on_map(figures: Figures, _: BriefingRequest) -> tuple[Slide, ...]:
    """Compose the map; what it does not colour is called out, never added to it."""
    shown = mapped(figures)
    keys = [key for key in CALLED_OUT if key != shown.indicator.key]
    country = where(figures, "wide")
    callouts = _callouts(figures, [figures.result(key, "governorate") for key in keys])
    results = (shown, *figures.results(*keys))
    slide = Slide(
        "map", "map", insights.map_title(shown, _shades(shown)), _subtitle(shown, callouts),
        (replace(country, callouts=callouts),), foot(figures, results), notes(results),
    )  # fmt: skip
    return (slide,)


def _subtitle(shown: Result, callouts: tuple[Callout, ...]) -> str:
    """What the colours say, and why they are of plans where they are."""
    if shown.indicator.key == "fora_planned":
        return t("{label}. Established fora are not published by governorate.", label=shown.label)
    if not callouts:
        return shown.label
    return t("Colour and figure: {label}. Beside it: local police's own fora, and planned ones.", label=shown.label)


def mapped(figures: Figures) -> Result:
    """Return the figure that colours the map: fora by IOM, or by the police where only they are chosen; else those planned."""
    first = (
        "fora_established_police" if figures.programme.scope.established_by == ("police",) else "fora_established_iom"
    )
    mapped_result = figures.result(first, "governorate")
    return mapped_result if governorate.by_place(mapped_result) else figures.result("fora_planned", "governorate")


def where(figures: Figures, slot: Slot = "main", marked: str = "", family: str = "map") -> Map:
    """The country by governorate, the `marked` one with a heavier line around it."""
    mapped_result = mapped(figures)
    shades = _shades(mapped_result)
    areas = tuple(
        Area(
            shade.pcode, shade.name, shade.kind, shade.colour, choropleth.ink(shade.colour, palette.LIGHT),
            placed(figures, mapped_result, shade.pcode, family) if shade.kind in ("value", "zero") else None, shade.pcode == marked,
        )
        for shade in shades
    )  # fmt: skip
    steps = choropleth.legend(mapped_result, shades, palette.LIGHT)
    legend = tuple(LegendStep(step.label, step.colour, step.kind == "no_data") for step in steps)
    return Map(mapped_result.label, insights.map_alt(shades), areas, legend, attribution(), slot)


def _shades(mapped_result: Result) -> tuple[choropleth.Shade, ...]:
    return choropleth.shades(mapped_result, palette.LIGHT)


def placed(figures: Figures, split: Result, pcode: str, family: str = "map") -> Number:
    """A governorate's part, or that nobody knows it; `family` begins its key."""
    key, part = f"{family}/{split.indicator.key}/{pcode or 'unplaced'}", split.part(pcode)
    split_known = governorate.by_place(split) and (part is not None or not pcode)
    number = figures.part(key, split, (part or NOTHING) if split_known else None, governorate_name(pcode))
    there = figures.places(split.indicator.key).get(pcode) if split_known else None
    return replace(number, rows=there.behind.count) if there else number


def _callouts(figures: Figures, splits: list[Result]) -> tuple[Callout, ...]:
    """A sentence for each governorate that has any of these, those with most first."""
    parts: dict[str, list[tuple[Result, float]]] = {}
    for split in splits:
        for pcode, part in split.parts.items() if governorate.by_place(split) else ():
            if pcode and part.high != 0:
                parts.setdefault(pcode, []).append((split, part.low))
    ordered = sorted(parts, key=lambda pcode: (-sum(count for _, count in parts[pcode]), governorate_order(pcode)))
    return tuple(_callout(figures, pcode, [split for split, _ in parts[pcode]]) for pcode in ordered[:CALLOUTS])


def _callout(figures: Figures, pcode: str, splits: list[Result]) -> Callout:
    numbers = tuple(placed(figures, split, pcode) for split in splits)
    words = [t(CALLED_OUT[number.indicator], figure=number.text) for number in numbers]
    return Callout(t("{place}: {what}", place=governorate_name(pcode), what=joined(words)), pcode, numbers)
