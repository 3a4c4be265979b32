"""Record: what was published, when, by whom; conflicts side by side; how every figure is made; what is wrong with the data."""

import pandas as pd
import streamlit as st

from community_policing import record, theme
from community_policing.charts.frame import CONFIG
from community_policing.charts.timeline import timeline
from community_policing.export.rows import csv, file_name
from community_policing.indicators import INDICATORS
from community_policing.programme import Programme
from community_policing.text import n, t
from community_policing.view import figures
from community_policing.view.markdown import escape


def render(programme: Programme) -> None:
    """Tabs, since each part is read on its own."""
    own = record.facts(programme, ("iom",))
    st.title(n("{count} published figure on the programme", "{count} published figures on the programme", len(own)))
    published, conflicts, others, methods, data = st.tabs(
        [t("Published figures"), t("Conflicts"), t("Other agencies"), t("Methods"), t("Data and places")]
    )
    with published:
        _published(own, programme)
    with conflicts:
        _conflicts(programme)
    with others:
        _others(programme)
    with methods:
        _methods()
    with data:
        _data(programme)


def _published(own: pd.DataFrame, programme: Programme) -> None:
    dated = own[own["as_of"].notna()]
    if dated.empty:
        figures.empty(t("No published figure in this dataset."))
        return
    st.caption(
        t(
            "Each mark is one published figure at the date it speaks of. ● exactly  ▷ at least  ◇ about. Stocks and flows are never added."
        )
    )
    colours = theme.palette(st.context.theme.type)
    figures.drawn(timeline(record.marks(dated), colours), record.alt(dated), "record-timeline", CONFIG, lambda: record.table(dated, programme))
    _table(record.table(own, programme), "facts", programme)


def _conflicts(programme: Programme) -> None:
    st.caption(t("The sources disagree here. All statements are shown; none is corrected."))
    for conflict in record.conflicts(programme):
        st.subheader(escape(conflict.title))
        st.dataframe(conflict.rows, hide_index=True, key=f"conflict-{conflict.title}")
        st.caption(escape(conflict.explanation))


def _others(programme: Programme) -> None:
    st.caption(
        t(
            "Work of other agencies under near-identical names, and partly the same donor. It is never part of the programme's figures."
        )
    )
    _table(record.table(record.facts(programme, ("parallel", "other")), programme), "other-agencies", programme)


def _methods() -> None:
    for indicator in INDICATORS.values():
        with st.container(border=True, key=f"method-{indicator.key}"):
            st.markdown(record.method(indicator, escape))


def _data(programme: Programme) -> None:
    issues = record.issues(programme)
    st.subheader(n("{count} data issue", "{count} data issues", len(issues)) if len(issues) else t("No data issues"))
    if len(issues):
        _table(issues, "issues", programme)
    places = record.places(programme)
    if len(places):
        st.subheader(t("Places named in the record"))
        st.caption(
            t("What a source says of a place. They are not counted; two are comparison sites without a programme.")
        )
        st.dataframe(places, hide_index=True, key="places")
    st.subheader(t("Sources"))
    st.dataframe(record.sources(programme), hide_index=True, key="sources")


def _table(rows: pd.DataFrame, stem: str, programme: Programme) -> None:
    if rows.empty:
        figures.empty(t("Nothing of this kind in this dataset."))
        return
    st.dataframe(rows, hide_index=True, key=stem)
    st.download_button(t("Download (CSV)"), lambda: csv(rows), file_name(stem, programme, programme.as_of), "text/csv",
                       key=f"download-{stem}", on_click="ignore")  # fmt: skip
