"""Selected row of a page: chosen in its list, in a table or by the address, with all that is on record of it in a panel.

Its id is kept in the session's state and in the address, so that a link opens it for others.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

import streamlit as st

from community_policing.analysis.row_facts import Detail
from community_policing.core.i18n import clauses, name_order, t
from community_policing.core.safe_text import printable as quotable
from community_policing.dataset.releases.subject_note import NoteSubject
from community_policing.export.table import on_screen
from community_policing.measure.programme import Programme, Scope
from community_policing.ui.components import figures, notes
from community_policing.ui.components.arrow_cache import grid
from community_policing.ui.shell import address, session
from community_policing.ui.shell.markdown import escape
from community_policing.ui.shell.state import Entry

Row = TypeVar("Row")
NAMED = 4  # rows with notes that are named
LISTED = 200  # rows that a list or a table on the page holds


@dataclass(frozen=True)
class Kind(Generic[Row]):
    """One kind of row: the kind of the notes on it, where the id that is open is kept, the rows of a programme by their ids, the
    details of one, what it is called in the list, and the panel's texts, marked for translation."""

    noted: str
    opened: Entry[str]
    by_id: Callable[[Programme], Mapping[str, Row]]
    detail: Callable[[Programme, str], Detail]
    label: Callable[[Row], str]
    heading: str
    purpose: str
    nothing: str  # what stands in the list while no row is chosen
    missing: str  # no row under the {id} that a link asks for
    outside: str
    hint: str = ""


def everywhere(kind: Kind[Row], programme: Programme) -> Mapping[str, Row]:
    """Those of the whole programme; and those of the choice, of which a protected view may know later dates."""
    whole = session.scoped(programme.whole, Scope(programme.as_of))
    return {**kind.by_id(whole), **kind.by_id(programme)}


def panel(kind: Kind[Row], programme: Programme, changed: Callable[[], None] | None = None) -> None:
    """The list to choose from, and the row that is open, be it inside the choice or not."""
    here, rows = kind.by_id(programme), everywhere(kind, programme)
    asked = _asked(kind.opened, rows)
    if not asked and not here:
        return
    st.header(t(kind.heading))
    if asked and asked not in rows:
        kind.opened.set("")
        address.tell(kind.opened.key, t(kind.missing, id=quotable(asked, 40)), kind.opened.key)
    options = list(dict.fromkeys(["", *list(here)[:LISTED], *([asked] if asked in rows else [])]))
    st.selectbox(
        t(kind.purpose), options, key=kind.opened.key, on_change=changed, label_visibility="collapsed",
        format_func=lambda key: kind.label(rows[key]) if key else t(kind.nothing),
    )  # fmt: skip
    if noted := _noted(kind, here):
        st.caption(escape(t("With notes: {names}.", names=clauses(noted))))
    if asked in rows:
        _draw(kind.detail(programme, asked), f"{kind.opened.key}-{asked}", programme, kind,
              "" if asked in here else t(kind.outside), NoteSubject(kind.noted, asked))  # fmt: skip
    elif not asked and kind.hint:
        st.caption(t(kind.hint))


def _noted(kind: Kind[Row], rows: Mapping[str, Row]) -> list[str]:
    """The first rows in the list with open notes, each with how many; not in the list itself, whose words must not change
    while it is open."""
    named = (f"{kind.label(rows[key])} ({count})" for key, count in notes.on(kind.noted, rows))
    return sorted(named, key=name_order)[:NAMED]


def _asked(opened: Entry[str], rows: Mapping[str, object]) -> str:
    """The id that is open there, "" for none; a link may say it in capitals or not."""
    address.read(opened.key, "", lambda asked: (asked[-1].strip(), ""), lambda key: (str(key),))
    asked = opened.get() or ""
    if asked and asked not in rows:
        asked = next((key for key in rows if key.casefold() == asked.casefold()), asked)
        opened.set(asked)
    return asked


def _draw(
    detail: Detail, stem: str, programme: Programme, kind: Kind[Row], outside: str, subject: NoteSubject
) -> None:  # fmt: skip
    """The row's title, what is on record of it, a line each, a sentence, the table that belongs to it, and its notes."""
    key = kind.opened.key
    with st.container(border=True, key=f"{key}-panel"):
        if outside:
            st.caption(outside)
        lines = (f"**{escape(label)}.** {escape(text)}  " for label, text in detail.facts)
        st.markdown("\n".join([f"### {escape(detail.title)}", *lines]))
        if detail.sentence:
            st.markdown(escape(detail.sentence))
        if len(detail.table):
            grid(on_screen(detail.table), f"{key}-table")
            figures.downloads(lambda: detail.table, stem, programme, title=detail.title)
        notes.show((subject,), key)
