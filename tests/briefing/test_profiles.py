"""Governorate profiles as PDF: an A4 page each, filled, with the figures that the reader may see and nothing else."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from pypdf import PdfReader

from community_policing.briefing.build.outputs import PROFILES, made
from community_policing.briefing.compose.profiles import profiles
from community_policing.briefing.model import Briefing, numbers
from community_policing.core.paths import DATA
from community_policing.core.protection_level import ProtectionLevel
from community_policing.dataset.load import load
from community_policing.measure.programme import Programme, Scope
from community_policing.protect.disclosure import protect
from tests.briefing.paper import MM, blank, inked
from tests.protect.test_cube import SECRET

SOME = ("IQG08", "IQG09", "IQG15")  # the fullest page, the emptiest, and one whose fora are planned
FILLED = (*SOME, "IQG02", "IQG10")  # and two between them
NOON = datetime(2016, 12, 5, 12, tzinfo=UTC)
BAND, EMPTY = 0.1, 1 / 3  # of a page's height without ink across it, and across one of its halves


def texts(briefing: Briefing) -> list[str]:
    """What a reader reads on each page, words apart by one blank."""
    pages = PdfReader(BytesIO(made(briefing, PROFILES))).pages
    return [" ".join(page.extract_text().replace("\u2060", "").split()) for page in pages]


@pytest.fixture(scope="module", params=["demonstration", "public_record"])
def shipped(request: pytest.FixtureRequest) -> Programme:
    return Programme.of(load(DATA / request.param))


def test_a_page_has_all_that_is_known_of_a_governorate(programme: Programme) -> None:
    """Ninewa of the fixture, counted by hand: figures against targets, fora with who pays, events with their seats, works."""
    (page,) = texts(profiles(programme.within(Scope(governorates=("IQG15",))), ("IQG15",), NOON))
    for said in (
        "Ninewa: 1 forum by IOM; 1 is due by 31 Dec 2016",
        "Fora, IOM 1",
        "1 of 2 by 31 Dec 2016",
        "Fora, police 0",
        "Fora planned 1",
        "Forum Mosul IOM Oct 2016 Germany",
        "Forum Al-Qayyarah Planned 31 Dec 2016 Germany",
        "12 Jul 2016 Open day 30 Germany",
        "Station in Mosul 1 Completed 10 Oct 2016 Germany",
        "Of its fora 1 has not met yet.",
        "No survey asked people here by this date.",
        "As of 30 Nov 2016",
        "Governorate: Ninewa",
        f"release {programme.dataset.release[:12]}",
        "Printed on 5 Dec 2016",
        "Page 1 of 1",
        "Boundaries and names shown imply no official endorsement",
    ):
        assert said in page, said


def test_several_governorates_are_one_file(shipped: Programme) -> None:
    """A page each in the order asked for, under its own name; each says as of when, of which release and when printed, and
    that data are made up exactly where they are."""
    briefing = profiles(shipped.within(Scope()), SOME, NOON)
    pages = texts(briefing)
    assert [slide.headline.partition(":")[0] for slide in briefing.slides] == ["Baghdad", "Duhok", "Ninewa"]
    assert len(pages) == len(SOME)
    for slide, page in zip(briefing.slides, pages, strict=True):
        assert slide.headline in page
        assert all(
            said in page for said in ("As of 30 Nov 2016", shipped.dataset.release[:12], "Printed on 5 Dec 2016")
        )
        assert page.count("Do not quote as results.") == int(shipped.dataset.synthetic)


def test_no_page_has_a_blank_band(shipped: Programme, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever is on record there, a page is filled: across it, and in its left and its right half."""
    for pcode, ink in zip(
        FILLED, inked(profiles(shipped.within(Scope()), FILLED, NOON), PROFILES, monkeypatch), strict=True
    ):
        middle = ink.shape[1] // 2
        bands = blank(ink[40:-40]), blank(ink[40:-40, :middle]), blank(ink[40:-40, middle:])
        assert bands[0] < BAND, pcode
        assert max(bands) < EMPTY, pcode


def test_it_bears_the_organisation(programme: Programme, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Its name stands under the title and its picture above it, as the operator has set them."""
    logo = tmp_path / "logo.png"
    Image.new("RGB", (120, 40), "#0B4F9E").save(logo)
    scoped = programme.whole.within(Scope(phases=("P2",)))
    bare = inked(profiles(scoped, ("IQG15",), NOON), PROFILES, monkeypatch)[0]
    monkeypatch.setenv("CPF_ORGANISATION", "Another Office")
    monkeypatch.setenv("CPF_LOGO", str(logo))
    borne = profiles(scoped.whole.within(scoped.scope), ("IQG15",), NOON)
    assert "Community Policing Programme, Another Office" in texts(borne)[0]
    head = np.s_[: round(13 * MM), : round(40 * MM)]
    assert (bare[head].any(), inked(borne, PROFILES, monkeypatch)[0][head].any()) == (False, True)


def people(briefing: Briefing) -> Iterator[str]:
    """Figures of seats and people as the pages have them."""
    for number in numbers(briefing):
        if number.indicator in ("attendances", "people_reached"):
            yield number.text


def test_a_protected_reader_gets_no_small_number_and_no_name() -> None:
    """Made of what the public's programme holds: no number of people below the threshold, nor a forum or event by its name."""
    recorded = load(DATA / "demonstration")
    level = ProtectionLevel()
    protected = Programme.of(protect(recorded, level, SECRET))
    briefing = profiles(protected.within(Scope()), SOME, NOON)
    told = " ".join(texts(briefing))
    exact = [int(text) for text in people(briefing) if text.isdigit()]
    assert [figure for figure in exact if 0 < figure < level.threshold] == []
    names = {
        name for table, column in (("fora", "name"), ("trainings", "title")) for name in recorded.tables[table][column]
    }
    assert [name for name in names if re.search(rf"\b{re.escape(name)}\b", told)] == []
    assert "Protected view: numbers of people are sums of small numbers" in told
