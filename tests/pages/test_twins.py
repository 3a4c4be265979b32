"""What a restricted reader is sent depends on people, names, places and days through the rounded cells alone.

Two truths with the same cells are shown to the same reader, page by page: every message, hidden part, table, chart, map, alt text
and file must be the same, byte for byte.  The rounding is made blind for this, so that nothing else may carry a count.

CPF_TWINS=all takes every page, choice, dialog and file on three programmes (half an hour): run it after a change to disclosure.
"""

import os
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from community_policing.core.protection_level import ProtectionLevel
from community_policing.protect.disclosure import protect
from community_policing.protect.policy import User, access_policy
from community_policing.protect.random_rounding import Rounding
from tests.conftest import Build, Report
from tests.hostile import ANALYST, OPEN, RESTRICTED, Visit, dataset, named_alike, sent

ALL = os.environ.get("CPF_TWINS") == "all"
SEEDS = {"donor": (1, 2, 3) if ALL else (1,), "field": (1, 2, 3) if ALL else (2,), "public": (1, 2, 3) if ALL else (3,)}
Step = tuple[str, Mapping[str, Any], Mapping[str, Any]]


@pytest.fixture
def blind(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every cell is rounded to something that its count has no part in."""
    monkeypatch.setattr(Rounding, "__call__", lambda self, cell, count: self.base * self.offset(cell))  # noqa: ARG005


def guard_of(reader: User) -> ProtectionLevel:
    """What is protected before that reader sees it."""
    held = access_policy().guard(reader)
    assert held is not None
    return held


@pytest.mark.parametrize(("role", "seed"), [(role, seed) for role in RESTRICTED for seed in SEEDS[role]])
def test_twins_protect_to_the_same_tables(role: str, seed: int, build: Build, blind: None) -> None:
    """Table by table, cell by cell: a protected dataset is a function of its cells."""
    reader = RESTRICTED[role]
    one, other = (
        protect(dataset(build, seed, twin=twin, kept=reader.governorates), guard_of(reader), bytes(range(32)))
        for twin in (False, True)
    )
    for name, table in one.tables.items():
        assert table.astype(str).to_dict("list") == other.tables[name].astype(str).to_dict("list"), name


def steps() -> Iterator[Step]:
    """Pages, with choices that cut cells in the middle, and the rows that addresses open."""
    yield from ((page, {}, {}) for page in OPEN)
    cut = {"as_of": date(2016, 8, 17), "governorate": ["IQG08"], "donor": ["DE"]}
    for page in OPEN if ALL else ("reach",):
        yield page, {}, cut
    yield "reach", {}, {"period": ["2015"], "governorate": ["IQG08"]}
    yield from (("compare", {"kind": kind}, {}) for kind in (("governorate", "donor", "phase") if ALL else ("donor",)))
    yield "training", {"event": "E00009"}, {}
    yield "infrastructure", {"item": "W00002"}, {}
    yield "governorate", {}, {"governorate": ["IQG08"]}
    for page in OPEN if ALL else ("outcomes",):  # a link names a district, and one that no row of a twin may lie in
        yield page, {"governorate": "IQG08", "district": "IQG08Q03"}, {"search": "Baghdad"}
    yield "overview", {"seen_as": "donor:US"}, {}  # whoever is restricted has no other eyes to choose
    for when in (date(2015, 6, 29), date(2015, 6, 30), date(2016, 2, 1)) if ALL else ():
        for place in ([], ["IQG15"]):
            yield from ((page, {}, {"as_of": when, "governorate": place}) for page in OPEN)
            yield from ((page, {}, {"as_of": when, "phase": ["P2"], "established_by": ["iom"]}) for page in OPEN)


def visited(visit: Visit, step: Step) -> Iterator[tuple[str, list[bytes]]]:
    """What a step sends: the page, its files, and dialogs with the rows behind figures and their splits."""
    page, address, state = step
    tab = visit.open(page, address, state)
    yield "page", sent(tab)
    kind = "" if ALL and not state else "csv-"
    yield from ((key, [content]) for key, content in visit.given(kind))
    keys = [button.key for button in tab.button if (button.key or "").startswith("working-")]
    few = keys[-1:] if page in ("overview", "reach", "infrastructure") and not address else []
    for key in keys if ALL and not state else few:
        tab.button(key=key).click()
        visit.again(tab)
        yield key, sent(tab)
        yield from ((f"{key} {name}", [content]) for name, content in visit.given("csv-"))
        if ALL and not state:
            yield from splits(visit, tab, key)


def splits(visit: Visit, tab: AppTest, key: str) -> Iterator[tuple[str, list[bytes]]]:
    """The dialog that stands open, its figures split by everything that it offers."""
    offered = {box.key: box.options[1:] for box in tab.selectbox if (box.key or "").startswith("split-")}
    for box, dimensions in offered.items():
        for by in dimensions:
            tab.button(key=key).click()  # a rerun of the whole page closes the dialog, unless it is asked for again
            tab.selectbox(key=box).select(by)
            visit.again(tab)
            assert tab.selectbox(key=box).value
            yield f"{key} {by}", sent(tab)


@pytest.mark.parametrize("role", RESTRICTED)
def test_nobody_can_tell_twins_apart(
    role: str, build: Build, blind: None, monkeypatch: pytest.MonkeyPatch, report: Report
) -> None:
    """Every page and choice of the role, and its files: all bytes are the same for both truths."""
    reader, seen = RESTRICTED[role], 0
    for seed in SEEDS[role]:
        truths = [named_alike(dataset(build, seed, twin=twin, kept=reader.governorates)) for twin in (False, True)]
        visits = [Visit(reader, monkeypatch) for _ in truths]
        for visit, truth in zip(visits, truths, strict=True):
            visit.show(truth)
        for step in steps():
            one, other = (list(visited(visit, step)) for visit in visits)
            assert [name for name, _ in one] == [name for name, _ in other]
            different = [(name, a, b) for (name, a), (_, b) in zip(one, other, strict=True) if a != b]
            assert not different, (step, different[0][0], *first_difference(*different[0][1:]))
            seen += sum(len(held) for _, held in one)
    report(f"twins, {role}: {seen} messages and files the same for both truths")


def first_difference(one: list[bytes], other: list[bytes]) -> tuple[object, ...]:
    """The first message in which they differ, about the place where they do."""
    for a, b in zip(one, other, strict=False):
        if a != b:
            at = next((i for i, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), 0)
            return at, a[max(0, at - 200) : at + 80], b[max(0, at - 200) : at + 80]
    return len(one), len(other)


def test_an_analyst_can_tell_twins_apart(build: Build, blind: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """The same comparison without protection: pages differ, so that the test above can fail."""
    truths = [named_alike(dataset(build, 1, twin=twin)) for twin in (False, True)]
    for page in ("overview", "map", "reach", "training", "infrastructure"):
        shown = []
        for truth in truths:
            visit = Visit(ANALYST, monkeypatch)
            visit.show(truth)
            shown.append(sent(visit.open(page)))
        assert shown[0] != shown[1], page
