"""Frozen briefing on the page: presenting it, its outputs, what changed since, and what was agreed."""

from collections.abc import Sequence

import streamlit as st

from community_policing.briefing.differences import Moved
from community_policing.briefing.model import Briefing
from community_policing.core.i18n import n, t
from community_policing.ui.components import figures, style
from community_policing.ui.shell import errors, state
from community_policing.ui.shell.markdown import escape
from pages.briefing import notes, outputs, wording
from pages.briefing.store import Known

STATE = "briefing"  # in the address
TOLD = 8  # differences that are written out


def one(briefing: Briefing, moved: Sequence[Moved] | None, history: Known) -> None:
    """Draws the briefing; `moved` None where today's data are not at hand."""
    st.title(escape(wording.opened(briefing, moved)))
    if done := state.DONE.take():
        st.success(escape(done))
    if history.trouble:
        errors.tell(history.trouble)
    st.caption(escape(" · ".join(wording.facts(briefing))))
    _present(briefing)
    outputs.row(briefing)
    changed, agreed = st.columns([1.25, 1], gap="large")
    with changed:
        _changes(briefing, moved)
        _slides(briefing, not moved)
    with agreed:
        notes.of(briefing, history)


def _present(briefing: Briefing) -> None:
    with st.container(horizontal=True, vertical_alignment="center", key="brief-present"):
        st.link_button(t("Present"), f"/present/{briefing.id}", type="primary")
        st.caption(
            t("Opens in a new tab. F full screen, arrows to go on, B black, N to note an action, ? for all keys.")
        )
        st.button(t("All briefings"), key="brief-all", type="tertiary", on_click=_leave)


def _leave() -> None:
    st.query_params.pop(STATE, None)


def _changes(briefing: Briefing, moved: Sequence[Moved] | None) -> None:
    st.header(t("What changed since"))
    if moved is None:
        figures.empty(t("Open the dataset “{name}” to see what changed since.", name=briefing.dataset))
    elif not (lines := wording.changes(moved)):
        figures.empty(t("Nothing has changed: today's data give the same figures."))
    else:
        heads = (t("Figure"), t("Where"), t("In the briefing"), t("Today"))
        style.report(heads, lines[:TOLD], frozenset({2, 3}), "moved")
        if len(lines) > TOLD:
            with st.expander(n("{count} more", "{count} more", len(lines) - TOLD)):
                style.report(heads, lines[TOLD:], frozenset({2, 3}), "moved")


def _slides(briefing: Briefing, spread: bool) -> None:
    with st.expander(n("{count} slide", "{count} slides", len(briefing.slides)), spread, key="brief-contents"):
        st.markdown("\n".join(f"{at}. {escape(slide.headline)}" for at, slide in enumerate(briefing.slides, start=1)))
