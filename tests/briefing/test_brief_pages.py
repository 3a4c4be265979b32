"""The A4 brief on paper: at most four pages, five of ten slides and more, each of them filled, whatever was asked for."""

import pytest

from community_policing.briefing.compose.composer import compose
from community_policing.briefing.drawing.svg import Canvas
from community_policing.briefing.presets import PRESETS, BriefingRequest
from community_policing.briefing.snapshot import frozen
from community_policing.core.paths import DATA
from community_policing.dataset.load import load
from community_policing.measure.programme import Programme, Scope
from tests.briefing.paper import MM, blank, inked

FEW, EMPTY = 9, 1 / 3  # slides of four pages, and the part of a page that may be blank
TOP, BOTTOM = round(20 * MM), round(273 * MM)
BETWEEN = slice(round(275 * MM), round(278 * MM))  # what stands on the page, and its footer


@pytest.mark.parametrize("dataset", ["demonstration", "public_record"])
@pytest.mark.parametrize("preset", PRESETS)
def test_a_brief_is_few_full_pages(preset: str, dataset: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """No page is a third empty, and none runs into its footer."""
    places = ("IQG08",) if preset == "governorate" else ()
    asked = BriefingRequest(
        preset, PRESETS[preset].audience, governorates=places, eyes="DE" if preset == "donor" else None
    )
    briefing = frozen(compose(Programme.of(load(DATA / dataset)).within(Scope()), asked), "x")
    pages = inked(briefing, "brief", monkeypatch)
    assert len(pages) <= (4 if len(briefing.slides) <= FEW else 5)
    assert [round(blank(page[TOP:BOTTOM]), 2) for page in pages if blank(page[TOP:BOTTOM]) >= EMPTY] == []
    assert [place for place, page in enumerate(pages) if page[BETWEEN].any()] == []


def test_a_drawing_tells_what_it_is_too_small_for() -> None:
    """A label that is cut, one below the edge, and two that lie on each other; none where each has its room."""
    canvas = Canvas("t", "a", 400, 100, 20)
    canvas.text(0, 30, "Forum", 300)
    canvas.text(0, 60, "Forum", 300)
    assert canvas.flaws() == 0
    canvas.text(200, 30, "A forum that has no room", 60)
    assert canvas.flaws() == 1
    canvas.text(200, 120, "below", 300)
    assert canvas.flaws() == 2
    canvas.text(10, 62, "on another", 300)
    assert canvas.flaws() == 3
