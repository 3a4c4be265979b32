"""Targets on a slide: native tables say each, a native bar how far it is, with what is due by now and where the pace leads."""

from typing import Any

from pptx.chart.data import CategoryChartData
from pptx.enum.chart import XL_CHART_TYPE, XL_TICK_LABEL_POSITION
from pptx.enum.shapes import MSO_CONNECTOR
from pptx.enum.text import MSO_ANCHOR
from pptx.util import Inches, Pt

from community_policing.briefing.drawing.svg import INK
from community_policing.briefing.model import Bullet, Bullets
from community_policing.briefing.pptx.charts import bare, drawn_chart, whole
from community_policing.briefing.pptx.shapes import Box, named, plain, rgb, text, underlined, write
from community_policing.briefing.pptx.text_fit import clean, lines, shortened
from community_policing.core.i18n import t
from community_policing.core.palette import LIGHT, STATUS_GLYPHS

X, W = 0.01, 0.97  # of a chart's width: where its bars begin, and how much they take
_LEGEND = 0.36  # inches below the bars


def bullets(shapes: Any, box: Box, block: Bullets) -> None:
    """Targets: a native table says each, a native bar beside its row shows how much of the way is done."""
    if not block.rows:
        text(shapes, box, t("No target is set."), 14, LIGHT.quiet, name=block.title)
        return
    high = min((box.tall - _LEGEND) / len(block.rows), 0.78)
    table, wide = box.wide * 0.36, box.wide * 0.26
    _column(shapes, Box(box.left, box.top, table, high), block, with_text=False)
    way = Box(box.left + table, box.top, wide, high * len(block.rows))
    _way(shapes, way, block)
    for place, row in enumerate(block.rows):
        _marks(shapes, Box(way.left + wide * X, way.top + place * high, wide * W, high), row)
    rest = table + wide + 0.15
    _column(shapes, Box(box.left + rest, box.top, box.wide - rest, high), block, with_text=True)
    _legend(shapes, Box(way.left, way.top + way.tall + 0.06, box.wide - table, 0.26))


def _column(shapes: Any, box: Box, block: Bullets, with_text: bool) -> None:
    frame = shapes.add_table(
        len(block.rows), 1, *(Inches(v) for v in (box.left, box.top, box.wide, box.tall * len(block.rows)))
    )
    alt = "; ".join(
        f"{row.label}, {row.place}: {row.actual.text} / {row.target.text}. {row.said}" for row in block.rows
    )
    named(frame, t("What the slide says about each target") if with_text else t("Targets"), alt)
    grid = frame.table
    plain(grid, heads=False)
    size = 12 if box.tall >= 3.2 * 12 * 1.25 / 72 else 11
    for place, row in enumerate(block.rows):
        grid.rows[place].height = Inches(box.tall)
        cell = grid.cell(place, 0)
        cell.margin_left = cell.margin_right = Inches(0.04)
        cell.margin_top = cell.margin_bottom = Inches(0.02)
        ink, room = INK.get(row.status, LIGHT.unknown), box.wide - 0.15
        if with_text:
            of = t("of {target}", target=row.target.text)
            write(cell.text_frame, [(f"{row.actual.text} ", size * 1.1, ink, True), (of, size, LIGHT.quiet, False)])
            write(cell.text_frame, [(shortened(clean(row.said), room, size, 2), size, LIGHT.text, False)], add=True)
        else:
            name = shortened(
                clean(row.label), room - 0.3, size, 2 if lines(clean(row.place), room, size) < 2 else 1, True
            )
            write(
                cell.text_frame,
                [(f"{STATUS_GLYPHS.get(row.status, '')} ", size, ink, True), (name, size, LIGHT.text, True)],
            )
            write(cell.text_frame, [(shortened(clean(row.place), room, size, 1), size, LIGHT.quiet, False)], add=True)
        cell.vertical_anchor = MSO_ANCHOR.MIDDLE
        underlined(cell)


def _way(shapes: Any, box: Box, block: Bullets) -> None:
    """How much of the way from baseline to target each figure has gone; its row's place is that of the table beside it."""
    data = CategoryChartData(number_format="0%")
    data.categories = [clean(f"{row.label}, {row.place}")[:60] for row in block.rows]
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
        point.format.fill.fore_color.rgb = rgb(INK.get(row.status, LIGHT.unknown))
    whole(drawn)


def _gone(actual: float | None, start: float, end: float | None) -> float | None:
    if actual is None or end is None:
        return None
    return max(0.0, min(1.0, (actual - start) / (end - start))) if end != start else float(actual >= end)


def _marks(shapes: Any, box: Box, row: Bullet) -> None:
    """In the row's place on the chart: a line across the bar where the figure should be by now, and below the bar one over
    where it is likely to be by its date."""
    end = row.target.low
    due, low, high = (_gone(value, row.baseline, end) for value in (row.due, row.low, row.high))
    middle = box.top + box.tall / 2
    if due:
        at = box.left + due * box.wide
        _line(shapes, (at, middle - 0.2), (at, middle + 0.2), LIGHT.text, t("Due by now"))
    if low is not None and high is not None:
        ends = box.left + low * box.wide, box.left + max(high, low + 0.01) * box.wide
        _line(shapes, (ends[0], middle + 0.2), (ends[1], middle + 0.2), LIGHT.quiet, t("Likely by its date (80 %)"), 3)


def _line(
    shapes: Any, start: tuple[float, float], end: tuple[float, float], ink: str, name: str, thick: float = 1.75
) -> None:
    connector = shapes.add_connector(MSO_CONNECTOR.STRAIGHT, *(Inches(value) for value in (*start, *end)))
    connector.line.color.rgb, connector.line.width = rgb(ink), Pt(thick)
    named(connector, name, name)


def _legend(shapes: Any, box: Box) -> None:
    """What bar and lines stand for, in the order in which they are read."""
    signs = (
        (t("there now"), 0.0),
        (t("due by now"), 0.19),
        (t("target: the right edge"), 0.39),
        (t("likely by its date (80 %)"), 0.69),
    )
    middle = box.top + box.tall / 2
    for place, (label, at) in enumerate(signs):
        left = box.left + at * box.wide
        across = place in (0, 3)
        start, end = (
            ((left, middle), (left + 0.2, middle))
            if across
            else ((left + 0.1, middle - 0.1), (left + 0.1, middle + 0.1))
        )
        _line(shapes, start, end, LIGHT.quiet if place == 3 else LIGHT.text, label, (6, 1.75, 1, 3)[place])
        text(shapes, Box(left + 0.28, box.top, box.wide * 0.3, box.tall), label, 12, LIGHT.quiet, name="Legend")
