"""A status that a protected view shows is the one of the recorded figure, whatever the secret of the rounding is."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from itertools import product
from types import MappingProxyType

import pandas as pd
import pytest

from community_policing.core.indicators import INDICATORS
from community_policing.core.protection_level import ProtectionLevel
from community_policing.core.quantity import Quantity
from community_policing.dataset.load import Dataset, load
from community_policing.measure.aggregate import Selection, select
from community_policing.measure.certainty import DEVIATIONS, certain, off
from community_policing.measure.compute import by_governorate, measure
from community_policing.measure.pace import Status, Target, judged, pace
from community_policing.measure.programme import Programme, Scope
from community_policing.protect.disclosure import protect
from tests.conftest import ROOT, Build

GUARDS = {
    "public": ProtectionLevel(own_grants=()),
    "donor": ProtectionLevel(own_grants=("DE-P2",)),
    "field": ProtectionLevel(threshold=5, own_governorates=("IQG15",)),
}
PLACES, EACH, EVENTS = ("IQG08", "IQG15"), 28, 60
SEATS = EACH * EVENTS  # 1,680
# What the target asks for beside what is there: far off, about the two thresholds, just enough, more than enough, reached.
FACTORS = (0.4, 0.74, 0.75, 0.76, 0.94, 0.95, 0.96, 1.0, 1.6)
AS_OF = date(2016, 11, 30)


def secret(number: int) -> bytes:
    return bytes([number]) * 32


@pytest.fixture
def programme(build: Build) -> Dataset:
    """60 events in two governorates and two years, 28 seats at each; and fora whose members are known by sex."""
    events = [
        {"training_id": f"E{i}", "governorate": PLACES[i % 2], "grants": ("DE-P2", "US-P2")[i // 2 % 2], "phase_id": "P2",
         "starts_on": date(2015 + i % 3 // 2, i % 11 + 1, 3).isoformat()}
        for i in range(EVENTS)
    ]  # fmt: skip
    seats = [
        {
            "training_id": f"E{i}",
            "participant_group": "community",
            "sex": ("women", "men")[i % 2],
            "attendances": str(EACH),
        }
        for i in range(EVENTS)
    ]
    fora = [
        {"forum_id": f"F{i}", "governorate": PLACES[i % 2], "established_by": "iom", "established_on": "2016-02-03",
         "grants": "DE-P2", "members_women": "7", "members_men": "13"}
        for i in range(12)
    ]  # fmt: skip
    targets = [{"indicator": "attendances", "period_starts_on": "2015-01-01", "due_on": "2017-12-31", "baseline": "3",
                "target": "9", "revision": "0", "record": "illustrative"}]  # fmt: skip
    return build({"trainings": events, "attendance": seats, "fora": fora, "targets": targets})


def statuses(dataset: Dataset, guard: ProtectionLevel | None, number: int = 0) -> dict[tuple[str, str], Status]:
    """Indicator and governorate ("" = the country) -> the status that is shown."""
    whole = Programme.of(protect(dataset, guard, secret(number)) if guard else dataset)
    there = whole.within(Scope(dataset.as_of))
    found = {(key, ""): measure(key, there) for key in INDICATORS}
    for key in {row.indicator for row in there.targets if row.governorate and row.indicator in INDICATORS}:
        found |= {(key, pcode): result for pcode, result in by_governorate(key, there, PLACES).items()}
    return {where: result.status for where, result in found.items() if result.target}


def turned(own: dict[tuple[str, str], Status], shown: dict[tuple[str, str], Status]) -> Iterator[tuple[object, ...]]:
    """Statuses that are shown and are not those of the recorded figure; there is none where the figure is withheld."""
    for where, status in shown.items():
        if status not in (own[where], Status.NOT_CERTAIN, Status.NO_TARGET):
            yield where, own[where], status


@pytest.fixture(scope="module")
def demonstration() -> Dataset:
    """The demonstration data."""
    return load(ROOT / "data" / "demonstration")


def asking(factor: float) -> Target:
    """A target of which so much of what is due by the end of November 2016 is there."""
    first, last = date(2015, 1, 1), date(2017, 12, 31)
    way = (SEATS / factor - 3) * ((last - first) / (AS_OF - first))
    return Target(3.0, 3 + way, first, last, ("illustrative",), ())


def against(target: Target, rows: Selection) -> Status:
    """The status of a protected figure against that target, as it is shown."""
    value = rows.total()
    assert value is not None
    stands = pace(target, value, (), AS_OF, dated=False)
    return certain(stands, target, value, rows).status


@pytest.mark.parametrize("role", GUARDS)
def test_no_secret_turns_a_status(role: str, programme: Dataset) -> None:
    """Nine targets around every threshold, twelve secrets: each status shown is the recorded figure's, or none is shown; what is
    far off is always said to be, and what lies on a threshold never certain."""
    shown: dict[float, set[Status]] = {}
    own = {factor: judged(asking(factor), Quantity.exactly(SEATS), AS_OF, asking(factor).due_in_whole(AS_OF), 12)[0]
            for factor in FACTORS}  # fmt: skip
    for number in range(12):
        there = Programme.of(protect(programme, GUARDS[role], secret(number))).within(Scope(AS_OF))
        rows = select(INDICATORS["attendances"], there)
        for factor in FACTORS:
            shown.setdefault(factor, set()).add(against(asking(factor), rows))
    assert {factor: found - {own[factor], Status.NOT_CERTAIN} for factor, found in shown.items()} == {
        factor: set() for factor in FACTORS
    }
    assert shown[0.4] == {Status.OFF_TRACK}
    assert all(Status.NOT_CERTAIN in shown[factor] for factor in (0.75, 0.95))


@pytest.mark.parametrize("role", GUARDS)
def test_no_secret_turns_a_status_of_the_demonstration(role: str, demonstration: Dataset) -> None:
    """The same of every target of the demonstration, the country's and the governorates', of people and of things."""
    own = statuses(demonstration, None)
    for number in range(5):
        assert list(turned(own, statuses(demonstration, replace(GUARDS[role], own_grants=_own(role)), number))) == []


def _own(role: str) -> tuple[str, ...] | None:
    return {"public": (), "donor": ("DE",), "field": None}[role]


def test_a_status_of_things_is_certain(programme: Dataset) -> None:
    """12 fora of 20 are counted exactly: off track is shown; and people of whom only bounds are known are never judged."""
    rows = pd.DataFrame([
        {**row, "indicator": key, "target": target}
        for (key, target), row in product((("fora_established_iom", 50.0), ("people_reached", 9_000.0)),
                                          programme.tables["targets"].iloc[:1].to_dict("records"))
    ])  # fmt: skip
    asked = replace(programme, tables=MappingProxyType({**programme.tables, "targets": rows}))
    shown = statuses(asked, GUARDS["public"])
    assert shown == {("fora_established_iom", ""): Status.OFF_TRACK, ("people_reached", ""): Status.NOT_CERTAIN}


@pytest.mark.parametrize(("cells", "most"), [(0, 0), (1, 4), (6, 24), (9, 30), (100, 100)])
def test_how_far_a_sum_of_rounded_cells_may_be_off(cells: int, most: float) -> None:
    """A cell by 4, where the base is 5; of many together four standard deviations of 2.5 each, that is 10 times their root."""
    assert (off(cells, 5), DEVIATIONS) == (pytest.approx(most), 4)
