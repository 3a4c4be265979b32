"""A briefing as tagged PDF (PDF/UA-1): an A4 brief that flows, and a handout of a slide a page; by Typst.

The template reads the briefing as JSON: no text of it is ever markup.
"""

import json
import logging
from base64 import b64decode
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from types import MappingProxyType
from typing import Any

from community_policing.briefing.build.outputs import output as declared
from community_policing.briefing.cover_facts import facts
from community_policing.briefing.drawing.draw import draw
from community_policing.briefing.drawing.svg import Anchor, Canvas
from community_policing.briefing.drawing.text_width import FAMILIES, FONTS, breakable, lines, shown
from community_policing.briefing.model import (
    Answers,
    Bars,
    Block,
    Briefing,
    Bullets,
    Card,
    Cards,
    Cell,
    Drawing,
    Number,
    Point,
    Points,
    Slide,
    Steps,
    Table,
)
from community_policing.briefing.pdf.reflow import flowing
from community_policing.core import formats
from community_policing.core.bidi import without_marks
from community_policing.core.i18n import ProgrammeError, in_line, language_in_force, t
from community_policing.core.palette import LIGHT, STATUS_GLYPHS
from community_policing.core.safe_text import printable

TEMPLATES = Path(__file__).with_name("templates")
# Pixels of a slide: what lies between its margins, between two blocks, and its height
_WIDE, _GAP, _TALL = (1760.0, 48.0, 1080.0)
_A4, _SMALL = 1000.0, 20.0  # pixels across a drawing in the brief, and the height of its text
_FLATTER = (1.0, 0.9, 0.8, 0.7, 0.6)  # parts of a drawing's height in the brief
_LONG = 24  # characters of a cell that may take more than one line
_LONGEST = 90  # from here on a text wraps, and takes no more of the width
_INKS = ("text", "quiet", "line", "panel", "accent", "good", "warn", "bad")
# What Typst says of a sign that no font has, or that cannot be copied
_BARRED = ("codepoints", "could not be displayed")
_log = logging.getLogger(__name__)
_ANCHORS: Mapping[Anchor, float] = MappingProxyType({"start": 0.0, "middle": 0.5, "end": 1.0})
Drawn = Callable[[Drawing], Canvas]


def brief(briefing: Briefing) -> bytes:
    """The A4 brief: its headline figures above, then every slide's finding with what it rests on.  Notes are not in it."""
    return compiled(briefing, "brief", [_flattening(slide) for slide in flowing(briefing.slides)])


def handout(briefing: Briefing) -> bytes:
    """A page of 16:9 for each slide, laid out as on the screen."""
    return compiled(briefing, "handout", [told(slide, _beside(slide)) for slide in briefing.slides])


def compiled(briefing: Briefing, output: str, slides: list[dict[str, Any]]) -> bytes:
    """Typesets the slides with the template of that output.  ProgrammeError where Typst refuses a text."""
    timestamp = datetime.fromisoformat(briefing.made_at)
    inputs_of = {
        "title": _worded(briefing.title), "id": briefing.id, "mark": _worded(briefing.mark), "language": briefing.language,
        "direction": language_in_force().direction,
        "about": [_worded(line) for line in about(briefing)], "slides": slides, "fonts": FAMILIES,
        "made": [timestamp.year, timestamp.month, timestamp.day, timestamp.hour, timestamp.minute, timestamp.second],
        "colours": {name: getattr(LIGHT, name) for name in _INKS},
        "words": {"page": t("Page"), "of": t("of")}, "logo": _logo(briefing.logo),
        "printed": t("Printed on {day}", day=formats.day(timestamp.date())),
        "facts": [[asked, _worded(answer)] for asked, answer in facts(briefing)],
    }  # fmt: skip
    inputs = {"briefing": json.dumps(inputs_of, ensure_ascii=False)}
    try:
        return _typeset(output, inputs, timestamp)
    except BaseException as error:
        if (
            not isinstance(error, Exception) and type(error).__name__ != "PanicException"
        ):  # Typst's own, which cannot be imported
            raise
        reason = printable(str(error), 300)
        problem = t("“{output}” cannot be built ({reason}).", output=t(declared(output).label), reason=reason)
        raise ProgrammeError(problem, t("Change the text that the reason names, or use another output.")) from error


def _worded(text: str) -> str:
    return breakable(in_line(text))


def _figure(text: str) -> str:
    return shown(in_line(text))


def _logo(picture_64: str) -> str:
    """A picture, PNG or SVG in base64, as the SVG that a template can take from JSON; "" for none."""
    if not picture_64:
        return ""
    kind = "png" if b64decode(picture_64).startswith(b"\x89PNG") else "svg+xml"
    image = (
        f'<image width="300" height="60" preserveAspectRatio="xMinYMid" href="data:image/{kind};base64,{picture_64}"/>'
    )
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 300 60">{image}</svg>'


def _typeset(output: str, inputs: Mapping[str, str], timestamp: datetime) -> bytes:
    """The template of that name as PDF/UA-1, or as a plain PDF where a text holds a sign that the standard bars."""
    import typst  # 20 MB, only where a PDF is made

    template = str(TEMPLATES / f"{output}.typ")
    settings: dict[str, Any] = {
        "root": str(TEMPLATES), "font_paths": [str(FONTS)], "ignore_system_fonts": True, "timestamp": int(timestamp.timestamp()),
        "sys_inputs": inputs,
    }  # fmt: skip
    try:
        pdf: bytes = typst.compile(template, pdf_standards="ua-1", **settings)
    except typst.TypstError as error:
        if not any(words in str(error) for words in _BARRED):
            raise
        _log.warning("%s is no PDF/UA: %s", output, error)
        pdf = typst.compile(template, **settings)
    return pdf


def about(briefing: Briefing) -> tuple[str, ...]:
    """What every page says of the briefing: its date, choice, data and id."""
    as_of, own = t("As of {day}", day=briefing.as_of_text), t("Briefing {id}", id=briefing.id)
    return (as_of, briefing.chosen, briefing.data, own)


def told(slide: Slide, drawn: Drawn) -> dict[str, Any]:
    """Tells a template the slide's texts and blocks, its drawings as `drawn` makes them."""
    return {
        "key": slide.key, "kind": slide.kind, "headline": _worded(slide.headline), "subtitle": _worded(slide.subtitle),
        "footnote": _worded(slide.footnote), "blocks": [{"slot": block.slot, **_block(block, drawn)} for block in slide.blocks],
    }  # fmt: skip


def _block(block: Block, drawn: Drawn) -> dict[str, Any]:
    if isinstance(block, Cards):
        return {"is": "cards", "cards": [_card(card) for card in block.cards]}
    title = _worded(block.title)
    if isinstance(block, Points):
        points = [_point(point) for point in block.points]
        return {"is": "points", "title": title, "points": points, "nothing": _worded(block.nothing)}
    if isinstance(block, Table):
        return {"is": "table", "title": title, "nothing": _worded(block.nothing), **_table(block)}
    return {"is": "drawing", "title": title, "alt": shown(f"{block.title}. {block.alt}"), **picture(drawn(block))}


def picture(canvas: Canvas) -> dict[str, Any]:
    """Tells a template the shapes as SVG, and the labels that it sets over them."""
    labels = [
        {
            "x": label.x, "y": label.y, "left": _ANCHORS[label.anchor], "size": label.size,
            "weight": 600 if label.bold else 400, "colour": label.colour, "text": label.text,
        }
        for label in canvas.labels
        if label.text
    ]  # fmt: skip
    return {"svg": canvas.shapes(), "width": canvas.width, "height": canvas.height, "labels": labels}


def _card(card: Card) -> dict[str, Any]:
    number = card.number
    lines = [_worded(line) for line in card.lines]
    return {
        "label": _worded(number.label), "figure": _figure(number.text), "status": card.status,
        "sign": STATUS_GLYPHS.get(card.status, ""), "lines": lines,
    }  # fmt: skip


def _point(point: Point) -> dict[str, Any]:
    """A sentence; numbers that it does not speak out stand behind it."""
    text = f"{point.text} {point.detail}"
    return {
        "text": _worded(point.text), "detail": _worded(point.detail), "status": point.status,
        "sign": STATUS_GLYPHS.get(point.status, ""), "numbers": [_figure(n.text) for n in point.numbers if n.text not in text],
    }  # fmt: skip


def _table(table: Table) -> dict[str, Any]:
    columns = range(len(table.heads))
    cells = [[_cell(cell) for cell in row] for row in table.rows]
    return {
        "heads": [_worded(head) for head in table.heads], "rows": cells, "right": [_numeric(table, place) for place in columns],
        "shares": [_share([row[place] for row in cells]) for place in columns],
        "signs": [STATUS_GLYPHS.get(status, "") for status in table.status], "status": list(table.status),
    }  # fmt: skip


def _share(cells: Sequence[str]) -> int:
    """The part of the table's width that is left which a column of long texts takes; 0 for one as wide as its texts."""
    longest = max((len(without_marks(cell)) for cell in cells), default=0)
    return min(longest, _LONGEST) if longest > _LONG else 0


def _numeric(table: Table, place: int) -> bool:
    return any(isinstance(row[place], Number) for row in table.rows)


def _cell(cell: Cell) -> str:
    return _figure(cell.text) if isinstance(cell, Number) else _worded(cell)


def _flattening(slide: Slide) -> dict[str, Any]:
    """The slide with its drawings at several heights: the template takes those that fill its page."""
    page = told(slide, _across(slide))
    for block, content in zip(slide.blocks, page["blocks"], strict=True):
        if not isinstance(block, Cards | Points | Table):
            content["sizes"] = [picture(canvas) for canvas in _flatter(slide, block)]
    return page


def _flatter(slide: Slide, block: Drawing) -> list[Canvas]:
    """The drawing at each height; at one where a text would be cut, or lie on another, as flat as it goes without."""
    canvases = [_across(slide)(block)]
    for flat in _FLATTER[1:]:
        canvas = _across(slide, flat)(block)
        canvases.append(canvas if canvas.flaws() <= canvases[0].flaws() else canvases[-1])
    return canvases


def _across(slide: Slide, flat: float = 1) -> Drawn:
    """A drawing as wide as an A4 page's text, or two of them side by side; `flat`: the part of its height."""
    pair = sum(not isinstance(block, Cards | Points | Table) and block.slot != "wide" for block in slide.blocks) == 2

    def drawn(block: Drawing) -> Canvas:
        if pair and block.slot != "wide":
            return draw(block, _A4 * (0.4 if block.slot == "side" else 0.58), 400 * flat, _SMALL)
        return draw(block, _A4, _high(block) * flat, _SMALL)

    return drawn


def _high(block: Drawing) -> float:
    if isinstance(block, Bullets):
        return len(block.rows) * 84.0 + 40
    if isinstance(block, Answers):
        return len(block.rows) * 74.0 + 90 + 52 * len(block.more)
    if isinstance(block, Bars):
        many, names = len(block.series), len(block.categories)
        return 60.0 + 170 * many if block.standing else 90.0 + 50 * (many if many > max(names, 2) else names)
    return 400.0 if isinstance(block, Steps) else 600.0


def _beside(slide: Slide) -> Drawn:
    """A drawing as large as its place on the slide."""
    headline = len(lines(slide.headline, _WIDE, 52, 2, bold=True))
    high = _TALL - 64 - headline * 62 - (44 if slide.subtitle else 0) - 40 - 128
    if any(isinstance(block, Cards) for block in slide.blocks):
        high -= 236
    below = [block for block in slide.blocks if not isinstance(block, Cards)]
    wide = dict(zip(map(id, below), widths(below), strict=True))

    def drawn(block: Drawing) -> Canvas:
        return draw(block, wide[id(block)], high - (40 if block.title else 0), 24)

    return drawn


def widths(below: Sequence[Block]) -> list[float]:
    """How wide each of the blocks below the cards is: `main` has 1.6 parts, `side` one."""
    parts = [1.0 if block.slot == "side" and len(below) > 1 else 1.6 for block in below]
    room = _WIDE - _GAP * (len(below) - 1)
    return [room * part / sum(parts) for part in parts]
