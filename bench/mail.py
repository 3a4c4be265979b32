"""Mail: a publication that 500 subscriptions are told of, and what a reader's click costs meanwhile."""

import asyncio
import os
import statistics
import subprocess
import sys
import tempfile
import time
from itertools import cycle

import psutil

from bench import clicks, servers
from bench.readers import Reader
from bench.report import Figure
from community_policing.briefing.mail import subscriptions
from community_policing.core.paths import DATA
from community_policing.dataset.load import load
from community_policing.dataset.releases import Releases, Source, open_releases
from community_policing.protect.policy import Role, User

MANY = 500
WITHIN_S = 300.0
IN_A_ROW = 8  # clicks
WARM_S = 15.0  # in which the reader has seen every choice of the new release
OWN = {Role.CHIEF: {}, Role.FIELD: {"governorates": ("IQG15",)}, Role.DONOR: {"grants": ("DE",)}}
WHAT = (("alerts", False), ("briefing:donor", True))


async def figures() -> list[Figure]:
    """Half of them alerts, half a briefing with its PDF, for three roles; by a mail server of another process."""
    port = servers.free_port()
    with tempfile.TemporaryDirectory(prefix="bench-mail-") as folder:
        settings = {
            "CPF_RELEASES": folder, "CPF_SMTP_HOST": "127.0.0.1", "CPF_SMTP_PORT": str(port), "CPF_SMTP_SECURITY": "none",
            "CPF_SMTP_SENDER": "dashboard@example.org", "CPF_PUBLIC_ADDRESS": "http://127.0.0.1",
        }  # fmt: skip
        releases = open_releases(f"sqlite:///{folder}/registry.sqlite", f"{folder}/tables")
        _publish(releases, "public_record")
        taken = [sys.executable, "-m", "aiosmtpd", "-n", "-l", f"127.0.0.1:{port}", "-c", "aiosmtpd.handlers.Sink"]
        # Elsewhere in earnest: here it takes no time from the server
        sink = subprocess.Popen(["nice", "-n", "19", *taken], env=os.environ, stderr=subprocess.DEVNULL)
        try:
            with servers.app(settings=settings) as server:
                async with Reader(server.host) as reader:
                    return await _measured(reader, releases, server.process)
        finally:
            sink.kill()
            sink.wait()


async def _measured(reader: Reader, releases: Releases, server: psutil.Process) -> list[Figure]:
    """Clicks while the sender works, in turn with clicks while it is held still: what else the machine does is in both."""
    await asyncio.to_thread(_subscribe, releases)
    await asyncio.to_thread(_publish, releases, "demonstration")
    choices, began, busy, idle = clicks.asked_before(reader.options), time.monotonic(), list[float](), list[float]()
    while (sent := _sent(releases)) < MANY and time.monotonic() - began < WITHIN_S:
        sender = _sender(server)
        if sender is None or time.monotonic() - began < WARM_S:
            await _click(reader, next(choices))
            continue
        sender.suspend()
        idle += [await _click(reader, next(choices)) for _ in range(IN_A_ROW)]
        sender.resume()
        busy += [await _click(reader, next(choices)) for _ in range(IN_A_ROW)]
    if sent < MANY:
        raise RuntimeError(f"{sent} of {MANY} mails were sent within {WITHIN_S:.0f} s.")
    half, slowed = statistics.median(idle) * 1e3, statistics.median(busy) * 1e3
    return [
        Figure("Mail", f"{MANY} mails after a publication, sent half of the time", time.monotonic() - began, "s"),
        Figure("Mail", f"a reader's click meanwhile ({len(busy)} clicks)", slowed, "ms", ("idle", half), 1.2),
    ]


def _sender(server: psutil.Process) -> psutil.Process | None:
    """The sender that the server has started, while there is one."""
    try:
        return next((each for each in server.children() if "mail" in each.cmdline()), None)
    except psutil.NoSuchProcess:
        return None


async def _click(reader: Reader, choice: tuple[str, ...]) -> float:
    """What a click takes, after a pause as readers make them."""
    await asyncio.sleep(0.1)
    return await reader.click(choice)


def _publish(releases: Releases, name: str) -> None:
    current = releases.current()
    source, base = Source(name, "0" * 64), current.number if current else None
    releases.publish(load(DATA / name), note="next", by="bench", source=source, base=base, effect={})


def _subscribe(releases: Releases) -> None:
    made = cycle((role, what, pdf) for role in OWN for what, pdf in WHAT)
    for place, (role, what, pdf) in zip(range(MANY), made, strict=False):
        user = User(f"reader {place}", role, **OWN[role])
        address = f"reader{place}@example.org"
        subscriptions.subscribe(releases.mail, user, address, what, "once", pdf=pdf, told=1, by_operator=True)


def _sent(releases: Releases) -> int:
    return sum(mail["state"] == "sent" for mail in releases.mail.mails(10 * MANY))
