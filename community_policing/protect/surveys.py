"""Protection of surveys: what was published stays; of the rest, large samples alone, coarsened, and no community by its name.

Kept are estimates of ten times the threshold or more, with the threshold or more on either side of the answer.  Percentages are
whole and samples rounded down to multiples of the threshold, so that a whole and its parts, taken from each other, leave no small
group.  Women and men are told apart where they are of events: to who knows everything by the finer period.
"""

import numpy as np
import pandas as pd

from community_policing.core.i18n import t
from community_policing.core.protection_level import ProtectionLevel
from community_policing.dataset.load import Dataset
from community_policing.protect.generalise import coarsen, governorate_name

LARGE = 10  # times the threshold
_TOLD = [
    "survey_id",
    "governorate",
    "surveyed",
    "wave",
    "question",
    "answer",
    "respondent_group",
    "sex",
    "percent",
    "n",
]


def protected_surveys(dataset: Dataset, guard: ProtectionLevel) -> dict[str, pd.DataFrame]:
    """The tables `surveys` and `estimates`; unpublished rows that stay as recorded (own governorates) keep their place before
    those that are protected, which stand in an order that says nothing."""
    if dataset.tables["surveys"].empty:
        return {}
    estimates = _estimates(dataset.tables["estimates"], guard)
    return {"surveys": _surveys(dataset, guard, estimates), "estimates": estimates}


def _estimates(rows: pd.DataFrame, guard: ProtectionLevel) -> pd.DataFrame:
    closed = (rows["record"] != "published") & ~rows["governorate"].isin(guard.own_governorates)
    kept = rows[closed & _large(rows, guard)].copy()
    if guard.own_grants is not None:
        kept = kept[kept["sex"].isna()]
    kept["percent"] = kept["percent"].round()
    kept["n"] = kept["n"] // guard.threshold * guard.threshold
    kept[["district", "interval_low", "interval_high", "note"]] = None
    kept["community"] = _numbered(kept)
    kept = kept.sort_values([*_TOLD, "community"], na_position="last", kind="stable")
    shown = pd.concat([rows[~closed], kept.astype(dict(rows.dtypes))], ignore_index=True)
    return shown.assign(row=np.arange(1, len(shown) + 1)) if closed.any() else rows


def _large(rows: pd.DataFrame, guard: ProtectionLevel) -> "pd.Series[bool]":
    """Which samples are large, and neither they who gave the answer nor the others few."""
    n = rows["n"].astype("float64").fillna(0)
    gave = (rows["percent"] / 100 * n).fillna(guard.threshold)
    return (n >= LARGE * guard.threshold) & (gave >= guard.threshold) & (n - gave >= guard.threshold)


def _numbered(rows: pd.DataFrame) -> "pd.Series[str]":
    """Each community by a number within its survey and governorate, in the order of what is shown of it."""
    of = ["survey_id", "governorate", "community"]
    lines = pd.Series(map(str, rows[_TOLD].itertuples(index=False, name=None)), rows.index, dtype="str")
    told = lines.groupby([rows[name] for name in of]).agg(lambda those: " ".join(sorted(those)))
    places = told.sort_values(kind="stable").groupby(level=of[:2]).cumcount() + 1
    numbers = rows[of].join(places.rename("number"), on=of)
    names = [
        None
        if pd.isna(number)
        else t("Community {number} in {place}", number=int(number), place=governorate_name(pcode))
        for pcode, number in zip(numbers["governorate"], numbers["number"], strict=True)
    ]
    return pd.Series(names, rows.index, dtype="str")


def _surveys(dataset: Dataset, guard: ProtectionLevel, estimates: pd.DataFrame) -> pd.DataFrame:
    """The published surveys, and the others that something is shown of, without what their authors wrote about them."""
    rows, key = dataset.tables["surveys"], ["survey_id", "wave"]
    closed = rows["record"] != "published"
    shown = set(estimates[key].itertuples(index=False, name=None))
    kept = rows.copy()
    kept.loc[closed, ["method", "population", "sampling", "carried_out_by", "note"]] = None
    kept.loc[closed, ["fieldwork_from", "fieldwork_from_precision"]] = None
    quarters = pd.Series(True, rows.index)  # for everybody: a change between waves means nothing without their order
    coarsen(kept, "fieldwork_to", closed, quarters, dataset, guard)
    kept.loc[closed, "title"] = [t("Survey of {year}", year=day.year) for day in kept.loc[closed, "fieldwork_to"]]
    few = closed & ~(rows["respondents"] >= LARGE * guard.threshold).fillna(value=False).astype(bool)
    kept.loc[few, "respondents"] = None
    kept.loc[closed & ~few, "respondents"] = kept["respondents"] // guard.threshold * guard.threshold
    named = [each in shown for each in rows[key].itertuples(index=False, name=None)]
    return kept[~closed | np.array(named, dtype=bool)].reset_index(drop=True)
