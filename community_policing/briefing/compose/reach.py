"""Reach by phase, donor and group: seats and people apart, each by its own method."""

from collections.abc import Sequence

from community_policing.analysis.reach import counting_methods
from community_policing.analysis.reach.breakdown import Crosstab, crosstab
from community_policing.briefing.compose.cards import card
from community_policing.briefing.compose.figures import Figures
from community_policing.briefing.compose.pagination import BESIDE, paged, split
from community_policing.briefing.compose.wording import foot, notes
from community_policing.briefing.model import Bars, Block, Cards, Number, Points, Series, Slide, Table
from community_policing.briefing.presets import BriefingRequest
from community_policing.core import formats, labels
from community_policing.core.i18n import t
from community_policing.core.quantity import Quantity, Suppressed, total
from community_policing.core.schema import PARTICIPANT_GROUPS
from community_policing.measure.aggregate import Key

BY, GROUP = ("phase", "donor"), ("participant_group",)
KEYS = ("attendances", "community_attendances", "people_reached", "events_held", "events_without_attendance")


def reach(figures: Figures, _: BriefingRequest) -> tuple[Slide, ...]:
    """Seats by phase, donor and group, beside the people that can have been."""
    standing = figures.results(*KEYS)
    seats = standing[0]
    blocks = _pages(figures)
    results = standing[:3]
    subtitle = seats.label if seats.from_facts else t("Seats filled, and how many different people that may be")
    first = Slide(
        "reach", "reach", counting_methods.headline(*standing), subtitle, blocks[0], _foot(figures), notes(results)
    )
    return paged(first, blocks[1:])


def _foot(figures: Figures) -> str:
    """How the figures are to be read."""
    seats = figures.result("attendances")
    if seats.from_facts:
        return foot(figures, figures.results(*KEYS[:2]))
    people = t("People: at least the largest event or cohort, at most all together; never added up.")
    recorded = counting_methods.on_record(*figures.results("events_held", "events_without_attendance"))
    events = t("Of the events held, {recorded}.", recorded=recorded[0]) if recorded else ""
    return foot(figures, (seats,), people, events)


def _pages(figures: Figures) -> list[tuple[Block, ...]]:
    seats, title = figures.result("attendances"), t("Seats filled, by participant group")
    if seats.from_facts:
        unsaid = t("Nothing more was published: no split by phase, donor, group or sex, and no cost.")
        cards = Cards(tuple(card(figures, "reach", result) for result in figures.results(*KEYS[:2])))
        return [
            (cards, Points(t("By phase, donor and group"), (), f"{unsaid} {t(seats.indicator.as_published)}", "wide"))
        ]
    seat_table, people = (
        crosstab("attendances", figures.programme, BY, GROUP),
        crosstab("people_reached", figures.programme, BY, ()),
    )
    if seat_table is None or people is None or not seats.value or not seats.value.high:
        return [(Points(title, (), t("No attendance is recorded here, so there is nothing to split."), "wide"),)]
    pages = split(seat_table.rows, BESIDE - 1)
    return [(_bars(figures, seat_table, rows), _table(figures, seat_table, people, rows)) for rows in pages]


def _bars(figures: Figures, seat_table: Crosstab, rows: Sequence[Key]) -> Bars:
    """A bar for each phase and donor, groups on one another; where a donor would see a few people in it, groups alone."""
    name, seats = counting_methods.namer(figures.programme), figures.result("attendances")
    groups = [column[0] for column in seat_table.columns]
    if any(isinstance(cell, Suppressed) for cell in seat_table.cells.values()):
        return _by_group(figures, seat_table)
    categories = tuple(counting_methods.label(row, BY, name) for row in rows)
    series = tuple(
        Series(_group(group), _colour(group), tuple(
            _part(figures, f"{_at(row)}/{group or 'none'}", seat_table.cells.get((row, (group,))), f"{category}, {_group(group)}")
            for row, category in zip(rows, categories, strict=True)
        ))
        for group in groups
    )  # fmt: skip
    listed = ", ".join(
        f"{category} {formats.quantity(seat_table.row_totals[row])}"
        for row, category in zip(rows, categories, strict=True)
    )
    alt = t("Seats filled by group: {figures}; in all {seats}.", figures=listed, seats=formats.quantity(seats.value))
    return Bars(t("Seats filled, by participant group"), alt, categories, series, t("seats"))


def _by_group(figures: Figures, seat_table: Crosstab) -> Bars:
    groups = [column[0] for column in seat_table.columns]
    numbers = tuple(
        _part(figures, f"group/{group or 'none'}", seat_table.column_totals[(group,)], _group(group))
        for group in groups
    )
    seats, names = figures.result("attendances"), tuple(_group(group) for group in groups)
    listed = ", ".join(f"{name} {number.text}" for name, number in zip(names, numbers, strict=True) if number)
    alt = t("Seats filled by group: {figures}; in all {seats}.", figures=listed, seats=formats.quantity(seats.value))
    return Bars(
        t("Seats filled, by participant group"), alt, names, (Series(seats.label, "accent", numbers),), t("seats")
    )


def _part(figures: Figures, key: str, part: Quantity | None, text: str) -> Number | None:
    """A bar; none where there is nothing."""
    if part is None or part.high == 0:
        return None
    return figures.part(f"reach/attendances/{key}", figures.result("attendances"), part, text=text)


def _table(figures: Figures, seats: Crosstab, people: Crosstab, rows: Sequence[Key]) -> Table:
    """Seats and people of each phase and donor; in the last line each counted once."""
    name, results = counting_methods.namer(figures.programme), figures.results("attendances", "people_reached")
    lines: list[tuple[str | Number, ...]] = []
    for row in rows:
        label = counting_methods.label(row, BY, name)
        parts = (seats.row_totals[row], people.row_totals.get(row))
        cells = [
            figures.part(f"reach/{result.indicator.key}/{_at(row)}", result, part, text=label)
            for result, part in zip(results, parts, strict=True)
        ]
        lines.append((label, *cells))
    totals = [figures.number(f"stand/{result.indicator.key}", result) for result in results]
    lines.append((t("All, each counted once"), *totals))
    heads = (t("Phase and donor"), t("Seats"), t("People"))
    shared = total(seats.row_totals.values()).low > seats.total.low
    title = t("Co-funded seats count for each donor") if shared else t("Seats, and different people")
    return Table(title, heads, tuple(lines), slot="side")


def _at(row: Key) -> str:
    return "/".join(part or "none" for part in row)


def _group(key: str) -> str:
    return labels.label(key, "participant_group") if key else t("Not on record")


def _colour(group: str) -> str:
    """A group's own colour, the same in every chart."""
    return f"groups.{PARTICIPANT_GROUPS.index(group)}" if group in PARTICIPANT_GROUPS else "unknown"
