"""Infrastructure: how far every site and every lot of equipment is, what is late, by when the rest is due, and where.

The item that is open has its id in `state.ITEM` ("" = none): set it, then switch to this page, and it opens.
The address does the same on the page's first run: `/infrastructure?item=<item_id>`, which is also what the address becomes.
"""

import streamlit as st

from community_policing.analysis.works import items
from community_policing.core import palette
from community_policing.core.i18n import t
from community_policing.measure.programme import Programme
from community_policing.ui.components import heading
from community_policing.ui.components.cards import card
from community_policing.ui.shell.session import result
from pages.infrastructure import item, panels as view


def render(programme: Programme) -> None:
    """The finding, what is late, three cards, the pipeline beside the map, every item, then time."""
    colours = palette.for_mode(st.context.theme.type)
    stand = ("building_works_done", "works_agreed", "works_overdue", "vehicles_handed_over")
    heading.title(items.headline(*(result(key, programme) for key in stand)), programme, stand)
    view.late(programme, colours)
    _cards(programme, colours)
    left, right = st.columns([1.35, 1], gap="large")
    with left:
        view.stages(programme, colours)
    with right:
        view.where(programme, colours)
    item.panel(programme)
    view.listed(programme)
    view.timeline(programme, colours)


def _cards(programme: Programme, colours: palette.Palette) -> None:
    done, agreed, stations, headquarters = (
        result(key, programme)
        for key in ("building_works_done", "works_agreed", "stations_adapted", "headquarters_built")
    )
    overdue, vehicles, contracted = (
        result(key, programme) for key in ("works_overdue", "vehicles_handed_over", "vehicles_agreed")
    )
    with st.grid(columns=3, min_column_width=200, gap="small"):
        rest = (agreed, stations, headquarters)
        card(t("Building works done"), done, programme, colours, items.out_of(agreed), rest)
        card(t("Overdue"), overdue, programme, colours, items.longest(items.items(programme)))
        card(t("Vehicles handed over"), vehicles, programme, colours, items.out_of(contracted), (contracted,))
