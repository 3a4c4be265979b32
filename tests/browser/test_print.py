"""A governorate's profile printed by the browser: one A4 page, with its charts."""

import re
import zlib
from collections.abc import Callable, Iterator
from functools import cache

import pytest

from community_policing.core.palette import DARK, LIGHT
from tests.browser.conftest import Visit

SIZES = ((1920, 1080), (1280, 720), (390, 844))


def printed(visit: Visit) -> bytes:
    """The page as a PDF, as the browser's own print makes it."""
    page = visit.page
    for drawing in page.locator("[data-testid=stPlotlyChart]").all():
        drawing.locator(".main-svg").first.wait_for()
    visit.at_rest("[data-testid=stMain] > div")
    page.wait_for_timeout(1_000)  # labels are turned and fitted after the first drawing
    assert page.locator("[data-testid=stException], [data-testid=stAlertContentError]").count() == 0
    return page.pdf(prefer_css_page_size=True, print_background=True)


def streams(pdf: bytes) -> Iterator[bytes]:
    """What the file holds, unpacked: drawing instructions, fonts, and which letter each of their signs is."""
    for start in re.finditer(rb"stream\r?\n", pdf):
        try:
            yield zlib.decompressobj().decompress(pdf[start.end() :])
        except zlib.error:
            continue  # not packed


def letters(pdf: bytes) -> dict[bytes, dict[bytes, str]]:
    """For each font by its name on the page: sign -> letter."""
    bodies = dict(re.findall(rb"\n(\d+) 0 obj\n(.*?)endobj", pdf, re.DOTALL))
    fonts = {}
    for name, number in set(re.findall(rb"/(F\d+) (\d+) 0 R", pdf)):
        table = re.search(rb"/ToUnicode (\d+) 0 R", bodies.get(number, b""))
        if table:
            fonts[name] = _letters(next(streams(bodies[table[1]])))
    return fonts


def _letters(table: bytes) -> dict[bytes, str]:
    found = {}
    for block in re.findall(rb"beginbfchar(.*?)endbfchar", table, re.DOTALL):
        for sign, letter in re.findall(rb"<(\w+)> <(\w+)>", block):
            found[sign.upper()] = bytes.fromhex(letter.decode()).decode("utf-16-be")
    for block in re.findall(rb"beginbfrange(.*?)endbfrange", table, re.DOTALL):
        for first, last, letter in re.findall(rb"<(\w+)> <(\w+)> <(\w+)>", block):
            for step in range(int(last, 16) - int(first, 16) + 1):
                sign = f"{int(first, 16) + step:0{len(first)}X}".encode()
                found[sign] = chr(int(letter, 16) + step)
    return found


def text(pdf: bytes) -> str:
    """All letters on the page in the order in which they are drawn, without spaces."""
    fonts, said = letters(pdf), []
    for drawing in (stream for stream in streams(pdf) if b" Tf" in stream):
        font: dict[bytes, str] = {}
        for name, signs in re.findall(rb"/(F\d+) [\d.]+ Tf|<(\w+)> Tj", drawing):
            font = fonts.get(name, {}) if name else font
            width = len(next(iter(font), b"00"))
            said += [font.get(signs[i : i + width].upper(), "?") for i in range(0, len(signs), width)]
    return re.sub(r"\s", "", "".join(said))


@cache
def colours(pdf: bytes, with_: bytes) -> frozenset[tuple[float, ...]]:
    """The colours that anything on the page is drawn in, as red, green and blue of 0 to 1."""
    return frozenset(
        tuple(map(float, found))
        for stream in streams(pdf)
        for found in re.findall(rb"([\d.]+) ([\d.]+) ([\d.]+) " + with_, stream)
    )


def draws(pdf: bytes, colour: str, with_: bytes = b"RG") -> bool:
    """Whether anything on the page is drawn in a colour; `with_` "RG" for lines, "rg" for fills and letters."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    return any(
        all(abs(seen - part) < 0.001 for seen, part in zip(found, parts, strict=True)) for found in colours(pdf, with_)
    )


@pytest.mark.parametrize("pcode", ["IQG15", "IQG08"])
def test_a_profile_prints_on_one_page_with_its_charts(pcode: str, server: str, visiting: Callable[..., Visit]) -> None:
    """Whatever the window's size, Ninewa and Baghdad print on one upright A4 page, without the menu and the filters.  Baghdad's
    charts are on it, with lines in the colours of IOM and police; Ninewa has no forum, so IOM's colour is the charts'.  Of a dark
    screen nothing dark is on the paper, and it stays dark."""
    visit = visiting(*SIZES[0])
    visit.open(f"{server}/governorate?governorate={pcode}")
    for size, mode in (*((size, "light") for size in SIZES), (SIZES[0], "dark")):
        visit.resized(*size)
        if mode == "dark":
            visit.darkened()
        pdf = printed(visit)
        assert len(re.findall(rb"/Type\s*/Page\b(?!s)", pdf)) == 1
        (width, height) = re.findall(rb"/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]", pdf)[0]
        assert (round(float(width)), round(float(height))) == (595, 842)
        said = text(pdf)
        assert "Illustrativedata." in said
        assert "Comparedwithitsneighbours" in said
        assert [word for word in ("Clearfilters", "Showtheworking", "XLSX", "SVG", "✕") if word in said] == []
        charted = ("20132014201520162017", "7IOM", "3Localpolice", "170", "Lawenforcement") if pcode == "IQG08" else ()
        assert [word for word in charted if word not in said] == []
        assert draws(pdf, LIGHT.iom) == (pcode == "IQG08")
        assert draws(pdf, LIGHT.police) or pcode != "IQG08"
        dark = {name: colour for name, colour in vars(DARK).items() if isinstance(colour, str)}
        assert [name for name, colour in dark.items() if draws(pdf, colour, b"(?:RG|rg)")] == []
    assert visit.page.evaluate("getComputedStyle(document.querySelector('[data-testid=stApp]')).colorScheme") == "dark"


def test_print_opens_the_dialog(server: str, visiting: Callable[..., Visit]) -> None:
    """Once for a click on Print, and for no other button of the page."""
    page = visiting().open(f"{server}/governorate?governorate=IQG15")
    page.evaluate("() => { window.asked = 0; window.print = () => { window.asked += 1 } }")
    page.get_by_role("button", name="Show the working").first.click()
    page.get_by_role("button", name="Close").click()
    page.get_by_role("button", name="Print", exact=True).click()
    page.wait_for_timeout(500)
    assert page.evaluate("window.asked") == 1
