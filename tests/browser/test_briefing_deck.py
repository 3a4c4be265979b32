# ruff: noqa: E501
import json
import re
import threading
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from community_policing.briefing.compose.composer import BriefingRequest, compose
from community_policing.briefing.html.deck import deck
from community_policing.briefing.model import numbers
from community_policing.briefing.snapshot import frozen
from community_policing.core import i18n
from community_policing.core.i18n import speaking
from community_policing.dataset.load import load
from community_policing.measure.programme import Programme
from tests.briefing_sample import sample
from tests.browser.accessibility import wrong
from tests.conftest import ROOT
from tests.longer import Longer

HOSTILE = ' <script>alert(1)</script> "q" =cmd مرحبا 🙂 ' + "w" * 120
WRONG = """() => { const bad = [], slide = document.querySelector('section.present'), box = slide.getBoundingClientRect();
for (const each of slide.querySelectorAll('*')) {
  if (each.closest('.heard')) continue;
  const r = each.getBoundingClientRect(), name = each.tagName + '.' + each.getAttribute('class');
  if (!r.width || !r.height) continue;
  if (r.left < box.left - 1 || r.right > box.right + 1 || r.top < box.top - 1 || r.bottom > box.bottom + 1) bad.push('out ' + name);
  if (each.closest('svg')) continue;
  if (getComputedStyle(each).display !== 'inline' && each.clientWidth
      && (each.scrollWidth > each.clientWidth + 2 || each.scrollHeight > each.clientHeight + 2)) bad.push('over ' + name);
  const next = [...each.parentElement.children].slice([...each.parentElement.children].indexOf(each) + 1);
  for (const other of next) {
    if (other.closest('.heard') || getComputedStyle(other).display === 'inline') continue;
    const o = other.getBoundingClientRect();
    if (o.width && o.height && Math.min(r.right, o.right) - Math.max(r.left, o.left) > 1
        && Math.min(r.bottom, o.bottom) - Math.max(r.top, o.top) > 1) bad.push('on ' + name + ' ' + other.tagName + '.' + other.className);
  }
}
if (document.documentElement.scrollHeight > innerHeight || document.documentElement.scrollWidth > innerWidth) bad.push('scrolls');
return bad; }"""


def many():
    """40 slides."""
    briefing = sample()
    return replace(briefing, slides=tuple(replace(briefing.slides[1 + at % 11], key=f"s{at}") for at in range(40)))


@pytest.fixture
def opened(visiting, tmp_path):
    """Opens a deck from disk; gives the visit and what it asked for."""

    def from_disk(briefing, width=1280, height=720, *, own_clock=False):
        file, asked = tmp_path / "deck.html", []
        file.write_bytes(deck(briefing))
        visit = visiting(width, height)
        if own_clock:
            visit.page.clock.install()
        visit.page.on("request", lambda request: asked.append(request.url))
        visit.page.goto(file.as_uri())
        visit.page.wait_for_selector("html[data-fitted]")
        visit.asked = [url for url in asked if not url.startswith("data:")]
        return visit

    return from_disk


def at(page):
    """Which slide is shown, from 1."""
    return page.evaluate(
        "[...document.querySelectorAll('section')].findIndex(s => s.classList.contains('present')) + 1"
    )


@pytest.mark.parametrize(("width", "height"), [(1280, 720), (1920, 1080), (3840, 2160)])
@pytest.mark.parametrize("briefing", [sample(), sample(HOSTILE), many()], ids=["sample", "hostile", "forty"])
def test_nothing_clips_scrolls_or_overlaps(opened, briefing, width, height):
    """At each size every element of every slide lies inside the slide and its own box, and no two lie on each other."""
    page = opened(briefing, width, height).page
    wrong = {}
    for slide in range(len(briefing.slides)):
        if found := page.evaluate(WRONG):
            wrong[slide + 1] = found[:4]
        page.keyboard.press("PageDown")
    assert wrong == {}
    assert at(page) == len(briefing.slides)


def test_longer_words_clip_nothing(opened, monkeypatch):
    """A real briefing in Arabic whose texts are 40 % longer than in English: as above, slide by slide."""
    arabic = Longer("ar")
    monkeypatch.setattr(i18n, "_messages", lambda _: arabic)
    with speaking("ar"):
        whole = Programme.of(load(ROOT / "data" / "demonstration"))
        briefing = frozen(compose(whole, BriefingRequest("chief")), "test")
        page = opened(briefing).page
    wrong = {}
    for slide in range(len(briefing.slides)):
        wrong[slide + 1] = page.evaluate(WRONG)[:4]
        page.keyboard.press("PageDown")
    assert {slide: found for slide, found in wrong.items() if found} == {}


LEAST = """() => Math.min(...[...document.querySelectorAll('.sheet .body *')].filter((each) => !each.closest('.heard, svg')
  && [...each.childNodes].some((node) => node.nodeType === 3 && node.textContent.trim()))
  .map((each) => parseFloat(getComputedStyle(each).fontSize)))"""


@pytest.mark.parametrize("preset", ["chief", "donor"])
def test_body_text_is_large_enough_for_a_room(opened, preset):
    """On every slide of a real briefing no text of the body is set smaller than 24 px at 1920 by 1080."""
    whole = Programme.of(load(ROOT / "data" / "demonstration"))
    briefing = replace(compose(whole, BriefingRequest(preset)), id="0123456789", made_at="2016-12-01T09:00:00+00:00")
    page = opened(briefing, 1920, 1080).page
    assert page.evaluate(LEAST) >= 24


def test_from_a_memory_stick_it_asks_for_nothing_and_shows_every_number(opened):
    """Opened from disk the file asks for itself alone, complains of nothing, and each slide's text holds its numbers."""
    briefing = sample()
    visit = opened(briefing)
    said = visit.page.evaluate("[...document.querySelectorAll('section')].map(s => s.textContent)")
    assert [
        n.text for s, text in zip(briefing.slides, said, strict=True) for n in numbers(s) if n.text not in text
    ] == []
    assert len(visit.asked) == 1
    assert visit.complaints == []


SEEN = """() => [...document.querySelectorAll('section')].map((section) => {
  const copy = section.cloneNode(true);
  for (const each of copy.querySelectorAll('.heard, title, desc, script')) each.remove();
  return [...copy.querySelectorAll('*')].flatMap((each) => [...each.childNodes])
    .filter((node) => node.nodeType === 3).map((node) => node.textContent).join(' ').replace(/\\s+/g, ' ');
})"""


@pytest.mark.parametrize("preset", ["chief", "donor"])
def test_every_number_of_a_real_briefing_is_to_be_seen(opened, preset):
    """Each number stands on its slide as a whole number, drawn or written, and not in the list for screen readers alone."""
    whole = Programme.of(load(ROOT / "data" / "demonstration"))
    briefing = replace(compose(whole, BriefingRequest(preset)), id="0123456789", made_at="2016-12-01T09:00:00+00:00")
    seen = opened(briefing).page.evaluate(SEEN)
    missing = [
        (slide.key, number.key, number.text)
        for slide, text in zip(briefing.slides, seen, strict=True)
        for number in numbers(slide)
        if not re.search(rf"(?<![\d.,]){re.escape(number.text)}(?![\d]|[.,]\d)", text)
    ]
    assert missing == []


def test_keys_and_remotes_turn_the_slides(opened):
    """Each key does what the help says it does."""
    page = opened(sample()).page
    seen = []
    for key in ("ArrowRight", "PageDown", " ", "Shift+ ", "ArrowLeft", "End", "PageUp", "Home"):
        page.keyboard.press(key)
        seen.append(at(page))
    assert seen == [2, 3, 4, 3, 2, 12, 11, 1]
    for key in ("7", "Enter"):
        page.keyboard.press(key)
    assert at(page) == 7
    black = "document.querySelector('.reveal').classList.contains('paused')"
    seen = [page.keyboard.press(key) or page.evaluate(black) for key in ("b", "b", ".", "PageDown")]
    assert (seen, at(page)) == ([True, False, True, False], 7)
    page.keyboard.press("?")
    assert "black screen" in page.inner_text(".panel")
    page.keyboard.press("Escape")
    assert page.is_hidden(".panel")
    page.keyboard.press("a")
    assert "Next slide in 20 s" in page.inner_text(".chip")
    page.keyboard.press("PageDown")
    assert (at(page), page.inner_text(".chip")) == (8, "Paused · P continues, A ends")
    page.keyboard.press("Home")
    page.keyboard.press("s")
    assert page.inner_text(".spoken") == "Welcome the donors."


def test_by_itself_it_goes_on_every_twenty_seconds_and_ends_on_the_last_slide(opened):
    """A pause stops the countdown, and P goes on from there; the last slide stays, and says that it is over."""
    page = opened(sample(), own_clock=True).page
    page.keyboard.press("a")
    page.clock.run_for(20_500)
    assert (at(page), "Next slide in" in page.inner_text(".chip")) == (2, True)
    page.keyboard.press("p")
    page.clock.run_for(60_000)
    assert (at(page), page.inner_text(".chip")) == (2, "Paused · P continues, A ends")
    page.keyboard.press("p")
    page.clock.run_for(20_000 * 10)
    assert at(page) == len(sample().slides)
    page.clock.run_for(20_500)
    assert (at(page), page.inner_text(".chip")) == (len(sample().slides), "Last slide: auto-advance has ended")
    page.clock.run_for(60_000)
    assert at(page) == len(sample().slides)


def test_all_slides_at_once_and_the_whole_screen(opened):
    """O shows all slides, arrows choose one and Enter opens it; F fills the screen, and gives it back."""
    page = opened(sample()).page
    small = "document.querySelector('.reveal').classList.contains('overview')"
    page.keyboard.press("o")
    assert page.evaluate(small)
    for key in ("ArrowRight", "ArrowRight", "Enter"):
        page.keyboard.press(key)
    assert (at(page), page.evaluate(small)) == (3, False)
    full = "!!document.fullscreenElement"
    for expected in (True, False):
        page.keyboard.press("f")
        page.wait_for_function(f"() => {full} === {str(expected).lower()}")


def test_nothing_moves_for_who_asked_for_less_motion(opened):
    """No element of the deck has a transition or an animation then."""
    visit = opened(sample())
    moving = """[...document.querySelectorAll('*')].filter(each => { const style = getComputedStyle(each);
      return style.animationName !== 'none' || style.transitionDuration.split(', ').some(time => parseFloat(time) > 0.001); })
      .map(each => each.tagName + '.' + each.className)"""
    assert visit.page.evaluate(moving) != []
    visit.page.emulate_media(reduced_motion="reduce")
    assert visit.page.evaluate(moving) == []


def test_the_working_shows_every_number_of_the_slide(opened):
    """W lists each number with its text, its bounds and what it counts; the panel follows the slide."""
    briefing = sample()
    page = opened(briefing).page
    page.keyboard.press("w")
    for slide in briefing.slides:
        shown = page.locator(".panel h3 b").all_inner_texts()
        assert shown == [n.text for n in dict.fromkeys(numbers(slide))]
        page.keyboard.press("PageDown")
    page.keyboard.press("2")
    page.keyboard.press("Enter")
    assert "at least 1,100; no upper bound is known" in page.inner_text(".panel")


def test_axe_finds_nothing_wrong_in_a_deck(opened):
    """On each slide, with every panel open, and on a phone."""
    page = opened(sample()).page
    found = {}
    for slide in sample().slides:
        found[slide.key] = wrong(page)
        page.keyboard.press("PageDown")
    for key in ("?", "w", "s", "o"):
        page.keyboard.press(key)
        found[key] = wrong(page)
        page.keyboard.press("Escape")
    page.set_viewport_size({"width": 390, "height": 844})
    found["phone"] = wrong(page)
    assert found == {state: [] for state in found}


def test_on_a_phone_slides_stand_below_each_other(opened):
    """Held upright, a phone shows all slides in one column, letters of 14 px and more, nothing wider than the screen."""
    page = opened(sample(), 390, 844).page
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    sizes = "Math.min(...[...document.querySelectorAll('p,td,th,li,dd')].filter(e => e.offsetWidth && !e.closest('.heard,aside,svg')).map(e => parseFloat(getComputedStyle(e).fontSize)))"
    assert page.evaluate(sizes) >= 14
    assert all(page.evaluate("[...document.querySelectorAll('section')].map(s => s.offsetHeight > 100)"))


class Desk:
    """A server of one presented deck that keeps what is sent."""

    def __init__(self, page: bytes, port: int = 0) -> None:
        self.kept = kept = []

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self):
                self.send_response(200)
                self.send_header("content-type", "text/html; charset=utf-8")
                self.end_headers()
                self.wfile.write(page)

            def do_POST(self):
                kept.append((self.path, json.loads(self.rfile.read(int(self.headers["content-length"])))))
                self.send_response(204)
                self.end_headers()

            def log_message(self, *_):
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", port), Handler)
        self.port = self.server.server_address[1]
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def stop(self) -> None:
        self.server.shutdown()
        self.server.server_close()


def test_the_server_goes_away_at_slide_three_and_comes_back(visiting):
    """Every further slide and key works without the server; a note waits on the device, and is sent once it is back."""
    page_bytes = deck(sample(), present=True)
    desk = Desk(page_bytes)
    page = visiting(1280, 720).page
    page.goto(f"http://127.0.0.1:{desk.port}/present/0123456789")
    page.wait_for_selector("html[data-fitted]")
    page.keyboard.press("3")
    page.keyboard.press("Enter")
    desk.stop()
    for slide in range(4, 13):
        page.keyboard.press("PageDown")
        assert at(page) == slide
    page.wait_for_url("**#/12")
    page.keyboard.press("n")
    page.fill("[name=text]", "Agree a date <b>")
    page.fill("[name=owner]", "Programme manager")
    page.select_option("[name=kind]", "action")
    page.fill("[name=due_on]", "2016-12-15")
    page.click(".panel button:not(.shut)")
    page.wait_for_selector("text=Not sent yet: 1")
    page.keyboard.press("w")
    assert page.is_visible(".panel")
    back = Desk(page_bytes, desk.port)
    page.evaluate("dispatchEvent(new Event('online'))")
    page.wait_for_selector("text=Saved: Agree a date <b>", timeout=15_000)
    page.wait_for_selector(".chip.left", state="hidden", timeout=15_000)
    back.stop()
    [(path, note)] = back.kept
    assert path == "/present/0123456789/notes"
    assert note == {"id": note["id"], "slide": "actions", "indicator": "", "kind": "action", "text": "Agree a date <b>",
                    "owner": "Programme manager", "due_on": "2016-12-15"}  # fmt: skip
    assert len(note["id"]) == 32
