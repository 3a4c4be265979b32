"""Overview panels: where fora are, and their growth against plan."""

from dataclasses import dataclass, replace

import pandas as pd
import streamlit as st

from community_policing.analysis import insights
from community_policing.analysis.map import choropleth
from community_policing.core import palette
from community_policing.core.i18n import t
from community_policing.measure.compute import over_time
from community_policing.measure.programme import Programme, cached_on_programme
from community_policing.measure.result import Result
from community_policing.ui.charts.frame import Drawing
from community_policing.ui.charts.small_map import small_map
from community_policing.ui.charts.trend import trend
from community_policing.ui.components import figures
from community_policing.ui.shell import window
from community_policing.ui.shell.session import marks, result

HEIGHT = 250  # so that the map and the figures under it are in the first screen of a laptop
LEGEND = "where-legend"


@dataclass(frozen=True)
class Panel:
    """What a panel shows, made once for all readers: a title, a note, a figure or a sentence in its place."""

    title: str
    note: str = ""
    figure: Drawing | None = None
    alt: str = ""
    table: pd.DataFrame | None = None
    results: tuple[Result, ...] = ()
    steps: tuple[choropleth.Step, ...] = ()


def where(programme: Programme, colours: palette.Palette) -> None:
    """Fora established by governorate; where nobody knows that, those planned, which were published."""
    panel = _where(programme, colours)
    st.header(panel.title)
    if panel.note:
        st.caption(panel.note)
    drawing, legend = st.columns([2.6, 1], gap="small")
    with drawing:
        _draw(panel, "small-map", programme, LEGEND)
    with legend, st.container(key=LEGEND):
        figures.legend(panel.steps, colours, {mark.kind for mark in marks(programme)})


def when(programme: Programme, colours: palette.Palette, part: float = 1) -> None:
    """Fora over time against plan, or why there is no line to draw; `part` of the page's width is theirs."""
    panel = _when(programme, colours, window.room(part))
    st.header(panel.title)
    if panel.figure is None:
        figures.empty(panel.note)
        return
    _draw(panel, "trend", programme)


def _draw(panel: Panel, key: str, programme: Programme, legend: str = "") -> None:
    drawing, table = panel.figure, panel.table
    if drawing is not None and table is not None:
        name, results = panel.title, panel.results
        figures.drawn(drawing, panel.alt, key, lambda: table, programme, title=name, results=results, legend=legend)


@cached_on_programme
def _where(programme: Programme, colours: palette.Palette) -> Panel:
    mapped_result = result("fora_established", programme, "governorate")
    split_known = mapped_result.split_known and mapped_result.value is not None
    mapped_result = mapped_result if split_known else result("fora_planned", programme, "governorate")
    shades = choropleth.shades(mapped_result, colours)
    fora = tuple(replace(mark, state="") for mark in marks(programme))  # signs would hide the marks of so small a map
    return Panel(
        t("Where fora are established") if split_known else t("Where fora are planned"),
        "" if split_known else t("Established fora are not published by governorate."),
        small_map(shades, fora, colours, HEIGHT),
        insights.map_alt(shades),
        insights.map_rows(mapped_result, shades),
        (mapped_result,),
        choropleth.legend(mapped_result, shades, colours),
    )


@cached_on_programme
def _when(programme: Programme, colours: palette.Palette, wide: int) -> Panel:
    title = t("Fora over time against plan")
    iom, police = (over_time(f"fora_established_{who}", programme) for who in ("iom", "police"))
    if not iom and not police:
        return Panel(title, insights.no_trend(programme))
    both = tuple(result(f"fora_established_{who}", programme) for who in ("iom", "police"))
    target = both[0].target
    values = (both[0].value, both[1].value)
    names = insights.trend_names(*values)
    drawing = trend(iom, police, target, programme.as_of, colours, names, wide, HEIGHT, programme.grain)
    alt = insights.trend_alt(iom, police, values, programme.grain)
    return Panel(title, "", drawing, alt, insights.trend_rows(iom, police, names, programme.grain), both)
