"""Sixty hostile strings in every text column (tests/hostile_text.py), on every page, in a real browser.

CPF_HOSTILE=all goes through all turns, so that every string has stood in every column on every page (ten minutes): run it
after a change to what draws text.  Without it one turn is walked: every string somewhere, something hostile in every column.
"""

import os
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from urllib.parse import urlencode, urlsplit

import openpyxl
import pytest
from playwright.sync_api import Page, TimeoutError

from community_policing.briefing.compose.composer import compose
from community_policing.briefing.html.deck import deck
from community_policing.briefing.presets import BriefingRequest
from community_policing.briefing.snapshot import frozen
from community_policing.dataset.cells import tidy
from community_policing.dataset.load import load
from community_policing.dataset.releases import Source, open_releases
from community_policing.measure.programme import Programme
from pages import PAGES
from tests import hostile_text as hostile
from tests.browser.conftest import Visit
from tests.browser.server import ROOT, serving

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
TURNS = range(hostile.TURNS) if os.environ.get("CPF_HOSTILE") == "all" else (1,)
# What a string does when it runs: sets a mark, opens a dialog of the browser, or writes into the console.
CANARY = """Object.defineProperty(window, '__pwned', {set: v => { console.error('PWNED ' + v); }});
for (const name of ['alert', 'confirm', 'prompt', 'print']) window[name] = () => console.error('PWNED ' + name);"""
# What text may never have become: a link or a picture to another place, a frame, a handler, a formula, a colour, an icon.
BECAME = """() => [...document.querySelectorAll('a[href], img, iframe, object, embed, form, base, [onload],'
  + 'meta[http-equiv=refresh], [onerror], [onmouseover], [ontoggle], details[ontoggle], .katex, math, del, sup'),
  ...[...document.querySelectorAll('.stMarkdownColoredText, b')].filter(each => /^(alarm|y|x|bold)$/.test(each.textContent))]
  .filter(each => !(each.matches('a, img') && new URL(each.href || each.src, location).origin === location.origin)
    && !(each.matches('img') && /^(data|blob):/.test(each.src)) && !each.closest('.maplibregl-map'))
  .map(each => each.outerHTML.slice(0, 200))"""


def watched(visit: Visit) -> list[str]:
    """What happened that may not: filled while the visit lasts."""
    happened: list[str] = []
    visit.page.add_init_script(CANARY)
    visit.page.on("dialog", lambda dialog: (happened.append(f"dialog {dialog.message}"), dialog.dismiss()))
    visit.page.context.on("page", lambda opened: happened.append(f"opened {opened.url}"))
    return happened


def harmless(visit: Visit, happened: list[str], where: str) -> None:
    """Nothing ran, nobody else was asked, nothing broke, and no text became more than text."""
    page = visit.page
    found = [*happened, *visit.complaints, *page.evaluate(BECAME)]
    found += [host for host in visit.hosts if host not in ("127.0.0.1", "blob", "")]
    found += [each.inner_text() for each in page.locator("[data-testid=stException]").all()]
    assert (where, found) == (where, [])
    assert urlsplit(page.url).hostname == "127.0.0.1"


def hover(page: Page) -> None:
    """The pointer over the drawings and marks of a page, where tooltips come from."""
    for drawing in page.locator(
        ".js-plotly-plot .nsewdrag, .drawing svg, [data-testid=stDeckGlJsonChart] canvas"
    ).all()[:4]:
        box = drawing.bounding_box()
        if box is None:
            continue
        drawing.scroll_into_view_if_needed(timeout=2_000)
        box = drawing.bounding_box() or box
        for across, down in ((0.1, 0.2), (0.3, 0.5), (0.5, 0.8), (0.7, 0.3)):
            page.mouse.move(box["x"] + box["width"] * across, box["y"] + box["height"] * down)
            page.wait_for_timeout(40)


def walked(visit: Visit, address: str, happened: list[str]) -> None:
    """Every page, with what opens on it."""
    page = visit.page
    for key, each in PAGES.items():
        more = "?governorate=IQG08" if key == "governorate" else ""
        visit.open(f"{address}/{each.url_path}{more}")
        page.wait_for_timeout(300)
        hover(page)
        harmless(visit, happened, key)
        if key == "record":
            for tab in page.get_by_role("tab").all():
                tab.click()
                page.wait_for_timeout(500)
                harmless(visit, happened, f"{key}, {tab.inner_text()}")


def read(shown: str) -> str:
    """What a reader reads: without the joiner that keeps addresses from becoming links, spaces alike."""
    return " ".join(shown.replace("\u2060", "").split())


def title(turn: int, row: int) -> str:
    """The title of that row, in `trainings`, in `infrastructure` and in `fora` the second column, as the loader takes it."""
    number = hostile.string(turn, row, 1)
    return read(tidy(f"loud {number}" if number in hostile.LOUD else hostile.STRINGS[number])[0])


def unfold(page: Page, label: str) -> None:
    """Opens a list; a rerun that ends in the same moment closes it again, so it may take more than one click."""
    for _ in range(5):
        page.get_by_label(label, exact=True).first.click()
        with suppress(TimeoutError):
            page.get_by_role("option").first.wait_for(timeout=3_000)
            return
    raise AssertionError(f"{label} does not open")


def opened(visit: Visit, address: str, turn: int, happened: list[str]) -> None:
    """What opens over or beside a page: the working with its tabs, an event, an item, a forum, the filters, what a search finds."""
    page = visit.open(address)
    page.get_by_role("button", name="Show the working").first.click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("tab").first.wait_for()
    for tab in dialog.get_by_role("tab").all():
        tab.click()
        page.wait_for_timeout(300)
    harmless(visit, happened, "working")
    rows = (("training", "event", "trainings"), ("infrastructure", "item", "infrastructure"), ("fora", "forum", "fora"))
    for where, name, table in rows:
        for row in (0, 3) if len(TURNS) > 1 else (3,):
            visit.open(f"{address}/{where}?{urlencode({name: tidy(hostile.key(table, turn, row))[0]})}")
            harmless(visit, happened, name)
            assert read(page.locator(f".st-key-{name}-panel h3").inner_text()) == title(turn, row), name
    visit.open(address)
    visit.at_rest("[data-testid=stMain] .drawing svg")
    page.get_by_role("button", name="Dataset", exact=True).click()
    for label in ("See as", "Donor", "Phase"):
        unfold(page, label)
        harmless(visit, happened, label)
        page.keyboard.press("Escape")
        page.get_by_role("option").first.wait_for(state="hidden")
        if label == "See as":  # in the menu, which covers the filters while it is open
            page.get_by_role("button", name="Dataset", exact=True).click()
    box = page.get_by_label("Find a forum, event, site or term")
    for asked in ("script", "example", "bold", "window"):
        box.fill(asked)
        page.wait_for_timeout(500)
        harmless(visit, happened, f"search {asked}")


@pytest.mark.parametrize("turn", TURNS)
def test_on_every_page_it_is_text(turn: int, visiting: Callable[..., Visit], tmp_path: Path) -> None:
    """On every page, its tabs, hovers, dialogs, filters and search, no string runs, asks another host, opens a dialog, or has
    become a link, a picture, a formula or a colour."""
    hostile.write(tmp_path, turn)
    with serving({"CPF_DATA": str(tmp_path)}) as address:
        visit = visiting()
        happened = watched(visit)
        walked(visit, address, happened)
        opened(visit, address, turn, happened)
        hostile.write(tmp_path, turn, nul="fora")
        page = visit.open(f"{address}/record")
        page.get_by_role("tab", name="Data and places").click()
        visit.at_rest("[data-testid=stDataFrame]")
        harmless(visit, happened, "NUL")


@pytest.mark.parametrize("turn", TURNS)
def test_in_a_deck_it_is_text(turn: int, visiting: Callable[..., Visit], tmp_path: Path) -> None:
    """A briefing with hostile names, title, notes and headlines, opened from disk and as it is presented: on every slide all is
    text, and it asks for nothing."""
    hostile.write(tmp_path, turn)
    whole = Programme.of(load(tmp_path))
    briefing = frozen(compose(whole, BriefingRequest("donor", title=hostile.STRINGS[turn])), hostile.STRINGS[turn + 1])
    slides = [
        replace(slide, headline=hostile.STRINGS[at + 2], notes=hostile.STRINGS[at + 20])
        for at, slide in enumerate(briefing.slides)
    ]
    for present in (False, True):
        file = tmp_path / f"deck{present}.html"
        file.write_bytes(deck(replace(briefing, slides=tuple(slides)), present=present))
        visit = visiting(1280, 720)
        happened = watched(visit)
        visit.page.goto(file.as_uri())
        visit.page.wait_for_selector("html[data-fitted]")
        for slide in slides:
            shown = visit.page.locator("section.present").inner_text()
            assert " ".join(slide.headline.split()) in " ".join(shown.split())
            visit.page.keyboard.press("PageDown")
        visit.page.keyboard.press("s")
        visit.page.keyboard.press("w")
        assert [*happened, *visit.complaints, *visit.page.evaluate(BECAME)] == []
        assert visit.hosts <= {"", file.as_uri()[:30], "blob"}


def test_in_the_list_of_releases_and_the_report_of_a_file_it_is_text(
    visiting: Callable[..., Visit], tmp_path: Path
) -> None:
    """A release whose note, publisher and file are hostile, and a workbook whose name, headers and cells are: the list of
    releases, the notice, the report on the file and its faults are text."""
    (tmp_path / "tables").mkdir()
    releases = open_releases(f"sqlite:///{tmp_path / 'registry.sqlite'}", str(tmp_path / "tables"))
    demonstration = load(ROOT / "data" / "demonstration")
    sent = Source(hostile.STRINGS[1], "0" * 64)
    note = " ".join(text for text in hostile.STRINGS[:30] if text.isprintable())
    releases.publish(demonstration, note=note, by=hostile.STRINGS[0], source=sent, base=None, effect={})
    with serving({"CPF_RELEASES": str(tmp_path)}) as address:
        visit = visiting()
        happened = watched(visit)
        page = visit.open(f"{address}/releases")
        harmless(visit, happened, "releases")
        page.get_by_text(read(hostile.STRINGS[0])).filter(visible=True).first.wait_for()
        visit.open(f"{address}/import")
        name = "<img src=x onerror=window.__pwned=1>![p](x) :red[y].xlsx"
        page.set_input_files("input[type=file]", {"name": name, "mimeType": XLSX, "buffer": workbook()})
        page.locator(".st-key-check-file button").click()
        page.locator(".st-key-with-draft").wait_for(timeout=60_000)
        visit.settled()
        harmless(visit, happened, "import")
        assert name in read(page.locator("h1").inner_text())


def workbook() -> bytes:
    """A table of fora with a hostile text in every cell, and hostile headers beside the known ones."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "fora"
    known = [column.name for column in hostile.TABLES["fora"].columns]
    texts = [text for text in hostile.STRINGS if all(c >= " " for c in text) and len(text) < 1_000]
    sheet.append([*known, *texts[:5]])
    for row in range(len(texts)):
        for at in range(len(known)):
            cell = sheet.cell(row + 2, at + 1)
            cell.value, cell.data_type = texts[(row + 7 * at) % len(texts)], "s"
    content = BytesIO()
    book.save(content)
    return content.getvalue()
