"""Bars, steps and targets as native charts that can be edited, their labels as the snapshot writes the numbers."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from lxml import etree
from pptx.chart.data import CategoryChartData, XyChartData
from pptx.enum.chart import XL_CHART_TYPE, XL_LABEL_POSITION, XL_LEGEND_POSITION, XL_TICK_MARK
from pptx.enum.dml import MSO_LINE
from pptx.oxml.ns import qn
from pptx.util import Inches, Pt

from community_policing.briefing.drawing.svg import colour
from community_policing.briefing.model import Bars, Number, Step, Steps
from community_policing.briefing.pptx.master import FONT
from community_policing.briefing.pptx.shapes import Box, named, rgb, text
from community_policing.briefing.pptx.text_fit import clean
from community_policing.core.i18n import t
from community_policing.core.palette import LIGHT

_EPOCH = date(1899, 12, 30)  # day 0 of spreadsheets
_YEARS = 900  # days from which an axis counts years


def bars(shapes: Any, box: Box, block: Bars) -> None:
    """Bars lying, or standing where the categories are months; several series beside each other, or stacked over time."""
    if not block.categories or not block.series:
        text(shapes, box, t("There is nothing to draw."), 14, LIGHT.quiet, name=block.title)
        return
    data = CategoryChartData(number_format="#,##0.##")
    data.categories = [clean(name)[:60] for name in block.categories]
    for series in block.series:
        data.add_series(
            clean(series.name) or " ", [None if number is None else number.low for number in series.numbers]
        )
    kind = XL_CHART_TYPE.COLUMN_STACKED if block.standing else XL_CHART_TYPE.BAR_CLUSTERED
    chart = drawn_chart(shapes, box, kind, data, block.title, block.alt)
    bare(chart, lying=not block.standing)
    plot = chart.plots[0]
    plot.gap_width = 45
    plot.overlap = 100 if block.standing else -10
    size = 12 if len(block.categories) * (1 if block.standing else len(block.series)) <= 24 else 9
    for plotted, series in zip(plot.series, block.series, strict=True):
        plotted.format.fill.solid()
        plotted.format.fill.fore_color.rgb = rgb(colour(series.colour))
        for place, number in enumerate(series.numbers):
            if number is not None:
                inside = block.standing and bool(number.low)
                _label(
                    plotted.points[place],
                    number,
                    size,
                    LIGHT.page if inside else LIGHT.text,
                    None if block.standing else XL_LABEL_POSITION.OUTSIDE_END,
                )
    _legend(chart, len(block.series) > 1)


def steps(shapes: Any, box: Box, block: Steps) -> None:
    """Running totals as steps on a scale of days; a planned path straight and dashed."""
    drawn = [line for line in block.lines if line.points]
    if not drawn:
        text(shapes, box, t("Nothing is dated by then."), 14, LIGHT.quiet, name=block.title)
        return
    data = XyChartData(number_format="#,##0")
    until = date.fromisoformat(block.as_of)
    for line in drawn:
        series = data.add_series(clean(line.name))
        for day, value in line.corners(until):
            series.add_data_point((day - _EPOCH).days, value)
    chart = drawn_chart(shapes, box, XL_CHART_TYPE.XY_SCATTER_LINES_NO_MARKERS, data, block.title, block.alt)
    _scales(chart, drawn)
    for plotted, line in zip(chart.plots[0].series, drawn, strict=True):
        plotted.smooth = False
        plotted.format.line.color.rgb, plotted.format.line.width = rgb(colour(line.colour)), Pt(2.5)
        if line.dashed:
            plotted.format.line.dash_style = MSO_LINE.DASH
        if line.last:
            last = plotted.points[len(line.corners(until)) - 1]
            _label(last, line.last, 12, colour(line.colour), XL_LABEL_POSITION.ABOVE)
    _legend(chart, True)


def _scales(chart: Any, drawn: Sequence[Step]) -> None:
    days = [date.fromisoformat(day) for line in drawn for day, _ in line.points]
    across, up = chart.category_axis, chart.value_axis
    first, last = (min(days) - _EPOCH).days, (max(days) - _EPOCH).days
    long = last - first > _YEARS
    if long:  # from the first of a year, and a day, since a year of 365.25 days would end on 31 December of a leap year
        first = (date(min(days).year, 1, 2) - _EPOCH).days
    across.minimum_scale, across.maximum_scale = first, max(last, first + 1)
    across.tick_labels.number_format, across.tick_labels.number_format_is_linked = (
        ("yyyy" if long else "mmm yyyy"),
        False,
    )
    across.major_unit = 365.25 if long else max((last - first) / 4, 1)
    across.has_major_gridlines = False
    for axis in (across, up):
        axis.tick_labels.font.size, axis.tick_labels.font.color.rgb = Pt(12), rgb(LIGHT.quiet)
        axis.format.line.color.rgb = rgb(LIGHT.line)
        axis.major_tick_mark = XL_TICK_MARK.NONE
    up.minimum_scale = 0
    up.has_major_gridlines = True
    up.major_gridlines.format.line.color.rgb = rgb(LIGHT.line)


def drawn_chart(shapes: Any, box: Box, kind: Any, data: Any, title: str, alt: str) -> Any:
    """A native chart without a title of its own, in our font."""
    frame = shapes.add_chart(kind, *(Inches(value) for value in box), data)
    named(frame, title or "Chart", f"{title}. {alt}")
    chart = frame.chart
    chart.has_title = False
    # python-pptx writes negative ids, which the schema does not have; readers hold them in 31 bits
    for axis in chart._chartSpace.iter(qn("c:axId"), qn("c:crossAx")):
        axis.set("val", str(abs(int(axis.get("val")))))
    chart.font.size, chart.font.name = Pt(12), FONT
    chart.font.color.rgb = rgb(LIGHT.text)
    return chart


def bare(chart: Any, lying: bool) -> None:
    """No value axis where each bar says its number; the first category on top."""
    up, across = chart.value_axis, chart.category_axis
    up.visible = up.has_major_gridlines = False
    up.minimum_scale = 0
    across.format.line.color.rgb = rgb(LIGHT.line)
    across.major_tick_mark = XL_TICK_MARK.NONE
    across.tick_labels.font.size = Pt(12)
    across.has_major_gridlines = False
    if lying:
        across.reverse_order = True


def _legend(chart: Any, visible: bool) -> None:
    chart.has_legend = visible
    if visible:
        chart.legend.position = XL_LEGEND_POSITION.TOP
        chart.legend.include_in_layout = False
        chart.legend.font.size = Pt(12)


def _label(point: Any, number: Number, size: float, ink: str, where: Any) -> None:
    label = point.data_label
    frame = label.text_frame
    frame.text = clean(number.text)
    run = frame.paragraphs[0].runs[0]
    run.font.size, run.font.bold, run.font.name = Pt(size), True, FONT
    run.font.color.rgb = rgb(ink)
    if where is not None:
        label.position = where


def whole(chart: Any) -> None:
    """The bars take all of the chart's height, so that each lies beside its row."""
    area = chart._chartSpace.find(f".//{qn('c:plotArea')}")
    layout_element = area.find(qn("c:layout"))
    if layout_element is None:
        layout_element = etree.Element(qn("c:layout"))
        area.insert(0, layout_element)
    for child in list(layout_element):
        layout_element.remove(child)
    manual = etree.SubElement(layout_element, qn("c:manualLayout"))
    for name, value in (
        ("layoutTarget", "inner"),
        ("xMode", "edge"),
        ("yMode", "edge"),
        ("x", "0.01"),
        ("y", "0"),
        ("w", "0.97"),
        ("h", "1"),
    ):
        etree.SubElement(manual, qn(f"c:{name}"), val=value)
