"""measure(indicator, programme, by) -> Result: the one choke point for every number."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from functools import lru_cache
from types import MappingProxyType
from typing import Any

import narwhals as nw
import pandas as pd

from community_policing.indicators import COLUMNS, INDICATORS, Indicator, Rows
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
    rows = _rows(split.indicator, programme, "governorate").by_key() if split.split_known and split.value else {}
    return {
        pcode: _place(split, pcode, part, rows.get(pcode), programme)
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
    rows = _counted(indicator, programme, programme.as_of, closed_too=True).select("on", "until", "value").collect()
    changes: dict[date, float] = {}
    for on, until, value in rows.iter_rows():
        changes[_day(on)] = changes.get(_day(on), 0) + (value if known(value) else 0)
        if known(until) and _day(until) <= programme.as_of:
            changes[_day(until)] = changes.get(_day(until), 0) - (value if known(value) else 0)
    running, points = 0.0, []
    for day in sorted(changes):
        running += changes[day]
        points.append((day, running))
    return tuple(points)


def first_day(programme: Programme) -> date | None:
    """The day the first forum was set up or IOM's first event held; None where nothing is dated."""
    trainings = programme.frames["trainings"]
    held = trainings[(trainings["status"] == "completed") & (trainings["scope"] == "iom")]
    days = (programme.frames["fora"]["established_on"].dropna().min(), held["ends_on"].dropna().min())
    return min((day.date() for day in days if known(day)), default=None)


def overdue(programme: Programme) -> dict[str, date]:
    """IOM's works not done by the as-of date although they were due before it: name -> due date, longest overdue first."""
    works, day = programme.frames["infrastructure"], datetime.combine(programme.as_of, time.min)
    late = works[
        (works["scope"] == "iom")
        & (works["status"] != "cancelled")
        & (works["due_on"] < day)
        & ~(works["completed_on"] <= day)
    ]
    late = late.sort_values("due_on")
    return {name: due.date() for name, due in zip(late["name"], late["due_on"], strict=True)}


def rows_behind(indicator: Indicator, programme: Programme) -> pd.DataFrame:
    """The rows that count in the programme's scope: row_id, value and, for shares, whole."""
    return _rows(indicator, programme, "").frame.to_pandas()


def _from_rows(indicator: Indicator, programme: Programme, by: str) -> Result:
    if by_whom := _outside(indicator, programme):
        return Result(indicator, programme.scope, programme.as_of, None, absent=by_whom, by=by)
    rows = _rows(indicator, programme, by)
    unplaced = _unplaced(rows, indicator, programme, by)
    value = rows.total(indicator)
    if value and programme.scope.governorates:
        value = value + unplaced
    published = _published(indicator, programme)
    if published:
        then = (
            value
            if published.as_of >= programme.as_of
            else _rows(indicator, programme, "", published.as_of).total(indicator)
        )
        published = replace(published, counted=then)
    return Result(
        indicator, programme.scope, programme.as_of, value, absent="" if value else NO_DATA, by=by,
        parts=MappingProxyType(rows.parts(indicator)), unplaced=unplaced, published=published, row_ids=rows.ids,
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
    if _rows(indicator, whole, "").total(indicator) != published.value:
        return fact if programme.scope.whole else replace(unknown, absent=NOT_PUBLISHED_FOR_SCOPE)
    counted = replace(_from_rows(indicator, programme, by), from_facts=True)
    if not programme.scope.whole:
        return counted
    return replace(fact, parts=counted.parts, unplaced=counted.unplaced, split_known=True)


def _unplaced(rows: "_Rows", indicator: Indicator, programme: Programme, by: str) -> Quantity:
    """How much more any governorate may have: whatever is on record in this choice without a governorate."""
    if indicator.share or "governorate" not in indicator.splits:
        return NOTHING
    if programme.scope.governorates:
        rows = _of_all_governorates(indicator.key, programme.whole, replace(programme.scope, governorates=()))
    elif by != "governorate":
        return NOTHING
    without = rows.parts(indicator).get("")
    return Quantity(0, without.high) if without else NOTHING


@lru_cache(maxsize=1024)
def _of_all_governorates(key: str, whole: Programme, scope: Scope) -> "_Rows":
    return _rows(INDICATORS[key], whole.within(scope), "governorate")


def _outside(indicator: Indicator, programme: Programme) -> str:
    """Why the indicator has nothing to say in this scope: the reader asked for fora set up by somebody else."""
    chosen = programme.scope.established_by
    for who in ("iom", "police"):
        if chosen and indicator.key == f"fora_established_{who}" and who not in chosen:
            return OUTSIDE_SCOPE
    return ""


@dataclass(frozen=True)
class _Rows:
    """What counts: an eager frame of row_id, value, whole, source and, where a split was asked for, key."""

    frame: "nw.DataFrame[Any]"

    @property
    def ids(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(self.frame["row_id"].to_list()))

    @property
    def sources(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(s for s in self.frame["source"].to_list() if known(s)))

    def by_key(self) -> dict[str, "_Rows"]:
        """The rows of each key."""
        keys = dict.fromkeys(key for key in self.frame["key"].to_list() if known(key))
        return {str(key): _Rows(self.frame.filter(nw.col("key") == key)) for key in keys}

    def total(self, indicator: Indicator) -> Quantity | None:
        """Each row once, whatever number of keys it has."""
        once = dict(zip(self.frame["row_id"].to_list(), self.frame.select("value", "whole").iter_rows(), strict=True))
        return _quantity(indicator, list(once.values()))

    def parts(self, indicator: Indicator) -> dict[str, Quantity]:
        """Each key's rows; a row with two keys counts under both."""
        if "key" not in self.frame.columns:
            return {}
        groups: dict[str, list[tuple[Any, ...]]] = {}
        for key, *row in self.frame.select("key", "value", "whole").iter_rows():
            groups.setdefault(str(key) if known(key) else "", []).append(tuple(row))
        parts = ((key, _quantity(indicator, rows)) for key, rows in groups.items())
        return {key: value for key, value in parts if value is not None}


def _quantity(indicator: Indicator, rows: list[tuple[Any, ...]]) -> Quantity | None:
    """A share divides its sums last; a sum with a row whose value nobody published is a lower bound."""
    values = [float(value) for value, _ in rows if known(value)]
    if indicator.share:
        return ratio(sum(values), sum(float(whole) for _, whole in rows))
    return Quantity(sum(values), sum(values) if len(values) == len(rows) else None)


def _rows(indicator: Indicator, programme: Programme, by: str, as_of: date | None = None) -> _Rows:
    rows = _counted(indicator, programme, as_of or programme.as_of)
    columns = [nw.col("row_id"), nw.col("value"), nw.col("source"), _whole(indicator)]
    if by == "donor":
        rows = _with_donor(rows, indicator, programme)
        columns.append(nw.col("donor_id").alias("key"))
    elif by:
        columns.append(nw.col(COLUMNS.get(by, by)).alias("key"))
    return _Rows(rows.select(*columns).collect())


def _whole(indicator: Indicator) -> nw.Expr:
    return nw.col("whole") if indicator.share else nw.col("value").alias("whole")


def _counted(indicator: Indicator, programme: Programme, as_of: date, closed_too: bool = False) -> Rows:
    """The indicator's events that count on that day."""
    day = nw.lit(datetime.combine(as_of, time.min))
    counts = nw.col("on") <= day
    if not closed_too:
        counts = counts & (nw.col("until").is_null() | (nw.col("until") > day))
    return programme.keep(f"events {indicator.key}", lambda: indicator.events(programme.tables)).filter(counts)


def _with_donor(rows: Rows, indicator: Indicator, programme: Programme) -> Rows:
    """One line for each row and donor; a row that no grant pays for keeps one line without a donor."""
    table, key = ("trainings", "event") if indicator.table == "attendance" else (indicator.table, "row_id")
    links = programme.tables[f"{table}_grants"].select("row_id", "donor_id").unique()
    return rows.join(links.rename({"row_id": key}) if key != "row_id" else links, on=key, how="left")


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


def _day(moment: Any) -> date:
    return moment.date() if isinstance(moment, datetime) else moment
