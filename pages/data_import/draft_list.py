"""Draft list: files that wait for their analyst, with their state; resumed or removed."""

from collections.abc import Sequence
from datetime import datetime

import streamlit as st

from community_policing.core import formats, palette
from community_policing.core.i18n import ProgrammeError, listed, n, plural, t
from community_policing.core.settings import settings
from community_policing.ui.shell import errors, release_watch, state
from community_policing.ui.shell.markdown import escape
from pages.data_import import drafts
from pages.data_import.drafts import Damaged, Draft

LISTED = 10  # drafts that are seen at once


def waiting() -> None:
    """Every draft; where they are many, the older ones below a line that counts them."""
    drafts_found = drafts.every(release_watch.folder() / "drafts")
    if not drafts_found:
        return
    limit = settings().limit
    st.header(n("{count} draft is waiting", "{count} drafts are waiting", len(drafts_found)))
    damaged = sum(isinstance(draft, Damaged) for draft in drafts_found)
    if damaged:
        st.warning(
            n(
                "{count} draft is damaged and cannot be continued. Remove it, and load its file again.",
                "{count} drafts are damaged and cannot be continued. Remove them, and load their files again.",
                damaged,
            )
        )
    st.caption(
        n(
            "Kept until published or discarded: at most {drafts}, each for {days} day after it was last opened.",
            "Kept until published or discarded: at most {drafts}, each for {days} days after it was last opened.",
            limit.draft_days, drafts=formats.number(limit.drafts), days=formats.number(limit.draft_days),
        )
    )  # fmt: skip
    ordered = sorted(drafts_found, key=lambda draft: isinstance(draft, Draft))  # what needs a hand stands first
    _rows(ordered[:LISTED])
    if more := ordered[LISTED:]:
        with st.expander(n("{count} older draft", "{count} older drafts", len(more))):
            _rows(more)


def _rows(listed: Sequence[Draft | Damaged]) -> None:
    for draft in listed:
        with st.container(horizontal=True, vertical_alignment="center", key=f"draft-{draft.id}"):
            st.markdown(_line(draft))
            if isinstance(draft, Draft):
                st.button(t("Continue"), key=f"open-{draft.id}", on_click=go_on, args=(draft.id,), type="tertiary")
            word = t("Discard") if isinstance(draft, Draft) else t("Remove")
            st.button(word, key=f"discard-{draft.id}", on_click=discard, args=(draft,), type="tertiary")


def _line(draft: Draft | Damaged) -> str:
    if isinstance(draft, Damaged):
        damaged = t("Damaged draft")
        return f"**{palette.STATUS_GLYPHS['off_track']} {damaged}** :small[{draft.id}]"
    moment = datetime.fromisoformat(draft.began)
    when = f"{formats.day(moment.date())} {moment:%H:%M} UTC"
    return f"**{escape(draft.name)}** :small[{escape(when)} · {escape(_stands(draft))}]"


def _stands(draft: Draft) -> str:
    """How the check of it came out."""
    if draft.errors is None:
        return t("not checked yet")
    if draft.questions:
        return n("{count} question is open", "{count} questions are open", draft.questions)
    if draft.errors:
        return n("{figure} error", "{figure} errors", draft.errors, figure=formats.number(draft.errors))
    if not draft.warnings:
        return t("can be published")
    figure = formats.number(draft.warnings)
    return n("can be published, {figure} warning", "can be published, {figure} warnings", draft.warnings, figure=figure)


def go_on(identifier: str) -> None:
    """In a callback: that draft is open from now on."""
    st.query_params[drafts.STATE] = identifier


def leave() -> None:
    """In a callback: no draft is open, and the one that was stays."""
    st.query_params.pop(drafts.STATE, None)


def discard(draft: Draft | Damaged) -> None:
    """In a callback: the draft is deleted; where that cannot be, the page says so."""
    if not drafts.discard(draft):
        problem = t("The draft cannot be deleted on this machine.")
        later(ProgrammeError(problem, t("Ask the administrator of {folder}.", folder=draft.folder.parent)))
    leave()


def later(error: ProgrammeError) -> None:
    """What the page says at its next run, above everything else."""
    state.IMPORT_TROUBLE.set((error.message, error.remedy))


def say() -> None:
    """What went wrong, and what was dropped, since the page was last drawn."""
    if trouble := state.IMPORT_TROUBLE.take():
        errors.tell(ProgrammeError(*trouble))
    if dropped := state.IMPORT_DROPPED.take():
        pair = plural(
            "To make room, {count} draft that nobody had opened for long was dropped: {names}.",
            "To make room, {count} drafts that nobody had opened for long were dropped: {names}.",
        )
        st.warning(escape(n(*pair, len(dropped), names=listed(dropped))))
