"""Concerns as who may not see rows of them counts them: from cells, with bounds for what is too little to be told."""

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType

import pandas as pd

from community_policing.core.protection_level import ConcernLevel
from community_policing.core.quantity import NOTHING, Quantity
from community_policing.core.schema import TABLES
from community_policing.dataset.concern_cells import STAGES
from community_policing.dataset.load import Dataset
from community_policing.measure.result import Result

_COUNTED: Mapping[str, tuple[str, ...]] = {
    "concerns_raised": STAGES, "concerns_resolved": ("resolved",), "concerns_open": ("open", "open_long"),
    "concerns_open_long": ("open_long",),
}  # fmt: skip


def untold(key: str, level: ConcernLevel, cells: pd.DataFrame) -> int:
    """How many concerns at most no cell tells of, as a multiple of the rounding's base: of each stage that counts for the
    indicator fewer than could be told."""
    told = set(cells.loc[cells["topic"].isna(), "stage"])
    return (level.least + level.base) * len([stage for stage in _COUNTED[key] if stage not in told])


def bounded(result: Result, dataset: Dataset) -> Result:
    """The Result with what more its figure and each of its parts may hold."""
    level, cells = dataset.concern_level, dataset.concern_cells
    if result.value is None or level is None or cells is None:
        return result
    more = Quantity(0, untold(result.indicator.key, level, cells))
    anywhere = result.parts.get("", NOTHING) + more
    named = TABLES["concerns"].column("topic").choices if result.by == "topic" else ()
    parts = {key: _about(result.parts.get(key, NOTHING) + anywhere, result.parts.get(key)) for key in named}
    return replace(
        result, value=_about(result.value + more, result.value), unplaced=result.unplaced + more,
        parts=MappingProxyType(parts or dict(result.parts)),
    )  # fmt: skip


def _about(figure: Quantity, told: Quantity | None) -> Quantity:
    """From what is told to all that it may be; whatever was rounded is about so many."""
    return Quantity(told.low if told else 0, figure.high, about=True)
