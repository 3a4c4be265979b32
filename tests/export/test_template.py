"""The workbook that analysts fill in: made from the schema, with lists, and with the rows of a release where there is one."""

import csv
import io
import json
import shutil
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType

import openpyxl
import pytest
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from community_policing.core import geography
from community_policing.core.i18n import speaking
from community_policing.core.indicators import INDICATORS
from community_policing.core.schema import DATES, SURVEY_QUESTIONS, TABLES, Column, Kind, Table
from community_policing.dataset import cells
from community_policing.dataset.cells import tidy
from community_policing.dataset.intake import check
from community_policing.dataset.issues import Severity
from community_policing.dataset.load import Dataset, load
from community_policing.export.template import builder as subject
from community_policing.export.template.builder import template
from tests.bad_input.quick import quicken
from tests.conftest import FIXTURE

LANGUAGES = pytest.mark.parametrize("language", ["en", "ar", "ckb"])
COLUMNS = [(table, column) for table in TABLES.values() for column in table.columns]
EVERY = pytest.mark.parametrize(("table", "column"), COLUMNS, ids=[f"{t.name}.{c.name}" for t, c in COLUMNS])


@pytest.fixture(scope="module")
def empty() -> openpyxl.Workbook:
    """The template without rows."""
    return openpyxl.load_workbook(io.BytesIO(template()))


@pytest.fixture(scope="module")
def filled(dataset: Dataset) -> openpyxl.Workbook:
    """The template with the rows of tests/fixture."""
    return openpyxl.load_workbook(io.BytesIO(template(dataset)))


def heading(sheet: Worksheet) -> list[str]:
    """The first line of a sheet."""
    return [str(cell.value) for cell in sheet[1]]


def rule(sheet: Worksheet, column: str) -> DataValidation | None:
    """What the spreadsheet holds the column's cells to; None where any text will do."""
    letter = sheet.cell(1, heading(sheet).index(column) + 1).column_letter
    found = [v for v in sheet.data_validations.dataValidation if str(v.sqref).startswith(f"{letter}2:{letter}")]
    assert len(found) < 2
    return found[0] if found else None


@LANGUAGES
def test_sheets_and_headings_are_the_schema_s(language: str) -> None:
    """`notes`, `dataset`, then one sheet a table; headings are the schema's names in every language, frozen and filtered."""
    with speaking(language):
        book = openpyxl.load_workbook(io.BytesIO(template()))
    assert book.sheetnames == ["notes", "dataset", *TABLES]
    for name, table in TABLES.items():
        sheet = book[name]
        assert heading(sheet) == [column.name for column in table.columns]
        assert sheet.max_row == 2  # the example
        assert str(sheet.freeze_panes)[1:] == "2"
        assert sheet.auto_filter.ref.startswith("A1:")
        assert bool(sheet.sheet_view.rightToLeft) == (language in ("ar", "ckb"))


@EVERY
def test_headings_say_what_they_are(empty: openpyxl.Workbook, table: Table, column: Column) -> None:
    """A column's comment says its meaning, whether it is required, and its choices; required ones look different."""
    cell = empty[table.name].cell(1, [c.name for c in table.columns].index(column.name) + 1)
    said = cell.comment.text
    assert column.meaning.replace("`", "")[1:] in said
    assert ("May stay empty." in said) == (column.required == "no")
    assert ("Required" in said) == (column.required != "no")
    assert all(choice in said for choice in column.choices)
    assert (f"“{column.refers_to}”" in said) == bool(column.refers_to)
    assert bool(cell.font.b) == (column.required != "no")


@EVERY
def test_notes_tell_every_column(empty: openpyxl.Workbook, table: Table, column: Column) -> None:
    """The notes have one line for each column: required or not, what it holds, its choices, its meaning."""
    [line] = [row for row in empty["notes"].iter_rows(values_only=True) if row[:2] == (table.name, column.name)]
    assert bool(line[2]) == (column.required != "no")
    assert line[3]
    assert all(choice in (line[4] or "") for choice in column.choices)
    assert column.refers_to in (line[4] or "")
    assert line[5].endswith(".")


def test_notes_say_what_may_never_be_entered(empty: openpyxl.Workbook) -> None:
    """Before anything else, and every indicator's key is explained."""
    lines = list(empty["notes"].iter_rows(values_only=True))
    assert lines[2][0] == "People"
    assert lines[2][1].startswith("Never enter details of people: no names")
    assert set(INDICATORS) <= {line[0] for line in lines}


def offered(book: openpyxl.Workbook, formula: str) -> list[str]:
    """The words of a list, which stand in its rule or in a range of the notes."""
    if not formula.startswith("notes!"):
        return formula.strip('"').split(",")
    first, last = formula.removeprefix("notes!").replace("$", "").split(":")
    return [cell.value for [cell] in book["notes"][f"{first}:{last}"]]


@LANGUAGES
def test_lists_offer_what_the_check_takes(language: str) -> None:
    """What a list offers is read without an issue; governorates by their names in the language, all 18 of them, and the 101
    districts, which stand in the notes."""
    with speaking(language):
        book = openpyxl.load_workbook(io.BytesIO(template()))
    for table, column in COLUMNS:
        wanted = column.choices or {
            Kind.PCODE: tuple(geography.governorates()),
            Kind.DISTRICT: tuple(geography.districts()),
        }.get(column.kind)
        if wanted:
            found = rule(book[table.name], column.name)
            assert found is not None
            read = [cells.read(word, column) for word in offered(book, found.formula1)]
            assert not any(cell.refused or cell.notes for cell in read)
            assert [cell.value for cell in read] == list(wanted)
            assert found.errorStyle == (None if column.choices else "warning")


@EVERY
def test_cells_are_looked_after(empty: openpyxl.Workbook, table: Table, column: Column) -> None:
    """Counts are whole numbers, dates and points are held to what they can be, references to the other sheet's ids, a key
    to be its own; a message says what to write.  Free text is free, and grants take more than one id."""
    found = rule(empty[table.name], column.name)
    if column.kind is Kind.TEXT and not column.choices and not column.refers_to and table.key != (column.name,):
        assert (found is None) == ((table.name, column.name) != ("targets", "indicator"))
        return
    assert found is not None
    assert (found.errorTitle, found.allow_blank) == (column.name, True)
    assert str(found.error).endswith((".", "?"))
    expected = {
        Kind.COUNT: "whole",
        Kind.NUMBER: "decimal",
        Kind.AMOUNT: "decimal",
        Kind.DATE: "custom",
        Kind.START: "custom",
        Kind.MONTH: "custom",
        Kind.QUARTER: "custom",
    }
    own_key = table.key == (column.name,)
    assert found.type == expected.get(column.kind, "custom" if own_key else "list")
    if column.refers_to:
        assert found.formula1.startswith(f"OFFSET({column.refers_to}!$A$2,")
        assert bool(found.showErrorMessage) == (column.kind is not Kind.GRANTS)


def test_an_indicator_of_a_target_is_chosen_from_the_notes(empty: openpyxl.Workbook) -> None:
    """The list of a target's indicator is the range of the notes where the keys stand, neither more nor less."""
    found = rule(empty["targets"], "indicator")
    assert found is not None
    assert offered(empty, found.formula1) == [*INDICATORS, *(f"survey:{question}" for question in SURVEY_QUESTIONS)]


@EVERY
def test_ids_and_dates_are_texts(empty: openpyxl.Workbook, table: Table, column: Column) -> None:
    """No spreadsheet makes a number of an id, nor a day of a month: 2016-07 stays as it was typed."""
    place = [c.name for c in table.columns].index(column.name) + 1
    spans = empty[table.name].column_dimensions.values()  # neighbours that look alike are one span
    [look] = [span.number_format for span in spans if span.min <= place <= span.max]
    numbers = {Kind.COUNT: "0", Kind.NUMBER: "General", Kind.AMOUNT: "General"}
    assert look == numbers.get(column.kind, "@")


def test_dataset_sheet(empty: openpyxl.Workbook, filled: openpyxl.Workbook, dataset: Dataset) -> None:
    """Keys in column A, values in B; what does not say otherwise is made up."""
    told = [[cell.value for cell in row] for row in empty["dataset"]["A1:B4"]]
    assert told == [["as_of", None], ["title", None], ["synthetic", "yes"], ["licence", None]]
    told = [[cell.value for cell in row] for row in filled["dataset"]["A1:B4"]]
    assert told == [
        ["as_of", "2016-11-30"],
        ["title", dataset.title],
        ["synthetic", "yes"],
        ["licence", dataset.licence or None],
    ]


@LANGUAGES
def test_rows_of_a_release_read_back_as_they_were(dataset: Dataset, language: str) -> None:
    """Every cell of a filled template is read as the value, and the precision, that the release has, in each language."""
    with speaking(language):
        book = openpyxl.load_workbook(io.BytesIO(template(dataset)))
    for name in TABLES:
        frame, lines = dataset.tables[name], list(book[name].iter_rows(min_row=2, values_only=True))
        assert len(lines) == len(frame)
        for place, column in enumerate(TABLES[name].columns):
            read = [cells.read("" if line[place] is None else str(line[place]), column) for line in lines]
            values = frame[column.name].astype(object).where(frame[column.name].notna(), None).tolist()
            assert [cell.value for cell in read] == values
            if column.kind in DATES:
                precision = frame[f"{column.name}_precision"]
                assert [cell.precision for cell in read] == precision.astype(object).where(
                    precision.notna(), None
                ).tolist()


def test_a_text_is_never_a_formula(dataset: Dataset) -> None:
    """A name that begins with = is written as the text it is, and a link as text."""
    hostile = '=HYPERLINK("http://x","y")'
    fora = dataset.tables["fora"].assign(name=hostile, place="http://example.org")
    changed = replace(dataset, tables=MappingProxyType({**dataset.tables, "fora": fora}))
    sheet = openpyxl.load_workbook(io.BytesIO(template(changed)))["fora"]
    cell = sheet.cell(2, heading(sheet).index("name") + 1)
    assert (cell.data_type, cell.value, tidy(hostile)[0]) == ("s", hostile, hostile)
    assert sheet.cell(2, heading(sheet).index("place") + 1).hyperlink is None


def test_a_table_too_long_to_be_edited_is_left_out(dataset: Dataset, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its sheet is not there, so that loading the file keeps the table; the notes say so."""
    monkeypatch.setattr(subject, "MOST", 8)
    book = openpyxl.load_workbook(io.BytesIO(template(dataset)))
    short = [name for name, frame in dataset.tables.items() if len(frame) <= 8]
    assert book.sheetnames == ["notes", "dataset", *short]
    [line] = [row for row in book["notes"].iter_rows(values_only=True) if row[0] == "Left out"]
    assert line[1].endswith(": " + ", ".join(name for name in TABLES if name not in short) + ".")


def test_the_same_request_gives_the_same_bytes(dataset: Dataset) -> None:
    """A file does not hold the time it was made at."""
    assert template() == template()
    assert template(dataset) == template(dataset)


@LANGUAGES
def test_examples_follow_the_rules_and_are_never_loaded(
    language: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each sheet shows one row whose id says that it is an example: read as data it would be right, and it is left out."""
    quicken(monkeypatch)
    with speaking(language):
        book = openpyxl.load_workbook(io.BytesIO(template()))
    data = Path(shutil.copytree(FIXTURE, tmp_path / "data"))
    for name in TABLES:
        cells_of = [str("" if cell.value is None else cell.value) for cell in book[name][2]]
        assert any(cell.startswith("EXAMPLE-") for cell in cells_of)
        with (data / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows([heading(book[name]), cells_of])
    package = json.loads((data / "datapackage.json").read_text("utf-8"))
    package["resources"] = [{"name": name, "path": f"{name}.csv"} for name in TABLES]
    (data / "datapackage.json").write_text(json.dumps(package), "utf-8")
    loaded = load(data)
    assert {name: len(loaded.tables[name]) for name in TABLES} == dict.fromkeys(TABLES, 1)
    assert [issue.message for issue in loaded.issues if issue.severity is Severity.ERROR] == []
    book.save(tmp_path / "template.xlsx")
    checked = check(tmp_path / "template.xlsx", draft=tmp_path / "draft", base=None)
    assert [issue.rule for issue in checked.issues] == ["no_table"]
    book["donors"].append(["DE", "Germany", "Germany"])
    book.save(tmp_path / "template.xlsx")
    checked = check(tmp_path / "template.xlsx", draft=tmp_path / "draft", base=None)
    assert checked.dataset is not None
    assert {name: list(frame[TABLES[name].key[0]]) for name, frame in checked.dataset.tables.items() if len(frame)} == {
        "donors": ["DE"]
    }
