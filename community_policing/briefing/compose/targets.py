"""Targets, the worst first; and what is at risk, with the reasons."""

from collections import Counter
from dataclasses import replace

from community_policing.analysis import grain_wording, insights
from community_policing.analysis.targets import rows as standing, wording
from community_policing.analysis.targets.rows import TargetRow
from community_policing.analysis.works import items
from community_policing.analysis.works.items import Item
from community_policing.briefing.compose.figures import Figures, titles
from community_policing.briefing.compose.pagination import paged, split
from community_policing.briefing.compose.wording import foot, notes
from community_policing.briefing.model import Bullet, Bullets, Number, Point, Points, Slide
from community_policing.briefing.presets import BriefingRequest
from community_policing.core import formats, labels
from community_policing.core.geography import governorate_name
from community_policing.core.i18n import at, n, t
from community_policing.core.indicators import INDICATORS
from community_policing.core.protection_level import DAY
from community_policing.core.quantity import Quantity
from community_policing.measure.pace import Status, Why

BULLETS, POINTS, SLIDES = 6, 7, 3  # rows of a slide of targets, sentences of one of risks, slides of risks


def board(figures: Figures) -> tuple[TargetRow, ...]:
    """Every figure that has a target in this choice: the country's and each governorate's own, most at risk first."""
    scope = figures.programme.scope
    country = () if scope.governorates else figures.results(*INDICATORS)
    local = [
        figures.places(key).get(pcode) or figures.within(pcode).result(key)
        for key, pcodes in standing.places_with_targets(figures.programme).items()
        for pcode in pcodes
    ]
    return standing.with_targets((*country, *local))


def targets(figures: Figures, _: BriefingRequest) -> tuple[Slide, ...]:
    """All targets, six a slide."""
    rows, programme = board(figures), figures.programme
    results = [row.result for row in rows]
    foots = foot(figures, results, wording.rule(programme.grain == DAY), grain_wording.no_pace(programme))
    if not rows:
        headline, nothing = wording.no_rows(programme)
        points = Points(t("Progress toward targets"), (), nothing, "wide")
        return (Slide("targets", "targets", headline, t("Progress toward targets"), (points,), foot(figures, ())),)
    pages = [(_bullets(figures, page),) for page in split(rows, BULLETS)]
    subtitle = t("Progress toward targets, most at risk first")
    sentences = wording.without_target(rows, programme)
    first = Slide(
        "targets", "targets", wording.headline(rows), subtitle, pages[0], foots, f"{notes(results)}\n{sentences}"
    )
    return paged(first, pages[1:])


def _bullets(figures: Figures, rows: tuple[TargetRow, ...]) -> Bullets:
    alt = ". ".join(wording.in_words(row) for row in rows)
    return Bullets(t("Progress toward targets"), f"{alt}.", tuple(_bullet(figures, row) for row in rows))


def _bullet(figures: Figures, row: TargetRow) -> Bullet:
    key, pace = f"targets/{row.result.indicator.key}/{row.pcode or 'country'}", row.pace
    actual = figures.number(key, row.result, place=row.place)
    projected = pace.projected if pace else None
    return Bullet(
        row.result.label, t("{place} · by {day}", place=row.place, day=formats.day(row.target.due_on)), actual,
        _target(figures, actual, row), row.target.baseline, pace.due if pace else row.target.baseline, row.status.value, said(row),
        projected.low if projected else None, projected.high if projected else None,
    )  # fmt: skip


def _target(figures: Figures, actual: Number, row: TargetRow) -> Number:
    """The target as a figure of its own."""
    target, unit = row.target, row.result.indicator.unit
    value = Quantity.exactly(target.target)
    made_up = t("The target is illustrative.") if "illustrative" in target.records else ""
    return replace(
        actual, key=f"{actual.key}/target", label=t("Target: {figure}", figure=actual.label),
        text=formats.quantity(value, unit), low=value.low, high=value.high, rows=0, withheld="", caveat=made_up,
        method=t("Set for {day}.", day=formats.day(target.due_on)), sources=titles(figures.programme, target.sources),
    )  # fmt: skip


def said(row: TargetRow) -> str:
    """The status and what it rests on: "At risk: 94 % of what is due; needs 4 a month"."""
    reached = row.pace is not None and row.pace.why is Why.REACHED
    due = "" if reached else wording.of_due(row) + wording.reason(row.result)
    parts = [part for part in (due, wording.needs(row)) if part]
    return t("{status}: {why}", status=wording.word(row), why="; ".join(parts)) if parts else wording.word(row)


def risk(figures: Figures, _: BriefingRequest) -> tuple[Slide, ...]:
    """What needs attention, the worst first, with the reasons: targets off track or at risk, then what is overdue."""
    rows = [row for row in board(figures) if row.status in (Status.OFF_TRACK, Status.AT_RISK)]
    overdue = figures.result("works_overdue")
    overdue_there = late(figures)
    points = sorted(
        (*(_row(figures, row) for row in rows), *overdue_there[:POINTS]),
        key=lambda point: point.status != Status.OFF_TRACK,
    )
    pages = split(points[: POINTS * SLIDES], POINTS)
    more = len(rows) + len(overdue_there) - sum(map(len, pages))
    nothing = f"{insights.none_bad(row.result for row in board(figures))} {none_late(figures)}"
    blocks = [(Points(t("What needs attention"), page, nothing, "wide"),) for page in pages]
    results = [*(row.result for row in rows), overdue]
    subtitle = t("What is at risk, and why")
    if more > 0:
        subtitle = n("{what}, and {count} more", "{what}, and {count} more", more, what=subtitle)
    foots = foot(
        figures, results, wording.rule(figures.programme.grain == DAY), grain_wording.no_pace(figures.programme)
    )
    return paged(Slide("risk", "risk", _headline(figures), subtitle, blocks[0], foots, notes(results)), blocks[1:])


def _headline(figures: Figures) -> str:
    rows, overdue = board(figures), figures.result("works_overdue")
    first = wording.headline(rows) if rows else wording.no_rows(figures.programme)[0]
    late_said = items.late(overdue)
    return t("{targets}; {late}", targets=first, late=late_said) if late_said else first


def _row(figures: Figures, row: TargetRow) -> Point:
    """A target that is not being met: the figure, and what it would take."""
    figure = insights.against_target(row.result) + wording.reason(row.result)
    why = "; ".join(part for part in (wording.of_due(row), wording.needs(row), wording.has_seen(row)) if part)
    number = figures.number(f"targets/{row.result.indicator.key}/{row.pcode or 'country'}", row.result, place=row.place)
    text = t("{title}: {figure}", title=f"{row.result.label}, {row.place}", figure=figure)
    return Point(text, row.status.value, why[:1].upper() + why[1:], (number,))


def late(figures: Figures) -> tuple[Point, ...]:
    """What is overdue: each item by name, the longest first; for donors how many there are in each governorate."""
    if figures.donor:
        return _late_by_place(figures)
    return tuple(_late(item) for item in items.items(figures.programme) if item.overdue)


def none_late(figures: Figures) -> str:
    """What to say where nothing is overdue, or nobody can say."""
    if figures.published:
        return t("No due date is published, so it is not known what is late.")
    return t("No recorded item is past its due date.")


def _late(item: Item) -> Point:
    what = at(item.name, item.where)
    return Point(f"{what}: {items.lateness(item)}", Status.OFF_TRACK.value, labels.label(item.kind))


def _late_by_place(figures: Figures) -> tuple[Point, ...]:
    split_up = figures.result("works_overdue", "governorate")
    overdue_in = Counter({pcode: int(part.low) for pcode, part in split_up.parts.items() if part.low})
    return tuple(
        Point(
            n("{place}: {figure} work or delivery overdue", "{place}: {figure} works or deliveries overdue", count,
              place=governorate_name(pcode), figure=formats.number(count)),
            Status.OFF_TRACK.value, "",
            (
                figures.part(
                    f"risk/works_overdue/{pcode or 'unplaced'}",
                    split_up,
                    Quantity.exactly(count),
                    governorate_name(pcode),
                ),
            ),
        )
        for pcode, count in overdue_in.most_common()
    )  # fmt: skip
