"""Every mark, polygon and point of every drawing says, under the pointer, what its page's own files say."""

import csv
import io
import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime
from functools import cache
from pathlib import Path

from playwright.sync_api import Page

from community_policing.core.geography import Governorate, governorates
from community_policing.core.indicators import INDICATORS
from tests.browser.conftest import Visit
from tests.browser.hovering import DRAWINGS, PLOTLY, TOOLTIP
from tests.browser.test_clicks import at
from tests.conftest import ROOT, Report

BROKEN = re.compile(r"[{}]|undefined|\bNaN\b|\bnull\b|\bNone\b|%\{|\[object")
DESK, PHONE = (1366, 768), (390, 844)
FOLDERS = {"Demonstration": "demonstration", "Public record": "public_record"}
# Page and what its address says besides -> the drawings on it that say something under the pointer, in both datasets.
PAGES = {
    "": ({"small-map", "trend"}, {"small-map"}),
    "map": ({"drawn-0"}, {"drawn-0"}),
    "targets": ({"chart-"}, set()),
    "outcomes": ({"outcomes-answers"}, set()),
    "fora": ({"forum-lives", "concerns"}, set()),
    "reach": ({"flow", "reach-trend", "reach-spend"}, set()),
    "training": ({"calendar"}, {"calendar"}),
    "infrastructure": ({"pipeline", "works-map", "works-timeline"}, {"works-timeline"}),
    "governorate": ({"drawn-0"}, {"drawn-0"}),
    "compare": ({*(f"map-{place}-fora_established" for place in "abd"), "dumbbells-governorate"}, set()),
    "record": ({"timeline"}, {"timeline"}),
    "governorate&governorate=Baghdad": ({"profile-trend"}, set()),
}
ON_PHONE = ("map", "compare")
OF_RECORD = ("", "map", "infrastructure", "record")  # of what was published other drawings are there, or fewer
Rows = list[dict[str, str]]


def test_every_hover_says_what_the_files_say(server: str, visiting: Callable[..., Visit], report: Report) -> None:
    """A pointer over every point of every drawing of every page, on a desk; on a phone and of what was published where the
    drawing is another one: a text without a brace or a missing value, with the name of the place or the series, and the figure
    that the page's own file has."""
    counted: Counter[str] = Counter()
    for place, (dataset, folder) in enumerate(FOLDERS.items()):
        for size, pages in ((DESK, OF_RECORD if place else tuple(PAGES)), (PHONE, () if place else ON_PHONE)):
            visit = visiting(*size)
            for name in pages:
                page = opened(visit, server, name, dataset)
                files = exported(page)
                read = [*page.evaluate(PLOTLY), *page.evaluate(DRAWINGS)]
                assert {re.sub(r"^chart-.*", "chart-", each["chart"]) for each in read} == PAGES[name][place], (
                    name,
                    dataset,
                )
                wrong = [each for each in read if not says(each, files, fora(folder))]
                assert (name, dataset, size, wrong) == (name, dataset, size, [])
                counted[f"{dataset}, {size[0]} px"] += len(read)
            assert visit.complaints == []
    report(f"hovers read and found in the page's files: {dict(counted)}")


def test_every_tooltip_of_the_zoomable_map(server: str, visiting: Callable[..., Visit], report: Report) -> None:
    """A real mouse over all 18 governorates of the WebGL map, in both datasets, and over every third after another figure was
    chosen: the name and the figure of the table below, or the forum that covers the place."""
    read = 0
    for dataset, folder in FOLDERS.items():
        visit = visiting(1366, 768)
        with visit.page.expect_response(lambda answer: "/layers/governorates_med" in answer.url):
            page = visit.open(f"{server}/map?dataset={dataset}")
        first = page.get_by_role("combobox", name="Colour governorates by").input_value()
        for label in dict.fromkeys((first, "Fora planned")):  # the public record opens on the second
            if label != first:
                choice = page.get_by_role("combobox", name="Colour governorates by")
                choice.scroll_into_view_if_needed()  # a list that opens while the page scrolls closes again
                choice.click()
                page.get_by_role("option", name=label, exact=True).click()
            page.get_by_role("heading", name=f"The same numbers: {label}").wait_for()
            visit.settled()
            files = exported(page)
            page.locator("[data-testid=stDeckGlJsonChart]").scroll_into_view_if_needed()
            over = list(governorates().values())[:: 1 if label == first else 3]
            tips = list(tooltips(page, over))
            wrong = [tip for tip in tips if not (polygon(tip, files) or mark(tip, fora(folder)))]
            assert (dataset, label, wrong, len(tips)) == (dataset, label, [], len(over))
            read += len(tips)
    report(f"tooltips read on the zoomable map: {read}")


def tooltips(page: Page, over: Sequence[Governorate]) -> Iterator[str]:
    """What stands at the middle of each governorate, once the map answers there at all."""
    box = page.locator("[data-testid=stDeckGlJsonChart]").bounding_box()
    for place in over:
        x, y = at(box, place.label_lon, place.label_lat)
        text = ""
        for turn in range(300):  # the layers come when they come
            page.mouse.move(x + turn % 2, y)
            page.wait_for_timeout(60)
            if text := page.evaluate(TOOLTIP):
                break
        yield text


def opened(visit: Visit, server: str, name: str, dataset: str) -> Page:
    """The page, its map as the drawn one."""
    path, _, more = name.partition("&")
    page = visit.open(f"{server}/{path}?dataset={dataset}&{more}{'map=drawn' if name == 'map' else ''}")
    if name == "map":
        visit.at_rest(".choroplethlayer path")
    return page


def exported(page: Page) -> dict[str, Rows]:
    """Every CSV that the page offers, by its stem."""
    files = {}
    for holder in page.locator("[class*=st-key-csv-]").all():
        stem = next(each for each in str(holder.get_attribute("class")).split() if each.startswith("st-key-csv-"))
        with page.expect_download() as download:
            holder.locator("button").click()
        text = Path(download.value.path()).read_bytes().decode("utf-8-sig")
        files[stem.removeprefix("st-key-csv-")] = list(csv.DictReader(io.StringIO(text, newline="")))
    return files


@cache
def fora(folder: str) -> Rows:
    """The dataset's fora."""
    with (ROOT / "data" / folder / "fora.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def says(read: dict[str, str], files: dict[str, Rows], of_fora: Rows) -> bool:
    """Whether the hover is whole and what it says is in the page's files."""
    text = read["text"]
    if not text or BROKEN.search(text):
        return False
    if read["kind"] in ("choropleth", "scattergeo", "map"):
        return polygon(text, files) or mark(text, of_fora)
    check = next(check for start, check in CHECKS.items() if read["chart"].startswith(start))
    return check(read["chart"], text, files)


def plain(text: str) -> str:
    """Figures as a file has them, without thousands separators."""
    return re.sub(r"(?<=\d),(?=\d{3})", "", text)


def polygon(text: str, files: dict[str, Rows]) -> bool:
    """Name and figure of a governorate, in one line of a file: the figure, or both parts of it, told apart by who founded."""
    name, _, figure = text.partition("\n")
    return any(
        row.get("Governorate") == name and plain(figure) in (*row.values(), founded(row))
        for rows in files.values()
        for row in rows
    )


def founded(row: dict[str, str]) -> str:
    """The fora of a line that tells IOM's from the police's, together."""
    parts = [row.get(f"Fora, {who}", "") for who in ("IOM", "police")]
    return str(sum(map(int, parts))) if all(part.isdigit() for part in parts) else ""


def mark(text: str, of_fora: Rows) -> bool:
    """Fora that are in the dataset, as many as are named, and by whom."""
    names, _, what = text.partition("\n")
    by = {row["name"]: "planned" if row["status"] == "planned" else row["established_by"] for row in of_fora}
    kind = "planned" if "planned" in what else "police" if "police" in what else "iom"
    listed = names.split(", ")
    return {by.get(name) for name in listed} == {kind} and re.match(rf"{len(listed)} for(um|a) ", what) is not None


def on(day: str) -> str:
    """A day as a file has it."""
    return datetime.strptime(day, "%d %b %Y").date().isoformat()


def steps(chart: str, text: str, files: dict[str, Rows]) -> bool:
    """A running total on a day: that of the last line by then; a target's figure."""
    series, day, figure = re.fullmatch(r"(.+)\n(\d\d \w+ \d{4}): (.+)", text).groups()  # type: ignore[union-attr]
    if series == "Target":
        return figure.isdigit()
    before = [row[series] for row in files[chart] if row["Date"] <= on(day)]
    return plain(figure) == (before[-1] if before else "0")


def target(chart: str, text: str, files: dict[str, Rows]) -> bool:
    """Target, figure reached and projection: those of the target's line in the table, on its due date or the as-of date."""
    _, key, *pcode = chart.split("-")
    series, day, figure = re.fullmatch(r"(.+)\n(\d\d \w+ \d{4}): (.+)", text).groups()  # type: ignore[union-attr]
    place = governorates()[pcode[0]].name_en if pcode else "Iraq"
    rows = [row for row in files["targets"] if (row["Indicator"], row["Place"]) == (INDICATORS[key].label, place)]
    (row,) = [row for row in rows if row["Status"]][:1] or rows[:1]
    if series == "Likely":
        return plain(figure) == row["Likely (80 %)"]
    if series == "Target" and on(day) == row["Due"]:
        return plain(figure) == row["Target"]
    if series == "Reached" and on(day) == AS_OF:
        return plain(figure) == row["Actual"]
    return re.fullmatch(r"(about )?[\d,]+( %)?", figure) is not None and series in SERIES


SERIES = ("Target", "Reached", "Before it was revised")
AS_OF = date(2016, 11, 30).isoformat()


def flow(chart: str, text: str, files: dict[str, Rows]) -> bool:
    """A link is a line of the file, a node the sum of the lines that lead from it, or to it."""
    if " → " in text:
        source, rest = text.split(" → ")
        end, _, seats = rest.rpartition(": ")
        names = [re.sub(r"(?: \(equal split\))?  [\d.,]+$", "", each) for each in (source, end)]
        return [*names, plain(seats)] in [list(row.values()) for row in files[chart]]
    name, _, seats = text.replace(" (equal split)", "").rpartition("  ")
    sums = [
        sum(float(row["Seats, shared equally"]) for row in files[chart] if row[way] == name) for way in ("From", "To")
    ]
    return abs(max(sums) - float(plain(seats))) < 0.06


def bars(chart: str, text: str, files: dict[str, Rows]) -> bool:
    """The seats of a group in a period."""
    period, group, seats = re.fullmatch(r"(.+)\n(.+): (.+)", text).groups()  # type: ignore[union-attr]
    return [row[group] for row in files[chart] if next(iter(row.values())) == period] == [plain(seats)]


def spend(chart: str, text: str, files: dict[str, Rows]) -> bool:
    """What a grant spent and planned, or how its time and the targets of its phase stand: the cells of its line."""
    name, _, words = text.partition("\n")
    (row,) = [row for row in files[chart] if row["Donor and phase"] == name]
    one_line = plain(words.replace("\n", " "))
    if " of its time gone by" in words:
        return f"{row['Time gone by (%)']} %" in one_line and row["Targets of the phase"] in one_line
    money = [
        f"{row['Currency']} {row[column]}"
        for column in ("Spent to date", "Planned to date", "Amount committed")
        if row[column]
    ]
    return all(amount in one_line for amount in money)


def lanes(chart: str, text: str, files: dict[str, Rows]) -> bool:
    """How much of a kind is at a stage."""
    lane, _, rest = text.rpartition(": ")
    stage, _, figure = rest.rpartition(" ")
    return [row[stage.capitalize()] for row in files[chart] if row["What"] == lane] == [plain(figure)]


def event(_: str, text: str, files: dict[str, Rows]) -> bool:
    """An event of the file: its title, when it was, and the seats filled."""
    title, when = text.split("\n")[0], text.split("\n")[2]
    seats = re.search(r"([\d,]+) seats? filled", text)
    told = plain(seats[1]) if seats else ""
    return any((row["Event"], row["When"], row["Seats filled"]) == (title, when, told) for row in files["events"])


def item(chart: str, text: str, files: dict[str, Rows]) -> bool:
    """An item of the file: its name, how much of it, and where."""
    name, what, where, *_ = text.split("\n")
    amount = what.partition(" · ")[0].rpartition(", ")[2]
    return any((row["Item"], row["Quantity"], row["Where"]) == (name, plain(amount), where) for row in files[chart])


def ends(_: str, text: str, files: dict[str, Rows]) -> bool:
    """Both figures of a place and the difference in words, on one line of the file."""
    name, day, figure, words = re.fullmatch(r"(.+)\n(.+?): (.+?) · (.+)", text).groups()  # type: ignore[union-attr]
    rows = [
        row for stem, rows in files.items() if stem.startswith("compare-") for row in rows if row["Governorate"] == name
    ]
    return [(row["In words"], next(row[head] for head in row if head.endswith(day))) for row in rows] == [
        (words, plain(figure))
    ]


def answer(_: str, text: str, files: dict[str, Rows]) -> bool:
    """What people of a place answered in a wave, and how many were asked: one line of the file."""
    place, what, *_, asked = text.split("\n")
    figure, who, wave = what.split(" · ")
    rows = [row for row in files["outcomes"] if (row["Place"], row["Who was asked"], row["Wave"]) == (place, who, wave)]
    near = [row for row in rows if abs(float(row["Percentage (%)"] or 0) - float(figure.removesuffix(" %"))) <= 0.5]
    return any(f"{row['People asked']} people asked" == plain(asked) for row in near)


def life(chart: str, text: str, files: dict[str, Rows]) -> bool:
    """A meeting of a forum, not after its last; or when it was set up."""
    name, *lines = text.split("\n")
    (row,) = [row for row in files[chart] if row["Forum"] == name]
    day = re.search(r"(?:met|set up) on (\d+ \w+ \d{4})", text)
    assert day
    return on(day[1]) <= row["Last met"] if len(lines) == 1 else on(day[1]) == row["Set up on"]


def concern(chart: str, text: str, files: dict[str, Rows]) -> bool:
    """How many concerns of a topic are open, or for over 90 days."""
    topic, _, what = text.partition("\n")
    column, _, figure = what.rpartition(": ")
    return [row[f"Concerns {column}"] for row in files[chart] if row["Topic"] == topic] == [plain(figure)]


def statement(_: str, text: str, files: dict[str, Rows]) -> bool:
    """A published figure with its day, a line of the file."""
    what, day, figure = re.fullmatch(r"(.+)\n(.+?): (.+)", text).groups()  # type: ignore[union-attr]
    days = (day, on(day)) if re.match(r"\d+ \w+ \d+$", day) else (day,)
    return any((row["What"], row["Figure"]) == (what, figure) and row["As of"] in days for row in files["facts"])


CHECKS: dict[str, Callable[[str, str, dict[str, Rows]], bool]] = {
    "trend": steps, "profile-trend": steps, "chart-": target, "flow": flow, "reach-trend": bars, "reach-spend": spend,
    "calendar": event,
    "outcomes-answers": answer, "forum-lives": life, "concerns": concern,
    "pipeline": lanes, "works-timeline": item, "dumbbells-": ends, "timeline": statement,
}  # fmt: skip
