"""Picture of the map page: shades, legend, finding and table of what is chosen, from the Results that the page has."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import pandas as pd

from community_policing.analysis import district_level, insights
from community_policing.analysis.district_level import Level
from community_policing.analysis.map import choropleth
from community_policing.analysis.map.choropleth import Shade, Step
from community_policing.analysis.targets import distance
from community_policing.analysis.targets.rows import places_with_targets
from community_policing.core.geography import governorates
from community_policing.core.indicators import INDICATORS
from community_policing.core.palette import Palette
from community_policing.measure.compute import splits_of
from community_policing.measure.programme import Programme
from community_policing.measure.result import Result
from community_policing.ui.components import clickable_map
from community_policing.ui.shell.session import places, result, scoped
from pages.map import measure_choice


@dataclass(frozen=True)
class Picture:
    """What the page shows: `tips` are the shades whose figures stand under the pointer, `order` the P-codes of the list."""

    key: str
    label: str
    result: Result
    shades: tuple[Shade, ...]
    tips: tuple[Shade, ...]
    legend: tuple[Step, ...]
    finding: str
    rows: pd.DataFrame
    results: tuple[Result, ...]
    districts: Level | None = None  # the same figure in the only governorate chosen


def of(key: str, programme: Programme, colours: Palette) -> Picture:
    """Returns the picture of a measure."""
    if key.startswith(measure_choice.DISTANCE):
        return _distance(key, programme, colours)
    mapped = result(key, programme, "governorate")
    highest = clickable_map.highest(mapped, programme)
    shades = choropleth.shades(mapped, colours, highest)
    return Picture(
        key, mapped.label, mapped, shades,
        choropleth.shades(clickable_map.everywhere(mapped, programme), colours, highest),
        choropleth.legend(mapped, shades, colours, highest), insights.map_title(mapped, shades),
        insights.map_rows(mapped, shades), (mapped,), _districts(key, programme, colours),
    )  # fmt: skip


def _districts(key: str, programme: Programme, colours: Palette) -> Level | None:
    if not district_level.governorate_of(programme) or "district" not in splits_of(INDICATORS[key], programme):
        return None
    chosen = district_level.level(result(key, programme, "district"), programme, colours)
    if not chosen or not programme.scope.districts:
        return chosen
    every = scoped(programme.whole, replace(programme.scope, districts=()))
    beside = district_level.level(result(key, every, "district"), every, colours)
    return replace(chosen, tips=beside.shades) if beside else chosen


def _distance(key: str, programme: Programme, colours: Palette) -> Picture:
    indicator = key.removeprefix(measure_choice.DISTANCE)
    whole, chosen = clickable_map.unchosen(programme), programme.scope.governorates
    everywhere = _with_target(indicator, whole)
    here = {pcode: each for pcode, each in everywhere.items() if not chosen or pcode in chosen}
    shades, label = distance.shades(here, chosen, colours), measure_choice.name(key)
    total = result(indicator, programme)
    return Picture(
        key, label, total, shades, distance.shades(everywhere, (), colours), distance.legend(here, shades, colours),
        distance.finding(total.label, here), distance.rows(total.label, here), (total, *here.values()),
    )  # fmt: skip


def _with_target(indicator: str, programme: Programme) -> Mapping[str, Result]:
    own = places_with_targets(programme.whole).get(indicator, ())
    found = places(indicator, programme, tuple(pcode for pcode in governorates() if pcode in own))
    return {pcode: each for pcode, each in found.items() if each.target}
