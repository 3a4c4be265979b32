"""A briefing as a workbook: what it is on the first sheet, then a sheet a slide with every number behind it."""

import io
import re
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from community_policing.briefing.model import (
    Bars,
    Block,
    Briefing,
    Bullets,
    Cards,
    Cell,
    Map,
    Number,
    Points,
    Slide,
    Steps,
    Table,
    numbers,
)
from community_policing.briefing.presets import DONOR
from community_policing.export.workbook import RIGHT_TO_LEFT, held
from community_policing.text import t
from community_policing.theme import LIGHT, MARKS, label, number

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

Line = tuple[Cell | float, ...]
_WIDTHS = (30, 18, 14, 10, 12, 10, 34, 30, 26, 11, 8, 30, 18)
_LAST = len(_WIDTHS) - 1


def workbook(briefing: Briefing) -> bytes:
    """The workbook; the same briefing gives the same bytes.  Every text is a text, whatever it begins with."""
    from xlsxwriter import Workbook

    file = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with Workbook(file, options) as book:
        made = datetime.fromisoformat(briefing.made_at).replace(tzinfo=None)
        book.set_properties(
            {"title": held(briefing.title), "subject": briefing.id, "comments": held(briefing.mark), "created": made}
        )
        looks = {name: book.add_format(look) for name, look in _looks().items()}
        names = tuple(_names(briefing.slides))
        _about(_sheet(book, t("About"), briefing), briefing, names, looks)
        for slide, name in zip(briefing.slides, names, strict=True):
            _Page(_sheet(book, name, briefing), briefing, looks).write(slide)
    return file.getvalue()


def _looks() -> dict[str, dict[str, object]]:
    text: dict[str, object] = {"valign": "top", "text_wrap": True}
    number = text | {"align": "right", "num_format": "#,##0.###;-#,##0.###;0"}
    return {
        "title": {"bold": True, "font_size": 16}, "warn": {"bold": True, "font_color": LIGHT.warn},
        "quiet": {"font_color": LIGHT.quiet}, "part": {"bold": True, "font_size": 12, "font_color": LIGHT.accent},
        "head": text | {"bold": True, "bottom": 1, "font_color": LIGHT.quiet, "valign": "bottom"},
        "text": text, "name": text | {"bold": True}, "number": number, "shown": text | {"align": "right", "bold": True},
        "link": {"font_color": LIGHT.accent, "underline": 1},
    }  # fmt: skip


def _names(slides: Sequence[Slide]) -> Iterator[str]:
    """A sheet's name for each slide: its key, in letters and a length that every spreadsheet takes, and once only."""
    taken: set[str] = {t("About").lower()}
    for slide in slides:
        stem = re.sub(r"[\[\]:*?/\\'\x00-\x1f]", " ", slide.key).strip()[:26] or slide.kind
        name, more = stem, 2
        while name.lower() in taken:
            name, more = f"{stem} {more}", more + 1
        taken.add(name.lower())
        yield name


def _sheet(book: "Workbook", name: str, briefing: Briefing) -> "Worksheet":
    sheet = book.add_worksheet(name)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.hide_gridlines(2)
    foot = f"{briefing.mark}  {briefing.id}".replace("&", "&&")[:180]
    sheet.set_footer(f"&L&8{held(foot)}&R&8&P / &N")
    if briefing.language in RIGHT_TO_LEFT:
        sheet.right_to_left()
    return sheet


def _about(sheet: "Worksheet", briefing: Briefing, names: Sequence[str], looks: dict[str, "Format"]) -> None:
    sheet.set_column(0, 0, 22)
    sheet.set_column(1, 1, 90)
    sheet.write_string(0, 0, held(briefing.title), looks["title"])
    sheet.write_string(1, 0, held(briefing.mark), looks["warn"])
    choice = "; ".join(f"{name}: {value}" for name, value in briefing.scope) or t("whole programme")
    lines = (
        (t("Briefing"), briefing.id), (t("Hash of its numbers"), briefing.sha256), (t("Made at"), briefing.made_at),
        (t("Made by"), briefing.made_by), (t("As of"), briefing.as_of_text), (t("Choice"), choice),
        (t("Dataset"), briefing.dataset), (t("Release"), str(briefing.release or "–")), (t("Hash of the data"), briefing.content),
        (t("Audience"), briefing.audience),
        (t("Licence"), briefing.licence),
    )  # fmt: skip
    for place, (name, said) in enumerate(lines, start=3):
        sheet.write_string(place, 0, name, looks["name"])
        sheet.write_string(place, 1, held(said), looks["text"])
    top = len(lines) + 4
    sheet.write_string(top, 0, t("Sheets"), looks["part"])
    for place, (slide, name) in enumerate(zip(briefing.slides, names, strict=True), start=top + 1):
        sheet.write_url(place, 0, f"internal:'{name}'!A1", looks["link"], name)
        sheet.write_string(place, 1, held(slide.headline), looks["text"])


class _Page:
    """One slide's sheet, written line by line."""

    def __init__(self, sheet: "Worksheet", briefing: Briefing, looks: dict[str, "Format"]) -> None:
        self.sheet, self.briefing, self.looks, self.at = sheet, briefing, looks, 0

    def write(self, slide: Slide) -> None:
        briefing = self.briefing
        for column, wide in enumerate(_WIDTHS):
            self.sheet.set_column(column, column, wide)
        choice = "; ".join(f"{name}: {value}" for name, value in briefing.scope) or t("whole programme")
        said = t("As of {day} · {choice} · briefing {id}", day=briefing.as_of_text, choice=choice, id=briefing.id)
        self._line(slide.headline, "title")
        self._line(slide.subtitle, "quiet")
        self._line(briefing.mark, "warn")
        self._line(said, "quiet")
        self.sheet.freeze_panes(self.at, 0)
        for block in slide.blocks:
            self.at += 1
            self._line(_title(block), "part")
            self._lines(*_rows(block))
        self._all(tuple(dict.fromkeys(numbers(slide))))
        if slide.notes and briefing.audience != DONOR:
            self.at += 1
            self._line(t("Presenter's notes"), "part")
            self._line(slide.notes, "quiet")
        self.at += 1
        self._line(slide.footnote, "quiet")

    def _line(self, text: str, look: str) -> None:
        self.sheet.write_string(self.at, 0, held(text), self.looks[look])
        self.at += 1

    def _lines(self, heads: Line, rows: Sequence[Line]) -> None:
        for column, head in enumerate(heads):
            self.sheet.write_string(self.at, column, held(str(head)), self.looks["head"])
        self.at += bool(heads)
        for row in rows:
            for column, cell in enumerate(row):
                self._cell(column, cell)
            self.at += 1

    def _cell(self, column: int, cell: Cell | float) -> None:
        """A number as a number where it is known exactly and reads the same, else as the text that was shown."""
        if isinstance(cell, int | float):
            self.sheet.write_number(self.at, column, cell, self.looks["number"])
        elif isinstance(cell, Number):
            self.sheet.write_string(self.at, column, held(cell.text), self.looks["shown"])
        else:
            self.sheet.write_string(self.at, column, held(cell), self.looks["name" if not column else "text"])

    def _all(self, found: Sequence[Number]) -> None:
        """Every number of the slide with its bounds as numbers, and with all that a reader may ask of it."""
        if not found:
            return
        self.at += 1
        self._line(t("Every number on this slide"), "part")
        heads = (
            t("Figure"), t("Place"), t("As shown"), t("At least"), t("At most"), t("Unit"), t("Definition"), t("Method"),
            t("Sources"), t("As of"), t("Rows behind"), t("Caveat"), t("Withheld"),
        )  # fmt: skip
        self._lines(heads, [_whole(each) for each in found])


def _whole(each: Number) -> Line:
    most: Cell | float = t("no upper bound") if each.high is None and each.low is not None else _bound(each.high)
    return (
        each.label, each.place, each, _bound(each.low), most, each.unit, each.definition, each.method,
        "; ".join(each.sources), each.as_of, each.rows, each.caveat, each.withheld,
    )  # fmt: skip


def _bound(value: float | None) -> Cell | float:
    return t("not known") if value is None else value


def _title(block: Block) -> str:
    return t("Figures") if isinstance(block, Cards) else block.title


def _rows(block: Block) -> tuple[Line, Sequence[Line]]:
    """A block as heads and rows."""
    if isinstance(block, Table):
        return block.heads, block.rows or ((block.nothing,),)
    if isinstance(block, Cards):
        return (t("Figure"), t("As shown"), t("Status"), t("Findings")), [
            (c.number.label, c.number, _word(c.status), " · ".join(c.lines)) for c in block.cards
        ]
    if isinstance(block, Points):
        return (), [(p.text, _word(p.status), p.detail) for p in block.points] or [(block.nothing,)]
    if isinstance(block, Bullets):
        return _bullets(block)
    return _drawn(block)


def _bullets(block: Bullets) -> tuple[Line, Sequence[Line]]:
    heads = (
        t("Figure"), t("Place"), t("Actual"), t("Target"), t("Baseline"), t("Due by now"), t("Status"), t("Likely by its date"),
    )  # fmt: skip
    return heads, [
        (b.label, b.place, b.actual, b.target, b.baseline, b.due, b.said, _span(b.low, b.high)) for b in block.rows
    ]


def _span(low: float | None, high: float | None) -> str:
    return "–" if low is None or high is None else f"{number(low)} – {number(high)}"


def _drawn(block: Bars | Steps | Map) -> tuple[Line, Sequence[Line]]:
    if isinstance(block, Bars):
        rows = [(name, *(s.numbers[place] or "–" for s in block.series)) for place, name in enumerate(block.categories)]
        return ("", *(series.name for series in block.series)), rows
    if isinstance(block, Steps):
        return (t("Line"), t("From"), t("Value")), [
            (line.name, day, value) for line in block.lines for day, value in line.points
        ]
    kinds = {"zero": t("none"), "no_data": t("no data"), "outside": t("not in this choice")}
    return (t("Governorate"), t("As shown")), [(a.name, a.number or kinds.get(a.kind, "–")) for a in block.areas]


def _word(status: str) -> str:
    return f"{MARKS.get(status, '')} {label(status)}".strip() if status else ""
