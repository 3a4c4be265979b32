"""Files in Arabic and Sorani: the same figures, the same rows, and no mark that is only for the screen."""

import io
from datetime import date, datetime

import openpyxl
import pandas as pd
import pytest
from lxml import etree

from community_policing.core.bidi import LRM, RLM, without_marks
from community_policing.core.i18n import speaking
from community_policing.core.indicators import INDICATORS
from community_policing.core.languages import LANGUAGES, SOURCE
from community_policing.core.quantity import Quantity, Share
from community_policing.export.handed_on.registry import FORMATS
from community_policing.export.provenance import About, about
from community_policing.export.rows import behind, csv
from community_policing.export.workbook import workbook
from community_policing.measure.compute import measure
from community_policing.measure.programme import Programme
from tests.export.test_handed_on import read as read_all

RIGHT_TO_LEFT = [code for code, spoken in LANGUAGES.items() if spoken.right_to_left]
PLAIN = About("", "Numbers", (), date(2016, 11, 30))
TABLE = pd.DataFrame({
    "Place": ["بغداد", "Basra"], "Fora": pd.Series([Quantity.exactly(1100), Quantity.at_least(30)], dtype=object),
    "Share": pd.Series([Share(40, 40), Share(59, 62)], dtype=object),
    "Since": pd.Series([date(2016, 3, 1), date(2016, 11, 30)], dtype=object),
})  # fmt: skip


@pytest.mark.parametrize("key", INDICATORS)
def test_rows_are_the_same_bytes_in_any_language(key: str, programme: Programme) -> None:
    """A file of rows is data: its words are those of the dataset's own file, whoever asks for it."""
    files = set()
    for code in LANGUAGES:
        with speaking(code):
            files.add(csv(behind(measure(key, programme), programme)))
    assert len(files) == 1


@pytest.mark.parametrize("code", RIGHT_TO_LEFT)
@pytest.mark.parametrize("key", FORMATS)
def test_what_is_handed_on_has_no_marks_of_direction(key: str, code: str, programme: Programme) -> None:
    """Another program reads it, and would take a figure with a mark for a text."""
    with speaking(code):
        said = read_all(FORMATS[key].write(programme))
    assert LRM not in said
    assert RLM not in said


@pytest.mark.parametrize("code", RIGHT_TO_LEFT)
def test_cells_hold_the_same_figures_and_no_marks(code: str, programme: Programme) -> None:
    """Numbers are numbers, texts the same but for their language, in a table and on the sheet that says what it is."""
    says = about(programme, "≥ 30 fora in Basra", (measure("fora_established", programme),))
    sheets = []
    for language in (SOURCE, code):
        with speaking(language):
            book = openpyxl.load_workbook(io.BytesIO(workbook(TABLE, says)))
        sheets.append([[tuple(line) for line in sheet.iter_rows(values_only=True)] for sheet in book])
    numbers = [
        [cell for sheet in each for row in sheet for cell in row if isinstance(cell, int | float | datetime)]
        for each in sheets
    ]
    assert numbers[0] == numbers[1] != []
    texts = [cell for sheet in sheets[1] for row in sheet for cell in row if isinstance(cell, str)]
    assert texts == [without_marks(text) for text in texts]


@pytest.mark.parametrize("code", RIGHT_TO_LEFT)
def test_cells_are_read_in_their_own_direction(code: str) -> None:
    """Arabic letters from right to left; figures, and names of another script, from left to right; dates in figures, since their
    months would be named in the spreadsheet's own language."""
    with speaking(code):
        _, sheet = openpyxl.load_workbook(io.BytesIO(workbook(TABLE, PLAIN)))
    baghdad, basra = ([cell for cell in row if cell.value is not None] for row in sheet.iter_rows(min_row=2))
    assert [cell.alignment.readingOrder for cell in baghdad] == [2, *[1] * (len(baghdad) - 1)]
    assert [cell.alignment.readingOrder for cell in basra] == [1] * len(basra)
    assert {cell.font.name for cell in (*baghdad, *basra)} == {"Arial"}
    assert [cell.number_format for cell in baghdad if isinstance(cell.value, datetime)] == ["dd/mm/yyyy"]


@pytest.mark.parametrize("code", RIGHT_TO_LEFT)
def test_iati_says_which_language_a_name_is_in(code: str, programme: Programme) -> None:
    """The activity is in the reader's language; a name that the data have in English says so."""
    lang = "{http://www.w3.org/XML/1998/namespace}lang"
    with speaking(code):
        root = etree.fromstring(FORMATS["iati"].write(programme))
    places = [each.get(lang) for each in root.iterfind(".//location/name/narrative")]
    assert {each.get(lang) for each in root.iterfind("iati-activity")} == {code}
    assert (set(places), len(places) > 0) == ({None}, True)
    assert {each.get(lang) for each in root.iterfind(".//reporting-org/narrative")} == {SOURCE}
