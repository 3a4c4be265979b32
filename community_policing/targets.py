"""Which target is in force for an indicator, in a scope, on a day."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from community_policing.indicators import Indicator
from community_policing.programme import Programme, Scope, known
from community_policing.result import Target


def target_in_force(indicator: Indicator, programme: Programme) -> Target | None:
    """The target in force in this scope: the period that holds the as-of date, else the next, else the last one.

    For chosen governorates it is the sum of theirs, and only where each of them has one and the indicator adds up.
    """
    if _of_other_fora(indicator, programme.scope):
        return None
    rows = [row for row in programme.targets if row["indicator"] == indicator.key]
    chosen = programme.scope.governorates
    if not chosen:
        return _in_force([row for row in rows if not known(row["governorate"])], programme, indicator)
    if len(chosen) > 1 and "governorate" not in indicator.adds_over:
        return None
    found = [_in_force([row for row in rows if row["governorate"] == place], programme, indicator) for place in chosen]
    targets = [target for target in found if target]
    return _together(targets) if len(targets) == len(chosen) else None


def _of_other_fora(indicator: Indicator, scope: Scope) -> bool:
    """Whether the choice keeps only some fora, by who set them up, and the indicator counts others too."""
    return bool(scope.established_by) and indicator.table == "fora" and indicator.key not in {
        f"fora_established_{who}" for who in scope.established_by
    }  # fmt: skip


def _together(targets: Sequence[Target]) -> Target | None:
    """The sum of targets of one and the same period; None where their periods differ."""
    if len({(target.starts_on, target.due_on) for target in targets}) != 1:
        return None
    return replace(
        targets[0],
        baseline=sum(target.baseline for target in targets),
        target=sum(target.target for target in targets),
        records=tuple(dict.fromkeys(record for target in targets for record in target.records)),
        sources=tuple(dict.fromkeys(source for target in targets for source in target.sources)),
    )


def _in_force(rows: Sequence[dict[str, Any]], programme: Programme, indicator: Indicator) -> Target | None:
    """Of each period the latest revision; the period that holds the day, else the next to begin, else the last.

    Targets of several phases for one period are the whole's together, if the indicator adds over phases.
    """
    ordered = sorted(rows, key=lambda row: row["revision"])
    latest = {
        (row["period_starts_on"], row["due_on"], row["phase_id"] if known(row["phase_id"]) else ""): row
        for row in ordered
    }
    periods = sorted({(starts, due) for starts, due, _ in latest}, key=lambda period: period[::-1])
    if not periods:
        return None
    day = programme.as_of
    holding = [period for period in periods if period[0].date() <= day <= period[1].date()]
    ahead = sorted(period for period in periods if period[0].date() > day)
    chosen = (holding or ahead or periods[-1:])[0]
    found = {phase: _target(row) for (starts, due, phase), row in latest.items() if (starts, due) == chosen}
    if "" in found or len(found) == 1:
        return found.get("") or next(iter(found.values()))
    return _together(list(found.values())) if "phase" in indicator.adds_over else None


def _target(row: dict[str, Any]) -> Target:
    sources = (row["source"],) if known(row["source"]) else ()
    return Target(
        float(row["baseline"]), float(row["target"]), row["period_starts_on"].date(), row["due_on"].date(),
        (row["record"],), sources,
    )  # fmt: skip
