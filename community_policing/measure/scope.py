"""Scope, the reader's choice, and which rows of a table are inside it.

What a choice asks of a row is coded once for each release, so that any choice is a mask over small arrays: microseconds,
and nothing is copied, whatever the number of rows.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, TypeAlias

import numpy as np
import pandas as pd
from numpy.typing import NDArray

Flags: TypeAlias = NDArray[np.bool_]
COLUMNS: Mapping[str, str] = {
    "governorates": "governorate", "districts": "district", "phases": "phase_id", "established_by": "established_by",
}  # fmt: skip
# When a row of each table came about or, where no such day is on record, when it is to.
_DATES: Mapping[str, tuple[str, str]] = {
    "fora": ("established_on", "planned_for"), "trainings": ("ends_on", "starts_on"),
    "infrastructure": ("completed_on", "due_on"), "meetings": ("met_on", "met_on"), "concerns": ("raised_in", "raised_in"),
}  # fmt: skip


@dataclass(frozen=True)
class Scope:
    """What the reader chose.  An empty choice means all; `as_of` None means the dataset's own date.

    `periods` are years ("2016") and quarters ("2016-Q4"): rows that came about in them, or that are to.  `districts` are P-codes
    that begin with their governorate's."""

    as_of: date | None = None
    governorates: tuple[str, ...] = ()
    phases: tuple[str, ...] = ()
    donors: tuple[str, ...] = ()
    established_by: tuple[str, ...] = ()
    periods: tuple[str, ...] = ()
    districts: tuple[str, ...] = ()

    @property
    def whole(self) -> bool:
        """Whether nothing but the date was chosen."""
        return self == Scope(self.as_of)

    def at(self, pcodes: tuple[str, ...]) -> "Scope":
        """The same choice in those governorates, or in all, and of the districts chosen in those that lie there."""
        districts = tuple(code for code in self.districts if code[:5] in pcodes)
        return replace(self, governorates=pcodes, districts=districts)


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
    def of(cls, table: str, rows: pd.DataFrame, links: pd.DataFrame) -> "RowFilter":
        """The choices of a table, `links` naming the donors of its rows (row_id, donor_id)."""
        keys = {field: Keys.of(rows[column]) for field, column in COLUMNS.items() if column in rows}
        keys["periods"] = Keys.of(_quarters(rows, *_DATES[table]))
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
            if chosen := _keys(scope, field):
                flags &= keys.among(chosen)
        return flags & self._paid(scope) if scope.donors else flags

    def possible(self, scope: Scope) -> Flags:
        """The rows that may be inside it: those that are, and those of which nobody says where they are, in the governorate or
        at all, when in the year they came about, or, where a source published them, in which phase or by whose grant."""
        flags = np.ones(len(self.unpaid), dtype=bool)
        for field, keys in self.keys.items():
            if chosen := _keys(scope, field):
                silent = keys.code < 0
                if field == "periods":
                    silent = silent | keys.among(tuple(period[:4] for period in chosen))
                if field == "districts":
                    homes = self.keys["governorates"]
                    silent = silent & ((homes.code < 0) | homes.among(tuple(code[:5] for code in chosen)))
                flags &= keys.among(chosen) | (
                    silent & self.published if field in ("phases", "established_by") else silent
                )
        return flags & (self._paid(scope) | (self.unpaid & self.published)) if scope.donors else flags

    def _paid(self, scope: Scope) -> Flags:
        flags = np.zeros(len(self.unpaid), dtype=bool)
        for donor in scope.donors:
            if donor in self.paid_by:
                flags |= self.paid_by[donor]
        return flags


def _of_year(year: str) -> tuple[str, ...]:
    """The quarters of a year, by their keys: "2016-Q1" to "2016-Q4"."""
    return tuple(f"{year}-Q{quarter}" for quarter in range(1, 5))


def _keys(scope: Scope, field: str) -> tuple[str, ...]:
    """The keys that a choice lets in: of periods the quarters of a year with it, and a year all of whose quarters are chosen."""
    chosen: tuple[str, ...] = getattr(scope, field)
    if field != "periods" or not chosen:
        return chosen
    within = {key for period in chosen for key in (period, *(_of_year(period) if len(period) == 4 else ()))}
    return tuple(sorted(within | {key[:4] for key in within if within.issuperset(_of_year(key[:4]))}))


def _quarters(rows: pd.DataFrame, happened: str, due: str) -> "pd.Series[Any]":
    """The quarter of each row ("2016-Q4"); its year, where no more of its date is on record."""
    known = rows[happened].notna()
    day = rows[happened].where(known, rows[due])
    precision = rows[f"{happened}_precision"].where(known, rows[f"{due}_precision"])
    year, part = day.dt.strftime("%Y"), day.dt.quarter.astype("Int8").astype("str")
    quarters: pd.Series[Any] = year.where(precision.eq("year") | day.isna(), year + "-Q" + part)
    return quarters
