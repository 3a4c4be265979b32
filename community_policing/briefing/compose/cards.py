"""Cards, as several slides show them: a figure with what was found of it."""

from community_policing.analysis import insights, scope_wording
from community_policing.briefing.compose.figures import Figures
from community_policing.briefing.model import Card
from community_policing.measure.result import Result


def card(figures: Figures, slide: str, result: Result, *lines: str) -> Card:
    """The Result's figure with those lines; before them why it is not known, what day it was published for, its target."""
    first = result.why_absent or insights.stated(result)
    own = (first, _target(result), scope_wording.not_narrowed(result), insights.unplaced(result))
    small_print = tuple(line for line in (*own, *lines) if line)
    number = figures.number(f"{slide}/{result.indicator.key}", result)
    return Card(number, small_print[:3], result.status.value if result.target and result.value else "")


def _target(result: Result) -> str:
    if result.target is None or result.value is None:
        return ""
    return insights.against_target(result)
