"""The rows behind a Result, as a table whose `counts` column adds up to the figure, and as CSV."""

import re
from datetime import date
from typing import Any

import pandas as pd

from community_policing import schema, theme
from community_policing.indicators import INDICATORS
from community_policing.measure import rows_behind
from community_policing.programme import Programme
from community_policing.result import Result

_FORMULA = re.compile(r"^\s*[=+\-@]|^[\t\r\n]")  # leading blanks do not keep a spreadsheet from reading on


def behind(result: Result, programme: Programme) -> pd.DataFrame:
    """The rows that make the figure: `row` as the file shows it, what it counts, and the row itself.

    For a share `counts` is the part and `of` the whole; published figures list the facts, whose value is as printed.
    """
    table = (
        "facts"
        if result.from_facts and result.published and result.row_ids == (result.published.fact_id,)
        else result.indicator.table
    )
    rows = programme.frames[table].set_index("row_id").loc[list(result.row_ids)].reset_index(drop=True)
    counted = pd.DataFrame({"counts": rows["value"]}) if table == "facts" else _counts(result, programme)
    columns = [column.name for column in schema.TABLES[table].columns if rows[column.name].notna().any()]
    shown = rows[["row", *columns]].copy()
    for name in set(schema.TABLES[table].dates) & set(columns):
        shown[name] = [
            _day(value, precision) for value, precision in zip(rows[name], rows[f"{name}_precision"], strict=True)
        ]
    return pd.concat([counted.reset_index(drop=True), shown], axis=1)


def _counts(result: Result, programme: Programme) -> pd.DataFrame:
    frame = rows_behind(INDICATORS[result.indicator.key], programme).set_index("row_id").loc[list(result.row_ids)]
    return frame[["value", "whole"]].rename(columns={"value": "counts", "whole": "of"}) if result.indicator.share else (
        frame[["value"]].rename(columns={"value": "counts"})
    )  # fmt: skip


def _day(value: pd.Timestamp, precision: object) -> str:
    return "" if pd.isna(value) else theme.day(value.date(), str(precision))


def csv(frame: pd.DataFrame) -> bytes:
    """The table as CSV that spreadsheets open right (UTF-8 with BOM) and in which no cell can act as a formula."""
    safe = frame.map(_inert).rename(columns=_inert)
    return safe.to_csv(index=False, lineterminator="\r\n").encode("utf-8-sig")


def _inert(cell: Any) -> Any:
    return "'" + cell if isinstance(cell, str) and _FORMULA.match(cell) else cell


def file_name(stem: str, programme: Programme, as_of: date | None) -> str:
    """A file name that says what, when and from which release; illustrative data says so in it.

    Without a date it is a file of the published record, which is made up in no dataset.
    """
    made_up = "illustrative-" if programme.dataset.synthetic and as_of else ""
    return f"{stem}-{made_up}{as_of.isoformat() + '-' if as_of else ''}{programme.dataset.release}.csv"
