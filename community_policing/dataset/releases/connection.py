"""Registry connection: SQLite or PostgreSQL by address, durable, with a limit on every wait."""

import os
import socket
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from secrets import token_hex
from shutil import disk_usage
from threading import Timer
from typing import Any
from urllib.parse import quote

import sqlalchemy as sa
from sqlalchemy.pool import NullPool

from community_policing.core.i18n import ProgrammeError, t
from community_policing.dataset.releases.errors import DamagedRegistry, RegistryUnavailable
from community_policing.dataset.releases.registry_backup import last_in, spare_of

WAIT = 10  # seconds to wait for another publication
READ_WITHIN = 5  # seconds that PostgreSQL may take over one question
WRITE_WITHIN = 30  # and over a publication, beyond waiting for others
_LOCK = 0x43504652  # what replicas that set up one PostgreSQL registry wait for each other by
_PASSING = ("locked", "busy", "readonly", "full", "unable to open", "disk I/O", "interrupted")  # all else is damage
_ROOM = 256 * 1024  # bytes that a publication's journal may need


class Connection:
    """The way to one registry: `reading()` and `writing()` are transactions; other names are plain facts about it."""

    def __init__(self, url: str, wait: float = WAIT) -> None:
        self.url = _address(url)
        self.sqlite = self.url.get_backend_name() == "sqlite"
        self.file = Path(self.url.database or "").absolute() if self.sqlite else None
        self.shown = str(self.file) if self.file else self.url.render_as_string(hide_password=True)
        self._engine = _sqlite(self.file, wait) if self.file else _postgresql(self.url, wait)

    @contextmanager
    def reading(self) -> Iterator[sa.Connection]:
        """A transaction that only reads: it sees one state of the registry and waits for nobody."""
        with self._told(t("What you see stays as it is; try again in a minute.")), self._engine.connect() as connection:
            yield connection

    @contextmanager
    def writing(self, *, quick: bool = False) -> Iterator[sa.Connection]:
        """The one transaction that writes, others waiting; committed whole at the end, or not at all.  `quick`: one that
        outlives the process, but perhaps not a power failure, since its commit waits for no disk."""
        remedy = t("Try again in a minute. It was done completely or not at all: `releases` lists what was.")
        engine = self._engine.execution_options(writes=True, quick=quick)
        with self._told(remedy), engine.begin() as connection:
            yield connection

    def alone(self, connection: sa.Connection) -> None:
        """Wait until no other process sets the registry up; on SQLite the transaction that writes does that by itself."""
        if not self.sqlite:
            connection.execute(sa.text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK})

    def create(self) -> None:
        """Make the file of a new registry on SQLite, in the journal mode in which readers and the writer do not meet.  It
        appears in that mode at once, or not at all; one that another process made meanwhile stays."""
        if not self.file:
            return
        temporary = self.file.with_name(f".{self.file.name}.{token_hex(8)}.tmp")
        with self._told(t("Check that the folder can be written to.")), told_folder(self.file.parent):
            self.file.parent.mkdir(parents=True, exist_ok=True)
            try:
                with closing(sqlite3.connect(temporary)) as database:
                    database.execute("PRAGMA journal_mode=WAL")
                with suppress(FileExistsError):
                    os.link(temporary, self.file)
            finally:
                temporary.unlink(missing_ok=True)

    def close(self) -> None:
        """Give every connection back."""
        self._engine.dispose()

    @contextmanager
    def _told(self, remedy: str) -> Iterator[None]:
        """Whatever the database refuses, told as one of our errors."""
        try:
            yield
        except (sa.exc.SQLAlchemyError, sqlite3.Error) as error:
            reason = str(getattr(error, "orig", None) or error).splitlines()[0]
            broken = isinstance(error, sa.exc.ProgrammingError | sa.exc.IntegrityError) and "denied" not in reason
            if broken or (self.sqlite and not any(word in reason for word in _PASSING)):
                raise damaged(self, reason) from error
            raise _unavailable(self, reason, remedy) from error
        except UnicodeDecodeError as error:  # SQLite names in its complaint what stands where a name should
            raise damaged(self, t("its text cannot be read")) from error


def _unavailable(registry: Connection, reason: str, remedy: str) -> ProgrammeError:
    if registry.file and not registry.file.exists():
        return lost(registry)
    if "locked" in reason or "lock timeout" in reason:
        return RegistryUnavailable(t("Another publication is running, or the registry of releases is locked."), remedy)
    if "full" in reason or (registry.file and "disk I/O" in reason and disk_usage(registry.file.parent).free < _ROOM):
        return RegistryUnavailable(t("The disk of the registry of releases is full. Nothing was published."),
                                   t("Free some space there, then publish again."))  # fmt: skip
    if "readonly" in reason or "read-only" in reason:
        return RegistryUnavailable(
            t("The registry of releases at {place} is read-only. Nothing was published.", place=registry.shown),
            t("Make it writable, then publish again."),
        )
    problem = t(
        "The registry of releases at {place} cannot be reached ({reason}).", place=registry.shown, reason=reason
    )
    return RegistryUnavailable(problem, remedy)


def lost(registry: Connection) -> RegistryUnavailable:
    """The registry's file is not where it was."""
    return RegistryUnavailable(
        t("The registry of releases at {place} is gone; the tables are still there.", place=registry.shown),
        remedy_by_copy(registry),
    )


def damaged(registry: Connection, reason: str) -> DamagedRegistry:
    """The registry holds something else than what was written."""
    return DamagedRegistry(
        t("The registry of releases at {place} is damaged ({reason}).", place=registry.shown, reason=reason),
        remedy_by_copy(registry),
    )


def remedy_by_copy(registry: Connection) -> str:
    """What to do about a registry that is lost or damaged: the copy made at each publication, and the release it ends with."""
    if not registry.file:
        return t("Restore the database from its backup; the tables of every release are still in the store.")
    copy = spare_of(registry.file)
    number = last_in(copy)
    if number is None:
        return t("Restore it from a backup; the tables of every release are still in the store.")
    return t(
        "Copy {copy} over it and delete the files beside it that end in -wal and -shm. The last good release in the copy "
        "is {number}.", copy=copy, number=number,
    )  # fmt: skip


@contextmanager
def told_folder(folder: Path) -> Iterator[None]:
    """What the operating system says of the registry's folder, told as RegistryUnavailable."""
    try:
        yield
    except OSError as error:
        raise RegistryUnavailable(
            t("The folder of the registry, {folder}, cannot be used ({reason}).", folder=folder, reason=error.strerror),
            t("Check that it can be written to."),
        ) from error


def _address(url: str) -> sa.URL:
    try:
        address = sa.make_url(url.replace("postgres://", "postgresql://", 1))
    except (sa.exc.ArgumentError, ValueError):  # a port that is no number
        address = None
    backend = address.get_backend_name() if address is not None else ""
    if address is None or backend not in ("sqlite", "postgresql") or (backend == "sqlite" and not address.database):
        raise RegistryUnavailable(
            t("The address of the registry of releases is neither SQLite nor PostgreSQL."),
            t("Set CPF_DATABASE_URL to an address such as postgresql://user@host/database, or leave it out."),
        )
    return address.set(drivername="postgresql+psycopg") if backend == "postgresql" else address


def _postgresql(url: sa.URL, wait: float) -> sa.Engine:
    asked = {"connect_timeout": 5, "keepalives_idle": 10, "keepalives_interval": 5, "keepalives_count": 3,
             "tcp_user_timeout": 10_000}  # fmt: skip
    engine = sa.create_engine(url, poolclass=NullPool, connect_args=asked)

    @sa.event.listens_for(engine, "begin")
    def _begin(connection: sa.Connection) -> None:
        writes = connection.get_execution_options().get("writes")
        raw = connection.connection
        given_up = Timer(wait + WRITE_WITHIN if writes else READ_WITHIN + 5, _give_up, (raw.dbapi_connection,))
        given_up.daemon = True
        raw.info["given_up"] = given_up
        given_up.start()
        limit = f"lock_timeout = {int(wait * 1000)}" if writes else f"statement_timeout = {READ_WITHIN * 1000}"
        connection.exec_driver_sql(f"SET LOCAL {limit}")
        if connection.get_execution_options().get("quick"):
            connection.exec_driver_sql("SET LOCAL synchronous_commit = off")

    @sa.event.listens_for(engine, "checkin")
    def _done(_connection: object, record: Any) -> None:
        if given_up := record.info.pop("given_up", None):
            given_up.cancel()

    return engine


def _give_up(connection: Any) -> None:
    """Ends the way to a server that has said nothing for too long: the driver has no limit of its own for an answer, and
    a way that is held still would hold who waits for it for ever."""
    if connection.closed:
        return
    with suppress(OSError), socket.socket(fileno=os.dup(connection.fileno())) as way:  # it may be closed meanwhile
        way.shutdown(socket.SHUT_RDWR)


def _sqlite(file: Path, wait: float) -> sa.Engine:
    """Each transaction opens the file anew: a file that was moved away or put back is noticed at once."""

    def connect() -> sqlite3.Connection:
        where = f"file:{quote(str(file))}?mode=rw"
        if not os.access(file.parent, os.W_OK) and not Path(f"{file}-wal").exists():
            where = f"file:{quote(str(file))}?mode=ro&immutable=1"  # nobody can write here: no journal is needed
        return sqlite3.connect(where, uri=True, timeout=wait, isolation_level=None, check_same_thread=False)

    engine = sa.create_engine("sqlite://", creator=connect, poolclass=NullPool)

    @sa.event.listens_for(engine, "connect")
    def _connected(connection: Any, _record: object) -> None:
        for setting in ("foreign_keys=ON", "synchronous=FULL", f"busy_timeout={int(wait * 1000)}"):
            connection.execute(f"PRAGMA {setting}")

    @sa.event.listens_for(engine, "begin")
    def _begin(connection: sa.Connection) -> None:
        options = connection.get_execution_options()
        if options.get("quick"):
            connection.exec_driver_sql("PRAGMA synchronous=NORMAL")
        connection.exec_driver_sql("BEGIN IMMEDIATE" if options.get("writes") else "BEGIN")

    return engine
