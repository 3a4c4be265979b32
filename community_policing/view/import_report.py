"""What was found in a file, on the page: headers to be matched, and every fault at its cell."""

from dataclasses import replace
from functools import lru_cache

import pandas as pd
import streamlit as st

from community_policing import effect_words, theme
from community_policing.intake import Checked, Found
from community_policing.issues import Severity
from community_policing.releases import ReleaseError
from community_policing.schema import TABLES
from community_policing.text import language, speaking, t
from community_policing.view import released
from community_policing.view.drafts import Draft, Mapped
from community_policing.view.figures import XLSX
from community_policing.view.markdown import escape
from community_policing.view.screen import arrow, kept

LISTED = 500  # issues on the screen; the marked workbook has them all


def remembered_headers() -> Mapped:
    """How headers of other tools were read before; nothing where nothing was ever published or remembered."""
    try:
        return released.watch().releases.mappings() if released.configured() else {}
    except ReleaseError:  # the page says that the registry is away; a file can be checked all the same
        return {}


def check_again(draft: Draft) -> None:
    """The page checks the draft before it draws anything else."""
    st.session_state["check-again"] = draft.id


def _keep(chosen: Mapped) -> None:
    """The reader's choice is kept for the next file; where that fails, this file is read with it, and the page says so."""
    before = remembered_headers()
    try:
        for table, headers in chosen.items():
            released.watch().releases.remember_mapping(table, {**before.get(table, {}), **headers})
    except ReleaseError as error:
        st.session_state["not-kept"] = error.message


def mapping(draft: Draft, checked: Checked) -> None:
    """Headers that are no column of ours: the reader says what they are, and that is remembered for such files.  What was
    said before can be said otherwise."""
    if trouble := st.session_state.pop("not-kept", ""):
        st.warning(escape(t("{problem} These headers are read so for this file only.", problem=trouble)))
    strangers = {table: found.headers for table, found in checked.unmapped.items()}
    offered = {
        table: tuple(dict.fromkeys((*strangers.get(table, ()), *draft.mapping.get(table, {}))))
        for table in dict.fromkeys((*strangers, *draft.mapping))
    }
    if not any(offered.values()):
        return
    with st.expander(t("Which column is which?"), expanded=any(strangers.values())), st.form("mapping", border=False):
        st.markdown(
            t("These headers are not ours. Say what they hold, or leave them out; the choice is kept for such files.")
        )
        missing = {table: found.missing for table, found in checked.unmapped.items()}
        chosen = {
            table: _headers(table, offered[table], draft, missing.get(table, ())) for table in offered if offered[table]
        }
        if st.form_submit_button(t("Check again with these")):
            replace(draft, mapping={**draft.mapping, **chosen}).keep()
            _keep(chosen)
            check_again(draft)
            st.rerun()


def _headers(table: str, headers: tuple[str, ...], draft: Draft, missing: tuple[str, ...]) -> dict[str, str]:
    """What each header is read as; "" leaves it out."""
    st.markdown(f"**{escape(effect_words.table_name(table))}**")
    columns = [column.name for column in TABLES[table].columns]
    ordered = ["", *missing, *(name for name in columns if name not in missing)]
    held = draft.mapping.get(table, {})
    found = {}
    with st.grid(columns=3, min_column_width=220, gap="small"):
        for place, header in enumerate(headers):
            found[header] = st.selectbox(
                header, ordered, ordered.index(held[header]) if held.get(header) in ordered else 0,
                format_func=lambda name: name or t("leave it out"), key=f"map-{table}-{place}",
            )  # fmt: skip
    return found


def issues(draft: Draft, checked: Checked) -> None:
    """Every fault at its cell, errors first, and the workbook with those cells marked."""
    if not checked.issues:
        return
    st.subheader(t("What was found"))
    rows = _issue_rows(draft.id, checked.issues[:LISTED], language())
    st.dataframe(
        kept("issues", rows, lambda: arrow(rows)), hide_index=True, key="issues", height=38 + 35 * min(len(rows), 12),
        column_config={t("What, and what to do"): st.column_config.TextColumn(width=640)},
    )  # fmt: skip
    code = language()

    def workbook() -> bytes:
        from community_policing.export.marked import marked

        with speaking(code):
            return marked(checked)

    with st.container(horizontal=True, vertical_alignment="center", key="under-issues"):
        st.download_button(t("↓ The workbook with these cells marked"), workbook, "marked.xlsx", XLSX, key="marked",
                           on_click="ignore", type="tertiary")  # fmt: skip
        if len(checked.issues) > LISTED:
            st.caption(t("The first {count} are listed; the workbook marks them all.", count=LISTED))


@lru_cache(maxsize=16)
def _issue_rows(_draft: str, issues: tuple[Found, ...], _language: str) -> pd.DataFrame:
    marks = {
        Severity.ERROR: f"{theme.MARKS['off_track']} {t('error')}",
        Severity.WARNING: f"{theme.MARKS['at_risk']} {t('warning')}",
    }
    return pd.DataFrame(
        {
            t("Kind"): [marks[issue.severity] for issue in issues],
            t("Sheet"): [issue.sheet or issue.table for issue in issues],
            t("Row"): [issue.row for issue in issues],
            t("Column"): [issue.column for issue in issues],
            t("Value"): [issue.value for issue in issues],
            t("What, and what to do"): [issue.message for issue in issues],
        }
    ).astype({t("Row"): "Int64"})
