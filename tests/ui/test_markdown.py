"""Text from data says what it says, and does nothing."""

import re
from datetime import date

import pytest
from hypothesis import given, strategies as st
from markdown_it import MarkdownIt

from community_policing.core import formats
from community_policing.core.bidi import NO_BREAK
from community_policing.core.i18n import speaking
from community_policing.core.languages import LANGUAGES
from community_policing.ui.shell.markdown import escape

RENDER = MarkdownIt("gfm-like", {"linkify": False, "html": True})


# What Streamlit's browser part turns into links, pictures and icons after Markdown is parsed, in plain text, escaped or
# not (StreamlitMarkdown.js: autolink literals, emoji, material icons).
ACTS_LATER = re.compile(r"https?://|www\.|[-.\w+]@[-\w]+\.|:[\w+/-]+:", re.IGNORECASE)
JOINER = "\u2060"  # joins without being seen, so that a pattern no longer meets its text


def read(text: str) -> tuple[str, set[str]]:
    """What a reader sees of Markdown, and the kinds of anything in it that is more than text."""
    inline = RENDER.parseInline(text)[0].children or []
    return "".join(token.content for token in inline).replace(JOINER, ""), {token.type for token in inline} - {
        "text",
        "text_special",
    }


HOSTILE = [
    "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "![](https://evil.example/x.png)",
    "[click](javascript:alert(1))", "**bold** _it_ `code` ~~gone~~", "# heading", "- item", "1. item", "> quote",
    "| a | b |", "$\\frac{1}{2}$", ":red[alarm]", ":material/home:", "a\\*b", "===", "--- a", "&lt;b&gt; R&amp;D &#42;",
    "<https://evil.example>", "line\nbreak\r\n\ttabs", "a  \nb", "[^1]", "\\[x\\]",
]  # fmt: skip


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_is_read_as_it_is(text: str) -> None:
    """Whatever looks like Markdown, HTML, LaTeX or an entity is shown letter by letter, on one line."""
    assert read(escape(text)) == (" ".join(text.split()), set())
    assert "\n" not in escape(text)


@pytest.mark.parametrize(
    "text",
    ["see https://evil.example/x", "HTTP://evil.example", "www.evil.example", "a.person@evil.example", ":smile:",
     ":material/home:", ":material_home:"],
)  # fmt: skip
def test_addresses_and_icons_stay_text(text: str) -> None:
    """An address in the data is not a link, nor a word between colons a picture: nothing is left that acts later."""
    assert not ACTS_LATER.search((RENDER.parseInline(escape(text))[0].children or [])[0].content)


@pytest.mark.parametrize("text", ["Ramadi", "Fora by IOM", "الأنبار", "Salah al-Din, 12 fora", ""])
def test_plain_text_stays_plain(text: str) -> None:
    """Ordinary text reads as it was written."""
    assert read(escape(text)) == (text, set())


@pytest.mark.parametrize("code", LANGUAGES)
def test_a_date_is_not_broken(code: str) -> None:
    """A day stands on one line with its month, be that of two words, and with its year; so do the bounds of a figure."""
    with speaking(code):
        for month in range(1, 13):
            day = formats.day(date(2016, month, 12))
            assert escape(f"x {day} y") == f"x {NO_BREAK.join(day.split())} y"
    assert escape("22 % (16 – 29 %), 4–6") == rf"22_% \(16_–{JOINER}_29_%\), 4–{JOINER}6".replace("_", NO_BREAK)


def test_a_bound_is_not_broken_off() -> None:
    """The sign of a bound stays on the line of its number."""
    assert escape("≥ 1,100") == "≥\u00a01,100"


@given(st.text(st.characters(exclude_categories=["Cs", "Cc", "Cf"]), max_size=60))
def test_any_text_is_inert(text: str) -> None:
    """No text at all becomes anything but text, at the start of a line or within one."""
    shown, more = read("Ramadi " + escape(text))
    assert (shown.replace("\u00a0", " ").split(), more) == (["Ramadi", *text.replace("\u00a0", " ").split()], set())
    assert [token.type for token in RENDER.parse(escape(text))] in ([], ["paragraph_open", "inline", "paragraph_close"])
