"""First use: what a newcomer without a release can begin with, a practice file or the template."""

import streamlit as st

from community_policing.core.i18n import language, speaking, t
from community_policing.core.paths import DATA
from community_policing.ui.components.figures import XLSX
from community_policing.ui.shell import session


def offers() -> None:
    """The practice file and the template, side by side."""
    practice, template = st.columns(2, gap="large")
    with practice:
        st.header(t("Try it with a practice file"))
        st.markdown(
            t("Made-up data, ready to load: download it, load it below, and look at each step. Discard it in the end.")
        )
        _practice_file()
    with template:
        st.header(t("Fill in the template"))
        st.markdown(
            t("A sheet for each table, each with an example line that is never loaded, and a sheet that explains them.")
        )
        empty_template()


def empty_template() -> None:
    """The button for a template without rows."""
    code = language()

    def workbook() -> bytes:
        from community_policing.export.template.builder import template  # written on a click, by few

        with speaking(code):
            return template()

    st.download_button(t("↓ Empty template"), workbook, "template.xlsx", XLSX, key="template-empty", on_click="ignore")


def _practice_file() -> None:
    code = language()

    def workbook() -> bytes:
        from community_policing.export.template.builder import template

        with speaking(code):
            return template(session.recorded(DATA / "demonstration").dataset)

    st.download_button(t("↓ Practice file"), workbook, "practice.xlsx", XLSX, key="practice-file", on_click="ignore")
