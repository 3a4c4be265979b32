"""A briefing in a language that is read from the right: mirrored but for maps and time, and its figures the same."""

import gettext
import re
from dataclasses import replace
from io import BytesIO
from typing import Any

import pytest
from openpyxl import load_workbook
from pptx import Presentation
from pptx.enum.chart import XL_CHART_TYPE
from pptx.enum.shapes import MSO_SHAPE_TYPE
from pptx.oxml.ns import qn
from pptx.util import Inches
from pypdf import PdfReader

from community_policing.briefing.drawing.draw import draw
from community_policing.briefing.drawing.svg import Label
from community_policing.briefing.html.deck import deck
from community_policing.briefing.model import Bars, Bullets, Drawing, Hero, Map, Steps
from community_policing.briefing.pdf.document import brief, handout
from community_policing.briefing.pptx.master import WIDE as WIDE_SLIDE
from community_policing.briefing.pptx.slides import slides
from community_policing.briefing.snapshot import frozen
from community_policing.briefing.xlsx.workbook import workbook
from community_policing.core import i18n
from community_policing.core.bidi import NO_BREAK, without_marks
from community_policing.core.i18n import speaking
from community_policing.core.languages import LANGUAGES
from tests.briefing.test_shapes import renamed
from tests.briefing_sample import answers, draft, number, sample

RIGHT_TO_LEFT = [code for code, spoken in LANGUAGES.items() if spoken.right_to_left]
DRAWN: dict[str, Drawing] = {
    block.title: block
    for slide in sample().slides
    for block in slide.blocks
    if isinstance(block, Bars | Bullets | Steps | Map)
} | {"People": answers()}
WIDE, TALL = 1060.0, 700.0
IN_ORDER = (Steps, Map)  # days and places lie in a map's order in any language
OTHER_SIDE = {"start": "end", "middle": "middle", "end": "start"}


@pytest.fixture
def untranslated(monkeypatch: pytest.MonkeyPatch) -> None:
    """English words in either direction, so that places can be compared: longer words would stand elsewhere."""
    monkeypatch.setattr(i18n, "_messages", lambda _: gettext.NullTranslations())


def labels(drawing: Drawing, code: str) -> list[Label]:
    with speaking(code):
        return draw(drawing, WIDE, TALL).labels


def shapes(drawing: Drawing, code: str) -> str:
    with speaking(code):
        return draw(drawing, WIDE, TALL).shapes()


def ordered(drawing: Drawing) -> bool:
    return isinstance(drawing, IN_ORDER) or (isinstance(drawing, Bars) and drawing.standing)


@pytest.mark.parametrize("code", RIGHT_TO_LEFT)
@pytest.mark.parametrize("title", [title for title, drawing in DRAWN.items() if not ordered(drawing)])
def test_a_chart_is_its_own_mirror_image(title: str, code: str, untranslated: None) -> None:
    """Each label stands as far from the right as in English from the left, and says the same."""
    english = labels(DRAWN[title], "en")
    there = [(WIDE - each.x, each.y, OTHER_SIDE[each.anchor], each.text, each.size) for each in english]
    found = [(each.x, each.y, each.anchor, _plain(each.text), each.size) for each in labels(DRAWN[title], code)]
    assert found == [(pytest.approx(x), pytest.approx(y), *rest) for x, y, *rest in there]


def _plain(text: str) -> str:
    """Without what keeps a figure whole and in order in a line from the right."""
    return without_marks(text).replace(NO_BREAK, " ")


@pytest.mark.parametrize("code", RIGHT_TO_LEFT)
def test_a_map_and_a_time_axis_are_no_mirror_images(code: str) -> None:
    """Governorates and months stand where they stand in English; a figure beside a chart changes sides with it."""
    country = next(block for block in DRAWN.values() if isinstance(block, Map))
    middles = {each.text: each.x for each in labels(replace(country, callouts=()), "en") if each.anchor == "middle"}
    there = {
        without_marks(each.text): each.x
        for each in labels(replace(country, callouts=()), code)
        if each.anchor == "middle"
    }
    assert there == pytest.approx(middles)
    path = next(block for block in DRAWN.values() if isinstance(block, Steps))
    lines = re.findall(r'd="M[\d.]+ [\d.]+l([^"]+)"[^>]*stroke-width="4"', shapes(path, code))
    assert len(lines) == 2
    assert all(float(length) >= 0 for line in lines for length in re.findall(r"-?[\d.]+", line)[::2])
    hero = Hero(number("hero", 30), "of 34", colour="iom")
    (left, right) = (
        next(
            each.x
            for each in labels(replace(path, hero=hero), which)
            if without_marks(each.text) == "30" and each.size > 100
        )
        for which in ("en", code)
    )
    assert right == pytest.approx(WIDE - left)


@pytest.mark.parametrize("code", RIGHT_TO_LEFT)
@pytest.mark.parametrize(
    "name", ["المنتديات التي أنشأتها المنظمة الدولية للهجرة", "ئەو فۆڕمانەی کە ڕێکخراوی نێودەوڵەتیی کۆچ دایمەزراندوون"]
)
@pytest.mark.parametrize("title", DRAWN)
def test_long_names_stay_inside(title: str, name: str, code: str) -> None:
    """Whatever a name's length, every label of every drawing ends inside of it."""
    boxes = {each.text: each.box for each in labels(renamed(DRAWN[title], name), code)}
    assert {text: box for text, box in boxes.items() if box[0] < -1 or box[2] > WIDE + 1} == {}


@pytest.mark.parametrize("code", RIGHT_TO_LEFT)
@pytest.mark.parametrize("make", [brief, handout])
def test_a_pdf_is_accessible_in_any_language(make: object, code: str) -> None:
    """PDF/UA-1 with joined letters, a shadda and direction marks in headlines, tables and drawings; its language said."""
    there = frozen(replace(draft(" محمّد ≥ سلێمانی"), language=code), "test")
    with speaking(code):
        data = make(there)  # type: ignore[operator]
    read = PdfReader(BytesIO(data))
    assert "pdfuaid:part>1<" in read.xmp_metadata.stream.get_data().decode("utf-8").replace(" ", "")  # type: ignore[union-attr]
    assert read.trailer["/Root"]["/Lang"] == code


@pytest.mark.parametrize("code", LANGUAGES)
def test_the_page_says_its_language_and_direction(code: str) -> None:
    """What a browser needs to shape its letters and to lay it out."""
    page = deck(replace(sample(), language=code)).decode()
    assert f'<html lang="{LANGUAGES[code].tag}" dir="{LANGUAGES[code].direction}"' in page


def opened(code: str) -> Any:
    with speaking(code):
        return Presentation(BytesIO(slides(replace(sample(), language=code))))


def boxes(slide: Any, turned: bool) -> dict[str, tuple[int, int]]:
    """Where each shape of a slide begins and how wide it is, by what it says; `turned`: as a mirror shows it."""
    wide = Inches(WIDE_SLIDE)
    found = {}
    for shape in slide.shapes:
        left = wide - shape.left - shape.width if turned else shape.left
        said = _plain(f"{shape.name} {shape.text_frame.text if shape.has_text_frame else ''}")
        found[said.replace("the right edge", "the left edge")] = (
            left,
            shape.width,
        )  # where bars end that grow to the left
    return found


@pytest.mark.parametrize("code", RIGHT_TO_LEFT)
def test_slides_are_mirror_images_but_for_their_maps(code: str, untranslated: None) -> None:
    """Each shape stands as far from the right as in English from the left; a map stands as it is, with its call-outs."""
    english, there = opened("en"), opened(code)
    for slide, before, after in zip(sample().slides, english.slides, there.slides, strict=True):
        if any(isinstance(block, Map) for block in slide.blocks):
            areas = [[(shape.left, shape.width) for shape in group.shapes] for deck in (before, after)
                     for group in deck.shapes if group.shape_type == MSO_SHAPE_TYPE.GROUP]  # fmt: skip
            apart = {there[0] - here[0] for here, there in zip(*areas, strict=True)}
            assert max(apart) - min(apart) <= 2
        else:
            near = {
                name: (pytest.approx(left, abs=2), wide) for name, (left, wide) in boxes(before, turned=True).items()
            }
            assert boxes(after, turned=False) == near


@pytest.mark.parametrize("code", RIGHT_TO_LEFT)
def test_slides_read_from_right_to_left(code: str, untranslated: None) -> None:
    """Every line of words says so, its language and its face, and a figure needs no marks; a table's first column is the last;
    bars grow from the right, and months stand as they stand in English."""
    english, there = opened("en"), opened(code)
    for before, after in zip(english.slides, there.slides, strict=True):
        paragraphs = list(after.element.iter(qn("a:p")))
        for each in paragraphs:
            written = "".join(text.text for text in each.iter(qn("a:t")))
            figure = bool(written) and not any(letter.isalpha() for letter in written)
            assert (written, each.find(qn("a:pPr")).get("rtl")) == (written, "0" if figure else "1")
            assert not figure or written == without_marks(written)
        assert {each.find(qn("a:pPr")).get("algn") for each in paragraphs} <= {"r", "ctr"}
        for run in after.element.iter(qn("a:r")):
            assert run.find(qn("a:rPr")).get("lang") == LANGUAGES[code].tag
            assert run.find(qn("a:rPr")).find(qn("a:cs")).get("typeface") == "Noto Sans Arabic"
        for one, other in zip(before.shapes, after.shapes, strict=True):
            if one.has_table:
                rows = [[[_plain(cell.text) for cell in row.cells] for row in each.table.rows] for each in (one, other)]
                assert rows[1] == [[words.replace("→", "←") for words in row[::-1]] for row in rows[0]]
            if one.has_chart:
                lying = one.chart.chart_type == XL_CHART_TYPE.BAR_CLUSTERED
                assert other.chart.value_axis.reverse_order is lying
                assert list(other.chart.plots[0].series[0].values) == list(one.chart.plots[0].series[0].values)


@pytest.mark.parametrize("code", RIGHT_TO_LEFT)
def test_a_workbook_has_the_same_figures_without_marks(code: str) -> None:
    """Every number of every sheet is the same number; texts have no marks, and words stand where lines begin."""
    books = []
    for language in ("en", code):
        with speaking(language):
            books.append(load_workbook(BytesIO(workbook(replace(sample(), language=language)))))
    for before, after in zip(*books, strict=True):
        assert after.sheet_view.rightToLeft
        for one, other in zip(before.iter_rows(), after.iter_rows(), strict=True):
            values = [cell.value for cell in other]
            assert values == [without_marks(value) if isinstance(value, str) else value for value in values]
            assert [v for v in values if isinstance(v, int | float)] == [
                cell.value for cell in one if isinstance(cell.value, int | float)
            ]
            assert {cell.alignment.horizontal for cell in other if cell.value is not None} <= {"right", None, "general"}
