"""Statistical disclosure control: a dataset -> the same dataset for a reader who may not see rows, places or small groups.

One protected cube: people are counted in the finest cells that any role may see; each is rounded once (`random_rounding.py`).

- A cell's key holds the quantity, governorate, period, kind, grants (sorted), group and sex; no source, title, id or status, so
  that a release which only names things anew rounds nothing anew.
- Every role sees sums of these same rounded cells, coarsened afterwards: one national total for all of them.
- A group has a row wherever attendance is on record, also where none of it came: absent and few look alike.
- Rows of a cell look alike: names in any language, towns, days and links are gone, and its people are dealt out to its events
  in units of the base.  What a single event got is an artefact and is never shown.
- Places are the governorate's fixed point; sources and places are those of published rows (see SECURITY.md).
"""

import hashlib
import hmac
from collections.abc import Callable, Mapping
from dataclasses import replace
from itertools import product
from types import MappingProxyType

import numpy as np
import pandas as pd

from community_policing.core.i18n import SOURCE, languages, speaking, t
from community_policing.core.indicators import INDICATORS
from community_policing.core.labels import label
from community_policing.core.protection_level import ConcernLevel, ProtectionLevel
from community_policing.core.schema import NAMED_IN, PARTICIPANT_GROUPS, SEXES, SURVEY_TARGET, in_languages
from community_policing.dataset.load import SCANNED, Dataset
from community_policing.protect.attribution import published_only
from community_policing.protect.concerns import protected_cells
from community_policing.protect.generalise import (
    centred,
    coarsen,
    finest,
    governorate_name,
    period_of,
    renamed,
    seen,
    sorted_grants,
)
from community_policing.protect.meetings import PEOPLE, dated, histories, protected_meetings
from community_policing.protect.random_rounding import Rounding
from community_policing.protect.surveys import protected_surveys

_ORDER = (
    "governorate",
    "period",
    "kind",
    "phase_id",
    "grants",
    "record",
    "source",
    "scope",
    "status",
    "silent",
    "finest",
)
_EVENT = ["governorate", "finest", "kind", "grants"]  # the key of a cell of attendances, with _PEOPLE
_FORUM = ["governorate", "established_by", "finest", "grants"]  # and of members, with their sex
_PEOPLE = ["participant_group", "sex"]
_MEMBERS = {"members_women": "women", "members_men": "men"}


def protect(dataset: Dataset, guard: ProtectionLevel | ConcernLevel, secret: bytes) -> Dataset:
    """Return the dataset as a restricted reader may see it.

    The rows of `trainings`, `fora` and `infrastructure` stay as many as they are, in an order that says nothing.

    Parameters
    ----------
    dataset
        What was recorded.
    guard
        What the reader may see: thresholds, periods, own governorates and grants; or, of who sees all else as recorded, the
        least number of concerns.
    secret
        Key of the random rounding, 32 bytes or more; the same secret rounds alike in every release.

    Returns
    -------
    Dataset
        The protected tables: people rounded once in the finest cells, places at their governorate, dates at the end of
        their period.

    Raises
    ------
    ValueError
        The secret is short enough to be guessed.

    Examples
    --------
    >>> from community_policing.core.paths import DATA
    >>> from community_policing.dataset.load import load
    >>> seen = protect(load(DATA / "demonstration"), ProtectionLevel(own_grants=()), b"a secret of 32 bytes for examples")
    >>> sorted({int(seats) % 5 for seats in seen.tables["attendance"]["attendances"]}), len(seen.tables["fora"])
    ([0], 47)
    """
    if len(secret) < 32:
        raise ValueError("the secret of the rounding needs 32 bytes or more")
    with speaking(SOURCE):  # made once, for readers of every language
        return _protected(dataset, guard, secret)


def _protected(dataset: Dataset, guard: ProtectionLevel | ConcernLevel, secret: bytes) -> Dataset:
    if isinstance(guard, ConcernLevel):
        return _without_concerns(dataset, guard, secret)
    guard = replace(guard, own_grants=_owned(dataset.tables["grants"], guard))
    attributed = replace(dataset, tables={**dataset.tables, **published_only(dataset.tables, guard)})
    rounding = Rounding(secret, guard.base)
    changed, cells = _published(attributed) if dataset.basis == "facts" else _counted(attributed, guard, rounding)
    tables = {
        **attributed.tables,
        "grants": _grants(attributed, guard),
        "budgets": _budgets(attributed, guard),
        "targets": _targets(attributed, guard),
        **protected_surveys(attributed, guard),
        **changed,
    }
    return replace(
        _without_concerns(dataset, guard.concerns, secret),
        release=hmac.new(secret, f"release {dataset.release}".encode(), hashlib.sha256).hexdigest()[:12],
        tables=MappingProxyType(tables | {"concerns": dataset.tables["concerns"].iloc[:0]}),
        set_aside=MappingProxyType({name: frame.iloc[:0] for name, frame in dataset.set_aside.items()}),
        issues=(),
        scans=MappingProxyType({}),
        guard=replace(guard, cells=cells),
    )


def _without_concerns(dataset: Dataset, level: ConcernLevel, secret: bytes) -> Dataset:
    """All as recorded but for concerns: their cells in place of their rows, and no word of rows that cannot be counted."""
    none = {"concerns": dataset.tables["concerns"].iloc[:0]}
    return replace(
        dataset,
        tables=MappingProxyType({**dataset.tables, **none}),
        set_aside=MappingProxyType({**dataset.set_aside, "concerns": dataset.set_aside["concerns"].iloc[:0]}),
        issues=tuple(issue for issue in dataset.issues if issue.table != "concerns"),
        concern_cells=protected_cells(dataset, level, secret),
        concern_level=dataset.concern_level or level,
    )


def _counted(dataset: Dataset, guard: ProtectionLevel, rounding: Rounding) -> tuple[dict[str, pd.DataFrame], int]:
    """Make the tables that figures are counted from; and count the cells of attendances."""
    seats = _seats(dataset)
    trainings = _trainings(dataset, guard, seats)
    attendance, cells = _attendance(dataset, seats, trainings, rounding)
    meetings = dated(dataset, guard)
    fora = _fora(dataset, guard, rounding, histories(meetings))
    names = fora.set_index("was")["forum_id"]
    tables = {
        "trainings": trainings[dataset.tables["trainings"].columns],
        SCANNED: attendance,
        "fora": fora[dataset.tables["fora"].columns],
        "meetings": protected_meetings(meetings, names, list(dataset.tables["meetings"].columns), rounding),
        "infrastructure": _infrastructure(dataset, guard),
    }
    return tables, cells


def _published(dataset: Dataset) -> tuple[dict[str, pd.DataFrame], int]:
    """Of a dataset that counts nothing: published rows alone, without points, members and people at meetings."""
    tables = {
        name: rows[rows["record"] == "published"].reset_index(drop=True)
        for name, rows in dataset.tables.items()
        if name in ("fora", "trainings", "infrastructure", "meetings")
    }
    known = tables["meetings"]["forum_id"].isin(tables["fora"]["forum_id"])
    tables["meetings"] = tables["meetings"][known].reset_index(drop=True)
    tables["meetings"].loc[:, PEOPLE] = None
    for name in ("fora", "infrastructure"):
        centred(tables[name], pd.Series(True, index=tables[name].index))
    tables["fora"][list(_MEMBERS)] = None
    return {**tables, SCANNED: dataset.tables[SCANNED].iloc[:0]}, 0


def _trainings(dataset: Dataset, guard: ProtectionLevel, seats: pd.DataFrame) -> pd.DataFrame:
    """The protected events, with what their cells are made of, and the id that each had (`was`)."""
    rows, fora = dataset.tables["trainings"], dataset.tables["fora"]
    closed, fine = seen(rows, guard)
    protected, day = rows.copy(), rows["ends_on"].fillna(rows["starts_on"])
    known_here = rows["forum_id"].isin(fora.loc[fora["governorate"].isin(guard.own_governorates), "forum_id"])
    protected.loc[~known_here, "forum_id"] = (
        None  # also of own rows: a forum elsewhere has another name for this reader
    )
    protected.loc[closed, ["district", "place", "forum_id", "cohort", "note"]] = None
    _name(protected, closed, "title", _kind_and_place)
    protected.loc[closed, "grants"] = sorted_grants(protected.loc[closed, "grants"])
    for column in ("starts_on", "ends_on"):
        coarsen(protected, column, closed, fine, dataset, guard)
    completed = rows["status"] == "completed"
    protected.loc[closed & completed, "starts_on"] = protected.loc[closed & completed, "ends_on"]
    protected = protected.assign(
        period=period_of(day, fine, guard), finest=finest(day, guard), was=rows["training_id"], protected=closed,
        fine=fine, silent=~rows["training_id"].isin(seats["was"].unique()),
    )  # fmt: skip
    return renamed(protected, "training_id", "E", closed, _ORDER)


def _attendance(
    dataset: Dataset, seats: pd.DataFrame, trainings: pd.DataFrame, rounding: Rounding
) -> tuple[pd.DataFrame, int]:
    """Round each cell's seats and deal them out to its events with attendance on record; and count the cells."""
    columns = ["training_id", "was", "protected", "fine", "phase_id", "scope", *_EVENT]
    joined = seats.merge(trainings[columns], on="was")
    used = [
        list(filter(set(seats[name]).__contains__, words))
        for name, words in zip(_PEOPLE, (PARTICIPANT_GROUPS, SEXES), strict=True)
    ]
    dealt, cells = _dealt(joined[joined["protected"]], used, rounding)
    table = dataset.tables[SCANNED]
    rows = pd.concat([joined[~joined["protected"]], dealt], ignore_index=True)
    return rows.assign(row=np.arange(1, len(rows) + 1))[table.columns].astype(dict(table.dtypes)), cells


def _dealt(seats: pd.DataFrame, used: list[list[str]], rounding: Rounding) -> tuple[pd.DataFrame, int]:
    """The seats of closed events as their cells say; of phases and other agencies' work apart, by the same offset."""
    seats = seats.assign(cell=seats.groupby([*_EVENT, "phase_id", "scope"], dropna=False).ngroup())
    parts = pd.MultiIndex.from_tuples(list(product(*used)), names=_PEOPLE)
    counts = seats.pivot_table("attendances", "cell", _PEOPLE, "sum").reindex(columns=parts).fillna(0)
    events = seats.drop_duplicates("training_id").sort_values("training_id")
    rows = pd.DataFrame({
        "training_id": np.repeat(events["training_id"].to_numpy(), len(parts)),
        "participant_group": np.tile(parts.get_level_values(0), len(events)),
        "sex": np.tile(parts.get_level_values(1), len(events)), "displacement": "not_recorded",
        "attendances": rounding.dealt("attendances", events, _EVENT, counts).ravel(),
    })  # fmt: skip
    rows.loc[~np.repeat(events["fine"].to_numpy(dtype=bool), len(parts)), "sex"] = "not_recorded"
    by = [name for name in rows if name != "attendances"]
    return rows.groupby(by, sort=False)["attendances"].sum().reset_index(), counts.size


def _seats(dataset: Dataset) -> pd.DataFrame:
    """Read the seats by event (`was`), group, sex and displacement, from memory or from the file they stay in."""
    by = ["training_id", *_PEOPLE, "displacement"]
    large = dataset.scans.get(SCANNED)
    if large is None:
        return dataset.tables[SCANNED][[*by, "attendances"]].rename(columns={"training_id": "was"})
    import polars as pl  # only where a table is scanned

    words = [pl.col(name).cast(pl.String) for name in by]
    rows = large.lazy().select(*words, pl.col("attendances").cast(pl.Int64)).collect()
    return rows.to_pandas().rename(columns={"training_id": "was"})


def _fora(dataset: Dataset, guard: ProtectionLevel, rounding: Rounding, met: Mapping[str, str]) -> pd.DataFrame:
    """The protected fora: members by sex of those that may be seen in detail, rounded in their cells; and the id that each had
    (`was`).  `met`: what is shown of the meetings of each."""
    rows = dataset.tables["fora"]
    closed, fine = seen(rows, guard)
    protected = rows.copy()
    protected.loc[closed, ["district", "place", "last_met_on"]] = None
    _name(protected, closed, "name", _forum_and_place)
    protected.loc[closed, "grants"] = sorted_grants(protected.loc[closed, "grants"])
    for column in ("established_on", "planned_for", "closed_on"):
        coarsen(protected, column, closed, fine, dataset, guard)
    centred(protected, closed)
    protected = protected.assign(
        finest=finest(rows["established_on"], guard), protected=closed, fine=fine, was=rows["forum_id"],
        met=[met.get(forum, "") for forum in rows["forum_id"]],
    )  # fmt: skip
    order = ("governorate", "established_by", "established_on", "status", "phase_id", "grants", "closed_on", "planned_for",
             "record", "source", "finest", "met")  # fmt: skip
    protected = renamed(protected, "forum_id", "F", closed, order)
    counted_members = protected["protected"] & protected[list(_MEMBERS)].notna().all(axis=1)
    fora = protected[counted_members].assign(
        cell=protected[counted_members].groupby([*_FORUM, "phase_id", "status"], dropna=False).ngroup()
    )
    counts = fora.groupby("cell")[list(_MEMBERS)].sum().rename(columns=_MEMBERS)
    protected.loc[protected["protected"], list(_MEMBERS)] = None
    in_detail = fora["fine"].to_numpy(dtype=bool)
    protected.loc[fora.index[in_detail], list(_MEMBERS)] = rounding.dealt("members", fora, _FORUM, counts)[in_detail]
    return protected


def _infrastructure(dataset: Dataset, guard: ProtectionLevel) -> pd.DataFrame:
    rows = dataset.tables["infrastructure"]
    closed, fine = seen(rows, guard)
    kept = rows.copy()
    kept.loc[closed, ["district", "place", "note"]] = None
    kept.loc[closed & ~fine, ["cost", "currency"]] = None
    _name(kept, closed, "name", _kind_and_place)
    kept.loc[closed, "grants"] = sorted_grants(kept.loc[closed, "grants"])
    for column in ("agreed_on", "completed_on"):  # what is due is a promise to the public, and late by the day
        coarsen(kept, column, closed, fine, dataset, guard)
    centred(kept, closed)
    order = ("governorate", "kind", "status", "agreed_on", "completed_on", "due_on")
    return renamed(kept, "item_id", "W", closed, order)[rows.columns]


def _name(
    rows: pd.DataFrame, closed: "pd.Series[bool]", column: str, named: Callable[[pd.DataFrame], list[str]]
) -> None:
    """Name the closed rows anew, in every language that they may have a name in."""
    rows.loc[closed, column] = named(rows[closed])
    for code, other in zip(NAMED_IN, in_languages(column), strict=True):
        with speaking(code):
            rows.loc[closed, other] = named(rows[closed]) if code in languages() else None


def _forum_and_place(fora: pd.DataFrame) -> list[str]:
    return [t("Forum in {place}", place=governorate_name(pcode)) for pcode in fora["governorate"]]


def _kind_and_place(rows: pd.DataFrame) -> list[str]:
    """Name rows by what they are and their governorate."""
    return [
        t("{kind} in {place}", kind=label(kind), place=governorate_name(pcode))
        for kind, pcode in zip(rows["kind"], rows["governorate"], strict=True)
    ]


def _owned(grants: pd.DataFrame, guard: ProtectionLevel) -> tuple[str, ...] | None:
    """List the grants that are the reader's own: named themselves, or all of a donor that was named."""
    if guard.own_grants is None:
        return None
    own = grants["grant_id"].isin(guard.own_grants) | grants["donor_id"].isin(guard.own_grants)
    return tuple(sorted(grants.loc[own, "grant_id"].astype("str")))


def _grants(dataset: Dataset, guard: ProtectionLevel) -> pd.DataFrame:
    """Grants without what is between a donor and the programme, unless they are the reader's own or published."""
    grants = dataset.tables["grants"].copy()
    closed = (grants["record"] != "published") & ~grants["grant_id"].isin(guard.own_grants or ())
    grants.loc[closed, ["title", *in_languages("title"), "amount", "currency", "note"]] = None
    return grants


def _budgets(dataset: Dataset, guard: ProtectionLevel) -> pd.DataFrame:
    """Lines of the reader's own grants, and those published; numbered anew, so that nobody can tell how many others there are."""
    budgets = dataset.tables["budgets"]
    published = budgets["record"] == "published"
    kept = budgets.assign(note=budgets["note"].where(published, None))
    kept = kept[published | budgets["grant_id"].isin(guard.own_grants or ())].reset_index(drop=True)
    return kept.assign(row=np.arange(1, len(kept) + 1))


def _targets(dataset: Dataset, guard: ProtectionLevel) -> pd.DataFrame:
    """Targets for numbers of people from a baseline in full multiples of the base: where a target begins is what was counted
    then, and two of them, a period apart, tell how many came in between."""
    targets = dataset.tables["targets"].copy()
    people = targets["indicator"].isin([key for key, indicator in INDICATORS.items() if indicator.persons])
    closed = people & (targets["record"] != "published") & ~targets["governorate"].isin(guard.own_governorates)
    targets.loc[closed, "baseline"] = targets.loc[closed, "baseline"] // guard.base * guard.base
    # A baseline that was read off a survey may be an estimate that is withheld: what is left of it is the way to the target,
    # and where that begins is told by the first wave, if it is shown
    surveyed = targets["indicator"].str.startswith(SURVEY_TARGET) & (targets["record"] != "published")
    surveyed &= ~targets["governorate"].isin(guard.own_governorates)
    beyond = np.where(targets["target"] >= targets["baseline"], -np.inf, np.inf)
    targets["baseline"] = targets["baseline"].mask(surveyed, beyond)
    return targets
