import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from xml.etree import ElementTree

import pytest
from playwright.sync_api import Page

from pages import NEWS, PAGES
from tests.browser import accessibility
from tests.browser.bar import chosen, go, menu
from tests.browser.conftest import Visit
from tests.browser.server import serving

HOME = {"127.0.0.1"}
DATASETS = ("Demonstration", "Public record")
LAPTOP, PHONE = (1366, 768), (390, 844)
TITLE = {"title": "[data-testid=stMain] h1"}
# The earliest of each kind counts: the first line of what needs attention, the first card's figure.
FIRST_ON_A_LAPTOP = {
    "filters": ".st-key-filters", **TITLE, "attention": ".st-key-insights button", "small map": ".st-key-small-map",
    "months": ".st-key-month-on button",
}  # fmt: skip
FIRST_ON_A_PHONE = {**TITLE, "figure": "[class*=st-key-card-] h2"}
CARDS_FOLLOW = {"reach", "compare"}  # the title has the first figure there, and what it rests on comes before the cards


def only_home(visit: Visit) -> None:
    assert visit.hosts - {"blob", ""} <= HOME, visit.hosts
    assert visit.complaints == []


@pytest.mark.parametrize("dataset", DATASETS)
def test_every_page_draws_and_asks_nobody_else(dataset: str, server: str, visiting: Callable[..., Visit]) -> None:
    """Every page, on every shipped dataset, stands without an error box, a console error or a request to another host; those
    that show the dataset say where it is made up.  Its title and what it answers first stand in the first screen of a laptop
    and of a phone.  Of what it drew, axe finds nothing wrong: light, dark, and on a phone."""
    visit, found = visiting(*LAPTOP), []
    for key, each in PAGES.items():
        if dataset != DATASETS[0] and not each.scoped:
            continue
        page = visit.open(f"{server}/{each.url_path}?dataset={dataset}")
        visit.drawn()
        assert (key, page.locator("[data-testid=stException], [data-testid=stAlertContentError]").count()) == (key, 0)
        made_up = "Illustrative data." in page.locator("[data-testid=stMain]").inner_text()
        assert (key, made_up) == (key, dataset.startswith("Demo") and (each.scoped or each.about == NEWS))
        only_home(visit)
        found += [(key, "first screen", each) for each in below(visit, FIRST_ON_A_LAPTOP, LAPTOP, each.scoped)]
        if dataset == DATASETS[0]:
            found += [(key, *each) for each in judged(visit)]
        found += [
            (key, "first screen", each)
            for each in below(visit, TITLE if key in CARDS_FOLLOW else FIRST_ON_A_PHONE, PHONE, each.scoped)
        ]
        # Or this page would be drawn once more, light and wide, for nobody; at one origin a browser keeps its process
        page.goto(f"{server}/healthz")
        page.emulate_media(color_scheme="light")
        visit.resized(*LAPTOP)
    assert found == []


def below(visit: Visit, first: Mapping[str, str], size: tuple[int, int], scoped: bool) -> Iterator[str]:
    """What of `first` a reader of that screen does not see before scrolling; a page without any of it may leave it out."""
    visit.resized(*size)
    for name, where in first.items():
        boxes = [box for part in visit.page.locator(where).all() if (box := part.bounding_box())]
        lowest = min((box["y"] + box["height"] for box in boxes), default=None)
        if lowest is None and (name == "title" or (name == "filters" and scoped)):
            yield f"{size[0]}x{size[1]}: no {name}"
        elif lowest is not None and lowest > size[1]:
            yield f"{size[0]}x{size[1]}: {name} ends at {lowest:.0f}"


def judged(visit: Visit) -> Iterator[tuple[str, str]]:
    """What is wrong for some eyes or hands: on a desk and in its dark colours, then on a phone, which it stays."""
    page = visit.page
    yield from (("light", each) for each in accessibility.wrong(page))
    visit.darkened()
    yield from (("dark", each) for each in accessibility.wrong(page, colours=True))
    visit.resized(*PHONE)
    yield from (("phone", each) for each in accessibility.wrong(page))
    if (wide := page.evaluate("document.documentElement.scrollWidth")) > 390:
        yield "phone", f"scrolls sideways: {wide}"


def test_a_chart_is_saved_as_a_picture(server: str, visiting: Callable[..., Visit]) -> None:
    """PNG and SVG of a chart, plotly's and ours, come from the browser, under a name that carries the choice; on the picture stand
    its title, its legend, and that the data are made up."""
    visit, opened = visiting(), None
    for place, key, name, words in (
        ("reach", "reach-trend", "reach-trend", ("Seats filled by", "Law enforcement")),
        ("", "small-map", "overview-small-map", ("Where fora are established", "fora by IOM")),
        ("", "trend", "overview-trend", ("Fora over time against plan", "IOM")),
    ):
        page = visit.page if opened == place else visit.open(f"{server}/{place}?donor=DE")
        opened = place
        visit.at_rest(f".st-key-{key} :is(.barlayer path, .drawing svg)")
        saved = {}
        for kind in ("PNG", "SVG"):
            with page.expect_download() as download:
                page.locator(f".st-key-under-{key} button", has_text=kind).click()
            saved[kind] = Path(download.value.path()).read_bytes()
            named = rf"demonstration-{name}-germany-illustrative-2016-11-30-\w+\.{kind.lower()}"
            assert re.fullmatch(named, download.value.suggested_filename)
        assert saved["PNG"].startswith(b"\x89PNG")
        written = " ".join(ElementTree.fromstring(saved["SVG"]).itertext())
        for said in (*words, "Illustrative data: places, people", "Donor: Germany"):
            assert said in written
    assert visit.complaints == []


def test_a_typed_date_counts_on_enter(server: str, visiting: Callable[..., Visit]) -> None:
    """Streamlit takes a date when its field is left; readers press Enter."""
    visit = visiting()
    page = visit.open(f"{server}/compare")
    page.locator(".st-key-earlier [role=spinbutton]").first.click()
    page.keyboard.type("31082016")
    page.keyboard.press("Enter")
    page.wait_for_url("**earlier=2016-08-31**")
    visit.settled()
    assert "than on 31 Aug 2016" in page.locator("h1").inner_text().replace("\u00a0", " ")


def test_a_cold_server_runs_no_page_outside_the_frame(visiting: Callable[..., Visit]) -> None:
    """The first request of a fresh server's life, at the address of a page without a choice, gets the frame around the page."""
    with serving() as cold:
        page = (visit := visiting()).open(f"{cold}/log")
        framed(visit, page, f"Community Policing Programme, IOM Iraq · {PAGES['log'].about}")


def test_a_link_to_a_governorate_opens_filtered_on_a_cold_server_and_holds(visiting: Callable[..., Visit]) -> None:
    """A P-code in the address filters the first view of a fresh server, in the frame, and the choice survives another page and
    the way back."""
    with serving() as cold:
        page = (visit := visiting()).open(f"{cold}/targets?governorate=IQG15")
        chosen(page).wait_for()
        assert chosen(page).inner_text() == "Ninewa"
        framed(visit, page, "As of 30 Nov 2016 · ")
        for key in ("record", "targets"):
            go(page, PAGES[key].title)
            page.wait_for_url(f"**/{PAGES[key].url_path}?**governorate=IQG15**")
            visit.settled()
            assert chosen(page).inner_text() == "Ninewa"


def framed(visit: Visit, page: Page, said: str) -> None:
    """Around the page stand the bar, with those words, and the menu of all pages; nobody else was asked."""
    assert said in page.locator("[data-testid=stApp]").inner_text().replace("\u00a0", " ")
    assert menu(page) == [other.title for other in PAGES.values()]
    only_home(visit)


def test_whose_eyes_were_chosen_holds_over_pages_reloads_and_other_data(
    server: str, visiting: Callable[..., Visit]
) -> None:
    """Who chose to see what the public sees sees nothing else on any page, after a reload, or with another dataset, until
    he chooses his own eyes again."""
    visit = visiting()
    page = visit.open(f"{server}/")
    eyes, banner = page.get_by_role("combobox", name="See as"), page.locator(".st-key-banner-protected")
    sees = page.get_by_role("button", name="Dataset", exact=True)
    sees.click()
    eyes.click()
    page.get_by_role("option", name="The public").click()
    banner.get_by_text("Seen as: The public.").wait_for()
    page.keyboard.press("Escape")
    go(page, "Reach")
    page.wait_for_url("**/reach?**seen_as=public**")
    visit.settled()
    assert (banner.count(), "Log" in menu(page)) == (1, False)
    page.reload()
    visit.settled()
    assert (banner.count(), "Log" in menu(page)) == (1, False)
    sees.click()
    page.get_by_role("combobox", name="Dataset").click()
    page.get_by_role("option", name="Public record").click()
    page.wait_for_url("**dataset=public_record**")
    visit.settled()
    assert (banner.count(), "Log" in menu(page)) == (1, False)
    if not eyes.is_visible():
        sees.click()
    eyes.click()
    page.get_by_role("option", name="Your own view: everything").click()
    banner.wait_for(state="detached")
    visit.settled()
    assert ("seen_as" in page.url, "Log" in menu(page)) == (False, True)


def test_new_readers_are_pointed_to_three_things_once(server: str, visiting: Callable[..., Visit]) -> None:
    """The note stands on the first page until it is closed, and then never again in that browser."""
    visit = visiting(*LAPTOP)
    note = visit.open(server).get_by_text("First time here?")
    assert note.count() == 1
    visit.page.locator(".st-key-first-use button").first.click()
    note.wait_for(state="detached")
    visit.open(server)
    assert note.count() == 0


def test_no_figure_leaves_its_card(server: str, visiting: Callable[..., Visit]) -> None:
    """The large figures of the public's cards, where "about" stands before many, end inside their cards on a laptop and a
    phone."""
    visit, over, seen = visiting(*LAPTOP), [], []
    for address in ("/", "/reach", "/training", "/infrastructure", "/governorate", "/compare"):
        page = visit.open(f"{server}{address}?seen_as=public")
        for size in (LAPTOP, PHONE):
            visit.resized(*size)
            over += [(address, size, each) for each in page.evaluate(OVER)]
        seen += page.locator("[class*=st-key-card-] h2").all_inner_texts()
    assert over == []
    assert any(each.startswith("about") for each in seen)


# The figures whose words end beyond the inner edge of the card around them.
OVER = """[...document.querySelectorAll('[class*="st-key-card-"] h2')].filter(figure => {
  const range = document.createRange(); range.selectNodeContents(figure);
  const card = figure.closest('[class*="st-key-card-"]'), inner = card.getBoundingClientRect();
  return range.getBoundingClientRect().right > inner.right - parseFloat(getComputedStyle(card).paddingRight) + 1;
}).map(figure => figure.innerText)"""
