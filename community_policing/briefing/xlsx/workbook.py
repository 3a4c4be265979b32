"""A briefing as a workbook: what it is on the first sheet, then a sheet a slide with every number behind it."""

import io
import re
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from community_policing.briefing.model import Briefing, Slide, numbers
from community_policing.briefing.presets import DONOR
from community_policing.briefing.xlsx.grid import COLUMNS, Grid, Looks
from community_policing.briefing.xlsx.rows import HEADS, MEANINGS, bare, listed, meanings, rows, titled
from community_policing.core.i18n import t
from community_policing.core.palette import LIGHT
from community_policing.export.workbook import cell, turned

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.worksheet import Worksheet

_TOP = 5  # lines that say what a sheet is: they stay on the screen, and stand on every printed page
_HIDDEN = re.compile("[\\[\\]:*?/\\\\'\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]")


def workbook(briefing: Briefing) -> bytes:
    """The workbook; the same briefing gives the same bytes.  Every text is a text, whatever it begins with."""
    from xlsxwriter import Workbook

    file = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with Workbook(file, options) as book:
        timestamp = datetime.fromisoformat(briefing.made_at).replace(tzinfo=None)
        book.set_properties(
            {
                "title": cell(briefing.title),
                "subject": briefing.id,
                "comments": cell(briefing.mark),
                "created": timestamp,
            }
        )
        looks, names = Looks(book), tuple(_names(briefing.slides))
        _about(_sheet(book, t("About"), briefing), briefing, names, looks)
        for slide, name in zip(briefing.slides, names, strict=True):
            _page(_sheet(book, name, briefing), slide, briefing, looks)
    return file.getvalue()


def _names(slides: Sequence[Slide]) -> Iterator[str]:
    """A sheet's name for each slide: its key, in letters and a length that every spreadsheet takes, and once only."""
    taken = {name.lower() for name in (t("About"), "history")}  # Excel keeps the latter for itself
    for slide in slides:
        stem = _HIDDEN.sub(" ", slide.key).strip()[:26] or slide.kind
        name, more = stem, 2
        while name.lower() in taken:
            name, more = f"{stem} {more}", more + 1
        taken.add(name.lower())
        yield name


def _sheet(book: "Workbook", name: str, briefing: Briefing) -> "Worksheet":
    sheet = book.add_worksheet(name)
    sheet.set_landscape()
    sheet.set_paper(9)  # A4
    sheet.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.7)
    sheet.fit_to_pages(1, 0)
    sheet.hide_gridlines(2)
    mark = cell(briefing.mark)[:150].replace("&", "&&")
    # A blank after the size: digits that follow would be taken for more of it.
    sheet.set_footer(f"&L&8 {mark}&R&8 {briefing.id} · &A · &P / &N")
    turned(sheet)
    return sheet


def _about(sheet: "Worksheet", briefing: Briefing, names: Sequence[str], looks: Looks) -> None:
    grid = Grid(sheet, looks, (24, 110))
    grid.line(briefing.title, bold=True, font_size=16)
    grid.line(briefing.mark, bold=True, font_color=LIGHT.warn)
    release = t("release {number}", number=briefing.release) if briefing.release else t("no published release")
    lines = (
        (t("Briefing"), briefing.id), (t("Hash of its content"), briefing.sha256), (t("Made at"), briefing.made_at),
        (t("Made by"), briefing.made_by), (t("As of"), briefing.as_of_text), (t("Selection"), briefing.chosen),
        (t("Dataset"), briefing.dataset), (t("Release"), t("{name} ({key})", name=release, key=briefing.content)),
        (t("Audience"), briefing.audience), (t("Licence"), briefing.licence),
        (t("How to read it"), t("Each sheet holds one slide: its content, then every number as it is shown, with its bounds as "
                                "numbers. “At most” says so where no upper bound is known; not known is not 0.")),
    )  # fmt: skip
    grid.skip()
    for name, value in lines:
        grid.cells((name, value), ((0, 0), (1, 1)), bold_first=True)
    grid.skip()
    grid.line(t("Slides"), bold=True, font_size=12, font_color=LIGHT.accent)
    for slide, name in zip(briefing.slides, names, strict=True):
        sheet.write_url(
            grid.at, 0, f"internal:'{name}'!A1", looks.of(font_color=LIGHT.accent, underline=1, valign="top"), name
        )
        grid.cells(("", slide.headline), ((0, 0), (1, 1)), written=1)


def _page(sheet: "Worksheet", slide: Slide, briefing: Briefing, looks: Looks) -> None:
    grid = Grid(sheet, looks, COLUMNS)
    caption = t(
        "As of {day} · {choice} · briefing {id}", day=briefing.as_of_text, choice=briefing.chosen, id=briefing.id
    )
    grid.line(slide.headline, bold=True, font_size=16)
    grid.line(slide.subtitle, font_color=LIGHT.quiet)
    grid.line(briefing.mark, bold=True, font_color=LIGHT.warn)
    grid.line(caption, font_color=LIGHT.quiet)
    grid.skip()
    sheet.freeze_panes(_TOP, 0)
    sheet.repeat_rows(0, _TOP - 1)
    for block in slide.blocks:
        grid.part(titled(block))
        heads, body = rows(block)
        grid.table(heads, body, bare(block))
    listed_numbers = tuple(dict.fromkeys(numbers(slide)))
    if listed_numbers:
        definitions = meanings(listed_numbers)
        grid.part(t("Every number on this slide"))
        grid.table([t(head) for head in HEADS], listed(listed_numbers, definitions), spread=False)
        grid.part(t("What they mean"))
        # Their places are named in the table above.
        grid.table(
            [t(head) for head in MEANINGS],
            [(f"{place}. {caption[0]}", *caption[1:]) for place, caption in enumerate(definitions, 1)],
        )
    if slide.notes and briefing.audience != DONOR:
        grid.part(t("Presenter’s notes"))
        grid.line(slide.notes)
    grid.skip()
    grid.line(slide.footnote, font_color=LIGHT.quiet)
