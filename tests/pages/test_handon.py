"""The page Hand on: a button a format, of the reader's own programme, and none for who may take no files."""

import pytest

from community_policing.dataset.load import Dataset
from community_policing.export.handed_on.registry import FORMATS
from community_policing.protect.policy import Role, User
from tests.conftest import Build
from tests.hostile import ANALYST, RESTRICTED, Visit
from tests.protect.test_canaries import canaried as canaried  # a fixture

READERS = {"analyst": ANALYST, "donor": RESTRICTED["donor"], "field": RESTRICTED["field"]}


@pytest.mark.parametrize("role", READERS)
def test_every_format_is_a_button_of_what_the_reader_may_see(
    role: str, canaried: Dataset, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing is made before the click; what comes is the reader's own."""
    visit = Visit(READERS[role], monkeypatch)
    visit.show(canaried)
    visit.open("handon")
    assert [key for key in visit.files if key.startswith("made-")] == [f"made-{key}" for key in FORMATS]
    assert (b"canary" in visit.files["made-hxl"]()) == (role == "analyst")
    assert (b"canary" in visit.files["made-ics"]()) == (role == "analyst")


def test_the_public_has_no_such_page(canaried: Dataset, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its role takes no files."""
    visit = Visit(User("somebody", Role.PUBLIC), monkeypatch)
    visit.show(canaried)
    visit.open("handon")
    assert not [key for key in visit.files if key.startswith("made-")]


def test_files_without_an_activity_say_so_before_the_click(build: Build, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of a programme that has just begun each file is made, and holds none."""
    said = "No forum, event or work is on record in this selection: the files hold no activity."
    told = []
    for tables in ({}, {"fora": [{"forum_id": "F1", "status": "established", "established_on": "2016-05-10"}]}):
        visit = Visit(ANALYST, monkeypatch)
        visit.show(build(tables))
        told.append([each.value for each in visit.open("handon").info])
        assert all(visit.files[f"made-{key}"]() for key in FORMATS)
    assert told == [[said], []]
