"""Notes on recorded things for the reader of this rerun: who may read and write them, what there is, and keeping one.

They speak of what is recorded: who does not see rows has none, and is not told that there are any.
"""

import logging
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

import streamlit as st

from community_policing.analysis import subject_notes
from community_policing.core.i18n import t
from community_policing.dataset.releases import NoteRefused, RegistryUnavailable, ReleaseError, location
from community_policing.dataset.releases.subject_note import NoteSubject, SubjectNote
from community_policing.protect.policy import Act, Role, User
from community_policing.ui.shell import access, release_watch, state

SECONDS = 20  # that notes may be old, where another server has changed them
LOGGER = logging.getLogger(__name__)


@dataclass(frozen=True)
class Known:
    """The notes on things of the data that are shown, and all versions of each by its id; or that they cannot be read now."""

    notes: subject_notes.Index = field(default_factory=dict)
    versions: Mapping[str, tuple[SubjectNote, ...]] = field(default_factory=dict)
    is_away: bool = False


NOTHING = Known()


def may_read() -> bool:
    """Whether this reader may see notes: not while looking through the eyes of somebody who may not."""
    return access.reader().may(Act.READ_NOTES)


def may_write() -> bool:
    """Whether this reader may write and change notes here."""
    return may_read() and access.may(Act.NOTE)


def known() -> Known:
    """What this reader may know of.  Looking alone makes no registry."""
    if not (release_watch.configured() and may_read()):
        return NOTHING
    if release_watch.watch().trouble:  # a registry that hangs is waited for once, by the watch
        return Known(is_away=True)
    try:
        return _known(location.key(), dataset())
    except ReleaseError as error:
        LOGGER.warning("Notes: %s", error)
        return Known(is_away=True)


def dataset() -> str:
    """The key of the data that are shown: a forum of the demonstration is none of a release."""
    return state.DATASET.get()


def owners(now: str = "") -> tuple[str, ...]:
    """Who may be said to act: a role that sees notes, the reader's own account, and accounts that wrote one here."""
    roles = [str(role) for role in Role if User("", role).may(Act.READ_NOTES)]
    written = sorted({each.written_by for versions in known().versions.values() for each in versions})
    return tuple(dict.fromkeys([*roles, access.owner(), *written, *filter(None, [now])]))


def is_own(owner: str) -> bool:
    """Whether that is the reader's own account."""
    return owner == access.owner()


def mine(owner: str) -> bool:
    """Whether that is the reader, by role or by account."""
    return is_own(owner) or owner == str(access.reader().role)


def blank(subject: NoteSubject) -> SubjectNote:
    """A note on that thing which is not written yet."""
    return SubjectNote("", 0, dataset(), subject.kind, subject.id, "", str(access.reader().role))


def keep(note: SubjectNote) -> SubjectNote:
    """Keep a note, or the next version of one.  NoteRefused says why it cannot be; AccessDenied where the role may not."""
    access.require(Act.NOTE)
    access.require(Act.READ_NOTES)
    earlier = known().versions.get(note.id, ())
    if note.owner not in owners(earlier[-1].owner if earlier else ""):
        raise NoteRefused(t("This note cannot be saved: it has no owner."), t("Choose who acts."))
    try:
        made = release_watch.watch().releases.notes.add(replace(note, written_by=access.owner()))
    except NoteRefused:
        raise
    except ReleaseError as error:
        LOGGER.warning("Notes: %s", error)
        raise RegistryUnavailable(
            t("Notes cannot be reached just now."),
            t("Try again in a minute, and tell the dashboard's administrator if it stays so."),
        ) from error
    finally:
        _known.clear()
    access.log("subject_note", f"{made.id}, {made.version}: {made.kind} {made.subject}")
    return made


@st.cache_resource(show_spinner=False, ttl=SECONDS, max_entries=16)
def _known(settings: tuple[str, ...], dataset: str) -> Known:  # noqa: ARG001  part of the key
    versions = [each for each in release_watch.watch().releases.notes.all() if each.dataset == dataset]
    return Known(subject_notes.index(versions), _by_id(versions))


def _by_id(versions: Iterable[SubjectNote]) -> dict[str, tuple[SubjectNote, ...]]:
    found: dict[str, tuple[SubjectNote, ...]] = {}
    for each in versions:
        found[each.id] = (*found.get(each.id, ()), each)
    return found
