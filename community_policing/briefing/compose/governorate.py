"""Governorate slides: figures, targets, what is late, and what comes next."""

from collections import Counter

from community_policing.analysis import governorate
from community_policing.analysis.governorate import Plan, Step
from community_policing.analysis.insights import against_target
from community_policing.analysis.targets.rows import TargetRow
from community_policing.analysis.targets.wording import with_reason
from community_policing.analysis.training import calendar
from community_policing.analysis.works import items
from community_policing.briefing.compose.cards import card
from community_policing.briefing.compose.figures import Figures
from community_policing.briefing.compose.track import board, late
from community_policing.briefing.compose.where import placed, where
from community_policing.briefing.compose.wording import and_more, foot, notes
from community_policing.briefing.model import Block, Card, Cards, Cell, Point, Points, Slide, Table
from community_policing.briefing.presets import BriefingRequest
from community_policing.core import formats
from community_policing.core.geography import governorate_name, governorate_order, governorates, neighbours
from community_policing.core.i18n import joined, n, name_order, t

STAND = ("fora_established", "fora_established_iom", "fora_established_police", "fora_planned")
LINES, POINTS = 6, 4
BESIDE = "beside"


def profiles(figures: Figures, asked: BriefingRequest) -> tuple[Slide, ...]:
    """A slide for each governorate that was asked for, else for each of the scope."""
    pcodes = asked.governorates or figures.programme.scope.governorates
    return tuple(slide for pcode in pcodes for slide in _profile(figures, pcode, beside=asked.preset == "governorate"))


def _profile(country: Figures, pcode: str, beside: bool) -> tuple[Slide, ...]:
    """Its profile; where the briefing is about governorates, also how its neighbours stand."""
    figures = country.within(pcode)
    fora, iom, police, planned = figures.results(*STAND)
    plans = governorate.plans(figures.programme)
    headline = governorate.title(governorate_name(pcode), fora, iom, police, planned, plans)
    results = (iom, police, planned, *figures.results("attendances", "building_works_done"))
    blocks = (Cards(_cards(figures, pcode, plans)), ahead(figures, plans), watched(figures))
    subtitle = t("Profile of {place}", place=governorate_name(pcode))
    slide = Slide(
        f"governorate-{pcode}", "governorate", headline, subtitle, blocks, foot(figures, results), notes(results)
    )
    return (slide, _neighbours(country.everywhere, pcode)) if beside else (slide,)


def _neighbours(country: Figures, pcode: str) -> Slide:
    """The governorate and its neighbours on a slide of their own."""
    near = [governorate_name(each) for each in neighbours(pcode)]
    headline = t("{place} beside {others}", place=governorate_name(pcode), others=joined(sorted(near, key=name_order)))
    blocks = compared(country, pcode)
    subtitle = t("Compared with its neighbours")
    return Slide(f"governorate-{pcode}-2", "governorate", headline, subtitle, blocks, foot(country, ()))


def compared(country: Figures, pcode: str) -> tuple[Block, ...]:
    """The governorate and its neighbours, in a table with the median of all, and on the map."""
    splits = [
        split for key in governorate.COMPARED if governorate.by_place(split := country.result(key, "governorate"))
    ]
    title, picture = t("Compared with its neighbours"), where(country, "side", pcode, BESIDE)
    if not splits:
        return Points(title, (), t("No figure to compare is published by governorate.")), picture
    near = (pcode, *sorted(neighbours(pcode), key=governorate_order))
    rows: list[tuple[Cell, ...]] = [
        (governorate_name(each), *(placed(country, split, each, BESIDE) for split in splits)) for each in near
    ]
    every, median_label = tuple(governorates()), t("median of all governorates")
    middle = (
        country.part(
            f"{BESIDE}/{split.indicator.key}/median", split, governorate.median(split, every), text=median_label
        )
        for split in splits
    )
    rows.append((t("Median of all {count}", count=formats.number(len(every))), *middle))
    heads = (t("Governorate"), *(t(governorate.COMPARED[split.indicator.key]) for split in splits))
    return Table(title, heads, tuple(rows)), picture


def _cards(figures: Figures, pcode: str, plans: tuple[Plan, ...]) -> tuple[Card, ...]:
    """Fora by IOM, by local police and planned, apart; attendances with their events; works."""
    iom, police, planned, seats, people = figures.results(*STAND[1:], "attendances", "people_reached")
    done, agreed, overdue, equipment = figures.results(
        "building_works_done", "works_agreed", "works_overdue", "equipment_handed_over"
    )
    slide = f"governorate/{pcode}"
    to_come = (t("by {day}", day=plans[-1].when),) if plans and figures.donor else governorate.planned_where(plans)
    to_come = to_come if planned.value else ()
    return (
        card(figures, slide, iom),
        card(figures, slide, police),
        card(figures, slide, planned, *to_come),
        card(figures, slide, seats, *governorate.people_said(people), *_events(figures)),
        card(figures, slide, done, *governorate.works_said(agreed, overdue, equipment)),
    )


def _events(figures: Figures) -> tuple[str, ...]:
    events_held, planned = figures.results("events_held", "events_planned")
    if events_held.value is None or planned.value is None:
        return ()
    return (
        t(
            "events: {held} held, {planned} planned",
            held=formats.quantity(events_held.value),
            planned=formats.quantity(planned.value),
        ),
    )


def ahead(figures: Figures, plans: tuple[Plan, ...]) -> Table:
    """What comes next, in the order of the dates; for donors how many of each kind, without names."""
    programme = figures.programme
    steps = governorate.ahead(plans, calendar.events(programme), items.items(programme), programme.as_of)
    title = and_more(t("What is planned next"), len(steps) - LINES)
    nothing = t("No forum, event or work is recorded after this date.")
    if figures.donor:
        lines = Counter((step.when, _kind(step)) for step in steps)
        rows = tuple(
            (when, kind if count == 1 else f"{kind} × {formats.number(count)}") for (when, kind), count in lines.items()
        )
        title = t("What is planned next") if len(rows) <= LINES else title
        return Table(title, (t("When"), t("Kind")), rows[:LINES], nothing=nothing)
    named = tuple((step.when, step.what, _kind(step)) for step in steps[:LINES])
    return Table(title, (t("When"), t("What"), t("Kind")), named, nothing=nothing)


def _kind(step: Step) -> str:
    return t("{kind} · date passed", kind=step.kind) if step.late else step.kind


def _target(figures: Figures, row: TargetRow) -> Point:
    """The figure against its target, and why it is a risk."""
    title, figure = row.result.label, with_reason(against_target(row.result), row.result)
    number = figures.number(f"governorate/{row.pcode}/{row.result.indicator.key}", row.result)
    return Point(t("{title}: {figure}", title=title, figure=figure), row.status.value, "", (number,))


def watched(figures: Figures) -> Points:
    """Its own targets, the worst first, and what is late."""
    rows = board(figures)
    points = [_target(figures, row) for row in rows]
    points = sorted((*points, *late(figures)), key=lambda point: point.status != "off_track")
    nothing = governorate.no_target(figures.programme.scope)
    title, more = t("Its own targets, and what is late"), len(points) - POINTS
    if more > 0:
        title = n("{title}; {count} more", "{title}; {count} more", more, title=title)
    return Points(title, tuple(points[:POINTS]), nothing, "side")
