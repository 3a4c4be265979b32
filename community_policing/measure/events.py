"""An indicator's events as arrays, collected from the tables once for each release: a choice and a date are masks over them.

So the frame engine runs once, and a figure that was not asked for before costs microseconds, whatever the engine.  The
arrays are small on purpose: a million rows of attendance take some 30 MB, and their texts stay where they are.  Attendance
that stays in its file is summed by the engine, to one line for each event, or for each event and sex: the grain that a figure
needs.  Only that comes back.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property, partial
from typing import Any, TypeAlias

import narwhals as nw
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from community_policing.core import engine as engines
from community_policing.core.indicators import COLUMNS, Indicator
from community_policing.core.schema import TABLES
from community_policing.measure.programme import Programme
from community_policing.measure.scope import Flags

Places: TypeAlias = NDArray[np.integer[Any]]
Numbers: TypeAlias = NDArray[np.float64]
NEVER = np.iinfo(np.int32).max  # the day on which what does not end, ends
_EPOCH = date(1970, 1, 1)


@dataclass(frozen=True, eq=False)
class Split:
    """Keys of one dimension: line i counts under `names[code[i]]` ("" = not on record).

    For donors an event has as many lines as donors, and `event` says whose line it is; for every other dimension line i is
    event i, and `event` is None.
    """

    names: tuple[str, ...]
    code: Places
    event: Places | None = None

    def of(self, per_event: NDArray[Any]) -> NDArray[Any]:
        """What is known of each event, for each line."""
        return per_event if self.event is None else per_event[self.event]

    def along(self, at: Places) -> "Split":
        """The lines of the events at those places, one after the other."""
        if self.event is None:
            return Split(self.names, self.code[at])
        many = np.bincount(self.event)
        first = np.cumsum(many) - many
        event = np.repeat(np.arange(len(at), dtype=np.int32), many[at])
        begins = np.cumsum(many[at]) - many[at]
        nth = np.arange(len(event)) - np.repeat(begins, many[at])
        return Split(self.names, self.code[first[at[event]] + nth], event)


@dataclass(frozen=True, eq=False)
class Observations:
    """What may count, in the order of the table.

    `position` is the row's own place in `own`, `at` that of the row of `table` which a choice keeps or leaves out (for
    attendance the training's); `on` and `until` are days since 1970; `value` is NaN where nobody published it.  `unit`
    says for each training whose people it holds: its cohort's, or its own.

    Of a table that stays in its file a line is the sum of `rows` rows of one event, told apart by the `grain`, some of their own
    columns; they have no `position`.
    """

    own: str
    table: str
    position: Places
    at: Places
    on: Places
    until: Places
    value: Numbers
    whole: Numbers
    complete: bool  # every value is known
    splits: Mapping[str, Split]
    unit: Places | None
    grain: tuple[str, ...] = ()
    rows: Places | None = None

    def keys(self, dimensions: Sequence[str]) -> tuple[Places, int]:
        """Return the number of each line's event and keys of those dimensions, and how many such numbers there can be."""
        key, many = self.at.astype(np.int64), int(self.at.max(initial=-1)) + 1
        for split in (self.splits[name] for name in dimensions):
            key, many = key * len(split.names) + split.code, many * len(split.names)
        return key, many

    @cached_property
    def known(self) -> Numbers:
        """The values, 0 where nobody published one."""
        return self.value if self.complete else np.nan_to_num(self.value)

    def held(self, programme: Programme, may_be: bool = False) -> Flags:
        """Which of them are inside the programme's choice, or may be for all that the record says."""
        inside = programme.possible(self.table) if may_be else programme.inside(self.table)
        flags: Flags = inside[self.at]
        return flags

    def counting(self, programme: Programme, day: date, may_be: bool = False) -> Flags:
        """Which of them are, or may be, inside the choice and count on that day.

        Rows that only may be inside can be dated more coarsely than the choice: they may count from any day of their period."""
        started = self.on <= number(day)
        if may_be and (last := programme.coarsest_end(day)) > day:
            started |= ~self.held(programme) & (self.on <= number(last))
        flags = self.held(programme, may_be) & started
        if len(self.until):
            flags &= self.until > number(day)
        return flags


def number(day: date) -> int:
    """A day as days since 1970."""
    return (day - _EPOCH).days


def events(indicator: Indicator, programme: Programme, by: Sequence[str] = ()) -> Observations:
    """The indicator's events in the whole programme, collected once, also for others that count the same ones.

    `by` matters to a table that stays in its file: the dimensions that its lines must be told apart by."""
    whole = programme.whole
    scanned = indicator.table in whole.dataset.scans
    grain = tuple(sorted(set(by) & set(own_dimensions(indicator, whole)))) if scanned else ()
    collected = _summed if scanned else _collected
    return whole.keep((indicator.events, indicator.splits, grain), lambda: collected(indicator, whole, grain))


def own_dimensions(indicator: Indicator, whole: Programme) -> tuple[str, ...]:
    """The dimensions that its rows know themselves, and not through their event or forum."""
    known = whole.frames[_parent(indicator)]
    return tuple(name for name in indicator.splits if name != "donor" and COLUMNS.get(name, name) not in known)


def _parent(indicator: Indicator) -> str:
    return "trainings" if indicator.table == "attendance" else indicator.table


def _collected(indicator: Indicator, whole: Programme, _: tuple[str, ...]) -> Observations:
    own = own_dimensions(indicator, whole)
    at = "parent" if indicator.table == "attendance" else "position"
    columns = {"position", at, "value", "on", "until"} | ({"whole"} if indicator.share else set())
    found = indicator.events(whole.tables).select(*(nw.col(name) for name in sorted(columns)), *_codes(indicator, own))
    rows = engines.collected(found).sort("position")
    seen = _observed(indicator, whole, rows, at, own)
    whole_value = _numbers(rows["whole"]) if indicator.share else seen.value
    return replace(seen, position=rows["position"].to_numpy().astype(np.int32), whole=whole_value)


def _summed(indicator: Indicator, whole: Programme, grain: tuple[str, ...]) -> Observations:
    """The sums of each event, or of each event and what the grain tells apart, as the engine made them."""
    codes = [f"code {name}" for name in grain]
    found = indicator.events(whole.tables).select("parent", "value", "on", "until", *_codes(indicator, grain))
    sums = found.group_by("parent", *codes).agg(
        nw.col("value").sum(), nw.col("on").min(), nw.col("until").min(), nw.len().alias("rows")
    )
    rows = engines.collected(sums).sort("parent", *codes)
    seen, many = _observed(indicator, whole, rows, "parent", grain, lazily=bool(grain)), rows["rows"].to_numpy()
    return replace(seen, grain=grain, rows=many.astype(np.min_scalar_type(many.max(initial=0))))


def _observed(
    indicator: Indicator, whole: Programme, rows: "nw.DataFrame[Any]", at: str, own: Sequence[str], lazily: bool = False
) -> Observations:
    """Lines of `at`, value, on, until and the codes of `own`, with what the rows that choices keep know besides."""
    table = _parent(indicator)
    parents = whole.frames[table]
    place, value, until = rows[at].to_numpy().astype(np.int32), _numbers(rows["value"]), _days(rows["until"])
    splits = {
        name: Split(_choices(indicator.table, name), rows[f"code {name}"].to_numpy().astype(np.int8)) for name in own
    }
    split = _Splits(splits, _known_splits(indicator, whole), place)
    return Observations(
        indicator.table, table, place[:0], place, _days(rows["on"]), until if (until != NEVER).any() else until[:0], value,
        value, not np.isnan(value).any(), split if lazily else dict(split), _units(parents) if table == "trainings" else None,
    )  # fmt: skip


def rows_of(
    indicator: Indicator, programme: Programme, seen: Observations, mask: Flags, most: int | None = None
) -> tuple[Places, Numbers]:
    """The places and values of the first `most` rows that are summed in those lines, in the order of their table: read by
    Polars, since asking a cluster takes longer."""
    whole, codes = programme.whole, [f"code {name}" for name in seen.grain]
    rows = indicator.events(whole.tables_on("polars")).select(
        "position", "parent", "value", *_codes(indicator, seen.grain)
    )
    if not mask.all():
        lines = {"parent": seen.at, **{f"code {name}": seen.splits[name].code.astype(np.int32) for name in seen.grain}}
        chosen = engines.ENGINES["polars"](pd.DataFrame(lines)[mask])
        rows = rows.join(chosen, on=["parent", *codes], how="inner")
    ordered = rows.select("position", "value").sort("position")
    found = engines.collected(ordered if most is None else ordered.head(most))
    return found["position"].to_numpy().astype(np.int32), _numbers(found["value"])


def _codes(indicator: Indicator, dimensions: Sequence[str]) -> list[nw.Expr]:
    return [_coded(indicator.table, name).alias(f"code {name}") for name in dimensions]


def _choices(table: str, name: str) -> tuple[str, ...]:
    return (*TABLES[table].column(name).choices, "")


def _coded(table: str, name: str) -> nw.Expr:
    """A column with a closed vocabulary as the places of its words, so that a million texts need not travel."""
    words = _choices(table, name)
    code = nw.when(nw.col(name) == words[0]).then(0).otherwise(len(words) - 1)
    for place, word in enumerate(words[1:-1], start=1):
        code = nw.when(nw.col(name) == word).then(place).otherwise(code)
    return code


class _Splits(Mapping[str, Split]):
    """Splits of lines by their `own` keys, and by those that the rows `at` those places know: these are looked up when asked
    for, since all of them would take twice the memory of the lines."""

    def __init__(self, own: Mapping[str, Split], known: Mapping[str, Split], at: Places) -> None:
        self._own, self._known, self._at = own, known, at

    def __getitem__(self, name: str) -> Split:
        return self._own[name] if name in self._own else self._known[name].along(self._at)

    def __contains__(self, name: object) -> bool:
        return name in self._own or name in self._known

    def __iter__(self) -> Iterator[str]:
        return iter((*self._own, *self._known))

    def __len__(self) -> int:
        return len(self._own) + len(self._known)


def _known_splits(indicator: Indicator, whole: Programme) -> Mapping[str, Split]:
    """Each row of the table that choices keep as keys, by the dimensions that it knows."""
    table = _parent(indicator)
    rows = whole.frames[table]

    def of(name: str) -> Split:
        return (
            _by_donor(rows, whole.frames[f"{table}_grants"]) if name == "donor" else _by(rows[COLUMNS.get(name, name)])
        )

    own = own_dimensions(indicator, whole)
    return {name: whole.keep(f"{name} of {table}", partial(of, name)) for name in indicator.splits if name not in own}


def _by(column: pd.Series) -> Split:
    """A column as keys in the order of their first sight."""
    code, names = pd.factorize(column)
    return Split((*map(str, names), ""), np.where(code < 0, len(names), code).astype(np.int16))


def _by_donor(rows: pd.DataFrame, links: pd.DataFrame) -> Split:
    """One line for each row and donor; a row that no grant pays for keeps one line without a donor."""
    pairs = links[["row_id", "donor_id"]].drop_duplicates()
    lines = rows[["row_id", "position"]].merge(pairs, on="row_id", how="left").sort_values("position", kind="stable")
    code, names = pd.factorize(lines["donor_id"])
    code = np.where(code < 0, len(names), code).astype(np.int16)
    return Split((*map(str, names), ""), code, lines["position"].to_numpy().astype(np.int32))


def _units(trainings: pd.DataFrame) -> Places:
    """Whose people an event holds: those of its cohort, or its own."""
    code, _ = pd.factorize(trainings["cohort"].fillna("\0" + trainings["training_id"]))
    return code.astype(np.int32)


def _numbers(column: "nw.Series[Any]") -> Numbers:
    return np.asarray(column.cast(nw.Float64).to_numpy(), dtype=np.float64)


def _days(column: "nw.Series[Any]") -> Places:
    days = np.asarray(column.to_numpy(), dtype="datetime64[D]")
    return np.where(np.isnat(days), NEVER, days.astype(np.int64)).astype(np.int32)
