"""The calendar, opened by icalendar and read as text, and held against the figures of the pages."""

import re
from dataclasses import replace
from datetime import date

import pytest
from icalendar import Calendar, vText

from community_policing.core.quantity import Quantity
from community_policing.dataset.load import Dataset
from community_policing.export.handed_on.registry import FORMATS
from community_policing.measure.compute import measure
from community_policing.measure.programme import Programme
from tests.conftest import Build
from tests.export.test_handed_on import MADE_UP, seen
from tests.hostile import RESTRICTED, dataset as hostile

COUNTED = {"events_held": "CONFIRMED", "events_planned": "TENTATIVE"}


def calendar(programme: Programme) -> Calendar:
    """The calendar as icalendar reads it without a complaint; as text no line is longer than 75 octets, and all end in CRLF."""
    content = FORMATS["ics"].write(programme)
    assert all(len(line) <= 75 for line in content.split(b"\r\n"))
    assert b"\n" not in content.replace(b"\r\n", b"")
    read = Calendar.from_ical(content)
    assert isinstance(read, Calendar)
    assert [error for part in read.walk() for error in part.errors] == []
    return read


def test_the_calendar_has_every_event(programme: Programme) -> None:
    """Days as they are known, the day after the last as the end, and as many events as the pages count."""
    read = calendar(programme)
    events = [
        (str(event["uid"]), str(event["summary"]), event.decoded("dtstart"), event.decoded("dtend"), str(event["status"]))
        for event in read.walk("VEVENT")
    ]  # fmt: skip
    titles = programme.frames["trainings"].set_index("training_id")["title"]
    assert events == [
        (f"{key}@fixture.community-policing", titles[key], first, after, status)
        for key, first, after, status in (
            ("E1", date(2014, 6, 1), date(2014, 6, 4), "CONFIRMED"), ("E2", date(2016, 5, 1), date(2016, 6, 1), "CONFIRMED"),
            ("E3", date(2016, 7, 12), date(2016, 7, 13), "CONFIRMED"), ("E4", date(2016, 8, 9), date(2016, 8, 10), "CONFIRMED"),
            ("E5", date(2016, 12, 10), date(2016, 12, 11), "TENTATIVE"),
        )
    ]  # fmt: skip
    statuses = [event[-1] for event in events]
    for key, status in COUNTED.items():
        assert measure(key, programme).value == Quantity.exactly(statuses.count(status))
    said = str(vText.from_ical(read["x-wr-caldesc"]))
    assert (str(read["version"]), str(read["method"]), said.startswith(MADE_UP)) == ("2.0", "PUBLISH", True)
    assert programme.dataset.release in said


@pytest.mark.parametrize("role", RESTRICTED)
def test_a_protected_calendar_counts_its_events(role: str, build: Build) -> None:
    """An entry that stands for several says how many: together as many as this reader's pages count."""
    programme = seen(hostile(build, 2, kept=RESTRICTED[role].governorates), role)
    counted = dict.fromkeys(COUNTED.values(), 0)
    for event in calendar(programme).walk("VEVENT"):
        several = re.search(r"\((\d+) events?\)$", str(event["summary"]))
        counted[str(event["status"])] += int(several[1]) if several else 1
    values = {status: measure(key, programme).value for key, status in COUNTED.items()}
    assert counted == {status: value.low if value else 0 for status, value in values.items()}
    assert sum(counted.values()) > len(calendar(programme).walk("VEVENT")) or role == "field"


def test_a_title_stays_a_text_of_its_event(dataset: Dataset) -> None:
    """What separates is escaped, letters are whole, and what looks like the end of an entry is a part of its title."""
    said = {
        'Law; order, rights\\duties: "1" \\n': 'Law; order, rights\\duties: "1" \\n',
        "Day\r\nEND:VEVENT\r\nBEGIN:VALARM\u2028x\x00\x0b\u202ey": "Day END:VEVENT BEGIN:VALARM x y",
        "قانون " * 20: ("قانون " * 20).strip(),
    }
    rows = dataset.tables["trainings"].head(len(said)).assign(title=list(said), place=list(said))
    read = calendar(Programme.of(replace(dataset, tables={**dataset.tables, "trainings": rows})))
    events = read.walk("VEVENT")
    assert [str(event["summary"]) for event in events] == list(said.values())
    assert [str(event["location"]).startswith(text) for event, text in zip(events, said.values(), strict=True)] == [
        True
    ] * 3
    assert [part.name for part in read.walk()] == ["VCALENDAR", *["VEVENT"] * 3]
