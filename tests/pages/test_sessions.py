"""Readers of different roles in turn on one server: nobody gets what was made for somebody else."""

import pytest

from tests.conftest import Build
from tests.hostile import ANALYST, RESTRICTED, Visit, dataset, sent, tables

PAGES = ("reach", "map", "training", "infrastructure", "record")


def test_roles_in_turn_never_get_each_others_canaries(build: Build, monkeypatch: pytest.MonkeyPatch) -> None:
    """40 runs, each reader twice on each page, in turn, on the same caches: an analyst sees names as recorded, a field reader
    those of the own governorate, and nobody else any."""
    rows = [row for name in ("trainings", "fora", "infrastructure") for row in tables(1)[name]]
    canaries = {place: {row["place"] for row in rows if row["governorate"] == place} for place in ("IQG08", "IQG15")}
    made, seen = dataset(build, 1), {"analyst": 0, "field": 0}
    readers = {"analyst": ANALYST, **RESTRICTED}
    visits = {name: Visit(reader, monkeypatch) for name, reader in readers.items()}
    visits["analyst"].show(made)
    for visit in visits.values():
        visit.folder = visits["analyst"].folder
    order = ["public", "analyst", "donor", "field"]
    for run in range(40):
        name = order[(run + run // 4) % 4]
        held = b"".join(sent(visits[name].open(PAGES[run // 4 % len(PAGES)]))).decode("utf-8", "ignore")
        got = {place: sum(town in held for town in towns) for place, towns in canaries.items()}
        if name in seen:
            seen[name] += got["IQG15"]
        if name != "analyst":
            assert got["IQG08"] == 0, (run, name)
        assert name in seen or got["IQG15"] == 0, (run, name)
    assert min(seen.values()) > 0
