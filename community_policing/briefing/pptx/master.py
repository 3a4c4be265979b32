"""PowerPoint master: 16:9, our colours and fonts, and one layout for findings, with a foot of one line."""

import copy
from typing import Any

from lxml import etree
from pptx import Presentation
from pptx.enum.text import MSO_ANCHOR
from pptx.opc.constants import RELATIONSHIP_TYPE
from pptx.oxml.ns import qn
from pptx.util import Emu, Inches

from community_policing.core.palette import LIGHT

WIDE, TALL, EDGE = 13.333, 7.5, 0.61  # inches
ROOM = WIDE - 2 * EDGE
FOOT = 7.06  # from the top
FONT = "Noto Sans"
_A = "http://schemas.openxmlformats.org/drawingml/2006/main"
_PLACES = {  # inches from the left and the top, wide and tall
    "title": (EDGE, 0.24, ROOM, 0.92), "body": (EDGE, 1.7, ROOM, 4.6),
    "ftr": (EDGE + 0.1, FOOT, ROOM - 1.4, 0.3), "sldNum": (WIDE - EDGE - 1.2, FOOT, 1.1, 0.3),
}  # fmt: skip
_SIDES = {"ftr": "l", "sldNum": "r"}  # where a line of the foot stands
_KEPT = {"Title Only": "Finding"}
_SLOTS = {  # of the theme's colours
    "dk1": LIGHT.text, "lt1": LIGHT.page, "dk2": LIGHT.quiet, "lt2": LIGHT.panel, "accent1": LIGHT.accent, "accent2": LIGHT.iom,
    "accent3": LIGHT.police, "accent4": LIGHT.good, "accent5": LIGHT.warn, "accent6": LIGHT.bad, "hlink": LIGHT.accent,
    "folHlink": LIGHT.quiet,
}  # fmt: skip


def empty() -> Any:
    """A presentation without slides; its layout is "Finding"."""
    deck = Presentation()
    deck.slide_width, deck.slide_height = Inches(WIDE), Inches(TALL)
    master = deck.slide_master
    _theme(master)
    _drop(master)
    _master(master)
    for layout in master.slide_layouts:
        layout.name = _KEPT[layout.name]
        _layout(layout)
    return deck


def layout(deck: Any, name: str) -> Any:
    """The layout of that name."""
    return next(each for each in deck.slide_master.slide_layouts if each.name == name)


def foot(slide: Any, text: str, number: str, left: float) -> None:
    """The slide's foot, `left` inches from the edge, and its number, as the layout's own placeholders."""
    for shape in slide.slide_layout.placeholders:
        kind = _kind(shape)
        if kind not in _SIDES:
            continue
        element = copy.deepcopy(shape.element)
        named = element.find(f".//{qn('p:cNvPr')}")
        named.set("id", str(max(int(e.get("id")) for e in slide.shapes.element.iter(qn("p:cNvPr"))) + 1))
        slide.shapes.element.append(element)
        run = element.find(f".//{qn('a:t')}")
        run.text = text if kind == "ftr" else number
        _quiet(run.getparent().get_or_add_rPr())
        if kind == "ftr":
            own = slide.shapes[-1]
            own.left, own.top, own.height = Inches(left), Inches(FOOT), Inches(0.3)
            own.width = Inches(WIDE - EDGE - 1.2 - left)


def _theme(master: Any) -> None:
    part = master.part.part_related_by(RELATIONSHIP_TYPE.THEME)
    root = etree.fromstring(part.blob)
    root.set("name", "Community Policing")
    for name, colour in _SLOTS.items():
        slot = root.find(f".//{{{_A}}}{name}")
        for child in list(slot):
            slot.remove(child)
        etree.SubElement(slot, f"{{{_A}}}srgbClr", val=colour.lstrip("#"))
    for face in root.iterfind(f".//{{{_A}}}fontScheme/*/{{{_A}}}latin"):
        face.set("typeface", FONT)
    part._blob = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def _drop(master: Any) -> None:
    """Layouts that nobody uses would be offered to who edits the slides."""
    for each in list(master.slide_layouts):
        if each.name not in _KEPT:
            master.slide_layouts.remove(each)


def _master(master: Any) -> None:
    _arranged(master)
    title = next(shape for shape in master.placeholders if _kind(shape) == "title")
    title.text_frame.word_wrap = True
    title.text_frame.vertical_anchor = MSO_ANCHOR.BOTTOM
    for style in master.element.iterfind(f".//{qn('p:titleStyle')}/{qn('a:lvl1pPr')}"):
        style.set("algn", "l")
        style.find(qn("a:defRPr")).set("sz", "2800")
        style.find(qn("a:defRPr")).set("b", "1")


def _layout(slide_layout: Any) -> None:
    _arranged(slide_layout)
    for shape in slide_layout.placeholders:
        if _kind(shape) in _SIDES:
            _small(shape, _SIDES[_kind(shape)])


def _arranged(slide_layout: Any) -> None:
    """Each placeholder in its place; that of a date, which ours do not show, away."""
    for shape in list(slide_layout.placeholders):
        kind = _kind(shape)
        if kind == "dt":
            shape.element.getparent().remove(shape.element)
        elif kind in _PLACES:
            shape.left, shape.top, shape.width, shape.height = map(Inches, _PLACES[kind])


def _kind(shape: Any) -> str:
    return str(shape.element.find(f".//{qn('p:ph')}").get("type"))


def _small(shape: Any, side: str) -> None:
    """A line of the foot: small, quiet, on its side."""
    frame = shape.text_frame
    frame.margin_left = frame.margin_right = Emu(0)
    if not list(frame.paragraphs[0]._p.iter(qn("a:t"))):
        frame.text = " "
    paragraph = frame.paragraphs[0]._p
    paragraph.get_or_add_pPr().set("algn", side)
    for run in paragraph.iter(qn("a:rPr")):
        _quiet(run)


def _quiet(properties: Any) -> None:
    """12 points, in the theme's second colour of text."""
    properties.set("sz", "1200")
    for child in list(properties):
        properties.remove(child)
    etree.SubElement(etree.SubElement(properties, qn("a:solidFill")), qn("a:schemeClr"), val="tx2")
