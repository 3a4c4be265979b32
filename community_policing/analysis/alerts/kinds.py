"""ALERTS: every kind of alert, declared once: its words, its rule, and what raises it."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from community_policing.analysis.alerts import found
from community_policing.analysis.alerts.found import Alert, Moment
from community_policing.core import formats
from community_policing.core.i18n import N_, n, t
from community_policing.core.indicators import LONG_OPEN, REPORTING_PERIOD
from community_policing.measure.pace import WORST_FIRST
from community_policing.measure.programme import Programme, cached_on_programme
from community_policing.measure.thresholds import THRESHOLDS, Thresholds


@dataclass(frozen=True)
class Kind:
    """One kind of alert.

    `label` stands before each, `counted` counts them in a title, `rule` says when it is raised, with the {threshold} of
    that name in thresholds.toml, or what the indicator is defined by.  `lasts`: it stands until it ends; else it is of one
    publication.  `daily`: it hangs on the day of the look, and not on the data alone.
    """

    key: str
    label: str
    counted: Callable[[int], str]
    rule: str
    raised: Callable[[Moment], Iterable[Alert]]
    threshold: str = ""
    lasts: bool = True
    daily: bool = False

    def in_words(self, thresholds: Thresholds = THRESHOLDS) -> str:
        """Say when it is raised."""
        days = {"forum_dormant": REPORTING_PERIOD.days, "concern_waits": LONG_OPEN.days}.get(self.key, 0)
        value = getattr(thresholds, self.threshold) if self.threshold else days
        return t(self.rule, threshold=formats.number(value if isinstance(value, int) else 100 * value))


ALERTS = MappingProxyType({kind.key: kind for kind in (
    Kind("target_slipped", N_("Target slipped"), lambda count: n("{count} target slipped", "{count} targets slipped", count),
         N_("The status of a target is worse than in the release before."), found.slipped, lasts=False),
    Kind("target_missed", N_("Will be missed"),
         lambda count: n("{count} target will be missed", "{count} targets will be missed", count),
         N_("At the pace seen a target is not reached by its date."), found.missed),
    Kind("work_overdue", N_("Overdue"), lambda count: n("{count} work overdue", "{count} works overdue", count),
         N_("A work or delivery is past its date on the date of the data."), found.late_works),
    Kind("forum_dormant", N_("Dormant"), lambda count: n("{count} forum dormant", "{count} fora dormant", count),
         N_("A forum has met before, and not for {threshold} days."), found.silent_fora),
    Kind("concern_waits", N_("Open long"), lambda count: n("{count} concern waits", "{count} concerns wait", count),
         N_("A concern is open for over {threshold} days."), found.waiting_concerns),
    Kind("no_release", N_("No release"), lambda count: n("no release for long", "no release for long", count),
         N_("Nothing was published for {threshold} days."), found.no_release, "no_release_days", daily=True),
    Kind("completeness_fell", N_("Less complete"),
         lambda count: n("{count} governorate less complete", "{count} governorates less complete", count),
         N_("A publication lowers the part of a governorate's events whose attendance is recorded by more than {threshold} "
            "points."), found.less_complete, "completeness_fell", lasts=False),
    Kind("headline_moved", N_("Moved"), lambda count: n("{count} figure moved", "{count} figures moved", count),
         N_("A publication moves a headline figure by more than {threshold} %."), found.moved_headlines, "headline_moved",
         lasts=False),
    Kind("target_recovered", N_("Target recovered"),
         lambda count: n("{count} target recovered", "{count} targets recovered", count),
         N_("The status of a target is better than in the release before."), found.recovered, lasts=False),
)})  # fmt: skip


def raised(
    after: Programme, before: Programme | None, today: date, number: int = 0, published: date | None = None,
    thresholds: Thresholds = THRESHOLDS,
) -> tuple[Alert, ...]:  # fmt: skip
    """List every alert of a release as its reader sees it, the worst first, then in the order of ALERTS.

    Parameters
    ----------
    after, before
        The whole programme, and what it is compared with; without that, nothing is told of changes.
    today
        The day of the look.
    number, published
        The number of the release and the day it was published; without them nothing is told of its age.
    thresholds
        What they go by.

    Returns
    -------
    tuple of Alert
        One for each identity.
    """
    moment = Moment(after, before, today, number, published, thresholds)
    daily = [alert for kind in ALERTS.values() if kind.daily for alert in kind.raised(moment)]
    listed = (*_of_data(after, before, number, thresholds), *daily)
    order = list(ALERTS)
    return tuple(sorted(listed, key=lambda alert: (WORST_FIRST.index(alert.status), order.index(alert.kind))))


@cached_on_programme
def _of_data(after: Programme, before: Programme | None, number: int, thresholds: Thresholds) -> tuple[Alert, ...]:
    """What hangs on the data alone, made once for all who look at it in a language."""
    moment = Moment(after, before, after.as_of, number, thresholds=thresholds)
    return tuple(alert for kind in ALERTS.values() if not kind.daily for alert in kind.raised(moment))
