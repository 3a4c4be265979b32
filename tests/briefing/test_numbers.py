"""One frozen set of numbers: read back out of every output, each stands where the snapshot has it."""

import re
from collections.abc import Callable, Mapping
from io import BytesIO

import openpyxl
import pytest
from pptx import Presentation
from pptx.shapes.base import BaseShape
from pypdf import PdfReader

from community_policing.briefing.build.outputs import OUTPUTS, made
from community_policing.briefing.compose.composer import compose
from community_policing.briefing.model import Briefing, Slide, numbers
from community_policing.briefing.presets import BriefingRequest
from community_policing.briefing.snapshot import as_json, frozen, read
from community_policing.core import formats
from community_policing.core.quantity import Quantity
from community_policing.dataset.load import load
from community_policing.measure.programme import Programme, Scope
from tests.conftest import ROOT

Texts = Callable[[bytes, Briefing], list[str]]


@pytest.fixture(scope="module", params=["chief", "donor"])
def briefing(request: pytest.FixtureRequest) -> Briefing:
    programme = Programme.of(load(ROOT / "data" / "demonstration"))
    asked = BriefingRequest(request.param, governorates=("IQG15", "IQG05"))
    return frozen(
        compose(programme.within(Scope(phases=("P2",)) if request.param == "donor" else Scope()), asked), "test"
    )


def bare(text: str) -> str:
    """A text as it may be searched: kinds of blanks and of minus are one, and lines do not matter."""
    return re.sub(r"\s+", " ", text.replace("\u2212", "-").replace("\u2011", "-"))


def words(text: str) -> str:
    """The same without blanks: a page's extracted text breaks lines where it likes."""
    return re.sub(r"\s+", "", bare(text))


def in_html(data: bytes, briefing: Briefing) -> list[str]:
    """Each section's text as it is seen: tags away, and the lists for those who only hear it."""
    text = re.sub(r'<ul class="heard">.*?</ul>', " ", data.decode("utf-8"), flags=re.DOTALL)
    sections = re.findall(r"<section\b.*?</section>", text, re.DOTALL)
    assert len(sections) == len(briefing.slides)
    return [
        re.sub(r"<[^>]+>", " ", section).replace("&lt;", "<").replace("&amp;", "&").replace("&gt;", ">")
        for section in sections
    ]


def of_shape(shape: BaseShape) -> list[str]:
    """All texts of a shape: its own, its cells', its chart's, its members'."""
    held: list[str] = []
    if shape.has_text_frame:
        held.append(shape.text_frame.text)
    if getattr(shape, "has_table", False) and shape.has_table:
        held += [cell.text for row in shape.table.rows for cell in row.cells]
    if getattr(shape, "has_chart", False) and shape.has_chart:
        held += re.findall(r"<(?:a:t|c:v)>([^<]*)<", shape.chart.part.blob.decode("utf-8"))
    for member in getattr(shape, "shapes", ()):
        held += of_shape(member)
    return held


def in_pptx(data: bytes, briefing: Briefing) -> list[str]:
    """Each slide's texts."""
    slides = list(Presentation(BytesIO(data)).slides)
    assert len(slides) == len(briefing.slides)
    return [" | ".join(text for shape in slide.shapes for text in of_shape(shape)) for slide in slides]


def in_handout(data: bytes, briefing: Briefing) -> list[str]:
    """One page a slide."""
    pages = PdfReader(BytesIO(data)).pages
    assert len(pages) == len(briefing.slides)
    return [page.extract_text() for page in pages]


def in_brief(data: bytes, briefing: Briefing) -> list[str]:
    """A brief flows: every slide is somewhere in it."""
    whole = " ".join(page.extract_text() for page in PdfReader(BytesIO(data)).pages)
    return [whole] * len(briefing.slides)


def in_xlsx(data: bytes, briefing: Briefing) -> list[str]:
    """The sheets after the first, one a slide."""
    sheets = openpyxl.load_workbook(BytesIO(data)).worksheets[1:]
    assert len(sheets) == len(briefing.slides)
    return [
        " | ".join(str(cell) for row in sheet.iter_rows(values_only=True) for cell in row if cell is not None)
        for sheet in sheets
    ]


READ: Mapping[str, Texts] = {
    "html": in_html,
    "pptx": in_pptx,
    "handout": in_handout,
    "brief": in_brief,
    "xlsx": in_xlsx,
}


def missing(slide: Slide, text: str) -> list[str]:
    """The numbers of a slide that its text does not have, as whole numbers: a 3 is not found in 43, 3.5 or 3,000."""
    found = bare(text)
    return [f"{number.key}: {number.text}" for number in numbers(slide) if not stands(number.text, found)]


def stands(number: str, found: str) -> bool:
    letters = r"\s*".join(re.escape(letter) for letter in words(number))
    return re.search(rf"(?<![\d.,]){letters}(?!\d|[.,]\d)", found) is not None


@pytest.mark.parametrize("key", OUTPUTS)
def test_every_number_stands_in_every_output(briefing: Briefing, key: str) -> None:
    """On its own slide, page or sheet, as the snapshot writes it; and the snapshot's id, its date and its mark beside it."""
    texts = READ[key](made(briefing, key), briefing)
    assert {slide.key: missing(slide, text) for slide, text in zip(briefing.slides, texts, strict=True)} == {
        slide.key: [] for slide in briefing.slides
    }
    for text in texts:
        assert words(briefing.id) in words(text)
        assert words(briefing.as_of_text) in words(text)


@pytest.mark.parametrize("key", OUTPUTS)
def test_a_briefing_read_back_gives_the_same_files(briefing: Briefing, key: str) -> None:
    """Frozen, kept and read again it is the same, byte for byte."""
    assert made(read(as_json(briefing)), key) == made(briefing, key)


def test_the_workbook_has_the_bounds_of_every_number(briefing: Briefing) -> None:
    """Lower and upper bound stand as numbers in the row of the number's label, or as words that say "about"."""
    sheets = openpyxl.load_workbook(BytesIO(made(briefing, "xlsx"))).worksheets[1:]
    for slide, sheet in zip(briefing.slides, sheets, strict=True):
        rows = list(sheet.iter_rows(values_only=True))
        for number in numbers(slide):
            if number.low is not None:
                low = formats.quantity(Quantity(number.low, number.low, about=True)) if number.about else number.low
                assert any(number.label in row and number.text in row and low in row for row in rows), number.key
