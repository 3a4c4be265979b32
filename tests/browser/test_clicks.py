from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from community_policing.analysis.map.mercator import HEIGHT, MIDDLE, NORTH, SOUTH, northing
from community_policing.core.geography import governorates
from tests.browser.bar import chosen, go
from tests.browser.conftest import Visit
from tests.browser.hovering import TOOLTIP

DRAWN = ".choroplethlayer path"


def test_every_click_on_the_drawn_map_registers(server: str, visiting: Callable[..., Visit]) -> None:
    """Every click on a governorate of the drawn map filters the dashboard to it: 6 of 6."""
    visit = visiting(1366, 768)
    page = visit.open(f"{server}/map?map=drawn&click=filters")
    names = [place.name_en for place in governorates().values()]
    for name in names[::3]:
        visit.at_rest(DRAWN)
        inside = page.locator(DRAWN).nth(names.index(name)).evaluate(INSIDE)
        page.mouse.move(*inside)
        page.locator(".hoverlayer .hovertext", has_text=name).wait_for()
        page.mouse.click(*inside)
        chosen(page, name).wait_for(timeout=10_000)


def test_a_second_click_takes_the_choice_back(server: str, visiting: Callable[..., Visit]) -> None:
    """Clicking the only chosen governorate again clears the filter."""
    visit = visiting(1366, 768)
    page = visit.open(f"{server}/map?governorate=IQG01&map=drawn&click=filters")
    chosen(page).wait_for()
    page.locator(DRAWN).first.scroll_into_view_if_needed()
    visit.at_rest(DRAWN)
    page.mouse.click(*page.locator(DRAWN).first.evaluate(INSIDE))
    chosen(page).wait_for(state="detached", timeout=10_000)


def test_every_click_on_the_zoomable_map_registers(server: str, visiting: Callable[..., Visit]) -> None:
    """Every click on a governorate of the WebGL map filters the dashboard to it, also again after it was cleared: 6 of 6.  On a
    desk the first screen holds the whole map, and a wheel over it moves the page.  Dragged, zoomed, clicked and replayed, the map
    needs no host but ours, and complains of nothing.

    The canvas is the same from the first click to the last: a map made anew fetches its layers again and loses what is clicked
    meanwhile.
    """
    visit = visiting(1366, 768)
    with visit.page.expect_response(lambda answer: "/layers/governorates_med" in answer.url):
        page = visit.open(f"{server}/map?click=filters")
    answers(page)
    assert_whole(page)
    canvas = page.locator("[data-testid=stDeckGlJsonChart] canvas").first
    canvas.evaluate("canvas => canvas.dataset.first = 'this one'")
    for number, pcode in enumerate(("IQG01", "IQG15", "IQG03", "IQG04", "IQG10", "IQG01")):
        place = governorates()[pcode]
        if number == 5:
            page.get_by_role("button", name="Clear filters").click()
            chosen(page).wait_for(state="detached")
        box = page.locator("[data-testid=stDeckGlJsonChart]").bounding_box()
        page.mouse.move(*at(box, place.label_lon, place.label_lat))
        page.wait_for_timeout(400)
        press(page, place.name_en)
        assert canvas.get_attribute("data-first") == "this one", "the map was made anew"
    moved_about(page)
    visit.settled()
    assert (visit.hosts - {"blob", ""}, visit.complaints) == ({"127.0.0.1"}, [])


def assert_whole(page: Page) -> dict[str, float]:
    """The first screen holds the whole map; its box."""
    box, size = page.locator("[data-testid=stDeckGlJsonChart]").bounding_box(), page.viewport_size
    assert box is not None
    assert size is not None
    assert box["y"] + box["height"] <= size["height"]
    return box


def moved_about(page: Page) -> None:
    """The map dragged, zoomed, clicked and replayed; then the page, by a wheel over the map."""
    box = page.locator("[data-testid=stDeckGlJsonChart]").bounding_box()
    assert box is not None
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x - 80, y + 40, steps=5)
    page.mouse.up()
    page.get_by_role("button", name="+").first.click()
    page.mouse.click(x, y)
    page.get_by_role("button", name="◀").click()
    page.wait_for_timeout(1_000)
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + 150)
    page.evaluate("document.querySelector('[data-testid=stMain]').scrollTop = 0")
    page.mouse.wheel(0, 120)
    page.wait_for_function(SCROLLED)


SCROLLED = "() => document.querySelector('[data-testid=stMain]').scrollTop > 60"


@pytest.mark.parametrize("kind", ["Zoomable", "Drawn"])
def test_a_click_opens_the_profile_unless_told_otherwise(
    kind: str, server: str, visiting: Callable[..., Visit]
) -> None:
    """As the map opens, a click on Anbar leads to Anbar's profile, filtered to it; back on the map, which then stands at Anbar,
    a link leads there again."""
    visit = visiting(1366, 768)
    with visit.page.expect_response(lambda answer: "/layers/governorates_med" in answer.url):
        page = visit.open(f"{server}/map?map={kind.lower()}")
    title, anbar = page.get_by_role("heading", name="Anbar: "), governorates()["IQG01"]
    if kind == "Drawn":
        page.locator(DRAWN).first.scroll_into_view_if_needed()
        visit.at_rest(DRAWN)
        page.mouse.click(*page.locator(DRAWN).first.evaluate(INSIDE))
    else:
        answers(page)
        box = page.locator("[data-testid=stDeckGlJsonChart]").bounding_box()
        page.mouse.move(*at(box, anbar.label_lon, anbar.label_lat))
        page.wait_for_timeout(400)
        press(page, anbar.name_en)
    title.wait_for(timeout=10_000)
    assert page.url.endswith("/governorate?governorate=IQG01")
    go(page, "Map")
    page.get_by_role("button", name="Profile of Anbar").click()
    title.wait_for(timeout=10_000)


def test_fingers_zoom_the_map_or_scroll_the_page(server: str, visiting: Callable[..., Visit]) -> None:
    """On a phone the first screen holds the whole zoomable map, as wide as the screen.  Two fingers that part over it show less of
    the country, larger; neither page nor window moves.  One finger moves the page."""
    page = (visit := visiting(390, 844)).open(f"{server}/map?map=zoomable")
    map_ = page.locator("[data-testid=stDeckGlJsonChart]")
    visit.at_rest("[data-testid=stDeckGlJsonChart] canvas")
    box = assert_whole(page)
    assert (box["x"], box["width"]) == (0, 390)
    page.wait_for_timeout(2_000)  # the layers come when they come
    before = map_.screenshot()
    touch, (x, y) = page.context.new_cdp_session(page), (box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    for kind, apart in (("touchStart", 30), *(("touchMove", 30 + 10 * step) for step in range(1, 9)), ("touchEnd", 0)):
        points = [{"x": x, "y": y - apart, "id": 0}, {"x": x, "y": y + apart, "id": 1}] if apart else []
        touch.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})
        page.wait_for_timeout(16)
    page.wait_for_timeout(1_000)
    assert map_.screenshot() != before
    assert page.evaluate("[document.querySelector('[data-testid=stMain]').scrollTop, visualViewport.scale]") == [0, 1]
    finger(page, x, box["y"] + 200, -120)
    page.wait_for_function(SCROLLED)


def test_a_browser_without_webgl_draws_the_map(server: str, visiting: Callable[..., Visit]) -> None:
    """In the place of an empty box stands the drawn map, and words that say why; a link to the zoomable one is answered."""
    visit = visiting(1366, 768)
    visit.page.add_init_script(NO_WEBGL)
    page = visit.open(f"{server}/map?map=zoomable")
    visit.at_rest(DRAWN)
    assert page.locator("[data-testid=stDeckGlJsonChart]").count() == 0
    page.get_by_text("This browser has no WebGL, which the zoomable map needs").wait_for()
    page.get_by_text("names “zoomable”").wait_for()
    assert visit.complaints == []


NO_WEBGL = """const own = HTMLCanvasElement.prototype.getContext
HTMLCanvasElement.prototype.getContext = function (kind, ...more) {
  return kind.includes('webgl') ? null : own.call(this, kind, ...more)
}"""


def finger(page: Page, x: float, y: float, by: float) -> None:
    """Draws one finger over the screen."""
    touch = page.context.new_cdp_session(page)
    for kind, moved in (("touchStart", 0.0), *(("touchMove", by * step / 8) for step in range(1, 9))):
        touch.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": [{"x": x, "y": y + moved}]})
        page.wait_for_timeout(16)
    touch.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})


def answers(page: Page) -> None:
    """Waits until the WebGL map says what lies under the pointer: its layers come when they come."""
    box, anbar = page.locator("[data-testid=stDeckGlJsonChart]").bounding_box(), governorates()["IQG01"]
    x, y = at(box, anbar.label_lon, anbar.label_lat)
    for turn in range(300):
        page.mouse.move(x + turn % 2, y)
        page.wait_for_timeout(100)
        if page.evaluate(TOOLTIP):
            return
    raise AssertionError("the map does not answer")


def press(page: Page, name: str) -> None:
    """Clicks where the mouse is: the governorate is chosen.

    deck.gl takes a button held for 250 ms or more for no click, and what it draws for a moving mouse can keep software
    rendering on a busy machine from seeing the button go up that long.  Such a press is no click and is made again; one that was
    short must register.
    """
    choice = chosen(page, name)
    for _ in range(20):
        page.evaluate("() => new Promise(done => requestIdleCallback(() => requestIdleCallback(done)))")
        page.evaluate(HELD)
        page.mouse.down()
        page.mouse.up()
        if page.evaluate("window.held") < SHORT:
            choice.wait_for(timeout=20_000)
            return
        page.wait_for_timeout(1_000)
        if choice.count():
            return
    raise AssertionError("the machine is too busy for a click: none was shorter than 200 ms")


# Milliseconds between the page's seeing the button go down, before anybody answers it, and its seeing it go up.
SHORT = 200
HELD = """() => {
  let down;
  addEventListener('pointerdown', () => { down = performance.now(); }, {capture: true, once: true});
  addEventListener('pointerup', () => { window.held = performance.now() - down; }, {capture: true, once: true});
}"""


def at(box: dict[str, float] | None, longitude: float, latitude: float) -> tuple[float, float]:
    """Where a place is on the page while the map stands as it opens: as high as the country (Web Mercator)."""
    assert box is not None
    scale, middle = box["height"] / HEIGHT, (northing(SOUTH) + northing(NORTH)) / 2
    x, y = (longitude - MIDDLE) / 360 * scale, (middle - northing(latitude)) * scale
    return box["x"] + box["width"] / 2 + x, box["y"] + box["height"] / 2 + y


# The point of the page that lies deepest inside a path, on a grid over its box.
INSIDE = """path => {
  const box = path.getBoundingClientRect(), svg = path.ownerSVGElement, back = path.getScreenCTM().inverse();
  const filled = (x, y) => path.isPointInFill(new DOMPoint(x, y).matrixTransform(back));
  let best = null, most = -1;
  for (let i = 1; i < 16; i++) for (let j = 1; j < 16; j++) {
    const x = box.left + box.width * i / 16, y = box.top + box.height * j / 16;
    if (!filled(x, y)) continue;
    const room = [2, 4, 8, 16].filter(d => filled(x - d, y) && filled(x + d, y) && filled(x, y - d) && filled(x, y + d)).length;
    if (room > most) { most = room; best = [x, y]; }
  }
  return best;
}"""
