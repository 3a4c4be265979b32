"""Comparison of one indicator in detail: three maps on one scale, a line for each key, the table."""

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd
import streamlit as st

from community_policing.analysis.compare import maps as compare_maps, wording
from community_policing.analysis.compare.comparison import COMPARED, NEUTRAL, Change, Comparison
from community_policing.analysis.map.choropleth import Shade, Step
from community_policing.core import formats, labels, palette
from community_policing.core.geography import governorate_name, governorates
from community_policing.core.i18n import n, t
from community_policing.core.indicators import INDICATORS
from community_policing.core.quantity import NOTHING
from community_policing.export.table import figures as quantities, on_screen
from community_policing.measure.programme import Programme, cached_on_programme
from community_policing.measure.result import Result
from community_policing.ui.charts import compare as charts
from community_policing.ui.charts.frame import CONFIG, Drawn
from community_policing.ui.components import figures, style
from community_policing.ui.components.arrow_cache import arrow, grid
from community_policing.ui.components.working import names
from community_policing.ui.shell import address
from community_policing.ui.shell.markdown import escape
from pages.compare.cards import compared, open_working, results

HEIGHT = 370


@dataclass(frozen=True)
class Map:
    """One of the three maps, with its heading and in words."""

    heading: str
    drawing: Drawn
    alt: str


@dataclass(frozen=True)
class Closely:
    """One indicator on both dates in every form, made once for all readers.  `maps` is empty where nobody knows the places."""

    finding: str
    maps: tuple[Map, ...]
    legend: tuple[Step, ...]
    bars: Drawn | None
    alt: str
    without: str  # what the bars leave out
    split: pd.DataFrame
    places: pd.DataFrame
    screen: pd.DataFrame  # the places as they are read, and which columns are figures: made once, they cost the most
    figures: tuple[str, ...]


def closely(a: Programme, b: Programme, colours: palette.Palette) -> None:
    """An indicator and a split of the reader's choice; the numbers of the maps stand in the table."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        label = t("Compare in detail")
        address.one("compare", label, COMPARED, lambda k: t(INDICATORS[k].label), key="compared")
        key = st.selectbox(label, COMPARED, format_func=lambda k: t(INDICATORS[k].label), key="compared", width=340)
        address.one("by", t("By"), INDICATORS[key].splits, labels.label, key=f"by-{key}")
        by = st.selectbox(t("By"), INDICATORS[key].splits, format_func=labels.label, key=f"by-{key}", width=200)
        if st.button(t("Show the working"), key="working-compared", type="tertiary"):
            open_working((key,), a, b)
    comparison_shown, both = _closely(key, by, a, b, colours), results((key,), a, b)
    st.header(escape(comparison_shown.finding))
    _maps(comparison_shown, colours)
    left, right = st.columns([1, 1.5], gap="large")
    with left:
        _bars(comparison_shown, b, by, colours, both)
    if not comparison_shown.maps:
        return
    with right:
        st.markdown(f"**{t('The numbers on the maps')}**")
        stem = f"compare-{key}-since-{a.as_of}"
        _table(comparison_shown, f"table-{stem}")
        figures.downloads(lambda: comparison_shown.places, stem, b, title=comparison_shown.finding, results=both)


def _table(comparison_shown: Closely, key: str) -> None:
    aligned = {name: st.column_config.TextColumn(alignment="right") for name in comparison_shown.figures}
    tall = 38 + 35 * len(comparison_shown.screen)
    grid(arrow(comparison_shown.screen), key, height=tall, column_config=aligned)


def _maps(comparison_shown: Closely, colours: palette.Palette) -> None:
    if not comparison_shown.maps:
        figures.empty(t("It is not published by governorate for either date, so there is no map."))
        return
    for place, column, drawn in zip("abd", st.columns(3, gap="small"), comparison_shown.maps, strict=True):
        with column:
            st.markdown(f"**{escape(drawn.heading)}**")
            st.plotly_chart(drawn.drawing, theme=None, config=CONFIG, key=f"map-{place}", alt=drawn.alt)
    style.legend([(look(step, colours), step.label) for step in comparison_shown.legend])


def look(step: Step, colours: palette.Palette) -> str:
    """A swatch of the legend; no data is dashed."""
    edge = "dashed" if step.kind == "no_data" else "solid"
    return f"background:{step.colour};border:1px {edge} {colours.unknown}"


def _bars(comparison_shown: Closely, b: Programme, by: str, colours: palette.Palette, both: tuple[Result, ...]) -> None:
    st.markdown(f"**{escape(t('By {dimension}', dimension=labels.label(by).lower()))}**")
    if comparison_shown.bars is None:
        figures.empty(comparison_shown.without)
        return
    later = _later(both[0].indicator.key, colours)
    marks = [(colours.quiet, f"○ A {formats.day(both[0].as_of)}"), (later, f"● B {formats.day(both[-1].as_of)}")]
    written = " · ".join(f':color[{escape(text)}]{{foreground="{colour}"}}' for colour, text in marks)
    st.caption(f"{written} · {t('beside them the difference')}")
    beside = by == "governorate" and bool(comparison_shown.maps)  # the numbers on the maps are these
    table = None if beside else lambda: comparison_shown.split
    figures.drawn(
        comparison_shown.bars,
        comparison_shown.alt,
        f"dumbbells-{by}",
        CONFIG,
        table,
        b,
        title=comparison_shown.finding,
        results=both,
    )
    if comparison_shown.without:
        st.caption(comparison_shown.without)


def _later(key: str, colours: palette.Palette) -> str:
    """The colour of the later date: of what is no result, a neutral one."""
    return colours.neutral[3] if key in NEUTRAL else colours.accent


@cached_on_programme
def _closely(key: str, by: str, a: Programme, b: Programme, colours: palette.Palette) -> Closely:
    places, split = compared(key, a, b, "governorate"), compared(key, a, b, by)
    pcodes = {pcode: governorate_name(pcode) for pcode in governorates()}
    silent = {"": governorate_name("")} if "" in places.keys else {}
    there = tuple(change for change in places.changes(pcodes | silent) if change.kind != "outside")
    changes = _changes(split, by, b)
    drawn, table = (
        compare_maps.maps(places, colours),
        wording.rows(places, there, t("Governorate"), codes=True),
    )
    any_known = any(change.a or change.b for change in there)
    name = labels.label(by)
    visible = [change for change in changes if change.kind != "zero" and (change.a or change.b)]
    bars = charts.dumbbells(split, visible, colours, _later(key, colours)) if visible else None
    return Closely(
        wording.finding(places, there), _three(places, drawn, colours) if any_known else (), drawn.legend,
        bars, wording.in_words(split, visible), _without(changes) if visible else _nothing(split),
        wording.rows(split, changes, name), table, on_screen(table), quantities(table),
    )  # fmt: skip


def _changes(split: Comparison, by: str, programme: Programme) -> tuple[Change, ...]:
    """What became of each key, most on the later date first; a governorate without a row has none."""
    name = names(by, programme)
    keys = [*(governorates() if by == "governorate" else ()), *split.keys]
    changes_found = split.changes({key: name(key) for key in dict.fromkeys(keys)})
    inside = (change for change in changes_found if change.kind != "outside")
    return tuple(sorted(inside, key=lambda change: -(change.b or change.a or NOTHING).low))


def _nothing(split: Comparison) -> str:
    """Why there is nothing to draw."""
    return wording.why(split) or t("None on either date.")


def _without(changes: Sequence[Change]) -> str:
    """What the drawing leaves out."""
    none = sum(change.kind == "zero" for change in changes)
    silent = sum(change.a is None and change.b is None for change in changes)
    sentence = (
        n("{count} more has none on both dates.", "{count} more have none on both dates.", none) if none else "",
        n("{count} more has no data on either date.", "{count} more have no data on either date.", silent)
        if silent
        else "",
    )
    return " ".join(filter(None, sentence))


def _three(places: Comparison, drawn: compare_maps.Maps, colours: palette.Palette) -> tuple[Map, ...]:
    """Both dates and the difference, each with its figure for the whole choice."""
    a, b = (formats.quantity(each.value, places.unit) for each in (places.a, places.b))
    heads = (
        t("A · {day}: {figure}", day=formats.day(places.a.as_of), figure=a),
        t("B · {day}: {figure}", day=formats.day(places.b.as_of), figure=b),
        t("B − A: {figure}", figure=wording.signed(places.more, places.unit)),
    )
    written = (_figures(drawn.a), _figures(drawn.b), drawn.written)
    return tuple(
        Map(head, charts.written_map(shades, texts, colours, HEIGHT), _alt(head, shades))
        for head, shades, texts in zip(heads, (drawn.a, drawn.b, drawn.more), written, strict=True)
    )


def _figures(shades: tuple[Shade, ...]) -> tuple[str, ...]:
    return tuple(shade.figure.removesuffix(" %") if shade.kind in ("value", "zero") else "" for shade in shades)


def _alt(head: str, shades: tuple[Shade, ...]) -> str:
    """A map in words, for those who cannot see it."""
    listed = ", ".join(f"{s.name} {s.figure}" for s in shades if s.kind not in ("zero", "no_data", "outside"))
    return t("Map of Iraq by governorate, {head}. {figures}.", head=head, figures=listed or t("No figure to show"))
