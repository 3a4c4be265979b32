"""Scope, the reader's choice, and which rows of a table are inside it.

What a choice asks of a row is coded once for each release, so that any choice is a mask over small arrays: microseconds,
and nothing is copied, whatever the number of rows.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

import numpy as np
import pandas as pd
from numpy.typing import NDArray

Flags: TypeAlias = NDArray[np.bool_]
COLUMNS: Mapping[str, str] = {"governorates": "governorate", "phases": "phase_id", "established_by": "established_by"}


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
class Keys:
    """A column as codes: -1 where a row does not say."""

    code: NDArray[np.intp]
    names: Mapping[str, int]

    @classmethod
    def of(cls, column: pd.Series) -> "Keys":
        """The column's distinct values, in the order of their first sight."""
        code, names = pd.factorize(column)
        return cls(code.astype(np.intp), {str(name): place for place, name in enumerate(names)})

    def among(self, chosen: tuple[str, ...]) -> Flags:
        """The rows that have one of those keys."""
        flags = np.zeros(len(self.names) + 1, dtype=bool)  # the last place is the one that -1 looks up
        flags[[self.names[name] for name in chosen if name in self.names]] = True
        among: Flags = flags[self.code]
        return among


@dataclass(frozen=True, eq=False)
class RowFilter:
    """What choices ask of the rows of one table.  `paid_by` holds the rows that each donor pays for, alone or with others."""

    keys: Mapping[str, Keys]
    paid_by: Mapping[str, Flags]
    unpaid: Flags
    published: Flags

    @classmethod
    def of(cls, rows: pd.DataFrame, links: pd.DataFrame) -> "RowFilter":
        """The choices of a table, `links` naming the donors of its rows (row_id, donor_id)."""
        keys = {field: Keys.of(rows[column]) for field, column in COLUMNS.items() if column in rows}
        paid_by = {
            str(donor): rows["row_id"].isin(own["row_id"]).to_numpy(dtype=bool)
            for donor, own in links.groupby("donor_id")
        }
        unpaid, published = rows["grants"].isna(), rows["record"] == "published"
        return cls(keys, paid_by, unpaid.to_numpy(dtype=bool), published.to_numpy(dtype=bool))

    def inside(self, scope: Scope) -> Flags:
        """The rows inside the scope.  Rows that do not say where, in which phase or by whom are outside any such choice."""
        flags = np.ones(len(self.unpaid), dtype=bool)
        for field, keys in self.keys.items():
            if chosen := getattr(scope, field):
                flags &= keys.among(chosen)
        return flags & self._paid(scope) if scope.donors else flags

    def possible(self, scope: Scope) -> Flags:
        """The rows that may be inside it: those that are, and those of which nobody says where they are, or, where a source
        published them, in which phase or by whose grant."""
        flags = np.ones(len(self.unpaid), dtype=bool)
        for field, keys in self.keys.items():
            if chosen := getattr(scope, field):
                silent = keys.code < 0
                flags &= keys.among(chosen) | (silent if field == "governorates" else silent & self.published)
        return flags & (self._paid(scope) | (self.unpaid & self.published)) if scope.donors else flags

    def _paid(self, scope: Scope) -> Flags:
        flags = np.zeros(len(self.unpaid), dtype=bool)
        for donor in scope.donors:
            if donor in self.paid_by:
                flags |= self.paid_by[donor]
        return flags
