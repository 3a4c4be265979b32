"""What the tests of sending run in processes of their own, so that they can be killed."""

import os
import time
from multiprocessing.connection import Connection as Pipe

from community_policing.briefing.mail import sender
from community_policing.briefing.mail.letter import Letter, Source
from community_policing.briefing.mail.sender import Sender
from community_policing.briefing.mail.subscriptions import Subscription
from community_policing.dataset.releases import open_releases
from tests.briefing.mail.mail_server import SENDER


def short_letter(_of: Subscription, source: Source, *_: object) -> Letter:
    """A letter that takes no time to make."""
    told = source.history[0].number
    return Letter(f"Release {told}", (("New", ("a line",)),), ("Today",), "", ("http://localhost/alerts", "Open"), told)


def send_for_ever(url: str, files: str, port: str, patience: str, pipe: Pipe) -> None:
    """Send what is due, again and again, until killed; says so when it begins."""
    os.environ |= {
        "CPF_SMTP_HOST": "127.0.0.1", "CPF_SMTP_PORT": port, "CPF_SMTP_SECURITY": "none", "CPF_SMTP_SENDER": SENDER,
        "CPF_PUBLIC_ADDRESS": "http://localhost",
    }  # fmt: skip
    sender.letter = short_letter
    releases = open_releases(url, files)
    pipe.send("begins")
    while True:
        Sender(releases, lambda *_: None, patience=float(patience)).run()  # type: ignore[arg-type, return-value]
        time.sleep(0.02)
