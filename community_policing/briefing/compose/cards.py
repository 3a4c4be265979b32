"""Cards, as several slides show them: a figure with what was found of it."""

from collections.abc import Iterable
from dataclasses import replace

from community_policing.analysis import governorate, insights, scope_wording
from community_policing.briefing.compose.figures import Figures
from community_policing.briefing.model import Card, Cards
from community_policing.core.geography import governorate_name
from community_policing.core.i18n import n, t
from community_policing.measure.result import Result

NAMED = 3  # governorates on a card


def card(figures: Figures, slide: str, result: Result, *lines: str) -> Card:
    """The Result's figure with those lines; before them why it is not known, what day it was published for, its target."""
    first = result.why_absent or insights.stated(result)
    own = (first, _target(result), scope_wording.not_narrowed(result), insights.unplaced(result))
    small_print = tuple(line for line in (*own, *lines) if line)
    number = figures.number(f"{slide}/{result.indicator.key}", result)
    return Card(number, small_print[:3], result.status.value if result.target and result.value else "")


def some(result: Result) -> bool:
    """Whether there is any, for all that is known."""
    return result.value is not None and result.value.high != 0


def known_cards(cards: Iterable[Card]) -> Cards:
    """The first card, and those of the others whose figure is known."""
    first, *others = cards
    return Cards((first, *(card for card in others if card.number.low is not None)))


def planned_card(figures: Figures, slide: str) -> Card:
    """Fora planned: in which governorates, and by when."""
    planned = figures.result("fora_planned", "governorate")
    if planned.value is None:
        return card(figures, slide, planned)
    plans = governorate.plans(figures.programme)
    first = sorted(planned.parts.items(), key=lambda part: (-part[1].low, governorate_name(part[0])))
    most = replace(planned, parts=dict(first[:NAMED]))
    more = len(first) - NAMED
    where_to = insights.where_planned(most)[0]
    if more > 0:
        where_to += n(" and {count} more", " and {count} more", more)
    by = t("by {day}", day=plans[-1].when) if plans else ""
    return card(figures, slide, planned, where_to, by)


def _target(result: Result) -> str:
    if result.target is None or result.value is None:
        return ""
    return insights.against_target(result)
