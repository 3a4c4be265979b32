"""Separator detection: comma, semicolon or tab between the cells of a text."""

import csv
import io
from collections.abc import Sequence

from community_policing.core.i18n import t
from community_policing.dataset.intake.recipe.headers.header_match import known
from community_policing.dataset.intake.refusal import Refusal

MARKS = (",", ";", "\t")
HEADER_WITHIN = 10  # rows in which the header is looked for
_ENOUGH = 1_000_000  # characters, more than these rows can have
_NAME, _COLUMNS = 200, 1_000  # characters of a heading, and headings, that can tell a table
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


def _split_otherwise(header: str) -> bool:
    """Whether a mark that is none of ours parts the header into three words or more."""
    return any(sum(any(map(str.isalnum, part)) for part in header.split(mark)) > 2 for mark in _OTHERS)


def separator_of(text: str) -> str:
    """The mark by which the header shows most columns of a table, or else most cells.  Refusal where two are alike."""
    scores = {}
    for mark in MARKS:
        header = _records(text, mark)[0][1]
        first = [cell[:_NAME] for cell in header[:_COLUMNS]]
        columns_known = sum(map(known, set(first)))
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
