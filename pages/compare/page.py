"""Compare: any two dates, governorates, donors, phases or releases, and what lies between: maps, bars, a table, cards."""

import streamlit as st

from community_policing.core import palette
from community_policing.core.i18n import t
from community_policing.measure.programme import Programme
from community_policing.ui.components import figures, heading
from pages.compare import cards, sides
from pages.compare.by_place import closely


def render(programme: Programme) -> None:
    """The finding, the two sides, one figure in detail, then the difference of every figure."""
    colours = palette.for_mode(st.context.theme.type)
    title = st.container()
    chosen = sides.choose(programme)
    if chosen is None:
        title.title(t("There are no two dates to compare"))
        figures.empty(t("Nothing in this dataset is dated: no forum was set up, no event held, no figure published."))
        return
    with title:
        heading.title(cards.headline(chosen), chosen.base, [key for keys in cards.CARDS for key in keys])
    closely(chosen, colours)
    cards.cards(chosen)
