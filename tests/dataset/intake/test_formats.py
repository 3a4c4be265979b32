"""Formats: the same two fora from every kind of file that is read; what is not read is refused by its name."""

from collections.abc import Callable
from pathlib import Path

import pytest

from community_policing.core.settings import Limits
from community_policing.dataset.intake.formats.opened import Opened, opened
from community_policing.dataset.intake.recipe.sheet import RawSheet
from community_policing.dataset.intake.refusal import Refusal
from tests.dataset.intake import files
from tests.dataset.intake.files import HEADER, ROWS, zipped

WORKBOOKS: dict[str, Callable[[], bytes]] = {
    "fora.xlsx": files.xlsx, "strict.xlsx": files.strict_xlsx, "fora.ods": files.ods, "fora.xls": files.xls,
    "fora.xlsb": files.xlsb,
}  # fmt: skip
TEXTS: dict[str, Callable[[], bytes]] = {
    "comma.csv": files.delimited,
    "semicolon.csv": lambda: files.delimited(";"),
    "fora.tsv": lambda: files.delimited("\t"),
    "marked.csv": lambda: files.delimited(encoding="utf-8-sig"),
    "utf-16.txt": lambda: files.delimited("\t", "utf-16"),
    "arabic.csv": lambda: files.delimited(";", "cp1256"),
    "hinted.csv": lambda: b"sep=;\r\n" + files.delimited(";"),
    "fora.zip": lambda: zipped({"fora.csv": files.delimited(), "read me.md": b"about"}),
    "fora.parquet": files.parquet,
    "parquet.zip": lambda: zipped({"fora.parquet": files.parquet()}),
}
LAYERS: dict[str, Callable[[Path], bytes]] = {
    "sites.geojson": lambda _: files.geojson(),
    "sites.kml": lambda _: files.kml(),
    "sites.kmz": lambda _: zipped({"doc.kml": files.kml()}),
    "sites.gpkg": files.geopackage,
    "sites.zip": files.shapefile,
    "metres.zip": lambda folder: files.shapefile(folder, "EPSG:32638"),
}
AS_TABLES = "Save the tables as an Excel workbook (.xlsx) or as CSV and load that."
NOT_READ = (
    ("activities.xml", b'<?xml version="1.0"?><iati-activities version="2.03"/>', "an IATI file (XML)"),
    ("values.json", b'{"dataValues":[{"dataElement":"a"}]}', "an export of DHIS2 (JSON)"),
    ("values.json", b'{"dataValueSets":[]}', "an export of DHIS2 (JSON)"),
    ("table.json", b'[{"forum_id":"F1"}]', "JSON"),
    ("report.pdf", b"%PDF-1.7 ...", "a PDF"),
    ("table.html", b"<!doctype html><table><tr><td>1", "a web page or XML, whatever its name says"),
    ("fora.xls", b"<table><tr><td>forum_id", "a web page or XML, whatever its name says"),
    ("scan.png", b"\x89PNG\r\n", "a picture"),
    ("photo.jpg", b"\xff\xd8\xff\xe0", "a picture"),
    ("report.rtf", b"{\\rtf1 ...", "a text document (RTF)"),
    ("fora.csv.gz", b"\x1f\x8b\x08", "a gzip archive"),
    ("fora.7z", b"7z\xbc\xaf\x27\x1c", "a 7-Zip archive"),
    ("fora.rar", b"Rar!\x1a\x07", "a RAR archive"),
    ("data.sqlite", b"SQLite format 3\0", "a database"),
    ("setup.exe", b"MZ\x90", "a program"),
    ("report.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "an old Office file (.doc, .ppt)"),
    ("report.docx", zipped({"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<a/>"}),
     "an Office file, but no workbook, or one without its list of sheets"),
    ("report.odt", zipped({"mimetype": b"application/vnd.oasis.opendocument.text", "content.xml": b"<a/>"}),
     "an OpenDocument file that is no spreadsheet"),
)  # fmt: skip


@pytest.fixture
def opening(tmp_path: Path) -> Callable[[str, bytes], Opened]:
    """A function: the name and content of a file -> its sheets."""

    def contents(name: str, data: bytes) -> Opened:
        draft = tmp_path / "draft"
        draft.mkdir()
        (draft / "upload").write_bytes(data)
        return opened(draft / "upload", name, draft, Limits())

    return contents


def cells(sheet: RawSheet) -> list[dict[str, str]]:
    """The rows of a sheet, each column under its heading."""
    header, *rows = sheet.rows
    return [dict(zip(header, row, strict=True)) for row in rows]


FORA = [dict(zip(HEADER, row, strict=True)) for row in ROWS]


@pytest.mark.parametrize("name", WORKBOOKS)
def test_a_workbook_of_any_make_has_the_same_rows(name: str, opening: Callable[[str, bytes], Opened]) -> None:
    """Told by its content, whatever its name; places in it are a sheet, a row and a letter."""
    [sheet] = opening("no ending", WORKBOOKS[name]()).sheets
    assert (sheet.name, sheet.worksheet, list(sheet.lines), cells(sheet)) == ("fora", True, [1, 2, 3], FORA)


@pytest.mark.parametrize("name", TEXTS)
def test_a_text_in_any_form_has_the_same_rows(name: str, opening: Callable[[str, bytes], Opened]) -> None:
    """Places in it are lines; the line that tells Excel the separator counts as one."""
    [sheet] = opening(name, TEXTS[name]()).sheets
    first = 2 if name == "hinted.csv" else 1
    assert (sheet.worksheet, list(sheet.lines)) == (False, [first, first + 1, first + 2])
    assert cells(sheet) == FORA


@pytest.mark.parametrize("name", LAYERS)
def test_a_map_layer_has_the_same_rows(name: str, tmp_path: Path, opening: Callable[[str, bytes], Opened]) -> None:
    """Points become latitude and longitude in degrees, also where the layer counts in metres."""
    [sheet] = opening(name, LAYERS[name](tmp_path)).sheets
    assert [{key: row[key] for key in HEADER} for row in cells(sheet)] == FORA
    assert sheet.remarks == []


def test_of_a_line_a_point_inside_is_taken_and_told(opening: Callable[[str, bytes], Opened]) -> None:
    line = files.geojson().replace(
        b'"Point", "coordinates": [43.12, 36.49]', b'"LineString", "coordinates": [[43, 36], [43, 37]]'
    )
    [sheet] = opening("sites.geojson", line).sheets
    assert [(rule, sentence) for rule, _, _, sentence, _ in sheet.remarks] == [
        ("not_a_point", "the layer “sites.geojson” holds lines or areas: of each a point inside was taken.")
    ]
    assert 36 <= float(cells(sheet)[0]["latitude"]) <= 37


@pytest.mark.parametrize(("name", "content", "what"), NOT_READ, ids=[f"{name}-{what}" for name, _, what in NOT_READ])
def test_what_is_not_read_is_refused_by_its_name(
    name: str, content: bytes, what: str, opening: Callable[[str, bytes], Opened]
) -> None:
    """The sentence says what the file is and what to save instead."""
    with pytest.raises(Refusal) as refused:
        opening(name, content)
    assert (refused.value.rule, refused.value.problem) == ("unknown_format", f"the file is {what}. {AS_TABLES}")


def test_a_workbook_in_a_zip_is_loaded_by_itself(opening: Callable[[str, bytes], Opened]) -> None:
    with pytest.raises(Refusal) as refused:
        opening("all.zip", zipped({"fora.xlsx": files.xlsx()}))
    assert refused.value.problem == "“fora.xlsx” is itself an archive or a workbook. Load it by itself."


def test_what_is_no_table_in_a_zip_is_left_out_by_name(opening: Callable[[str, bytes], Opened]) -> None:
    contents = opening("all.zip", zipped({"fora.csv": files.delimited(), "photo.jpg": b"\xff\xd8\xff"}))
    assert contents.remarks == [("unknown_table", "photo.jpg", "it is not a table, so it was left out.")]
    assert [sheet.name for sheet in contents.sheets] == ["fora.csv"]
