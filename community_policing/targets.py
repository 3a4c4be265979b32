"""Which target is in force for an indicator, in a scope, on a day."""

from dataclasses import replace
from datetime import date, datetime, time

import pandas as pd

from community_policing.indicators import Indicator
from community_policing.programme import Programme
from community_policing.result import Target


def target_in_force(indicator: Indicator, programme: Programme) -> Target | None:
    """The target in force in this scope: the period that holds the as-of date, else the next, else the last one.

    For chosen governorates it is the sum of theirs, and only where each of them has one and the indicator adds up.
    """
    rows = programme.frames["targets"]
    rows = rows[rows["indicator"] == indicator.key]
    chosen = programme.scope.governorates
    if not chosen:
        return _in_force(rows[rows["governorate"].isna()], programme.as_of)
    if len(chosen) > 1 and "governorate" not in indicator.adds_over:
        return None
    found = [_in_force(rows[rows["governorate"] == place], programme.as_of) for place in chosen]
    targets = [target for target in found if target]
    same_period = len({(target.starts_on, target.due_on) for target in targets}) == 1
    if len(targets) < len(chosen) or not same_period:
        return None
    return replace(
        targets[0],
        baseline=sum(target.baseline for target in targets),
        target=sum(target.target for target in targets),
        records=tuple(dict.fromkeys(r for target in targets for r in target.records)),
        sources=tuple(dict.fromkeys(s for target in targets for s in target.sources)),
    )


def _in_force(rows: pd.DataFrame, as_of: date) -> Target | None:
    if rows.empty:
        return None
    rows = rows.sort_values(["due_on", "revision"]).drop_duplicates(
        ["period_starts_on", "due_on", "phase_id"], keep="last"
    )
    ahead = rows[rows["due_on"] >= datetime.combine(as_of, time.min)]
    row = (rows.iloc[-1] if ahead.empty else ahead.iloc[0]).to_dict()
    sources = (row["source"],) if pd.notna(row["source"]) else ()
    return Target(
        float(row["baseline"]),
        float(row["target"]),
        row["period_starts_on"].date(),
        row["due_on"].date(),
        (row["record"],),
        sources,
    )
