"""Meetings as restricted readers see them: the period, the forum under another name, and people in rounded cells."""

from collections import Counter
from dataclasses import replace
from types import MappingProxyType

import numpy as np
import pandas as pd
import pytest

from community_policing.core.protection_level import ProtectionLevel
from community_policing.dataset.load import Dataset
from community_policing.protect.disclosure import protect
from community_policing.protect.meetings import PEOPLE
from tests.conftest import Build, Report, Row

SECRET = bytes(range(32))
PUBLIC, DONOR = ProtectionLevel(own_grants=()), ProtectionLevel(own_grants=("DE",))
FIELD = ProtectionLevel(5, own_governorates=("IQG15",))
MET = {  # forum -> its meetings: day, women and men of the community
    "A": [("2015-02-03", 3, 9), ("2015-02-17", 4, 8), ("2016-08-01", 2, 7)],
    "B": [("2015-03-30", 5, 5)],
    "C": [],
    "D": [("2016-01-11", 6, 6), ("2016-11-05", 1, 2)],
}


def made(build: Build, met: dict[str, list[tuple[str, int, int]]], kept: str = "D") -> Dataset:
    """Fora A, B, C of one cell, paid by Germany; and D in another governorate, paid by the US."""
    fora = [
        {"forum_id": forum, "name": f"Forum {forum}", "grants": "US" if forum == kept else "DE",
         "governorate": "IQG15" if forum == kept else "IQG08", "established_on": "2006-12-31"} for forum in met
    ]  # fmt: skip
    rows: list[Row] = [
        {"forum_id": forum, "met_on": day, "community_women": str(women), "community_men": str(men),
         "record": "programme"} for forum, days in met.items() for day, women, men in days
    ]  # fmt: skip
    return build({"fora": fora, "meetings": rows, "sources": []})


@pytest.fixture(scope="module")
def dataset(build: Build) -> Dataset:
    """MET, on record."""
    return made(build, MET)


def told(dataset: Dataset, guard: ProtectionLevel) -> Counter[tuple[str, ...]]:
    """Of each forum its governorate and the days it is said to have met on."""
    tables = protect(dataset, guard, SECRET).tables
    days = tables["meetings"].assign(day=tables["meetings"]["met_on"].astype("str")).groupby("forum_id")["day"]
    met = {forum: tuple(sorted(those)) for forum, those in days}
    fora = tables["fora"]
    assert set(met) <= set(fora["forum_id"])
    return Counter(
        (place, *met.get(forum, ())) for forum, place in zip(fora["forum_id"], fora["governorate"], strict=True)
    )


def test_each_forum_keeps_its_periods_and_no_day(dataset: Dataset) -> None:
    """The public knows years (this one up to the dataset's own day), who pays and field offices quarters; own rows stay.
    What was over three months ago on that day is never dated later: a forum that is silent is so for everybody."""
    year, silent, now = "2015-12-31", "2016-08-30", "2016-11-30"
    assert told(dataset, PUBLIC) == Counter(
        [("IQG08", year, year, silent), ("IQG08", year), ("IQG08",), ("IQG15", silent, now)]
    )
    first = "2015-03-31"
    here = [("IQG08", first, first, silent), ("IQG08", first), ("IQG08",)]
    assert told(dataset, DONOR) == Counter([*here, ("IQG15", silent, now)])
    assert told(dataset, FIELD) == Counter([*here, ("IQG15", "2016-01-11", "2016-11-05")])


def test_people_are_told_in_units_of_the_base_where_women_and_men_may_be(dataset: Dataset) -> None:
    """Germany's cells: 12 women and 22 men in the first quarter of 2015; of what others pay for, and of all to the public, none.
    What no meeting has on record stays unknown."""
    public, donor = (protect(dataset, guard, SECRET).tables["meetings"] for guard in (PUBLIC, DONOR))
    assert public[PEOPLE].isna().all(axis=None)
    fora = protect(dataset, DONOR, SECRET).tables["fora"]
    own = donor[donor["forum_id"].isin(fora.loc[fora["governorate"] == "IQG08", "forum_id"])]
    assert donor.drop(own.index)[PEOPLE].isna().all(axis=None)
    first = own[own["met_on"] == pd.Timestamp("2015-03-31")]
    women, men = (int(first[f"community_{sex}"].sum()) for sex in ("women", "men"))
    assert (women in (10, 15), men in (20, 25)) == (True, True)
    assert set(own[["community_women", "community_men"]].stack() % 5) == {0}
    assert own[PEOPLE[2:]].isna().all(axis=None)


def test_differencing_recovers_no_small_cell_of_a_table_beyond_blind_guessing(build: Build, report: Report) -> None:
    """A meeting a quarter, 1 to 9 women at each: the difference of two quarters' ends finds all on record, and of what is
    protected no more than the best constant guess."""
    days = [f"{year}-{month:02}-15" for year in range(2007, 2016) for month in (2, 5, 8, 11)]
    women = np.random.default_rng(16).integers(1, 10, len(days))
    met = {"A": [(day, int(n), 9) for day, n in zip(days, women, strict=True)]}
    whole = made(build, met)
    ends = pd.to_datetime(days) + pd.offsets.QuarterEnd(0)

    def guessed(rows: pd.DataFrame) -> int:
        sums = np.array([rows.loc[rows["met_on"] <= end, "community_women"].sum() for end in ends])
        return int((np.diff(sums, prepend=0) == women).sum())

    found, blind = guessed(protect(whole, DONOR, SECRET).tables["meetings"]), int(np.bincount(women).max())
    report(
        f"women at a table: {len(days)} of {len(days)} cells without protection, {found} with it, {blind} by guessing"
    )
    assert guessed(whole.tables["meetings"]) == len(days)
    assert found <= blind


def test_a_field_office_has_its_own_meetings_as_recorded(dataset: Dataset) -> None:
    """Day, people and source."""
    sourced = dataset.tables["meetings"].assign(source="S1")
    whole = replace(dataset, tables=MappingProxyType({**dataset.tables, "meetings": sourced}))
    rows = protect(whole, FIELD, SECRET).tables["meetings"]
    own = rows[rows["forum_id"] == "D"].drop(columns="row").reset_index(drop=True)
    pd.testing.assert_frame_equal(own, sourced[sourced["forum_id"] == "D"].drop(columns="row").reset_index(drop=True))
    assert rows[rows["forum_id"] != "D"]["source"].isna().all()


@pytest.mark.parametrize("guard", [PUBLIC, DONOR, FIELD], ids=["public", "donor", "field"])
def test_twins_come_out_the_same(dataset: Dataset, guard: ProtectionLevel, build: Build) -> None:
    """Another truth: which forum of the cell met when, on which days of the quarter (on the same side of three months
    ago), in which order of the file, and who of the cell came to which; fora have other names, but those in the reader's own
    governorate."""
    other = {
        "Q": [("2015-01-05", 5, 10)],
        "D": MET["D"],
        "P": [],
        "R": [("2016-07-20", 2, 7), ("2015-03-01", 1, 9), ("2015-01-02", 6, 3)],
    }
    one, two = (protect(each, guard, SECRET).tables for each in (dataset, made(build, other)))
    for name in ("fora", "meetings"):
        pd.testing.assert_frame_equal(one[name].sort_values("row"), two[name].sort_values("row"))


def test_a_dataset_without_meetings_numbers_its_fora_as_ever(dataset: Dataset) -> None:
    """Nothing else of it changes."""
    none = MappingProxyType({**dataset.tables, "meetings": dataset.tables["meetings"].iloc[:0]})
    tables = protect(replace(dataset, tables=none), PUBLIC, SECRET).tables
    assert tables["meetings"].empty
    assert dict(tables["meetings"].dtypes) == dict(dataset.tables["meetings"].dtypes)
    assert tables["fora"]["forum_id"].tolist() == ["F00001", "F00002", "F00003", "F00004"]
