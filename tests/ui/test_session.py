"""Programmes in memory: made once for all readers, and gone when no reader can open them any more."""

import gc
import shutil
import weakref
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from community_policing.analysis import search
from community_policing.analysis.training import calendar
from community_policing.analysis.works import items
from community_policing.core.indicators import INDICATORS
from community_policing.core.paths import DATA
from community_policing.dataset.load import load
from community_policing.measure import forum_lives
from community_policing.measure.programme import Programme, Scope
from community_policing.ui.shell import release_watch, session
from tests.conftest import FIXTURE

SCOPES = (Scope(), Scope(date(2016, 6, 30)), Scope(governorates=("IQG08",)), Scope(donors=("DE",)))


@pytest.fixture
def folders(tmp_path: Path) -> Iterator[list[Path]]:
    """Five copies of the public record: one more than are kept in memory."""
    folders = [tmp_path / str(copy) for copy in range(5)]
    for folder in folders:
        shutil.copytree(DATA / "public_record", folder)
    yield folders
    session._read.clear()


def ask(whole: Programme) -> None:
    """All that readers ask of a programme, in several choices."""
    for scope in SCOPES:
        programme = session.scoped(whole, scope)
        for key, indicator in INDICATORS.items():
            for by in ("", *indicator.splits):
                session.result(key, programme, by)
            session.places(key, programme, ("IQG08", "IQG15"))
        session.marks(programme)
        assert calendar.events(programme) is not None
        assert items.items(programme) is not None
        search.index(programme)


def test_a_programme_that_is_no_longer_kept_leaves_the_memory(folders: list[Path]) -> None:
    """What was measured, scoped and compared of a programme hangs on that programme: nothing else holds it when the cache of
    programmes has let it go, not even one that it was compared with and that is still open."""
    gone = session.recorded(folders[0])
    ask(gone)
    still_open = session.recorded(folders[1])
    release_watch.between(gone, still_open, Scope())
    release_watch.between(gone, session.scoped(gone, SCOPES[2]), Scope())
    watched = [weakref.ref(each) for each in (gone, session.scoped(gone, SCOPES[2]), gone.frames["fora"])]
    del gone
    gc.collect()
    assert all(each() is not None for each in watched)  # as long as it is one of four
    for folder in folders[2:]:
        session.recorded(folder)
    gc.collect()
    assert [each() for each in watched] == [None, None, None]
    assert session.recorded(folders[1]) is still_open


def test_a_choice_is_made_once_and_the_least_asked_for_goes(
    folders: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The same choice is the same programme for every reader; of many only the last are kept."""
    monkeypatch.setattr(session, "MANY", 3)
    whole = session.recorded(folders[0])
    asked = [replace(SCOPES[2], as_of=date(2016, month, 28)) for month in range(1, 6)]
    first = session.scoped(whole, asked[0])
    assert session.scoped(whole, asked[0]) is first
    for scope in asked[1:]:
        assert session.scoped(whole, scope).frames is first.frames  # rows are cut once for all dates
    assert session.scoped(whole, asked[0]) is not first


def _held(whole: Programme) -> int:
    """How many answers hang on the whole programme, those of its own caches too."""
    caches = [each.cache_info().currsize for each in whole.kept.values() if hasattr(each, "cache_info")]
    return len(whole.made) + len(whole.kept) + sum(caches)


def test_the_whole_programme_holds_no_more_after_many_choices(monkeypatch: pytest.MonkeyPatch) -> None:
    """Days and places that nobody asked for before, measured, drawn as lives of fora and compared with another release: what
    hangs on the whole programme is bounded by its caches, and not by what was asked."""
    monkeypatch.setattr(session, "MANY", 3)
    monkeypatch.setattr(forum_lives, "DAYS", 3)
    before, whole = session.recorded(FIXTURE), Programme.of(load(FIXTURE))
    held = []
    for number in range(1, 9):
        scope = Scope(date(2016, 6, number), governorates=("IQG08", f"IQG{number % 7 + 1:02}"))
        programme = session.scoped(whole, scope)
        assert forum_lives.forum_lives(programme)
        assert release_watch.between(before, whole, scope).figures
        for by in ("", "governorate"):
            session.result("attendances", programme, by)
        held.append(_held(whole))
    assert held[-1] == held[5]
