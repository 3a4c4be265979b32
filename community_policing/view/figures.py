"""Figures on a page: drawn with a description for those who cannot see them, a legend, and a designed empty state."""

from typing import Any

import plotly.graph_objects as go
import streamlit as st

from community_policing import theme
from community_policing.choropleth import Step
from community_policing.text import t
from community_policing.view.markdown import escape


def drawn(figure: go.Figure, alt: str, key: str, config: dict[str, Any]) -> None:
    """A figure that is looked at and not clicked."""
    st.plotly_chart(figure, theme=None, key=key, config=config, alt=alt)


def legend(steps: tuple[Step, ...], colours: theme.Palette, points: bool = True) -> None:
    """The map's legend in one wrapping line: none, no data and values apart, then the marks of fora."""
    swatches = [
        f':color[{"▨" if s.kind == "no_data" else "■"}]{{foreground="{_visible(s, colours)}"}} {escape(s.label)}' for s in steps
    ]
    shapes = (("●", "iom", t("IOM")), ("■", "police", t("local police")), ("○", "planned", t("planned")))
    dots = [f':color[{mark}]{{foreground="{getattr(colours, kind)}"}} {name}' for mark, kind, name in shapes]
    with st.container(key="legend"):
        st.markdown(" · ".join(swatches) + ("  \n" + t("Fora:") + " " + " · ".join(dots) if points else ""))


def _visible(step: Step, colours: theme.Palette) -> str:
    """A swatch must be seen on the page: nearly white shades get the border's grey."""
    return colours.unknown if step.kind == "no_data" else step.colour


def empty(sentence: str) -> None:
    """What stands where a figure would, when there is nothing to draw."""
    with st.container(border=True, key=f"empty-{abs(hash(sentence)) % 10_000}"):
        st.markdown(f"–  {escape(sentence)}")
