"""A table as a workbook: what it is on the first sheet, real numbers on the second, and no cell that acts."""

import io
import subprocess
import sys
import zipfile
from datetime import date, datetime

import numpy as np
import openpyxl
import pandas as pd
import pytest
from hypothesis import given, settings, strategies as st
from openpyxl.worksheet.worksheet import Worksheet

from community_policing.analysis import insights
from community_policing.analysis.map.choropleth import shades
from community_policing.core.geography import attribution
from community_policing.core.i18n import ProgrammeError, speaking
from community_policing.core.palette import LIGHT
from community_policing.core.quantity import Quantity, Share, in_unit
from community_policing.export.provenance import About, about
from community_policing.export.rows import behind, csv, meanings
from community_policing.export.table import on_screen
from community_policing.export.workbook import LETTERS, ROWS, held, workbook
from community_policing.measure.compute import measure
from community_policing.measure.programme import Programme, Scope
from tests.conftest import ROOT

PLAIN = About("", "Numbers", (), date(2016, 11, 30))
MADE_UP = "Illustrative data: places, people, dates, targets and statuses are made up. Do not quote as results."
READING = [
    ("How to read it", "A figure that is not known exactly stays text, such as “≥ 30”; the columns “at least” and "
                       "“at most” beside it give its bounds as numbers. “At most” is empty where no upper bound is "
                       "known."),
    (None, "An empty cell means not recorded. It is not 0."),
    (None, "Planned is never counted as established, and parts are added only where the method says so."),
    (None, "A text that begins like a formula stays text. � stands for a character that no workbook can hold."),
    ("Made by", "Community Policing dashboard, IOM Iraq. The same selection of the same release gives the same file."),
]  # fmt: skip
# Cells that spreadsheets have been made to run, and cells that break files.
HOSTILE = (
    "=1+1", "+1+1", "-1+1", "@SUM(A1)", "\t=1", "\n=1", " =1", "＝1", "=HYPERLINK(\"http://x\",\"y\")", "=cmd|' /C calc'!A0",
    "{=1}", "http://example.org", "mailto:a@b.c", "internal:Table!A1", "external:c:\\x.xlsx", "'=1", "0123", "1e5", "TRUE",
    "#REF!", "_x0041_", "a\tb", "</t></si>", "&amp;", "٣", "🙂",
)  # fmt: skip


def read(content: bytes) -> tuple[Worksheet, Worksheet]:
    """The two sheets of a workbook."""
    first, second = openpyxl.load_workbook(io.BytesIO(content))
    return first, second


def rows(sheet: Worksheet) -> list[tuple[object, ...]]:
    """A sheet's cells, line by line."""
    return [tuple(line) for line in sheet.iter_rows(values_only=True)]


def test_the_first_sheet_says_what_the_file_is(programme: Programme) -> None:
    """Made up, title, indicator with figure, definition, method, target and caveats, scope, date, dataset, release, licence,
    sources, how to read it: every line."""
    within = programme.within(Scope(governorates=("IQG08", "IQG15"), phases=("P2",), donors=("DE", "US")))
    shown = measure("fora_established_iom", within, "governorate")
    first, _ = read(workbook(pd.DataFrame({"a": [1]}), about(within, "Most in Baghdad", (shown, shown))))
    assert rows(first) == [
        (None, MADE_UP),
        (None, "Most in Baghdad"),
        ("Indicator", "Fora established by IOM"),
        ("Figure", "2 fora"),
        ("Definition", "Community policing fora set up by the programme since 2012, and not closed."),
        ("Method",
         "number of fora established by IOM on or before the date, and not closed by then"),
        ("Target", "No target for this selection."),
        ("Caveat", "A forum that two donors pay for counts under each of them, and once in the total."),
        ("Scope", "Governorate: Baghdad (IQG08), Ninewa (IQG15). Phase: Phase 2. Donor: Germany, US"),
        ("As of", "30 Nov 2016"),
        ("Dataset", "A programme that can be counted by hand (made up for demonstration, except rows marked “published”; "
                    "figures are counted from rows)"),
        ("About the data", "Made up for the tests: tests/conftest.py draws it and says what each row is for."),
        ("Release", programme.dataset.release),
        ("Licence", "MIT License"),
        ("Places", attribution()),
        ("Source", "S1 · Made up for the tests · This project · Dec 2016"),
        *READING,
    ]  # fmt: skip


def test_the_target_and_its_thresholds_are_said(programme: Programme) -> None:
    """A figure with a target says it, that it is made up, what statuses go by, and the targets' sources."""
    lines = about(programme, "", (measure("fora_established_iom", programme),)).lines
    (target,) = (text for label, text in lines if label == "Target")
    assert target.startswith("3 of 6 by 31 Dec 2016")
    assert "On track from 95 %, at risk from 75 %" in target
    assert ("Scope", "The whole programme.") in lines


def test_a_figure_of_several_places_or_dates_stands_in_the_table_alone(programme: Programme) -> None:
    """Where a table has one indicator for several places or dates, the first sheet says once what it is, and no figure."""
    later, sooner = programme, programme.within(Scope(date(2015, 12, 31)))
    both = [measure("fora_established_iom", each) for each in (later, sooner)]
    labels = [label for label, _ in about(programme, "", both).lines]
    assert labels[:4] == ["Indicator", "Definition", "Method", "Caveat"]
    assert labels.count("Indicator") == 1


def test_a_published_figure_says_who_published_it(public_record: Programme) -> None:
    """Nothing is marked as made up; the figure keeps its bound; method and source are the publisher's, with the address."""
    said = about(public_record, "", (measure("fora_established_iom", public_record),))
    assert (said.made_up, said.title) == ("", "Fora established by IOM")
    assert ("Figure", "≥ 30 fora") in said.lines
    assert ("Method", "Stated by the source; not counted from rows.") in said.lines
    address = "http://iomiraq.net/article/0/engaging-dialogue-over-30-community-policing-fora-established-iraq"
    title = "Engaging in dialogue: over 30 community policing fora established in Iraq"
    assert ("Source", f"S01 · {title} · IOM Iraq · Dec 2016 · {address}") in said.lines


def test_what_was_published_is_not_marked_as_made_up(programme: Programme) -> None:
    """A table of published statements hangs on nobody's choice, is not made up, and cites every source of the dataset."""
    said = about(programme.within(Scope(phases=("P1",))), "Facts", (), published=True, notes=(("Why", "So."),))
    assert (said.made_up, said.title, said.lines[0]) == ("", "Facts", ("Why", "So."))
    assert said.lines[1:3] == (
        ("Scope", "Everything of this kind in the dataset, whatever the selection on the page."),
        ("As of", "Each line has its own date; the dataset ends on 30 Nov 2016."),
    )
    sources = [text for label, text in said.lines if label == "Source"]
    assert len(sources) == len(programme.frames["sources"])


TABLE = pd.DataFrame({
    "Place": ["Ninewa", "Baghdad", "Basra", "Not on record", "Erbil"],
    "Fora": [Quantity.exactly(1126), Quantity.at_least(1100), Quantity(0, 24), None, "no data"],
    "Women": [Share.exactly(12.5), Share(10, 20), Share.exactly(50), None, Share.at_least(5)],
    "Since": [date(2016, 5, 10), "Oct 2016", date(1800, 1, 1), None, date(2012, 1, 1)],
    "Cost": [1.5, 2.0, None, 33.25, 0.0],
    "Count": pd.array([1, None, 3, 4, 5000], dtype="Int64"),
})  # fmt: skip


def test_numbers_are_numbers() -> None:
    """Exact figures, shares and days are real numbers with a format; a bound stays text, and its low and high stand beside it
    as numbers; what nobody knows is empty, never 0."""
    _, second = read(workbook(TABLE, PLAIN))
    assert rows(second) == [
        ("Place", "Fora", "Fora: at least", "Fora: at most", "Women (%)", "Women (%): at least", "Women (%): at most",
         "Since", "Cost", "Count"),
        ("Ninewa", 1126, 1126, 1126, 0.125, 0.125, 0.125, datetime(2016, 5, 10), 1.5, 1),
        ("Baghdad", "≥ 1,100", 1100, None, "10 – 20 %", 0.1, 0.2, "Oct 2016", 2, None),
        ("Basra", "0 – 24", 0, 24, 0.5, 0.5, 0.5, "1800-01-01", None, 3),
        ("Not on record", None, None, None, None, None, None, None, 33.25, 4),
        ("Erbil", "no data", None, None, "≥ 5 %", 0.05, None, datetime(2012, 1, 1), 0, 5000),
    ]  # fmt: skip
    formats = [second.cell(2, column).number_format for column in range(1, 11)]
    assert formats == [
        "General",
        "#,##0",
        "#,##0",
        "#,##0",
        "0.0 %",
        "0.0 %",
        "0.0 %",
        "d mmm yyyy",
        "#,##0.0###",
        "#,##0",
    ]
    assert (second.freeze_panes, second.auto_filter.ref) == ("A2", "A1:J6")
    assert all(8 <= second.column_dimensions[letter].width <= 62 for letter in "ABDEH")


def test_screen_csv_and_workbook_say_the_same() -> None:
    """The screen shows what a person reads, CSV plain numbers without separators; both keep every bound."""
    assert on_screen(TABLE)[["Fora", "Women", "Since"]].to_numpy().tolist() == [
        ["1,126", "12 %", "10 May 2016"], ["≥ 1,100", "10 – 20 %", "Oct 2016"], ["0 – 24", "50 %", "1 Jan 1800"],
        ["–", "–", "–"], ["no data", "≥ 5 %", "1 Jan 2012"],
    ]  # fmt: skip
    assert csv(TABLE).decode("utf-8-sig").splitlines() == [
        "Place,Fora,Fora: at least,Fora: at most,Women (%),Women (%): at least,Women (%): at most,Since,Cost,Count",
        "Ninewa,1126,1126,1126,12.5,12.5,12.5,2016-05-10,1.5,1",
        'Baghdad,"≥ 1,100",1100,,10 – 20 %,10,20,Oct 2016,2,',
        "Basra,0 – 24,0,24,50,50,50,1800-01-01,,3",
        "Not on record,,,,,,,,33.25,4",
        "Erbil,no data,,,≥ 5 %,5,,2012-01-01,0,5000",
    ]


def test_shares_among_other_figures() -> None:
    """In a column of figures and shares each stays what it is: the workbook's format says percent, CSV says it in words."""
    mixed = pd.DataFrame({"Target": pd.Series([Quantity.exactly(34), Share.exactly(30), Share(5, 7.5)], dtype=object)})
    assert csv(mixed).decode("utf-8-sig").splitlines() == [
        "Target,Target: at least,Target: at most", "34,34,34", "30 %,30 %,30 %", "5 – 8 %,5 %,8 %",
    ]  # fmt: skip
    _, second = read(workbook(mixed, PLAIN))
    assert rows(second)[1:] == [(34, 34, 34), (0.3, 0.3, 0.3), ("5 – 8 %", 0.05, 0.075)]
    assert [second.cell(line, 1).number_format for line in (2, 3)] == ["#,##0", "0.0 %"]


def test_a_text_that_nobody_knows_is_a_dash() -> None:
    """On the screen a missing text is a dash, as a missing figure and a missing date are; never the word None."""
    texts = pd.DataFrame({"Note": ["seen", None, float("nan"), pd.NA, ""]}, dtype=object)
    assert on_screen(texts)["Note"].tolist() == ["seen", "–", "–", "–", ""]


def test_rates_are_numbers() -> None:
    """A bare number among objects is shown with a decimal while it is small and broken, and goes out as it is."""
    rates = pd.DataFrame({"a month": pd.Series([0.55, 12.3, 3.0, None, "–", 1234, 0.04], dtype=object)})
    assert on_screen(rates)["a month"].tolist() == ["0.6", "12", "3", "–", "–", "1,234", "under 0.1"]
    assert csv(rates).decode("utf-8-sig").splitlines() == ["a month", "0.55", "12.3", "3", '""', "–", "1234", "0.04"]
    assert [line[0] for line in rows(read(workbook(rates, PLAIN))[1])] == [
        "a month",
        0.55,
        12.3,
        3,
        None,
        "–",
        1234,
        0.04,
    ]


def test_exact_figures_need_no_bounds(programme: Programme) -> None:
    """A column without bounds gets no further columns; what the map shows in words stays words."""
    within = programme.within(Scope(governorates=("IQG08",)))
    shown = measure("fora_established_iom", within, "governorate")
    _, second = read(workbook(insights.map_rows(shown, shades(shown, LIGHT)), PLAIN))
    assert rows(second)[:3] == [
        ("Governorate", "Fora established by IOM", "P-code"),
        ("Baghdad", 2, "IQG08"),
        ("Anbar", "outside this selection", "IQG01"),
    ]


def test_made_up_data_says_so_on_each_sheet() -> None:
    """Illustrative data says so on the first line of both sheets, in the second's name and in the file's properties; the table
    begins below.  Other data has its header on the first line."""
    content = workbook(pd.DataFrame({"a": [1]}), About(MADE_UP, "Numbers", (), date(2016, 11, 30)))
    book = openpyxl.load_workbook(io.BytesIO(content))
    assert book.sheetnames == ["About", "Table (illustrative)"]
    assert [rows(sheet)[0] for sheet in book] == [(None, MADE_UP), (MADE_UP,)]
    assert rows(book["Table (illustrative)"])[1:] == [("a",), (1,)]
    assert (book["Table (illustrative)"].freeze_panes, book["Table (illustrative)"].auto_filter.ref) == ("A3", "A2:A3")
    assert (book.properties.description, book.properties.title) == (MADE_UP, "Numbers")
    assert [sheet.title for sheet in read(workbook(pd.DataFrame({"a": [1]}), PLAIN))] == ["About", "Table"]


def test_the_same_request_gives_the_same_bytes(programme: Programme, monkeypatch: pytest.MonkeyPatch) -> None:
    """No clock, no order of chance: a workbook made again is the same, and carries the date it speaks of."""
    shown = measure("attendances", programme)
    made = [
        workbook(behind(shown, programme), about(programme, "Rows", (shown,), notes=meanings(shown, programme)))
        for _ in range(2)
    ]
    monkeypatch.setenv("TZ", "Asia/Baghdad")
    assert made[0] == made[1]
    properties = openpyxl.load_workbook(io.BytesIO(made[0])).properties
    assert (properties.created, properties.modified) == (datetime(2016, 11, 30), datetime(2016, 11, 30))
    assert {info.date_time for info in zipfile.ZipFile(io.BytesIO(made[0])).infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_what_the_columns_of_rows_mean(programme: Programme) -> None:
    """The rows behind a figure come with the meaning of every column."""
    for key in ("fora_established", "women_share_of_members", "attendances"):
        shown = measure(key, programme)
        said = {label for label, _ in meanings(shown, programme)}
        assert {f"Column {column}" for column in behind(shown, programme)} <= said


def acts(content: bytes) -> bool:
    """Whether anything in the file is a formula, a link, or reaches out of it."""
    parts = zipfile.ZipFile(io.BytesIO(content))
    sheets = "".join(parts.read(n).decode() for n in parts.namelist() if "worksheets/" in n or "workbook.xml" in n)
    outside = [n for n in parts.namelist() if "external" in n.lower() or "macro" in n.lower() or "vba" in n.lower()]
    return bool(outside) or any(mark in sheets for mark in ("<f>", "<f ", "<hyperlink", 'TargetMode="External"'))


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_stays_text(text: str) -> None:
    """Whatever a text begins with, it is written as text, in cell, header, title, line and property alike, and what looks
    like a formula is quoted, so that it is none after its cell was edited."""
    content = workbook(pd.DataFrame({text: [text, "x"]}), About(text, text, ((text, text),), date(2016, 11, 30)))
    first, second = read(content)
    assert not acts(content)
    cells = [second["A2"], second["A3"], first["A3"], first["B3"], first["B2"], first["B1"]]
    assert [(cell.data_type, cell.value) for cell in cells] == [("s", text)] * 6
    quoted = text.lstrip()[:1] in tuple("=+-@＝") or text[:1] in ("\t", "\n")
    assert [bool(cell.quotePrefix) for cell in cells] == [quoted] * 6


TEXTS = st.lists(st.text(st.characters(exclude_categories=[]), max_size=30), min_size=1, max_size=20)


@settings(deadline=None)  # a busy machine is no fault of the text
@given(TEXTS, st.text(max_size=10))
def test_no_cell_of_any_workbook_is_a_formula(cells: list[str], header: str) -> None:
    """Any text at all gives a workbook that opens, without a formula, in which the text is as it was, or as `held` says."""
    frame = pd.DataFrame({header: pd.Series(cells, dtype=object), "a number beside it": 1})
    content = workbook(frame, PLAIN)
    _, second = read(content)
    assert not acts(content)
    for line, cell in zip(second.iter_rows(min_row=2), cells, strict=True):
        assert (line[0].data_type, line[0].value) in (("s", held(cell)), ("n", None))
        assert (line[0].value or "") == held(cell)


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("a\x00b\x1bc", "a�b�c"),
        ("a\rb\r\nc", "a\nb\nc"),
        ("\ud800x\uffff", "�x�"),
        ("الأنبار\n", "الأنبار\n"),
        ("", ""),
    ],
)
def test_what_a_file_cannot_hold_is_seen(text: str, kept: str) -> None:
    """A character that no workbook can hold leaves a mark in its place; line ends are one and the same."""
    assert held(text) == kept


@pytest.mark.parametrize("letter", ["a", "🙂", "ا"])
def test_what_is_too_long_is_cut_and_says_so(letter: str) -> None:
    """A text longer than a cell may be ends in a mark; letters of two units are not torn."""
    cut = held(letter * 40_000)
    assert len(cut.encode("utf-16-le")) // 2 in (LETTERS, LETTERS - 1)
    assert cut == letter * (len(cut) - len(" … (cut: too long for a cell)")) + " … (cut: too long for a cell)"
    assert held(letter * 16_000) == letter * 16_000


@pytest.mark.parametrize(("count", "made_up"), [(ROWS + 1, ""), (ROWS, MADE_UP)])
def test_too_many_lines_are_refused(count: int, made_up: str) -> None:
    """A table longer than a sheet is refused in plain words, with what to do, and never cut."""
    with pytest.raises(ProgrammeError, match=r"lines; a sheet holds 1,048,575\. Download it as CSV"):
        workbook(pd.DataFrame({"a": np.zeros(count, dtype="int8")}), About(made_up, "", (), date(2016, 1, 1)))


@pytest.mark.parametrize(("code", "mirrored"), [("en", None), ("ar", True), ("ckb", True)])
def test_sheets_run_as_the_language_does(code: str, mirrored: bool | None) -> None:
    """Arabic and Kurdish sheets run from right to left."""
    with speaking(code):
        first, second = read(workbook(TABLE, PLAIN))
    assert [sheet.sheet_view.rightToLeft for sheet in (first, second)] == [mirrored, mirrored]


def test_a_table_without_lines_or_columns_is_a_workbook() -> None:
    """Nothing to show is shown as nothing: a header, or an empty sheet."""
    assert rows(read(workbook(TABLE.iloc[:0], PLAIN))[1]) == [tuple(TABLE)]
    assert rows(read(workbook(pd.DataFrame(), PLAIN))[1]) == []


def test_nobody_waits_for_the_writer() -> None:
    """Pages are imported without xlsxwriter: it comes with the first click on a download."""
    code = "import sys, pages, community_policing.ui.components.figures; sys.exit('xlsxwriter' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, timeout=120, check=False).returncode == 0


def test_shares_say_so_and_are_never_added() -> None:
    """A quantity in percent, and nothing else, becomes a Share; adding two of them is an error."""
    assert in_unit(Quantity(1, 2), "percent") == Share(1, 2)
    assert [in_unit(None, "percent"), in_unit(Quantity(1, 2), "fora")] == [None, Quantity(1, 2)]
    with pytest.raises(TypeError):
        Share.exactly(1) + Share.exactly(2)
