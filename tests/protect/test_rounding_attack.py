"""The best attack on small cells that we know, over up to 12 releases that name things anew, or grow by known numbers.

The attacker knows the method, how often each small number occurs, and every answer about every cell in every release, at the
finest grain of any role; all but the secret.  For each cell the attacker names the most likely number.
"""

from dataclasses import replace
from functools import cache
from itertools import product

import numpy as np
import pandas as pd
import pytest

from community_policing.core.geography import governorates
from community_policing.core.protection_level import ProtectionLevel
from community_policing.dataset.load import Dataset
from community_policing.protect.disclosure import protect
from tests.conftest import Build, Report

SECRET = bytes(range(32))
BASE, SMALL, MANY = 5, np.arange(1, 10), (1, 6, 12)
PRIOR = 1 / (SMALL + 5) / (1 / (SMALL + 5)).sum()  # small numbers are more frequent: the best constant guess has 1 in 6
CELL = ["governorate", "ends_on", "kind", "payers", "participant_group", "sex"]
Cells = dict[tuple[object, ...], int]


def first_release(build: Build) -> Dataset:
    """144 events, each alone in its cell of governorate and quarter, paid by two donors; 1 to 9 of each group and sex."""
    draw, places = np.random.default_rng(1), sorted(governorates())
    months = [f"{year}-{month:02}-10" for year in (2015, 2016) for month in (1, 4, 7, 10)]
    events = [
        {
            "training_id": f"E{place}{day}",
            "governorate": place,
            "starts_on": day,
            "grants": "DE-P2;US-P2",
            "source": "S1",
        }
        for place, day in product(places, months)
    ]
    seats = [
        {"training_id": str(event["training_id"]), "participant_group": group, "sex": sex,
         "attendances": str(draw.choice(SMALL, p=PRIOR))}
        for event, group, sex in product(events, ("police", "community", "judiciary"), ("women", "men"))
    ]  # fmt: skip
    sources = [{"source_id": "S1", "title": "A list"}, {"source_id": "S2", "title": "Another"}]
    return build({"trainings": events, "attendance": seats, "sources": sources})


def relabelled(made: Dataset, number: int) -> Dataset:
    """The same events and people under other names: source, record, title, place, cohort, id, order of grants and of rows."""
    events, seats = made.tables["trainings"], made.tables["attendance"]
    named = {old: f"R{number}-{place}" for place, old in enumerate(events["training_id"])}
    grants = ";".join(("DE-P2", "US-P2")[:: 1 if number % 2 else -1])
    events = events.assign(
        training_id=events["training_id"].map(named), title=f"Title {number}", place=f"Town {number}", cohort=f"C{number}",
        source=f"S{number % 2 + 1}", record=("illustrative", "programme", "published")[number % 3], grants=grants,
    ).sample(frac=1, random_state=number).reset_index(drop=True)  # fmt: skip
    return _with(made, events, seats.assign(training_id=seats["training_id"].map(named)))


def grown(made: Dataset, more: int) -> Dataset:
    """The same with so many more people in every cell, as the attacker knows from elsewhere."""
    seats = made.tables["attendance"]
    return _with(made, made.tables["trainings"], seats.assign(attendances=seats["attendances"] + more))


def _with(made: Dataset, events: pd.DataFrame, seats: pd.DataFrame) -> Dataset:
    return replace(made, tables={**made.tables, "trainings": events, "attendance": seats})


def answers(shown: Dataset) -> Cells:
    """Each cell's people as that dataset tells them."""
    events = shown.tables["trainings"]
    events = events.assign(
        payers=events["grants"].str.split(";").map(sorted).map(";".join),
        ends_on=events["ends_on"].dt.to_period("Q").astype(str),
    )
    return dict(shown.tables["attendance"].merge(events, on="training_id").groupby(CELL)["attendances"].sum())


def fixed(told: tuple[int, ...], more: tuple[int, ...]) -> np.ndarray:
    """How likely each number makes those answers, where one offset stands behind them all."""
    offsets = [
        [all((n + k + o) // BASE * BASE == r for r, k in zip(told, more, strict=True)) for o in range(BASE)]
        for n in SMALL
    ]
    return np.mean(offsets, axis=1)


def drawn(told: tuple[int, ...], more: tuple[int, ...]) -> np.ndarray:
    """How likely each number makes them, where every answer is drawn for itself."""
    chances = [[max(0.0, 1 - abs(r - n - k) / BASE) for r, k in zip(told, more, strict=True)] for n in SMALL]
    return np.prod(chances, axis=1)


def recovered(releases: list[Cells], more: tuple[int, ...], truth: Cells) -> float:
    """The percentage of cells that the better of both attackers gets right."""
    hits = []
    for model in map(cache, (fixed, drawn)):
        found = [
            SMALL[np.argmax(PRIOR * model(tuple(each[cell] for each in releases), more))] == n
            for cell, n in truth.items()
        ]
        hits.append(100 * float(np.mean(found)))
    return max(hits)


def certain() -> float:
    """What n + o, the most that any number of releases can tell, gives on average."""
    sums = {int(s): [PRIOR[n - 1] / BASE for n in SMALL if 0 <= s - n < BASE] for s in range(1, SMALL[-1] + BASE)}
    assert sum(map(sum, sums.values())) == pytest.approx(1)
    return 100 * sum(max(each) for each in sums.values())


def test_no_number_of_releases_tells_more_than_one(build: Build, report: Report) -> None:
    """Releases that only name things anew give the very same answers; about 3 in 10 cells are guessed, with 1 as with 12."""
    made = first_release(build)
    truth = answers(made)
    releases = [answers(protect(relabelled(made, number), ProtectionLevel(), SECRET)) for number in range(MANY[-1])]
    assert set(truth.values()) == set(SMALL)
    assert all(each == releases[0] for each in releases)
    found = {many: recovered(releases[:many], (0,) * many, truth) for many in MANY}
    constant = 100 * np.mean([n == SMALL[np.argmax(PRIOR)] for n in truth.values()])
    report(f"attack, relabelled releases: {shown(found)}; constant guess {constant:.0f} % of {len(truth)} small cells")
    assert set(found.values()) == {found[1]}
    assert 25 < found[1] < 35
    assert {recovered([truth] * many, (0,) * many, truth) for many in (1, 12)} == {100}


def test_known_growth_tells_no_more_than_the_offset_leaves_open(build: Build, report: Report) -> None:
    """Every cell grows by known numbers: what is learned is n + o, and of that n stays as open as theory says."""
    made = first_release(build)
    truth, more = answers(made), tuple(np.random.default_rng(2).integers(1, 4, MANY[-1]).cumsum().tolist())
    releases = [answers(protect(grown(made, k), ProtectionLevel(), SECRET)) for k in more]
    found = {many: recovered(releases[:many], more[:many], truth) for many in MANY}
    report(f"attack, releases that grow by known numbers: {shown(found)}; in theory at most {certain():.1f} %")
    spread = 100 * (certain() / 100 * (1 - certain() / 100) / len(truth)) ** 0.5
    assert max(found.values()) <= certain() + 3 * spread
    assert {len({each[cell] - k for each, k in zip(releases, more, strict=True)}) > 1 for cell in truth} == {True}
    open_ = [answers(grown(made, k)) for k in more]
    assert all({each[cell] - k for each, k in zip(open_, more, strict=True)} == {n} for cell, n in truth.items())


def shown(found: dict[int, float]) -> str:
    """The percentages in one line."""
    return ", ".join(f"{many}: {percent:.0f} %" for many, percent in found.items())
