"""Who looks, and what this reader may see and do: every page, callback and file asks here; what is hidden is asked again.

A reader who may not see rows and places, or not those of concerns, gets a protected Programme from `dataset` and `release`, and
no other way leads to one: what is recorded is opened by `session.recorded` and `release_watch.recorded`, for analysts alone.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import streamlit as st

from community_policing.core.i18n import ProgrammeError, t
from community_policing.core.protection_level import ConcernLevel, ProtectionLevel
from community_policing.core.settings import settings
from community_policing.dataset.releases import location
from community_policing.measure.programme import Programme
from community_policing.protect import audit_log, concerns, sign_outs
from community_policing.protect.disclosure import protect
from community_policing.protect.identity import identity
from community_policing.protect.policy import (
    THIS_MACHINE,
    Act,
    Role,
    User,
    access_policy,
    public_address,
    writable_from,
)
from community_policing.protect.rounding_secret import rounding_secret
from community_policing.ui.shell import address, filters, release_watch, session, state
from community_policing.ui.shell.address_words import quoted

_WRITES = (Act.IMPORT, Act.PUBLISH, Act.BRIEF, Act.NOTE, Act.SAVE, Act.SUBSCRIBE)
KEPT = 24  # protected programmes in memory


class AccessDenied(ProgrammeError):  # noqa: N818  as a reader of the code says it
    """A page or an act that the reader's role does not have."""


def account() -> User:
    """Who is signed in, with all that is theirs; without sign-in, the one reader at this machine, an analyst.

    AccessDenied for a session that has ended, and for an account without a role."""
    way = access_policy().sign_in
    if way is None:
        return of_this_machine()
    who = identity(st.context.cookies, way)
    if who is None or who.since <= sign_outs.signed_out(who.account) or who.reader is None:
        raise AccessDenied(
            t("Your session has ended."), t("Reload the page to sign in again. Its address keeps your selection.")
        )
    return who.reader


def of_this_machine() -> User:
    """The one reader where nobody signs in: called the same in every language, as what is kept of this reader is."""
    return User(THIS_MACHINE, Role.ANALYST)


def owner() -> str:
    """By what name rows belong to who is signed in; without sign-in, to this machine's reader, whatever the language."""
    return account().account


def reader() -> User:
    """Through whose eyes this rerun looks: the account's, or those of somebody who sees less, where that was chosen."""
    own = account()
    return seen_as(own, state.SEEN_AS.get() or "") if own.may(Act.SEE_AS) else own


def seen_as(own: User, chosen: str) -> User:
    """The reader that a choice of eyes stands for ("public", "donor:<id>"); the account itself for any other."""
    role, _, whose = chosen.partition(":")
    if role == Role.PUBLIC:
        return replace(own, role=Role.PUBLIC, grants=(), governorates=())
    return replace(own, role=Role.DONOR, grants=(whose,), governorates=()) if role == Role.DONOR and whose else own


def guard() -> ProtectionLevel | None:
    """What is protected before this reader sees it; None where nothing is."""
    return access_policy().guard(reader())


def protection() -> ProtectionLevel | ConcernLevel | None:
    """What is protected before this reader sees it, were it rows of concerns alone; None where nothing is."""
    return access_policy().protection(reader())


def may(act: Act) -> bool:
    """Whether this reader may do that here; what is kept needs an address that may write, too (CPF_IMPORT)."""
    if act in _WRITES and not writable_from(st.context.ip_address, access_policy().sign_in is not None):
        return False
    return reader().may(act)


def mail_is_offered() -> bool:
    """Whether this reader may be sent mail from here: with the own eyes, where there is a mail server and an address for links."""
    ready = bool(settings().smtp.host and public_address())
    return ready and may(Act.SUBSCRIBE) and reader() == account()


def require(act: Act) -> None:
    """Goes on only for a reader who may do that.  AccessDenied otherwise."""
    if not may(act):
        raise AccessDenied(t("Your role does not allow this."), t("Ask the dashboard's administrator if you need it."))


def require_page(page: str) -> None:
    """Goes on only for a reader whose role opens that page.  AccessDenied otherwise."""
    if not reader().opens(page):
        raise AccessDenied(t("Your role does not include this page."), t("Choose another page in the menu."))


def dataset(folder: Path) -> Programme:
    """The programme in that folder as this reader may see it."""
    return dataset_for(reader(), folder)


def dataset_for(user: User, folder: Path) -> Programme:
    """The same, for whoever that is."""
    held = access_policy().protection(user)
    return _of_folder(folder, held, session.stamp(folder)) if held else session.recorded(folder)


def release(number: int) -> Programme:
    """The programme of that release as this reader may see it.  ReleaseError where it cannot be opened."""
    return opener(number)()


def opener(number: int) -> Callable[[], Programme]:
    """The same, opened when it is asked for: by a click, which is answered outside the page's run and knows no reader."""
    return partial(release_for, reader(), number)


def release_for(user: User, number: int) -> Programme:
    """The programme of that release for whoever that is.  ReleaseError where it cannot be opened."""
    held = access_policy().protection(user)
    if held is None:
        return release_watch.recorded(number)
    return _of_release(location.key(), release_watch.same_tables(number), held)


@st.cache_resource(show_spinner=False, max_entries=KEPT)
def _of_folder(folder: Path, held: ProtectionLevel | ConcernLevel, stamp: str) -> Programme:  # noqa: ARG001  the stamp is part of the key
    return _as_seen(session.recorded(folder), held)


@st.cache_resource(show_spinner=False, max_entries=KEPT)
def _of_release(settings: tuple[str, ...], number: int, held: ProtectionLevel | ConcernLevel) -> Programme:  # noqa: ARG001  part of the key
    return _as_seen(release_watch.recorded(number), held)


def _as_seen(whole: Programme, held: ProtectionLevel | ConcernLevel) -> Programme:
    """The programme as protection leaves it: the same one, where only concerns are protected and there are none."""
    if isinstance(held, ConcernLevel) and not concerns.on_record(whole.dataset):
        return whole
    return Programme.of(protect(whole.dataset, held, rounding_secret()))


def sign_out() -> None:
    """In a callback: every session of the account ends, at every server."""
    own, now = account(), datetime.now(UTC)
    sign_outs.sign_out(own.account, now.timestamp())
    audit_log.record(audit_log.SIGN_OUT, own.account, own.role, at=now)
    st.logout()


def log(what: str, detail: str = "", release: int | None = None) -> None:
    """Write to the audit log what the account did, to that release or the one shown, in the scope of the address."""
    _record(what, detail, release)()


def taken(detail: str, data: Callable[[], bytes], release: int | None = None) -> Callable[[], bytes]:
    """A file that is made at a click, of which the log is told then: a click is answered outside the page's run."""
    recorded = _record("export", detail, release)

    def made() -> bytes:
        content = data()
        recorded()
        return content

    return made


def _record(what: str, detail: str, release: int | None) -> Callable[[], None]:
    own, chosen = account(), address.in_force()
    number = "".join(chosen.pop("release", []))
    scope = "; ".join(f"{name}: {', '.join(values)}" for name, values in sorted(chosen.items()))
    which = release or (int(number) if number.isascii() and number.isdigit() else None)
    return partial(audit_log.record, what, own.account, own.role, detail, scope, which)


def take_address() -> None:
    """Before anything is drawn: the eyes that the address names, of a session that has not chosen any."""
    state.SEEN_AS.begin(st.query_params.get(state.SEEN_AS.key, ""))


def eyes(programme: Programme) -> None:
    """For who sees everything: the choice to look at what somebody else would see, before a screen is shared.

    A donor whom these data do not know stays chosen: other data never open the eyes of somebody who shares a screen."""
    own = account()
    if not own.may(Act.SEE_AS):
        return
    chosen = state.SEEN_AS.get() or ""
    if chosen and seen_as(own, chosen) == own:
        address.tell(state.SEEN_AS.key, _nobody(chosen), state.SEEN_AS.key)
        chosen = ""
    state.SEEN_AS.set(chosen)
    names = {"": t("Your own view: everything"), **_others(programme)}
    names.setdefault(chosen, _unknown(chosen))
    help_text = t("See the dashboard as another reader does. Choose this before you share your screen.")
    st.selectbox(t("See as"), list(names), format_func=names.__getitem__, key=state.SEEN_AS.key, help=help_text)
    address.keep(state.SEEN_AS.key, "")


def seen_by(programme: Programme) -> str:
    """Through whose eyes somebody looks who may see everything; "" for their own."""
    if reader() == account():
        return ""
    chosen = state.SEEN_AS.get()
    return _others(programme).get(chosen) or _unknown(chosen)


def _nobody(chosen: str) -> str:
    words = quoted((chosen,))
    return t("The link asks for the view of {words}, which does not exist here: you see everything.", words=words)


def _unknown(chosen: str) -> str:
    return t("Donor {name}", name=chosen.partition(":")[2])


def _others(programme: Programme) -> dict[str, str]:
    donors = {
        f"{Role.DONOR}:{key}": t("Donor {name}", name=name) for key, name in filters.own_donors(programme).items()
    }
    return {str(Role.PUBLIC): t("The public"), **donors}
