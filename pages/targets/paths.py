"""Targets in detail: small drawings of their paths over time, of the same kind on the same axis, or all of it as a table."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import streamlit as st

from community_policing.analysis.targets import rows as standing, wording
from community_policing.analysis.targets.rows import TargetPath, TargetRow
from community_policing.core import palette
from community_policing.core.i18n import t
from community_policing.measure.pace import BEHIND
from community_policing.measure.programme import Programme, cached_on_programme
from community_policing.ui.charts import targets as charts
from community_policing.ui.charts.frame import config
from community_policing.ui.components import figures
from community_policing.ui.components.cards import status_mark
from community_policing.ui.shell import address
from community_policing.ui.shell.markdown import escape
from pages.targets.board import board, table

if TYPE_CHECKING:
    import plotly.graph_objects as go

ATTENTION, COUNTRY, PLACES, TABLE = "attention", "country", "places", "table"


def paths(rows: Sequence[TargetRow], programme: Programme, colours: palette.Palette) -> None:
    """The rows more closely, as the reader asks: drawings of some of them, or all as a table."""
    groups = _groups(rows)
    labels = {
        ATTENTION: t("Needing attention"),
        COUNTRY: t("Whole country"),
        PLACES: t("Governorates"),
        TABLE: t("All as a table"),
    }
    st.header(t("In detail"))
    address.one("show", t("Show"), list(labels), labels.__getitem__, key="closer", usual=next(iter(groups)))
    group = st.segmented_control(
        t("Show"), list(groups), default=next(iter(groups)), required=True, key="closer", label_visibility="collapsed",
        format_func=lambda key: f"{labels[key]} ({len(groups[key])})",
    )  # fmt: skip
    results, frame = tuple(row.result for row in rows), table(programme, tuple(row.key for row in rows))
    if group == TABLE:
        figures.table(frame, "targets", programme, whole=True, title=t("Targets"), results=results)
    else:
        _drawings(groups.get(group, ()), programme, colours)
        figures.downloads(lambda: frame, "targets", programme, title=t("Targets"), results=results)


def _drawings(rows: Sequence[TargetRow], programme: Programme, colours: palette.Palette) -> None:
    whole = t("What is due counts in whole units; the path is drawn as a straight line.")
    same = t("Drawings of one indicator share their axes, which begin at zero.")
    st.caption(f"{wording.how_to_read_paths()} {whole} {same}")
    with st.grid(columns=4, min_column_width=260, gap="medium"):
        for row in rows:
            with st.container(key=f"path-{row.key}", gap="xsmall"):
                st.markdown(f"{status_mark(row.status, colours)}  \n**{escape(row.title)}**")
                figure, alt = _drawn(row.key, programme, colours)
                st.plotly_chart(figure, theme=None, key=f"chart-{row.key}", config=config(), alt=alt)
                figures.pictures(figure, f"chart-{row.key}", programme, row.title)


def _groups(rows: Sequence[TargetRow]) -> dict[str, tuple[TargetRow, ...]]:
    groups = {
        ATTENTION: tuple(row for row in rows if row.status in BEHIND),
        COUNTRY: tuple(row for row in rows if not row.pcode),
        PLACES: tuple(row for row in rows if row.pcode),
        TABLE: tuple(rows),
    }
    return {key: group for key, group in groups.items() if group}


@cached_on_programme
def _drawn(key: str, programme: Programme, colours: palette.Palette) -> "tuple[go.Figure, str]":
    """Draw one row on the axes of its kind."""
    row = next(row for row in board(programme).rows if row.key == key)
    kind = _kind(row.result.indicator.key, bool(row.pcode), programme)
    return charts.path(
        row, kind[key], colours, _axes(row.result.indicator.key, bool(row.pcode), programme)
    ), wording.in_words(row)


@cached_on_programme
def _kind(indicator: str, local: bool, programme: Programme) -> dict[str, TargetPath]:
    """The paths of an indicator's rows, those of the country or those of governorates, by key."""
    rows = board(programme).rows
    return {
        row.key: standing.path(row, programme)
        for row in rows
        if (row.result.indicator.key, bool(row.pcode)) == (indicator, local)
    }


@cached_on_programme
def _axes(indicator: str, local: bool, programme: Programme) -> charts.Axes:
    paths = _kind(indicator, local, programme)
    return charts.axes([(row, paths[row.key]) for row in board(programme).rows if row.key in paths])
