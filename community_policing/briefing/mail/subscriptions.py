"""Subscriptions: an account, what it is told, how often, where to, and whose view it sees.

The role is fixed when the subscription is made, as an API token's is, and ends with it after a year at most.  An address that
was typed is told nothing before its owner confirms it.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from secrets import token_hex
from types import MappingProxyType
from typing import TYPE_CHECKING

from community_policing.briefing.presets import DONOR, PRESETS
from community_policing.core.i18n import N_, ProgrammeError, language, languages, n, t
from community_policing.core.safe_text import printable
from community_policing.protect.policy import POLICY, Act, Role, User

if TYPE_CHECKING:
    from community_policing.dataset.releases.rows.mail_rows import MailRows, Row

ALERTS, VIEW, BRIEFING = "alerts", "view", "briefing"
MOST = 20  # subscriptions of one account
MOST_DAYS = 365
UNCONFIRMED_DAYS = 14  # for which an address that was typed waits to be confirmed
CONFIRM = "confirm"  # the occasion of the mail that asks for it
AT_ONCE = "once"
RHYTHMS: Mapping[str, str] = MappingProxyType(
    {AT_ONCE: N_("At once"), "weekly": N_("Once a week at most"), "monthly": N_("Once a month at most")}
)
_NAME, _PART = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]", r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
_MAILBOX = re.compile(rf"{_NAME}(?:{_NAME}|\.){{0,63}}@(?:{_PART}\.)*{_PART}")
_CHANNEL = re.compile(r"[a-z][a-z0-9+]{1,30}://[!-~]{1,900}")
_WIDTH = 254  # characters of an address


class MailRefused(ProgrammeError):  # noqa: N818  as a reader of the code says it
    """A subscription that cannot be made as it is."""


@dataclass(frozen=True)
class Subscription:
    """One subscription.

    `user`: whose view it shows; `address`: a mailbox, or a channel's URL, "" once it has ended; `what`: alerts, view:<id> or
    briefing:<preset>; `told`: up to which row of the alert log, or which release, it was told, and
    `told_on` which day."""

    id: str
    user: User
    address: str
    what: str
    rhythm: str
    language: str
    pdf: bool
    made_at: datetime
    expires_at: datetime
    confirmed: bool
    ended_at: datetime | None
    ended_why: str
    told: int
    told_on: date | None

    @property
    def is_channel(self) -> bool:
        """Whether it goes to a channel, and not to a mailbox."""
        return "://" in self.address

    @property
    def kind(self) -> str:
        """Alerts, view or briefing."""
        return self.what.partition(":")[0]

    @property
    def subject(self) -> str:
        """Which view or briefing."""
        return self.what.partition(":")[2]


def subscribe(
    rows: "MailRows", user: User, address: str, what: str, rhythm: str, *, pdf: bool = False, days: int = MOST_DAYS,
    told: int = 0, by_operator: bool = False,
) -> Subscription:  # fmt: skip
    """Make a subscription in the language in force.

    Parameters
    ----------
    rows
        The subscriptions in the registry.
    user
        Whose account it is, and whose view it shows.
    address
        A mailbox; from an operator also a channel's URL.
    what, rhythm
        What is told (alerts, view:<id>, briefing:<preset>), and how often (a key of RHYTHMS).
    pdf
        Whether the briefing's A4 pages are attached.
    days
        Until when it holds, 1 to 365.
    told
        Of alerts: up to which row of the log everything is known; 0 for nothing.
    by_operator
        Whether an operator vouches for the address, so that it is not asked to confirm.

    Returns
    -------
    Subscription
        As it is on record.

    Raises
    ------
    MailRefused
        The role may not subscribe, there is no such thing, the address is none, or there are too many.
    """
    where = _address(address, by_operator)
    _check(user, what, rhythm)
    if not 1 <= days <= MOST_DAYS:
        raise MailRefused(
            n("A subscription cannot hold for {count} days.", "A subscription cannot hold for {count} days.", days),
            t("Choose from 1 to {most}.", most=MOST_DAYS),
        )
    now = datetime.now(UTC)
    row = {
        "id": token_hex(8), "account": printable(user.account, 200), "role": str(user.role),
        "governorates": list(user.governorates), "grants": list(user.grants), "address": where, "what": what,
        "rhythm": rhythm, "language": language(), "pdf": pdf, "made_at": moment(now),
        "expires_at": moment(now + timedelta(days=days)), "confirmed_at": moment(now) if by_operator else "",
        "ended_at": "", "ended_why": "", "told": told, "told_on": "",
    }  # fmt: skip
    if not rows.subscribe(row, "" if by_operator else CONFIRM, MOST, moment(now - timedelta(days=1))):
        raise MailRefused(
            t("You have {most} subscriptions, or made as many today, which is the most.", most=MOST),
            t("Stop one that you do not need, or come back tomorrow."),
        )
    return subscription(row)


def offered(user: User) -> Mapping[str, str]:
    """The briefings that somebody may subscribe to, by preset, with their names: who sees no rows gets a donor's."""
    presets = (key for key in PRESETS if key != "governorate" and (user.rights.rows or key == DONOR))
    return {key: t(PRESETS[key].label) for key in presets}


def subscription(row: "Row") -> Subscription:
    """The subscription of that row."""
    told_on = date.fromisoformat(row["told_on"]) if row["told_on"] else None
    user = User(row["account"], Role(row["role"]), tuple(row["governorates"]), tuple(row["grants"]))
    ended = datetime.fromisoformat(row["ended_at"]) if row["ended_at"] else None
    made, expires = (datetime.fromisoformat(row[name]) for name in ("made_at", "expires_at"))
    plain = {name: row[name] for name in ("id", "address", "what", "rhythm", "language", "ended_why", "told")}
    return Subscription(user=user, pdf=bool(row["pdf"]), made_at=made, expires_at=expires, ended_at=ended,
                        confirmed=bool(row["confirmed_at"]), told_on=told_on, **plain)  # fmt: skip


def has_role(row: "Row") -> bool:
    """Whether the row's role is one that may be sent anything."""
    try:
        return Act.SUBSCRIBE in POLICY[Role(row["role"])].acts
    except ValueError:
        return False


def listed(rows: "MailRows", account: str = "") -> tuple[Subscription, ...]:
    """The subscriptions of an account, or all, that have not ended; those of nobody's role too, so that they can be ended."""
    known = {str(role) for role in Role}
    return tuple(
        subscription(row) for row in rows.subscriptions(account) if not row["ended_at"] and row["role"] in known
    )


def stop(rows: "MailRows", *identifiers: str, why: str = "stopped") -> int:
    """End subscriptions now and for ever; how many had not ended."""
    return rows.end(identifiers, moment(datetime.now(UTC)), why)


def moment(at: datetime) -> str:
    """A moment as the registry keeps it."""
    return at.astimezone(UTC).isoformat(timespec="seconds")


def _check(user: User, what: str, rhythm: str) -> None:
    kind, _, subject = what.partition(":")
    there = what == ALERTS or (kind == VIEW and subject) or (kind == BRIEFING and subject in offered(user))
    if not user.may(Act.SUBSCRIBE):
        raise MailRefused(t("Your role does not allow this."), t("Ask the dashboard's administrator if you need it."))
    if not there or rhythm not in RHYTHMS or language() not in languages():
        raise MailRefused(t("There is no such mail for this role."), t("Choose one from the list."))


def _address(given: str, by_operator: bool) -> str:
    address = given.strip()
    if by_operator and _CHANNEL.fullmatch(address):
        return address
    if len(address) > _WIDTH or not _MAILBOX.fullmatch(address) or ".." in address:
        raise MailRefused(
            t("“{address}” is no mail address.", address=printable(address)), t("Write it as in name@example.org.")
        )
    return address
