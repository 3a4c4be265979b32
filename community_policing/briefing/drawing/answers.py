"""Answers of a survey: a row for each place, the earlier wave hollow, the later one full, each on its 95 % interval."""

from typing import NamedTuple

from community_policing.briefing.drawing.svg import Canvas, colour
from community_policing.briefing.drawing.text_width import lines, roomy, width
from community_policing.briefing.model import AnswerRow, Answers, Reading
from community_policing.core.i18n import language_in_force, t
from community_policing.core.palette import LIGHT

_NAME, _SAID, _NARROW = 0.26, 0.3, 0.36  # of the width: what names take at most, and words; and words on paper
_APART = 0.24  # of a row: the earlier wave stands so much above its middle, the later one below
TICKS = (0, 25, 50, 75, 100)


class Field(NamedTuple):
    """Where the axis begins and ends, and where the words begin."""

    left: float
    right: float
    said: float

    def at(self, percent: float) -> float:
        """Where a percentage stands."""
        return self.left + (self.right - self.left) * percent / 100


def drawn(block: Answers) -> bool:
    """Whether any row has a percentage to draw."""
    return any(row.earlier or row.later for row in block.rows)


def waves(block: Answers) -> tuple[str, str]:
    """How the earlier and the later wave are called: with their dates where all rows have the same."""
    readings = [[row.earlier for row in block.rows if row.earlier], [row.later for row in block.rows if row.later]]
    named = [{reading.wave for reading in each} for each in readings]
    first, last = ("".join(each) if len(each) == 1 else "" for each in named)
    if not readings[0]:
        return "", ""
    return (
        t("earlier wave, {date}", date=first) if first else t("earlier wave"),
        t("later wave, {date}", date=last) if last else t("later wave"),
    )


def signs(block: Answers) -> str:
    """What the marks of changes stand for, as far as there are any."""
    words = {"▲": t("▲ better"), "▼": t("▼ worse")}
    return " · ".join(word for sign, word in words.items() if any(row.sign == sign for row in block.rows))


def about(row: AnswerRow) -> str:
    """What stands below a place's name: the question where rows are of several, and how many were asked, then and now."""
    readings = [reading for reading in (row.earlier, row.later) if reading]
    many = [reading.asked or t("not published") for reading in readings]
    asked = t("{before} → {after}", before=many[0], after=many[1]) if len(many) > 1 else "".join(many)
    of = t("{count} people asked", count=asked) if any(reading.asked for reading in readings) else ""
    return " · ".join(filter(None, (row.question, of)))


def answers(canvas: Canvas, drawing: Answers) -> None:
    """Draws the rows, how to read them, and the sentences below."""
    size = canvas.size
    more = [line for each in drawing.more for line in lines(each.text, canvas.width, size, 2)]
    foot = size * (1.3 * len(more) + (2.2 if drawn(drawing) else 0.6))
    head = size * 1.5 if drawn(drawing) else 0.0
    high = min((canvas.height - foot - head) / max(len(drawing.rows), 1), size * 6)
    field = _field(canvas, drawing)
    if drawn(drawing):
        _axis(canvas, field, head, high * len(drawing.rows))
    for place, row in enumerate(drawing.rows):
        top = head + place * high
        _row(canvas, row, top, high, field)
        canvas.line([(0, top + high), (canvas.width, top + high)], LIGHT.line)
    y = head + high * len(drawing.rows) + size * 1.4
    if drawn(drawing):
        _key(canvas, drawing, y)
        y += size * 1.5
    for place, line in enumerate(more):
        canvas.text(0, y + place * size * 1.3, line, canvas.width)


def _field(canvas: Canvas, drawing: Answers) -> Field:
    size = canvas.size
    longest = max((width(row.place, size, True) for row in drawing.rows), default=0)
    beside = max((width(about(row), size) for row in drawing.rows), default=0)
    name = min(max(longest, beside) + size, canvas.width * (_NAME if drawn(drawing) else 0.5))
    said = canvas.width * (1 - (_SAID if canvas.width > 60 * size else _NARROW)) if drawn(drawing) else name
    return Field(name + size * 0.6, said - size * 4, said)


def _axis(canvas: Canvas, field: Field, head: float, high: float) -> None:
    for tick in TICKS:
        x = field.at(tick)
        canvas.line([(x, head), (x, head + high)], LIGHT.line)
        canvas.text(x, head - canvas.size * 0.5, f"{tick} %", canvas.size * 4, LIGHT.quiet, anchor="middle")


def _row(canvas: Canvas, row: AnswerRow, top: float, high: float, field: Field) -> None:
    size, middle = canvas.size, top + high / 2
    deep = max(1, int(high // (size * 1.2)))
    most = min(field.left, field.said) - size
    name = lines(row.place, most, size, 1, True)
    beside = lines(about(row), most, size, max(1, min(2, deep - 1)))
    _stacked(canvas, [(line, True) for line in name] + [(line, False) for line in beside], 0, middle, most)
    ink = colour(row.colour)
    said = f"{row.sign} {row.said}" if row.sign not in row.said else row.said
    bold, room = row.colour != "text", canvas.width - field.said
    measured_bold = bold and language_in_force().right_to_left  # English is laid out as if it were not
    words, small = roomy(said, room, size, deep, high, bold=measured_bold)
    first = middle + small * 0.35 - (len(words) - 1) * small * 0.6
    for at, line in enumerate(words):
        canvas.text(field.said, first + at * small * 1.2, line, room, ink, bold=bold, size=small)
    apart = high * _APART if row.earlier and row.later else 0.0
    if row.earlier:
        _mark(canvas, row.earlier, field, middle - apart, LIGHT.planned, hollow=True)
    if row.later:
        _mark(canvas, row.later, field, middle + apart, LIGHT.accent, hollow=False)


def _stacked(canvas: Canvas, texts: list[tuple[str, bool]], x: float, middle: float, room: float) -> None:
    size = canvas.size
    first = middle + size * 0.35 - (len(texts) - 1) * size * 0.6
    for at, (line, bold) in enumerate(texts):
        canvas.text(x, first + at * size * 1.2, line, room, LIGHT.text if bold else LIGHT.quiet, bold=bold)


def _mark(canvas: Canvas, reading: Reading, field: Field, y: float, ink: str, *, hollow: bool) -> None:
    """The interval as a bar, the percentage as a mark on it and as text behind its end."""
    size, percent = canvas.size, reading.number.low or 0.0
    ends = [percent if end is None else end for end in (reading.low, reading.high)]
    if ends[1] > ends[0]:
        canvas.line([(field.at(ends[0]), y), (field.at(ends[1]), y)], ink, size * 0.16)
    radius = size * 0.3
    canvas.dot(field.at(percent), y, radius, ink)
    if hollow:
        canvas.dot(field.at(percent), y, radius * 0.6, LIGHT.page)
    x = field.at(max(ends[1], percent)) + size * 0.5
    canvas.text(x, y + size * 0.35, reading.number.text, size * 5, ink if hollow else LIGHT.text, bold=not hollow)


def _key(canvas: Canvas, drawing: Answers, y: float) -> None:
    """How to read the marks, in one quiet line."""
    before, after = waves(drawing)
    texts = [(before, "hollow"), (after, "full"), (t("95 % interval"), "span"), (signs(drawing), "")]
    texts = [(words, sign) for words, sign in texts if words]
    whole = sum(canvas.size * 3 + width(words, canvas.size) for words, _ in texts)
    x, size = 0.0, canvas.size * min(1.0, canvas.width / whole)
    for words, sign in texts:
        middle, at = y - size * 0.35, x + size * 0.6
        if sign == "span":
            canvas.line([(x, middle), (x + size * 1.2, middle)], LIGHT.quiet, size * 0.16)
        elif sign:
            canvas.dot(at, middle, size * 0.3, LIGHT.planned if sign == "hollow" else LIGHT.accent)
        if sign == "hollow":
            canvas.dot(at, middle, size * 0.18, LIGHT.page)
        canvas.text(x + size * (1.6 if sign else 0), y, words, canvas.width, LIGHT.quiet, size=size)
        x += size * 3 + width(words, size)
