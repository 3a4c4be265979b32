"""Release watch: what was published, asked again every few seconds, remembered while the registry is out of reach."""

import time
from collections.abc import Callable
from concurrent.futures import Future
from contextvars import copy_context
from functools import lru_cache
from pathlib import Path
from threading import Lock, Thread
from typing import TYPE_CHECKING

import streamlit as st

from community_policing.analysis.changes.diff import ReleaseDiff, release_diff
from community_policing.core.i18n import t
from community_policing.dataset.releases import RegistryUnavailable, Release, ReleaseError, location, subject_note
from community_policing.measure.programme import Programme, Scope, cached_on_programme
from community_policing.ui.shell import session

if TYPE_CHECKING:
    from community_policing.dataset.releases import Releases

KEY = subject_note.RELEASES  # the dataset that a reader of releases looks at
LOOK_AGAIN = 3.0  # seconds: a new release is noticed within five
PATIENCE = 1.0  # seconds that a reader waits for the registry
AT_START = 10.0  # seconds that the server waits for it before the first reader comes
GIVEN_UP = 30.0  # seconds after which a look that has no answer is left behind and another begins


class Watch:
    """The registry as last seen.  `history`: every release, newest first; `trouble`: why it cannot be seen just now.

    A thread of its own looks, so that a registry that hangs holds no reader for longer than PATIENCE."""

    def __init__(
        self, opened: "Callable[[], Releases] | None" = None, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self.history: tuple[Release, ...] = ()
        self.trouble: ReleaseError | None = None
        self._opened, self._clock = opened or _open_releases, clock
        self._releases: Releases | None = None
        self._guard, self._looked = Lock(), float("-inf")
        self._answer: Future[None] | None = None  # of the latest look; done or under way

    @property
    def releases(self) -> "Releases":
        """The door to the store, opened when first needed.  ReleaseError where it cannot be."""
        if self._releases is None:
            self._releases = self._opened()
        return self._releases

    def look(self, now: bool = False, patience: float | None = None) -> None:
        """Looks at the registry where the last look was some seconds ago.  One reader looks, and waits for it as long as
        `patience` (PATIENCE); others take what is known.  `now`: also where it was looked at just before."""
        seconds = PATIENCE if patience is None else patience
        if now:
            self._wait(self._answer, seconds)  # one that is under way may have begun too early
        self._wait(self._asked(now), seconds)

    def _asked(self, now: bool) -> "Future[None] | None":
        """The answer that this reader waits for: of a look that begins here, or of the first one of all."""
        with self._guard:
            since = self._clock() - self._looked
            if self._answer is not None and not self._answer.done():
                if since < GIVEN_UP:
                    return None if self.history or self.trouble else self._answer
                self._releases = None  # its connections may hang for ever: it is left behind
            elif since < LOOK_AGAIN and not now:
                return None
            self._looked, answer = self._clock(), Future[None]()
            self._answer = answer
        Thread(target=copy_context().run, args=(self._look, answer), name="releases", daemon=True).start()
        return answer

    def _look(self, answer: "Future[None]") -> None:
        try:
            history, trouble = self._seen(), None
        except ReleaseError as error:
            history, trouble = self.history, error
        except Exception as error:  # nobody foresaw it: the reader who waits is shown the page's own error
            answer.set_exception(error)
            return
        with self._guard:
            if self._answer is answer:  # one that was given up knows nothing new
                self.history, self.trouble = history, trouble
        answer.set_result(None)

    def _seen(self) -> tuple[Release, ...]:
        newest = self.releases.current()
        if newest is not None and [newest] == list(self.history[:1]):
            return self.history
        return self.releases.history() if newest else ()

    def _wait(self, answer: "Future[None] | None", seconds: float) -> None:
        if answer is None:
            return
        try:
            answer.result(seconds)
        except TimeoutError:
            with self._guard:
                if not answer.done():
                    self.trouble = RegistryUnavailable(
                        t("The registry of releases does not answer."),
                        t("What you see stays as it is; try again in a minute."),
                    )


def _open_releases() -> "Releases":
    from community_policing.dataset.releases.store import (
        open_releases,  # the database's library, only where it is needed
    )

    return open_releases()


def configured() -> bool:
    """Whether there may be releases.  Looking alone makes none."""
    return location.used()


def folder() -> Path:
    """Where drafts lie, and registry and tables unless they were named."""
    return location.folder()


def watch(now: bool = False) -> Watch:
    """What is known of the registry, at most some seconds old."""
    watcher = _watch(*location.key())
    if configured():
        watcher.look(now)
    return watcher


def warm_up() -> None:
    """The first look, before the first reader comes: it imports the database's library, and may take the registry to a
    newer step.  A registry that hangs holds the start for some seconds, and then is told to readers."""
    if configured():
        _watch(*location.key()).look(now=True, patience=AT_START)


@lru_cache(maxsize=4)
def _watch(*_settings: str) -> Watch:
    return Watch()


def found(number: int) -> Release:
    """The release of that number.  UnknownRelease where there is none."""
    watcher = watch()
    return next((each for each in watcher.history if each.number == number), None) or watcher.releases.release(number)


def recorded(number: int) -> Programme:
    """The whole programme of a release, as recorded, read once for all.  For readers, who may not all see that:
    view.access.release.  ReleaseError where it cannot be opened."""
    return _recorded(location.key(), same_tables(number))


def same_tables(number: int) -> int:
    """The release whose tables that one shows: a rollback shows another's, which are read once."""
    release = found(number)
    return release.points_at or release.number


@st.cache_resource(show_spinner=False, max_entries=4)
def _recorded(settings: tuple[str, ...], number: int) -> Programme:  # noqa: ARG001  the settings are part of the key
    return Programme.of(watch().releases.dataset(found(number)))


def between(before: Programme | None, after: Programme, scope: Scope) -> ReleaseDiff:
    """Compare two releases within a scope, each on its own date unless the scope has one; `before` None: a first release."""
    return _between(session.scoped(after, scope), before, scope)


@cached_on_programme
def _between(after: Programme, before: Programme | None, scope: Scope) -> ReleaseDiff:
    """On the scoped programme, with which the answer goes: the whole one would keep that of every choice."""
    return release_diff(session.scoped(before, scope) if before else None, after)


def goes_back(before: int, after: int) -> int | None:
    """The release that `after` restores, or is, where that is an earlier one than the one that `before` shows; else None."""
    here, there = (_first(found(number)) for number in (before, after))
    return there if there < here else None


def _first(release: Release) -> int:
    """The first release of the same data."""
    same = [each.number for each in watch().history if each.same_data == release.same_data]
    return min((*same, release.number))
