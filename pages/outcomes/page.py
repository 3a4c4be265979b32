"""Outcomes: what people say, whether it changed, how it changed beside places without the programme, and how sure that is."""

import streamlit as st

from community_policing.analysis.outcomes import verdicts
from community_policing.core import formats, palette
from community_policing.core.i18n import t
from community_policing.measure.programme import Programme
from community_policing.measure.surveys import outcomes
from community_policing.ui.components import figures, heading, survey_targets
from community_policing.ui.shell.markdown import escape
from community_policing.ui.shell.state import AS_OF
from pages.outcomes import panels


def render(programme: Programme) -> None:
    """The answer, what changed where, one question closely, the comparison, every answer, and what nobody asked."""
    answers = outcomes.answers(programme)
    if not answers:
        _nothing(programme)
        return
    changes = outcomes.changes(programme)
    heading.title(escape(verdicts.headline(changes)), programme, ())
    panels.how_sure(programme)
    colours = palette.for_mode(st.context.theme.type)
    panels.matrix(programme)
    survey_targets.section(programme)
    panels.question(programme, colours)
    panels.listed(programme)


def _nothing(programme: Programme) -> None:
    """Says that no survey was over by the date, and leads to the date on which all are."""
    heading.title(t("What people say is not on record for this date or selection"), programme, ())
    later = outcomes.later_waves(programme)
    if later:
        wave = min(later, key=lambda each: each.fieldwork_to)
        day = formats.day(wave.fieldwork_to, wave.to_precision)
        figures.empty(t("The first survey on record ended in {day}, after the date that is shown.", day=day))
        latest = programme.dataset.as_of
        words = t("Show what is on record by {day}", day=formats.day(latest))
        st.button(words, key="outcomes-later", on_click=AS_OF.set, args=(latest,))
    else:
        figures.empty(t("No survey is on record in this selection."))
