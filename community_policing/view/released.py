"""What was published, as this process knows it: looked at again every few seconds, kept while the registry is out of reach."""

import os
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from threading import Lock
from time import monotonic

import streamlit as st

from community_policing.effect import Effect, effect
from community_policing.programme import Programme, Scope
from community_policing.releases import Release, ReleaseError, Releases, open_releases
from community_policing.view import session

KEY = "releases"  # the dataset that a reader of releases looks at
LOOK_AGAIN = 3.0  # seconds: a new release is noticed within five
SETTINGS = ("CPF_RELEASES", "CPF_DATABASE_URL", "CPF_STORE")


class Watch:
    """The registry as last seen.  `history`: every release, newest first; `trouble`: why it cannot be seen just now."""

    def __init__(self) -> None:
        self.history: tuple[Release, ...] = ()
        self.trouble: ReleaseError | None = None
        self._releases: Releases | None = None
        self._looking, self._looked = Lock(), float("-inf")

    @property
    def releases(self) -> Releases:
        """The door to the store, opened when first needed.  ReleaseError where it cannot be."""
        if self._releases is None:
            self._releases = open_releases()
        return self._releases

    def look(self, now: bool = False) -> None:
        """Looks at the registry where the last look was some seconds ago.  One reader looks; others take what is known."""
        if not now and monotonic() - self._looked < LOOK_AGAIN:
            return
        if not self._looking.acquire(blocking=now or not self.history):
            return
        try:
            newest = self.releases.current()
            if [newest] != list(self.history[:1]):
                self.history = self.releases.history() if newest else ()
            self.trouble = None
        except ReleaseError as error:
            self.trouble = error
        finally:
            self._looked = monotonic()
            self._looking.release()


def configured() -> bool:
    """Whether there may be releases: a registry was named, or one lies where `make run` keeps it."""
    return any(os.environ.get(name) for name in SETTINGS) or (folder() / "registry.sqlite").exists()


def folder() -> Path:
    """Where drafts lie, and registry and tables unless they were named."""
    return Path(os.environ.get("CPF_RELEASES") or ".releases").absolute()


def watch(now: bool = False) -> Watch:
    """What is known of the registry, at most some seconds old."""
    held = _watch(*(os.environ.get(name, "") for name in SETTINGS))
    if configured():
        held.look(now)
    return held


@lru_cache(maxsize=4)
def _watch(*_settings: str) -> Watch:
    return Watch()


def found(number: int) -> Release:
    """The release of that number.  UnknownRelease where there is none."""
    held = watch()
    return next((each for each in held.history if each.number == number), None) or held.releases.release(number)


def programme(number: int) -> Programme:
    """The whole programme of a release, read once for all readers.  ReleaseError where it cannot be opened."""
    release = found(number)
    return _programme(tuple(os.environ.get(name, "") for name in SETTINGS), _same_tables(release))


def _same_tables(release: Release) -> int:
    """A rollback shows the tables of another release: they are read once."""
    return release.points_at or release.number


@st.cache_resource(show_spinner=False, max_entries=4)
def _programme(settings: tuple[str, ...], number: int) -> Programme:  # noqa: ARG001  the settings are part of the key
    return Programme.of(watch().releases.dataset(found(number)))


@lru_cache(maxsize=64)
def between(before: Programme | None, after: Programme, scope: Scope) -> Effect:
    """What one release makes of another within a choice, each on its own date unless the choice has one; before None: the
    first release."""
    return effect(session.scoped(before, scope) if before else None, session.scoped(after, scope))


def names(history: tuple[Release, ...]) -> Mapping[int, Release]:
    """Number -> release, newest first."""
    return {release.number: release for release in history}
