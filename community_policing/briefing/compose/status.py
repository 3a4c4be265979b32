"""Status slide: main figures, fora over time against their plan, and their places."""

from collections.abc import Sequence
from datetime import date, timedelta

from community_policing.analysis import governorate, insights
from community_policing.briefing.compose.cards import card, planned_card, some
from community_policing.briefing.compose.figures import Figures
from community_policing.briefing.compose.map import planned_only, where
from community_policing.briefing.compose.wording import foot, notes, whose
from community_policing.briefing.model import Block, Cards, Points, Slide, Step, Steps
from community_policing.briefing.presets import BriefingRequest
from community_policing.core import formats
from community_policing.core.i18n import t
from community_policing.core.protection_level import DAY, last_end
from community_policing.measure.compute import over_time
from community_policing.measure.result import Result

MOST_STEPS = 300  # that can be told apart


def stand(figures: Figures, _: BriefingRequest) -> tuple[Slide, ...]:
    """The figures that say where the programme stands, the fora over time against their plan, and where they are."""
    everyone, planned, iom, police = figures.results(
        "fora_established", "fora_planned", "fora_established_iom", "fora_established_police"
    )
    results = (iom, police, planned, *figures.results("attendances", "vehicles_handed_over"))
    blocks = (_cards(figures), trend(figures, iom, police), where(figures, slot="side"))
    headline, subtitle = insights.headline(everyone, planned, iom, police), t("Where we stand")
    if donors := whose(figures.programme):
        subtitle = t("Where we stand with what was paid for by {donors}, alone or with others", donors=donors)
    foots = foot(figures, results, planned_only(figures))
    return (Slide("stand", "stand", headline, subtitle, blocks, foots, notes(results)),)


def _cards(figures: Figures) -> Cards:
    iom, police, seats, community = figures.results(
        "fora_established_iom", "fora_established_police", "attendances", "community_attendances"
    )
    apart = () if figures.programme.scope.donors and insights.no_part(police) else (card(figures, "stand", police),)
    vehicles, done, agreed = figures.results("vehicles_handed_over", "building_works_done", "works_agreed")
    return Cards((
        card(figures, "stand", iom),
        *apart,  # donors pay for none of local police's own fora
        planned_card(figures, "stand"),
        card(figures, "stand", seats, *(insights.of_which(community) if some(community) else ()), *_events(figures)),
        card(figures, "stand", vehicles, *insights.works(done, agreed)),
    ))  # fmt: skip


def _events(figures: Figures) -> tuple[str, ...]:
    """The events at which these seats were filled, in the two kinds that were published apart."""
    trainings, workshops = figures.results("trainings_and_campaigns_held", "workshops_held")
    return governorate.events_said(trainings, workshops)


def trend(figures: Figures, iom: Result, police: Result) -> Block:
    """Fora by IOM and by local police in steps, and the path to IOM's target; or why there is no line to draw."""
    title, programme = t("Fora over time against plan"), figures.programme
    lines = [(result, over_time(result.indicator.key, programme)) for result in (iom, police)]
    if not any(points for _, points in lines):
        nothing = t("Published as totals only.") if figures.published else insights.no_trend(programme)
        return Points(title, (), nothing)
    by_iom, by_police = insights.trend_names(iom.value, police.value)
    names = {iom.indicator.key: (by_iom, "iom"), police.indicator.key: (by_police, "police")}
    steps = [
        Step(
            *names[result.indicator.key],
            _steps(points, result, programme.grain),
            figures.number(f"stand/{result.indicator.key}", result),
        )
        for result, points in lines
        if points
    ]
    target = iom.target
    if target:
        path = ((target.starts_on, target.baseline), (target.due_on, target.target))
        aim = t("Target {value} by {day}", value=formats.number(target.target), day=formats.day(target.due_on))
        steps.append(Step(aim, "planned", tuple((day.isoformat(), value) for day, value in path), None, dashed=True))
    alt = insights.trend_alt(lines[0][1], lines[1][1], (iom.value, police.value), programme.grain)
    return Steps(title, alt, tuple(steps), programme.as_of.isoformat(), t("fora"))


def _steps(points: Sequence[tuple[date, float]], result: Result, grain: str) -> tuple[tuple[str, float], ...]:
    """From nothing on the day before the first forum, or at the end of the period before it, to what stands on the as-of date;
    of many steps the last in each month."""
    eve = points[0][0] - timedelta(days=1)
    before = (eve if grain == DAY else last_end(eve, grain), 0.0)
    if len(points) > MOST_STEPS:
        points = tuple({(day.year, day.month): (day, value) for day, value in points}.values())
    return tuple((day.isoformat(), value) for day, value in (before, *points, (result.as_of, points[-1][1])))
