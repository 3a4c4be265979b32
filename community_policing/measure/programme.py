"""Programme, every table of one data release, seen through one scope; frozen."""

import weakref
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import lru_cache, partial, wraps
from itertools import filterfalse
from typing import Any, ParamSpec, TypeVar

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from community_policing.core import engine as engines, schema
from community_policing.core.geography import districts
from community_policing.core.i18n import language
from community_policing.core.indicators import Indicator
from community_policing.core.protection_level import DAY, ends_until, last_end, period_end
from community_policing.core.quantity import Quantity
from community_policing.dataset.load import Dataset
from community_policing.measure import records
from community_policing.measure.frames import FUNDED, frames_of
from community_policing.measure.names import every_name, names_of
from community_policing.measure.scope import (
    Flags,
    RowFilter,
    Scope as Scope,  # a programme is asked for by its scope
)
from community_policing.measure.tables import TablesInside, WholeTables, column_cells, targets_within

T = TypeVar("T")
P = ParamSpec("P")


@dataclass(frozen=True, eq=False)
class Programme:
    """All tables of one release as the measures read them, seen through one scope.

    `frames` holds the rows inside the scope of each of the schema's tables, with `row_id` (the key's parts joined by
    " · ") and `position` (the row's place in the whole table), with `plan_from` in fora, with the forum's place, phase and
    grants in meetings and concerns, and with a link table for each table that grants pay for, such as `fora_grants` (row_id,
    grant_id, donor_id): one line for each grant that pays for a row, so that a co-funded row can be found under each donor
    and still counted once.
    """

    dataset: Dataset
    frames: Mapping[str, pd.DataFrame]
    scope: Scope
    engine: str = "pandas"
    base: "Programme | None" = None
    kept: dict[Hashable, Any] = field(default_factory=dict, repr=False)  # what `keep` made from these frames
    # What `cached_on_programme` functions made of this
    made: dict[Any, Any] = field(default_factory=dict, init=False, repr=False)

    @classmethod
    def of(cls, dataset: Dataset, engine: str = "") -> "Programme":
        """The whole programme of that dataset, at the date it opens on; on the engine that is set, where none is given."""
        frames = frames_of(dataset, protected=dataset.guard is not None)
        engine = engine or engines.chosen(dataset.rows, bool(dataset.scans))
        return cls(dataset, WholeTables(frames, dataset.scans), Scope(), engine)

    @property
    def as_of(self) -> date:
        """The date that every figure speaks of, unless it says otherwise: in a protected view one that its grain knows."""
        return self.snapped(self.asked)

    @property
    def asked(self) -> date:
        """The date that the reader asked for."""
        return self.scope.as_of or self.dataset.opens_on

    @property
    def grain(self) -> str:
        """How finely dates are known here: by day, or, of what is protected, by quarter or year."""
        guard = self.dataset.guard
        if guard is None or self.dataset.basis == "facts":
            return DAY
        scope = self.scope  # named in the key: a governorate's own target is looked up in the country's frames
        return self.keep(
            f"grain {scope.governorates} {scope.donors}", lambda: guard.grain(scope.governorates, self._paying())
        )

    def _paying(self) -> frozenset[str]:
        """The programme's own grants of the donors chosen."""
        grants = self.whole.frames["grants"]
        own = grants[grants["donor_id"].isin(self.scope.donors) & (grants["scope"] == "iom")]
        return frozenset(own["grant_id"].astype("str"))

    @property
    def protected(self) -> bool:
        """Whether this reader sees protected rows: people rounded, places approximate, dates at the end of their period."""
        return self.dataset.guard is not None

    def suppress(self, people: Quantity, indicator: Indicator) -> Quantity:
        """Return a number of people as this reader may see it: a small one only as small, any other as about so many.  As it is,
        where nothing is protected, and where the indicator counts no people."""
        level = self.dataset.concern_level if indicator.table == "concerns" else self.dataset.guard
        return level.shown(people) if level and indicator.persons else people

    @property
    def threshold(self) -> int:
        """Below how many people no figure is shown to this reader; 0 where nothing is protected."""
        return self.dataset.guard.threshold if self.dataset.guard else 0

    @property
    def rounded_to(self) -> int:
        """Of what number the people of a cell are a multiple for this reader; 0 where nothing is protected."""
        return self.dataset.guard.base if self.dataset.guard else 0

    @property
    def own_governorates(self) -> tuple[str, ...]:
        """The governorates whose rows this reader sees as recorded though others are protected."""
        return self.dataset.guard.own_governorates if self.dataset.guard else ()

    def as_recorded(self, governorate: str) -> bool:
        """Whether this reader sees the rows of that governorate as they were recorded."""
        return not self.protected or governorate in self.own_governorates

    def in_detail(self, grants: "pd.Series[Any]") -> "pd.Series[bool]":
        """Flag the rows, by the grants that pay for them, that this reader sees in full detail."""
        guard = self.dataset.guard
        return guard.in_detail(grants) if guard else pd.Series(True, index=grants.index)

    def snapped(self, day: date) -> date:
        """The last day up to that one on which figures are true here: an end of a period, or the dataset's own date."""
        if self.grain == DAY or day >= self.dataset.as_of:
            return day
        return last_end(day, self.grain)

    def coarsest_end(self, day: date) -> date:
        """The end of the coarsest period, in which the day lies, that protected rows are dated by; the day itself where nothing
        is protected, and on the dataset's own date, which no row before it was moved past."""
        guard = self.dataset.guard
        if guard is None or self.dataset.basis == "facts" or day >= self.dataset.as_of:
            return day
        return period_end(day, guard.period if guard.own_grants is None else guard.period_of_others)

    def ends(self, first: date) -> tuple[date, ...]:
        """Return the ends of the view's periods from the one that holds `first` on, and the dataset's own date."""
        return ends_until(first, self.dataset.as_of, self.grain)

    @property
    def whole(self) -> "Programme":
        """The programme before any scope was chosen."""
        return self.base or self

    def keep(self, name: Hashable, make: Callable[[], T]) -> T:
        """What `make` makes from the frames, made once for every date they are read at."""
        if name not in self.kept:
            self.kept[name] = make()
        value: T = self.kept[name]
        return value

    def last(self, most: int, make: Callable[..., T]) -> Callable[..., T]:
        """The same function with its last answers, at most so many, kept on the whole programme: whatever they hold of it goes
        when it goes.  In a cache of the module they would hold a release in memory that no reader can open any more."""
        return self.whole.keep(make, lambda: lru_cache(maxsize=most)(make))

    @property
    def tables(self) -> engines.Tables:
        """The tables as the measures read them."""
        return self.tables_on(self.engine)

    def tables_on(self, engine: str) -> engines.Tables:
        """The same on another engine: rows of a large table are read by Polars, whatever sums them."""
        scans = {name: large.on(engine) for name, large in self.dataset.scans.items()}
        return self.keep(f"tables on {engine}", lambda: engines.tables(self.frames, engine, scans))

    @property
    def targets(self) -> tuple[records.TargetRecord, ...]:
        """The targets of this scope, in file order: they are few, and asked for often."""
        every, scope = self._every_target, self.scope
        return self.keep("targets", lambda: tuple(every[place] for place in targets_within(every, scope)))

    @property
    def _every_target(self) -> tuple[records.TargetRecord, ...]:
        return self.whole.keep("every target", lambda: records.target_records(self.whole.frames["targets"]))

    @property
    def sources(self) -> Mapping[str, records.Source]:
        """The sources by their ids, in file order."""
        return self.whole.keep("sources", lambda: records.sources(self.frames["sources"]))

    @property
    def phase_starts(self) -> Mapping[str, date]:
        """The first day of each phase of which it is on record."""
        return self.whole.keep("phase starts", lambda: records.starts(self.frames["phases"]))

    @property
    def facts(self) -> tuple[records.Fact, ...]:
        """The programme's own published facts, in the order of the dates they speak of."""
        return self.whole.keep("facts", lambda: records.own_facts(self.frames["facts"]))

    def within(self, scope: Scope) -> "Programme":
        """Return the part of the whole programme inside a scope, whatever was chosen before.

        Targets are filtered too: a figure is never compared with the target of something larger.  Rows that do not say
        where, when, in which phase or by whom are outside any such choice.  Quarters and districts choose nothing in a
        protected view, where some rows are dated at the end of their year and placed in their governorate.

        Parameters
        ----------
        scope
            As-of date, governorates and districts (P-codes), phases, donors, who established fora, periods; empty fields
            choose all, and districts choose their governorates with them.

        Returns
        -------
        Programme
            The same release seen through the scope; no table is copied.

        Examples
        --------
        >>> from community_policing.core.paths import DATA
        >>> from community_policing.dataset.load import load
        >>> programme = Programme.of(load(DATA / "demonstration"))
        >>> len(programme.frames["fora"]), len(programme.within(Scope(governorates=("IQG08",))).frames["fora"])
        (47, 10)
        """
        if self.protected:
            scope = replace(scope, periods=tuple(filter(_is_year, scope.periods)), districts=())
        if scope.districts and not scope.governorates:
            scope = replace(scope, governorates=tuple(sorted({code[:5] for code in scope.districts})))
        if replace(scope, as_of=None) == replace(self.scope, as_of=None):
            return replace(self, scope=scope, base=self.whole)  # the same rows, read at another date
        return replace(self, frames=TablesInside(self.whole, scope), scope=scope, base=self.whole, kept={})

    def inside(self, table: str) -> Flags:
        """Which rows of the whole table, one of `FUNDED`, are inside the scope."""
        return self.keep(f"inside {table}", lambda: self.choices(table).inside(self.scope))

    def possible(self, table: str) -> Flags:
        """Which rows of the whole table may be inside the scope, for all that the record says."""
        return self.keep(f"possible {table}", lambda: self.choices(table).possible(self.scope))

    def columns(self, table: str, *names: str) -> tuple[NDArray[Any], ...]:
        """Columns of the rows inside the scope, of one of `FUNDED`, in file order: days as numpy's and numbers as floats, NaT and
        NaN where a cell is empty, all else as objects, None where it is.  They are read once for the whole programme."""
        frame, inside = self.whole.frames[table], self.inside(table)
        return tuple(
            self.whole.keep((column_cells, table, name), partial(column_cells, frame, name))[inside] for name in names
        )

    def records(self, indicator: Indicator) -> bool:
        """Whether the dataset has any row of the kind without which nothing is known of that indicator."""
        return not indicator.needs or not self.whole.frames[indicator.needs].empty

    def rows(self, table: str, positions: NDArray[np.integer[Any]]) -> pd.DataFrame:
        """Rows of the whole table by their positions."""
        large = self.dataset.scans.get(table)
        return large.at(positions) if large else self.whole.frames[table].iloc[positions]

    def where(self, table: str, column: str, values: Sequence[str]) -> pd.DataFrame:
        """The rows of the whole table whose column has one of those values, without reading the others."""
        large, frame = self.dataset.scans.get(table), self.whole.frames
        return large.where(column, values) if large else frame[table][frame[table][column].isin(values)]

    def choices(self, table: str) -> RowFilter:
        """What choices ask of the rows of a table, coded once for the whole programme."""
        frames = self.whole.frames
        return self.whole.keep(
            f"choices {table}", lambda: RowFilter.of(table, frames[table], frames[f"{table}_grants"])
        )

    @property
    def periods(self) -> tuple[str, ...]:
        """The years and quarters of what came about or is to, latest first, years before quarters; years alone where protected."""
        return self.whole.keep("periods", self._periods)

    def _periods(self) -> tuple[str, ...]:
        found = {key for table in FUNDED for key in self.choices(table).keys["periods"].names}
        quarters = () if self.protected else filterfalse(_is_year, found)
        periods = {*(key[:4] for key in found), *quarters}
        return tuple(sorted(periods, key=lambda key: (key[:4], _is_year(key), key), reverse=True))

    @property
    def districts(self) -> tuple[str, ...]:
        """The districts of the governorates in which any row lies in one, by their codes; none in a protected view."""
        return self.whole.keep("districts", self._districts)

    def _districts(self) -> tuple[str, ...]:
        if self.protected:
            return ()
        found = {key for table in FUNDED for key in self.choices(table).keys["districts"].names}
        homes = {code[:5] for code in found | set(self.whole.frames["estimates"]["district"].dropna())}
        return tuple(code for code in districts() if code[:5] in homes)

    def likely_districts(self, table: str = "") -> frozenset[str]:
        """The districts that only the nearest district's point gives some row of that table, or of any; a seat is where its event
        was."""
        table = "trainings" if table == "attendance" else table

        def read() -> frozenset[str]:
            frames = [self.whole.frames[name] for name in ((table,) if table else FUNDED)]
            return frozenset(code for rows in frames for code in rows.loc[rows["district_likely"], "district"])

        return self.whole.keep(f"likely districts of {table}", read)

    def names(self, table: str, column: str) -> dict[str, str]:
        """The key of each row of a table -> its `column`, a name in the language in force, in file order."""

        def read() -> dict[str, str]:
            frame = self.frames[table]
            return dict(zip(frame[schema.TABLES[table].key[0]], names_of(frame, column), strict=True))

        return self.keep(
            f"names of {table} by {column} in {language()}", read
        )  # each file name and title asks for them

    def every_name(self, table: str, *columns: str) -> dict[str, tuple[str, ...]]:
        """The key of each row of a table -> its names in those columns, in all languages that it has one in."""
        frame = self.frames[table]
        return dict(zip(frame[schema.TABLES[table].key[0]], every_name(frame, *columns), strict=True))


def cached_on_programme(make: Callable[P, T]) -> Callable[P, T]:
    """Memoise a function of a programme and other plain values on that programme.

    What many choices leave in memory is bounded by the number of programmes in the cache: an entry goes with its programme,
    and holds no other one that the answer was made of beside it.

    Parameters
    ----------
    make
        Takes a Programme, perhaps others after it, and hashable values that, with the language in force, are all of what its
        answer depends on.

    Returns
    -------
    Callable
        The same function; asked again with equal values in the same language it returns the same object.

    Examples
    --------
    >>> from community_policing.core.paths import DATA
    >>> from community_policing.dataset.load import load
    >>> programme, calls = Programme.of(load(DATA / "public_record")), []
    >>> @cached_on_programme
    ... def twice(programme: Programme, number: int) -> int:
    ...     calls.append(number)
    ...     return 2 * number
    >>> twice(programme, 4), twice(programme, 4), calls
    (8, 8, [4])
    """

    @wraps(make)
    def held(*args: P.args, **options: P.kwargs) -> T:
        owner = next(each for each in args if isinstance(each, Programme))
        others = tuple(weakref.ref(each) if isinstance(each, Programme) else each for each in args)
        key = (make, language(), others, tuple(sorted(options.items())))
        if key not in owner.made:
            owner.made[key] = make(*args, **options)
        value: T = owner.made[key]
        return value

    return held


def has_value(value: Any) -> bool:
    """Whether a cell holds something, in any engine: not None, and equal to itself (NaN and NaT are not)."""
    return value is not None and value is not pd.NA and bool(value == value)


def _is_year(period: str) -> bool:
    return len(period) == 4
