"""Record: what was published and by whom, conflicts side by side, how every figure is made, what is wrong with the data."""

from collections.abc import Callable

import pandas as pd
import streamlit as st

from community_policing.analysis import public_record
from community_policing.core.i18n import n, t
from community_policing.core.indicators import INDICATORS
from community_policing.measure.programme import Programme
from community_policing.ui.components import figures
from community_policing.ui.shell import protection_notice, window
from community_policing.ui.shell.markdown import escape
from pages.record import panels


def render(programme: Programme) -> None:
    """Tabs, since each part is read on its own."""
    count = len(panels.facts(programme.whole, ("iom",)))
    st.title(n("{count} published figure on the programme", "{count} published figures on the programme", count))
    parts: dict[str, Callable[[Programme], None]] = {
        t("Published figures"): _published, t("Conflicts"): _conflicts, t("Other agencies"): _others,
        t("Methods"): _methods, t("Data and places"): _data,
    }  # fmt: skip
    if programme.protected:
        parts[t("What is protected")] = protection_notice.told
    for tab, part in zip(st.tabs(list(parts), key="part", on_change="rerun"), parts.values(), strict=True):
        if tab.open:
            with tab:
                part(programme)


def _published(programme: Programme) -> None:
    title = t("Published figures on the programme")
    drawing, alt = panels.timeline(programme.whole, st.context.theme.type, window.room())
    if drawing:  # its figures stand in the table below
        st.caption(panels.legend(public_record.public(programme)))
        figures.drawn(drawing, alt, "timeline", None, programme.whole, title=title, published=True)
    _table(panels.facts(programme.whole, ("iom",)), "facts", programme, title)


def _conflicts(programme: Programme) -> None:
    st.caption(t("Here sources disagree, or their numbers must not be added. All are shown; none is corrected."))
    for conflict in public_record.conflicts(programme):
        st.header(escape(conflict.title))
        st.markdown(escape(conflict.explanation))
        _table(conflict.rows, conflict.stem, programme, conflict.title, conflict.explanation)


def _others(programme: Programme) -> None:
    st.caption(t("Other agencies' work under near-identical names, partly with the same donor; never part of ours."))
    rows = panels.facts(programme.whole, ("parallel", "other"))
    _table(rows, "other-agencies", programme, t("Other agencies' work; never part of our figures"))


def _methods(_: Programme) -> None:
    for indicator in INDICATORS.values():
        with st.container(border=True, key=f"method-{indicator.key}"):
            st.markdown(public_record.method(indicator, escape))
    panels.languages_told()


def _data(programme: Programme) -> None:
    issues, places = public_record.issues(programme), public_record.places(programme)
    st.header(n("{count} data issue", "{count} data issues", len(issues)) if len(issues) else t("No data issues"))
    if len(issues):
        figures.table(issues, "issues", programme, title=t("Data issues of the whole dataset"))
    if len(places):
        st.header(t("Places named in the record"))
        st.caption(t("What sources say about a place. None is counted; two are comparison sites without a programme."))
        _table(places, "places", programme, t("Places named in the record"))
    st.header(t("Sources"))
    _table(public_record.sources(programme), "sources", programme, t("Sources"))


def _table(rows: pd.DataFrame, stem: str, programme: Programme, title: str, note: str = "") -> None:
    notes = ((t("What to know"), note),) if note else ()
    figures.table(rows, stem, programme, published=public_record.public(programme), title=title, notes=notes)
