"""Which target is in force for an indicator, in a scope, on a day."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from community_policing.indicators import Indicator
from community_policing.programme import Programme, known
from community_policing.result import Target


def target_in_force(indicator: Indicator, programme: Programme) -> Target | None:
    """The target in force in this scope: the period that holds the as-of date, else the next, else the last one.

    For chosen governorates it is the sum of theirs, and only where each of them has one and the indicator adds up.
    """
    rows = [row for row in programme.targets if row["indicator"] == indicator.key]
    chosen = programme.scope.governorates
    if not chosen:
        return _in_force([row for row in rows if not known(row["governorate"])], programme.as_of)
    if len(chosen) > 1 and "governorate" not in indicator.adds_over:
        return None
    found = [_in_force([row for row in rows if row["governorate"] == place], programme.as_of) for place in chosen]
    targets = [target for target in found if target]
    same_period = len({(target.starts_on, target.due_on) for target in targets}) == 1
    if len(targets) < len(chosen) or not same_period:
        return None
    return replace(
        targets[0],
        baseline=sum(target.baseline for target in targets),
        target=sum(target.target for target in targets),
        records=tuple(dict.fromkeys(record for target in targets for record in target.records)),
        sources=tuple(dict.fromkeys(source for target in targets for source in target.sources)),
    )


def _in_force(rows: Sequence[dict[str, Any]], as_of: date) -> Target | None:
    """Of each period its latest revision; then the first period not yet over, else the last."""
    ordered = sorted(rows, key=lambda row: (row["due_on"], row["revision"]))
    latest = {(row["period_starts_on"], row["due_on"], str(row["phase_id"])): row for row in ordered}
    periods = sorted(latest.values(), key=lambda row: (row["due_on"], row["revision"]))
    if not periods:
        return None
    row = next((row for row in periods if row["due_on"].date() >= as_of), periods[-1])
    sources = (row["source"],) if known(row["source"]) else ()
    return Target(
        float(row["baseline"]), float(row["target"]), row["period_starts_on"].date(), row["due_on"].date(),
        (row["record"],), sources,
    )  # fmt: skip
