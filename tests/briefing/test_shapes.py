"""Arabic and Sorani names in the drawings of a PDF, compared as pixels with what Typst alone makes of the same name.

Text that is read back from such a PDF is scrambled even where the page is right, so the shapes are what counts.
"""

import json
from dataclasses import is_dataclass, replace
from functools import cache
from io import BytesIO
from typing import Any, get_args

import numpy as np
import pytest
import typst
from numpy.typing import NDArray
from PIL import Image
from pypdf import PdfReader

from community_policing.briefing.drawing import draw
from community_policing.briefing.drawing.svg import Canvas, Label
from community_policing.briefing.drawing.text_width import FAMILIES, FONTS
from community_policing.briefing.model import Bars, Bullets, Drawing, Locality, Map, Number, Pin, Steps
from community_policing.briefing.pdf import document
from community_policing.briefing.snapshot import frozen
from community_policing.core.i18n import language, language_in_force, speaking
from tests.briefing.test_pdf import structure
from tests.briefing_sample import answers, draft, sample

Ink = NDArray[np.bool_]
# Baghdad; Sulaymaniyah in Sorani; Muhammad with a shadda; a non-joiner; Hasan with vowel signs; two directions.
NAMES = ("بغداد", "سلێمانی", "محمّد", "می‌خواهم", "حَسَن", "Basra البصرة 12")
NAMING = ("name", "label", "place", "note", "said", "text")  # fields of a drawing that hold names and sentences
DRAWN: dict[str, Drawing] = {
    block.title: block
    for slide in sample().slides
    for block in slide.blocks
    if isinstance(block, Bars | Bullets | Steps | Map)
} | {"People": answers(), "Where": Locality("Where", "One forum.", "IQG15", (Pin("iom", 43.1, 36.3, 1, "Forum"),))}
SIZE = (900.0, 600.0)
SCALE, EDGE = 3, 20  # pixels of a point, and points around a page
NEAR = 2  # pixels that the edge of a letter may be off: a dot of the smallest label is 6 across


def renamed(part: Any, name: str) -> Any:
    """The drawing with that name in the place of every name in it."""
    if isinstance(part, tuple):
        return tuple(renamed(each, name) for each in part)
    if not is_dataclass(part) or isinstance(part, type | Number):
        return part
    changed = {
        key: name if key in NAMING and value else (name,) * len(value) if key == "categories" else renamed(value, name)
        for key, value in ((key, getattr(part, key)) for key in part.__dataclass_fields__)
    }
    return replace(part, **changed)


def typeset(source: str, **inputs: str) -> Ink:
    """The ink on the page that Typst makes of it."""
    png = typst.compile(
        source.encode(), root=str(document.TEMPLATES), font_paths=[str(FONTS)], ignore_system_fonts=True, sys_inputs=inputs,
        format="png", ppi=72.0 * SCALE,
    )  # fmt: skip
    assert isinstance(png, bytes)
    return np.asarray(Image.open(BytesIO(png)).convert("L")) < 128


def labelled(canvas: Canvas) -> Ink:
    """The labels of a drawing as the template of the PDFs sets them, black on white and without the shapes."""
    picture = document.picture(canvas)
    picture |= {"svg": '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 6"/>', "alt": "labels"}
    picture["labels"] = [label | {"colour": "#000000"} for label in picture["labels"]]
    told = {
        "title": "t", "id": "i", "about": [], "fonts": FAMILIES, "made": [2016, 12, 1, 0, 0, 0], "language": language(),
        "direction": language_in_force().direction,
        "colours": {"text": "#000000"}, "picture": picture,
    }  # fmt: skip
    source = f"""#import "parts.typ": *
        #show: dressed
        #set page(width: {canvas.width + 2 * EDGE}pt, height: {canvas.height + 2 * EDGE}pt, margin: {EDGE}pt)
        #drawing(told.picture)"""
    return typeset(source, briefing=json.dumps(told))


@cache
def by_itself(text: str, size: float, bold: bool) -> Ink:
    """The text as Typst sets it by itself: its base line begins EDGE points from the left and from above."""
    families = ", ".join(f'"{family}"' for family in FAMILIES)
    return typeset(
        f"""#set page(width: auto, height: auto, margin: {EDGE}pt)
        #set text(font: ({families}), size: {size}pt, weight: {600 if bold else 400}, number-width: "tabular")
        #set text(top-edge: "baseline", bottom-edge: "baseline")
        #sys.inputs.text""",
        text=text,
    )


def strayed(one: Ink, other: Ink) -> int:
    """How many inked pixels of one have no ink of the other near them."""
    reach = range(-NEAR, NEAR + 1)
    return int(np.count_nonzero(one & ~np.any([np.roll(other, (y, x), (0, 1)) for y in reach for x in reach], axis=0)))


def difference(label: Label, page: Ink) -> int:
    """Pixels in which the page, where the label should be, differs from the label set alone."""
    word = by_itself(label.text, label.size, label.bold)
    wide = word.shape[1] / SCALE - 2 * EDGE
    left, top = label.x - wide * {"start": 0.0, "middle": 0.5, "end": 1.0}[label.anchor], label.y
    place = page[round(top * SCALE) :, round(left * SCALE) :][: word.shape[0], : word.shape[1]]
    rows, columns = np.nonzero(word)
    inside = np.s_[rows.min() - 2 : rows.max() + 3, columns.min() - 6 : columns.max() + 7]
    return strayed(word[inside], place[inside]) + strayed(place[inside], word[inside])


def test_every_kind_of_drawing_has_an_example() -> None:
    """The sample holds one of each kind that there is, and bars both lying and standing: none is left out below."""
    assert {type(drawing) for drawing in DRAWN.values()} == set(draw.DRAW) == set(get_args(Drawing))
    assert {drawing.standing for drawing in DRAWN.values() if isinstance(drawing, Bars)} == {False, True}


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("title", DRAWN)
def test_a_name_in_a_drawing_looks_as_typst_sets_it_alone(title: str, name: str) -> None:
    """Every label that holds the name, in full or with a number behind it, has the shape of the same text set alone, and
    stands where the drawing has it."""
    canvas = draw.draw(renamed(DRAWN[title], name), *SIZE)
    page = labelled(canvas)
    labels = [label for label in canvas.labels if name[:3] in label.text]
    assert name in [label.text for label in labels]
    assert [label for label in labels if difference(label, page)] == []


@pytest.mark.parametrize("title", DRAWN)
def test_a_name_looks_and_stands_as_it_should_in_a_page_from_right_to_left(title: str) -> None:
    """As above, where every line of the page begins at the right."""
    with speaking("ckb"):
        canvas = draw.draw(renamed(DRAWN[title], NAMES[1]), *SIZE)
        page = labelled(canvas)
    labels = [label for label in canvas.labels if NAMES[1] == label.text]
    assert labels
    assert [label for label in labels if difference(label, page)] == []


def test_a_mutilated_name_does_not_look_alike() -> None:
    """What used to be printed for Baghdad and Sulaymaniyah, a name without its shadda, and another dot are told apart."""
    for right, wrong in (("بغداد", ".بداد"), ("سلێمانی", "سلمای"), ("محمّد", "محمد"), ("بغداد", "بغذاد")):
        canvas = Canvas("t", "a", 300, 100, 24)
        canvas.text(20, 50, wrong, 280)
        (label,) = canvas.labels
        page = labelled(canvas)
        assert difference(label, page) == 0
        assert difference(replace(label, text=right), page) > 10, wrong


@pytest.mark.parametrize("make", [document.brief, document.handout])
@pytest.mark.parametrize("name", NAMES)
def test_a_pdf_with_such_names_is_still_accessible(make: Any, name: str) -> None:
    """PDF/UA-1, and each drawing is one figure whose alternative text is the drawing's."""
    briefing = frozen(draft(f" {name}"), "x")
    read = PdfReader(BytesIO(make(briefing)))
    assert read.xmp_metadata is not None
    assert "pdfuaid:part>1<" in read.xmp_metadata.stream.get_data().decode("utf-8").replace(" ", "")
    figures = [str(element["/Alt"]) for element in structure(read) if element["/S"] == "/Figure"]
    blocks = [block for slide in briefing.slides for block in slide.blocks if type(block) in draw.DRAW]
    assert sorted(figures) == sorted(f"{block.title}. {block.alt}" for block in blocks)  # type: ignore[union-attr]
