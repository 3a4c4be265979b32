"""Compare: any two dates side by side and what lies between them, as cards, as maps, as bars and as a table."""

import streamlit as st

from community_policing.core import palette
from community_policing.core.i18n import t
from community_policing.measure.programme import Programme
from community_policing.ui.components import figures, heading
from pages.compare import cards, date_pickers
from pages.compare.by_place import closely


def render(programme: Programme) -> None:
    """The finding, the two dates, what became of each figure, then one of them by place."""
    colours = palette.for_mode(st.context.theme.type)
    title = st.container()
    days = date_pickers.choose(programme)
    if days is None:
        title.title(t("There are no two dates to compare"))
        figures.empty(t("Nothing in this dataset is dated: no forum was set up, no event held, no figure published."))
        return
    a, b = (cards.at(programme, day) for day in days)
    with title:
        heading.title(cards.headline(a, b), programme, [key for keys in cards.CARDS for key in keys])
    cards.cards(a, b)
    closely(a, b, colours)
