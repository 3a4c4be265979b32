"""The A4 brief and the handout as PDF."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from io import BytesIO
from typing import Any

import pytest
import typst
from pypdf import PageObject, PdfReader
from pypdf.generic import DictionaryObject

from community_policing.briefing.build.outputs import OUTPUTS, made
from community_policing.briefing.model import Briefing, Table
from community_policing.briefing.pdf.document import brief, handout
from community_policing.briefing.snapshot import frozen
from community_policing.core.i18n import ProgrammeError
from tests.briefing_sample import draft, sample

Make = Callable[[Briefing], bytes]
HOSTILE = (
    "نينوى ",
    "محمّد ",
    "سلێمانی ",
    "می\u200cخواهم ",
    "ب\u0651\u064e\u0640\u200d ",
    "😀 ",
    "\x00\x07<b>&\"' ",
    "$x$ #let y *b* @ref <lab> // c \\ ",
    "漢字 ",
    "x" * 200,
    "=cmd ",
)


def structure(pdf: PdfReader) -> list[DictionaryObject]:
    """Every element of the structure tree."""

    def under(element: Any) -> Iterator[DictionaryObject]:
        held = element.get_object()
        if isinstance(held, DictionaryObject):
            if "/S" in held:
                yield held
            children = held.get("/K", [])
            for child in children if isinstance(children, list) else [children]:
                if not isinstance(child.get_object(), int):
                    yield from under(child)

    return list(under(pdf.trailer["/Root"]["/StructTreeRoot"]))


@pytest.fixture(scope="module", params=[brief, handout])
def read(request: pytest.FixtureRequest) -> PdfReader:
    return PdfReader(BytesIO(request.param(sample())))


def test_it_is_tagged_for_those_who_hear_it(read: PdfReader) -> None:
    """PDF/UA-1: marked, titled, its language said; headings, header cells, and words for every figure."""
    root = read.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"] is not None
    assert root["/Lang"] == "en"
    assert "pdfuaid:part>1<" in read.xmp_metadata.stream.get_data().decode("utf-8").replace(" ", "")  # type: ignore[union-attr]
    assert read.metadata is not None
    assert read.metadata.title == "Community Policing in Iraq"
    held = structure(read)
    tags = [str(element["/S"]) for element in held]
    assert {"/H1", "/Table", "/TH", "/TD", "/Figure"} <= set(tags)
    assert all(element.get("/Alt") for element in held if element["/S"] == "/Figure")


def test_every_page_says_what_it_rests_on(read: PdfReader) -> None:
    """Id, date, choice, and the mark of made-up data on each page."""
    for page in read.pages:
        text = page.extract_text()
        for said in (sample().id, "30 Nov 2016", "Phase: Phase 2", "Illustrative data"):
            assert said in text


def test_fonts_are_embedded(read: PdfReader) -> None:
    """A reader without Noto sees the same."""
    for page in read.pages:
        for font in page["/Resources"].get("/Font", {}).values():  # type: ignore[attr-defined]
            descriptor = font.get_object()["/DescendantFonts"][0].get_object()["/FontDescriptor"]
            assert {"/FontFile2", "/FontFile3"} & set(descriptor)


@pytest.mark.parametrize("make", [brief, handout])
@pytest.mark.parametrize("hostile", HOSTILE)
def test_hostile_names_come_out_as_text(make: Make, hostile: str) -> None:
    """At the beginning and the end of names: still PDF/UA, still a page a slide, markup and all."""
    named = replace(draft(f" {hostile}"), title=f"{hostile}title")
    read = PdfReader(BytesIO(make(frozen(named, "x", datetime(2016, 12, 1, tzinfo=UTC)))))
    assert make is brief or len(read.pages) == 12


@pytest.mark.parametrize("make", [brief, handout])
def test_many_slides_and_empty_ones(make: Make) -> None:
    """48 slides, and slides without a block."""
    slides = draft().slides
    for held, pages in ((slides * 4, 48), (tuple(replace(slide, blocks=()) for slide in slides), 12)):
        read = PdfReader(BytesIO(make(frozen(replace(draft(), slides=held), "x"))))
        assert make is brief or len(read.pages) == pages


def test_a_long_table_goes_on_with_its_head() -> None:
    """90 rows of a table: on every page that has some of them its heads stand again."""
    slide = next(slide for slide in draft().slides if slide.kind == "actions")
    rows = tuple((f"Action {place}", "Manager", "15 Dec 2016") for place in range(90))
    many = replace(slide, blocks=(replace(slide.blocks[0], rows=rows),))
    pages = PdfReader(BytesIO(brief(frozen(replace(draft(), slides=(many,)), "x")))).pages
    texts = [page.extract_text() for page in pages]
    assert all("Owner" in text for text in texts)
    assert [
        place
        for place in range(90)
        if not any(f"Action {place}\n" in f"{text}\n" or f"Action {place} " in text for text in texts)
    ] == []


def placed(page: PageObject) -> dict[str, float]:
    """Where across the page each text begins."""
    found: dict[str, float] = {}

    def see(text: str, whole: Sequence[float], own: Sequence[float], *_: object) -> None:
        if text.strip():
            found.setdefault(text.strip(), whole[4] + whole[0] * own[4])

    page.extract_text(visitor_text=see)
    return found


def test_no_column_is_narrower_than_its_longest_word() -> None:
    """Heads beside each other in half a slide: each begins where the one before has ended, however large the rest could be."""
    slide = next(slide for slide in draft().slides if slide.kind == "actions")
    heads = ("Governorate", "Fora, IOM", "Fora, police", "Planned", "Events held", "Attendances")
    table = Table("", heads, (("Median of all 18", "0", "0", "2", "0", "34"),) * 6)
    pair = (table, replace(table, heads=("Right", *heads[1:]), slot="side"))
    (page,) = PdfReader(BytesIO(handout(frozen(replace(draft(), slides=(replace(slide, blocks=pair),)), "x")))).pages
    at = placed(page)
    next_one = min(across for word, across in at.items() if word.startswith("Fora"))
    assert next_one - at["Governorate"] > 103  # points that the word takes at the largest size, 16.2


@pytest.mark.parametrize("make", [brief, handout])
def test_more_columns_than_there_is_room_for(make: Make) -> None:
    """40 columns of long numbers still come out, on one page."""
    slide = next(slide for slide in draft().slides if slide.kind == "actions")
    table = Table("", ("123456789",) * 40, (("987654321",) * 40,) * 3)
    read = PdfReader(BytesIO(make(frozen(replace(draft(), slides=(replace(slide, blocks=(table,)),)), "x"))))
    assert len(read.pages) == 1


def test_notes_are_not_handed_over() -> None:
    """The presenter's notes stand in neither."""
    for make in (brief, handout):
        assert "Say who set them up" not in "".join(
            page.extract_text() for page in PdfReader(BytesIO(make(sample()))).pages
        )


class PanicException(BaseException):
    """What Typst's compiler raises where it falls over: no Exception, and of a class that cannot be imported."""


@pytest.mark.parametrize("error", [typst.TypstError("odd sign"), PanicException("odd sign")])
@pytest.mark.parametrize("key", ["brief", "handout"])
def test_what_typst_refuses_is_told_by_the_name_of_the_file(
    key: str, error: BaseException, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever Typst falls over, the error says which file cannot be built, and why."""

    def refuse(*_: object, **__: object) -> bytes:
        raise error

    monkeypatch.setattr(typst, "compile", refuse)
    with pytest.raises(ProgrammeError) as told:
        made(sample(), key)
    assert told.value.message == f"“{OUTPUTS[key].label}” cannot be built (odd sign)."


def test_a_sign_that_the_standard_bars_costs_the_standard_and_not_the_file(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where Typst says of a text that no font shows it, a PDF without the standard is made."""
    compile_ = typst.compile

    def strict(*words: Any, **settings: Any) -> Any:
        if settings.get("pdf_standards"):
            raise typst.TypstError("PDF/UA-1 error: the text `x` could not be displayed with font `Noto Sans`")
        return compile_(*words, **settings)

    monkeypatch.setattr(typst, "compile", strict)
    assert len(PdfReader(BytesIO(handout(sample()))).pages) == 12
