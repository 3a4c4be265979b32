"""Choice widgets whose value is in the address by key: a drop-down list and a row of buttons."""

from collections.abc import Callable, Sequence
from typing import Any

import streamlit as st

from community_policing.ui.shell import address


def dropdown(
    name: str, label: str, keys: Sequence[str], say: Callable[[str], str], *, key: str = "", **look: Any
) -> str:
    """Draw a list of those keys as `say` calls them, under that name in the address; `key` is the widget's."""
    address.one(name, label, keys, say, key=key)
    return str(st.selectbox(label, keys, format_func=say, key=key or name, **look))


def buttons(
    name: str, label: str, keys: Sequence[str], say: Callable[[str], str], *, key: str = "", usual: str = "", **look: Any,
) -> str:  # fmt: skip
    """Draw a row of buttons, one of which is always chosen: at first the `usual`, or the first of the keys."""
    first = usual or keys[0]
    address.one(name, label, keys, say, key=key, usual=first)
    chosen = st.segmented_control(label, keys, default=first, required=True, key=key or name, format_func=say, **look)
    return str(chosen)
