"""Bars, steps and targets as native charts that can be edited, their labels as the snapshot writes the numbers."""

from collections.abc import Sequence
from datetime import date
from types import MappingProxyType
from typing import Any

from lxml import etree
from pptx.chart.data import CategoryChartData, XyChartData
from pptx.enum.chart import XL_CHART_TYPE, XL_LABEL_POSITION, XL_LEGEND_POSITION, XL_TICK_MARK
from pptx.enum.dml import MSO_LINE
from pptx.oxml.ns import qn
from pptx.util import Inches, Pt

from community_policing.briefing.drawing.svg import colour
from community_policing.briefing.model import Bars, Series, Step, Steps
from community_policing.briefing.pptx.callouts import beside
from community_policing.briefing.pptx.master import FONT
from community_policing.briefing.pptx.shapes import Box, named, rgb, text
from community_policing.briefing.pptx.text_fit import clean, whole, width
from community_policing.core.i18n import language_in_force, t
from community_policing.core.palette import LIGHT

_EPOCH = date(1899, 12, 30)  # day 0 of spreadsheets
# Names of months would be those of the language that PowerPoint speaks
_MONTH = MappingProxyType({"ltr": "mmm yyyy", "rtl": "mm/yyyy"})
_YEARS = 900  # days from which an axis counts years


def bars(shapes: Any, box: Box, block: Bars) -> None:
    """Bars lying, or standing where the categories are months; several series beside each other, or stacked over time."""
    if not block.categories or not block.series:
        text(shapes, box, t("There is nothing to draw."), 14, LIGHT.quiet, name=block.title)
        return
    box = beside(shapes, box, block.hero, block.callouts)
    data = CategoryChartData(number_format="#,##0.##")
    data.categories = [clean(name)[:60] for name in block.categories]
    for series in block.series:
        data.add_series(
            clean(series.name) or " ", [None if number is None else number.low for number in series.numbers]
        )
    kind = XL_CHART_TYPE.COLUMN_STACKED if block.standing else XL_CHART_TYPE.BAR_CLUSTERED
    chart = drawn_chart(shapes, box, kind, data, block.title, block.alt)
    bare(chart, lying=not block.standing)
    rows = zip(*(series.numbers for series in block.series), strict=True)
    merged = len(block.series) > 1 and all(sum(number is not None for number in row) < 2 for row in rows)
    plot = chart.plots[0]
    plot.gap_width = 45
    plot.overlap = 100 if block.standing or merged else -10
    many = len(block.categories) * (1 if block.standing or merged else len(block.series))
    large = block.slot == "wide" and many <= 8
    size = 16 if large else 12 if many <= 24 else 9
    chart.category_axis.tick_labels.font.size = Pt(16 if large else 12)
    for plotted, series in zip(plot.series, block.series, strict=True):
        _series(plotted, series, size, block.standing)
    _legend(chart, len(block.series) > 1 and not merged)


def _series(plotted: Any, series: Series, size: float, standing: bool) -> None:
    """A series in its colour, planned ones as outlines, each bar with its number as the snapshot writes it."""
    plotted.format.fill.solid()
    planned = series.colour == "planned"
    plotted.format.fill.fore_color.rgb = rgb(LIGHT.panel if planned else colour(series.colour))
    if planned:
        plotted.format.line.color.rgb, plotted.format.line.width = rgb(LIGHT.planned), Pt(1.5)
        plotted.format.line.dash_style = MSO_LINE.DASH
    for place, number in enumerate(series.numbers):
        if number is not None:
            inside = standing and bool(number.low) and not planned
            ink, where = LIGHT.page if inside else LIGHT.text, None if standing else XL_LABEL_POSITION.OUTSIDE_END
            _label(plotted.points[place], whole(number.text), size, ink, where)


def steps(shapes: Any, box: Box, block: Steps) -> None:
    """Running totals as steps on a scale of days, each named at its end; a planned path straight and dashed."""
    drawn = [line for line in block.lines if line.points]
    if not drawn:
        text(shapes, box, t("Nothing is dated by then."), 14, LIGHT.quiet, name=block.title)
        return
    box = beside(shapes, box, block.hero, block.callouts)
    data = XyChartData(number_format="#,##0")
    until = date.fromisoformat(block.as_of)
    for line in drawn:
        series = data.add_series(clean(line.name))
        for day, value in line.corners(until):
            series.add_data_point((day - _EPOCH).days, value)
    chart = drawn_chart(shapes, box, XL_CHART_TYPE.XY_SCATTER_LINES_NO_MARKERS, data, block.title, block.alt)
    _scales(chart, drawn)
    chart.has_legend = False
    size = 14 if block.slot == "wide" else 12
    names = [
        whole(t("{name} {figure}", name=line.name, figure=line.last.text) if line.last else line.name) for line in drawn
    ]
    longest = max(width(name, size, True) for name in names) + 0.2
    laid_out(chart, (0.5 / box.wide, 0.03, max(1 - (0.5 + longest) / box.wide, 0.4), 0.87))
    for plotted, line, name in zip(chart.plots[0].series, drawn, names, strict=True):
        plotted.smooth = False
        plotted.format.line.color.rgb, plotted.format.line.width = rgb(colour(line.colour)), Pt(2.5)
        if line.dashed:
            plotted.format.line.dash_style = MSO_LINE.DASH
        last = plotted.points[len(line.corners(until)) - 1]
        _label(last, name, size, colour(line.colour), XL_LABEL_POSITION.RIGHT)


def _scales(chart: Any, drawn: Sequence[Step]) -> None:
    days = [date.fromisoformat(day) for line in drawn for day, _ in line.points]
    across, up = chart.category_axis, chart.value_axis
    first, last = (min(days) - _EPOCH).days, (max(days) - _EPOCH).days
    long = last - first > _YEARS
    if long:  # from the first of a year, and a day, since a year of 365.25 days would end on 31 December of a leap year
        first = (date(min(days).year, 1, 2) - _EPOCH).days
    across.minimum_scale, across.maximum_scale = first, max(last, first + 1)
    across.tick_labels.number_format, across.tick_labels.number_format_is_linked = (
        ("yyyy" if long else _MONTH[language_in_force().direction]),
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
    named(frame, title or t("Chart"), f"{title}. {alt}")
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


def _label(point: Any, words: str, size: float, ink: str, where: Any) -> None:
    label = point.data_label
    frame = label.text_frame
    frame.text = words
    frame.word_wrap = False
    run = frame.paragraphs[0].runs[0]
    run.font.size, run.font.bold, run.font.name = Pt(size), True, FONT
    run.font.color.rgb = rgb(ink)
    if where is not None:
        label.position = where


def laid_out(chart: Any, place: tuple[float, float, float, float]) -> None:
    """Set where the chart's inner field lies, and how wide and tall it is, in parts of the chart."""
    area = chart._chartSpace.find(f".//{qn('c:plotArea')}")
    layout_element = area.find(qn("c:layout"))
    if layout_element is None:
        layout_element = etree.Element(qn("c:layout"))
        area.insert(0, layout_element)
    for child in list(layout_element):
        layout_element.remove(child)
    manual = etree.SubElement(layout_element, qn("c:manualLayout"))
    fixed = {"layoutTarget": "inner", "xMode": "edge", "yMode": "edge"}
    for name, value in (fixed | dict(zip("xywh", (f"{part:.4f}" for part in place), strict=True))).items():
        etree.SubElement(manual, qn(f"c:{name}"), val=value)
