"""Audit log on its page: the finding, the choice of entries, and their list."""

from datetime import datetime

import pandas as pd
import streamlit as st

from community_policing.core import formats, labels
from community_policing.core.i18n import n, t
from community_policing.protect.audit_log import WHAT, AuditEntry, Tally, log
from community_policing.protect.policy import THIS_MACHINE
from community_policing.ui.components import choices, figures
from community_policing.ui.components.arrow_cache import grid

SHOWN = 1_000  # events on the page; the file holds all
_CHANGES = ("publish", "rollback")


def title(tally: tuple[Tally, ...]) -> str:
    """How much happened since when, and when the data last changed."""
    events, first = sum(each.events for each in tally), min(each.first for each in tally)
    counted = n("{figure} event since {day}", "{figure} events since {day}", events,
             figure=formats.number(events), day=_day(first))  # fmt: skip
    last = max((each.last for each in tally if each.what in _CHANGES), default="")
    if not last:
        return t("{events}; nothing was published", events=counted)
    return t("{events}; the data last changed on {day}", events=counted, day=_day(last))


def choice(tally: tuple[Tally, ...]) -> tuple[str, str]:
    """Draws the choice among what happened; the kind of event and the account, "" for any."""
    happened, accounts = {each.what for each in tally}, sorted({each.account for each in tally})
    kinds = {"": t("Everything"), **{key: t(words) for key, words in WHAT.items() if key in happened}}
    with st.container(horizontal=True, key="log-choice"):
        what = choices.dropdown("what", t("What"), list(kinds), kinds.__getitem__, key="log-what", width=320)
        whose = st.selectbox(
            t("Account"),
            ["", *accounts],
            format_func=lambda each: _whose(each) or t("Everybody"),
            key="log-account",
            width=420,
        )
    return what, whose


def listed(newest: tuple[AuditEntry, ...], events: int, what: str, account: str) -> None:
    """The newest of so many events of that kind and account, and a file of all."""
    number = t("Release")
    grid(_rows(newest), "log-list", (number,), {number: 70}, height=38 + 35 * min(len(newest), 14))
    if events > len(newest):
        count, all_ = formats.number(len(newest)), formats.number(events)
        st.caption(t("The newest {shown} of {all}; the file contains all.", shown=count, all=all_))
    st.caption(
        t(
            "Times are UTC. An event names the account and no other personal detail; no event is ever changed or deleted."
        )
    )
    figures.csv_alone(lambda: _rows(log().entries(None, what, account)), "log")


def _day(moment: str) -> str:
    return formats.day(datetime.fromisoformat(moment).date())


def _whose(account: str) -> str:
    return t(THIS_MACHINE) if account == THIS_MACHINE else account


def _rows(entries: tuple[AuditEntry, ...]) -> pd.DataFrame:
    return pd.DataFrame(
        {
            t("When"): [f"{formats.day(each.moment.date())} {each.moment:%H:%M:%S}" for each in entries],
            t("Account"): [_whose(each.account) for each in entries],
            t("Role"): [labels.label(each.role) if each.role else "" for each in entries],
            t("What"): [t(WHAT[each.what]) if each.what in WHAT else each.what for each in entries],
            t("Details"): [each.detail for each in entries],
            t("Release"): ["" if each.release is None else str(each.release) for each in entries],
            t("In the scope"): [each.scope for each in entries],
        }
    )
