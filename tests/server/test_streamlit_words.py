"""Streamlit's own words: each is in the bundle that is installed, and its places are kept."""

import re
from pathlib import Path

import pytest

from community_policing.core import i18n
from community_policing.core.i18n import speaking
from community_policing.protect.streamlit_internals import FRONTEND
from community_policing.server import assets
from community_policing.server.streamlit_words import WORDS, translated

PUT_TOGETHER = {  # what no file holds as it is read
    "Press Enter to apply", "Press Enter to submit form", "Press Ctrl+Enter to apply", "Press Ctrl+Enter to submit form",
    "Press ⌘+Enter to apply", "Press ⌘+Enter to submit form", "day, {name}", "month, {name}", "year, {name}",
    "{count} option available.", "{count} options available.",
}  # fmt: skip


def test_streamlit_says_each_of_them() -> None:
    """One that an upgrade has taken away goes; those of parts that no page has were left out before."""
    bundle = "\n".join(
        file.read_text("utf-8") for file in (FRONTEND / "static" / "js").glob("*.js") if file.stat().st_size < 2e6
    )
    parts = {word: [part for part in re.split(r"\{\w+\}", word) if part] for word in WORDS if word not in PUT_TOGETHER}
    assert [word for word, pieces in parts.items() if not all(piece in bundle for piece in pieces)] == []


@pytest.fixture
def arabic(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Two messages in Arabic."""
    (tmp_path / "ar" / "LC_MESSAGES").mkdir(parents=True)
    (tmp_path / "ar" / "LC_MESSAGES" / "community_policing.po").write_text(
        'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\nmsgid "Open"\nmsgstr "فتح </script>"\n\n'
        'msgid "Remove {name}"\nmsgstr "إزالة {name}"\n',
        "utf-8",
    )
    monkeypatch.setattr(i18n, "LOCALES", tmp_path)
    monkeypatch.setattr(i18n, "_messages", i18n._messages.__wrapped__)


@pytest.mark.usefixtures("arabic")
def test_places_are_kept_for_what_streamlit_puts_there() -> None:
    """The page's script fills them; a word that nobody has translated stays as it is."""
    with speaking("ar"):
        said = translated()
    assert (said["Open"], said["Remove {name}"], said["Clear all"]) == ("فتح </script>", "إزالة {name}", "Clear all")
    assert list(said) == list(WORDS)


@pytest.mark.usefixtures("arabic")
def test_the_page_of_a_language_says_so_before_anything_is_drawn() -> None:
    """Direction, words and the scripts that put them stand before Streamlit's own; no word can end its element."""
    page, english = assets.index_page("ar"), assets.index_page()
    assert '<html lang="ar-IQ" dir="rtl">' in page
    assert '<html lang="en">' in english
    first, streamlit = page.index('id="words"'), page.index("/static/js/index.")
    assert [first < page.index(f"/scripts/{name}") < streamlit for name in assets.TRANSLATING] == [True, True]
    assert "فتح \\u003c/script>" in page
    assert [name for name in (*assets.TRANSLATING, "rtl.css", 'id="words"') if name in english] == []
    assert re.findall("<script>.*?</script>", page, re.DOTALL) == re.findall("<script>.*?</script>", english, re.DOTALL)
