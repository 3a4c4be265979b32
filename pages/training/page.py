"""Training: events held and planned on one line of time, what is next, and who came to each.

The event that is open has its id in `state.EVENT` ("" = none): set it, then switch to this page, and it opens.
The address does the same on the page's first run: `/training?event=<training_id>`, which is also what the address becomes.
"""

import streamlit as st

from community_policing.analysis import insights
from community_policing.analysis.training import calendar as schedule
from community_policing.core import palette
from community_policing.core.i18n import t
from community_policing.measure.programme import Programme
from community_policing.ui.components import heading
from community_policing.ui.components.cards import Line, card
from community_policing.ui.shell.session import result
from pages.training import event, panels


def render(programme: Programme) -> None:
    """The finding, the cards, the calendar beside what is next, then who came, split by one dimension."""
    colours = palette.for_mode(st.context.theme.type)
    events = schedule.events(programme)
    heading.title(panels.title(programme), programme, ("events_held", "events_planned", "attendances"))
    _cards(programme, colours)
    if panels.crowded(programme):  # its table takes the whole width
        panels.when(programme, colours)
        left, right = st.columns(2, gap="large")
        with left:
            panels.ahead(programme)
        with right:
            event.panel(programme)
    else:
        calendar, beside = st.columns([1.75, 1], gap="large")
        with calendar:
            panels.when(programme, colours)
        with beside:
            panels.ahead(programme)
            event.panel(programme)
    if events:
        event.table(programme, events)
    panels.by(programme, colours)


def _cards(programme: Programme, colours: palette.Palette) -> None:
    trainings, workshops, events_held = (
        result(key, programme) for key in ("trainings_and_campaigns_held", "workshops_held", "events_held")
    )
    seats, community = (result(key, programme) for key in ("attendances", "community_attendances"))
    planned = result("events_planned", programme, "governorate")
    silent = result("events_unreported", programme)
    with st.grid(columns=4, min_column_width=200, gap="small"):
        of_which = [Line(words, community) for words in insights.of_which(community)]
        card(t("Trainings and campaigns held"), trainings, programme, colours, (), (events_held,))
        card(t("Workshops held"), workshops, programme, colours)
        card(seats.label, seats, programme, colours, of_which)
        where = (*insights.where_planned(planned), *schedule.unreported(silent))
        card(t("Events planned ahead"), planned, programme, colours, where, (silent,))
