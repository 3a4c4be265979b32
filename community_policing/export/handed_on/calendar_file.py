"""ICS: events held and planned as a calendar (RFC 5545).  An event of which only a month, quarter or year is known spans it."""

from collections.abc import Iterator
from datetime import date, timedelta

from community_policing.core.geography import place_name
from community_policing.core.i18n import N_, n, t
from community_policing.core.labels import label
from community_policing.core.protection_level import DAY, MONTHS, period_end
from community_policing.core.safe_text import printable
from community_policing.export.handed_on.activities import Line, lines as listed, stated
from community_policing.export.handed_on.five_w import remark
from community_policing.measure.programme import Programme, has_value

_OCTETS = 75  # of a line, the break not counted
_LENGTHS = {**MONTHS, "month": 1}
_VAGUE = {
    "year": N_("Of its dates only the year is known."), "quarter": N_("Of its dates only the quarter is known."),
    "month": N_("Of its dates only the month is known."),
}  # fmt: skip


def ics(programme: Programme) -> bytes:
    """The events as a calendar that mail and calendar programs open."""
    trainings = [line for line in listed(programme) if line["table"] == "trainings"]
    lines = [
        "BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Community Policing dashboard//Hand on//EN", "METHOD:PUBLISH",
        f"X-WR-CALNAME:{_text(t('Trainings, campaigns and workshops'))}", f"X-WR-CALDESC:{_text(stated(programme))}",
        *(line for place, event in enumerate(trainings) for line in _event(event, place, programme)), "END:VCALENDAR",
    ]  # fmt: skip
    return "".join(f"{_folded(line)}\r\n" for line in lines).encode()


def _event(line: Line, place: int, programme: Programme) -> Iterator[str]:
    first, last = _days(line)
    count = int(line["count"])
    several = n("{count} event", "{count} events", count) if not line["recorded"] else ""
    name = t("{name} ({count})", name=line["name"], count=several) if several else line["name"]
    vague = t(_VAGUE[line["starts_precision"]]) if line["starts_precision"] in _VAGUE else ""
    notes = " ".join(filter(None, (several and f"{several}.", vague, remark(line, programme))))
    uid = line["id"] or f"{place}-{programme.dataset.release}"
    yield "BEGIN:VEVENT"
    yield f"UID:{_text(str(uid))}@{_text(programme.dataset.name)}.community-policing"
    yield f"DTSTAMP:{programme.dataset.as_of:%Y%m%d}T000000Z"
    yield f"DTSTART;VALUE=DATE:{first:%Y%m%d}"
    yield f"DTEND;VALUE=DATE:{last + timedelta(days=1):%Y%m%d}"  # the day after the last
    yield f"SUMMARY:{_text(name)}"
    yield f"LOCATION:{_text(place_name(line['governorate'] or '', line['place'] or ''))}"
    yield f"CATEGORIES:{_text(label(line['kind']))}"
    yield f"STATUS:{'TENTATIVE' if line['state'] == 'planned' else 'CONFIRMED'}"
    yield f"DESCRIPTION:{_text(notes)}"
    yield "TRANSP:TRANSPARENT"
    yield "END:VEVENT"


def _days(line: Line) -> tuple[date, date]:
    """The first and the last day that the dates can mean."""
    ends = line["ends"] if has_value(line["ends"]) else line["starts"]
    precisions = line["starts_precision"] or DAY, line["ends_precision"] or line["starts_precision"] or DAY
    first, last = line["starts"].date(), period_end(ends.date(), precisions[1])
    if length := _LENGTHS.get(precisions[0]):
        first = date(first.year, (first.month - 1) // length * length + 1, 1)
    return first, max(first, last)


def _text(text: str) -> str:
    """A text as a value: what separates is escaped, and no control character goes out."""
    escaped = text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    return "\\n".join(printable(part, 2_000) for part in escaped.splitlines())


def _folded(line: str) -> str:
    """The line broken after at most 75 octets, never inside a letter; further lines begin with a blank."""
    parts, room = [""], _OCTETS
    for letter in line:
        if (size := len(letter.encode())) > room:
            parts.append("")
            room = _OCTETS - 1
        parts[-1] += letter
        room -= size
    return "\r\n ".join(parts)
