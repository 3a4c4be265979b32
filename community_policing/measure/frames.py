"""Frames that measures read: the tables of a dataset, each row with its id and place, and with what is known of it elsewhere."""

from datetime import date

import numpy as np
import pandas as pd

from community_policing.core import schema
from community_policing.core.districts import districts_of
from community_policing.dataset.concern_cells import rows_of_cells
from community_policing.dataset.load import Dataset

LOCATED = ("fora", "trainings", "infrastructure")  # the tables with a district of their own
FUNDED = ("fora", "trainings", "infrastructure", "meetings", "concerns")


def frames_of(dataset: Dataset, protected: bool) -> dict[str, pd.DataFrame]:
    """Return each table by its name, and for each of `FUNDED` a table of the grants that pay for its rows (see Programme)."""
    frames = {name: _with_row_id(name, frame.reset_index(drop=True)) for name, frame in dataset.tables.items()}
    frames |= {name: _with_district(frames[name], protected) for name in LOCATED}
    frames["fora"] = _with_plan_from(frames["fora"], frames["phases"], dataset.as_of)
    frames |= _forum_life(frames["fora"], frames["meetings"], frames["concerns"])
    if dataset.concern_cells is not None:
        frames["concerns"] = _of_cells(dataset, dataset.concern_cells, frames["concerns"])
    return frames | {f"{name}_grants": _links(frames[name], frames["grants"]) for name in FUNDED}


def _with_row_id(name: str, frame: pd.DataFrame) -> pd.DataFrame:
    first, *rest = (frame[column].astype("str").fillna("") for column in schema.TABLES[name].key)
    row_id = first
    for part in rest:
        row_id = row_id + " · " + part
    return frame.assign(row_id=row_id, position=np.arange(len(frame), dtype=np.int32))


def _with_district(rows: pd.DataFrame, protected: bool) -> pd.DataFrame:
    """The rows with the district of their point where none is recorded, `district_likely` where no border but only the nearest
    district says so, and `district_recorded` what the file has.  A protected view knows governorates alone: its points are
    approximate, and no district is kept in it."""
    likely = np.zeros(len(rows), dtype=bool)
    recorded = rows["district"].mask(np.full(len(rows), protected))
    district = recorded
    if not protected and "latitude" in rows:
        at = np.flatnonzero(district.isna() & rows[["governorate", "latitude", "longitude"]].notna().all(axis=1))
        latitude, longitude = (rows[name].iloc[at].to_numpy(dtype=float) for name in ("latitude", "longitude"))
        codes, likely[at] = districts_of(latitude, longitude, rows["governorate"].iloc[at].to_numpy(dtype=object))
        district = district.copy()
        district.iloc[at] = codes
    return rows.assign(district=district, district_likely=likely, district_recorded=recorded)


def with_recorded_districts(rows: pd.DataFrame) -> pd.DataFrame:
    """Rows of a frame with the districts that their file has: one that only its point gives a row is not in it."""
    return rows.assign(district=rows["district_recorded"]) if "district_recorded" in rows else rows


def _with_plan_from(fora: pd.DataFrame, phases: pd.DataFrame, as_of: date) -> pd.DataFrame:
    """When a plan was made is not recorded: it stands from the start of its phase, else from the dataset's own date."""
    starts = (
        fora[["phase_id"]]
        .merge(phases[["phase_id", "starts_on"]], on="phase_id", how="left")["starts_on"]
        .set_axis(fora.index)
    )
    return fora.assign(plan_from=starts.fillna(pd.Timestamp(as_of)))


def _forum_life(fora: pd.DataFrame, meetings: pd.DataFrame, concerns: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """Meetings and concerns with what is known of their forum, meetings with the day of the next, fora with that of the first."""
    known = fora[["forum_id", "governorate", "district", "district_likely", "phase_id", "grants", "established_by"]]
    in_order = meetings.sort_values("met_on", kind="stable").groupby("forum_id")["met_on"]
    meetings = meetings.assign(next_met_on=in_order.shift(-1)).merge(
        known.assign(closed_on=fora["closed_on"]), on="forum_id", how="left"
    )
    return {
        "fora": fora.assign(first_met_on=in_order.min().reindex(fora["forum_id"]).to_numpy()),
        "meetings": meetings,
        "concerns": concerns.merge(known, on="forum_id", how="left").assign(concerns=1),
    }


def _of_cells(dataset: Dataset, cells: pd.DataFrame, none: pd.DataFrame) -> pd.DataFrame:
    """Cells in place of the rows of concerns, in the columns of a frame that has none."""
    rows = _with_row_id("concerns", rows_of_cells(dataset, cells))
    return (
        rows.reindex(columns=none.columns)
        .assign(district_likely=False)
        .astype({name: none[name].dtype for name in ("district", "phase_id", "grants", "established_by")})
    )


def _links(rows: pd.DataFrame, grants: pd.DataFrame) -> pd.DataFrame:
    links = (
        rows[["row_id", "grants"]].dropna().assign(grant_id=lambda f: f["grants"].str.split(";")).explode("grant_id")
    )
    links["grant_id"] = links["grant_id"].str.strip().astype("str")
    return links[["row_id", "grant_id"]].merge(grants[["grant_id", "donor_id"]], on="grant_id").drop_duplicates()
