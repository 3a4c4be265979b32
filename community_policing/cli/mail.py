"""Mail on the command line: `mail send | list | stop | subscribe`."""

import argparse
import os
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC
from typing import TYPE_CHECKING, Any

from community_policing.briefing.mail import channels, links, smtp, subscriptions
from community_policing.briefing.mail.opened import opener
from community_policing.briefing.mail.sender import Sender, Sent
from community_policing.core.i18n import ProgrammeError, listed, n, t
from community_policing.core.safe_text import printable
from community_policing.core.settings import settings
from community_policing.protect import api_tokens
from community_policing.protect.policy import Role, User, access_policy

if TYPE_CHECKING:
    from community_policing.dataset.releases import Releases
    from community_policing.dataset.releases.rows.mail_rows import Row

MOST = 100  # mails that are listed
_POLITE = 19  # readers' clicks come first


def arguments(verb: argparse.ArgumentParser) -> None:
    """Add what may be done with mail."""
    verb.add_argument("action", choices=("send", "list", "stop", "subscribe"), help=t("what to do"))
    verb.add_argument("id", nargs="?", default="", help=t("id of the subscription that stop ends"))
    verb.add_argument(
        "--account", default="", help=t("whose subscriptions, as the log names the account; stop without an id ends all of them")
    )  # fmt: skip
    verb.add_argument(
        "--to", default="", help=t("subscribe: a mail address, or the URL of a channel that apprise knows")
    )
    verb.add_argument(
        "--what", default=subscriptions.ALERTS, help=t("subscribe: alerts, view:<id>, briefing:chief or briefing:donor")
    )
    verb.add_argument(
        "--rhythm", default=subscriptions.AT_ONCE, choices=list(subscriptions.RHYTHMS), help=t("subscribe: how often")
    )
    verb.add_argument("--pdf", action="store_true", help=t("subscribe: with the brief as PDF"))
    verb.add_argument("--role", choices=[str(role) for role in Role], help=t("subscribe: whose view is shown"))
    verb.add_argument(
        "--donor", action="append", default=[], metavar=t("id"), help=t("subscribe: the donor of that view")
    )
    verb.add_argument(
        "--governorate", action="append", default=[], metavar=t("name"), help=t("subscribe: a field office's own governorate")
    )  # fmt: skip
    verb.add_argument(
        "--days", type=int, default=subscriptions.MOST_DAYS, help=t("subscribe: how long it holds, a year at most")
    )


def run(
    asked: argparse.Namespace, releases: "Releases", log: Callable[[str, str], None]
) -> tuple[dict[str, Any], list[str]]:
    """Do it, and tell the log what, in detail; the answer as JSON and as lines."""
    rows = releases.mail
    if asked.action == "send":
        return _sent(send(releases))
    if asked.action == "stop":
        found = [asked.id] if asked.id else [of.id for of in subscriptions.listed(rows, asked.account) if asked.account]
        if not found:
            raise ProgrammeError(t("Which subscription is not said."), t("`mail list` names those there are."))
        ended = subscriptions.stop(rows, *found)
        log("unsubscribed", " ".join(found))
        return {"stopped": ended}, [n("{count} subscription is stopped.", "{count} subscriptions are stopped.", ended)]
    if asked.action == "subscribe":
        made = _subscribed(asked, releases)
        log("subscribed", f"{made.id}, {made.user.role}: {made.what}")
        return _as_json(made), [_line(made)]
    known, mails = subscriptions.listed(rows, asked.account), rows.mails(MOST)
    lines = [*map(_line, known), *map(_mail, mails)] or [t("Nobody gets mail.")]
    return {"subscriptions": list(map(_as_json, known)), "mails": [dict(mail) for mail in mails]}, lines


def send(releases: "Releases") -> Sent:
    """One run of the sender, at the lowest priority.  ProgrammeError where mail cannot be sent from here."""
    has_channels = any("://" in row["address"] for row in releases.mail.active())
    if not (smtp.configured(settings().smtp) or has_channels):
        raise ProgrammeError(t("No mail server is set."), t("Set CPF_SMTP_HOST and CPF_SMTP_SENDER (docs/mail.md)."))
    links.home()
    with suppress(OSError):
        os.nice(_POLITE)
    return Sender(releases, opener(releases)).run()


def _subscribed(asked: argparse.Namespace, releases: "Releases") -> subscriptions.Subscription:
    from community_policing.briefing.scope_query import pcodes

    if not asked.role:
        raise ProgrammeError(t("The role is not said."), t("Add --role: {roles}.", roles=listed(list(Role))))
    if "://" in asked.to:
        channels.check(asked.to)
    reader = api_tokens.reader_of(asked.role, pcodes(asked.governorate), tuple(asked.donor))
    user = User(printable(asked.account, 200), reader.role, reader.governorates, reader.grants)
    if not user.account:
        raise ProgrammeError(t("The account has no name."), t("Write it as the Log page names it."))
    told = releases.alerts.last(access_policy().audience(user)) if asked.what == subscriptions.ALERTS else 0
    return subscriptions.subscribe(
        releases.mail,
        user,
        asked.to,
        asked.what,
        asked.rhythm,
        pdf=asked.pdf,
        days=asked.days,
        told=told,
        by_operator=True,
    )


def _sent(came_to: Sent) -> tuple[dict[str, Any], list[str]]:
    if not came_to.held:
        return {"held": False}, [t("Another sender is at work.")]
    told = [
        t(
            "Sent: {sent}. Waiting: {waiting}. Failed: {failed}.",
            sent=came_to.sent,
            waiting=came_to.waiting,
            failed=came_to.failed,
        )
    ]
    if came_to.unsure:
        told.append(
            n("{count} mail may have been sent by a sender that was ended: it counts as sent.",
              "{count} mails may have been sent by a sender that was ended: they count as sent.", came_to.unsure)
        )  # fmt: skip
    return {**vars(came_to)}, told


def _line(of: subscriptions.Subscription) -> str:
    whose = f"{of.user.account} ({of.user.role})"
    where = channels.shown(of.address) if of.is_channel else of.address
    state = t("until {day}", day=f"{of.expires_at:%Y-%m-%d}") if of.confirmed else t("not confirmed")
    return "  ".join((of.id, whose, where, of.what, t(subscriptions.RHYTHMS[of.rhythm]), state))


def _mail(mail: "Row") -> str:
    return "  ".join(
        filter(None, (mail["made_at"], mail["subscription"], mail["occasion"], mail["state"], mail["reason"]))
    )


def _as_json(of: subscriptions.Subscription) -> dict[str, Any]:
    where = channels.shown(of.address) if of.is_channel else of.address
    return {
        "id": of.id, "account": of.user.account, "role": str(of.user.role), "governorates": list(of.user.governorates),
        "grants": list(of.user.grants), "address": where, "what": of.what, "rhythm": of.rhythm, "pdf": of.pdf,
        "language": of.language, "confirmed": of.confirmed, "made_at": of.made_at.isoformat(),
        "expires_at": of.expires_at.astimezone(UTC).isoformat(), "told_on": of.told_on.isoformat() if of.told_on else None,
    }  # fmt: skip
