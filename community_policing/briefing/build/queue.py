"""The workshop: one process of low priority that builds outputs, one after the other, while readers go on clicking.

It is started by the first request, ends with the server, and is started anew when it was killed.  What it has built lies in
a folder of its own (`built.py`).
"""

import atexit
import logging
import os
import subprocess
import sys
from collections import OrderedDict, deque
from collections.abc import Callable
from contextlib import suppress
from contextvars import copy_context
from functools import cache
from multiprocessing import Pipe
from multiprocessing.connection import Connection
from threading import Condition, Lock, Thread
from typing import Literal, TypeAlias

from community_policing.briefing import snapshot
from community_policing.briefing.build.cache import OutputCache
from community_policing.briefing.build.worker import BUILT
from community_policing.briefing.model import Briefing
from community_policing.core.i18n import ProgrammeError, t
from community_policing.core.paths import ROOT
from community_policing.core.safe_text import printable

State: TypeAlias = Literal["waiting", "building", "ready", "failed"]
WAITING = 20  # requests that may wait; more are told to come again
REMEMBERED = 64  # jobs that are done and still known
WITHIN = 180.0  # seconds that one output may take
_WORKER = (sys.executable, "-m", "community_policing.briefing.build.worker")
_KEPT = ("PATH", "LANG", "LD_LIBRARY_PATH", "TZ", "HOME", "TMPDIR", "XDG_CACHE_HOME")
_FEW = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "RAYON_NUM_THREADS": "1", "MALLOC_ARENA_MAX": "2"}
_log = logging.getLogger(__name__)


class Job:
    """One output that was asked for.  `state` goes from waiting over building to ready or failed; `reason` says why it failed."""

    def __init__(self, briefing: Briefing, key: str) -> None:
        self.briefing, self.key = briefing, key
        self.state: State = "waiting"
        self.reason = ""
        self._content: Callable[[], bytes | None] = lambda: None
        self._done = Condition()

    def content(self) -> bytes:
        """The file.  ProgrammeError where it is not ready, or is kept no more."""
        data = self._content() if self.state == "ready" else None
        if data is None:
            raise ProgrammeError(
                t("This file is not there: it was not built, or is kept no more."), t("Build it again.")
            )
        return data

    def wait(self, seconds: float) -> State:
        """The state, once it is ready or has failed, or so many seconds later."""
        with self._done:
            self._done.wait_for(lambda: self.state in ("ready", "failed"), seconds)
        return self.state

    def ready(self, content: Callable[[], bytes | None]) -> None:
        """The file is built, and can be had from there."""
        self._content = content
        self._ended("ready")

    def failed(self, reason: str) -> None:
        """It cannot be had; asked for again it is another job."""
        self.reason = reason
        self._ended("failed")

    def _ended(self, state: State) -> None:
        with self._done:
            self.state = state
            self._done.notify_all()


class BuildQueue:
    """Takes requests for outputs.  `ask` never waits for one to be built; `close` ends the process."""

    def __init__(self, built: OutputCache | None = None, within: float = WITHIN) -> None:
        self._built, self._within = built or OutputCache(), within
        self._jobs: OrderedDict[tuple[str, str, str], Job] = OrderedDict()
        self._queue: deque[Job] = deque()
        self._guard = Lock()
        self._wanted = Condition(self._guard)
        self._thread: Thread | None = None
        self._process: subprocess.Popen[bytes] | None = None
        self._line: Connection | None = None

    def ask(self, briefing: Briefing, key: str) -> Job:
        """The job that builds that output of a frozen briefing: the same one however often it is asked for, another one
        where it failed or its file is kept no more.  ProgrammeError where too many wait already."""
        name = (briefing.id, briefing.sha256, key)
        with self._guard:
            job = self._jobs.get(name)
            if job and (job.state in ("waiting", "building") or self._there(job)):
                return job
            job = Job(briefing, key)
            if self._there(job):
                job.ready(lambda: self._built.read(briefing, key))
            else:
                self._enqueue(job)
            self._jobs[name] = job
            self._jobs.move_to_end(name)
            self._forget()
        return job

    def close(self) -> None:
        """End the process; what waits fails."""
        with self._guard:
            waiting, self._queue = list(self._queue), deque()
        for job in waiting:
            job.failed(_stopped())
        self._end()

    @property
    def pid(self) -> int | None:
        """The process, while there is one."""
        return self._process.pid if self._process else None

    def _there(self, job: Job) -> bool:
        if job.state == "failed":
            return False
        return self._built.holds(job.briefing, job.key) or (job.state == "ready" and job._content() is not None)

    def _enqueue(self, job: Job) -> None:
        if len(self._queue) >= WAITING:
            raise ProgrammeError(t("Many files are being built just now."), t("Ask again in a minute."))
        self._queue.append(job)
        self._wanted.notify()
        if self._thread is None:
            self._thread = Thread(target=copy_context().run, args=(self._work,), name="workshop", daemon=True)
            self._thread.start()

    def _forget(self) -> None:
        done = [name for name, job in self._jobs.items() if job.state in ("ready", "failed")]
        for name in done[: max(len(self._jobs) - REMEMBERED, 0)]:
            del self._jobs[name]

    def _work(self) -> None:
        while True:
            with self._guard:
                self._wanted.wait_for(lambda: self._queue)
                job = self._queue.popleft()
                job.state = "building"
            try:
                self._build(job)
            except Exception as error:  # whatever nobody foresaw: this job fails, the next is built
                _log.exception("An output could not be built.")
                job.failed(printable(f"{type(error).__name__}: {error}", 300))
                self._end()

    def _build(self, job: Job) -> None:
        answer = self._asked(job)
        if answer is None:
            self._end()
            job.failed(_stopped())
        elif not answer.startswith(BUILT):
            job.failed(printable(answer[1:].decode("utf-8", "replace"), 500))
        else:
            data = answer[1:]
            cached = self._built.keep(job.briefing, job.key, data)
            job.ready((lambda: self._built.read(job.briefing, job.key)) if cached else (lambda: data))

    def _asked(self, job: Job) -> bytes | None:
        """What the process answers; None where it ended, or took too long."""
        line = self._line if self._process and self._process.poll() is None else None
        line = line or self._started()
        try:
            line.send_bytes(job.key.encode())
            line.send_bytes(snapshot.as_json(job.briefing).encode())
            return line.recv_bytes() if line.poll(self._within) else None
        except (EOFError, OSError):
            return None

    def _started(self) -> Connection:
        self._end()
        here, there = Pipe()
        environment = {name: os.environ[name] for name in _KEPT if name in os.environ}
        self._process = subprocess.Popen(  # noqa: S603  (our own module, by the interpreter that runs us)
            [*_WORKER, str(there.fileno())], cwd=ROOT, env=environment | _FEW | {"PYTHONDONTWRITEBYTECODE": "1"},
            stdin=subprocess.DEVNULL, stdout=2, pass_fds=[there.fileno()], start_new_session=True,
        )  # fmt: skip
        there.close()
        self._line = here
        atexit.register(self._end)
        return here

    def _end(self) -> None:
        process, line, self._process, self._line = self._process, self._line, None, None
        if line:
            line.close()
        if process:
            with suppress(ProcessLookupError):
                process.kill()
            process.wait()
            atexit.unregister(self._end)


def _stopped() -> str:
    return t("The process that builds files was stopped, or took too long.")


@cache
def shared() -> BuildQueue:
    """The workshop of this process."""
    return BuildQueue()
