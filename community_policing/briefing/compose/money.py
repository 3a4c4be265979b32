"""Money slide: what a donor's money did, each figure as part of the programme's; without a donor, what each one's did."""

from collections.abc import Sequence
from dataclasses import replace

from community_policing.analysis import insights
from community_policing.briefing.audience import PUBLIC, eyes
from community_policing.briefing.compose.figures import Figures
from community_policing.briefing.compose.wording import foot, notes
from community_policing.briefing.model import Bullet, Bullets, Number, Slide
from community_policing.briefing.presets import BriefingRequest
from community_policing.core.i18n import N_, clauses, listed, t
from community_policing.measure.result import Result

# What money pays for, what it is called in a sentence, and its colour.
PAID = {
    "fora_established_iom": (N_("{own} of {all} fora by IOM"), "iom"),
    "attendances": (N_("{own} of {all} seats filled"), "accent"),
    "vehicles_handed_over": (N_("{own} of {all} vehicles"), "accent"),
    "equipment_handed_over": (N_("{own} of {all} items of equipment"), "accent"),
    "events_held": (N_("{own} of {all} events"), "accent"),
    "works_agreed": (N_("{own} of {all} works agreed"), "accent"),
    "fora_planned": (N_("{own} of {all} planned fora"), "planned"),
}
TOLD = 3  # figures of the headline
DONORS, ROWS = 4, 8  # of one figure, and in all


def money(figures: Figures, asked: BriefingRequest) -> tuple[Slide, ...]:
    """Compose the slide of the donor the briefing is made for, of the only one chosen, or of all."""
    donor, scope = donor_of(figures, asked), figures.programme.scope
    whole = replace(figures, programme=figures.programme.within(replace(scope, donors=())))
    rows = _own(whole, donor) if donor else _each(whole)
    name = donor_name(figures, donor)
    unsaid = [result.label for key, result in _known(whole) if not any(row.actual.indicator == key for row in rows)]
    more = t("Not known by donor: {figures}.", figures=listed(unsaid)) if unsaid else ""
    more = more or ("" if rows else t("Nothing that money pays for is recorded in this selection by this date."))
    own = t("Filled: paid for by {donor}, alone or with others. Grey: all of the programme.", donor=name)
    each = t("Filled: paid for by that donor, alone or with others. Grey: all of the programme.")
    reading = own if donor else each
    alt = clauses([row.in_a_line for row in rows])
    drawn = Bullets(t("Part of the programme's results"), f"{alt}.", rows, reading=reading, more=more)
    results = [whole.result(key) for key in dict.fromkeys(row.actual.indicator for row in rows)]
    headline = _headline(rows, name) if donor else _compared(rows)
    return (Slide("money", "money", headline, reading, (drawn,), foot(figures, results), notes(results)),)


def donor_of(figures: Figures, asked: BriefingRequest) -> str:
    """The donor whose money is told apart; "" where there is none, or are several."""
    donors = figures.programme.scope.donors
    if asked.donor and (donor := eyes(asked, figures.programme.scope)) != PUBLIC:
        return donor
    return donors[0] if len(donors) == 1 else ""


def donor_name(figures: Figures, donor: str) -> str:
    """A donor by name."""
    return figures.programme.names("donors", "short_name").get(donor, donor)


def _known(whole: Figures) -> list[tuple[str, Result]]:
    results = [(key, whole.result(key)) for key in PAID]
    return [(key, result) for key, result in results if result.value and result.value.low]


def _own(whole: Figures, donor: str) -> tuple[Bullet, ...]:
    scope = replace(whole.programme.scope, donors=(donor,))
    own = replace(whole, programme=whole.programme.within(scope))
    pairs = [(key, result, own.result(key)) for key, result in _known(whole)]
    return tuple(
        _row(whole, key, result.label, own.number(f"money/{donor}/{key}", paid), result)
        for key, result, paid in pairs
        if paid.value is not None
    )


def _each(whole: Figures) -> tuple[Bullet, ...]:
    """A row for each donor of each figure that is known by donor, the largest first."""
    rows: list[Bullet] = []
    for key in PAID:
        split = whole.result(key, "donor")
        parts = sorted(((donor, part) for donor, part in split.parts.items() if donor), key=lambda pair: -pair[1].low)
        for donor, part in parts[:DONORS]:
            name = donor_name(whole, donor)
            number = whole.part(f"money/{donor}/{key}", split, part, text=name)
            rows.append(_row(whole, key, name, number, whole.result(key)))
    return tuple(rows[:ROWS])


def _row(whole: Figures, key: str, label: str, paid: Number, result: Result) -> Bullet:
    everything = whole.number(f"money/all/{key}", result)
    place = result.label if label != result.label else insights.stated(result)
    return Bullet(label, place, paid, everything, 0.0, 0.0, "", "", colour=PAID[key][1])


def _headline(rows: Sequence[Bullet], donor: str) -> str:
    """The first figures of which the donor paid for any, in one line."""
    paid = [row for row in rows if row.actual.high != 0]
    if not paid:
        return t("Nothing is recorded yet as paid for by {donor}", donor=donor)
    phrases = [t(PAID[row.actual.indicator][0], own=row.actual.text, all=row.target.text) for row in paid[:TOLD]]
    return t("Paid for by {donor}: {figures}", donor=donor, figures=listed(phrases))


def _compared(rows: Sequence[Bullet]) -> str:
    if not rows:
        return t("Which donor paid for what is not published")
    first = rows[0]
    phrase = t(PAID[first.actual.indicator][0], own=first.actual.text, all=first.target.text)
    return t("{donor} paid for most: {figure}", donor=first.label, figure=phrase)
