"""Typed frames: a sheet's sound records read cell by cell, and what the period of a date spans."""

from collections.abc import Callable, Mapping
from decimal import Decimal
from functools import cache
from types import MappingProxyType

import numpy as np
import pandas as pd

from community_policing.core.schema import DATES, Column, Kind, Table
from community_policing.dataset import cells
from community_policing.dataset.csv_file import Sheet
from community_policing.dataset.issues import IssueLog

DTYPES: Mapping[Kind, str] = MappingProxyType(
    {
        Kind.TEXT: "str",
        Kind.QUARTER: "str",
        Kind.PCODE: "str",
        Kind.DISTRICT: "str",
        Kind.GRANTS: "str",
        Kind.COUNT: "Int64",
        Kind.NUMBER: "Float64",
        Kind.AMOUNT: "Float64",
        Kind.DATE: "datetime64[us]",
        Kind.START: "datetime64[us]",
        Kind.MONTH: "datetime64[us]",
    }
)
"""The pandas type of a column of each kind."""
# What an empty cell stands for, where a column may be empty.
DEFAULTS: Mapping[str, str | int] = MappingProxyType({"scope": "iom", "displacement": "not_recorded", "revision": 0})
_LENGTHS: Mapping[str, int] = MappingProxyType({"day": 10, "month": 7, "year": 4})  # of a date in ISO
_MONTHS: Mapping[str, int] = MappingProxyType({"month": 1, "quarter": 3, "year": 12})  # that a vague date may mean


def empty_frame(table: Table) -> pd.DataFrame:
    """The table without rows, every column with its type."""
    return _empty(table).copy()


@cache
def _empty(table: Table) -> pd.DataFrame:
    return typed_frame(Sheet(table), IssueLog({}))


Reader = Callable[[str, Column], cells.Cell]


def typed_frame(sheet: Sheet, log: IssueLog, read: Reader = cells.read) -> pd.DataFrame:
    """The sound records as the schema's columns, `<date>_precision` and `row`; indexed by line.  A cell that cannot be
    read is null and has an issue.  `read` reads one cell; each distinct text of a column is read once."""
    lines = [sheet.lines[i] for i in sheet.sound]
    columns: dict[str, object] = {}
    precisions: dict[str, object] = {}
    for column in sheet.table.columns:
        values, precision = _read(sheet, column, lines, log, read)
        columns[column.name] = pd.array(values, dtype=DTYPES[column.kind])  # type: ignore[call-overload]
        if column.kind in DATES:
            precisions[f"{column.name}_precision"] = pd.array(precision, dtype="str")
    row = pd.array(lines, dtype="int64")
    frame = pd.DataFrame({**columns, **precisions, "row": row}, index=pd.Index(lines, dtype="int64"))
    return _filled(frame, sheet.table)


def cell_texts(rows: pd.DataFrame, column: Column) -> list[str]:
    """Return a column's cells as a file has them: dates of the precision on record, numbers in full, "" for an empty cell."""
    values = rows[column.name]
    if column.kind in DATES:
        days = zip(values.dt.strftime("%Y-%m-%d").astype(object), rows[f"{column.name}_precision"], strict=True)
        return ["" if pd.isna(day) else day[: _LENGTHS[precision]] for day, precision in days]
    if DTYPES[column.kind] == "str":
        return ["" if pd.isna(value) else value for value in values]
    return ["" if pd.isna(value) else _in_full(value) for value in values]


def filled(rows: pd.DataFrame) -> frozenset[str]:
    """Return the columns in which any row has something."""
    return frozenset(rows.columns[rows.notna().any()])


def _in_full(value: float) -> str:
    """A number without an exponent, which load() does not read."""
    return format(Decimal(repr(float(value))), "f").removesuffix(".0")


def _read(
    sheet: Sheet, column: Column, lines: list[int], log: IssueLog, read: Reader
) -> tuple[list[object], list[str | None]]:
    """Values and precisions of a column.  Each distinct text is read once."""
    raws = sheet.column(column.name)
    distinct = {raw: read(raw, column) for raw in set(raws)}
    remarkable = {raw for raw, cell in distinct.items() if cell.refused or cell.notes}
    if remarkable:
        for line, raw in zip(lines, raws, strict=True):
            if raw in remarkable:
                _report(distinct[raw], raw, sheet.table.name, line, column.name, log)
    return [distinct[raw].value for raw in raws], [distinct[raw].precision for raw in raws]


def _report(cell: cells.Cell, raw: str, table: str, line: int, column: str, log: IssueLog) -> None:
    if cell.refused:
        log.add(cell.refused.rule, table, line, column, cell.refused.problem, raw)
    for rule, problem in cell.notes:
        log.add(rule, table, line, column, problem, raw)


def _filled(frame: pd.DataFrame, table: Table) -> pd.DataFrame:
    """The frame with empty cells that stand for something filled in."""
    for column in table.columns:
        if column.name in DEFAULTS and column.required == "no":
            frame[column.name] = frame[column.name].fillna(DEFAULTS[column.name])
    if table.name == "trainings":
        for suffix in ("_precision", ""):  # the day itself last: it tells which cells were empty
            frame[f"ends_on{suffix}"] = frame[f"ends_on{suffix}"].where(
                frame["ends_on"].notna(), frame[f"starts_on{suffix}"]
            )
    return frame


def earliest(frame: pd.DataFrame, column: str) -> pd.Series:
    """The first day each date can mean: the first of the month, quarter or year where only that is known."""
    return _edge(frame, column, "start")


def latest(frame: pd.DataFrame, column: str) -> pd.Series:
    """The last day each date can mean."""
    return _edge(frame, column, "end")


def _edge(frame: pd.DataFrame, column: str, how: str) -> pd.Series:
    dates, precision = frame[column], frame[f"{column}_precision"].to_numpy(object)
    days = dates.to_numpy(copy=True)
    known = ~np.isnat(days)
    for name, months in _MONTHS.items():
        vague = known & (precision == name)
        if vague.any():
            begins = days[vague].astype("datetime64[M]").astype(int) // months * months
            ends = (begins + months).astype("datetime64[M]").astype("datetime64[D]") - 1
            days[vague] = ends if how == "end" else begins.astype("datetime64[M]")
    return pd.Series(days, dates.index, name=column)
