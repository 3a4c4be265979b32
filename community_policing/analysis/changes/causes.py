"""Causes of row changes: one for each row, so that rows can be grouped and what they contribute adds up.

The first that holds:

1. target revised: the row is a target's, added, changed or removed;
2. new or late report: the row was added, or was open (planned, agreed, under way) and is done or closed now.  Late where
   its day is no later than the earlier release's own as-of date, new otherwise and where no day is on record.  A line of
   attendance that was added goes by the day of its training;
3. re-coded: its governorate changed and nothing else;
4. corrected: it changed in any other way, or was removed;
5. the cause of its training, for attendance that did not change;
6. date of the data moved: the row did not change, and the earlier release counts it the same on the later date;
7. corrected: the row did not change, and one that it rests on (a grant, a phase) did.

1 to 5 are decided here, 6 and 7 where figures are compared, since they depend on the figure.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from community_policing.analysis.changes.model import CAUSES, CORRECTION, LATE, NEW, RECODED, TARGET
from community_policing.analysis.changes.rows import RowChanges
from community_policing.measure.events import Places
from community_policing.measure.programme import Programme

Codes = NDArray[np.int8]
CODE: Mapping[str, int] = {cause: code for code, cause in enumerate(CAUSES, start=1)}  # 0: the row did not change
_DAYS: Mapping[str, tuple[str, ...]] = {  # the first that is known is a row's day
    "fora": ("established_on", "planned_for"), "trainings": ("ends_on", "starts_on"),
    "infrastructure": ("completed_on", "due_on"), "facts": ("as_of",),
}  # fmt: skip
_OPEN = ("planned", "agreed", "under_way", "established")
_REACHED: Mapping[str, Mapping[str, str]] = {  # a status that follows an open one -> its day
    "fora": {"established": "established_on", "closed": "closed_on"},
    "trainings": {"completed": "ends_on"},
    "infrastructure": {"completed": "completed_on", "handed_over": "completed_on"},
}


@dataclass(frozen=True, eq=False)
class Causes:
    """Codes of the causes of a table's rows before and after, by position; `by_day`: late or new, by a row's day after."""

    rows: RowChanges
    before: Codes
    after: Codes
    by_day: Codes

    @property
    def names(self) -> tuple[NDArray[np.object_], NDArray[np.object_]]:
        """The causes of rows that changed, before and after."""
        names = np.array(["", *CAUSES], dtype=object)
        return names[self.before], names[self.after]


def causes_of(changes: Mapping[str, RowChanges], before: Programme, after: Programme) -> Mapping[str, Causes]:
    """Decide the cause of every row that changed, and of attendance whose training did."""
    found = {name: _own(rows, before, after) for name, rows in changes.items() if name != "attendance"}
    lines, trainings = changes["attendance"], found["trainings"]
    was, now = (_trainings(programme, len(at)) for programme, at in ((before, lines.later), (after, lines.earlier)))
    own = _of(lines, np.full(len(lines.changed), CODE[CORRECTION]), np.append(trainings.by_day, CODE[NEW])[now])
    inherited = [np.append(codes, 0)[at] for codes, at in ((trainings.before, was), (trainings.after, now))]
    earlier, later = (np.where(codes, codes, of) for codes, of in zip((own.before, own.after), inherited, strict=True))
    return found | {"attendance": replace(own, before=earlier, after=later)}


def _own(rows: RowChanges, before: Programme, after: Programme) -> Causes:
    """Decide the causes of a table whose rows are held in memory."""
    name, new = rows.table.name, after.whole.frames[rows.table.name]
    days = np.full(len(new), "NaT", dtype="datetime64[D]")
    for column in _DAYS.get(name, ()):
        days = np.where(np.isnat(days), new[column].to_numpy(dtype="datetime64[D]"), days)
    code = np.where(rows.only_moved, CODE[RECODED], CODE[CORRECTION])
    was, now = before.whole.frames[name].iloc[rows.changed], new.iloc[rows.later[rows.changed]]
    for status, column in _REACHED.get(name, {}).items():
        day = now[column].to_numpy(dtype="datetime64[D]")
        opened = (was["status"].isin(_OPEN) & was["status"].ne(status)).to_numpy(dtype=bool)
        code = np.where(
            opened & now["status"].eq(status).to_numpy(dtype=bool) & ~np.isnat(day), _by_day(day, before), code
        )
    found = _of(rows, code, _by_day(days, before))
    if name == "targets":
        revised = [np.where(codes, CODE[TARGET], 0) for codes in (found.before, found.after)]
        return replace(found, before=revised[0], after=revised[1])
    return found


def _of(rows: RowChanges, changed: NDArray[np.integer], by_day: Codes) -> Causes:
    was, now = np.zeros(len(rows.later), dtype=np.int8), np.zeros(len(rows.earlier), dtype=np.int8)
    was[rows.removed], was[rows.changed] = CODE[CORRECTION], changed
    now[rows.added], now[rows.later[rows.changed]] = by_day[rows.added], changed
    return Causes(rows, was, now, by_day)


def _by_day(days: NDArray[np.datetime64], before: Programme) -> Codes:
    late = days <= np.datetime64(before.dataset.as_of)  # a day that is not known is not late
    return np.where(late, CODE[LATE], CODE[NEW]).astype(np.int8)


def _trainings(programme: Programme, many: int) -> Places:
    """Return the position of the training of each line of attendance; -1 where there is none."""
    ids = pd.Index(programme.whole.frames["trainings"]["training_id"].to_numpy(dtype=object))
    scan, at = programme.dataset.scans.get("attendance"), np.full(many, -1, dtype=np.int64)
    if scan is None:
        return np.asarray(ids.get_indexer(programme.whole.frames["attendance"]["training_id"].to_numpy(dtype=object)))
    import polars as pl

    events = pl.LazyFrame({"training_id": ids.to_list()}, schema={"training_id": pl.String}).with_row_index("at")
    found = scan.lazy().select("training_id", "position").join(events, on="training_id").collect()
    at[found["position"].to_numpy()] = found["at"].to_numpy()
    return at
