"""What is due: asked by a server every few seconds, and so with nothing to import that makes mails."""

from datetime import date, datetime
from typing import TYPE_CHECKING

from community_policing.briefing.mail.subscriptions import moment

if TYPE_CHECKING:
    from community_policing.dataset.releases import Releases
    from community_policing.dataset.releases.rows.mail_rows import Row


def ready(mail: "Row", now: datetime) -> bool:
    """Whether a mail that is due is tried now: not in its pause; a clock that stands before the pause began was set back, and
    holds nothing up."""
    return not mail["tried_at"] <= moment(now) < mail["again_at"]


def looked_for(release: int, day: date) -> str:
    """How the registry keeps for which release and day it was looked what is to be told."""
    return f"{release} {day}"


def has_work(releases: "Releases", now: datetime) -> bool:
    """Whether a sender would find anything to do: cheap enough to be asked every few seconds."""
    rows, current = releases.mail, releases.current()
    if current and rows.looked() != looked_for(current.number, now.date()) and rows.active():
        return True
    return rows.left() > 0 or any(ready(mail, now) for mail in rows.open())
