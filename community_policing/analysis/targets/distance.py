"""Distance to target by governorate: how far each figure lies from its own target, as shades, a finding and a table."""

from collections.abc import Mapping, Sequence
from math import ceil

import pandas as pd

from community_policing.analysis.map.choropleth import Shade, Step
from community_policing.analysis.targets.wording import gap, gap_in_signs
from community_policing.core import formats, labels
from community_policing.core.geography import governorate_name, governorates
from community_policing.core.i18n import joined, n, t
from community_policing.core.palette import Palette
from community_policing.core.quantity import Quantity, in_unit
from community_policing.measure.result import Result

Results = Mapping[str, Result]  # P-code -> the figure there, with a target of its own


def shades(results: Results, chosen: tuple[str, ...], colours: Palette) -> tuple[Shade, ...]:
    """Return a shade for each governorate: darker the farther from its target, one quiet colour where that is reached."""
    highest = _highest(results)
    return tuple(_shade(pcode, results.get(pcode), chosen, highest, colours) for pcode in governorates())


def legend(results: Results, shown: Sequence[Shade], colours: Palette) -> tuple[Step, ...]:
    """Return the legend's lines: no target and reached always, then how far the others are, in equal steps."""
    highest, kinds = _highest(results), {shade.kind for shade in shown}
    wide = _width(highest, colours)
    fixed = [Step(colours.no_data, t("no target"), "no_data"), Step(_reached(colours), t("reached"), "zero")]
    if "outside" in kinds:
        fixed.append(Step(colours.outside, t("outside this selection"), "outside"))
    if "not_certain" in kinds:
        fixed.append(Step(colours.neutral[1], t("not certain"), "not_certain"))
    for place, start in enumerate(range(1, highest + 1, wide)):
        end = start + wide - 1
        words = formats.whole_range(start, end)
        fixed.append(Step(_steps(colours)[place], t("{figure} short", figure=words), "value"))
    return tuple(fixed)


def finding(label: str, results: Results) -> str:
    """Return the page's title: in how many governorates the target is not reached, and where most is missing."""
    known = [pcode for pcode, result in results.items() if result.to_go]
    short = {pcode: _missing(results[pcode]) for pcode in known if _missing(results[pcode])}
    count = formats.number(len(known))
    if not known:
        return t("{label}: no target by governorate in this selection", label=label)
    if not short:
        return n("{label}: target reached in the one governorate that has one",
                 "{label}: target reached in all {all} governorates that have one", len(known),
                 label=label, all=count)  # fmt: skip
    most = [pcode for pcode in short if short[pcode] == max(short.values())]
    words = {"label": label, "short": formats.number(len(short)), "all": count,
             "gap": gap(results[most[0]])}  # fmt: skip
    if len(most) > 2:
        return n(
            "{label}: short of target in {short} of {all} governorates ({gap} at most)",
            "{label}: short of target in {short} of {all} governorates ({gap} at most)", len(known), **words,
        )  # fmt: skip
    place = joined([governorate_name(pcode) for pcode in most])
    return n(
        "{label}: short of target in {short} of {all} governorates, most in {place} ({gap})",
        "{label}: short of target in {short} of {all} governorates, most in {place} ({gap})", len(known), place=place, **words,
    )  # fmt: skip


def rows(label: str, results: Results) -> pd.DataFrame:
    """Return the distances as a table, the farthest from its target first."""
    ordered = sorted((each for each in results.items() if each[1].to_go), key=lambda each: -_missing(each[1]))
    lines = [
        (
            governorate_name(pcode), in_unit(result.to_go, result.indicator.unit), in_unit(result.value, result.indicator.unit),
            in_unit(Quantity.exactly(result.target.target), result.indicator.unit), result.target.due_on,
            labels.label(result.status), pcode,
        )
        for pcode, result in ordered
        if result.target
    ]  # fmt: skip
    heads = [t("Governorate"), t("Distance to target"), label, t("Target"), t("Due"), t("Status"), t("P-code")]
    return pd.DataFrame(lines, columns=heads)


def _missing(result: Result) -> float:
    """How much is certainly missing; 0 where the target is reached, or may be."""
    return result.to_go.low if result.to_go else 0


def _highest(results: Results) -> int:
    return max((ceil(_missing(result)) for result in results.values()), default=0)


def _steps(colours: Palette) -> tuple[str, ...]:
    """The colours of what is missing, without the palest, which is near that of no target."""
    return colours.fewer[1:]


def _width(highest: int, colours: Palette) -> int:
    """How many whole numbers a step holds."""
    return max(1, ceil(highest / len(_steps(colours))))


def _reached(colours: Palette) -> str:
    return colours.ramp[1]


def _shade(pcode: str, result: Result | None, chosen: tuple[str, ...], highest: int, colours: Palette) -> Shade:
    name = governorate_name(pcode)
    if chosen and pcode not in chosen:
        return Shade(pcode, name, t("outside this selection"), colours.outside, "outside")
    if result is None or result.to_go is None:
        return Shade(pcode, name, t("no target"), colours.no_data, "no_data")
    figure, signs, missing = gap(result), gap_in_signs(result), _missing(result)
    if missing:
        step = _steps(colours)[(ceil(missing) - 1) // _width(highest, colours)]
        return Shade(pcode, name, figure, step, "value", signs)
    if result.to_go.high == 0:
        return Shade(pcode, name, figure, _reached(colours), "value", signs)
    return Shade(pcode, name, figure, colours.neutral[1], "not_certain", signs)
