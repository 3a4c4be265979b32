"""A briefing in a language that is read from the right: mirrored but for maps and time, and its figures the same."""

import re
from dataclasses import replace
from io import BytesIO

import pytest
from pypdf import PdfReader

from community_policing.briefing.drawing.draw import draw
from community_policing.briefing.drawing.svg import Label
from community_policing.briefing.html.deck import deck
from community_policing.briefing.model import Bars, Bullets, Drawing, Hero, Map, Steps
from community_policing.briefing.pdf.document import brief, handout
from community_policing.briefing.snapshot import frozen
from community_policing.core.bidi import without_marks
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
def test_a_chart_is_its_own_mirror_image(title: str, code: str) -> None:
    """Each label stands as far from the right as in English from the left, and says the same but for its arrow."""
    english = labels(DRAWN[title], "en")
    there = [
        (WIDE - each.x, each.y, OTHER_SIDE[each.anchor], each.text.replace("→", "←"), each.size) for each in english
    ]
    found = [(each.x, each.y, each.anchor, without_marks(each.text), each.size) for each in labels(DRAWN[title], code)]
    assert found == [(pytest.approx(x), pytest.approx(y), *rest) for x, y, *rest in there]


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
