"""Causes of row changes: one for each row, so that rows can be grouped and what they contribute adds up.

The first that holds:

1. target revised: the row is a target's, added, changed or removed;
2. new or late report: the row was added, or was open (planned, agreed, under way, raised) and is done or closed now, or
   says now what was spent in its quarter.  Late where
   its day is no later than the earlier release's own as-of date, new otherwise and where no day is on record.  A line of
   attendance that was added goes by the day of its training;
3. re-coded: its governorate or district changed and nothing else;
4. corrected: it changed in any other way, or was removed;
5. the cause of its training, for attendance that did not change;
6. date of the data moved: the row did not change, and the earlier release counts it the same on the later date;
7. corrected: the row did not change, and one that it rests on (a grant, a phase) did.

1 to 5 are decided here, 6 and 7 where figures are compared, since they depend on the figure.
"""

from collections.abc import Mapping
from dataclasses import replace

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from community_policing.analysis.changes.rows import Codes, RowChanges
from community_policing.core.periods import quarter_end
from community_policing.measure.events import Places
from community_policing.measure.programme import Programme

CAUSES = (
    "", "new_activity", "late_report", "correction", "place_recoded", "target_revised", "date_moved_on",
)  # fmt: skip
_, NEW, LATE, CORRECTION, RECODED, TARGET, DATE = range(len(CAUSES))  # 0: the row did not change
_DAYS: Mapping[str, tuple[str, ...]] = {  # the first that is known is a row's day
    "fora": ("established_on", "planned_for"), "trainings": ("ends_on", "starts_on"),
    "infrastructure": ("completed_on", "due_on"), "facts": ("as_of",), "surveys": ("fieldwork_to",),
    "meetings": ("met_on",), "concerns": ("raised_in",),
}  # fmt: skip
_OPEN = ("planned", "agreed", "under_way", "established", "raised", "referred")
_REACHED: Mapping[str, Mapping[str, str]] = {  # a status that follows an open one -> its day
    "fora": {"established": "established_on", "closed": "closed_on"},
    "trainings": {"completed": "ends_on"},
    "infrastructure": {"completed": "completed_on", "handed_over": "completed_on"},
    "concerns": {"resolved": "resolved_in"},
}


def causes_of(changes: Mapping[str, RowChanges], before: Programme, after: Programme) -> Mapping[str, RowChanges]:
    """Decide the cause of every row that changed, and of attendance whose training did."""
    explained = {name: _own(rows, before, after) for name, rows in changes.items() if name != "attendance"}
    rows, trainings = changes["attendance"], explained["trainings"].cause
    training = _trainings(after, rows.size)
    by_day = np.append(late_or_new("trainings", before, after), NEW)  # -1: no training
    causes = _causes(rows, CORRECTION, by_day[training])
    inherited = np.append(trainings, 0)[training]
    causes[: rows.size] = np.where(causes[: rows.size], causes[: rows.size], inherited)
    return {name: explained.get(name, replace(rows, cause=causes)) for name in changes}


def late_or_new(table: str, before: Programme, after: Programme) -> Codes:
    """Decide for each row after whether it is a late report or new, by its day; by position."""
    rows = after.whole.frames[table]
    days = np.full(len(rows), "NaT", dtype="datetime64[D]")
    for column in _DAYS.get(table, ()):
        days = np.where(np.isnat(days), rows[column].to_numpy(dtype="datetime64[D]"), days)
    return _by_day(_quarters(rows) if table == "budgets" else days, before)


def _quarters(budgets: pd.DataFrame) -> NDArray[np.datetime64]:
    """The day of a line of a budget: the last of its quarter."""
    return np.array([quarter_end(quarter) for quarter in budgets["quarter"]], dtype="datetime64[D]")


def _own(rows: RowChanges, before: Programme, after: Programme) -> RowChanges:
    """Decide the causes of a table whose rows are held in memory."""
    name = rows.table.name
    code = np.where(rows.only_moved, RECODED, CORRECTION)
    was, now = before.rows(name, rows.changed), after.rows(name, rows.number[rows.changed])
    for status, column in _REACHED.get(name, {}).items():
        day = now[column].to_numpy(dtype="datetime64[D]")
        opened = (was["status"].isin(_OPEN) & was["status"].ne(status)).to_numpy(dtype=bool)
        reached = opened & now["status"].eq(status).to_numpy(dtype=bool) & ~np.isnat(day)
        code = np.where(reached, _by_day(day, before), code)
    if name == "budgets":
        told = was["spent"].isna().to_numpy(dtype=bool) & now["spent"].notna().to_numpy(dtype=bool)
        code = np.where(told, _by_day(_quarters(now), before), code)
    causes = _causes(rows, code, late_or_new(name, before, after))
    return replace(rows, cause=np.where(causes, TARGET, 0) if name == "targets" else causes)


def _causes(rows: RowChanges, changed: NDArray[np.integer] | int, added: Codes) -> Codes:
    """Number the causes as rows are: those of changed rows in their order, those of added ones by position."""
    causes = rows.cause.copy()
    causes[rows.added], causes[rows.number[rows.removed]] = added[rows.added], CORRECTION
    causes[rows.number[rows.changed]] = changed
    return causes


def _by_day(days: NDArray[np.datetime64], before: Programme) -> Codes:
    late = days <= np.datetime64(before.dataset.as_of)  # a day that is not known is not late
    return np.where(late, LATE, NEW).astype(np.int8)


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
