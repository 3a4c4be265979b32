"""Columns that a file lacks and the current release holds, on the page: each kept or cleared, as the reader says."""

from dataclasses import replace

import streamlit as st

from community_policing.core.i18n import ProgrammeError, t
from community_policing.core.labels import label
from community_policing.dataset.intake import Checked
from community_policing.dataset.intake.absent_columns import CLEAR, KEEP, question
from community_policing.ui.shell import errors
from community_policing.ui.shell.markdown import escape
from pages.data_import.drafts import Draft
from pages.data_import.report import check_again


def questions(draft: Draft, checked: Checked) -> None:
    """One question for each column; to keep is proposed.  What was answered before can be answered otherwise."""
    if not checked.absent or not draft.readable:
        return
    words = {KEEP: t("Keep what is there"), CLEAR: t("Clear it")}
    title = t("Columns missing from the file: keep or clear?")
    with st.expander(title, expanded=bool(checked.open_columns)), st.form("absent", border=False):
        chosen: dict[str, dict[str, str]] = {}
        for absent in checked.absent:
            asked = t("{table}, column {column}: {question}", table=label(absent.table, "table"), column=absent.column,
                      question=question(absent))  # fmt: skip
            answer = st.radio(escape(asked), list(words), list(words).index(absent.answer or KEEP), format_func=words.get,
                              horizontal=True, key=f"absent-{absent.table}-{absent.column}")  # fmt: skip
            chosen.setdefault(absent.table, {})[absent.column] = answer or KEEP
        st.caption(t("Rows are matched by their key. Rows that are new in the file stay empty."))
        if st.form_submit_button(t("Check again with these answers")):
            try:
                replace(draft, absent={**draft.absent, **chosen}).keep()
            except ProgrammeError as error:
                errors.tell(error)
                return
            check_again(draft)
            st.rerun()
