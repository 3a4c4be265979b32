"""Answer slide: whether the programme is on track, its one figure at 120 points on the line that leads to the target."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from community_policing.analysis import grain_wording, insights
from community_policing.analysis.targets import answer as overview
from community_policing.analysis.targets.rows import TargetRow
from community_policing.briefing.audience import whose_eyes
from community_policing.briefing.compose.figures import Figures
from community_policing.briefing.compose.track import board
from community_policing.briefing.compose.wording import foot, notes
from community_policing.briefing.model import Bars, Callout, Hero, Points, Series, Slide, Step, Steps
from community_policing.briefing.presets import PRESETS, BriefingRequest
from community_policing.core import formats
from community_policing.core.i18n import clauses, listed, n, t
from community_policing.core.protection_level import DAY, last_end
from community_policing.core.quantity import grammatical_number
from community_policing.measure.compute import over_time
from community_policing.measure.result import Result

MOST_STEPS = 300  # that can be told apart
# Their colours
BY_WHOM = {"fora_established_iom": "iom", "fora_established_police": "police", "fora_planned": "planned"}


def answer(figures: Figures, asked: BriefingRequest) -> tuple[Slide, ...]:
    """Compose the answer: IOM's fora on their way to the target, the police's beside them, the planned ones as a call-out."""
    results = figures.results(*BY_WHOM)
    drawing = _over_time(figures, results) or _by_whom(figures, results)
    subtitle = " · ".join(part for part in (_about(figures, asked), drawing.title) if part)
    rests_on = (*results, figures.result("fora_established"))
    said = (notes(results), insights.headline(figures.result("fora_established"), results[2], *results[:2]))
    headline, foots = _headline(figures, board(figures)), foot(figures, rests_on)
    return (Slide("answer", "answer", headline, subtitle, (drawing,), foots, "\n".join(said)),)


def _about(figures: Figures, asked: BriefingRequest) -> str:
    """For whom it is made, and the day where readers see another one than was asked for."""
    label = t("{label} briefing", label=t(PRESETS[asked.preset].label))
    parts = (label, whose_eyes(figures.programme, asked), grain_wording.snapped(figures.programme))
    return listed([part for part in parts if part])


def _headline(figures: Figures, rows: Sequence[TargetRow]) -> str:
    """The sentence that the overview begins with; without a target, how many fora there are and by whom."""
    everyone, planned, iom, police = figures.results("fora_established", "fora_planned", *tuple(BY_WHOM)[:2])
    established = insights.headline(everyone, planned, iom, police)
    return overview.answer(iom, rows, established, figures.programme) if rows else established


def _hero(figures: Figures, result: Result) -> Hero:
    """The figure, and of how many until when."""
    number = figures.number(f"stand/{result.indicator.key}", result)
    colour = BY_WHOM.get(result.indicator.key, "text")
    if result.target is None or result.value is None:
        return Hero(number, result.label, colour)
    target, day = formats.number(result.target.target), formats.day(result.target.due_on).replace(" ", "\u00a0")
    text = n("of {target} fora by IOM due by {day}", "of {target} fora by IOM due by {day}", int(result.target.target),
             target=target, day=day)  # fmt: skip
    return Hero(number, text, colour, result.status.value)


def _planned(figures: Figures) -> tuple[Callout, ...]:
    """How many are planned, and where."""
    planned = figures.result("fora_planned", "governorate")
    if planned.value is None or planned.value.high == 0:
        return ()
    count = grammatical_number(planned.value)
    number = figures.number("stand/fora_planned", planned)
    figure = n("{figure} more is planned", "{figure} more are planned", count, figure=number.text)
    where = insights.where_planned(planned)[0]
    return (Callout(t("{figure}: {where}", figure=figure, where=where) if where else figure, "", (number,)),)


def _over_time(figures: Figures, results: Sequence[Result]) -> Steps | None:
    """The fora over time with IOM's figure beside them; None where no day of any is known."""
    drawn = trend(figures, *results[:2])
    if not isinstance(drawn, Steps):
        return None
    first = next(result for result in results if BY_WHOM[result.indicator.key] == drawn.lines[0].colour)
    lines = (replace(drawn.lines[0], last=None), *drawn.lines[1:])  # its number is the large one
    return replace(drawn, lines=lines, slot="wide", hero=_hero(figures, first), callouts=_planned(figures))


def trend(figures: Figures, iom: Result, police: Result) -> Steps | Points:
    """Fora by IOM and by local police in steps, and the path to IOM's target; or why there is no line to draw."""
    title, programme = t("Fora over time against plan"), figures.programme
    lines = [(result, over_time(result.indicator.key, programme)) for result in (iom, police)]
    if not any(points for _, points in lines):
        nothing = t("Published as totals only.") if figures.published else insights.no_trend(programme)
        return Points(title, (), nothing)
    names = insights.trend_names(iom.value, police.value)
    steps = [
        Step(
            name, BY_WHOM[result.indicator.key], _steps(points, result, programme.grain),
            figures.number(f"stand/{result.indicator.key}", result), straight=programme.grain != DAY,
        )
        for name, (result, points) in zip(names, lines, strict=True)
        if points
    ]  # fmt: skip
    if target := iom.target:
        path = ((target.starts_on, target.baseline), (target.due_on, target.target))
        aim = t("Target {value}", value=formats.number(target.target))
        steps.append(Step(aim, "planned", tuple((day.isoformat(), value) for day, value in path), None, dashed=True))
    alt = insights.trend_alt(lines[0][1], lines[1][1], (iom.value, police.value), programme.grain)
    return Steps(title, alt, tuple(steps), programme.as_of.isoformat(), t("fora"))


def _by_whom(figures: Figures, results: Sequence[Result]) -> Bars:
    """Fora by IOM, by local police and planned, where nobody published when they were set up."""
    numbers = [figures.number(f"stand/{result.indicator.key}", result) for result in results]
    names = (t("By IOM"), t("By local police"), t("Planned"))
    series = tuple(
        Series(name, role, tuple(number if place == at else None for place in range(len(numbers))))
        for at, (name, role, number) in enumerate(zip(names, BY_WHOM.values(), numbers, strict=True))
    )
    alt = clauses(
        [t("{label}: {figure}", label=name, figure=each.text) for name, each in zip(names, numbers, strict=True)]
    )
    hero = _hero(figures, figures.result("fora_established"))
    return Bars(
        t("Fora, as published"), alt, names, series, t("fora"), slot="wide", hero=hero, callouts=_planned(figures)
    )


def _steps(points: Sequence[tuple[date, float]], result: Result, grain: str) -> tuple[tuple[str, float], ...]:
    """Points from 0 before the first forum to the figure on the as-of date; of many the last of each month."""
    eve = points[0][0] - timedelta(days=1)
    before = (eve if grain == DAY else last_end(eve, grain), 0.0)
    if len(points) > MOST_STEPS:
        points = tuple({(day.year, day.month): (day, value) for day, value in points}.values())
    return tuple((day.isoformat(), value) for day, value in (before, *points, (result.as_of, points[-1][1])))
