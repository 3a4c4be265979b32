"""Mail at the server: the pages that confirm and stop a subscription, and the thread that has a sender started.

The sender is a process of its own at the lowest priority, the one that `cpf mail send` is: readers never wait for a mail.
"""

import logging
import os
import subprocess
import sys
import time
from datetime import UTC, datetime
from threading import Thread

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from community_policing.briefing.mail import due, links, smtp, subscriptions
from community_policing.core.i18n import ProgrammeError, languages, speaking, t
from community_policing.core.paths import ROOT
from community_policing.core.settings import settings
from community_policing.dataset.releases import ReleaseError, location
from community_policing.protect import audit_log
from community_policing.protect.signed_address import subject_of
from community_policing.server.plain_page import plain_page, question_page
from community_policing.ui.shell import release_watch

LOOK_AGAIN_S = 20.0
AFTER_FAILURE_S = 300.0  # until a sender that failed as a whole, and said why, is started again
_SENDER = (sys.executable, "-m", "community_policing", "mail", "send")
_FEW = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "RAYON_NUM_THREADS": "1", "MALLOC_ARENA_MAX": "2"}
LOGGER = logging.getLogger(__name__)


def routes() -> list[Route]:
    """The pages that a mail's links open, without signing in: only what was signed for a subscription does anything."""
    return [Route(f"{links.PREFIX}/{{act}}/{{text}}", page, methods=["GET", "POST"])]


def page(request: Request) -> Response:
    """Asks at a GET, which whoever checks a mail's links may send, and acts at a POST: the button's, or a mail program's."""
    act, text = request.path_params["act"], request.path_params["text"]
    identifier = (
        subject_of(links.purpose(act), text) if act in (links.STOP, links.CONFIRM) and location.used() else None
    )
    if identifier is None:
        return _said(t("This link is not valid"), t("Open it as it stands in the mail."), 404)
    try:
        row = release_watch.watch().releases.mail.subscription(identifier)
        if row is None:
            return _said(t("This link is not valid"), t("Open it as it stands in the mail."), 404)
        with speaking(row["language"] if row["language"] in languages() else "en"):
            return _answer(act, identifier, row["ended_at"] != "", request.method == "POST")
    except ReleaseError as error:
        LOGGER.warning("A subscription cannot be changed: %s", error)
        return _said(
            t("This is not possible just now"), t("Nothing was changed. Open the link again in a minute."), 503
        )


def _answer(act: str, identifier: str, ended: bool, does: bool) -> Response:
    if ended:
        return _said(t("No more of these mails are sent"), t("The subscription has ended."), 200)
    if act == links.STOP:
        if not does:
            return question_page(t("Stop these mails?"), t("Nothing else of yours changes."), t("Stop these mails"))
        _stop(identifier)
        return _said(t("No more of these mails are sent"), t("You can subscribe again on the Alerts page."), 200)
    if not does:
        asks = t("Confirm only if you asked for mails of the Community Policing dashboard.")
        return question_page(t("Confirm this address?"), asks, t("Confirm this address"))
    release_watch.watch().releases.mail.confirm(identifier, subscriptions.moment(datetime.now(UTC)))
    return _said(t("Your address is confirmed"), t("The first mail comes as soon as there is something to tell."), 200)


def _stop(identifier: str) -> None:
    rows = release_watch.watch().releases.mail
    row = rows.subscription(identifier)
    if subscriptions.stop(rows, identifier) and row:
        audit_log.record("unsubscribed", row["account"], row["role"], identifier, "by the mail's link")


def _said(title: str, remedy: str, status: int) -> Response:
    return plain_page(title, remedy, ("/", t("Open the dashboard")), status)


def watch() -> None:
    """From now on, in a thread of its own, has a sender started whenever something is to be sent; without a mail server, and
    without a channel, there is nothing to do."""
    Thread(target=_watch, name="mail", daemon=True).start()


def _watch() -> None:
    reported = ""
    while True:
        pause = LOOK_AGAIN_S
        try:
            if wanted() and send():
                pause = AFTER_FAILURE_S
            reported = ""
        except ProgrammeError as error:
            if str(error) != reported:  # once, not at each look
                LOGGER.warning("No mail is sent: %s", error)
            reported = str(error)
        except Exception:  # nobody foresaw it, and the next look may go well
            LOGGER.exception("no mail is sent")
        time.sleep(pause)


def wanted() -> bool:
    """Whether a sender would find anything to do, and a way to send it by.  ProgrammeError where that cannot be known."""
    if not location.used():
        return False
    if not smtp.configured(settings().smtp) and not _has_channels():
        return False
    return due.has_work(release_watch.watch().releases, datetime.now(UTC))


def _has_channels() -> bool:
    return any("://" in row["address"] for row in release_watch.watch().releases.mail.active())


def send() -> int:
    """Run a sender to its end; its exit code."""
    with subprocess.Popen(  # noqa: S603  (our own module, by the interpreter that runs us)
        _SENDER, cwd=ROOT, env={**os.environ, **_FEW}, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL
    ) as process:
        return process.wait()
