"""Governorate profiles as tagged PDF: an A4 page each, filled by its maps and its trend, whatever its lists leave."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from community_policing.briefing.drawing.draw import draw
from community_policing.briefing.drawing.svg import Canvas
from community_policing.briefing.model import Bars, Briefing, Drawing, Locality, Map, Slide, Steps, Table
from community_policing.briefing.pdf.document import compiled, picture, told

# Pixels across a column and the page; the height of a text, 8 points on paper
_ACROSS, _PAGE, _SMALL = (1000.0, 2083.0, 32.0)
# What a drawing that grows may be high, in pixels; the template takes the highest for which there is room
_HIGHS: Mapping[type, range] = MappingProxyType(
    {Locality: range(500, 1501, 100), Steps: range(380, 741, 60), Map: range(760, 1161, 80)}
)
_SHORT = 16  # characters of a cell that is not broken across lines
_WIDE_HIGHS = range(700, 1601, 100)  # of a map as wide as the page


def profiles(briefing: Briefing) -> bytes:
    """A page for each governorate."""
    return compiled(briefing, "profiles", [_page(slide) for slide in briefing.slides])


def _page(slide: Slide) -> dict[str, Any]:
    page = told(slide, _lowest)
    for block, content in zip(slide.blocks, page["blocks"], strict=True):
        if isinstance(block, Locality | Steps | Map):
            content["sizes"] = [picture(_drawn(block, high)) for high in _HIGHS[type(block)]]
        if isinstance(block, Locality):
            content["wide"] = [picture(draw(block, _PAGE, high, _SMALL)) for high in _WIDE_HIGHS]
        if isinstance(block, Table):
            content["shares"] = [0] * len(block.heads)  # in half a page no column takes what is left
            content["rows"] = [[_whole(cell) for cell in row] for row in content["rows"]]
    return page


def _whole(cell: str) -> str:
    """A date or another short text on one line."""
    return cell.replace(" ", "\u00a0").replace("–", "\u2060–\u2060") if len(cell) <= _SHORT else cell


def _lowest(block: Drawing) -> Canvas:
    if isinstance(block, Bars):
        return _drawn(block, 60 * len(block.categories))
    return _drawn(block, _HIGHS[type(block)][0])


def _drawn(block: Drawing, high: float) -> Canvas:
    return draw(block, _ACROSS, high, _SMALL)
