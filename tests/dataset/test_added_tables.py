"""Tables that came with schema version 2: what was there before them opens, loads and counts as it did."""

import io
from dataclasses import replace
from datetime import date
from pathlib import Path

import openpyxl
import pandas as pd
import pytest

from community_policing.core.schema import ADDED, TABLES, TRANSLATED
from community_policing.dataset.intake import Checked, check
from community_policing.dataset.intake.draft_folder import digest
from community_policing.dataset.intake.report import Metadata
from community_policing.dataset.load import Dataset
from community_policing.dataset.releases import Unchanged
from community_policing.export.template.builder import template
from tests.bad_input.quick import quicken
from tests.dataset.test_checks import SOUND, write
from tests.dataset.test_releases import published, same
from tests.registries import Place

ABOUT = Metadata(as_of=date(2017, 1, 31), title="Small", synthetic=False)
BEFORE = {name: table for name, table in TABLES.items() if name not in ADDED}


@pytest.fixture
def whole(tmp_path: Path) -> Dataset:
    """A dataset with one row or two of every table."""
    folder = tmp_path / "folder"
    folder.mkdir()
    return write(folder, dict(SOUND))


def checked(folder: Path, book: openpyxl.Workbook, base: Dataset | None = None) -> Checked:
    """What comes of a workbook."""
    book.save(folder / "tables.xlsx")
    return check(folder / "tables.xlsx", draft=folder / "draft", base=base, about=ABOUT)


def of(dataset: Dataset | None, *left_out: str) -> openpyxl.Workbook:
    """The template with the rows of a dataset, without some of its sheets."""
    book = openpyxl.load_workbook(io.BytesIO(template(dataset)))
    for name in left_out:
        del book[name]
    return book


def test_a_workbook_that_is_filled_in_is_loaded(
    whole: Dataset, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Rows typed into the empty template come out as those of the CSV files, in every table; the examples do not."""
    quicken(monkeypatch)
    book = of(None)
    for name, text in SOUND.items():
        assert isinstance(text, str)
        names, *lines = [line.split(",") for line in text.splitlines()]
        places = {column.name: at for at, column in enumerate(TABLES[name].columns, 1)}
        for at, cells in enumerate(lines, book[name].max_row + 1):
            for column, cell in zip(names, cells, strict=True):
                book[name].cell(at, places[column], cell or None)
    found = checked(tmp_path, book)
    assert ([issue.message for issue in found.issues if issue.table in ADDED], found.open_questions) == ([], ())
    assert found.dataset is not None
    for name in TABLES:
        pd.testing.assert_frame_equal(
            found.dataset.tables[name].drop(columns="row"), whole.tables[name].drop(columns="row"), obj=name
        )


def test_files_of_before_say_nothing_of_the_new_tables(
    whole: Dataset, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A folder and a workbook without them load without a word, and the tables are there, empty."""
    quicken(monkeypatch)
    loaded = write(tmp_path, {name: text for name, text in SOUND.items() if name in BEFORE})
    found = checked(tmp_path, of(whole, *ADDED))
    assert (loaded.issues, found.issues, found.outcome) == ((), (), "accept")
    assert found.dataset is not None
    for dataset in (loaded, found.dataset):
        assert {name: len(dataset.tables[name]) for name in TABLES if name in ADDED} == dict.fromkeys(sorted(ADDED), 0)


def test_a_release_of_the_first_schema_opens_and_its_rows_are_unchanged(
    whole: Dataset, sqlite_place: Place, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It was stored, sealed and named without the new tables; the same rows have the same name now, and are no release."""
    quicken(monkeypatch)
    book = of(whole, *ADDED)
    with monkeypatch.context() as older:
        older.setattr("community_policing.dataset.intake.draft_folder.TABLES", BEFORE)
        older.setattr("community_policing.dataset.releases.store.SCHEMA_VERSION", 1)
        first = checked(tmp_path, book).dataset
        assert first is not None
        only_before = replace(first, tables={name: first.tables[name] for name in BEFORE})
        made = published(sqlite_place.open(), only_before, None)
    assert (made.schema_version, list(made.tables)) == (1, list(BEFORE))
    releases = sqlite_place.open()
    same(releases.dataset(made), replace(first, set_aside=releases.dataset(made).set_aside))
    again = checked(tmp_path, book, releases.dataset(made)).dataset
    assert again is not None
    assert again.release == made.content
    with pytest.raises(Unchanged):
        published(releases, again, 1)
    with pytest.raises(Unchanged):  # by its rows alone, whatever it is called
        published(releases, replace(first, release="another"), 1)


def test_one_row_of_a_new_table_makes_another_release(whole: Dataset, sqlite_place: Place) -> None:
    """A new table is stored, and has a part in the name of the content, from its first row on."""
    none = {name: frame.iloc[:0] if name in ADDED else frame for name, frame in whole.tables.items()}
    one = {**none, "concerns": whole.tables["concerns"].iloc[:1]}
    assert digest(ABOUT, none, {}) != digest(ABOUT, one, {})
    releases = sqlite_place.open()
    first = published(releases, replace(whole, release="first", tables=none), None)
    made = published(releases, replace(whole, release="second", tables=one), 1)
    assert made.tables.keys() - first.tables.keys() == {"concerns"}
    pd.testing.assert_frame_equal(releases.dataset(made).tables["concerns"], one["concerns"])


def test_names_in_other_languages_say_nothing_until_there_is_one(whole: Dataset, sqlite_place: Place) -> None:
    """Columns of schema version 3: without a name they are neither stored nor part of the content's name; one of them makes a
    release, which comes back as it went."""
    columns = TRANSLATED.intersection(whole.tables["fora"])
    assert columns == {"name_ar", "name_ckb"}
    before = {**whole.tables, "fora": whole.tables["fora"].drop(columns=sorted(columns))}
    one = {**whole.tables, "fora": whole.tables["fora"].assign(name_ar="منتدى الكرخ")}
    assert digest(ABOUT, before, {}) == digest(ABOUT, whole.tables, {})
    assert digest(ABOUT, one, {}) != digest(ABOUT, whole.tables, {})
    releases = sqlite_place.open()
    first = published(releases, replace(whole, release="first"), None)
    with pytest.raises(Unchanged):
        published(releases, replace(whole, release="second", tables=before), 1)
    made = published(releases, replace(whole, release="third", tables=one), 1)
    assert {name for name, file in made.tables.items() if file != first.tables[name]} == {"fora"}
    pd.testing.assert_frame_equal(releases.dataset(made).tables["fora"], one["fora"], check_dtype=False)
