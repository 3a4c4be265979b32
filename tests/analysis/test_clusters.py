"""Many fora on a map: up to a number each place has its mark; beyond it, fora near each other share one."""

from collections import Counter
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings, strategies as st
from numpy.typing import NDArray

from bench.large import make
from community_policing.analysis.map import choropleth, fan
from community_policing.analysis.map.choropleth import KINDS, MARKS_MOST, Mark, growth, marks
from community_policing.analysis.map.mercator import girth, pixels
from community_policing.core.palette import LIGHT
from community_policing.dataset.load import load
from community_policing.measure.compute import measure
from community_policing.measure.programme import Programme, Scope
from community_policing.ui.charts import governorates as drawn, webgl_map

NEVER = pd.Timestamp("NaT")
FOUNDED = pd.Timestamp("2016-01-01")


def holding(programme: Programme, fora: list[tuple[str, str, float, float]]) -> Programme:
    """The programme with those fora instead of its own: kind, governorate, longitude, latitude."""
    planned = [kind == "planned" for kind, *_ in fora]
    frame = pd.DataFrame({
        "forum_id": [f"F{number}" for number in range(len(fora))],
        "name": [f"Forum {number}" for number in range(len(fora))],
        "governorate": [pcode for _, pcode, _, _ in fora],
        "longitude": pd.array([x for *_, x, _ in fora], dtype="Float64"),
        "latitude": pd.array([y for *_, y in fora], dtype="Float64"),
        "established_by": ["iom" if kind == "planned" else kind for kind, *_ in fora],
        "established_on": pd.Series([NEVER if ahead else FOUNDED for ahead in planned], dtype="datetime64[us]"),
        "closed_on": pd.Series([NEVER] * len(fora), dtype="datetime64[us]"),
        "planned_for": pd.Series([FOUNDED if ahead else NEVER for ahead in planned], dtype="datetime64[us]"),
        "plan_from": pd.Series([FOUNDED] * len(fora), dtype="datetime64[us]"),
    })  # fmt: skip
    own = programme.frames["fora"]
    others = {name: programme.frames[name].iloc[:0] for name in ("meetings", "fora_grants")}
    return replace(programme, frames={"fora": frame.reindex(columns=own.columns), **others}, kept={})


def many(count: int, seed: int = 1, spread: float = 2.0) -> list[tuple[str, str, float, float]]:
    """So many fora of all kinds and governorates, drawn around the middle of the country."""
    draw = np.random.default_rng(seed)
    east, north = draw.normal((44, 33), spread, (count, 2)).round(3).T.tolist()
    return [(KINDS[draw.integers(3)], f"IQG{draw.integers(1, 19):02d}", x, y) for x, y in zip(east, north, strict=True)]


def tally(shown: tuple[Mark, ...]) -> Counter[tuple[str, str]]:
    """How many fora of each kind in each governorate the marks stand for."""
    counted: Counter[tuple[str, str]] = Counter()
    for mark in shown:
        counted[mark.kind, mark.pcode] += mark.count
    return counted


@given(st.sampled_from([0, 1, 2, 399, 400, 401, 700, 2500]), st.integers(0, 9), st.sampled_from([0.0, 0.01, 0.3, 3.0]))
@settings(deadline=None, max_examples=40)
def test_no_forum_is_lost_or_mixed(programme: Programme, count: int, seed: int, spread: float) -> None:
    """The marks' counts sum to the fora of each kind in each governorate, however many there are and however near they
    lie; there are never more than MARKS_MOST, and they come in one order."""
    fora = many(count, seed, spread)
    shown = marks(holding(programme, fora))
    assert tally(shown) == Counter((kind, pcode) for kind, pcode, _, _ in fora)
    assert len(shown) <= MARKS_MOST
    assert shown == tuple(sorted(shown, key=lambda mark: (KINDS.index(mark.kind), mark.longitude, mark.latitude)))


def test_as_many_as_can_be_told_apart_stay_apart(programme: Programme) -> None:
    """400 places have 400 marks, each at its own place with its name; one more, and fora near each other share marks."""
    fora = [("iom", "IQG08", 40 + 0.01 * number, 33.0) for number in range(MARKS_MOST)]
    shown = marks(holding(programme, fora))
    assert [(mark.longitude, mark.count, mark.within_km) for mark in shown] == [
        (round(x, 5), 1, 0) for _, _, x, _ in fora
    ]
    assert shown[7].label == "Forum 7\n1 forum by IOM"
    together = marks(holding(programme, [*fora, ("iom", "IQG08", 44.0, 33.0)]))
    assert len(together) < MARKS_MOST
    assert sum(mark.count for mark in together) == MARKS_MOST + 1


def test_a_shared_mark_says_what_it_stands_for(programme: Programme, monkeypatch: pytest.MonkeyPatch) -> None:
    """Fora of one kind and governorate in one cell share a mark in the middle of them, set aside by kind (by 0.14 of a cell
    of 0.05 degrees), which says how many and within what distance; another kind or governorate has its own."""
    monkeypatch.setattr(choropleth, "MARKS_MOST", 4)
    fora = [
        ("iom", "IQG08", 44.31, 33.31), ("iom", "IQG08", 44.33, 33.33), ("iom", "IQG08", 44.32, 33.32),
        ("police", "IQG08", 44.31, 33.31), ("iom", "IQG10", 44.31, 33.31),
    ]  # fmt: skip
    assert marks(holding(programme, fora)) == (
        Mark("iom", "IQG10", 44.31, 33.31, 1, "Forum 4\n1 forum by IOM"),
        Mark("iom", "IQG08", 44.313, 33.32, 3, "3 fora by IOM within about 6 km", 6),
        Mark("police", "IQG08", 44.31, 33.31, 1, "Forum 3\n1 forum by local police"),
    )


def test_few_fora_at_one_place_have_a_mark_each(programme: Programme) -> None:
    """Eight fora at one place have eight marks; of nine, one mark names six and says how many more."""
    shown = marks(holding(programme, [("police", "IQG08", 44.3, 33.3)] * 8))
    assert [mark.label for mark in shown] == [f"Forum {number}\n1 forum by local police" for number in range(8)]
    (mark,) = marks(holding(programme, [("police", "IQG08", 44.3, 33.3)] * 9))
    assert mark.label == "Forum 0, Forum 1, Forum 2, Forum 3, Forum 4, Forum 5 and 3 more\n9 fora by local police"


def drawn_at(shown: tuple[Mark, ...], height: int = 480) -> NDArray[np.float64]:
    """Pixels at which the marks are drawn."""
    home = pixels([mark.longitude for mark in shown], [mark.latitude for mark in shown], girth(height))
    return home + np.array(fan.fanned(shown, shown, height)).reshape(-1, 2)


def test_marks_that_lie_together_fan_out(programme: Programme) -> None:
    """Fora at one place and beside it are drawn apart by a mark's width, none far from its place; one alone stays there."""
    fora = [("iom", "IQG08", 44.4, 33.3)] * 5 + [("police", "IQG08", 44.41, 33.31)] * 3 + [("iom", "IQG15", 43.0, 36.0)]
    shown = marks(holding(programme, fora))
    at, moved = drawn_at(shown), np.hypot(*np.array(fan.fanned(shown, shown, 480)).T)
    between = np.hypot(*(at[:, None] - at[None]).transpose(2, 0, 1)) + 1000 * np.eye(len(shown))
    assert between.min() >= fan.DISC - 2
    assert moved.max() <= fan.FARTHEST
    assert [mark.pcode for mark, far in zip(shown, moved, strict=True) if far == 0] == ["IQG15"]


def test_marks_stay_where_they_are_while_dates_go_by(programme: Programme) -> None:
    """A mark that was there before another came stands where it stands beside it."""
    newest = marks(holding(programme, [("iom", "IQG08", 44.4, 33.3)] * 2 + [("police", "IQG08", 44.41, 33.31)]))
    earlier = newest[:1]
    assert fan.fanned(earlier, newest, 480) == fan.fanned(newest, newest, 480)[:1]


def test_a_mark_grows_slower_than_its_count() -> None:
    """A mark is wider by the root of its count, and at most by 11 pixels, so that 60 fora do not cover the map."""
    assert [growth(count) for count in (1, 2, 4, 9, 16, 60, 5000)] == [0.0, 1.2, 3.0, 6.0, 9.0, 11.0, 11.0]


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Programme:
    """5,000 fora at as many places."""
    folder: Path = tmp_path_factory.mktemp("large")
    make(folder, fora=5000, trainings=20, seats=50)
    return Programme.of(load(folder))


def sizes(programme: Programme) -> tuple[int, int]:
    """The characters of the zoomable map and of the drawn one."""
    shades = choropleth.shades(measure("fora_established", programme, "governorate"), LIGHT)
    shown = marks(programme)
    return (
        len(webgl_map.governorate_map(shades, shown, LIGHT, 0).to_json()),
        len(drawn.governorate_map(shades, shown, LIGHT, 600).to_json()),
    )


def test_5000_fora_travel_light(large: Programme) -> None:
    """5,000 fora on a map are sent in less than 200 KB, far below 1 MB, either way of drawing it."""
    assert sum(mark.count for mark in marks(large)) == 5000
    assert max(sizes(large)) < 200_000


def test_a_filter_takes_marks_apart(large: Programme) -> None:
    """Within one governorate fewer fora are left, and they stand apart or nearer together than on the whole map."""
    whole, there = marks(large), marks(large.within(Scope(governorates=("IQG08",))))
    held = sum(mark.count for mark in whole if mark.pcode == "IQG08")
    assert sum(mark.count for mark in there) == held
    assert len(there) > sum(mark.pcode == "IQG08" for mark in whole)
    assert max(mark.within_km for mark in there) < max(mark.within_km for mark in whole)
