"""Targets: are we on track?  One row for each indicator and place, most at risk first."""

from collections.abc import Sequence

import streamlit as st

from community_policing.core import palette
from community_policing.core.i18n import t
from community_policing.core.indicators import INDICATORS
from community_policing.measure.programme import Programme
from community_policing.ui.components import figures, heading, survey_targets
from community_policing.ui.shell.markdown import escape
from pages.targets import controls, paths, rows
from pages.targets.board import Board, board


def render(programme: Programme) -> None:
    """The finding, what is listed, the rows with their legend, and more closely their paths or the table."""
    colours = palette.for_mode(st.context.theme.type)
    found = board(programme)
    alone = ("governorates",) if len(found.rows) == 1 and found.rows[0].pcode else ()
    heading.title(escape(found.title), programme, [row.result.indicator.key for row in found.rows] or INDICATORS, alone)
    if not found.rows:
        figures.empty(found.nothing)
    elif groups := controls.chosen(found.rows):
        _rows(found, groups, programme, colours)
    else:
        figures.empty(t("No target has this status."))
    survey_targets.section(programme)


def _rows(found: Board, groups: Sequence[controls.Group], programme: Programme, colours: palette.Palette) -> None:
    """The rows with their legend, and more closely their paths or the table."""
    rows.legend(programme, colours)
    rows.rows(groups, programme, colours)
    if found.without:
        st.caption(escape(found.without))
    paths.paths([row for _, members in groups for row in members], programme, colours)
