"""Running totals over time as steps, a planned path straight and dashed, each named at its end."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta

from community_policing.briefing.drawing.callouts import beside
from community_policing.briefing.drawing.svg import Canvas, colour
from community_policing.briefing.drawing.text_width import lines, width
from community_policing.briefing.model import Step, Steps
from community_policing.core import formats
from community_policing.core.i18n import t
from community_policing.core.palette import LIGHT, Palette

_NICE = (1, 2, 5, 10)


def steps(canvas: Canvas, drawing: Steps) -> None:
    """Draws the lines over a few hairlines, or says that there is none."""
    drawn = [line for line in drawing.lines if line.points]
    if not drawn:
        canvas.text(0, canvas.size, t("Nothing is dated by then."), canvas.width, LIGHT.quiet)
        return
    wide = beside(canvas, drawing.hero, drawing.callouts)
    until = date.fromisoformat(drawing.as_of)
    days = [date.fromisoformat(day) for line in drawn for day, _ in line.points] + [until]
    most = max(value for line in drawn for _, value in line.points)
    names = max(width(_name(line), canvas.size, True) for line in drawn)
    with canvas.as_if(wide, canvas.size), canvas.turned(0, wide):  # time runs from left to right in any language
        field = Field(canvas, min(days), max(days), most, names + canvas.size * 0.8)
        field.grid()
        for line in drawn:
            _line(canvas, field, line, until)
        _names(canvas, field, drawn)
        if drawing.hero:
            x, y = field.x(until), field.y(drawn[0].points[-1][1])
            canvas.dot(x, y, canvas.size * 0.4, colour(drawing.hero.colour))


class Field:
    """Where days and values lie, from nothing to at least `most`; `names` is the room on the right for what stands at the ends
    of lines."""

    def __init__(
        self, canvas: Canvas, first: date, last: date, most: float, names: float, colours: Palette = LIGHT
    ) -> None:
        size = canvas.size
        self.canvas, self.colours = canvas, colours
        self.first, self.last = first, max(last, first + timedelta(days=1))
        self.step = _nice(max(most, 1) / 4)
        self.most = self.step * -(-max(most, 1) // self.step)
        self.left = width(formats.number(self.most), size) + size * 0.7
        self.right = canvas.width - min(names, canvas.width * 0.4)
        self.top, self.base = size, canvas.height - size * 1.9

    def x(self, day: date) -> float:
        """Where a day lies."""
        return self.left + (day - self.first) / (self.last - self.first) * (self.right - self.left)

    def y(self, value: float) -> float:
        """How high a value lies."""
        return self.base - value / self.most * (self.base - self.top)

    def grid(self, ticks: Iterable[tuple[date, str]] = ()) -> None:
        """A hairline for each step of the values, and below them the days: `ticks`, or first days of years or quarters."""
        canvas, size, colours = self.canvas, self.canvas.size, self.colours
        value = 0.0
        while value <= self.most:
            y, label = self.y(value), formats.number(value)
            canvas.line([(self.left, y), (self.right, y)], colours.line, 2 if not value else 1)
            canvas.text(self.left - size * 0.4, y + size * 0.35, label, self.left, colours.quiet, anchor="end")
            value += self.step
        for day, label in ticks or self._ticks():
            half = width(label, size) / 2
            middle = min(max(self.x(day), half), canvas.width - half)
            canvas.line([(self.x(day), self.base), (self.x(day), self.base + size * 0.3)], colours.quiet)
            canvas.text(middle, self.base + size * 1.35, label, canvas.width, colours.quiet, anchor="middle")

    def _ticks(self) -> Iterator[tuple[date, str]]:
        """First days of years, or of quarters of a short time, as many as have room."""
        months = (self.last.year - self.first.year) * 12 + self.last.month - self.first.month
        every = 12 if months > 30 else 3 if months > 6 else 1
        months_named = [formats.day(date(2000, month, 1), "month") for month in range(1, 13)] if every < 12 else []
        widest = ("Mmm 0000" if every < 12 else "0000", *months_named)
        wide = max(width(name, self.canvas.size) for name in widest) + self.canvas.size
        while months / every > max((self.right - self.left) // wide, 1):
            every *= 2
        for month in range(self.first.year * 12 + self.first.month - 1, self.last.year * 12 + self.last.month):
            day = date(month // 12, month % 12 + 1, 1)
            if month % every == 0 and day >= self.first:
                yield day, formats.day(day, "year" if every >= 12 else "month")


def _line(canvas: Canvas, field: Field, line: Step, until: date) -> None:
    ink = colour(line.colour)
    corners = [(field.x(day), field.y(value)) for day, value in line.corners(until)]
    canvas.line(corners, ink, 3 if line.dashed else 4, "10 8" if line.dashed else "")
    for corner in corners if line.straight else ():
        canvas.dot(*corner, 7, ink)


def _names(canvas: Canvas, field: Field, drawn: Sequence[Step]) -> None:
    """Each line's name at its end, pushed apart where two would meet."""
    size, placed = canvas.size, -1e9
    for line in sorted(drawn, key=lambda each: -each.points[-1][1]):
        x, room = field.right + size * 0.5, canvas.width - field.right - size * 0.5
        for part in lines(_name(line), room, size, 2, not line.dashed):
            placed = max(field.y(line.points[-1][1]) + size * 0.35, placed + size * 1.2)
            canvas.text(x, placed, part, room + size, colour(line.colour), bold=not line.dashed)


def _name(line: Step) -> str:
    return t("{name} {figure}", name=line.name, figure=line.last.text) if line.last else line.name


def _nice(step: float) -> float:
    """The step of a scale: 1, 2 or 5 times a power of ten, whole."""
    power = 10 ** max(len(str(int(step))) - 1, 0)
    return float(next(nice * power for nice in _NICE if nice * power >= step))
