"""Notes on recorded things in the registry, on SQLite and on PostgreSQL: versions, what is refused, and that nothing is lost."""

import threading
from contextlib import suppress
from dataclasses import replace
from datetime import date

import pytest
import sqlalchemy as sa

from community_policing.dataset.releases import NoteRefused, ReleaseError
from community_policing.dataset.releases.connection import Connection
from community_policing.dataset.releases.rows import note_rows
from community_policing.dataset.releases.subject_note import MITIGATION, TEXT, NoteSubject, SubjectNote, latest
from tests.registries import Place, wind_back


def note(text: str = "No venue yet", **more: object) -> SubjectNote:
    """A note on forum F3 that nobody has kept yet."""
    return SubjectNote("", 0, "own", "forum", "F3", text, "chief", written_by="rana", **more)  # type: ignore[arg-type]


def texts(notes: tuple[SubjectNote, ...]) -> list[str]:
    return [each.text for each in notes]


def test_a_note_and_its_changes_stay_for_ever(place: Place) -> None:
    """As it was written, in another process's eyes too: one id, a version each, who and when; the last one is what stands."""
    rows = place.open().notes
    first = rows.add(note(due_on="2016-12-15", mitigation="Ask the mayor"))
    second = rows.add(replace(first, text="A venue is found", status="done", written_by="ali"))
    assert (first.version, second.version, second.id == first.id, first.written_at[:2]) == (1, 2, True, "20")
    assert place.open().notes.all() == (first, second)
    assert latest(rows.all()) == (second,)
    assert (first.about, first.is_open, second.is_open) == (NoteSubject("forum", "F3"), True, False)
    assert [first.is_overdue(date(2016, 12, day)) for day in (15, 16)] == [False, True]
    assert (note().is_overdue(date(2016, 12, 16)), replace(second).is_overdue(date(2017, 1, 1))) == (False, False)


@pytest.mark.parametrize("change", ["UPDATE subject_notes SET text = 'x'", "DELETE FROM subject_notes"])
def test_the_database_refuses_to_change_or_delete(place: Place, change: str) -> None:
    """Whoever asks it."""
    rows = place.open().notes
    kept = rows.add(note())
    with pytest.raises(ReleaseError), Connection(place.url).writing() as connection:
        connection.execute(sa.text(change))
    assert rows.all() == (kept,)


REFUSED = [
    ({"text": "\u200b \n"}, "it is empty"), ({"text": "x" * (TEXT + 1)}, "it is longer than 500 characters"),
    ({"mitigation": "x" * (MITIGATION + 1)}, "its mitigation than 300"), ({"owner": " "}, "it has no owner"),
    ({"due_on": "15/12/2016"}, "its date is not a date"), ({"due_on": "20161215"}, "its date is not a date"),
    ({"kind": "person"}, "it is not in the expected form"), ({"status": "?"}, "it is not in the expected form"),
    ({"status": "done"}, "it is not in the expected form"), ({"subject": ""}, "it is not in the expected form"),
    ({"id": "0" * 16, "version": 1}, "it has changed in the meantime"),
]  # fmt: skip


@pytest.mark.parametrize(("wrong", "why"), REFUSED, ids=str)
def test_what_may_not_be_kept_is_refused_in_words(place: Place, wrong: dict[str, object], why: str) -> None:
    """And nothing is kept of it."""
    rows = place.open().notes
    with pytest.raises(NoteRefused, match=f"This note cannot be saved: .*{why}"):
        rows.add(replace(note(), **wrong))  # type: ignore[arg-type]
    assert rows.all() == ()


def test_texts_are_kept_on_one_line_without_what_is_not_seen(place: Place) -> None:
    """Controls, hidden characters and piles of marks go; letters of any script stay."""
    made = place.open().notes.add(note(" a\u202e\n b\x07 مرحبا ", mitigation="Z" + "\u0301" * 40))
    assert (made.text, len(made.mitigation)) == ("a b مرحبا", 5)


def test_a_change_of_what_somebody_else_has_changed_is_refused(place: Place) -> None:
    """Whoever saw the older version looks again; a note never moves to another thing."""
    rows = place.open().notes
    first = rows.add(note())
    second = rows.add(replace(first, text="Second"))
    for late in (replace(first, text="Third"), replace(second, subject="F1"), replace(second, dataset="other")):
        with pytest.raises(NoteRefused, match="it has changed in the meantime"):
            rows.add(late)
    assert texts(rows.all()) == ["No venue yet", "Second"]


def test_too_many_are_refused(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of notes that are open on one thing, and of versions of one; done ones do not count, and another thing has its own."""
    monkeypatch.setattr(note_rows, "MOST", 1)
    monkeypatch.setattr(note_rows, "VERSIONS", 3)
    rows = place.open().notes
    first = rows.add(note())
    with pytest.raises(NoteRefused, match="1 note is open there already"):
        rows.add(note("Second"))
    rows.add(replace(note("Elsewhere"), subject="F1"))
    done = rows.add(replace(first, status="done"))
    rows.add(note("Second"))
    with pytest.raises(NoteRefused, match="1 note is open there already"):
        rows.add(replace(done, status="open"))
    dropped = rows.add(replace(done, status="dropped"))
    with pytest.raises(NoteRefused, match="it was changed too often"):
        rows.add(dropped)


def test_two_servers_that_change_a_note_in_the_same_moment(place: Place) -> None:
    """Of eight changes of one version, one is kept."""
    servers = [place.open().notes for _ in range(4)]
    first = servers[0].add(note())

    def changes(number: int) -> None:
        with suppress(NoteRefused):
            servers[number % 4].add(replace(first, text=f"Change {number}"))

    threads = [threading.Thread(target=changes, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [each.version for each in servers[0].all()] == [1, 2]


def test_an_older_registry_gets_the_table(place: Place) -> None:
    """When it is opened."""
    assert place.open().notes.all() == ()
    with Connection(place.url).writing() as connection:
        wind_back(connection, "0004")
    assert place.open().notes.add(note()).version == 1
