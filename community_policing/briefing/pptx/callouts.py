"""Call-outs on a PowerPoint slide: the one figure at 120 points, sentences beside a chart, and sentences that point into a map."""

from collections.abc import Sequence
from typing import Any

from pptx.enum.shapes import MSO_SHAPE
from pptx.util import Inches

from community_policing.briefing.drawing.svg import INK, colour
from community_policing.briefing.model import Callout, Hero
from community_policing.briefing.pptx.shapes import Box, line, named, rgb, text
from community_policing.briefing.pptx.text_fit import LINE, clean, lines, whole, width
from community_policing.core.i18n import language_in_force, t
from community_policing.core.labels import label
from community_policing.core.palette import LIGHT, STATUS_GLYPHS

SHARE = 0.3  # of the width, what stands beside a chart
HERO = (120, 110, 100, 90, 80, 70, 60, 50, 40)  # points; the first in which the figure stays in one piece
POINTS = 13  # of a sentence that points into a map


def beside(shapes: Any, box: Box, hero: Hero | None, callouts: Sequence[Callout]) -> Box:
    """Write the figure and the sentences on the right; return what is left for the chart."""
    if not hero and not callouts:
        return box
    wide = box.wide * SHARE
    left, top = box.left + box.wide - wide + 0.15, box.top
    if hero:
        top = _hero(shapes, Box(left, top, wide - 0.15, 0), hero)
    size = 14 if hero else 18
    for callout in callouts:
        tall = lines(clean(callout.text), wide - 0.4, size) * size * LINE / 72 + 0.05
        _rule(shapes, Box(left, top, 0.05, tall))
        text(shapes, Box(left + 0.2, top, wide - 0.4, tall), callout.text, size, name=t("Call-out"))
        top += tall + 0.2
    return Box(box.left, box.top, box.wide - wide - 0.1, box.tall)


def _hero(shapes: Any, box: Box, hero: Hero) -> float:
    """The figure, its status and what is said of it; where they end."""
    words = whole(hero.number.text)
    size = next((size for size in HERO if width(words, size, True) <= box.wide), HERO[-1])
    tall = size * LINE / 72
    place = Box(box.left, box.top - 0.15, box.wide, tall)
    text(shapes, place, words, size, colour(hero.colour), bold=True, name=t("Figure"))
    top = box.top - 0.1 + tall
    if hero.status:
        status = f"{STATUS_GLYPHS.get(hero.status, '')} {label(hero.status)}"
        ink = INK.get(hero.status, LIGHT.unknown)
        text(shapes, Box(box.left, top, box.wide, 0.32), status, 16, ink, bold=True, name=t("Status"))
        top += 0.36
    deep = min(lines(clean(hero.text), box.wide, 16), 3) * 16 * LINE / 72
    text(shapes, Box(box.left, top, box.wide, deep + 0.02), hero.text, 16, name=t("What the figure is"))
    return top + deep + 0.3


def _rule(shapes: Any, box: Box) -> None:
    shape = shapes.add_shape(MSO_SHAPE.RECTANGLE, *(Inches(value) for value in box))
    shape.fill.solid()
    shape.fill.fore_color.rgb = rgb(LIGHT.accent)
    shape.line.fill.background()
    shape.shadow.inherit = False
    named(shape, t("Rule"), t("Rule"))


def pointed(
    shapes: Any, box: Box, placed: Sequence[tuple[Callout, tuple[float, float]]], sides: tuple[float, float],
    ends: tuple[float, float], middle: float,
) -> None:  # fmt: skip
    """Write sentences on both sides of a map, each with a line to its place, in inches; as `drawing/callouts.py` draws them."""
    ordered = sorted(placed, key=lambda pair: pair[1][1])
    for at_left, end in zip((True, False), ends, strict=True):
        column = [pair for pair in ordered if (pair[1][0] < middle) == at_left]
        left = box.left if at_left else sides[1] + 0.3
        room = (sides[0] - box.left if at_left else box.left + box.wide - sides[1]) - 0.3
        deep = [lines(clean(callout.text), room, POINTS, True) * POINTS * LINE / 72 + 0.1 for callout, _ in column]
        top = box.top
        for place, (callout, at) in enumerate(column):
            top = max(top, min(at[1] - deep[place] / 2, end - sum(deep[place:])))
            wide = min(width(clean(callout.text), POINTS, True), room)
            taken = (
                wide if language_in_force().right_to_left else room
            )  # a line from right to left would end at the far side
            text(shapes, Box(left, top, taken, deep[place] - 0.05), callout.text, POINTS, bold=True, name=t("Call-out"))
            edge = left + wide + 0.08 if at_left else left - 0.08
            toward = at[0] + (-0.16 if at_left else 0.16)
            start = edge, top + deep[place] / 2 - 0.03
            line(shapes, start, (toward, at[1]), LIGHT.quiet, 0.75, t("Leader"), callout.text)
            top += deep[place]
