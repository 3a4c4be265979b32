"""Generalisation of protected rows: dates at the end of their period, places at their governorate, ids without order."""

from collections.abc import Iterable
from itertools import count
from typing import Any

import numpy as np
import pandas as pd

from community_policing.core import geography
from community_policing.core.geography import governorates
from community_policing.core.i18n import t
from community_policing.core.indicators import REPORTING_PERIOD
from community_policing.core.protection_level import PERIODS, ProtectionLevel
from community_policing.dataset.load import Dataset


def seen(rows: pd.DataFrame, guard: ProtectionLevel) -> "tuple[pd.Series[bool], pd.Series[bool]]":
    """Flag the rows that are protected (those outside the reader's own governorates), and of these the ones shown in full
    detail: those that one of the reader's own grants pays for."""
    return ~rows["governorate"].isin(guard.own_governorates), guard.in_detail(rows["grants"])


def period_of(day: "pd.Series[Any]", fine: "pd.Series[bool]", guard: ProtectionLevel) -> "pd.Series[Any]":
    """The name of each day's period, such as 2016Q3: the finer one where `fine`."""
    own, others = (day.dt.to_period(PERIODS[of]).astype("str") for of in (guard.period, guard.period_of_others))
    periods: pd.Series[Any] = own.where(fine, others)
    return periods


def finest(day: "pd.Series[Any]", guard: ProtectionLevel) -> "pd.Series[Any]":
    """The name of each day's period, as fine as any role may see it."""
    periods: pd.Series[Any] = day.dt.to_period(PERIODS[guard.period]).astype("str")
    return periods


def sorted_grants(grants: "pd.Series[Any]") -> "pd.Series[Any]":
    """The grants of each row in one order and writing, so that a cell is found again."""
    cells = [
        ";".join(sorted({part.strip() for part in cell.split(";")})) if isinstance(cell, str) else None
        for cell in grants
    ]
    return pd.Series(cells, index=grants.index, dtype=grants.dtype)


def coarsen(
    rows: pd.DataFrame,
    column: str,
    closed: "pd.Series[bool]",
    fine: "pd.Series[bool]",
    dataset: Dataset,
    guard: ProtectionLevel,
) -> None:
    """Dates as the end of their period, and never after the day the dataset speaks of unless they were."""
    day, precision = rows[column], f"{column}_precision"
    until = pd.Timestamp(dataset.as_of)
    own, others = (
        day.dt.to_period(PERIODS[of]).dt.end_time.dt.normalize().astype(day.dtype)
        for of in (guard.period, guard.period_of_others)
    )
    ends = own.where(fine, others)
    ends = ends.mask((day <= until) & (ends > until), until)
    rows.loc[closed, column] = ends[closed]
    period_name = pd.Series(np.where(fine, guard.period, guard.period_of_others), index=rows.index).where(day.notna())
    rows.loc[closed, precision] = period_name[closed]


def long_past(
    rows: pd.DataFrame, column: str, was: "pd.Series[Any]", which: "pd.Series[bool]", dataset: Dataset
) -> None:
    """Coarsened dates of what was over for a reporting period on the day the dataset speaks of, so that it still is: a forum
    that is silent stays so."""
    latest = pd.Timestamp(dataset.as_of) - REPORTING_PERIOD
    rows.loc[which & (was <= latest) & (rows[column] > latest), column] = latest


def centred(rows: pd.DataFrame, closed: "pd.Series[bool]") -> None:
    """The governorate's fixed point for all its places, where a place had one."""
    points = {pcode: (each.label_lat, each.label_lon) for pcode, each in governorates().items()}
    pointed = closed & rows["latitude"].notna()
    for place, column in enumerate(("latitude", "longitude")):
        rows.loc[pointed, column] = [points[pcode][place] for pcode in rows.loc[pointed, "governorate"]]


def renamed(rows: pd.DataFrame, key: str, letter: str, closed: "pd.Series[bool]", cell: Iterable[str]) -> pd.DataFrame:
    """Order rows by their cells and number closed ones anew, so that neither order nor name tells which is which."""
    order = rows.assign(closed=closed).sort_values(["closed", *cell], kind="stable", na_position="last")
    open_ = set(order.loc[~order["closed"], key].astype("str"))
    free = (name for name in (f"{letter}{place:05}" for place in count(1)) if name not in open_)
    names = [next(free) if new else str(name) for name, new in zip(order[key], order["closed"], strict=True)]
    order[key], order["row"] = pd.Series(names, order.index, dtype=order[key].dtype), np.arange(1, len(order) + 1)
    return order.drop(columns="closed").reset_index(drop=True)


def governorate_name(pcode: object) -> str:
    """The governorate's name in the language in force, which a protected row is called after."""
    return geography.governorate_name(str(pcode)) if str(pcode) in governorates() else t("a place not on record")
