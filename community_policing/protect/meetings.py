"""Protection of meetings: which period a forum met in, not on which day, and its people in rounded cells.

Meetings are events that many saw: how many there were is counted exactly, as it is of trainings.  Fora of a cell are numbered in
an order that hangs on nothing but what is shown of them, the periods they met in included.
"""

import numpy as np
import pandas as pd

from community_policing.core.protection_level import ProtectionLevel
from community_policing.core.schema import TABLES
from community_policing.dataset.load import Dataset
from community_policing.protect.generalise import coarsen, finest, long_past, seen, sorted_grants
from community_policing.protect.random_rounding import Rounding

PEOPLE = [name for name in (column.name for column in TABLES["meetings"].columns) if name.endswith(("_women", "_men"))]
_CELL = ["governorate", "established_by", "finest", "grants"]
_OF_FORUM = ["forum_id", "governorate", "established_by", "phase_id", "grants"]


def dated(dataset: Dataset, guard: ProtectionLevel) -> pd.DataFrame:
    """The meetings with what is known of their forum; the protected ones (`protected`) at the end of their period."""
    rows = dataset.tables["meetings"].merge(dataset.tables["fora"][_OF_FORUM], on="forum_id", how="left")
    closed, fine = seen(rows, guard)
    rows["grants"] = sorted_grants(rows["grants"])
    rows = rows.assign(protected=closed, fine=fine, finest=finest(rows["met_on"], guard))
    was = rows["met_on"].copy()
    coarsen(rows, "met_on", closed, fine, dataset, guard)
    long_past(rows, "met_on", was, closed, dataset)
    return rows


def histories(meetings: pd.DataFrame) -> dict[str, str]:
    """What is shown of each forum's meetings, as a text: forum_id -> the days, in order."""
    days = meetings.sort_values("met_on").assign(day=meetings["met_on"].astype("str"))
    return {str(forum): " ".join(those) for forum, those in days.groupby("forum_id")["day"]}


def protected_meetings(
    meetings: pd.DataFrame, names: "pd.Series[str]", columns: list[str], rounding: Rounding
) -> pd.DataFrame:
    """The meetings of the fora as they are now called (`names`: forum_id -> its new name), those as recorded first.

    People are told where women and men may be: dealt out in units of the base, so that those of one meeting are an artefact."""
    if meetings.empty:
        return meetings[columns]
    rows = meetings.assign(forum_id=meetings["forum_id"].map(names).astype(meetings["forum_id"].dtype))
    rows = rows.sort_values(["protected", "forum_id", "met_on", "finest"], kind="stable").reset_index(drop=True)
    rows["row"] = np.arange(1, len(rows) + 1)
    on_record = rows[PEOPLE].notna().any()
    told = rows[rows["protected"] & rows["fine"] & rows[PEOPLE].notna().any(axis=1)]
    told = told.assign(cell=told.groupby([*_CELL, "phase_id"], dropna=False).ngroup())
    rows.loc[rows["protected"], PEOPLE] = None
    rows.loc[told.index, PEOPLE] = rounding.dealt("at the table", told, _CELL, told.groupby("cell")[PEOPLE].sum())
    rows.loc[rows["protected"], on_record.index[~on_record]] = None
    return rows[columns]
