"""Notes beside the thing that they are about: a quiet count, and each with who acts until when; for who may, a form.

All texts in them are people's, and are shown as text alone.
"""

from collections.abc import Callable, Container, Iterable, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime

import streamlit as st

from community_policing.analysis import subject_notes as words
from community_policing.core import formats, palette
from community_policing.core.i18n import N_, ProgrammeError, n, t
from community_policing.dataset.releases.subject_note import (
    DONE,
    EVENT,
    FIGURE,
    FORUM,
    MITIGATION,
    OPEN,
    SITE,
    STATUSES,
    TARGET,
    TEXT,
    NoteSubject,
    SubjectNote,
)
from community_policing.measure.result import Result
from community_policing.ui.components import note_store
from community_policing.ui.shell import state
from community_policing.ui.shell.markdown import escape

ON = {
    TARGET: N_("Note on this target…"), FORUM: N_("Note on this forum…"), EVENT: N_("Note on this event…"),
    SITE: N_("Note on this item…"), FIGURE: N_("Note on this figure…"),
}  # fmt: skip


def today() -> date:
    """The day by which a note is overdue: the clock's, whatever day the data are of."""
    return datetime.now(UTC).date()


def counter() -> Callable[[Iterable[NoteSubject]], str]:
    """What counts the open notes on things, for all of a page: "2 notes, 1 overdue"; "" for none, and for who may not see any."""
    notes, day = note_store.known().notes, today()
    return lambda subjects: words.counted(words.about(notes, *subjects), day) if notes else ""


def on(kind: str, ids: Container[str]) -> tuple[tuple[str, str], ...]:
    """Of things of that kind those with open notes: the id, and how many."""
    count = counter()
    found = ((each.id, count([each])) for each in note_store.known().notes if each.kind == kind and each.id in ids)
    return tuple((identifier, said) for identifier, said in found if said)


def marked(label: str, results: Iterable[Result]) -> str:
    """The label of what opens these figures, in Markdown, with the count of their notes."""
    said = counter()(words.of_results(results))
    return f"{escape(label)} · {escape(said)}" if said else escape(label)


def show(subjects: Sequence[NoteSubject], place: str) -> None:
    """Draw the notes on these things, and the way to write one; nothing for who may not see any.  `place`: no other on the page
    has this name."""
    if not note_store.may_read():
        return
    known, may = note_store.known(), note_store.may_write()
    notes = words.about(known.notes, *subjects)
    if not (notes or may or known.is_away):
        return
    still = words.counted(notes, today())
    with st.expander(escape(still or t("Notes")), expanded=bool(still), key=f"notes-{place}"):
        if known.is_away:
            st.caption(t("Notes cannot be reached just now."))
        for each in notes:
            _note(each, place, subjects, may)
        if may:
            _writing(subjects, place)


def line(note: SubjectNote) -> str:
    """Who acts until when, and how far it is, in Markdown; what is overdue first."""
    until = words.due(note)
    said = (words.owner(note.owner), t("due {day}", day=until) if until else "", words.status(note))
    about = escape(" · ".join(part for part in said if part))
    if note.is_overdue(today()):
        colour = palette.for_mode(st.context.theme.type).warn
        late = escape(t("overdue"))
        about = f':color[▲ {late}]{{foreground="{colour}"}} · {about}'
    return about


def _said(note: SubjectNote) -> str:
    """What was noted, and what is being done about it, in Markdown."""
    doing = t("What is being done: {what}", what=note.mitigation) if note.mitigation else ""
    return "  \n".join(escape(text) for text in (note.text, doing) if text)


def _note(note: SubjectNote, place: str, subjects: Sequence[NoteSubject], may: bool) -> None:
    with st.container(key=f"note-{place}-{note.id}", gap="xsmall"):
        st.markdown(f"{_said(note)}  \n:small[{line(note)}]  \n:small[{escape(_written(note, subjects))}]")
        versions = note_store.known().versions.get(note.id, ())
        with st.container(horizontal=True, key=f"note-acts-{place}-{note.id}"):
            if may and note.is_open:
                st.button(
                    t("Done"), key=f"note-done-{place}-{note.id}", type="tertiary", on_click=_done, args=(place, note)
                )
            if may:
                st.button(
                    t("Change…"),
                    key=f"note-change-{place}-{note.id}",
                    type="tertiary",
                    on_click=_begin,
                    args=(place, note),
                )
            if len(versions) > 1:
                _history(versions, f"{place}-{note.id}")


def _written(note: SubjectNote, subjects: Sequence[NoteSubject]) -> str:
    """By whom and when; of a figure of an earlier day, of which."""
    moment = datetime.fromisoformat(note.written_at)
    by = t(
        "{who}, {day} {time} UTC",
        who=words.owner(note.written_by),
        day=formats.day(moment.date()),
        time=f"{moment:%H:%M}",
    )
    if note.kind == FIGURE and note.about not in subjects:
        return t("{by}, on the figure of {day}", by=by, day=formats.day(words.parts(note.about)[1]))
    return by


def _history(versions: Sequence[SubjectNote], key: str) -> None:
    label = n("{count} earlier version", "{count} earlier versions", len(versions) - 1)
    with st.popover(escape(label), type="tertiary", key=f"note-history-{key}"):
        for each in reversed(versions[:-1]):
            st.markdown(f"{_said(each)}  \n:small[{line(each)}]  \n:small[{escape(_written(each, [each.about]))}]")


def _writing(subjects: Sequence[NoteSubject], place: str) -> None:
    """The form where it is open, else the way to it; and what was done, or could not be."""
    where, said, is_wrong = state.NOTE_SAID.get()
    if where == place and said:
        state.NOTE_SAID.take()
        (st.error if is_wrong else st.caption)(escape(said))
    form = state.NOTE_FORM.get()
    if form and form[0] == place:
        _form(form[1])
        return
    with st.container(horizontal=True, key=f"note-new-{place}"):
        for subject in subjects:
            st.button(
                t(ON[subject.kind]), key=f"note-on-{subject.kind}-{place}", type="tertiary", on_click=_begin,
                args=(place, note_store.blank(subject)),
            )  # fmt: skip


def _form(note: SubjectNote) -> None:
    _fill(note, anew=False)
    owners = note_store.owners(note.owner)
    labels = {name: t("{account} (me)", account=words.owner(name)) if note_store.is_own(name) else words.owner(name)
              for name in owners}  # fmt: skip
    with st.form("note-form", border=False):
        st.text_area(t("What is the matter"), key=state.NOTE_TEXT.key, max_chars=TEXT, height=80)
        st.text_input(t("What is being done about it"), key=state.NOTE_MITIGATION.key, max_chars=MITIGATION)
        with st.container(horizontal=True, vertical_alignment="bottom", key="note-form-who"):
            st.selectbox(t("Who acts"), owners, format_func=labels.__getitem__, key=state.NOTE_OWNER.key, width=240)
            st.date_input(t("Until"), None, format="DD/MM/YYYY", key=state.NOTE_DUE.key, width=160)
            if note.id:
                st.selectbox(
                    t("Status"), STATUSES, format_func=lambda each: words.status(replace(note, status=each)),
                    key=state.NOTE_STATUS.key, width=140,
                )  # fmt: skip
        st.caption(
            t(
                "Name no person in the text: a role or a place is enough. What is saved stays on record with your account."
            )
        )
        with st.container(horizontal=True):
            st.form_submit_button(t("Save"), type="primary", key="note-submit", on_click=_save)
            st.form_submit_button(t("Cancel"), key="note-cancel", on_click=_close)


def _begin(place: str, note: SubjectNote) -> None:
    """In a callback: opens the form of a note, or of a new one."""
    state.NOTE_FORM.set((place, note))
    state.NOTE_SAID.take()
    _fill(note, anew=True)


def _fill(note: SubjectNote, *, anew: bool) -> None:
    """What the form holds; without `anew` only where Streamlit has forgotten it, as while another page was shown."""
    due = date.fromisoformat(note.due_on) if note.due_on else None
    texts = ((state.NOTE_TEXT, note.text), (state.NOTE_MITIGATION, note.mitigation), (state.NOTE_OWNER, note.owner),
             (state.NOTE_STATUS, note.status))  # fmt: skip
    for entry, value in texts:
        (entry.set if anew else entry.begin)(value)
    (state.NOTE_DUE.set if anew else state.NOTE_DUE.begin)(due)


def _close() -> None:
    state.NOTE_FORM.take()


def _save() -> None:
    form = state.NOTE_FORM.get()
    if form is None:  # saved already, in the same moment
        return
    place, note = form
    due = state.NOTE_DUE.get()
    written = replace(
        note, text=state.NOTE_TEXT.get() or "", mitigation=state.NOTE_MITIGATION.get() or "", owner=state.NOTE_OWNER.get() or "",
        due_on=due.isoformat() if due else "", status=(state.NOTE_STATUS.get() if note.id else "") or OPEN,
    )  # fmt: skip
    if _kept(place, written):
        _close()


def _done(place: str, note: SubjectNote) -> None:
    _kept(place, replace(note, status=DONE))


def _kept(place: str, note: SubjectNote) -> bool:
    try:
        note_store.keep(note)
    except ProgrammeError as error:
        state.NOTE_SAID.set((place, str(error), True))
        return False
    state.NOTE_SAID.set((place, t("The note is saved."), False))
    return True
