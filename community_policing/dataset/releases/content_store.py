"""Stored tables: files that are named by SHA-256 of their bytes, never changed, and checked when they are opened."""

import hashlib
import os
import re
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from errno import EACCES, EDQUOT, EIO, ENOSPC, EPERM, EROFS
from pathlib import Path
from secrets import token_hex
from typing import IO, Any, ClassVar, Protocol

from community_policing.core.i18n import t
from community_policing.dataset.releases.errors import StoreUnavailable
from community_policing.dataset.releases.release import TableFile
from community_policing.dataset.releases.table_format import Encoded

SUFFIX = ".parquet"
_PIECE = 1024 * 1024  # bytes that are copied at once
LEFT_OVER = timedelta(hours=1)  # no publication takes that long: a temporary file of that age is nobody's
NAME = re.compile(r"([0-9a-f]{64})\.parquet")
_TEMPORARY = re.compile(r"\.[0-9a-f]{16}\.[0-9]+\.[0-9a-f]{16}\.tmp")  # ours alone: other files are let be


class NotWhole(Exception):
    """A stored file that is missing, or whose bytes are not those its name stands for."""


class Files(Protocol):
    """Where stored tables are, in a folder or on an object store.  StoreUnavailable where it cannot be reached."""

    def put(self, tables: Iterable[Encoded], referenced: frozenset[str]) -> None:
        """Store tables, durably: when this returns, every one of them would survive a loss of power.  Those that a
        release refers to (`referenced`) and that are whole are not written again."""

    def read(self, file: TableFile) -> bytes:
        """The bytes of a file, checked; NotWhole where they are not what was written."""

    def path(self, file: TableFile) -> Path:
        """Where the file can be scanned, checked once per process; NotWhole where it is not what was written."""

    def holds(self, file: TableFile) -> bool:
        """Whether the file is there, in its full size."""

    def stored(self) -> Mapping[str, datetime]:
        """The hash of every stored file, and when it was written."""

    def remove(self, sha256: str) -> None:
        """Delete one stored file."""

    def sweep(self) -> int:
        """Delete temporary files that a crash left over; how many."""


def is_whole(files: Files, file: TableFile) -> bool:
    """Whether the file is there and is what was written."""
    try:
        files.path(file)
    except NotWhole:
        return False
    return True


@contextmanager
def told(place: object, *, writing: bool = False) -> Iterator[None]:
    """What the operating system refuses, told as StoreUnavailable."""
    try:
        yield
    except OSError as error:
        raise _unavailable(error, place, writing) from error


def _unavailable(error: OSError, place: object, writing: bool) -> StoreUnavailable:
    reason = os.strerror(error.errno) if error.errno else type(error).__name__
    if not writing:
        remedy = t("Check that the place can be reached and read, then try again.")
        return StoreUnavailable(
            t("The tables at {place} cannot be read ({reason}).", place=place, reason=reason), remedy
        )
    remedy = t("Check the disk, then publish again.")
    if error.errno in (ENOSPC, EDQUOT):
        remedy = t("Free some space there, then publish again.")
    elif error.errno in (EROFS, EACCES, EPERM):
        remedy = t("Make it writable, then publish again.")
    problem = t(
        "The tables cannot be written to {place} ({reason}). Nothing was published.", place=place, reason=reason
    )
    return StoreUnavailable(problem, remedy)


class Folder:
    """Stored tables in a local folder."""

    _checked: ClassVar[set[tuple[Path, int, int, int]]] = set()  # once for each process and file, however often opened

    def __init__(self, root: Path) -> None:
        self._root = root

    def put(self, tables: Iterable[Encoded], referenced: frozenset[str]) -> None:
        """Write -> sync -> verify -> rename -> sync the folder.  A failed sync is never tried again: the file is given
        up, and the next publication writes another."""
        with told(self._root, writing=True):
            self._root.mkdir(parents=True, exist_ok=True)
            fresh = [table for table in tables if table.file.sha256 not in referenced or not is_whole(self, table.file)]
            for table in fresh:
                self._write(table.file, table.stream)
            if fresh:
                self._sync()

    def receive(self, file: TableFile, stream: IO[bytes]) -> None:
        """Store one file, durably, from where it comes in pieces; NotWhole where that is another file."""
        with told(self._root, writing=True):
            self._root.mkdir(parents=True, exist_ok=True)
            self._write(file, stream)
            self._sync()

    def _sync(self) -> None:
        _sync(self._root)
        _sync(self._root.parent)

    def _write(self, file: TableFile, stream: IO[bytes]) -> None:
        temporary = self._root / f".{file.sha256[:16]}.{os.getpid()}.{token_hex(8)}.tmp"
        try:
            with open(os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o444), "wb") as out:  # noqa: PTH123
                if copied(stream, out) != file.sha256:
                    raise NotWhole(file.sha256)
                out.flush()
                os.fsync(out.fileno())
            _verify(temporary, file)
            temporary.replace(self._final(file))
        except BaseException:
            temporary.unlink(missing_ok=True)
            raise

    def _final(self, file: TableFile) -> Path:
        return self._root / f"{file.sha256}{SUFFIX}"

    def read(self, file: TableFile) -> bytes:
        """The bytes of a file, checked; NotWhole where they are not what was written."""
        with told(self._root):
            try:
                data = self._final(file).read_bytes()
            except FileNotFoundError as error:
                self._root.stat()  # a folder that is gone is another fault than a file that is
                raise NotWhole(file.sha256) from error
        return checked(data, file)

    def path(self, file: TableFile) -> Path:
        """Where the file is, checked once per process, and again should it have changed since."""
        final = self._final(file)
        with told(self._root):
            try:
                about = final.stat()
            except FileNotFoundError as error:
                self._root.stat()
                raise NotWhole(file.sha256) from error
            seen = (final, about.st_size, about.st_mtime_ns, about.st_ino)
            if seen not in self._checked:
                if about.st_size != file.size or _hash(final) != file.sha256:
                    raise NotWhole(file.sha256)
                self._checked.add(seen)
        return final

    def holds(self, file: TableFile) -> bool:
        """Whether the file is there, in its full size."""
        with told(self._root):
            final = self._final(file)
            return final.is_file() and final.stat().st_size == file.size

    def stored(self) -> Mapping[str, datetime]:
        """The hash of every stored file, and when it was written."""
        with told(self._root):
            paths = sorted(self._root.iterdir()) if self._root.is_dir() else []
            named = [(match[1], path) for path in paths if (match := NAME.fullmatch(path.name))]
            return {name: datetime.fromtimestamp(path.stat().st_mtime, UTC) for name, path in named}

    def remove(self, sha256: str) -> None:
        """Delete one stored file."""
        with told(self._root):
            (self._root / f"{sha256}{SUFFIX}").unlink(missing_ok=True)

    def sweep(self) -> int:
        """Delete temporary files of ours that are old."""
        with told(self._root):
            paths = list(self._root.iterdir()) if os.access(self._root, os.W_OK) else []
            left = [path for path in paths if _TEMPORARY.fullmatch(path.name) and _is_old(path)]
            for path in left:
                path.unlink(missing_ok=True)
        return len(left)


def copied(stream: Any, out: Any) -> str:
    """Copy what is left to read, in pieces; the SHA-256 of it."""
    found = hashlib.sha256()
    while piece := stream.read(_PIECE):
        found.update(piece)
        out.write(piece)
    return found.hexdigest()


def checked(data: bytes, file: TableFile) -> bytes:
    """The bytes, once they are found to be the file's; else NotWhole."""
    if hashlib.sha256(data).hexdigest() != file.sha256:
        raise NotWhole(file.sha256)
    return data


def _is_old(path: Path) -> bool:
    try:
        return time.time() - path.stat().st_mtime > LEFT_OVER.total_seconds()
    except FileNotFoundError:
        return False  # another process swept it


def _verify(path: Path, file: TableFile) -> None:
    """Read what was written back, from the disk where the system can be asked to forget its copy."""
    if _hash(path, forget=True) != file.sha256:
        raise OSError(EIO, "what was written reads back as something else")


def _hash(path: Path, *, forget: bool = False) -> str:
    with path.open("rb") as stream:
        if forget and hasattr(os, "posix_fadvise"):
            os.posix_fadvise(stream.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
