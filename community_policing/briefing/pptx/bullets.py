"""Targets on a slide: native tables say each, a native bar how far it is, with what is due by now and where the pace leads."""

from collections.abc import Sequence
from typing import Any

from pptx.chart.data import CategoryChartData
from pptx.enum.chart import XL_CHART_TYPE, XL_TICK_LABEL_POSITION
from pptx.enum.text import MSO_ANCHOR
from pptx.util import Inches

from community_policing.briefing.drawing.svg import INK, colour
from community_policing.briefing.model import Bullet, Bullets
from community_policing.briefing.pptx.charts import bare, drawn_chart, laid_out
from community_policing.briefing.pptx.shapes import Box, line, named, plain, rgb, text, underlined, write
from community_policing.briefing.pptx.text_fit import LINE, clean, fitted, lines, shortened, whole, width
from community_policing.core.i18n import clauses, language_in_force, t
from community_policing.core.palette import LIGHT, STATUS_GLYPHS

X, W = 0.01, 0.97  # of a chart's width: where its bars begin, and how much they take
# Inches below the bars; of a row whose texts stand below each other, or are larger
_LEGEND, _DENSE, _LARGE = (0.36, 0.5, 0.7)


def bullets(shapes: Any, box: Box, block: Bullets) -> None:
    """Targets: a native table says each, a native bar beside its row shows how much of the way is done."""
    if not block.rows:
        text(shapes, box, block.more or t("No target is set."), 14, LIGHT.quiet, name=block.title)
        return
    part = bool(block.reading)
    more = min(lines(clean(block.more), box.wide, 12), 2) * 0.22 if block.more else 0.0
    legend = 0.1 if part else _LEGEND
    high = min((box.tall - legend - more) / len(block.rows), box.tall if part else 1.3)
    table = _names(block, high, box.wide)
    wide = box.wide * 0.74 - table if part else min(box.wide * 0.22, box.wide * 0.6 - table)
    _column(shapes, Box(box.left, box.top, table, high), block, with_text=False)
    way = Box(box.left + table, box.top, wide, high * len(block.rows))
    _way(shapes, way, block)
    for place, row in enumerate(() if part else block.rows):
        _marks(shapes, Box(way.left + wide * X, way.top + place * high, wide * W, high), row)
    rest = table + wide + 0.15
    _column(shapes, Box(box.left + rest, box.top, box.wide - rest, high), block, with_text=True)
    top = way.top + way.tall + 0.06
    if not part:
        _legend(shapes, Box(way.left, top, box.wide - table, 0.26))
        top += 0.28
    if block.more:
        text(shapes, Box(box.left, top, box.wide, more), block.more, 12, name=t("More"))


def _names(block: Bullets, high: float, wide: float) -> float:
    """How wide the column of labels is: as its longest line, within reason."""
    size = 14 if high > _LARGE else 12
    dense = high < _DENSE
    pairs = [(width(clean(row.label), size, True), width(clean(row.place), size)) for row in block.rows]
    longest = max(label + place + 0.2 if dense else max(label, place) for label, place in pairs)
    return min(max(longest + 0.6, wide * 0.25), wide * 0.42)


def _column(shapes: Any, box: Box, block: Bullets, with_text: bool) -> None:
    frame = shapes.add_table(
        len(block.rows), 1, *(Inches(v) for v in (box.left, box.top, box.wide, box.tall * len(block.rows)))
    )
    alt = clauses([f"{row.in_a_line}. {row.said}" for row in block.rows])
    named(frame, t("What the slide says about each target") if with_text else t("Targets"), alt)
    grid = frame.table
    plain(grid, heads=False)
    size = 14 if box.tall > _LARGE else 12
    for place, row in enumerate(block.rows):
        grid.rows[place].height = Inches(box.tall)
        cell = grid.cell(place, 0)
        cell.margin_left = cell.margin_right = Inches(0.04)
        cell.margin_top = cell.margin_bottom = Inches(0.02)
        _said(cell.text_frame, row, box, size) if with_text else _label(cell.text_frame, row, box, size)
        cell.vertical_anchor = MSO_ANCHOR.MIDDLE
        underlined(cell)


def _label(frame: Any, row: Bullet, box: Box, size: float) -> None:
    """The status' glyph, the label, and the place behind it, or below where there is room."""
    ink, room = INK.get(row.status, LIGHT.unknown), box.wide - 0.15
    sign = [(f"{STATUS_GLYPHS.get(row.status, '')} ", size, ink, True)] if row.status else []
    if box.tall < _DENSE:
        name = shortened(clean(row.label), room - 0.3, size, 1, True)
        left = room - 0.4 - width(name, size, True)
        place = [(shortened(clean(row.place), left, size, 1), size, LIGHT.quiet, False)] if left > 0.6 else []
        write(frame, [*sign, (f"{name} ", size, LIGHT.text, True), *place])
        return
    deep = 2 if lines(clean(row.place), room, size) < 2 else 1
    name = shortened(clean(row.label), room - 0.3, size, deep, True)
    write(frame, [*sign, (name, size, LIGHT.text, True)])
    if row.place:
        write(frame, [(shortened(clean(row.place), room, size, 1), size, LIGHT.quiet, False)], add=True)


def _sizes(size: float) -> Sequence[int]:
    """Points in which a sentence may be written; English is shortened in the usual one."""
    usual = int(size)
    return range(usual, 8, -1) if language_in_force().right_to_left else (usual,)


def _said(frame: Any, row: Bullet, box: Box, size: float) -> None:
    """The figure against its target, the status and why, and what is being done."""
    ink, room = colour(row.colour) if row.colour else INK.get(row.status, LIGHT.unknown), box.wide - 0.15
    actual, of = whole(row.actual.text), whole(t("of {target}", target=row.target.text))
    sizes = (24, 20, 18, 16, 14) if row.colour and box.tall >= _DENSE else (size * 1.1,)
    larger = next((s for s in sizes if width(f"{actual}  ", s, True) + width(of, size) <= room), sizes[-1])
    figure = [(f"{actual} ", larger, ink, True), (f"{of} ", size, LIGHT.quiet, False)]
    if box.tall < _DENSE:
        left = room - width(f"{actual}  ", larger, True) - width(f"{of}  ", size)
        fit = fitted(row.said, left, _sizes(size))
        said = [(fit.text, fit.size, LIGHT.text, False)] if row.said else []
        write(frame, [*figure, *said])
        return
    write(frame, figure)
    deep = max(1, int((box.tall - larger * LINE / 72 - 0.04) / (size * LINE / 72)))
    doing = min(lines(clean(t("→ {what}", what=row.doing)), room, size, True), 2) if row.doing else 0
    if row.said:
        said_lines = max(1, min(3, deep - doing))
        fit = fitted(row.said, room, _sizes(size), said_lines)
        write(frame, [(fit.text, fit.size, LIGHT.text, False)], add=True)
    if row.doing:
        words = shortened(clean(t("→ {what}", what=row.doing)), room, size, doing, True)
        write(frame, [(words, size, LIGHT.accent, True)], add=True)


def _way(shapes: Any, box: Box, block: Bullets) -> None:
    """How much of the way from baseline to target each figure has gone; its row's place is that of the table beside it."""
    data = CategoryChartData(number_format="0%")
    data.categories = [clean(t("{name}, {place}", name=row.label, place=row.place))[:60] for row in block.rows]
    data.add_series(
        t("Part of the way to the target"), [_gone(row.actual.low, row.baseline, row.target.low) for row in block.rows]
    )
    drawn = drawn_chart(shapes, box, XL_CHART_TYPE.BAR_CLUSTERED, data, block.title, block.alt)
    bare(drawn, lying=True)
    drawn.value_axis.minimum_scale, drawn.value_axis.maximum_scale, drawn.value_axis.major_unit = 0, 1, 1
    drawn.value_axis.has_major_gridlines = True
    drawn.value_axis.major_gridlines.format.line.color.rgb = rgb(LIGHT.text)
    drawn.category_axis.tick_label_position = XL_TICK_LABEL_POSITION.NONE
    drawn.plots[0].gap_width = 190
    for place, row in enumerate(block.rows):
        point = drawn.plots[0].series[0].points[place]
        point.format.fill.solid()
        point.format.fill.fore_color.rgb = rgb(colour(row.colour) if row.colour else INK.get(row.status, LIGHT.unknown))
    laid_out(drawn, (0.01, 0, 0.97, 1))  # all of its height, so that each bar lies beside its row


def _gone(actual: float | None, start: float, end: float | None) -> float | None:
    if actual is None or end is None:
        return None
    return max(0.0, min(1.0, (actual - start) / (end - start))) if end != start else float(actual >= end)


def _marks(shapes: Any, box: Box, row: Bullet) -> None:
    """Draw over a row's bar a line for what is due by now, and below it one for where the figure is likely to end."""
    end = row.target.low
    due, low, high = (_gone(value, row.baseline, end) for value in (row.due, row.low, row.high))
    middle = box.top + box.tall / 2
    if due:
        at = box.left + due * box.wide
        line(shapes, (at, middle - 0.2), (at, middle + 0.2), LIGHT.text, 1.75, t("Due by now"))
    if low is not None and high is not None:
        ends = box.left + low * box.wide, box.left + max(high, low + 0.01) * box.wide
        line(shapes, (ends[0], middle + 0.2), (ends[1], middle + 0.2), LIGHT.quiet, 3, t("Likely by its date (80 %)"))


def _legend(shapes: Any, box: Box) -> None:
    """What bar and lines stand for, in the order in which they are read."""
    signs = (
        (t("there now"), 0.0),
        (t("due by now"), 0.19),
        (t("target: the left edge") if language_in_force().right_to_left else t("target: the right edge"), 0.39),
        (t("likely by its date (80 %)"), 0.69),
    )
    middle = box.top + box.tall / 2
    for place, (label, at) in enumerate(signs):
        left = box.left + at * box.wide
        across, down = ((left, middle), (left + 0.2, middle)), ((left + 0.1, middle - 0.1), (left + 0.1, middle + 0.1))
        start, end = across if place in (0, 3) else down
        line(shapes, start, end, LIGHT.quiet if place == 3 else LIGHT.text, (6, 1.75, 1, 3)[place], label)
        text(shapes, Box(left + 0.28, box.top, box.wide * 0.3, box.tall), label, 12, LIGHT.quiet, name=t("Legend"))
