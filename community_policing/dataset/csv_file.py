"""CSV reader: bytes -> records with line numbers, and columns matched to the schema."""

import csv
import io
import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import chain

import pandas as pd

from community_policing.core.i18n import ProgrammeError, listed, n, t
from community_policing.core.safe_text import printable
from community_policing.core.schema import PERSONAL, Table
from community_policing.dataset.cells import tidy
from community_policing.dataset.issues import IssueLog

BYTES_LIMIT = 64 * 1024 * 1024
ROWS_LIMIT = 2_000_000
CELL_LIMIT = 10_000
COLUMNS_LIMIT = 1_000
_END = "\0end of file"  # no file that holds NUL gets as far as the sentinel
_PERSONAL = frozenset(name.replace("_", "") for name in PERSONAL)
_PERSONAL_WORDS = tuple(tuple(name.split("_")) for name in PERSONAL)

csv.field_size_limit(2**31 - 1)  # an overlong cell becomes an issue of its row, not an exception


class PersonalColumn(ProgrammeError):  # noqa: N818  (as ProgrammeError: what a person is told)
    """A column that would hold details of people: its file is refused as a whole."""


@dataclass(frozen=True)
class Sheet:
    """The records of one file as it shows them.  `names` are the columns in file order (schema names where they match);
    `sound` are the positions of records that can be read, the others have an issue; `usable` is False when the header
    lacks what the table needs, and then no record can be read."""

    table: Table
    names: tuple[str, ...] = ()  # the schema's where there is no file
    records: Sequence[Sequence[str]] = ()
    lines: Sequence[int] = ()
    sound: Sequence[int] = ()
    usable: bool = False
    position: Mapping[int, int] = field(default_factory=dict)

    def raw(self, line: int, column: str) -> str:
        """The cell as the file shows it, empty where the file has no such cell; the whole record for column ""."""
        record = self.records[self.position[line]]
        if not column:
            return ",".join(record)
        at = self.names.index(column) if column in self.names else len(record)
        return record[at] if at < len(record) else ""

    def at(self, column: str) -> int | None:
        """The position of a column in the file's records, from 0; None where the file has no such column."""
        return self.names.index(column) if column in self.names else None

    def column(self, name: str) -> list[str]:
        """The raw cells of a column over the sound records; empty texts where the file has no such column."""
        if name not in self.names:
            return [""] * len(self.sound)
        at = self.names.index(name)
        return [self.records[i][at] for i in self.sound]

    def set_aside(self, lines: frozenset[int]) -> pd.DataFrame:
        """The records on those lines as the file shows them, all as text, and `row`.  Cells beyond the header come
        together in a last column; cells that are missing are null."""
        chosen = [self.position[line] for line in sorted(lines) if line in self.position]
        columns = self.names or tuple(c.name for c in self.table.columns)
        if not chosen:
            return _nothing_aside(columns).copy()
        width = len(columns)
        beyond = any(len(self.records[i]) > width for i in chosen)
        names = _distinct([*columns, f"column_{width + 1}"] if beyond else columns)
        rows = [_fitted(self.records[i], width)[: len(names)] for i in chosen]
        frame = pd.DataFrame(rows, columns=pd.Index(names, dtype="str"), dtype="str")
        return frame.assign(row=pd.array([self.lines[i] for i in chosen], dtype="int64"))


@lru_cache(maxsize=128)  # headers are a file's own
def _nothing_aside(columns: tuple[str, ...]) -> pd.DataFrame:
    """What `set_aside` gives of a sheet without a fault, as most are."""
    return pd.DataFrame([], columns=pd.Index(_distinct(columns), dtype="str"), dtype="str").assign(
        row=pd.array([], dtype="int64")
    )


def letter(position: int) -> str:
    """The letters of a column of a spreadsheet: 0 is A, 26 is AA."""
    letters, position = "", position + 1
    while position:
        position, rest = divmod(position - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def position_of(letters: str) -> int:
    """The position of the column with those letters: A is 0, AA is 26."""
    place = 0
    for each in letters:
        place = 26 * place + ord(each) - 64
    return place - 1


def _fitted(record: Sequence[str], width: int) -> list[str | None]:
    """The record as `width` cells and one more, which holds what is beyond them."""
    cells = [*record[:width], *[None] * (width - len(record))]
    return [*cells, ",".join(record[width:]) if len(record) > width else None]


def read_sheet(data: bytes, table: Table, log: IssueLog) -> Sheet:
    """The sheet of one file.  What cannot be read becomes issues.  ProgrammeError when a column would name a person."""
    nothing = Sheet(table)
    text = _decoded(data, table, log)
    if text is None:
        return nothing
    grid = read_records(text, table, log, names=lambda header: _names(header, table, log.file(table.name)))
    return sheet_of(table, *grid, log) if grid else nothing


def read_records(
    text: str, table: Table, log: IssueLog, names: Callable[[list[str]], list[str]], separator: str = ","
) -> tuple[list[str], list[str], list[list[str]], list[int]] | None:
    """Header, what `names` makes of it, records and their lines of a text whose cells are separated so; None, with an
    issue, where it has no header that can be read or is too large."""
    stream = _records(text, separator)
    header = next(stream, None)
    if header is None or header[1] == [_END]:
        _table_issue(log, table, "no_header", t("the file is empty. Its first line must name the columns."))
        return None
    if len(header[1]) > COLUMNS_LIMIT:
        problem = t(
            "the file has more than {limit} columns. Delete those that are not in the table.", limit=COLUMNS_LIMIT
        )
        _table_issue(log, table, "too_many_columns", problem)
        return None
    named = names(header[1])
    if header[1][-1].endswith(_END):
        _unclosed(log, table, header[0])
        return None
    if '"' in text:
        _refuse_stray_quote(text, separator, table, log)
    body = _body(stream, table, log)
    return (header[1], named, *body) if body else None


def sheet_of(
    table: Table,
    header: list[str],
    names: Sequence[str],
    records: Sequence[Sequence[str]],
    lines: Sequence[int],
    log: IssueLog,
    cell: int = CELL_LIMIT,
    *,
    lacking: bool = False,
) -> Sheet:
    """The sheet of those records: `header` as the file has it, `names` what its columns are called here.  Columns that
    lack (unless they may) or come twice, and records that do not fit or hold a cell of more characters, become issues."""
    usable = _header_is_usable(header, list(names), table, log, lacking=lacking)
    position = {line: i for i, line in enumerate(lines)}
    sheet = Sheet(table, tuple(names), records, lines, (), usable, position)
    return Sheet(table, sheet.names, records, lines, _sound(sheet, log, cell) if usable else (), usable, position)


def _table_issue(log: IssueLog, table: Table, rule: str, problem: str, column: str = "") -> None:
    log.add(rule, table.name, None, column, problem)


def _decoded(data: bytes, table: Table, log: IssueLog) -> str | None:
    """The text of the file; None, with an issue, when it is not UTF-8 text."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")) or (b"\0" not in data and not is_utf8(data)):
        _table_issue(log, table, "not_utf8", t("the file is not UTF-8 text. Save it as “CSV UTF-8” and load it again."))
        return None
    if b"\0" in data:
        problem = t("the file holds NUL bytes, so it is not text. Save the table as “CSV UTF-8” and load it again.")
        _table_issue(log, table, "nul_character", problem)
        return None
    return data.decode("utf-8-sig")


def is_utf8(data: bytes) -> bool:
    """Whether the bytes are UTF-8 throughout."""
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _records(text: str, separator: str) -> Iterator[tuple[int, list[str]]]:
    """(first line, cells) of each record that holds anything; the sentinel comes last if every quote is closed."""
    reader = csv.reader(chain(io.StringIO(text, newline=""), [_END]), delimiter=separator)
    begins = 1
    for record in reader:
        if any(cell.strip() for cell in record):
            yield begins, record
        begins = reader.line_num + 1


def _refuse_stray_quote(text: str, separator: str, table: Table, log: IssueLog) -> None:
    """Report the first record with text behind a closing quotation mark, which readers of CSV take differently."""
    lines = chain(io.StringIO(text, newline=""), [_END])
    reader, begins = csv.reader(lines, delimiter=separator, strict=True), 1
    try:
        for _ in reader:
            begins = reader.line_num + 1
    except csv.Error:
        if next(lines, None) is None:
            return  # a quote that is never closed, which is told by itself
        problem = t("text follows the quotation mark that closes a cell. Write quotation marks inside a cell twice, or delete "
                    "them.")  # fmt: skip
        log.add("stray_quote", table.name, begins, "", problem, "")


def _body(
    stream: Iterator[tuple[int, list[str]]], table: Table, log: IssueLog
) -> tuple[list[list[str]], list[int]] | None:
    """The records below the header and their lines; None, with an issue, when there are too many."""
    records: list[list[str]] = []
    lines: list[int] = []
    for line, record in stream:
        if len(records) == ROWS_LIMIT and record != [_END]:
            problem = t("the file has more than {limit} rows. Split the dataset.", limit=f"{ROWS_LIMIT:,}")
            _table_issue(log, table, "too_many_rows", problem)
            return None
        records.append(record)
        lines.append(line)
    if records[-1] == [_END]:
        return records[:-1], lines[:-1]
    records[-1][-1] = records[-1][-1].removesuffix(_END)
    _unclosed(log, table, lines[-1])
    return records, lines


def _unclosed(log: IssueLog, table: Table, line: int) -> None:
    problem = t("a quotation mark opens here and is never closed. Close it or delete it.")
    log.add("unclosed_quote", table.name, line, "", problem, "")


def _names(header: list[str], table: Table, file: str) -> list[str]:
    """The columns of the file, schema names where they match, each distinct.  ProgrammeError for personal columns."""
    columns = {c.name for c in table.columns}
    names = []
    for cell in header:
        refuse_personal(cell[:CELL_LIMIT], file)
        text = tidy(cell)[0]
        name = re.sub(r"[\s_-]+", "_", unicodedata.normalize("NFKC", text).lower())
        names.append(name if name in columns else text)
    return names


def refuse_personal(header: str, file: str) -> None:
    """ProgrammeError where a column's name says that it holds details of people: such a file is refused as a whole."""
    words = re.findall(
        r"[^\W_]+", re.sub(r"(?<=[a-z])(?=[A-Z])", " ", unicodedata.normalize("NFKC", tidy(header)[0])).lower()
    )
    runs = {tuple(words[i : i + size]) for size in (1, 2, 3) for i in range(len(words))}
    if "".join(words) in _PERSONAL or any(personal in runs for personal in _PERSONAL_WORDS):
        raise PersonalColumn(
            t(
                "{file} has a column “{column}”, which would hold details of people.",
                file=file,
                column=printable(header),
            ),
            t("Delete the column, and count people instead, before the file is loaded."),
        )


def _distinct(names: Sequence[str]) -> list[str]:
    """The names with `_2`, `_3` … where one is taken; `row` is always taken."""
    taken, result = {"row"}, []
    for name in names:
        name, stem, i = name or "column", name or "column", 1
        while name in taken:
            i += 1
            name = f"{stem}_{i}"
        taken.add(name)
        result.append(name)
    return result


def _header_is_usable(header: list[str], names: list[str], table: Table, log: IssueLog, *, lacking: bool) -> bool:
    """Whether the header has what the table needs, once; issues where it has not, or has more."""
    known = {c.name for c in table.columns}
    twice = [name for name in dict.fromkeys(names) if name in known and names.count(name) > 1]
    for name in twice:
        letters = listed([letter(position) for position, other in enumerate(names) if other == name])
        problem = t("the column appears more than once (columns {letters}). Keep one.", letters=letters)
        _table_issue(log, table, "duplicate_column", problem, name)
    for name in dict.fromkeys(name for name in names if name and name not in known):
        problem = t("the table has no such column, so it was left out. Rename or delete it.")
        log.add("unknown_column", table.name, None, printable(name), problem)
    missing = [c.name for c in table.columns if c.required == "yes" and c.name not in names and not lacking]
    if missing and len(header) == 1 and any(mark in header[0] for mark in ";\t|"):
        problem = t("its columns are not separated by commas. Save the file as “CSV UTF-8 (comma delimited)”.")
        _table_issue(log, table, "not_comma_separated", problem)
    elif missing:
        problem = n("the column is missing. Add it.", "{count} columns are missing. Add them.", len(missing))
        _table_issue(log, table, "missing_column", problem, ", ".join(missing))
    return not missing and not twice


def _sound(sheet: Sheet, log: IssueLog, cell: int) -> list[int]:
    """Positions of the records that have as many cells as the header and none too long; issues for the others."""
    sound, faulty = [], log.rows(sheet.table.name)
    for i, (line, record) in enumerate(zip(sheet.lines, sheet.records, strict=True)):
        if fault := _fault(record, len(sheet.names), cell):
            log.add(fault[0], sheet.table.name, line, _named(sheet, fault[2]), fault[1], ",".join(record))
        elif line not in faulty:
            sound.append(i)
    return sound


def _named(sheet: Sheet, position: int | None) -> str:
    return sheet.names[position] if position is not None else ""


def _fault(record: Sequence[str], width: int, cell: int) -> tuple[str, str, int | None] | None:
    """The rule a record breaks as a whole, the sentence, and the position of the cell; None when it is sound.  Blank cells
    beyond the header hold nothing: many programs end each row with a separator."""
    if len(record) < width or any(map(str.strip, record[width:])):
        return "ragged_row", _ragged(record, width), None
    if max(map(len, record)) > cell:
        problem = t("a cell has more than {limit} characters. Shorten it.", limit=f"{cell:,}")
        return "long_cell", problem, next(i for i, text in enumerate(record) if len(text) > cell)
    return None


def split_otherwise(text: str, width: int) -> bool:
    """Whether a record that came as one cell would fill the header with another separator."""
    return any(text.count(mark) >= max(width - 1, 1) for mark in ",;\t|")


def _ragged(record: Sequence[str], width: int) -> str:
    """What is said of a record with fewer cells than the header, or with text beyond it."""
    if len(record) == 1 and split_otherwise(record[0], width):
        return t("its cells are not separated as those of the header are. Use one separator in the whole file.")
    beyond = next((position for position in range(width, len(record)) if record[position].strip()), None)
    if beyond is None:
        return too_few(len(record), width)
    return too_many(len(record), width, letter(beyond))


def too_few(found: int, wanted: int) -> str:
    """What is said of a record that has fewer cells than the header."""
    return n(
        "{count} cell, but the header has {wanted}. Fill in or leave empty those that lack, each with its separator.",
        "{count} cells, but the header has {wanted}. Fill in or leave empty those that lack, each with its separator.",
        found, wanted=wanted,
    )  # fmt: skip


def too_many(found: int, wanted: int, column: str) -> str:
    """What is said of a record that has text beyond the header, in the column of that letter."""
    return n(
        "{count} cell, but the header has {wanted}: there is no heading above column {letter}. Quote cells that hold commas.",
        "{count} cells, but the header has {wanted}: there is no heading above column {letter}. Quote cells that hold commas.",
        found, wanted=wanted, letter=column,
    )  # fmt: skip
