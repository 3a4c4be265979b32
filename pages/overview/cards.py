"""Overview cards: the headline figures, each with its target, gap and a small trend, and the working of what it stands for."""

from collections.abc import Sequence

import streamlit as st

from community_policing.analysis import insights
from community_policing.core import palette
from community_policing.core.i18n import t
from community_policing.measure.programme import Programme
from community_policing.measure.result import Result
from community_policing.ui.components.cards import Line, card
from community_policing.ui.shell.session import result
from pages.overview.trends import trend


def cards(programme: Programme, colours: palette.Palette) -> None:
    """Draw five cards in one line."""
    everyone, iom, police = (result(f"fora_established{who}", programme) for who in ("", "_iom", "_police"))
    planned = result("fora_planned", programme, "governorate")
    trainings, workshops = (result(key, programme) for key in ("trainings_and_campaigns_held", "workshops_held"))
    seats, community = (result(key, programme) for key in ("attendances", "community_attendances"))
    vehicles, equipment = (result(f"{kind}_handed_over", programme) for kind in ("vehicles", "equipment"))
    done, agreed, stations, headquarters = (
        result(key, programme)
        for key in ("building_works_done", "works_agreed", "stations_adapted", "headquarters_built")
    )
    by_whom = [Line(*part) for part in insights.by_whom(iom, police)]
    of_which = [Line(words, community) for words in insights.of_which(community)]
    more = [Line(words, workshops) for words in insights.and_more(workshops)]
    built = [Line(words, done) for words in insights.works(done, agreed)]
    rest = (equipment, agreed, stations, headquarters)

    def rising(title: str, first: Result, lines: Sequence[Line], working: Sequence[Result] = ()) -> None:
        card(title, first, programme, colours, lines, working, trend(first.indicator.key, programme, colours))

    with st.grid(columns=5, min_column_width=190, gap="small"):
        rising(t("Fora established"), everyone, by_whom)
        card(t("Fora planned"), planned, programme, colours, insights.where_planned(planned))
        rising(t("Trainings, campaigns"), trainings, more)
        rising(seats.label, seats, of_which)
        rising(t("Vehicles"), vehicles, built, rest)
