"""The dashboard as readers meet it: one uvicorn process on a free port of this machine."""

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
NO_RELEASES = ROOT / ".cache" / "no-releases"  # whatever was published on this machine, tests see the shipped data


def chromium() -> str:
    """Where this machine's Chromium is; RuntimeError that says what to install where there is none."""
    for name in ("chromium", "chromium-browser", "google-chrome"):
        if found := shutil.which(name):
            return found
    raise RuntimeError("The browser tests need Chromium: sudo apt-get install chromium")


def free_port() -> int:
    """A port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def serving(environment: Mapping[str, str] | None = None, port: int = 0) -> Iterator[str]:
    """Starts a cold server, yields its address, stops it; on a `port` where a page waits for it to come back.  RuntimeError
    when it does not answer within 60 s."""
    port = port or free_port()
    command = [
        sys.executable,
        "-m",
        "uvicorn",
        "app:app",
        "--lifespan=on",  # or uvicorn would serve all the same where what begins with the server fails
        "--ws=community_policing.server.websocket:WideWindowProtocol",
        "--port",
        str(port),
        "--log-level",
        "warning",
        "--no-access-log",
    ]
    process = subprocess.Popen(
        command, cwd=ROOT, env={**os.environ, "CPF_RELEASES": str(NO_RELEASES), **(environment or {})}
    )
    address = f"http://127.0.0.1:{port}"
    try:
        wait_until_healthy(address)
        yield address
    finally:
        process.terminate()
        process.wait(20)


def wait_until_healthy(address: str, seconds: float = 60) -> None:
    """Returns once /healthz answers."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        try:
            with urllib.request.urlopen(address + "/healthz", timeout=2) as answer:
                if answer.status == 200:
                    return
        except OSError:
            time.sleep(0.05)
    raise RuntimeError(f"{address} did not answer within {seconds} s")
