"""Rows: which events count, and what they come to, in all, by key, by keys of several dimensions, and as bounds on people.

A sum counts each row once, a share divides its sums last, and people are bounded (`people_bounds`).
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from functools import cached_property
from typing import TypeAlias

import numpy as np

from community_policing.core.indicators import Indicator
from community_policing.core.quantity import Quantity, ratio
from community_policing.measure.events import Numbers, Observations, Places, Split, events, number, rows_of
from community_policing.measure.people_bounds import LargestEvents
from community_policing.measure.programme import Programme, has_value
from community_policing.measure.scope import Flags

Key: TypeAlias = tuple[str, ...]
Gains: TypeAlias = tuple[tuple[date, float], ...]
LATEST = 8  # selections that are kept: one page asks for the same rows many times over
_DAY = np.datetime64("1970-01-01", "D")


@dataclass(frozen=True, eq=False)
class Selection:
    """What counts: an indicator's events and which of them do."""

    indicator: Indicator
    events: Observations
    mask: Flags
    programme: Programme

    @cached_property
    def places(self) -> Places:
        """The places of the events that count."""
        return np.flatnonzero(self.mask).astype(np.int32)

    @cached_property
    def lines(self) -> Places:
        """Return the places of the lines of the donors chosen, or of all; a line without a donor on record stays."""
        split, donors = self.events.splits["donor"], self.programme.scope.donors
        flags = split.of(self.mask)
        if donors:
            flags = flags & np.array([not name or name in donors for name in split.names])[split.code]
        return np.flatnonzero(flags).astype(np.int32)

    @property
    def count(self) -> int:
        """How many rows count."""
        return len(self.places) if self.events.rows is None else int(self.events.rows[self.mask].sum())

    @property
    def co_funded(self) -> frozenset[str]:
        """The donors, of those chosen or of all, who pay for some of these events together with others."""
        split = self.events.splits["donor"]
        if split.event is None:
            return frozenset()
        together = self.lines[np.bincount(split.event)[split.event[self.lines]] > 1]
        return frozenset(split.names[code] for code in np.unique(split.code[together]))

    @property
    def ids(self) -> tuple[str, ...]:
        """Their row ids, in the order of the table."""
        return tuple(self.programme.whole.rows(self.events.own, self.counted()[0])["row_id"].tolist())

    def counted(self, most: int | None = None) -> tuple[Places, Numbers]:
        """Return the places of the first `most` rows that count, in the order of the table, and their values."""
        seen = self.events
        if seen.rows is None:
            places = self.places[:most]
            return seen.position[places], seen.value[places]
        return rows_of(self.indicator, self.programme, seen, self.mask, most)

    def told_apart(self, dimensions: Sequence[str]) -> "Selection":
        """The same rows, in lines that those dimensions tell apart."""
        seen = self.events
        if all(name in seen.splits for name in dimensions):
            return self
        finer = events(self.indicator, self.programme, (*seen.grain, *dimensions))
        key, many = seen.keys(seen.grain)
        counts = np.zeros(many, dtype=bool)
        counts[key[self.mask]] = True
        return replace(self, events=finer, mask=counts[finer.keys(seen.grain)[0]])

    @property
    def sources(self) -> tuple[str, ...]:
        """The sources they name, in the order of the table."""
        named = self.programme.whole.frames[self.events.table]["source"].iloc[np.unique(self.events.at[self.mask])]
        return tuple(str(source) for source in named.unique() if has_value(source))

    def under(self, by: str, key: str) -> "Selection":
        """Those that count under one key of a dimension."""
        if by not in self.events.splits:
            return self.told_apart((by,)).under(by, key)
        split = self.events.splits[by]
        lines = split.code == (split.names.index(key) if key in split.names else -1)
        if split.event is None:
            return replace(self, mask=self.mask & lines)
        there = np.zeros(len(self.mask), dtype=bool)
        there[split.event[lines]] = True
        return replace(self, mask=self.mask & there)

    def total(self) -> Quantity | None:
        """Each row once, whatever number of keys it has."""
        totals = self.by(())
        if totals:
            return totals[()]
        return None if self.indicator.share else Quantity(0, 0)

    def by(self, dimensions: Sequence[str], equally: bool = False) -> dict[Key, Quantity]:
        """What the rows come to for each combination of keys that any of them has; a row with two donors counts under both,
        or, `equally`, in equal parts (see `shares`).  Of donors only those chosen, where some are.  People and percentages
        have no such parts: they stay what they are under each donor."""
        shared = equally and not (self.indicator.people or self.indicator.share)
        rows = self.told_apart(dimensions)
        lines = _Lines.of(rows, dimensions, shared)
        if not len(lines.event):
            return {}
        if self.indicator.people:
            return rows._shown(lines.people(rows), lines)
        return rows._shown(lines.equal(rows) if shared else lines.sums(rows), lines)

    def _shown(self, sums: dict[Key, Quantity], lines: "_Lines") -> dict[Key, Quantity]:
        """The figures as this reader may see them: a small number of people is said to be small, also where it came to 0, and
        whatever rounded numbers are part of is about so many."""
        if not self.rounded.any():
            return sums
        rounded = lines.any(self.rounded)
        return {key: self._seen(figure) if key in rounded else figure for key, figure in sums.items()}

    def _seen(self, figure: Quantity) -> Quantity:
        if self.indicator.share:
            return replace(figure, about=True)
        return self.programme.suppress(figure, self.indicator)

    @property
    def mixed(self) -> bool:
        """Whether some of the events that count hold people as recorded, and others rounded ones."""
        return bool(self.rounded.any()) and len(np.unique(self.rounded[self.mask])) > 1

    @cached_property
    def rounded(self) -> Flags:
        """Which events hold rounded numbers of people: for a reader who sees protected data all but those of own governorates; of
        concerns all, for who sees cells of them."""
        if self.indicator.table == "concerns":
            return np.full(len(self.mask), self.programme.dataset.concern_cells is not None)
        if not self.programme.protected or not self.indicator.persons:
            return np.zeros(len(self.mask), dtype=bool)
        places = self.events.splits["governorate"]
        recorded = [place for place, name in enumerate(places.names) if self.programme.as_recorded(name)]
        flags: Flags = ~np.isin(places.code, recorded)
        return flags

    def twice(self, by: str) -> dict[str, float]:
        """Of people, those whom the upper bound under a key and that under none ("") both count."""
        rows = self.told_apart((by,))
        lines = _Lines.of(rows, (by,))
        return {key: twice for (key,), twice in lines.twice(rows).items()} if len(lines.event) else {}

    def shares(self, dimensions: Sequence[str]) -> dict[Key, Fraction]:
        """Each row in as many equal parts as it has donors, and of these the parts of the donors chosen, or of all: exact
        fractions, which over any dimensions sum to the same whole: the total, where no donor was chosen."""
        rows = self.told_apart(dimensions)
        return _Lines.of(rows, dimensions, shared=True).parts(rows)

    def gains(self) -> Gains:
        """When each row that counts began to, and by how much; earliest first, rows of one day together."""
        return self.gains_by(()).get((), ())

    def gains_by(self, dimensions: Sequence[str]) -> dict[Key, Gains]:
        """The same for each combination of keys that any of them has."""
        rows = self.told_apart(dimensions)
        lines = _Lines.of(rows, dimensions)
        if not len(lines.event):
            return {}
        days = rows.events.on[lines.event].astype(np.intp)
        first, last = int(days.min()), int(days.max())
        size = (len(lines.keys), last - first + 1)
        place = lines.code * size[1] + days - first
        sums = np.bincount(place, rows.events.known[lines.event], size[0] * size[1]).reshape(size)
        seen = np.bincount(place, minlength=size[0] * size[1]).reshape(size)
        gains: dict[Key, Gains] = {}
        for code in lines.found():
            at = np.flatnonzero(seen[code])
            gains[lines.keys[code]] = tuple(zip((_DAY + first + at).tolist(), sums[code][at].tolist(), strict=True))
        return gains

    def over_time(self) -> Gains:
        """The running total on each day on which it changes, of rows that began by now, ended or not."""
        value, until = self.events.known, self.events.until
        ended = self.mask & (until <= number(self.programme.as_of)) if len(until) else np.zeros(len(value), dtype=bool)
        days = np.concatenate([self.events.on[self.mask], until[ended] if len(until) else until])
        changes = np.concatenate([value[self.mask], -value[ended]])
        if not len(days):
            return ()
        place = (days - (first := days.min())).astype(np.intp)
        points, running = np.flatnonzero(np.bincount(place)), np.cumsum(np.bincount(place, weights=changes))
        return tuple(zip((_DAY + first + points).tolist(), running[points].tolist(), strict=True))


@dataclass(frozen=True, eq=False)
class _Lines:
    """The lines that count, each with an event and the code of its combination of keys."""

    event: Places
    code: Places
    keys: tuple[Key, ...]
    payers: Places | None  # how many donors pay for the event of each line, where each counts with its part only

    @classmethod
    def of(cls, rows: Selection, dimensions: Sequence[str], shared: bool = False) -> "_Lines":
        splits = [rows.events.splits[name] for name in dimensions]
        donors = rows.events.splits.get("donor") if shared or "donor" in dimensions else None
        at = rows.places if donors is None else rows.lines
        event = at if donors is None or donors.event is None else donors.event[at]
        code = np.zeros(len(at), dtype=np.intp)
        for place, split in enumerate(splits):
            more = split.code[event] if split.event is None else split.code[at]
            code = code * len(split.names) + more if place else more.astype(np.intp)
        payers = np.bincount(donors.event)[event] if shared and donors and donors.event is not None else None
        return cls(event, code, _product(splits), payers)

    def found(self) -> Places:
        """The codes that occur, in order."""
        return np.flatnonzero(np.bincount(self.code, minlength=len(self.keys)))

    def any(self, flags: Flags) -> set[Key]:
        """The keys under which one of those events counts."""
        return {self.keys[code] for code in np.flatnonzero(np.bincount(self.code, flags[self.event], len(self.keys)))}

    def sums(self, rows: Selection) -> dict[Key, Quantity]:
        """A share divides its sums last; a sum with a row whose value nobody published is a lower bound."""
        size, share, events = len(self.keys), rows.indicator.share, rows.events
        unknown = (
            np.zeros(size) if events.complete else np.bincount(self.code, np.isnan(events.value[self.event]), size)
        )
        sums = np.bincount(self.code, events.known[self.event], size)
        wholes = np.bincount(self.code, np.nan_to_num(rows.events.whole[self.event]), size) if share else sums
        quantities: dict[Key, Quantity] = {}
        for code in self.found():
            part = float(sums[code])
            amount = (
                self._share(rows, part, float(wholes[code]))
                if share
                else Quantity(part, None if unknown[code] else part)
            )
            if amount is not None:
                quantities[self.keys[code]] = amount
        return quantities

    def _share(self, rows: Selection, part: float, whole: float) -> Quantity | None:
        """The share; None of too few people for a reader who may not see them."""
        return None if rows.indicator.persons and whole < rows.programme.threshold else ratio(part, whole)

    def equal(self, rows: Selection) -> dict[Key, Quantity]:
        """The parts as they may be read; one with a row whose value nobody published is a lower bound."""
        unknown = np.bincount(self.code, np.isnan(rows.events.value[self.event]), len(self.keys))
        open_ended = {self.keys[code] for code in np.flatnonzero(unknown)}
        return {
            key: Quantity(float(part), None if key in open_ended else float(part))
            for key, part in self.parts(rows).items()
        }

    def parts(self, rows: Selection) -> dict[Key, Fraction]:
        """What the rows come to where each is shared equally among its donors."""
        value, size = rows.events.known[self.event], len(self.keys)
        parts = [Fraction(0)] * size
        payers = np.ones(len(self.event), dtype=np.intp) if self.payers is None else self.payers
        most = int(payers.max(initial=0)) + 1
        sums = np.bincount(self.code * most + payers, value, size * most).reshape(size, most)
        for many in np.flatnonzero(sums.any(axis=0)):
            among = sums[:, many]
            parts = [part + Fraction(int(amount), int(many)) for part, amount in zip(parts, among, strict=True)]
        return {self.keys[code]: parts[code] for code in self.found()}

    def people(self, rows: Selection) -> dict[Key, Quantity]:
        """For each key, between how many and how many different people its rows can hold."""
        low, high = self._largest(rows).bounds(len(self.keys))
        return {self.keys[code]: Quantity(float(low[code]), float(high[code])) for code in self.found()}

    def twice(self, rows: Selection) -> dict[Key, float]:
        """For each key of one dimension: the people whom its upper bound counts, and that of the rows without a key too."""
        if ("",) not in self.keys:
            return {}
        twice = self._largest(rows).twice(self.keys.index(("",)), len(self.keys))
        return {self.keys[code]: float(twice[code]) for code in np.flatnonzero(twice)}

    def _largest(self, rows: Selection) -> LargestEvents:
        seen = rows.events
        assert seen.unit is not None
        return LargestEvents.of(self.code, seen.at[self.event], seen.value[self.event], seen.unit)


def select(indicator: Indicator, programme: Programme, day: date | None = None, may_be: bool = False) -> Selection:
    """What counts, or may count, in the programme's scope on its date, or on another.

    The last few are kept; where nothing is silent, what may count is what counts, and the very same Selection.
    """
    counted = programme.last(LATEST, _counted)
    return counted(indicator, programme, day or programme.as_of, may_be and _silent(indicator, programme))


def _counted(indicator: Indicator, programme: Programme, day: date, may_be: bool) -> Selection:
    observations = events(indicator, programme)
    return Selection(indicator, observations, observations.counting(programme, day, may_be), programme)


def _silent(indicator: Indicator, programme: Programme) -> bool:
    """Whether the record does not say of any row if it belongs to the choice."""
    table = "trainings" if indicator.table == "attendance" else indicator.table
    return not np.array_equal(programme.possible(table), programme.inside(table))


def select_begun(indicator: Indicator, programme: Programme) -> Selection:
    """What began in the programme's scope by its date, whether it has ended or not."""
    found = events(indicator, programme)
    return Selection(indicator, found, found.held(programme) & (found.on <= number(programme.as_of)), programme)


def _product(splits: Sequence[Split]) -> tuple[Key, ...]:
    keys: tuple[Key, ...] = ((),)
    for split in splits:
        keys = tuple((*key, name) for key in keys for name in split.names)
    return keys
