"""A briefing as one HTML file: opened from anywhere, it asks nobody for anything, and shows what was frozen.

reveal.js turns the slides; `deck/deck.css` says what they look like, `deck/deck.js` what the keys do.
"""

import base64
import hashlib
from functools import cache
from importlib.resources import files

from community_policing.briefing.html import wording
from community_policing.briefing.html.markup import Markup, clean, data, raw, tag, together
from community_policing.briefing.html.slide import section
from community_policing.briefing.model import Briefing, Number, Slide, numbers
from community_policing.core.i18n import language_in_force, speaking
from community_policing.core.palette import LIGHT

# The faces of the product, as in .streamlit/config.toml: which letters each file holds.
_FACES = (
    ("Noto Sans", "noto-sans-latin-wght-normal.woff2",
     "U+0000-00FF,U+0131,U+0152-0153,U+02BB-02BC,"
     "U+02C6,U+02DA,U+02DC,U+2000-206F,U+20AC,U+2122,U+2215,U+FEFF,U+FFFD"),
    ("Noto Sans", "noto-sans-latin-ext-wght-normal.woff2",
     "U+0100-017F,U+02BD,U+1E0C-1E0D,U+1E24-1E25,U+1E62-1E63,U+1E6C-1E6D,U+1E92-1E93"),
    ("Noto Sans", "noto-sans-signs.woff2",
     "U+2190-2193,U+2212,U+2248,U+2264-2265,U+25A0-25A1,U+25A8,U+25B2,U+25B6,U+25C0,U+25C6-25C7,U+25CB,U+25CF,U+2713"),
    ("Noto Sans Arabic", "noto-sans-arabic-arabic-wght-normal.woff2", "U+0600-06FF"),
)  # fmt: skip
_COLOURS = ("text", "quiet", "page", "panel", "line", "accent", "good", "warn", "bad", "unknown")


def deck(briefing: Briefing, present: bool = False) -> bytes:
    """The deck as a file in UTF-8, under 4 MB; the same briefing gives the same bytes.

    `present` makes the page that our own server shows: it takes notes and sends them to `<its own address>/notes`, and does
    everything else without the server.
    """
    with speaking(briefing.language):
        total = len(briefing.slides)
        sections = [section(briefing, slide, at, total) for at, slide in enumerate(briefing.slides, 1)]
        facts = data(_facts(briefing, present))
        spoken = language_in_force()
    scripts = [_file("assets/reveal.js"), *([_file("assets/notes.js")] if present else []), _file("assets/deck.js")]
    head = tag(
        "head",
        tag("meta", charset="utf-8"),
        tag("meta", http_equiv="Content-Security-Policy", content=_policy(scripts, present)),
        tag("meta", name="viewport", content="width=device-width, initial-scale=1"),
        tag("meta", name="referrer", content="no-referrer"),
        tag("title", f"{briefing.title} · {briefing.as_of_text}"),
        tag("link", rel="icon", href="data:,"),
        tag("style", raw(_styles())),
    )
    named = tag("h1", briefing.title, class_="heard")  # slides come and go, and each has a title of its own
    slides = tag("main", named, tag("div", tag("div", *sections, class_="slides"), class_="reveal"))
    body = tag(
        "body",
        slides,
        tag("script", facts, type="application/json", id="facts"),
        *(tag("script", raw(script)) for script in scripts),
    )
    # "print-pdf" turns reveal's own print rules off: ours give one slide a page
    page = tag("html", head, body, lang=spoken.tag, dir=spoken.direction, class_="print-pdf")
    return together(raw("<!doctype html>\n"), page, raw("\n")).encode("utf-8")


def _facts(briefing: Briefing, present: bool) -> dict[str, object]:
    """What the page's script knows: its words, and each slide's numbers with all that a reader may ask of them."""
    positions: dict[Number, int] = {}
    slides = [_about(slide, positions) for slide in briefing.slides]
    return {
        "id": clean(briefing.id), "present": present, "words": wording.words(), "slides": slides, "told": len(briefing.main),
        "numbers": [wording.working(number) for number in positions],
    }  # fmt: skip


def _about(slide: Slide, positions: dict[Number, int]) -> dict[str, object]:
    places = [positions.setdefault(number, len(positions)) for number in dict.fromkeys(numbers(slide))]
    named = dict.fromkeys((n.indicator, n.label) for n in numbers(slide) if n.indicator)
    labels: dict[str, str] = {}
    for indicator, label in named:
        labels.setdefault(clean(indicator), clean(label))
    return {
        "key": clean(slide.key), "headline": clean(slide.headline), "notes": clean(slide.notes),
        "numbers": places, "indicators": list(labels.items()),
    }  # fmt: skip


def _policy(scripts: list[str], present: bool) -> str:
    """Only these scripts run, and nothing is asked of anybody; a presented page may send its notes to where it came from."""
    hashes = " ".join(f"'sha256-{base64.b64encode(hashlib.sha256(s.encode()).digest()).decode()}'" for s in scripts)
    rules = [
        "default-src 'none'", f"script-src {hashes}", "style-src 'unsafe-inline'", "img-src data:", "font-src data:",
        *(["connect-src 'self'"] if present else []), "base-uri 'none'", "form-action 'none'",
    ]  # fmt: skip
    return "; ".join(rules)


@cache
def _styles() -> Markup:
    faces = "".join(
        f'@font-face{{font-family:"{family}";font-weight:100 900;unicode-range:{letters};'
        f"src:url(data:font/woff2;base64,{_encoded(name)}) format('woff2')}}"
        for family, name, letters in _FACES
    )
    colours = ";".join(f"--{name}:{getattr(LIGHT, name)}" for name in _COLOURS)
    own = (_file("assets/reset.css"), _file("assets/reveal.css"), f":root{{{colours}}}", _file("assets/deck.css"))
    return raw("\n".join((faces, *own)))


@cache
def _file(name: str) -> str:
    return (files("community_policing") / "briefing" / "html" / name).read_text("utf-8")


def _encoded(name: str) -> str:
    return base64.b64encode((files("community_policing") / "static" / "fonts" / name).read_bytes()).decode()
