"""Targets: which is in force for an indicator, scope and day, its path over the periods, and the pace towards it."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import TypeAlias

import numpy as np

from community_policing.core.indicators import Indicator
from community_policing.core.quantity import Quantity
from community_policing.measure.events import events, number
from community_policing.measure.pace import Pace, Target, pace
from community_policing.measure.programme import Programme, Scope
from community_policing.measure.projection import Gains
from community_policing.measure.records import TargetRecord

Period: TypeAlias = tuple[date, date]
Path: TypeAlias = Mapping[Period, Target | None]
Phases: TypeAlias = Mapping[str, Target]  # "" = the target is of no phase alone


def target_in_force(indicator: Indicator, programme: Programme) -> Target | None:
    """The target in force in this scope: the period that holds the as-of date, else the next, else the last one.

    For chosen governorates it is the sum of theirs, and only where each of them has one and the indicator adds up.
    """
    candidates = [_in_force(path, programme.as_of) for path in _paths(indicator, programme)]
    targets = [target for target in candidates if target]
    return _together(targets) if len(targets) == len(candidates) else None


def in_force_of(rows: Sequence[TargetRecord], day: date) -> Target | None:
    """The target in force on a day among rows of one indicator and place that are of no phase alone."""
    return _in_force({period: phases.get("") for period, phases in _periods(rows).items()}, day)


def path_of(indicator: Indicator, programme: Programme) -> tuple[Target, ...]:
    """The targets of all periods in this scope, in the order of their due dates: a step from one to the next, a line inside
    each.  For chosen governorates those of the periods that each of them has a target for."""
    paths = _paths(indicator, programme)
    shared = [[path.get(period) for path in paths] for period in paths[0]] if paths else []
    known_to_all = [[target for target in targets if target] for targets in shared if all(targets)]
    summed = [_together(targets) for targets in known_to_all]
    return tuple(target for target in summed if target)


def pace_of(
    indicator: Indicator, target: Target | None, value: Quantity | None, gains: Gains | None, as_of: date,
    lot: float = 1.0, dated: bool = True,
) -> Pace | None:  # fmt: skip
    """Where the value stands against the target, and where it goes; None where one of them is missing.

    `gains` None: nobody knows when the value came about.  `lot`: how much of it comes at once.  `dated`: whether days are known.
    """
    if target is None or value is None:
        return None
    share, people = indicator.share, indicator.people
    return pace(target, value, gains, as_of, whole=not share, adds_up=not (share or people), lot=lot, dated=dated)


def _paths(indicator: Indicator, programme: Programme) -> Sequence[Path]:
    """The targets of all periods: the country's, or those of each chosen governorate; none where they cannot be used."""
    chosen = programme.scope.governorates
    if _of_other_fora(indicator, programme.scope) or (len(chosen) > 1 and "governorate" not in indicator.adds_over):
        return ()

    def read() -> list[Mapping[Period, Phases]]:
        rows = programme.keep("targets by indicator and place", lambda: _by_place(programme.targets))
        return [_periods(rows.get((indicator.key, place), [])) for place in chosen or ("",)]

    paths = programme.keep(f"targets of {indicator.key} in {chosen}", read)  # the same on every date
    return [{period: _of_phases(own, indicator, programme) for period, own in path.items()} for path in paths]


def _by_place(targets: Sequence[TargetRecord]) -> Mapping[tuple[str, str], list[TargetRecord]]:
    found: defaultdict[tuple[str, str], list[TargetRecord]] = defaultdict(list)
    for target in targets:
        found[target.indicator, target.governorate].append(target)
    return found


def _of_other_fora(indicator: Indicator, scope: Scope) -> bool:
    """Whether the choice keeps only some fora, by who set them up, and the indicator counts others too."""
    return bool(scope.established_by) and indicator.table == "fora" and indicator.key not in {
        f"fora_established_{who}" for who in scope.established_by
    }  # fmt: skip


def _periods(rows: Sequence[TargetRecord]) -> Mapping[Period, Phases]:
    """The targets of each period by phase, in the order of their due dates."""
    periods: dict[Period, dict[str, Target]] = {}
    for row in sorted(rows, key=lambda row: (row.due_on, row.starts_on, row.revision)):
        phases = periods.setdefault((row.starts_on, row.due_on), {})
        phases[row.phase_id] = Target(
            row.baseline, row.target, row.starts_on, row.due_on, (row.record,), (row.source,) if row.source else (),
            phases.get(row.phase_id),
        )  # fmt: skip
    return periods


def _of_phases(phases: Phases, indicator: Indicator, programme: Programme) -> Target | None:
    """The target of one period.  Those of phases are the figure's only where it is of these phases and no other: the phases
    chosen, or all that it has rows of.  Several are one together, if the indicator adds over phases; else None."""
    if "" in phases:
        return phases[""]
    named, chosen = set(phases), set(programme.scope.phases)
    whole = named == chosen if chosen else named >= _begun(indicator, programme)
    adds_up = len(named) == 1 or "phase" in indicator.adds_over
    return _together(list(phases.values())) if whole and adds_up else None


def _begun(indicator: Indicator, programme: Programme) -> set[str]:
    """The phases of the rows that count in the scope, or did, by the as-of date; "" where one is not on record."""
    if programme.dataset.basis == "facts":
        return {""}  # a published figure does not say which phases it is of

    def first_days() -> dict[str, int]:
        observations = events(indicator, programme)
        # Which may be one place of what frames hold
        in_scope = programme.choices(observations.table).inside(programme.scope)
        split, inside = observations.splits["phase"], in_scope[observations.at]
        days = [(name, observations.on[inside & (split.code == code)]) for code, name in enumerate(split.names)]
        return {name: int(np.min(own)) for name, own in days if len(own)}

    days = programme.keep(f"phases of {indicator.key} in {programme.scope.governorates}", first_days)
    return {phase for phase, day in days.items() if day <= number(programme.as_of)}


def _in_force(path: Path, day: date) -> Target | None:
    """The target of the period that holds the day, else of the next to begin, else of the last."""
    holding = [(starts, due) for starts, due in path if starts <= day <= due]
    ahead = sorted((starts, due) for starts, due in path if starts > day)
    period = next(iter((*holding, *ahead, *list(path)[-1:])), None)
    return path[period] if period else None


def _together(targets: Sequence[Target]) -> Target | None:
    """The sum of targets of one and the same period; None where their periods differ."""
    if len({(target.starts_on, target.due_on) for target in targets}) != 1:
        return None
    revised = any(target.earlier for target in targets)
    return replace(
        targets[0],
        baseline=sum(target.baseline for target in targets),
        target=sum(target.target for target in targets),
        records=tuple(dict.fromkeys(record for target in targets for record in target.records)),
        sources=tuple(dict.fromkeys(source for target in targets for source in target.sources)),
        earlier=_together([target.earlier or target for target in targets]) if revised else None,
    )
