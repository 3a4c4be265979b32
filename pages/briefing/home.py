"""The Briefing page: one that is open, the draft that is being made, or the beginning and all that were made."""

import streamlit as st

from community_policing.briefing import differences
from community_policing.briefing.archive import Kept, UnknownBriefing
from community_policing.briefing.compose import composer
from community_policing.briefing.differences import Moved
from community_policing.briefing.model import Briefing
from community_policing.core.i18n import ProgrammeError, language, t
from community_policing.dataset.releases import ReleaseError
from community_policing.measure.programme import Programme, remembered
from community_policing.protect.policy import Act
from community_policing.ui.components import figures
from community_policing.ui.shell import access, address, errors, release_watch
from community_policing.ui.shell.markdown import escape
from pages.briefing import (
    choice,
    draft,
    notes,
    opened,
    store,
    wording,
)
from pages.briefing.opened import STATE
from pages.briefing.store import Known

LISTED = 8  # briefings that stand in the list; the others are found in a box
MADE = "briefing-made"  # in the session: a sentence on what was just done


def page(programme: Programme) -> None:
    """Draws what the address and the session ask for."""
    known = store.known()
    asked = address.own(STATE)
    if asked:
        found = _found(asked)
        if found is not None:
            moved = since(found, programme)
            opened.one(found, moved, known)
            return
    elif draft.waiting():
        draft.edit(programme, known)
        return
    _beginning(programme, known, asked)


def _found(asked: str) -> Briefing | None:
    try:
        return store.briefing(asked[:40])
    except UnknownBriefing:
        return None


def _beginning(programme: Programme, known: Known, asked: str) -> None:
    st.title(escape(wording.title(known.history, _last(programme, known))))
    if asked:
        st.warning(escape(t("There is no briefing “{id}” here: ask who sent the link for another.", id=asked[:40])))
    if known.trouble:
        errors.tell(known.trouble)
    make, made = st.columns([1, 1.1], gap="large")
    with make:
        _make(programme, known)
        notes.still_open(known)
    with made:
        _list(known.history, programme.dataset.title)


def _make(programme: Programme, known: Known) -> None:
    if not access.may(Act.BRIEF):
        st.subheader(t("Make one"))
        figures.empty(t("Briefings are made on the machine that serves this dashboard, or where its keeper allows it "
                        "(CPF_IMPORT=on). Here they can be presented and downloaded."))  # fmt: skip
        return
    choice.choose(programme, known)


def _list(made: tuple[Kept, ...], shown: str) -> None:
    if not made:
        _what_it_is()
        return
    st.subheader(t("Made before"))
    with st.container(key="briefings", gap=None):
        for kept in made[:LISTED]:
            what, about = wording.listed(kept, shown)
            label = f"**{escape(what)}**  \n{escape(about)}"
            st.button(
                label, key=f"briefing-{kept.id}", type="tertiary", width="stretch", on_click=_open, args=(kept.id,)
            )
    if len(made) > LISTED:
        _older(made[LISTED:], shown)


def _older(made: tuple[Kept, ...], shown: str) -> None:
    labels = {kept.id: " · ".join(wording.listed(kept, shown)) for kept in made}
    st.selectbox(
        t("An earlier one"), list(labels), None, format_func=labels.__getitem__, key="briefing-older", label_visibility="collapsed",
        placeholder=t("{count} earlier ones: look for one", count=len(made)), on_change=_open_older,
    )  # fmt: skip


def _what_it_is() -> None:
    st.subheader(t("What a briefing is"))
    told = (
        t("One set of numbers, frozen: whatever is published later, it goes on saying what it said."),
        t("Presented from here on a shared screen, with arrows or a remote; it goes on when the network does not."),
        t("Handed over as slides, as a donor brief and a handout in PDF, as one file for the browser and as a workbook, "
          "with the same numbers in each."),
        t("The next one opens with what moved since, and with what is still to be done."),
    )  # fmt: skip
    with st.container(key="briefing-told"):
        st.markdown("\n".join(f"- {escape(sentence)}" for sentence in told))


def _open(identifier: str) -> None:
    st.query_params[STATE] = identifier


def _open_older() -> None:
    if chosen := st.session_state.get("briefing-older"):
        _open(chosen)


def _last(programme: Programme, known: Known) -> tuple[Moved, ...] | None:
    """What moved since the last briefing."""
    newest = store.last(known.history)
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
            today = release_watch.recorded(newest.number) if newest else None
        except ReleaseError:
            today = None
    return _moved(today, briefing.id, number, language()) if today else None


@remembered
def _moved(today: Programme, identifier: str, number: int | None, _language: str) -> tuple[Moved, ...] | None:
    briefing = store.briefing(identifier)
    try:
        return differences.moved(briefing, composer.again(briefing, today, number, None))
    except (
        ProgrammeError,
        KeyError,
        TypeError,
    ):  # of another version, or of what is no more: it cannot be asked for again
        return None
