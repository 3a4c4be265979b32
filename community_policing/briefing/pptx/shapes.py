"""Text, figures, lists and tables of a slide as native shapes, each in its box in inches and with words for who cannot see it."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from lxml import etree
from pptx.dml.color import RGBColor
from pptx.enum.shapes import MSO_CONNECTOR, MSO_SHAPE
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.oxml.ns import qn
from pptx.util import Emu, Inches, Pt

from community_policing.briefing.drawing.svg import INK
from community_policing.briefing.model import Card, Cards, Cell, Number, Points, Table
from community_policing.briefing.pptx.master import FONT
from community_policing.briefing.pptx.text_fit import LINE, clean, fitted, lines, shortened, whole, width
from community_policing.core.i18n import clauses, listed, t
from community_policing.core.labels import label
from community_policing.core.palette import LIGHT, STATUS_GLYPHS

SIZES = (16, 15, 14, 13, 12, 11, 10, 9, 8, 7, 6)  # points; ours fit in 12 and more, what is handed in may not
_PAD = 0.22  # inches of a cell beside its text
_PLAIN = "{2D5ABB26-0587-4C30-8999-92F81FD0307C}"  # the table style without lines and fills


class Box(NamedTuple):
    """A place on a slide, in inches."""

    left: float
    top: float
    wide: float
    tall: float


def rgb(colour: str) -> RGBColor:
    """A colour of the theme as PowerPoint's."""
    return RGBColor.from_string(colour.lstrip("#").upper())


def named(shape: Any, name: str, alt: str) -> None:
    """Says what a shape is, and what it shows; a shape has no shadow or fill but its own."""
    for style in shape._element.findall(qn("p:style")):
        shape._element.remove(style)
    properties = shape._element.find(f".//{qn('p:cNvPr')}")
    properties.set("name", clean(name)[:120] or t("Shape"))
    properties.set("descr", clean(alt)[:1500])


def write(
    frame: Any, runs: Sequence[tuple[str, float, str, bool]], *, right: bool = False, space: float = 0, add: bool = False,
) -> None:  # fmt: skip
    """A paragraph of runs: text, points, colour, bold."""
    first = frame.paragraphs[0]
    paragraph = frame.add_paragraph() if add or first.runs else first
    paragraph.alignment = PP_ALIGN.RIGHT if right else PP_ALIGN.LEFT
    # exact, or a line would be as tall as the font that is at hand says: Noto Sans Arabic 2.1 times its size, Arial 1.15
    paragraph.line_spacing = Pt(LINE * max(size for _, size, _, _ in runs))
    paragraph.space_before, paragraph.space_after = Pt(0), Pt(space)
    for text, size, colour, bold in runs:
        run = paragraph.add_run()
        run.text = f"{clean(text)}{'  ' if text.endswith(' ') else ''}"
        run.font.size, run.font.bold, run.font.name = Pt(size), bold, FONT
        run.font.color.rgb = rgb(colour)


def text(
    shapes: Any, box: Box, words: str, size: float, colour: str = LIGHT.text, *, bold: bool = False, name: str = ""
) -> Any:
    """A text box without margins; what has no room in its lines is made smaller, then shortened."""
    most = max(1, int(box.tall / (size * LINE / 72)))
    sizes = [int(size) - less for less in range(5) if size - less >= 7] or [int(size)]
    fit = fitted(words, box.wide, sizes, most, bold)
    shape = shapes.add_textbox(*(Inches(value) for value in box))
    frame = _frame(shape)
    write(frame, [(fit.text, fit.size, colour, bold)])
    named(shape, name or t("Text"), words)
    return shape


def line(
    shapes: Any, start: tuple[float, float], end: tuple[float, float], ink: str, points: float, name: str, alt: str = ""
) -> None:
    """A straight line, so many points thick, between two places in inches."""
    connector = shapes.add_connector(MSO_CONNECTOR.STRAIGHT, *(Inches(value) for value in (*start, *end)))
    connector.line.color.rgb, connector.line.width = rgb(ink), Pt(points)
    named(connector, name, alt or name)


def _frame(shape: Any) -> Any:
    frame = shape.text_frame
    frame.word_wrap = True
    frame.vertical_anchor = MSO_ANCHOR.TOP
    frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = Emu(0)
    return frame


CARD_SIZES = (14, 13, 12, 11)  # points; the last where a row would take more than _MOST inches in the one before
_BETWEEN, _LEAST, _MOST = 0.12, 1.3, 1.8  # inches: between two boxes, and how tall a row is


def cards(shapes: Any, box: Box, block: Cards) -> None:
    """A row of equal boxes, all written in the same size."""
    wide = _card_wide(box.wide, block)
    size = next((s for s in CARD_SIZES if _tallest(block, wide, s) <= box.tall - 0.16), CARD_SIZES[-1])
    for place, card in enumerate(block.cards):
        _card(shapes, Box(box.left + place * (wide + _BETWEEN), box.top, wide, box.tall), card, size)


def cards_tall(wide: float, block: Cards) -> float:
    """How tall a row of boxes is that may take so much width, in inches."""
    *_, usual, least = (_tallest(block, _card_wide(wide, block), size) + 0.2 for size in CARD_SIZES)
    return max(_LEAST, usual if usual <= _MOST else least)


def _card_wide(wide: float, block: Cards) -> float:
    return (wide - _BETWEEN * (len(block.cards) - 1)) / max(len(block.cards), 1)


def _tallest(block: Cards, wide: float, size: float) -> float:
    return max((_card_tall(card, wide - 0.26, size) for card in block.cards), default=0.0)


def _state(card: Card) -> str:
    return f"{STATUS_GLYPHS.get(card.status, '')} {label(card.status)}" if card.status else ""


def _card(shapes: Any, box: Box, card: Card, size: float) -> None:
    shape = shapes.add_shape(MSO_SHAPE.RECTANGLE, *(Inches(value) for value in box))
    shape.fill.solid()
    shape.fill.fore_color.rgb = rgb(LIGHT.panel)
    shape.line.color.rgb, shape.line.width = rgb(LIGHT.line), Pt(0.75)
    shape.shadow.inherit = False
    frame = _frame(shape)
    frame.margin_left = frame.margin_right = Inches(0.12)
    frame.margin_top = frame.margin_bottom = Inches(0.08)
    room, texts = box.wide - 0.26, list(card.lines)
    state = _state(card)
    name = shortened(clean(card.number.label), room, size, 2)
    write(frame, [(name, size, LIGHT.quiet, False)])
    figure = fitted(whole(card.number.text), room, [int(size * times) for times in (2.2, 1.9, 1.6, 1.3, 1)], 1, True)
    write(frame, [(figure.text, figure.size, INK.get(card.status, LIGHT.text), True)], add=True)
    if state:
        write(frame, [(state, size, INK.get(card.status, LIGHT.quiet), True)], add=True)
    for line in texts:
        write(frame, [(shortened(clean(line), room, size, 3), size, LIGHT.text, False)], add=True)
    said = t("{label}: {figure}", label=card.number.label, figure=card.number.text)
    named(shape, card.number.label, f"{said}. {state} {' '.join(card.lines)}")


def _card_tall(card: Card, room: float, size: float) -> float:
    count = (
        min(lines(clean(card.number.label), room, size), 2)
        + bool(card.status)
        + sum(min(lines(clean(line), room, size), 3) for line in card.lines)
    )
    return (count * size + size * 2.2) * LINE / 72


def points(shapes: Any, box: Box, block: Points) -> None:
    """Sentences with their signs, as large as has room."""
    made = shapes.add_textbox(*(Inches(value) for value in box))
    frame = _frame(made)
    alt = clauses([point.text for point in block.points]) or block.nothing
    named(made, block.title or t("Points"), alt)
    if not block.points:
        write(frame, [(block.nothing, 14, LIGHT.quiet, False)])
        return
    texts = [(_sign(point.status), _spoken(point), point.detail) for point in block.points]
    size = next((s for s in SIZES if _tall(texts, box.wide, s) <= box.tall), SIZES[-1])
    for sign, sentence, detail in texts:
        sentence = shortened(clean(sentence), box.wide - 0.3, size, 4)
        runs = [(f"{sign[0]} ", size, sign[1], True)] if sign[0] else []
        write(frame, [*runs, (sentence, size, LIGHT.text, False)], add=True, space=0 if detail else size * 0.5)
        if detail:
            write(
                frame,
                [(shortened(clean(detail), box.wide, size, 3), size, LIGHT.quiet, False)],
                add=True,
                space=size * 0.5,
            )
    first = frame.paragraphs[0]._p
    if not first.findall(qn("a:r")):
        first.getparent().remove(first)


def _spoken(point: Any) -> str:
    unsaid = [n.text for n in point.numbers if n.text not in f"{point.text} {point.detail}"]
    return t("{sentence} ({figures})", sentence=point.text, figures=listed(unsaid)) if unsaid else str(point.text)


def _sign(status: str) -> tuple[str, str]:
    return STATUS_GLYPHS.get(status, ""), INK.get(status, LIGHT.unknown)


def _tall(texts: Sequence[tuple[tuple[str, str], str, str]], room: float, size: float) -> float:
    count = sum(
        min(lines(clean(s), room - 0.3, size), 4) + (min(lines(clean(d), room, size), 3) if d else 0)
        for _, s, d in texts
    )
    return (count * LINE + len(texts) * 0.5) * size / 72


def table(shapes: Any, box: Box, block: Table) -> None:
    """A native table: heads, hairlines, numbers to the right."""
    if not block.rows:
        text(shapes, box, block.nothing, 14, LIGHT.quiet, name=block.title or t("Table"))
        return
    right = [any(isinstance(row[place], Number) for row in block.rows) for place in range(len(block.heads))]
    heads = [True] * len(block.heads)
    marks = block.status or ("",) * len(block.rows)
    cells = [
        [_cell(cell, mark if not place else "") for place, cell in enumerate(row)]
        for row, mark in zip(block.rows, marks, strict=True)
    ]
    for size in SIZES[2:]:
        wide, whole = _columns(block.heads, cells, right, box.wide, size)
        deep = [
            _deep(row, wide, size, bold) for row, bold in ((list(block.heads), heads), *((row, right) for row in cells))
        ]
        if whole and sum(deep) <= box.tall:
            break
    frame = shapes.add_table(
        len(cells) + 1, len(block.heads), *(Inches(v) for v in (box.left, box.top, sum(wide), sum(deep)))
    )
    named(frame, block.title or t("Table"), f"{block.title}. {listed(block.heads)}")
    plain(frame.table, heads=True)
    for column, value in zip(frame.table.columns, wide, strict=True):
        column.width = Inches(value)
    for line, (row, tall) in enumerate(zip((list(block.heads), *cells), deep, strict=True)):
        frame.table.rows[line].height = Inches(tall)
        for place, words in enumerate(row):
            status = marks[line - 1] if line and not place else ""
            colour = INK.get(status, LIGHT.text) if line else LIGHT.quiet
            cell, bold = frame.table.cell(line, place), not line or right[place]
            _write_cell(cell, words, size, colour, bold, right[place], wide[place])


def _cell(cell: Cell, mark: str) -> str:
    words = whole(cell.text) if isinstance(cell, Number) else clean(cell)
    return f"{STATUS_GLYPHS.get(mark, '')} {words}".strip() if mark else words


def _columns(
    heads: Sequence[str], cells: Sequence[Sequence[str]], right: Sequence[bool], room: float, size: float
) -> tuple[list[float], bool]:
    """Fit columns to their longest cells, else to their longest words and a share of the rest; False: a word is broken."""
    least, wanted = [], []
    for place, head in enumerate(heads):
        cells_of = [(clean(head), True), *((row[place], right[place]) for row in cells)]
        words = max(width(word, size, bold) for text, bold in cells_of for word in (text.split() or [""]))
        least.append(min(words * 1.05, room / 2) + _PAD)
        wanted.append(max(width(text, size, bold) for text, bold in cells_of) * 1.05 + _PAD)
    if sum(wanted) <= room:
        return wanted, True
    spare = room - sum(least)
    if spare < 0:
        return [value * room / sum(least) for value in least], False
    more = [want - need for want, need in zip(wanted, least, strict=True)]
    return [need + spare * each / sum(more) for need, each in zip(least, more, strict=True)], True


def _deep(row: Sequence[str], wide: Sequence[float], size: float, bold: Sequence[bool]) -> float:
    most = max(
        min(lines(clean(words), max(room - 0.2, 0.2), size, heavy), 3)
        for words, room, heavy in zip(row, wide, bold, strict=True)
    )
    return most * size * LINE / 72 + 0.1


def _write_cell(cell: Any, words: str, size: float, colour: str, bold: bool, right: bool, room: float) -> None:
    cell.margin_left, cell.margin_right = Inches(0.04), Inches(0.14)
    cell.margin_top = cell.margin_bottom = Inches(0.04)
    cell.vertical_anchor = MSO_ANCHOR.MIDDLE
    write(
        cell.text_frame,
        [(shortened(clean(words), max(room - 0.2, 0.2), size, 3, bold), size, colour, bold)],
        right=right,
    )
    underlined(cell)


def underlined(cell: Any) -> None:
    """Draws a hairline below a cell, and no ground."""
    properties = cell._tc.get_or_add_tcPr()
    line = etree.SubElement(properties, qn("a:lnB"), w="9525")
    etree.SubElement(etree.SubElement(line, qn("a:solidFill")), qn("a:srgbClr"), val=LIGHT.line.lstrip("#"))
    etree.SubElement(properties, qn("a:noFill"))


def plain(grid: Any, heads: bool) -> None:
    """A table without lines and fills of its own."""
    grid.horz_banding, grid.first_row = False, heads
    grid._tbl.tblPr.find(qn("a:tableStyleId")).text = _PLAIN
