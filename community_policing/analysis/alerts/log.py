"""Alert log of an audience: each release is looked at once, and the current one once a day; what is new since somebody looked.

An audience is what readers of one role and protection are shown (`AccessPolicy.audience`): alerts are found in that alone, and
kept for it apart, so that nobody is told of what another reader sees.
"""

import logging
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from community_policing.analysis.alerts.found import Alert
from community_policing.analysis.alerts.kinds import ALERTS, Kind, raised
from community_policing.core.i18n import language, languages, speaking
from community_policing.dataset.releases import Release, ReleaseError
from community_policing.measure.pace import Status
from community_policing.measure.programme import Programme

if TYPE_CHECKING:  # pages without releases load no database library
    from community_policing.dataset.releases.rows.alert_rows import AlertRows, Row

CAUGHT_UP = (
    6  # releases that an audience is taken through which nobody opened meanwhile; of earlier ones, what stands is known
)
LOGGER = logging.getLogger(__name__)
Opened = Callable[
    [int], Programme
]  # the number of a release -> its whole programme, as the readers of the audience see it
Seen = tuple[int, date]  # up to which row of the log somebody has seen everything, and since when


@dataclass(frozen=True)
class Told:
    """An alert in the log: since when it stands, or when it was told, and until when it stood; None while it does."""

    alert: Alert
    since: date
    until: date | None = None


@dataclass(frozen=True)
class News:
    """What a reader is told of a release: the alerts that are `new`, those that are known and still stand, and those that ended.

    `since`: the day on which the reader had seen everything; None for who never said so, to whom is new what came with that
    release.  `last`: the row of the log up to which this is told, which is what will have been seen."""

    release: int
    since: date | None
    new: tuple[Told, ...]
    standing: tuple[Told, ...]
    ended: tuple[Told, ...]
    last: int


def news(
    rows: "AlertRows", audience: str, history: Sequence[Release], opened: Opened, seen: Seen | None, now: datetime
) -> News:
    """Look at what was not looked at yet, then tell what is new; asked again, by whomever, nothing is new twice.

    Parameters
    ----------
    rows
        The alerts in the registry.
    audience
        Whose eyes, by `AccessPolicy.audience`.
    history
        Every release, newest first; one at least.
    opened
        Opens a release as that audience is shown it.
    seen
        What the reader has seen, such as `rows.seen(account)`; None: nothing yet.
    now
        The moment, with its time zone.

    Returns
    -------
    News
        With the alerts in the language in force, the worst first.

    Raises
    ------
    ReleaseError
        The registry or the current release cannot be read.
    """
    _look(rows, audience, history, opened, now)
    current, before = history[0], history[1:2]
    # Of a first release nothing is new: there is none that it could be compared with
    from_row = seen[0] if seen else rows.last(audience, current.number if before else None)
    live = {alert.identity: alert for alert in _raised(current, opened, before, now.date())}
    new, standing, ended = list[Told](), list[Told](), list[Told]()
    for row in rows.since(audience, from_row):
        if alert := live.get(row["identity"]) or _alert(row):
            told = Told(alert, _day(row["at"]), _day(row["ended_at"]) if row["ended_at"] else None)
            (ended if told.until else new if row["number"] > from_row else standing).append(told)
    order = {identity: place for place, identity in enumerate(live)}
    for group in (new, standing, ended):
        group.sort(key=lambda told: order.get(told.alert.identity, len(order)))
    since = seen[1] if seen else None
    return News(current.number, since, tuple(new), tuple(standing), tuple(ended), rows.last(audience))


def _look(rows: "AlertRows", audience: str, history: Sequence[Release], opened: Opened, now: datetime) -> None:
    for release, before, at in _due(rows.looked(audience), history, now):
        try:
            found = _bodies(release, opened, before, at.date())
        except ReleaseError:
            if release == history[0]:
                raise
            LOGGER.warning("Release %s cannot be opened: what it raised is not told.", release.number)
            continue
        lasting = {identity: body for identity, body in found.items() if _kind(identity).lasts}
        once = {identity: body for identity, body in found.items() if identity not in lasting}
        rows.keep(audience, release.number, at.date(), at, lasting, once)


def _due(
    looked: tuple[int, date] | None, history: Sequence[Release], now: datetime
) -> Iterator[tuple[Release, Sequence[Release], datetime]]:
    """Each release that was published since the last look, with the one before it, on the day it was published, and the current
    one today.  An audience that was never looked at begins with what stood before the current release."""
    new = history[:2] if looked is None else [each for each in history if each.number > looked[0]][:CAUGHT_UP]
    for place, release in reversed(list(enumerate(new))):
        first = looked is None and place == 1
        yield release, () if first else history[place + 1 : place + 2], release.published_at
    newest = history[0]
    day = newest.published_at.date() if new or looked is None else looked[1]
    if now.date() > day:
        yield newest, history[1:2], now


def _raised(release: Release, opened: Opened, before: Sequence[Release], today: date) -> tuple[Alert, ...]:
    after = opened(release.number)
    try:
        earlier = opened(before[0].number) if before else None
    except ReleaseError:
        LOGGER.warning("Release %s cannot be opened: nothing is compared with it.", before[0].number)
        earlier = None
    return raised(after, earlier, today, release.number, release.published_at.date())


def _bodies(release: Release, opened: Opened, before: Sequence[Release], today: date) -> dict[str, dict[str, Any]]:
    """Identity -> all that is kept of an alert, its words in every language."""
    found: dict[str, dict[str, Any]] = {}
    for code in languages():
        with speaking(code):
            for alert in _raised(release, opened, before, today):
                about = {"status": alert.status, "indicator": alert.indicator, "pcode": alert.pcode}
                body = found.setdefault(alert.identity, {**about, "words": {}})
                body["words"][code] = (alert.name, alert.why)
    return found


def _alert(row: "Row") -> Alert | None:
    """The alert as it was kept; None for one of a kind that this version does not know."""
    kind, _, subject = row["identity"].partition("/")
    body = row["body"]
    if kind not in ALERTS:
        return None
    name, why = body["words"].get(language()) or next(iter(body["words"].values()))
    return Alert(kind, subject, Status(body["status"]), name, why, body["indicator"], body["pcode"])


def _kind(identity: str) -> Kind:
    return ALERTS[identity.partition("/")[0]]


def _day(at: str) -> date:
    return datetime.fromisoformat(at).date()
