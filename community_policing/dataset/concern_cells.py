"""Concerns counted in cells of topic, governorate and stage: the one shape that figures are made from, for every reader.

Who may not see rows of concerns has such cells in their place (protect/concerns.py), coarser and rounded.
"""

from datetime import timedelta

import numpy as np
import pandas as pd

from community_policing.dataset.load import Dataset

STAGES = ("open", "open_long", "resolved", "withdrawn")
LONG_OPEN = timedelta(days=90)
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
