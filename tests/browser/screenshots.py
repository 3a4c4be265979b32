"""Photographs of every page in build/screenshots/, and of them those that README and docs/loading.md show: `make screenshots`."""

import shutil
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

from pages import PAGES
from tests.browser.conftest import FLAGS
from tests.browser.server import ROOT, chromium, serving
from tests.browser.test_import import check, choose, office_month, published, read_so

DOCS = ROOT / "docs"
FOLDER = ROOT / "build" / "screenshots"
SIZES = ((1920, 1080), (1280, 720), (390, 844))
DRAWN = {
    "overview": ".drawing svg",
    "map": "[data-testid=stDeckGlJsonChart] canvas, .choroplethlayer path",  # a phone draws its map
    "targets": ".scatterlayer path",
    "outcomes": ".scatterlayer path",
    "fora": ".scatterlayer path",
    "reach": ".barlayer path",
    "training": ".scatterlayer path",
    "infrastructure": ".choroplethlayer path",
    "governorate": ".drawing svg",
    "compare": ".choroplethlayer path",
    "record": ".scatterlayer path",
}
CHOSEN = {"governorate": "?governorate=IQG08"}  # what is chosen where a page is about a choice

WIDE, HIGH = 1366, 1040  # of the pictures of an office's file
SEEN_AS = {"map-public": ("map", "?seen_as=public"), "overview-donor": ("overview", "?seen_as=donor:DE"),
           "overview-arabic": ("overview", "?lang=ar"), "map-sorani": ("map", "?lang=ckb")}  # fmt: skip


def main() -> None:
    """Every page, three sizes, light and dark."""
    empty(FOLDER)
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
    loading()
    refresh(FOLDER, DOCS / FOLDER.name)


def loading() -> None:
    """The steps of an office's file from its choice to its effect, as docs/loading.md tells them."""
    with TemporaryDirectory() as folder, sync_playwright() as playwright:
        (Path(folder) / "tables").mkdir()
        published(Path(folder))
        browser = playwright.chromium.launch(executable_path=chromium(), args=FLAGS)
        with serving({"CPF_RELEASES": folder}) as address:
            page = browser.new_page(viewport={"width": WIDE, "height": HIGH}, color_scheme="light")
            for step, high in steps_of_loading(page, f"{address}/import"):
                page.wait_for_timeout(3_500)
                picture = page.screenshot(clip={"x": 0, "y": 0, "width": WIDE, "height": high})
                save(picture, FOLDER / f"loading-{step}.png")
        browser.close()


def steps_of_loading(page: Page, address: str) -> Iterator[tuple[str, int]]:
    """Goes through the steps, and stops at each for its picture, with the height that it needs."""
    wrong, right = office_month(12, 2016), office_month(12, 2016)
    wrong.active["E5"] = "34/12/2016"
    page.goto(address)
    choose(page, wrong, "ninewa december.xlsx")
    page.locator(".st-key-check-file").wait_for()
    yield "1-file", 520
    check(page)
    page.get_by_role("combobox", name="What does “اجتماع” mean?").click()
    page.get_by_role("option", name="Training", exact=True).click()
    yield "2-questions", 800
    read_so(page)
    yield "3-faults", HIGH
    page.goto(address)
    choose(page, right, "ninewa december.xlsx")
    check(page)
    page.get_by_text("What publishing it would do").evaluate("title => title.scrollIntoView()")
    yield "4-effect", HIGH


def empty(folder: Path) -> None:
    """Makes the folder, without pictures of an earlier time."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)


def refresh(taken: Path, committed: Path) -> None:
    """Renews the pictures that are kept in git from those just taken.  SystemExit, with nothing renewed, for one that was not
    taken again: what README shows would stay as it was."""
    names = sorted(picture.name for picture in committed.glob("*.png"))
    if gone := [name for name in names if not (taken / name).is_file()]:
        raise SystemExit(f"Not photographed any more, so remove them and what shows them: {', '.join(gone)}")
    for name in names:
        shutil.copyfile(taken / name, committed / name)


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
