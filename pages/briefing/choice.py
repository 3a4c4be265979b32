"""Form of a new briefing: audience, governorates, slides and their order; then a draft."""

import streamlit as st

from community_policing.briefing.archive import BriefingEntry
from community_policing.briefing.audience import PUBLIC
from community_policing.briefing.compose.composer import BriefingRequest, compose
from community_policing.briefing.compose.people import on_record
from community_policing.briefing.model import Briefing, Kind
from community_policing.briefing.presets import DONOR, PRESETS
from community_policing.core.geography import governorate_name, governorates
from community_policing.core.i18n import ProgrammeError, language, languages, n, speaking, t
from community_policing.core.languages import LANGUAGES
from community_policing.measure.programme import Programme
from community_policing.ui.components import note_store
from community_policing.ui.shell import errors, release_watch
from community_policing.ui.shell.filters import own_donors
from community_policing.ui.shell.state import DATASET, ORDER, ORDER_OF, PRESET, RELEASE, slide_box
from pages.briefing import draft as briefing_draft, store, wording
from pages.briefing.store import Known


def choose(programme: Programme, history: Known) -> None:
    """Draws the choice; on Prepare the draft is composed, from the programme as it is shown, and opened."""
    st.header(t("Make a briefing"))
    preset = _preset(programme)
    for_donors = PRESETS[preset].audience == DONOR
    pcodes = [] if for_donors else _governorates(programme)
    eyes = _eyes(programme) if for_donors else None
    if ORDER_OF.get() != preset:  # the first time, or this page was left and its boxes forgotten
        _begin_order(preset)
    spoken = _language()
    _slides(on_record(programme))
    kinds = _chosen()
    if not st.button(t("Prepare"), type="primary", key="brief-prepare"):
        return
    if not kinds:
        st.error(t("Choose at least one slide."))
    elif for_donors and eyes is None:
        st.error(t("Choose the donor that it is made for, or the public."))
    elif preset == "governorate" and not pcodes:
        st.error(t("Choose a governorate: this briefing has a page for each."))
    else:
        try:
            with st.spinner(t("Composing …")), speaking(spoken):
                draft = compose(programme, _asked(preset, kinds, pcodes, eyes, programme, history))
        except ProgrammeError as error:
            errors.tell(error)
            return
        briefing_draft.begin(draft)
        st.rerun()


def _preset(programme: Programme) -> str:
    """For whom it is: at first the donor's, where one donor is chosen above the page."""
    PRESET.begin(DONOR if len(programme.scope.donors) == 1 else next(iter(PRESETS)))
    chosen = st.segmented_control(
        t("For"), list(PRESETS), format_func=wording.preset, key=PRESET.key, required=True, on_change=_preset_chosen
    )
    if holds := wording.HOLDS.get(str(chosen)):
        st.caption(t(holds))
    return str(chosen)


def _language() -> str:
    """The language that it is made in: the reader's own at first."""
    offered = languages()
    if len(offered) < 2:
        return language()
    first = offered.index(language()) if language() in offered else 0
    asked: str = st.selectbox(
        t("Language"), offered, first, format_func=lambda code: LANGUAGES[code].name, key="brief-language"
    )
    return asked


def _preset_chosen() -> None:
    _begin_order(PRESET.get())


def _begin_order(preset: str) -> None:
    ORDER.set(PRESETS[preset].offered)
    ORDER_OF.set(preset)
    for kind in PRESETS[preset].offered:
        slide_box(kind).set(kind in PRESETS[preset].kinds)


def _governorates(programme: Programme) -> list[str]:
    chosen = programme.scope.governorates
    return st.multiselect(
        t("Governorates with a page of their own"), list(governorates()), list(chosen), format_func=governorate_name,
        key=f"brief-governorates-{'-'.join(chosen)}", placeholder=t("None"),
    )  # fmt: skip


def _eyes(programme: Programme) -> str | None:
    """Whose money it is about, and whose screen it equals: the only donor of the choice at first, else to be chosen."""
    chosen, donors = programme.scope.donors, own_donors(programme)
    names = {**donors, PUBLIC: t("Several donors, or the public")}
    first = list(names).index(chosen[0]) if len(chosen) == 1 and chosen[0] in donors else None
    asked: str | None = st.selectbox(
        t("Which donor"), list(names), first, format_func=names.__getitem__, key=f"brief-eyes-{'-'.join(chosen)}",
        placeholder=t("Choose a donor"),
        help=t("It says what this donor's money did, and shows the figures that this donor sees on screen."),
    )  # fmt: skip
    return asked


@st.fragment
def _slides(surveyed: bool) -> None:
    """The slides in their order, each with a box that leaves it out and arrows that move it; `surveyed`: a survey is on record."""
    order = ORDER.get()
    count = len([kind for kind in _chosen() if surveyed or kind != "people"])
    label = n("{count} part, in this order", "{count} parts, in this order", count)
    with st.expander(label, key="brief-slides"), st.container(key="brief-order-list", gap=None):
        for place, kind in enumerate(order):
            _slide(place, kind, len(order), surveyed)


def _slide(place: int, kind: Kind, count: int, surveyed: bool) -> None:
    name, absent = t(wording.KINDS[kind]), kind == "people" and not surveyed
    slide_box(kind).begin(kind in PRESETS[ORDER_OF.get()].kinds)  # forgotten by Streamlit while another page was shown
    label = t("{slide}: no survey is on record by this date, so no slide", slide=name) if absent else name
    with st.container(horizontal=True, vertical_alignment="center", key=f"brief-row-{kind}", gap="xsmall"):
        st.checkbox(label, key=slide_box(kind).key, width="stretch", disabled=absent)
        for sign, label, step in (
            ("↑", t("{slide} earlier", slide=name), -1),
            ("↓", t("{slide} later", slide=name), 1),
        ):
            st.button(
                sign, key=f"brief-{kind}-{step}", help=label, type="tertiary", disabled=not 0 <= place + step < count,
                on_click=_move, args=(place, place + step),
            )  # fmt: skip


def _move(here: int, there: int) -> None:
    order = list(ORDER.get())
    order[here], order[there] = order[there], order[here]
    ORDER.set(tuple(order))


def _chosen() -> tuple[Kind, ...]:
    return tuple(kind for kind in ORDER.get() if slide_box(kind).get())


def _asked(
    preset: str, kinds: tuple[Kind, ...], pcodes: list[str], eyes: str | None, programme: Programme, history: Known
) -> BriefingRequest:
    """What was chosen; slides as the preset has them are left to it, so that it can open with what moved."""
    slides = () if kinds == PRESETS[preset].kinds else kinds
    before = _previous(preset, programme, history.history)
    still = tuple(note for note in history.notes if not note.done_at)
    audience = PRESETS[preset].audience
    on_things = tuple(note for notes in note_store.known().notes.values() for note in notes if note.is_open)
    return BriefingRequest(preset, audience, slides, tuple(pcodes), _release(), before, still, on_things, eyes=eyes)


def _release() -> int | None:
    """The number of the release that is shown; None for data that ship."""
    return RELEASE.get() if DATASET.get() == release_watch.KEY else None


def _previous(preset: str, programme: Programme, entries: tuple[BriefingEntry, ...]) -> Briefing | None:
    """The last briefing of that kind on these data, in the language in force: what the next one looks back to."""
    for entry in entries:
        if (entry.preset, entry.dataset) == (preset, programme.dataset.title):
            found = store.last((entry,))
            if found is None or found.language == language():
                return found
    return None
