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
from community_policing.core.i18n import in_line, listed, n, t
from community_policing.core.indicators import INDICATORS
from community_policing.core.quantity import NOTHING
from community_policing.export.table import figures as quantities, on_screen
from community_policing.measure.compute import splits_of
from community_policing.measure.programme import Programme, cached_on_programme
from community_policing.measure.result import Result
from community_policing.ui.charts import compare as charts
from community_policing.ui.charts.frame import Drawn
from community_policing.ui.components import choices, figures
from community_policing.ui.components.arrow_cache import arrow, grid
from community_policing.ui.components.working import names
from community_policing.ui.shell.markdown import escape
from pages.compare.cards import compared, open_working, results
from pages.compare.sides import Sides

HEIGHT = 370
PLACES = "governorate"
WIDTHS = (130, 110, 110, 85, 205)  # pixels of the table's columns, which stand together beside the bars on a laptop


@dataclass(frozen=True)
class Map:
    """One of the three maps, with its heading and in words."""

    heading: str
    drawing: Drawn
    alt: str


@dataclass(frozen=True)
class Closely:
    """One indicator on both sides in every form, made once for all readers.  `maps` is empty where nobody knows the places, or
    the sides are places; `table` is what stands beside the bars: the numbers on the maps, else those of the bars."""

    finding: str
    why: str  # the difference is not known
    maps: tuple[Map, ...]
    legend: tuple[Step, ...]
    diverging: tuple[Step, ...]
    bars: Drawn | None
    alt: str
    without: str  # what the bars leave out
    split: pd.DataFrame
    table: pd.DataFrame
    screen: pd.DataFrame  # the table as it is read, and which columns are figures: made once, they cost the most
    figures: tuple[str, ...]


def closely(sides: Sides, colours: palette.Palette) -> None:
    """An indicator and a split of the reader's choice; the numbers of the maps stand in the table."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        label = t("Figure")
        key = choices.dropdown("compare", label, COMPARED, lambda k: t(INDICATORS[k].label), key="compared", width=340)
        splits = [by for by in splits_of(INDICATORS[key], sides.b) if by != sides.kind]
        widget = f"by-{key}" if sides.names is None else f"by-{key}-{sides.kind}"
        by = choices.dropdown("by", t("By"), splits, labels.label, key=widget, width=200)
        if st.button(t("Show the working"), key="working-compared", type="tertiary"):
            open_working((key,), sides)
    shown, both = _closely(key, by, sides.kind, sides.a, sides.b, sides.names, colours), results((key,), sides)
    st.header(escape(shown.finding))
    if shown.why and shown.bars:
        st.caption(escape(shown.why))
    if sides.kind != PLACES:
        _maps(shown, sides, key, colours)
    if shown.bars is None and not shown.maps:
        figures.empty(shown.without)
        return
    left, right = st.columns([1, 1.5], gap="large")
    with left:
        _bars(shown, sides, by, colours, both)
    with right:
        st.markdown(t("**The numbers on the maps**") if shown.maps else t("**The numbers**"))
        stem = f"compare-{key}"
        _table(shown, f"table-{stem}")
        figures.downloads(lambda: shown.table, stem, sides.b, title=shown.finding, results=both, beside=sides.a)


def _table(shown: Closely, key: str) -> None:
    widths = dict(zip(map(str, shown.screen), WIDTHS, strict=False))
    grid(arrow(shown.screen), key, shown.figures, widths, height=38 + 35 * len(shown.screen))


def _maps(shown: Closely, sides: Sides, key: str, colours: palette.Palette) -> None:
    if not shown.maps:
        unpublished = t("It is not published by governorate for either date, so there is no map.")
        figures.empty(unpublished if sides.names is None else t("It is not known by governorate, so there is no map."))
        return
    for place, column, drawn in zip("abd", st.columns(3, gap="small"), shown.maps, strict=True):
        with column:
            st.markdown(f"**{escape(drawn.heading)}**")
            own = "legend-difference" if place == "d" else "legend-sides"
            title = f"{shown.finding} · {drawn.heading}"
            stem = f"map-{place}-{key}"  # what its files are named after
            figures.drawn(drawn.drawing, drawn.alt, stem, None, sides.b, title=title, legend=own, beside=sides.a)
    same, differing = st.columns([2, 1], gap="small")
    for column, name, legend in ((same, "sides", shown.legend), (differing, "difference", shown.diverging)):
        with column, st.container(key=f"legend-{name}"):
            figures.legend(legend, colours)


def _bars(shown: Closely, sides: Sides, by: str, colours: palette.Palette, both: tuple[Result, ...]) -> None:
    title = t("By {dimension}", dimension=labels.in_sentence(by))
    st.markdown(f"**{escape(title)}**")
    if shown.bars is None:
        figures.empty(shown.without)
        return
    (a, _), (b, _) = sides.named
    first, second = f"○ {in_line('A')} {a}", f"● {in_line('B')} {b}"
    marks = [(colours.quiet, first), (_later(both[0].indicator.key, colours), second)]
    written = " · ".join(f':color[{escape(text)}]{{foreground="{colour}"}}' for colour, text in marks)
    st.caption(" · ".join((written, t("beside them the difference"))))
    beside = by == PLACES or not shown.maps  # the table has these numbers
    table = None if beside else lambda: shown.split
    title = " · ".join((shown.finding, first, second))
    figures.drawn(shown.bars, shown.alt, f"dumbbells-{by}", table, sides.b, title=title, results=both, beside=sides.a)
    if shown.without:
        st.caption(shown.without)


def _later(key: str, colours: palette.Palette) -> str:
    """The colour of B: of what is no result, a neutral one."""
    return colours.neutral[3] if key in NEUTRAL else colours.accent


@cached_on_programme
def _closely(
    key: str, by: str, kind: str, a: Programme, b: Programme, names: tuple[str, str] | None, colours: palette.Palette
) -> Closely:
    split = compared(key, a, b, by, names)
    changes = _changes(split, by, b)
    visible = [change for change in changes if change.kind != "zero" and (change.a or change.b)]
    bars = charts.dumbbells(split, visible, colours, _later(key, colours)) if visible else None
    own = wording.rows(split, changes, labels.label(by))
    drawn: tuple[Map, ...] = ()
    legend: tuple[Step, ...] = ()
    diverging: tuple[Step, ...] = ()
    table, finding = own, wording.finding(split, [] if kind == PLACES else changes)
    if kind != PLACES:
        places = compared(key, a, b, PLACES, names)
        there = _there(places)
        finding = wording.finding(places, there)
        if any(change.a or change.b for change in there):
            maps = compare_maps.maps(places, colours)
            drawn, legend, diverging = _three(places, maps, colours), maps.legend, maps.diverging
            table = wording.rows(places, there, t("Governorate"), codes=True)
    screen = on_screen(table.drop(columns=t("P-code"), errors="ignore"))
    return Closely(
        finding, wording.why(split), drawn, legend, diverging, bars, wording.in_words(split, visible),
        _without(split, changes) if visible else _nothing(split), own, table, screen, quantities(table),
    )  # fmt: skip


def _there(places: Comparison) -> tuple[Change, ...]:
    """What became of each governorate of the choice, and of what has none on record."""
    pcodes = {pcode: governorate_name(pcode) for pcode in governorates()}
    silent = {"": governorate_name("")} if "" in places.keys else {}
    return tuple(change for change in places.changes(pcodes | silent) if change.kind != "outside")


def _changes(split: Comparison, by: str, programme: Programme) -> tuple[Change, ...]:
    """What became of each key, most in B first; a governorate without a row has none."""
    name = names(by, programme)
    keys = [*(governorates() if by == PLACES else ()), *split.keys]
    changes_found = split.changes({key: name(key) for key in dict.fromkeys(keys)})
    inside = (change for change in changes_found if change.kind != "outside")
    return tuple(sorted(inside, key=lambda change: -(change.b or change.a or NOTHING).low))


def _nothing(split: Comparison) -> str:
    """Why there is nothing to draw."""
    return wording.why(split) or (t("None on either date.") if split.dated else t("None in either."))


def _without(split: Comparison, changes: Sequence[Change]) -> str:
    """What the drawing leaves out."""
    none = sum(change.kind == "zero" for change in changes)
    silent = sum(change.a is None and change.b is None for change in changes)
    if split.dated:
        nothing = n("{count} more has none on both dates.", "{count} more have none on both dates.", none)
        unknown = n("{count} more has no data on either date.", "{count} more have no data on either date.", silent)
    else:
        nothing = n("{count} more has none in both.", "{count} more have none in both.", none)
        unknown = n("{count} more has no data in either.", "{count} more have no data in either.", silent)
    return " ".join(text for text, count in ((nothing, none), (unknown, silent)) if count)


def _three(places: Comparison, drawn: compare_maps.Maps, colours: palette.Palette) -> tuple[Map, ...]:
    """Both sides and the difference, each with its figure for the whole choice."""
    a, b = (formats.quantity(each.value, places.unit) for each in (places.a, places.b))
    heads = (
        t("A · {side}: {figure}", side=places.sides[0], figure=a),
        t("B · {side}: {figure}", side=places.sides[1], figure=b),
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
    parts = listed([f"{s.name} {s.figure}" for s in shades if s.kind not in ("zero", "no_data", "outside")])
    return t("Map of Iraq by governorate, {head}. {figures}.", head=head, figures=parts or t("No figure to show"))
