"""Mail of what a reader sees: the subscriptions of the account, the form that makes one, and the way to stop each."""

import logging
from collections.abc import Mapping

import streamlit as st

from community_policing.briefing.mail import subscriptions
from community_policing.briefing.mail.subscriptions import ALERTS, BRIEFING, RHYTHMS, VIEW, Subscription
from community_policing.core import formats
from community_policing.core.i18n import ProgrammeError, t
from community_policing.dataset.releases import ReleaseError
from community_policing.protect.policy import Act, User
from community_policing.ui.shell import access, release_watch, saved_views, state
from community_policing.ui.shell.markdown import escape

_WIDTH = 310  # pixels
LOGGER = logging.getLogger(__name__)


def draw(last: int) -> None:
    """Draw the section, where mail is offered; `last`: up to which row of the log this page tells the alerts."""
    if not access.mail_is_offered():
        return
    st.header(t("By mail"))
    try:
        mine = subscriptions.listed(release_watch.watch().releases.mail, access.owner())
    except ReleaseError as error:
        LOGGER.warning("Subscriptions cannot be read: %s", error)
        st.caption(t("Subscriptions cannot be reached just now."))
        return
    what = _offers()
    _mine(mine, what)
    done, trouble = state.MAIL_TOLD.take()
    if done:
        st.success(escape(done))
    if trouble:
        st.error(escape(trouble))
    _form(what, last)


def _offers() -> Mapping[str, str]:
    """What may be sent, by its key, as a person reads it."""
    presets = subscriptions.offered(access.account())
    briefings = {f"{BRIEFING}:{key}": t("Briefing: {name}", name=name) for key, name in presets.items()}
    known = saved_views.known()
    views = {f"{VIEW}:{view.id}": t("View: {name}", name=view.name) for view in (*known.mine, *known.shared)}
    return {ALERTS: t("Alerts"), **briefings, **views}


def _mine(mine: tuple[Subscription, ...], what: Mapping[str, str]) -> None:
    for of in mine:
        name = what.get(of.what, t("A view that is gone"))
        until = t("until {day}", day=formats.day(of.expires_at.date()))
        said = (
            name,
            t(RHYTHMS[of.rhythm]),
            of.address,
            until if of.confirmed else t("waits for you to confirm the address"),
        )
        with st.container(horizontal=True, vertical_alignment="center", key=f"mail-line-{of.id}"):
            st.markdown(escape(" · ".join(said)), width="content")
            st.button(t("Stop"), key=f"mail-stop-{of.id}", type="tertiary", on_click=_stop, args=(of,))


def _form(what: Mapping[str, str], last: int) -> None:
    name = access.account().account.partition(" · ")[0]
    state.MAIL_ADDRESS.begin(name if "@" in name else "")
    with st.expander(t("Send me this by mail")), st.form("mail-form", border=False):
        with st.container(horizontal=True, vertical_alignment="bottom"):
            st.selectbox(t("What"), list(what), format_func=what.__getitem__, key=state.MAIL_WHAT.key, width=_WIDTH)
            st.selectbox(
                t("How often"),
                list(RHYTHMS),
                format_func=lambda key: t(RHYTHMS[key]),
                key=state.MAIL_RHYTHM.key,
                width=_WIDTH,
            )
        st.text_input(t("Mail address"), key=state.MAIL_ADDRESS.key, max_chars=254)
        st.checkbox(t("With the brief as PDF"), key=state.MAIL_PDF.key)
        st.form_submit_button(t("Send me this"), type="primary", key="mail-submit", on_click=_subscribe, args=(last,))
        st.caption(
            t("Each mail shows what your role may see today, for a year. A new address is asked to confirm first.")
        )


def _subscribe(last: int) -> None:
    """In a callback: makes the subscription; the address is asked to confirm it."""
    access.require(Act.SUBSCRIBE)
    own, what, address = access.account(), state.MAIL_WHAT.get(), state.MAIL_ADDRESS.get()
    user = User(access.owner(), own.role, own.governorates, own.grants)
    try:
        if what not in _offers() or not access.mail_is_offered():
            raise subscriptions.MailRefused(t("There is no such mail for this role."), t("Choose one from the list."))
        made = subscriptions.subscribe(
            release_watch.watch().releases.mail, user, address, what, state.MAIL_RHYTHM.get(), pdf=state.MAIL_PDF.get(),
            told=last if what == ALERTS else 0,
        )  # fmt: skip
    except ReleaseError as error:
        LOGGER.warning("A subscription cannot be made: %s", error)
        state.MAIL_TOLD.set(("", t("Subscriptions cannot be reached just now.")))
        return
    except ProgrammeError as error:
        state.MAIL_TOLD.set(("", str(error)))
        return
    access.log("subscribed", f"{made.id}: {made.what}")
    state.MAIL_TOLD.set(
        (t("A mail to {address} asks to confirm it; nothing else is sent before.", address=made.address), "")
    )


def _stop(of: Subscription) -> None:
    """In a callback: ends an own subscription."""
    access.require(Act.SUBSCRIBE)
    try:
        rows = release_watch.watch().releases.mail
        if of.id in [each.id for each in subscriptions.listed(rows, access.owner())]:
            subscriptions.stop(rows, of.id)
            access.log("unsubscribed", of.id)
    except ReleaseError as error:
        LOGGER.warning("A subscription cannot be stopped: %s", error)
        state.MAIL_TOLD.set(("", t("Subscriptions cannot be reached just now.")))
        return
    state.MAIL_TOLD.set((t("No more of these mails are sent."), ""))
