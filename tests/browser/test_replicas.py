"""Two replicas behind nginx with the configuration that ships: a reader whose replica dies goes on on the other."""

import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import replace
from http.client import HTTPMessage
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from bench.replicas import Behind, behind_nginx, checked, nginx, unverified
from community_policing.dataset.load import load
from community_policing.dataset.releases import Source, open_releases
from tests.browser.bar import chosen, go
from tests.browser.conftest import Visit
from tests.browser.server import ROOT

pytestmark = pytest.mark.skipif(not nginx(), reason="nginx is not installed: sudo apt-get install nginx-light")
CONNECTED = "[data-testid=stApp][data-test-connection-state=CONNECTED][data-test-script-state=notRunning]"

WORDS = """() => {  // of the page, without what charts draw when they come to it
  const page = document.querySelector('[data-testid=stMain]').cloneNode(true);
  page.querySelectorAll('.js-plotly-plot, style').forEach(each => each.remove());
  return page.textContent;
}"""


@pytest.fixture
def behind(tmp_path: Path) -> Iterator[Behind]:
    """One place on each replica, so that which one a reader is on can be told by its asking others to wait."""
    folder = tmp_path / "releases"
    folder.mkdir()
    releases = open_releases(f"sqlite:///{folder / 'registry.sqlite'}", str(folder / "tables"))
    shipped = load(ROOT / "data" / "demonstration")
    releases.publish(shipped, note="First", by="T", source=Source("demo", "0" * 64), base=None, effect={})
    with behind_nginx(tmp_path, {"CPF_READERS": "1"}) as made:
        yield made


class _Stay(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_: object) -> None:
        """An answer that leads elsewhere is an answer."""


def asked(url: str) -> tuple[int, HTTPMessage, str]:
    opener = urllib.request.build_opener(_Stay, urllib.request.HTTPSHandler(context=unverified()))
    try:
        with opener.open(url, timeout=10) as answer:
            return answer.status, answer.headers, answer.read().decode()
    except urllib.error.HTTPError as refused:
        return refused.code, refused.headers, refused.read().decode()


def taken(behind: Behind) -> int:
    """The replica that a reader is on."""
    (port,) = [port for port in behind.replicas if asked(f"http://127.0.0.1:{port}/")[0] == 503]
    return port


def test_a_reader_goes_on_when_a_replica_dies(behind: Behind, browser: Browser) -> None:
    """A reader may reload although no place is free.  Within ten seconds of the crash the same page stands on the other
    replica, with the same filters in the address and on the page, and answers a click.  Cookies are Secure, and those that
    no script of the page needs no script can read."""
    context = browser.new_context(ignore_https_errors=True)
    try:
        visit = Visit(context.new_page())
        page = visit.open(f"{behind.url}/targets?governorate=IQG15")
        cookies = {
            each["name"]: (each["secure"], each["httpOnly"], each["sameSite"] != "None") for each in context.cookies()
        }
        assert cookies["cpf_reader"] == (True, True, True)
        assert cookies["_streamlit_xsrf"] == (True, False, True)
        assert all(secure for secure, _, _ in cookies.values()), cookies
        before, title = page.url, page.locator("h1").inner_text()
        chosen(page, "Ninewa").wait_for()
        visit.at_rest("[data-testid=stMain] .js-plotly-plot")
        words = page.evaluate(WORDS)
        first = taken(behind)
        page.reload()  # the only place of this replica is the reader's own
        visit.settled()
        with page.expect_event("websocket", timeout=10_000):
            behind.kill(first)
        page.wait_for_selector(CONNECTED, timeout=10_000)
        (other,) = set(behind.replicas) - {first}
        assert taken(replaced(behind, other)) == other
        assert (page.url, page.locator("h1").inner_text()) == (before, title)
        page.wait_for_function(f"words => ({WORDS})() === words", arg=words, timeout=10_000)
        go(page, "Training")
        page.wait_for_url("**/training?**")
        visit.settled()
        assert "governorate=IQG15" in page.url
    finally:
        context.close()


def replaced(behind: Behind, *ports: int) -> Behind:
    """Those replicas only."""
    return replace(behind, replicas={port: behind.replicas[port] for port in ports})


def test_what_nginx_answers_by_itself(behind: Behind) -> None:
    """Without TLS: the way to it.  For another name: no certificate.  With no replica left: a page that asks again, with
    headers of its own."""
    status, headers, _ = asked(f"{behind.plain}/targets?governorate=IQG15")
    assert (status, headers["location"]) == (301, f"{behind.url}/targets?governorate=IQG15")
    with pytest.raises(urllib.error.URLError, match=r"(?i)ssl"):
        asked(behind.url.replace("localhost", "127.0.0.1"))
    assert asked(behind.url)[1]["strict-transport-security"] == "max-age=31536000"
    for port in behind.replicas:
        behind.kill(port)
    status, headers, body = asked(f"{behind.url}/targets")
    assert (status, headers["retry-after"], headers["cache-control"]) == (502, "10", "no-store")
    assert headers["content-security-policy"].startswith("default-src 'none'")
    assert "<h1>The dashboard is away for a moment</h1>" in body


def test_the_shipped_configuration_is_right(tmp_path: Path) -> None:
    """`nginx -t` takes it, and warns of nothing."""
    said = checked(tmp_path)
    assert "test is successful" in said
    assert "[warn]" not in said
