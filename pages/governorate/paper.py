"""Governorate pages on paper: the browser's print dialog, and the profiles as PDF, built at a click."""

from collections.abc import Sequence

import streamlit as st

from community_policing.briefing.build.outputs import PROFILES, output
from community_policing.briefing.compose.profiles import profiles
from community_policing.core import palette
from community_policing.core.geography import governorate_order, governorates
from community_policing.core.i18n import language, speaking, t
from community_policing.export.rows import file_name
from community_policing.measure.programme import Programme
from community_policing.protect.policy import Act
from community_policing.ui.shell import access, session
from pages.briefing import store


def buttons(programme: Programme) -> None:
    """For the only governorate chosen: print the page, or take its profile; always the profiles of all."""
    chosen = programme.scope.governorates
    if len(chosen) == 1:
        st.button(t("Print"), key="print-page", help=_hint())  # the browser's part: streamlit_internals.PRINT
        _pdf(t("↓ PDF"), chosen, "profile", programme)
    everywhere = tuple(sorted(governorates(), key=governorate_order))
    # Composed once, wherever asked
    country = session.scoped(programme.whole, programme.scope.at(()))
    _pdf(t("↓ PDF of all {count}", count=len(everywhere)), everywhere, "profiles", country)


def _hint() -> str:
    light = palette.for_mode(st.context.theme.type) is palette.LIGHT
    hint = t("One A4 page. In the print dialog, “Save as PDF” keeps it as well.")
    return hint if light else " ".join((hint, t("For paper, choose the light theme first.")))


def _pdf(label: str, pcodes: Sequence[str], stem: str, programme: Programme) -> None:
    """A file of what this reader's programme holds, and nothing else, for who may take files."""
    if not access.may(Act.EXPORT):
        return
    code, name = language(), file_name(stem, programme, programme.as_of, "pdf")

    def built() -> bytes:
        with speaking(code):  # a click is answered outside the page's run
            return store.built(profiles(programme, pcodes), PROFILES)

    mime = output(PROFILES).mime
    st.download_button(label, access.taken(name, built), name, mime, key=f"pdf-{stem}", on_click="ignore")
