"""Cells of sheets, whatever program wrote them: a value as text, and how many cells a sheet may have."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, time, timedelta

from community_policing.core.i18n import t
from community_policing.core.settings import Limits
from community_policing.dataset.intake.formats.separator import HEADER_WITHIN
from community_policing.dataset.intake.refusal import Refusal

_PRECISION = "_precision"
_SAID = {"year": 4, "month": 7}  # letters of an ISO date that are known


def text_of(value: object) -> str:
    """A cell's value as the texts of CSV files have it: days in ISO, whole numbers without a point."""
    match value:
        case None:
            return ""
        case bool():
            return "TRUE" if value else "FALSE"
        case datetime():
            return value.date().isoformat() if value.time() == time() else value.isoformat(" ")
        case date() | time():
            return value.isoformat()
        case timedelta():
            return str(value)
        case float():
            return str(int(value)) if value.is_integer() and abs(value) < 1e15 else format(value, ".15g")
    return str(value)


def cut(rows: Iterable[Sequence[str]], limit: int) -> list[Sequence[str]]:
    """Cut cells one character beyond the limit, so that they are seen to be too long and cost no search."""
    return [[cell[: limit + 1] for cell in row] if any(len(cell) > limit for cell in row) else row for row in rows]


def as_known(rows: list[Sequence[str]]) -> list[Sequence[str]]:
    """The rows with days cut to what a column beside them says is known, as in the tables that we hand on: "2016-05"."""
    header = rows[0] if rows else ()
    pairs = [
        (header.index(day), at)
        for at, name in enumerate(header)
        if name.endswith(_PRECISION) and (day := name.removesuffix(_PRECISION)) in header
    ]
    return [_as_known(row, pairs) for row in rows] if pairs else rows


def _as_known(row: Sequence[str], pairs: Iterable[tuple[int, int]]) -> list[str]:
    cells = list(row)
    for day, precision in pairs:
        cells[day] = cells[day][: _SAID.get(cells[precision], len(cells[day]))]
    return cells


def check_size(name: str, rows: int, columns: int, limits: Limits) -> None:
    """Refusal of the sheet of that name where it is larger than the limits."""
    if rows > limits.sheet_rows + HEADER_WITHIN:
        raise Refusal("too_many_rows", too_long(limits.sheet_rows), name)
    if columns > limits.columns:
        problem = t("the sheet has more than {limit} columns (CPF_LIMIT_COLUMNS). Delete what is not in the table.",
                    limit=limits.columns)  # fmt: skip
        raise Refusal("too_many_columns", problem, name)


def too_long(limit: int) -> str:
    """What is wrong with a sheet of more rows than the limit."""
    return t(
        "the sheet has more than {limit} rows (CPF_LIMIT_SHEET_ROWS). Load it as CSV, or split it.", limit=f"{limit:,}"
    )
