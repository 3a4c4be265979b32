"""Stored tables on any file system that pyarrow reaches (S3, Google Cloud, Azure, HDFS ...), and which store a name means."""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from errno import EIO
from pathlib import Path
from secrets import token_hex
from typing import Any

from pyarrow import fs

from community_policing.core.i18n import t
from community_policing.core.safe_text import printable
from community_policing.dataset.releases.content_store import (
    LEFT_OVER,
    NAME,
    SUFFIX,
    Files,
    Folder,
    NotWhole,
    checked,
    copied,
    told,
)
from community_policing.dataset.releases.errors import StoreUnavailable
from community_policing.dataset.releases.release import TableFile
from community_policing.dataset.releases.table_format import Encoded, digest

_PUTS_WHOLE = ("s3", "gcs", "abfs")  # an object appears when its upload is complete, never before
_TEMPORARY = ".tmp"


def open_files(where: str, cache: Path) -> Files:
    """The store at a path or an address that pyarrow.fs.FileSystem.from_uri reads; StoreUnavailable for any other.
    Tables that are scanned from an object store are copied to `cache`."""
    if "://" not in where:
        return Folder(Path(where).absolute())
    try:
        system, root = fs.FileSystem.from_uri(_in_one_request(where))
    except (OSError, ValueError) as error:  # pyarrow's own errors are of these two kinds
        raise StoreUnavailable(  # the address itself may hold a password
            t("The store of tables ({kind}) cannot be opened.", kind=printable(where.partition(":")[0])),
            t("Set CPF_STORE to a folder, or to an address such as s3://bucket/folder."),
        ) from error
    return Folder(Path(root)) if isinstance(system, fs.LocalFileSystem) else ObjectStore(system, root, cache)


def _in_one_request(where: str) -> str:
    """S3 takes a table in one request, not in parts that are put together: less to go wrong, and every S3 knows it."""
    if not where.startswith("s3://") or "allow_delayed_open=" in where:
        return where
    return f"{where}{'&' if '?' in where else '?'}allow_delayed_open=true"


class ObjectStore:
    """Stored tables on a file system of pyarrow's.  What the store acknowledges is durable there: nothing is synced."""

    def __init__(self, system: fs.FileSystem, root: str, cache: Path) -> None:
        self._system: Any = system
        self._root = root.rstrip("/")
        self._cache = Folder(cache)
        self._checked: set[str] = set()

    def put(self, tables: Iterable[Encoded], referenced: frozenset[str]) -> None:
        """Write under a temporary name, read back, move; or put whole where the store does that by itself."""
        with told(self._root, writing=True):
            self._system.create_dir(self._root, recursive=True)
            for table in tables:
                if table.file.sha256 not in referenced or not self._is_whole(table.file):
                    self._write(table)

    def _write(self, table: Encoded) -> None:
        final = self._final(table.file)
        whole = self._system.type_name in _PUTS_WHOLE
        target = final if whole else f"{self._root}/.{table.file.sha256[:16]}.{token_hex(8)}{_TEMPORARY}"
        with self._system.open_output_stream(target) as out:
            copied(table.stream, out)
        if self._digest(target) != table.file.sha256:
            self._system.delete_file(target)
            raise OSError(EIO, "what was written reads back as something else")
        if not whole:
            self._system.move(target, final)

    def _final(self, file: TableFile) -> str:
        return f"{self._root}/{file.sha256}{SUFFIX}"

    def _bytes(self, path: str) -> bytes:
        with self._system.open_input_stream(path) as stream:
            return bytes(stream.read())

    def _digest(self, path: str) -> str:
        with self._system.open_input_stream(path) as stream:
            return digest(stream)

    def _is_whole(self, file: TableFile) -> bool:
        with told(self._root):
            return self.holds(file) and self._digest(self._final(file)) == file.sha256

    def read(self, file: TableFile) -> bytes:
        """The bytes of a file, checked; NotWhole where they are not what was written."""
        with told(self._root):
            if not self.holds(file):
                raise NotWhole(file.sha256)
            return checked(self._bytes(self._final(file)), file)

    def path(self, file: TableFile) -> Path:
        """A copy of the file in the cache, checked; fetched again where the copy is not whole."""
        try:
            return self._cache.path(file)
        except (NotWhole, StoreUnavailable):  # not fetched yet, or damaged since: the store has it
            self._fetch(file)
            return self._cache.path(file)

    def _fetch(self, file: TableFile) -> None:
        with told(self._root):
            if not self.holds(file):
                raise NotWhole(file.sha256)
            stream = self._system.open_input_stream(self._final(file))
        with stream:
            self._cache.receive(file, stream)

    def holds(self, file: TableFile) -> bool:
        """Whether the file is there, in its full size."""
        with told(self._root):
            about = self._system.get_file_info(self._final(file))
            return bool(about.type == fs.FileType.File and about.size == file.size)

    def stored(self) -> Mapping[str, datetime]:
        """The hash of every stored file, and when it was written."""
        return {match[1]: info.mtime for info in self._all() if (match := NAME.fullmatch(info.base_name))}

    def _all(self) -> list[Any]:
        with told(self._root):
            return list(self._system.get_file_info(fs.FileSelector(self._root, allow_not_found=True)))

    def remove(self, sha256: str) -> None:
        """Delete one stored file."""
        with told(self._root):
            self._system.delete_file(f"{self._root}/{sha256}{SUFFIX}")

    def sweep(self) -> int:
        """Delete temporary files of ours that are old."""
        now = datetime.now(UTC)
        left = [i for i in self._all() if i.base_name.endswith(_TEMPORARY) and i.base_name.startswith(".")
                and now - i.mtime > LEFT_OVER]  # fmt: skip
        with told(self._root):
            for info in left:
                self._system.delete_file(info.path)
        return len(left)
