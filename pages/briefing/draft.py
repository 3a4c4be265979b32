"""Draft editor of a briefing: headlines and notes can be rewritten; then it is frozen."""

from collections.abc import Mapping
from dataclasses import replace

import streamlit as st

from community_policing.briefing.audience import seen
from community_policing.briefing.model import Briefing, Slide
from community_policing.briefing.presets import DONOR, BriefingRequest
from community_policing.briefing.snapshot import frozen
from community_policing.core import formats, palette
from community_policing.core.i18n import clauses, listed, n, t
from community_policing.core.safe_text import printable
from community_policing.dataset.releases import ReleaseError
from community_policing.measure.programme import Programme
from community_policing.protect.policy import Act
from community_policing.ui.components import figures
from community_policing.ui.shell import access, errors
from community_policing.ui.shell.markdown import escape
from community_policing.ui.shell.state import DONE, DRAFT, EDITS, Entry, headlines_agreed, slide_text
from pages.briefing import outputs, store, wording
from pages.briefing.store import Known

HEADLINE, NOTES, LINES = 200, 2_000, 600  # characters
LINE = 160  # of one line
Texts = tuple[str, str, str]  # of a slide: headline, notes, lines


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
                _slide(place, slide, _noted(draft, slide, history))


def _noted(draft: Briefing, slide: Slide, history: Known) -> tuple[str, ...]:
    """What was noted inside IOM about the figures of a slide, where a donor's briefing leaves it out."""
    return wording.noted_about(slide, history.notes) if draft.audience == DONOR and slide.kind == "risk" else ()


def _title(draft: Briefing) -> str:
    count = formats.number(len(draft.slides))
    return n("Draft: {preset} briefing, 1 slide; nothing is saved until it is frozen",
             "Draft: {preset} briefing, {figure} slides; nothing is saved until it is frozen",
             len(draft.slides), preset=wording.preset(draft.preset), figure=count)  # fmt: skip


def _about(draft: Briefing, programme: Programme) -> str:
    caption = [t("As of {day}", day=draft.as_of_text), draft.chosen, draft.dataset]
    same = seen(
        programme, BriefingRequest(draft.preset, draft.audience)
    ).dataset.release  # a donor's data have a name of their own
    if draft.day != programme.as_of or draft.content != same:
        caption.append(t("the page now shows another day or other data: prepare the briefing again to use them"))
    return escape(" · ".join(caption))


@st.fragment
def _slide(place: int, slide: Slide, noted: tuple[str, ...]) -> None:
    """Draw a slide's headline and lines for rewriting, above its figures, beside the notes; an edit reruns this row alone."""
    write, tell = st.columns([1.45, 1], gap="medium")
    headline, notes, lines = _texts(slide)
    with write:
        with st.container(horizontal=True, vertical_alignment="bottom", gap="xsmall", key=f"brief-write-{place}"):
            label = t("{place} · {kind}", place=place, kind=t(wording.KINDS[slide.kind]))
            _writing(slide, 0, st.text_input, label, headline, max_chars=HEADLINE)
            if headline != slide.headline:
                st.button(t("As generated"), key=f"brief-back-{place}", type="tertiary", on_click=_back, args=(slide,))
        if added := wording.foreign(f"{headline} {lines}", slide):
            st.markdown(_warning(added))
        if slide.kind in wording.LINES and wording.lines(slide):
            _writing(slide, 2, st.text_area, _asked(slide), lines, max_chars=LINES, height=100)
            if noted:
                st.caption(escape(t("Noted inside IOM; copy what this donor may read: {notes}", notes=clauses(noted))))
        if told := wording.figures(slide):
            st.caption(escape(" · ".join(told)))
    with tell:
        _writing(slide, 1, st.text_area, t("Presenter's notes"), notes, max_chars=NOTES, height=68)


def _writing(slide: Slide, part: int, widget: object, label: str, now: str, **look: object) -> None:
    text = slide_text(slide.key, part)
    text.begin(now)
    assert callable(widget)
    widget(label, key=text.key, on_change=_written, args=(slide, part), **look)


def _written(slide: Slide, part: int) -> None:
    """Keeps what was written: the box itself is forgotten while another page is shown."""
    texts = list(_texts(slide))
    box = slide_text(slide.key, part)
    text = box.get() or ""
    if part:
        texts[part] = text[: LINES if part == 2 else NOTES]
    elif headline := printable(text, HEADLINE):
        texts[0] = headline
    else:
        texts[0] = slide.headline
        box.set(slide.headline)
    _edit(slide, (texts[0], texts[1], texts[2]))


def _edit(slide: Slide, texts: Texts) -> None:
    EDITS.set({**EDITS.get(), slide.key: texts})


def _texts(slide: Slide) -> Texts:
    return EDITS.get().get(slide.key, (slide.headline, slide.notes, "\n".join(wording.lines(slide))))


def _asked(slide: Slide) -> str:
    """What the lines of a slide are."""
    if slide.kind == "ask":
        return t("What we ask for, a line each")
    return t("What is being done about each row, a line each: what · who · by when")


def _back(slide: Slide) -> None:
    _edit(slide, (slide.headline, *_texts(slide)[1:]))
    slide_text(slide.key, 0).set(slide.headline)


def _warning(added: tuple[str, ...]) -> str:
    colours = palette.for_mode(st.context.theme.type)
    warning = n("{count} number is not on this slide: {numbers}", "{count} numbers are not on this slide: {numbers}",
             len(added), numbers=listed(added))  # fmt: skip
    return f':small[:color[▲ {escape(warning)}]{{foreground="{colours.warn}"}}]'


def edited(draft: Briefing, texts: Mapping[str, Texts]) -> Briefing:
    """The draft with the headlines, notes and lines that were written, by the key of their slide."""
    return replace(
        draft, slides=tuple(_edited(slide, texts[slide.key]) if slide.key in texts else slide for slide in draft.slides)
    )


def _edited(slide: Slide, texts: Texts) -> Slide:
    headline, notes, lines = texts
    slide = replace(slide, headline=headline, notes=notes)
    if slide.kind not in wording.LINES or tuple(lines.splitlines()) == wording.lines(slide):
        return slide
    return wording.with_lines(slide, [printable(line, LINE) for line in lines.splitlines()])


def doubtful(draft: Briefing, texts: Mapping[str, Texts]) -> tuple[int, ...]:
    """The places of slides whose written text holds a number that is not theirs."""
    return tuple(
        place
        for place, slide in enumerate(draft.slides, start=1)
        if slide.key in texts and wording.foreign(" ".join(texts[slide.key][::2]), slide)
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
    question = n("The text written for slide {places} holds a number that is not on it: I checked it.",
             "The texts written for slides {places} hold numbers that are not on them: I checked them.",
             len(places), places=listed([*map(str, places)]))  # fmt: skip
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
    outputs.build(briefing)
    DONE.set(t("Frozen as briefing {id}: every output is being built, with the same numbers in each.", id=briefing.id))
    st.query_params["briefing"] = briefing.id
    st.rerun()
