"""Trainings, awareness campaigns and workshops: what was held, month by month or by period, and what is next."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from community_policing.analysis import insights
from community_policing.analysis.training import calendar
from community_policing.analysis.training.calendar import TrainingEvent
from community_policing.briefing.compose.cards import card, known_cards
from community_policing.briefing.compose.figures import Figures
from community_policing.briefing.compose.pagination import BESIDE
from community_policing.briefing.compose.wording import foot, notes
from community_policing.briefing.model import Bars, Block, Cards, Number, Points, Series, Slide, Table
from community_policing.briefing.presets import BriefingRequest
from community_policing.core import formats, labels
from community_policing.core.geography import governorate_name
from community_policing.core.i18n import n, t
from community_policing.core.indicators import INDICATORS
from community_policing.core.protection_level import DAY, last_end, period_end, period_ends
from community_policing.core.quantity import NOTHING, Quantity, plural
from community_policing.core.schema import TRAINING_KINDS
from community_policing.measure.aggregate import select
from community_policing.measure.programme import Programme

MONTHS = 12
STAND = ("events_held", "trainings_and_campaigns_held", "workshops_held", "events_planned")
COLOURS = {"training": "groups.1", "awareness_campaign": "groups.3", "workshop": "groups.0"}


def training(figures: Figures, _: BriefingRequest) -> tuple[Slide, ...]:
    """The events held in the last twelve months by kind, beside those that come next."""
    stand, events = figures.results(*STAND), calendar.events(figures.programme)
    headline = calendar.headline(stand, events)
    blocks = (_cards(figures, events), _by_month(figures), _next(figures, events))
    subtitle = t("Trainings, awareness campaigns and workshops")
    return (Slide("training", "training", headline, subtitle, blocks, foot(figures, stand), notes(stand)),)


def _cards(figures: Figures, events: tuple[TrainingEvent, ...]) -> Cards:
    trainings, workshops, planned, silent = figures.results(*STAND[1:], "events_unreported")
    first = tuple(t("the next: {when}", when=event.when) for event in calendar.ahead(events)[:1])
    lines = [(trainings, _named(figures)), (workshops, ()), (planned, first)]
    lines += [(silent, ())] if silent.value and silent.value.high else []
    return known_cards(card(figures, "training", result, *lines_of) for result, lines_of in lines)


def _named(figures: Figures) -> tuple[str, ...]:
    """Trainings and campaigns apart, where that is known."""
    kinds = figures.result("events_held", "kind")
    if not kinds.parts:
        return ()
    trainings, campaigns = (kinds.part(kind) or NOTHING for kind in ("training", "awareness_campaign"))
    return (
        n("{figure} training", "{figure} trainings", plural(trainings), figure=formats.quantity(trainings)),
        n("{figure} campaign", "{figure} campaigns", plural(campaigns), figure=formats.quantity(campaigns)),
    )


def _by_month(figures: Figures) -> Block:
    """A bar for each of the last months, or of the last periods of a protected view, kinds on one another; one without a bar
    had none."""
    title, grain = _title(figures), figures.programme.grain
    months = _months(figures.programme.as_of) if grain == DAY else _periods(figures.programme)
    if figures.published:
        return Points(title, (), t("Single events are not published for this date."))
    sums = _sums(figures, months)
    if not sums:
        nothing = t("No event was held in these months.") if grain == DAY else t("No event was held in these periods.")
        return Points(title, (), insights.nothing(nothing, figures.programme, "trainings"))
    series = tuple(
        Series(labels.label(kind), COLOURS[kind], tuple(_number(figures, kind, month, sums) for month in months))
        for kind in TRAINING_KINDS
        if any((kind, month) in sums for month in months)
    )
    names = tuple(_name(month, grain) for month in months)
    totals = [sum(sums.get((kind, month), 0) for kind in TRAINING_KINDS) for month in months]
    alt = ", ".join(f"{name} {formats.number(count)}" for name, count in zip(names, totals, strict=True))
    return Bars(title, t("{title}: {periods}.", title=title, periods=alt), names, series, t("events"), standing=True)


def _title(figures: Figures) -> str:
    return {"quarter": t("Events held by quarter"), "year": t("Events held by year")}.get(
        figures.programme.grain, t("Events held by month")
    )


def _name(begin: date, grain: str) -> str:
    return formats.day(begin, "month" if grain == DAY else grain)


def _begin(day: date, grain: str) -> date:
    """The first day of the month, or of the quarter or year, in which the day lies."""
    return day.replace(day=1) if grain == DAY else last_end(day - timedelta(days=1), grain) + timedelta(days=1)


def _sums(figures: Figures, months: Sequence[date]) -> Mapping[tuple[str, date], float]:
    """Kind and first day of one of those months or periods -> the events held, where there was any."""
    grain = figures.programme.grain
    sums: dict[tuple[str, date], float] = {}
    for (kind,), gains in select(INDICATORS["events_held"], figures.programme).gains_by(("kind",)).items():
        for month, count in ((_begin(day, grain), count) for day, count in gains):
            if month in months:
                sums[kind, month] = sums.get((kind, month), 0.0) + count
    return sums


def _number(figures: Figures, kind: str, month: date, sums: Mapping[tuple[str, date], float]) -> Number | None:
    count = sums.get((kind, month), 0)
    if not count:
        return None
    text = t("{kind}, {month}", kind=labels.label(kind), month=_name(month, figures.programme.grain))
    key = f"training/month/{month:%Y-%m}/{kind}"
    return figures.part(key, figures.result("events_held"), Quantity.exactly(count), text=text)


def _months(as_of: date) -> tuple[date, ...]:
    """The first days of the last months, the as-of date's own the last."""
    last = as_of.year * 12 + as_of.month - 1
    return tuple(date(month // 12, month % 12 + 1, 1) for month in range(last - MONTHS + 1, last + 1))


def _periods(programme: Programme) -> tuple[date, ...]:
    """The first days of the last periods, up to the one that the as-of date lies in; from the first event's on."""
    gains = select(INDICATORS["events_held"], programme).gains()
    first = gains[0][0] if gains else programme.as_of
    ends = period_ends(first, period_end(programme.as_of, programme.grain), programme.grain)
    return tuple(_begin(end, programme.grain) for end in ends[-MONTHS:])


def _next(figures: Figures, events: tuple[TrainingEvent, ...]) -> Table:
    """What is planned, the next first; for donors without the names of events and places."""
    plans = calendar.ahead(events)
    rows = tuple(_line(figures, plan) for plan in plans[:BESIDE])
    title, more = t("What is next"), len(plans) - BESIDE
    if more > 0:
        title = n("What is next, and {count} more", "What is next, and {count} more", more)
    heads = (t("When"), t("Kind"), t("Governorate")) if figures.donor else (t("When"), t("What"), t("Where"))
    nothing = t("No event is planned after this date.")
    if figures.published:
        nothing = t("No planned event is published for this date.")
    elif not figures.programme.scope.whole:
        none = t("No event is planned in this selection after this date.")
        nothing = insights.nothing(none, figures.programme, "trainings")
    return Table(title, heads, rows, nothing=nothing, slot="side")


def _line(figures: Figures, plan: TrainingEvent) -> tuple[str, ...]:
    if figures.donor:
        return plan.when, labels.label(plan.kind), governorate_name(plan.pcode)
    return plan.when, plan.title, plan.where
