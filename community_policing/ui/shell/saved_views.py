"""Saved views of a reader: a page and a choice under a name, kept in the registry, opened as its reader may see it.

A view is a link with a name: it shares no data, and not through whose eyes its owner looked.
"""

import logging
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlencode, urljoin

import streamlit as st

from community_policing.core.i18n import t
from community_policing.dataset.releases import RegistryUnavailable, ReleaseError, ViewRefused, location
from community_policing.dataset.releases.saved_view import SavedView
from community_policing.protect.policy import Act
from community_policing.ui.shell import access, address, release_watch, state

if TYPE_CHECKING:
    from community_policing.dataset.releases.rows.view_rows import ViewRows

PARAMETER = "view"  # in the address
HOME = "overview"
SECONDS = 20  # that the list of views may be old, where another server or the command line has changed it
_log = logging.getLogger("community_policing")


@dataclass(frozen=True)
class Known:
    """The views that the menu lists: one's own and those shared with one's role; or that they cannot be read just now."""

    mine: tuple[SavedView, ...] = ()
    shared: tuple[SavedView, ...] = ()
    is_away: bool = False


def known() -> Known:
    """What this reader may know of.  Through somebody else's eyes these are that role's alone: others may watch the screen."""
    eyes, own = access.reader(), access.owner()
    if not release_watch.configured():
        return Known()
    try:
        with _rows():
            views = _seen(location.key(), own if eyes == access.account() else "", str(eyes.role))
    except ReleaseError:
        return Known(is_away=True)
    return Known(tuple(v for v in views if v.owner == own), tuple(v for v in views if v.owner != own))


def may_save() -> bool:
    """Whether this reader may keep views here, and looks with the own eyes."""
    return access.may(Act.SAVE) and access.reader() == access.account()


def short_address(view: SavedView) -> str:
    """The address that opens it."""
    return urljoin(st.context.url or "", f"/?{PARAMETER}={view.id}")


def land(pages: Mapping[str, st.Page], here: str) -> None:
    """Opens the view that a click or the address names; of a session that begins on the bare address, the reader's start.

    Another's view and none are told in the same words, and so is what the view asks for and its reader cannot open."""
    begins = not state.BEGUN.get()
    state.BEGUN.set(True)
    clicked, linked = state.VIEW_ASKED.take(), st.query_params.get(PARAMETER, "")
    if clicked or linked:
        view, sentence = _asked(clicked or linked)
    elif begins and here == HOME and not st.query_params:
        view, sentence = next((v for v in known().mine if v.is_start), None), ""
        if view is None:
            return
    else:
        return
    words = parse_qs(view.query) if view else {}
    page = view.page if view and view.page in pages else HOME
    if view and page != view.page:
        words = {name: said for name, said in words.items() if name in address.SCOPE}
        sentence = t("This view opens a page that your role does not include: the Overview is shown.")
    if not clicked:  # what else the link says goes before the view
        words |= {name: st.query_params.get_all(name) for name in st.query_params if name != PARAMETER}
    state.RELEASE.take()  # the newest one, where the view names none
    address.go(page, words)
    if sentence:
        address.tell(PARAMETER, sentence)
    if page != here:
        st.switch_page(pages[page], query_params=words)
    st.query_params.from_dict(words)


def open_view(identifier: str) -> None:
    """In a callback: the reader goes to that view."""
    state.VIEW_ASKED.set(identifier)


def save(name: str, role: str, is_start: bool) -> SavedView:
    """Save the page and the choice of this run.  ViewRefused says why it cannot be; AccessDenied where the role may not."""
    _require(role)
    view = SavedView("", name, address.page(), _choice(), access.owner(), role, is_start)
    with _rows() as rows:
        made = rows.save(view)
    _seen.clear()
    access.log("save_view", made.id)
    if role:
        access.log("share_view", f"{made.id}: {role}")
    return made


def change(view: SavedView, name: str, role: str, is_start: bool) -> SavedView:
    """Give an own view another name, another role, or the start.  Fails as `save` does."""
    _require(role)
    with _rows() as rows:
        changed = rows.change(replace(view, owner=access.owner(), name=name, shared_with=role, is_start=is_start))
    _seen.clear()
    if role not in ("", view.shared_with):
        access.log("share_view", f"{view.id}: {role}")
    return changed


def delete(view: SavedView) -> None:
    """Delete an own view."""
    access.require(Act.SAVE)
    with _rows() as rows:
        rows.delete(replace(view, owner=access.owner()))
    _seen.clear()
    access.log("delete_view", view.id)


def _require(role: str) -> None:
    access.require(Act.SAVE)
    if role and role not in access.account().shares_with:
        raise access.AccessDenied(t("Your role does not share views with that one."), t("Choose another role."))


def _choice() -> str:
    """The address of this run, without whose eyes it was seen through, and without the release where that is the current one:
    next month the view shows next month's."""
    chosen, history = address.in_force(), release_watch.watch().history
    chosen.pop(state.SEEN_AS.key, None)
    if history and chosen.get(state.RELEASE.key) == [str(history[0].number)]:
        del chosen[state.RELEASE.key]
    return urlencode(chosen, doseq=True)


def _asked(identifier: str) -> tuple[SavedView | None, str]:
    """The view of that id, and what to say where there is none for this reader."""
    gone = t("This view is gone or is not yours: the Overview is shown.")
    if not release_watch.configured():
        return None, gone
    try:
        with _rows() as rows:
            view = rows.find(identifier, access.owner(), str(access.reader().role))
    except ReleaseError as error:
        return None, error.message
    return view, "" if view else gone


@st.cache_resource(show_spinner=False, ttl=SECONDS, max_entries=256)
def _seen(settings: tuple[str, ...], owner: str, role: str) -> tuple[SavedView, ...]:  # noqa: ARG001  part of the key
    return release_watch.watch().releases.views.seen(owner, role)


@contextmanager
def _rows() -> "Iterator[ViewRows]":
    """The rows of views, in a store that is made where there is none.  What keeps the registry from answering goes to the log:
    its place is not for every reader."""
    watch = release_watch.watch()
    try:
        if watch.trouble:  # a registry that hangs is waited for once, by the watch
            raise watch.trouble
        yield watch.releases.views
    except ViewRefused:
        raise
    except ReleaseError as error:
        _log.warning("Saved views: %s", error)
        raise RegistryUnavailable(
            t("Saved views cannot be reached just now."),
            t("Try again in a minute, and tell the dashboard's administrator if it stays so."),
        ) from error
