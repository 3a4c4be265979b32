"""Sources of protected data: which rows may name theirs, and the sources and places that are left."""

from collections.abc import Mapping

import pandas as pd

from community_policing.core.protection_level import ProtectionLevel
from community_policing.core.schema import TABLES


def published_only(tables: Mapping[str, pd.DataFrame], guard: ProtectionLevel) -> dict[str, pd.DataFrame]:
    """Cut the sources down to those of published rows, and of rows in the reader's own governorates.

    A row that is neither names no source; a source that no row names is gone, and so are places that no such source speaks of.
    Tables without a `record` (phases, places) name a source that a published row names too; facts are published."""
    published, fora = _published(tables), tables["fora"]
    own_fora = set(fora.loc[fora["governorate"].isin(guard.own_governorates), "forum_id"])
    published_tables = {
        name: _named(name, rows, published, own_fora, guard)
        for name, rows in tables.items()
        if any(column.name == "source" for column in TABLES[name].columns)
    }
    published_tables["places"] = published_tables["places"][published_tables["places"]["source"].notna()].reset_index(
        drop=True
    )
    named = {source for rows in published_tables.values() for source in rows["source"].dropna()}
    sources = tables["sources"]
    return {**published_tables, "sources": sources[sources["source_id"].isin(named)].reset_index(drop=True)}


def _published(tables: Mapping[str, pd.DataFrame]) -> set[str]:
    """Collect the sources that published rows and facts name."""
    rows = [frame[frame["record"] == "published"] for frame in tables.values() if "record" in frame]
    return {source for frame in (*rows, tables["facts"]) for source in frame["source"].dropna()}


def _named(
    name: str, rows: pd.DataFrame, published: set[str], own_fora: set[str], guard: ProtectionLevel
) -> pd.DataFrame:
    """Blank the source where a reader may not know it, and the note of a phase that names none."""
    published_rows = rows["record"] == "published" if "record" in rows else rows["source"].isin(published)
    if "governorate" in rows:
        published_rows |= rows["governorate"].isin(guard.own_governorates)
    if name == "meetings":
        published_rows |= rows["forum_id"].isin(own_fora)
    columns = ["source", "note"] if name == "phases" else ["source"]
    return rows.assign(**{column: rows[column].where(published_rows, None) for column in columns})
