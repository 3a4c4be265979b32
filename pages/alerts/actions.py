"""My actions: open notes and actions of briefings whose owner the reader is, by role or by account, overdue ones first.

They stand with the alerts: both are what waits for the reader.  Who may see no notes is shown none of it.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

import streamlit as st

from community_policing.analysis import subject_notes as words
from community_policing.briefing.model import Note
from community_policing.briefing.scope_query import scope_of
from community_policing.core import formats, palette
from community_policing.core.geography import governorate_name
from community_policing.core.i18n import ProgrammeError, listed, n, t
from community_policing.core.indicators import INDICATORS
from community_policing.dataset.releases.subject_note import EVENT, FIGURE, FORUM, SITE, TARGET, SubjectNote
from community_policing.export import provenance
from community_policing.measure.programme import Programme
from community_policing.ui.components import note_store, notes
from community_policing.ui.components.working import show_working
from community_policing.ui.shell import access, navigate
from community_policing.ui.shell.markdown import escape
from community_policing.ui.shell.session import result, scoped
from pages.briefing import store

FIRST = 8  # of the reader's own that are written out
# Kind of thing -> the page that opens it by this word of its address, and where its name stands
PAGES = {
    FORUM: ("fora", "forum", "name"), EVENT: ("training", "event", "title"), SITE: ("infrastructure", "item", "name"),
}  # fmt: skip
TABLES = {FORUM: "fora", EVENT: "trainings", SITE: "infrastructure"}


@dataclass(frozen=True)
class Action:
    """One line: what it is about ("" where that is no longer in the data), what is to be done, by whom, and what opens it."""

    key: str
    about: str
    text: str
    owner: str
    due_on: str
    is_mine: bool
    opens: Callable[[], None] | None = None  # a dialog, on this page
    page: str = ""
    word: tuple[str, str] = ("", "")  # of the address of that page


def section(programme: Programme) -> bool:
    """Draw the reader's own, then how many others there are; nothing where nothing is open, which is False."""
    if not note_store.may_read():
        return False
    known = note_store.known()
    found = [_of_note(each, programme) for held in known.notes.values() for each in held if each.is_open]
    if access.reader().opens("briefing"):
        found += [_of_briefing(each) for each in store.known().notes if not each.done_at]
    found.sort(key=lambda each: (each.due_on or "9999", each.key))
    own, others = ([each for each in found if each.is_mine is mine] for mine in (True, False))
    if known.is_away:
        st.caption(t("Notes cannot be reached just now."))
    if not found:
        return False
    st.header(t("My actions"))
    if own:
        _lines("mine", own[:FIRST])
    else:
        st.markdown(t("Nothing that is open is yours."))
    rest = [*own[FIRST:], *others]
    if rest:
        more, of_others = (
            n("{count} more", "{count} more", len(rest)),
            n("{count} of others", "{count} of others", len(rest)),
        )
        with st.expander(more if own[FIRST:] else of_others, key="actions-of-others"):
            _lines("others", rest)
    return True


def _lines(key: str, actions: Sequence[Action]) -> None:
    with st.container(key=f"alert-lines-actions-{key}"):
        for each in actions:
            _line(each)


def _line(action: Action) -> None:
    about = action.about or t("no longer in these data")
    due = t("due {day}", day=formats.day(date.fromisoformat(action.due_on))) if action.due_on else ""
    small = escape(" · ".join(part for part in (action.owner, due) if part))
    late = bool(action.due_on) and date.fromisoformat(action.due_on) < notes.today()
    colour = palette.for_mode(st.context.theme.type).warn
    overdue = escape(t("Overdue"))
    sign = f':color[▲ {overdue}]{{foreground="{colour}"}} · ' if late else "○ "
    label = f"{sign}**{escape(about)}**: {escape(action.text)} · :small[{small}]"
    if action.opens:
        if st.button(label, key=action.key, type="tertiary"):
            action.opens()
    elif action.page and action.about:
        name, word = action.word
        st.button(
            label, key=action.key, type="tertiary", on_click=navigate.to, args=(action.page,), kwargs={name: word}
        )
    else:
        st.markdown(label)


def _of_briefing(note: Note) -> Action:
    """A decision or an action that was noted in a briefing, whose owner is written by hand: a role in words, or its key."""
    owner = note.owner.strip().casefold()
    own = (access.reader().role, words.owner(access.reader().role), access.owner())
    return Action(
        f"action-briefing-{note.id}", t("Decision in a briefing") if note.kind == "decision" else t("Action of a briefing"),
        note.text, note.owner, note.due_on, bool(owner) and owner in {each.casefold() for each in own},
        page="briefing", word=("briefing", note.briefing),
    )  # fmt: skip


def _of_note(note: SubjectNote, programme: Programme) -> Action:
    text = f"{note.text} → {note.mitigation}" if note.mitigation else note.text
    said = (text, words.owner(note.owner), note.due_on, note_store.mine(note.owner))
    key = f"action-note-{note.id}"
    if note.kind in PAGES:
        page, word, column = PAGES[note.kind]
        name = programme.whole.names(TABLES[note.kind], column).get(note.subject, "")
        return Action(key, name, *said, page=page, word=(word, note.subject))
    return _of_figure(key, note, said, programme.whole)


def _of_figure(key: str, note: SubjectNote, said: tuple[str, str, str, bool], whole: Programme) -> Action:
    """A note on a target or a figure, whose working opens in its own selection."""
    indicator, day, query = words.parts(note.about)
    try:
        scope = scope_of(whole, query, day.isoformat() if note.kind == FIGURE else "")
    except ProgrammeError:  # a donor or a day that these data do not have
        return Action(key, "", *said)
    if indicator not in INDICATORS:
        return Action(key, "", *said)
    there = scoped(whole, scope)
    chosen = provenance.chosen(scope, whole, [governorate_name(pcode) for pcode in scope.governorates])
    label = listed([t(INDICATORS[indicator].label), *(value for _, value in chosen)])
    words_of = {"figure": label, "day": formats.day(day)}
    about = t("{figure}, target for {day}", **words_of) if note.kind == TARGET else t("{figure} on {day}", **words_of)
    return Action(key, about, *said, opens=lambda: show_working((result(indicator, there),), there))
