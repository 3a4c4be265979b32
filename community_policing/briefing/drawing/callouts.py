"""Call-outs on a drawing: its one figure at 120 points, sentences beside it, and sentences that point into a map."""

from collections.abc import Sequence

from community_policing.briefing.drawing.svg import INK, Canvas, Point, colour
from community_policing.briefing.drawing.text_width import lines, roomy, width
from community_policing.briefing.model import Callout, Hero
from community_policing.core.labels import label
from community_policing.core.palette import LIGHT, STATUS_GLYPHS

SHARE = 0.3  # of the width, what a figure or sentences beside a chart take
TIMES = 10  # how many times the text the figure is: 120 points where the text is 12
LEADING = 1.25
MIDDLE = 0.56  # of a map's width: Iraq's governorates lie close together in its eastern half


def beside(canvas: Canvas, hero: Hero | None, callouts: Sequence[Callout]) -> float:
    """Draw the figure and the sentences on the right; return the width that is left for the chart."""
    if not hero and not callouts:
        return canvas.width
    left = canvas.width * (1 - SHARE) + canvas.size
    y = _hero(canvas, hero, left) if hero else canvas.size * 0.6
    size = canvas.size * (1.1 if hero else 1.3)
    for callout in callouts:
        y = _sentence(canvas, callout.text, left, y + canvas.size, size)
    return canvas.width * (1 - SHARE) - canvas.size


def _hero(canvas: Canvas, hero: Hero, left: float) -> float:
    """The figure, its status and what is said of it; where they end."""
    room, text = canvas.width - left, hero.number.text
    size = min(canvas.size * TIMES, canvas.size * TIMES * room / max(width(text, canvas.size * TIMES, True), 1))
    y = size * 0.8
    canvas.text(left, y, text, room + size, colour(hero.colour), bold=True, size=size)
    larger = canvas.size * 1.25
    if hero.status:
        y += larger * 1.6
        status = f"{STATUS_GLYPHS.get(hero.status, '')} {label(hero.status)}"
        canvas.text(left, y, status, room, INK.get(hero.status, LIGHT.unknown), bold=True, size=larger)
    wrapped, small = roomy(hero.text, room, larger, 3, larger * 1.2 * 3)
    for line in wrapped:
        y += larger * (LEADING + 0.1)
        canvas.text(left, y, line, room, size=small)
    return y + canvas.size * 0.8


def _sentence(canvas: Canvas, words: str, left: float, top: float, size: float) -> float:
    """A sentence behind a rule; where it ends."""
    indent = canvas.size * 0.8
    wrapped = lines(words, canvas.width - left - indent, size, 5)
    bottom = top + len(wrapped) * size * LEADING + size * 0.2
    canvas.box(left, top, 4, bottom - top, LIGHT.accent)
    for place, line in enumerate(wrapped):
        canvas.text(left + indent, top + size * (1 + place * LEADING), line, canvas.width - left, size=size)
    return bottom


def pointed(
    canvas: Canvas, callouts: Sequence[Callout], anchors: Sequence[Point], sides: Point, ends: tuple[float, float]
) -> None:
    """Draw sentences on both sides of a map between its edges `sides`, each with a line to its place, down to `ends`."""
    middle = sides[0] + (sides[1] - sides[0]) * MIDDLE
    pairs = sorted(zip(callouts, anchors, strict=True), key=lambda pair: pair[1][1])
    for at_left, end in zip((True, False), ends, strict=True):
        column = [(callout, at) for callout, at in pairs if (at[0] < middle) == at_left]
        _column(canvas, column, sides, at_left, end)


def _column(canvas: Canvas, pairs: Sequence[tuple[Callout, Point]], sides: Point, at_left: bool, end: float) -> None:
    size, gap = canvas.size, canvas.size * 1.5
    room = (sides[0] if at_left else canvas.width - sides[1]) - gap
    wrapped = [lines(callout.text, room, size, 3, True) for callout, _ in pairs]
    deep = [(len(each) * LEADING + 0.7) * size for each in wrapped]
    top = 0.0
    for place, ((_, at), text) in enumerate(zip(pairs, wrapped, strict=True)):
        latest = end - sum(deep[place:])
        top = max(top, min(at[1] - deep[place] / 2, latest))
        x = 0.0 if at_left else sides[1] + gap
        widest = max((width(line, size, True) for line in text), default=0)
        edge = x + widest + size * 0.4 if at_left else x - size * 0.4
        middle = top + len(text) * LEADING * size / 2
        toward = -size if at_left else size
        canvas.line([(edge, middle), (at[0] + toward, at[1])], LIGHT.quiet, 1.5)
        canvas.dot(at[0] + toward, at[1], 4, LIGHT.quiet)
        for line, words in enumerate(text):
            canvas.text(x, top + size * (0.9 + line * LEADING), words, room, bold=True)
        top += deep[place]
