"""Dataset -> the same dataset as a reader may see it who may not see rows, places or small groups of people.

Protection happens once for each release, at the finest cells that this reader may ever see, and never when answering: hiding
or rounding answers was broken completely by combining filters, sums of cells protected once were not (see SECURITY.md).
Everything above runs on the protected dataset unchanged.

- **People** (attendances, members) are counted in cells; each cell is rounded to a multiple of `base`, up or down at random
  without bias, by a key nobody has: equal counts of a cell round equally in every release and at every date.  All cells, not
  the small ones alone: what a large cell gained between two releases may be few people.
- **Rows of a cell look alike**: names, towns, dates within a quarter, cohorts and links are gone, and its people are spread
  evenly over its events, so that no choice, date or order tells one event of a cell from another.
- **Places**: a governorate's fixed point, never one of a forum or a station.
"""

import hashlib
import hmac
from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import ceil, sqrt
from types import MappingProxyType
from typing import Any

import numpy as np
import pandas as pd

from community_policing.alike import centred, coarsen, period_of, place_name, renamed
from community_policing.guard import Guard
from community_policing.indicators import INDICATORS
from community_policing.load import SCANNED, Dataset
from community_policing.text import t
from community_policing.theme import label

_FINE = ("governorate", "period", "kind", "phase_id", "grants", "record", "source", "scope", "status")
_PEOPLE = ("participant_group", "sex")


def protect(dataset: Dataset, guard: Guard, secret: bytes) -> Dataset:
    """The dataset as that reader may see it; ValueError for a secret that could be guessed.

    The rows of `trainings`, `fora` and `infrastructure` stay as many as they are, in an order that says nothing."""
    if len(secret) < 32:
        raise ValueError("the secret of the rounding needs 32 bytes or more")
    guard = replace(guard, own_grants=_owned(dataset.tables["grants"], guard))
    changed = (
        _published(dataset) if dataset.basis == "facts" else _counted(dataset, guard, _Rounding(secret, guard.base))
    )
    return replace(
        dataset,
        tables=MappingProxyType(
            {**dataset.tables, "grants": _grants(dataset, guard), "targets": _targets(dataset, guard), **changed}
        ),
        set_aside=MappingProxyType({name: frame.iloc[:0] for name, frame in dataset.set_aside.items()}),
        issues=(),
        scans=MappingProxyType({}),
        guard=guard,
    )


def _counted(dataset: Dataset, guard: Guard, rounding: "_Rounding") -> dict[str, pd.DataFrame]:
    """The tables that figures are counted from."""
    trainings = _trainings(dataset, guard)
    return {
        "trainings": trainings.frame,
        "attendance": _attendance(dataset, trainings, guard, rounding),
        "fora": _fora(dataset, guard, rounding),
        "infrastructure": _infrastructure(dataset, guard),
    }


def _published(dataset: Dataset) -> dict[str, pd.DataFrame]:
    """Of a dataset that shows what was published, and counts nothing: no points, and nothing anybody could count of people."""
    fora, works = dataset.tables["fora"].copy(), dataset.tables["infrastructure"].copy()
    for rows in (fora, works):
        centred(rows, pd.Series(True, index=rows.index))
    fora[["members_women", "members_men"]] = None
    return {"fora": fora, "infrastructure": works, SCANNED: dataset.tables[SCANNED].iloc[:0]}


class _Rounding:
    """Unbiased random rounding to a base, fixed by cell and count."""

    def __init__(self, secret: bytes, base: int) -> None:
        self._secret, self._base = secret, base

    def __call__(self, cell: Sequence[object], count: int) -> int:
        low, over = divmod(count, self._base)
        return (low + (self._chance(cell, count) < over / self._base)) * self._base

    def _chance(self, cell: Sequence[object], count: int) -> float:
        said = "\x1f".join(str(part) for part in (*cell, count)).encode()
        return int.from_bytes(hmac.digest(self._secret, said, hashlib.sha256)[:7], "big") / 2**56


@dataclass(frozen=True, eq=False)
class _Trainings:
    """The protected events, and for each recorded one its cell, its new id, and whether it stays as recorded."""

    frame: pd.DataFrame
    cells: pd.DataFrame


def _trainings(dataset: Dataset, guard: Guard) -> _Trainings:
    rows = dataset.tables["trainings"]
    raw, fine = _seen(rows, guard)
    period = period_of(rows["ends_on"].fillna(rows["starts_on"]), fine, guard)
    kept = rows.copy()
    closed, fora = ~raw, dataset.tables["fora"]
    known_here = rows["forum_id"].isin(fora.loc[fora["governorate"].isin(guard.own_governorates), "forum_id"])
    kept.loc[~known_here, "forum_id"] = None  # also of own rows: a forum elsewhere has another name for this reader
    kept.loc[closed, ["place", "forum_id", "cohort", "note"]] = None
    kept.loc[closed, "title"] = [
        t("{kind} in {place}", kind=label(kind), place=place_name(pcode))
        for kind, pcode in zip(kept.loc[closed, "kind"], kept.loc[closed, "governorate"], strict=True)
    ]
    for column in ("starts_on", "ends_on"):
        coarsen(kept, column, closed, fine, dataset, guard)
    held = rows["status"] == "completed"
    kept.loc[closed & held, "starts_on"] = kept.loc[closed & held, "ends_on"]
    kept = kept.assign(period=period, was=rows["training_id"], raw=raw, fine=fine)
    kept = renamed(kept, "training_id", "E", closed, _FINE)
    cells = kept[["was", "training_id", "raw", *_FINE]]
    return _Trainings(kept.drop(columns=["period", "was", "raw", "fine"]), cells)


def _attendance(dataset: Dataset, trainings: _Trainings, guard: Guard, rounding: _Rounding) -> pd.DataFrame:
    """Each cell's seats, rounded and spread evenly over its events that have attendance on record."""
    seats = _seats(dataset)
    joined = seats.merge(trainings.cells, left_on="training_id", right_on="was", suffixes=("_was", ""))
    open_ = joined[joined["raw"]]
    closed = joined[~joined["raw"]]
    closed = closed.assign(sex=closed["sex"].where(_held(closed["grants"], guard), "not_recorded"))
    spread = _spread(closed, rounding)
    columns = list(dataset.tables["attendance"].columns)
    rows = pd.concat([open_, spread], ignore_index=True)
    rows = rows.assign(row=np.arange(1, len(rows) + 1))
    return rows[columns].astype(dict(dataset.tables["attendance"].dtypes))


def _spread(closed: pd.DataFrame, rounding: _Rounding) -> pd.DataFrame:
    made: list[tuple[Any, ...]] = []
    by = [*_FINE, *_PEOPLE]
    events = {cell: sorted(set(ids)) for cell, ids in closed.groupby(list(_FINE), dropna=False)["training_id"]}
    sums: dict[Any, int] = closed.groupby(by, dropna=False, sort=True)["attendances"].sum().to_dict()
    for cell, seats in sums.items():
        told, among = _told(cell), events[cell[: len(_FINE)]]
        each, more = divmod(rounding(told, int(seats)), len(among))
        made += [
            (event, *cell[len(_FINE) :], "not_recorded", each + (place < more)) for place, event in enumerate(among)
        ]
    return pd.DataFrame(made, columns=["training_id", *_PEOPLE, "displacement", "attendances"])


def _told(cell: Any) -> tuple[object, ...]:
    """The parts of a cell's key, with "" for what is not known."""
    return tuple("" if pd.isna(part) else part for part in cell)


def _seats(dataset: Dataset) -> pd.DataFrame:
    """Seats by event, group and sex, and for raw rows by displacement, from memory or from the file they stay in."""
    by = ["training_id", "participant_group", "sex", "displacement"]
    large = dataset.scans.get(SCANNED)
    if large is None:
        return dataset.tables[SCANNED][[*by, "attendances"]]
    import polars as pl  # only where a table is scanned

    words = [pl.col(name).cast(pl.String) for name in by]
    found: pd.DataFrame = large.lazy().select(*words, pl.col("attendances").cast(pl.Int64)).collect().to_pandas()
    return found


def _fora(dataset: Dataset, guard: Guard, rounding: _Rounding) -> pd.DataFrame:
    rows = dataset.tables["fora"]
    raw, _ = _seen(rows, guard)
    closed, kept = ~raw, rows.copy()
    kept.loc[closed, ["place", "last_met_on"]] = None
    kept.loc[closed, "name"] = [
        t("Forum in {place}", place=place_name(pcode)) for pcode in kept.loc[closed, "governorate"]
    ]
    for column in ("established_on", "planned_for", "closed_on"):
        coarsen(kept, column, closed, closed, dataset, guard)
    centred(kept, closed)
    kept["period"] = period_of(
        rows["established_on"], closed, guard
    )  # a date ends with its release, and would round anew
    cell = ["governorate", "established_by", "period", "status", "phase_id", "grants"]
    for column in ("members_women", "members_men"):
        _even(kept, rows, column, cell, closed, rounding)
    order = (*cell, "closed_on", "planned_for")
    return renamed(kept, "forum_id", "F", closed, order).drop(columns="period")


def _even(
    kept: pd.DataFrame, rows: pd.DataFrame, column: str, cell: list[str], closed: "pd.Series[bool]", rounding: _Rounding
) -> None:
    """A count of people of each cell, rounded and spread over the rows where it is known."""
    known = closed & rows[column].notna()
    for key, group in kept[known].groupby(cell, dropna=False, sort=True):
        told = (column, *_told(key))
        each, more = divmod(rounding(told, int(rows.loc[group.index, column].sum())), len(group))
        kept.loc[group.index, column] = [each + (place < more) for place in range(len(group))]


def _infrastructure(dataset: Dataset, guard: Guard) -> pd.DataFrame:
    rows = dataset.tables["infrastructure"]
    raw, fine = _seen(rows, guard)
    closed, kept = ~raw, rows.copy()
    kept.loc[closed, ["place", "note"]] = None
    kept.loc[closed & ~fine, ["cost", "currency"]] = None
    kept.loc[closed, "name"] = [
        t("{kind} in {place}", kind=label(kind), place=place_name(pcode))
        for kind, pcode in zip(kept.loc[closed, "kind"], kept.loc[closed, "governorate"], strict=True)
    ]
    for column in ("agreed_on", "completed_on"):  # what is due is a promise to the public, and late by the day
        coarsen(kept, column, closed, closed, dataset, guard)
    centred(kept, closed)
    return renamed(
        kept, "item_id", "W", closed, ("governorate", "kind", "status", "agreed_on", "completed_on", "due_on")
    )


def _owned(grants: pd.DataFrame, guard: Guard) -> tuple[str, ...] | None:
    """The grants that are the reader's own: named themselves, or all of a donor that was named."""
    if guard.own_grants is None:
        return None
    own = grants["grant_id"].isin(guard.own_grants) | grants["donor_id"].isin(guard.own_grants)
    return tuple(sorted(grants.loc[own, "grant_id"].astype("str")))


def _grants(dataset: Dataset, guard: Guard) -> pd.DataFrame:
    """Grants without what is between a donor and the programme, unless they are the reader's own or published."""
    kept = dataset.tables["grants"].copy()
    closed = (kept["record"] != "published") & ~kept["grant_id"].isin(guard.own_grants or ())
    kept.loc[closed, ["title", "amount", "currency", "note"]] = None
    return kept


def _targets(dataset: Dataset, guard: Guard) -> pd.DataFrame:
    """Targets for numbers of people from a baseline in full multiples of the base: where a target begins is what was counted
    then, and two of them, a period apart, tell how many came in between."""
    kept = dataset.tables["targets"].copy()
    people = kept["indicator"].isin([key for key, indicator in INDICATORS.items() if indicator.persons])
    closed = people & (kept["record"] != "published") & ~kept["governorate"].isin(guard.own_governorates)
    kept.loc[closed, "baseline"] = kept.loc[closed, "baseline"] // guard.base * guard.base
    return kept


def _held(grants: "pd.Series[Any]", guard: Guard) -> "pd.Series[bool]":
    """Which rows one of the reader's own grants pays for."""
    if guard.own_grants is None:
        return pd.Series(True, index=grants.index)
    own = set(guard.own_grants)
    named = [str(cell).split(";") if isinstance(cell, str) else () for cell in grants]
    return pd.Series([any(each.strip() in own for each in cell) for cell in named], index=grants.index, dtype=bool)


def _seen(rows: pd.DataFrame, guard: Guard) -> "tuple[pd.Series[bool], pd.Series[bool]]":
    """Which rows stay as recorded, and which of the others are shown in full detail."""
    raw = rows["governorate"].isin(guard.own_governorates)
    return raw, _held(rows["grants"], guard)


def cost(dataset: Dataset) -> tuple[int, int]:
    """Of a protected dataset: how many cells its seats were rounded in, and by how much their total may be off, in 19 of 20
    cases.  One cell is off by half its base at the most, as a standard deviation; cells are independent."""
    if dataset.guard is None:
        return 0, 0
    events = dataset.tables["trainings"]
    seats = dataset.tables["attendance"].merge(
        events[["training_id", *(name for name in _FINE if name != "period")]].assign(
            period=events["ends_on"].fillna(events["starts_on"])
        ),
        on="training_id",
    )
    closed = seats[~seats["governorate"].isin(dataset.guard.own_governorates)]
    cells = int(closed.groupby([*_FINE, *_PEOPLE], dropna=False).ngroups) if len(closed) else 0
    return cells, ceil(1.96 * dataset.guard.base / 2 * sqrt(cells))
