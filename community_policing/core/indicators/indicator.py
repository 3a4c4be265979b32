"""Indicator declaration: words, observations, dimensions, and those over which its parts add up."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeAlias

import narwhals as nw

from community_policing.core.engine import Tables

Rows: TypeAlias = "nw.LazyFrame[Any]"
FIRST_DAY = "2003-01-01"  # what `load` allows; a text, since Spark reads a moment by the clock of the server's place


@dataclass(frozen=True)
class Indicator:
    """Declare an indicator: what is counted, how, and what the count may be compared with or added over.

    Parameters
    ----------
    key, label, definition, formula, caveats
        Its id, and its texts, each marked for translation.
    table
        The table whose rows count.
    events
        Function of the tables; one row for each thing that may count, with `row_id`, `value`, `on` (the day from which it
        counts), `until` (the day from which it no longer does, or null) and the dimensions named in `splits`.  A share also
        has `whole`, its denominator.
    needs
        The table without any row of which nothing is known of it; then the figure is absent, and not 0.
    unit
        What one of it is, such as "fora" or "percent".
    splits, adds_over
        The dimensions it may be split by, and those over which its parts sum to the whole.
    published
        The published facts that state the same figure; `as_published` says what they count where that differs,
        and `published_label` what such a figure is called.

    Examples
    --------
    >>> from community_policing.core.indicators import INDICATORS
    >>> fora = INDICATORS["fora_established"]
    >>> fora.label, fora.unit, "governorate" in fora.adds_over
    ('Fora established', 'fora', True)
    """

    key: str
    label: str
    definition: str
    formula: str
    caveats: tuple[str, ...]
    table: str
    events: Callable[[Tables], Rows]
    unit: str
    splits: tuple[str, ...]
    adds_over: tuple[str, ...]
    share: bool = False
    people: bool = False
    persons: bool = False  # counts people, or seats they filled: small figures are not shown to everybody
    published: str = ""
    as_published: str = ""  # what the published figure counts, where that is not quite the same
    published_label: str = ""  # what it is called then
    needs: str = ""


def never(like: str) -> nw.Expr:
    """An `until` that never comes, of the same type as the date column `like`."""
    return nw.when(nw.col(like).is_null()).then(nw.col(like)).otherwise(None).alias("until")


def earliest_known(tables: Tables, rows: Rows, *dates: str) -> Rows:
    """The rows with `on`: the first of those dates that is on record, else the start of the row's phase, else the first
    day that any dataset may speak of: what is on record without a date stands at every date."""
    phases = tables["phases"].select("phase_id", nw.col("starts_on").alias("phase_starts_on"))
    dated = rows.join(phases, on="phase_id", how="left").sort("position")
    first = nw.lit(FIRST_DAY).str.to_datetime(format="%Y-%m-%d")
    on = nw.when(nw.col("phase_starts_on").is_null()).then(first).otherwise(nw.col("phase_starts_on"))
    for name in reversed(dates):
        on = nw.when(nw.col(name).is_null()).then(on).otherwise(nw.col(name))
    return dated.with_columns(on.alias("on"))
