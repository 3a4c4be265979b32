"""Cost of a seat, all-in: a grant's published amount over all the seats it paid for.  No amount, no cost."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from community_policing.core.indicators import INDICATORS
from community_policing.core.quantity import Quantity, Suppressed
from community_policing.measure.aggregate import Selection, select
from community_policing.measure.names import name_of
from community_policing.measure.programme import Programme, has_value
from community_policing.measure.scope import Flags


@dataclass(frozen=True)
class Cost:
    """A grant and the seats it paid for, alone or with others; `amount` None: none is published.  `each` is the amount for
    one seat: all the grant pays for, over the seats alone; None where there is no amount, no seat, or too few to be shown."""

    grant_id: str
    title: str
    donor: str
    phase: str
    ends_on: date | None
    amount: float | None
    currency: str
    seats: Quantity
    each: Quantity | None


def all_in(programme: Programme) -> tuple[Cost, ...]:
    """The programme's own grants of the donors and phases chosen, each against all seats it paid for by the date, wherever
    they were: nobody published what a governorate or a year cost, so a choice of these has none."""
    scope = programme.scope
    if programme.dataset.basis == "facts" or scope.governorates or scope.periods:
        return ()
    rows = select(INDICATORS["attendances"], programme.whole, programme.as_of)
    own = [
        grant
        for grant in programme.whole.frames["grants"].to_dict("records")
        if grant["scope"] == "iom"
        and (not scope.donors or grant["donor_id"] in scope.donors)
        and (not scope.phases or grant["phase_id"] in scope.phases)
    ]
    return tuple(_of(grant, rows) for grant in own)


def _of(grant: Mapping[Any, Any], rows: Selection) -> Cost:
    amount = float(grant["amount"]) if grant["record"] == "published" and has_value(grant["amount"]) else None
    ends, seats = grant["ends_on"], _paid_by(str(grant["grant_id"]), rows)
    return Cost(
        str(grant["grant_id"]), _text(name_of(grant, "title")), str(grant["donor_id"]), _text(grant["phase_id"]),
        ends.date() if has_value(ends) else None, amount, _text(grant["currency"]), seats, _each(amount, seats),
    )  # fmt: skip


def _paid_by(grant: str, rows: Selection) -> Quantity:
    """Count the seats of events that the grant pays for, alone or with others, as this reader may see them."""
    whole = rows.programme.whole
    links, events = whole.frames["trainings_grants"], whole.frames["trainings"]
    paid: Flags = events["row_id"].isin(links.loc[links["grant_id"] == grant, "row_id"]).to_numpy(dtype=bool)
    choices = whole.choices("trainings")
    may_be = paid | (choices.unpaid & choices.published)
    counts = [rows.mask & paid_rows[rows.events.at] for paid_rows in (paid, may_be)]
    low, high = (float(rows.events.value[mask].sum()) for mask in counts)
    seats = Quantity(low, high)
    return rows.programme.suppress(seats, rows.indicator) if rows.rounded[counts[-1]].any() else seats


def _each(amount: float | None, seats: Quantity) -> Quantity | None:
    if amount is None or not seats.high or isinstance(seats, Suppressed):
        return None
    return Quantity(amount / seats.high, amount / seats.low if seats.low else None, seats.about)


def _text(cell: Any) -> str:
    return str(cell) if has_value(cell) else ""
