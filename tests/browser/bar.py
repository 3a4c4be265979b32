"""The bar and the menu as a reader works them: what is chosen in the filters, the pages in the menu, the way to another."""

from playwright.sync_api import Locator, Page

from pages import PAGES


def chosen(page: Page, name: str = "") -> Locator:
    """The choices in force, or the one of that name."""
    tags = page.locator(".st-key-filters [data-tag]")
    return tags.filter(has_text=name) if name else tags


def go(page: Page, title: str) -> None:
    """Opens a page by the menu, as a reader does: its group, then its name."""
    group = next(each.group for each in PAGES.values() if each.title == title)
    page.get_by_test_id("stTopNavSection").filter(has_text=group).click()
    page.get_by_test_id("stTopNavPopover").get_by_text(title, exact=True).click()


def menu(page: Page) -> list[str]:
    """The titles in the menu, group by group."""
    titles: list[str] = []
    for section in page.get_by_test_id("stTopNavSection").all():
        section.click()
        titles += page.get_by_test_id("stTopNavPopover").get_by_test_id("stTopNavDropdownLink").all_inner_texts()
        page.keyboard.press("Escape")
    return titles
