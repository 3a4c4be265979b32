"""ICS: events held and planned as a calendar (RFC 5545).  An event of which only a month, quarter or year is known spans it."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta

from icalendar import Calendar, Event, vText

from community_policing.core.geography import place_name
from community_policing.core.i18n import N_, n, t
from community_policing.core.labels import label
from community_policing.core.protection_level import DAY, MONTHS, period_end
from community_policing.core.safe_text import printable
from community_policing.export.handed_on.activities import Line, lines as listed, stated
from community_policing.export.handed_on.five_w import remark
from community_policing.measure.programme import Programme, has_value

_LENGTHS = {**MONTHS, "month": 1}
_VAGUE = {
    "year": N_("Of its dates only the year is known."), "quarter": N_("Of its dates only the quarter is known."),
    "month": N_("Of its dates only the month is known."),
}  # fmt: skip


def ics(programme: Programme) -> bytes:
    """The events as a calendar that mail and calendar programs open."""
    calendar = Calendar()
    _put(calendar, {
        "version": "2.0", "prodid": "-//Community Policing dashboard//Hand on//EN", "method": "PUBLISH",
        "x-wr-calname": t("Trainings, campaigns and workshops"), "x-wr-caldesc": stated(programme),
    })  # fmt: skip
    trainings = [line for line in listed(programme) if line["table"] == "trainings"]
    for place, line in enumerate(trainings):
        calendar.add_component(_event(line, place, programme))
    data: bytes = calendar.to_ical()
    return data


def _event(line: Line, place: int, programme: Programme) -> Event:
    first, last = _days(line)
    count = int(line["count"])
    several = n("{count} event", "{count} events", count) if not line["recorded"] else ""
    vague = t(_VAGUE[line["starts_precision"]]) if line["starts_precision"] in _VAGUE else ""
    uid = line["id"] or f"{place}-{programme.dataset.release}"
    event = Event()
    event.add("dtstamp", datetime.combine(programme.dataset.as_of, time(), UTC))
    event.add("dtstart", first)
    event.add("dtend", last + timedelta(days=1))  # the day after the last
    _put(event, {
        "uid": f"{uid}@{programme.dataset.name}.community-policing",
        "summary": t("{name} ({count})", name=line["name"], count=several) if several else line["name"],
        "location": place_name(line["governorate"] or "", line["place"] or ""), "categories": label(line["kind"]),
        "status": "TENTATIVE" if line["state"] == "planned" else "CONFIRMED",
        "description": " ".join(filter(None, (several and t("{sentence}.", sentence=several), vague, remark(line, programme)))),
        "transp": "TRANSPARENT",
    })  # fmt: skip
    return event


def _put(component: Calendar | Event, texts: Mapping[str, str]) -> None:
    """Add texts as such, each on one line and without control characters, which the library would let out; none that is empty."""
    for name, text in texts.items():
        if shown := printable(text, 2_000):
            component.add(name, vText(shown))


def _days(line: Line) -> tuple[date, date]:
    """The first and the last day that the dates can mean."""
    ends = line["ends"] if has_value(line["ends"]) else line["starts"]
    precisions = line["starts_precision"] or DAY, line["ends_precision"] or line["starts_precision"] or DAY
    first, last = line["starts"].date(), period_end(ends.date(), precisions[1])
    if length := _LENGTHS.get(precisions[0]):
        first = date(first.year, (first.month - 1) // length * length + 1, 1)
    return first, max(first, last)
