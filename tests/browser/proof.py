"""Pictures of every slide and page of a briefing in build/briefing/, to be looked at, and of them those that README shows:
`make briefing-proof`.

The deck at three sizes from a real Chromium, the PDFs page by page, the slides as LibreOffice shows them.
"""

import shutil
import subprocess
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import Browser, sync_playwright

from community_policing.briefing.build.outputs import file_name, made
from community_policing.briefing.compose.composer import compose
from community_policing.briefing.model import Briefing
from community_policing.briefing.presets import BriefingRequest
from community_policing.briefing.snapshot import frozen
from community_policing.dataset.load import load
from community_policing.measure.programme import Programme
from tests.browser.conftest import FLAGS
from tests.browser.screenshots import DOCS, empty, refresh, save
from tests.browser.server import ROOT, chromium

FOLDER = ROOT / "build" / "briefing"
SIZES = ((1920, 1080), (1280, 720), (3840, 2160))
CHOSEN = ("IQG15", "IQG05")
WIDTH = 1280  # pixels of a picture of a page


def main() -> None:
    """The Chief's briefing of the data that ship, in every output."""
    for tool in ("pdftoppm", "soffice"):
        if shutil.which(tool) is None:
            raise SystemExit(f"{tool} is missing. Install it: sudo apt-get install poppler-utils libreoffice-impress")
    empty(FOLDER)
    briefing = proof()
    with TemporaryDirectory() as folder:
        files = {key: Path(folder) / file_name(briefing, key) for key in ("html", "pptx", "brief", "handout")}
        for key, file in files.items():
            file.write_bytes(made(briefing, key))
        _deck(briefing, files["html"])
        for key in ("brief", "handout"):
            _pages(files[key], key)
        _pages(_converted(files["pptx"]), "pptx")
    refresh(FOLDER, DOCS / FOLDER.name)


def proof() -> Briefing:
    """What is photographed: the same numbers, id and time whenever the data are the same."""
    draft = compose(Programme.of(load(ROOT / "data" / "demonstration")), BriefingRequest("chief", governorates=CHOSEN))
    return replace(frozen(draft, "docs"), made_at="2016-12-01T09:00:00+00:00")


def _deck(briefing: Briefing, file: Path) -> None:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=FLAGS)
        for width, height in SIZES:
            _slides(browser, briefing, file, width, height)
        browser.close()


def _slides(browser: Browser, briefing: Briefing, file: Path, width: int, height: int) -> None:
    page = browser.new_page(viewport={"width": width, "height": height}, reduced_motion="reduce")
    page.goto(file.as_uri())
    for place, slide in enumerate(briefing.slides, start=1):
        page.wait_for_timeout(300)
        save(page.screenshot(), FOLDER / f"deck-{place:02}-{slide.key}-{width}x{height}.png")
        page.keyboard.press("ArrowRight")
    page.close()


def _converted(file: Path) -> Path:
    profile = f"-env:UserInstallation=file://{file.parent}/office"
    command = [
        "soffice",
        profile,
        "--headless",
        "--convert-to",
        "pdf",
        "--outdir",
        str(file.parent / "converted"),
        str(file),
    ]
    subprocess.run(command, check=True, capture_output=True, timeout=300)
    return file.parent / "converted" / f"{file.stem}.pdf"


def _pages(file: Path, name: str) -> None:
    pictures = file.parent / f"{name}-pictures"
    pictures.mkdir()
    command = ["pdftoppm", "-png", "-scale-to-x", str(WIDTH), "-scale-to-y", "-1", str(file), str(pictures / name)]
    subprocess.run(command, check=True, timeout=300)
    for picture in sorted(pictures.iterdir()):
        save(picture.read_bytes(), FOLDER / picture.name)


if __name__ == "__main__":
    main()
