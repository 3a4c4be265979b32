from collections.abc import Callable

from playwright.sync_api import expect

from tests.browser.bar import chosen
from tests.browser.conftest import Visit
from tests.browser.server import serving

BOX = "Find a forum, event, site or term"


def test_search_by_any_spelling_jumps_and_filters(visiting: Callable[..., Visit]) -> None:
    """On a cold server a reader types a governorate in Arabic and a town in another spelling, chooses what is found, and
    lands on its page with the filter that shows it, those that would hide it gone, and nothing of it in the address."""
    with serving() as cold:
        page = (visit := visiting()).open(f"{cold}/record?phase=Phase 1")
        page.get_by_label(BOX).press_sequentially("نينوى", delay=40)
        page.get_by_role("button", name="Forum Al-Qayyarah 1").click()
        chosen(page, "Ninewa").wait_for()
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
    """The answers cover a phone: once one is chosen, by Enter too, they give the page free, wherever that is."""
    page = (visit := visiting(390, 844)).open(f"{server}/map")
    for question, found, where in (
        ("Al-Qayyarah", "Forum Al-Qayyarah 1", "**/map?**"),  # the page that is open already
        ("Policing where", "Policing where people return", "**/training?**"),
    ):
        page.get_by_label(BOX).press_sequentially(question, delay=40)
        expect(page.get_by_role("button", name=found).first).to_be_in_viewport()
        page.keyboard.press("Enter")
        page.wait_for_url(where)
        visit.settled()
        expect(page.locator(".st-key-found button")).to_have_count(0)
        expect(page.locator(".st-key-note")).to_be_in_viewport()
        assert found in page.locator(".st-key-note").inner_text()
