"""What raises an alert, found in a release as its reader sees it, and in the one before it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from community_policing.analysis import fora
from community_policing.analysis.changes.figures import FigureChange
from community_policing.analysis.changes.wording import before_and_after
from community_policing.analysis.targets import wording
from community_policing.analysis.targets.rows import TargetRow, target_rows
from community_policing.core import formats, labels
from community_policing.core.geography import governorate_name
from community_policing.core.i18n import at, n, plural, t
from community_policing.core.indicators import INDICATORS
from community_policing.core.quantity import Quantity, Suppressed, grammatical_number
from community_policing.measure.compute import Overdue, measure, overdue, rows_behind
from community_policing.measure.forum_lives import State, forum_lives
from community_policing.measure.pace import WORST_FIRST, Status
from community_policing.measure.programme import Programme
from community_policing.measure.thresholds import THRESHOLDS, Thresholds
from community_policing.measure.time_to_resolve import may_be_told

HEADLINES = ("fora_established_iom", "fora_established_police", "fora_planned", "events_held", "attendances",
             "vehicles_handed_over", "building_works_done")  # fmt: skip
_UNKNOWN = (Status.NO_TARGET, Status.NOT_CERTAIN)
_REPORTED = ("events_held", "events_without_attendance")


@dataclass(frozen=True)
class Alert:
    """One alert: its kind, what it is about, how bad it is, its name and why, in words, and the figure and governorate ("" =
    the country) whose rows it opens; no figure where it opens none.  Kind and subject tell it from every other."""

    kind: str
    subject: str
    status: Status
    name: str
    why: str
    indicator: str = ""
    pcode: str = ""

    @property
    def identity(self) -> str:
        """What makes it the same alert on another day, in another release and in another language."""
        return f"{self.kind}/{self.subject}"


@dataclass(frozen=True, eq=False)
class Moment:
    """What is looked at: a release and the one before it (None: nothing to compare with) as one reader sees both, the number
    of the release (0: it was never published), the day it was published, and the day of the look."""

    after: Programme
    before: Programme | None
    today: date
    number: int = 0
    published: date | None = None
    thresholds: Thresholds = THRESHOLDS


def slipped(moment: Moment) -> Iterator[Alert]:
    """Targets whose status is worse than in the release before."""
    return _changed("target_slipped", moment, worse=True)


def recovered(moment: Moment) -> Iterator[Alert]:
    """Targets whose status is better than in the release before."""
    return _changed("target_recovered", moment, worse=False)


def _changed(kind: str, moment: Moment, *, worse: bool) -> Iterator[Alert]:
    """Compare each target with itself: one that was revised or has another date is another target."""
    earlier = {} if moment.before is None else {_target(row): row for row in target_rows(moment.before)}
    for row in target_rows(moment.after):
        was = earlier.get(_target(row))
        if was is None or was.status == row.status or {was.status, row.status} & set(_UNKNOWN):
            continue
        if worse == (WORST_FIRST.index(row.status) < WORST_FIRST.index(was.status)):
            words = {"before": labels.label(was.status), "now": labels.in_sentence(row.status)}
            figure = {"figure": wording.in_short(row.result), "gap": wording.gap(row.result)}
            why = t("{before} before, {now} now: {figure}, {gap}", **words, **figure)
            yield _of_target(kind, row, why, moment.number)


def missed(moment: Moment) -> Iterator[Alert]:
    """Targets that lie above where the pace leads by their date."""
    for row in target_rows(moment.after):
        ahead = row.pace.projected if row.pace else None
        if ahead and ahead.high < row.target.target:
            words = {
                "count": formats.spoken(Quantity(ahead.low, ahead.high)),
                "target": formats.number(row.target.target),
                "day": formats.day_near(row.target.due_on, row.result.as_of),
                "needs": wording.needs(row),
            }
            yield _of_target("target_missed", row, t("likely {count} of {target} by {day}; {needs}", **words))


def _target(row: TargetRow) -> tuple[str, date, float]:
    return row.key, row.target.due_on, row.target.target


def _of_target(kind: str, row: TargetRow, why: str, number: int | None = None) -> Alert:
    subject = f"{row.key}/{row.target.due_on}" + ("" if number is None else f"/{number}")
    name = row.title if row.pcode else row.result.label
    return Alert(kind, subject, row.status, name, why, row.result.indicator.key, row.pcode)


def late_works(moment: Moment) -> Iterator[Alert]:
    """Works past their date; in a protected view, where rows have other ids in each release, those of a place and date."""
    programme = moment.after

    alike: dict[str, list[Overdue]] = {}
    for work in overdue(programme):
        alike.setdefault(work.item_id if programme.as_recorded(work.pcode) else f"{work.pcode}/{work.due}", []).append(
            work
        )
    for about, works in alike.items():
        place = governorate_name(works[0].pcode) if works[0].pcode else ""
        several = n(
            "{figure} work or delivery", "{figure} works and deliveries", len(works), figure=formats.number(len(works))
        )
        name = at(works[0].name if len(works) == 1 else several, place)
        words = {"delay": formats.delay(works[0].due, programme.as_of), "day": formats.day(works[0].due)}
        why = t("{delay} overdue, due on {day}", **words)
        yield Alert("work_overdue", about, Status.OFF_TRACK, name, why, "works_overdue", works[0].pcode)


def silent_fora(moment: Moment) -> Iterator[Alert]:
    """Fora that are dormant; in a protected view, which tells no forum apart, governorates that have any."""
    for life in forum_lives(moment.after):
        if life.state is State.DORMANT:
            name = at(life.name, governorate_name(life.pcode))
            yield Alert(
                "forum_dormant", life.forum_id, Status.AT_RISK, name, fora.silent(life), "fora_dormant", life.pcode
            )
    if moment.after.protected:
        pair = plural("{figure} has not met for three months", "{figure} have not met for three months")
        for pcode, some in _places("fora_dormant", moment.after).items():
            why = n(*pair, grammatical_number(some), figure=formats.spoken(some))
            yield Alert("forum_dormant", pcode, Status.AT_RISK, _in(t("Fora"), pcode), why, "fora_dormant", pcode)


def waiting_concerns(moment: Moment) -> Iterator[Alert]:
    """Concerns that are open for long, one by one for who may see them so; else governorates that have any for certain."""
    key, programme = "concerns_open_long", moment.after
    if not may_be_told(programme):
        for pcode, some in _places(key, programme).items():
            why = n("{figure} is open for over 90 days", "{figure} are open for over 90 days", grammatical_number(some),
                    figure=formats.spoken(some))  # fmt: skip
            yield Alert("concern_waits", pcode, Status.AT_RISK, _in(t("Concerns"), pcode), why, key, pcode)
        return
    rows = rows_behind(INDICATORS[key], programme)
    for concern, topic, pcode, raised in zip(
        rows["concern_id"], rows["topic"], rows["governorate"].fillna(""), rows["raised_in"], strict=True
    ):
        why = t("raised in {month} and still open", month=formats.day(raised.date(), "month"))
        yield Alert("concern_waits", concern, Status.AT_RISK, _in(labels.label(topic), pcode), why, key, pcode)


def no_release(moment: Moment) -> Iterator[Alert]:
    """That nothing was published for long."""
    published = moment.published
    if published and (moment.today - published).days >= moment.thresholds.no_release_days:
        words = {"number": moment.number, "day": formats.day(published)}
        why = t("release {number} is of {day}, {delay} ago", delay=formats.delay(published, moment.today), **words)
        yield Alert("no_release", str(moment.number), Status.AT_RISK, t("Data that are not renewed"), why)


def moved_headlines(moment: Moment) -> Iterator[Alert]:
    """Headline figures that a publication moves far, each release on its own date."""
    if moment.before is None:
        return
    for key in HEADLINES:
        old, new = measure(key, moment.before).value, measure(key, moment.after).value
        if old is None or new is None or not _far(old, new, moment.thresholds.headline_moved):
            continue
        before, after = before_and_after(FigureChange(key, "figure", INDICATORS[key].unit, old, new))
        why = t("{after}, before {before}", before=before, after=after)
        yield Alert("headline_moved", f"{key}/{moment.number}", Status.TOO_EARLY, t(INDICATORS[key].label), why, key)


def _far(old: Quantity, new: Quantity, part: float) -> bool:
    """Whether a bound moves by more than that part of it; of what is not shown nobody can say."""
    if Suppressed in (type(old), type(new)):
        return False
    bounds = ((old.low, new.low), (old.high, new.high))
    return any(a is not None and b is not None and abs(b - a) > part * abs(a) for a, b in bounds)


def less_complete(moment: Moment) -> Iterator[Alert]:
    """Governorates where attendance is recorded for a smaller part of the events held than in the release before."""
    if moment.before is None:
        return
    earlier, least = _reported(moment.before), 100 * moment.thresholds.completeness_fell
    for pcode, (told, held) in _reported(moment.after).items():
        was = earlier.get(pcode)
        if was is None or 100 * was[0] / was[1] - 100 * told / held <= least:
            continue
        words = {"told": formats.number(told), "held": formats.number(held), "were": formats.number(was[0])}
        why = n(
            "attendance recorded of {told} of {held} events, before of {were} of {all}",
            "attendance recorded of {told} of {held} events, before of {were} of {all}",
            int(held), all=formats.number(was[1]), **words,
        )  # fmt: skip
        name = _in(t("Attendance"), pcode)
        subject = f"{pcode}/{moment.number}"
        yield Alert("completeness_fell", subject, Status.AT_RISK, name, why, _REPORTED[1], pcode)


def _reported(programme: Programme) -> Mapping[str, tuple[float, float]]:
    """Governorate -> of how many events attendance is recorded, and how many were held there, where both are known."""
    held, without = (measure(key, programme, "governorate") for key in _REPORTED)
    found = {}
    for pcode, all_ in held.parts.items():
        silent = without.parts.get(pcode, Quantity(0, 0)) if without.value else None
        if pcode and silent and silent.exact and all_.exact and all_.low:
            found[pcode] = (all_.low - silent.low, all_.low)
    return found


def _places(key: str, programme: Programme) -> dict[str, Quantity]:
    """The governorates with a figure above 0 for certain, and all that it may be there; where some of it is told for no
    governorate, the country's figure under ""."""
    split = measure(key, programme, "governorate")
    certain = [pcode for pcode, part in split.parts.items() if part.low > 0]
    figures = {pcode: split.part(pcode) if pcode else split.value for pcode in certain}
    return {pcode: figure for pcode, figure in figures.items() if figure}


def _in(what: str, pcode: str) -> str:
    return at(what, governorate_name(pcode) if pcode else "")
