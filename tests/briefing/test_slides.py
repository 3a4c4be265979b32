"""A briefing as PowerPoint slides."""

import io
import re
import zipfile
from dataclasses import replace
from typing import Any
from xml.etree import ElementTree

import pytest
from pptx import Presentation
from pptx.enum.shapes import MSO_SHAPE_TYPE
from pptx.oxml.ns import qn

from community_policing.briefing.model import Bars, Block, Bullets, Cards, Map
from community_policing.briefing.pptx.slides import slides
from community_policing.briefing.snapshot import frozen
from tests.briefing_sample import draft, sample

HOSTILE = (" '\"<script>&", " 😀 نينوى", " " + "x" * 200, " \x00\x07\u202e", " =cmd|' /C calc'!A0")


@pytest.fixture(scope="module")
def package() -> bytes:
    return slides(sample())


def opened(data: bytes) -> Any:
    return Presentation(io.BytesIO(data))


def every(shapes: Any) -> list[Any]:
    """All shapes, those inside groups too."""
    return [found for shape in shapes for found in (shape, *every(getattr(shape, "shapes", ())))]


def test_charts_tables_and_map_are_native(package: bytes) -> None:
    """No picture at all: what is drawn can be edited; the map has a shape for each governorate."""
    made = opened(package)
    kinds = [shape.shape_type for slide in made.slides for shape in every(slide.shapes)]
    assert not any(name.startswith("ppt/media") for name in zipfile.ZipFile(io.BytesIO(package)).namelist())
    assert str(kinds).count("CHART") == 4
    assert str(kinds).count("FREEFORM") == 3 * (18 + 1)
    bars = next(
        block for slide in sample().slides for block in slide.blocks if isinstance(block, Bars) and block.standing
    )
    chart = next(
        shape for slide in made.slides for shape in slide.shapes if shape.has_chart and shape.name == bars.title
    ).chart
    assert [list(series.values) for series in chart.plots[0].series] == [[2, 0, 4, 6, 8], [1, None, 1, 2, 1]]


def test_everything_says_what_it_is(package: bytes) -> None:
    """Words for who cannot see it on every shape that is no placeholder, a title first, and notes for the presenter alone."""
    for slide in opened(package).slides:
        assert slide.shapes[0] == slide.shapes.title
        for shape in every(slide.shapes):
            if not shape.is_placeholder:
                assert shape._element.find(f".//{qn('p:cNvPr')}").get("descr"), shape.name
    assert opened(package).slides[1].has_notes_slide is False
    inside = frozen(replace(draft(), audience="internal"), "x")
    assert opened(slides(inside)).slides[1].notes_slide.notes_text_frame.text == "Say who set them up."


def test_each_slide_has_our_own_master_and_foot(package: bytes) -> None:
    """16:9, one layout of our own, number and foot as placeholders, and the mark of made-up data."""
    made = opened(package)
    assert made.slide_width / made.slide_height == pytest.approx(16 / 9, abs=0.001)
    assert {layout.name for layout in made.slide_layouts} == {"Finding"}
    for number, slide in enumerate(made.slides, start=1):
        kinds = {shape.element.find(f".//{qn('p:ph')}").get("type"): shape for shape in slide.placeholders}
        assert kinds["sldNum"].text_frame.text == f"{number} / 12"
        assert f"Briefing {sample().id}" in kinds["ftr"].text_frame.text
        assert any(shape.has_text_frame and shape.text_frame.text == "Illustrative data" for shape in slide.shapes)


@pytest.mark.parametrize("hostile", ["", *HOSTILE])
def test_the_package_opens_without_repair(hostile: str) -> None:
    """Well-formed parts, every relationship's target there and inside, content types for all, no id twice on a slide, and in
    every table cell lines before fills."""
    with zipfile.ZipFile(io.BytesIO(slides(sample(hostile)))) as held:
        names = set(held.namelist())
        types = held.read("[Content_Types].xml").decode()
        for name in names:
            if not name.endswith((".xml", ".rels")):
                continue
            root = ElementTree.fromstring(held.read(name))
            if name.endswith(".rels"):
                assert not [each for each in root if each.get("TargetMode") == "External"]
            assert name.endswith(".rels") or f'PartName="/{name}"' in types or name == "[Content_Types].xml"
            if re.fullmatch(r"ppt/slides/slide\d+\.xml", name):
                ids = [element.get("id") for element in root.iter(qn("p:cNvPr"))]
                assert len(ids) == len(set(ids))
                for cell in root.iter(qn("a:tcPr")):
                    assert [child.tag for child in cell] == [qn("a:lnB"), qn("a:noFill")]


@pytest.mark.parametrize("hostile", HOSTILE)
def test_nothing_leaves_its_slide(hostile: str) -> None:
    """Every shape lies inside the slide, whatever its names are."""
    made = opened(slides(sample(hostile)))
    for slide in made.slides:
        for shape in slide.shapes:
            assert shape.left >= 0
            assert shape.top >= 0
            assert shape.left + shape.width <= made.slide_width
            assert shape.top + shape.height <= made.slide_height, shape.name


def test_embedded_workbooks_hold_no_formula() -> None:
    """A category that looks like a formula is text in the chart's own workbook."""
    with zipfile.ZipFile(io.BytesIO(slides(sample(" =cmd")))) as held:
        for name in held.namelist():
            if name.endswith(".xlsx"):
                with zipfile.ZipFile(io.BytesIO(held.read(name))) as book:
                    assert b"<f>" not in book.read("xl/worksheets/sheet1.xml")


def test_many_slides_empty_ones_and_a_map_without_data() -> None:
    """48 slides, slides without a block, a map of which nobody knows anything."""
    assert len(opened(slides(frozen(replace(draft(), slides=draft().slides * 4), "x"))).slides) == 48
    bare = tuple(replace(slide, blocks=()) for slide in draft().slides)
    assert len(opened(slides(frozen(replace(draft(), slides=bare), "x"))).slides) == 12
    slide = draft().slides[2]
    country = next(block for block in slide.blocks if isinstance(block, Map))
    unknown = replace(
        country, areas=tuple(replace(area, kind="no_data", number=None) for area in country.areas), legend=()
    )
    made = opened(slides(frozen(replace(draft(), slides=(replace(slide, blocks=(unknown,)),)), "x")))
    assert str([shape.shape_type for shape in every(made.slides[0].shapes)]).count("FREEFORM") == 19


def test_axes_have_the_names_that_the_schema_allows(package: bytes) -> None:
    """No axis of a chart has a negative id, nor one that takes more than 31 bits, which LibreOffice loses, and the labels and
    the order of the bars with it; and each crosses one that is there."""
    with zipfile.ZipFile(io.BytesIO(package)) as held:
        for name in held.namelist():
            if re.fullmatch(r"ppt/charts/chart\d+\.xml", name):
                root = ElementTree.fromstring(held.read(name))
                ids = {axis.get("val") for axis in root.iter(qn("c:axId"))}
                assert ids
                assert all(0 <= int(str(each)) < 2**31 for each in ids)
                assert {axis.get("val") for axis in root.iter(qn("c:crossAx"))} <= ids


def test_a_rows_bar_lies_beside_it_and_says_what_is_due() -> None:
    """The first row's bar is the first category of an axis that runs downwards; a line across each bar stands where the figure
    should be by now, and one below it over where it is likely to be."""
    rows = tuple(
        replace(row, baseline=0.0, due=due, low=low, high=high)
        for row, due, low, high in zip(_bullets().rows[:2], (5.0, 0.0), (None, 2.0), (None, 6.0), strict=True)
    )
    held = [replace(row, target=replace(row.target, low=10.0, high=10.0)) for row in rows]
    page = _drawn(replace(_bullets(), rows=tuple(held)))
    chart = next(shape.chart for shape in page.shapes if shape.has_chart)
    way = next(shape for shape in page.shapes if shape.has_chart)
    assert chart.category_axis.reverse_order
    lines = {
        shape.name: (shape.begin_x, shape.end_x) for shape in page.shapes if shape.shape_type == MSO_SHAPE_TYPE.LINE
    }
    at = [(x - way.left) / way.width for x in (*lines["Due by now"], *lines["Likely by its date (80 %)"])]
    assert at == pytest.approx([0.01 + 0.97 * part for part in (0.5, 0.5, 0.2, 0.6)], abs=0.001)


def test_cards_of_a_row_are_written_in_one_size() -> None:
    """A card with much to say does not shrink alone."""
    page = _drawn(next(block for slide in sample().slides for block in slide.blocks if isinstance(block, Cards)))
    boxes = [shape for shape in page.shapes if shape.shape_type == MSO_SHAPE_TYPE.AUTO_SHAPE and shape.text_frame.text]
    assert len(boxes) > 2
    sizes = {run.font.size for shape in boxes for run in shape.text_frame.paragraphs[0].runs}
    assert len(sizes) == 1


def _bullets() -> Bullets:
    return next(block for slide in sample().slides for block in slide.blocks if isinstance(block, Bullets))


def _drawn(block: Block) -> Any:
    """A slide with that block alone."""
    briefing = sample()
    slide = next(each for each in briefing.slides if each.key != "title")
    content = slides(replace(briefing, slides=(replace(slide, blocks=(block,)),)))
    return Presentation(io.BytesIO(content)).slides[0]
