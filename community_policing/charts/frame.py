"""What every figure shares: our type, our colours, nothing that asks another host for anything."""

from typing import Any

import plotly.graph_objects as go

from community_policing.theme import FONT, Palette

CONFIG: dict[str, Any] = {"displayModeBar": False, "scrollZoom": False, "topojsonURL": "/layers/", "locale": "en"}


def inert(text: str) -> str:
    """A text from data as plotly may draw it: plotly reads a little HTML, and lines end in <br>."""
    return text.replace("<", "‹").replace(">", "›").replace("\n", "<br>")


def figure(colours: Palette, height: int) -> go.Figure:
    """An empty figure in our look: transparent, hairlines, own font, room for the labels."""
    axis = {
        "gridcolor": colours.line,
        "zeroline": False,
        "linecolor": colours.line,
        "tickfont": {"color": colours.quiet, "size": 13},
        "fixedrange": True,
        "automargin": True,
    }
    return go.Figure(
        layout={
            "template": {},  # plotly's own is 7 KB of looks that none of ours uses
            "height": height, "margin": {"l": 0, "r": 0, "t": 8, "b": 0}, "paper_bgcolor": "rgba(0,0,0,0)",
            "plot_bgcolor": "rgba(0,0,0,0)", "font": {"family": FONT, "size": 14, "color": colours.text},
            "xaxis": axis | {"showgrid": False}, "yaxis": axis, "showlegend": False, "dragmode": False,
            "hoverlabel": {"font": {"family": FONT, "size": 14}, "bgcolor": colours.panel, "bordercolor": colours.line},
            "uirevision": "keep",
        }
    )  # fmt: skip
