"""Sender: the one that holds the lease plans what is due, makes each letter once for all who see the same, and sends it.

Each mail is sent once: it is on record as being sent before the mail server can take it (smtp.py), so that a sender that is
ended at any moment leaves either a mail that was not sent, and is due, or one that the server has.
"""

import logging
from collections.abc import Callable, Iterable
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from secrets import token_hex
from typing import TYPE_CHECKING

from community_policing.briefing.mail import channels, message, planning, smtp
from community_policing.briefing.mail.due import ready
from community_policing.briefing.mail.lease import PATIENCE_S, Lease
from community_policing.briefing.mail.letter import GoneView, Letter, Opened, Source, letter
from community_policing.briefing.mail.subscriptions import (
    ALERTS,
    CONFIRM,
    VIEW,
    Subscription,
    has_role,
    moment,
    subscription,
)
from community_policing.core.i18n import ProgrammeError, speaking
from community_policing.core.safe_text import printable
from community_policing.core.settings import settings
from community_policing.dataset.releases import ReleaseError
from community_policing.protect.policy import access_policy

if TYPE_CHECKING:
    from community_policing.dataset.releases import Releases
    from community_policing.dataset.releases.rows.mail_rows import Row

KEPT = 24  # letters in memory: some have a PDF
FIRST_PAUSE_S, LONGEST_PAUSE_S = 30, 900  # until a mail is tried again
MOST_ATTEMPTS = 400  # four days at the longest pause
MOST_ENDS = 3  # talks that a mail server ends one after the other before it counts as away
_REASON = 300  # characters
LOGGER = logging.getLogger(__name__)


@dataclass
class Sent:
    """What a run came to: mails that the mail server took, that wait, that never go, and that are unsure; `held` is false where
    another sender is at work."""

    held: bool = True
    sent: int = 0
    waiting: int = 0
    failed: int = 0
    unsure: int = 0


class Sender:
    """One run over the outbox, as the holder of the lease.

    `opened` opens a release as somebody sees it; `now` is the moment; `way` is how mails leave, which tests replace."""

    def __init__(
        self, releases: "Releases", opened: Opened, *, now: Callable[[], datetime] = lambda: datetime.now(UTC),
        way: Callable[[], smtp.SmtpWay] = lambda: smtp.SmtpWay(settings().smtp), patience: float = PATIENCE_S,
    ) -> None:  # fmt: skip
        self._releases, self._opened, self._now, self._open_way = releases, opened, now, way
        self._rows = releases.mail
        self._lease = Lease(self._rows, token_hex(8), patience)
        self._letters: dict[tuple[object, ...], Letter | None] = {}
        self._ends = 0
        self.came_to = Sent()

    def run(self) -> Sent:
        """Plan, then send what is due.  ReleaseError where the registry or the current release cannot be read; what was sent
        until then is on record."""
        if not self._lease.taken():
            return Sent(held=False)
        with self._lease, ExitStack() as stack:
            self.came_to.unsure = self._rows.recover()
            source = Source(self._releases, self._releases.history(), self._opened, self._now())
            if (before := self._rows.looked()) != planning.looked(source):
                planning.plan(source)
                self._rows.look(self._lease.holder, before, planning.looked(source))
            due = [mail for mail in self._rows.open() if ready(mail, self._now())]
            if due:
                way = stack.enter_context(self._open_way())
                self._send_all(due, way, source)
                self._rows.keep_copy()
        return self.came_to

    def _send_all(self, due: "Iterable[Row]", way: smtp.SmtpWay, source: Source) -> None:
        queue = list(due)
        for place, mail in enumerate(queue):
            row = self._rows.subscription(mail["subscription"])
            if row is None or row["ended_at"]:
                continue
            if not has_role(row):
                self._settle(mail, "failed", "nobody's role", {})
                continue
            of = subscription(row)
            try:
                with speaking(of.language):
                    self._one(mail, of, way, source)
                self._ends = 0
            except smtp.MailServerAway as error:
                self._ends += 1
                is_away = self._ends >= MOST_ENDS
                behind = queue[place:] if is_away else [mail]
                self._wait(behind, str(error))
                LOGGER.warning("The mail server does not take mails: %s", printable(str(error), _REASON))
                if is_away:
                    return

    def _one(self, mail: "Row", of: Subscription, way: smtp.SmtpWay, source: Source) -> None:
        """Make one mail and send it, and keep what became of it.  MailServerAway where all of them wait."""
        identifier = message.message_id(of.id, mail["occasion"])
        try:
            made = None if mail["occasion"] == CONFIRM else self._letter(of, source)
            if made is None and mail["occasion"] != CONFIRM:
                self._rows.drop(mail["number"])
                return
            told = {"told": made.told, "told_on": source.now.date().isoformat()} if made else {}
            if of.is_channel:
                assert made is not None, "an operator's subscription asks for no confirmation"
                self._to_channel(mail, of, made, told | {"message_id": identifier})
                return
            content = (
                message.message(of, made, identifier, self._now())
                if made
                else message.confirmation(of, identifier, self._now())
            )
        except GoneView:
            self._rows.end([of.id], moment(self._now()), "the view is gone")
            return
        except ReleaseError:
            raise
        except ProgrammeError as error:
            self._later(mail, str(error))
            return
        values = told | {"message_id": identifier, "tried_at": moment(self._now()), "attempts": mail["attempts"] + 1}
        try:
            if way.send(of.address, content, lambda dot: self._begin(mail, values, dot)):
                self._rows.settle(mail["number"], "sent", reason="")
                self.came_to.sent += 1
        except smtp.MailDeferred as error:
            self._later(mail, str(error))
        except smtp.MailRejected as error:
            self._settle(mail, "failed", str(error), told)
            if error.recipient:
                self._rows.end([of.id], moment(self._now()), "the address was refused")

    def _begin(self, mail: "Row", values: dict[str, object], then: Callable[[], None]) -> bool:
        """Put on record that the mail is being sent, and send it.  Where the registry does not answer it is due again, if that
        can be said."""
        try:
            return self._rows.begin(mail["number"], self._lease.holder, values, then)
        except ReleaseError:
            with suppress(ReleaseError):
                self._rows.settle(mail["number"], "due")
            raise

    def _to_channel(self, mail: "Row", of: Subscription, made: Letter, values: dict[str, object]) -> None:
        if not self._begin(mail, values, lambda: None):
            return
        try:
            channels.send(of.address, *message.plain(made))
        except channels.ChannelAway as error:
            self._later(mail, str(error))
            return
        self._rows.settle(mail["number"], "sent", reason="")
        self.came_to.sent += 1

    def _letter(self, of: Subscription, source: Source) -> Letter | None:
        """The letter, made once for all who see the same and were told the same."""
        alerts = (of.told, planning.told_on(of)) if of.kind == ALERTS else (of.user.account if of.kind == VIEW else "",)
        key = (access_policy().audience(of.user), of.user.grants, of.what, of.language, of.pdf, *alerts)
        if key not in self._letters:
            if len(self._letters) >= KEPT:
                self._letters.clear()
            self._letters[key] = letter(of, source, planning.told_on(of))
        return self._letters[key]

    def _later(self, mail: "Row", reason: str) -> None:
        if mail["attempts"] + 1 >= MOST_ATTEMPTS:
            self._settle(mail, "failed", reason, {})
        else:
            self._wait([mail], reason)

    def _wait(self, mails: "list[Row]", reason: str) -> None:
        """They are tried again after a pause that grows; one that was begun is due again, for the server has not taken it."""
        now = self._now()
        for mail in mails[:1]:
            self._rows.settle(mail["number"], "due")
        for attempts in {mail["attempts"] for mail in mails}:
            numbers = [mail["number"] for mail in mails if mail["attempts"] == attempts]
            pause = min(FIRST_PAUSE_S * 2 ** min(attempts, 10), LONGEST_PAUSE_S)
            again = moment(now + timedelta(seconds=pause))
            self._rows.postpone(numbers, moment(now), again, printable(reason, _REASON))
        self.came_to.waiting += len(mails)

    def _settle(self, mail: "Row", state: str, reason: str, told: dict[str, object]) -> None:
        self._rows.settle(mail["number"], state, reason=printable(reason, _REASON), **told)
        self.came_to.failed += state == "failed"
