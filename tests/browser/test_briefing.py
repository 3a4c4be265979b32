"""A donor briefing in a real browser: made, edited, frozen, handed over, and presented while the server goes and comes back."""

from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page, expect

from community_policing.briefing.archive import Archive
from community_policing.briefing.model import Briefing
from community_policing.dataset.releases import open_releases
from tests.browser.accessibility import wrong
from tests.browser.conftest import Visit
from tests.browser.server import free_port, serving

BEGINS = {
    "html": b"<!doctype html",
    "pptx": b"PK\x03\x04",
    "brief": b"%PDF-",
    "handout": b"%PDF-",
    "xlsx": b"PK\x03\x04",
}
EDITED = "30 of 34 fora stand in Iraq"
SAID = "Agree a date for Ramadi"


def archive(folder: Path) -> Archive:
    return Archive(open_releases(f"sqlite:///{folder / 'registry.sqlite'}", str(folder / "tables")))


def test_a_donor_briefing_from_the_draft_to_the_last_slide(visiting: Callable[..., Visit], tmp_path: Path) -> None:
    """Prepared, edited and frozen on the page, all five outputs come by themselves.  Presented it is a page without
    anything of Streamlit's; from slide 3 on the server is gone, and every further slide, the keys and the map still work and
    ask for nothing; what is noted meanwhile waits, and arrives once the server is back."""
    port, own = free_port(), {"CPF_RELEASES": str(tmp_path), "CPF_IMPORT": "on"}
    analyst = visiting(1280, 720)
    with serving(own, port) as address:
        page = analyst.open(f"{address}/briefing?dataset=Demonstration")
        frozen(analyst, page)
        briefing = archive(tmp_path).open(page.url.rpartition("briefing=")[2])
        assert EDITED in [slide.headline for slide in briefing.slides]
        handed_over(page)
        with page.context.expect_page() as opened:
            page.locator(".st-key-brief-present a").click()
        deck = opened.value
        asked: list[str] = []
        stands(deck, briefing, 0)
        assert wrong(deck) == []
        deck.on("request", lambda request: asked.append(request.url))
        assert deck.locator("[data-testid=stApp]").count() == 0
        for place in (1, 2):
            deck.keyboard.press("ArrowRight")
            stands(deck, briefing, place)
    to_the_end(deck, briefing)
    assert asked == []
    noted(deck)
    with serving(own, port) as address:
        deck.get_by_text(f"Saved: {SAID}").filter(visible=True).first.wait_for(timeout=30_000)
        (kept,) = archive(tmp_path).notes(briefing.id)
        assert (kept.text, kept.slide) == (SAID, briefing.main[-1].key)
        page = analyst.open(f"{address}/briefing?briefing={briefing.id}")
        page.get_by_text(SAID).wait_for()
    assert {host for host in analyst.hosts if not host.startswith("127.0.0.1")} <= {"blob", ""}


def frozen(visit: Visit, page: Page) -> None:
    """Makes the donor briefing, with another headline on its first slide."""
    page.locator(".st-key-brief-preset").get_by_role("radio", name="Donor").click()
    page.get_by_text("Nothing finer than a governorate").wait_for()
    page.get_by_role("combobox", name="Which donor").click()
    page.get_by_role("option", name="Germany").click()
    page.locator(".st-key-brief-prepare button").click()
    headline = page.locator("[class*=st-key-brief-text-0-] input").nth(0)
    headline.fill(EDITED)
    headline.press("Enter")
    page.get_by_role("button", name="As generated").wait_for()
    page.get_by_label("Your role or initials").fill("AN")
    page.locator(".st-key-brief-freeze-now button").click()
    page.wait_for_url("**briefing=*")
    visit.settled()


def handed_over(page: Page) -> None:
    """Downloads each output once it stands; nobody had to ask for it."""
    for key, begins in BEGINS.items():
        ready = page.locator(f".st-key-brief-get-{key} button")
        ready.wait_for(timeout=60_000)
        with page.expect_download() as waiting:
            ready.click()
        content = Path(waiting.value.path()).read_bytes()
        assert content[: len(begins)].lower() == begins.lower()


def stands(deck: Page, briefing: Briefing, place: int) -> None:
    """The slide that is shown is that one, by its headline, and can be seen."""
    slide = deck.locator("section.present")
    expect(slide).to_contain_text(briefing.slides[place].headline)
    expect(slide).to_be_visible()


def to_the_end(deck: Page, briefing: Briefing) -> None:
    """With the keys of a presenter, while nobody answers: every slide, the first and the last, and the map once more."""
    last, told = len(briefing.slides) - 1, len(briefing.main) - 1
    for place in range(3, last + 1):
        deck.keyboard.press("PageDown" if place % 2 else "ArrowRight")
        stands(deck, briefing, place)
    for key, place in (("Home", 0), ("End", told), ("PageUp", told - 1), ("ArrowLeft", told - 2), ("Home", 0)):
        deck.keyboard.press(key)
        stands(deck, briefing, place)
    drawn = next(place for place, slide in enumerate(briefing.slides) if slide.kind == "map")
    for place in range(1, drawn + 1):
        deck.keyboard.press("ArrowRight")
        stands(deck, briefing, place)
    expect(deck.locator("section.present svg").first).to_be_visible()
    deck.keyboard.press("End")
    stands(deck, briefing, told)


def noted(deck: Page) -> None:
    """An action, noted while the server is away: it waits in the browser, and the screen says so."""
    deck.keyboard.press("n")
    dialog = deck.get_by_role("dialog")
    dialog.get_by_label("What was decided").fill(SAID)
    dialog.get_by_role("button", name="Save this note").click()
    deck.get_by_text("Not sent yet").filter(visible=True).first.wait_for()
