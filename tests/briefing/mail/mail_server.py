"""A real SMTP server on this machine that keeps what it takes, and can refuse, be slow, and drop the talk."""

import asyncio
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage
from ssl import SSLContext
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from community_policing.core.settings import Smtp

SENDER = "dashboard@example.org"


class MailServer:
    """What it took, in order; and what it does: `slow` seconds before it says that it took a mail, answers instead of 250 (to a
    recipient, to a mail; each is said once where it is in `once`), and how many talks it drops without taking the mail."""

    def __init__(self) -> None:
        self.taken: list[tuple[str, bytes]] = []
        self.slow = 0.0
        self.to_recipient: dict[str, str] = {}
        self.to_mail: list[str] = []
        self.drops = 0
        self._controller: Controller | None = None
        self.port = 0

    @property
    def recipients(self) -> Counter[str]:
        """How many mails each address got."""
        return Counter(address for address, _ in self.taken)

    def messages(self) -> list[EmailMessage]:
        """What it took, read."""
        return [message_from_bytes(data, policy=policy.default) for _, data in self.taken]  # type: ignore[misc]

    def settings(self) -> Smtp:
        """How to send by it."""
        return Smtp(host="127.0.0.1", port=self.port, security="none", sender=SENDER)

    async def handle_RCPT(  # noqa: N802  aiosmtpd's name
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _options: Any
    ) -> str:
        """Take or refuse a recipient."""
        if answer := self.to_recipient.get(address):
            return answer
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802
        """Take a mail at once, as a server does that has it on disk, and say so when it likes."""
        if self.drops:
            self.drops -= 1
            server.transport.abort()
            return "451 gone"
        if self.to_mail:
            return self.to_mail.pop(0)
        assert isinstance(envelope.content, bytes)
        self.taken += [(address, envelope.content) for address in envelope.rcpt_tos]
        await asyncio.sleep(self.slow)
        return "250 OK"

    def start(self, port: int = 0, starttls: SSLContext | None = None, tls: SSLContext | None = None) -> None:
        """Begin to answer; with a context by TLS alone."""
        safe: dict[str, Any] = {"tls_context": starttls, "require_starttls": True} if starttls else {"ssl_context": tls}
        self._controller = Controller(self, hostname="127.0.0.1", port=port or free_port(), **safe)
        self._controller.start()
        self.port = self._controller.port

    def stop(self) -> None:
        """Answer no more."""
        if self._controller:
            self._controller.stop()
        self._controller = None


def free_port() -> int:
    """A port that nothing listens on."""
    import socket

    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextmanager
def mail_server() -> Iterator[MailServer]:
    """One that answers within the block."""
    server = MailServer()
    server.start()
    try:
        yield server
    finally:
        server.stop()
