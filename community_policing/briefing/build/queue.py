"""Build queue of briefing outputs: one at a time, each by a process of low priority, while readers go on clicking."""

import atexit
import logging
import os
import queue
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import Future, wait
from contextvars import copy_context
from functools import cache
from threading import Lock, Thread
from typing import Literal, TypeAlias

from community_policing.briefing import snapshot
from community_policing.briefing.build.cache import OutputCache
from community_policing.briefing.build.worker import REFUSED, SECONDS
from community_policing.briefing.model import Briefing
from community_policing.core.i18n import ProgrammeError, t
from community_policing.core.paths import ROOT
from community_policing.core.safe_text import printable

State: TypeAlias = Literal["waiting", "building", "ready", "failed"]
WAITING = 20  # requests that may wait; more are told to come again
REMEMBERED = 64  # jobs that are done and still known
_WORKER = (sys.executable, "-m", "community_policing.briefing.build.worker")
_KEPT = ("PATH", "LANG", "LD_LIBRARY_PATH", "TZ", "HOME", "TMPDIR", "XDG_CACHE_HOME")
_FEW = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "RAYON_NUM_THREADS": "1", "MALLOC_ARENA_MAX": "2"}
_log = logging.getLogger(__name__)


class Job:
    """One output that was asked for; `file` comes to what reads it, once it is built."""

    def __init__(self, briefing: Briefing, key: str) -> None:
        self.briefing, self.key = briefing, key
        self.file = Future[Callable[[], bytes | None]]()

    @property
    def state(self) -> State:
        """Where it stands."""
        if not self.file.done():
            return "building" if self.file.running() else "waiting"
        return "failed" if self.reason else "ready"

    @property
    def reason(self) -> str:
        """Why it failed; "" where it did not."""
        if self.file.cancelled():
            return _stopped()
        return printable(str(self.file.exception() or ""), 500) if self.file.done() else ""

    def content(self) -> bytes:
        """The file.  ProgrammeError where it is not ready, or is kept no more."""
        data = self.file.result()() if self.state == "ready" else None
        if data is None:
            raise ProgrammeError(
                t("This file does not exist: it was not built, or has been removed."), t("Build it again.")
            )
        return data

    def wait(self, seconds: float) -> State:
        """The state, once it is ready or has failed, or so many seconds later."""
        wait([self.file], seconds)
        return self.state


class BuildQueue:
    """Takes requests for outputs.  `ask` never waits for one to be built; `close` ends what is being built."""

    def __init__(self, built: OutputCache | None = None, within: float = SECONDS, waiting: int = WAITING) -> None:
        self._built, self._within = built or OutputCache(), within
        self._jobs: dict[tuple[str, str, str], Job] = {}
        self._queue: queue.Queue[Job] = queue.Queue(waiting)
        self._lock = Lock()
        self._thread = Thread(target=copy_context().run, args=(self._work,), name="build queue", daemon=True)
        self._process: subprocess.Popen[bytes] | None = None

    def ask(self, briefing: Briefing, key: str) -> Job:
        """The job that builds that output of a frozen briefing: the same one however often it is asked for, another one
        where it failed or its file is kept no more.  ProgrammeError where too many wait already."""
        name = (briefing.id, briefing.sha256, key)
        with self._lock:
            job = self._jobs.get(name)
            if job and (not job.file.done() or (job.state == "ready" and job.file.result()() is not None)):
                return job
            job = Job(briefing, key)
            if self._built.holds(briefing, key):
                job.file.set_result(lambda: self._built.read(briefing, key))
            else:
                self._enqueue(job)
            self._jobs.pop(name, None)
            self._jobs[name] = job  # the last
            done = [name for name, each in self._jobs.items() if each.file.done()]
            for name in done[: max(len(self._jobs) - REMEMBERED, 0)]:
                del self._jobs[name]
        return job

    def close(self) -> None:
        """End what is being built; what waits fails."""
        with self._lock:
            for job in self._jobs.values():
                job.file.cancel()
        process = self._process
        if process:
            process.kill()
            process.wait()

    @property
    def pid(self) -> int | None:
        """The process, while there is one."""
        return self._process.pid if self._process else None

    def _enqueue(self, job: Job) -> None:
        try:
            self._queue.put_nowait(job)
        except queue.Full as error:
            raise ProgrammeError(t("Many files are being built just now."), t("Ask again in a minute.")) from error
        if not self._thread.ident:
            self._thread.start()

    def _work(self) -> None:
        while True:
            job = self._queue.get()
            if job.file.set_running_or_notify_cancel():
                try:
                    job.file.set_result(self._stored(job, self._output(job)))
                except Exception as error:  # this job fails, the next is built
                    _log.warning("An output could not be built: %s", error)
                    job.file.set_exception(error)

    def _stored(self, job: Job, data: bytes) -> Callable[[], bytes | None]:
        cached = self._built.keep(job.briefing, job.key, data)
        return (lambda: self._built.read(job.briefing, job.key)) if cached else (lambda: data)

    def _output(self, job: Job) -> bytes:
        """What the process writes.  RuntimeError with the reason where it could not, was stopped or took too long."""
        environment = {name: os.environ[name] for name in _KEPT if name in os.environ}
        self._process = subprocess.Popen(  # noqa: S603  (our own module, by the interpreter that runs us)
            [*_WORKER, job.key], cwd=ROOT, env=environment | _FEW | {"PYTHONDONTWRITEBYTECODE": "1"},
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, start_new_session=True,
        )  # fmt: skip
        with self._process as process:
            try:
                data, _ = process.communicate(snapshot.as_json(job.briefing).encode(), self._within)
            except subprocess.TimeoutExpired:
                data = b""
            finally:
                process.kill()
                self._process = None
        if process.returncode == 0:
            return data
        refused = process.returncode == REFUSED
        raise RuntimeError(data.decode("utf-8", "replace") if refused else _stopped())


def _stopped() -> str:
    return t("The process that builds files was stopped, or took too long.")


@cache
def build_queue() -> BuildQueue:
    """The queue of this process, which ends what it builds when the server ends."""
    shared = BuildQueue()
    atexit.register(shared.close)
    return shared
