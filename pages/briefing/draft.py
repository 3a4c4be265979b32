"""Draft editor of a briefing: headlines and notes can be rewritten; then it is frozen."""

from collections.abc import Mapping
from dataclasses import replace

import streamlit as st

from community_policing.briefing.audience import seen
from community_policing.briefing.model import Briefing, Slide
from community_policing.briefing.presets import BriefingRequest
from community_policing.briefing.snapshot import frozen
from community_policing.core import formats, palette
from community_policing.core.i18n import n, t
from community_policing.core.safe_text import printable
from community_policing.dataset.releases import ReleaseError
from community_policing.measure.programme import Programme
from community_policing.protect.policy import Act
from community_policing.ui.components import figures
from community_policing.ui.shell import access, errors
from community_policing.ui.shell.markdown import escape
from community_policing.ui.shell.state import DONE, DRAFT, EDITS, Entry, headlines_agreed, slide_text
from pages.briefing import store, wording
from pages.briefing.store import Known

HEADLINE, NOTES = 200, 2_000  # characters


def begin(draft: Briefing) -> None:
    """The draft is open from the next run on."""
    DRAFT.set(draft)
    EDITS.set({})


def waiting() -> bool:
    """Whether there is a draft of this reader's."""
    return DRAFT.get() is not None


def discard() -> None:
    """Forgets the draft; nothing was kept of it."""
    DRAFT.take()
    EDITS.take()


def edit(programme: Programme, history: Known) -> None:
    """Draws the draft: what it is and how to freeze it, then its slides."""
    draft = DRAFT.get()
    assert draft is not None, "drawn while one waits"
    st.title(escape(_title(draft)))
    if history.trouble:
        errors.tell(history.trouble)
    st.caption(_about(draft, programme))
    _freeze(draft)
    with st.container(key="brief-draft-slides", gap=None):
        for place, slide in enumerate(draft.slides, start=1):
            with st.container(key=f"brief-edit-{place}"):
                _slide(place, slide)


def _title(draft: Briefing) -> str:
    count = formats.number(len(draft.slides))
    return n("Draft: {preset} briefing, 1 slide; nothing is saved until it is frozen",
             "Draft: {preset} briefing, {figure} slides; nothing is saved until it is frozen",
             len(draft.slides), preset=wording.preset(draft.preset), figure=count)  # fmt: skip


def _about(draft: Briefing, programme: Programme) -> str:
    caption = " · ".join((t("As of {day}", day=draft.as_of_text), draft.chosen, draft.dataset))
    same = seen(
        programme, BriefingRequest(draft.preset, draft.audience)
    ).dataset.release  # a donor's data have a name of their own
    if draft.day != programme.as_of or draft.content != same:
        caption += " · " + t("the page now shows another day or other data: prepare the briefing again to use them")
    return escape(caption)


@st.fragment
def _slide(place: int, slide: Slide) -> None:
    """One slide: its headline, to be written anew, above its figures; beside them what the presenter is to say.  Only this
    row runs again when it is edited."""
    write, tell = st.columns([1.45, 1], gap="medium")
    headline, notes = _texts(slide)
    with write:
        with st.container(horizontal=True, vertical_alignment="bottom", gap="xsmall", key=f"brief-write-{place}"):
            label = t("{place} · {kind}", place=place, kind=t(wording.KINDS[slide.kind]))
            _writing(slide, 0, st.text_input, label, headline, max_chars=HEADLINE)
            if headline != slide.headline:
                st.button(t("As generated"), key=f"brief-back-{place}", type="tertiary", on_click=_back, args=(slide,))
        if added := wording.foreign(headline, slide):
            st.markdown(_warning(added))
        if lines := wording.figures(slide):
            st.caption(escape(" · ".join(lines)))
    with tell:
        _writing(slide, 1, st.text_area, t("Presenter's notes"), notes, max_chars=NOTES, height=68)


def _writing(slide: Slide, part: int, widget: object, label: str, now: str, **look: object) -> None:
    text = slide_text(slide.key, part)
    text.begin(now)
    assert callable(widget)
    widget(label, key=text.key, on_change=_written, args=(slide, part), **look)


def _written(slide: Slide, part: int) -> None:
    """Keeps what was written: the box itself is forgotten while another page is shown."""
    headline, notes = _texts(slide)
    box = slide_text(slide.key, part)
    text = box.get() or ""
    if part:
        _edit(slide, headline, text[:NOTES])
        return
    if not (headline := printable(text, HEADLINE)):
        headline = slide.headline
        box.set(headline)
    _edit(slide, headline, notes)


def _edit(slide: Slide, headline: str, notes: str) -> None:
    EDITS.set({**EDITS.get(), slide.key: (headline, notes)})


def _texts(slide: Slide) -> tuple[str, str]:
    return EDITS.get().get(slide.key, (slide.headline, slide.notes))


def _back(slide: Slide) -> None:
    _edit(slide, slide.headline, _texts(slide)[1])
    slide_text(slide.key, 0).set(slide.headline)


def _warning(added: tuple[str, ...]) -> str:
    colours = palette.for_mode(st.context.theme.type)
    warning = n("{count} number is not on this slide: {numbers}", "{count} numbers are not on this slide: {numbers}",
             len(added), numbers=", ".join(added))  # fmt: skip
    return f':small[:color[▲ {escape(warning)}]{{foreground="{colours.warn}"}}]'


def edited(draft: Briefing, texts: Mapping[str, tuple[str, str]]) -> Briefing:
    """The draft with the headlines and notes that were written, by the key of their slide."""
    slides = (
        replace(slide, headline=texts[slide.key][0], notes=texts[slide.key][1]) if slide.key in texts else slide
        for slide in draft.slides
    )
    return replace(draft, slides=tuple(slides))


def doubtful(draft: Briefing, texts: Mapping[str, tuple[str, str]]) -> tuple[int, ...]:
    """The places of slides whose headline holds a number that is not theirs."""
    return tuple(
        place
        for place, slide in enumerate(draft.slides, start=1)
        if slide.key in texts and wording.foreign(texts[slide.key][0], slide)
    )


def _freeze(draft: Briefing) -> None:
    """Who freezes it, and the way to do it or to leave it."""
    if not access.may(Act.BRIEF):
        figures.empty(t("Briefings are frozen on the machine that serves this dashboard (CPF_IMPORT)."))
        return
    with st.container(horizontal=True, vertical_alignment="bottom", key="brief-freeze"):
        who = st.text_input(t("Your role or initials"), max_chars=60, key="brief-by", width=240)
        frozen_now = st.button(t("Freeze"), type="primary", key="brief-freeze-now")
        st.button(t("Discard"), key="brief-discard", type="tertiary", on_click=discard)
    places = doubtful(draft, EDITS.get())
    agreed = headlines_agreed(places)
    checked = agreed.get()
    if places and (frozen_now or agreed.is_set()):
        _ask(places, agreed)
    if not frozen_now:
        return
    if not who.strip():
        st.error(t("Write who freezes it: a role or initials. It stays on the briefing for ever."))
    elif not places or checked:
        _keep(edited(draft, EDITS.get()), printable(who, 60))


def _ask(places: tuple[int, ...], agreed: Entry[bool]) -> None:
    question = n("The headline of slide {places} holds a number that is not on it: I checked it.",
             "The headlines of slides {places} hold numbers that are not on them: I checked them.",
             len(places), places=", ".join(map(str, places)))  # fmt: skip
    st.checkbox(escape(question), key=agreed.key)


def _keep(draft: Briefing, who: str) -> None:
    try:
        briefing = frozen(draft, who)
        store.opened().keep(briefing)
    except ReleaseError as error:
        errors.tell(error)
        return
    access.log("briefing", briefing.id)
    discard()
    DONE.set(t("Frozen as briefing {id}: from now on, every output has the same numbers.", id=briefing.id))
    st.query_params["briefing"] = briefing.id
    st.rerun()
