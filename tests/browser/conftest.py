"""A real browser on a real server; every page records what it asked for and what it complained about."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, WebSocket, sync_playwright
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from tests.browser.server import chromium, serving

# WebGL is drawn in software; pages are put together without it, which takes a third of the processor's time off.
FLAGS = [
    "--no-sandbox", "--use-angle=swiftshader", "--enable-unsafe-swiftshader", "--ignore-gpu-blocklist",
    "--disable-gpu-compositing", "--disable-gpu-rasterization",
    "--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-first-run",
]  # fmt: skip


@dataclass
class Visit:
    """A page and what happened on it."""

    page: Page
    hosts: set[str] = field(default_factory=set)
    complaints: list[str] = field(default_factory=list)
    messages: int = 0  # that came from the server
    runs: int = 0  # of the script that ended
    asked: bool = False  # whether a run was asked for of which none has begun
    running: bool = False

    def connected(self, socket: WebSocket) -> None:
        """Notes where the page talks to its server, and the runs of the script that it asks for and is told of."""
        self.hosts.add(urlsplit(socket.url).hostname or socket.url)

        def sent(message: str | bytes) -> None:
            self.asked |= (
                isinstance(message, bytes) and BackMsg.FromString(message).WhichOneof("type") == "rerun_script"
            )

        def said(message: str | bytes) -> None:
            self.messages += 1
            kind = ForwardMsg.FromString(message).WhichOneof("type") if isinstance(message, bytes) else None
            if kind == "new_session":
                self.asked, self.running = False, True
            elif kind == "script_finished":
                self.runs, self.running = self.runs + 1, False

        socket.on("framesent", sent)
        socket.on("framereceived", said)

    def open(self, address: str) -> Page:
        """Opens an address and waits until the page stands."""
        self.page.goto(address)
        self.settled()
        return self.page

    def settled(self) -> None:
        """Waits until the script has run, the title is there, and no widget is still to come: their scripts are fetched as they
        are first drawn."""
        self.page.wait_for_selector("[data-testid=stMain] h1", timeout=60_000)
        self.page.wait_for_selector("[data-testid=stApp][data-test-script-state=notRunning]", timeout=60_000)
        self.page.wait_for_function("() => !document.querySelector('[data-testid=stSkeleton]')", timeout=60_000)

    def drawn(self) -> None:
        """Waits until every chart and map of the page stands, whatever is still to be fitted."""
        self.page.wait_for_function(DRAWN, timeout=60_000)
        self.page.wait_for_timeout(200)

    def resized(self, width: int, height: int) -> None:
        """The same page in a window of that size, laid out."""
        if self.page.viewport_size != {"width": width, "height": height}:
            self.page.set_viewport_size({"width": width, "height": height})
            self.page.wait_for_timeout(150)

    def stepped_back(self) -> None:
        """One step back in the history, once the server has answered it: a second step before that would let Streamlit 1.67
        add to the history (maybeUpdatePageUrl)."""
        self._answered(self.page.go_back)

    def darkened(self) -> None:
        """The same page on a device that turns dark: Streamlit changes its own colours at once, ours with the next run."""
        self.page.emulate_media(color_scheme="dark")
        self.page.wait_for_function(DARK)
        self.page.wait_for_timeout(300)  # until the page tells the server of it
        self._answered(lambda: self.page.evaluate(PRESS_R))

    def _answered(self, act: Callable[[], object]) -> None:
        """Does that, and waits until a run of the script has ended, none is asked for or under way, and the server has said
        nothing more for half a second.  What the page shows of its script's state may skip a short run."""
        before, seen, quiet = self.runs, self.messages, 0
        act()
        for _ in range(600):  # a minute
            self.page.wait_for_timeout(100)
            quiet = quiet + 1 if self.messages == seen and not (self.asked or self.running) else 0
            seen = self.messages
            if self.runs > before and quiet >= 5:
                self.settled()
                return
        raise AssertionError("the server did not answer, or did not stop answering")

    def at_rest(self, what: str) -> None:
        """Waits until the script has run and the drawing that the selector names has been the same, at the same place, for
        half a second: a click between a redraw and the next layout would land beside it."""
        self.page.wait_for_selector(what)
        self.page.wait_for_selector("[data-testid=stApp][data-test-script-state=notRunning]", timeout=60_000)
        self.page.evaluate(STILL, what)


DRAWN = """() => !document.querySelector('[data-testid=stSkeleton]')
  && [...document.querySelectorAll('[data-testid=stPlotlyChart]')].every(chart => chart.querySelector('.main-svg'))
  && !document.querySelector('.drawing > img')
  && [...document.querySelectorAll('[data-testid=stDeckGlJsonChart]')].every(map => map.querySelector('canvas'))"""
DARK = "() => getComputedStyle(document.querySelector('[data-testid=stApp]')).colorScheme === 'dark'"

# As a reader who presses R.
PRESS_R = """() => document.body.dispatchEvent(
  new KeyboardEvent('keydown', {key: 'r', code: 'KeyR', keyCode: 82, bubbles: true}))"""

# Resolves once the first element's box, the element itself and the script's state have not changed for half a second.
STILL = """what => new Promise((done, never) => {
  const begun = performance.now();
  let last = null, since = begun;
  const look = () => {
    const now = performance.now(), seen = document.querySelector(what), box = seen && seen.getBoundingClientRect();
    const state = document.querySelector('[data-testid=stApp]').dataset.testScriptState;
    const same = last && seen === last.seen && box && ['x', 'y', 'width', 'height'].every(side => box[side] === last.box[side]);
    if (!same || state !== 'notRunning') { since = now; last = {seen, box}; }
    if (now - begun > 30000) never(new Error(what + ' does not come to rest'));
    else if (now - since >= 500) done();
    else requestAnimationFrame(look);
  };
  look();
})"""


@pytest.fixture(scope="session")
def server() -> Iterator[str]:
    with serving() as address:
        yield address


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=chromium(), args=FLAGS)
        yield opened
        opened.close()


@pytest.fixture
def visiting(browser: Browser) -> Iterator[Callable[..., Visit]]:
    """Makes visits, each in a fresh profile."""
    contexts = []

    def visit(width: int = 1280, height: int = 900, mode: str = "light") -> Visit:
        context = browser.new_context(viewport={"width": width, "height": height}, color_scheme=mode)
        contexts.append(context)
        made = Visit(context.new_page())
        made.page.on("request", lambda request: made.hosts.add(urlsplit(request.url).hostname or request.url[:30]))
        made.page.on("websocket", made.connected)
        made.page.on("console", lambda said: made.complaints.append(said.text) if said.type == "error" else None)
        made.page.on("pageerror", lambda error: made.complaints.append(str(error)))
        return made

    yield visit
    for context in contexts:
        context.close()
