"""The tables of a release as a mapping, whole or as a scope leaves them, and their columns as arrays."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Protocol

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from community_policing.dataset.parquet import Scan
from community_policing.measure.frames import FUNDED
from community_policing.measure.records import TargetRecord
from community_policing.measure.scope import RowFilter, Scope


class Whole(Protocol):
    """What the part inside a scope asks of a whole programme."""

    @property
    def frames(self) -> Mapping[str, pd.DataFrame]:
        """All tables."""

    @property
    def targets(self) -> tuple[TargetRecord, ...]:
        """All targets, in file order."""

    def choices(self, table: str) -> RowFilter:
        """What choices ask of the rows of a table."""

    def where(self, table: str, column: str, values: Sequence[str]) -> pd.DataFrame:
        """The rows of a table whose column has one of those values."""


class WholeTables(Mapping[str, pd.DataFrame]):
    """All tables; those that stay in their file are read from it when asked for, and not kept."""

    def __init__(self, in_memory: Mapping[str, pd.DataFrame], scans: Mapping[str, Scan]) -> None:
        self._held, self._scans = in_memory, scans

    def __getitem__(self, name: str) -> pd.DataFrame:
        return self._scans[name].all() if name in self._scans else self._held[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._held)

    def __len__(self) -> int:
        return len(self._held)


class TablesInside(Mapping[str, pd.DataFrame]):
    """The tables as one scope leaves them, cut when asked for and not kept: many scopes, one set of rows."""

    def __init__(self, whole: Whole, scope: Scope) -> None:
        self._whole, self._scope = whole, scope

    def __getitem__(self, name: str) -> pd.DataFrame:
        if name == "attendance":
            return self._whole.where(name, "training_id", self["trainings"]["training_id"].tolist())
        rows = self._whole.frames[name]
        if name in FUNDED:
            return rows[self._whole.choices(name).inside(self._scope)]
        if name.endswith("_grants"):
            return _links_within(rows, self[name.removesuffix("_grants")], self._scope)
        return rows.iloc[targets_within(self._whole.targets, self._scope)] if name == "targets" else rows

    def __iter__(self) -> Iterator[str]:
        return iter(self._whole.frames)

    def __len__(self) -> int:
        return len(self._whole.frames)


def _links_within(links: pd.DataFrame, rows: pd.DataFrame, scope: Scope) -> pd.DataFrame:
    if scope.donors:
        links = links[links["donor_id"].isin(scope.donors)]
    return links[links["row_id"].isin(rows["row_id"])]


def targets_within(targets: Sequence[TargetRecord], scope: Scope) -> list[int]:
    """The places of those that are of the scope's governorates and phases; none of a donor, a period or a district."""
    if scope.donors or scope.periods or scope.districts:
        return []
    places, phases = scope.governorates, scope.phases
    return [
        place
        for place, target in enumerate(targets)
        if (not places or target.governorate in places) and (not phases or target.phase_id in phases)
    ]


def column_cells(rows: pd.DataFrame, name: str) -> NDArray[Any]:
    """A column's cells: days as they are, numbers as floats, all else as objects, with None for an empty cell."""
    column = rows[name]
    if column.dtype.kind == "M":
        return column.to_numpy()
    if column.dtype.kind in "if":
        return column.to_numpy(dtype=float, na_value=np.nan)
    code, names = pd.factorize(column)  # equal texts are one object; the last name is the one that -1 looks up
    cells: NDArray[Any] = np.array([*names, None], dtype=object)[code]
    return cells
