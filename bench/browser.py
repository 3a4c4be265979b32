"""The cold first view: a new profile in headless Chromium on a slow line, until all is drawn and the line is quiet."""

import asyncio
import shutil
import sys
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from math import isnan
from time import perf_counter
from typing import Any

from playwright.async_api import Browser, CDPSession, async_playwright

FLAGS = ("--no-sandbox", "--use-angle=swiftshader", "--enable-unsafe-swiftshader", "--ignore-gpu-blocklist",
         "--disable-background-networking", "--disable-component-update", "--disable-sync")  # fmt: skip
LINE = {"offline": False, "latency": 150, "downloadThroughput": 1.6e6 / 8, "uploadThroughput": 1.6e6 / 8}
VIEW_SECONDS = 120.0
STALL_SECONDS = 45.0  # one file of 5 MB takes 25 s, and Chromium says nothing while it comes
NO_START_SECONDS = 10.0  # now and then Chromium's slow line lets nothing through at all, on any server
QUIET_SECONDS = 1.0

# What a page must have drawn before it counts as seen, besides its headline: selector -> how many.
DRAWN = {
    "overview": {".geolayer > g, .cartesianlayer > .subplot": 2},
    "map": {"[data-testid=stDeckGlJsonChart] canvas": 1},
}
READY = """needs => {
  const head = document.querySelector('[data-testid=stMain] h1');
  return !!(head && head.textContent.trim())
    && !document.querySelector('[data-testid=stSkeleton]')
    && !!document.querySelector('[data-testid=stApp][data-test-script-state=notRunning]')
    && Object.entries(needs).every(([selector, count]) => document.querySelectorAll(selector).length >= count);
}"""


@dataclass
class View:
    """One cold view: seconds until it was drawn and the line was quiet (NaN: never), bytes over the wire by then."""

    seconds: float = float("nan")
    finished_bytes: float = 0.0
    requests: int = 0
    started: float = field(default_factory=perf_counter)
    last: float = field(default_factory=perf_counter)
    open: dict[str, float] = field(default_factory=dict)

    @property
    def bytes(self) -> float:
        """What came over the wire, of requests that have ended and of those that have not."""
        return self.finished_bytes + sum(self.open.values())

    @property
    def patience(self) -> float:
        """For how long nothing may come before the view counts as stalled."""
        return STALL_SECONDS if self.bytes > 100_000 else NO_START_SECONDS

    @property
    def quiet(self) -> bool:
        """Whether nothing has come for a while (a request that never ends counts for a longer while only)."""
        idle = perf_counter() - self.last
        return idle > (5 * QUIET_SECONDS if self.open else QUIET_SECONDS)


@asynccontextmanager
async def chromium() -> AsyncIterator[Browser]:
    """The machine's own Chromium, without a window, drawing WebGL in software."""
    found = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if found is None:
        raise RuntimeError("The benchmark needs Chromium. Install it: sudo apt-get install chromium")
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=found, args=list(FLAGS), headless=True)
        try:
            yield browser
        finally:
            await browser.close()


async def cold_views(browser: Browser, visits: Sequence[tuple[str, str]]) -> list[View]:
    """Cold views of (address, page key), side by side; each has a line of its own, which is what takes the time."""
    return list(await asyncio.gather(*(_cold_view(browser, address, page) for address, page in visits)))


async def _cold_view(browser: Browser, address: str, page: str) -> View:
    """A view that stalls is told of and tried once more: it is a finding, and no measure of speed."""
    view = await _view(browser, address, page)
    if isnan(view.seconds):
        told = (
            f"never drawn: {address} ({view.requests} requests, {view.bytes / 1e6:.2f} MB, {len(view.open)} unanswered)"
        )
        print(f"... {told}; once more", file=sys.stderr, flush=True)
        view = await _view(browser, address, page)
    return view


async def _view(browser: Browser, address: str, page: str) -> View:
    context = await browser.new_context(viewport={"width": 1280, "height": 900})
    try:
        tab = await context.new_page()
        line = await context.new_cdp_session(tab)
        await line.send("Network.enable")
        await line.send("Network.emulateNetworkConditions", LINE)
        view = View()
        _listen(line, view)
        await tab.goto(address, wait_until="commit", timeout=VIEW_SECONDS * 1e3)
        end = view.started + VIEW_SECONDS
        while not await tab.evaluate(READY, DRAWN.get(page, {})):
            if perf_counter() > min(end, view.last + view.patience):
                return view
            await asyncio.sleep(0.05)
        drawn = perf_counter()
        while not view.quiet and perf_counter() < end:
            await asyncio.sleep(0.05)
        view.seconds = max(drawn, view.last) - view.started
        return view
    finally:
        await context.close()


def _listen(line: CDPSession, view: View) -> None:
    """Counts what comes over the wire: every request with its headers, and the websocket's messages."""

    def sent(event: dict[str, Any]) -> None:
        view.open[event["requestId"]] = 0.0
        view.requests += 1
        view.last = perf_counter()

    def received(event: dict[str, Any]) -> None:
        if event["requestId"] in view.open:
            view.open[event["requestId"]] += event["encodedDataLength"]
        view.last = perf_counter()

    def over(event: dict[str, Any]) -> None:
        view.open.pop(event["requestId"], None)
        view.finished_bytes += event.get("encodedDataLength", 0)
        view.last = perf_counter()

    def message(event: dict[str, Any]) -> None:
        frame = event["response"]
        view.finished_bytes += len(frame["payloadData"]) * (0.75 if frame["opcode"] == 2 else 1)
        view.last = perf_counter()

    line.on("Network.requestWillBeSent", sent)
    line.on("Network.dataReceived", received)
    line.on("Network.loadingFinished", over)
    line.on("Network.loadingFailed", over)
    line.on("Network.webSocketFrameReceived", message)
