"""Notes on recorded things in the registry.  A change is another version; the database lets no row be changed or deleted."""

from collections.abc import Iterable
from dataclasses import asdict, replace
from datetime import UTC, date, datetime
from secrets import token_hex

import sqlalchemy as sa

from community_policing.core.i18n import n, t
from community_policing.core.safe_text import printable
from community_policing.dataset.releases.errors import NoteRefused
from community_policing.dataset.releases.registry import SUBJECT_NOTES, Registry
from community_policing.dataset.releases.subject_note import (
    ID,
    KINDS,
    MITIGATION,
    MOST,
    OPEN,
    OWNER,
    STATUSES,
    TEXT,
    VERSIONS,
    SubjectNote,
    latest,
)

_STAYS = ("version", "dataset", "kind", "subject")  # what is asked of the version that is changed
_READ = [column for column in SUBJECT_NOTES.columns if column.name != "number"]


class NoteRows:
    """Reads and adds versions of notes.  Every error is a ReleaseError; NoteRefused says what is wrong with a note."""

    def __init__(self, registry: Registry) -> None:
        self._registry = registry

    def all(self) -> tuple[SubjectNote, ...]:
        """Every version of every note, in the order in which they were written."""
        with self._registry.connection.reading() as connection:
            return self._read(connection, sa.true())

    def add(self, note: SubjectNote) -> SubjectNote:
        """Keep a note that has no id yet, or the next version of one: `note.version` is the last one that its writer saw.
        What is kept.  NoteRefused for what may not be kept, and where another version came in between."""
        now = datetime.now(UTC).isoformat(timespec="seconds")
        made = replace(_checked(note), id=note.id or token_hex(8), version=note.version + 1, written_at=now)
        with self._registry.connection.writing() as connection:
            if not self._registry.connection.sqlite:  # where the transaction alone does not make others wait
                connection.execute(sa.text("LOCK TABLE subject_notes IN SHARE ROW EXCLUSIVE MODE"))
            if note.id:
                before = self._read(connection, SUBJECT_NOTES.c.id == note.id)
                if not before or any(getattr(before[-1], name) != getattr(note, name) for name in _STAYS):
                    raise _refused(t("it has changed in the meantime"), t("Look at it again, then change it."))
                if len(before) >= VERSIONS:
                    raise _refused(t("it was changed too often"), t("Close it and write another one."))
            if made.is_open and self._others_open(connection, made) >= MOST:
                why = n("{count} note is open there already", "{count} notes are open there already", MOST)
                raise _refused(why, t("Close one that is done, then write this one."))
            connection.execute(sa.insert(SUBJECT_NOTES), asdict(made))
        self._registry.renew_spare()
        return made

    def _others_open(self, connection: sa.Connection, note: SubjectNote) -> int:
        """How many other notes on the same thing are open."""
        about = SUBJECT_NOTES.c
        same = sa.and_(about.dataset == note.dataset, about.kind == note.kind, about.subject == note.subject)
        there: Iterable[SubjectNote] = latest(self._read(connection, same))
        return sum(each.is_open for each in there if each.id != note.id)

    def _read(self, connection: sa.Connection, where: "sa.ColumnElement[bool]") -> tuple[SubjectNote, ...]:
        rows = connection.execute(sa.select(*_READ).where(where).order_by(SUBJECT_NOTES.c.number)).mappings()
        return tuple(SubjectNote(**row) for row in rows)


def _checked(note: SubjectNote) -> SubjectNote:
    """The note on one line a text, without what is not seen.  NoteRefused for one that may not be kept."""
    again = t("Write it again.")
    text, doing, owner, by = (
        printable(each, 4 * TEXT) for each in (note.text, note.mitigation, note.owner, note.written_by)
    )
    made = replace(note, text=text, mitigation=doing, owner=owner, written_by=by)
    if not made.text.strip("\u200c\u200d"):  # joiners, which belong between letters
        raise _refused(t("it is empty"), again)
    if len(made.text) > TEXT or len(made.mitigation) > MITIGATION:
        raise _refused(
            t(
                "it is longer than {text} characters, or its mitigation than {mitigation}",
                text=TEXT,
                mitigation=MITIGATION,
            ),
            t("Write a shorter one."),
        )
    if not made.owner or max(len(made.owner), len(made.written_by)) > OWNER:
        raise _refused(t("it has no owner"), t("Choose who acts."))
    if made.due_on and not _is_day(made.due_on):
        raise _refused(t("its date is not a date"), again)
    if made.kind not in KINDS or made.status not in STATUSES or not 0 < len(made.subject) <= ID:
        raise _refused(t("it is not in the expected form"), again)
    if not made.id and made.status != OPEN:
        raise _refused(t("it is not in the expected form"), again)
    return made


def _is_day(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def _refused(why: str, remedy: str) -> NoteRefused:
    return NoteRefused(t("This note cannot be saved: {why}.", why=why), remedy)
