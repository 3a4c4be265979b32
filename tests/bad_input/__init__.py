"""Faulty and hostile files, made when the tests run: each with the rule that must be told, where, and in which words."""

import csv
import io
import zipfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from tests.conftest import FIXTURE

Rows = list[list[str]]
_BASE = {("targets", 11, "target"): "1"}  # the fixture's one warning, a zero target, would be every file's


@dataclass(frozen=True)
class Case:
    """A file: its name, what makes it, the outcome, the rules of which each must be told, words that stand in the
    message of the first, and the row and column that it names.  Of outcome "ask" they are the id of an open question and words of
    it.  `hidden` may stand in no message."""

    id: str
    file: str
    make: Callable[[], bytes]
    rules: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    row: int | None = None
    column: str = ""
    outcome: str = "refuse"
    hidden: str = ""


def table(name: str, changes: Mapping[tuple[int, str], str] | None = None) -> Rows:
    """A table of tests/fixture as rows of text, the header first; `changes` are (line of the file, column) -> cell."""
    with (FIXTURE / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))
    fixed = {(line, column): cell for (of, line, column), cell in _BASE.items() if of == name}
    for (line, column), cell in {**fixed, **(changes or {})}.items():
        rows[line - 1][rows[0].index(column)] = cell
    return rows


def text(rows: Sequence[Sequence[str]], separator: str = ",", end: str = "\n") -> str:
    """Rows as the text of a CSV file."""
    out = io.StringIO()
    csv.writer(out, delimiter=separator, lineterminator=end).writerows(rows)
    return out.getvalue()


def encoded(rows: Sequence[Sequence[str]], encoding: str = "utf-8", separator: str = ",", end: str = "\n") -> bytes:
    """Rows as a CSV file."""
    return text(rows, separator, end).encode(encoding)


def workbook(
    sheets: Mapping[str, Sequence[Sequence[object]]], more: Callable[[object, dict[str, object]], None] | None = None
) -> bytes:
    """An XLSX workbook: strings as texts, numbers and dates as themselves; `more` is given the book and its sheets."""
    from xlsxwriter import Workbook

    out = io.BytesIO()
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "default_date_format": "yyyy-mm-dd",
    }
    with Workbook(out, options) as book:
        made = {}
        for name, rows in sheets.items():
            made[name] = sheet = book.add_worksheet(name)
            for line, cells in enumerate(rows):
                for place, cell in enumerate(cells):
                    if cell != "":
                        sheet.write(line, place, cell)
        if more:
            more(book, made)
    return out.getvalue()


def parts(content: bytes, changes: Mapping[str, Callable[[bytes], bytes] | bytes | None]) -> bytes:
    """A zip with some parts changed, added, or (None) left out."""
    with zipfile.ZipFile(io.BytesIO(content)) as old:
        held = {name: old.read(name) for name in old.namelist()}
    for name, change in changes.items():
        if change is None:
            del held[name]
        else:
            held[name] = change(held[name]) if callable(change) else change
    return zipped(held)


def zipped(files: Mapping[str, bytes]) -> bytes:
    """Files as a zip."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name, data in files.items():
            new.writestr(name, data)
    return out.getvalue()
