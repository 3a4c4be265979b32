"""Answers of a survey on a PowerPoint slide: native texts, lines for intervals and discs for percentages, row by row."""

from typing import Any

from pptx.enum.shapes import MSO_SHAPE
from pptx.util import Inches, Pt

from community_policing.briefing.drawing.answers import TICKS, Field, about, drawn, signs, waves
from community_policing.briefing.drawing.svg import colour
from community_policing.briefing.model import AnswerRow, Answers, Reading
from community_policing.briefing.pptx.shapes import Box, line, named, rgb, text
from community_policing.briefing.pptx.text_fit import LINE, clean, lines, width
from community_policing.core.i18n import t
from community_policing.core.palette import LIGHT

_NAME, _SAID = 0.24, 0.28  # of the width: names, and words
_TEXT = 12  # points
_LINE = _TEXT * LINE / 72  # inches


def answers(shapes: Any, box: Box, block: Answers) -> None:
    """A row for each place, how to read it, and the sentences below."""
    chart = drawn(block)
    deep = [min(lines(clean(each.text), box.wide, _TEXT), 2) * _LINE + 0.04 for each in block.more]
    head, key = (0.3, 0.34) if chart else (0.0, 0.1)
    high = min((box.tall - head - key - sum(deep)) / max(len(block.rows), 1), 1.0)
    name = box.wide * (_NAME if chart else 0.5)
    said = box.wide * (1 - _SAID) if chart else name
    field = Field(box.left + name + 0.1, box.left + said - 0.8, box.left + said)
    top, bottom = box.top + head, box.top + head + high * len(block.rows)
    for tick in TICKS if chart else ():
        x = field.at(tick)
        line(shapes, (x, top), (x, bottom), LIGHT.line, 0.75, t("Axis"))
        text(shapes, Box(x - 0.2, box.top, 0.6, 0.26), f"{tick} %", _TEXT, LIGHT.quiet, name=t("Axis"))
    for place, row in enumerate(block.rows):
        area = Box(box.left, top + place * high, box.wide, high)
        _row(shapes, area, row, name, field)
        end = area.top + high
        line(shapes, (box.left, end), (box.left + box.wide, end), LIGHT.line, 0.75, t("Rule"))
    if chart:
        _key(shapes, Box(box.left, bottom + 0.06, box.wide, 0.26), block)
    y = bottom + key
    for callout, tall in zip(block.more, deep, strict=True):
        text(shapes, Box(box.left, y, box.wide, tall), callout.text, _TEXT, name=t("Call-out"))
        y += tall


def _row(shapes: Any, area: Box, row: AnswerRow, name: float, field: Field) -> None:
    middle = area.top + area.tall / 2
    below, room = about(row), name - 0.1
    high = _LINE + 0.02
    deep = min(lines(clean(below), room, _TEXT), max(1, min(2, int(area.tall / high) - 1))) if below else 0
    first = middle - high * (1 + deep) / 2
    text(shapes, Box(area.left, first, room, high), row.place, _TEXT, bold=True, name=t("Place"))
    if deep:
        text(shapes, Box(area.left, first + high, room, high * deep), below, _TEXT, LIGHT.quiet, name=t("People asked"))
    words = row.said if row.sign in row.said else f"{row.sign} {row.said}"
    wide = area.left + area.wide - field.said
    many = min(lines(clean(words), wide, _TEXT, row.colour != "text"), max(1, int(area.tall / high)))
    place = Box(field.said, middle - high * many / 2, wide, high * many)
    text(shapes, place, words, _TEXT, colour(row.colour), bold=row.colour != "text", name=t("What changed"))
    apart = area.tall * 0.24 if row.earlier and row.later else 0.0
    if row.earlier:
        _mark(shapes, row.earlier, field, middle - apart, LIGHT.planned, hollow=True)
    if row.later:
        _mark(shapes, row.later, field, middle + apart, LIGHT.accent, hollow=False)


def _mark(shapes: Any, reading: Reading, field: Field, y: float, ink: str, *, hollow: bool) -> None:
    percent = reading.number.low or 0.0
    ends = [percent if end is None else end for end in (reading.low, reading.high)]
    alt = " ".join(filter(None, (reading.number.label, reading.number.place, reading.number.text, reading.interval)))
    if ends[1] > ends[0]:
        line(shapes, (field.at(ends[0]), y), (field.at(ends[1]), y), ink, 2.5, t("95 % interval"), alt)
    _disc(shapes, field.at(percent), y, ink, alt, hollow=hollow)
    box = Box(field.at(max(ends[1], percent)) + 0.12, y - _LINE / 2, 0.7, _LINE + 0.02)
    text(shapes, box, reading.number.text, _TEXT, ink if hollow else LIGHT.text, bold=not hollow, name=t("Percentage"))


def _disc(shapes: Any, x: float, y: float, ink: str, alt: str, *, hollow: bool) -> None:
    radius = 0.07
    shape = shapes.add_shape(
        MSO_SHAPE.OVAL, Inches(x - radius), Inches(y - radius), Inches(2 * radius), Inches(2 * radius)
    )
    shape.fill.solid()
    shape.fill.fore_color.rgb = rgb(LIGHT.page if hollow else ink)
    shape.line.color.rgb, shape.line.width = rgb(ink), Pt(1.75)
    shape.shadow.inherit = False
    named(shape, t("earlier wave") if hollow else t("later wave"), alt)


def _key(shapes: Any, box: Box, block: Answers) -> None:
    """What disc and line stand for."""
    before, after = waves(block)
    texts = [(before, "hollow"), (after, "full"), (t("95 % interval"), "span"), (signs(block), "")]
    middle, left = box.top + box.tall / 2, box.left
    for words, kind in ((words, kind) for words, kind in texts if words):
        if kind == "span":
            line(shapes, (left, middle), (left + 0.25, middle), LIGHT.quiet, 2.5, words)
        elif kind:
            ink = LIGHT.planned if kind == "hollow" else LIGHT.accent
            _disc(shapes, left + 0.12, middle, ink, words, hollow=kind == "hollow")
        at = left + (0.35 if kind else 0.0)
        wide = width(words, _TEXT) + 0.1
        text(shapes, Box(at, box.top, wide, box.tall), words, _TEXT, LIGHT.quiet, name=t("Legend"))
        left = at + wide + 0.35
