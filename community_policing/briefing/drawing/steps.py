"""Running totals over time as steps, a planned path straight and dashed, each named at its end."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from community_policing.briefing.drawing.callouts import beside
from community_policing.briefing.drawing.svg import Canvas, colour
from community_policing.briefing.drawing.text_width import lines, width
from community_policing.briefing.model import Step, Steps
from community_policing.core import formats
from community_policing.core.i18n import t
from community_policing.core.palette import LIGHT

_NICE = (1, 2, 5, 10)


def steps(canvas: Canvas, drawing: Steps) -> None:
    """Draws the lines over a few hairlines, or says that there is none."""
    drawn = [line for line in drawing.lines if line.points]
    if not drawn:
        canvas.text(0, canvas.size, t("Nothing is dated by then."), canvas.width, LIGHT.quiet)
        return
    wide = beside(canvas, drawing.hero, drawing.callouts)
    with canvas.as_if(wide, canvas.size):
        field = _Field(canvas, drawing, drawn)
        field.draw()
    if drawing.hero:
        x, y = field.x(field.until), field.y(drawn[0].points[-1][1])
        canvas.dot(x, y, canvas.size * 0.4, colour(drawing.hero.colour))


class _Field:
    """Where days and values lie."""

    def __init__(self, canvas: Canvas, drawing: Steps, drawn: Sequence[Step]) -> None:
        self.canvas, self.drawn, size = canvas, drawn, canvas.size
        self.until = date.fromisoformat(drawing.as_of)
        days = [date.fromisoformat(day) for line in drawn for day, _ in line.points] + [self.until]
        self.first, self.last = min(days), max(max(days), min(days) + timedelta(days=1))
        most = max(value for line in drawn for _, value in line.points)
        self.step = _nice(max(most, 1) / 4)
        self.most = self.step * -(-max(most, 1) // self.step)
        names = max(width(_name(line), size, True) for line in drawn)
        self.left = width(formats.number(self.most), size) + size * 0.7
        self.right = canvas.width - min(names + size * 0.8, canvas.width * 0.4)
        self.top, self.base = size, canvas.height - size * 1.9

    def x(self, day: date) -> float:
        return self.left + (day - self.first) / (self.last - self.first) * (self.right - self.left)

    def y(self, value: float) -> float:
        return self.base - value / self.most * (self.base - self.top)

    def draw(self) -> None:
        self._grid()
        for line in self.drawn:
            ink = colour(line.colour)
            corners = [(self.x(day), self.y(value)) for day, value in line.corners(self.until)]
            self.canvas.line(corners, ink, 3 if line.dashed else 4, "10 8" if line.dashed else "")
            for corner in corners if line.straight else ():
                self.canvas.dot(*corner, 7, ink)
        self._names()

    def _grid(self) -> None:
        canvas, size = self.canvas, self.canvas.size
        value = 0.0
        while value <= self.most:
            y, label = self.y(value), formats.number(value)
            canvas.line([(self.left, y), (self.right, y)], LIGHT.line, 2 if not value else 1)
            canvas.text(self.left - size * 0.4, y + size * 0.35, label, self.left, LIGHT.quiet, anchor="end")
            value += self.step
        for day, label in self._ticks():
            half = width(label, size) / 2
            middle = min(max(self.x(day), half), canvas.width - half)
            canvas.line([(self.x(day), self.base), (self.x(day), self.base + size * 0.3)], LIGHT.quiet)
            canvas.text(middle, self.base + size * 1.35, label, canvas.width, LIGHT.quiet, anchor="middle")

    def _ticks(self) -> Iterator[tuple[date, str]]:
        """First days of years, or of quarters of a short time, as many as have room."""
        months = (self.last.year - self.first.year) * 12 + self.last.month - self.first.month
        every = 12 if months > 30 else 3 if months > 6 else 1
        wide = width("Mmm 0000" if every < 12 else "0000", self.canvas.size) + self.canvas.size
        while months / every > max((self.right - self.left) // wide, 1):
            every *= 2
        for month in range(self.first.year * 12 + self.first.month - 1, self.last.year * 12 + self.last.month):
            day = date(month // 12, month % 12 + 1, 1)
            if month % every == 0 and day >= self.first:
                yield day, formats.day(day, "year" if every >= 12 else "month")

    def _names(self) -> None:
        """Each line's name at its end, pushed apart where two would meet."""
        size, placed = self.canvas.size, -1e9
        for line in sorted(self.drawn, key=lambda each: -each.points[-1][1]):
            x, room = self.right + size * 0.5, self.canvas.width - self.right - size * 0.5
            for part in lines(_name(line), room, size, 2, not line.dashed):
                placed = max(self.y(line.points[-1][1]) + size * 0.35, placed + size * 1.2)
                self.canvas.text(x, placed, part, room + size, colour(line.colour), bold=not line.dashed)


def _name(line: Step) -> str:
    return f"{line.name} {line.last.text}" if line.last else line.name


def _nice(step: float) -> float:
    """The step of a scale: 1, 2 or 5 times a power of ten, whole."""
    power = 10 ** max(len(str(int(step))) - 1, 0)
    return float(next(nice * power for nice in _NICE if nice * power >= step))
