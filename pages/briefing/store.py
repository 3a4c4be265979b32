"""Store of briefings for the page: archive, notes, and the queue that builds outputs."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from community_policing.briefing.archive import Archive, BriefingEntry, UnknownBriefing
from community_policing.briefing.build.queue import Job, build_queue
from community_policing.briefing.model import Briefing, Note
from community_policing.core.i18n import ProgrammeError, t
from community_policing.dataset.releases import ReleaseError, location
from community_policing.ui.shell import release_watch

PATIENCE = 60.0  # seconds that somebody who presents waits for the deck


@dataclass(frozen=True)
class Known:
    """What is known of the store: every briefing, newest first, every note, and why it cannot be seen just now."""

    history: tuple[BriefingEntry, ...] = ()
    notes: tuple[Note, ...] = ()
    trouble: ReleaseError | None = None


_seen: dict[tuple[str, ...], Known] = {}  # as last seen, so that readers keep what they have while the registry is away


def opened() -> Archive:
    """The store, made where there is none yet.  ReleaseError where it cannot be reached."""
    return Archive(release_watch.watch().releases)


def known() -> Known:
    """What was made and noted.  Looking alone makes no store; while it is away, as it was last seen."""
    if not release_watch.configured():
        return Known()
    settings, trouble = location.key(), release_watch.watch().trouble
    if trouble and settings in _seen:  # a registry that hangs is waited for once, by the watch
        return replace(_seen[settings], trouble=trouble)
    try:
        store = opened()
        _seen[settings] = Known(store.history(), store.notes())
    except ReleaseError as error:
        return replace(_seen.get(settings, Known()), trouble=error)
    return _seen[settings]


def briefing(identifier: str) -> Briefing:
    """The briefing of that id, read once.  UnknownBriefing where there is none; ReleaseError where it cannot be read."""
    if not release_watch.configured():
        raise UnknownBriefing(t("There is no briefing {id}.", id=identifier), t("Choose one from the list."))
    return _briefing(location.key(), identifier)


def last(history: Sequence[BriefingEntry]) -> Briefing | None:
    """The newest of those, or None where there is none, or none that can be read."""
    try:
        return briefing(history[0].id) if history else None
    except ProgrammeError:  # told to who opens it
        return None


@lru_cache(maxsize=16)
def _briefing(_settings: tuple[str, ...], identifier: str) -> Briefing:
    return opened().open(identifier)


def ask(briefing: Briefing, key: str) -> Job:
    """The job that makes an output; the same one however often it is asked for."""
    return build_queue().ask(briefing, key)


def built(briefing: Briefing, key: str) -> bytes:
    """An output, waited for: never on the event loop.  ProgrammeError where it cannot be built."""
    job = ask(briefing, key)
    state = job.wait(PATIENCE)
    if state == "failed":
        raise ProgrammeError(t("This briefing could not be built: {reason}", reason=job.reason), t("Reload the page."))
    if state != "ready":
        raise ProgrammeError(t("This briefing is still being built."), t("Reload the page in a minute."))
    return job.content()
