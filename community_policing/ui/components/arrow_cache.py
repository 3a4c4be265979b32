"""Arrow cache: a table as the browser takes it, made once; turning pandas into Arrow costs milliseconds."""

import re
import weakref
from collections.abc import Callable, Collection, Mapping
from types import MappingProxyType
from typing import Any, TypeVar

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import streamlit as st

from community_policing.core import formats
from community_policing.core.bidi import ALM, ARABIC, PDI, RLI, RLM, without_marks
from community_policing.core.i18n import language, language_in_force
from community_policing.core.languages import SOURCE

T = TypeVar("T")
LONGER, LETTER = (
    65,
    6,
)  # pixels by which a column is wider than in English, whose months are half as long, and of a sign of a head
PADDING = 12
_NO_WIDTHS: Mapping[str, int] = MappingProxyType({})
_KEPT: dict[tuple[str, int], tuple["weakref.ref[Any]", Any]] = {}


def grid(
    rows: pd.DataFrame | pa.Table, key: str, right: Collection[str] = (), widths: Mapping[str, int] = _NO_WIDTHS,
    **look: Any,
) -> None:  # fmt: skip
    """Draw a table without its index; a cell that has no value shows a dash, where Streamlit would write None.

    Numbers in the columns `right` are aligned on their last digit; `widths` in pixels by column; `look`: what else
    `st.dataframe` takes.
    """
    for name in dict.fromkeys((*widths, *right)):
        width = widths.get(name)
        if width is not None and language() != SOURCE:
            width = max(width + LONGER, LETTER * len(without_marks(name)) + 2 * PADDING)
        column = st.column_config.TextColumn(width=width, alignment="right" if name in right else None)
        look["column_config"] = {**look.get("column_config", {}), name: column}
    if language_in_force().right_to_left:
        rows, look["column_config"] = _from_the_right(rows, look.get("column_config", {}))
    st.dataframe(rows, hide_index=True, key=key, placeholder=formats.quantity(None), column_order=_order(rows), **look)


def editor(rows: pd.DataFrame, key: str, **look: Any) -> pd.DataFrame:
    """Draw a table whose cells can be typed over, and return its rows; `look`: what else `st.data_editor` takes."""
    return st.data_editor(rows, hide_index=True, key=key, column_order=_order(rows), **look)


def _from_the_right(rows: pd.DataFrame | pa.Table, config: Mapping[str, Any]) -> tuple[pa.Table, dict[str, Any]]:
    """The rows and their heads as a grid draws them in the order in which they are read; of a head the letter that comes first
    says only at which end it stands."""
    table = rows if isinstance(rows, pa.Table) else arrow(rows)
    looks = {name: config.get(name) or {} for name in table.column_names}
    heads = {name: look.get("label") or name for name, look in looks.items()}
    own = {
        name: {**looks[name], "label": f"{ALM}{RLI}{head}{PDI}"}
        for name, head in heads.items()
        if re.search(f"[{ARABIC}]", head)
    }
    return kept("read from the right", table, lambda: marked_for_cells(table)), {**config, **own}


def _order(rows: pd.DataFrame | pa.Table) -> list[str] | None:
    """The columns from the left, where the first one stands at the right: the grid is drawn from left to right always."""
    names = rows.column_names if isinstance(rows, pa.Table) else rows.columns
    return list(map(str, names))[::-1] if language_in_force().right_to_left else None


def arrow(rows: pd.DataFrame) -> pa.Table:
    """The rows without their index; made once where the same frame is handed in again."""
    return kept("arrow", rows, lambda: pa.Table.from_pandas(rows, preserve_index=False))


def marked_for_cells(table: pa.Table) -> pa.Table:
    """Texts as a grid draws them, which takes the direction of a cell from its first letter or mark: what is Latin alone is read
    from the left, all else from the right, figures and dashes too.  U+200F says nothing to it, U+061C does."""
    for place, (name, column) in enumerate(zip(table.column_names, table.columns, strict=True)):
        if pa.types.is_string(column.type) or pa.types.is_large_string(column.type):
            from_left = pc.replace_substring_regex(column, f"^{RLM}(.*){RLM}", r"\1")
            from_right = pc.replace_substring_regex(column, f"^([^{ARABIC}])", rf"{ALM}\1")
            latin, arabic = (pc.match_substring_regex(column, f"[{letters}]") for letters in ("A-Za-z", ARABIC))
            texts = pc.if_else(pc.and_(latin, pc.invert(arabic)), from_left, from_right)
            table = table.set_column(place, name, texts)
    return table


def kept(name: str, rows: pd.DataFrame | pa.Table, make: Callable[[], T]) -> T:
    """What `make` makes of a frame that nobody changes, kept for as long as that frame is."""
    key = (name, id(rows))
    entry = _KEPT.get(key)
    if entry is None or entry[0]() is not rows:  # another frame can live where one has died
        entry = _KEPT[key] = (weakref.ref(rows, lambda gone: _forget(key, gone)), make())
    value: T = entry[1]
    return value


def _forget(key: tuple[str, int], gone: "weakref.ref[Any]") -> None:
    held = _KEPT.get(key)
    if held is not None and held[0] is gone:
        del _KEPT[key]
