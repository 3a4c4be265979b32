"""File parts: the sheets or texts of a file, each ready to become a grid, and its metadata."""

import csv
import io
import json
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path, PurePosixPath
from typing import Any

from community_policing.core.i18n import t
from community_policing.core.safe_text import printable
from community_policing.core.schema import Table
from community_policing.core.settings import MB, Limits
from community_policing.dataset.csv_file import is_utf8, read_records
from community_policing.dataset.datapackage import licence
from community_policing.dataset.intake import file_type, workbook
from community_policing.dataset.intake.encoding import decoded
from community_policing.dataset.intake.grid import Grid
from community_policing.dataset.intake.match_columns import plain, table_of
from community_policing.dataset.intake.personal import refuse_cells
from community_policing.dataset.intake.refusal import Refusal
from community_policing.dataset.intake.separator import (
    hold_headings,
    said_above,
    separator_of,
    without_hint,
    without_title,
)
from community_policing.dataset.issues import IssueLog

_TEXTS = (".csv", ".tsv", ".txt", ".tab")
_LEFT = (".md", ".pdf", ".py", ".html")  # what explains a package and holds no table
_SAID = ("as_of", "opens_on", "title", "name", "description", "licence", "synthetic", "basis")


Lines = Iterable[tuple[int, Sequence[str]]]


@dataclass(frozen=True)
class Part:
    """One sheet or text.  `table` is set where the package says so; `grid` reads it, issues going to the log; `cells`
    are its rows as they stand there, whether it is a table or not."""

    name: str
    header: list[str]
    grid: Callable[[Table, IssueLog], Grid | None]
    table: str = ""
    data: Path | None = None  # a Parquet file
    rows: int | None = None  # of a sheet
    text: bytes = b""  # of a text in UTF-8
    separator: str = ","
    cells: Callable[[], Lines] = tuple


@dataclass
class Opened:
    """All parts, those that are no table whatever they hold (`aside`), what the file says of itself (raw), and (rule, sheet,
    sentence) for what was left out."""

    parts: list[Part] = field(default_factory=list)
    aside: list[Part] = field(default_factory=list)
    said: dict[str, Any] = field(default_factory=dict)
    remarks: list[tuple[str, str, str]] = field(default_factory=list)


def opened(path: Path, name: str, draft: Path, limits: Limits) -> Opened:
    """The parts of a file or folder.  Refusal where it is none that can be read."""
    contents = Opened()
    if path.is_dir():
        files = {e.name: e for e in sorted(path.iterdir()) if e.is_file() and not e.is_symlink()}
        _package({n: partial(Path.read_bytes, e) for n, e in files.items()}, contents, draft, limits)
        return contents
    data = path.read_bytes()
    kind = file_type.kind_of(data[:4096], data)
    if kind == "text":
        contents.parts.append(_text(name, data, limits))
    elif kind == "parquet":
        contents.parts.append(_parquet(name, path))
    else:
        what, entries = file_type.directory(path, limits)
        if what == "workbook":
            _sheets(path, contents, limits)
        else:
            with zipfile.ZipFile(path) as archive:
                readers = {e.filename: partial(file_type.member, archive, e) for e in entries}
                _package(readers, contents, draft, limits)
    return contents


def _sheets(path: Path, contents: Opened, limits: Limits) -> None:
    for grid in workbook.grids(path, limits):
        part = Part(
            grid.name, grid.header, partial(_read_already, grid), rows=len(grid.records), cells=partial(_rows, grid)
        )
        if workbook.is_note(grid.name):
            contents.aside.append(part)
        elif plain(grid.name) == "dataset":
            contents.aside.append(part)
            pairs = [[*row, "", ""][:2] for row in (grid.header, *map(list, grid.records))]
            contents.said |= {_key(key): value for key, value in pairs if _key(key) in _SAID and value.strip()}
        else:
            contents.parts.append(part)


def _rows(grid: Grid) -> Iterator[tuple[int, Sequence[str]]]:
    yield grid.top, grid.header
    yield from zip(grid.lines, grid.records, strict=True)


def _lines(text: str, separator: str, skipped: int) -> Iterator[tuple[int, Sequence[str]]]:
    reader, line = csv.reader(io.StringIO(text, newline=""), delimiter=separator), skipped + 1
    for cells in reader:
        yield line, cells
        line = skipped + reader.line_num + 1


def _read_already(grid: Grid, _table: Table, _findings: IssueLog) -> Grid:
    return grid


def _key(text: str) -> str:
    return next((key for key in (*_SAID, "license") if plain(key) == plain(text)), "").replace("license", "licence")


def _package(files: Mapping[str, Callable[[], bytes]], contents: Opened, draft: Path, limits: Limits) -> None:
    """The parts of a zip or folder: the tables that datapackage.json names, or else every file that can be one."""
    about = next((f for f in files if PurePosixPath(f).name == "datapackage.json"), "")
    tables: dict[str, str] = {}
    if about:
        contents.said, tables = _described(files[about](), PurePosixPath(about).parent)
    for lost in [path for path in tables if path not in files]:
        contents.remarks.append(
            (
                "missing_file",
                lost,
                t("datapackage.json names “{path}”, but it is not here. Add it.", path=printable(lost)),
            )
        )
    for name, read in files.items():
        path = PurePosixPath(name)
        suffix = path.suffix.lower()
        if name == about or suffix in _LEFT or path.stem.lower() in workbook.NOTES or (about and name not in tables):
            continue
        if suffix == ".parquet":
            extracted = draft / f"part{len(contents.parts)}.parquet"
            extracted.write_bytes(read())
            contents.parts.append(_parquet(path.name, extracted, tables.get(name, "")))
        elif suffix in _TEXTS:
            contents.parts.append(_text(path.name, read(), limits, tables.get(name, "")))
        else:
            if suffix in (".zip", ".xlsx", ".gz", ".xlsm", ".xls", ".7z", ".rar"):
                problem = t("“{name}” is itself an archive or a workbook. Load it by itself.", name=printable(name))
                raise Refusal("nested_archive", problem)
            contents.remarks.append(("unknown_table", name, t("it is not a table, so it was left out.")))


def _described(content: bytes, folder: PurePosixPath) -> tuple[dict[str, Any], dict[str, str]]:
    """What datapackage.json says, and path -> table."""
    try:
        package = json.loads(content.decode("utf-8-sig"))
        if not isinstance(package, dict):
            raise ValueError("no object")
    except (ValueError, RecursionError) as error:
        problem = t("datapackage.json is not valid JSON. Correct it, or export it again.")
        raise Refusal("package_value", problem) from error
    description = {key: package[key] for key in _SAID if package.get(key) not in (None, "")}
    if terms := licence(package):
        description["licence"] = terms
    tables: dict[str, str] = {}
    resources = package.get("resources")
    for resource in resources if isinstance(resources, list) else ():
        name, path = (resource.get("name"), resource.get("path")) if isinstance(resource, dict) else (None, None)
        path = path[0] if isinstance(path, list) and len(path) == 1 else path
        if isinstance(name, str) and isinstance(path, str):
            pure = PurePosixPath(path)
            if pure.is_absolute() or ".." in pure.parts or "\\" in path or ":" in path:
                problem = t("datapackage.json names “{path}”, which is not inside the folder.", path=printable(path))
                raise Refusal("unsafe_path", problem)
            tables[str(folder / path)] = table_of(name) or name
    return description, tables


def _parquet(name: str, path: Path, table: str = "") -> Part:
    return Part(name, [], lambda _table, _findings: None, table or "attendance", path)


def _text(name: str, data: bytes, limits: Limits, table: str = "") -> Part:
    container_kind = file_type.kind_of(data[:4096], data)
    if container_kind != "text":
        raise Refusal("unknown_format", t("“{name}” is not text. Export it again.", name=printable(name)), name)
    if len(data) > limits.table_mb * MB:
        problem = t("the table is larger than {limit} MB (CPF_LIMIT_TABLE_MB). Split it.", limit=limits.table_mb)
        raise Refusal("too_large", problem, name)
    if data.count(b"\n") > limits.rows + 1:
        raise Refusal(
            "too_many_rows",
            t("the file has more than {limit} rows (CPF_LIMIT_ROWS). Split it.", limit=f"{limits.rows:,}"),
            name,
        )
    text = decoded(data.removesuffix(b"\x1a"))  # the end of a file, to DOS and to what still writes it
    text, hint = without_hint(text)
    separator = hint or separator_of(text)
    rest, above, skipped = without_title(text, separator)
    refuse_cells(name, _lines(text[: len(text) - len(rest)], separator, 1 if hint else 0), sheet=False)
    text = rest
    header = next(
        (r for r in csv.reader(io.StringIO(text, newline=""), delimiter=separator) if any(map(str.strip, r))), []
    )
    if len(header) > limits.columns:
        problem = t("the file has more than {limit} columns (CPF_LIMIT_COLUMNS).", limit=limits.columns)
        raise Refusal("too_many_columns", problem, name)
    hold_headings(header, name, limits.cell)

    def grid(of: Table, log: IssueLog) -> Grid | None:
        read = read_records(text, of, log, lambda cells: cells, separator)
        if read is None:
            return None
        shift = skipped + (1 if hint else 0)  # the line sep=; came first
        remarks = [("rows_above_header", 1, None, said_above(above), "")] if above else []
        lines = [line + shift for line in read[3]]
        return Grid(name, read[0], read[2], lines, 1 + shift, comma=separator != ",", remarks=remarks)

    plain_text = (
        data if not hint and not above and not data.startswith((b"\xff\xfe", b"\xfe\xff")) and is_utf8(data) else b""
    )
    cells = partial(_lines, text, separator, skipped + (1 if hint else 0))
    return Part(name, header, grid, table, text=plain_text, separator=separator, cells=cells)
