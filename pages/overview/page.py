"""Overview: where do we stand, what is at risk, what was planned; ten seconds for the Chief of Mission."""

import streamlit as st

from community_policing.analysis import insights
from community_policing.analysis.targets.answer import answer
from community_policing.core import palette
from community_policing.measure.programme import Programme, cached_on_programme
from community_policing.ui.components import heading
from community_policing.ui.shell import first_use
from community_policing.ui.shell.markdown import escape
from community_policing.ui.shell.session import result
from pages.overview import panels, since
from pages.overview.attention import attention
from pages.overview.cards import cards
from pages.targets.board import board

STAND = ("fora_established", "fora_planned", "fora_established_iom", "fora_established_police")
SHOWN = ("trainings_and_campaigns_held", "workshops_held", "attendances", "community_attendances", "vehicles_handed_over",
         "building_works_done")  # fmt: skip


def render(programme: Programme) -> None:
    """The answer; what needs attention and what changed, beside the map; the figures; and the fora over time, which stand
    under the first where nothing needs attention."""
    colours = palette.for_mode(st.context.theme.type)
    heading.title(escape(_answer(programme)), programme, (*STAND, *SHOWN))
    with st.container(key="overview-first"):
        told, where = st.columns([1.2, 1], gap="large")
        with told:
            listed = attention(programme, colours)
            since.line(programme)
            first_use.note()
            if not listed:
                with st.container(key="overview-when"):
                    panels.when(programme, colours, 0.52)
        with where:
            panels.where(programme, colours)
        cards(programme, colours)
    if listed:
        panels.when(programme, colours)


@cached_on_programme
def _answer(programme: Programme) -> str:
    established = insights.headline(*(result(key, programme) for key in STAND))
    return answer(result("fora_established_iom", programme), board(programme).rows, established, programme)
