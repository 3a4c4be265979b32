"""measure(indicator, programme, by) -> Result: the one choke point for every number."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from types import MappingProxyType
from typing import Any

import numpy as np
import pandas as pd

from community_policing.events import Events, Flags, events
from community_policing.indicators import INDICATORS, Indicator
from community_policing.programme import Programme, Scope, known
from community_policing.quantity import NOTHING, Quantity, ratio
from community_policing.result import Published, Result
from community_policing.targets import target_in_force
from community_policing.text import ProgrammeError, t

NOT_PUBLISHED = "not_published"
NOT_PUBLISHED_FOR_SCOPE = "not_published_for_scope"
OUTSIDE_SCOPE = "outside_scope"
NO_DATA = "no_data"


def measure(key: str, programme: Programme, by: str = "") -> Result:
    """The indicator's figure in the programme's scope at its as-of date, split by one of its dimensions where asked.

    Raises KeyError for an unknown indicator and ProgrammeError for a dimension it cannot be split by.
    """
    indicator = INDICATORS[key]
    if by and by not in indicator.splits:
        raise ProgrammeError(
            t("{indicator} cannot be split by {dimension}.", indicator=t(indicator.label), dimension=by),
            t("Choose one of: {dimensions}.", dimensions=", ".join(indicator.splits)),
        )
    from_facts = programme.dataset.basis == "facts"
    result = (_from_facts if from_facts else _from_rows)(indicator, programme, by)
    return replace(result, target=target_in_force(indicator, programme))


def by_governorate(key: str, programme: Programme, pcodes: Iterable[str]) -> dict[str, Result]:
    """The figure of each of those governorates with its own target, from one measurement; only those where it is known."""
    split = measure(key, programme, "governorate")
    rows = _counted(split.indicator, programme)
    known_there = split.split_known and split.value is not None
    return {
        pcode: _place(split, pcode, part, rows.under("governorate", pcode) if known_there else None, programme)
        for pcode in pcodes
        if (part := split.part(pcode)) is not None
    }


def _place(split: Result, pcode: str, part: Quantity, rows: "_Rows | None", programme: Programme) -> Result:
    scope = replace(programme.scope, governorates=(pcode,))
    return replace(
        split, scope=scope, value=part, parts=MappingProxyType({}), by="", published=None,
        row_ids=rows.ids if rows else (), source_ids=rows.sources if rows else (),
        target=target_in_force(split.indicator, replace(programme, scope=scope)),
    )  # fmt: skip


def over_time(key: str, programme: Programme) -> tuple[tuple[date, float], ...]:
    """The figure at the end of each day on which it changed, up to the as-of date; empty where nothing was counted.

    Shares have no running total, and published figures no rows to run over: both give an empty one.
    """
    indicator = INDICATORS[key]
    if indicator.share or programme.dataset.basis == "facts":
        return ()
    all_of_it, day = events(indicator, programme), np.datetime64(programme.as_of)
    begun = all_of_it.held(programme) & (all_of_it.on <= day)
    ended = begun & (all_of_it.until <= day)
    value = np.nan_to_num(all_of_it.value)
    days = np.concatenate([all_of_it.on[begun], all_of_it.until[ended]])
    changes = np.concatenate([value[begun], -value[ended]])
    points, place = np.unique(days, return_inverse=True)
    running = np.cumsum(np.bincount(place, weights=changes, minlength=len(points)))
    return tuple(zip(points.tolist(), running.tolist(), strict=True))


def first_day(programme: Programme) -> date | None:
    """The day the first forum was set up or IOM's first event held; None where nothing is dated."""
    trainings = programme.frames["trainings"]
    held = trainings[(trainings["status"] == "completed") & (trainings["scope"] == "iom")]
    days = (programme.frames["fora"]["established_on"].dropna().min(), held["ends_on"].dropna().min())
    return min((day.date() for day in days if known(day)), default=None)


def overdue(programme: Programme) -> tuple[tuple[str, str, date], ...]:
    """IOM's works not done by the as-of date although they were due before it: name, P-code ("" = not on record), due date;
    longest overdue first."""
    works, day = programme.frames["infrastructure"], datetime.combine(programme.as_of, time.min)
    ours = (works["scope"] == "iom") & (works["status"] != "cancelled")
    late = works[ours & (works["due_on"] < day) & ~(works["completed_on"] <= day)].sort_values("due_on", kind="stable")
    places = late["governorate"].fillna("")
    return tuple(
        (name, pcode, due.date()) for name, pcode, due in zip(late["name"], places, late["due_on"], strict=True)
    )


def rows_behind(indicator: Indicator, programme: Programme) -> pd.DataFrame:
    """The rows that count in the programme's scope: row_id, value and, for shares, whole."""
    rows = _counted(indicator, programme)
    return pd.DataFrame(
        {"row_id": rows.ids, "value": rows.events.value[rows.mask], "whole": rows.events.whole[rows.mask]}
    )


def _from_rows(indicator: Indicator, programme: Programme, by: str) -> Result:
    if by_whom := _outside(indicator, programme):
        return Result(indicator, programme.scope, programme.as_of, None, absent=by_whom, by=by)
    rows = _counted(indicator, programme)
    unplaced = _unplaced(rows, indicator, programme, by)
    value = rows.total(indicator)
    if value and not programme.scope.whole and not indicator.share:
        value = value + _unsaid(rows, indicator, programme)
    published = _published(indicator, programme)
    if published:
        then = (
            value
            if published.as_of >= programme.as_of
            else _counted(indicator, programme, published.as_of).total(indicator)
        )
        published = replace(published, counted=then)
    return Result(
        indicator, programme.scope, programme.as_of, value, absent="" if value else NO_DATA, by=by,
        parts=MappingProxyType(rows.parts(indicator, by)), unplaced=unplaced, published=published, row_ids=rows.ids,
        source_ids=rows.sources,
    )  # fmt: skip


def _from_facts(indicator: Indicator, programme: Programme, by: str) -> Result:
    """Only what was published.  Rows answer for a part of the country, or for a split, only where all published rows
    together add up to the published figure; else nobody knows, and the Result says so."""
    whole = programme.whole.within(Scope(programme.as_of))
    published = _published(indicator, whole)
    unknown = Result(indicator, programme.scope, programme.as_of, None, by=by, split_known=False, from_facts=True)
    if published is None:
        return replace(unknown, absent=NOT_PUBLISHED)
    fact = replace(
        unknown,
        value=published.value,
        published=published,
        row_ids=(published.fact_id,),
        source_ids=(published.source_id,) if published.source_id else (),
    )
    if _counted(indicator, whole).total(indicator) != published.value:
        return fact if programme.scope.whole else replace(unknown, absent=NOT_PUBLISHED_FOR_SCOPE)
    counted = replace(_from_rows(indicator, programme, by), from_facts=True)
    if not programme.scope.whole:
        return counted
    return replace(fact, parts=counted.parts, unplaced=counted.unplaced, split_known=True)


def _unsaid(rows: "_Rows", indicator: Indicator, programme: Programme) -> Quantity:
    """How much more the choice may hold: rows of which the record does not say whether they belong to it."""
    may_be = _Rows(rows.events, rows.events.counting(programme, programme.as_of, may_be=True) & ~rows.mask, rows.donors)
    more = may_be.total(indicator)
    return Quantity(0, more.high) if more else NOTHING


def _unplaced(rows: "_Rows", indicator: Indicator, programme: Programme, by: str) -> Quantity:
    """How much more any governorate may have: whatever is on record in this choice without a governorate."""
    if indicator.share or "governorate" not in indicator.splits:
        return NOTHING
    if programme.scope.governorates:
        everywhere = replace(programme.scope, governorates=(), as_of=None)
        country = programme.keep("country", lambda: programme.whole.within(everywhere))
        rows = _counted(indicator, country, programme.as_of)
    elif by != "governorate":
        return NOTHING
    without = rows.under("governorate", "").total(indicator)
    return Quantity(0, without.high) if without else NOTHING


def _outside(indicator: Indicator, programme: Programme) -> str:
    """Why the indicator has nothing to say in this scope: the reader asked for fora set up by somebody else."""
    chosen = programme.scope.established_by
    for who in ("iom", "police"):
        if chosen and indicator.key == f"fora_established_{who}" and who not in chosen:
            return OUTSIDE_SCOPE
    return ""


@dataclass(frozen=True, eq=False)
class _Rows:
    """What counts: events and which of them do."""

    events: Events
    mask: Flags
    donors: tuple[str, ...]

    @property
    def ids(self) -> tuple[str, ...]:
        return tuple(self.events.ids[place] for place in np.flatnonzero(self.mask))

    @property
    def sources(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(filter(None, (self.events.sources[place] for place in np.flatnonzero(self.mask)))))

    def under(self, by: str, key: str) -> "_Rows":
        """Those that count under one key of a dimension."""
        split = self.events.splits[by]
        lines = split.code == (split.names.index(key) if key in split.names else -1)
        there = np.zeros(len(self.mask), dtype=bool)
        there[split.event[lines]] = True
        return _Rows(self.events, self.mask & there, self.donors)

    def total(self, indicator: Indicator) -> Quantity | None:
        """Each row once, whatever number of keys it has."""
        value, whole = self.events.value[self.mask], self.events.whole[self.mask]
        unknown = int(np.isnan(value).sum())
        return _quantity(indicator, float(np.nansum(value)), float(np.nansum(whole)), unknown)

    def parts(self, indicator: Indicator, by: str) -> dict[str, Quantity]:
        """Each key's rows; a row with two keys counts under both.  Of donors only those chosen, where some are."""
        if not by:
            return {}
        split = self.events.splits[by]
        lines = self.mask[split.event]
        if by == "donor" and self.donors:
            lines = lines & np.isin(split.code, [split.names.index(d) for d in self.donors if d in split.names])
        code, event, size = split.code[lines], split.event[lines], len(split.names)
        value = self.events.value[event]
        sums = np.bincount(code, weights=np.nan_to_num(value), minlength=size)
        wholes = np.bincount(code, weights=np.nan_to_num(self.events.whole[event]), minlength=size)
        unknown = np.bincount(code, weights=np.isnan(value), minlength=size)
        found = {
            split.names[place]: _quantity(indicator, float(sums[place]), float(wholes[place]), int(unknown[place]))
            for place in dict.fromkeys(code.tolist())
        }
        return {key: part for key, part in found.items() if part is not None}


def _quantity(indicator: Indicator, value: float, whole: float, unknown: int) -> Quantity | None:
    """A share divides its sums last; a sum with a row whose value nobody published is a lower bound."""
    return ratio(value, whole) if indicator.share else Quantity(value, None if unknown else value)


def _counted(indicator: Indicator, programme: Programme, as_of: date | None = None) -> _Rows:
    """What counts in the programme's scope on its date, or on another."""
    found = events(indicator, programme)
    return _Rows(found, found.counting(programme, as_of or programme.as_of), programme.scope.donors)


def _published(indicator: Indicator, programme: Programme) -> Published | None:
    """The latest published statement of the national figure that the as-of date allows; a plan stands until it is due."""
    if not indicator.published or not programme.scope.whole:
        return None
    plan = indicator.key == "fora_planned"
    facts = [fact for fact in programme.facts if fact["indicator"] == indicator.published and _states_a_number(fact)]
    facts = [fact for fact in facts if (_stands(fact, programme) if plan else fact["as_of"].date() <= programme.as_of)]
    if not facts:
        return None
    fact = facts[0 if plan else -1]
    value = float(fact["value"].replace(",", ""))
    stated = Quantity.at_least if fact["qualifier"] == "at_least" else Quantity.exactly
    source = fact["source"] if known(fact["source"]) else ""
    return Published(stated(value), fact["as_of"].date(), fact["fact_id"], source, None)


def _states_a_number(fact: dict[str, Any]) -> bool:
    """Whether the fact can be compared with a count: "about 30" or "4 (was 10)" cannot."""
    return fact["qualifier"] in ("exact", "at_least") and bool(re.fullmatch(r"[0-9][0-9,]*(\.[0-9]+)?", fact["value"]))


def _stands(plan: dict[str, Any], programme: Programme) -> bool:
    """A published plan stands from the start of its phase, else from the date the data opens on, until it is due."""
    starts: Any = {row["phase_id"]: row["starts_on"] for row in programme.phases}.get(plan["phase_id"])
    begun = starts.date() if known(starts) else programme.dataset.opens_on
    return bool(begun <= programme.as_of < plan["as_of"].date())
