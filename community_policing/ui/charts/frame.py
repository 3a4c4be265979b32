"""Chart layout shared by all figures: our type and colours, and nothing that asks another host."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import plotly.graph_objects as go

from community_policing.briefing.drawing.text_width import width
from community_policing.core.i18n import language_in_force
from community_policing.core.palette import FONT, Palette
from community_policing.ui.charts import mirror
from community_policing.ui.charts.mirror import Along

_CONFIG: dict[str, Any] = {
    "displayModeBar": True, "modeBarButtons": [["toImage"]],  # out of sight; static/scripts/charts.js clicks it
    "scrollZoom": False, "topojsonURL": "/layers/", "locale": "en",
}  # fmt: skip

PHONE = 328  # pixels of a chart on a phone of 360
_TAG = re.compile("</?b>")
_FIGURE_CUT = re.compile(r"[\s·(]*[\d.,]*…$")


def config() -> dict[str, Any]:
    """What plotly is told beside a figure, in the language in force."""
    return mirror.config(_CONFIG)


def inert(text: str) -> str:
    """A text from data as plotly may draw it: plotly reads a little HTML, and lines end in <br>."""
    return text.replace("<", "‹").replace(">", "›").replace("\n", "<br>")


def cut(text: str, room: float, size: int = 13) -> str:
    """As much of a text as has room in so many pixels, never a part of a figure; the hover and the table have the whole."""
    if width(text, size) <= room:
        return text
    end = next((at for at in range(len(text) - 1, 0, -1) if width(f"{text[:at]}…", size) <= room), 0)
    return _FIGURE_CUT.sub("…", f"{text[:end]}…")


def note(x: Any, y: float, text: str, colour: str, size: int = 13, **place: Any) -> dict[str, Any]:
    """A text on the drawing, not read as Plotly's HTML again; `place` says on which side of its point it stands."""
    return {"x": x, "y": y, "text": text, "showarrow": False, "font": {"color": colour, "size": size}, **place}


def segments(ends: Iterable[tuple[Any, Any, float]], line: Mapping[str, Any]) -> dict[str, Any]:
    """Level lines from a start to an end, each at its height, as one trace that the pointer passes over."""
    x: list[Any] = []
    y: list[float | None] = []
    for start, end, height in ends:
        x += [*(at.isoformat() if isinstance(at, date) else at for at in (start, end)), None]
        y += [height, height, None]
    return {"type": "scatter", "mode": "lines", "x": x, "y": y, "line": line, "hoverinfo": "skip"}


@dataclass(frozen=True)
class Drawing:
    """A chart or map that needs no script to be drawn: its SVG, and the pixels in width for which a chart is made; a map (0) is
    cut to the place that it has, and lies on a `ground` that is the same whatever is chosen."""

    svg: str
    wide: int = 0
    ground: str = ""


class Drawn(go.Figure):  # type: ignore[misc]  # plotly is untyped
    """A figure that is finished: shared by all readers, and sent as it was written, past plotly's check of every value, which
    took longer than all else that a figure costs.  Who asks for its parts (the tests do) is given them checked."""

    def __init__(self, plain: dict[str, Any]) -> None:
        self.__dict__["_plain"] = plain

    def __getattr__(self, name: str) -> Any:
        """A part that only a checked figure has: it is checked now, once."""
        if "_data_objs" in self.__dict__ or name.startswith("__"):
            raise AttributeError(name)
        super().__init__(self.to_dict())
        return getattr(self, name)

    def to_dict(self) -> dict[str, Any]:
        """The figure as plain values; not to be changed."""
        plain: dict[str, Any] = self.__dict__["_plain"]
        return plain


def margin_for(least: int, texts: Iterable[str], size: int = 14) -> int:
    """Pixels of a margin for what stands beside the drawing: at least so many, and as many as the longest text takes in a
    language whose names are longer than English ones."""
    if not language_in_force().right_to_left:
        return least
    return max([least, *(round(width(_TAG.sub("", text), size, True)) + size for text in texts)])


def figure(
    colours: Palette, height: int, traces: Sequence[Mapping[str, Any]], along: Along = "values", **layout: Any
) -> Drawn:
    """Those traces in our look: transparent, hairlines, own font, room for the labels.  What runs `along` the drawing says
    what of it turns round in a language that is read from the right.

    `layout` adds to the look or replaces it, key by key; axes are added to.
    """
    axis = {
        "gridcolor": colours.line, "zeroline": False, "linecolor": colours.line, "fixedrange": True, "automargin": True,
        "tickfont": {"color": colours.quiet, "size": 13},
    }  # fmt: skip
    look: dict[str, Any] = {
        "template": {},  # plotly's own is 7 KB of looks that none of ours uses
        "height": height, "margin": {"l": 0, "r": 0, "t": 8, "b": 0}, "paper_bgcolor": "rgba(0,0,0,0)",
        "minreducedheight": 20,  # plotly keeps 64 px for the lines of a low chart, and cuts what is written below them
        "plot_bgcolor": "rgba(0,0,0,0)", "font": {"family": FONT, "size": 14, "color": colours.text},
        "showlegend": False, "dragmode": False, "uirevision": "keep",
        "hoverlabel": {
            "font": {"family": FONT, "size": 14, "color": colours.text},  # or it is the border's, which nobody can read
            "bgcolor": colours.panel, "bordercolor": colours.line,
        },
    }  # fmt: skip
    axes = {"xaxis": axis | {"showgrid": False} | layout.pop("xaxis", {}), "yaxis": axis | layout.pop("yaxis", {})}
    margin = look["margin"] | layout.pop("margin", {})
    whole = look | axes | layout | {"margin": margin}
    if language_in_force().right_to_left:
        traces, whole = mirror.turned(along, traces, whole)
    return Drawn({"data": list(traces), "layout": whole})
