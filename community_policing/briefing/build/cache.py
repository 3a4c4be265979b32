"""Outputs that were built, on disk: named by all that they depend on, checked when they are read, the oldest out."""

import hashlib
import logging
import os
import stat
import tempfile
import time
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from secrets import token_hex

from community_policing.briefing.model import Briefing
from community_policing.core.paths import GEO, LOCALES, PACKAGE
from community_policing.core.settings import settings

ROOM = 200 * 1024**2  # bytes that all of them may take
_LEFT_OVER = 3600  # seconds after which a file that was being written is nobody's
_DIGEST = 32
# Besides briefing/, what an output looks like
_ALSO = (
    "core/palette.py",
    "core/formats.py",
    "core/labels.py",
    "core/i18n.py",
    "core/languages.py",
    "core/bidi.py",
    "core/quantity.py",
    "export",
    "static/fonts",
)
_LIBRARIES = ("XlsxWriter", "python-pptx", "typst", "fonttools", "babel")
_log = logging.getLogger(__name__)


class OutputCache:
    """A private folder of outputs.  Where it cannot be used nothing is kept, and nobody is told: it is built again."""

    def __init__(self, folder: Path | None = None, room: int = ROOM) -> None:
        self._folder, self._room = folder, room

    def holds(self, briefing: Briefing, key: str) -> bool:
        """Whether there is such a file."""
        file = self._file(briefing, key)
        return file is not None and file.is_file()

    def read(self, briefing: Briefing, key: str) -> bytes | None:
        """The output; None where it is not there, or not what was written."""
        file = self._file(briefing, key)
        try:
            content = file.read_bytes() if file else b""
            if file and content[:_DIGEST] == hashlib.sha256(content[_DIGEST:]).digest():
                os.utime(file)  # asked for lately
                return content[_DIGEST:]
            if file:
                file.unlink(missing_ok=True)
        except OSError as error:
            _log.info("An output that was built cannot be read: %s", error)
        return None

    def keep(self, briefing: Briefing, key: str, data: bytes) -> bool:
        """Keep an output, whole or not at all, and let the oldest go; whether it is there."""
        file = self._file(briefing, key)
        if file is None:
            return False
        temporary = file.with_name(f".{token_hex(8)}.tmp")
        try:
            temporary.write_bytes(hashlib.sha256(data).digest() + data)
            temporary.replace(file)
            self._make_room(file.parent)
        except OSError as error:
            _log.warning("An output that was built is not kept: %s", error)
            temporary.unlink(missing_ok=True)
        return file.is_file()

    def _file(self, briefing: Briefing, key: str) -> Path | None:
        folder = self._folder or _private()
        if folder is None:
            return None
        identity = "\n".join((briefing.sha256, briefing.id, briefing.made_by, key, _code()))
        return folder / f"{hashlib.sha256(identity.encode()).hexdigest()}.out"

    def _make_room(self, folder: Path) -> None:
        files_by_age = sorted((file.stat().st_mtime, file.stat().st_size, file) for file in folder.iterdir())
        left = sum(size for _, size, _ in files_by_age)
        for at, size, file in files_by_age:
            forgotten = file.suffix == ".tmp" and time.time() - at > _LEFT_OVER
            if forgotten or (left > self._room and file.suffix == ".out"):
                file.unlink(missing_ok=True)
                left -= size


def _private() -> Path | None:
    """The folder that CPF_CACHE names, else one below the system's temporary folder; None where it is not ours alone."""
    named = settings().cache
    folder = named / "briefings" if named else Path(tempfile.gettempdir()) / f"cpf-briefings-{os.getuid()}"
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        status = folder.lstat()
    except OSError as error:
        _log.warning("Outputs that are built are not kept: %s", error)
        return None
    ours = stat.S_ISDIR(status.st_mode) and status.st_uid == os.getuid() and not status.st_mode & 0o077
    if not ours:
        _log.warning("Outputs that are built are not kept: %s can be used by others.", folder)
    return folder if ours else None


@cache
def _code() -> str:
    """What the look of an output hangs on besides the briefing: our code, our words, and the libraries that write it."""
    digest = hashlib.sha256()
    places = [PACKAGE / "briefing", GEO, LOCALES, *(PACKAGE / name for name in _ALSO)]
    for place in places:
        for file in sorted(place.rglob("*")) if place.is_dir() else [place]:
            if file.is_file() and file.suffix != ".pyc":
                digest.update(f"{place.name}/{file.relative_to(place)}\n".encode() + file.read_bytes())
    for library in _LIBRARIES:
        digest.update(f"{library} {_version(library)}\n".encode())
    return digest.hexdigest()


def _version(library: str) -> str:
    try:
        return version(library)
    except PackageNotFoundError:
        return ""
