"""What a reader may see of a dataset: the thresholds and the exceptions of its protection."""

from dataclasses import dataclass
from math import ceil, sqrt
from typing import Any

import pandas as pd

from community_policing.quantity import Quantity, Under

PERIODS = {"quarter": "Q", "year": "Y"}  # as the configuration names them, and as pandas does


@dataclass(frozen=True)
class Guard:
    """What a reader may see.  Rows of `own_governorates` stay as recorded; rows paid by `own_grants` (grants, or donors with
    all of theirs; None = every row) are protected in full detail, by `period`, and the others as safe totals: by governorate,
    `period_of_others` and group.  Numbers of people below `threshold` are not shown."""

    threshold: int = 10
    base: int = 5
    period: str = "quarter"
    period_of_others: str = "year"
    own_governorates: tuple[str, ...] = ()
    own_grants: tuple[str, ...] | None = None
    cells: int = (
        0  # of a protected dataset: in how many cells of governorate, period, kind, grants, group and sex seats stand
    )

    @property
    def off(self) -> int:
        """By how much a total of seats may be off, in 19 of 20 cases: the standard deviation of a rounded cell, whose count
        leaves any remainder as often, is the root of (base² - 1) / 6, and 0 of an empty one."""
        return ceil(1.96 * sqrt((self.base**2 - 1) / 6 * self.cells))

    def in_detail(self, grants: "pd.Series[Any]") -> "pd.Series[bool]":
        """Flag the rows that one of the reader's own grants pays for, or all, where every row is shown in full detail."""
        if self.own_grants is None:
            return pd.Series(True, index=grants.index)
        own = set(self.own_grants)
        named = [not own.isdisjoint(part.strip() for part in str(cell).split(";")) for cell in grants]
        return pd.Series(named, index=grants.index, dtype=bool)

    def shown(self, people: Quantity) -> Quantity:
        """A number of people as this reader may see it: small ones only as small, and a small lower bound as none."""
        if people.high is not None and people.high < self.threshold:
            return Under.threshold(self.threshold)
        return Quantity(0, people.high) if 0 < people.low < self.threshold else people
