"""Check report on the page: every fault at its cell."""

from collections.abc import Sequence
from functools import lru_cache

import streamlit as st

from community_policing.core import formats, palette
from community_policing.core.i18n import language, listed, speaking, t
from community_policing.dataset.intake import Checked, Fault
from community_policing.dataset.issues import Severity
from community_policing.ui.components import style
from community_policing.ui.components.figures import XLSX
from community_policing.ui.shell import state
from pages.data_import.drafts import Draft

LISTED = 100  # kinds of fault on the screen; the marked workbook has them all
SPANS = 8  # stretches of rows that one kind is told of


def check_again(draft: Draft) -> None:
    """The page checks the draft before it draws anything else."""
    state.CHECK_AGAIN.set(draft.id)


def issues(checked: Checked) -> None:
    """Every fault at its cell, errors first, and the workbook with those cells marked."""
    if not checked.issues:
        return
    st.header(t("What was found"))
    faults = _faults(checked.issues)
    header = (t("Where"), t("Kind"), t("What, and what to do"))
    with st.container(key="faults"):
        style.report(header, tuple(_line(fault) for fault in faults[:LISTED]), frozenset(), "told")
    with st.container(horizontal=True, vertical_alignment="center", key="under-issues"):
        if any(issue.row is not None for issue in checked.issues):
            _marked(checked)
        if len(faults) > LISTED:
            st.caption(t("The first {count} are listed; the workbook marks them all.", count=LISTED))


def _marked(checked: Checked) -> None:
    code = language()

    def workbook() -> bytes:
        from community_policing.export.template.marked_workbook import marked

        with speaking(code):
            return marked(checked)

    st.download_button(t("↓ The workbook with these cells marked"), workbook, "marked.xlsx", XLSX, key="marked",
                       on_click="ignore")  # fmt: skip


RepeatedFault = tuple[Fault, ...]  # the same fault of one column, in one row or in many


@lru_cache(maxsize=16)
def _faults(issues: tuple[Fault, ...]) -> tuple[RepeatedFault, ...]:
    """Issues that say the same of the same column together, each kind where its first issue stands."""
    by_rule: dict[object, list[Fault]] = {}
    for issue in issues:
        alike = (issue.severity, issue.sheet, issue.column, issue.letter, issue.rule, _place_and_problem(issue)[1])
        by_rule.setdefault(alike if issue.row is not None else issue, []).append(issue)
    return tuple(map(tuple, by_rule.values()))


def _place_and_problem(issue: Fault) -> tuple[str, str]:
    """The message's two halves; names of sheets and headers may hold a colon of their own."""
    start = max((issue.message.find(word) + len(word) for word in (issue.sheet, issue.column) if word), default=0)
    place, _, problem = issue.message[start:].partition(": ")
    return issue.message[:start] + place, problem


def problem_of(fault: Fault) -> str:
    """What is wrong with a cell, without its place, and what to do."""
    problem = _place_and_problem(fault)[1] or fault.message
    return formats.sentence(problem)


def _line(fault: RepeatedFault) -> tuple[str, str, str]:
    first = fault[0]
    place, problem = _place_and_problem(first)
    if not problem:
        place = ""
    if len(fault) > 1:
        column = [t("column {column}", column=first.column)] if first.column else []
        figures = _ranges(sorted(issue.row for issue in fault if issue.row is not None))
        place = listed([first.sheet or first.table, t("rows {rows}", rows=figures), *column])
    kind, word = ("off_track", t("error")) if first.severity is Severity.ERROR else ("at_risk", t("warning"))
    return place, f"{palette.STATUS_GLYPHS[kind]} {word}", problem_of(first)


def _ranges(rows: Sequence[int]) -> str:
    """Row numbers as a person writes them: 2, 5 – 9, 12."""
    spans: list[list[int]] = []
    for row in rows:
        if spans and row <= spans[-1][1] + 1:
            spans[-1][1] = row
        else:
            spans.append([row, row])
    ranges = [str(a) if a == b else t("{first} – {last}", first=a, last=b) for a, b in spans]
    return listed(ranges[:SPANS]) + (" …" if len(ranges) > SPANS else "")
