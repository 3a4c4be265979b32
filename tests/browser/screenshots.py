"""Photographs every page for docs/screenshots/: `make screenshots`."""

from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, sync_playwright

from pages import PAGES
from tests.browser.conftest import FLAGS
from tests.browser.server import ROOT, chromium, serving

FOLDER = ROOT / "docs" / "screenshots"
SIZES = ((1920, 1080), (1280, 720), (390, 844))
DRAWN = {
    "overview": ".choroplethlayer path",
    "map": "[data-testid=stDeckGlJsonChart] canvas",
    "targets": ".scatterlayer path",
    "reach": ".barlayer path",
    "training": ".scatterlayer path",
    "infrastructure": ".choroplethlayer path",
    "governorate": ".scatterlayer path",
    "compare": ".choroplethlayer path",
    "record": ".scatterlayer path",
}
CHOSEN = {"governorate": "?governorate=IQG08"}  # what is chosen where a page is about a choice

SEEN_AS = {"map-public": ("map", "?seen_as=public"), "overview-donor": ("overview", "?seen_as=donor:DE")}


def main() -> None:
    """Every page, three sizes, light and dark."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    with serving() as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=FLAGS)
        wanted = {key: (key, CHOSEN.get(key, "")) for key in PAGES} | SEEN_AS
        for name, (key, query) in wanted.items():
            for size in SIZES:
                for mode in ("light", "dark"):
                    place, drawn = f"{address}/{PAGES[key].url_path}{query}", DRAWN.get(key, "[data-testid=stMain] h1")
                    picture = photograph(browser, place, size, mode, drawn)
                    save(picture, FOLDER / f"{name}-{size[0]}x{size[1]}-{mode}.png")
        browser.close()


def photograph(browser: Browser, address: str, size: tuple[int, int], mode: str, drawn: str) -> bytes:
    """One page as a reader sees it once it stands."""
    context = browser.new_context(viewport={"width": size[0], "height": size[1]}, color_scheme=mode)
    page = context.new_page()
    page.goto(address)
    page.wait_for_selector("[data-testid=stMain] h1", timeout=60_000)
    page.wait_for_selector(drawn, state="attached", timeout=60_000)
    page.wait_for_timeout(3_500)
    picture = page.screenshot()
    context.close()
    return picture


def save(picture: bytes, path: Path) -> None:
    """A picture of 256 colours, those of the legend among them: small enough to keep in the repository."""
    Image.open(BytesIO(picture)).convert("RGB").quantize(256, Image.Quantize.MAXCOVERAGE).save(path, optimize=True)
    print(path.relative_to(ROOT))


if __name__ == "__main__":
    main()
