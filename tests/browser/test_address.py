"""The address bar: it follows what is chosen, survives a reload and the browser's back and forward, and a note is seen."""

from collections.abc import Callable

from playwright.sync_api import expect

from tests.browser.bar import chosen, go
from tests.browser.conftest import Visit


def test_the_address_follows_choices_reloads_and_history(server: str, visiting: Callable[..., Visit]) -> None:
    """A choice stands in the address as a key, along to another page in one step of the history, after a reload, and back."""
    visit = visiting(1366, 768)
    page = visit.open(f"{server}/?governorate=بغداد")
    page.wait_for_url(f"{server}/?governorate=IQG08")
    go(page, "Reach")
    page.wait_for_url(f"{server}/reach?governorate=IQG08")
    people = page.get_by_role("radio", name="People", checked=True)
    page.get_by_text("People", exact=True).first.click()
    expect(people).to_have_count(1, timeout=30_000)
    page.wait_for_url(f"{server}/reach?governorate=IQG08&count=people_reached")  # this part of the page runs alone
    page.reload()
    chosen(page).wait_for()
    visit.settled()
    assert (chosen(page).all_inner_texts(), page.url) == (
        ["Baghdad"],
        f"{server}/reach?governorate=IQG08&count=people_reached",
    )
    page.get_by_role("button", name="Clear filters").click()
    page.wait_for_url(f"{server}/reach?count=people_reached")
    visit.stepped_back()
    assert (chosen(page).all_inner_texts(), page.url) == (
        ["Baghdad"],
        f"{server}/reach?governorate=IQG08&count=people_reached",
    )
    visit.stepped_back()
    expect(people).to_have_count(0, timeout=30_000)
    page.wait_for_url(f"{server}/reach?governorate=IQG08")
    visit.stepped_back()
    assert page.url == f"{server}/?governorate=IQG08"
    page.go_forward()
    page.wait_for_url(f"{server}/reach?governorate=IQG08")
    visit.settled()
    assert (chosen(page).all_inner_texts(), visit.complaints) == (["Baghdad"], [])


def test_what_a_link_misnames_is_read_at_first_sight(server: str, visiting: Callable[..., Visit]) -> None:
    """At 1366x768 the note stands above the title, stays while the reader chooses something else, and can be taken away."""
    visit = visiting(1366, 768)
    page = visit.open(f"{server}/?donor=Germny&phase=P9")
    notes = page.locator("[class*=st-key-link-note-]:has(p)")
    note = page.get_by_text("a donor “Germny” that is not in this dataset: shown for all donors. Did you mean Germany?")
    note.wait_for()
    box, title = note.bounding_box(), page.locator("[data-testid=stMain] h1").first.bounding_box()
    assert box
    assert title
    assert 0 < box["y"] < title["y"] < 768
    go(page, "Targets")
    page.wait_for_url("**/targets")
    visit.settled()
    assert note.is_visible()
    page.locator(".st-key-away-link-note-donor button").first.click()
    expect(note).to_have_count(0, timeout=30_000)
    page.locator(".st-key-away-link-note-phase button").first.click()
    expect(notes).to_have_count(0, timeout=30_000)


def test_filters_stand_in_one_line_on_a_projector(server: str, visiting: Callable[..., Visit]) -> None:
    """Seven of them, the button, and what is chosen readable, in 1,280 pixels; one cross where one value is chosen."""
    page = visiting(1280, 720).open(f"{server}/?governorate=IQG08&phase=P2")
    clear = page.get_by_role("button", name="Clear filters")
    clear.wait_for()
    filters = page.locator(".st-key-filters [role=combobox], .st-key-filters [data-testid=stDateInput]")
    boxes = [box for box in (one.bounding_box() for one in (*filters.all(), clear)) if box]
    middles = [box["y"] + box["height"] / 2 for box in boxes]
    assert len(middles) == 8
    assert max(middles) - min(middles) < 5
    assert page.locator(".st-key-phase [data-tag] > span").evaluate("name => name.scrollWidth <= name.clientWidth")
    assert page.locator(".st-key-phase button:visible").count() == 2  # that cross, and what opens the list
