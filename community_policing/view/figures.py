"""Figures on a page: drawn with a description for those who cannot see them, a legend, and a designed empty state."""

from collections.abc import Callable
from typing import Any, Literal

import pandas as pd
import plotly.graph_objects as go
import streamlit as st

from community_policing import theme
from community_policing.choropleth import Step
from community_policing.export.rows import csv, file_name
from community_policing.programme import Programme
from community_policing.text import t
from community_policing.view import style
from community_policing.view.markdown import escape


def drawn(figure: go.Figure, alt: str, key: str, config: dict[str, Any], table: Callable[[], pd.DataFrame]) -> None:
    """A figure that is looked at and not clicked, or, where the reader prefers it, the same numbers as a table."""
    place = st.container()
    as_table = st.toggle(t("As a table"), key=f"as-table-{key}")
    with place:
        if as_table:
            st.dataframe(table(), hide_index=True, key=f"rows-{key}")
        else:
            st.plotly_chart(figure, theme=None, key=key, config=config, alt=alt)


def table(rows: pd.DataFrame, stem: str, programme: Programme, whole: bool = False, published: bool = False) -> None:
    """A table with its download; `whole` shows every line, `published` marks what was published, not made up."""
    if rows.empty:
        empty(t("Nothing of this kind in this dataset."))
        return
    height: int | Literal["auto"] = 38 + 35 * len(rows) if whole else "auto"
    st.dataframe(rows, hide_index=True, key=f"table-{stem}", height=height)
    name = file_name(stem, programme, None if published else programme.as_of)
    st.download_button(
        t("Download (CSV)"), lambda: csv(rows), name, "text/csv", key=f"download-{stem}", on_click="ignore"
    )


def legend(steps: tuple[Step, ...], colours: theme.Palette) -> None:
    """The map's legend: nothing, no data and values apart, then the marks of fora.  All texts are ours, and escaped."""
    boxes = [(f"background:{s.colour};border:1px {_edge(s)} {colours.unknown}", s.label) for s in steps]
    shapes = [
        (f"background:{colours.iom};border-radius:50%", t("fora by IOM")),
        (f"background:{colours.police}", t("by local police")),
        (f"border:3px solid {colours.planned};border-radius:50%", t("planned")),
    ]
    style.legend(boxes + shapes)


def _edge(step: Step) -> str:
    return "dashed" if step.kind == "no_data" else "solid"


def empty(sentence: str) -> None:
    """What stands where a figure would, when there is nothing to draw."""
    with st.container(border=True):
        st.markdown(f"–  {escape(sentence)}")
