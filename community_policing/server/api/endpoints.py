"""ENDPOINTS: every address of the API.  To add one: a function of a Call that returns a Content, and a line here."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

import pandas as pd

from community_policing.core.i18n import N_, ProgrammeError, listed, t
from community_policing.core.indicators import INDICATORS, Indicator
from community_policing.core.safe_text import printable
from community_policing.export.handed_on import tables
from community_policing.export.rows import behind
from community_policing.measure.compute import splits_of
from community_policing.measure.programme import Programme
from community_policing.server.api import figures
from community_policing.server.api.model import (
    FLAG,
    FORMAT,
    PREFIX,
    SCOPE,
    SOURCE,
    TEXT,
    Call,
    Column,
    Content,
    Endpoint,
    Parameter,
)

_LIST = {"type": "array", "items": dict(TEXT)}
_INDICATOR: Mapping[str, Column] = MappingProxyType({
    "key": Column(N_("Key of the indicator.")),
    "label": Column(N_("What the figure is called.")),
    "definition": Column(N_("What is counted.")),
    "method": Column(N_("How the figure is made.")),
    "caveats": Column(N_("What to know of the figure."), _LIST),
    "unit": Column(N_("What one of it is.")),
    "splits": Column(N_("Dimensions by which this view splits it."), _LIST),
    "adds_over": Column(N_("Dimensions over which its parts add up to the whole."), _LIST),
    "bounds": Column(N_("Whether it is of people whom nobody tells apart, and so has bounds."), FLAG),
})  # fmt: skip
_TABLE: Mapping[str, Column] = MappingProxyType(
    {"table": Column(N_("Name of the table.")), "rows": Column(N_("Its address."))}
)


class UnknownTable(ProgrammeError):  # noqa: N818  as a reader of the code says it
    """A table that this view does not have."""


def _indicators(call: Call) -> Content:
    lines = tuple(_indicator(each, call.whole) for each in INDICATORS.values())
    return Content(call.whole, "indicators", lambda: _frame(lines), lines)


def _indicator(each: Indicator, programme: Programme) -> dict[str, Any]:
    return {
        "key": each.key, "label": t(each.label), "definition": t(each.definition), "method": t(each.formula),
        "caveats": [t(text) for text in each.caveats], "unit": t(each.unit), "splits": list(splits_of(each, programme)),
        "adds_over": list(each.adds_over), "bounds": each.people,
    }  # fmt: skip


def _figures(call: Call) -> Content:
    programme, by = figures.scoped(call), call.one("by")
    results = [figures.result_of(key, programme, by) for key in dict.fromkeys(call.asked["indicator"])]
    lines = tuple(record for result in results for record in figures.records(call, programme, result))
    return Content(programme, "figures", lambda: _frame(lines), lines)


def _rows(call: Call) -> Content:
    programme = figures.scoped(call)
    result = figures.result_of(call.one("indicator"), programme)
    return Content(programme, f"rows-{result.indicator.key}", lambda: behind(result, programme))


def _tables(call: Call) -> Content:
    lines = tuple({"table": name, "rows": f"{PREFIX}/tables/{name}"} for name in tables.names(call.whole))
    return Content(call.whole, "tables", lambda: _frame(lines), lines)


def _table(call: Call) -> Content:
    programme, name = figures.scoped(call), call.one("table")
    known = tables.names(programme)
    if name not in known:
        raise UnknownTable(
            t("There is no table “{name}” in this view.", name=printable(name)),
            t("There are: {listed}.", listed=listed(known)),
        )
    return Content(programme, name, lambda: tables.table(name, programme))


def _frame(lines: tuple[Mapping[str, Any], ...]) -> pd.DataFrame:
    """The records as a table, lists as one text."""
    cells = [
        {name: "; ".join(cell) if isinstance(cell, list) else cell for name, cell in each.items()} for each in lines
    ]
    return pd.DataFrame(cells, dtype=object)


ENDPOINTS = (
    Endpoint("/indicators", "indicators", N_("Every indicator: what it counts, how, and by what it can be split."),
             (*SOURCE, FORMAT), _indicators, _INDICATOR),
    Endpoint("/figures", "figures", N_("Figures with their bounds, whole or split, in a scope."),
             (Parameter("indicator", N_("Key of an indicator."), many=True, required=True),
              Parameter("by", N_("Dimension by which to split.")), *SCOPE, *SOURCE, FORMAT), _figures, figures.FIGURE),
    Endpoint("/rows", "rows", N_("The rows behind a figure, or, of a protected view, its cells."),
             (Parameter("indicator", N_("Key of an indicator."), required=True), *SCOPE, *SOURCE, FORMAT), _rows, file=True),
    Endpoint("/tables", "tables", N_("The tables that this view has."), (*SOURCE, FORMAT), _tables, _TABLE,
             file=True),
    Endpoint("/tables/{table}", "table", N_("The rows of a table in a scope; statuses are those of the day of the release."),
             (Parameter("table", N_("Name of the table."), required=True, in_path=True), *SCOPE, *SOURCE, FORMAT), _table,
             file=True),
    Endpoint("/openapi.json", "description", N_("This description."), (), None),
)  # fmt: skip
