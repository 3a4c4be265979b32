"""An analyst's month in a real browser: template, faults, marked workbook, effect, publish, notice, the way back."""

from collections.abc import Callable, Iterator
from contextlib import suppress
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
from openpyxl.workbook import Workbook
from playwright.sync_api import Page, TimeoutError

from community_policing.dataset.load import load
from community_policing.dataset.releases import Source, open_releases
from tests.browser.accessibility import wrong
from tests.browser.conftest import Visit
from tests.browser.server import ROOT, serving

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def downloaded(page: Page, key: str) -> Workbook:
    with page.expect_download() as waiting:
        page.locator(f".st-key-{key} button").click()
    return openpyxl.load_workbook(BytesIO(Path(waiting.value.path()).read_bytes()))


def choose(page: Page, book: Workbook, name: str) -> None:
    content = BytesIO()
    book.save(content)
    page.set_input_files("input[type=file]", {"name": name, "mimeType": XLSX, "buffer": content.getvalue()})


def upload(page: Page, book: Workbook, name: str) -> None:
    choose(page, book, name)
    check(page)


def check(page: Page) -> None:
    page.locator(".st-key-check-file button").click()
    page.locator(".st-key-with-draft").wait_for(timeout=60_000)


def cell(book: Workbook, sheet: str, row: int, column: str) -> openpyxl.cell.Cell:
    names = [each.value for each in book[sheet][1]]
    return book[sheet].cell(row, names.index(column) + 1)


# In rows that no other row hangs on, so that each fault is told once.
FAULTS = (
    ("infrastructure", 2, "governorate", "Bagdadh-on-Sea"),
    ("infrastructure", 3, "due_on", "2016-02-31"),
    ("infrastructure", 4, "quantity", "-3"),
    ("infrastructure", 5, "kind", "lorry"),
    ("attendance", 2, "attendances", "12.5"),
)


def published(folder: Path) -> None:
    """Release 1: the demonstration, as it ships."""
    releases = open_releases(f"sqlite:///{folder / 'registry.sqlite'}", str(folder / "tables"))
    demonstration = load(ROOT / "data" / "demonstration")
    releases.publish(demonstration, note="First", by="T", source=Source("demo", "0" * 64), base=None, effect={})


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A server with release 1, for tests to which it is the same whether a release 2 was published since."""
    folder = tmp_path_factory.mktemp("releases")
    (folder / "tables").mkdir()
    published(folder)
    with serving({"CPF_RELEASES": str(folder)}) as address:
        yield address


def test_an_analysts_month(visiting: Callable[..., Visit], tmp_path: Path) -> None:
    """Five kinds of fault are told at their cells and marked; corrected, the file shows what it would change; published, it is
    announced to a reader of the earlier release, who chooses when to switch; and the earlier one can be made current again.
    The draft survives a restart of the server.  Nobody asks another host, nothing complains."""
    (tmp_path / "tables").mkdir()
    published(tmp_path)
    own = {"CPF_RELEASES": str(tmp_path)}
    analyst, reader = visiting(1600, 1100), visiting(1280, 720)
    with serving(own) as address:
        page = analyst.open(f"{address}/import")
        filled = downloaded(page, "template-filled")
        good = {(sheet, row, column): cell(filled, sheet, row, column).value for sheet, row, column, _ in FAULTS}
        for sheet, row, column, value in FAULTS:
            cell(filled, sheet, row, column).value = value
        upload(page, filled, "december.xlsx")
        analyst.settled()
        assert page.locator("h1").inner_text() == "Answer 1 question on how december.xlsx is read"
        page.get_by_text("What does “lorry” mean?").wait_for()
        assert wrong(page) == []
        read_so(page)  # as proposed: it is none of the kinds, and has to be corrected
        assert page.locator("h1").inner_text() == "5 errors in december.xlsx: correct them below, or in the file"
        assert wrong(page) == []
        marked = downloaded(page, "marked")
        for sheet, row, column, value in FAULTS:
            found = cell(marked, sheet, row, column)
            assert (str(found.value), found.fill.fill_type, bool(found.comment)) == (value, "solid", True)
        draft = page.url.partition("draft=")[2]
    with serving(own) as address:
        page = analyst.open(f"{address}/import?draft={draft}")
        assert page.locator("h1").inner_text() == "5 errors in december.xlsx: correct them below, or in the file"
        page.locator(".st-key-another button").click()
        page.locator("input[type=file]").wait_for(state="attached")
        for (sheet, row, column), value in good.items():
            cell(marked, sheet, row, column).value = value
        cell(marked, "fora", 2, "members_women").value = "40"
        there = reader.open(address)
        upload(page, marked, "december.xlsx")
        analyst.settled()
        assert "can be published" in page.locator("h1").inner_text()
        assert wrong(page) == []
        assert "1 row changed" in page.locator("[data-testid=stMain]").inner_text()
        publish(page)
        analyst.settled()
        assert page.locator("h1").inner_text().startswith("Release 2 is current")
        there.get_by_text("New data:").wait_for(timeout=15_000)
        there.locator(".st-key-take-newest button").click()
        there.wait_for_url("**release=2**")
        there.get_by_text("release 2 (").wait_for()  # the figures follow, not the address alone
        back(page)
        page.get_by_text("Release 3 is current:").wait_for(timeout=20_000)
        lost = reader.page
        lost.goto(f"{address}/?release=9")
        lost.get_by_text("This link asks for release 9, which does not exist here.").wait_for()
        assert lost.locator("h1").all_inner_texts() == ["Nothing can be shown here"]
        assert wrong(lost) == []
    for visit in (analyst, reader):
        assert {host for host in visit.hosts if not host.startswith("127.0.0.1")} == set()


def read_so(page: Page) -> None:
    """The form's answers as they stand."""
    before = page.locator("h1").inner_text()
    page.get_by_role("button", name="Read the file so").click()
    page.wait_for_function("before => document.querySelector('h1')?.innerText !== before", arg=before, timeout=60_000)


HEADER = (
    "النشاط",
    None,
    None,
    None,
    "التاريخ والمكان",
    None,
    None,
    "الشرطة",
    None,
    "المجتمع",
    None,
    "المجموع",
    "الممول",
)
NAMES = ("ت", "عنوان النشاط", "النوع", "الحالة", "تاريخ البدء", "تاريخ الانتهاء", "المحافظة / القضاء", "ذكور", "إناث", "ذكور",
         "إناث", None, None)  # fmt: skip


def office_month(month: int, year: int) -> Workbook:
    """A field office's month in Arabic: a title, two header rows, two events with their counts, a total and a legend."""
    book = Workbook()
    sheet = book.active
    sheet.title = "التدريبات"
    for row in (
        ("تقرير أنشطة المكتب",),
        (),
        HEADER,
        NAMES,
        (
            1,
            "دورة تعريفية",
            "تدريب",
            "مكتمل",
            f"4/{month}/{year}",
            f"6/{month}/{year}",
            "نينوى / تلكيف",
            18,
            3,
            10,
            6,
            37,
            "ألمانيا",
        ),
        (2, "لقاء", "اجتماع", "مكتمل", f"20/{month}/{year}", None, "نينوى", 20, 0, 35, 5, 60, "ألمانيا"),
        ("المجموع الكلي", None, None, None, None, None, None, 38, 3, 45, 11, 97),
        ("اللون الأخضر: مكتمل",),
    ):
        sheet.append(row)
    sheet.merge_cells("H3:I3")
    sheet.merge_cells("J3:K3")
    return book


def test_an_offices_own_sheet_takes_one_form_and_then_none(shared: str, visiting: Callable[..., Visit]) -> None:
    """An Arabic sheet with titles, bands and a total is asked about once; the next month's file is read without a question."""
    analyst = visiting(1366, 900)
    page = analyst.open(f"{shared}/import")
    upload(page, office_month(12, 2016), "نينوى كانون الأول.xlsx")
    analyst.settled()
    assert "questions on how" in page.locator("h1").inner_text()
    page.get_by_role("combobox", name="What does “اجتماع” mean?").click()
    page.get_by_role("option", name="Training", exact=True).click()
    read_so(page)
    analyst.settled()
    assert "can be published" in page.locator("h1").inner_text()
    said = page.locator("[data-testid=stMain]").inner_text()
    assert ("2 rows added" in said, "8 rows added" in said) == (True, True), said  # events, and their counts
    publish(page)
    analyst.settled()
    page = analyst.open(f"{shared}/import")
    upload(page, office_month(1, 2017), "نينوى كانون الثاني.xlsx")
    analyst.settled()
    assert "can be published" in page.locator("h1").inner_text()


def publish(page: Page) -> None:
    for box in page.locator("[class*=st-key-confirm-] label").all():
        box.click()
    page.locator(".st-key-publish-note input").fill("Members counted again")
    page.locator(".st-key-publish-by input").fill("AN")
    page.get_by_role("button", name="Publish", exact=True).click()
    page.get_by_text("Published as release 2.").wait_for(timeout=30_000)


def back(page: Page) -> None:
    """The first release, chosen in the list's canvas by its row, made current again."""
    box = page.locator(".st-key-releases-list").bounding_box()
    assert box
    page.mouse.click(box["x"] + 20, box["y"] + 35 + 35 + 17)
    page.get_by_text("Make it current again").click()
    page.get_by_label("Why", exact=True).fill("Counted wrongly")
    page.get_by_label("Your role or initials").fill("AN")
    page.locator("[data-testid=stFormSubmitButton] button").click()


def test_a_file_refused_at_the_door_is_explained(server: str, visiting: Callable[..., Visit]) -> None:
    """What is no workbook never comes in; beside its mark stands why, and without such a file nothing of it is seen."""
    page = visiting().open(f"{server}/import")
    told = page.get_by_text("Files marked red were not accepted")
    told.wait_for(state="attached")
    assert not told.is_visible()
    page.set_input_files("input[type=file]", {"name": "report.xlsx", "mimeType": XLSX, "buffer": b"<html>no workbook"})
    told.wait_for(state="visible")
    assert page.locator(".st-key-check-file").count() == 0


def type_over_the_first(visit: Visit, text: str) -> None:
    """Types into the first line's text, behind the cell's name.  The table is a canvas: what a click opens tells whether it was
    drawn already."""
    visit.at_rest("[data-testid=stDataFrame] canvas")
    page, table = visit.page, visit.page.locator("[data-testid=stDataFrame]")
    cell = page.locator("#portal textarea, #portal input")
    for _ in range(10):
        table.click(position={"x": 70 + 90, "y": 35 + 17})
        page.keyboard.press("Enter")
        with suppress(TimeoutError):
            cell.wait_for(timeout=3_000)
            break
    cell.fill(text)
    page.keyboard.press("Enter")
    cell.wait_for(state="detached")
    page.wait_for_timeout(1_500)  # Streamlit gathers what is typed in a table for a moment


def test_a_cell_is_corrected_on_the_page(shared: str, visiting: Callable[..., Visit]) -> None:
    """An empty cell that has to be filled is filled in the table below the faults; the file is then right, and the page says
    which cell was corrected."""
    book = Workbook()
    sheet = book.active
    sheet.title = "donors"
    for row in (("donor_id", "name", "short_name"), ("US", "United States", "US"), ("DE", "Germany", None)):
        sheet.append(row)
    analyst = visiting(1366, 900)
    page = analyst.open(f"{shared}/import")
    upload(page, book, "donors.xlsx")
    analyst.settled()
    assert page.locator("h1").inner_text() == "1 error in donors.xlsx: correct it below, or in the file"
    type_over_the_first(analyst, "Germany")
    page.get_by_role("button", name="Correct and check again").click()
    page.get_by_text("1 cell of this file is corrected here").wait_for(timeout=30_000)
    analyst.settled()
    assert "can be published" in page.locator("h1").inner_text()
    assert "donors, cell C3: empty is now “Germany”" in page.locator("[data-testid=stMain]").inner_text()
