"""Budgets: what a grant committed, and what was planned and spent by a date; money of one currency, never added to another's.

To date means in the quarters that are over: spending is told of whole quarters.  Nothing is divided by a result."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import pandas as pd

from community_policing.core.periods import quarter_end
from community_policing.core.quantity import Quantity
from community_policing.measure.names import name_of
from community_policing.measure.programme import Programme, cached_on_programme, has_value


@dataclass(frozen=True)
class BudgetLine:
    """One quarter of a grant; None: not on record."""

    quarter: str
    planned: float | None
    spent: float | None
    record: str
    source: str
    note: str

    @property
    def ends(self) -> date:
        """The last day of the quarter."""
        return quarter_end(self.quarter)


@dataclass(frozen=True)
class Budget:
    """A grant's money in its currency, as of a date.  `lines` are all its quarters, in order; `committed` is None where no
    amount is on record, or none that this reader may see."""

    grant_id: str
    title: str
    donor: str
    phase: str
    currency: str
    committed: float | None
    starts_on: date | None
    ends_on: date | None
    sources: tuple[str, ...]
    lines: tuple[BudgetLine, ...]
    as_of: date

    @property
    def over(self) -> tuple[BudgetLine, ...]:
        """The quarters that are over."""
        return tuple(line for line in self.lines if line.ends <= self.as_of)

    @property
    def until(self) -> date | None:
        """The last day that the sums to date hold; None where no quarter on record is over."""
        return self.over[-1].ends if self.over else None

    @property
    def planned(self) -> Quantity | None:
        """What was planned to be spent to date; at least that, where a quarter does not say; None where none does."""
        return _sum([line.planned for line in self.over])

    @property
    def spent(self) -> Quantity | None:
        """What was spent to date; at least that, where nothing is told of a quarter that is over; None where of none."""
        return _sum([line.spent for line in self.over])

    @property
    def untold(self) -> tuple[str, ...]:
        """The quarters that are over and of which nobody told what was spent."""
        return tuple(line.quarter for line in self.over if line.spent is None)

    @property
    def whole(self) -> float:
        """What bars are drawn against: what is committed, else what is planned in all quarters, else what was spent."""
        planned, spent = (sum(value or 0 for value in values) for values in
                          ([line.planned for line in self.lines], [line.spent for line in self.lines]))  # fmt: skip
        return self.committed or planned or spent

    @property
    def elapsed(self) -> float | None:
        """The share of the grant's time that has gone by, from 0 to 1; None where its start or end is not on record."""
        if self.starts_on is None or self.ends_on is None or self.ends_on < self.starts_on:
            return None
        days = (self.ends_on - self.starts_on).days + 1
        return min(max(((self.as_of - self.starts_on).days + 1) / days, 0.0), 1.0)


def asks_for_parts(programme: Programme) -> bool:
    """Whether something was chosen that a grant's money is not recorded by: all but phases and donors."""
    return not replace(programme.scope, phases=(), donors=()).whole


@cached_on_programme
def budgets(programme: Programme) -> tuple[Budget, ...]:
    """The programme's own grants of the phases and donors chosen that have a budget, in the order of their table."""
    scope, frames = programme.scope, programme.whole.frames
    if frames["budgets"].empty or asks_for_parts(programme):
        return ()
    rows = {str(grant): own for grant, own in frames["budgets"].groupby("grant_id")}
    return tuple(
        _budget(grant, rows[str(grant["grant_id"])], programme.as_of)
        for grant in frames["grants"].to_dict("records")
        if str(grant["grant_id"]) in rows
        and grant["scope"] == "iom"
        and (not scope.donors or grant["donor_id"] in scope.donors)
        and (not scope.phases or grant["phase_id"] in scope.phases)
    )


def _budget(grant: Mapping[Any, Any], rows: pd.DataFrame, as_of: date) -> Budget:
    lines = tuple(
        BudgetLine(
            str(row["quarter"]), _number(row["planned"]), _number(row["spent"]), _text(row["record"]), _text(row["source"]),
            _text(row["note"]),
        )
        for row in rows.sort_values("quarter").to_dict("records")
    )  # fmt: skip
    sources = dict.fromkeys(source for source in (_text(grant["source"]), *(line.source for line in lines)) if source)
    starts, ends = (day.date() if has_value(day) else None for day in (grant["starts_on"], grant["ends_on"]))
    return Budget(
        str(grant["grant_id"]), _text(name_of(grant, "title")), str(grant["donor_id"]), _text(grant["phase_id"]),
        str(rows["currency"].iloc[0]), _number(grant["amount"]), starts, ends, tuple(sources), lines, as_of,
    )  # fmt: skip


def _sum(values: Sequence[float | None]) -> Quantity | None:
    known = [value for value in values if value is not None]
    if not known:
        return None
    return Quantity.exactly(sum(known)) if len(known) == len(values) else Quantity.at_least(sum(known))


def _number(cell: Any) -> float | None:
    return float(cell) if has_value(cell) else None


def _text(cell: Any) -> str:
    return str(cell) if has_value(cell) else ""
