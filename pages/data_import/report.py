"""Check report on the page: headers to match, and every fault at its cell."""

from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

import streamlit as st

from community_policing.core import palette
from community_policing.core.i18n import ProgrammeError, language, speaking, t
from community_policing.core.labels import label
from community_policing.core.schema import TABLES
from community_policing.dataset.intake import Checked, Fault, Unmatched
from community_policing.dataset.intake.match_columns import proposed
from community_policing.dataset.issues import Severity
from community_policing.dataset.releases import ReleaseError
from community_policing.ui.components import style
from community_policing.ui.components.figures import XLSX
from community_policing.ui.shell import errors, release_watch, state
from community_policing.ui.shell.markdown import escape
from pages.data_import.drafts import Draft, Mapped

LISTED = 100  # kinds of fault on the screen; the marked workbook has them all
SPANS = 8  # stretches of rows that one kind is told of


def remembered_headers() -> Mapped:
    """How headers of other tools were read before; nothing where nothing was ever published or remembered."""
    try:
        return release_watch.watch().releases.mappings() if release_watch.configured() else {}
    except ReleaseError:  # the page says that the registry is away; a file can be checked all the same
        return {}


def check_again(draft: Draft) -> None:
    """The page checks the draft before it draws anything else."""
    state.CHECK_AGAIN.set(draft.id)


def _keep(chosen: Mapped) -> None:
    """The reader's choice is kept for the next file; where that fails, this file is read with it, and the page says so."""
    before = remembered_headers()
    try:
        for table, headers in chosen.items():
            release_watch.watch().releases.remember_mapping(table, {**before.get(table, {}), **headers})
    except ReleaseError as error:
        state.NOT_KEPT.set(error.message)


def mapping(draft: Draft, checked: Checked) -> None:
    """Headers that are no column of ours: the reader says what they are, and that is remembered for such files.  What was
    said before can be said otherwise."""
    if trouble := state.NOT_KEPT.take():
        st.warning(escape(t("{problem} Your answers apply to this file only.", problem=trouble)))
    strangers = {table: unmatched.headers for table, unmatched in checked.unmapped.items()}
    offered = {
        table: tuple(dict.fromkeys((*strangers.get(table, ()), *draft.mapping.get(table, {}))))
        for table in dict.fromkeys((*strangers, *draft.mapping))
    }
    if not any(offered.values()) or not draft.readable:
        return
    with st.expander(t("Which column is which?"), expanded=any(strangers.values())), st.form("mapping", border=False):
        st.markdown(
            t(
                "These headers are not known. Say what they hold, or leave them out; your answers are remembered for such files."
            )
        )
        if any(map(proposed, checked.unmapped.values())):
            st.caption(t("The columns filled in have similar names: check them before you continue."))
        chosen = {
            table: _headers(table, headers, draft, checked.unmapped.get(table, Unmatched()))
            for table, headers in offered.items() if headers
        }  # fmt: skip
        if st.form_submit_button(t("Check again with these")):
            try:
                replace(draft, mapping={**draft.mapping, **chosen}).keep()
            except ProgrammeError as error:
                errors.tell(error)
                return
            _keep(chosen)
            check_again(draft)
            st.rerun()


def _headers(table: str, headers: tuple[str, ...], draft: Draft, unmatched: Unmatched) -> dict[str, str]:
    """What each header is read as; "" leaves it out.  Until the reader has said, what it is likeliest to mean is proposed."""
    st.markdown(f"**{escape(label(table, 'table'))}**")
    columns = [column.name for column in TABLES[table].columns]
    ordered = ["", *unmatched.missing, *(name for name in columns if name not in unmatched.missing)]
    proposals = {**proposed(unmatched), **draft.mapping.get(table, {})}
    answers = {}
    with st.grid(columns=3, min_column_width=220, gap="small"):
        for place, header in enumerate(headers):
            answers[header] = st.selectbox(
                header, ordered, ordered.index(proposals[header]) if proposals.get(header) in ordered else 0,
                format_func=lambda name: name or t("leave it out"), key=f"map-{table}-{place}",
            )  # fmt: skip
    return answers


def issues(checked: Checked) -> None:
    """Every fault at its cell, errors first, and the workbook with those cells marked."""
    if not checked.issues:
        return
    st.subheader(t("What was found"))
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


def _line(fault: RepeatedFault) -> tuple[str, str, str]:
    first = fault[0]
    place, problem = _place_and_problem(first)
    if not problem:
        place, problem = "", first.message
    if len(fault) > 1:
        column = [t("column {column}", column=first.column)] if first.column else []
        figures = _ranges(sorted(issue.row for issue in fault if issue.row is not None))
        place = ", ".join([first.sheet or first.table, t("rows {rows}", rows=figures), *column])
    kind, word = ("off_track", t("error")) if first.severity is Severity.ERROR else ("at_risk", t("warning"))
    return place, f"{palette.STATUS_GLYPHS[kind]} {word}", problem[:1].upper() + problem[1:]


def _ranges(rows: Sequence[int]) -> str:
    """Row numbers as a person writes them: 2, 5 – 9, 12."""
    spans: list[list[int]] = []
    for row in rows:
        if spans and row <= spans[-1][1] + 1:
            spans[-1][1] = row
        else:
            spans.append([row, row])
    ranges = [str(a) if a == b else f"{a} – {b}" for a, b in spans]
    return ", ".join(ranges[:SPANS]) + (" …" if len(ranges) > SPANS else "")
