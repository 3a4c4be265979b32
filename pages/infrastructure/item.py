"""Item panel of the Infrastructure page: chosen in its list or by the address."""

from collections.abc import Mapping

import streamlit as st

from community_policing.analysis.works import items
from community_policing.analysis.works.items import Item
from community_policing.core.i18n import t
from community_policing.core.safe_text import printable as quotable
from community_policing.measure.programme import Programme, Scope, cached_on_programme
from community_policing.ui.components import selected_row
from community_policing.ui.shell import session, state

LISTED = 200  # items that a list on the page holds


@cached_on_programme
def shown(programme: Programme) -> tuple[Item, ...]:
    """The items as they stood on the as-of date, made once for all readers."""
    return items.items(programme)


@cached_on_programme
def _ids(programme: Programme) -> Mapping[str, Item]:
    return {item.item_id: item for item in shown(programme)}


def _everywhere(programme: Programme) -> Mapping[str, Item]:
    """Those of the whole programme; and those of the choice, of which a protected view may know later dates."""
    whole = session.scoped(programme.whole, Scope(programme.as_of))
    return {**_ids(whole), **_ids(programme)}


def panel(programme: Programme) -> None:
    """The list to choose from, and the item that is open."""
    here = shown(programme)
    everywhere = _everywhere(programme)
    asked = selected_row.chosen(state.ITEM, everywhere)
    if not asked and not here:
        return
    st.subheader(t("One item"))
    missing = t("No item of the programme under “{id}” is on record for this date.", id=quotable(asked, 40))
    labels = (t("Open an item"), t("Choose an item"), missing)
    selected_row.choice(state.ITEM, [item.item_id for item in here[:LISTED]], everywhere, labels, _label)
    if asked in everywhere:
        with st.container(border=True, key="item-panel"):
            if asked not in _ids(programme):
                st.caption(t("This item is outside the filters chosen."))
            selected_row.facts(everywhere[asked].name, _facts(programme, asked))


@cached_on_programme
def _facts(programme: Programme, item_id: str) -> tuple[tuple[str, str], ...]:
    everywhere = _everywhere(programme)
    return items.facts(everywhere[item_id], programme)


def _label(item: Item) -> str:
    return f"{item.name} · {item.where}"
