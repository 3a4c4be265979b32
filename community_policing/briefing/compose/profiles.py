"""Governorate profiles for print: an A4 page each, of what the reader's own page shows and the lists behind it."""

from base64 import b64encode
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, time
from typing import Any

from community_policing.analysis import governorate, insights, scope_wording
from community_policing.analysis.map import choropleth
from community_policing.analysis.row_facts import payers
from community_policing.analysis.training import calendar
from community_policing.analysis.works import items as works
from community_policing.briefing.compose.answer import trend
from community_policing.briefing.compose.cards import card
from community_policing.briefing.compose.figures import Figures
from community_policing.briefing.compose.governorate import ahead, compared, watched
from community_policing.briefing.compose.profile_life import answers, fora_and_concerns
from community_policing.briefing.compose.wording import and_more, choice
from community_policing.briefing.model import (
    Bars,
    Block,
    Briefing,
    Card,
    Cards,
    Locality,
    Pin,
    Points,
    Series,
    Slide,
    Steps,
    Table,
    numbers,
)
from community_policing.briefing.snapshot import frozen
from community_policing.core import formats, labels
from community_policing.core.geography import attribution, governorate_name
from community_policing.core.i18n import clauses, language, listed, t
from community_policing.core.indicators import INDICATORS
from community_policing.core.settings import settings
from community_policing.export import provenance
from community_policing.measure.compute import rows_behind
from community_policing.measure.programme import Programme, cached_on_programme, has_value

KIND = "profiles"
FORA, EVENTS, WORKS, SOURCES = 10, 6, 6, 5  # lines of a list on a page


def profiles(programme: Programme, pcodes: Sequence[str], now: datetime | None = None) -> Briefing:
    """Compose the profiles of those governorates, a slide each, frozen on the day they are printed.

    Parameters
    ----------
    programme
        The programme as the reader's page shows it, already protected.
    pcodes
        The governorates, in the order of the pages; one, or all of the country.
    now
        When it is printed; the same day gives the same snapshot, so that files are built once a day.
    """
    day = (now or datetime.now(UTC)).astimezone(UTC).date()
    return frozen(_draft(programme, tuple(pcodes)), "", datetime.combine(day, time(), UTC))


@cached_on_programme
def _draft(programme: Programme, pcodes: tuple[str, ...]) -> Briefing:
    country = Figures(programme).everywhere
    scope = programme.scope.at(tuple(pcodes) if len(pcodes) == 1 else ())
    of_choice = programme.whole.within(scope)
    data, names = programme.dataset, [governorate_name(pcode) for pcode in pcodes]
    title = t("Governorate profile: {place}", place=names[0]) if len(names) == 1 else t("Governorate profiles")
    return Briefing(
        "", "", "", title, KIND, "", language(), data.title, None, data.release, programme.as_of.isoformat(),
        formats.day(programme.as_of), choice(of_choice), {}, provenance.made_up(programme), data.licence,
        tuple(_page(country, pcode) for pcode in pcodes), logo=_logo(),
    )  # fmt: skip


def _logo() -> str:
    """The organisation's own picture, for the head of each page; "" where the operator has set none."""
    file = settings().logo
    return b64encode(file.read_bytes()).decode() if file else ""


def _page(country: Figures, pcode: str) -> Slide:
    """One governorate: six figures, its map, what is watched and what is next, and the lists behind them."""
    figures = country.within(pcode)
    fora, iom, police, planned = figures.results(
        "fora_established", "fora_established_iom", "fora_established_police", "fora_planned"
    )
    plans = governorate.plans(figures.programme)
    headline = governorate.title(governorate_name(pcode), fora, iom, police, planned, plans)
    neighbours, whole_country = compared(country, pcode)
    line = trend(figures, iom, police)
    blocks: tuple[Block, ...] = (
        Cards(_cards(figures, pcode, plans)),
        _map(figures, pcode),
        line if isinstance(line, Steps) else whole_country,
        watched(figures),
        _fora(figures),
        fora_and_concerns(figures, pcode),
        ahead(figures, plans),
        _events(figures, pcode),
        _groups(figures, pcode),
        _works(figures),
        answers(figures),
        neighbours,
    )
    keys = list(dict.fromkeys(number.indicator for block in blocks for number in numbers(block) if number.indicator))
    chosen = scope_wording.in_title(figures.programme, keys, ("governorates",))
    headline = scope_wording.titled(headline, chosen)
    programme_of = t("Community Policing Programme, {organisation}", organisation=settings().organisation)
    subtitle = " · ".join((programme_of, t("Governorate profile")))
    slide = Slide(f"profile-{pcode}", "governorate", headline, subtitle, blocks, "")
    return replace(slide, footnote=_foot(figures, slide))


def _cards(figures: Figures, pcode: str, plans: Sequence[governorate.Plan]) -> tuple[Card, ...]:
    """The six figures of the reader's page, under the same short names."""
    made = governorate.profile_cards(figures.result, plans)
    drawn = [(each.label, card(figures, f"profile/{pcode}", each.result, *each.lines)) for each in made]
    return tuple(replace(each, number=replace(each.number, label=label)) for label, each in drawn)


def _map(figures: Figures, pcode: str) -> Locality:
    """The governorate with those fora that have a point which this reader may know."""
    marks = [mark for mark in choropleth.marks(figures.programme) if mark.pcode == pcode]
    pins = tuple(
        Pin(mark.kind, mark.longitude, mark.latitude, mark.count, "" if mark.within_km else mark.label.split("\n")[0])
        for mark in marks
    )
    fora = clauses([mark.label.replace("\n", ": ") for mark in marks]) or t("no forum with a place on record")
    alt = t("Map of {place}: {fora}.", place=governorate_name(pcode), fora=fora)
    return Locality(t("Where its fora are") if pins else t("Where it lies"), alt, pcode, pins)


def _fora(figures: Figures) -> Table:
    """The fora that the cards count: those established, then those planned, who set them up, since when, and who pays."""
    names = figures.programme.whole.names("fora", "name")
    rows = [
        (names[row.forum_id], by, when, _paid_by("fora", row.row_id, figures))
        for key, by, day in (
            ("fora_established_iom", labels.label("iom"), "established_on"),
            ("fora_established_police", labels.label("police"), "established_on"),
            ("fora_planned", t("Planned"), "planned_for"),
        )
        for row, when in _dated(figures, key, day)
    ]
    why = figures.result("fora_established").why_absent
    nothing = why or t("No forum is recorded here by this date.")
    heads = (t("Forum"), t("Set up by"), t("Since, or due by"), t("Paid by"))
    return Table(and_more(t("Fora"), len(rows) - FORA), heads, tuple(rows[:FORA]), nothing=nothing)


def _paid_by(table: str, row_id: str, figures: Figures) -> str:
    """The donors of a row in one cell."""
    return listed(payers(table, figures.programme.whole).get(row_id, ())) or "–"


def _dated(figures: Figures, key: str, column: str) -> list[tuple[Any, str]]:
    """The rows that the indicator counts, each with its date as far as it is known."""
    rows = rows_behind(INDICATORS[key], figures.programme).sort_values(column, kind="stable")
    return [
        (row, formats.day(day.date(), precision) if has_value(day) else "–")
        for row, day, precision in zip(rows.itertuples(), rows[column], rows[f"{column}_precision"], strict=True)
    ]


def _events(figures: Figures, pcode: str) -> Table:
    """The events that were held, the latest first, with the seats filled, and who pays."""
    held = [event for event in calendar.events(figures.programme) if event.state == calendar.HELD]
    seats = figures.result("attendances")
    rows = tuple(
        (
            event.when, event.title,
            figures.part(f"profile/{pcode}/event/{event.training_id}", seats, event.filled, event.where, event.title),
            _paid_by("trainings", event.training_id, figures),
        )
        for event in held[:EVENTS]
    )  # fmt: skip
    none = insights.nothing(t("No event was held here by this date."), figures.programme, "trainings")
    nothing = figures.result("events_held").why_absent or none
    heads = (t("When"), t("Event"), t("Seats filled"), t("Paid by"))
    return Table(
        and_more(t("Trainings, campaigns and workshops held"), len(held) - EVENTS), heads, rows, nothing=nothing
    )


def _groups(figures: Figures, pcode: str) -> Bars | Points:
    """Seats filled by participant group; or why they are not known."""
    seats, title = figures.result("attendances", "participant_group"), t("Attendances by group")
    if seats.value is None or not seats.parts:
        none = insights.nothing(t("No seat was filled here by this date."), figures.programme, "trainings")
        return Points(title, (), seats.why_absent or none)
    names = {key: labels.label(key, "participant_group") if key else t("Not on record") for key in seats.parts}
    parts = tuple(
        figures.part(f"profile/{pcode}/group/{key or 'none'}", seats, part, text=names[key])
        for key, part in seats.parts.items()
    )
    told = [t("{name} {figure}", name=name, figure=part.text) for name, part in zip(names.values(), parts, strict=True)]
    alt = t("Attendances by participant group: {figures}.", figures=listed(told))
    return Bars(title, alt, tuple(names.values()), (Series("", "accent", parts),), t("seats"))


def _works(figures: Figures) -> Table:
    """Sites, vehicles and equipment: how many, how far, who pays; what is overdue first."""
    items = works.items(figures.programme)
    rows = tuple(
        (item.name, works.amount(item), governorate.stage(item), _paid_by("infrastructure", item.item_id, figures))
        for item in items[:WORKS]
    )
    status = tuple("off_track" if item.overdue else "" for item in items[:WORKS])
    heads = (t("What"), t("How many"), t("How far"), t("Paid by"))
    title = and_more(t("Works and equipment"), len(items) - WORKS)
    none = t("No site, vehicle or equipment is recorded here by this date.")
    return Table(title, heads, rows, status, insights.nothing(none, figures.programme, "infrastructure"))


def _foot(figures: Figures, slide: Slide) -> str:
    """Which sources the page rests on, how its figures are to be read, and whose the boundaries are."""
    programme = figures.programme
    cited = list(dict.fromkeys(title for number in numbers(slide) for title in number.sources))
    named = and_more(clauses(cited[:SOURCES]), len(cited) - SOURCES)
    lines = (
        t("Source: {source}.", source=named or programme.dataset.title),
        t("≥ means “at least”, a dash means not known. Neither is 0."),
        t("Fora set up by IOM and by local police are counted apart; planned is never counted as established."),
        "" if figures.published else t("Seats are not people: a person who came to two events filled two seats."),
        provenance.protected(programme),
        attribution(),
    )
    return " ".join(line for line in lines if line)
