"""PowerPoint map: one native shape a governorate, coloured by its number, with the number and the legend."""

from typing import Any

from pptx.enum.dml import MSO_PATTERN
from pptx.enum.shapes import MSO_SHAPE
from pptx.enum.text import PP_ALIGN
from pptx.util import Inches, Pt

from community_policing.briefing.drawing.callouts import MIDDLE
from community_policing.briefing.drawing.map import Projection, rings_of
from community_policing.briefing.model import Area, LegendStep, Locality, Map
from community_policing.briefing.pptx.callouts import pointed
from community_policing.briefing.pptx.right_to_left import turned
from community_policing.briefing.pptx.shapes import Box, named, rgb, text, write
from community_policing.briefing.pptx.text_fit import whole
from community_policing.core.geography import governorate_name, governorates
from community_policing.core.i18n import t
from community_policing.core.palette import LIGHT

_LAYER = "governorates_low"
_HATCH = "#9AA1A3"
_LEGEND = 1.34  # inches that a line of the legend takes
_CLOSE = 0.3  # inches a degree, from which numbers of small governorates do not touch


def country(shapes: Any, box: Box, block: Map) -> None:
    """The map, one group; below it the note, beside it the legend."""
    note, before = 0.42, len(shapes)
    side = 1.25 if box.wide > 1.2 * (box.tall - note) else 0.0
    below = 0.0 if side else 0.28 * -(-len(block.legend) // 3)
    wide, left = (box.wide, box.left) if block.callouts else (box.wide - side, box.left + side)
    place = Projection(_LAYER, wide, box.tall - note - below, left, box.top)
    group = shapes.add_group_shape()
    area_of = {area.pcode: area for area in block.areas}
    for pcode, drawn in rings_of(_LAYER).items():
        _area(group.shapes, place, drawn, area_of.get(pcode), pcode)
    for area in block.areas:
        if area.marked:
            _area(group.shapes, place, rings_of(_LAYER)[area.pcode], area, area.pcode, outline=True)
    for area in block.areas:
        _number(group.shapes, place, area)
    named(group, t("Map"), f"{block.title}. {block.alt}")
    first = len(shapes)
    apart = min(0.3, (box.tall - note) / max(len(block.legend), 1))
    for line, step in enumerate(block.legend):
        if side:
            _step(shapes, step, box.left, box.top + box.tall - note - apart * (len(block.legend) - line))
        else:
            wide = box.wide / 3
            _step(shapes, step, box.left + line % 3 * wide, box.top + box.tall - note - below + 0.28 * (line // 3))
    turned(shapes, first, box.left, box.left + (_LEGEND if side else box.wide))
    if side:
        _callouts(shapes, box, block, place, box.top + box.tall - note)
    bottom = Box(box.left, box.top + box.tall - note + 0.1, box.wide, note - 0.1)
    text(shapes, bottom, block.note, 12, LIGHT.quiet, name=t("Note"))
    turned(shapes, before, box.left, box.left + box.wide)


def _callouts(shapes: Any, box: Box, block: Map, place: Projection, bottom: float) -> None:
    """Each beside its governorate's figure; above the legend on the left."""
    known = governorates()
    pairs = [(callout, known[callout.at]) for callout in block.callouts if callout.at in known]
    placed = [(callout, place.at((there.label_lon, there.label_lat))) for callout, there in pairs]
    first, last = place.sides
    ends = (bottom - 0.3 * len(block.legend) - 0.2, bottom)
    pointed(shapes, box, placed, place.sides, ends, first + (last - first) * MIDDLE)


def locality(shapes: Any, box: Box, block: Locality) -> None:
    """One governorate with its fora, one group: discs by IOM, squares by local police, empty discs planned."""
    edge = min(box.wide, box.tall) * 0.05
    place = Projection(
        _LAYER, box.wide - 2 * edge, box.tall - 2 * edge, box.left + edge, box.top + edge, only=block.pcode
    )
    group = shapes.add_group_shape()
    land = Area(block.pcode, governorate_name(block.pcode), "value", LIGHT.ramp[0], LIGHT.text)
    _area(group.shapes, place, rings_of(_LAYER)[block.pcode], land, block.pcode)
    for pin in block.pins:
        x, y = place.at((pin.longitude, pin.latitude))
        form = MSO_SHAPE.RECTANGLE if pin.kind == "police" else MSO_SHAPE.OVAL
        shape = group.shapes.add_shape(form, *(Inches(value) for value in (x - 0.07, y - 0.07, 0.14, 0.14)))
        shape.shadow.inherit = False
        _fill(shape, hatched=False, colour=LIGHT.page if pin.kind == "planned" else getattr(LIGHT, pin.kind))
        shape.line.color.rgb, shape.line.width = rgb(getattr(LIGHT, pin.kind)), Pt(2)
        named(shape, t("Forum"), pin.name)
    named(group, t("Map"), f"{block.title}. {block.alt}")
    turned([group], 0, box.left, box.left + box.wide)


def _area(shapes: Any, place: Projection, drawn: Any, area: Area | None, pcode: str, outline: bool = False) -> None:
    outlines = [[(Inches(x), Inches(y)) for x, y in ring] for ring in place.of(drawn)]
    builder = shapes.build_freeform(*outlines[0][0], scale=1.0)
    for points in outlines:
        builder.move_to(*points[0])
        builder.add_line_segments(points[1:], close=True)
    shape = builder.convert_to_shape()
    shape.shadow.inherit = False
    shape.line.color.rgb, shape.line.width = rgb(LIGHT.text if outline else LIGHT.border), Pt(2.5 if outline else 0.75)
    if outline:
        shape.fill.background()
    else:
        _fill(shape, area is not None and area.kind == "no_data", area.fill if area else LIGHT.outside)
    name = area.name if area else pcode
    text = area.number.text if area and area.number else ""
    named(shape, name, t("{label}: {figure}", label=name, figure=text) if text else name)


def _fill(shape: Any, hatched: bool, colour: str) -> None:
    if hatched:
        shape.fill.patterned()
        shape.fill.pattern = MSO_PATTERN.WIDE_UPWARD_DIAGONAL
        shape.fill.fore_color.rgb, shape.fill.back_color.rgb = rgb(_HATCH), rgb("#F1EFEC")
    else:
        shape.fill.solid()
        shape.fill.fore_color.rgb = rgb(colour)


def _number(shapes: Any, place: Projection, area: Area) -> None:
    governorate = governorates().get(area.pcode)
    if area.number is None or governorate is None:
        return
    x, y = place.at((governorate.label_lon, governorate.label_lat))
    box = shapes.add_textbox(Inches(x - 0.45), Inches(y - 0.12), Inches(0.9), Inches(0.24))
    frame = box.text_frame
    frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0
    write(frame, [(whole(area.number.text), 12 if place.scale > _CLOSE else 9, area.ink, True)])
    frame.paragraphs[0].alignment = PP_ALIGN.CENTER
    named(box, t("{place}: number", place=area.name), f"{area.name}: {area.number.text}")


def _step(shapes: Any, step: LegendStep, left: float, top: float) -> None:
    shape = shapes.add_shape(MSO_SHAPE.RECTANGLE, Inches(left), Inches(top), Inches(0.26), Inches(0.19))
    shape.shadow.inherit = False
    shape.line.color.rgb, shape.line.width = rgb(LIGHT.border), Pt(0.75)
    _fill(shape, step.hatched, step.fill)
    named(shape, t("Legend"), step.text)
    text(shapes, Box(left + 0.34, top - 0.03, _LEGEND - 0.34, 0.26), step.text, 12, LIGHT.quiet, name=t("Legend"))
