"""Rooms: the folder list shows the architecture, and no two rooms need one another."""

from collections.abc import Iterable
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import grimp
import pytest

from tests.conftest import ROOT

HOUSE = ROOT / "community_policing"
FOLDERS = sorted({file.parent for top in (HOUSE, ROOT / "pages") for file in top.rglob("*.py")})
GRAPH = grimp.build_graph("community_policing", "pages", cache_dir=None)
INNER = sorted({f"community_policing.{folder.name}" for folder in HOUSE.iterdir() if (folder / "__init__.py").exists()})


def cycle(edges: Iterable[tuple[str, str]]) -> list[str]:
    """A cycle among the edges (from, to); empty where there is none."""
    sorter = TopologicalSorter[str]()
    for one, other in edges:
        sorter.add(one, other)
    try:
        sorter.prepare()
    except CycleError as error:
        return list(error.args[1])
    return []


def within(house: str) -> set[tuple[str, str]]:
    """Which parts of that package import which others."""
    depth = house.count(".") + 1

    def part(module: str) -> str:
        return ".".join(module.split(".")[: depth + 1])

    inside = [module for module in GRAPH.modules if module.startswith(f"{house}.")]
    edges = {(part(one), part(other)) for one in inside for other in GRAPH.find_modules_directly_imported_by(one)}
    return {(one, other) for one, other in edges if one != other and other.startswith(f"{house}.")}


@pytest.mark.parametrize("house", ["community_policing", *INNER, "pages"])
def test_no_cycles(house: str) -> None:
    """Neither between rooms nor inside one."""
    assert cycle(within(house)) == []


def test_a_cycle_is_seen() -> None:
    """Also one over three rooms; and the graph holds imports within functions."""
    assert set(cycle([("a", "b"), ("b", "c"), ("c", "a"), ("c", "d")])) == {"a", "b", "c"}
    assert cycle([("a", "b"), ("a", "c"), ("b", "c")]) == []
    assert "community_policing.dataset.parquet" in GRAPH.find_modules_directly_imported_by(
        "community_policing.dataset.load"
    )


def test_the_list_of_rooms_is_short() -> None:
    """A stranger reads it at once.  Folders that git left behind, with nothing but compiled modules in them, are no rooms."""
    rooms = {file.relative_to(HOUSE).parts[0] for file in HOUSE.rglob("*") if file.is_file() and file.suffix != ".pyc"}
    assert len(rooms) <= 14


@pytest.mark.parametrize("folder", FOLDERS, ids=[str(folder.relative_to(ROOT)) for folder in FOLDERS])
def test_no_room_is_crowded(folder: Path) -> None:
    """At most 22 modules in a folder, __init__ not counted."""
    assert len([file for file in folder.glob("*.py") if file.name != "__init__.py"]) <= 22
