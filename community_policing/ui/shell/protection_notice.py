"""Protection notice: what was protected for this view, whose view it is, and what it costs in detail."""

import streamlit as st

from community_policing.core import formats
from community_policing.core.i18n import N_, t
from community_policing.core.protection_level import ProtectionLevel
from community_policing.measure.programme import Programme
from community_policing.protect.policy import Role, access_policy as configuration
from community_policing.ui.shell import access
from community_policing.ui.shell.markdown import escape

_SEEN = {
    Role.FIELD: N_("Your own governorates as recorded, everything else {period}"),
    Role.DONOR: N_("Your own grants {period}, everything else {others} and not by sex"),
    Role.PUBLIC: N_("Everything {others} and not by sex"),
}
_PERIODS = {"quarter": N_("by quarter"), "year": N_("by year")}


def seen(role: Role, guard: ProtectionLevel) -> str:
    """What a role sees, and how finely: the words of the configuration's periods."""
    return t(_SEEN[role], period=t(_PERIODS[guard.period]), others=t(_PERIODS[guard.period_of_others]))


def banner(programme: Programme) -> None:
    """One line where figures are protected: what that means, and, where somebody looks through other eyes, whose."""
    guard = programme.dataset.guard
    if guard is None:
        return
    reader = access.reader()
    with st.container(key="banner-protected"):
        whose = access.seen_by(programme)
        head = t("**Seen as: {whose}.**", whose=escape(whose)) if whose else t("**Protected view.**")
        rule = t(
            "{seen}; places approximate, dates at the end of their period, people in multiples of {base}, none under {threshold}.",
            seen=seen(reader.role, guard), base=guard.base, threshold=guard.threshold,
        )  # fmt: skip
        st.markdown(f"{head} {escape(rule)}")


def told(programme: Programme) -> None:
    """The page part that says what protection does, what it costs, and who decided it."""
    rules, guard = configuration(), programme.dataset.guard
    assert guard is not None
    numbers = {
        "cells": formats.number(guard.cells),
        "off": formats.number(guard.off),
        "base": guard.base,
        "threshold": guard.threshold,
    }
    lines = (
        t("Every number of people is the sum of up to {cells} small cells. Each cell is rounded once, up or down without bias, "
          "to a multiple of {base}. No later release rounds a cell again, and all restricted readers see sums of the same "
          "cells.", **numbers),
        t("In 19 of 20 cases, a total is therefore off by at most {off} seats; the more cells it has, the smaller the error "
          "relative to it.",
          **numbers),
        t("Fewer than {threshold} people are shown as under {threshold}, which may be none: a group from which nobody came "
          "reads the same. Shares of so few people are not shown, nor who came to a single event.", **numbers),
        t("Events, fora and works are not people and are counted exactly: many know that they took place. Their names, towns, "
          "days and order are left out, so that all rows of a cell look alike. Only the sources of published rows are named."),
        t("Limits: somebody who guesses a small number from its rounded cell is right about 3 times in 10 (1 in 6 without it). "
          "Somebody who knows by how many people a cell grew is right up to 1 time in 3, however many releases there are. A "
          "group that knows its own number can subtract it. People who move to another cell, because a row was corrected, are "
          "rounded there a second time."),
        t("A point on the map marks the governorate, never a single forum or station."),
        t("Decided by: {owner}, {day}.", owner=rules.owner, day=formats.day(rules.decided_on)),
    )  # fmt: skip
    st.markdown("\n".join(f"- {escape(line)}" for line in lines))
