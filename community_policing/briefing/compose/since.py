"""Slide of changes since the previous briefing, or since an earlier month end or end of a period."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from community_policing.analysis.compare import wording
from community_policing.analysis.compare.comparison import Comparison
from community_policing.briefing.compose.figures import Figures
from community_policing.briefing.compose.wording import foot
from community_policing.briefing.differences import Moved, moved
from community_policing.briefing.model import Briefing, Cell, Number, Points, Slide, Table, numbers
from community_policing.core import formats
from community_policing.core.i18n import N_, n, t
from community_policing.core.protection_level import DAY, last_end, month_end_before
from community_policing.core.quantity import Quantity
from community_policing.measure.compute import first_day
from community_policing.measure.programme import Programme

TOLD = (
    "fora_established_iom", "fora_established_police", "fora_planned", "trainings_and_campaigns_held", "workshops_held",
    "attendances", "community_attendances", "vehicles_handed_over", "equipment_handed_over", "building_works_done",
    "works_agreed", "works_overdue",
)  # fmt: skip
# What moved of these is told, in this order
HEADLINES = ("stand/", "targets/", "map/", "money/all/", "governorate/")
LISTED = 12  # figures on the slide
MONTHS_BACK = 3  # whose end is looked back to


def since_briefing(figures: Figures, before: Briefing, after: Briefing) -> tuple[Slide, ...]:
    """What moved since that briefing; it has to be of the same choice."""
    day = formats.day(before.day)
    changes = moved(before, after)
    moves = _told(changes)
    rows = tuple(_row(change) for change in moves[:LISTED])
    more = len(moves) - len(rows)
    subtitle = t("Since the briefing of {day}, “{title}”", day=day, title=before.title)
    heads = (t("Figure"), t("Where"), day, formats.day(after.day), t("Difference"))
    unknown = _unknown(before, after)
    nothing = t("Every known headline figure is unchanged.") if unknown else t("Every headline figure is unchanged.")
    table = Table(t("What changed"), heads, rows, nothing=nothing, slot="wide")
    notes = n("And {count} more figure changed.", "And {count} more figures changed.", more) if more > 0 else ""
    foots = foot(figures, (), notes)
    return (Slide("since", "since", _headline(moves, day, unknown), subtitle, (table,), foots, notes),)


def _told(changes: tuple[Moved, ...]) -> list[Moved]:
    """Those of the headline figures that stand in both briefings, each indicator of each place once."""
    both = [change for change in changes if change.before and change.after]
    ordered = [change for family in HEADLINES for change in both if change.key.startswith(family)]
    seen: dict[tuple[str, str], Moved] = {}
    for change in ordered:
        seen.setdefault((change.label, change.place), change)
    return list(seen.values())


def _unknown(before: Briefing, after: Briefing) -> bool:
    """Whether a headline figure is known in neither briefing: nobody can say that it is what it was."""
    silent = [
        {each.key for each in numbers(b.slides) if each.low is None and each.key.startswith(HEADLINES)}
        for b in (before, after)
    ]
    return bool(silent[0] & silent[1])


def _headline(moves: Sequence[Moved], day: str, unknown: bool) -> str:
    if not moves and unknown:
        return t("No known headline figure has changed since the briefing of {day}", day=day)
    if not moves:
        return t("No headline figure has changed since the briefing of {day}", day=day)
    figure = formats.number(len(moves))
    count = n("{figure} figure has changed", "{figure} figures have changed", len(moves), figure=figure)
    first = moves[0]
    before, after = (number.text if number else "–" for number in (first.before, first.after))
    went = N_("{count} since {day}: {what} {before} → {after}")
    among = N_("{count} since {day}, among them {what} {before} → {after}")
    words = {"what": first.label, "before": before, "after": after}
    return t(went if len(moves) == 1 else among, count=count, day=day, **words)


def _row(change: Moved) -> tuple[Cell, ...]:
    """A figure, where, before, after and the difference; both are there."""
    assert change.before is not None
    assert change.after is not None
    before = replace(change.before, key=f"since/before/{change.key}")
    if change.more is None:
        return change.label, change.place, before, change.after, "–"
    text = wording.signed(change.more, change.unit)
    difference = _made(change.after, f"since/difference/{change.key}", text, change.more)
    return change.label, change.place, before, change.after, difference


def _made(like: Number, key: str, text: str, more: Quantity) -> Number:
    """The difference as a figure of its own."""
    caveat = t("A difference is only as certain as its two figures.")
    return replace(
        like, key=key, label=t("Difference: {figure}", figure=like.label), text=text, low=more.low, high=more.high, caveat=caveat,
        method=t("the later figure minus the earlier one"), rows=0, withheld="",
    )  # fmt: skip


def since_earlier(figures: Figures, other: bool = False) -> tuple[Slide, ...]:
    """Compare main figures with an earlier month end or period; `other`: there is a briefing, of another choice or readers."""
    programme = figures.programme
    day, first = _earlier(programme), first_day(programme.whole)
    title = t("What changed")
    if not figures.published and (first is None or first > day):
        headline = t("There is no earlier date to compare with: nothing is recorded by {day}", day=formats.day(day))
        points = Points(title, (), t("Nothing to compare with."), "wide")
        return (Slide("since", "since", headline, title, (points,), foot(figures, ())),)
    earlier = figures.on(day)
    fora = (figures.since(f"fora_established{whose}", earlier) for whose in ("", "_iom", "_police"))
    comparisons = [figures.since(key, earlier) for key in TOLD]
    rows = tuple(_compared(figures, each) for each in comparisons if each.a.value or each.b.value)
    heads = (t("Figure"), formats.day(day), formats.day(programme.as_of), t("Difference"))
    nothing = t("No figure is known for either date.")
    table = Table(t("On the two dates"), heads, rows, nothing=nothing, slot="wide")
    why = t("the previous briefing covers another selection") if other else t("there is no earlier briefing")
    subtitle = t("Compared with the figures of {day}, from the same data: {why}", day=formats.day(day), why=why)
    foots = foot(figures, [each.b for each in comparisons])
    return (Slide("since", "since", wording.headline(*fora), subtitle, (table,), foots),)


def _compared(figures: Figures, comparison: Comparison) -> tuple[Cell, ...]:
    key = comparison.b.indicator.key
    after = figures.number(f"since/after/{key}", comparison.b)
    before = figures.number(f"since/before/{key}", comparison.a)
    text = wording.signed(comparison.more, comparison.unit)
    difference = _made(after, f"since/difference/{key}", text, comparison.more) if comparison.more is not None else "–"
    return comparison.b.label, before, after, difference


def _earlier(programme: Programme) -> date:
    """The day that figures are held against: one on which they are true for these readers."""
    if programme.grain == DAY:
        return month_end_before(programme.as_of, MONTHS_BACK)
    return last_end(programme.as_of - timedelta(days=1), programme.grain)
