"""Table of the targets for survey answers, on every page that speaks of targets or of what people say."""

import streamlit as st

from community_policing.analysis.outcomes import targets
from community_policing.core.i18n import t
from community_policing.measure.programme import Programme
from community_policing.measure.surveys.targets import survey_targets
from community_policing.ui.components import figures


def section(programme: Programme) -> None:
    """Draws the targets with their status; nothing where none is set."""
    rows = survey_targets(programme)
    if not rows:
        return
    st.header(targets.headline(rows))
    st.caption(
        t(
            "Reached only where all of the interval is: else it is not yet shown by this survey. Each place asked is judged for "
            "itself, and nothing is projected between waves."
        )
    )
    figures.table(targets.table(rows), "survey-targets", programme, title=t("Targets for survey answers"))
