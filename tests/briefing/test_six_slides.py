"""A donor's deck is six slides and at most two of annex; each of them could hang on a wall.  Read from what is drawn."""

import html
import io
import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from typing import Any

import pytest
from pptx import Presentation
from pptx.enum.shapes import MSO_SHAPE_TYPE
from pptx.util import Pt

from community_policing.briefing.compose.composer import BriefingRequest, compose
from community_policing.briefing.drawing.text_width import width
from community_policing.briefing.html.deck import deck
from community_policing.briefing.model import Bars, Briefing, Steps, numbers
from community_policing.briefing.pptx.slides import slides
from community_policing.briefing.pptx.text_fit import stand_in_width
from community_policing.briefing.presets import PRESETS
from community_policing.briefing.snapshot import frozen
from community_policing.core.paths import DATA
from community_policing.dataset.load import load
from community_policing.measure.programme import Programme, Scope

SLIDE, PICTURE = 1920 * 1080, MSO_SHAPE_TYPE.PICTURE
ROOM = 1920 - 2 * 88  # pixels between the edges of a slide
DONORS = [
    ("demonstration", "DE"), ("demonstration", "US"), ("demonstration", ""),
    ("public_record", "DE"), ("public_record", "US"), ("public_record", "not_stated"), ("public_record", ""),
]  # fmt: skip


@cache
def whole(dataset: str) -> Programme:
    return Programme.of(load(DATA / dataset))


@cache
def donors_deck(dataset: str, donor: str) -> Briefing:
    return frozen(compose(whole(dataset), BriefingRequest("donor", eyes=donor)), "test")


@cache
def in_powerpoint(dataset: str, donor: str) -> Any:
    return Presentation(io.BytesIO(slides(donors_deck(dataset, donor))))


def sections(briefing: Briefing) -> list[str]:
    return re.findall(r"<section\b.*?</section>", deck(briefing).decode(), re.DOTALL)


def every(shapes: Any) -> Iterator[Any]:
    """All shapes, those inside groups too."""
    for shape in shapes:
        yield shape
        yield from every(getattr(shape, "shapes", ()))


def test_every_donor_that_can_be_asked_for_is_read_here() -> None:
    """Those who pay for the programme in the data that ship, and the public."""
    for dataset in ("demonstration", "public_record"):
        grants = whole(dataset).frames["grants"]
        paying = set(grants.loc[grants["scope"] == "iom", "donor_id"])
        assert {donor for name, donor in DONORS if name == dataset} == {*paying, ""}


@pytest.mark.parametrize(("dataset", "donor"), DONORS)
def test_six_slides_and_at_most_two_of_annex(dataset: str, donor: str) -> None:
    """The answer first, the ask last of what is told; whose deck it is, and that data are made up, stands on each."""
    briefing = donors_deck(dataset, donor)
    assert [slide.kind for slide in briefing.main] == ["answer", "map", "targets", "money", "risk", "ask"]
    assert 1 <= len(briefing.slides) - 6 <= 2
    assert "ask" in briefing.main[-1].headline
    name = briefing.donor
    assert bool(name) == bool(donor)
    for section in sections(briefing):
        foot = section[section.index("<footer") :]
        assert name in foot
        assert ("Illustrative data" in foot) == (dataset == "demonstration")


@pytest.mark.parametrize(("dataset", "donor"), DONORS)
def test_the_one_chart_takes_the_slide(dataset: str, donor: str) -> None:
    """55 % of its area and more, in the page and in PowerPoint; the smallest text of a drawing is 24 px at 1920 x 1080, of a
    PowerPoint slide 12 points."""
    briefing = donors_deck(dataset, donor)
    for section in sections(briefing)[:6]:
        (drawn,) = re.findall(r'viewBox="0 0 ([\d.]+) ([\d.]+)"', section)
        assert float(drawn[0]) * float(drawn[1]) >= 0.55 * SLIDE
        sizes = [float(size) for size in re.findall(r'font-size="([\d.]+)"', section)]
        assert min(sizes) >= 24
    deck_file = in_powerpoint(dataset, donor)
    area = deck_file.slide_width * deck_file.slide_height
    for place, slide in enumerate(deck_file.slides):
        body = [
            shape
            for shape in slide.shapes
            if not shape.is_placeholder and shape.name not in ("Subtitle", "Illustrative data")
        ]
        wide = max(shape.left + shape.width for shape in body) - min(shape.left for shape in body)
        tall = max(shape.top + shape.height for shape in body) - min(shape.top for shape in body)
        assert place >= 6 or wide * tall >= 0.55 * area, slide.shapes.title.text_frame.text
        runs = [
            run
            for shape in every(slide.shapes)
            if shape.has_text_frame
            for p in shape.text_frame.paragraphs
            for run in p.runs
        ]
        assert min(run.font.size for run in runs if run.font.size) >= Pt(12)


@pytest.mark.parametrize(("dataset", "donor"), DONORS)
def test_the_answer_is_one_figure_at_120_points(dataset: str, donor: str) -> None:
    """240 px and more in the page, 120 points in PowerPoint, and its text is the snapshot's."""
    briefing = donors_deck(dataset, donor)
    (drawing,) = briefing.slides[0].blocks
    assert isinstance(drawing, Bars | Steps)
    assert drawing.hero
    section = sections(briefing)[0]
    large = [
        text
        for size, text in re.findall(r'<text [^>]*font-size="([\d.]+)"[^>]*>([^<]*)<', section)
        if float(size) >= 240
    ]
    assert large == [drawing.hero.number.text]
    first = in_powerpoint(dataset, donor).slides[0]
    figures = [shape for shape in first.shapes if shape.name == "Figure"]
    assert [shape.text_frame.text for shape in figures] == [drawing.hero.number.text]
    assert figures[0].text_frame.paragraphs[0].runs[0].font.size >= Pt(120)


def test_what_is_asked_is_heard_too() -> None:
    """A drawing is one picture to a screen reader: the sentences on it stand in the list beside it."""
    briefing = donors_deck("demonstration", "DE")
    (bars,) = briefing.slides[5].blocks
    assert isinstance(bars, Bars)
    heard = re.findall(r'<ul class="heard">(.*?)</ul>', sections(briefing)[5], re.DOTALL)[0]
    assert len(bars.callouts) == 3
    assert [each.text for each in bars.callouts if html.escape(each.text) not in heard] == []


@pytest.mark.parametrize(("dataset", "donor"), DONORS)
def test_the_foot_is_one_line(dataset: str, donor: str) -> None:
    """All parts of it with 30 px between them have room beside each other; none but beside the longest name is cut."""
    for section in sections(donors_deck(dataset, donor)):
        foot = section[section.index("<footer") :]
        parts = [part for part in re.sub(r"<[^>]+>", "\0", foot).split("\0") if part.strip()]
        assert len(parts) >= 4
        assert sum(width(part, 24, bold=True) + 30 for part in parts) <= ROOM + 30
        assert donor == "US" or not [part for part in parts if part.endswith("…")]


@pytest.mark.parametrize("dataset", ["demonstration", "public_record"])
@pytest.mark.parametrize("scope", [Scope(), Scope(donors=("DE",)), Scope(governorates=("IQG08",))], ids=str)
@pytest.mark.parametrize("preset", PRESETS)
def test_no_title_is_said_twice(preset: str, scope: Scope, dataset: str) -> None:
    """Each slide has a finding of its own, in at most two lines."""
    asked = BriefingRequest(preset, governorates=("IQG15", "IQG08") if preset != "donor" else ())
    briefing = compose(whole(dataset).within(scope), asked)
    titles = [slide.headline for slide in briefing.slides]
    assert len(set(titles)) == len(titles)
    assert [title for title in titles if width(title, 50, bold=True) > 2 * ROOM * 0.95] == []
    assert briefing.main[-1].kind == "ask"


def test_without_our_font_every_figure_stays_in_one_piece() -> None:
    """With another font in the place of Noto Sans: a figure has no blank at which it could break, and the room for it is as wide
    as it is in the widest of the usual ones."""
    briefing = donors_deck("demonstration", "DE")
    figures = {number.text.replace(" ", "\u00a0") for number in numbers(briefing.slides)}
    told = 0
    for slide in in_powerpoint("demonstration", "DE").slides:
        for shape in every(slide.shapes):
            cells = (
                [cell for row in shape.table.rows for cell in row.cells] if getattr(shape, "has_table", False) else []
            )
            frames = [
                (cell.text_frame, shape.table.columns[0].width) for cell in cells if len(shape.table.columns) == 1
            ]
            frames += [(shape.text_frame, shape.width)] if shape.has_text_frame and not shape.is_placeholder else []
            for frame, room in frames:
                for run in (run for p in frame.paragraphs for run in p.runs):
                    if run.text.strip() in figures and " " not in run.text.strip():
                        told += 1
                        assert stand_in_width(run.text.strip(), run.font.size.pt, bool(run.font.bold)) <= room / 914400
    assert told > 30


def test_a_donors_mark_is_on_each_slide_of_its_deck() -> None:
    """A PNG in the page and in PowerPoint; without one there is no picture at all."""
    png = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg=="
    briefing = donors_deck("public_record", "DE")
    assert "<img" not in deck(briefing).decode()
    marked = replace(briefing, logo=png)
    assert all(f"data:image/png;base64,{png}" in section for section in sections(marked))
    pictures = [
        [shape.name for shape in slide.shapes if shape.shape_type == 13]
        for slide in Presentation(io.BytesIO(slides(marked))).slides
    ]
    assert pictures == [["Germany"]] * len(briefing.slides)
