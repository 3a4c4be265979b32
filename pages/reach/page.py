"""Reach: whom each phase and donor reached, and by which method each figure was counted; for donors."""

import streamlit as st

from community_policing.analysis.reach import counting_methods
from community_policing.core import palette
from community_policing.core.i18n import t
from community_policing.measure.budgets import budgets
from community_policing.measure.programme import Programme
from community_policing.measure.result import Result
from community_policing.ui.components import figures, heading
from community_policing.ui.shell.markdown import escape
from pages.reach import panels, spend


def render(programme: Programme) -> None:
    """The finding, phase and donor by group, the cards, the flow, time, cost, budgets, and how all of it is counted."""
    colours = palette.for_mode(st.context.theme.type)
    standing = panels.stand(programme)
    seats, _, people, events_held, silent = standing
    heading.title(counting_methods.finding(*standing), programme, [each.indicator.key for each in standing])
    if bounds := counting_methods.second_sentence(seats, people, events_held, silent):
        st.markdown(escape(bounds))
    if seats.from_facts or seats.value is None or not seats.value.high:
        panels.cards(programme, colours)
        figures.empty(_nothing_to_split(seats))
        if budgets(programme):
            spend.spend(programme, colours)
        return
    panels.whom(programme)
    panels.cards(programme, colours)
    panels.flow(programme, colours)
    drawn, beside = st.columns([1.4, 1], gap="large")
    with drawn:
        panels.over_time(programme, colours)
    with beside:
        panels.cost(programme)
    spend.spend(programme, colours)
    panels.how(programme)


def _nothing_to_split(seats: Result) -> str:
    """Why there is no more than the cards."""
    if seats.from_facts:
        unsaid = t("Nothing more was published: no split by phase, donor, group or sex, no cost and no budget.")
        return " ".join((unsaid, t(seats.indicator.as_published)))
    return t("No attendance is recorded in this selection, so there is nothing to split or compare.")
