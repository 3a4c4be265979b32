"""Supervisor, in the parent process: starts the child, relays its progress, ends it at a limit, reads its report."""

import hashlib
import json
import os
import re
import select
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from types import MappingProxyType
from typing import IO, TYPE_CHECKING

import msgspec

from community_policing.core.i18n import ProgrammeError, language, listed, t
from community_policing.core.paths import ROOT
from community_policing.core.safe_text import printable
from community_policing.core.schema import TABLES
from community_policing.core.settings import MB, Limits, settings
from community_policing.dataset.intake.base import write_base
from community_policing.dataset.intake.corrections import Correction
from community_policing.dataset.intake.draft_folder import read_table
from community_policing.dataset.intake.report import (
    REPORT,
    Checked,
    Fault,
    Metadata,
    Report,
    in_order,
    read_report,
    write_report,
)
from community_policing.dataset.issues import Severity
from community_policing.dataset.load import Dataset
from community_policing.dataset.parquet import Scan
from community_policing.dataset.releases.release import Source

if TYPE_CHECKING:  # it brings the library of the database, which no child process needs
    from community_policing.dataset.releases.recipe import Recipe

Progress = Callable[[str, float], None]
NO_MEMORY = 70  # the child's exit code where memory ended
_OUT_OF_MEMORY = re.compile(rb"MemoryError|bad_alloc|[Oo]ut of memory|[Cc]annot allocate|memory allocation|map segment")
_CHILD = (sys.executable, "-m", "community_policing.dataset.intake.child")


def check(
    path: Path,
    *,
    draft: Path,
    base: Dataset | None,
    table: str = "",
    answers: Mapping[str, str] | None = None,
    corrections: Sequence[Correction] = (),
    recipes: "Iterable[Recipe]" = (),
    mode: str = "",
    about: Metadata | None = None,
    limits: Limits | None = None,
    progress: Progress | None = None,
    name: str = "",
) -> Checked:
    """Check a file from outside in a child process, whatever the file holds.

    Parameters
    ----------
    path
        The file: a workbook, a text, a map layer, Parquet, or a zip of texts; `name` is its own name where `path` has another.
    draft
        The folder, of mode 0700, into which all that comes of it is written.
    base
        The current release; None where there is none yet.
    table
        Names a lone table.
    answers
        A person's answers by the id of their question (see intake.recipe.questions).
    corrections
        Other texts for single cells of this file; of one that is not there, an issue says so.
    recipes
        How files were read before: the one of this file's shape answers for it.
    mode
        "add", "update" or "replace" for every table where that is possible; "" asks.
    about
        Holds where the file says nothing of itself.
    limits, progress
        What the child may use (the settings' limits), and what is told meanwhile.

    Returns
    -------
    Checked
        The outcome, the questions, the issues by row and column, and the dataset where there is one.

    Raises
    ------
    ProgrammeError
        The file cannot be read from the disk, or the draft cannot be written.

    Examples
    --------
    >>> from tempfile import mkdtemp
    >>> folder = Path(mkdtemp())
    >>> _ = (folder / "donors.csv").write_text("donor_id,nmae\\nDE,Germany\\n")
    >>> checked = check(folder / "donors.csv", draft=folder / "draft", base=None)
    >>> checked.outcome, [question.id for question in checked.open_questions]
    ('ask', ['donors/column/nmae'])
    """
    limits = limits or settings().limit
    if table and table not in TABLES:
        raise ProgrammeError(
            t("There is no table “{table}”.", table=printable(table)),
            t("Use one of: {tables}.", tables=listed(list(TABLES))),
        )
    source = Source(printable(name or path.name, 120), "")
    if not _is_there(path):
        raise ProgrammeError(t("There is no file or folder “{name}”.", name=source.name), t("Check its path."))
    try:
        source, upload = _prepared(path, draft, base, source, limits)
    except OSError as error:
        raise ProgrammeError(t("“{name}” cannot be read or stored.", name=source.name),
                             t("Check the disk, and load the file again.")) from error  # fmt: skip
    if upload is None:
        problem = t("the file is larger than {limit} MB (CPF_LIMIT_FILE_MB). Split it.", limit=limits.file_mb)
        _refuse(draft, source, "too_large", problem)
        return read_draft(draft)
    job = {
        "path": str(upload), "source": source, "table": table, "answers": answers or {}, "mode": mode,
        "corrections": corrections,
        "recipes": [(recipe.name, recipe.shape, recipe.answers) for recipe in recipes],
        "about": about or Metadata(), "limits": limits.model_dump(), "has_base": base is not None, "language": language(),
    }  # fmt: skip
    (draft / "job.json").write_bytes(msgspec.json.encode(job, enc_hook=dict))
    ended = _run(draft, limits, progress)
    if not (draft / REPORT).exists():
        _refuse(draft, source, *_why(ended, limits, _last_words(draft)))
    checked = read_draft(draft)
    if any(issue.rule == "personal_data" for issue in checked.issues):
        _forget(draft, upload)
    return checked


def _is_there(path: Path) -> bool:
    """Whether the path is a file or a folder: devices and pipes may never end."""
    try:
        return path.is_file() or path.is_dir()
    except (OSError, ValueError):  # a name that no file can have
        return False


def _prepared(
    path: Path, draft: Path, base: Dataset | None, source: Source, limits: Limits
) -> tuple[Source, Path | None]:
    """The draft's folder made anew with a copy of the file; the copy (a folder stays where it is), None when too large."""
    draft.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft.chmod(0o700)
    for old in (REPORT, "job.json"):
        (draft / old).unlink(missing_ok=True)
    for old in ("tables", "raw"):
        shutil.rmtree(draft / old, ignore_errors=True)
    upload = draft / "upload"
    if path.is_dir():
        files = sorted(entry for entry in path.iterdir() if entry.is_file() and not entry.is_symlink())
        size, upload = sum(entry.stat().st_size for entry in files), path.resolve()
    else:
        files, size = [path], path.stat().st_size
    if size > limits.file_mb * MB:
        return source, None
    if not path.is_dir() and not (upload.exists() and path.samefile(upload)):
        shutil.copyfile(path, upload)
    sha = hashlib.sha256()
    for file in files:
        with file.open("rb") as stream:
            sha.update(
                hashlib.file_digest(stream, "sha256").digest()
                if path.is_dir()
                else b"".join(iter(lambda: stream.read(MB), b""))
            )
    if base:
        write_base(draft, base)
    return Source(source.name, sha.hexdigest()), upload


def _run(draft: Path, limits: Limits, progress: Progress | None) -> int | None:
    """How the child ended: its exit code, None when time ran out."""
    environment = {
        key: os.environ[key]
        for key in ("PATH", "LANG", "LD_LIBRARY_PATH", "TZ", "HOME", "PYTHONDONTWRITEBYTECODE")
        if key in os.environ
    }
    few = {"POLARS_MAX_THREADS": "2", "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "MALLOC_ARENA_MAX": "2"}
    with (draft / "child.log").open("wb") as log:
        child = subprocess.Popen(  # noqa: S603  (our own module, by the interpreter that runs us)
            [*_CHILD, str(draft)], cwd=ROOT, env=environment | few, stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE, stderr=log, start_new_session=True,
        )  # fmt: skip
    try:
        assert child.stdout is not None
        return _followed(child, child.stdout, time.monotonic() + limits.wall_seconds, progress)
    finally:
        _end(child)


def _followed(
    child: "subprocess.Popen[bytes]", pipe: IO[bytes], deadline: float, progress: Progress | None
) -> int | None:
    buffer = b""
    while (left := deadline - time.monotonic()) > 0:
        if not select.select([pipe], [], [], left)[0]:
            break
        got = os.read(pipe.fileno(), 65536)
        if not got:
            return child.wait(timeout=max(left, 0.1) + 10)
        *lines, buffer = (buffer + got)[-MB:].split(b"\n")
        for line in lines if progress else ():
            _relay(line, progress)
    return None


def _relay(line: bytes, progress: Progress | None) -> None:
    try:
        message = json.loads(line)
        step, done = printable(str(message["step"])), float(message["done"])
    except (ValueError, KeyError, TypeError):
        return  # what a library prints is no progress
    if progress:
        progress(step, done)


def _end(child: "subprocess.Popen[bytes]") -> None:
    """End the child and whatever it started, and let go of its pipe."""
    with suppress(ProcessLookupError, PermissionError):  # it has ended by itself
        os.killpg(child.pid, signal.SIGKILL)
    child.wait()
    if child.stdout:
        child.stdout.close()


def _last_words(draft: Path) -> bytes:
    try:
        return (draft / "child.log").read_bytes()[-100_000:]
    except OSError:
        return b""


def _why(ended: int | None, limits: Limits, output: bytes) -> tuple[str, str]:
    """The rule and the sentence for a child that ended without a report."""
    if ended is None or ended == -signal.SIGALRM:
        problem = t(
            "reading the file took longer than {limit} seconds (CPF_LIMIT_WALL_SECONDS). Split it.",
            limit=limits.wall_seconds,
        )
    elif ended in (-signal.SIGXCPU, -signal.SIGKILL):
        problem = t(
            "reading the file took more than {limit} seconds of work (CPF_LIMIT_CPU_SECONDS). Split it.",
            limit=limits.cpu_seconds,
        )
    elif ended == NO_MEMORY or _OUT_OF_MEMORY.search(output):
        problem = t(
            "reading the file took more than {limit} MB of memory (CPF_LIMIT_MEMORY_MB). Split it, or save it again.",
            limit=f"{limits.memory_mb:,}",
        )
    else:
        return "crashed", t(
            "the reader of files crashed on it ({how}); nothing else was touched. Open the file, save it again (tables as “CSV "
            "UTF-8”), and load that. If it crashes again, send the file to the dashboard's administrator.",
            how=_how(ended),
        )  # fmt: skip
    return "too_demanding", problem


def _how(ended: int) -> str:
    """What is known of a crash, for whoever looks after the dashboard."""
    with suppress(ValueError):
        return signal.Signals(-ended).name if ended < 0 else t("exit {code}", code=ended)
    return str(ended)


def _refuse(draft: Path, source: Source, rule: str, problem: str) -> None:
    message = t("{place}: {problem}", place=source.name, problem=problem)
    write_report(draft, (Fault(Severity.ERROR, "", None, "", rule, "", message),), source)


def _forget(draft: Path, upload: Path) -> None:
    """Details of people are not kept, not even in a draft, nor what was typed into its cells."""
    (draft / "job.json").unlink(missing_ok=True)
    if upload.parent == draft:
        upload.unlink(missing_ok=True)
    for part in draft.glob("part*.parquet"):
        part.unlink()


def read_draft(draft: Path) -> Checked:
    """The Checked of a draft, also after a restart.  ProgrammeError where the folder holds no whole one."""
    try:
        report = read_report(draft)
        dataset = _dataset(draft, report) if report.outcome in ("accept", "warn") else None
        return Checked(
            report.outcome, in_order(report.issues), dataset, report.tables, report.questions, report.source, draft, report.shape,
            report.recipe, report.corrections, report.long_sheet,
        )  # fmt: skip
    except (OSError, ValueError) as error:
        raise ProgrammeError(t("The draft cannot be read."), t("Load the file again.")) from error


def _dataset(draft: Path, report: Report) -> Dataset:
    from community_policing.dataset.typed_frames import empty_frame

    brought, scans = report.tables, _scans(report)
    tables = {}
    for name in TABLES:
        folder = "tables" if name in brought else "base"
        in_memory = name not in scans and (name in brought or report.has_base)
        tables[name] = read_table(draft, folder, name) if in_memory else empty_frame(TABLES[name])
    aside = {name: empty_frame(TABLES[name]) for name in TABLES}
    return Dataset(
        **vars(report.about), release=report.release,
        tables=MappingProxyType(tables), set_aside=MappingProxyType(aside), issues=report.kept, scans=MappingProxyType(scans),
    )  # fmt: skip


def _scans(report: Report) -> dict[str, Scan]:
    import numpy as np

    none = np.zeros(0, dtype=np.int32)
    return {name: Scan(Path(path), rows, none, first) for name, (path, rows, first) in report.scans.items()}
