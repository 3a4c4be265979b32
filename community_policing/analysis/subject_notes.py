"""Notes on targets, fora, events, sites and figures: which belong to what is shown, and what they say in a line."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from urllib.parse import urlencode

from community_policing.core import formats, labels
from community_policing.core.i18n import n, t
from community_policing.dataset.releases.subject_note import (
    DONE,
    DROPPED,
    FIGURE,
    OPEN,
    TARGET,
    NoteSubject,
    SubjectNote,
    latest,
)
from community_policing.measure.result import Result
from community_policing.measure.scope import Scope
from community_policing.protect.policy import THIS_MACHINE, Role

Index = Mapping[NoteSubject, Sequence[SubjectNote]]  # the last version of each note; figures without their day
_WORDS = {
    "governorates": "governorate", "districts": "district", "periods": "period", "phases": "phase", "donors": "donor",
    "established_by": "established_by",
}  # fmt: skip  # field of a scope -> its word in an address
_OF_TARGET = ("governorates", "phases")  # what tells one target of an indicator from another


def index(versions: Iterable[SubjectNote]) -> Index:
    """The notes by what they are about."""
    found: dict[NoteSubject, list[SubjectNote]] = defaultdict(list)
    for note in latest(versions):
        found[_without_day(note.about)].append(note)
    return dict(found)


def of_figure(result: Result) -> NoteSubject:
    """A figure in its selection on its day."""
    return NoteSubject(FIGURE, f"{result.indicator.key}/{result.as_of}/{_words(result.scope, tuple(_WORDS))}")


def of_target(result: Result) -> NoteSubject | None:
    """The target that the figure is held against, by its due date; None where it has none."""
    if result.target is None:
        return None
    return NoteSubject(TARGET, f"{result.indicator.key}/{result.target.due_on}/{_words(result.scope, _OF_TARGET)}")


def of_results(results: Iterable[Result]) -> tuple[NoteSubject, ...]:
    """The target of each of them that has one, and the figure."""
    found = (subject for result in results for subject in (of_target(result), of_figure(result)) if subject)
    return tuple(dict.fromkeys(found))


def parts(subject: NoteSubject) -> tuple[str, date, str]:
    """Of a figure or a target: the indicator, the day, and the selection as an address says it."""
    key, day, words = subject.id.split("/", 2)
    return key, date.fromisoformat(day), words


def about(notes: Index, *subjects: NoteSubject) -> tuple[SubjectNote, ...]:
    """The notes on these things; those on a figure of an earlier day as long as they are open."""
    found = [note for subject in subjects for note in notes.get(_without_day(subject), ()) if _belongs(note, subject)]
    return latest(found)


def _belongs(note: SubjectNote, subject: NoteSubject) -> bool:
    if note.about == subject:
        return True
    return subject.kind == FIGURE and note.is_open and parts(note.about)[1] < parts(subject)[1]


def _without_day(subject: NoteSubject) -> NoteSubject:
    if subject.kind != FIGURE:
        return subject
    key, _, words = subject.id.split("/", 2)
    return NoteSubject(FIGURE, f"{key}//{words}")


def _words(scope: Scope, fields: Sequence[str]) -> str:
    return urlencode([(_WORDS[field], key) for field in fields for key in sorted(getattr(scope, field))])


def counted(notes: Iterable[SubjectNote], today: date) -> str:
    """How many are open, and how many of those overdue: "2 notes, 1 overdue"; "" where none is open."""
    still = [note for note in notes if note.is_open]
    late = sum(note.is_overdue(today) for note in still)
    if not still:
        return ""
    if not late:
        return n("{count} note", "{count} notes", len(still))
    return n("{count} note, {late} overdue", "{count} notes, {late} overdue", len(still), late=late)


def owner(name: str) -> str:
    """A role in words, or the account."""
    if name in set(Role):
        return labels.label(name)
    return t(THIS_MACHINE) if name == THIS_MACHINE else name


def status(note: SubjectNote) -> str:
    """How far it is, in words."""
    return {OPEN: t("open"), DONE: t("done"), DROPPED: t("dropped")}[note.status]


def due(note: SubjectNote) -> str:
    """Until when, in words; "" where that is not said."""
    return formats.day(date.fromisoformat(note.due_on)) if note.due_on else ""
