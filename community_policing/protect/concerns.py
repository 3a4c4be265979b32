"""Protection of concerns: no row of them, but cells that are large enough, each concern in one of them.

A concern counts by topic, governorate and stage where its cell is large enough; else by topic and stage in the whole country;
else by stage alone; and where even that is too little, not at all.  So every number that is told, and every sum of them, counts the
least number or more, and no total is told beside them that something could be taken from.

Everything hangs on rounded numbers: a cell is told where even the smallest count that rounds so is enough.  Were it told by its
own count, the release in which it first appears would tell that count.
"""

import numpy as np
import pandas as pd

from community_policing.core.protection_level import ConcernLevel
from community_policing.dataset.concern_cells import KEY, concern_cells
from community_policing.dataset.load import Dataset
from community_policing.protect.random_rounding import Rounding

COUNTRY_ONLY = ("domestic_violence", "trafficking")  # whoever raised one may be found by place: never below the country
_LEVELS: tuple[list[str], ...] = (["topic", "governorate"], ["topic"], [])


def on_record(dataset: Dataset) -> bool:
    """Whether the dataset has rows of concerns, or such as were set aside."""
    return bool(len(dataset.tables["concerns"]) or len(dataset.set_aside["concerns"]))


def protected_cells(dataset: Dataset, level: ConcernLevel, secret: bytes) -> pd.DataFrame:
    """Count concerns as everybody but an analyst may see them, in the columns of `concern_cells`.

    What was protected before comes out as it is."""
    if dataset.concern_cells is not None:
        return dataset.concern_cells
    rest, rounding = concern_cells(dataset), Rounding(secret, level.base)
    if rest.empty:
        return rest
    rest["governorate"] = rest["governorate"].mask(rest["topic"].isin(COUNTRY_ONLY))
    told = []
    for known in _LEVELS:
        cells = _pooled(rest, known)
        lines = zip(cells[KEY].itertuples(index=False, name=None), cells["concerns"], strict=True)
        rounded = np.array([rounding(("concerns", *cell), n) for cell, n in lines], dtype=np.int64)
        enough = (rounded - level.base + 1 >= level.least) & cells[known].notna().all(axis=1)
        told.append(cells.assign(concerns=rounded)[enough])
        rest = cells[~enough]
    return pd.concat(told, ignore_index=True)


def _pooled(cells: pd.DataFrame, known: list[str]) -> pd.DataFrame:
    """The cells without what is not known of them."""
    unknown = [name for name in KEY if name not in (*known, "stage")]
    pooled = cells.assign(**{name: pd.Series(None, cells.index, "str") for name in unknown})
    sums: pd.DataFrame = pooled.groupby(KEY, dropna=False)["concerns"].sum().reset_index()
    return sums
