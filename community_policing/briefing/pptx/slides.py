"""A briefing as PowerPoint slides: native titles, tables, charts and shapes that can be edited, and the presenter's notes."""

import io
import re
import zipfile
from collections.abc import Callable, Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Any

from pptx.enum.shapes import MSO_SHAPE
from pptx.enum.text import PP_ALIGN
from pptx.util import Inches, Pt

from community_policing.briefing.model import (
    Bars,
    Block,
    Briefing,
    Bullets,
    Cards,
    Locality,
    Map,
    Points,
    Slide,
    Steps,
    Table,
)
from community_policing.briefing.pptx import (
    bullets,
    charts,
    map,
    shapes as pptx_shapes,
)
from community_policing.briefing.pptx.master import EDGE, ROOM, TALL, empty, foot, layout
from community_policing.briefing.pptx.shapes import Box, named, rgb, text
from community_policing.briefing.pptx.text_fit import Fitted, clean, fitted
from community_policing.briefing.presets import DONOR
from community_policing.core.i18n import t
from community_policing.core.palette import LIGHT

_DRAWN: Mapping[type, Callable[[Any, Box, Any], None]] = MappingProxyType(
    {
        Bars: charts.bars, Steps: charts.steps, Bullets: bullets.bullets, Map: map.country,
        Locality: map.locality,
        Points: pptx_shapes.points, Table: pptx_shapes.table,
    }
)  # fmt: skip
_GAP, _FOOT = 0.35, 0.98  # inches between two blocks, and what the foot takes
_STAMP = (1980, 1, 1, 0, 0, 0)
_TIMES = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*")


def slides(briefing: Briefing) -> bytes:
    """The slides; the same briefing gives the same bytes."""
    deck = empty()
    at = datetime.fromisoformat(briefing.made_at).replace(tzinfo=None)
    about = deck.core_properties
    about.title, about.subject, about.keywords = clean(briefing.title)[:250], briefing.id, briefing.id
    about.author = about.last_modified_by = clean(briefing.made_by)[:250]
    about.comments, about.created, about.modified, about.revision = clean(briefing.mark)[:250], at, at, 1
    about.language = briefing.language
    for number, slide in enumerate(briefing.slides, start=1):
        _slide(deck, briefing, slide, number)
    file = io.BytesIO()
    deck.save(file)
    return _settled(file.getvalue(), briefing.made_at)


def _slide(deck: Any, briefing: Briefing, slide: Slide, number: int) -> None:
    cover = slide.kind == "title"
    drawn = deck.slides.add_slide(layout(deck, "Cover" if cover else "Finding"))
    headline = _headline(slide.headline, cover)
    title = drawn.shapes.title
    title.text_frame.text = headline.text
    title.text_frame.paragraphs[0].runs[0].font.size = Pt(headline.size)
    if cover:
        below = drawn.placeholders[1].text_frame
        below.text = clean(slide.subtitle) or " "
        below.paragraphs[0].alignment, below.paragraphs[0].runs[0].font.size = PP_ALIGN.LEFT, Pt(20)
        rule = drawn.shapes.add_shape(MSO_SHAPE.RECTANGLE, Inches(EDGE + 0.1), Inches(3.62), Inches(1.6), Inches(0.05))
        rule.fill.solid()
        rule.fill.fore_color.rgb = rgb(LIGHT.accent)
        rule.line.fill.background()
        rule.shadow.inherit = False
        named(rule, "Line", "Line")
    elif slide.subtitle:
        text(drawn.shapes, Box(EDGE + 0.1, 1.24, ROOM - 0.2, 0.26), slide.subtitle, 12, LIGHT.quiet, name="Subtitle")
    _body(drawn.shapes, slide, 4.6 if cover else 1.66)
    _mark(drawn.shapes, briefing, slide)
    foot(drawn, " · ".join(_about(briefing)), number)
    if slide.notes and briefing.audience != DONOR:
        drawn.notes_slide.notes_text_frame.text = clean(slide.notes)


def _headline(words: str, cover: bool) -> Fitted:
    """In one line where it has room, else in two."""
    line = fitted(words, ROOM - 0.3, (40, 36, 32) if cover else (28, 26, 24), 1, True)
    return (
        fitted(words, ROOM - 0.3, (32, 28, 24, 20, 16) if cover else (24, 22, 20, 18, 16, 14), 2, True)
        if line.cut
        else line
    )


def _body(shapes: Any, slide: Slide, top: float) -> None:
    """Figures above; below them one block, or two and more side by side."""
    bottom = TALL - _FOOT - 0.1
    for block in slide.blocks:
        if isinstance(block, Cards):
            tall = pptx_shapes.cards_tall(ROOM - 0.2, block)
            pptx_shapes.cards(shapes, Box(EDGE + 0.1, top, ROOM - 0.2, tall), block)
            top += tall + 0.18
    below = [block for block in slide.blocks if not isinstance(block, Cards)]
    parts = [1.0 if block.slot == "side" and len(below) > 1 else 1.6 for block in below]
    room, left = ROOM - 0.2 - _GAP * (len(below) - 1), EDGE + 0.1
    for block, part in zip(below, parts, strict=True):
        wide = room * part / sum(parts)
        _block(shapes, Box(left, top, wide, bottom - top), block)
        left += wide + _GAP


def _block(shapes: Any, box: Box, block: Block) -> None:
    if isinstance(block, Cards):
        return
    if block.title:
        text(shapes, Box(box.left, box.top, box.wide, 0.26), block.title, 12, bold=True, name="Heading")
        box = Box(box.left, box.top + 0.34, box.wide, box.tall - 0.34)
    _DRAWN[type(block)](shapes, box, block)


def _mark(shapes: Any, briefing: Briefing, slide: Slide) -> None:
    """What the slide rests on, and that its data are made up where they are."""
    top = TALL - _FOOT + 0.03
    if briefing.mark:
        text(
            shapes,
            Box(EDGE + 0.1, top, ROOM - 0.2, 0.24),
            briefing.mark,
            12,
            LIGHT.warn,
            bold=True,
            name="Illustrative data",
        )
    text(shapes, Box(EDGE + 0.1, top + 0.21, ROOM - 0.2, 0.24), slide.footnote, 12, LIGHT.quiet, name="Source")


def _about(briefing: Briefing) -> tuple[str, ...]:
    choice = fitted(briefing.chosen, 5.0, (10,), 1).text
    return (
        t("As of {day}", day=briefing.as_of_text),
        choice,
        clean(briefing.dataset)[:60],
        t("Briefing {id}", id=briefing.id),
    )


def _settled(data: bytes, made_at: str) -> bytes:
    """The package with fixed times, in the order of its names: charts carry workbooks that would say when they were made."""
    file, when = io.BytesIO(), made_at[:19].encode() + b"Z"
    with zipfile.ZipFile(io.BytesIO(data)) as archive, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as out:
        for name in sorted(archive.namelist(), key=lambda name: (name != "[Content_Types].xml", name)):
            content = archive.read(name)
            if name.endswith(".xlsx"):
                content = _settled(content, made_at)
            elif name == "docProps/core.xml":
                content = _TIMES.sub(rb"\g<1>" + when, content)
            out.writestr(zipfile.ZipInfo(name, _STAMP), content, zipfile.ZIP_DEFLATED)
    return file.getvalue()
