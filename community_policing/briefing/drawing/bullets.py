"""Targets: what is there on the way from baseline to target, what was due by now, and where the pace leads."""

from typing import NamedTuple

from community_policing.briefing.drawing.svg import INK, Canvas, colour
from community_policing.briefing.drawing.text_width import lines, roomy, width
from community_policing.briefing.model import Bullet, Bullets
from community_policing.core.i18n import t
from community_policing.core.palette import LIGHT, STATUS_GLYPHS

GROUND = "#E9E6DF"


class Columns(NamedTuple):
    """Where the bar, the figure and the words of all rows begin."""

    bar: float
    figure: float
    said: float


_MOST, _LEAST = 0.4, 0.12  # of the width: what names, or words, take at most, and bars at least
FEW = 6  # rows up to which a slide is written larger


def bullets(canvas: Canvas, drawing: Bullets) -> None:
    """Draws a row for each target and how to read it, or says that there is none."""
    if not drawing.rows:
        canvas.text(0, canvas.size, drawing.more or t("No target is set."), canvas.width, LIGHT.quiet)
        return
    large = len(drawing.rows) <= FEW and canvas.width > 60 * canvas.size
    more = lines(drawing.more, canvas.width, canvas.size, 2)
    foot = canvas.size * (1.3 * len(more) + (0.4 if drawing.reading else 1.8))
    with canvas.as_if(canvas.width, canvas.size * (1.15 if large else 1)):
        high = min((canvas.height - foot) / len(drawing.rows), canvas.height if drawing.reading else canvas.size * 8)
        dense = high < canvas.size * 2.7
        columns = _columns(canvas, drawing, dense)
        for place, row in enumerate(drawing.rows):
            _row(canvas, row, place * high, high, columns, bool(drawing.reading), dense)
            canvas.line([(0, (place + 1) * high), (canvas.width, (place + 1) * high)], LIGHT.line)
    y = len(drawing.rows) * high + canvas.size * 1.4
    if not drawing.reading:
        _key(canvas, y)
        y += canvas.size * 1.4
    for place, line in enumerate(more):
        canvas.text(0, y + place * canvas.size * 1.3, line, canvas.width)


def _columns(canvas: Canvas, drawing: Bullets, dense: bool) -> Columns:
    """Names, figures and words as wide as they need, within reason; bars take what is left."""
    size, wide, rows = canvas.size, canvas.width, drawing.rows
    one = [width(row.label, size, True) + size * 0.5 + width(row.place, size) for row in rows]
    two = [max(width(row.label, size, True), width(row.place, size)) for row in rows]
    name = min(max(one if dense else two) + size * 2.4, wide * _MOST)
    figure = max(sum(_figure(row, size, bool(drawing.reading))) for row in rows) + size * 1.6
    said = min(max(width(words, size, bold) for row in rows for words, bold in _words(row)) + size, wide * _MOST * 0.9)
    bar = max(wide - name - figure - said, wide * _LEAST)
    over = max(name + bar + figure + said - wide, 0)
    name -= over * name / (name + said)
    return Columns(name, name + bar + size, name + bar + figure)


def _words(row: Bullet) -> tuple[tuple[str, bool], ...]:
    return (row.said, False), (t("→ {what}", what=row.doing) if row.doing else "", True)


def _figure(row: Bullet, size: float, part: bool) -> tuple[float, float, float]:
    """How wide the figure is, the gap behind it, and of how many it is."""
    larger = size * (1.7 if part else 1.15)
    of = t("of {target}", target=row.target.text)
    return width(row.actual.text, larger, True), size * 0.3, width(of, size * (1.2 if part else 1))


def _row(canvas: Canvas, row: Bullet, y: float, high: float, columns: Columns, part: bool, beside: bool) -> None:
    size, wide, middle = canvas.size, canvas.width, y + high / 2
    ink = colour(row.colour) if row.colour else INK.get(row.status, LIGHT.unknown)
    _named(canvas, row, middle, columns.bar, high, beside)
    _bar(canvas, row, columns.bar, middle, columns.figure - size - columns.bar, ink)
    larger, base = size * (1.7 if part else 1.15), middle + size * (0.6 if part else 0.4)
    canvas.text(columns.figure, base, row.actual.text, wide, ink, bold=True, size=larger)
    after = columns.figure + sum(_figure(row, size, part)[:2])
    of = t("of {target}", target=row.target.text)
    canvas.text(after, base, of, wide - after + size, LIGHT.quiet, size=size * (1.2 if part else 1))
    if not part:
        _said(canvas, row, columns.said, middle, high)


def _named(canvas: Canvas, row: Bullet, middle: float, room: float, high: float, beside: bool) -> None:
    """The status' glyph, the label, and the place behind it, or below where there is room."""
    size, x = canvas.size, canvas.size * 1.4 if row.status else 0.0
    if row.status:
        glyph = STATUS_GLYPHS.get(row.status, "")
        canvas.text(0, middle + size * 0.35, glyph, size * 1.5, INK.get(row.status, LIGHT.unknown))
    room -= x + size * 0.8
    if beside:
        canvas.text(x, middle + size * 0.35, row.label, room, bold=True)
        after = x + width(row.label, size, True) + size * 0.5
        canvas.text(after, middle + size * 0.35, row.place, x + room - after, LIGHT.quiet)
        return
    label, one = roomy(row.label, room, size, 2 if high > size * 4 else 1, high * 0.55, bold=True)
    place, other = roomy(row.place, room, one, 2 if len(label) < 2 and high > size * 4 else 1, high * 0.45)
    size = min(one, other)
    first = middle - size * 0.6 * (len(label) + len(place) - 1) + size * 0.35
    for at, line in enumerate((*label, *place)):
        quiet = at >= len(label)
        ink = LIGHT.quiet if quiet else LIGHT.text
        canvas.text(x, first + at * size * 1.2, line, room + size, ink, bold=not quiet, size=size)


def _said(canvas: Canvas, row: Bullet, x: float, middle: float, high: float) -> None:
    """The status and why; below it what is being done."""
    size, room = canvas.size, canvas.width - x
    most = max(1, int(high // (size * 1.25)))
    what = t("→ {what}", what=row.doing) if row.doing else ""
    doing, active = roomy(what, room, size, 2, high * 0.5, bold=True) if what else ([], size)
    left = high - len(doing) * active * 1.2
    said, small = roomy(row.said, room, size, max(1, min(3, most - len(doing))), left)
    y = middle - (len(said) * small + len(doing) * active) * 1.25 / 2
    for line in said:
        canvas.text(x, y + small * 0.975, line, room + size, size=small)
        y += small * 1.25
    for line in doing:
        canvas.text(x, y + active * 0.975, line, room + size, LIGHT.accent, bold=True, size=active)
        y += active * 1.25


def _bar(canvas: Canvas, row: Bullet, x: float, middle: float, wide: float, ink: str) -> None:
    size = canvas.size
    end = row.target.low if row.target.low is not None else row.baseline
    reached = row.actual.low if row.actual.low is not None else row.baseline
    values = [row.baseline, end, reached, row.due, *(v for v in (row.low, row.high) if v is not None)]
    first, last = min(values), max(values)
    span = (last - first) or 1.0

    def at(value: float) -> float:
        return x + (value - first) / span * wide

    part = not row.status and not row.said  # of a whole: no target, and nothing due
    thick = size * (1.3 if part else 0.85)
    canvas.box(at(min(row.baseline, end)), middle - thick / 2, abs(at(end) - at(row.baseline)), thick, GROUND)
    canvas.box(min(at(row.baseline), at(reached)), middle - thick / 2, abs(at(reached) - at(row.baseline)), thick, ink)
    if part:
        return
    canvas.line([(at(end), middle - thick), (at(end), middle + thick)], LIGHT.text, 3)
    canvas.line([(at(row.due), middle - thick * 0.8), (at(row.due), middle + thick * 0.8)], LIGHT.text, 2, "3 3")
    if row.low is not None and row.high is not None:
        y = middle + thick
        canvas.line([(at(row.low), y), (max(at(row.high), at(row.low) + 2), y)], LIGHT.quiet, 4)
        for value in (row.low, row.high):
            canvas.line([(at(value), y - 5), (at(value), y + 5)], LIGHT.quiet, 2)


def _key(canvas: Canvas, y: float) -> None:
    """How to read a bar, in one quiet line, as much smaller as it takes."""
    if y > canvas.height:
        return
    texts = {"bar": t("there now"), "due": t("due by now"), "end": t("target"), "span": t("likely by its date (80 %)")}
    whole = sum(canvas.size * 3 + width(words, canvas.size) for words in texts.values()) - canvas.size
    x, size = 0.0, canvas.size * min(1.0, canvas.width / whole)
    for sign, words in texts.items():
        _sign(canvas, sign, x, y - size * 0.35, size)
        canvas.text(x + size * 1.7, y, words, canvas.width, LIGHT.quiet, size=size)
        x += size * 3 + width(words, size)


def _sign(canvas: Canvas, sign: str, x: float, y: float, size: float) -> None:
    if sign == "bar":
        canvas.box(x, y - size * 0.3, size * 1.3, size * 0.6, LIGHT.unknown)
    elif sign == "span":
        canvas.line([(x, y), (x + size * 1.3, y)], LIGHT.quiet, 4)
    else:
        middle = x + size * 0.65
        canvas.line(
            [(middle, y - size * 0.5), (middle, y + size * 0.5)],
            LIGHT.text,
            *((2, "3 3") if sign == "due" else (3, "")),
        )
