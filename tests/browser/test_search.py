from collections.abc import Callable

from playwright.sync_api import expect

from tests.browser.conftest import Visit
from tests.browser.server import serving

BOX = "Find a forum, event or site"


def test_search_by_any_spelling_jumps_and_filters(visiting: Callable[..., Visit]) -> None:
    """On a cold server a reader types a governorate in Arabic and a town in another spelling, chooses what is found, and
    lands on its page with the filter that shows it, those that would hide it gone, and nothing of it in the address."""
    with serving() as cold:
        page = (visit := visiting()).open(f"{cold}/record?phase=Phase 1")
        page.get_by_label(BOX).press_sequentially("نينوى", delay=40)
        page.get_by_role("button", name="Forum Al-Qayyarah 1").click()
        page.locator(".st-key-chips button", has_text="Ninewa ✕").wait_for()
        page.wait_for_url("**/map?governorate=IQG15")
        visit.settled()
        note = page.locator(".st-key-note")
        assert "Found: ○ Forum Al-Qayyarah 1 · Al-Qayyarah, Ninewa · planned, not yet set up" in note.inner_text()
        assert "Filters cleared because they hid it: phase." in note.inner_text()

        page.get_by_label(BOX).press_sequentially("Al Qayara", delay=40)
        page.get_by_role("button", name="Policing where people return").click()
        page.wait_for_url("**/training?**")
        visit.settled()
        assert "governorate=IQG15" in page.url
        assert "Qayara" not in page.url
        assert "Policing where people return" in note.inner_text()
        note.get_by_role("button").click()
        note.wait_for(state="detached")
        assert visit.complaints == []


def test_on_a_phone_what_was_found_is_not_covered(server: str, visiting: Callable[..., Visit]) -> None:
    """The sidebar, where the search is, covers a phone: once something is chosen it gives the page free, wherever that is."""
    page = (visit := visiting(390, 844)).open(f"{server}/map")
    sidebar = page.get_by_test_id("stSidebar")
    for question, found, where in (
        ("Al-Qayyarah", "Forum Al-Qayyarah 1", "**/map?**"),  # the page that is open already
        ("Qayara", "Policing where people return", "**/training?**"),
    ):
        page.get_by_test_id("stExpandSidebarButton").click()
        page.get_by_label(BOX).press_sequentially(question, delay=40)
        page.get_by_role("button", name=found).click()
        page.wait_for_url(where)
        visit.settled()
        expect(sidebar).to_have_attribute("data-collapsed", "true")
        expect(page.locator(".st-key-note")).to_be_in_viewport()
        assert found in page.locator(".st-key-note").inner_text()
