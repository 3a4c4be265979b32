"""What two releases say of every headline figure, and why they differ: figures, targets in force, progress towards them.

The Overview's cards show indicators without a split, so that every indicator in the registry is a headline, and so is the
number of governorates with a forum.
"""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import Any

import numpy as np

from community_policing.analysis.changes.events import between
from community_policing.analysis.changes.model import (
    AIM,
    BASIS,
    CORRECTION,
    DATE,
    FIGURE,
    LATE,
    NEW,
    PLACES,
    PROGRESS,
    TARGET,
    Headline,
    State,
    parts_of,
)
from community_policing.analysis.changes.parents import Parents
from community_policing.analysis.changes.rows import RowChanges
from community_policing.core.i18n import N_
from community_policing.core.indicators import INDICATORS, Indicator
from community_policing.core.quantity import NOTHING, Quantity
from community_policing.measure.compute import measure
from community_policing.measure.pace import Target
from community_policing.measure.programme import Programme
from community_policing.measure.result import Result
from community_policing.measure.targets import pace_of, target_in_force

BY_PLACE = "fora_established"  # the figure that is told by governorate, so that a place re-coded shows
GOVERNORATES = N_("governorates")


@dataclass(frozen=True, eq=False)
class Sides:
    """The two programmes, the rows that changed between them, and the earlier one read on the later one's date."""

    before: Programme
    after: Programme
    rows: Mapping[str, RowChanges]
    parents: Mapping[str, Parents]
    moved_on: Programme

    @classmethod
    def of(cls, before: Programme, after: Programme, rows: Mapping[str, RowChanges]) -> "Sides":
        """Raises ValueError where the two are not of the same choice."""
        if replace(before.scope, as_of=None) != replace(after.scope, as_of=None):
            raise ValueError(f"an effect is of one choice: {before.scope} and {after.scope}")
        parents = {name: Parents.of(rows[name], before, after) for name in ("fora", "trainings", "infrastructure")}
        later = replace(before.scope, as_of=after.as_of)
        return cls(before, after, rows, parents, before if before.as_of == after.as_of else before.within(later))

    @cached_property
    def revised(self) -> Mapping[str, int]:
        """How many rows of targets were touched, for each indicator."""
        rows, old, new = self.rows["targets"], self.before.whole, self.after.whole
        gone = np.flatnonzero(rows.changed | (rows.later < 0))
        named = (old.frames["targets"]["indicator"].iloc[gone], new.frames["targets"]["indicator"].iloc[rows.added])
        return Counter(key for column in named for key in column)


def first_headlines(after: Programme, keys: Collection[str]) -> Iterator[Headline]:
    """The figures of the first release: there was nothing before."""
    for key in keys:
        indicator = INDICATORS[key]
        shown = measure(key, after, "governorate" if key == BY_PLACE else "")
        yield Headline(key, FIGURE, indicator.unit, None, shown.value)
        if key == BY_PLACE and shown.value and not shown.from_facts:
            yield Headline(key, PLACES, GOVERNORATES, None, _with_any(shown.parts))
        if shown.target:
            yield Headline(key, AIM, indicator.unit, None, _aim(shown.target))
            yield Headline(key, PROGRESS, "percent", None, shown.progress)


def headlines(sides: Sides, keys: Collection[str]) -> Iterator[Headline]:
    """Those indicators' figures before and after, with the parts of the difference."""
    for key in keys:
        indicator, by = INDICATORS[key], "governorate" if key == BY_PLACE else ""
        old, new = measure(key, sides.before, by), measure(key, sides.after, by)
        states = list(_states(indicator, sides, old, new))
        rows = not (old.from_facts or new.from_facts)
        places = by and rows and old.value and new.value
        yield Headline(
            key, FIGURE, indicator.unit, old.value, new.value, parts_of(old.value, states),
            tuple(_by_place(old, new, states)) if places else (),
        )  # fmt: skip
        if places:
            first, last = _with_any(old.parts), _with_any(new.parts)
            yield Headline(key, PLACES, GOVERNORATES, first, last, parts_of(first, list(_numbers(old.parts, states))))
        if old.target or new.target:
            yield from _against_target(indicator, sides, old, new, states)


def _states(indicator: Indicator, sides: Sides, old: Result, new: Result) -> Iterator[State]:
    """The figure once each cause has been applied; the last is the figure after."""
    bases = sides.before.dataset.basis, sides.after.dataset.basis
    if bases[0] != bases[1]:
        yield State(BASIS, new.value)
    elif bases[0] == "facts":
        yield from _published(indicator, sides)
        yield State(CORRECTION, new.value)  # in a choice: rows that all published ones add up to
    elif old.absent != "outside_scope":
        table = "trainings" if indicator.table == "attendance" else indicator.table
        found = between(indicator, sides.before, sides.after, sides.rows[indicator.table], sides.parents[table])
        yield from found.states("governorate" if indicator.key == BY_PLACE else "")[1:] if found else ()


def _published(indicator: Indicator, sides: Sides) -> Iterator[State]:
    """Where figures are those that were published: facts corrected or taken out, then those of days that the earlier release
    could have spoken of, then the others."""
    if sides.before.as_of != sides.after.as_of:
        yield State(DATE, measure(indicator.key, sides.moved_on).value)
    if sides.rows["facts"].same:
        return
    told, facts = sides.before.dataset.as_of, sides.after.facts
    old, new = ({fact["fact_id"]: fact for fact in side.facts} for side in (sides.before, sides.after))
    causes = {name: _fact_cause(old.get(name), new.get(name), told) for name in old | new}
    stands = {""}
    for cause in (CORRECTION, LATE, NEW):
        stands.add(cause)
        own = [
            name
            for name, its in causes.items()
            if its == cause and (new.get(name) or old[name])["indicator"] == indicator.published
        ]
        known = tuple(fact for fact in facts if causes[fact["fact_id"]] in stands)
        if own:
            yield State(cause, measure(indicator.key, _saying(sides.moved_on, known)).value, len(own))


def _fact_cause(old: dict[str, Any] | None, new: dict[str, Any] | None, told: date) -> str:
    if old and new:
        said = [(f["value"], f["qualifier"], f["as_of"], f["indicator"], f["phase_id"]) for f in (old, new)]
        return "" if said[0] == said[1] else CORRECTION
    if new is None:
        return CORRECTION
    return NEW if new["as_of"].date() > told else LATE


def _saying(programme: Programme, facts: tuple[dict[str, Any], ...]) -> Programme:
    """The programme with other published facts; what was made from its rows is kept."""
    whole = programme.whole
    kept = {name: made for name, made in whole.kept.items() if name not in ("facts", "country")}
    return replace(whole, kept=kept | {"facts": facts}).within(programme.scope)


def _by_place(old: Result, new: Result, states: Sequence[State]) -> Iterator[Headline]:
    """The governorates that moved, in the order of their codes."""
    for place in sorted(
        {place for parts in (old.parts, *(state.places for state in states), new.parts) for place in parts}
    ):
        first, last = old.parts.get(place, NOTHING), new.parts.get(place, NOTHING)
        made = Headline(place, FIGURE, old.indicator.unit, first, last, parts_of(first, [s.at(place) for s in states]))
        if made.moved:
            yield made


def _numbers(parts: Mapping[str, Quantity], states: Sequence[State]) -> Iterator[State]:
    """The number of governorates that have one, in each state; the rows are those in the ones that begin or cease to."""
    for state in states:
        turned = [
            place
            for place in parts.keys() | state.places.keys()
            if _with_any({place: parts.get(place, NOTHING)}) != _with_any({place: state.places.get(place, NOTHING)})
        ]
        rows = sum(state.rows_at.get(place, 0) for place in turned)
        yield State(state.cause, _with_any(state.places), rows)
        parts = state.places


def _with_any(parts: Mapping[str, Quantity]) -> Quantity:
    """How many governorates have one at least, and at most."""
    named = [part for place, part in parts.items() if place]
    return Quantity(sum(part.low > 0 for part in named), sum(part.high != 0 for part in named))


def _aim(target: Target | None) -> Quantity | None:
    return Quantity.exactly(target.target) if target else None


def _against_target(
    indicator: Indicator, sides: Sides, old: Result, new: Result, states: Sequence[State]
) -> Iterator[Headline]:
    """The target in force, and how far the figure is on the way to what is due: the target is revised last, once the figure
    is what it is."""
    key, later = indicator.key, target_in_force(indicator, sides.moved_on)
    aims = [State(DATE, _aim(later)), State(TARGET, _aim(new.target), sides.revised.get(key, 0))]
    yield Headline(key, AIM, indicator.unit, _aim(old.target), _aim(new.target), parts_of(_aim(old.target), aims))

    def progress(state: State) -> State:
        pace = pace_of(indicator, later, state.value, None, sides.after.as_of)
        return replace(state, value=pace.progress if pace else None)

    dated = [] if states and states[0].cause == DATE else [State(DATE, old.value)]  # what is due by then is more
    ways = [*(progress(state) for state in (*dated, *states)), State(TARGET, new.progress, sides.revised.get(key, 0))]
    yield Headline(key, PROGRESS, "percent", old.progress, new.progress, parts_of(old.progress, ways))
