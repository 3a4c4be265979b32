"""Charts and maps of a briefing, drawn once for the deck and the PDFs alike: shapes, and labels over them.

Every number stands in it as the snapshot writes it.  Bars of several series stand side by side, each on the same scale, instead of
stacked: so every number has room beside its bar, and every series a base line.
"""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

from community_policing.briefing.drawing.answers import answers
from community_policing.briefing.drawing.bars import bars
from community_policing.briefing.drawing.bullets import bullets
from community_policing.briefing.drawing.locality import locality
from community_policing.briefing.drawing.map import country
from community_policing.briefing.drawing.steps import steps
from community_policing.briefing.drawing.svg import Canvas
from community_policing.briefing.model import Answers, Bars, Bullets, Drawing, Locality, Map, Steps

DRAW: Mapping[type, Callable[[Canvas, Any], None]] = MappingProxyType(
    {Bars: bars, Bullets: bullets, Answers: answers, Steps: steps, Map: country, Locality: locality}
)


def draw(drawing: Drawing, width: float, height: float, text: float = 24) -> Canvas:
    """Draw it in that size in pixels, its text so many pixels high; equal drawings give equal SVG."""
    canvas = Canvas(drawing.title, drawing.alt, width, height, text)
    with canvas.turned(0, width):
        DRAW[type(drawing)](canvas, drawing)
    return canvas
