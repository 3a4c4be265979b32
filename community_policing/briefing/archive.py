"""Archive of frozen briefings and of notes taken while presenting them.  Entries never change."""

import re
import unicodedata
from dataclasses import asdict, dataclass, fields
from datetime import date
from typing import TYPE_CHECKING, get_args, get_type_hints

from community_policing.briefing import snapshot
from community_policing.briefing.model import Briefing, Note
from community_policing.core.i18n import ProgrammeError, t
from community_policing.core.safe_text import printable
from community_policing.dataset.releases import ReleaseError

if TYPE_CHECKING:
    from community_policing.dataset.releases import Releases

TEXT, OWNER, KEY = 500, 80, 200  # characters of a note, of a role, of a slide's or indicator's key
_ID = re.compile(r"[A-Za-z0-9_-]{1,64}")
_LINE = 300  # characters of a title in the list
_UNSEEN = ("Cc", "Cs", "Co", "Cn")
_HIDING = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff"  # marks that turn a line's direction
_SAME = ("briefing", "slide", "indicator", "kind", "text", "owner", "due_on")  # what two notes of one id share


class UnknownBriefing(ReleaseError):  # noqa: N818  named as a reader of the code says it
    """There is no briefing of that id."""


@dataclass(frozen=True)
class BriefingEntry:
    """One line of the archive: a briefing without its slides."""

    id: str
    made_at: str
    made_by: str
    title: str
    preset: str
    audience: str
    as_of: str
    release: int | None
    dataset: str
    sha256: str


class Archive:
    """Briefings in the registry of releases, also where nothing was published yet.  ReleaseError where it cannot be reached."""

    def __init__(self, releases: "Releases") -> None:
        self._rows = releases.briefings

    def keep(self, briefing: Briefing) -> None:
        """Keep a frozen briefing, once.  ValueError for a draft; ProgrammeError where another one has its id."""
        if not (briefing.id and briefing.sha256):
            raise ValueError("A draft is frozen before it is kept.")
        row = {field.name: getattr(briefing, field.name) for field in fields(BriefingEntry)}
        lines = {name: printable(row[name], _LINE) for name in ("made_by", "title", "dataset")}
        if self._rows.keep({**row, **lines, "body": snapshot.as_json(briefing)}) != briefing.sha256:
            raise ProgrammeError(t("Another briefing has the id {id}.", id=briefing.id), t("Freeze it once more."))

    def history(self) -> tuple[BriefingEntry, ...]:
        """Every briefing, newest first."""
        return tuple(BriefingEntry(**row) for row in self._rows.history())

    def open(self, identifier: str) -> Briefing:
        """The briefing as it was frozen.  UnknownBriefing; ProgrammeError where it is damaged."""
        body = self._rows.body(identifier) if _ID.fullmatch(identifier) else None
        if body is None:
            raise _unknown(identifier)
        return snapshot.read(body)

    def note(self, note: Note) -> None:
        """Keep a decision or an action, once however often it is sent.  ProgrammeError where it is not one that may be kept."""
        _check(note)
        row = asdict(note)
        del row["done_at"]
        stored_note = self._rows.note(row)
        if stored_note is None:
            raise _unknown(note.briefing)
        if any(stored_note[name] != row[name] for name in _SAME):
            raise _refused(t("another note has its id"))

    def done(self, note_id: str, by: str) -> None:
        """Say that an action is done; the first time it is said counts.  ProgrammeError for an unknown note."""
        if not (_ID.fullmatch(note_id) and self._rows.done(note_id, printable(by, OWNER))):
            raise ProgrammeError(t("There is no note {id}.", id=printable(note_id, 64)), t("Reload the page."))

    def notes(self, briefing_id: str = "") -> tuple[Note, ...]:
        """What was noted, in the order in which it came: of one briefing, or of all."""
        return tuple(Note(**row) for row in self._rows.notes(briefing_id))


def _unknown(identifier: str) -> UnknownBriefing:
    problem = t("There is no briefing {id}.", id=printable(identifier, 64))
    return UnknownBriefing(problem, t("Choose one from the list."))


def _check(note: Note) -> None:
    """ProgrammeError for a note that may not be kept."""
    if not _ID.fullmatch(note.id):
        raise _refused(t("it has no id"))
    if note.kind not in get_args(get_type_hints(Note)["kind"]):
        raise _refused(t("it is neither a decision nor an action"))
    if not note.text.strip():
        raise _refused(t("it is empty"))
    limits = {"text": TEXT, "owner": OWNER, "made_by": OWNER, "slide": KEY, "indicator": KEY}
    if any(len(getattr(note, name)) > most for name, most in limits.items()):
        raise _refused(t("it is longer than {text} characters, or its owner than {owner}", text=TEXT, owner=OWNER))
    if any(_hides(getattr(note, name)) for name in limits):
        raise _refused(t("it has invisible characters"))
    if note.due_on and not _is_day(note.due_on):
        raise _refused(t("its date is not a date"))


def _hides(text: str) -> bool:
    return any(unicodedata.category(c) in _UNSEEN or c in _HIDING for c in text)


def _is_day(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def _refused(why: str) -> ProgrammeError:
    return ProgrammeError(t("This note cannot be saved: {why}.", why=why), t("Write it again."))
