"""The process that reads hostile files: `python -m community_policing.dataset.intake.child DRAFT`.  It limits itself first."""

import gc
import json
import os
import resource
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any


def main(draft: Path) -> None:
    """Do the job that draft/job.json describes; progress goes to stdout, a JSON object a line."""
    job = json.loads((draft / "job.json").read_text("utf-8"))
    _limit(job["limits"])
    gc.disable()  # the process ends before cycles come to much; looking for them among a million cells takes a fifth of the time
    work(draft, job["language"], lambda step, done: print(json.dumps({"step": step, "done": done}), flush=True))


def work(draft: Path, language: str, progress: Callable[[str, float], None]) -> None:
    """Check the file; what a check needs is imported once the limits hold."""
    from community_policing.core.i18n import speaking
    from community_policing.dataset.intake.checker import Check, job_of

    with speaking(language):
        Check(job_of(draft), progress).run()


def _limit(limits: dict[str, Any]) -> None:
    """Memory, CPU time, wall time, core files and the size of what is written, all by the kernel."""
    os.umask(0o077)
    memory = limits["memory_mb"] * 1024**2
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (limits["cpu_seconds"], limits["cpu_seconds"] + 1))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (4 * 1024**3, 4 * 1024**3))
    signal.alarm(limits["wall_seconds"] + 5)  # should the parent be gone


if __name__ == "__main__":
    try:
        main(Path(sys.argv[1]))
    except MemoryError:
        sys.exit(70)
