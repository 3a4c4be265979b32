"""Firefox on every page, the deck and an import, through WebDriver BiDi: `xvfb-run -a .venv/bin/python -m tests.browser.firefox` on
a machine with Debian's firefox-esr and xvfb (without a screen Firefox draws no WebGL).  It is no test: it writes build/firefox/,
and somebody looks at the pictures.

Playwright drives a Firefox of its own make only, so the few commands that this takes are sent to Debian's by hand.
"""

import base64
import json
import subprocess
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import Any

from websockets.sync.client import ClientConnection, connect

from community_policing.briefing.html.deck import deck
from pages import PAGES
from tests.briefing_sample import sample
from tests.browser.server import ROOT, free_port, serving
from tests.browser.test_import import office_month

FOLDER = ROOT / "build" / "firefox"
SIZES = ((1366, 768), (390, 844))
# Errors that a page shows, what it is wider than the window by, and charts and maps that stay empty.
LOOK = """() => JSON.stringify({
  errors: document.querySelectorAll('[data-testid=stException], [data-testid=stAlertContentError]').length,
  wider: Math.max(0, document.documentElement.scrollWidth - innerWidth),
  empty: [...document.querySelectorAll('[data-testid=stPlotlyChart], [data-testid=stDeckGlJsonChart]')]
    .filter(each => each.offsetParent && !each.querySelector('svg path, canvas')).length,
})"""
STANDS = """() => new Promise(done => {
  const idle = '[data-testid=stApp][data-test-script-state=notRunning]:has([data-testid=stMain] h1)';
  const look = () => document.querySelector(idle) ? done(true) : setTimeout(look, 100);
  look();
})"""


class Firefox:
    """A window of Firefox that takes commands of WebDriver BiDi; `said` is what its pages complained of."""

    def __init__(self, socket: ClientConnection) -> None:
        self._socket, self._numbers, self.said = socket, count(1), list[str]()
        self._send("session.new", capabilities={})
        self._send("session.subscribe", events=["log.entryAdded"])
        self._window = {"context": self._send("browsingContext.create", type="tab")["context"]}

    def _send(self, method: str, **params: Any) -> dict[str, Any]:
        """The answer to a command.  RuntimeError for one that Firefox refuses."""
        number = next(self._numbers)
        self._socket.send(json.dumps({"id": number, "method": method, "params": params}))
        while True:
            told = json.loads(self._socket.recv(timeout=90))
            if told.get("method") == "log.entryAdded" and told["params"]["level"] == "error":
                self.said.append(told["params"]["text"])
            if told.get("id") == number:
                if told["type"] == "error":
                    raise RuntimeError(f"{method}: {told['message']}")
                answer: dict[str, Any] = told["result"]
                return answer

    def size(self, width: int, height: int) -> None:
        """Makes the page that large."""
        self._send("browsingContext.setViewport", **self._window, viewport={"width": width, "height": height})

    def open(self, address: str) -> None:
        """Opens an address, and waits until it is loaded."""
        self._send("browsingContext.navigate", **self._window, url=address, wait="complete")

    def run(self, function: str) -> Any:
        """What a JavaScript function returns there.  RuntimeError when it throws."""
        told = self._send("script.callFunction", functionDeclaration=function, target=self._window, awaitPromise=True)
        if told["type"] == "exception":
            raise RuntimeError(told["exceptionDetails"]["text"])
        return told["result"].get("value")

    def choose(self, selector: str, files: Sequence[Path]) -> None:
        """Puts files into a file field."""
        find = f"() => document.querySelector({json.dumps(selector)})"
        told = self._send("script.callFunction", functionDeclaration=find, target=self._window, awaitPromise=False)
        element = {"sharedId": told["result"]["sharedId"]}
        self._send("input.setFiles", **self._window, element=element, files=[str(file) for file in files])

    def press(self, key: str) -> None:
        """Presses and lets go of a key."""
        actions = [{"type": "keyDown", "value": key}, {"type": "keyUp", "value": key}]
        self._send("input.performActions", **self._window, actions=[{"type": "key", "id": "keys", "actions": actions}])

    def photograph(self, name: str) -> None:
        """Writes what the window shows."""
        data = self._send("browsingContext.captureScreenshot", **self._window)["data"]
        (FOLDER / f"{name}.png").write_bytes(base64.b64decode(data))
        print(name, flush=True)


@contextmanager
def firefox() -> Iterator[Firefox]:
    """Starts Firefox with a profile of its own, and ends it."""
    port = free_port()
    with tempfile.TemporaryDirectory() as profile:
        command = ["firefox-esr", "--profile", profile, "--remote-debugging-port", str(port)]
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            with _connected(f"ws://127.0.0.1:{port}/session") as socket:
                yield Firefox(socket)
        finally:
            process.terminate()
            process.wait(20)


def _connected(address: str) -> ClientConnection:
    for _ in range(100):
        try:
            return connect(address, max_size=None)
        except OSError:
            time.sleep(0.2)
    raise RuntimeError("Firefox takes no commands.")


def main() -> None:
    """Every page on a desk and on a phone, an import as far as its effect, and each slide of a deck."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, firefox() as browser:
        with serving({"CPF_RELEASES": folder, "CPF_IMPORT": "on"}) as address:
            for key, page in PAGES.items():
                for width, height in SIZES:
                    browser.size(width, height)
                    browser.open(f"{address}/{page.url_path}{'?governorate=IQG15' if key == 'governorate' else ''}")
                    _stands(browser, f"{key}-{width}")
            _imported(browser, address, Path(folder))
        _presented(browser, Path(folder))
        print(*browser.said or ["No page complained."], sep="\n")


def _stands(browser: Firefox, name: str) -> None:
    browser.run(STANDS)
    time.sleep(2.5)
    print(browser.run(LOOK), end=" ")
    browser.photograph(name)


def _imported(browser: Firefox, address: str, folder: Path) -> None:
    """An office's file, chosen and checked."""
    file = folder / "ninewa december.xlsx"
    office_month(12, 2016).save(file)
    browser.size(*SIZES[0])
    browser.open(f"{address}/import")
    _stands(browser, "import")
    browser.choose("input[type=file]", [file])
    time.sleep(3)
    browser.photograph("import-chosen")
    browser.run("() => document.querySelector('.st-key-check-file button').click()")
    time.sleep(12)
    browser.photograph("import-checked")


def _presented(browser: Firefox, folder: Path) -> None:
    """Each slide, and the working of the last."""
    file = folder / "deck.html"
    file.write_bytes(deck(sample()))
    browser.open(file.as_uri())
    for at, _ in enumerate(sample().slides, 1):
        time.sleep(1)
        browser.photograph(f"deck-{at:02}")
        browser.press("\ue00f")  # page down
    browser.press("w")
    browser.photograph("deck-working")


if __name__ == "__main__":
    main()
