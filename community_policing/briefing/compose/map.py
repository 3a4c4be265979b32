"""Map slide: the fora by governorate, and the governorates beside it."""

from dataclasses import replace

from community_policing.analysis import governorate, insights
from community_policing.analysis.map import choropleth
from community_policing.briefing.compose.figures import Figures
from community_policing.briefing.compose.pagination import BESIDE, WIDE, paged, split
from community_policing.briefing.compose.wording import foot, notes
from community_policing.briefing.model import Area, LegendStep, Map, Number, Slide, Slot, Table
from community_policing.briefing.presets import BriefingRequest
from community_policing.core import palette
from community_policing.core.geography import attribution, governorate_name
from community_policing.core.i18n import t
from community_policing.core.quantity import NOTHING
from community_policing.measure.result import Result

COLUMNS = ("fora_established_iom", "fora_established_police", "fora_planned")  # never mixed


def mapped(figures: Figures) -> Result:
    """What the map shows, by governorate: IOM's own fora, or the police's where only they are chosen; of a record that does
    not say where those are, the planned ones."""
    first = (
        "fora_established_police" if figures.programme.scope.established_by == ("police",) else "fora_established_iom"
    )
    mapped_result = figures.result(first, "governorate")
    return mapped_result if governorate.by_place(mapped_result) else figures.result("fora_planned", "governorate")


def planned_only(figures: Figures) -> str:
    """Why the map shows planned fora only, where it does."""
    if mapped(figures).indicator.key != "fora_planned":
        return ""
    return t("Established fora are not published by governorate.")


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


def on_map(figures: Figures, _: BriefingRequest) -> tuple[Slide, ...]:
    """The map beside the governorates that have a forum or a planned one, IOM's, the police's and planned apart."""
    shown = mapped(figures)
    splits = [figures.result(key, "governorate") for key in COLUMNS]
    rows = _rows(figures, splits)
    first, others = rows[:BESIDE], rows[BESIDE:]
    split_known = any(governorate.by_place(each) for each in splits)
    tables = [_table(first, split_known), *(_table(page) for page in (split(others, WIDE) if others else ()))]
    results = (shown, *splits)
    slide = Slide(
        "map", "map", insights.map_title(shown, _shades(shown)),
        t("Fora by governorate: set up by IOM, by local police on their own, and planned"),
        (where(figures), replace(tables[0], slot="side")), foot(figures, results, planned_only(figures)), notes(results),
    )  # fmt: skip
    return paged(slide, [(replace(table, slot="wide"),) for table in tables[1:]])


def _rows(figures: Figures, splits: list[Result]) -> tuple[tuple[str | Number, ...], ...]:
    """The governorates that have any, those with most of the first first; then what has no governorate on record."""
    some = {
        pcode
        for split in splits
        if governorate.by_place(split)
        for pcode, part in split.parts.items()
        if part.high != 0
    }

    def order(pcode: str) -> tuple[bool, tuple[float, ...], str]:
        most = tuple(-(part.low if (part := split.part(pcode)) else 0.0) for split in splits)
        return not pcode, most, governorate_name(pcode)

    return tuple(
        (governorate_name(pcode), *(placed(figures, split, pcode) for split in splits))
        for pcode in sorted(some, key=order)
    )


def _table(rows: tuple[tuple[str | Number, ...], ...], split_known: bool = True) -> Table:
    heads = (t("Governorate"), *(t(governorate.COMPARED[key]) for key in COLUMNS))
    nothing = t("No governorate has a forum, or a planned one.") if split_known else t("This split is not published.")
    return Table(t("Governorates with a forum, or a planned one"), heads, rows, nothing=nothing)
