"""Governorate: one of them on one page, made to be printed; what a click on the map opens."""

import streamlit as st

from community_policing.core import palette
from community_policing.measure.programme import Programme
from community_policing.ui.components import heading
from community_policing.ui.shell.markdown import escape
from pages.governorate import chooser, profile


def render(programme: Programme) -> None:
    """The profile of the only governorate chosen; else a map and a list to choose one from."""
    colours = palette.for_mode(st.context.theme.type)
    if len(programme.scope.governorates) != 1:
        heading.title(chooser.title(programme), programme, profile.SHOWN)
        profile.head(programme)
        chooser.draw(programme, colours)
        return
    with st.container(key="profile"):
        heading.title(escape(profile.title(programme)), programme, profile.SHOWN, ("governorates",))
        profile.head(programme)
        profile.cards(programme, colours)
        profile.panels(programme, colours)
