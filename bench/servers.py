"""The servers that are measured, each on a free loopback port with a home of its own, and stopped whatever happens."""

import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import psutil

ROOT = Path(__file__).resolve().parent.parent
START_SECONDS = 60.0

# F runs this and nothing else: one widget to click, nothing to show.
EMPTY_PAGE = """import streamlit as st

st.selectbox("Governorate", [f"Governorate {number}" for number in range(1, 19)])
"""


@dataclass(frozen=True)
class Server:
    """A running server: where it answers, how long that took, and what it has used up."""

    host: str
    process: psutil.Process
    start_seconds: float

    @property
    def url(self) -> str:
        """The address of its first page, without a slash at the end."""
        return f"http://{self.host}"

    def cpu_seconds(self) -> float:
        """User and system time so far."""
        times = self.process.cpu_times()
        return float(times.user + times.system)

    def rss_mib(self) -> float:
        """Resident memory now."""
        return float(self.process.memory_info().rss) / 2**20


@contextmanager
def app(data: Path | None = None, settings: Mapping[str, str] | None = None) -> Iterator[Server]:
    """The dashboard as `make run` serves it: one process of uvicorn, our settings; with `data`, on that dataset first;
    with `settings`, those of the environment that name the releases."""
    command = [
        "-m",
        "uvicorn",
        "app:app",
        "--lifespan",
        "on",
        "--ws=community_policing.server.websocket:WideWindowProtocol",
        "--host",
        "127.0.0.1",
        "--port",
        "{port}",
        "--log-level",
        "warning",
    ]
    with (
        tempfile.TemporaryDirectory(prefix="bench-app-") as home,
        _started(
            [*command, "--no-access-log"],
            ROOT,
            Path(home),
            "/healthz",
            {**(settings or {}), **({"CPF_DATA": str(data)} if data else {})},
        ) as server,
    ):
        yield server


@contextmanager
def app_by_default() -> Iterator[Server]:
    """D: the same pages under plain `streamlit run`, started where no settings of ours are found."""
    with (
        tempfile.TemporaryDirectory(prefix="bench-default-") as home,
        _streamlit_run(
            ROOT / "community_policing" / "streamlit_app.py", Path(home), {"PYTHONPATH": str(ROOT)}
        ) as server,
    ):
        yield server


@contextmanager
def empty_page() -> Iterator[Server]:
    """F: an empty page under plain `streamlit run`."""
    with tempfile.TemporaryDirectory(prefix="bench-empty-") as home:
        script = Path(home) / "empty_page.py"
        script.write_text(EMPTY_PAGE, "utf-8")
        with _streamlit_run(script, Path(home), {}) as server:
            yield server


@contextmanager
def dash(app: str = "overview") -> Iterator[Server]:
    """A Dash application of `bench.peers` by gunicorn, which Dash's pages on deployment name: one process, as ours, with threads,
    and connections that stay open."""
    command = [
        "-m", "gunicorn", f"bench.peers.{app}:server", "--workers", "1", "--threads", "4", "--keep-alive", "75",
        "--bind", "127.0.0.1:{port}", "--log-level", "warning",
    ]  # fmt: skip
    with (
        tempfile.TemporaryDirectory(prefix="bench-dash-") as home,
        _started(command, ROOT, Path(home), "/_dash-layout") as server,
    ):
        (worker,) = server.process.children()  # what answers; gunicorn itself only watches it
        yield replace(server, process=worker)


@contextmanager
def _streamlit_run(script: Path, home: Path, extra: dict[str, str]) -> Iterator[Server]:
    """Default settings, but for what a measurement on loopback needs: no browser, no statistics to a stranger."""
    command = [
        "-m", "streamlit", "run", str(script), "--server.address", "127.0.0.1", "--server.port", "{port}",
        "--server.headless", "true", "--browser.gatherUsageStats", "false",
    ]  # fmt: skip
    with _started(command, folder=home, home=home, health="/_stcore/health", extra=extra) as server:
        yield server


@contextmanager
def _started(
    command: list[str], folder: Path, home: Path, health: str, extra: dict[str, str] | None = None
) -> Iterator[Server]:
    """Starts Python with that command, waits for the first healthy answer, and stops it at the end."""
    port = free_port()
    inherited = {k: v for k, v in os.environ.items() if not k.startswith(("STREAMLIT_", "CPF_", "UVICORN_", "PYTHON"))}
    log = home / "server.log"
    with log.open("wb") as output:
        began = time.perf_counter()
        child = subprocess.Popen(
            [sys.executable, *(part.format(port=port) for part in command)], cwd=folder, stdout=output, stderr=output,
            env=inherited | {"HOME": str(home)} | (extra or {}),
        )  # fmt: skip
        try:
            host = f"127.0.0.1:{port}"
            _wait_for(f"http://{host}{health}", child, log)
            yield Server(host, psutil.Process(child.pid), time.perf_counter() - began)
        finally:
            child.terminate()
            try:
                child.wait(10)
            except subprocess.TimeoutExpired:
                child.kill()
                child.wait(10)


def _wait_for(address: str, child: "subprocess.Popen[bytes]", log: Path) -> None:
    end = time.monotonic() + START_SECONDS
    while time.monotonic() < end and child.poll() is None:
        try:
            with urlopen(address, timeout=2) as answer:  # noqa: S310 - our own loopback address
                if answer.status == 200:
                    return
        except (URLError, OSError):
            time.sleep(0.02)
    tail = log.read_text("utf-8", "replace")[-2000:]
    raise RuntimeError(f"The server did not answer at {address} within {START_SECONDS:.0f} s. Its last words:\n{tail}")


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
