"""The programme's events as a calendar: what was held, what is planned, what nobody reported, what was called off.

The rules of what counts are the indicators' own: a row is shown as held, planned or not reported exactly where
`events_held`, `events_planned` or `events_unreported` counts it.  Other agencies' events are never part of it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from community_policing.analysis.row_facts import counts, recorded
from community_policing.core import formats, labels
from community_policing.core.geography import governorate_name, place_name
from community_policing.core.i18n import N_, clauses, in_line, language, listed, n, plural, t
from community_policing.core.indicators import INDICATORS
from community_policing.core.protection_level import MONTHS
from community_policing.core.quantity import Quantity, grammatical_number
from community_policing.dataset.typed_frames import earliest, latest
from community_policing.measure.compute import rows_behind
from community_policing.measure.events import events as collected
from community_policing.measure.names import names_of
from community_policing.measure.programme import Programme, cached_on_programme
from community_policing.measure.result import Result

HELD, PLANNED, UNREPORTED, CANCELLED = "held", "planned", "unreported", "cancelled"
COUNTED: Mapping[str, str] = {HELD: "events_held", PLANNED: "events_planned", UNREPORTED: "events_unreported"}
_STATES: Mapping[str, str] = {
    HELD: N_("Held"),
    PLANNED: N_("Planned"),
    UNREPORTED: N_("Planned, not reported as held"),
    CANCELLED: N_("Cancelled"),
}
_IN_SENTENCE: Mapping[str, str] = {
    HELD: N_("held"),
    PLANNED: N_("planned"),
    UNREPORTED: N_("planned, not reported as held"),
    CANCELLED: N_("cancelled"),
}
_STATES_OF: Mapping[str, tuple[str, ...]] = {
    "completed": (HELD,),
    "planned": (PLANNED, UNREPORTED),
    "cancelled": (CANCELLED,),
}


@dataclass(frozen=True)
class TrainingEvent:
    """One event as it stood on the as-of date: `first` and `last` are the days that its dates can mean at most, `begins`
    and `ends` the dates with their precision.  `seats` None: no attendance is on record, or the reader may not know that of a
    single event (`withheld`)."""

    training_id: str
    title: str
    kind: str
    state: str
    first: date
    last: date
    begins: tuple[date, str]
    ends: tuple[date, str]
    pcode: str
    place: str
    seats: int | None
    withheld: bool = False

    @property
    def filled(self) -> Quantity | None:
        """The seats filled; None where they are not known to the reader."""
        return None if self.seats is None else Quantity.exactly(self.seats)

    @property
    def where(self) -> str:
        """Its place and governorate, as far as they are on record."""
        return place_name(self.pcode, self.place)

    @property
    def when(self) -> str:
        """Its dates as far as they are known: "4–6 Dec 2016", "Jul 2016"."""
        (starts, one), (ends, other) = self.begins, self.ends
        first, last = formats.day(starts, one), formats.day(ends, other)
        if first == last:
            return first
        if one == other == "day" and starts.replace(day=1) == ends.replace(day=1):
            return in_line(f"{formats.number(starts.day)}–{last}")
        return f"{first} – {last}"


@cached_on_programme
def events(programme: Programme) -> tuple[TrainingEvent, ...]:
    """List the events in scope on its date, the latest first; all are made once for each release, and chosen from here."""
    whole = programme.whole
    every = whole.keep(f"every event in {language()}", lambda: _Every.of(whole))
    state_codes = np.full(len(every.order), -1, dtype=np.int8)
    for code, key in enumerate(COUNTED.values()):
        state_codes[rows_behind(INDICATORS[key], programme)["position"].to_numpy()] = code
    state_codes[_called_off(programme)] = len(COUNTED)
    states, order = (*COUNTED, CANCELLED), every.order[state_codes[every.order] >= 0]
    return tuple(
        every.made[place, states[code]] for place, code in zip(order.tolist(), state_codes[order].tolist(), strict=True)
    )


@dataclass(frozen=True, eq=False)
class _Every:
    """Every event by its position in the table and a state it may be in, and these positions with the latest first."""

    made: Mapping[tuple[int, str], TrainingEvent]
    order: NDArray[np.intp]

    @classmethod
    def of(cls, whole: Programme) -> "_Every":
        """The events of the whole programme."""
        rows = whole.frames["trainings"]
        days = [earliest(rows, "starts_on"), latest(rows, "ends_on"), rows["starts_on"], rows["ends_on"]]
        precise = [rows["starts_on_precision"], rows["ends_on_precision"]]
        dates = [day.dt.date for day in days]
        whens = [zip(*each, strict=True) for each in zip(dates[2:], precise, strict=True)]
        places = [rows[name].fillna("") for name in ("governorate", "place")]
        texts = [rows["training_id"], names_of(rows, "title"), rows["kind"], rows["status"]]
        cells = zip(*texts, *dates[:2], *whens, *places, _seats(whole), _withheld(whole), strict=True)
        by_state = {
            (place, state): _in(TrainingEvent(*cell), state)
            for place, cell in enumerate(cells)
            for state in _STATES_OF[cell[3]]
        }
        latest_first = -days[2].map(pd.Timestamp.toordinal).to_numpy(dtype=np.int64)
        return cls(by_state, np.lexsort((rows["training_id"], latest_first)))


def _in(event: TrainingEvent, state: str) -> TrainingEvent:
    """The event in a state that its status may be in on some day: who came is known of one that was held."""
    withheld = event.withheld and state == HELD
    return replace(event, state=state, withheld=withheld, seats=event.seats if state == HELD and not withheld else None)


def _seats(whole: Programme) -> list[int | None]:
    """The seats filled at each event, in the order of the table; None where no attendance is on record."""
    came, many = collected(INDICATORS["attendances"], whole), len(whole.frames["trainings"])
    lines = np.bincount(came.at, minlength=many)
    sums = np.bincount(came.at, weights=came.value, minlength=many)
    return [int(filled) if known_for else None for filled, known_for in zip(sums, lines, strict=True)]


def _withheld(whole: Programme) -> list[bool]:
    """Flag the events, in the order of the table, of which this reader may know their cell's people alone."""
    return [not whole.as_recorded(place) for place in whole.frames["trainings"]["governorate"]]


def state(place: int, programme: Programme) -> str:
    """Return the state of the event in that row on the as-of date, whatever was filtered; "" where it does not count then."""
    rows = programme.whole.frames["trainings"]
    if rows["status"].iat[place] == "cancelled":
        return CANCELLED if _off(rows.iloc[[place]], programme)[0] else ""
    return next((each for each, key in COUNTED.items() if counts(key, place, programme)), "")


def _called_off(programme: Programme) -> NDArray[np.intp]:
    return np.flatnonzero(_off(programme.whole.frames["trainings"], programme) & programme.inside("trainings"))


def _off(rows: pd.DataFrame, programme: Programme) -> NDArray[np.bool_]:
    """When an event was called off is not recorded: before the dataset's own date only what was due by then is shown."""
    off = (rows["status"] == "cancelled") & (rows["scope"] == "iom")
    if not recorded(programme):
        off &= rows["starts_on"] <= pd.Timestamp(programme.as_of)
    return off.to_numpy(dtype=bool)


def state_label(state: str, *, in_sentence: bool = False) -> str:
    """What became of an event, in words, such as stand alone or within a sentence."""
    return t((_IN_SENTENCE if in_sentence else _STATES)[state])


def ahead(events_shown: Sequence[TrainingEvent]) -> tuple[TrainingEvent, ...]:
    """The planned events, the next one first."""
    return tuple(sorted((event for event in events_shown if event.state == PLANNED), key=lambda e: (e.first, e.last)))


def in_state(events_shown: Sequence[TrainingEvent], state: str) -> tuple[TrainingEvent, ...]:
    """The events of one state, the latest first."""
    return tuple(event for event in events_shown if event.state == state)


def since(events_shown: Sequence[TrainingEvent], day: date) -> tuple[TrainingEvent, ...]:
    """The events that ended on that day or later, or are still to come."""
    return tuple(event for event in events_shown if event.last >= day)


def headline(stand: Sequence[Result], events_shown: Sequence[TrainingEvent]) -> str:
    """Say what was held and what is next; `stand`: Results of events, trainings and campaigns, workshops and planned events."""
    held_result, trainings, workshops, planned = stand
    done, coming = _held(held_result, trainings, workshops), _coming(planned, ahead(events_shown))
    return t("{done}; {coming}", done=done, coming=coming) if coming else done


def _held(held_result: Result, trainings: Result, workshops: Result) -> str:
    if held_result.value is not None:
        if held_result.value.high == 0:
            everywhere, here = N_("No event was held by {day}"), N_("No event was held in this selection by {day}")
            return t(everywhere if held_result.scope.whole else here, day=formats.day(held_result.as_of))
        pair = plural("{figure} event held", "{figure} events held")
        return n(*pair, grammatical_number(held_result.value), figure=formats.quantity(held_result.value))
    if trainings.value is None or workshops.value is None or trainings.published is None:
        return t("The number of events held is not published for this date or selection")
    return t(
        "{trainings} trainings and campaigns and {workshops} workshops held, published for {day}",
        trainings=formats.quantity(trainings.value), workshops=formats.quantity(workshops.value),
        day=formats.day(trainings.published.as_of),
    )  # fmt: skip


def _coming(planned: Result, plans: Sequence[TrainingEvent]) -> str:
    if planned.value is None:
        return t("more are planned for {when}; their number is not published", when=plans[0].when) if plans else ""
    if planned.value.high == 0:
        return t("none is planned")
    pair = plural("{figure} is planned", "{figure} are planned")
    count = n(*pair, grammatical_number(planned.value), figure=formats.quantity(planned.value))
    return t("{count}, {next}", count=count, next=_next(plans[0], planned.value)) if plans else count


def _next(event: TrainingEvent, planned: Quantity) -> str:
    words = {"when": event.when, "kind": labels.in_sentence(event.kind), "place": governorate_name(event.pcode)}
    if planned == Quantity.exactly(1):
        one, there = N_("for {when} ({kind})"), N_("for {when} in {place} ({kind})")
        return t(there if event.pcode else one, **words)
    if event.pcode:
        return t("the next for {when} in {place} ({kind})", **words)
    return t("the next for {when} ({kind})", **words)


def unreported(result: Result) -> tuple[str, ...]:
    """How many plans nobody reported on; nothing where there is none."""
    if result.value is None or result.value.high == 0:
        return ()
    pair = plural("{figure} planned earlier, not reported as held", "{figure} planned earlier, not reported as held")
    return (n(*pair, grammatical_number(result.value), figure=formats.quantity(result.value)),)


def called_off(events_shown: Sequence[TrainingEvent]) -> str:
    """The cancelled events, by name, in one sentence; "" where there is none."""
    off = in_state(events_shown, CANCELLED)
    named = clauses([listed([event.title, event.when, event.where]) for event in off[:3]])
    if len(off) > 3:
        return t("Cancelled, and not counted: {events}, and others further down.", events=named)
    return t("Cancelled, and not counted: {events}.", events=named) if off else ""


def table(events_shown: Sequence[TrainingEvent], days: bool = False) -> pd.DataFrame:
    """List the events for a reader; a cell that nobody knows is None.  `days`: first and last day as dates, for a file."""
    dates: dict[str, list[Any]] = {
        t("First day"): [_day(event.begins) for event in events_shown],
        t("Last day"): [_day(event.ends) for event in events_shown],
    }
    return pd.DataFrame(
        {
            t("When"): [event.when for event in events_shown],
            **(dates if days else {}),
            t("Event"): [event.title for event in events_shown],
            t("Kind"): [labels.label(event.kind) for event in events_shown],
            t("Governorate"): [governorate_name(event.pcode) for event in events_shown],
            t("Place"): [event.place for event in events_shown],
            t("State"): [state_label(event.state) for event in events_shown],
            t("Seats filled"): [event.filled for event in events_shown],
        },
        dtype=object,
    )


def _day(known: tuple[date, str]) -> date | str:
    """A date as a cell: the day where one is known, else the month, quarter or year in words."""
    day, precision = known
    return day if precision == "day" else formats.day(day, precision)


def alt(events_shown: Sequence[TrainingEvent]) -> str:
    """The calendar in words."""
    if not events_shown:
        return t("Calendar without events.")
    counts = {state: len(in_state(events_shown, state)) for state in COUNTED}
    first, last = min(events_shown, key=lambda event: event.first), max(events_shown, key=lambda event: event.last)
    return t(
        "Calendar of events by governorate from {first} to {last}: {held} held, {planned} planned.",
        first=formats.day(first.first, first.begins[1] if first.begins[1] in MONTHS else "day"),
        last=formats.day(last.last, last.ends[1] if last.ends[1] in MONTHS else "day"),
        held=formats.number(counts[HELD]), planned=formats.number(counts[PLANNED]),
    )  # fmt: skip
