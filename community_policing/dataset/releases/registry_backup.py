"""Backup copy of an SQLite registry, renewed after each publication."""

import logging
import os
import sqlite3
import time
from contextlib import closing
from pathlib import Path
from urllib.parse import quote

_LEFT_OVER = 3600  # seconds
_log = logging.getLogger(__name__)


def spare_of(file: Path) -> Path:
    """Where the spare copy of a registry lies."""
    return file.with_name(f"{file.stem}.copy{file.suffix}")


def renew(file: Path) -> None:
    """Copy the registry beside itself, whole and synced, in place of the copy before.  A copy that cannot be made is
    logged, and the one before stays: the release itself is published."""
    temporary = file.with_name(f".{file.stem}.{os.getpid()}.tmp")
    try:
        with closing(_opened(file)) as database, closing(sqlite3.connect(temporary)) as copy:
            database.backup(copy)
            copy.execute("PRAGMA journal_mode=DELETE")  # one file, without a journal of its own
            if copy.execute("PRAGMA quick_check(1)").fetchone() != ("ok",):
                raise sqlite3.DatabaseError("the copy is damaged")
        with temporary.open("rb") as stream:
            os.fsync(stream.fileno())
        temporary.replace(spare_of(file))
    except (OSError, sqlite3.Error) as error:
        _log.warning("No spare copy of the registry of releases was made: %s", error)
        temporary.unlink(missing_ok=True)


def sweep(file: Path) -> None:
    """Delete what a crash left of copies that were being made, once it is old."""
    try:
        for left in file.parent.glob(f".{file.stem}.*.tmp"):
            if time.time() - left.stat().st_mtime > _LEFT_OVER:
                left.unlink(missing_ok=True)
    except OSError as error:  # another process was faster, or nothing can be written here: neither matters
        _log.info("Temporary files beside the registry of releases stay: %s", error)


def last_in(spare: Path) -> int | None:
    """The newest release that a copy of the registry holds; None where it cannot be read."""
    if not spare.is_file():
        return None
    try:
        with closing(_opened(spare, "&immutable=1")) as database:
            number = database.execute("SELECT number FROM current").fetchone()
    except sqlite3.Error as error:
        _log.warning("The spare copy of the registry of releases cannot be read: %s", error)
        return None
    return number[0] if number else None


def _opened(file: Path, how: str = "") -> sqlite3.Connection:
    return sqlite3.connect(f"file:{quote(str(file))}?mode=ro{how}", uri=True)
