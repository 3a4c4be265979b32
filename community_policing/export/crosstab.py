"""Crosstab of the cells behind a Result: what a reader may see in place of the rows, in the working and in its files."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from community_policing.core import formats, schema
from community_policing.core.i18n import clauses, t
from community_policing.core.quantity import Quantity
from community_policing.measure.compute import rows_behind
from community_policing.measure.programme import Programme, has_value
from community_policing.measure.result import Result

_CELL = (
    "governorate", "kind", "established_by", "status", "starts_on", "ends_on", "established_on", "planned_for", "closed_on",
    "met_on", "topic", "agreed_on", "due_on", "completed_on", "phase_id", "grants", "participant_group", "sex",
)  # fmt: skip
_OF_EVENT = ("governorate", "kind", "ends_on", "ends_on_precision", "phase_id", "grants")
_WITH = {"attendance": "trainings", "meetings": "fora", "concerns": "fora"}  # whose place and payer the rows have
# Keys that are shown by the name of what they stand for
_NAMES: Mapping[str, str] = {"phase_id": "phase", "grants": "donor"}


def cells(result: Result, programme: Programme) -> pd.DataFrame:
    """List the cells that make the figure: each with how many rows it has and, as this reader may see it, what it comes to."""
    indicator = result.indicator
    rows = rows_behind(indicator, programme.within(result.scope))
    if indicator.table == "attendance":
        events = programme.whole.frames["trainings"].set_index("training_id")[list(_OF_EVENT)]
        rows = rows.join(events, on="training_id")
    read = _read(rows, programme)
    by, sums = list(read), ["counts", "of"] if indicator.share else ["counts"]
    row = "training_id" if indicator.table == "attendance" else "row_id"
    groups = rows[[row, *sums]].join(read).groupby(by, dropna=False)
    grouped = groups[row].nunique().rename("rows").to_frame().join(groups[sums].sum(min_count=1)).reset_index()
    open_ended = (groups["counts"].count() < groups.size()).to_numpy()
    recorded = grouped["governorate"].isin(programme.own_governorates)
    for name in sums:
        figures = [_figure(count, bool(more)) for count, more in zip(grouped[name], open_ended, strict=True)]
        labels = [
            figure if whole or figure is None else programme.suppress(figure, indicator)
            for figure, whole in zip(figures, recorded, strict=True)
        ]
        grouped[name] = pd.Series(labels, index=grouped.index, dtype=object)
    return grouped[[*sums, "rows", *by]]


def meanings(result: Result) -> tuple[tuple[str, str], ...]:
    """What the columns of the cells mean: label and text."""
    ours = (
        ("counts", t("what the cell adds to the figure")),
        ("rows", t("how many events, fora or works the cell has")),
    )
    whole = (("of", t("what it is a share of")),) if result.indicator.share else ()
    own = result.indicator.table
    tables = (_WITH[own], own) if own in _WITH else (own,)
    texts = {
        _NAMES.get(c.name, c.name): t(c.meaning)
        for name in tables
        for c in schema.TABLES[name].columns
        if c.name in _CELL
    }
    return tuple((t("Column {name}", name=name), meaning) for name, meaning in (*ours, *whole, *texts.items()))


def _read(rows: pd.DataFrame, programme: Programme) -> pd.DataFrame:
    """What a cell is told by, as a person reads it."""
    dates = {name for table in schema.TABLES.values() for name in table.dates}
    columns_read: dict[str, list[str]] = {}
    for name in _CELL:
        if name not in rows or not rows[name].notna().any():
            continue
        cells = rows[name].tolist()
        if name in dates:
            precise = rows[f"{name}_precision"]
            columns_read[name] = [
                formats.day(c.date(), p) if has_value(c) else "" for c, p in zip(cells, precise, strict=True)
            ]
        else:
            columns_read[_NAMES.get(name, name)] = [_word(name, cell, programme) for cell in cells]
    columns_read.setdefault("governorate", [""] * len(rows))
    return pd.DataFrame(columns_read, index=rows.index, dtype=object)


def _word(column: str, cell: Any, programme: Programme) -> str:
    if not has_value(cell):
        return ""
    if column == "phase_id":
        return str(programme.names("phases", "name").get(cell, cell))
    if column == "grants":
        paid, names = programme.names("grants", "donor_id"), programme.names("donors", "short_name")
        payers = dict.fromkeys(str(names.get(paid.get(grant, ""), grant)) for grant in str(cell).split(";"))
        return clauses(list(payers))
    return str(cell)


def _figure(count: float, open_ended: bool) -> Quantity | None:
    if not has_value(count):
        return None
    return Quantity.at_least(count) if open_ended else Quantity.exactly(count)
