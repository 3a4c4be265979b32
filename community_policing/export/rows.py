"""Rows behind a Result, with a `counts` column that adds up to the figure; any table as CSV; names of files."""

import csv as written
import io
import re
import unicodedata
from collections.abc import Sequence
from datetime import date

import numpy as np
import pandas as pd

from community_policing.core import formats, schema
from community_policing.core.formulas import guarded
from community_policing.core.geography import districts, governorates
from community_policing.core.i18n import speaking, t
from community_policing.core.languages import SOURCE
from community_policing.dataset.typed_frames import filled
from community_policing.export import crosstab
from community_policing.export.table import Cell, Vague, columns, figures
from community_policing.measure.compute import rows_behind
from community_policing.measure.programme import Programme
from community_policing.measure.result import Result

AT_ONCE = 20_000  # rows that are in memory as text
NAMED = 2  # of a kind that a file's name has room for
LONGEST = 60  # letters of one part of a file's name


def behind(result: Result, programme: Programme, most: int | None = None) -> pd.DataFrame:
    """The rows that make the figure, the first `most` of them: what each counts, `row` as the file shows it, and the row.

    A protected view has cells in place of rows.  For a share `counts` is the part and `of` the whole; for people `counts` is the
    seats and `cohort` says who came again; published figures list the facts, whose value is as printed.
    """
    if result.published and _is_a_fact(result):
        facts = programme.frames["facts"]
        rows = facts[facts["row_id"] == result.published.fact_id]
        return _shown(rows.assign(counts=rows["value"]), "facts", ("counts",))
    if in_cells(result, programme):
        return crosstab.cells(result, programme)[:most]
    rows = rows_behind(result.indicator, programme.within(result.scope), most)
    if result.indicator.people:
        cohorts = programme.whole.frames["trainings"].set_index("training_id")["cohort"]
        rows = rows.assign(cohort=rows["training_id"].map(cohorts).fillna(""))
        return _shown(rows, result.indicator.table, ("counts", "cohort"))
    return _shown(rows, result.indicator.table, ("counts", "of") if result.indicator.share else ("counts",))


def in_cells(result: Result, programme: Programme) -> bool:
    """Whether this reader gets cells in place of rows: what is protected and not published, and concerns."""
    concerns = result.indicator.table == "concerns" and programme.dataset.concern_cells is not None
    return (programme.protected or concerns) and not result.from_facts


def meanings(result: Result, programme: Programme) -> tuple[tuple[str, str], ...]:
    """What the columns of the rows, or cells, behind it mean: label and text."""
    if in_cells(result, programme):
        return crosstab.meanings(result)
    table = schema.TABLES["facts" if _is_a_fact(result) else result.indicator.table]
    whole = (("of", t("what it is a share of")),) if result.indicator.share else ()
    counts = t("what the row adds to the figure")
    again: tuple[tuple[str, str], ...] = ()
    if result.indicator.people:
        counts = t("the row's seats; the method says what bounds on people they give")
        again = (("cohort", t(schema.TABLES["trainings"].column("cohort").meaning)),)
    likely: tuple[tuple[str, str], ...] = ()
    if any(column.kind is schema.Kind.DISTRICT for column in table.columns):
        likely = (("district_likely", t("yes = no border, but only the nearest district to the row's point, says so")),)
    ours = (("counts", counts), *whole, *again, ("row", t("the row's line in the dataset's file")))
    named = (*ours, *((column.name, t(column.meaning)) for column in _filled(table, programme)), *likely)
    return tuple((t("Column {name}", name=name), meaning) for name, meaning in named)


def _filled(table: schema.Table, programme: Programme) -> tuple[schema.Column, ...]:
    if schema.TRANSLATED.isdisjoint(column.name for column in table.columns):
        return table.columns  # also of a table that is not read for this
    return table.as_filled(filled(programme.whole.frames[table.name])).columns


def _is_a_fact(result: Result) -> bool:
    """Whether behind the figure stands one published statement of it, and no row."""
    published = result.published
    return bool(result.from_facts and published and result.behind.count == 1 and result.row_ids == (published.fact_id,))


def _shown(rows: pd.DataFrame, table: str, counts: tuple[str, ...]) -> pd.DataFrame:
    columns = [column.name for column in schema.TABLES[table].columns if rows[column.name].notna().any()]
    if "district" in columns and rows["district_likely"].any():
        columns.insert(columns.index("district") + 1, "district_likely")
        rows = rows.assign(district_likely=np.where(rows["district_likely"], "yes", ""))
    rows_shown = rows[[*counts, "row", *columns]].reset_index(drop=True)
    for name in set(schema.TABLES[table].dates) & set(columns):
        precisions = rows[f"{name}_precision"]
        days = [_day(value, precision) for value, precision in zip(rows[name], precisions, strict=True)]
        rows_shown[name] = pd.Series(days, dtype=object)  # which no column of plain texts would hold
    return rows_shown


def _day(value: pd.Timestamp, precision: object) -> date | str | None:
    """The day itself where it is known; the month or year in words, since a file would make a day of it."""
    if pd.isna(value):
        return None
    if precision == "day":
        return value.date()
    vague = Vague(formats.day(value.date(), str(precision)))
    with speaking(SOURCE):
        vague.source = formats.day(value.date(), str(precision))
    return vague


def csv(frame: pd.DataFrame) -> bytes:
    """The table as CSV that spreadsheets open right (UTF-8 with BOM) and in which no cell can act as a formula."""
    file = io.BytesIO()
    text = io.TextIOWrapper(file, "utf-8-sig", errors="replace", newline="")
    lines = written.writer(text, lineterminator="\r\n")
    # Rows of text and numbers go out part by part, since there may be a million; figures have bounds, found in all of them.
    step = max(len(frame), 1) if figures(frame) else AT_ONCE
    for start in range(0, max(len(frame), 1), step):
        chunk = columns(frame.iloc[start : start + step])
        if not start:
            lines.writerow([_inert(column.name) for column in chunk])
        lines.writerows(zip(*(map(_inert, column.plain) for column in chunk), strict=True))
    text.flush()
    return file.getvalue()


def _inert(cell: Cell) -> Cell:
    return guarded(cell) if isinstance(cell, str) else cell


def file_name(
    stem: str, programme: Programme, as_of: date | None, suffix: str = "csv", *, dataset: str = "", page: str = "",
    beside: Programme | None = None,
) -> str:  # fmt: skip
    """A file name that says what of which dataset and page, in which choice, when and from which release, in letters that
    every system takes; illustrative data and a protected view say so in it.

    Without a date it is a file of the published record, which is made up in no dataset and hangs on nobody's choice.  Of a
    comparison the programme is its side B and `beside` its side A: wherever the two differ the name says both.
    """
    sides = (beside, programme) if beside else (programme,)
    made_up = ("illustrative",) if programme.dataset.synthetic and as_of else ()
    protected = ("protected",) if programme.protected else ()
    choice = _choice(sides) if as_of else ()
    of_page = () if _safe(stem).startswith(_safe(page)) else (_safe(page),)
    days = (*(side.as_of for side in sides[:-1]), as_of) if as_of else ()
    when = dict.fromkeys(day.isoformat() for day in days)
    releases = dict.fromkeys(side.dataset.release for side in sides)
    parts = (_safe(dataset), *of_page, _safe(stem), *choice, *made_up, *protected, *when, *releases)
    return "-".join(filter(None, parts)) + (f".{suffix}" if suffix else "")


def _choice(sides: Sequence[Programme]) -> tuple[str, ...]:
    """The filters in force on either side, by name; more than two of a kind as their number."""
    places, whole = governorates(), sides[-1].whole
    phases, donors = (whole.names(*of) for of in (("phases", "name"), ("donors", "short_name")))

    def keys(field: str) -> list[str]:
        return list(dict.fromkeys(key for side in sides for key in getattr(side.scope, field)))

    kinds = (
        ("periods", keys("periods")),
        ("governorates", [places[key].name_en if key in places else key for key in keys("governorates")]),
        ("districts", [districts()[key].name_en for key in keys("districts")]),
        ("phases", [phases.get(key, key) for key in keys("phases")]),
        ("donors", [donors.get(key, key) for key in keys("donors")]),
        ("kinds", keys("established_by")),
    )
    return tuple(
        "-".join(_safe(name) or _safe(kind) for name in names) if len(names) <= NAMED else f"{len(names)}-{kind}"
        for kind, names in kinds if names
    )  # fmt: skip


def _safe(text: str) -> str:
    """A text as a part of a file name: small Latin letters, digits and hyphens."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-")[:LONGEST]
