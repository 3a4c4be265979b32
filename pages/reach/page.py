"""Reach: whom each phase and donor reached, and by which method each figure was counted; for donors."""

import streamlit as st

from community_policing.analysis.reach import counting_methods
from community_policing.core import palette
from community_policing.core.i18n import t
from community_policing.measure.programme import Programme
from community_policing.ui.components import figures, heading
from pages.reach import panels


def render(programme: Programme) -> None:
    """The finding, the cards, how they are counted, then phase and donor by group, the flow, time and cost."""
    colours = palette.for_mode(st.context.theme.type)
    standing = panels.stand(programme)
    seats = standing[0]
    heading.title(counting_methods.headline(*standing), programme, [each.indicator.key for each in standing])
    panels.cards(programme, colours)
    if seats.from_facts:
        unsaid = t("Nothing more was published: no split by phase, donor, group or sex, and no cost.")
        figures.empty(f"{unsaid} {t(seats.indicator.as_published)}")
        return
    if seats.value is None or not seats.value.high:
        figures.empty(t("No attendance is recorded in this selection, so there is nothing to split or compare."))
        return
    panels.how(programme)
    panels.whom(programme)
    panels.flow(programme, colours)
    drawn, beside = st.columns([1.4, 1], gap="large")
    with drawn:
        panels.over_time(programme, colours)
    with beside:
        panels.cost(programme)
