"""Decisions and actions: what was noted while presenting or here, what is still to be done, and saying that it is."""

from datetime import date
from secrets import token_hex

import streamlit as st

from community_policing.briefing.archive import OWNER, TEXT
from community_policing.briefing.model import Briefing, Note, numbers
from community_policing.core import palette
from community_policing.core.i18n import ProgrammeError, n, t
from community_policing.dataset.releases import ReleaseError
from community_policing.protect.policy import Act
from community_policing.ui.components import figures
from community_policing.ui.shell import access, errors, state
from community_policing.ui.shell.markdown import escape
from pages.briefing import store, wording
from pages.briefing.note_input import note
from pages.briefing.store import Known

LISTED, BRIEFLY = 5, 2  # notes that are written out, of one briefing and of all
HERE = "here"  # who noted, where nobody presents


def of(briefing: Briefing, history: Known) -> None:
    """The notes of one briefing, the open ones first, and a form for another."""
    st.header(t("Decisions and actions"))
    own = tuple(each for each in history.notes if each.briefing == briefing.id)
    slides = {slide.key: place for place, slide in enumerate(briefing.slides, start=1)}
    still = _open(own)
    done = tuple(each for each in own if each.done_at)
    if still:
        _lines(still, slides)
    else:
        figures.empty(t("Nothing is open. While presenting, press N to note a decision or an action."))
    if done:
        with st.expander(n("{count} done", "{count} done", len(done)), key="brief-done"):
            st.markdown("\n".join(f"- ✓ {escape(each.text)}" for each in done))
    if access.may(Act.NOTE):
        with st.expander(t("Note one here"), key="brief-note-here"):
            _form(briefing)


def still_open(history: Known) -> None:
    """What is open of all briefings, on the page that lists them; nothing where nothing is."""
    still = _open(history.notes)
    if still:
        st.header(n("1 action or decision is open", "{count} actions and decisions are open", len(still)))
        _lines(still, {}, BRIEFLY)


def _open(notes: tuple[Note, ...]) -> tuple[Note, ...]:
    """Those that are not done, the ones due first before others; without a date last."""
    return tuple(sorted((each for each in notes if not each.done_at), key=lambda each: each.due_on or "9999"))


def _lines(notes: tuple[Note, ...], slides: dict[str, int], most: int = LISTED) -> None:
    if trouble := state.NOTE_TROUBLE.take():
        errors.tell(trouble)
    with st.container(key="brief-notes", gap=None):
        for each in notes[:most]:
            _line(each, slides)
    if len(notes) > most:
        rest = notes[most:]
        with st.expander(n("{count} more", "{count} more", len(rest))), st.container(key="brief-notes-more", gap=None):
            for each in rest:
                _line(each, slides)


def _line(each: Note, slides: dict[str, int]) -> None:
    late = bool(each.due_on) and date.fromisoformat(each.due_on) < date.today()
    kind = t("Decision") if each.kind == "decision" else t("Action")
    about = escape(wording.noted(each, slides))
    if late:
        overdue = t("overdue")
        about = f':color[▲ {overdue}]{{foreground="{palette.for_mode(st.context.theme.type).warn}"}} · {about}'
    with st.container(horizontal=True, wrap=False, vertical_alignment="center", key=f"brief-note-{each.id}"):
        st.markdown(f"**{escape(kind)}.** {escape(each.text)}  \n:small[{about}]", width="stretch")
        if access.may(Act.NOTE):
            st.button(t("Done"), key=f"brief-done-{each.id}", type="tertiary", on_click=_done, args=(each,))


def _done(each: Note) -> None:
    try:
        store.opened().done(each.id, HERE)
    except ReleaseError as error:
        state.NOTE_TROUBLE.set(error)


def _form(briefing: Briefing) -> None:
    about = {number.indicator: number.label for number in reversed(tuple(numbers(briefing))) if number.indicator}
    with st.form("brief-note", border=False, clear_on_submit=True):
        kind = st.segmented_control(
            t("Kind"), ["action", "decision"], default="action", required=True, label_visibility="collapsed",
            format_func={"action": t("Action"), "decision": t("Decision")}.__getitem__, key="brief-note-kind",
        )  # fmt: skip
        text = st.text_input(t("What"), max_chars=TEXT, key="brief-note-text")
        who, until = st.columns([1.5, 1])
        owner = who.text_input(t("Who: a role, not a name"), max_chars=OWNER, key="brief-note-owner")
        due = until.date_input(t("Until"), None, format="DD/MM/YYYY", key="brief-note-due")
        figure = st.selectbox(
            t("About"), ["", *about], format_func=lambda key: about.get(key, t("no particular figure")), key="brief-note-about"
        )  # fmt: skip
        if not st.form_submit_button(t("Note it")):
            return
    _add(briefing, {
        "id": token_hex(8), "slide": "", "indicator": str(figure or ""), "kind": str(kind), "text": text, "owner": owner,
        "due_on": due.isoformat() if isinstance(due, date) else "",
    })  # fmt: skip


def _add(briefing: Briefing, fields: dict[str, str]) -> None:
    try:
        store.opened().note(note(fields, briefing, HERE))
    except ProgrammeError as error:
        errors.tell(error)
        return
    access.log("note", briefing.id)
    st.rerun()
