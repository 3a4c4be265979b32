"""Fora: how many meet and which are silent, what people bring to them, and what waits."""

import streamlit as st

from community_policing.analysis import fora
from community_policing.core import palette
from community_policing.core.i18n import t
from community_policing.measure.programme import Programme
from community_policing.ui.components import heading
from community_policing.ui.components.cards import Line, card
from community_policing.ui.shell.markdown import escape
from community_policing.ui.shell.session import result
from pages.fora import forum, panels


def render(programme: Programme) -> None:
    """The finding, four cards, each forum's life and how long concerns take beside concerns by topic, then governorates."""
    colours = palette.for_mode(st.context.theme.type)
    stand = ("fora_active", "fora_established", "concerns_open_long")
    heading.title(escape(fora.headline(*(result(key, programme) for key in stand))), programme, stand)
    _cards(programme, colours)
    left, right = st.columns([1.5, 1], gap="large")
    with left:
        panels.lives(programme, colours)
        forum.panel(programme)
        panels.resolving(programme)
    with right:
        panels.concerns(programme, colours)
    panels.places(programme)


def _cards(programme: Programme, colours: palette.Palette) -> None:
    def line(key: str) -> Line:
        return Line(fora.in_words(result(key, programme)), result(key, programme))

    def first(title: str, key: str, *lines: str | Line) -> None:
        card(title, result(key, programme), programme, colours, lines)

    raised = fora.out_of(result("concerns_raised", programme))
    with st.grid(columns=4, min_column_width=200, gap="small"):
        first(t("Active fora"), "fora_active", line("fora_dormant"), line("fora_never_met"))
        first(t("Women at the table"), "women_share_at_meetings", line("meetings_held"))
        first(t("Concerns resolved"), "concerns_resolved", raised)
        first(t("Concerns open for over 90 days"), "concerns_open_long", line("concerns_open"))
