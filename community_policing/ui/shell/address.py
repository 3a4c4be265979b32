"""Query parameters of a page: what a link names becomes the state of widgets, and their state is written back as keys.

A choice that changes a figure or a picture is declared just before its widget is drawn: `several`, `one`, `day` or `flag`.
A link is read when a session opens it and when the reader goes back or forward in the browser; afterwards the widgets are
right and the address follows them, at the end of each run.  What a link names and nobody knows is said above the page.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from urllib.parse import urlencode

import streamlit as st
from rapidfuzz import fuzz, process

from community_policing.core.i18n import listed, t
from community_policing.core.reader_language import PARAMETER as LANGUAGE
from community_policing.core.safe_text import printable
from community_policing.protect import streamlit_internals
from community_policing.ui.shell import address_words as words
from community_policing.ui.shell.markdown import escape

STATE = "address"  # in the session
NAMES = (
    "dataset", "release", "as_of", "period", "governorate", "district", "phase", "donor", "established_by", "seen_as", "indicator",
    "map", "screen", "click", "event", "item", "since", "earlier", "later", "kind", "a", "b", "compare", "by", "count", "funded",
    "columns", "calendar", "split", "show", "items_in", "table", "before", "after", "what", "briefing", "draft", "status",
    "group", "sort", "question", "against", "view", "forum",
)  # fmt: skip
SCOPE = NAMES[:10]  # what goes along from page to page
FIRST = NAMES[:9]  # the names that are listed to somebody who wrote another
FOREIGN = ("utm_", "_", "fbclid", "gclid", "msclkid")  # what mail and search programs add to links
NEAR = 75  # from 0 to 100: how alike a mistyped name is to the one it may mean


@dataclass(frozen=True)
class Parameter:
    """A name in the address, the session key behind it, the value that needs no word, and the words for any other."""

    name: str
    key: str
    usual: Any
    write: Callable[[Any], Sequence[str]]


@dataclass
class Note:
    """A sentence about a link, which stands until the choice in that session key changes; without a key, on its page only."""

    sentence: str
    key: str = ""
    page: str = ""
    value: Any = None
    is_shown: bool = False


@dataclass
class Address:
    """One session's link: its words that no widget has taken yet, the parameters of this run, and what must be said."""

    unread: dict[str, list[str]]
    went_back: bool = False
    page: str = ""
    drawn: dict[str, Parameter] = field(default_factory=dict)
    notes: dict[str, Note] = field(default_factory=dict)


def begin(page: str) -> None:
    """At the start of a run: a link that was just opened, or to which the reader went back, is read again."""
    state = _state()
    state.drawn.clear()
    state.page = page
    if streamlit_internals.went_back():
        state.unread, state.went_back = _link(), True


def page() -> str:
    """The key of the page that is shown; "" before one is."""
    return _state().page


def several(
    name: str, names: Callable[[], words.Names], label: Callable[[str], str],
    unknown: Callable[[Sequence[str], bool], str],
) -> None:  # fmt: skip
    """Declares a choice of several keys.  `names` and `label`: what they are called; `unknown`: what is said of words that
    name none, and whether nothing else was named."""

    def read(asked: Sequence[str]) -> tuple[list[str], str]:
        keys, missing = words.sorted_out(asked, names())
        if not missing:
            return list(keys), ""
        return list(keys), f"{unknown(missing, not keys)} {words.meant(missing, names(), label)}".strip()

    _take(Parameter(name, name, [], list), read)


def one(
    name: str, choice: str, keys: Sequence[str], label: Callable[[str], str], *, key: str = "", usual: str | None = None,
) -> None:  # fmt: skip
    """Declares a choice of one key.  `choice`: what the reader calls it; `key`: the widget's; `usual`: what is chosen at
    first, the first of the keys where it is left out."""
    first = keys[0] if usual is None else usual

    def read(asked: Sequence[str]) -> tuple[str, str]:
        names = words.in_all_languages(keys, label)
        matched, missing = words.sorted_out(asked[-1:], names)
        if not missing:
            return (matched[0] if matched else first), ""
        return first, f"{words.not_offered(missing, choice, label(first))} {words.meant(missing, names, label)}".strip()

    _take(Parameter(name, key or name, first, lambda value: (str(value),)), read)


def day(name: str, choice: str, usual: date, first: date, last: date) -> None:
    """Declares a choice of a day."""

    def read(asked: Sequence[str]) -> tuple[date, str]:
        return words.day(asked[-1], choice, usual, first, last)

    _take(Parameter(name, name, usual, lambda value: (value.isoformat(),)), read)


def flag(name: str, word: str, key: str) -> None:
    """Declares a switch: the word stands in the address while it is on.  Several switches may share a name."""
    state, parameter = _state(), Parameter(name, key, False, lambda on: (word,) if on else ())
    state.drawn[key] = parameter
    asked = state.unread.get(name, [])
    if word in asked or state.went_back:
        st.session_state[key] = word in asked
        state.unread[name] = [each for each in asked if each != word]


def own(name: str) -> str:
    """Declares a parameter that is its own state, such as the briefing that is open, and returns its word or ""."""
    state = _state()
    state.unread.pop(name, None)
    state.drawn[name] = Parameter(name, "", None, lambda _: st.query_params.get_all(name))
    return st.query_params.get(name, "")


def keep(name: str, usual: Any) -> None:
    """Declares a choice whose link somebody else has read."""
    state = _state()
    state.unread.pop(name, None)
    state.drawn[name] = Parameter(name, name, usual, lambda value: (str(value),))


def read(
    name: str, usual: Any, reader: Callable[[Sequence[str]], tuple[Any, str]], write: Callable[[Any], Sequence[str]],
    key: str = "",
) -> None:  # fmt: skip
    """Declares a choice with its own way to read words."""
    _take(Parameter(name, key or name, usual, write), reader)


def asked(name: str) -> str:
    """The last word that the link says under that name, not read yet; "" for none."""
    return (_state().unread.get(name) or [""])[-1]


def follow(link: Mapping[str, Sequence[str]]) -> None:
    """Takes words as if a link had named them: the widgets that are drawn next read them."""
    _state().unread.update({name: list(words_of) for name, words_of in link.items()})


def go(page: str, link: Mapping[str, Sequence[str]]) -> None:
    """Takes a whole link to that page as if the reader went back to it: what it does not name is as it was at first."""
    state = _state()
    state.page, state.unread, state.went_back = page, {name: list(words_of) for name, words_of in link.items()}, True


def drop(name: str) -> None:
    """Leaves unread what the link says under that name, without a word."""
    _state().unread.pop(name, None)


def went_back() -> bool:
    """Whether the reader has just gone back or forward in the browser."""
    return _state().went_back


def tell(name: str, sentence: str, key: str = "") -> None:
    """Says a sentence about the link above the page."""
    state = _state()
    state.notes[name] = Note(sentence, key, state.page)


def in_force() -> dict[str, list[str]]:
    """The address that the choices of this run have, name by name."""
    parameters: dict[str, list[str]] = {}
    for parameter in _state().drawn.values():
        value = st.session_state.get(parameter.key, parameter.usual) if parameter.key else None
        if not parameter.key or value != parameter.usual:
            parameters.setdefault(parameter.name, []).extend(parameter.write(value))
    return {name: words_of for name, words_of in parameters.items() if words_of}


def write() -> None:
    """At the end of a run: the address says what is chosen, and what the link named in vain is said."""
    state, chosen = _state(), in_force()
    in_vain = [(name, words_of) for name, words_of in state.unread.items() if any(each.strip() for each in words_of)]
    for place, (name, words_of) in enumerate(in_vain[: words.QUOTED]):
        if sentence := _in_vain(name, words_of):
            tell(f"other-{place}", sentence)
    state.unread, state.went_back = {}, False
    if chosen != _link():
        st.query_params.from_dict(
            {name: words_of if len(words_of) > 1 else words_of[0] for name, words_of in chosen.items()}
        )


def link() -> str:
    """The whole link to what is seen; called once the address is written."""
    words_of = urlencode(in_force(), doseq=True)
    return f"{st.context.url or ''}?{words_of}".removesuffix("?")


def write_part() -> None:
    """At the end of a part of a page that has just run again alone: as `write`; within a run of the whole page, nothing."""
    if streamlit_internals.runs_a_part():
        write()


def carry(place: streamlit_internals.Place) -> None:
    """Lets the filters in the address go along when the reader clicks on another page in the menu."""
    for name in in_force():
        if name in SCOPE:
            streamlit_internals.carry(place, name)


def notes() -> None:
    """Draws what must be said of the link, with a way to take each sentence away."""
    state = _state()
    state.notes = {name: note for name, note in state.notes.items() if _stands(note, state)}
    for name, note in state.notes.items():
        note.value, note.is_shown = st.session_state.get(note.key) if note.key else None, True
        with st.container(horizontal=True, vertical_alignment="center", key=f"link-note-{name}"):
            st.markdown(escape(note.sentence), width="content")
            about = t("Dismiss this note")
            st.button("✕", key=f"away-link-note-{name}", type="tertiary", help=about, on_click=_forget, args=(name,))


def _stands(note: Note, state: Address) -> bool:
    if not note.key:
        return note.page == state.page
    there = note.key in state.drawn
    return there and (not note.is_shown or st.session_state.get(note.key) == note.value)


def _forget(name: str) -> None:
    _state().notes.pop(name, None)


def _take(parameter: Parameter, reader: Callable[[Sequence[str]], tuple[Any, str]]) -> None:
    state = _state()
    state.drawn[parameter.key] = parameter
    words_given = [each for each in state.unread.pop(parameter.name, []) if each.strip()]
    if words_given:
        st.session_state[parameter.key], sentence = reader(words_given)
        if sentence:
            tell(parameter.name, sentence, parameter.key)
    elif state.went_back:
        st.session_state[parameter.key] = parameter.usual


def _in_vain(name: str, words_given: Sequence[str]) -> str:
    """What is said of a parameter that this page, or this dashboard, does not have."""
    if name == LANGUAGE or name.startswith(FOREIGN):  # the server read the language; a link keeps to its reader's
        return ""
    if name in NAMES:
        return t(
            "The link names {words} under “{name}”, which has no effect here.",
            words=words.quoted(words_given),
            name=name,
        )
    name_shown = printable(name, words.LONGEST)
    near = process.extractOne(name_shown.casefold(), NAMES, scorer=fuzz.ratio, score_cutoff=NEAR)
    if near:
        return t(
            "The link has “{name}”, which this dashboard does not know. Did you mean “{near}”?",
            name=name_shown,
            near=near[0],
        )
    return t(
        "The link has “{name}”, which this dashboard does not know. It knows {names}.",
        name=name_shown,
        names=listed(FIRST),
    )


def _link() -> dict[str, list[str]]:
    return {name: st.query_params.get_all(name) for name in st.query_params}


def _state() -> Address:
    state: Address | None = st.session_state.get(STATE)
    if state is None:
        state = st.session_state[STATE] = Address(_link())
    return state
