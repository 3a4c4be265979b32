"""Planning: which subscriptions are told something now, and which have come to their end.

What was told is told by numbers that only grow (the row of the alert log, the release), and never by a clock: one that is set
back neither sends anything twice nor keeps it from being sent.
"""

import logging
from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime, timedelta
from types import MappingProxyType

from community_policing.briefing.mail.due import looked_for
from community_policing.briefing.mail.letter import Source
from community_policing.briefing.mail.subscriptions import (
    ALERTS,
    UNCONFIRMED_DAYS,
    Subscription,
    has_role,
    moment,
    subscription,
)
from community_policing.core.i18n import ProgrammeError, speaking
from community_policing.dataset.releases import ReleaseError
from community_policing.protect.policy import access_policy

LOGGER = logging.getLogger(__name__)
_PERIODS: Mapping[str, Callable[[date], object]] = MappingProxyType(
    {"weekly": lambda day: day.isocalendar()[:2], "monthly": lambda day: (day.year, day.month)}
)  # of a day, by the rhythm; what is told at once has none


def looked(source: Source) -> str:
    """For which release and day something is planned."""
    return looked_for(source.history[0].number, source.now.date()) if source.history else ""


def plan(source: Source) -> int:
    """Put into the outbox what is due to subscriptions, and end those that are over; how many mails were put."""
    rows = source.releases.mail
    over = list(_over(source))
    for why in {why for _, why in over}:
        rows.end([of for of, reason in over if reason == why], moment(source.now), why)
    if not source.history:
        return 0
    wanted: list[tuple[str, str]] = []
    is_new: dict[tuple[object, ...], bool] = {}
    for row in rows.active():
        if not (has_role(row) and row["confirmed_at"]):
            continue
        of = subscription(row)
        if _waits(of, source.now.date()):
            continue
        key = access_policy().audience(of.user), of.kind == ALERTS, of.told
        if key not in is_new:
            is_new[key] = _is_new(of, source)
        if is_new[key]:
            wanted.append((of.id, occasion(of)))
    rows.put(wanted, moment(source.now))
    return len(wanted)


def occasion(of: Subscription) -> str:
    """What names the next mail of a subscription: all that came after what it was told."""
    return f"after {of.told}"


def told_on(of: Subscription) -> date:
    """The day since which what a subscription is told is new."""
    return of.told_on or of.made_at.date()


def _waits(of: Subscription, today: date) -> bool:
    """Whether it was told something in this week or month already."""
    period = _PERIODS.get(of.rhythm)
    return period is not None and of.told_on is not None and period(of.told_on) == period(today)


def _is_new(of: Subscription, source: Source) -> bool:
    if of.kind != ALERTS:
        return source.history[0].number > of.told
    try:
        with speaking(of.language):
            return bool(source.news(of, told_on(of)).new)
    except ReleaseError:
        raise
    except ProgrammeError as error:
        LOGGER.warning("What is new for subscription %s cannot be told: %s", of.id, error)
        return False


def _over(source: Source) -> Iterator[tuple[str, str]]:
    waited = moment(source.now - timedelta(days=UNCONFIRMED_DAYS))
    for row in source.releases.mail.active():
        if datetime.fromisoformat(row["expires_at"]) <= source.now:
            yield row["id"], "over"
        elif not row["confirmed_at"] and row["made_at"] <= waited:
            yield row["id"], "never confirmed"
