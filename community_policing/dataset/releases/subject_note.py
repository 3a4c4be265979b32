"""Note on a recorded thing: what is the matter, who acts until when, and how far that is.  Its versions are kept for ever."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

TEXT, MITIGATION, OWNER, ID = 500, 300, 200, 2_000  # signs
MOST, VERSIONS = 50, 100  # open notes on one subject, versions of one note
RELEASES, OWN = "releases", "own"  # the keys of data that were published, and of a folder of one's own
OPEN, DONE, DROPPED = STATUSES = ("open", "done", "dropped")
TARGET, FORUM, EVENT, SITE, FIGURE = KINDS = ("target", "forum", "event", "site", "figure")


@dataclass(frozen=True)
class NoteSubject:
    """What a note is about: a kind of KINDS, and the thing's id in its dataset."""

    kind: str
    id: str


@dataclass(frozen=True)
class SubjectNote:
    """One version of a note.

    `id`: the note's, "" before it is kept; `version`: from 1; `dataset`: the key of the data that the thing is in; `owner`: a
    role or an account; `due_on`: ISO day, "" for none; `status`: of STATUSES; `written_at`: ISO 8601 in UTC; `written_by`: an
    account.
    """

    id: str
    version: int
    dataset: str
    kind: str
    subject: str
    text: str
    owner: str
    due_on: str = ""
    mitigation: str = ""
    status: str = OPEN
    written_at: str = ""
    written_by: str = ""

    @property
    def about(self) -> NoteSubject:
        """What it is about."""
        return NoteSubject(self.kind, self.subject)

    @property
    def is_open(self) -> bool:
        """Whether there is still something to do."""
        return self.status == OPEN

    def is_overdue(self, today: date) -> bool:
        """Whether it is open and its day has passed."""
        return self.is_open and bool(self.due_on) and date.fromisoformat(self.due_on) < today


def latest(versions: Iterable[SubjectNote]) -> tuple[SubjectNote, ...]:
    """The last version of each note: open ones first, by due date, those without one after them; then the others."""
    last = {each.id: each for each in sorted(versions, key=lambda each: each.version)}
    return tuple(sorted(last.values(), key=lambda each: (not each.is_open, each.due_on or "9999", each.written_at)))
