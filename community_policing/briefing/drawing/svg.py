"""Canvas of one drawing: rectangles, lines and shapes as SVG, and labels, in pixels from the top left.

A page shows the labels as text of the SVG.  Typst loses joined Arabic letters of such text, so a PDF takes the SVG without
labels and sets them over it (`pdf/parts.typ`).
"""

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations, pairwise
from types import MappingProxyType
from typing import Literal, TypeAlias
from xml.etree import ElementTree

from community_policing.briefing.drawing.text_width import FAMILIES, fitted, shown, width
from community_policing.core.i18n import in_line, language_in_force
from community_policing.core.palette import LIGHT

Point = tuple[float, float]
Box: TypeAlias = tuple[float, float, float, float]  # left, top, right, bottom
Anchor: TypeAlias = Literal["start", "middle", "end"]
INK = {"done": LIGHT.good, "on_track": LIGHT.good, "at_risk": LIGHT.warn, "off_track": LIGHT.bad}  # of a status
_OPPOSITE: Mapping[Anchor, Anchor] = MappingProxyType({"start": "end", "middle": "middle", "end": "start"})
_SMALLEST = 0.8  # of its size, before a label is cut
_FAMILY = ", ".join(f"'{name}'" for name in FAMILIES) + ", sans-serif"


@dataclass(frozen=True)
class Label:
    """A line of text with its base line at y and its `anchor` at x, "start" being its left end in any language; `text` is as much
    of `whole` as has room."""

    x: float
    y: float
    anchor: Anchor
    size: float
    bold: bool
    colour: str
    text: str
    whole: str

    @property
    def box(self) -> Box:
        """What it covers, from its capitals to its base line."""
        wide = width(self.text, self.size, self.bold)
        left = self.x - {"start": 0.0, "middle": 0.5, "end": 1.0}[self.anchor] * wide
        return left, self.y - self.size * 0.7, left + wide, self.y


class Canvas:
    """What is drawn on; `size` is the height of its text.  The same calls give the same SVG, whose ids no other drawing has.
    One without a title is named by the page that shows it, or a browser would say the title under the pointer everywhere."""

    def __init__(self, title: str, alt: str, width: float, height: float, size: float = 13) -> None:
        self.width, self.height, self.size = width, height, size
        self._rtl = language_in_force().right_to_left
        self._origin = 0.0  # where x = 0 lies
        self._way = 1  # x counts from there to the right; -1: to the left
        self.mark = "d" + hashlib.sha256(f"{title}\0{alt}\0{width}\0{height}".encode()).hexdigest()[:10]
        self._root = ElementTree.Element("svg", {
            "xmlns": "http://www.w3.org/2000/svg", "viewBox": f"0 0 {_n(width)} {_n(height)}",
            "width": _n(width), "height": _n(height), "font-family": _FAMILY,
            "role": "img", **({"direction": "rtl"} if self._rtl else {}),
            **({"aria-labelledby": f"{self.mark}-t {self.mark}-d"} if title else {}),
        })  # fmt: skip
        if title:
            ElementTree.SubElement(self._root, "title", {"id": f"{self.mark}-t"}).text = shown(title)
            ElementTree.SubElement(self._root, "desc", {"id": f"{self.mark}-d"}).text = shown(alt)
        self.labels: list[Label] = []

    @contextmanager
    def as_if(self, width: float, size: float) -> Iterator[None]:
        """Draw as if the canvas were so wide and its text so high: what stands beside has the rest."""
        before = self.width, self.size
        self.width, self.size = width, size
        yield
        self.width, self.size = before

    @contextmanager
    def turned(self, left: float, right: float) -> Iterator[None]:
        """Draw the other way round between these two in a language that is read from the right, as mirrors do; what is turned
        twice, as maps and the days of a time axis, stands in its place as it is."""
        before = self._origin, self._way
        if self._rtl:
            self._origin, self._way = self._at(left + right), -self._way
        yield
        self._origin, self._way = before

    def box(self, x: float, y: float, wide: float, high: float, fill: str, line: str = "") -> None:
        """A rectangle; one without width or height is not drawn."""
        if wide > 0 and high > 0:
            left = min(self._at(x), self._at(x + wide))
            attributes = {"x": _n(left), "y": _n(y), "width": _n(wide), "height": _n(high), "fill": fill}
            self._add("rect", attributes | ({"stroke": line, "stroke-width": "1"} if line else {}))

    def line(self, points: Sequence[Point], colour: str, stroke: float = 1, dash: str = "") -> None:
        """A line through the points."""
        attributes = {"d": path(self._placed(points)), "fill": "none", "stroke": colour, "stroke-width": _n(stroke)}
        attributes |= {"stroke-linejoin": "round", "stroke-linecap": "butt"}
        self._add("path", attributes | ({"stroke-dasharray": dash} if dash else {}))

    def shape(
        self, rings: Iterable[Sequence[Point]], fill: str, line: str = "none", stroke: float = 1, tip: str = ""
    ) -> None:
        """A filled shape of one or more rings, which says the `tip` under the pointer (static/scripts/drawings.js)."""
        drawn = [path(self._placed(ring)) + "Z" for ring in rings]
        edge = {"stroke": line, "stroke-width": _n(stroke), "stroke-linejoin": "round"} if line != "none" else {}
        rule = {"fill-rule": "evenodd"} if len(drawn) > 1 else {}
        self._add("path", {"d": "".join(drawn), "fill": fill, **edge, **rule, **_told(tip)})

    def dot(
        self, x: float, y: float, radius: float, fill: str, line: str = "", stroke: float = 1, tip: str = ""
    ) -> None:
        """A disc, or with a `line` a ring; it says the `tip` under the pointer."""
        ring = {"stroke": line, "stroke-width": _n(stroke)} if line else {}
        self._add("circle", {"cx": _n(self._at(x)), "cy": _n(y), "r": _n(radius), "fill": fill, **ring, **_told(tip)})

    def spot(self, x: float, y: float, tip: str) -> None:
        """A place that says the `tip` under the pointer, and is not seen: its size is the style sheet's."""
        self._add("circle", {"cx": _n(self._at(x)), "cy": _n(y), **_told(tip)})

    def text(
        self, x: float, y: float, words: str, room: float, colour: str = LIGHT.text, *, bold: bool = False,
        anchor: Anchor = "start", size: float = 0,
    ) -> None:  # fmt: skip
        """A line of text with its base line at y, as much of it as has room; the whole of it is told to who points at it."""
        size = size or self.size
        if self._rtl and (wide := width(shown(words), size, bold)) > room > 0:  # laid out for the length of English
            size *= max(room / wide, _SMALLEST)
        words, side = in_line(words), anchor if self._way > 0 else _OPPOSITE[anchor]
        self.labels.append(
            Label(self._at(x), y, side, size, bold, colour, fitted(words, room, size, bold), shown(words))
        )

    def hatched(self, colour: str, ground: str) -> str:
        """The fill of what has no data: lines on a ground."""
        name = f"{self.mark}-h"
        definitions = ElementTree.SubElement(self._root, "defs")
        pattern = ElementTree.SubElement(definitions, "pattern", {
            "id": name, "width": "10", "height": "10", "patternUnits": "userSpaceOnUse", "patternTransform": "rotate(45)",
        })  # fmt: skip
        ElementTree.SubElement(pattern, "rect", {"width": "10", "height": "10", "fill": ground})
        ElementTree.SubElement(pattern, "rect", {"width": "2.5", "height": "10", "fill": colour})
        return f"url(#{name})"

    def flaws(self) -> int:
        """How many labels are cut, leave the drawing, or lie on another: what a drawing that is too small has."""
        cut = sum(label.text != label.whole or label.text.endswith("…") for label in self.labels)
        boxes = [label.box for label in self.labels if label.text]
        out = sum(top < -1 or bottom > self.height + 1 for _, top, _, bottom in boxes)
        return cut + out + sum(meet(one, other) for one, other in combinations(boxes, 2))

    def svg(self) -> str:
        """All of it, the labels as text above the shapes."""
        root = ElementTree.Element(self._root.tag, self._root.attrib)
        root.extend([*self._root, *(_text(label, self._rtl) for label in self.labels)])
        return ElementTree.tostring(root, encoding="unicode")

    def shapes(self) -> str:
        """The SVG without its labels."""
        return ElementTree.tostring(self._root, encoding="unicode")

    def _at(self, x: float) -> float:
        return self._origin + self._way * x

    def _placed(self, points: Sequence[Point]) -> Sequence[Point]:
        return [(self._at(x), y) for x, y in points] if self._way < 0 or self._origin else points

    def _add(self, name: str, attributes: dict[str, str]) -> None:
        ElementTree.SubElement(self._root, name, attributes)


def _told(tip: str) -> dict[str, str]:
    return {"data-tip": "\n".join(map(shown, tip.split("\n")))} if tip else {}


def meet(one: Box, other: Box) -> bool:
    """Whether two boxes overlap."""
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def _text(label: Label, rtl: bool) -> ElementTree.Element:
    """The label as an element; where it is cut, a title says all of it.  SVG takes the right end for the start of a line from
    right to left."""
    anchor = _OPPOSITE[label.anchor] if rtl else label.anchor
    written = {"x": _n(label.x), "y": _n(label.y), "font-size": _n(label.size), "fill": label.colour}
    if anchor != "start":
        written["text-anchor"] = anchor
    if label.bold:
        written["font-weight"] = "600"
    element = ElementTree.Element("text", written)
    if label.text == label.whole:
        element.text = label.text
    else:
        title = ElementTree.SubElement(element, "title")
        title.text, title.tail = label.whole, label.text
    return element


def path(points: Sequence[Point]) -> str:
    """The points as an SVG path, each by its distance from the last one: a map is half as long as with their places."""
    return _path(tuple(points))


@lru_cache(maxsize=512)
def _path(points: tuple[Point, ...]) -> str:
    tenths = [(round(10 * x), round(10 * y)) for x, y in points]
    steps = (f"{(x - a) / 10:g} {(y - b) / 10:g}" for (a, b), (x, y) in pairwise(tenths))
    return "M{:g} {:g}l".format(*(part / 10 for part in tenths[0])) + " ".join(steps).replace(" -", "-")


def colour(role: str) -> str:
    """A colour by its role: a field of the palette, or the n-th of a row of them."""
    name, _, place = role.partition(".")
    value = getattr(LIGHT, name)
    return str(value[int(place) % len(value)] if place else value)


def _n(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")
