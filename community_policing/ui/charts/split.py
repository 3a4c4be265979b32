"""Bar chart of a Result's parts, most first, each with its figure; a bound is drawn to where it is certain."""

from collections.abc import Callable, Sequence
from typing import Any

from community_policing.core.formats import quantity
from community_policing.core.palette import Palette
from community_policing.core.quantity import Quantity
from community_policing.measure.result import Result
from community_policing.ui.charts.frame import Drawn, figure, inert, margin_for

ROW = 34  # pixels for one part


def ordered(result: Result) -> tuple[tuple[str, Quantity], ...]:
    """The parts with the most first, and what is not on record last."""
    return tuple(sorted(result.parts.items(), key=lambda part: (not part[0], -part[1].low)))


def split(result: Result, name: Callable[[str], str], colours: Palette) -> Drawn:
    """Bars of the Result's parts; `name` says what a key is called."""
    parts = ordered(result)
    bars = _bars(parts, result.indicator.unit, name, colours)
    return figure(
        colours, 12 + ROW * len(parts), [bars], margin={"t": 2, "r": margin_for(64, bars["text"])},
        xaxis={"showticklabels": False, "rangemode": "tozero", "ticks": ""}, bargap=0.35,
        yaxis={"autorange": "reversed", "showgrid": False, "tickfont": {"color": colours.text, "size": 14}, "type": "category"},
    )  # fmt: skip


def _bars(
    parts: Sequence[tuple[str, Quantity]], unit: str, name: Callable[[str], str], colours: Palette
) -> dict[str, Any]:
    labels = [inert(name(key)) for key, _ in parts]
    return {
        "type": "bar", "orientation": "h", "x": [part.low for _, part in parts], "y": labels, "cliponaxis": False,
        "text": [quantity(part, unit) for _, part in parts], "textposition": "outside",
        "textfont": {"size": 14, "color": colours.text}, "hoverinfo": "skip",
        "marker": {"color": [colours.iom if key else colours.unknown for key, _ in parts]},
    }  # fmt: skip
