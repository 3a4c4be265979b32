"""Correction of cells in the browser: what was corrected in this load, with the way back, and a table to type in."""

from collections.abc import Sequence
from dataclasses import replace

import pandas as pd
import streamlit as st

from community_policing.core.i18n import ProgrammeError, n, t
from community_policing.dataset.intake import Checked, Correction, Fault
from community_policing.dataset.intake.corrections import sentence
from community_policing.dataset.intake.personal import in_cell
from community_policing.dataset.intake.report import REPORT
from community_policing.dataset.issues import VALUE_WIDTH
from community_policing.ui.components import style
from community_policing.ui.components.arrow_cache import editor
from community_policing.ui.shell import errors
from community_policing.ui.shell.markdown import escape
from pages.data_import import draft_list
from pages.data_import.drafts import Draft
from pages.data_import.report import check_again, problem_of

MOST = 200  # cells of the table: who has more corrects the file
SEEN = 8  # lines of the table and of the list that are seen at once
_NOT_OF_ONE_CELL = frozenset({"merged_cells"})


def faulty_cells(checked: Checked) -> tuple[Fault, ...]:
    """Return the first fault of each cell that can be corrected here: shown whole, in a sheet not read by columns."""
    first: dict[tuple[str, int, str], Fault] = {}
    for fault in checked.issues:
        own = fault.sheet not in ("", checked.long_sheet) and fault.rule not in _NOT_OF_ONE_CELL
        if own and fault.row is not None and fault.letter and len(fault.value) < VALUE_WIDTH:
            first.setdefault((fault.sheet, fault.row, fault.letter), fault)
    return tuple(first.values())


def listed(draft: Draft, checked: Checked) -> None:
    """What was corrected in this load, each with the way back."""
    if not draft.corrections:
        return
    made = {each.cell: each for each in checked.corrections}
    every = [made.get(each.cell, each) for each in draft.corrections]
    title = n(
        "{count} cell of this file is corrected here", "{count} cells of this file are corrected here", len(every)
    )
    st.header(title)
    _lines(draft, every[:SEEN])
    if more := every[SEEN:]:
        with st.expander(n("{count} more", "{count} more", len(more))):
            _lines(draft, more)


def _lines(draft: Draft, every: Sequence[Correction]) -> None:
    for each in every:
        key = f"{each.sheet}-{each.row}-{each.letter}"
        with st.container(horizontal=True, vertical_alignment="center", key=f"corrected-{key}"):
            st.markdown(escape(sentence(each)), width="content")
            st.button(t("Take back"), key=f"take-back-{key}", on_click=_take_back, args=(draft, each), type="tertiary")


def form(draft: Draft, checked: Checked) -> None:
    """A table of the cells with faults, in which another text can be typed for each."""
    if not draft.readable:
        return
    if checked.long_sheet and any(fault.sheet == checked.long_sheet for fault in checked.issues):
        st.caption(escape(t("{file} is too long to be corrected here: correct its cells in the file, and load it again.",
                            file=checked.long_sheet)))  # fmt: skip
    cells = faulty_cells(checked)
    if not cells:
        return
    needed = checked.outcome == "refuse"  # else answers or nothing stand in the way, and it is offered and no more
    if needed:
        st.header(t("Correct cells here"))
    place = st.container() if needed else st.expander(t("Correct cells here"))
    with place, st.form("corrections", border=False):
        st.caption(t("Type over what stands in a cell. Your file stays as it is, the whole check runs again, and the release "
                     "names each cell that was corrected."))  # fmt: skip
        typed = _typed(cells[:MOST], f"cells-{draft.id}-{(draft.folder / REPORT).stat().st_mtime_ns}")
        if len(cells) > MOST:
            st.caption(t("The first {count} cells are listed.", count=MOST))
        if st.form_submit_button(t("Correct and check again"), type="primary" if needed else "secondary"):
            _keep(draft, corrections_of(cells[:MOST], typed))


def _typed(cells: Sequence[Fault], key: str) -> Sequence[str | None]:
    """The texts of the cells as they were typed; the cells as they stand where nobody typed."""
    cell, column, text, problem = t("Cell"), t("Column"), t("Text"), t("What, and what to do")
    several = len({fault.sheet for fault in cells}) > 1
    rows = pd.DataFrame({
        cell: [f"{fault.sheet} {fault.letter}{fault.row}" if several else f"{fault.letter}{fault.row}" for fault in cells],
        text: [fault.value for fault in cells],
        column: [fault.column for fault in cells],
        problem: [problem_of(fault) for fault in cells],
    })  # fmt: skip
    config = {
        cell: st.column_config.TextColumn(width=130 if several else 70),
        column: st.column_config.TextColumn(width=140),
        text: st.column_config.TextColumn(t("Text: type over it"), width=180),
        problem: st.column_config.TextColumn(width=620),
    }
    edited = editor(rows, key, disabled=[cell, column, problem], column_config=config,
                            height=style.height(len(rows), SEEN))  # fmt: skip
    return [None if pd.isna(each) else str(each) for each in edited[text]]


def corrections_of(cells: Sequence[Fault], typed: Sequence[str | None]) -> tuple[Correction, ...]:
    """A correction of each cell whose text is another than the one that was shown; an emptied cell is empty."""
    pairs = zip(cells, typed, strict=True)
    return tuple(Correction(fault.sheet, fault.row, fault.letter, text or "")
                 for fault, text in pairs if fault.row is not None and (text or "") != fault.value)  # fmt: skip


def _keep(draft: Draft, corrections: Sequence[Correction]) -> None:
    """Keep the corrections with the draft, each cell's latest, and check the file again."""
    for each in corrections:
        if what := in_cell(each.text):
            st.error(escape(t("The text for cell {cell} holds {what}. Details of people are never kept: nothing was corrected.",
                              cell=f"{each.letter}{each.row}", what=what)))  # fmt: skip
            return
    if not corrections:
        st.info(t("No text was changed. Type over what stands in a cell, press Enter, and then the button again."))
        return
    by_cell = {each.cell: each for each in (*draft.corrections, *corrections)}
    try:
        replace(draft, corrections=tuple(by_cell.values())).keep()
    except ProgrammeError as error:
        errors.tell(error)
        return
    check_again(draft)
    st.rerun()


def _take_back(draft: Draft, correction: Correction) -> None:
    """In a callback: the cell is read again as the file has it."""
    remaining = tuple(each for each in draft.corrections if each.cell != correction.cell)
    try:
        replace(draft, corrections=remaining).keep()
    except ProgrammeError as error:
        draft_list.later(error)
        return
    check_again(draft)
