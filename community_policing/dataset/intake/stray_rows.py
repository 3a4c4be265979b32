"""Stray rows: totals, notes below a table, and a header that repeats."""

from collections.abc import Iterator, Sequence

from community_policing.core.i18n import t
from community_policing.core.schema import Table
from community_policing.dataset.cells import tidy
from community_policing.dataset.csv_file import split_otherwise
from community_policing.dataset.intake.grid import Grid
from community_policing.dataset.intake.match_columns import plain

_TOTALS = frozenset(
    plain(word)
    for word in (
        "total", "totals", "grand total", "sub-total", "sum", "overall", "المجموع", "مجموع", "المجموع الكلي", "الإجمالي",
        "الاجمالي", "إجمالي", "اجمالي", "کۆی گشتی", "کۆ", "سەرجەم",
    )
)  # fmt: skip


def stray_rows(grid: Grid, names: Sequence[str], table: Table) -> Iterator[tuple[int, str]]:
    """The lines of rows that are none of the table, each with the sentence.  Only rows that lack what the table requires, or
    repeat the header, are looked at: a sound row may say whatever it likes."""
    required = [
        names.index(column.name) for column in table.columns if column.required == "yes" and column.name in names
    ]
    header = [tidy(cell)[0] for cell in grid.header]
    for line, record in zip(grid.lines, grid.records, strict=True):
        lacks = any(position >= len(record) or not record[position].strip() for position in required)
        if lacks and (problem := _no_row(record, len(required), len(header))):
            yield line, problem
        elif header[0] in record[0] and [tidy(cell)[0] for cell in record] == header:
            yield line, t("the row repeats the header. Delete it.")


def _no_row(record: Sequence[str], required: int, width: int) -> str:
    filled = [cell for cell in record if cell.strip()]
    if filled and plain(filled[0]) in _TOTALS:
        return t("the row holds a total. Delete it: totals are counted from the rows.")
    if len(filled) == 1 and required > 1 and not split_otherwise(filled[0], width):
        return t("only one cell of the row is filled. If it is a note, delete it or move it to a sheet of its own; else fill in "
                 "the rest of the row.")  # fmt: skip
    return ""
