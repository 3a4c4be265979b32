"""Targets: are we on track?  One row for each indicator and place, most at risk first."""

import streamlit as st

from community_policing.core import palette
from community_policing.core.indicators import INDICATORS
from community_policing.measure.programme import Programme
from community_policing.ui.components import figures, heading
from community_policing.ui.shell.markdown import escape
from pages.targets import rows


def render(programme: Programme) -> None:
    """The finding, the legend with its thresholds, the rows, and more closely their paths or the table."""
    colours = palette.for_mode(st.context.theme.type)
    board = rows.board(programme)
    alone = ("governorates",) if len(board.rows) == 1 and board.rows[0].pcode else ()
    heading.title(escape(board.title), programme, [row.result.indicator.key for row in board.rows] or INDICATORS, alone)
    if not board.rows:
        figures.empty(board.nothing)
        return
    rows.legend(programme, colours)
    rows.rows(programme, colours)
    if board.without:
        st.caption(escape(board.without))
    rows.closer(programme, colours)
