"""Fora over time: what was established, step by step, against what was planned for each date."""

from datetime import date, timedelta
from typing import NamedTuple, TypeAlias

from babel.dates import format_date

from community_policing.briefing.drawing.steps import Field
from community_policing.briefing.drawing.svg import Canvas
from community_policing.briefing.drawing.text_width import width
from community_policing.core import formats
from community_policing.core.formats import number
from community_policing.core.i18n import language_in_force, t
from community_policing.core.palette import Palette
from community_policing.core.protection_level import DAY
from community_policing.measure.pace import Target
from community_policing.ui.charts.as_of import periods
from community_policing.ui.charts.frame import Drawing

NEAR = 0.12  # of height or width: labels nearer than that would be written over each other
BESIDE = 8  # pixels, about half of a label's height
SIZE = 13  # pixels, of a canvas' text
AIR = timedelta(days=40)  # before the first day and after the last
Points: TypeAlias = tuple[tuple[date, float], ...]


class _Line(NamedTuple):
    points: Points
    name: str
    colour: str
    round: bool  # the mark at its end, as a map draws who set them up

    @property
    def last(self) -> float:
        return self.points[-1][1]


def trend(
    iom: Points, police: Points, target: Target | None, as_of: date, colours: Palette, names: tuple[str, str],
    wide: int, height: int = 340, grain: str = DAY,
) -> Drawing:  # fmt: skip
    """Steps of fora set up by IOM and by local police, apart; the target's straight path dashed, its end a hollow circle.
    Of a protected view a dot at the end of each period instead, and a straight line between two: what lies there is not known.

    Points are (day, running total), of at least one of both; `names` those of the two lines.
    """
    lines = [_Line(iom, names[0], colours.iom, True), _Line(police, names[1], colours.police, False)]
    drawn = [line for line in lines if line.points]
    first, last = min(line.points[0][0] for line in drawn), max(as_of, target.due_on) if target else as_of
    most = max([target.target if target else 0, *(value for line in drawn for _, value in line.points)])
    near = target is not None and bool(iom) and abs(target.target - iom[-1][1]) < NEAR * most
    beside = last if near or (last - as_of) < NEAR * (last - first) else as_of
    canvas = Canvas("", "", wide, height)
    field = Field(canvas, first - AIR, last + AIR, most, 0, colours)
    slack, part = (SIZE, 0.5) if language_in_force().right_to_left else (0, 0.4)  # where names are long
    field.right -= min(_room(drawn, target) + slack - (field.x(last + AIR) - field.x(last)), wide * part)
    field.grid(_ticks(field, grain))
    if target:
        _path(field, target)
    for line in drawn:
        _steps(field, line, as_of) if grain == DAY else _dots(field, line, grain)
    for line, shift in zip(lines, shifts(iom, police, near, NEAR * most), strict=True):
        if line.points:
            _end(field, line, beside, shift)
    return Drawing(canvas.svg(), wide)


def _room(drawn: list[_Line], target: Target | None) -> float:
    """Pixels that the labels beside the lines' ends take."""
    figures = [width(f"{number(line.last)} ", SIZE, True) + width(line.name, SIZE) for line in drawn]
    return max([*figures, *([width(_aimed(target), SIZE)] if target else [])]) + SIZE


def _ticks(field: Field, grain: str) -> list[tuple[date, str]]:
    """The ends of the periods that a protected view knows, as many as have room; the axis' own days of any other."""
    if grain == DAY:
        return []
    found = periods(field.first, field.last, grain)
    named = zip(found["tickvals"], found["ticktext"], strict=True)
    ticks = [(day, words) for day, words in named if day <= field.last]
    room = max((width(words, SIZE) for _, words in ticks), default=0) + SIZE
    every = -(-len(ticks) * room // (field.right - field.left))
    return ticks[:: -max(int(every), 1)]


def _steps(field: Field, line: _Line, as_of: date) -> None:
    """The line, which rises from nothing on the eve of its first day and ends in its mark."""
    start = (line.points[0][0] - timedelta(days=1), 0.0)
    days = (start, *line.points, (as_of, line.last))
    corners = [(field.x(days[0][0]), field.y(0))]
    for day, value in days[1:]:
        corners += [(field.x(day), corners[-1][1]), (field.x(day), field.y(value))]
    field.canvas.line(corners, line.colour, 2.5)
    x, y = corners[-1]
    if line.round:
        field.canvas.dot(x, y, 4.5, line.colour)
    else:
        field.canvas.box(x - 4.5, y - 4.5, 9, 9, line.colour)
    for day, value in days:
        _spot(field, day, value, f"{line.name}\n{_day(day)}: {number(value)}")


def _dots(field: Field, line: _Line, grain: str) -> None:
    field.canvas.line([(field.x(day), field.y(value)) for day, value in line.points], line.colour, 2.5)
    for day, value in line.points:
        field.canvas.dot(field.x(day), field.y(value), 4, line.colour)
        _spot(field, day, value, f"{line.name}\n{formats.day(day, grain)}: {number(value)}")


def _spot(field: Field, day: date, value: float, words: str) -> None:
    field.canvas.spot(field.x(day), field.y(value), words)


def shifts(iom: Points, police: Points, near: bool, least: float) -> tuple[int, int]:
    """Pixels by which the labels of both lines go up: IOM's makes room for that of its target, which is `near`, and two whose
    ends are less than `least` apart stand one over the other, the higher figure above."""
    below = -BESIDE if near else 0
    if not iom or not police or abs(iom[-1][1] - police[-1][1]) >= least:
        return below, 0
    if near:
        return below, below - 2 * BESIDE
    return (BESIDE, -BESIDE) if iom[-1][1] >= police[-1][1] else (-BESIDE, BESIDE)


def _end(field: Field, line: _Line, at: date, shift: int) -> None:
    """The line's last figure and its name, beside it: no legend to look up."""
    figure, canvas = f"{number(line.last)} ", field.canvas
    x, y = field.x(at) + SIZE * 0.8, field.y(line.last) + SIZE * 0.35 - shift
    canvas.text(x, y, figure, canvas.width, line.colour, bold=True)
    x += width(figure, SIZE, True)
    canvas.text(x, y, line.name, canvas.width - x, line.colour)


def _day(day: date) -> str:
    """A date in as many letters as any other, so that the lines of a tip end alike."""
    return str(format_date(day, "dd MMM y", locale=language_in_force().locale))


def _path(field: Field, target: Target) -> None:
    canvas, colours = field.canvas, field.colours
    x, y = field.x(target.due_on), field.y(target.target)
    canvas.line([(field.x(target.starts_on), field.y(target.baseline)), (x, y)], colours.planned, 1.5, "8 6")
    canvas.dot(x, y, 5.5, colours.page, colours.planned, 2)
    named = t("Target")
    _spot(field, target.due_on, target.target, f"{named}\n{_day(target.due_on)}: {number(target.target)}")
    left = x + SIZE * 0.8
    canvas.text(left, y - SIZE * 0.4, _aimed(target), canvas.width - left, colours.quiet)


def _aimed(target: Target) -> str:
    return t("target {value}", value=number(target.target))
