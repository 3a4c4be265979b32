"""Search box in the bar: finds a forum, event, site or governorate, and opens it; explains a term of the glossary."""

import streamlit as st

from community_policing.analysis import glossary, search, search_subjects
from community_policing.analysis.search import Answer, Match
from community_policing.analysis.search_subjects import Subject
from community_policing.core import labels, palette
from community_policing.core.districts import district_name, resolve as district
from community_policing.core.geography import governorate_name, resolve
from community_policing.core.i18n import listed, n, plural, t
from community_policing.measure.programme import Programme, Scope
from community_policing.ui.shell import access, filters, navigate, state
from community_policing.ui.shell.markdown import escape

PAGES = {"fora": "map", "trainings": "training", "infrastructure": "infrastructure"}
CHOSEN = {"trainings": state.EVENT, "infrastructure": state.ITEM}  # what those pages read
MARKS = {"iom": "●", "police": "■", "planned": "○", "event": "◇", "item": "□", "": "–"}
_FIELDS = dict(
    zip(filters.FILTERS, ("periods", "governorates", "districts", "phases", "donors", "established_by"), strict=True)
)


@st.fragment
def box(programme: Programme) -> None:
    """Draws the box, and under it what fits, while the reader types; the page itself runs again once something is chosen."""
    if navigate.ahead():
        st.rerun()
    label, hint = t("Find a forum, event, site or term"), t("Find a name, place, term")
    question = st.text_input(
        label, key=state.SEARCH.key, type="search", live=True, placeholder=hint, label_visibility="collapsed"
    )
    if question and question.strip():
        _answer(question.strip(), search.index(programme).look(question), programme)


def _answer(question: str, answer: Answer, programme: Programme) -> None:
    colours = palette.for_mode(st.context.theme.type)
    term = glossary.find(question)
    with st.container(key="found", gap="xxsmall"):
        if term:
            name = t(glossary.TERMS[term].name)
            st.caption(f"**{escape(name)}:** {escape(glossary.meaning(term))}")
        if (pcode := resolve(question).pcode) and access.reader().opens("governorate"):
            name, about = escape(governorate_name(pcode)), escape(t("All about this governorate, on one page"))
            st.button(
                f"**{name}**  \n{about}", key="found-profile", type="tertiary", width="stretch", on_click=_profile,
                args=(pcode,),
            )  # fmt: skip
        if (code := district(question).pcode) in programme.districts and access.reader().opens("map"):
            name = district_name(code, code in programme.likely_districts())
            about = t("District of {place}: show it alone", place=governorate_name(code[:5]))
            st.button(
                f"**{escape(name)}**  \n{escape(about)}", key="found-district", type="tertiary", width="stretch",
                on_click=_district, args=(code,),
            )  # fmt: skip
        subjects = [each for each in search_subjects.look(question, programme) if access.reader().opens(each.page)]
        for subject in subjects:
            said = f"**{escape(subject.name)}**  \n{escape(subject.about)}"
            key = f"found-{subject.page}-{subject.key}"
            st.button(said, key=key, type="tertiary", width="stretch", on_click=_speaks_of, args=(subject,))
        for match in answer.found:
            key, words = f"found-{match.table}-{match.key}", "  \n".join(_lines(match, programme, colours))
            st.button(words, key=key, type="tertiary", width="stretch", on_click=_choose, args=(match, programme))
        if answer.more:
            more = plural("and {count} more: type more to narrow it", "and {count} more: type more to narrow them")
            st.caption(n(*more, answer.more))
        if answer.meant and not (term or subjects):
            asked = t("Did you mean {spelling}?", spelling=answer.meant)
            st.button(escape(asked), key="meant", type="tertiary", on_click=_ask, args=(answer.meant,))
        elif not (answer.found or term or subjects):
            st.caption(escape(t("Nothing matches “{query}”.", query=question)))


def _lines(match: Match, programme: Programme, colours: palette.Palette) -> tuple[str, str]:
    """Mark and name; where it is and how it stands."""
    mark, stands = search.standing(match, programme)
    colour = getattr(colours, mark, colours.quiet)
    places = (match.place, governorate_name(match.pcode))
    where = listed(list(dict.fromkeys(place for place in places if place)))
    return f':color[{MARKS[mark]}]{{foreground="{colour}"}} **{escape(match.name)}**', escape(f"{where} · {stands}")


def _profile(pcode: str) -> None:
    """Filters to that governorate and goes to its page."""
    state.SEARCH.set("")
    state.GOVERNORATE.set([pcode])
    navigate.to("governorate")


def _district(code: str) -> None:
    """Filters to that district and shows it on the map."""
    state.SEARCH.set("")
    state.GOVERNORATE.set([code[:5]])
    state.DISTRICT.set([code])
    navigate.to("map")


def _speaks_of(subject: Subject) -> None:
    """Goes to the page that speaks of it, with the question or the governorate chosen; no other governorate stays chosen."""
    state.SEARCH.set("")
    state.GOVERNORATE.set([subject.pcode] if subject.pcode else [])
    asked = subject.page == "outcomes" and not subject.pcode
    navigate.to(subject.page, **({"question": subject.key} if asked else {}))


def _ask(question: str) -> None:
    state.SEARCH.set(question)


def _choose(match: Match, programme: Programme) -> None:
    """Goes to the page that shows it, takes back the filters that would hide it, and remembers to say so."""
    hiding = [name for name in filters.FILTERS if _hides(name, match, programme)]
    for name in hiding:
        state.FILTERS[name].set([])
    if match.table == "fora" and match.pcode:
        state.GOVERNORATE.set([match.pcode])
    if opened := CHOSEN.get(match.table):
        opened.set(match.key)
    state.SEARCH.set("")
    state.FOUND.set((PAGES[match.table], programme.dataset.release, match, tuple(hiding)))
    in_address = {state.EVENT.key: match.key} if opened == state.EVENT else {}  # whose page has it in its address
    navigate.to(PAGES[match.table], **in_address)


def _hides(name: str, match: Match, programme: Programme) -> bool:
    chosen = getattr(programme.scope, _FIELDS[name])
    alone = Scope(**{_FIELDS[name]: chosen})
    return bool(chosen) and not programme.whole.choices(match.table).inside(alone)[match.row]


def note(page: str, programme: Programme) -> None:
    """On the page it was found on: what was chosen, and which filters were taken back for it, until it is taken away."""
    where, release, match, hiding = state.FOUND.get()
    if match is None or (where, release) != (page, programme.dataset.release):
        return
    name, about = _lines(match, programme, palette.for_mode(st.context.theme.type))
    names = listed([labels.in_sentence(field) for field in hiding])
    back = escape(t("Filters cleared because they hid it: {names}.", names=names)) if hiding else ""
    found = t("Found: {name} · {about}.", name=name, about=about)
    with st.container(horizontal=True, vertical_alignment="center", key="note"):
        st.markdown(" ".join(filter(None, (found, back))), width="content")
        st.button("✕", key="note-away", type="tertiary", help=t("Dismiss this note"), on_click=_forget)


def _forget() -> None:
    state.FOUND.take()
