"""Delimited text (CSV, TSV) -> sheet: encoding, separator, records, and what is wrong with its quotes."""

import csv
import io
from collections.abc import Iterator
from dataclasses import replace
from itertools import chain, islice

from community_policing.core.i18n import t
from community_policing.core.safe_text import printable
from community_policing.core.settings import MB, Limits
from community_policing.dataset.csv_file import is_utf8
from community_policing.dataset.intake.formats import file_type
from community_policing.dataset.intake.formats.encoding import decoded
from community_policing.dataset.intake.formats.separator import HEADER_WITHIN, separator_of, without_hint
from community_policing.dataset.intake.recipe.sheet import RawSheet, Remark
from community_policing.dataset.intake.refusal import Refusal

LARGE = 4 * MB  # a longer text is read by columns where it can be
HEAD = 200  # its first records, which show what it is
_END = "\0end of file"  # no file that holds NUL gets as far as the sentinel
_UNSEEN = "\u200b\u200c\u200d\u2060\ufeff"  # a cell of these shows nothing


def read(name: str, data: bytes, limits: Limits, table: str = "") -> RawSheet:
    """The sheet of one text; of a long one the head alone, with its bytes.  Refusal where it is no text or passes a limit."""
    if file_type.kind_of(data[:4096], data) != "text":
        raise Refusal("unknown_format", t("“{name}” is not text. Export it again.", name=printable(name)), name)
    if len(data) > limits.table_mb * MB:
        problem = t("the table is larger than {limit} MB (CPF_LIMIT_TABLE_MB). Split it.", limit=limits.table_mb)
        raise Refusal("too_large", problem, name)
    if data.count(b"\n") > limits.rows + 1:
        problem = t("the file has more than {limit} rows (CPF_LIMIT_ROWS). Split it.", limit=f"{limits.rows:,}")
        raise Refusal("too_many_rows", problem, name)
    # The end of a file, to DOS and to what still writes it
    text, hint = without_hint(decoded(data.removesuffix(b"\x1a")))
    separator = hint or separator_of(text)
    large = len(data) >= LARGE and not hint and not data.startswith((b"\xff\xfe", b"\xfe\xff")) and is_utf8(data)
    sheet = sheet_of(name, text, separator, limits, first=HEAD if large else None, skipped=1 if hint else 0)
    return replace(sheet, table=table, text=data if large else b"")


def sheet_of(
    name: str, text: str, separator: str, limits: Limits, first: int | None = None, skipped: int = 0
) -> RawSheet:
    """All records of a text that hold anything, or the `first` of them; `skipped` lines stood before it."""
    remarks: list[Remark] = []
    rows, lines = [], []
    for line, record in islice(_records(text, separator), first):
        if record[-1].endswith(_END):
            record[-1] = record[-1].removesuffix(_END)
            problem = t("a quotation mark opens here and is never closed. Close it or delete it.")
            remarks.append(("unclosed_quote", line + skipped, None, problem, ""))
        rows.append(record)
        lines.append(line + skipped)
    if '"' in text and not remarks and (line := _stray_quote(text, separator)):
        problem = t("text follows the quotation mark that closes a cell. Write quotation marks inside a cell twice, or delete "
                    "them.")  # fmt: skip
        remarks.append(("stray_quote", line + skipped, None, problem, ""))
    width = max(map(len, rows), default=0)
    head = rows[:HEADER_WITHIN]
    if width > limits.columns and max(sum(map(bool, map(str.strip, row))) for row in head) > limits.columns:
        problem = t("the file has more than {limit} columns (CPF_LIMIT_COLUMNS).", limit=limits.columns)
        raise Refusal("too_many_columns", problem, name)
    widths = [len(row) for row in rows]
    width = min(width, limits.columns)
    rows = [row[:width] + [""] * (width - len(row)) for row in rows]
    return RawSheet(
        name, rows, lines, worksheet=False, widths=widths, remarks=remarks, comma=separator != ",", separator=separator
    )


def _records(text: str, separator: str) -> Iterator[tuple[int, list[str]]]:
    """(first line, cells) of each record that holds anything; one whose quote is never closed ends with the sentinel."""
    reader = csv.reader(chain(io.StringIO(text, newline=""), [_END]), delimiter=separator)
    begins = 1
    for record in reader:
        if record != [_END] and any(cell.strip().strip(_UNSEEN) for cell in record):
            yield begins, record
        begins = reader.line_num + 1


def _stray_quote(text: str, separator: str) -> int:
    """Return the line of the first record with text behind a closing quotation mark; 0 for none."""
    reader, begins = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True), 1
    try:
        for _ in reader:
            begins = reader.line_num + 1
    except csv.Error:
        return begins
    return 0
