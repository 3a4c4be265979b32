"""Every chart and table of every page goes out as CSV and XLSX, and what goes out is what the screen shows."""

import csv
import io
import json
import re
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from xml.etree import ElementTree

import openpyxl
import pandas as pd
import pyarrow as pa
import pydeck as pdk
import pytest
import streamlit
from streamlit.testing.v1 import AppTest

from community_policing.core import formats, labels
from community_policing.core.geography import governorate_name, governorates
from community_policing.core.quantity import Share
from community_policing.export import table
from community_policing.ui.components import style, working
from community_policing.ui.shell import address, session
from pages import PAGES
from tests.pages.test_working import DATASETS, ROOT, alone

# Drawings beside each other, or clicked, whose numbers are lines of a table of the page: their keys and the file's stem begin so.
SHARED = {
    "chart-": ("targets",), "map-": ("compare-",), "dumbbells-": ("compare-",), "calendar": ("events",), "timeline": ("facts",),
    "drawn-": ("map-", "profiles"), "deck": ("map-",),
}  # fmt: skip
MADE_UP = "Illustrative data"


@dataclass
class Drawn:
    """What a run has drawn: tables as the screen shows them, charts, and data and name of each download."""

    tables: dict[str, pd.DataFrame] = field(default_factory=dict)
    charts: dict[str, Any] = field(default_factory=dict)
    files: dict[str, tuple[Callable[[], bytes], str]] = field(default_factory=dict)

    @property
    def stems(self) -> list[str]:
        """What the downloads are of."""
        return [key.removeprefix("csv-") for key in self.files if key.startswith("csv-")]

    def clear(self) -> None:
        """Forgets the run."""
        for held in (self.tables, self.charts, self.files):
            held.clear()


@pytest.fixture
def drawn(monkeypatch: pytest.MonkeyPatch) -> Drawn:
    """Watches Streamlit while it draws."""
    seen = Drawn()
    chart, deck, frame, button = (
        streamlit.plotly_chart, streamlit.pydeck_chart, streamlit.dataframe, streamlit.download_button
    )  # fmt: skip

    def plotly_chart(figure: Any, **options: Any) -> Any:
        seen.charts[options["key"]] = figure
        return chart(figure, **options)

    def pydeck_chart(drawing: Any, **options: Any) -> Any:
        seen.charts[options["key"]] = drawing
        return deck(drawing, **options)

    def dataframe(rows: pa.Table | pd.DataFrame, **options: Any) -> Any:
        cells = (rows.to_pandas() if isinstance(rows, pa.Table) else rows).astype(object)
        seen.tables[options["key"]] = cells.where(cells.notna(), options.get("placeholder", "None"))
        return frame(rows, **options)

    def download_button(label: str, data: Callable[[], bytes], name: str, mime: str, **options: Any) -> Any:
        assert callable(data), "nothing is made before a click"
        seen.files[options["key"]] = data, name
        return button(label, data, name, mime, **options)

    def drawing(key: str, svg: str, *more: Any) -> None:
        seen.charts[key] = svg
        own(key, svg, *more)

    own = style.drawing
    monkeypatch.setattr(style, "drawing", drawing)
    for watched in (plotly_chart, pydeck_chart, dataframe, download_button):
        monkeypatch.setattr(streamlit, watched.__name__, watched)
    return seen


def read_csv(content: bytes) -> list[list[str]]:
    """CSV as cells."""
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def read_xlsx(content: bytes, made_up: bool) -> list[list[Any]]:
    """The second sheet of a workbook as cells, the line that says made up taken off, which must be there exactly where the
    file's name says so."""
    first, second = openpyxl.load_workbook(io.BytesIO(content))
    assert first.title == "About"
    lines = [[in_percent(cell) for cell in line] for line in second.iter_rows()]
    assert [str(sheet["B1" if sheet is first else "A1"].value).startswith(MADE_UP) for sheet in (first, second)] == [
        made_up
    ] * 2
    return lines[1:] if made_up else lines


def in_percent(cell: Any) -> Any:
    """A workbook's cell, a share as a Share."""
    return Share.exactly(round(100 * cell.value, 9)) if cell.number_format == "0.0 %" else cell.value


def said(cell: Any, column: str = "") -> float | str:
    """A cell of either file as what it says: a number, or a text; days as CSV has them, and shares: a number where the
    column's name says percent, else in words."""
    if isinstance(cell, Share):
        return cell.low if column.endswith("(%)") or "(%):" in column else formats.quantity(cell)
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    if isinstance(cell, int | float):
        return round(cell, 9)
    text = "" if cell is None else str(cell).removeprefix("'").replace("\r\n", "\n").replace("\r", "\n")
    return round(float(text), 9) if re.fullmatch(r"-?[0-9]+(\.[0-9]+)?", text) else text


def readings(cell: str, percent: bool) -> set[str]:
    """What the screen may show for a CSV cell of a column in percent, or of another; for an empty one nothing or a dash."""
    number = said(cell)
    shown = {cell, cell.removeprefix("'")} if cell else {"", "–"}
    if isinstance(number, float):
        if percent:
            return {formats.number(number) + " %"}
        rate = "under 0.1" if 0 < abs(number) < 0.05 else formats.number(number, 1)
        shown |= {formats.number(number), str(number), rate}
    if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", cell):
        shown.add(formats.day(date.fromisoformat(cell)))
    return shown


def shows(screen: pd.DataFrame, lines: list[list[str]]) -> bool:
    """Whether a table on the screen is, cell by cell, the first lines of those: columns of bounds may stand between."""
    head, *body = lines
    places = []
    for column in map(str, screen):
        found = [i for i, name in enumerate(head) if name.removeprefix("'") in (column, f"{column} (%)")]
        if not found:
            return False
        places.append((found[0], head[found[0]].removeprefix("'") != column))
    if len(body) < len(screen):
        return False
    return all(
        str(cell) in readings(line[place], percent) or line[place] != cell == labels.value_label(line[place], str(name))
        for shown, line in zip(screen.itertuples(index=False), body, strict=False)
        for name, cell, (place, percent) in zip(screen, shown, places, strict=True)
    )


def bare(seen: Drawn) -> list[str]:
    """The drawings without a file of their own on the page, or of the table whose lines they are."""

    def starts(key: str) -> tuple[str, ...]:
        return next((stems for start, stems in SHARED.items() if key.startswith(start)), (key,))

    return [key for key in seen.charts if not any(stem == key or stem.startswith(starts(key)) for stem in seen.stems)]


def polygons(seen: Drawn) -> set[tuple[str, str]]:
    """Name and figure of each governorate on each map, drawn or zoomable, as they stand under the pointer."""
    found = set()
    for drawing in seen.charts.values():
        if isinstance(drawing, pdk.Deck):
            layers = json.loads(drawing.to_json())["layers"]
            texts = [layer["dataTransform"] for layer in layers if layer["id"].startswith("click-")]
            found |= {pair for text in texts for pair in re.findall(r'"IQG\d\d","(.+?)\\n(.+?)"', text)}
        elif isinstance(drawing, str):
            names = {governorate_name(pcode) for pcode in governorates()}
            tips = (part.get("data-tip", "").partition("\n") for part in ElementTree.fromstring(drawing).iter())
            found |= {(name, figure) for name, _, figure in tips if name in names}
        else:
            traces = [trace for trace in drawing.to_dict()["data"] if trace["type"] == "choropleth"]
            found |= {(name, figure) for trace in traces for name, figure in trace["customdata"]}
    return found


def told(name: str, figure: str, line: list[str]) -> bool:
    """Whether a line of a file has a governorate's name and each number of its figure, or the two parts that it is the sum of."""
    asked, given = (re.findall(r"[0-9]+(?:\.[0-9]+)?", text.replace(",", "")) for text in (figure, " ".join(line)))
    whole = [float(cell) for cell in line if re.fullmatch(r"[0-9]+", cell)]
    shown = set(asked) <= set(given) if asked else figure in line
    return name in line and (shown or figure == formats.number(sum(whole[:2])))


def check(seen: Drawn, chosen: Collection[str] = ()) -> None:
    """All of it: a CSV and a workbook for every figure, the two alike, and every table on the screen and every governorate's
    figure on a map in one of them; where some are `chosen`, theirs: of the others the pointer tells what a click would show."""
    assert {f"xlsx-{stem}" for stem in seen.stems} == {key for key in seen.files if key.startswith("xlsx-")}
    assert bare(seen) == []
    written = []
    for stem in seen.stems:
        (make, name), (make_book, book_name) = seen.files[f"csv-{stem}"], seen.files[f"xlsx-{stem}"]
        lines = read_csv(make())
        cells = read_xlsx(make_book(), made_up="illustrative" in book_name)
        assert book_name.removesuffix(".xlsx") == name.removesuffix(".csv")
        same = [[said(cell, head) for cell, head in zip(line, lines[0], strict=True)] for line in cells]
        assert same == [[said(cell) for cell in line] for line in lines], stem
        written.append(lines)
    lines = [line for table_of in written for line in table_of]
    mapped = {place for place in polygons(seen) if not chosen or place[0] in chosen}
    assert {place for place in mapped if not any(told(*place, line) for line in lines)} == set()
    for key, screen in seen.tables.items():
        assert any(shows(screen, lines) for lines in written), (key, screen.head(3).to_dict("list"))


@pytest.mark.parametrize(
    ("dataset", "scope"),
    [("demonstration", {}), ("public_record", {}), ("demonstration", {"governorates": ("IQG15",)})],
)
@pytest.mark.parametrize("page", PAGES)
def test_every_chart_and_table_can_be_taken_along(
    page: str, dataset: str, scope: dict[str, tuple[str, ...]], drawn: Drawn
) -> None:
    """Whatever a page draws has a CSV and an XLSX with the same numbers, as drawn and, where it offers that, as a table."""
    folder = str(ROOT / "data" / dataset)
    test, chosen = alone(page, folder, scope), [governorate_name(pcode) for pcode in scope.get("governorates", ())]
    check(drawn, chosen)
    for key in [toggle.key for toggle in test.toggle if (toggle.key or "").startswith("as-table-")]:
        drawn.clear()
        test.toggle(key=key).set_value(True).run()
        assert not test.exception
        assert f"rows-{key.removeprefix('as-table-')}" in drawn.tables
        check(drawn, chosen)


@pytest.mark.parametrize("page", [page for page in PAGES if PAGES[page].scoped])
def test_every_choice_keeps_a_chart_beside_its_numbers(
    page: str, drawn: Drawn, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever is chosen of what the address of a page can say, each of its charts has its file there."""
    offered: dict[str, list[str]] = {}
    one = address.one

    def recording(name: str, choice: str, keys: Sequence[str], label: Callable[[str], str], **more: Any) -> None:
        one(name, choice, keys, label, **more)
        offered.setdefault(name, list(keys))

    monkeypatch.setattr(address, "one", recording)
    alone(page, str(ROOT / "data" / "demonstration"), {})
    for name, keys in list(offered.items()):
        for key in keys:
            drawn.clear()
            alone(page, str(ROOT / "data" / "demonstration"), {}, {name: key})
            assert (name, key, bare(drawn)) == (name, key, [])


@pytest.mark.parametrize("part", ["Conflicts", "Other agencies", "Data and places"])
@pytest.mark.parametrize("dataset", DATASETS)
def test_every_part_of_the_record_can_be_taken_along(part: str, dataset: str, drawn: Drawn) -> None:
    """The record's tables go out as they stand there, and nothing published is marked as made up."""

    def script(folder: str, part: str) -> None:
        from pathlib import Path

        import streamlit as st

        from community_policing.ui.shell import session
        from pages import PAGES

        st.session_state.setdefault("part", part)
        PAGES["record"].render(session.recorded(Path(folder)))

    test = AppTest.from_function(script, default_timeout=60, args=(str(ROOT / "data" / dataset), part)).run()
    assert not test.exception
    assert drawn.tables or (dataset, part) == ("demonstration", "Other agencies")
    check(drawn)
    assert [name for _, name in drawn.files.values() if "illustrative" in name and not name.startswith("issues")] == []


def opened(key: str, dataset: str, seen: Drawn) -> AppTest:
    """The overview with one card's working open, and nothing seen but that run."""
    test = alone("overview", str(ROOT / "data" / dataset), {})
    seen.clear()
    return test.button(key=f"working-{key}").click().run()


@pytest.mark.parametrize("dataset", DATASETS)
@pytest.mark.parametrize("key", ["fora_established", "fora_planned", "attendances", "vehicles_handed_over"])
def test_the_rows_behind_a_figure_can_be_taken_along(key: str, dataset: str, drawn: Drawn) -> None:
    """The working's rows go out whole, in both kinds, with the figure's own first sheet."""
    test = opened(key, dataset, drawn)
    assert not test.exception
    check(drawn)
    result = session.result(key, session.recorded(ROOT / "data" / dataset))
    assert len(read_csv(drawn.files[f"csv-{key}"][0]())) == 1 + result.behind.count
    first = openpyxl.load_workbook(io.BytesIO(drawn.files[f"xlsx-{key}"][0]()))["About"]
    about = [tuple(line) for line in first.iter_rows(values_only=True)]
    assert (None, f"Rows behind: {result.label}") in about
    assert ("Definition", working.provenance.definition(result)) in about
    assert ("Column counts", "what the row adds to the figure") in about


def test_a_split_can_be_taken_along(drawn: Drawn) -> None:
    """The split in the working goes out with its total, as real numbers."""
    test = opened("fora_established", "demonstration", drawn)
    drawn.clear()
    test.selectbox(key="split-fora_established_iom").set_value("donor")
    test.button(key="working-fora_established").click().run()
    assert not test.exception
    check(drawn)
    _, *lines = read_csv(drawn.files["csv-fora_established_iom-by-donor"][0]())
    assert lines[-1] == ["Total, each counted once", "30"]


def test_of_many_rows_the_first_are_shown_and_all_go_out(drawn: Drawn, monkeypatch: pytest.MonkeyPatch) -> None:
    """A long list shows its beginning and says so; the downloads have all of it, and where a workbook would be too large,
    CSV alone is offered, and that is said."""
    monkeypatch.setattr(working, "LISTED", 5)
    test = opened("fora_planned", "demonstration", drawn)
    assert not any("Here are the first" in caption.value for caption in test.caption)
    test = opened("fora_established", "demonstration", drawn)
    assert "Here are the first 5 of 43; the downloads contain all." in [caption.value for caption in test.caption]
    assert len(drawn.tables["rows-fora_established"]) == 5
    assert len(read_csv(drawn.files["csv-fora_established"][0]())) == 44
    monkeypatch.setattr(working, "MOST", 20)
    test = opened("fora_established", "demonstration", drawn)
    assert "Here are the first 5 of 43; the download contains all." in [caption.value for caption in test.caption]
    assert "Tables of more than 20 rows download as CSV only." in [caption.value for caption in test.caption]
    assert "xlsx-fora_established" not in drawn.files
    assert "xlsx-fora_established_police" in drawn.files


def test_the_check_sees() -> None:
    """What these tests rely on finds a wrong number, a lost bound, a missing line and a missing column."""
    screen = table.on_screen(pd.DataFrame({"a": ["x"], "n": pd.Series([table.Quantity(0, 24)], dtype=object)}))
    good = [["a", "n", "n: at least", "n: at most"], ["x", "0 – 24", "0", "24"]]
    assert shows(screen, good)
    assert not shows(screen, [good[0], ["x", "0", "0", "24"]])
    assert not shows(screen, good[:1])
    assert not shows(screen, [["a"], ["x"]])
    assert not shows(pd.DataFrame({"n": ["4"]}), [["n (%)"], ["4"]])
