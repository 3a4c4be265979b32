"""The audit log: who did what, to what, and when.  It names the account and says nothing else of a person.

An event is a line in the server's log at once, and a small file (`audit/` beside the drafts) before anything goes on; the
file becomes a row of the registry of releases, where rows are only ever added.  While the registry is away the files wait.
"""

import json
import logging
import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from pathlib import Path
from secrets import token_hex
from threading import Event, Lock, Thread
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import msgspec

from community_policing.core.i18n import N_
from community_policing.core.safe_text import printable
from community_policing.dataset.releases import ReleaseError, location
from community_policing.protect.policy import access_policy

if TYPE_CHECKING:
    from community_policing.dataset.releases import Releases

LOGGER = logging.getLogger("audit")
LOOK_AGAIN = 3.0  # seconds: a sign-out holds at every server within five
_WIDTH = 300  # characters of one text
SIGN_OUT = "sign_out"
WHAT: Mapping[str, str] = MappingProxyType(
    {
        "sign_in": N_("signed in"),
        "sign_in_refused": N_("was refused at sign-in"),
        SIGN_OUT: N_("signed out"),
        "publish": N_("published"),
        "confirm": N_("confirmed"),
        "rollback": N_("made an earlier release current"),
        "export": N_("downloaded a file"),
        "briefing": N_("froze a briefing"),
        "present": N_("presented a briefing"),
        "note": N_("noted a decision or an action"),
        "subject_note": N_("wrote or changed a note on a target, forum, event, site or figure"),
        "save_view": N_("saved a view"),
        "share_view": N_("shared a view with a role"),
        "delete_view": N_("deleted a view"),
        "prune": N_("deleted files that no release uses"),
        "api": N_("asked the API"),
        "token": N_("made a token for the API"),
        "token_revoked": N_("ended a token of the API or a calendar address"),
        "calendar_address": N_("made a calendar address"),
        "calendar": N_("fetched a calendar"),
        "subscribed": N_("subscribed to mail"),
        "unsubscribed": N_("stopped mail"),
    }
)

OFTEN = ("api", "calendar")  # may come many a second: these wait for the next look, and go on together


@dataclass(frozen=True)
class AuditEntry:
    """One event.  `at`: ISO 8601 in UTC; `what`: a key of WHAT; `scope`: what was chosen; `release`: its number, if any."""

    id: str
    at: str
    what: str
    account: str
    role: str
    detail: str
    scope: str
    release: int | None

    @property
    def moment(self) -> datetime:
        """When, in UTC."""
        return datetime.fromisoformat(self.at)


@dataclass(frozen=True)
class Tally:
    """How many events there are of one kind and account, and when the first and the last was (ISO 8601 in UTC)."""

    what: str
    account: str
    events: int
    first: str
    last: str


class AuditLog:
    """The log of one dashboard: the folder in which events wait, and the registry in which they are kept."""

    def __init__(self, folder: Path, opened: "Callable[[], Releases]") -> None:
        self._folder, self._opened = folder, opened
        self._releases: Releases | None = None
        self._handing = Lock()
        self.woken = Event()

    def add(self, entry: AuditEntry) -> None:
        """The event is on disk when this returns.  OSError where it cannot be written."""
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        name = f"{entry.at.replace(':', '')}-{entry.id}"
        temporary = self._folder / f".{name}.tmp"
        with temporary.open("x", encoding="utf-8") as out:
            temporary.chmod(0o600)
            json.dump(asdict(entry), out)
            out.flush()
            os.fsync(out.fileno())
        temporary.rename(self._folder / f"{name}.json")
        if entry.what not in OFTEN:
            self.woken.set()

    def waiting(self) -> tuple[Path, ...]:
        """The events that are not in the registry yet, oldest first."""
        return tuple(sorted(self._folder.glob("*.json"))) if self._folder.is_dir() else ()

    def hand_over(self) -> int:
        """Everything that waits goes to the registry; how much that was.  ReleaseError where it cannot be reached."""
        with self._handing:
            rows = {file: row for file in self.waiting() if (row := _row(file))}
            if rows:
                with self._registry() as releases:
                    releases.audit.add(rows.values())
            for file in rows:
                file.unlink(missing_ok=True)  # another process of this folder may have been first: rows are added once
            return len(rows)

    def entries(self, limit: int | None = None, what: str = "", account: str = "") -> tuple[AuditEntry, ...]:
        """What is in the registry, newest first, of that kind and account.  ReleaseError where it cannot be reached."""
        with self._registry() as releases:
            return tuple(AuditEntry(**row) for row in releases.audit.rows(limit, what, account))

    def tally(self) -> tuple[Tally, ...]:
        """How much is in the registry, by kind and account.  ReleaseError where it cannot be reached."""
        with self._registry() as releases:
            return tuple(Tally(**row) for row in releases.audit.tally())

    def signed_out(self, since: datetime) -> Mapping[str, float]:
        """Account -> when it last signed out, in seconds since 1970, for sign-outs since then, at whichever server."""
        with self._registry() as releases:
            last = releases.audit.last(SIGN_OUT, _moment(since))
        return {account: datetime.fromisoformat(at).timestamp() for account, at in last.items()}

    @contextmanager
    def _registry(self) -> "Iterator[Releases]":
        try:
            self._releases = self._releases or self._opened()
            yield self._releases
        except ReleaseError:
            self._releases = None  # it may come back as another one
            raise


def _row(file: Path) -> dict[str, Any] | None:
    """What the file says; None where another process has just handed it over, and where it is damaged, which is logged."""
    try:
        return asdict(msgspec.json.decode(file.read_bytes(), type=AuditEntry))
    except FileNotFoundError:
        return None
    except ValueError:
        LOGGER.exception("this event cannot be read, and was put aside: %s", file)
        file.rename(file.with_suffix(".damaged"))
        return None


def record(
    what: str, account: str, role: str, detail: str = "", scope: str = "", release: int | None = None,
    at: datetime | None = None,
) -> None:  # fmt: skip
    """One event, now or then: a line in the server's log, and kept.  Events of nobody, and those of a dashboard that has
    neither sign-in nor a registry, are a line alone; so are those that the disk refuses, and a line says so."""
    account, role, detail, scope = _plain(account, role, detail, scope)
    LOGGER.warning("%s account=%r role=%s %r %r release=%s", what, account, role, detail, scope, release)
    keep(what, account, role, detail, scope, release, at)


def keep(
    what: str, account: str, role: str, detail: str = "", scope: str = "", release: int | None = None,
    at: datetime | None = None,
) -> None:  # fmt: skip
    """The event without the line, for the command line, which has no log."""
    assert what in WHAT, what
    if not (account and kept()):
        return
    account, role, detail, scope = _plain(account, role, detail, scope)
    entry = AuditEntry(token_hex(8), _moment(at or datetime.now(UTC)), what, account, role, detail, scope, release)
    try:
        log().add(entry)
    except OSError as error:
        LOGGER.error("%s by %r is kept nowhere else: %s", what, account, error)


def _plain(*texts: str) -> Iterator[str]:
    return (printable(text, _WIDTH) for text in texts)


def kept() -> bool:
    """Whether events are kept in a registry: where there is one, and where readers sign in."""
    return location.used() or access_policy().sign_in is not None


def log() -> AuditLog:
    """The log of this dashboard."""
    return _log(location.folder() / "audit", *location.key())


@lru_cache(maxsize=4)
def _log(folder: Path, *_settings: str) -> AuditLog:
    return AuditLog(folder, _opened)


def _opened() -> "Releases":
    from community_policing.dataset.releases import open_releases  # the database's library, only where it is needed

    return open_releases()


def watch(learn: Callable[[Mapping[str, float]], None]) -> None:
    """From now on, in a thread of its own, hands over what waits, and tells `learn` who signed out at whichever server."""
    Thread(target=_watch, args=(learn,), name="audit", daemon=True).start()


def _watch(learn: Callable[[Mapping[str, float]], None]) -> None:
    reported = ""
    while True:
        audit = log()
        try:
            audit.hand_over()
            if way := access_policy().sign_in:
                learn(audit.signed_out(datetime.now(UTC) - timedelta(hours=way.hours)))
            reported = ""
        except ReleaseError as error:
            if str(error) != reported:  # once, not every three seconds
                LOGGER.warning("events wait: %s", error)
            reported = str(error)
        except Exception:  # nobody foresaw it, and the next look may go well
            LOGGER.exception("events wait")
        audit.woken.wait(LOOK_AGAIN)
        audit.woken.clear()


def _moment(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="microseconds")
