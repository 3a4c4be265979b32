"""Slides of a language that is read from the right, made of slides that are laid out from the left.

Shapes change sides; a table's columns and a chart's bars are turned by hand, since programs differ in what they make of a flag.
In a language that is read from the left nothing here does anything.
"""

from collections.abc import Iterator
from typing import Any

from lxml import etree
from pptx.enum.chart import XL_CHART_TYPE
from pptx.oxml.ns import qn
from pptx.util import Inches

from community_policing.core.bidi import without_marks
from community_policing.core.i18n import in_line, language_in_force

_FACE = "Noto Sans Arabic"
_LATER = tuple(map(qn, ("a:sym", "a:hlinkClick", "a:hlinkMouseOver", "a:rtl", "a:extLst")))  # what stands behind a:cs


def turned(shapes: Any, since: int, left: float, right: float) -> None:
    """Turn the shapes from number `since` on round between two places, in inches; what is turned twice, as a map is, stands as it
    was drawn."""
    if language_in_force().right_to_left:
        for shape in list(shapes)[since:]:
            across, beside = Inches(left) + Inches(right), (shape.top, shape.width, shape.height)
            there = across - shape.left - shape.width
            if there != shape.left:
                shape.left, (shape.top, shape.width, shape.height) = there, beside


def read_from_right(slide: Any) -> None:
    """Turn the slide round: its shapes, its tables' columns, its bars, and the direction of every line; its notes, too."""
    if not language_in_force().right_to_left:
        return
    right = slide.part.package.presentation_part.presentation.slide_width.inches
    turned(slide.shapes, 0, 0, right)
    for shape in slide.shapes:
        if shape.has_table:
            _columns(shape.table)
        if shape.has_chart:
            _chart(shape.chart)
    _lines(slide.element)
    if slide.has_notes_slide:
        _lines(slide.notes_slide.element)


def _columns(table: Any) -> None:
    """The first column at the right: PowerPoint would do so by a flag, which LibreOffice does not know."""
    for row in (table._tbl.tblGrid, *table._tbl.tr_lst):
        cells = [cell for cell in row if cell.tag in (qn("a:gridCol"), qn("a:tc"))]
        for cell in cells:
            row.remove(cell)
        for place, cell in enumerate(reversed(cells)):
            row.insert(place, cell)
    for properties in table._tbl.iter(qn("a:tcPr")):
        ends = properties.get("marL"), properties.get("marR")
        for name, value in zip(("marR", "marL"), ends, strict=True):
            if value is not None:
                properties.set(name, value)


def _chart(chart: Any) -> None:
    """Bars that lie grow from the right; months, and days, run from left to right in any language."""
    if chart.chart_type == XL_CHART_TYPE.BAR_CLUSTERED:
        chart.value_axis.reverse_order = True
        for place in chart._chartSpace.iterfind(f".//{qn('c:plotArea')}/{qn('c:layout')}/{qn('c:manualLayout')}"):
            left, wide = (place.find(qn(f"c:{name}")) for name in "xw")
            left.set("val", f"{1 - float(left.get('val')) - float(wide.get('val')):.4f}")
    _lines(chart._chartSpace, aligned=False)


def _lines(element: Any, aligned: bool = True) -> None:
    """Each paragraph from right to left, each text in its language, and Arabic letters in the face that has them."""
    for paragraph in element.iter(qn("a:p")):
        properties = paragraph.get_or_add_pPr()
        properties.set("rtl", "1")
        if aligned and properties.get("algn") != "ctr":
            properties.set("algn", "r")
    for properties in _faces(element):
        properties.set("lang", language_in_force().tag)
        face = etree.Element(qn("a:cs"), typeface=_FACE)
        behind = [child for child in properties if child.tag in _LATER]
        properties.insert(list(properties).index(behind[0]) if behind else len(properties), face)
    for text in element.iter(qn("a:t")):
        text.text = in_line(text.text or "")
    for paragraph in element.iter(qn("a:p")):
        _figure(paragraph)


def _figure(paragraph: Any) -> None:
    """What is nothing but a figure is a line from the left, and needs no marks: programs set those in another font, which
    moves the figure up or down beside its neighbours."""
    texts = list(paragraph.iter(qn("a:t")))
    written = "".join(text.text for text in texts)
    if written and not any(letter.isalpha() for letter in written):
        paragraph.get_or_add_pPr().set("rtl", "0")
        for text in texts:
            text.text = without_marks(text.text)


def _faces(element: Any) -> Iterator[Any]:
    """The properties of each run, and of the texts of a chart."""
    for run in element.iter(qn("a:r")):
        yield run.get_or_add_rPr()
    yield from element.iter(qn("a:defRPr"))
