"""Names of rows in the language in force: of fora, events, sites, donors, phases and grants, which may be named in several."""

from collections.abc import Iterator, Mapping
from typing import Any

import pandas as pd

from community_policing.core.i18n import language
from community_policing.core.schema import in_languages


def name_of(row: Mapping[Any, Any], column: str = "name") -> Any:
    """The name of a row in the language in force, or, where it has none in it, as it was recorded first."""
    own = row.get(f"{column}_{language()}")
    return own if isinstance(own, str) else row[column]


def names_of(rows: pd.DataFrame, column: str = "name") -> "pd.Series[Any]":
    """The same of each row of a frame."""
    own = f"{column}_{language()}"
    named = rows[own].notna() if own in rows else pd.Series(dtype=bool)
    return rows[own].where(named, rows[column]) if named.any() else rows[column]


def every_name(rows: pd.DataFrame, *columns: str) -> Iterator[tuple[str, ...]]:
    """All that each row of a frame is called in those columns, in whatever language."""
    named = [name for column in columns for name in (column, *in_languages(column)) if name in rows]
    cells = zip(*(rows[name] for name in named), strict=True)
    return (tuple(name for name in names if isinstance(name, str)) for names in cells)
