"""Briefing page: an open briefing, the draft in hand, or the start and all earlier ones."""

import streamlit as st

from community_policing.briefing import differences
from community_policing.briefing.archive import BriefingEntry, UnknownBriefing
from community_policing.briefing.compose import composer
from community_policing.briefing.differences import Moved
from community_policing.briefing.model import Briefing
from community_policing.core.i18n import ProgrammeError, n, t
from community_policing.dataset.releases import ReleaseError
from community_policing.measure.programme import Programme, cached_on_programme
from community_policing.protect.policy import Act
from community_policing.ui.components import figures
from community_policing.ui.shell import access, address, errors, release_watch
from community_policing.ui.shell.markdown import escape
from community_policing.ui.shell.state import OLDER_BRIEFING
from pages.briefing import choice, draft, notes, opened, store, wording
from pages.briefing.opened import STATE
from pages.briefing.store import Known

LISTED = 8  # briefings that stand in the list; the others are found in a box


def page(programme: Programme) -> None:
    """Draws what the address and the session ask for."""
    history = store.known()
    asked = address.own(STATE)
    if asked:
        briefing = _found(asked)
        if briefing is not None:
            moved = since(briefing, programme)
            opened.one(briefing, moved, history)
            return
    elif draft.waiting():
        draft.edit(programme, history)
        return
    _beginning(programme, history, asked)


def _found(asked: str) -> Briefing | None:
    try:
        return store.briefing(asked[:40])
    except UnknownBriefing:
        return None


def _beginning(programme: Programme, history: Known, asked: str) -> None:
    if history.trouble and not history.history:
        st.title(t("The briefings cannot be read just now"))
    else:
        st.title(escape(wording.title(history.history, _last(programme, history))))
    if asked and not history.trouble:
        st.warning(escape(t("There is no briefing “{id}” here: ask the sender for a new link.", id=asked[:40])))
    if history.trouble:
        errors.tell(history.trouble)
    make, right = st.columns([1, 1.1], gap="large")
    with make:
        _make(programme, history)
        notes.still_open(history)
    with right:
        _list(history.history, programme.dataset.title)


def _make(programme: Programme, history: Known) -> None:
    if not access.may(Act.BRIEF):
        st.header(t("Make a briefing"))
        figures.empty(t("Briefings are made on the machine that serves this dashboard, or where its administrator allows it "
                        "(CPF_IMPORT=on). Here they can be presented and downloaded."))  # fmt: skip
        return
    choice.choose(programme, history)


def _list(entries: tuple[BriefingEntry, ...], dataset_title: str) -> None:
    if not entries:
        _what_it_is()
        return
    st.header(t("Earlier briefings"))
    with st.container(key="briefings", gap=None):
        for entry in entries[:LISTED]:
            what, about = wording.listed(entry, dataset_title)
            label = f"**{escape(what)}**  \n{escape(about)}"
            st.button(
                label, key=f"briefing-{entry.id}", type="tertiary", width="stretch", on_click=_open, args=(entry.id,)
            )
    if len(entries) > LISTED:
        _older(entries[LISTED:], dataset_title)


def _older(entries: tuple[BriefingEntry, ...], dataset_title: str) -> None:
    labels = {entry.id: " · ".join(wording.listed(entry, dataset_title)) for entry in entries}
    hint = n("{count} earlier briefing: choose it", "{count} earlier briefings: choose one", len(entries))
    st.selectbox(
        t("An earlier briefing"), list(labels), None, format_func=labels.__getitem__, key=OLDER_BRIEFING.key,
        label_visibility="collapsed", placeholder=hint, on_change=_open_older,
    )  # fmt: skip


def _what_it_is() -> None:
    st.header(t("What a briefing is"))
    lines = (
        t("One set of numbers, frozen: whatever is published later does not change it."),
        t("Presented from here on a shared screen, with arrow keys or a remote; once loaded it needs no network."),
        t("Downloaded as slides, as a donor brief and a handout in PDF, as a web page and as a workbook, with the same numbers "
          "in each."),
        t("The next briefing opens with what has changed since, and with the actions still open."),
    )  # fmt: skip
    with st.container(key="briefing-told"):
        st.markdown("\n".join(f"- {escape(sentence)}" for sentence in lines))


def _open(identifier: str) -> None:
    st.query_params[STATE] = identifier


def _open_older() -> None:
    if chosen := OLDER_BRIEFING.get():
        _open(chosen)


def _last(programme: Programme, history: Known) -> tuple[Moved, ...] | None:
    """What moved since the last briefing."""
    newest = store.last(history.history)
    return since(newest, programme) if newest else None


def since(briefing: Briefing, programme: Programme) -> tuple[Moved, ...] | None:
    """What moved since a briefing was frozen; None where its data are not at hand."""
    number = None
    if briefing.release is None:
        today = programme.whole if programme.dataset.title == briefing.dataset else None
    else:
        newest = next(iter(release_watch.watch().history), None)
        number = newest.number if newest else None
        try:
            today = access.release(newest.number) if newest else None
        except ReleaseError:
            today = None
    return _moved(today, briefing.id, number) if today else None


@cached_on_programme
def _moved(today: Programme, identifier: str, number: int | None) -> tuple[Moved, ...] | None:
    briefing = store.briefing(identifier)
    try:
        return differences.moved(briefing, composer.again(briefing, today, number))
    except (ProgrammeError, KeyError, TypeError):  # of another version, or of what is no more
        return None
