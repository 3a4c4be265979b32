"""Fonts that stand in for Streamlit's: every icon that it or we may ask for has a shape, and the text's font is the page's own."""

import tomllib
from io import BytesIO

import httpx
from fontTools.ttLib import TTFont

from community_policing.core.paths import ROOT
from community_policing.protect.streamlit_internals import FONT, FRONTEND, ICONS
from community_policing.server.assets import Fonts
from data.fonts import icons_of, named_icons
from tests.conftest import run


def answer(path: str) -> httpx.Response:
    """What the middleware answers, with nothing behind it."""

    async def asked() -> httpx.Response:
        transport = httpx.ASGITransport(Fonts(None))  # type: ignore[arg-type]
        async with httpx.AsyncClient(transport=transport, base_url="http://localhost") as client:
            return await client.get(path)

    found: httpx.Response = run(asked())
    return found


def test_every_icon_that_may_be_asked_for_is_in_our_font() -> None:
    """Streamlit's page names some, its server sends others (the search box's), and so may we; whatever Streamlit's own font has of
    them is in ours, or would be read as a word.  Ours is a twentieth of that font."""
    name = next((FRONTEND / "static" / "media").glob(f"{ICONS.rpartition('/')[2]}*")).name
    found = answer(f"{ICONS.rpartition('/')[0]}/{name}")
    theirs = icons_of(TTFont(FRONTEND / "static" / "media" / name))
    ours = icons_of(font := TTFont(BytesIO(found.content)))
    named = named_icons() & theirs.keys()
    assert {"menu", "close", "keyboard_arrow_down", "search"} <= named <= ours.keys()
    assert all(font["glyf"][ours[icon]].numberOfContours for icon in named)
    assert (found.status_code, found.headers["content-type"]) == (200, "font/woff2")
    assert len(found.content) < 20_000


def test_the_font_of_the_text_is_the_pages_own() -> None:
    """A browser that asks for Streamlit's is sent to the address of ours, which it has or is fetching."""
    found = answer(f"{FONT}-Upright.x.woff2")
    faces = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text("utf-8"))["theme"]["fontFaces"]
    assert found.status_code == 308
    assert found.headers["location"] in {f"/{face['url']}" for face in faces}
