"""Time: the same choice of release and as-of date gives the same numbers for ever, whatever is published later."""

import hashlib
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import fields, replace
from datetime import date

import pytest

from community_policing.core.indicators import INDICATORS
from community_policing.dataset.load import Dataset
from community_policing.dataset.releases import open_releases
from community_policing.measure.compute import measure
from community_policing.measure.programme import Programme, Scope
from community_policing.measure.result import Result
from tests.conftest import FIXTURE, ROOT
from tests.edits import DECEMBER, EVENT, FORUM, Edited, add, drop, put
from tests.registries import FILE, Place

DATES = (None, date(2014, 6, 3), date(2016, 5, 31))
CHOICES = (
    Scope(),
    Scope(governorates=("IQG08",), phases=("P2",)),
    Scope(donors=("DE",)),
    Scope(established_by=("police",)),
)
TOLD_ANEW = (1, 2, 4)  # the first release, one with attendance in its file, and the way back to the first


def told(result: Result) -> str:
    """All that a Result says, as one line; the rows behind it by their ids."""
    said = {f.name: repr(getattr(result, f.name)) for f in fields(result) if f.name not in ("indicator", "behind")}
    behind = (result.behind.count, result.behind.ids(), result.behind.sources())
    line = f"{result.indicator.key} {said} {behind}"
    assert " at 0x" not in line, "an address is no part of what is said"
    return line


def results(whole: Programme) -> Iterator[Result]:
    """Every indicator, whole and in every split, in several choices and at several dates."""
    for choice in CHOICES:
        for day in DATES:
            programme = whole.within(replace(choice, as_of=day))
            for key, indicator in INDICATORS.items():
                yield from (measure(key, programme, by) for by in ("", *indicator.splits))


def digest(dataset: Dataset) -> str:
    """SHA-256 over the full set of Results."""
    lines = [told(result) for result in results(Programme.of(dataset))]
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def told_anew(place: Place) -> dict[int, str]:
    """Number -> digest of a release, as a process that has seen nothing of them reckons it."""
    command = [sys.executable, "-m", "tests.measure.test_time_travel", place.url, place.files]
    ran = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=300, check=True)
    return {int(number): found for number, found in (line.split() for line in ran.stdout.splitlines())}


@pytest.fixture(scope="module")
def editions(edited: Edited) -> tuple[Dataset, ...]:
    """The fixture; December's with a new forum and event, a late report and a correction, attendance in its file; and
    one that takes a forum and a target away and re-codes a place."""
    held = add("trainings", **EVENT, starts_on="2016-12-05")
    late = add("trainings", **EVENT | {"training_id": "E9"}, starts_on="2016-05-09")
    seats = [
        add(
            "attendance",
            training_id=event,
            participant_group="police",
            sex="men",
            displacement="host",
            attendances="11",
        )
        for event in ("E8", "E9")
    ]
    second = edited(
        add("fora", **FORUM, established_on="2016-12-02"), held, late, *seats, put("fora", "F1", members_women="7"),
        scanned=True, **DECEMBER,
    )  # fmt: skip
    gone = [drop("fora", "F2"), drop("meetings", "F2"), *(drop("concerns", each) for each in ("C7", "C8", "C9"))]
    third = edited(*gone, put("fora", "F4", governorate="IQG08"), drop("targets", "vehicles_handed_over"))
    return edited(origin=FIXTURE).dataset, second.dataset, third.dataset


def test_the_same_choice_gives_the_same_numbers_for_ever(sqlite_place: Place, editions: tuple[Dataset, ...]) -> None:
    """Release 1's Results, every one of them, are hashed; then come new rows, late ones, corrections, rows taken away, and
    a way back.  A new process finds the hash unchanged; what came after has another, and going back the first's."""
    releases = sqlite_place.open()

    def publish(dataset: Dataset, base: int | None) -> None:
        releases.publish(dataset, note="next", by="test", source=FILE, base=base, effect={})

    publish(editions[0], None)
    before = digest(releases.dataset(releases.release(1)))
    publish(editions[1], 1)
    publish(editions[2], 2)
    releases.rollback(1, note="back", by="test", base=3)
    publish(editions[1], 4)
    after = told_anew(sqlite_place)
    assert tuple(after) == TOLD_ANEW
    assert after[1] == after[4] == before != after[2]


def test_each_choice_has_something_to_say(editions: tuple[Dataset, ...]) -> None:
    """What is hashed is not one figure over and over: every indicator has a value somewhere, and dates and choices differ."""
    found = list(results(Programme.of(editions[0])))
    assert {result.indicator.key for result in found if result.value is not None} == set(INDICATORS)
    assert len({told(result) for result in found}) > 0.9 * len(found)


def _tell(url: str, files: str) -> None:
    releases = open_releases(url, files)
    for number in TOLD_ANEW:
        print(number, digest(releases.dataset(releases.release(number))))


if __name__ == "__main__":
    _tell(*sys.argv[1:3])
