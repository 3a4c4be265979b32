"""A real browser on a real server; every page records what it asked for and what it complained about."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from tests.browser.server import chromium, serving

FLAGS = [
    "--no-sandbox", "--use-angle=swiftshader", "--enable-unsafe-swiftshader", "--ignore-gpu-blocklist",
    "--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-first-run",
]  # fmt: skip


@dataclass
class Visit:
    """A page and what happened on it."""

    page: Page
    hosts: set[str] = field(default_factory=set)
    complaints: list[str] = field(default_factory=list)

    def open(self, address: str) -> Page:
        """Opens an address and waits until the page stands."""
        self.page.goto(address)
        self.settled()
        return self.page

    def settled(self) -> None:
        """Waits until the script has run and the title is there."""
        self.page.wait_for_selector("[data-testid=stMain] h1", timeout=60_000)
        self.page.wait_for_selector("[data-testid=stApp][data-test-script-state=notRunning]", timeout=60_000)


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
        made.page.on("websocket", lambda socket: made.hosts.add(urlsplit(socket.url).hostname or socket.url))
        made.page.on("console", lambda said: made.complaints.append(said.text) if said.type == "error" else None)
        made.page.on("pageerror", lambda error: made.complaints.append(str(error)))
        return made

    yield visit
    for context in contexts:
        context.close()
