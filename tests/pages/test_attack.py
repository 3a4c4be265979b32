"""Differencing and averaging against protected pages, as a reader of each restricted role would do it: through the app, with the
choices that pages offer and the files that they give.

What is after: how many of a group came, where fewer than the role's threshold did, at one event and in one cell (governorate,
kind, grant, quarter or year).  CPF_ATTACK=all attacks every cell of three programmes for every role (minutes).
"""

import csv
import io
import os
from collections import defaultdict
from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache
from typing import NamedTuple

import pandas as pd
import pytest

from community_policing.core import labels
from community_policing.dataset.load import Dataset
from community_policing.protect.policy import User, access_policy
from community_policing.ui.components import figures
from tests.conftest import Build, Report
from tests.hostile import ANALYST, GROUPS, PLACES, RESTRICTED, Visit, dataset

ALL = os.environ.get("CPF_ATTACK") == "all"
SEEDS = {"donor": 1, "field": 3, "public": 2}
ATTACKS = [(role, seed) for role in RESTRICTED for seed in (1, 2, 3) if ALL or SEEDS[role] == seed]
EVENTS = 99 if ALL else 2


class Cell(NamedTuple):
    """What is after: who came to what, between two days (the first excluded)."""

    place: str
    donor: str
    kind: str
    group: str
    after: date
    until: date


class Attacker:
    """A reader who notes down what the Reach page says of each choice."""

    def __init__(self, reader: User, shown: Dataset, monkeypatch: pytest.MonkeyPatch) -> None:
        self.visit = Visit(reader, monkeypatch)
        monkeypatch.setattr(
            figures.access, "may", lambda *_: True
        )  # files for the public too: easier to read, and the same
        self.visit.show(shown)
        self.read = cache(self._read)

    def _read(self, place: str, donor: str, day: date) -> dict[tuple[str, str], float]:
        """(kind or "", group) -> seats; of what is only said to be small, the middle."""
        chosen = {"governorate": [place] if place else [], "donor": [donor] if donor else []}
        self.visit.open("reach", {}, {"as_of": day, **chosen})
        files = {key: list(csv.reader(io.StringIO(made.decode("utf-8-sig")))) for key, made in self.visit.given("csv-")}
        found: dict[tuple[str, str], float] = defaultdict(float)
        words = {labels.label(group, "participant_group"): group for group in GROUPS}
        for start, end, seats, *_ in files.get("csv-flow", [])[1:]:
            if end in words:
                found[start.lower(), words[end]] = number(seats)
        head, *lines = files.get("csv-reach-cross", [[]])
        for line in lines[-1:]:  # each counted once
            for name, said in zip(head, line, strict=True):
                if name in words:
                    found["", words[name]] = number(said)
        return found

    def by_flow(self, cell: Cell) -> float:
        """The difference of two days, in the finest choice."""
        late, early = (self.read(cell.place, cell.donor, day) for day in (cell.until, cell.after))
        return late[cell.kind, cell.group] - early[cell.kind, cell.group]

    def by_cross(self, cell: Cell) -> float:
        """The same from another table, which knows no kinds."""
        late, early = (self.read(cell.place, cell.donor, day) for day in (cell.until, cell.after))
        return late["", cell.group] - early["", cell.group]

    def by_averages(self, cell: Cell) -> float:
        """The mean over every way to the same figure: the choice itself, and all less the others."""
        others = [place for place in PLACES if place != cell.place]
        ways = []
        for places in ([cell.place], ["", *others]):
            for donors in ([cell.donor], ["", *({"DE", "US"} - {cell.donor})]):
                sums = 0.0
                for i, place in enumerate(places):
                    for j, donor in enumerate(donors):
                        figure = self.by_flow(cell._replace(place=place, donor=donor))
                        sums += figure if (i == 0) == (j == 0) else -figure
                ways.append(sums)
        return sum(ways) / len(ways)


def number(said: str) -> float:
    """A cell of a file; of "under 10" or of bounds, the middle."""
    parts = [float(part) for part in said.replace("under ", "0 – ").replace(",", "").split(" – ") if part]
    return sum(parts) / len(parts) if parts else 0.0


def truth(made: Dataset, threshold: int) -> tuple[dict[Cell, int], dict[Cell, int]]:
    """The small cells as recorded, of single events, and of quarters and years: those under ten, but for what the rule lets
    stand as it is, a multiple of the base that is no smaller than the threshold."""
    seats = made.tables["attendance"].merge(made.tables["trainings"], on="training_id")
    seats["donor"] = seats["grants"].str.removesuffix("-P2")
    by = ["governorate", "donor", "kind", "participant_group"]
    events, cells = {}, {}
    for (place, donor, kind, group, day), came in seats.groupby([*by, "ends_on"])["attendances"].sum().items():
        on = pd.Timestamp(day).date()
        if came < 10 and (came < threshold or came % access_policy().base):
            events[Cell(place, donor, kind, group, on - timedelta(days=1), on)] = int(came)
    for of in ("Q", "Y"):
        period = seats["ends_on"].dt.to_period(of)
        for (place, donor, kind, group, held), came in seats.groupby([*by, period])["attendances"].sum().items():
            ends = min(held.end_time.date(), made.as_of)
            if came < 10 and (came < threshold or came % access_policy().base):
                cells[Cell(place, donor, kind, group, held.start_time.date() - timedelta(days=1), ends)] = int(came)
    return events, cells


def wanted(made: Dataset, reader: User) -> dict[Cell, int]:
    """What a test is after: outside the reader's own governorates, of all or of a few."""
    events, cells = truth(made, access_policy().threshold.get(reader.role, 10))
    outside = [{c: n for c, n in held.items() if c.place not in reader.governorates} for held in (events, cells)]
    if ALL:
        return outside[0] | outside[1]
    some = dict(list(outside[0].items())[: 2 * EVENTS])
    return some | {c: n for c, n in outside[1].items() if c.place == PLACES[0]}


def blind(cells: dict[Cell, int]) -> float:
    """How many hits the best constant guess has."""
    return float(max(pd.Series(list(cells.values())).value_counts()))


def hits(attacker: Attacker, cells: dict[Cell, int]) -> Iterator[tuple[str, int]]:
    """Exact recoveries by each way."""
    for way in ("by_flow", "by_cross", "by_averages") if ALL else ("by_flow", "by_cross"):
        yield way, sum(abs(getattr(attacker, way)(cell) - count) < 0.5 for cell, count in cells.items())
    few = dict(list(cells.items())[:3])
    yield "by_averages, some", sum(abs(attacker.by_averages(cell) - count) < 0.5 for cell, count in few.items())


@pytest.mark.parametrize(("role", "seed"), ATTACKS)
def test_differencing_and_averaging_recover_no_more_than_guessing(
    role: str, seed: int, build: Build, monkeypatch: pytest.MonkeyPatch, report: Report
) -> None:
    """By days, by ends of periods, by tables and by averages over choices: exact recoveries of small cells stay at what a blind
    guess has."""
    made, reader = dataset(build, seed), RESTRICTED[role]
    cells = wanted(made, reader)
    found = dict(hits(Attacker(reader, made, monkeypatch), cells))
    report(
        f"attack, {role}, programme {seed}: {found} of {len(cells)} small cells; the best blind guess {blind(cells):.0f}"
    )
    assert len(cells) >= 4
    assert blind(cells) < len(cells)
    assert max(found.values()) <= blind(cells)


def test_without_protection_the_attack_recovers_all(build: Build, monkeypatch: pytest.MonkeyPatch) -> None:
    """The same attack on what an analyst sees: every small cell, by differences and by averages."""
    made = dataset(build, 1)
    cells = wanted(made, RESTRICTED["donor"])
    attacker = Attacker(ANALYST, made, monkeypatch)
    assert sum(attacker.by_flow(cell) == count for cell, count in cells.items()) == len(cells)
    some = list(cells.items())[:3]
    assert [attacker.by_averages(cell) for cell, _ in some] == [count for _, count in some]


@pytest.mark.parametrize("role", ["donor", "public"])
def test_the_next_release_tells_nobody_who_came(
    role: str, build: Build, monkeypatch: pytest.MonkeyPatch, report: Report
) -> None:
    """One more event and one more person: the differences of all figures of two releases are multiples of the base, so that one
    person more is never seen as one, and what did not change stays the same."""
    one, two = (dataset(build, SEEDS[role], more=more) for more in (False, True))
    ends = [date(2015, 12, 31), date(2016, 3, 31), date(2016, 11, 30)]
    before, after = (Attacker(RESTRICTED[role], made, monkeypatch) for made in (one, two))
    moved = same = 0
    for place in PLACES:
        for donor in ("DE", "US"):
            for day in ends:
                a, b = before.read(place, donor, day), after.read(place, donor, day)
                flows = [key for key in {*a, *b} if key[0]]
                assert all((b[key] - a[key]) % 5 in (0, 0.5, 4.5) for key in flows)  # 4.5: the middle of under 10
                moved += sum(b[key] != a[key] for key in flows)
                same += sum(b[key] == a[key] for key in flows)
    report(f"two releases, {role}: {moved} figures moved by multiples of 5, {same} stayed")
    assert same > moved
