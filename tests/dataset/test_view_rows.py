"""Saved views in the registry, on SQLite and on PostgreSQL: who has which, what the database refuses, and what is gone."""

import sqlite3
import threading
from contextlib import closing, suppress

import pytest

from community_policing.dataset.releases import Releases, ViewRefused
from community_policing.dataset.releases.connection import Connection
from community_policing.dataset.releases.registry_backup import spare_of
from community_policing.dataset.releases.rows import view_rows
from community_policing.dataset.releases.saved_view import LINK_WIDTH, NAME_WIDTH, SLUG, SavedView
from tests.registries import Place, wind_back


def view(name: str, owner: str = "rana", **more: object) -> SavedView:
    """A view of the Targets page."""
    return SavedView("", name, "targets", "governorate=IQG15&phase=P2", owner, **more)  # type: ignore[arg-type]


def names(views: tuple[SavedView, ...]) -> list[str]:
    return [each.name for each in views]


def test_a_view_comes_back_as_it_was_saved(place: Place) -> None:
    """In another process's eyes too: all of it, under an id that says nothing of it and differs from any other."""
    rows = place.open().views
    made, other = rows.save(view(" Ninewa \u202e\n targets ", is_start=True)), rows.save(view("Another"))
    assert (made.name, made.page, made.query, made.owner) == (
        "Ninewa targets",
        "targets",
        "governorate=IQG15&phase=P2",
        "rana",
    )
    assert (made.shared_with, made.is_start, made.created[:2]) == ("", True, "20")
    assert (bool(SLUG.fullmatch(made.id)), made.id != other.id) == (True, True)
    assert place.open().views.find(made.id, "rana", "chief") == made


def test_who_finds_a_view(place: Place) -> None:
    """Its owner and the role that it is shared with; nobody else, in whichever way it is asked for."""
    rows = place.open().views
    mine, shared = rows.save(view("Mine")), rows.save(view("shared", shared_with="donor"))
    rows.save(view("Of another", "ali"))
    asked = [("rana", "analyst"), ("ali", "donor"), ("ali", "analyst"), ("", "donor"), ("", "")]
    assert [[rows.find(each.id, *who) is not None for each in (mine, shared)] for who in asked] == [
        [True, True], [False, True], [False, False], [False, True], [False, False],
    ]  # fmt: skip
    assert [names(rows.seen(*who)) for who in asked] == [
        ["Mine", "shared"], ["Of another", "shared"], ["Of another"], ["shared"], [],
    ]  # fmt: skip
    assert [rows.find(odd, "rana", "donor") for odd in ("", "\0", "x" * 10_000, "' OR 1=1 --", mine.id.upper())] == [
        None
    ] * 5


def test_one_view_opens_the_dashboard(place: Place) -> None:
    """The last one that was said to; another account has its own."""
    rows = place.open().views
    first, second = rows.save(view("a", is_start=True)), rows.save(view("b", is_start=True))
    rows.save(view("c", "ali", is_start=True))

    def starts() -> list[str]:
        return [each.name for each in rows.all() if each.is_start]

    assert starts() == ["b", "c"]
    rows.change(SavedView(**{**vars(first), "is_start": True}))
    assert starts() == ["a", "c"]
    rows.change(SavedView(**{**vars(second), "name": "d", "is_start": False}))
    rows.delete(first)
    assert (starts(), names(rows.all("rana"))) == (["c"], ["d"])


REFUSED = [
    ("", "The view has no name."), ("\u200b \u200d\n", "The view has no name."), ("taken", "You have a view of that name already."),
    ("x" * (NAME_WIDTH + 1), "The name is longer than 60 signs."),
]  # fmt: skip


@pytest.mark.parametrize(("name", "why"), REFUSED)
def test_a_name_that_cannot_be_had(place: Place, name: str, why: str) -> None:
    """By a new view and by one that is renamed alike; nothing changes, and another account may have the same name."""
    rows = place.open().views
    rows.save(view("taken"))
    held = rows.save(view("x" * NAME_WIDTH))
    for refused in (lambda: rows.save(view(name)), lambda: rows.change(SavedView(**{**vars(held), "name": name}))):
        with pytest.raises(ViewRefused) as told:
            refused()
        assert told.value.message == why
    assert names(rows.all()) == ["taken", "x" * NAME_WIDTH]
    assert rows.save(view("taken", "ali")).name == "taken"


def test_what_is_too_much_is_refused(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    """A view beyond the most that an account may have, until one is deleted, and a choice that is too long."""
    monkeypatch.setattr(view_rows, "MOST", 2)
    rows = place.open().views
    held = [rows.save(view(name)) for name in ("a", "b")]
    with pytest.raises(ViewRefused, match="You have 2 saved views, which is the most"):
        rows.save(view("c"))
    rows.save(view("c", "ali"))
    rows.delete(held[0])
    rows.save(view("c"))
    with pytest.raises(ViewRefused, match="too long"):
        rows.save(SavedView("", "long", "targets", "x" * (LINK_WIDTH + 1), "sara"))
    assert names(rows.all("rana")) == ["b", "c"]


def test_nobody_changes_or_deletes_what_is_another_s(place: Place) -> None:
    """Whoever knows the id of a view and not its owner does nothing to it."""
    rows = place.open().views
    made = rows.save(view("Mine", shared_with="donor"))
    foreign = SavedView(**{**vars(made), "owner": "ali", "name": "Ali's"})
    with pytest.raises(ViewRefused, match="This view is gone"):
        rows.change(foreign)
    rows.delete(foreign)
    assert rows.all() == (made,)


def test_two_servers_that_save_in_the_same_moment(place: Place) -> None:
    """Of eight that save one name, each to open the dashboard, one does; of eight names all do, and one of them opens it."""
    servers = [place.open().views for _ in range(4)]
    for name in ("same", "{}"):

        def saves(rows: object, number: int, name: str = name) -> None:
            with suppress(ViewRefused):
                rows.save(view(name.format(number), is_start=True))  # type: ignore[attr-defined]

        threads = [threading.Thread(target=saves, args=(servers[number % 4], number)) for number in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    held = servers[0].all("rana")
    assert (names(held), sum(each.is_start for each in held)) == ([*map(str, range(8)), "same"], 1)


def test_the_spare_copy_has_the_views_and_forgets_deleted_ones(sqlite_place: Place) -> None:
    """What is lost with the registry is in the copy beside it; what its owner deleted is not."""
    releases = sqlite_place.open()
    made = releases.views.save(view("Mine"))
    file = Connection(sqlite_place.url).file
    assert file is not None

    def copied() -> list[tuple[str]]:
        with closing(sqlite3.connect(spare_of(file))) as copy:
            return copy.execute("SELECT name FROM views").fetchall()

    assert copied() == [("Mine",)]
    releases.views.delete(made)
    assert copied() == []


def test_releases_have_views(place: Place) -> None:
    """The door to them is that to the releases, and a registry of an older step gets them when it is opened."""
    releases: Releases = place.open()
    assert releases.views.all() == ()
    with Connection(place.url).writing() as connection:
        wind_back(connection, "0004")
    assert place.open().views.save(view("Mine")).name == "Mine"
