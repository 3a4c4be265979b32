"""Bars: lying where the categories are words, standing where they are months; each series in a field of its own."""

from collections.abc import Iterable

from community_policing.briefing.drawing.callouts import beside
from community_policing.briefing.drawing.svg import Canvas, colour
from community_policing.briefing.drawing.text_width import roomy, width
from community_policing.briefing.model import Bars, Number, Series
from community_policing.core.i18n import t
from community_policing.core.palette import LIGHT

LARGE = 8  # rows up to which a chart that has a slide's width is written larger


def bars(canvas: Canvas, drawing: Bars) -> None:
    """Draws the bars, or says that there is nothing to draw."""
    if not drawing.categories or not drawing.series:
        canvas.text(0, canvas.size, t("There is nothing to draw."), canvas.width, LIGHT.quiet)
    elif drawing.standing:
        _standing(canvas, drawing)
    else:
        wide = beside(canvas, drawing.hero, drawing.callouts)
        few = drawing.slot == "wide" and len(drawing.categories) <= LARGE
        with canvas.as_if(wide, canvas.size * (1.25 if few else 1)):
            _lying(canvas, drawing)


def top(drawn: Iterable[Number | None]) -> float:
    """The largest value, at least 1."""
    return max((number.low or 0 for number in drawn if number), default=0) or 1


def _lying(canvas: Canvas, drawing: Bars) -> None:
    """Rows of what there is more of, fields side by side of the other: names above a field have less room than beside a row."""
    rows, fields = drawing.categories, tuple(series.name for series in drawing.series)
    numbers = [[series.numbers[place] for series in drawing.series] for place in range(len(rows))]
    turned = len(fields) > max(len(rows), 2)
    if turned:
        rows, fields, numbers = fields, rows, [list(column) for column in zip(*numbers, strict=True)]
    merged = len(drawing.series) > 1 and all(sum(number is not None for number in row) < 2 for row in numbers)
    roles = [next((s.colour for s, number in zip(drawing.series, row, strict=True) if number), "") for row in numbers]
    if merged:  # each bar is in a series of its own, which its name says already
        fields, numbers = ("",), [[next(filter(None, row), None)] for row in numbers]
    size = canvas.size
    names = min(max(width(name, size) for name in rows) + size, canvas.width * 0.38)
    field = (canvas.width - names) / len(fields)
    deep = max(len(roomy(name, field - size * 1.3, size, 2, size * 2.4)[0]) for name in fields)
    head = size * (0.9 + 1.2 * deep) if len(fields) > 1 or fields[0] else 0.0
    high = min((canvas.height - head) / len(rows), canvas.height if drawing.slot == "wide" else size * 4)
    most = top(number for line in numbers for number in line)
    room = max((width(number.text, size, True) for line in numbers for number in line if number), default=0)
    scale = max(field - room - size * 1.2, size) / most
    for place, name in enumerate(fields):
        x = names + place * field
        _head(canvas, name, "" if turned else drawing.series[place].colour, x, field)
        canvas.line([(x, head), (x, head + high * len(rows))], LIGHT.line)
    for line, name in enumerate(rows):
        y = head + line * high
        _name(canvas, name, y + high / 2, names - size * 0.7, high)
        for place, number in enumerate(numbers[line]):
            role = roles[line] if merged else drawing.series[line if turned else place].colour
            _bar(canvas, number, names + place * field, y, high, scale, role, field)


def _name(canvas: Canvas, name: str, middle: float, room: float, high: float) -> None:
    """A row's name, in one line or in as many as have room."""
    wrapped, size = roomy(name, room, canvas.size, 1, high)
    for place, line in enumerate(wrapped if len(wrapped) > 1 else [name]):
        y = middle + size * (0.35 + 1.2 * (place - (len(wrapped) - 1) / 2))
        canvas.text(0, y, line, room, size=size)


def _head(canvas: Canvas, name: str, role: str, x: float, field: float) -> None:
    size = canvas.size
    if role and name:
        canvas.box(x, size * 0.35, size * 0.6, size * 0.6, colour(role))
    wrapped, small = roomy(name, field - size * 1.3, size, 2, size * 2.4)
    for place, line in enumerate(wrapped):
        canvas.text(x + (size * 0.9 if role else 0), size * (0.9 + 1.2 * place), line, field, LIGHT.quiet, size=small)


def _bar(
    canvas: Canvas, number: Number | None, x: float, y: float, row: float, scale: float, role: str, field: float
) -> None:
    if number is None:
        return
    long, thick = (number.low or 0) * scale, min(row * 0.5, canvas.size * 3)
    top, shown = y + (row - thick) / 2, max(long, 2.0 if number.low else 0.0)
    if role == "planned":  # an outline: it is not there yet
        ends = [(x, top), (x + shown, top), (x + shown, top + thick), (x, top + thick), (x, top)]
        canvas.box(x, top, shown, thick, LIGHT.panel)
        canvas.line(ends if shown else ends[:1] * 2, colour(role), 2, "9 6")
    else:
        canvas.box(x, top, shown, thick, colour(role))
    size = _small_enough(number.text, field - long - canvas.size * 0.5, canvas.size)
    canvas.text(
        x + long + canvas.size * 0.35, y + row / 2 + canvas.size * 0.35, number.text, field, bold=True, size=size
    )


def _standing(canvas: Canvas, drawing: Bars) -> None:
    size, many = canvas.size, len(drawing.series)
    foot = size * 1.9
    field = (canvas.height - foot) / many
    column = canvas.width / len(drawing.categories)
    most = top(number for series in drawing.series for number in series.numbers)
    for place, series in enumerate(drawing.series):
        head = size * 1.7 if many > 1 or series.name else 0.0
        base, high = (place + 1) * field, field - head - size * 1.6
        if head:
            canvas.box(0, base - field + size * 0.65, size * 0.6, size * 0.6, colour(series.colour))
            canvas.text(size * 0.9, base - field + size * 1.2, series.name, canvas.width, LIGHT.quiet)
        canvas.line([(0, base), (canvas.width, base)], LIGHT.line, 1.5)
        with canvas.turned(0, canvas.width):  # months run from left to right in any language
            for month, number in enumerate(series.numbers):
                if number is not None:
                    _column(canvas, number, (month + 0.5) * column, base, max(high, size) / most, column, series)
    with canvas.turned(0, canvas.width):
        _months(canvas, drawing, column)


def _column(
    canvas: Canvas, number: Number, middle: float, base: float, scale: float, column: float, series: Series
) -> None:
    high, thick = (number.low or 0) * scale, min(column * 0.62, canvas.size * 3)
    shown = max(high, 2.0 if number.low else 0.0)
    canvas.box(middle - thick / 2, base - shown, thick, shown, colour(series.colour))
    size = _small_enough(number.text, column * 0.96, canvas.size)
    canvas.text(middle, base - high - canvas.size * 0.3, number.text, column, bold=True, anchor="middle", size=size)


def _months(canvas: Canvas, drawing: Bars, column: float) -> None:
    """The categories under the lowest field: each where it has room, else every second, third ..."""
    longest = max(width(name, canvas.size) for name in drawing.categories)
    every = max(1, -int(-(longest + canvas.size * 0.5) // column))
    last = len(drawing.categories) - 1
    for month, name in enumerate(drawing.categories):
        if (last - month) % every == 0:
            middle = min(
                max((month + 0.5) * column, width(name, canvas.size) / 2), canvas.width - width(name, canvas.size) / 2
            )
            canvas.text(middle, canvas.height - canvas.size * 0.5, name, column * every, LIGHT.quiet, anchor="middle")


def _small_enough(text: str, room: float, size: float) -> float:
    """The height at which the text has room: never less than half of the usual."""
    return max(size * 0.5, min(size, size * room / max(width(text, size, True), 1)))
