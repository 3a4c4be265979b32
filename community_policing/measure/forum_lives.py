"""The life of each forum on one line: when it was set up, when it met, how long it has been silent, and when it closed."""

from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import pairwise
from typing import Any

import pandas as pd

from community_policing.core.i18n import N_, language, name_order
from community_policing.core.indicators import REPORTING_PERIOD
from community_policing.core.periods import month_number, whole_months
from community_policing.core.quantity import Quantity, Share
from community_policing.measure.names import name_of
from community_policing.measure.programme import Programme, cached_on_programme


class State(StrEnum):
    """How a forum stands, worst first: the order in which they are listed."""

    DORMANT = "dormant"
    NEVER_MET = "never_met"
    ACTIVE = "active"
    CLOSED = "closed"


STATES = {
    State.DORMANT: N_("Dormant"), State.NEVER_MET: N_("Has not met yet"),
    State.ACTIVE: N_("Active"), State.CLOSED: N_("Closed"),
}  # fmt: skip
_Met = tuple[tuple[date, ...], tuple[str, ...]]
DAYS = 64  # of which the lives of all fora are kept


@dataclass(frozen=True)
class ForumLife:
    """One forum up to the as-of date.  `pcode` is its governorate's; `meetings` are in order, a month standing for its last
    day, and `last_precision` says how finely the latest is known; `months` is how many calendar months it has lived in,
    `months_met` those of them with a meeting."""

    forum_id: str
    name: str
    pcode: str
    established_by: str
    set_up: date
    closed: date | None
    meetings: tuple[date, ...]
    state: State
    months: int
    months_met: int
    as_of: date
    last_precision: str = "day"

    @property
    def last_met(self) -> date | None:
        """The latest meeting on record; None where there is none."""
        return self.meetings[-1] if self.meetings else None

    @property
    def months_silent(self) -> int:
        """Whole months since it last met or, where it never did, since it was set up."""
        return whole_months(self.last_met or self.set_up, self.closed or self.as_of)

    @property
    def share_met(self) -> Quantity:
        """The share of its months with a meeting, in percent."""
        return Share.exactly(100 * self.months_met / self.months)

    @property
    def gaps(self) -> tuple[tuple[date, date], ...]:
        """The times, longer than a reporting period, in which it lived and did not meet: from and to."""
        days = (self.set_up, *self.meetings, self.closed or self.as_of)
        return tuple((a, b) for a, b in pairwise(days) if b - a >= REPORTING_PERIOD)


@cached_on_programme
def forum_lives(programme: Programme) -> tuple[ForumLife, ...]:
    """The fora of the scope that were set up by its as-of date, the worst first: by state, then the longest silent.

    Empty where no meeting is on record in the whole dataset, or where the reader sees protected rows: single fora are
    then not told apart."""
    if programme.protected or programme.whole.frames["meetings"].empty:
        return ()
    here: set[str] = set(*programme.columns("fora", "forum_id"))
    everywhere = programme.whole.last(DAYS, _everywhere)  # of few days: anybody may ask for any
    lives = everywhere(programme.whole, programme.as_of, language())
    return tuple(life for life in lives if life.forum_id in here)


def _everywhere(whole: Programme, as_of: date, _language: str) -> tuple[ForumLife, ...]:
    """The lives of all fora up to that day, once for all choices; also with meetings outside a choice of periods, since a forum
    that met before a period did meet."""
    fora, met = whole.frames["fora"], _meetings(whole)
    begun = fora[fora["established_on"] <= pd.Timestamp(as_of)]
    lives = [_life(row, met.get(row["forum_id"], ((), ())), as_of) for row in begun.to_dict("records")]
    return tuple(
        sorted(lives, key=lambda life: (list(State).index(life.state), -life.months_silent, name_order(life.name)))
    )


@cached_on_programme
def _meetings(whole: Programme) -> Mapping[str, _Met]:
    """Forum -> the days on which it met, in order, and how finely each is known."""
    meetings = whole.frames["meetings"]
    held = meetings[meetings["met_on"].notna()].sort_values("met_on", kind="stable")
    days = held["met_on"].to_numpy("datetime64[D]").astype(object)
    precisions = held["met_on_precision"].to_numpy(object)
    by_forum = held.groupby("forum_id").indices.items()
    return {str(forum): (tuple(days[rows]), tuple(precisions[rows])) for forum, rows in by_forum}


def _life(row: dict[Any, Any], held: _Met, as_of: date) -> ForumLife:
    set_up, closed = row["established_on"].date(), row["closed_on"]
    ended = closed.date() if pd.notna(closed) and closed.date() <= as_of else None
    count = bisect_right(held[0], as_of)
    until, met = ended or as_of, held[0][:count]
    lived = range(month_number(set_up), month_number(until) + 1)
    return ForumLife(
        row["forum_id"], name_of(row), row["governorate"], row["established_by"], set_up, ended, met,
        _state(ended, met, as_of), len(lived), len({month_number(day) for day in met}.intersection(lived)), as_of,
        held[1][count - 1] if count else "day",
    )  # fmt: skip


def _state(closed: date | None, met: tuple[date, ...], as_of: date) -> State:
    if closed:
        return State.CLOSED
    if not met:
        return State.NEVER_MET
    return State.ACTIVE if as_of - met[-1] < REPORTING_PERIOD else State.DORMANT
