"""Wording of alerts: the title of their page, and each in a line."""

from collections import Counter
from collections.abc import Iterable, Sequence

from community_policing.analysis.alerts.found import Alert
from community_policing.analysis.alerts.kinds import ALERTS
from community_policing.analysis.alerts.log import News, Told
from community_policing.core import formats
from community_policing.core.i18n import listed, n, t

MOST = 3  # kinds that a title counts


def title(news: News) -> str:
    """What is new, or how much is known and still stands."""
    stand = (
        n("{count} still stands", "{count} still stand", len(news.standing)) if news.standing else t("nothing stands")
    )
    words = {"number": news.release, "day": formats.day(news.since) if news.since else ""}
    if not news.new:
        nothing = (
            t("Nothing new since {day}", **words) if news.since else t("Nothing new with release {number}", **words)
        )
        return t("{nothing}; {rest}", nothing=nothing, rest=stand)
    if news.since:
        counted = n("{count} new since {day}", "{count} new since {day}", len(news.new), **words)
    else:
        counted = n("{count} new with release {number}", "{count} new with release {number}", len(news.new), **words)
    return t("{counted}: {kinds}", counted=counted, kinds=kinds(told.alert.kind for told in news.new))


def stand(alerts: Sequence[Alert]) -> str:
    """How much stands of which kind, where nothing tells what of it is new."""
    if not alerts:
        return t("No alert stands")
    counted = n("{count} alert stands", "{count} alerts stand", len(alerts))
    return t("{counted}: {kinds}", counted=counted, kinds=kinds(alert.kind for alert in alerts))


def kinds(of: Iterable[str]) -> str:
    """How many there are of each kind, in the order of ALERTS."""
    tally = Counter(of)
    there = [key for key in ALERTS if tally[key]]
    counted = [ALERTS[key].counted(tally[key]) for key in there[:MOST]]
    more = sum(tally[key] for key in there[MOST:])
    return listed([*counted, *([n("{count} more", "{count} more", more)] if more else [])])


def when(told: Told) -> str:
    """Since when it is told here, when it was told, or from when until when: days of the log, and none of the data's."""
    since = formats.day(told.since)
    if told.until:
        return t("told from {since} to {until}", since=since, until=formats.day(told.until))
    return t("told since {day}", day=since) if ALERTS[told.alert.kind].lasts else t("told {day}", day=since)


def rules() -> Sequence[tuple[str, str]]:
    """Each kind's name, and when it is raised."""
    return [(t(kind.label), kind.in_words()) for kind in ALERTS.values()]
