"""A page from right to left, as a browser draws it: turned whole, in its own words, and a language further by one click."""

from collections.abc import Callable

from playwright.sync_api import Page

from community_policing.core.bidi import ALM, PDI, RLI, without_marks
from community_policing.core.i18n import speaking, t
from tests.browser.conftest import Visit

# How far each part is from where lines begin: the left in English, the right in Arabic.
STARTS = """names => names.map(name => {
  const { left, right } = document.querySelector(name).getBoundingClientRect()
  return Math.round(document.documentElement.dir === 'rtl' ? innerWidth - right : left)
})"""
PARTS = ["[data-testid=stMain] h1", ".st-key-filters", ".st-key-as-of", "[class*=st-key-card-]"]
# Rules that Streamlit's page inserted and that still name a side; the middle of a box is no side, nor is the corner from which a
# script moves what opens.
SIDES = r"""() => [...document.querySelectorAll('style[data-emotion]')].flatMap(each => [...each.sheet.cssRules])
  .map(rule => rule.cssText.replace(/(left|right): 50%/g, '')).filter(css => !css.includes('position: fixed !important'))
  .filter(css => /[;{\s](left|right)\s*:|(margin|padding)-(left|right)\s*:|text-align: (left|right)/.test(css))"""
# Where a grid stands: how far it is from its right end, and its columns from the right.
GRID = """() => { const grid = document.querySelector('[data-testid=stDataFrame]'), view = grid.querySelector('.dvn-scroller')
  return [Math.round(view.scrollWidth - view.clientWidth - view.scrollLeft),
    [...grid.querySelectorAll('[role=columnheader]')].map(head => head.textContent).reverse()] }"""
BOX = ".st-key-search-box input"
LISTS = (".st-key-governorate", ".st-key-phase", "[data-testid=stSelectbox]")  # a choice of several, and of one


def beside(page: Page, field: str) -> int:
    """How far the list of a choice, once opened, begins from where its field does: pixels at the right."""
    page.locator(field).first.evaluate("field => field.scrollIntoView({block: 'center'})")
    page.wait_for_timeout(300)  # a list closes as its page is scrolled
    ends = page.locator(field).first.bounding_box()
    page.locator(f"{field} input").first.click()
    option = page.get_by_role("option").first
    option.wait_for()
    listed = option.bounding_box()
    page.keyboard.press("Escape")
    option.wait_for(state="detached")
    assert ends
    assert listed
    return round(abs(ends["x"] + ends["width"] - listed["x"] - listed["width"]))


def test_a_page_in_arabic(server: str, visiting: Callable[..., Visit]) -> None:
    """Boxes stand as far from the right as in English from the left, no rule names a side, Streamlit's words and a part that
    runs alone speak Arabic, lists open below their fields, and tables at their first column; links lead there and back with
    the same filters."""
    place = f"{server}/infrastructure?governorate=IQG08"
    page = (visit := visiting(1366, 900)).open(place)
    english = page.evaluate(STARTS, PARTS)
    page.locator(".st-key-languages").get_by_text("العربية").click()
    page.wait_for_function("() => document.documentElement.lang === 'ar-IQ'")
    visit.settled()
    visit.drawn()
    assert page.url == place
    assert page.evaluate(STARTS, PARTS) == english
    assert page.evaluate("document.documentElement.scrollWidth") == 1366
    assert page.evaluate(SIDES) == []
    with speaking("ar"):
        nothing, close, item = without_marks(t("Nothing matches “{query}”.", query="ققق")), t("Clear all"), t("Item")
    page.locator(".st-key-governorate").get_by_label(close).wait_for(state="attached")
    assert {field: distance for field in LISTS if (distance := beside(page, field)) > 8} == {}
    page.locator(BOX).press_sequentially("ققق", delay=40)
    page.locator(".st-key-found").get_by_text(nothing).wait_for()
    page.locator(BOX).fill("")
    page.locator(".st-key-found").wait_for(state="detached")
    page.locator("[data-testid=stDataFrame]").first.scroll_into_view_if_needed()
    page.wait_for_function(f"first => ({GRID})()[1][0].replace(/[{ALM}{RLI}{PDI}]/g, '') === first", arg=item)
    assert page.evaluate(GRID)[0] <= 1
    page.locator(".st-key-languages").get_by_text("English").click()
    page.wait_for_function("() => document.documentElement.lang === 'en'")
    visit.settled()
    assert (page.url, page.evaluate(STARTS, PARTS)) == (place, english)
    assert visit.complaints == []
