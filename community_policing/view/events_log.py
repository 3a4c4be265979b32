"""The audit log on its page: the finding, the choice of events, and their list."""

import pandas as pd
import streamlit as st

from community_policing import theme
from community_policing.audit import WHAT, Entry
from community_policing.text import n, t
from community_policing.view import figures

SHOWN = 1_000  # events on the page; the file holds all


def title(entries: tuple[Entry, ...]) -> str:
    """How much happened since when, and what was published last."""
    held = n("{figure} event since {day}", "{figure} events since {day}", len(entries),
             figure=theme.number(len(entries)), day=theme.day(entries[-1].moment.date()))  # fmt: skip
    last = next((each for each in entries if each.what in ("publish", "rollback")), None)
    if last is None:
        return t("{events}; nothing was published", events=held)
    day = theme.day(last.moment.date())
    return t("{events}; the data last changed on {day}", events=held, day=day)


def chosen(entries: tuple[Entry, ...]) -> tuple[Entry, ...]:
    """Draws the choice; the events of that kind and account."""
    kinds = {"": t("Everything"), **{key: t(WHAT[key]) for key in WHAT if any(each.what == key for each in entries)}}
    accounts = ["", *sorted({each.account for each in entries})]
    with st.container(horizontal=True, key="log-choice"):
        what = st.selectbox(t("What"), list(kinds), format_func=kinds.__getitem__, key="log-what", width=320)
        whose = st.selectbox(
            t("Account"), accounts, format_func=lambda each: each or t("Everybody"), key="log-account", width=420
        )
    return tuple(each for each in entries if what in ("", each.what) and whose in ("", each.account))


def listed(entries: tuple[Entry, ...]) -> None:
    """The newest events, and a file of all."""
    st.dataframe(
        _rows(entries[:SHOWN]), hide_index=True, key="log-list", height=38 + 35 * min(len(entries), 14),
        column_config={t("Release"): st.column_config.NumberColumn(width=70)},
    )  # fmt: skip
    if len(entries) > SHOWN:
        shown, all_ = theme.number(SHOWN), theme.number(len(entries))
        st.caption(t("The newest {shown} of {all}; the file holds all.", shown=shown, all=all_))
    st.caption(
        t("Times are UTC. An event names the account and nothing else of a person; none is ever changed or deleted.")
    )
    figures.csv_alone(lambda: _rows(entries), "log")


def _rows(entries: tuple[Entry, ...]) -> pd.DataFrame:
    return pd.DataFrame(
        {
            t("When"): [f"{theme.day(each.moment.date())} {each.moment:%H:%M:%S}" for each in entries],
            t("Account"): [each.account for each in entries],
            t("Role"): [theme.label(each.role) if each.role else "" for each in entries],
            t("What"): [t(WHAT[each.what]) if each.what in WHAT else each.what for each in entries],
            t("Details"): [each.detail for each in entries],
            t("Release"): pd.array([each.release for each in entries], dtype="Int64"),
            t("In the scope"): [each.scope for each in entries],
        }
    )
