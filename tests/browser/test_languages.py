"""A page from right to left, as a browser draws it: turned whole, in its own words, and a language further by one click."""

from collections.abc import Callable

from community_policing.core.bidi import ALM, PDI, RLI, without_marks
from community_policing.core.i18n import speaking, t
from tests.browser.conftest import Visit

# How far each part is from where lines begin: the left in English, the right in Arabic.
STARTS = """names => names.map(name => {
  const { left, right } = document.querySelector(name).getBoundingClientRect()
  return Math.round(document.documentElement.dir === 'rtl' ? innerWidth - right : left)
})"""
PARTS = ["[data-testid=stMain] h1", ".st-key-filters", ".st-key-as-of", "[class*=st-key-card-]"]
# Rules that Streamlit's page inserted and that still name a side; the middle of a box is no side.
SIDES = r"""() => [...document.querySelectorAll('style[data-emotion]')].flatMap(each => [...each.sheet.cssRules])
  .map(rule => rule.cssText.replace(/(left|right): 50%/g, ''))
  .filter(css => /[;{\s](left|right)\s*:|(margin|padding)-(left|right)\s*:|text-align: (left|right)/.test(css))"""
# Where a grid stands: how far it is from its right end, and its columns from the right.
GRID = """() => { const grid = document.querySelector('[data-testid=stDataFrame]'), view = grid.querySelector('.dvn-scroller')
  return [Math.round(view.scrollWidth - view.clientWidth - view.scrollLeft),
    [...grid.querySelectorAll('[role=columnheader]')].map(head => head.textContent).reverse()] }"""
BOX = ".st-key-search-box input"


def test_a_page_in_arabic(server: str, visiting: Callable[..., Visit]) -> None:
    """Boxes stand as far from the right as in English from the left, no rule names a side, Streamlit's words and a part that
    runs alone speak Arabic, and tables open at their first column; links lead there and back with the same filters."""
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
