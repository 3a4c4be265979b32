"""measure(indicator, programme, by) -> Result: the one choke point for every number."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from itertools import starmap
from types import MappingProxyType
from typing import NamedTuple

import numpy as np
import pandas as pd

from community_policing.core.i18n import ProgrammeError, listed, t
from community_policing.core.indicators import DONE, INDICATORS, STATES_OF_FORA, Indicator
from community_policing.core.protection_level import DAY
from community_policing.core.quantity import NOTHING, Quantity
from community_policing.measure.aggregate import Selection, select, select_begun
from community_policing.measure.certainty import certain
from community_policing.measure.concern_bounds import bounded
from community_policing.measure.pace import Pace, Target
from community_policing.measure.programme import Programme, Scope
from community_policing.measure.records import Fact
from community_policing.measure.result import (
    EARLIER,
    FINER,
    NO_DATA,
    NO_ROWS,
    NOT_PUBLISHED,
    NOT_PUBLISHED_FOR_SCOPE,
    OF_A_DAY,
    OUTSIDE_SCOPE,
    TOO_FEW,
    WITHHELD,
    Provenance,
    Published,
    Result,
)
from community_policing.measure.targets import pace_of, target_in_force

_BY_SEX = {
    "women_share_of_members": "fora",
    "women_share_at_meetings": "meetings",
}  # shares of people, and of which rows


def measure(key: str, programme: Programme, by: str = "") -> Result:
    """Measure an indicator in the programme's scope at its as-of date.

    Parameters
    ----------
    key
        An indicator of `INDICATORS`.
    programme
        The programme, cut to a scope by `Programme.within`.
    by
        One of the indicator's `splits`; "" measures the whole alone.

    Returns
    -------
    Result
        The figure with its bounds, its parts, target, pace, what was published, and the rows behind it.

    Raises
    ------
    KeyError
        There is no such indicator.
    ProgrammeError
        It cannot be split by that dimension.

    Examples
    --------
    >>> from community_policing.core.paths import DATA
    >>> from community_policing.dataset.load import load
    >>> from community_policing.measure.programme import Programme
    >>> fora = measure("fora_established", Programme.of(load(DATA / "demonstration")), "established_by")
    >>> fora.value.low, {who: part.low for who, part in fora.parts.items()}
    (43.0, {'iom': 30.0, 'police': 13.0})
    """
    indicator = INDICATORS[key]
    if by and by not in indicator.splits:
        raise ProgrammeError(
            t("{indicator} cannot be split by {dimension}.", indicator=t(indicator.label), dimension=by),
            t("Choose one of: {dimensions}.", dimensions=listed(indicator.splits)),
        )
    from_facts = programme.dataset.basis == "facts"
    result = (_from_facts if from_facts else _from_rows)(indicator, programme, by)
    target = target_in_force(indicator, programme)
    rows = select(indicator, programme) if target and not from_facts else None
    return replace(result, target=target, pace=_pace(result, target, rows))


def splits_of(indicator: Indicator, programme: Programme) -> tuple[str, ...]:
    """The dimensions that a reader of this programme may split it by: districts only where its rows are known to lie in some."""
    nowhere = _in_cells(indicator, programme) or not programme.districts
    return tuple(by for by in indicator.splits if not (nowhere and by == "district"))


def by_governorate(key: str, programme: Programme, pcodes: Iterable[str]) -> dict[str, Result]:
    """The figure of each of those governorates with its own target, from one measurement; only those where it is known."""
    split = measure(key, programme, "governorate")
    rows = select(split.indicator, programme)
    known_there = split.split_known and split.value is not None
    return {
        pcode: _place(split, pcode, part, rows if known_there else None, programme)
        for pcode in pcodes
        if (part := split.part(pcode)) is not None
    }


def _place(split: Result, pcode: str, part: Quantity, rows: Selection | None, programme: Programme) -> Result:
    scope = programme.scope.at((pcode,))
    there = replace(
        split, scope=scope, value=part, parts=MappingProxyType({}), by="", published=None, mixed=False,
        behind=_under(rows, pcode) if rows else NO_ROWS,
    )  # fmt: skip
    target = target_in_force(split.indicator, replace(programme, scope=scope))
    own = rows.under("governorate", pcode) if rows and target and not split.from_facts else None
    return replace(there, target=target, pace=_pace(there, target, own))


def _pace(result: Result, target: Target | None, rows: Selection | None) -> Pace | None:
    """Where the figure stands against that target; of what was published nobody knows when it came about."""
    if target is None or rows is None:
        return pace_of(result.indicator, target, result.value, None, result.as_of)
    dated = rows.programme.grain == DAY
    pace = pace_of(result.indicator, target, result.value, gains(rows), result.as_of, batch_size(rows), dated)
    return certain(pace, target, result.value, rows) if pace and result.value else pace


def _under(rows: Selection, pcode: str) -> Provenance:
    indicator, programme = rows.indicator, rows.programme

    def there() -> Selection:
        return select(indicator, programme).under("governorate", pcode)

    return Provenance(rows.under("governorate", pcode).count, lambda: there().ids, lambda: there().sources)


def over_time(key: str, programme: Programme) -> tuple[tuple[date, float], ...]:
    """The figure at the end of each day on which it changed, up to the as-of date; of a protected view at the end of each of
    its periods; empty where nothing was counted.

    Shares and bounds have no running total, and published figures no rows to run over: these give an empty one.
    """
    indicator = INDICATORS[key]
    of_one_date = _in_cells(indicator, programme)
    if indicator.share or indicator.people or of_one_date or programme.dataset.basis == "facts":
        return ()
    points = select_begun(indicator, programme).over_time()
    return points if programme.grain == DAY else _at_ends(points, programme)


def _at_ends(points: tuple[tuple[date, float], ...], programme: Programme) -> tuple[tuple[date, float], ...]:
    """The running total at the end of each period from the first point on."""
    if not points:
        return ()
    ends = [end for end in programme.ends(points[0][0]) if end <= programme.as_of]
    return tuple((end, [total for day, total in points if day <= end][-1]) for end in ends)


def first_day(programme: Programme) -> date | None:
    """The day the first forum was set up or IOM's first event held; None where nothing is dated."""
    (set_up,) = programme.columns("fora", "established_on")
    status, whose, ended = programme.columns("trainings", "status", "scope", "ends_on")
    days = np.concatenate((set_up, ended[(status == "completed") & (whose == "iom")])).astype("datetime64[D]")
    return min(days[~np.isnat(days)].tolist(), default=None)


class Overdue(NamedTuple):
    """A work or delivery past its due date; `pcode` is "" where no governorate is on record."""

    item_id: str
    name: str
    pcode: str
    due: date


def overdue(programme: Programme) -> tuple[Overdue, ...]:
    """List IOM's works not done by the as-of date although they were due before it, the longest overdue first."""
    day = np.datetime64(programme.as_of)
    whose, status, due, completed = programme.columns("infrastructure", "scope", "status", "due_on", "completed_on")
    undated = np.isnat(completed) & np.logical_or.reduce([status == each for each in DONE])
    late = np.flatnonzero((whose == "iom") & (status != "cancelled") & (due < day) & ~((completed <= day) | undated))
    late = late[np.argsort(due[late], kind="stable")]
    ids, places = (each[late] for each in programme.columns("infrastructure", "item_id", "governorate"))
    names = programme.whole.names("infrastructure", "name")
    cells = zip(ids, map(names.__getitem__, ids), places, due[late].astype("datetime64[D]").tolist(), strict=True)
    return tuple(starmap(Overdue, cells))


def rows_behind(indicator: Indicator, programme: Programme, most: int | None = None) -> pd.DataFrame:
    """Return the first `most` rows that count in scope, with `counts` and, for shares, `of`."""
    rows = select(indicator, programme)
    places, value = rows.counted(most)
    of = rows.events.whole[rows.places[:most]] if indicator.share else value
    return programme.rows(rows.events.own, places).assign(counts=value, of=of)


def gains(rows: Selection) -> Sequence[tuple[date, float]]:
    """When each row that counts began to, and by how much: what a pace is read from.  Shares and bounds have none."""
    return () if rows.indicator.share or rows.indicator.people else rows.gains()


def batch_size(rows: Selection) -> float:
    """How much comes at once: the sum of squares of what each event, forum or handover brought, over their sum; at least 1."""
    brought = np.bincount(rows.events.at[rows.mask], rows.events.known[rows.mask])
    return max(1.0, float((brought**2).sum() / brought.sum())) if brought.any() else 1.0


def _from_rows(indicator: Indicator, programme: Programme, by: str) -> Result:
    if why := _outside(indicator, programme):
        return Result(indicator, programme.scope, programme.as_of, None, absent=why, by=by)
    rows = select(indicator, programme)
    value = rows.total()
    if value and not programme.scope.whole and not indicator.share:
        value = _with_unsaid(value, indicator, programme)
    published = _published(indicator, programme)
    if published and programme.protected and published.as_of < programme.dataset.as_of:
        published = (
            None  # protected dates stand at the end of their period: what they say of a day within it is no proof
        )
    if published:
        earlier = published.as_of < programme.as_of
        then = select(indicator, programme, published.as_of).total() if earlier else value
        published = replace(published, counted=then)
    unplaced, twice = _unplaced(rows, programme, by)
    result = Result(
        indicator, programme.scope, programme.as_of, value, absent="" if value else NO_DATA, by=by,
        parts=MappingProxyType(_parts(rows, programme, by)), unplaced=unplaced, twice=MappingProxyType(twice),
        published=published, mixed=rows.mixed, behind=_behind(rows),
    )  # fmt: skip
    return bounded(result, programme.dataset) if indicator.table == "concerns" else result


def _parts(rows: Selection, programme: Programme, by: str) -> dict[str, Quantity]:
    """Each part, with what more it may hold where a choice leaves rows out of which nobody says whether they belong to it."""
    inside = {key: part for (key,), part in rows.by((by,)).items()} if by else {}
    possible = select(rows.indicator, programme, may_be=True)
    if not by or programme.scope.whole or rows.indicator.share or possible is rows:
        return inside
    return {key: inside.get(key, NOTHING).up_to(most) for (key,), most in possible.by((by,)).items()}


def _behind(rows: Selection) -> Provenance:
    """Keeps the choice and not the rows: they are found again when somebody asks for them."""
    indicator, programme = rows.indicator, rows.programme

    return Provenance(
        rows.count, lambda: select(indicator, programme).ids, lambda: select(indicator, programme).sources
    )


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
        behind=Provenance.of((published.fact_id,), (published.source_id,) if published.source_id else ()),
    )
    if select(indicator, whole).total() != published.value:
        return fact if programme.scope.whole else replace(unknown, absent=NOT_PUBLISHED_FOR_SCOPE)
    from_rows = replace(_from_rows(indicator, programme, by), from_facts=True)
    if not programme.scope.whole:
        return from_rows
    return replace(fact, parts=from_rows.parts, unplaced=from_rows.unplaced, twice=from_rows.twice, split_known=True)


def _with_unsaid(value: Quantity, indicator: Indicator, programme: Programme) -> Quantity:
    """The figure with what more the choice may hold: rows of which the record does not say whether they belong to it."""
    return value.up_to(select(indicator, programme, may_be=True).total() or value)


def _unplaced(rows: Selection, programme: Programme, by: str) -> tuple[Quantity, dict[str, float]]:
    """Return how much more any governorate, or district, may have: what is on record without one; people counted there already
    stay out."""
    indicator, dimension = rows.indicator, by if by == "district" else "governorate"
    if indicator.share or "governorate" not in indicator.splits:
        return NOTHING, {}
    if by == "district":
        rows = select(indicator, programme, may_be=True)
    elif programme.scope.governorates:
        everywhere = replace(programme.scope, governorates=(), as_of=None)
        country = programme.keep("country", lambda: programme.whole.within(everywhere))
        rows = select(indicator, country, programme.as_of, may_be=True)
    elif by == "governorate":
        rows = select(indicator, programme, may_be=True)
    else:
        return NOTHING, {}
    without = rows.under(dimension, "").total()
    if not without or not without.high:
        return NOTHING.up_to(without) if without else NOTHING, {}
    counts_twice = indicator.people and by == dimension
    return NOTHING.up_to(without), rows.twice(dimension) if counts_twice else {}


def _outside(indicator: Indicator, programme: Programme) -> str:
    """Why the indicator has nothing to say in this scope: no row of its kind is on record, fora set up by somebody else are
    asked for, or members are withheld."""
    if not programme.records(indicator):
        return TOO_FEW if _in_cells(indicator, programme) else NO_DATA
    if why := _of_another_day(indicator, programme):
        return why
    chosen = programme.scope.established_by
    for who in ("iom", "police"):
        if chosen and indicator.key == f"fora_established_{who}" and who not in chosen:
            return OUTSIDE_SCOPE
    counted = _BY_SEX.get(indicator.key)
    return WITHHELD if counted and _withheld(programme, counted) else ""


def _of_another_day(indicator: Indicator, programme: Programme) -> str:
    """Why there is no such figure on this day or in this choice: states of fora are of a day, and protected ones of the dataset's
    own; concerns are told in cells by governorate alone to who may not see their rows, and for that day alone."""
    scope, earlier = programme.scope, programme.as_of < programme.dataset.as_of
    if indicator.key in STATES_OF_FORA:
        return OF_A_DAY if scope.periods else EARLIER if earlier and programme.protected else ""
    if not _in_cells(indicator, programme):
        return ""
    return FINER if replace(scope, as_of=None, governorates=()) != Scope() else EARLIER if earlier else ""


def _in_cells(indicator: Indicator, programme: Programme) -> bool:
    """Whether this reader has cells of concerns in place of their rows."""
    return indicator.table == "concerns" and programme.dataset.concern_cells is not None


def _withheld(programme: Programme, table: str) -> bool:
    """Whether rows of the scope have people whose sex is not told to this reader: the share of the others is no share."""
    if not programme.protected:
        return False
    rows = programme.whole.frames[table]
    begun = rows["established_on"].notna() if table == "fora" else pd.Series(True, rows.index)
    closed = programme.whole.keep(
        f"{table} not in detail", lambda: (begun & ~programme.in_detail(rows["grants"])).to_numpy(dtype=bool)
    )
    return bool((closed & programme.inside(table)).any())


def _published(indicator: Indicator, programme: Programme) -> Published | None:
    """The latest published statement of the national figure that the as-of date allows; a plan stands until it is due."""
    if not indicator.published or not programme.scope.whole:
        return None
    plan = indicator.key == "fora_planned"
    facts = [fact for fact in programme.facts if fact.indicator == indicator.published and fact.value]
    facts = [fact for fact in facts if (_stands(fact, programme) if plan else fact.as_of <= programme.as_of)]
    if not facts:
        return None
    fact = facts[0 if plan else -1]
    return Published(fact.value, fact.as_of, fact.fact_id, fact.source, None) if fact.value else None


def _stands(plan: Fact, programme: Programme) -> bool:
    """A published plan stands from the start of its phase, else from the date the data opens on, until it is due."""
    start = programme.phase_starts.get(plan.phase_id, programme.dataset.opens_on)
    return start <= programme.as_of < plan.as_of
