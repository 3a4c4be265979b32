"""Programme, every table of one data release, and Scope, the reader's choice from it; both frozen."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from types import MappingProxyType
from typing import Any, TypeVar

import pandas as pd

from community_policing import engine as engines
from community_policing import schema
from community_policing.load import Dataset

T = TypeVar("T")
FUNDED = ("fora", "trainings", "infrastructure")


@dataclass(frozen=True)
class Scope:
    """What the reader chose.  An empty choice means all; `as_of` None means the dataset's own date."""

    as_of: date | None = None
    governorates: tuple[str, ...] = ()
    phases: tuple[str, ...] = ()
    donors: tuple[str, ...] = ()
    established_by: tuple[str, ...] = ()

    @property
    def whole(self) -> bool:
        """Whether nothing but the date was chosen."""
        return not (self.governorates or self.phases or self.donors or self.established_by)


@dataclass(frozen=True, eq=False)
class Programme:
    """All tables of one release as the measures read them, seen through one scope.

    `frames` holds the schema's tables, with `row_id` (the key's parts joined by " · ") in each, `plan_from` in fora, and
    three link tables `fora_grants`, `trainings_grants`, `infrastructure_grants` (row_id, grant_id, donor_id): one line
    for each grant that pays for a row, so that a co-funded row can be found under each donor and still counted once.
    """

    dataset: Dataset
    frames: Mapping[str, pd.DataFrame]
    scope: Scope
    engine: str = "pandas"
    base: "Programme | None" = None
    kept: dict[str, Any] = field(default_factory=dict, repr=False)  # what `keep` made from these frames

    @classmethod
    def of(cls, dataset: Dataset, engine: str = "pandas") -> "Programme":
        """The whole programme of that dataset, at the date it opens on."""
        frames = {name: _with_row_id(name, frame.reset_index(drop=True)) for name, frame in dataset.tables.items()}
        frames["fora"] = _with_plan_from(frames["fora"], frames["phases"], dataset.as_of)
        for name in FUNDED:
            frames[f"{name}_grants"] = _links(frames[name], frames["grants"])
        return cls(dataset, MappingProxyType(frames), Scope(), engine)

    @property
    def as_of(self) -> date:
        """The date that every figure speaks of, unless it says otherwise."""
        return self.scope.as_of or self.dataset.opens_on

    def keep(self, name: str, make: Callable[[], T]) -> T:
        """What `make` makes from the frames, made once for every date they are read at."""
        if name not in self.kept:
            self.kept[name] = make()
        made: T = self.kept[name]
        return made

    @property
    def tables(self) -> engines.Tables:
        """The tables as the measures read them."""
        return self.keep("tables", lambda: engines.tables(self.frames, self.engine))

    @property
    def targets(self) -> tuple[dict[str, Any], ...]:
        """The targets of this scope, a dict a row: they are few, and asked for often."""
        return self.keep("targets", lambda: _rows_of(self.frames["targets"]))

    @property
    def phases(self) -> tuple[dict[str, Any], ...]:
        """The phases, a dict a row."""
        return self.keep("phases", lambda: _rows_of(self.frames["phases"]))

    @property
    def facts(self) -> tuple[dict[str, Any], ...]:
        """The programme's own published facts, a dict a row, in the order of the dates they speak of."""
        return self.keep("facts", lambda: _own_facts(self.frames["facts"]))

    def within(self, scope: Scope) -> "Programme":
        """The part of the whole programme inside that scope, whatever was chosen before.

        Targets are filtered too: a figure is never compared with the target of something larger.  Rows that do not say
        where, in which phase or by whom are outside any such choice.
        """
        if replace(scope, as_of=None) == replace(self.scope, as_of=None):
            return replace(self, scope=scope, base=self.whole)  # the same rows, read at another date
        frames = dict(self.whole.frames)
        for name in FUNDED:
            frames[name] = _chosen(frames[name], frames[f"{name}_grants"], scope)
            if name == "fora" and scope.established_by:
                frames[name] = frames[name][frames[name]["established_by"].isin(scope.established_by)]
            frames[f"{name}_grants"] = _links_within(frames[f"{name}_grants"], frames[name], scope)
        trainings = frames["trainings"]["training_id"]
        frames["attendance"] = frames["attendance"][frames["attendance"]["training_id"].isin(trainings)]
        frames["targets"] = _targets(frames["targets"], scope)
        return replace(self, frames=MappingProxyType(frames), scope=scope, base=self.whole, kept={})

    def possible(self, table: str) -> pd.Index:
        """Positions in the whole table of the rows that may be inside the scope: those that are, and those of which nobody
        says where they are, or, where a source published them, in which phase or by whose grant."""
        rows, links, scope = self.whole.frames[table], self.whole.frames[f"{table}_grants"], self.scope
        may, unsaid = pd.Series(True, rows.index), rows["record"] == "published"
        if scope.governorates:
            may &= rows["governorate"].isin(scope.governorates) | rows["governorate"].isna()
        if scope.phases:
            may &= rows["phase_id"].isin(scope.phases) | (unsaid & rows["phase_id"].isna())
        if scope.donors:
            paid = links.loc[links["donor_id"].isin(scope.donors), "row_id"]
            may &= rows["row_id"].isin(paid) | (unsaid & rows["grants"].isna())
        if scope.established_by and table == "fora":
            may &= rows["established_by"].isin(scope.established_by)
        kept: pd.Index = rows.index[may]
        return kept

    @property
    def whole(self) -> "Programme":
        """The programme before any scope was chosen."""
        return self.base or self

    def names(self, table: str, column: str) -> dict[str, str]:
        """The key of each row of a table -> its `column`, in file order."""
        frame = self.frames[table]
        return dict(zip(frame[schema.TABLES[table].key[0]], frame[column], strict=True))


def known(value: Any) -> bool:
    """Whether a cell holds something, in any engine: not None, and equal to itself (NaN and NaT are not)."""
    return value is not None and value is not pd.NA and bool(value == value)


def _rows_of(frame: pd.DataFrame) -> tuple[dict[str, Any], ...]:
    return tuple({str(name): cell for name, cell in row.items()} for row in frame.to_dict("records"))


def _own_facts(facts: pd.DataFrame) -> tuple[dict[str, Any], ...]:
    own = facts[(facts["scope"] == "iom") & facts["as_of"].notna()]
    return _rows_of(own.sort_values("as_of", kind="stable"))


def _with_row_id(name: str, frame: pd.DataFrame) -> pd.DataFrame:
    first, *rest = (frame[column].astype("str").fillna("") for column in schema.TABLES[name].key)
    row_id = first
    for part in rest:
        row_id = row_id + " · " + part
    return frame.assign(row_id=row_id)


def _with_plan_from(fora: pd.DataFrame, phases: pd.DataFrame, as_of: date) -> pd.DataFrame:
    """When a plan was made is not recorded: it stands from the start of its phase, else from the dataset's own date."""
    starts = (
        fora[["phase_id"]]
        .merge(phases[["phase_id", "starts_on"]], on="phase_id", how="left")["starts_on"]
        .set_axis(fora.index)
    )
    return fora.assign(plan_from=starts.fillna(pd.Timestamp(as_of)))


def _links(rows: pd.DataFrame, grants: pd.DataFrame) -> pd.DataFrame:
    links = (
        rows[["row_id", "grants"]].dropna().assign(grant_id=lambda f: f["grants"].str.split(";")).explode("grant_id")
    )
    links["grant_id"] = links["grant_id"].str.strip().astype("str")
    return links[["row_id", "grant_id"]].merge(grants[["grant_id", "donor_id"]], on="grant_id").drop_duplicates()


def _links_within(links: pd.DataFrame, rows: pd.DataFrame, scope: Scope) -> pd.DataFrame:
    if scope.donors:
        links = links[links["donor_id"].isin(scope.donors)]
    return links[links["row_id"].isin(rows["row_id"])]


def _chosen(rows: pd.DataFrame, links: pd.DataFrame, scope: Scope) -> pd.DataFrame:
    if scope.governorates:
        rows = rows[rows["governorate"].isin(scope.governorates)]
    if scope.phases:
        rows = rows[rows["phase_id"].isin(scope.phases)]
    if scope.donors:
        rows = rows[rows["row_id"].isin(links.loc[links["donor_id"].isin(scope.donors), "row_id"])]
    return rows


def _targets(targets: pd.DataFrame, scope: Scope) -> pd.DataFrame:
    if scope.donors:
        return targets.iloc[:0]
    places = targets["governorate"]
    kept = places.isin(scope.governorates) if scope.governorates else places.isna() | places.notna()
    if scope.phases:
        kept &= targets["phase_id"].isin(scope.phases)
    return targets[kept]
