"""draw(drawing, width, height): a chart or map of a briefing as one self-contained SVG, for the deck and the PDFs alike.

Every number stands in it as the snapshot writes it.  Bars of several series stand side by side, each on the same scale, instead of
stacked: so every number has room beside its bar, and every series a base line.
"""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

from community_policing.briefing.drawn_bars import bars
from community_policing.briefing.drawn_bullets import bullets
from community_policing.briefing.drawn_map import country
from community_policing.briefing.drawn_steps import steps
from community_policing.briefing.drawn_svg import Canvas
from community_policing.briefing.model import Bars, Bullets, Drawing, Map, Steps

_DRAWN: Mapping[type, Callable[[Canvas, Any], None]] = MappingProxyType(
    {Bars: bars, Bullets: bullets, Steps: steps, Map: country}
)


def draw(drawing: Drawing, width: float, height: float, text: float = 24) -> str:
    """The drawing as SVG of that size in pixels, its text so many pixels high; equal drawings give equal SVG."""
    canvas = Canvas(drawing.title, drawing.alt, width, height, text)
    _DRAWN[type(drawing)](canvas, drawing)
    return canvas.svg()
