"""The blocks of a slide as HTML: figures, lists, tables, and drawings with their text alternative."""

import hashlib
import re

from community_policing.briefing.drawing.draw import draw
from community_policing.briefing.html.markup import Markup, raw, tag, text
from community_policing.briefing.model import (
    Answers,
    Block,
    Bullets,
    Card,
    Cards,
    Cell,
    Drawing,
    Number,
    Point,
    Points,
    Table,
    numbers,
)
from community_policing.core import labels, palette
from community_policing.core.i18n import t

_NAMES = re.compile(r"""(\bid=["']|\bhref=["']#|url\(#)""")
_TITLE = 64  # what a block's title takes above its drawing
_TEXT, _SMALL = 26, 24  # pixels of the text of a drawing that has a slide's width, and of one beside another
_DENSE, _DENSER = 9, 13  # rows from which a table stands closer


def cards(row: Cards) -> Markup:
    """A row of figures of one height."""
    return tag("div", *(_card(each) for each in row.cards), class_=f"cards of{len(row.cards)}")


def block(each: Block, width: float, height: float, at: int) -> Markup:
    """A block of slide `at` in so much room."""
    if isinstance(each, Cards):
        return cards(each)
    if isinstance(each, Points):
        return _points(each)
    if isinstance(each, Table):
        return _table(each)
    return _drawing(each, width, height, at)


def _card(card: Card) -> Markup:
    lines = [tag("p", line) for line in card.lines]
    return tag(
        "div", tag("p", card.number.label, class_="label"), tag("p", card.number.text, class_="figure"),
        tag("div", status(card.status, worded=True), *lines, class_="lines"), class_="card",
    )  # fmt: skip


def status(key: str, worded: bool = False) -> Markup:
    """A status as its shape, with its word beside it or for those who only hear it."""
    if not key:
        return Markup("")
    shape = tag("i", palette.STATUS_GLYPHS.get(key, "–"), aria_hidden="true")
    word = tag("span", labels.label(key), class_=None if worded else "heard")
    return tag("p" if worded else "span", shape, word, class_=f"status {key}")


def _titled(title: str, *inside: str, kind: str) -> Markup:
    return tag("div", tag("h3", title) if title else "", *inside, class_=f"block {kind}")


def _points(points: Points) -> Markup:
    if not points.points:
        return _titled(points.title, tag("p", points.nothing, class_="nothing"), kind="points")
    marked = any(point.status for point in points.points)
    return _titled(points.title, tag("ul", *(_point(each, marked) for each in points.points)), kind="points")


def _point(point: Point, marked: bool) -> Markup:
    paragraphs = [tag("p", point.text), tag("p", point.detail, class_="detail") if point.detail else ""]
    beside = status(point.status) or tag("span", class_="status") if marked else Markup("")
    # a number that the sentence does not speak stands at its end
    more = [each.text for each in point.numbers if each.text not in point.text and each.text not in point.detail]
    spoken = tag("p", " · ".join(more), class_="unspoken") if more else ""
    return tag("li", beside, tag("div", *paragraphs), spoken, class_=_classes(marked, bool(more)))


def _classes(marked: bool, has_text: bool) -> str | None:
    return " ".join(name for name, on in (("marked", marked), ("told", has_text)) if on) or None


def _table(table: Table) -> Markup:
    if not table.rows:
        return _titled(table.title, tag("p", table.nothing, class_="nothing"), kind="table")
    right = [any(isinstance(row[at], Number) for row in table.rows) for at in range(len(table.heads))]
    heads = tag(
        "tr", *(tag("th", head, scope="col", class_=_side(r)) for head, r in zip(table.heads, right, strict=True))
    )
    marks = table.status or ("",) * len(table.rows)
    rows = [_table_row(row, mark, right, any(marks)) for row, mark in zip(table.rows, marks, strict=True)]
    size = "denser" if len(rows) > _DENSER else "dense" if len(rows) > _DENSE else None
    return _titled(table.title, tag("table", tag("thead", heads), tag("tbody", *rows), class_=size), kind="table")


def _table_row(row: tuple[Cell, ...], mark: str, right: list[bool], marked: bool) -> Markup:
    cells = [tag("td", _cell(cell), class_=_side(r)) for cell, r in zip(row, right, strict=True)]
    if cells and marked:
        first = status(mark) or tag("span", class_="status")
        cells[0] = tag("td", tag("div", first, tag("span", _cell(row[0])), class_="marked"))
    return tag("tr", *cells)


def _cell(cell: Cell) -> Markup:
    return tag("span", cell.text, class_="number") if isinstance(cell, Number) else text(cell)


def _side(right: bool) -> str | None:
    return "right" if right else None


def _drawing(drawing: Drawing, width: float, height: float, at: int) -> Markup:
    """The drawing with its words for a screen reader: what it shows, and each number in it as text."""
    entries = [
        tag("li", " · ".join(filter(None, (each.label, each.place))), ": ", each.text) for each in numbers(drawing)
    ]
    entries += [tag("li", words) for words in _written(drawing)]
    heard = tag("ul", *entries, class_="heard") if entries else Markup("")
    alone = drawing.slot == "wide"  # then the slide's own headline and subtitle say what it is
    room = height if alone else height - _TITLE
    svg = _own_names(draw(drawing, round(width), round(room), _TEXT if alone else _SMALL).svg(), at)
    picture = tag("div", svg, class_="picture", role="img", aria_label=drawing.alt)
    return _titled("" if alone else drawing.title, picture, heard, kind="drawing")


def _written(drawing: Drawing) -> list[str]:
    """The sentences that stand on a drawing, which its alternative does not say."""
    sentences = [callout.text for callout in getattr(drawing, "callouts", ())]
    if isinstance(drawing, Bullets):
        sentences += [t("{label}: {text}", label=row.label, text=row.doing) for row in drawing.rows if row.doing] + [
            drawing.more
        ] * bool(drawing.more)
    if isinstance(drawing, Answers):
        sentences += [": ".join((row.place, row.said)) for row in drawing.rows]
        sentences += [callout.text for callout in drawing.more]
    return sentences


def _own_names(svg: str, at: int) -> Markup:
    """The drawing without prologue, its inner names made its own.  A name of a hidden slide draws nothing elsewhere."""
    own = f"s{at}-{hashlib.sha256(svg.encode()).hexdigest()[:8]}-"
    start = svg.index("<svg")
    return raw(re.sub(r"<[^>]*>", lambda match: _NAMES.sub(rf"\g<1>{own}", match[0]), svg[start:]))
