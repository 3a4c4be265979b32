"""Replicas of the dashboard behind nginx, with the configuration that ships: for the load, and for the test that kills one."""

import os
import shutil
import socket
import ssl
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

ROOT = Path(__file__).resolve().parent.parent
SHIPPED = ROOT / "deploy" / "nginx" / "cpf.conf"
START_SECONDS = 60.0
_AROUND = """pid {folder}/nginx.pid;
error_log {folder}/error.log warn;
worker_processes 1;
{user}
events {{ worker_connections 1024; }}
http {{
    include /etc/nginx/mime.types;
    access_log off;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    include {folder}/cpf.conf;
}}
"""


@dataclass(frozen=True)
class Behind:
    """What stands: nginx's address with TLS and without, each replica's process by its port, and nginx's own."""

    url: str
    plain: str
    replicas: Mapping[int, "subprocess.Popen[bytes]"]
    server: int

    def kill(self, port: int) -> None:
        """Ends a replica as a crash does."""
        self.replicas[port].kill()
        self.replicas[port].wait(10)


def nginx() -> str:
    """Where nginx is; "" where there is none."""
    return shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin") or ""


@contextmanager
def behind_nginx(folder: Path, settings: Mapping[str, str], number: int = 2) -> Iterator[Behind]:
    """Starts replicas that share `folder`/releases, and nginx before them; stops all.  RuntimeError when one does not start."""
    tls, plain, *ports = _free_ports(2 + number)
    _configure(folder, tls, plain, ports)
    own = {"CPF_RELEASES": str(folder / "releases"), "CPF_PUBLIC_ADDRESS": f"https://localhost:{tls}", **settings}
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("CPF_", "UVICORN_"))} | own
    command = [
        sys.executable,
        "-m",
        "uvicorn",
        "app:app",
        "--lifespan=on",  # or uvicorn would serve all the same where what begins with the server fails
        "--ws=community_policing.server.websocket:WideWindowProtocol",
        "--host",
        "127.0.0.1",
        "--log-level",
        "warning",
        "--no-access-log",
    ]
    started: dict[int, subprocess.Popen[bytes]] = {}
    with (folder / "replicas.log").open("wb") as log:
        try:
            for port in ports:
                each = [*command, "--port", str(port)]
                started[port] = subprocess.Popen(each, cwd=ROOT, env=environment, stdout=log, stderr=log)
            for port in ports:
                _wait_for(f"http://127.0.0.1:{port}/healthz")
            server = [nginx(), "-p", str(folder), "-c", str(folder / "nginx.conf")]
            started[tls] = subprocess.Popen([*server, "-g", "daemon off;"], stdout=log, stderr=log)
            _wait_for(f"https://localhost:{tls}/healthz")
            replicas = {port: started[port] for port in ports}
            yield Behind(f"https://localhost:{tls}", f"http://localhost:{plain}", replicas, started[tls].pid)
        finally:
            for process in started.values():
                process.terminate()
            for process in started.values():
                process.wait(20)


def checked(folder: Path) -> str:
    """What `nginx -t` says of the shipped configuration; RuntimeError where it refuses it."""
    tls, plain = _free_ports(2)
    _configure(folder, tls, plain, [8501, 8502])
    command = [nginx(), "-t", "-p", str(folder), "-c", str(folder / "nginx.conf")]
    said = subprocess.run(command, capture_output=True, text=True, check=False)
    if said.returncode:
        raise RuntimeError(said.stderr)
    return said.stderr


def unverified() -> ssl.SSLContext:
    """TLS to the certificate that was made for this run."""
    context = ssl.create_default_context()
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    return context


def _configure(folder: Path, tls: int, plain: int, ports: list[int]) -> None:
    """The shipped file with the lines changed that its reader is told to change, and this run's ports."""
    (folder / "releases").mkdir(parents=True, exist_ok=True)
    make = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost"]
    files = ["-keyout", str(folder / "privkey.pem"), "-out", str(folder / "fullchain.pem")]
    subprocess.run([*make, *files], check=True, capture_output=True)
    changes = {
        "listen 80 default_server": f"listen 127.0.0.1:{plain} default_server",
        "listen 443 ssl": f"listen 127.0.0.1:{tls} ssl",
        "https://dashboard.example.org": f"https://localhost:{tls}",
        "dashboard.example.org": "localhost",
        "/etc/ssl/cpf": str(folder),
        "/opt/cpf": str(ROOT),
        **{f"127.0.0.1:{8501 + place}": f"127.0.0.1:{port}" for place, port in enumerate(ports)},
        **({"    server 127.0.0.1:8502 max_fails=1 fail_timeout=5s;\n": ""} if len(ports) == 1 else {}),
    }
    text = SHIPPED.read_text("utf-8")
    for shipped, changed in changes.items():
        if shipped not in text:
            raise RuntimeError(f"{SHIPPED} has no {shipped!r} any more")
        text = text.replace(shipped, changed)
    (folder / "cpf.conf").write_text(text, "utf-8")
    user = "user root;" if os.getuid() == 0 else ""
    (folder / "nginx.conf").write_text(_AROUND.format(folder=folder, user=user), "utf-8")


def _wait_for(address: str) -> None:
    end = time.monotonic() + START_SECONDS
    while time.monotonic() < end:
        try:
            with urlopen(address, timeout=2, context=unverified() if address.startswith("https") else None) as answer:  # noqa: S310
                if answer.status == 200:
                    return
        except (URLError, OSError):
            time.sleep(0.05)
    raise RuntimeError(f"{address} did not answer within {START_SECONDS:.0f} s")


def _free_ports(number: int) -> list[int]:
    probes = [socket.socket() for _ in range(number)]
    for probe in probes:
        probe.bind(("127.0.0.1", 0))
    ports = [int(probe.getsockname()[1]) for probe in probes]
    for probe in probes:
        probe.close()
    return ports
