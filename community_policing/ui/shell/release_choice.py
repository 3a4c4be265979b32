"""Which release a reader looks at: beside the dataset, in the address, and a quiet notice when there is a newer one.

A reader stays with the release that was opened, whatever is published meanwhile, until the reader says otherwise.
"""

from collections.abc import Sequence
from datetime import date

import streamlit as st

from community_policing.analysis import glossary
from community_policing.core import formats
from community_policing.core.i18n import t
from community_policing.dataset.releases import DamagedRelease, Release, UnknownRelease
from community_policing.measure.programme import Programme
from community_policing.protect.streamlit_internals import Place
from community_policing.ui.shell import access, address, errors, release_watch
from community_policing.ui.shell.markdown import escape
from community_policing.ui.shell.state import DATASET, NEWEST_TOLD, RELEASE


def label(release: Release) -> str:
    """The release in one line: number, what it speaks of, and, for who sees rows, its note, which may name what they say."""
    day = formats.day(date.fromisoformat(release.package["as_of"]))
    if access.guard():
        return t("{number} · as of {day}", number=release.number, day=day)
    return t("{number} · as of {day} · {note}", number=release.number, day=day, note=release.note)


def choose(history: Sequence[Release], place: Place) -> Programme:
    """Draw the choice of a release and return its programme; of a link to none that exists the page tells, and shows no more."""
    labels = {release.number: label(release) for release in history}
    _take_address(labels)
    about = escape(glossary.meaning("release"))
    with place:
        st.selectbox(t("Release"), list(labels), format_func=labels.__getitem__, key=RELEASE.key, help=about)
    number = RELEASE.get()
    assert number is not None, "the address or the newest release set it"
    address.keep(RELEASE.key, None)
    try:
        return access.release(number)
    except DamagedRelease as damage:
        errors.instead(damage)
        if damage.last_good:
            _offer(t("Show release {number}", number=damage.last_good), damage.last_good)
        st.stop()


def leave() -> None:
    """Another dataset is shown: the address names no release any more.  Where a link came with a release and without a
    dataset, UnknownRelease is raised, or what keeps the registry from being read: nothing else is shown in its place."""
    asked = address.asked(RELEASE.key)
    if asked and not RELEASE.is_set() and DATASET.key not in st.query_params:
        raise release_watch.watch().trouble or _unknown(asked)
    address.drop(RELEASE.key)


def _take_address(labels: dict[int, str]) -> None:
    newest, asked = next(iter(labels)), address.asked(RELEASE.key) or None
    again = address.went_back() and asked is not None
    if RELEASE.get() in labels and not again:
        return
    if asked is not None and not (asked.isdecimal() and int(asked) in labels):
        errors.instead(_unknown(asked))
        _offer(t("Show release {number}, the current one", number=newest), newest)
        st.stop()
    RELEASE.set(int(asked) if asked else newest)
    NEWEST_TOLD.begin(newest)


def _unknown(asked: str) -> UnknownRelease:
    problem = t("This link asks for release {asked}, which does not exist here.", asked=asked[:20])
    return UnknownRelease(problem, t("Ask the sender for a new link, or open the current release."))


def _offer(text: str, number: int) -> None:
    st.button(text, on_click=take, args=(number,))


def take(number: int) -> None:
    """The reader looks at that release from now on; called before its widget is drawn."""
    RELEASE.set(number)
    NEWEST_TOLD.set(max(number, NEWEST_TOLD.get()))
    address.drop(RELEASE.key)


def notice(dataset: str) -> None:
    """What a reader is told of releases: of the one that is shown, or that none can be shown."""
    watch = release_watch.watch()
    if dataset == release_watch.KEY:
        _newer()
    elif watch.trouble and not watch.history:
        with st.container(key="note-registry"):
            st.markdown(t("The published releases cannot be read just now: other data stand in their place."))


@st.fragment(run_every=5)
def _newer() -> None:
    """What a reader of a release is told between two clicks: newer data, or that the registry is out of reach."""
    watch, number = release_watch.watch(), RELEASE.get()
    if watch.trouble:
        with st.container(key="note-registry"):
            st.markdown(t("The dashboard cannot check for newer data just now. The figures stay as they are."))
    newest = watch.history[0] if watch.history else None
    if newest is None or number is None or newest.number == number:
        return
    arrived = newest.number > NEWEST_TOLD.get()
    with st.container(key="note-release", horizontal=True, vertical_alignment="center"):
        st.markdown(escape(_told(newest, arrived, number)))
        # no callback: after it this part has no button that could ask for the whole page
        if st.button(t("Show it"), key="take-newest", type="tertiary"):
            take(newest.number)
            st.rerun(scope="app")
        if arrived and st.button(t("Later"), key="later", type="tertiary", on_click=_later, args=(newest.number,)):
            st.rerun(scope="app")


def _told(newest: Release, arrived: bool, number: int) -> str:
    day = formats.day(date.fromisoformat(newest.package["as_of"]))
    if arrived:
        note = "" if access.guard() else newest.note
        return t("New data: {day} (release {number}). {note}", day=day, number=newest.number, note=note).rstrip()
    return t(
        "You are looking at release {shown}. Release {number} is current: {day}.",
        shown=number,
        number=newest.number,
        day=day,
    )


def _later(number: int) -> None:
    NEWEST_TOLD.set(number)
