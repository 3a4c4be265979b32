"""An indicator's events of two releases side by side, and the states between them: one cause after another is applied.

Each state is a set of events, and what it comes to is reckoned where every figure is (counts.Rows), so that no table is
built anew: the events of either release are collected already.  An event counts as it was until its cause is applied, and
as it is from then on.  Its cause:

- its place is another and nothing else: place re-coded (and first, where more than its place changed);
- its row is new: new activity, where it counts from a day after the earlier release's own as-of date, else late report; a
  plan goes by the day it is for, since the day on which it was made is not on record;
- its row is in both, and was open (planned, agreed, under way) and is done or closed by now: the same, by that day.  The
  record is brought up to date, and nothing that it said was wrong;
- anything else (a row or one it rests on changed or removed): correction.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from community_policing.analysis.changes.model import CORRECTION, DATE, LATE, NEW, RECODED, State
from community_policing.analysis.changes.parents import CORRECTED, HAPPENED, REPORTED_LATE, UNTOUCHED, Parents
from community_policing.analysis.changes.rows import RowChanges
from community_policing.core.indicators import Indicator
from community_policing.core.quantity import NOTHING, Quantity
from community_policing.measure.aggregate import Rows
from community_policing.measure.events import NEVER, Events, Places, Split, events, number
from community_policing.measure.programme import Programme
from community_policing.measure.scope import Flags

_APPLIED = (CORRECTION, LATE, NEW)
_PLANNED_FOR: Mapping[str, str] = {"fora_planned": "planned_for", "events_planned": "starts_on"}
_SILENT = "events_without_attendance"  # such an event ceases to count when somebody reports who came


@dataclass(frozen=True, eq=False)
class Between:
    """The events before (as they were, then those in another place as they would be there) and those after that are not
    the same, in one row; and what decides which of them stand in each state."""

    indicator: Indicator
    merged: Events
    programme: Programme
    parent: Places  # the row of each line, the same before and after
    early: tuple[Flags, Flags]  # the lines before that count on the day before; or may
    late: tuple[Flags, Flags]  # all lines, on the day after
    version: NDArray[np.int8]  # 0 as it was, 1 as it was but where it is now, 2 as it is
    moved: Flags  # lines before whose place is another
    cause: NDArray[np.int8]

    def masks(self, may_be: bool) -> list[tuple[str, Flags]]:
        """Which lines stand before, and once each cause has been applied; a cause that changes nothing is left out."""
        late, was = self.late[may_be], self.version == 0
        states = [("", self.early[may_be]), (DATE, late & was)]
        placed = (was & ~self.moved) | (self.version == 1)
        states.append((RECODED, late & placed))
        for code, cause in enumerate(_APPLIED, start=CORRECTED):
            stays = (self.cause == UNTOUCHED) | (self.cause > code)
            states.append((cause, late & np.where(self.version == 2, self.cause <= code, placed & stays)))
        kept = states[:1]
        for cause, mask in states[1:]:
            if not np.array_equal(mask, kept[-1][1]):
                kept.append((cause, mask))
        return kept

    def states(self, by: str = "") -> list[State]:
        """What the events come to before, and once each cause has been applied; `by` governorate where that is asked.

        In a choice the upper bound holds what may belong to it, as measure has it."""
        inside = dict(self.masks(False))
        plain = self.programme.scope.whole or self.indicator.share
        possible = inside if plain else dict(self.masks(True))
        at, most, made = inside[""], possible[""], list[State]()
        for cause in ("", DATE, RECODED, *_APPLIED):
            if cause in inside or cause in possible:
                last, at, most = at | most, inside.get(cause, at), possible.get(cause, most)
                made.append(self._state(cause, at, at if plain else most, last, made[-1] if made else None, by))
        return made

    def _state(self, cause: str, at: Flags, most: Flags, last: Flags, before: State | None, by: str) -> State:
        value, places = self._rows(at).total(), self._by(at, by)
        if most is not at:
            value = Quantity((value or NOTHING).low, (self._rows(most).total() or NOTHING).high)
            places = {key: Quantity(places.get(key, NOTHING).low, q.high) for key, q in self._by(most, by).items()}
        rows_at = {
            place: self._touched(last, at | most, place)
            for place in (before.places.keys() | places.keys() if before else ())
            if before and before.places.get(place) != places.get(place)
        }
        return State(cause, value, self._touched(last, at | most), places, rows_at)

    def _rows(self, mask: Flags) -> Rows:
        return Rows(self.indicator, self.merged, mask, self.programme)

    def _by(self, mask: Flags, by: str) -> Mapping[str, Quantity]:
        return {key: part for (key,), part in self._rows(mask).by((by,)).items()} if by else {}

    def _touched(self, a: Flags, b: Flags, place: str | None = None) -> int:
        """How many rows of the record (a training, not each line of its attendance) bring something else in the two states;
        of those in one place, where one is named."""
        lines = np.flatnonzero(a != b)
        if place is not None:
            split = self.merged.splits["governorate"]
            lines = lines[split.code[lines] == split.names.index(place)]
        parents, which = np.unique(self.parent[lines], return_inverse=True)
        sign = np.where(b[lines], 1.0, -1.0)
        nets = [
            np.bincount(which, sign * part, len(parents))
            for part in (
                np.nan_to_num(self.merged.value[lines]),
                np.nan_to_num(self.merged.whole[lines]),
                np.isnan(self.merged.value[lines]).astype(float),
            )
        ]
        return int(np.any(nets, axis=0).sum()) or len(parents)


def between(
    indicator: Indicator, before: Programme, after: Programme, own: RowChanges, parents: Parents
) -> Between | None:
    """The two releases' events side by side; None where nothing is different, whatever the date."""
    old, new = events(indicator, before), events(indicator, after)
    there, cause_old, cause_new = _paired(indicator, old, new, own, parents, after)
    moved = parents.rows.moved[old.at]
    if before.as_of == after.as_of and not (cause_old.any() or cause_new.any() or moved.any()):
        return None
    hop, come = np.flatnonzero(moved), np.flatnonzero(cause_new)
    version = np.repeat(np.array([0, 1, 2], dtype=np.int8), [len(old.at), len(hop), len(come)])
    days, held = (number(before.as_of), number(after.as_of)), (parents.inside, parents.possible)
    stands = [_counts(old, day) for day in days]
    comes = _counts(new, days[1])[come]
    late = [
        np.concatenate([stands[1] & f[0][old.at], (stands[1] & f[1][old.at])[hop], comes & f[2][new.at[come]]])
        for f in held
    ]
    early = [np.zeros(len(version), dtype=bool) for _ in held]
    for flags, f in zip(early, held, strict=True):
        flags[: len(old.at)] = stands[0] & f[0][old.at]
    merged, parent = _merged(indicator, old, new, hop, come, parents, there)
    return Between(
        indicator, merged, after, parent, (early[0], early[1]), (late[0], late[1]), version,
        np.concatenate([moved, np.zeros(len(hop) + len(come), dtype=bool)]),
        np.concatenate([cause_old, cause_old[hop], cause_new[come]]),
    )  # fmt: skip


def _counts(found: Events, day: int) -> Flags:
    flags: Flags = found.on <= day
    return flags & (found.until > day) if len(found.until) else flags


def _paired(
    indicator: Indicator, old: Events, new: Events, own: RowChanges, parents: Parents, after: Programme
) -> tuple[Places, NDArray[np.int8], NDArray[np.int8]]:
    """For each parent after its place before (else one of its own beyond them), and the causes of both sides' events."""
    many = len(parents.rows.later)
    there = np.where(parents.rows.earlier < 0, many + np.arange(len(parents.rows.earlier)), parents.rows.earlier)
    place = np.full(len(own.earlier), -1, dtype=np.int32)
    place[new.position] = np.arange(len(new.position), dtype=np.int32)
    goes = own.later[old.position]
    pair = np.where(goes >= 0, place[goes] if len(place) else -1, -1)
    by_row = _row_causes(old, own, parents)
    alone = np.where(by_row == UNTOUCHED, CORRECTED, by_row)
    if indicator.key == _SILENT:  # the same row, and somebody reported who came
        alone = np.where((by_row == UNTOUCHED) & (goes >= 0), _by_day(old.on, parents), alone)
    both = np.flatnonzero(pair >= 0)
    cause = alone.astype(np.int8)
    cause[both] = np.where(_differ(indicator, old, new, both, pair[both], parents), cause[both], UNTOUCHED)
    come = np.zeros(len(new.position), dtype=np.int8)
    come[pair[both]] = cause[both]
    single = np.ones(len(come), dtype=bool)
    single[pair[both]] = False
    if single.any():
        come[single] = _single(indicator, new, np.flatnonzero(single), own, parents, after)
    return there, cause, come


def _row_causes(old: Events, own: RowChanges, parents: Parents) -> NDArray[np.int8]:
    """The cause of each event before: its row's, or, for attendance, its own correction, else its training's."""
    cause = parents.cause[old.at]
    if own is parents.rows:
        return cause
    touched = own.changed[old.position] | (own.later[old.position] < 0)
    return np.where(touched, CORRECTED, cause).astype(np.int8)


def _single(
    indicator: Indicator, new: Events, which: Places, own: RowChanges, parents: Parents, after: Programme
) -> NDArray[np.int8]:
    """The causes of events after that were none before: of a new row by its day, else what became of the row."""
    earlier, days = own.earlier[new.position[which]], new.on[which]
    if column := _PLANNED_FOR.get(indicator.key):
        planned = after.whole.frames[own.table][column].to_numpy(dtype="datetime64[D]")[new.position[which]]
        days = np.where(np.isnat(planned), days, planned.astype(np.int64))
    parent = parents.rows.earlier[new.at[which]]
    row = parents.cause[parent] if len(parents.cause) else np.zeros(len(which), dtype=np.int8)
    known_before = np.where((row == UNTOUCHED) | (parent < 0), CORRECTED, row)
    return np.where(earlier < 0, _by_day(days, parents), known_before).astype(np.int8)


def _by_day(days: Places, parents: Parents) -> NDArray[Any]:
    return np.where(days > number(parents.told), HAPPENED, REPORTED_LATE)


def _differ(indicator: Indicator, old: Events, new: Events, a: Places, b: Places, parents: Parents) -> Flags:
    """Which of the paired events are not the same but for their place."""
    at, to = old.at[a], new.at[b]
    differ: Flags = (old.on[a] != new.on[b]) | (_until(old)[a] != _until(new)[b])
    for was, now in ((old.value, new.value), (old.whole, new.whole)):
        differ |= (was[a] != now[b]) & ~(np.isnan(was[a]) & np.isnan(now[b]))
    for held in (parents.inside, parents.possible):
        differ |= held[1][at] != held[2][to]
    if indicator.people and parents.unit:
        differ |= parents.unit[0][at] != parents.unit[1][to]
    return differ


def _until(found: Events) -> Places:
    return found.until if len(found.until) else np.full(len(found.on), NEVER, dtype=np.int32)


def _merged(
    indicator: Indicator, old: Events, new: Events, hop: Places, come: Places, parents: Parents, there: Places
) -> tuple[Events, Places]:
    """The lines' events, and the row of each.  Bounds on people add up the lines of a training only where it holds the same
    people before and after."""
    to = new.at[come]
    parent = np.concatenate([old.at, old.at[hop], there[to]]).astype(np.int32)
    at, unit, many = parent, None, len(parents.rows.later)
    if indicator.people and parents.unit:
        first, last = parents.unit
        same = np.flatnonzero(parents.rows.earlier >= 0)
        same = same[first[parents.rows.earlier[same]] == last[same]]
        own = many + np.arange(len(last))
        own[same] = parents.rows.earlier[same]
        at = np.concatenate([old.at, old.at[hop], own[to]]).astype(np.int32)
        unit = np.concatenate([first, last]).astype(np.int32)
    code = np.concatenate([parents.codes[0][old.at], parents.codes[1][old.at[hop]], parents.codes[2][to]])
    value = np.concatenate([old.value, old.value[hop], new.value[come]])
    whole = np.concatenate([old.whole, old.whole[hop], new.whole[come]]) if indicator.share else value
    none = at[:0]
    return Events(
        old.own, old.table, none, at, none, none, value, whole, not np.isnan(value).any(),
        {"governorate": Split(parents.names, code)}, unit,
    ), parent  # fmt: skip
