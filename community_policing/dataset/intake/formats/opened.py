"""Sheets of a file or folder, whatever its format, and what the file says of itself."""

import zipfile
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path, PurePosixPath
from typing import Any

from community_policing.core.i18n import t
from community_policing.core.safe_text import printable
from community_policing.core.settings import Limits
from community_policing.dataset.intake.formats import file_type, layer, parquet_file, spreadsheet, text_file
from community_policing.dataset.intake.formats.package import SAID, described, key_of
from community_policing.dataset.intake.formats.sheet_cells import as_known, cut
from community_policing.dataset.intake.recipe.headers.header_match import same
from community_policing.dataset.intake.recipe.sheet import RawSheet
from community_policing.dataset.intake.recipe.sheet_parts import is_data, parts
from community_policing.dataset.intake.refusal import Refusal

# Sheets of ours that hold no data
_NOTES = frozenset({"about", "notes", "report", "lists", "readme", "choices", "instructions"})
_TEXTS = (".csv", ".tsv", ".txt", ".tab")
_LEFT = (".md", ".pdf", ".py", ".html")  # what explains a package and holds no table
_LOADED_ALONE = (".zip", ".xlsx", ".gz", ".xlsm", ".xls", ".xlsb", ".ods", ".7z", ".rar")


@dataclass
class Opened:
    """The sheets, those that hold no data (`aside`), what the file says of itself (raw), and (rule, sheet, sentence) for
    what was left out."""

    sheets: list[RawSheet] = field(default_factory=list)
    aside: list[RawSheet] = field(default_factory=list)
    said: dict[str, Any] = field(default_factory=dict)
    remarks: list[tuple[str, str, str]] = field(default_factory=list)


def opened(path: Path, name: str, draft: Path, limits: Limits) -> Opened:
    """The sheets of a file or folder, each with one table.  Refusal where it is none that can be read."""
    contents = _opened(path, name, draft, limits)
    for each in (contents.sheets, contents.aside):
        each[:] = [replace(sheet, rows=as_known(cut(sheet.rows, limits.cell))) for sheet in each if sheet.rows]
    contents.sheets = [part for sheet in contents.sheets for part in parts(sheet)]
    return contents


def _opened(path: Path, name: str, draft: Path, limits: Limits) -> Opened:
    contents = Opened()
    if path.is_dir():
        files = {e.name: e for e in sorted(path.iterdir()) if e.is_file() and not e.is_symlink()}
        _package({n: partial(Path.read_bytes, e) for n, e in files.items()}, contents, draft, limits)
        return contents
    data = path.read_bytes()
    kind = file_type.kind_of(data[:4096], data)
    if kind == "text":
        contents.sheets.append(text_file.read(name, data, limits))
    elif kind == "parquet":
        contents.sheets.append(parquet_file.read(name, path, limits))
    elif kind == "layer":
        contents.sheets.extend(layer.sheets(path, name, limits))
    elif kind == "spreadsheet":
        _sort(spreadsheet.sheets(path, limits), contents)
    else:
        what, entries = file_type.directory(path, limits)
        if what == "workbook":
            from community_policing.dataset.intake.formats import workbook  # openpyxl: no other file needs it

            _sort(workbook.sheets(path, limits), contents)
        elif what == "spreadsheet":
            _sort(spreadsheet.sheets(path, limits), contents)
        elif what == "layer":
            contents.sheets.extend(layer.sheets(path, name, limits))
        else:
            with zipfile.ZipFile(path) as archive:
                readers = {e.filename: partial(file_type.member, archive, e) for e in entries}
                _package(readers, contents, draft, limits)
    return contents


def _sort(sheets: Iterable[RawSheet], contents: Opened) -> None:
    """Sheets of data, sheets that explain, and the sheet in which the file speaks of itself."""
    for sheet in sheets:
        if sheet.name.strip().casefold() in _NOTES and not is_data(sheet):
            contents.aside.append(sheet)
        elif same(sheet.name, "dataset"):
            contents.aside.append(sheet)
            pairs = [[*row, "", ""][:2] for row in sheet.rows]
            contents.said |= {key_of(key): value for key, value in pairs if key_of(key) in SAID and value.strip()}
        else:
            contents.sheets.append(sheet)


def _package(files: Mapping[str, Callable[[], bytes]], contents: Opened, draft: Path, limits: Limits) -> None:
    """The sheets of a zip or folder: the tables that datapackage.json names, or else every file that can be one."""
    about = next((f for f in files if PurePosixPath(f).name == "datapackage.json"), "")
    tables: dict[str, str] = {}
    if about:
        contents.said, tables = described(files[about](), PurePosixPath(about).parent)
    for lost in [path for path in tables if path not in files]:
        problem = t("datapackage.json names “{path}”, but it is not here. Add it.", path=printable(lost))
        contents.remarks.append(("missing_file", lost, problem))
    ours = (
        "about.txt" in files
    )  # the zip of tables that is handed on: its lines of activities say once more what the rows do
    for name, read in files.items():
        path = PurePosixPath(name)
        if ours and path.stem == "activities":
            problem = t("it repeats what the other tables hold, so it was left out.")
            contents.remarks.append(("unknown_table", name, problem))
            continue
        suffix = path.suffix.lower()
        if name == about or suffix in _LEFT or path.stem.lower() in _NOTES or (about and name not in tables):
            continue
        if suffix == ".parquet":
            extracted = draft / f"part{len(contents.sheets)}.parquet"
            extracted.write_bytes(read())
            contents.sheets.append(parquet_file.read(path.name, extracted, limits, tables.get(name, "")))
        elif suffix in _TEXTS:
            contents.sheets.append(text_file.read(path.name, read(), limits, tables.get(name, "")))
        elif suffix in _LOADED_ALONE:
            problem = t("“{name}” is itself an archive or a workbook. Load it by itself.", name=printable(name))
            raise Refusal("nested_archive", problem)
        else:
            contents.remarks.append(("unknown_table", name, t("it is not a table, so it was left out.")))
