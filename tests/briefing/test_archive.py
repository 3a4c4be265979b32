"""The archive of briefings, on SQLite and on PostgreSQL: what was frozen comes back, and a note is kept once."""

import io
import sqlite3
import threading
from dataclasses import fields, replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
import sqlalchemy as sa
from pptx import Presentation

from community_policing.briefing import snapshot
from community_policing.briefing.archive import Archive, BriefingEntry, UnknownBriefing
from community_policing.briefing.build.outputs import made
from community_policing.briefing.model import Briefing, Note
from community_policing.briefing.snapshot import frozen
from community_policing.core.i18n import ProgrammeError
from community_policing.dataset.load import Dataset
from community_policing.dataset.releases import DamagedRegistry, RegistryUnavailable
from community_policing.dataset.releases.connection import Connection
from community_policing.dataset.releases.registry import HEAD, MIGRATIONS
from community_policing.dataset.releases.registry_backup import spare_of
from community_policing.ui.shell.release_watch import Watch
from tests.briefing_sample import draft, sample
from tests.registries import FILE, Place

EARLIER = Path(__file__).with_name("snapshot_of_an_earlier_version.json")
MOMENT = "2016-12-01T10:00:00+00:00"
HOSTILE = " \"'<script> 😀 =cmd ناحية \x00\x07\u202e" + "long " * 60


@pytest.fixture
def archive(place: Place) -> Archive:
    """An archive where nothing was ever published, with the sample in it."""
    made = Archive(place.open())
    made.keep(sample())
    return made


def note(identifier: str = "note-1", **more: str) -> Note:
    """An action noted on the sample."""
    held = {"briefing": sample().id, "slide": "stand", "indicator": "", "kind": "action", "text": "Agree a date",
            "owner": "Programme manager", "due_on": "2016-12-15", "made_at": MOMENT, "made_by": "x"}  # fmt: skip
    return Note(identifier, **(held | more))  # type: ignore[arg-type]


def test_comes_back_as_it_was_frozen(place: Place) -> None:
    """Whatever its names are, a briefing comes back equal, in another process's eyes too; kept twice it is there once."""
    for briefing in (sample(), sample(HOSTILE)):
        archive = Archive(place.open())
        archive.keep(briefing)
        archive.keep(briefing)
        assert Archive(place.open()).open(briefing.id) == briefing
    assert [kept.id for kept in Archive(place.open()).history()] == [sample(HOSTILE).id, sample().id]


def test_the_list_says_what_each_is(archive: Archive) -> None:
    """A line of the list holds all but the slides, newest first, also of two that were frozen in one second; titles are one
    line without hidden characters."""
    first, moment = sample(), datetime(2016, 12, 1, 9, 30, tzinfo=UTC)
    second = frozen(replace(draft(), title="Two\nlines\u202e", release=None), "analyst", moment)
    archive.keep(second)
    assert archive.history() == (
        BriefingEntry(second.id, "2016-12-01T09:30:00+00:00", "analyst", "Two lines", "donor", "donor", "2016-11-30", None,
             "Demonstration data", second.sha256),
        BriefingEntry(**{field.name: getattr(first, field.name) for field in fields(BriefingEntry)}),
    )  # fmt: skip


def test_a_draft_is_not_kept(archive: Archive) -> None:
    """Only what is frozen has an id to be found by."""
    with pytest.raises(ValueError, match="frozen before"):
        archive.keep(draft())


def test_an_unknown_briefing(archive: Archive) -> None:
    """There is none, whatever was asked for; that is said with what to do."""
    for identifier in ("0000000000", "", "x' OR 1=1", "\x00", "a" * 500):
        with pytest.raises(UnknownBriefing, match=r"There is no briefing .*Choose one from the list."):
            archive.open(identifier)


def test_a_damaged_briefing(sqlite_place: Place) -> None:
    """A body that is not what was frozen is refused; the others are still there."""
    archive, other = Archive(sqlite_place.open()), frozen(draft("x"), "analyst")
    archive.keep(sample())
    archive.keep(other)
    with sqlite3.connect(sqlite_place.url.removeprefix("sqlite:///")) as held:
        held.execute("DROP TRIGGER briefings_no_update")
        held.execute(
            'UPDATE briefings SET body = replace(body, \'"text":"43"\', \'"text":"44"\') WHERE id = ?', [sample().id]
        )
    with pytest.raises(ProgrammeError, match="has changed since it was frozen: its hash differs"):
        archive.open(sample().id)
    assert archive.open(other.id) == other
    with sqlite3.connect(sqlite_place.url.removeprefix("sqlite:///")) as held:
        held.execute("UPDATE briefings SET body = '{}' WHERE id = ?", [other.id])
    with pytest.raises(ProgrammeError, match="cannot be read: it is damaged"):
        archive.open(other.id)


def test_what_was_noted(archive: Archive) -> None:
    """Notes come back in the order in which they came, of one briefing or of all; sent again one is kept once; what is done
    says since when, and the first time counts."""
    other = frozen(draft("x"), "analyst")
    archive.keep(other)
    sent = (
        note(),
        note("note-2", kind="decision", due_on="", owner="", text="ناحية 😀"),
        note("note-3", briefing=other.id),
    )
    for each in (*sent, *sent, replace(note(), made_at="2017-01-01T00:00:00+00:00")):
        archive.note(each)
    assert archive.notes() == sent
    assert archive.notes(other.id) == sent[2:]
    assert archive.notes("0000000000") == ()
    archive.done("note-1", "Rana")
    done_at = archive.notes()[0].done_at
    archive.done("note-1", "Ali")
    assert datetime.now(UTC) >= datetime.fromisoformat(done_at)
    assert archive.notes() == (replace(sent[0], done_at=done_at), *sent[1:])


def test_one_note_sent_by_many_at_once(archive: Archive) -> None:
    """A note that arrives several times at the same moment is kept once, and nobody is told of an error."""
    wrong: list[Exception] = []

    def send() -> None:
        try:
            archive.note(note())
        except ProgrammeError as error:
            wrong.append(error)

    threads = [threading.Thread(target=send) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (wrong, archive.notes()) == ([], (note(),))


NO_NOTES = (
    ({"identifier": ""}, "it has no id"), ({"identifier": "a b"}, "it has no id"), ({"identifier": "a" * 65}, "it has no id"),
    ({"kind": "wish"}, "neither a decision nor an action"), ({"text": "  "}, "it is empty"),
    ({"text": "x" * 501}, "longer than 500"), ({"owner": "x" * 81}, "its owner than 80"),
    ({"slide": "x" * 201}, "longer than"), ({"text": "a\x00b"}, "invisible characters"), ({"text": "a\nb"}, "invisible characters"),
    ({"owner": "a\u202eb"}, "invisible characters"), ({"due_on": "15 Dec 2016"}, "its date is not a date"),
    ({"due_on": "2016-02-30"}, "its date is not a date"), ({"due_on": "20161215"}, "its date is not a date"),
)  # fmt: skip


@pytest.mark.parametrize("place", ["sqlite"], indirect=True)
def test_what_is_no_note(archive: Archive) -> None:
    """A note is a decision or an action with words, a day or none, and no longer than it may be; else it is refused whole."""
    for wrong, why in NO_NOTES:
        with pytest.raises(ProgrammeError, match=why):
            archive.note(note(**wrong))
    assert archive.notes() == ()


def test_notes_that_belong_nowhere(archive: Archive) -> None:
    """A note on an unknown briefing, another note under a known id, and an unknown note that is done: each is refused."""
    archive.note(note())
    with pytest.raises(UnknownBriefing):
        archive.note(note("note-2", briefing="0000000000"))
    with pytest.raises(ProgrammeError, match="another note has its id"):
        archive.note(note(text="Something else"))
    for unknown in ("note-9", "", "x'"):
        with pytest.raises(ProgrammeError, match="There is no note"):
            archive.done(unknown, "Rana")
    assert archive.notes() == (note(),)


def test_nothing_is_ever_changed(place: Place, archive: Archive) -> None:
    """The database itself refuses to change or delete a briefing, a note, or that it is done."""
    archive.note(note())
    archive.done("note-1", "Rana")
    for change in ("UPDATE {} SET {} = 'x'", "DELETE FROM {}"):
        for table, column in (("briefings", "title"), ("briefing_notes", "text"), ("briefing_notes_done", "done_by")):
            with (
                pytest.raises((DamagedRegistry, RegistryUnavailable), match="never changed"),
                Connection(place.url).writing() as held,
            ):
                held.execute(sa.text(change.format(table, column)))
    assert (len(archive.history()), len(archive.notes())) == (1, 1)


def test_nothing_was_published(place: Place, archive: Archive, dataset: Dataset) -> None:
    """A registry that holds briefings alone says that nothing was published, so that readers go on seeing the data that ship;
    it opens again, and a first release can be published into it."""
    releases = place.open()
    seen = Watch(lambda: releases)
    seen.look(patience=30)
    assert (seen.history, seen.trouble) == ((), None)
    assert (releases.current(), releases.history()) == (None, ())
    assert releases.publish(dataset, note="First", by="Rana", source=FILE, base=None, effect={}).number == 1
    assert archive.open(sample().id) == sample()


def test_an_older_registry_goes_on(
    place: Place, dataset: Dataset, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """A registry of the step before, with a release in it, is taken on by being opened; the release is what it was."""
    older = tmp_path / "older"
    (older / "versions").mkdir(parents=True)
    for file in (MIGRATIONS / "env.py", MIGRATIONS / "versions" / "v0001_releases.py"):
        (older / file.relative_to(MIGRATIONS)).write_text(file.read_text("utf-8"), "utf-8")
    with monkeypatch.context() as before:
        before.setattr("community_policing.dataset.releases.registry.MIGRATIONS", older)
        before.setattr("community_policing.dataset.releases.registry.HEAD", "0001")
        made = place.open().publish(dataset, note="November", by="Rana", source=FILE, base=None, effect={})
        assert place.open().migrate() == ("0001", "0001")
    assert place.open().current() == made
    assert place.open().migrate() == (HEAD, HEAD)
    archive = Archive(place.open())
    archive.keep(sample())
    assert archive.open(sample().id) == sample()


def test_the_spare_copy_holds_briefings(sqlite_place: Place) -> None:
    """What is frozen or noted is in the copy beside the registry, from which it can be restored."""
    archive = Archive(sqlite_place.open())
    archive.keep(sample())
    archive.note(note())
    copy = spare_of(Path(sqlite_place.url.removeprefix("sqlite:///")))
    with sqlite3.connect(copy) as held:
        assert held.execute("SELECT briefing, text FROM briefing_notes").fetchall() == [(sample().id, "Agree a date")]


def test_a_store_that_is_gone(sqlite_place: Place) -> None:
    """What is asked of an archive whose registry is lost is told as such, and not as an unknown briefing."""
    archive = Archive(sqlite_place.open())
    archive.keep(sample())
    Path(sqlite_place.url.removeprefix("sqlite:///")).unlink()
    for ask in (archive.history, archive.notes, lambda: archive.open(sample().id), lambda: archive.keep(sample())):
        with pytest.raises(RegistryUnavailable, match="is gone"):
            ask()


def test_two_of_one_id_stay_one(archive: Archive) -> None:
    """Another briefing of the same id is refused; the first one stays what it is."""
    other: Briefing = replace(frozen(draft("x"), "analyst"), id=sample().id)
    with pytest.raises(ProgrammeError, match="Freeze it once more"):
        archive.keep(other)
    assert archive.open(sample().id) == sample()


def test_one_that_an_earlier_version_froze_still_opens(archive: Archive) -> None:
    """Frozen before slides had call-outs: its hash holds, it is kept as it was, and its page and slides are made,
    each slide with its headline."""
    text = EARLIER.read_text("utf-8")
    briefing = snapshot.read(text)
    assert [slide.kind for slide in briefing.slides][:2] == ["title", "stand"]  # type: ignore[comparison-overlap]
    archive.keep(briefing)
    assert snapshot.as_json(archive.open(briefing.id)) == text
    page, slides = made(briefing, "html").decode(), Presentation(io.BytesIO(made(briefing, "pptx"))).slides
    for slide, drawn in zip(briefing.slides, slides, strict=True):
        assert slide.headline in page
        assert drawn.shapes.title.text_frame.text == slide.headline
