"""Tables of a release diff, for screen and files: headline figures, and the rows and cells that changed."""

from collections.abc import Sequence
from dataclasses import fields

import pandas as pd

from community_policing.analysis.changes.model import ADDED, CAUSES, CHANGED, REMOVED, CellChange, FigureChange
from community_policing.analysis.changes.wording import CAUSE_LABELS, amount, table_name, title
from community_policing.core.i18n import N_, t
from community_policing.core.quantity import in_unit

_CHANGES = {ADDED: N_("Added"), CHANGED: N_("Changed"), REMOVED: N_("Removed")}


def figures_table(figures: Sequence[FigureChange]) -> pd.DataFrame:
    """Return headline figures before and after, and a column for each cause with what its rows contribute."""
    columns: dict[str, list[object]] = {
        t("Figure"): [title(figure) for figure in figures],
        t("Before"): [in_unit(figure.before, figure.unit) for figure in figures],
        t("After"): [in_unit(figure.after, figure.unit) for figure in figures],
        t("Difference"): [_cell(*figure.difference, figure.unit) for figure in figures],
    }
    for cause in CAUSES:
        found = [next((part for part in each.contributions if part.cause == cause), None) for each in figures]
        if any(found):
            columns[t(CAUSE_LABELS[cause])] = [part and _cell(part.low, part.high, "") for part in found]
    return pd.DataFrame({head: pd.Series(cells, dtype=object) for head, cells in columns.items()})


def cells_table(cells: pd.DataFrame | Sequence[CellChange]) -> pd.DataFrame:
    """Return the rows and cells that changed, a line each, with headings and with words for codes."""
    rows = (
        cells if isinstance(cells, pd.DataFrame) else pd.DataFrame(cells, columns=[f.name for f in fields(CellChange)])
    )
    words = {name: table_name(name) for name in rows["table"].unique()}
    words |= {code: t(label) for code, label in {**_CHANGES, **CAUSE_LABELS}.items()}
    shown = rows.assign(**{name: rows[name].map(words).astype(object) for name in ("table", "change", "cause")})
    heads = (t("Table"), t("Row"), t("Change"), t("Column"), t("Before"), t("After"), t("Cause"))
    return shown.set_axis(heads, axis=1)


def _cell(low: float | None, high: float | None, unit: str) -> object:
    """Return a number to reckon with where both bounds moved alike; points of percent to one decimal."""
    if low is None or low != high:
        return None if low is None else amount(low, high, unit)
    return int(low) if float(low).is_integer() else round(low, 1)
