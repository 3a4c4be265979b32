import base64
import hashlib
import json
import re
from dataclasses import replace
from html.parser import HTMLParser

from community_policing.briefing.html.deck import deck
from community_policing.briefing.html.markup import data, tag
from community_policing.briefing.model import numbers
from tests.briefing_sample import sample

HOSTILE = " <script>alert(1)</script> \"q\" 'x' </title> =cmd \x07\u202e مرحبا 🙂 " + "w" * 120


class Page(HTMLParser):
    """A page's scripts, and the text of each slide."""

    def __init__(self, page: bytes) -> None:
        super().__init__()
        self.slides: list[str] = []
        self.scripts: list[str] = []
        self.facts, self.inside, self.policy = "", "", ""
        self.feed(page.decode())

    def handle_starttag(self, name, attributes):
        held = dict(attributes)
        self.inside = name if name in ("script", "style") else ""
        if name == "section":
            self.slides.append("")
        if name == "script":
            self.scripts.append("") if not held else None
            self.inside = "facts" if held else "script"
        self.policy = held["content"] if held.get("http-equiv") == "Content-Security-Policy" else self.policy

    def handle_endtag(self, _):
        self.inside = ""

    def handle_data(self, said):
        if self.inside == "script":
            self.scripts[-1] += said
        elif self.inside == "facts":
            self.facts += said
        elif self.slides and not self.inside:
            self.slides[-1] += said


def test_every_number_stands_on_its_slide_as_frozen():
    """Each slide's text holds the text of each of its numbers, and no slide is missing."""
    briefing = sample()
    slides = Page(deck(briefing)).slides
    missing = [
        (s.key, n.text)
        for s, said in zip(briefing.slides, slides, strict=True)
        for n in numbers(s)
        if n.text not in said
    ]
    assert missing == []


def test_every_slide_says_what_it_rests_on():
    """Mark, as-of date, footnote, id and number stand on each slide."""
    briefing = sample()
    for at, (slide, said) in enumerate(zip(briefing.slides, Page(deck(briefing)).slides, strict=True), 1):
        foot = ("Illustrative data", "As of 30 Nov 2016", slide.footnote, briefing.id, f"{at} / 12")
        assert [each for each in foot if each not in said] == []


def test_names_are_text_and_nothing_else():
    """A hostile name adds no element, no script and no address; what no page can show is left out."""
    page, quiet = Page(deck(sample(HOSTILE))), Page(deck(sample()))
    assert page.scripts == quiet.scripts
    assert "<script>alert(1)</script>" in page.slides[0]
    assert "مرحبا 🙂" in page.slides[0]
    assert not set("\x07\u202e") & set("".join(page.slides) + page.facts)


def test_only_its_own_scripts_may_run_and_only_a_presented_page_may_send():
    """The policy names the hash of each script; to connect is allowed to our own address, and only while presenting."""
    for present in (False, True):
        page = Page(deck(sample(HOSTILE), present))
        own = {f"'sha256-{base64.b64encode(hashlib.sha256(s.encode()).digest()).decode()}'" for s in page.scripts}
        assert len(page.scripts) == (3 if present else 2)
        assert set(re.findall(r"'sha256-[^']+'", page.policy)) == own
        assert ("connect-src 'self'" in page.policy) is present
        assert page.policy.startswith("default-src 'none'; ")


def test_the_same_briefing_gives_the_same_bytes_and_forty_slides_are_small():
    """Bytes follow from the briefing alone; 40 slides stay under 4 MB."""
    briefing = sample()
    many = replace(briefing, slides=tuple(replace(briefing.slides[1 + at % 11], key=f"s{at}") for at in range(40)))
    page = deck(many)
    assert page == deck(many)
    assert len(page) < 4_000_000
    assert len(Page(page).slides) == 40


def test_text_is_escaped_and_data_cannot_end_its_script():
    """Whatever is not an element is escaped, in attributes too; JSON in a script holds no sign that HTML reads."""
    assert tag("p", "<b>", tag("i", "&"), title='"') == '<p title="&quot;">&lt;b&gt;<i>&amp;</i></p>'
    written = data({"a": "</script><!--"})
    assert not set("<>&") & set(written)
    assert json.loads(written) == {"a": "</script><!--"}
