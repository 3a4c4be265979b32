"""A briefing as PowerPoint slides: native titles, tables, charts and shapes that can be edited, and the presenter's notes."""

import io
import re
import zipfile
from base64 import b64decode
from collections.abc import Callable, Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Any

from pptx.util import Inches, Pt

from community_policing.briefing.model import (
    Answers,
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
from community_policing.briefing.pptx import answers, bullets, charts, map, shapes as pptx_shapes
from community_policing.briefing.pptx.master import EDGE, FOOT, ROOM, empty, foot, layout
from community_policing.briefing.pptx.right_to_left import read_from_right
from community_policing.briefing.pptx.shapes import Box, named, text
from community_policing.briefing.pptx.text_fit import Fitted, clean, fitted, shortened, width
from community_policing.briefing.presets import DONOR
from community_policing.core.i18n import t
from community_policing.core.palette import LIGHT

_DRAWN: Mapping[type, Callable[[Any, Box, Any], None]] = MappingProxyType(
    {
        Bars: charts.bars, Steps: charts.steps, Bullets: bullets.bullets, Answers: answers.answers, Map: map.country,
        Locality: map.locality,
        Points: pptx_shapes.points, Table: pptx_shapes.table,
    }
)  # fmt: skip
# Inches between two blocks, and from the top of the slide to where they begin and end
_GAP, _TOP, _BOTTOM = (0.35, 1.6, 6.95)
_LOGO = (1.6, 0.6)  # inches that a donor's mark takes at most
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
    drawn = deck.slides.add_slide(layout(deck, "Finding"))
    room = ROOM - 0.3 - (_LOGO[0] if briefing.logo else 0)
    headline = _headline(slide.headline, room)
    title = drawn.shapes.title
    title.text_frame.text = headline.text
    title.text_frame.paragraphs[0].runs[0].font.size = Pt(headline.size)
    if slide.subtitle:
        text(drawn.shapes, Box(EDGE + 0.1, 1.18, room, 0.28), slide.subtitle, 13, LIGHT.quiet, name=t("Subtitle"))
    _logo(drawn, briefing)
    _body(drawn.shapes, slide, _TOP)
    _foot(drawn, briefing, slide, number)
    if slide.notes and briefing.audience != DONOR:
        drawn.notes_slide.notes_text_frame.text = clean(slide.notes)
    read_from_right(drawn)


def _headline(words: str, room: float) -> Fitted:
    """In one line where it has room, else in two."""
    line = fitted(words, room, (28, 26, 24), 1, True)
    return fitted(words, room, (24, 22, 20, 18, 16, 14), 2, True) if line.cut else line


def _logo(drawn: Any, briefing: Briefing) -> None:
    if briefing.logo:
        wide, tall = _LOGO
        picture = drawn.shapes.add_picture(io.BytesIO(b64decode(briefing.logo)), 0, Inches(0.36), height=Inches(tall))
        if picture.width > Inches(wide):
            picture.width, picture.height = Inches(wide), int(picture.height * Inches(wide) / picture.width)
        picture.left = Inches(EDGE + ROOM) - picture.width
        named(picture, briefing.donor, briefing.donor)


def _body(shapes: Any, slide: Slide, top: float) -> None:
    """Figures above; below them one block, or two and more side by side."""
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
        _block(shapes, Box(left, top, wide, _BOTTOM - top), block)
        left += wide + _GAP


def _block(shapes: Any, box: Box, block: Block) -> None:
    if isinstance(block, Cards):
        return
    if block.title and (block.slot != "wide" or isinstance(block, Points | Table)):  # else the headline says it
        text(shapes, Box(box.left, box.top, box.wide, 0.26), block.title, 12, bold=True, name=t("Heading"))
        box = Box(box.left, box.top + 0.34, box.wide, box.tall - 0.34)
    _DRAWN[type(block)](shapes, box, block)


def _foot(drawn: Any, briefing: Briefing, slide: Slide, number: int) -> None:
    """In one line: that the data are made up, for whom it is, as of when, what it rests on, its id, and the slide's number."""
    left, mark = EDGE + 0.1, clean(briefing.short_mark or briefing.mark)
    if mark:
        wide = min(width(mark, 12, True) + 0.1, ROOM / 3)
        text(
            drawn.shapes,
            Box(left, FOOT + 0.04, wide, 0.24),
            mark,
            12,
            LIGHT.warn,
            bold=True,
            name=t("Illustrative data"),
        )
        left += wide + 0.15
    about = [
        briefing.donor,
        t("As of {day}", day=briefing.as_of_text),
        slide.footnote,
        t("Briefing {id}", id=briefing.id),
    ]
    room = EDGE + ROOM - 1.3 - left
    rest = sum(width(clean(part), 12) + 0.2 for part in (about[0], about[1], about[3]) if part)
    about[2] = shortened(clean(about[2]), max(room - rest, 1.0), 12)  # the whole of it is in the workbook
    told = len(briefing.main)
    at = t("Annex {number}", number=number - told) if slide.kind == "annex" else f"{number} / {told}"
    foot(drawn, " · ".join(clean(part) for part in about if part), at, left)


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
