"""Sixty hostile strings in every text column (tests/hostile_text.py): the loader takes or refuses them, and every file that goes
out holds them as text.  Pages are tests/browser/test_hostile_text.py.  CPF_HOSTILE=all takes every turn."""

import os
import re
import unicodedata
import zipfile
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest

from community_policing.briefing.build.outputs import made
from community_policing.briefing.compose.composer import compose
from community_policing.briefing.drawing.text_width import shown
from community_policing.briefing.presets import PRESETS, BriefingRequest
from community_policing.briefing.snapshot import frozen
from community_policing.dataset.load import Dataset, load
from community_policing.export.rows import behind, csv
from community_policing.measure.compute import measure
from community_policing.measure.programme import Programme
from tests import hostile_text as hostile
from tests.hostile_text import ROWS, STRINGS, TURNS

CHOSEN = range(TURNS) if os.environ.get("CPF_HOSTILE") == "all" else (3,)
UNSEEN = ("Cc", "Cf", "Cs", "Co", "Cn")
FORMULA = re.compile(r"^[=+\-@\t\r]")


@pytest.fixture(scope="module", params=range(TURNS))
def turn(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[int, Dataset]:
    """One turn and its dataset."""
    folder = tmp_path_factory.mktemp("hostile")
    hostile.write(folder, request.param)
    return request.param, load(folder)


def test_there_are_sixty_and_every_column_meets_each_of_them() -> None:
    """60 different strings; over all turns each stands once in every text column."""
    met = {
        (table.name, column.name, hostile.string(turn, row, at))
        for table, at, column in hostile.text_columns() for turn in range(TURNS) for row in range(ROWS)
    }  # fmt: skip
    assert (len(set(STRINGS)), len(STRINGS), len(met)) == (60, 60, 60 * len(list(hostile.text_columns())))


def test_what_is_loaded_or_told_holds_nothing_unseen(turn: tuple[int, Dataset]) -> None:
    """Every row is loaded or set aside; no loaded text and no issue has a control, a hidden or a piled-up character in it."""
    number, dataset = turn
    texts = [str(cell) for frame in dataset.tables.values() for column in frame for cell in frame[column].dropna()]
    texts += [part for issue in dataset.issues for part in (issue.value, issue.message)]
    hidden = {c for text in texts for c in text if unicodedata.category(c) in UNSEEN} - set("\u200c\u200d\n\r\t")
    assert hidden == set()
    assert [text for text in texts if re.search("[\u0300-\u036f]{5}", text)] == []
    for table in ("sources", "donors", "fora", "trainings", "infrastructure", "facts", "places"):
        assert len(dataset.tables[table]) >= ROWS - 1, table
        assert len(dataset.tables[table]) + len(dataset.set_aside[table]) >= ROWS + 1
    assert number in range(TURNS)


@pytest.mark.parametrize("table", hostile.TABLES)
def test_nul_takes_its_file_down_and_nothing_else(table: str, tmp_path: Path) -> None:
    """A file with NUL in it is refused as a whole and told; the issue holds no NUL."""
    hostile.write(tmp_path, 0, nul=table)
    dataset = load(tmp_path)
    assert [issue.table for issue in dataset.issues if issue.rule == "nul_character"] == [table]
    assert not [issue for issue in dataset.issues if "\0" in issue.message + issue.value]
    assert len(dataset.tables[table]) == 0


@pytest.mark.parametrize("preset", PRESETS)
@pytest.mark.parametrize("number", CHOSEN)
def test_no_file_that_goes_out_does_anything(number: int, preset: str, tmp_path: Path) -> None:
    """No workbook holds a formula or a link, no slide a link out or a script, no PDF an action, an address or a file."""
    hostile.write(tmp_path, number)
    whole = Programme.of(load(tmp_path))
    asked = BriefingRequest(preset, governorates=("IQG08",) if preset == "governorate" else (), title=STRINGS[number])
    briefing = frozen(compose(whole, asked), STRINGS[40 + number])
    _inert_workbook(made(briefing, "xlsx"))
    _inert_slides(made(briefing, "pptx"))
    for key in ("brief", "handout"):
        _inert_pdf(made(briefing, key))


def test_joined_pictures_are_drawn_apart() -> None:
    """What the writer of PDF falls over, a family joined of four, is drawn side by side; joiners between letters stay."""
    assert shown("👩\u200d👧 👍🏿 می\u200cخواهم ه\u200d") == "👩👧 👍 می\u200cخواهم ه\u200d"


@pytest.mark.parametrize("key", ["fora_established", "attendances", "building_works_done"])
def test_no_line_that_goes_out_is_a_formula(key: str, turn: tuple[int, Dataset]) -> None:
    """Rows behind a figure as CSV: no cell begins as a formula does, and the lines are those of the table."""
    import csv as reader

    whole = Programme.of(turn[1])
    rows = behind(measure(key, whole), whole)
    lines = list(reader.reader(csv(rows).decode("utf-8-sig").splitlines(keepends=True)))
    assert len(lines) == len(rows) + 1
    assert len(rows) > 3
    assert [
        cell for line in lines for cell in line if FORMULA.match(cell) and not re.fullmatch(r"-?[\d.]+", cell)
    ] == []


def _inert_workbook(content: bytes) -> None:
    book = openpyxl.load_workbook(BytesIO(content))
    for sheet in book:
        assert [cell.coordinate for row in sheet.iter_rows() for cell in row if cell.data_type == "f"] == []
        assert sheet._hyperlinks == []
    _inert_parts(content)


def _inert_slides(content: bytes) -> None:
    _inert_parts(content)
    with zipfile.ZipFile(BytesIO(content)) as parts:
        for name in parts.namelist():
            assert b"hlinkClick" not in parts.read(name), name


def _inert_parts(content: bytes) -> None:
    with zipfile.ZipFile(BytesIO(content)) as parts:
        for name in parts.namelist():
            assert not re.search(r"vba|activeX|externalLink|oleObject", name), name
            assert b'TargetMode="External"' not in parts.read(name), name


def _inert_pdf(content: bytes) -> None:
    assert not re.search(rb"/(URI|JavaScript|JS|Launch|EmbeddedFile|OpenAction|AA|SubmitForm|GoToR)\b", content)
