"""An effect as tables: what became of the rows of each table, and each figure before and after with the parts of its difference."""

from collections.abc import Sequence
from fractions import Fraction

import pandas as pd

from community_policing.analysis.changes.model import Headline, Part, TableEffect
from community_policing.analysis.changes.wording import LABELS, LABELS_BACK, TOLD_FIRST, by_how_much, table_name, title
from community_policing.core import formats
from community_policing.core.geography import governorate_name
from community_policing.core.i18n import t
from community_policing.core.quantity import Quantity, in_unit


def rows_table(tables: Sequence[TableEffect]) -> pd.DataFrame:
    """What became of the rows, a line a table, for figures.table."""
    columns: dict[str, list[object]] = {
        t("Table"): [table_name(table.table) for table in tables],
        t("Before"): [Quantity.exactly(table.before) for table in tables],
        t("Added"): [Quantity.exactly(table.added) for table in tables],
        t("Changed"): [Quantity.exactly(table.changed) for table in tables],
        t("Removed"): [Quantity.exactly(table.removed) for table in tables],
        t("After"): [Quantity.exactly(table.after) for table in tables],
    }
    return _frame(columns)


def cells_table(table: TableEffect) -> pd.DataFrame:
    """The rows told one by one, for figures.table: what became of each, and each cell that changed, a line."""
    lines: list[tuple[object, ...]] = [(t("Added"), row_id, "", "", "") for row_id in table.added_ids]
    for row in table.changed_rows:
        lines += [(t("Changed"), row.row_id, c.column, _text(c.old), _text(c.new)) for c in row.cells]
    lines += [(t("Removed"), row_id, "", "", "") for row_id in table.removed_ids]
    heads = (t("What"), t("Row"), t("Column"), t("Before"), t("After"))
    return _frame({head: [line[place] for line in lines] for place, head in enumerate(heads)})


def headlines_table(headlines: Sequence[Headline]) -> pd.DataFrame:
    """Figures before and after with the parts of their differences, for figures.table; a governorate stands under its
    figure.  A difference that is not the same for both bounds is a text; points have one decimal."""
    lines = [(title(headline), headline) for headline in headlines]
    lines = [
        line
        for name, headline in lines
        for line in ((name, headline), *(((f"{name}: {governorate_name(p.key)}"), p) for p in headline.places))
    ]
    columns: dict[str, list[object]] = {
        t("Figure"): [
            t("{figure} (differences in points)", figure=name) if headline.unit == "percent" else name
            for name, headline in lines
        ],
        t("Before"): [in_unit(headline.before, headline.unit) for _, headline in lines],
        t("After"): [in_unit(headline.after, headline.unit) for _, headline in lines],
        t("Difference"): [_difference(Part("", *h.difference), h) for _, h in lines],
    }
    for cause in TOLD_FIRST:
        found = [next((part for part in h.parts if part.cause == cause), None) for _, h in lines]
        if any(found):
            back = any(part.back for part in found if part)
            columns[t((LABELS_BACK if back else LABELS)[cause])] = [
                _difference(part, h) if part else None for part, (_, h) in zip(found, lines, strict=True)
            ]
    return _frame(columns)


def _difference(part: Part, headline: Headline) -> object:
    """A number with which one can reckon, where there is one."""
    if part.low is None and headline.before == headline.after:
        return None
    if part.low is None or part.low != part.high:
        return by_how_much(part, headline.unit)
    return float(round(part.low, 1)) if headline.unit == "percent" else _plain(part.low)


def _plain(value: Fraction) -> int | float:
    return int(value) if value.denominator == 1 else float(value)


def _text(value: str | float | None) -> str:
    """Cells of one column are of many kinds: each is shown as text, an empty one as none."""
    if value is None or isinstance(value, str):
        return value or ""
    return formats.number(value, 0 if float(value).is_integer() else 4)


def _frame(columns: dict[str, list[object]]) -> pd.DataFrame:
    return pd.DataFrame({head: pd.Series(cells, dtype=object) for head, cells in columns.items()})
