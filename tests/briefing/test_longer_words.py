"""Slides hold texts 40 % longer than English: nothing is taller than its row, in exact lines that no font makes taller."""

import io
from collections.abc import Iterator
from math import ceil
from typing import Any

import pytest
from pptx import Presentation
from pptx.util import Inches

from community_policing.briefing.compose.composer import compose
from community_policing.briefing.pptx.slides import slides
from community_policing.briefing.pptx.text_fit import lines, width
from community_policing.briefing.presets import BriefingRequest
from community_policing.briefing.snapshot import frozen
from community_policing.core import i18n
from community_policing.core.i18n import speaking
from community_policing.dataset.load import load
from community_policing.measure.programme import Programme
from tests.conftest import ROOT
from tests.longer import Longer, longer

LINE = 1.25  # of the size of its font


def test_a_longer_text() -> None:
    """Words come before the end, placeholders are not counted, and what is long enough stays."""
    assert longer("الأول {day}.", "On {day}.") == "الأول {day}."
    made = longer("في {day}.", "Planned by {day}.")
    assert made.startswith("في {day} كلمات")
    assert made.endswith(".")
    assert len(made.replace("{day}", "")) >= 1.4 * len("Planned by .")


@pytest.mark.parametrize("preset", ["chief", "donor"])
def test_rows_of_slides_are_as_tall_as_their_texts(preset: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """In English and in long Arabic, each line is set so tall as it is measured, and the lines of a cell are no taller than
    its row."""
    programme = Programme.of(load(ROOT / "data" / "demonstration"))
    own, arabic = i18n._messages, Longer("ar")
    monkeypatch.setattr(i18n, "_messages", lambda code: arabic if code == "ar" else own(code))
    for code in ("en", "ar"):
        with speaking(code):
            made = slides(frozen(compose(programme, BriefingRequest(preset)), "test"))
            rows = list(_rows(made))
        assert len(rows) > 20
        assert (code, [row for row in rows if row[1] > row[2]]) == (code, [])


def _rows(made: bytes) -> Iterator[tuple[str, float, float]]:
    """Each cell of each table: its text, the inches that its lines take, and those of its row."""
    for slide in Presentation(io.BytesIO(made)).slides:
        for shape in slide.shapes:
            if shape.has_table:
                for row in shape.table.rows:
                    for cell, column in zip(row.cells, shape.table.columns, strict=True):
                        room = (column.width - cell.margin_left - cell.margin_right) / Inches(1)
                        tall = sum(_tall(each, room) for each in cell.text_frame.paragraphs)
                        yield cell.text_frame.text, tall, row.height / Inches(1)


def _tall(paragraph: Any, room: float) -> float:
    """The inches of a paragraph's lines."""
    if not paragraph.runs:
        return 0
    size = max(run.font.size.pt for run in paragraph.runs)
    assert paragraph.line_spacing.pt == pytest.approx(size * LINE, abs=0.02)
    if len(paragraph.runs) == 1:
        (run,) = paragraph.runs
        return lines(run.text, room, size, bool(run.font.bold)) * size * LINE / 72
    long = sum(width(run.text, run.font.size.pt, bool(run.font.bold)) for run in paragraph.runs)
    return ceil(long / room) * size * LINE / 72
