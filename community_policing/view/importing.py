"""Import: the template, a file, what is wrong with it, what it would change, and publishing it in one step."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from functools import lru_cache
from pathlib import Path

import pandas as pd
import streamlit as st

from community_policing import effect_words, intake, theme
from community_policing.effect import Effect
from community_policing.intake import Checked, Found
from community_policing.intake.report import REPORT
from community_policing.issues import Severity
from community_policing.programme import Programme, Scope
from community_policing.releases import Release, ReleaseError, Superseded
from community_policing.schema import TABLES
from community_policing.text import ProgrammeError, language, n, speaking, t
from community_policing.view import drafts, errors, figures, history, jump, released
from community_policing.view.drafts import Draft
from community_policing.view.markdown import escape
from community_policing.view.screen import arrow, kept

STATE = "draft"  # in the address: a link, a reload and a restart come back to it
XLSX = figures.XLSX
LISTED = 500  # issues on the screen; the marked workbook has them all


def page() -> None:
    """The draft that the address names, or the beginning."""
    root = released.folder() / "drafts"
    asked = st.query_params.get(STATE, "")
    draft = drafts.open_draft(root, asked) if asked else None
    if asked and draft is None:
        st.warning(t("The draft of this link is not here any more: it was published or discarded."))
    if draft is None:
        _begin()
    else:
        _go_on(draft)


def _current() -> Release | None:
    held = released.watch(now=True)
    if held.trouble and not held.history:
        raise held.trouble
    return held.history[0] if held.history else None


def _begin() -> None:
    st.title(t("Load a workbook: nothing changes before you publish"))
    current = _current()
    start, load = st.columns(2, gap="large")
    with start:
        st.subheader(t("1 · Begin with the template"))
        st.markdown(t("One sheet a table, lists to choose from, and a first sheet that says what each column means."))
        _templates(current)
    with load:
        st.subheader(t("2 · Load the file"))
        _load(current)
    _waiting()


def _templates(current: Release | None) -> None:
    code = language()

    from community_policing.export.template import template  # workbooks are written on a click, by few

    def empty() -> bytes:
        with speaking(code):
            return template()

    def filled() -> bytes:
        with speaking(code):
            return template(released.programme(current.number).dataset if current else None)

    with st.container(key="templates"):
        st.download_button(t("↓ Empty template"), empty, "template.xlsx", XLSX, key="xlsx-template", on_click="ignore")
        if current:
            name = f"release-{current.number}.xlsx"
            st.download_button(
                t("↓ Release {number}, to go on from", number=current.number), filled, name, XLSX, key="xlsx-filled",
                on_click="ignore",
            )  # fmt: skip


def _load(current: Release | None) -> None:
    told = t("An XLSX workbook, one CSV file, or a zip of CSV files. Never names, phones or addresses of people.")
    file = st.file_uploader(told, ["xlsx", "csv", "tsv", "txt", "zip"], key="upload")
    with st.expander(t("Where the file does not say what it speaks of")):
        as_of = st.date_input(t("As-of date"), None, date(2003, 1, 1), format="DD/MM/YYYY", key="import-as-of")
        made_up = st.checkbox(t("The data are made up, for demonstration"), not current, key="import-made-up")
    if file is not None and st.button(t("Check the file"), type="primary", key="check-file"):
        draft = drafts.begin(
            released.folder() / "drafts",
            file.name,
            file.getvalue(),
            as_of if isinstance(as_of, date) else None,
            made_up,
        )
        _check(draft, current)
        st.query_params[STATE] = draft.id
        st.rerun()


def _check(draft: Draft, current: Release | None) -> Draft:
    bar = st.progress(0.0, t("Reading {file} …", file=escape(draft.name)))
    base = released.programme(current.number).dataset if current else None

    def told(said: str, part: float) -> None:
        bar.progress(min(max(part, 0.0), 1.0), escape(said))

    try:
        return drafts.check(draft, base, current.number if current else 0, told)
    finally:
        bar.empty()


def _waiting() -> None:
    waiting = drafts.all_drafts(released.folder() / "drafts")
    if not waiting:
        return
    st.subheader(t("Drafts"))
    for draft in waiting[:10]:
        with st.container(horizontal=True, vertical_alignment="center", key=f"draft-{draft.id}"):
            st.markdown(f"**{escape(draft.name)}** · {escape(draft.began[:16].replace('T', ' '))} UTC")
            st.button(t("Go on"), key=f"open-{draft.id}", on_click=_open, args=(draft.id,), type="tertiary")
            st.button(t("Discard"), key=f"discard-{draft.id}", on_click=_discard, args=(draft,), type="tertiary")


def _open(identifier: str) -> None:
    st.query_params[STATE] = identifier


def _discard(draft: Draft) -> None:
    drafts.discard(draft)
    st.query_params.pop(STATE, None)


def _go_on(draft: Draft) -> None:
    current, checked = _current(), draft.checked
    number = current.number if current else 0
    if checked is None:
        st.title(t("{file} has not been checked yet", file=escape(draft.name)))
        st.button(t("Check the file"), type="primary", key="again", on_click=_remember, args=(draft,))
    else:
        st.title(escape(_title(draft, checked)))
    _below_title(draft)
    if st.session_state.pop("check-again", "") == draft.id:
        _check(draft, current)
        st.rerun()
    if checked is None:
        return
    if draft.base != number:
        st.warning(
            t("Release {number} was published since this file was checked. Check it again against that.", number=number)
        )
        st.button(t("Check again"), type="primary", key="again", on_click=_remember, args=(draft,))
    _mapping(draft, checked)
    _issues(draft, checked)
    if checked.dataset is not None and draft.base == number:
        _effect(draft, checked, current)


def _remember(draft: Draft) -> None:
    st.session_state["check-again"] = draft.id


def _below_title(draft: Draft) -> None:
    with st.container(horizontal=True, vertical_alignment="center", key="with-draft"):
        st.caption(escape(t("Draft of {file}, kept on the server until you publish or discard it.", file=draft.name)))
        st.button(t("Another file"), key="another", on_click=_leave, type="tertiary")
        st.button(t("Discard"), key="discard", on_click=_discard, args=(draft,), type="tertiary")


def _leave() -> None:
    st.query_params.pop(STATE, None)


def _title(draft: Draft, checked: Checked) -> str:
    wrong, doubtful = (sum(i.severity is kind for i in checked.issues) for kind in (Severity.ERROR, Severity.WARNING))
    if wrong:
        one = t("1 error in {file}: correct it, then load it again", file=draft.name)
        return one if wrong == 1 else t("{count} errors in {file}: correct them, then load it again",
                                        count=theme.number(wrong), file=draft.name)  # fmt: skip
    if doubtful:
        one, many = "{file} can be published, with {count} warning", "{file} can be published, with {count} warnings"
        return n(one, many, doubtful, file=draft.name)
    return t("{file} can be published: nothing is wrong with it", file=draft.name)


def _mapping(draft: Draft, checked: Checked) -> None:
    """Headers that are no column of ours: the reader says what they are, and that is remembered for such files."""
    open_ = {table: found for table, found in checked.unmapped.items() if found.headers}
    if not open_:
        return
    st.subheader(t("Which column is which?"))
    st.markdown(
        t("These headers are not ours. Say what they hold, or leave them out; the choice is kept for such files.")
    )
    with st.form("mapping", border=True):
        chosen = {table: _headers(table, found.headers, draft, found.missing) for table, found in open_.items()}
        if st.form_submit_button(t("Check again with these")):
            mapped = {table: {**draft.mapping.get(table, {}), **headers} for table, headers in chosen.items()}
            again = replace(draft, mapping={**draft.mapping, **mapped})
            again.keep()
            st.session_state["check-again"] = draft.id
            st.rerun()


def _headers(table: str, headers: tuple[str, ...], draft: Draft, missing: tuple[str, ...]) -> dict[str, str]:
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
    return {header: column for header, column in found.items() if column}


def _issues(draft: Draft, checked: Checked) -> None:
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
        st.download_button(t("↓ The workbook with these cells marked"), workbook, "marked.xlsx", XLSX, key="xlsx-marked",
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


def _effect(draft: Draft, checked: Checked, current: Release | None) -> None:
    after = _programme(str(draft.folder), (draft.folder / REPORT).stat().st_mtime_ns)
    before = released.programme(current.number) if current else None
    found = released.between(before, after, Scope())
    st.subheader(t("What publishing it would do"))
    if found.nothing:
        figures.empty(
            t("Nothing: release {number}, the current one, says the same.", number=current.number if current else 0)
        )
        return
    history.drawn(before, after, Scope(), f"draft-{draft.id}")
    _publish(draft, checked, current, found)


@st.cache_resource(show_spinner=False, max_entries=2)
def _programme(folder: str, stamp: int) -> Programme:  # noqa: ARG001  the stamp is part of the key
    dataset = intake.read_draft(Path(folder)).dataset
    assert dataset is not None, "asked for only where the check accepted the file"
    return Programme.of(dataset)


def _publish(draft: Draft, checked: Checked, current: Release | None, found: Effect) -> None:
    st.subheader(t("Publish"))
    with st.form("publish", border=True):
        agreed = [st.checkbox(escape(sentence), key=f"confirm-{key}") for key, sentence in found.confirmations]
        note = st.text_input(t("Note: what changed and why"), max_chars=500, key="publish-note")
        who = st.text_input(t("Your role or initials"), max_chars=60, key="publish-by")
        if not st.form_submit_button(t("Publish"), type="primary"):
            return
    if not all(agreed):
        st.error(t("Confirm each large change above, or correct the file."))
    elif not note.strip() or not who.strip():
        st.error(t("Write a note, and who publishes: they stand in the list of releases for ever."))
    else:
        _do_publish(draft, checked, current, found, note, who)


def _do_publish(draft: Draft, checked: Checked, current: Release | None, found: Effect, note: str, who: str) -> None:
    assert checked.dataset is not None
    publish: Callable[..., Release] = released.watch().releases.publish
    try:
        with st.spinner(t("Publishing …")):
            made = publish(
                checked.dataset, note=note, by=who, source=checked.source, base=current.number if current else None,
                effect=found.as_json(),
            )  # fmt: skip
    except Superseded as error:
        errors.tell(error)
        st.button(t("Check again"), key="again-superseded", on_click=_remember, args=(draft,))
        return
    except (ReleaseError, ProgrammeError) as error:
        errors.tell(error)
        return
    drafts.discard(draft)
    released.watch(now=True)
    st.query_params.pop(STATE, None)
    st.session_state["done"] = t(
        "Published as release {number}. Readers are told, and choose when to switch.", number=made.number
    )
    st.session_state[history.STATE] = made.number
    jump.to("releases")
    st.rerun()
