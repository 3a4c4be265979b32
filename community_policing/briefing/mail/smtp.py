"""SMTP: hands a message over so that it is on record before the mail server takes it.

A server takes a message with the last line of it, the dot: everything before that is handed over first, then the registry is
told, then the dot follows.  Whoever is ended before the dot has sent nothing; after it, the mail server has the mail.
"""

import re
import smtplib
import socket
import ssl
from collections.abc import Callable
from contextlib import suppress
from typing import Self

from community_policing.core.i18n import ProgrammeError, t
from community_policing.core.settings import Smtp

TIMEOUT_S = 60.0  # of each answer
TAKEN_WITHIN_S = 600.0  # of the last one, over which a server may look into the mail (RFC 5321, 4.5.3.2.6)
_PERMANENT = 500
_THIS_MACHINE = ("127.0.0.1", "::1", "localhost")


class MailServerAway(Exception):  # noqa: N818  as a reader of the code says it
    """The mail server cannot be reached, or ended the talk without taking the mail: all is to be tried again."""


class MailDeferred(Exception):  # noqa: N818
    """The mail server does not take this mail now."""


class MailRejected(Exception):  # noqa: N818
    """The mail server will never take this mail; `recipient`: because of whom it is for."""

    def __init__(self, reason: str, *, recipient: bool) -> None:
        super().__init__(reason)
        self.recipient = recipient


class SmtpWay:
    """A talk with the mail server over which many mails go; after a failure the next mail begins another."""

    def __init__(self, settings: Smtp, timeout: float = TIMEOUT_S, taken_within: float = TAKEN_WITHIN_S) -> None:
        self._settings, self._timeout, self._taken_within = settings, timeout, taken_within
        self._server: smtplib.SMTP | None = None
        self._used = False  # whether a mail went over this talk

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._server is not None:
            with suppress(OSError, smtplib.SMTPException):
                self._server.quit()
        self._server = None

    def send(self, recipient: str, message: bytes, on_record: Callable[[Callable[[], None]], bool]) -> bool:
        """Hand a message over; False, and nothing was sent, where `on_record` does not allow it, which else calls what sends
        the dot.

        MailServerAway, MailDeferred and MailRejected say that the server did not take it."""
        try:
            try:
                server = self._offered(recipient, message)
            except (OSError, smtplib.SMTPException):
                if not self._used:
                    raise
                self._drop()  # a server may end a talk that was silent for long
                server = self._offered(recipient, message)
            if not on_record(lambda: self._dot(server)):
                self._drop()
                return False
            self._answered(server)
        except (OSError, smtplib.SMTPException) as error:
            self._drop()
            raise MailServerAway(f"{type(error).__name__}: {error}") from error
        except BaseException:
            self._drop()  # no dot follows: what was handed over is no mail
            raise
        self._used = True
        return True

    def _offered(self, recipient: str, message: bytes) -> smtplib.SMTP:
        """Hand over all but the dot."""
        server = self._talk()
        self._refuse(*server.mail(self._settings.sender), recipient=False)
        self._refuse(*server.rcpt(recipient), recipient=True)
        code, reason = server.docmd("DATA")
        self._refuse(code, reason, recipient=False)
        server.send(_dotted(message))
        return server

    def _dot(self, server: smtplib.SMTP) -> None:
        assert server.sock is not None
        server.sock.sendall(b".\r\n")

    def _answered(self, server: smtplib.SMTP) -> None:
        """Wait for what the server says to the dot."""
        assert server.sock is not None
        server.sock.settimeout(self._taken_within)
        code, reason = server.getreply()
        server.sock.settimeout(self._timeout)
        self._refuse(code, reason, recipient=False)

    def _refuse(self, code: int, reason: bytes, *, recipient: bool) -> None:
        words = f"{code} {reason.decode('utf-8', 'replace')}"
        if code == 421:
            raise smtplib.SMTPServerDisconnected(words)
        if code >= _PERMANENT:
            raise MailRejected(words, recipient=recipient)
        if code >= 400 or code < 0:
            raise MailDeferred(words)

    def _talk(self) -> smtplib.SMTP:
        if self._server is None:
            given = self._settings
            safe, own = ssl.create_default_context(), socket.gethostname()  # a whole name would be looked up
            if given.security == "tls":
                server: smtplib.SMTP = smtplib.SMTP_SSL(
                    given.host, given.port, local_hostname=own, timeout=self._timeout, context=safe
                )
            else:
                server = smtplib.SMTP(given.host, given.port, own, self._timeout)
            self._server = server
            server.ehlo_or_helo_if_needed()
            if given.security == "starttls":
                server.starttls(context=safe)
                server.ehlo()
            if given.account:
                server.login(given.account, given.password)
        return self._server

    def _drop(self) -> None:
        """End the talk without a word: a server that has seen no dot forgets what it was handed."""
        if self._server is not None:
            self._server.close()
        self._server, self._used = None, False


def _dotted(message: bytes) -> bytes:
    """The message as it travels: lines end in CRLF, and one that begins with a dot in two."""
    lines = re.sub(rb"\r\n|\r|\n", b"\r\n", message)
    whole = lines if lines.endswith(b"\r\n") else lines + b"\r\n"
    return re.sub(rb"(?m)^\.", b"..", whole)


def configured(settings: Smtp) -> bool:
    """Whether there is a mail server to send by.  ProgrammeError where it cannot be used as it is named."""
    if not settings.host:
        return False
    if not re.fullmatch(r"[^@\s<>]+@[^@\s<>]+", settings.sender):
        raise ProgrammeError(
            t("CPF_SMTP_SENDER is no mail address, and mails need one that they are from."),
            t("Set it to an address of your organisation's, such as dashboard@example.org."),
        )
    if settings.account and settings.security == "none" and settings.host not in _THIS_MACHINE:
        raise ProgrammeError(
            t("The password of the mail server would travel in the clear."),
            t("Set CPF_SMTP_SECURITY to starttls or tls."),
        )
    return True
