"""Separator detection: comma, semicolon or tab between the cells of a text."""

import csv
import io
from collections.abc import Sequence
from itertools import islice

from community_policing.core.i18n import n, t
from community_policing.core.schema import TABLES
from community_policing.dataset.intake.match_columns import columns_of
from community_policing.dataset.intake.refusal import Refusal

MARKS = (",", ";", "\t")
HEADER_WITHIN = 10  # rows in which the header is looked for
_ENOUGH = 1_000_000  # characters, more than these rows can have
_NAME, _COLUMNS = 200, 1_000  # characters of a heading, and headings, that can tell a table
_BLANK = ' \t\r\n,;"'
_OTHERS = "|^~"


def header_at(rows: Sequence[Sequence[str]]) -> int:
    """The place of the header: the first of the first rows that fills as many cells as any of them."""
    filled = [sum(bool(cell.strip()) for cell in row) for row in rows[:HEADER_WITHIN]]
    if filled[0] > 2 or filled[0] * 2 >= max(filled):
        return 0
    return next(i for i, count in enumerate(filled) if count * 2 >= max(filled))


def without_hint(text: str) -> tuple[str, str]:
    """The text without the line sep=; that Excel writes and reads, and its mark ("" where there is no such line)."""
    first, _, rest = text.partition("\n")
    hint = first.strip().strip('"')
    return (rest, hint[4]) if hint[:4].lower() == "sep=" and hint[4:] in MARKS else (text, "")


def _records(text: str, mark: str) -> list[tuple[int, list[str]]]:
    """The first records that hold anything, from the header on, each with the line before which it begins."""
    reader = csv.reader(io.StringIO(text[:_ENOUGH], newline=""), delimiter=mark)
    records: list[tuple[int, list[str]]] = []
    begins = 0
    for record in reader:
        if any(map(str.strip, record)):
            records.append((begins, record))
        if len(records) == HEADER_WITHIN:
            break
        begins = reader.line_num
    return records[header_at([record for _, record in records]) :] if records else [(0, [])]


def without_title(text: str, mark: str) -> tuple[str, int, int]:
    """The text from its header on, how many rows stood above that, and how many lines."""
    lines = _records(text, mark)[0][0]
    stream = io.StringIO(text, newline="")
    above = sum(bool(line.strip(_BLANK)) for line in islice(stream, lines))
    return (stream.read(), above, lines) if above else (text, 0, 0)


def _split_otherwise(header: str) -> bool:
    """Whether a mark that is none of ours parts the header into three words or more."""
    return any(sum(any(map(str.isalnum, part)) for part in header.split(mark)) > 2 for mark in _OTHERS)


def hold_headings(header: Sequence[str], name: str, most: int) -> None:
    """Refusal of the part of that name where a heading has more characters than a cell may have."""
    if max(map(len, header), default=0) > most:
        problem = t("a heading has more than {limit} characters. Write the names of the columns in the first line.",
                    limit=f"{most:,}")  # fmt: skip
        raise Refusal("long_cell", problem, name)


def said_above(count: int) -> str:
    """What is said of rows above the header."""
    return n("the row above the header was left out.", "{count} rows above the header were left out.", count)


def separator_of(text: str) -> str:
    """The mark by which the header shows most columns of a table, or else most cells.  Refusal where two are alike."""
    scores = {}
    for mark in MARKS:
        header = _records(text, mark)[0][1]
        first = [cell[:_NAME] for cell in header[:_COLUMNS]]
        columns_known = max(
            len({c.name for c in table.columns} & set(columns_of(first, table))) for table in TABLES.values()
        )
        scores[mark] = (columns_known if len(header) > 1 else 0, len(header))
    best = max(scores.values())
    marks = [mark for mark, score in scores.items() if score == best]
    if best[1] <= 1:
        if _split_otherwise(" ".join(_records(text, ",")[0][1])):
            problem = t("its cells are separated by neither commas, semicolons nor tabs. Save it as “CSV UTF-8”.")
            raise Refusal("unclear_separator", problem)
        return ","
    if len(marks) > 1:
        problem = t(
            "its cells may be separated by commas, semicolons or tabs. Save it as “CSV UTF-8” and load it again."
        )
        raise Refusal("unclear_separator", problem)
    return marks[0]
