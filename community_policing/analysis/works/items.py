"""The programme's sites and equipment, item by item: how far each is, what is late, what it cost.

The rules of what counts are the indicators' own: an item is listed exactly where one of AGREED counts it, and is overdue
exactly where `works_overdue` counts it.  Kinds are never added to one another; other agencies' works are never listed.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd

from community_policing.analysis.row_facts import (
    Detail,
    counts,
    funding,
    payers,
    record,
    recorded as recorded,  # for the pages too
    row_of,
)
from community_policing.analysis.works.pipeline import AGREED, BY_DATES
from community_policing.core import formats, labels
from community_policing.core.geography import place_name
from community_policing.core.i18n import N_, clauses, listed, n, plural, t
from community_policing.core.indicators import DONE, INDICATORS
from community_policing.core.protection_level import MONTHS
from community_policing.core.quantity import Quantity, grammatical_number
from community_policing.measure.aggregate import select
from community_policing.measure.names import name_of, names_of
from community_policing.measure.programme import Programme, cached_on_programme, has_value
from community_policing.measure.result import Result


@dataclass(frozen=True)
class Item:
    """A site or a lot of equipment as it stood on the as-of date.  `stage` is one of STAGES, or, for a day before the
    dataset's own, one of BY_DATES; `late` are the days past its due date, `quantity` None is not published.  Cost and note
    are recorded for the dataset's own date, and are left out for an earlier one."""

    item_id: str
    name: str
    kind: str
    stage: str
    pcode: str
    place: str
    quantity: int | None
    agreed: date | None
    due: date | None
    completed: date | None
    overdue: bool
    late: int
    cost: float | None
    currency: str
    note: str
    paid_by: str  # donors by their short names; "" where none is on record
    when_agreed: str  # a date as far as it is known, in words: a day, month, quarter or year; "" where it is not
    when_completed: str

    @property
    def where(self) -> str:
        """Its place and governorate, as far as they are on record."""
        return place_name(self.pcode, self.place)

    @property
    def done(self) -> bool:
        """Whether it is done, be it on a day that is not on record."""
        return self.stage in DONE or self.stage == BY_DATES[True]


@cached_on_programme
def items(programme: Programme) -> tuple[Item, ...]:
    """List the items in scope on the as-of date: overdue, longest first; then open ones by due date; then done, latest first."""
    rows, paid = _rows(programme), payers("infrastructure", programme.whole)
    counted = sorted({place for key in AGREED.values() for place in _positions(key, programme)})
    overdue, stands_now = set(_positions("works_overdue", programme)), recorded(programme)
    listed_items = [
        _item(row, paid.get(row["row_id"], ()), place in overdue, stands_now, programme.as_of)
        for place, row in ((place, rows[place]) for place in counted)
    ]
    return tuple(sorted(listed_items, key=_order))


def one(place: int, programme: Programme) -> Item | None:
    """Return the item in that row on the as-of date, whatever was filtered; None where it does not count then."""
    if not any(counts(key, place, programme) for key in AGREED.values()):
        return None
    overdue, row = counts("works_overdue", place, programme), _rows(programme)[place]
    paid = payers("infrastructure", programme.whole).get(row["row_id"], ())
    return _item(row, paid, overdue, recorded(programme), programme.as_of)


def _rows(programme: Programme) -> list[dict[Any, Any]]:
    whole = programme.whole
    return whole.keep("works", lambda: whole.frames["infrastructure"].to_dict("records"))


def _positions(key: str, programme: Programme) -> list[int]:
    positions: list[int] = select(INDICATORS[key], programme).counted()[0].tolist()
    return positions


def _order(item: Item) -> tuple[bool, bool, int, str]:
    """Overdue, then open by due date, then done from the latest on; the undated are last of each."""
    if item.done:
        return True, True, -(item.completed or date.min).toordinal(), item.item_id
    return not item.overdue, False, (item.due or date.max).toordinal(), item.item_id


def _item(row: Mapping[Any, Any], paid: tuple[str, ...], overdue: bool, stands_now: bool, as_of: date) -> Item:
    agreed, due, completed = (_day(row[column]) for column in ("agreed_on", "due_on", "completed_on"))
    vague = row["completed_on_precision"] in MONTHS  # of a protected row: its day was moved to the end of the period
    undated = row["status"] in DONE and (completed is None or vague)  # done, and nobody knows whether it was late
    completed = completed if completed and completed <= as_of else None
    end = None if undated else completed or as_of
    dated = ((agreed if agreed and agreed <= as_of else None, "agreed_on"), (completed, "completed_on"))
    when = [formats.day(day, row[f"{column}_precision"]) if day else "" for day, column in dated]
    priced = stands_now and has_value(row["cost"])
    return Item(
        row["item_id"], name_of(row), row["kind"], row["status"] if stands_now else BY_DATES[completed is not None],
        _text(row["governorate"]), _text(row["place"]), int(row["quantity"]) if has_value(row["quantity"]) else None,
        dated[0][0], due, completed, overdue,
        max((end - due).days, 0) if due and end else 0,
        float(row["cost"]) if priced else None, _text(row["currency"]) if priced else "",
        _text(row["note"]) if stands_now else "", clauses(paid), *when,
    )  # fmt: skip


def _day(cell: Any) -> date | None:
    return cell.date() if has_value(cell) else None


def _text(cell: Any) -> str:
    return str(cell) if has_value(cell) else ""


def cancelled(programme: Programme) -> tuple[str, ...]:
    """Name IOM's cancelled items; before the dataset's own date none, since nobody recorded when each was called off."""
    if not recorded(programme) or not (programme.whole.frames["infrastructure"]["status"] == "cancelled").any():
        return ()
    rows = programme.frames["infrastructure"]
    return tuple(names_of(rows[(rows["status"] == "cancelled") & (rows["scope"] == "iom")]))


def amount(item: Item) -> str:
    """How many of its kind."""
    return formats.number(item.quantity) if item.quantity is not None else t("not published")


def lateness(item: Item) -> str:
    """Since when it is late, and by how many days; "" where it is not overdue."""
    if not item.overdue or item.due is None:
        return ""
    pair = plural("due on {day}, {days} day late", "due on {day}, {days} days late")
    return n(*pair, item.late, day=formats.day(item.due), days=formats.number(item.late))


def overdue_in_all(overdue: Result, items_shown: Sequence[Item]) -> str:
    """How much is overdue, since when at most, and who pays for it; "" where nothing is, or nobody knows."""
    worst = next((item for item in items_shown if item.overdue), None)
    if worst is None or worst.due is None or overdue.value is None:
        return ""
    words = {"figure": formats.quantity(overdue.value), "age": formats.delay(worst.due, overdue.as_of)}
    return t("{figure} overdue, the oldest for {age}", **words)


def payers_of(split: Result, programme: Programme) -> str:
    """Who pays for how much of it, from the figure split by donor; "" where no donor is on record."""
    names = programme.whole.names("donors", "short_name")
    parts = sorted(split.parts.items(), key=lambda part: -part[1].low)
    nobody = t("no donor recorded")
    paid = [
        t("{name} {figure}", name=names.get(donor, donor) if donor else nobody, figure=formats.quantity(amount))
        for donor, amount in parts
    ]
    return t("Paid for by {donors}.", donors=listed(paid)) if any(split.parts) else ""


def detail(item: Item, programme: Programme) -> Detail:
    """All that is on record of an item for that date."""
    row, unknown = row_of("infrastructure", item.item_id, programme), t("Not on record")
    end = t("Done, date not recorded") if item.done else unknown
    lines = (
        (t("What"), f"{labels.label(item.kind)} · {labels.label(item.stage)}"),
        (t("Quantity"), amount(item)),
        (t("Where"), item.where),
        (t("Agreed"), item.when_agreed or unknown),
        (t("Due"), formats.day(item.due) if item.due else unknown),
        (t("Completed"), item.when_completed or end),
        (t("Overdue"), lateness(item)),
        *funding("infrastructure", row, programme),
        (t("Cost"), _cost(item, row, programme)),
        *record(row, programme),
    )
    return Detail.of(item.name, lines)


def _cost(item: Item, row: Mapping[Any, Any], programme: Programme) -> str:
    if item.cost is not None:
        return t("{currency} {amount}", currency=item.currency, amount=formats.number(item.cost))
    if has_value(row["cost"]):
        return t("Recorded for {day}, not for an earlier date", day=formats.day(programme.dataset.as_of))
    return t("Not on record")


def headline(done: Result, agreed: Result, overdue: Result, vehicles: Result) -> str:
    """How many building works are done, how much is late, how many vehicles are handed over, in one line."""
    return clauses([part for part in (_works(done, agreed), late(overdue), _vehicles(vehicles)) if part])


def out_of(agreed: Result) -> tuple[str, ...]:
    """How much was agreed, for a card that says how much is done; nothing where nobody knows or nothing was."""
    if agreed.value is None or agreed.value.low == 0:
        return ()
    return (t("of {agreed} agreed", agreed=formats.quantity(agreed.value)),)


def longest(items_shown: Sequence[Item]) -> tuple[str, ...]:
    """The item that is overdue for longest, for a card; nothing where none is."""
    if (worst := next((item for item in items_shown if item.overdue), None)) is None:
        return ()
    pair = plural("longest: {item}, {days} day", "longest: {item}, {days} days")
    return (n(*pair, worst.late, item=worst.name, days=worst.late),)


def _works(done: Result, agreed: Result) -> str:
    if done.value is None or agreed.value is None:
        return t("The number of building works done is not published")
    if agreed.value.high == 0:
        day, whole = formats.day(agreed.as_of), agreed.scope.whole
        everywhere, here = (
            N_("No building works are agreed by {day}"),
            N_("No building works are agreed in this selection"),
        )
        return t(everywhere if whole else here, day=day)
    words = {"done": formats.quantity(done.value), "agreed": formats.quantity(agreed.value)}
    pair = plural("{done} of {agreed} building work done", "{done} of {agreed} building works done")
    return n(*pair, grammatical_number(agreed.value), **words)


def late(overdue: Result) -> str:
    """How much is overdue, in a sentence; "" where nobody knows."""
    if overdue.value is None:
        return ""
    if overdue.value.high == 0:
        return t("nothing is overdue")
    pair = plural("{figure} item is overdue", "{figure} items are overdue")
    return n(*pair, grammatical_number(overdue.value), figure=formats.quantity(overdue.value))


def _vehicles(vehicles: Result) -> str:
    if vehicles.value is None or (vehicles.value.low == 0 and not vehicles.value.exact):
        return ""
    pair = plural("{figure} vehicle handed over", "{figure} vehicles handed over")
    count = n(*pair, grammatical_number(vehicles.value), figure=formats.quantity(vehicles.value))
    if vehicles.from_facts and vehicles.published:
        return t("{count} (published for {day})", count=count, day=formats.day(vehicles.published.as_of))
    return count


def costs(items_shown: Sequence[Item], programme: Programme) -> str:
    """Sum what is known of costs, each currency by itself; costs are recorded for the dataset's own date alone."""
    if not recorded(programme) and programme.frames["infrastructure"]["cost"].notna().any():
        day = formats.day(programme.dataset.as_of)
        return t(
            "Costs are recorded for the date of the dataset, {day}, so none is shown for an earlier date.", day=day
        )
    known_for = [item for item in items_shown if item.cost is not None]
    if not known_for:
        return t("No cost is recorded.")
    sums: dict[str, float] = {}
    for item in known_for:
        sums[item.currency] = sums.get(item.currency, 0.0) + (item.cost or 0.0)
    money = clauses(
        [t("{currency} {amount}", currency=each, amount=formats.number(sums[each])) for each in sorted(sums)]
    )
    return n(
        "Cost is known for {known} of {count} item: {money}. Currencies are never added up.",
        "Cost is known for {known} of {count} items: {money}. Currencies are never added up.",
        len(items_shown), known=formats.number(len(known_for)), money=money,
    )  # fmt: skip


def unplaced(items_shown: Sequence[Item]) -> str:
    """The items whose governorate is not on record, by name; "" where there is none."""
    if not (
        named := [t("{item} ({amount})", item=item.name, amount=amount(item)) for item in items_shown if not item.pcode]
    ):
        return ""
    return t("Governorate not recorded, so not on the map: {items}.", items=_first(named[:4], len(named) > 4))


def undated(items_shown: Sequence[Item]) -> str:
    """The items without any date on record, by name; "" where there is none."""
    named = [item.name for item in items_shown if not (item.agreed or item.due or item.completed)]
    if not named:
        return ""
    return t("No date is recorded for: {items}.", items=_first(tuple(dict.fromkeys(named[:4])), len(named) > 4))


def _first(names: Sequence[str], more: bool) -> str:
    """Items by name, and whether there are others."""
    first = clauses(names)
    return t("{names}, and others", names=first) if more else first


def table(items_shown: Sequence[Item]) -> pd.DataFrame:
    """List the items for a reader; a cell that nobody knows is None, and a column without any value is left out."""
    columns: dict[str, list[Any]] = {
        t("Item"): [item.name for item in items_shown],
        t("Paid by"): [item.paid_by or None for item in items_shown],
        t("Where"): [item.where for item in items_shown],
        t("Status"): [labels.label(item.stage) for item in items_shown],
        t("Days late"): [Quantity.exactly(item.late) if item.late else None for item in items_shown],
        t("Due"): [item.due for item in items_shown],
        t("Quantity"): [
            t("not published") if item.quantity is None else Quantity.exactly(item.quantity) for item in items_shown
        ],
        t("Agreed"): [_cell(item.agreed, item.when_agreed) for item in items_shown],
        t("Completed"): [_cell(item.completed, item.when_completed) for item in items_shown],
        t("Kind"): [labels.label(item.kind) for item in items_shown],
    }
    columns[t("Cost")] = [None if item.cost is None else Quantity.exactly(item.cost) for item in items_shown]
    columns[t("Currency")] = [item.currency if item.cost is not None else "" for item in items_shown]
    columns[t("Note")] = [item.note for item in items_shown]
    return pd.DataFrame({name: cells for name, cells in columns.items() if any(cells)}, dtype=object)


def _cell(day: date | None, when: str) -> date | str | None:
    """A date as a table's cell: a day where one is known, else the month, quarter or year in words."""
    return day if day is None or when == formats.day(day) else when
