"""Concerns counted in cells of topic, governorate and stage: the one shape that figures are made from, for every reader.

Who may not see rows of concerns has such cells in their place (protect/concerns.py), coarser and rounded.
"""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from community_policing.core.indicators import LONG_OPEN
from community_policing.dataset.load import Dataset

STAGES = ("open", "open_long", "resolved", "withdrawn")
_STATUS: Mapping[str, str] = {"open": "raised", "open_long": "raised", "resolved": "resolved", "withdrawn": "withdrawn"}
KEY = ["topic", "governorate", "stage"]


def concern_cells(dataset: Dataset) -> pd.DataFrame:
    """Count the concerns that were raised by the dataset's own date, at the stage where they stood on it.

    Parameters
    ----------
    dataset
        What was recorded, or what a reader may see of it.

    Returns
    -------
    pd.DataFrame
        A row a cell: `topic`, `governorate`, `stage` (one of STAGES), `concerns` (their number).  No two rows count the same
        concern.  Protected cells are multiples of the base of the rounding, about true, and none where there were few;
        where `governorate`, or `topic` as well, is missing, they count what is too little to be told apart by it.
    """
    return _exact(dataset) if dataset.concern_cells is None else dataset.concern_cells


def _exact(dataset: Dataset) -> pd.DataFrame:
    rows, fora = dataset.tables["concerns"], dataset.tables["fora"]
    day = pd.Timestamp(dataset.as_of)
    places = fora.set_index("forum_id")["governorate"]
    staged = pd.DataFrame(
        {"topic": rows["topic"], "governorate": rows["forum_id"].map(places), "stage": _stages(rows, day)}, dtype="str"
    )
    raised = staged[(rows["raised_in"] <= day).to_numpy(dtype=bool)]
    return raised.groupby(KEY, dropna=False).size().rename("concerns").reset_index()


def _stages(rows: pd.DataFrame, day: pd.Timestamp) -> pd.Series:
    """At which stage each concern stood on that day; a month stands for its last day."""
    resolved = rows["status"].eq("resolved") & ~(rows["resolved_in"] > day)
    conditions = [resolved, rows["status"].eq("withdrawn"), day - rows["raised_in"] >= LONG_OPEN]
    masks = [mask.to_numpy(dtype=bool) for mask in conditions]
    return pd.Series(np.select(masks, ["resolved", "withdrawn", "open_long"], "open"), index=rows.index, dtype="str")


def rows_of_cells(dataset: Dataset, cells: pd.DataFrame) -> pd.DataFrame:
    """The cells in the columns of `concerns`, with `governorate` and `concerns` (how many each holds).

    Their stage is known for the dataset's own date alone: the days are such that each counts there as what it is."""
    table, day = dataset.tables["concerns"], pd.Timestamp(dataset.as_of)
    stage, long_ago = cells["stage"], cells["stage"].eq("open_long")
    rows = cells[["topic", "governorate", "concerns"]].assign(
        concern_id=cells["topic"].fillna("") + " · " + cells["governorate"].fillna("") + " · " + stage,
        raised_in=pd.Series(day, cells.index).mask(long_ago, day - LONG_OPEN),
        status=stage.map(_STATUS), resolved_in=pd.Series(day, cells.index).where(stage.eq("resolved")),
    )  # fmt: skip
    typed = rows.reindex(columns=table.columns).assign(row=range(1, len(rows) + 1)).astype(dict(table.dtypes))
    return typed.assign(governorate=rows["governorate"].astype("str"), concerns=rows["concerns"].astype("int64"))
