"""Our own plain pages: whatever they are told is text, and they run and ask for nothing."""

import re

import pytest
from lxml import html

from community_policing.core.languages import LANGUAGES
from community_policing.server.plain_page import plain_page
from tests.conftest import ROOT
from tests.hostile_text import STRINGS

USABLE = [text for text in STRINGS if "\0" not in text and text.isprintable()]


@pytest.mark.parametrize("text", USABLE)
def test_hostile_words_are_words(text: str) -> None:
    """As title, words and link, each string is read letter by letter, and adds no element to the page."""
    body = bytes(plain_page(text, text, ("/sign-in", text), 401, button=True).body).decode()
    plain = bytes(plain_page("t", "r", ("/sign-in", "l"), 401, button=True).body).decode()
    page = html.fromstring(body)
    assert [each.tag for each in page.iter()] == [each.tag for each in html.fromstring(plain).iter()]
    assert [page.find(f".//{tag}").text_content() for tag in ("h1", "title", "a")] == [text] * 3
    assert [each.text_content() for each in page.findall(".//p")] == [text] * 2
    assert page.find(".//a").attrib == {"class": "button", "href": "/sign-in"}


def test_an_address_cannot_leave_its_attribute() -> None:
    """A quotation mark in an address ends no attribute."""
    body = bytes(plain_page("t", "r", ('/x" onclick="alert(1)', "l"), 200).body).decode()
    assert html.fromstring(body).find(".//a").attrib == {"href": '/x" onclick="alert(1)'}


def test_it_is_never_kept_and_may_run_nothing() -> None:
    """The status is what it was told; no store, and a policy without scripts, forms and frames."""
    answer = plain_page("t", "r", ("/", "l"), 503)
    policy = dict(part.strip().split(" ", 1) for part in answer.headers["content-security-policy"].split(";"))
    assert (answer.status_code, answer.headers["cache-control"], answer.media_type) == (503, "no-store", "text/html")
    assert policy == {"default-src": "'none'", "style-src": "'unsafe-inline'", "base-uri": "'none'", "form-action": "'none'",
                      "frame-ancestors": "'none'"}  # fmt: skip
    assert not re.search(rb"<script|src=|url\(", bytes(answer.body))


def test_the_page_of_nginx_speaks_every_language() -> None:
    """Who answers for a dashboard that is away says one thing in each language, a block with its tag and direction each."""
    page = html.fromstring((ROOT / "deploy" / "nginx" / "cpf-away.html").read_bytes())
    blocks = [(each.get("lang"), each.get("dir"), len(each.findall("p"))) for each in page.iter("section")]
    assert blocks == [(each.tag, each.direction, 1) for each in LANGUAGES.values()]
    assert not re.search(r"[٠-٩۰-۹]", page.text_content())
