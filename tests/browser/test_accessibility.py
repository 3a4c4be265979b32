"""Accessibility of a page's states; as it opens, test_pages.py judges each page, and those that load a file, sign in or
present, the tests that come there."""

from collections.abc import Callable

from tests.browser.accessibility import wrong
from tests.browser.conftest import DARK, Visit
from tests.browser.test_import import XLSX


def test_axe_finds_nothing_wrong_in_what_opens(server: str, visiting: Callable[..., Visit]) -> None:
    """A figure's working, light, dark and on a phone; an open filter; what a link names and nobody knows; a refused file."""
    visit = visiting(1366, 768)
    page = visit.open(f"{server}/?governorate=Nowhere")
    page.locator(".st-key-link-notes p").first.wait_for()
    found = {"link": wrong(page)}
    page.get_by_role("combobox", name="Governorate").press("ArrowDown")
    page.get_by_role("listbox").wait_for()
    found["filter"] = wrong(page)
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Show the working").first.click()
    page.get_by_role("dialog").get_by_role("tab").first.wait_for()
    visit.settled()
    found["working"] = wrong(page)
    page.emulate_media(color_scheme="dark")
    page.wait_for_function(DARK)
    found["working, dark"] = wrong(page, colours=True)
    page.set_viewport_size({"width": 390, "height": 844})
    found["working on a phone"] = wrong(page)
    page.emulate_media(color_scheme="light")
    page.set_viewport_size({"width": 1366, "height": 768})
    page = visit.open(f"{server}/import")
    page.set_input_files("input[type=file]", {"name": "report.xlsx", "mimeType": XLSX, "buffer": b"<html>no workbook"})
    page.get_by_text("Files marked red were not accepted").wait_for(state="visible")
    found["refused file"] = wrong(page)
    assert found == {state: [] for state in found}
