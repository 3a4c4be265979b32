"""Cells in place of rows: what a restricted reader's working lists, on the screen and in its files."""

import pytest

from community_policing.core.indicators import INDICATORS
from community_policing.core.protection_level import ProtectionLevel
from community_policing.export.rows import behind, meanings
from community_policing.export.table import on_screen
from community_policing.measure.compute import measure
from community_policing.measure.programme import Programme
from community_policing.protect.disclosure import protect
from tests import hostile
from tests.conftest import Build

SECRET = bytes(range(32))
TELLS_A_ROW = {"training_id", "forum_id", "item_id", "row", "title", "name", "place", "note", "cohort", "latitude", "longitude",
               "source", "record", "last_met_on", "displacement"}  # fmt: skip


def test_the_working_lists_cells(build: Build) -> None:
    """Two events of one cell are one line for each group and sex: how many events, and people as multiples of 5 or under 10.

    12 and 14 police (women) come to 25 or 30; 40 of the community to 40; nobody else was on record anywhere."""
    made = build({
        "trainings": [{"training_id": "E1", "title": "A", "governorate": "IQG08", "starts_on": "2016-04-02", "grants": "DE-P2"},
                      {"training_id": "E2", "title": "B", "governorate": "IQG08", "starts_on": "2016-06-02", "grants": "DE-P2"}],
        "attendance": [
            {"training_id": "E1", "participant_group": "police", "sex": "women", "attendances": "12"},
            {"training_id": "E2", "participant_group": "police", "sex": "women", "attendances": "14"},
            {"training_id": "E2", "participant_group": "community", "sex": "women", "attendances": "40"},
            {"training_id": "E2", "participant_group": "community", "sex": "men", "attendances": "1"},
        ],
    })  # fmt: skip
    programme = Programme.of(protect(made, ProtectionLevel(), SECRET))
    shown = on_screen(behind(measure("attendances", programme), programme))
    assert list(shown) == [
        "counts",
        "rows",
        "governorate",
        "kind",
        "ends_on",
        "donor",
        "participant_group",
        "sex",
    ]
    assert set(shown["rows"]) == {2}
    assert set(shown["ends_on"]) == {"Q2 2016"}
    people = dict(zip(zip(shown["participant_group"], shown["sex"], strict=True), shown["counts"], strict=True))
    assert people.pop(("police", "women")) in ("about 25", "about 30")
    assert people == {
        ("community", "women"): "about 40",
        ("community", "men"): "under 10",
        ("police", "men"): "under 10",
    }
    held = behind(measure("events_held", programme), programme)
    assert held["counts"].map(lambda cell: cell.low).tolist() == [2]


@pytest.mark.parametrize(
    "guard",
    [ProtectionLevel(), ProtectionLevel(own_grants=()), ProtectionLevel(5, own_governorates=("IQG15",))],
    ids=str,
)
def test_no_indicator_lists_a_row_to_a_restricted_reader(guard: ProtectionLevel, build: Build) -> None:
    """Of every indicator: no column that tells one row from another, every column with its meaning, and people as promised."""
    programme = Programme.of(protect(hostile.dataset(build, 1), guard, SECRET))
    for key, indicator in INDICATORS.items():
        shown = measure(key, programme)
        cells = behind(shown, programme)
        assert not TELLS_A_ROW & set(cells), key
        assert {f"Column {name}" for name in cells} <= {label for label, _ in meanings(shown, programme)}, key
        if indicator.persons and len(cells):
            closed = cells[~cells["governorate"].isin(guard.own_governorates)]
            people = [cell for name in ("counts", "of") if name in cells for cell in closed[name]]
            assert all(
                cell.low % guard.base == 0 and (not cell.exact or cell.low >= guard.threshold) for cell in people
            ), key
