"""Column checks of each table, stated for pandera from the schema and reported as issues."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import TYPE_CHECKING, Any

import pandas as pd

from community_policing.core.i18n import listed, t
from community_policing.core.schema import Column, Kind, Table
from community_policing.dataset.issues import IssueLog

if TYPE_CHECKING:
    import pandera.pandas as pa

_RANGES = {"latitude": (-90.0, 90.0), "longitude": (-180.0, 180.0)}
_PERCENTAGES = ("percent", "interval_low", "interval_high")
_UNUSED = ("geopandas", "hypothesis")  # pandera imports them where they are installed: 0.25 s and 20 MB for nothing
_READABLE_KEY = "_readable_key"  # helper column: every part of the row's key was there and could be read


def check_table(frame: pd.DataFrame, table: Table, log: IssueLog) -> None:
    """Hold a typed frame (indexed by line) to its schema: required, choice, negative, out_of_range,
    not_a_percentage, currency_code, duplicate_key.
    Broken rules are added to `log`; cells that could not be read are not blamed again."""
    if frame.empty:
        return
    keyed = frame.assign(**{_READABLE_KEY: _readable_key(frame, table, log)})
    with _not_imported(_UNUSED):
        import pandera.pandas as pa  # 0.3 s, as much as a quarter of pandas itself: not at start-up

        try:
            _schema(table).validate(keyed, lazy=True)
        except pa.errors.SchemaErrors as failures:
            for failure in failures.schema_errors:
                _translate(failure, keyed, table, log)


@contextmanager
def _not_imported(libraries: tuple[str, ...]) -> Iterator[None]:
    """Within the block, libraries that nobody has imported yet count as not installed."""
    absent: dict[str, Any] = {name: None for name in libraries if name not in sys.modules}
    sys.modules.update(absent)
    try:
        yield
    finally:
        for name in absent:
            if sys.modules.get(name) is None:
                sys.modules.pop(name, None)


def _readable_key(frame: pd.DataFrame, table: Table, log: IssueLog) -> pd.Series:
    needed = [name for name in table.key if table.column(name).required == "yes"]
    readable = frame[needed].notna().all(axis="columns")
    blamed = [row for row in log.rows(table.name) if any(log.blames(table.name, row, k) for k in table.key)]
    return readable & ~frame.index.isin(blamed)


@cache
def _schema(table: Table) -> "pa.DataFrameSchema":
    import pandera.pandas as pa

    columns = {
        c.name: pa.Column(checks=checks, nullable=c.required != "yes")
        for c in table.columns
        if (checks := _column_checks(c)) or c.required == "yes"  # pandera takes a millisecond for a column without any
    }
    unpublished = [_unpublished(c.name) for c in table.columns if c.required == "unpublished"]
    return pa.DataFrameSchema(columns, checks=[*unpublished, _unique(table)])


def _column_checks(column: Column) -> "list[pa.Check]":
    import pandera.pandas as pa

    checks = []
    if column.choices:
        checks.append(pa.Check.isin(column.choices, name="choice"))
    if column.kind in (Kind.COUNT, Kind.AMOUNT):
        checks.append(pa.Check.ge(0, name="negative"))
    if column.name in _RANGES:
        checks.append(pa.Check.in_range(*_RANGES[column.name], name="out_of_range"))
    if column.name in _PERCENTAGES:
        checks.append(pa.Check.in_range(0.0, 100.0, name="not_a_percentage"))
    if column.name == "currency":
        checks.append(pa.Check.str_matches(r"^[A-Z]{3}\Z", name="currency_code"))
    return checks


def _unpublished(column: str) -> "pa.Check":
    import pandera.pandas as pa

    def holds(frame: pd.DataFrame) -> pd.Series:
        return frame[column].notna() | frame["record"].eq("published").fillna(False).astype(bool)

    return pa.Check(holds, name=f"required:{column}")


def _unique(table: Table) -> "pa.Check":
    import pandera.pandas as pa

    def holds(frame: pd.DataFrame) -> pd.Series:
        repeated = frame.loc[frame[_READABLE_KEY], list(table.key)].duplicated()
        return ~repeated.reindex(frame.index, fill_value=False)

    return pa.Check(holds, name=f"duplicate_key:{table.key[0]}")


def _translate(failure: Any, frame: pd.DataFrame, table: Table, log: IssueLog) -> None:
    """One pandera failure (a check over a column or the frame) as issues, one a row."""
    rule, column, rows = _place(failure)
    firsts = _first_lines(frame, table, rows) if rule == "duplicate_key" else {}
    for row in rows:
        problem = _problem(
            rule,
            table.column(column),
            log.line(table.name, firsts[row]) if row in firsts else 0,
            log.raw(table.name, row, column),
        )
        log.add(rule, table.name, row, column, problem)


def _place(failure: Any) -> tuple[str, str, list[int]]:
    """Return (rule, column, lines) of a failure; a check that could not run has no output and no lines."""
    if failure.check == "not_nullable":
        return "required", failure.schema.name, [int(i) for i in failure.failure_cases["index"]]
    name = failure.check.name
    rule, _, column = name.partition(":")
    output = failure.check_output
    lines = [int(i) for i in output.index[~output]] if isinstance(output, pd.Series) else []
    return rule, column or failure.schema.name, lines


def _first_lines(frame: pd.DataFrame, table: Table, rows: list[int]) -> dict[int, int]:
    """For each repeated row the line where its key appears first."""
    keyed = frame[frame[_READABLE_KEY]]
    first = keyed.groupby(list(table.key), dropna=False, sort=False)["row"].transform("min")
    return {row: int(first.loc[row]) for row in rows}


def _problem(rule: str, column: Column, first: int, value: str) -> str:
    match rule:
        case "required" if column.required == "unpublished":
            return t("the cell is empty. Fill it in; only rows whose record is “published” may leave it empty.")
        case "required":
            return t("the cell is empty. Fill it in.")
        case "choice":
            return t(
                "“{value}” is not one of the choices. Write one of: {choices}.",
                value=value,
                choices=listed(column.choices),
            )
        case "negative":
            return t("“{value}” is below zero. Write a number that is not negative.", value=value)
        case "out_of_range":
            low, high = (f"{edge:g}" for edge in _RANGES[column.name])
            return t(
                "“{value}” is not between {low} and {high}. Write decimal degrees.", value=value, low=low, high=high
            )
        case "not_a_percentage":
            return t("“{value}” is not a percentage. Write a number from 0 to 100, such as 35.5.", value=value)
        case "currency_code":
            return t("“{value}” is not a currency code. Write three letters, such as USD.", value=value)
        case _:
            return t("the row repeats the key of line {first}. Delete one of the two, or correct its key.", first=first)
