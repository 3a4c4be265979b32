"""Order, groups and statuses of the rows of targets, as the reader chooses them; the choice is in the address by key."""

from collections.abc import Sequence
from itertools import groupby
from typing import Any

import streamlit as st

from community_policing.analysis.targets.rows import TargetRow
from community_policing.core import labels
from community_policing.core.geography import governorate_name
from community_policing.core.i18n import N_, name_order, t
from community_policing.measure.pace import BEHIND, WORST_FIRST, Status
from community_policing.ui.components import choices

WORST, DUE, NAME = "worst", "due", "name"
TOGETHER, INDICATOR, PLACE = "none", "indicator", "place"
ALL, ATTENTION = "all", "attention"
LABELS = {
    WORST: N_("Worst first"),
    DUE: N_("By due date"),
    NAME: N_("By name"),
    TOGETHER: N_("Not grouped"),
    INDICATOR: N_("Grouped by indicator"),
    PLACE: N_("Grouped by place"),
    ALL: N_("All statuses"),
    ATTENTION: N_("Needing attention"),
}
STATUSES = tuple(status.value for status in WORST_FIRST if status is not Status.NO_TARGET)

Group = tuple[str, tuple[TargetRow, ...]]


def chosen(rows: Sequence[TargetRow]) -> tuple[Group, ...]:
    """Draw the three choices and return the rows that they leave, in groups by name ("" = all in one)."""
    look: dict[str, Any] = {"label_visibility": "collapsed", "width": 200}
    with st.container(horizontal=True, key="targets-choice", gap="small"):
        status = choices.dropdown("status", t("Status"), (ALL, ATTENTION, *STATUSES), _label, **look)
        by = choices.dropdown("group", t("Groups"), (TOGETHER, INDICATOR, PLACE), _label, **look)
        order = choices.dropdown("sort", t("Order"), (WORST, DUE, NAME), _label, **look)
    return arranged(rows, status, by, order)


def arranged(rows: Sequence[TargetRow], status: str, by: str, order: str) -> tuple[Group, ...]:
    """Filter, sort and group rows that come worst first; groups stand in the order of their first row, by name by name."""
    kept = [row for row in rows if _has(row, status)]
    if order == DUE:
        kept.sort(key=lambda row: row.target.due_on)
    if order == NAME:
        kept.sort(key=lambda row: tuple(name_order(name.casefold()) for name in (row.result.label, row.place)))
    if by == TOGETHER:
        return (("", tuple(kept)),) if kept else ()
    names = dict.fromkeys(_group(row, by) for row in kept)
    found = list(sorted(names, key=lambda name: name_order(name.casefold())) if order == NAME else names)
    kept.sort(key=lambda row: found.index(_group(row, by)))
    return tuple((name, tuple(own)) for name, own in groupby(kept, key=lambda row: _group(row, by)))


def _has(row: TargetRow, status: str) -> bool:
    return row.status in BEHIND if status == ATTENTION else status in (ALL, row.status.value)


def _group(row: TargetRow, by: str) -> str:
    return row.result.label if by == INDICATOR else governorate_name(row.pcode) if row.pcode else t("Whole country")


def _label(key: str) -> str:
    return t(LABELS[key]) if key in LABELS else labels.label(key)
