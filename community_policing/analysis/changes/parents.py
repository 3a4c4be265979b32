"""The rows that a choice keeps or leaves out (fora, trainings, works) in two releases: their places, and what changed them."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from community_policing.analysis.changes.rows import RowChanges
from community_policing.measure.events import Places
from community_policing.measure.programme import Programme
from community_policing.measure.scope import Flags, Scope

UNTOUCHED, CORRECTED, REPORTED_LATE, HAPPENED = range(4)  # causes as codes, in the order in which they are applied
_OPEN = ("planned", "agreed", "under_way", "established")
_REACHED: Mapping[str, Mapping[str, str]] = {  # table -> status that is news -> when it came about
    "fora": {"established": "established_on", "closed": "closed_on"},
    "trainings": {"completed": "ends_on"},
    "infrastructure": {"completed": "completed_on", "handed_over": "completed_on"},
}


@dataclass(frozen=True, eq=False)
class Parents:
    """The rows that a choice keeps or leaves out (fora, trainings, works), before and after: what is asked of them by every
    indicator.  `cause` is that of each row before; `code` their governorates among `names`, also of those before as they
    are after (`recoded`); `inside` and `possible` are likewise (before, before but where it is after, after)."""

    rows: RowChanges
    cause: NDArray[np.int8]
    names: tuple[str, ...]
    codes: tuple[Places, Places, Places]
    inside: tuple[Flags, Flags, Flags]
    possible: tuple[Flags, Flags, Flags]
    unit: tuple[Places, Places] | None
    told: date

    @classmethod
    def of(cls, rows: RowChanges, before: Programme, after: Programme) -> "Parents":
        """The rows of one table in the scope of the two programmes."""
        old, new = before.whole.frames[rows.table], after.whole.frames[rows.table]
        code, names = pd.factorize(pd.concat([old["governorate"], new["governorate"]], ignore_index=True))
        code = np.where(code < 0, len(names), code).astype(np.int32)
        first, last = code[: len(old)], code[len(old) :]
        there = np.where(rows.moved, last[rows.later] if len(last) else first, first)
        told = before.dataset.as_of
        return cls(
            rows, _causes(rows, old, new, told), (*map(str, names), ""), (first, there, last),
            _held(rows, before, after, "inside"), _held(rows, before, after, "possible"), _units(rows, old, new), told,
        )  # fmt: skip


def _causes(rows: RowChanges, old: pd.DataFrame, new: pd.DataFrame, told: date) -> NDArray[np.int8]:
    """The cause of each row before that is not the same after."""
    cause = np.where(rows.changed & ~rows.only_moved, CORRECTED, UNTOUCHED).astype(np.int8)
    cause[rows.removed] = CORRECTED
    at = np.flatnonzero(rows.changed)
    was, now = old["status"].iloc[at], new.iloc[rows.later[at]]
    for status, column in _REACHED[rows.table].items():
        reached = (was.isin(_OPEN).to_numpy() & (was != status).to_numpy()) & (now["status"] == status).to_numpy()
        days = now[column].to_numpy(dtype="datetime64[D]")
        dated = reached & ~np.isnat(days)
        cause[at[dated]] = np.where(days[dated] > np.datetime64(told), HAPPENED, REPORTED_LATE)
    return cause


def _held(rows: RowChanges, before: Programme, after: Programme, which: str) -> tuple[Flags, Flags, Flags]:
    """Which rows are, or may be, inside the choice: before, as they would be in their place after, and after."""
    first, last = getattr(before, which)(rows.table), getattr(after, which)(rows.table)
    if not rows.moved.any():
        return first, first, last
    elsewhere = getattr(before.choices(rows.table), which)(replace(before.scope, governorates=()))
    there = getattr(after.choices(rows.table), which)(Scope(governorates=after.scope.governorates))
    return first, np.where(rows.moved, elsewhere & there[rows.later], first), last


def _units(rows: RowChanges, old: pd.DataFrame, new: pd.DataFrame) -> tuple[Places, Places] | None:
    """Whose people an event holds: its cohort's or its own, by the same code before and after."""
    if rows.table != "trainings":
        return None
    both = pd.concat([old[["cohort", "training_id"]], new[["cohort", "training_id"]]], ignore_index=True)
    code, _ = pd.factorize(both["cohort"].fillna("\0" + both["training_id"]))
    return code[: len(old)].astype(np.int32), code[len(old) :].astype(np.int32)
