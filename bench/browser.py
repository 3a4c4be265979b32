"""The cold first view: a new profile in headless Chromium on a slow line, until all is drawn and the line is quiet."""

import asyncio
import os
import shutil
import sys
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from time import perf_counter

from playwright.async_api import Browser, Page, async_playwright

from bench.report import Missing, Value, missing
from bench.slow_line import SLOW, SlowLine, Speed, slow_line

FLAGS = ("--no-sandbox", "--use-angle=swiftshader", "--enable-unsafe-swiftshader", "--ignore-gpu-blocklist",
         "--disable-background-networking", "--disable-component-update", "--disable-sync")  # fmt: skip
VIEW_SECONDS = 240.0  # however slowly it comes
STALL_SECONDS = 30.0  # for so long nothing may come before a view counts as stalled
QUIET_SECONDS = 1.0
AT_ONCE = 4 * (os.cpu_count() or 1)  # views side by side: more of them would wait for the processor, not for the line

# What a page must have drawn before it counts as seen, besides its headline: selector -> how many.
DRAWN = {
    "overview": {".drawing svg": 3},
    "map": {"[data-testid=stDeckGlJsonChart] canvas": 1},
    "dash overview": {".trace.choropleth": 1, ".trace.scatter": 2},
    "dash simple": {".trace.bars": 1},
}
PEERS = ("dash overview", "dash simple")  # of bench/peers: one says its answer in #answer, the other in its chart
ANSWERED = "() => !!document.querySelector('[data-testid=stMain] h1')?.textContent.trim()"  # the answer is the title
PEER_ANSWERED = (
    "() => !!document.querySelector('#answer')?.textContent.trim() || !!document.querySelector('.trace.bars')"
)
PEER_READY = f"""needs => ({PEER_ANSWERED})()
    && Object.entries(needs).every(([selector, count]) => document.querySelectorAll(selector).length >= count)"""
READY = """needs => {
  const head = document.querySelector('[data-testid=stMain] h1');
  return !!(head && head.textContent.trim())
    && !document.querySelector('[data-testid=stSkeleton]')
    && !!document.querySelector('[data-testid=stApp][data-test-script-state=notRunning]')
    && Object.entries(needs).every(([selector, count]) => document.querySelectorAll(selector).length >= count);
}"""


@dataclass(frozen=True)
class View:
    """One cold view: seconds until its answer could be read, seconds until it was drawn and the line was quiet, bytes that came
    over the line by then."""

    answer: Value
    seconds: Value
    bytes: Value


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


async def cold_views(browser: Browser, visits: Sequence[tuple[str, str, str]], speed: Speed = SLOW) -> list[View]:
    """Cold views of (host, address, page key), some side by side; each has a line of its own, which is what takes the time."""
    turns = asyncio.Semaphore(AT_ONCE)

    async def visit(host: str, address: str, page: str) -> View:
        async with turns:
            return await _cold_view(browser, host, address, page, speed)

    return list(await asyncio.gather(*(visit(*each) for each in visits)))


async def _cold_view(browser: Browser, host: str, address: str, page: str, speed: Speed) -> View:
    """A view that is never drawn is tried once more, and then has a reason in the place of its figures."""
    view = await _view(browser, host, address, page, speed)
    if isinstance(view.seconds, Missing):
        print(f"... {host}/{address}: {view.seconds.reason}; once more", file=sys.stderr, flush=True)
        view = await _view(browser, host, address, page, speed)
    return view


async def _view(browser: Browser, host: str, address: str, page: str, speed: Speed) -> View:
    answered_when, ready_when = (PEER_ANSWERED, PEER_READY) if page in PEERS else (ANSWERED, READY)
    try:
        async with slow_line(host, speed) as line, _tab(browser) as tab:
            began = perf_counter()
            await tab.goto(f"http://{line.host}/{address}", wait_until="commit", timeout=VIEW_SECONDS * 1e3)
            answered = await _when(tab, line, began, answered_when)
            drawn = await _when(tab, line, began, ready_when, DRAWN.get(page, {}))
            while not _quiet(line) and perf_counter() < began + VIEW_SECONDS:
                await asyncio.sleep(0.1)
            return View(answered - began, max(drawn, line.down.last) - began, line.down.bytes)
    except Exception as error:  # a browser's error is the reason why there is no figure
        return View(*[missing(error)] * 3)


@asynccontextmanager
async def _tab(browser: Browser) -> AsyncIterator[Page]:
    """A tab of a new profile."""
    context = await browser.new_context(viewport={"width": 1280, "height": 900})
    try:
        yield await context.new_page()
    finally:
        await context.close()


async def _when(tab: Page, line: SlowLine, began: float, script: str, needs: Mapping[str, int] | None = None) -> float:
    """When the script was first true.  TimeoutError, with what had come by then, where nothing comes any more or it takes too
    long."""
    while not await tab.evaluate(script, needs):
        now = perf_counter()
        if now > min(began + VIEW_SECONDS, max(line.down.last, began) + STALL_SECONDS):
            came = f"{line.down.bytes / 1e6:.2f} MB had come, the last {now - line.down.last:.0f} s before"
            raise TimeoutError(f"never drawn in {now - began:.0f} s: {came}")
        await asyncio.sleep(0.1)
    return perf_counter()


def _quiet(line: SlowLine) -> bool:
    """Whether nothing has come for a while; for a longer while where the browser has asked for something."""
    return perf_counter() - line.down.last > (5 * QUIET_SECONDS if line.awaiting else QUIET_SECONDS)
