"""Targets: what is there on the way from baseline to target, what was due by now, and where the pace leads."""

from community_policing.briefing.drawing.svg import INK, Canvas
from community_policing.briefing.drawing.text_width import lines, width
from community_policing.briefing.model import Bullet, Bullets
from community_policing.core.i18n import t
from community_policing.core.palette import LIGHT, STATUS_GLYPHS

_WIDE, _NARROW = (
    (0.27, 0.27, 0.13),
    (0.32, 0.19, 0.17),
)  # of the width: label, bar, figure; what is left is said in words


def bullets(canvas: Canvas, drawing: Bullets) -> None:
    """Draws a row for each target and how to read it, or says that there is none."""
    if not drawing.rows:
        canvas.text(0, canvas.size, t("No target is set."), canvas.width, LIGHT.quiet)
        return
    foot = canvas.size * 1.8
    high = min((canvas.height - foot) / len(drawing.rows), canvas.size * 5.6)
    for place, row in enumerate(drawing.rows):
        _row(canvas, row, place * high, high)
        canvas.line([(0, (place + 1) * high), (canvas.width, (place + 1) * high)], LIGHT.line)
    _key(canvas, len(drawing.rows) * high + canvas.size * 1.4)


def _row(canvas: Canvas, row: Bullet, y: float, high: float) -> None:
    size, wide, middle, ink = canvas.size, canvas.width, y + high / 2, INK.get(row.status, LIGHT.unknown)
    named, bar, figure = _WIDE if wide > 60 * size else _NARROW
    canvas.text(0, middle + size * 0.35, STATUS_GLYPHS.get(row.status, ""), size * 1.5, ink)
    x, room = size * 1.4, wide * named - size * 2
    label = lines(row.label, room, size, 2 if high > size * 4 else 1, True)
    first = middle - size * 0.6 * len(label) + size * 0.2
    for place, line in enumerate(label):
        canvas.text(x, first + place * size * 1.2, line, room + size, bold=True)
    canvas.text(x, first + len(label) * size * 1.2, row.place, room, LIGHT.quiet)
    _bar(canvas, row, wide * named, middle, wide * bar, ink)
    x = wide * (named + bar) + size
    canvas.text(x, middle + size * 0.35, row.actual.text, wide * figure, ink, bold=True, size=size * 1.15)
    after = x + width(row.actual.text, size * 1.15, True) + size * 0.3
    canvas.text(after, middle + size * 0.35, t("of {target}", target=row.target.text), wide * figure, LIGHT.quiet)
    x = wide * (named + bar + figure) + size
    most = max(1, min(3, int(high // (size * 1.25))))
    text_lines = lines(row.said, wide - x, size, most)
    for place, line in enumerate(text_lines):
        canvas.text(x, middle + size * 0.35 + (place - (len(text_lines) - 1) / 2) * size * 1.25, line, wide - x + size)


def _bar(canvas: Canvas, row: Bullet, x: float, middle: float, wide: float, ink: str) -> None:
    size = canvas.size
    end = row.target.low if row.target.low is not None else row.baseline
    reached = row.actual.low if row.actual.low is not None else row.baseline
    values = [row.baseline, end, reached, row.due, *(v for v in (row.low, row.high) if v is not None)]
    first, last = min(values), max(values)
    span = (last - first) or 1.0

    def at(value: float) -> float:
        return x + (value - first) / span * wide

    thick = size * 0.85
    canvas.box(at(min(row.baseline, end)), middle - thick / 2, abs(at(end) - at(row.baseline)), thick, "#E9E6DF")
    canvas.box(min(at(row.baseline), at(reached)), middle - thick / 2, abs(at(reached) - at(row.baseline)), thick, ink)
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
