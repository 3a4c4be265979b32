"""Reach: whom each phase and donor reached, cohorts, the flow from donor to group, seats over time, cost per seat.

Every total is measured, never summed from the cells shown: a co-funded seat counts under each donor and once in the total,
and people are bounds that add over nothing.  Of a published record nothing is crossed: its totals have no rows to split.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from types import MappingProxyType

import numpy as np
import pandas as pd

from community_policing.core.indicators import INDICATORS, Indicator
from community_policing.core.periods import months_between, period_starts
from community_policing.core.protection_level import MONTHS
from community_policing.core.quantity import NOTHING, Quantity
from community_policing.core.schema import TABLES
from community_policing.measure.aggregate import Key, Selection, select
from community_policing.measure.programme import Programme

STAGES = ("donor", "phase", "kind", "participant_group")  # of the flow
OTHERS = "·others"  # in the flow of chosen donors: the parts of all others who paid with them
MONTHLY = 18  # months of a trend that are still told apart; of a longer one, quarters


@dataclass(frozen=True, eq=False)
class Crosstab:
    """An indicator crossed: keys of the rows and of the columns, a quantity for each pair, and totals, each measured.

    `equally`: co-funded rows count in equal parts under their donors, and the total is that of those parts.
    """

    indicator: Indicator
    rows: tuple[Key, ...]
    columns: tuple[Key, ...]
    cells: Mapping[tuple[Key, Key], Quantity]
    row_totals: Mapping[Key, Quantity]
    column_totals: Mapping[Key, Quantity]
    total: Quantity
    equally: bool

    def cell(self, row: Key, column: Key) -> Quantity:
        """What is on record there; nothing is 0."""
        return self.cells.get((row, column), NOTHING)


@dataclass(frozen=True)
class Cohort:
    """The same people at several events: seats add up, people are those of the largest session."""

    name: str
    sessions: int
    seats: int
    people: Quantity
    phases: tuple[str, ...]
    donors: tuple[str, ...]


@dataclass(frozen=True)
class Link:
    """Seats that flow from one key of a stage to one of the next, co-funded ones in equal parts."""

    stage: int
    source: str
    target: str
    seats: float


@dataclass(frozen=True)
class Flow:
    """Seats through the stages: of each stage what its keys come to, and the links from each to the next."""

    stages: tuple[Mapping[str, float], ...]
    links: tuple[Link, ...]
    split: frozenset[str] = frozenset()  # the donors whose seats hold equal parts of co-funded ones
    few: int = 0  # fewer seats are not shown
    base: int = 0  # of what the seats that are shared are multiples; 0 where they are exact

    @property
    def seats(self) -> float:
        """All that flow."""
        return sum(self.stages[0].values())


@dataclass(frozen=True)
class Trend:
    """Seats by participant group: one number for each of the periods, of so many months, that begin at `starts`."""

    months: int
    starts: tuple[date, ...]
    seats: Mapping[str, tuple[int, ...]]
    few: int = 0  # fewer seats are not shown


def crosstab(
    key: str, programme: Programme, rows: Sequence[str], columns: Sequence[str], equally: bool = False
) -> Crosstab | None:
    """The indicator by those dimensions; None where only published figures are shown.

    People are never shared: they stay bounds under each donor, whatever was asked.  Cells hold what a choice may hold for
    all the record says, as its figure does.  Raises ValueError for a percentage, which has no parts.
    """
    indicator = INDICATORS[key]
    if indicator.share:
        raise ValueError(f"{key} is a percentage: its parts are of different wholes")
    if programme.dataset.basis == "facts":
        return None
    shared, size = equally and not indicator.people, len(rows)
    cells = _by((*rows, *columns), indicator, programme, shared)
    down, across = (_by(dimensions, indicator, programme, shared) for dimensions in (rows, columns))
    return Crosstab(
        indicator, _ordered(down, rows, programme), _ordered(across, columns, programme),
        MappingProxyType({(key[:size], key[size:]): cell for key, cell in cells.items()}),
        MappingProxyType(down), MappingProxyType(across), _by((), indicator, programme, shared).get((), NOTHING), shared,
    )  # fmt: skip


def _by(dimensions: Sequence[str], indicator: Indicator, programme: Programme, equally: bool) -> dict[Key, Quantity]:
    """At least what is inside the choice; at most with what may be, since the record does not say."""
    rows, possible = select(indicator, programme), select(indicator, programme, may_be=True)
    inside = rows.by(dimensions, equally)
    if programme.scope.whole or possible is rows:
        return inside
    most = possible.by(dimensions, equally)
    return {key: inside.get(key, NOTHING).up_to(part) for key, part in most.items()}


def _ordered(keys: Iterable[Key], dimensions: Sequence[str], programme: Programme) -> tuple[Key, ...]:
    """In the order of the tables and vocabularies; what is not on record last."""
    ranks = [_ranks(name, programme) for name in dimensions]

    def place(key: Key) -> tuple[tuple[int, str], ...]:
        return tuple((rank.get(part, len(rank)), part) for rank, part in zip(ranks, key, strict=True))

    return tuple(sorted(keys, key=place))


def _ranks(dimension: str, programme: Programme) -> Mapping[str, int]:
    tables = {"phase": "phases", "donor": "donors"}
    if dimension in tables:
        return {key: place for place, key in enumerate(programme.names(tables[dimension], "name"))}
    words = (column.choices for table in TABLES.values() for column in table.columns if column.name == dimension)
    return {word: place for place, word in enumerate(dict.fromkeys(word for choices in words for word in choices))}


def cohorts(programme: Programme) -> tuple[Cohort, ...]:
    """The cohorts that came more than once in this choice by its date, in the order of the table."""
    if programme.dataset.basis == "facts":
        return ()
    events_held = select(INDICATORS["events_held"], programme)
    events = programme.rows("trainings", np.sort(events_held.events.position[events_held.mask]))
    events = events[events["cohort"].notna()]
    events = events.assign(seats=_seats_by_event(select(INDICATORS["attendances"], programme), events))
    sums = events.groupby("cohort", sort=False)["seats"].agg(["size", "sum", "max", "min"])
    sums = sums[(sums["size"] > 1) & (sums["sum"] > 0)]
    paid = programme.whole.frames["trainings_grants"].merge(events[["row_id", "cohort"]], on="row_id")
    phases, donors = _distinct(events, "phase_id"), _distinct(paid, "donor_id")
    return tuple(
        Cohort(
            str(name), int(many), int(seats), Quantity(float(most), float(most) if least else None),
            phases.get(name, ()), donors.get(name, ()),
        )
        for name, many, seats, most, least in sums.itertuples()
    )  # fmt: skip


def _distinct(rows: pd.DataFrame, column: str) -> dict[str, tuple[str, ...]]:
    """The values of a column under each cohort, in their order."""
    pairs = rows[["cohort", column]].dropna().drop_duplicates()
    return {str(name): tuple(values) for name, values in pairs.groupby("cohort", sort=False)[column]}


def _seats_by_event(rows: Selection, events: pd.DataFrame) -> "pd.Series[float]":
    """The seats that count at each of those events."""
    size = len(rows.programme.whole.frames["trainings"])
    seats = np.bincount(rows.events.at[rows.mask], rows.events.value[rows.mask], size)
    return pd.Series(seats[events["position"].to_numpy()], index=events.index)


def flow(programme: Programme) -> Flow | None:
    """Seats from donor to phase to kind of event to participant group; None where there are none.  Co-funded seats are
    shared equally, so that each flows once: what comes to a key leaves it again.  With donors chosen, the parts of all others
    who paid with them flow beside theirs, so that the whole is the page's figure."""
    rows = select(INDICATORS["attendances"], programme)
    if programme.dataset.basis == "facts" or not rows.count:
        return None
    everybody = replace(rows, programme=replace(programme, scope=replace(programme.scope, donors=())))
    # Exact fractions: along every way one whole
    cube = _others_together(everybody.shares(STAGES), programme.scope.donors)
    split = _others_together({(donor,): Fraction(1) for donor in everybody.co_funded}, programme.scope.donors)
    stages = tuple(
        MappingProxyType({key[0]: seats for key, seats in _margin(cube, (place,), programme).items()})
        for place in range(len(STAGES))
    )
    links = tuple(
        Link(stage, source, target, seats)
        for stage in range(len(STAGES) - 1)
        for (source, target), seats in _margin(cube, (stage, stage + 1), programme).items()
    )
    donors = frozenset(donor for (donor,) in split)
    return Flow(stages, links, donors, _few(programme), base(programme)) if links else None


def _others_together(cube: Mapping[Key, Fraction], chosen: Sequence[str]) -> dict[Key, Fraction]:
    """The parts by keys that begin with a donor, those of donors who were not chosen under one key."""
    sums: dict[Key, Fraction] = {}
    for (donor, *rest), part in cube.items():
        key = (donor if not chosen or donor in chosen else OTHERS, *rest)
        sums[key] = sums.get(key, Fraction(0)) + part
    return sums


def _few(programme: Programme) -> int:
    """Below how many seats a figure is not shown to this reader."""
    return programme.threshold if _rounded(programme) else 0


def base(programme: Programme) -> int:
    """Of what the seats of this choice are multiples; 0 where this reader sees them as recorded."""
    return programme.rounded_to if _rounded(programme) else 0


def _rounded(programme: Programme) -> bool:
    """Whether seats of this choice are rounded: unless all of its governorates are the reader's own, or nothing is protected."""
    places = programme.scope.governorates
    return programme.protected and not (places and all(map(programme.as_recorded, places)))


def _margin(cube: Mapping[Key, Fraction], places: Sequence[int], programme: Programme) -> dict[Key, float]:
    """The cube's sums over all but some of its dimensions: those that are not nothing, in order."""
    sums: dict[Key, Fraction] = {}
    for key, part in cube.items():
        margin = tuple(key[place] for place in places)
        sums[margin] = sums.get(margin, Fraction(0)) + part
    ordered = _ordered(sums, [STAGES[place] for place in places], programme)
    return {key: float(sums[key]) for key in ordered if sums[key]}


def trend(programme: Programme) -> Trend | None:
    """Count seats by group and by the shortest period that the view knows and that has room; None where there are none."""
    rows = select(INDICATORS["attendances"], programme)
    if programme.dataset.basis == "facts" or not rows.count:
        return None
    first, last = rows.gains()[0][0], programme.as_of
    months = max(1 if months_between(first, last) < MONTHLY else 3, MONTHS.get(programme.grain, 1))
    starts = period_starts(first, last, months)
    seats: dict[str, tuple[int, ...]] = {}
    seat_gains = rows.gains_by(("participant_group",))
    for key in _ordered(seat_gains, ("participant_group",), programme):
        group, gains = key[0], seat_gains[key]
        at = np.array([months_between(starts[0], day) // months for day, _ in gains])
        seats[group] = tuple(int(s) for s in np.bincount(at, [count for _, count in gains], len(starts)))
    return Trend(months, starts, MappingProxyType(seats), _few(programme))
