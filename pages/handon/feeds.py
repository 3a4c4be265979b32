"""Calendar subscription: the addresses by which a reader's calendar programs fetch the events, made, listed and ended here."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING
from urllib.parse import urljoin

import streamlit as st

from community_policing.core import formats
from community_policing.core.i18n import ProgrammeError, n, t
from community_policing.dataset.releases import RegistryUnavailable, ReleaseError
from community_policing.protect import api_tokens
from community_policing.protect.policy import Act, Reader
from community_policing.ui.shell import access, errors, release_watch, saved_views, state
from community_policing.ui.shell.markdown import escape

if TYPE_CHECKING:
    from community_policing.dataset.releases.rows.token_rows import TokenRows
    from community_policing.protect.api_tokens import Token

MOST = 5  # addresses of one account that hold at a time
_log = logging.getLogger("community_policing")


def section() -> None:
    """Draw it, for who may take files and keep something here, and looks with the own eyes."""
    if not _may():
        return
    st.header(t("Subscribe in a calendar"))
    told = t("Your calendar program fetches the events by an address: all that your role sees in the newest data, "
             "whatever the filters choose. When the data change, it follows.")  # fmt: skip
    st.markdown(escape(told))
    try:
        mine = _mine()
    except ReleaseError as error:
        errors.tell(error)
        return
    _made(mine)
    if len(mine) < MOST:
        st.button(t("Make an address"), key="feed-make", on_click=make)
    else:
        st.caption(n("You have {count} address, which is the most. End one first.",
                     "You have {count} addresses, which is the most. End one first.", MOST))  # fmt: skip
    with st.container(key="feeds", gap=None):
        for token in mine:
            _line(token)


def make() -> None:
    """In a callback: an address for the account's own view, which is shown once."""
    with _told():
        _require()
        if len(_mine()) >= MOST:
            return  # another window made them
        own = access.account()
        reader = Reader(role=own.role, governorates=own.governorates, grants=own.grants)
        with _rows() as rows:
            text, token = api_tokens.create(rows, access.owner(), reader, api_tokens.MOST_DAYS, own.account, "calendar")
        access.log("calendar_address", token.id)
        state.FEED_MADE.set(text)


def end(identifier: str) -> None:
    """In a callback: one of the account's own addresses opens nothing any more."""
    with _told():
        _require()
        if identifier not in [token.id for token in _mine()]:
            return  # another's, or ended already
        with _rows() as rows:
            api_tokens.revoke(rows, identifier, access.account().account)
        access.log("token_revoked", identifier)
        state.FEED_MADE.take()


def _made(mine: "tuple[Token, ...]") -> None:
    """What came of the last click: the address, or why there is none."""
    if trouble := state.FEED_TROUBLE.take():
        errors.tell(trouble)
    text = state.FEED_MADE.take()
    if text and mine:
        until = formats.day(mine[0].expires_at.date())
        with st.container(border=True, key="feed-made"):
            told = t("Copy this address into your calendar program now: it is not shown again. "
                     "Until {day} it opens the events to whoever has it.", day=until)  # fmt: skip
            st.markdown(escape(told))
            address = urljoin(st.context.url or "", f"{api_tokens.CALENDARS}/{text}.ics")
            st.code(address, language=None, wrap_lines=True)
            where = t("Outlook: Add calendar, Subscribe from web. Google Calendar: Other calendars, From URL. "
                      "iPhone: Add subscription calendar.")  # fmt: skip
            st.caption(escape(where))


def _line(token: "Token") -> None:
    made, until = (formats.day(moment.date()) for moment in (token.made_at, token.expires_at))
    with st.container(
        horizontal=True, vertical_alignment="center", key=f"format-feed-{token.id}"
    ):  # in the style of those lines
        st.button(t("End it"), key=f"feed-end-{token.id}", type="tertiary", on_click=end, args=(token.id,))
        words = t("Address {id}, made on {made}, opens the events until {until}.", id=token.id, made=made, until=until)
        st.markdown(escape(words))


def _may() -> bool:
    return access.may(Act.EXPORT) and saved_views.may_save()


def _require() -> None:
    """Goes on only for who may make an address here.  AccessDenied otherwise."""
    access.require_page("handon")
    access.require(Act.EXPORT)
    access.require(Act.SAVE)
    if not saved_views.may_save():
        raise access.AccessDenied(t("Your role does not allow this."), t("Choose your own view first."))


def _mine() -> "tuple[Token, ...]":
    """The account's addresses that hold; looking makes no registry."""
    if not release_watch.configured():
        return ()
    with _rows() as rows:
        return api_tokens.calendars(rows, access.owner())


@contextmanager
def _told() -> Iterator[None]:
    """What goes wrong in a callback is shown by the run after it."""
    try:
        yield
    except ProgrammeError as error:
        state.FEED_TROUBLE.set(error)


@contextmanager
def _rows() -> "Iterator[TokenRows]":
    """The rows, in a store that is made where there is none.  What keeps the registry from answering goes to the log: its place is
    not for every reader."""
    watch = release_watch.watch()
    try:
        if watch.trouble:  # a registry that hangs is waited for once, by the watch
            raise watch.trouble
        yield watch.releases.tokens
    except ReleaseError as error:
        _log.warning("Calendar addresses: %s", error)
        raise RegistryUnavailable(
            t("Calendar addresses cannot be reached just now."),
            t("Try again in a minute, and tell the dashboard's administrator if it stays so."),
        ) from error
