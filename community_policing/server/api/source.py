"""Where an answer's data are from: a published release or a folder, opened as its reader may see it."""

from collections.abc import Callable, Mapping
from functools import partial

from community_policing.core.i18n import ProgrammeError, listed, t
from community_policing.core.safe_text import printable
from community_policing.dataset.releases import ReleaseError, StoreUnavailable, UnknownRelease
from community_policing.measure.programme import Programme
from community_policing.protect.policy import User
from community_policing.server.api.model import Call
from community_policing.ui.shell import access, release_watch, session


def call(user: User, asked: Mapping[str, tuple[str, ...]]) -> Call:
    """The call of that reader, with the data that pages would open on, or those that are named.

    ProgrammeError for what does not exist; ReleaseError where releases cannot be read."""
    named, number = ("".join(asked.get(name, ())) for name in ("dataset", "release"))
    folders, watch = session.datasets(), release_watch.watch()
    if watch.trouble and not watch.history and named in ("", release_watch.KEY):
        raise watch.trouble  # other data never stand in the place of releases
    keys = (*((release_watch.KEY,) if watch.history else ()), *folders)
    key = named or (release_watch.KEY if number else keys[0])
    if number and key != release_watch.KEY:
        raise ProgrammeError(t("Only published releases have a number."), t("Leave out the dataset or the release."))
    if key in folders:
        return Call(user, asked, _readable(partial(access.dataset_for, user, folders[key])), key, None)
    if key not in keys and named:
        raise ProgrammeError(
            t("There is no dataset “{name}”.", name=printable(named)), t("There are: {listed}.", listed=listed(keys))
        )
    release = _number(number, [each.number for each in watch.history])
    return Call(user, asked, _readable(partial(access.release_for, user, release)), key, release)


def _readable(opened: Callable[[], Programme]) -> Programme:
    """The programme; what keeps it from being read is the server's trouble, and not what was asked."""
    try:
        return opened()
    except ReleaseError:
        raise
    except ProgrammeError as error:
        raise StoreUnavailable(error.message, error.remedy) from error


def _number(asked: str, known: list[int]) -> int:
    """The release asked for, the current one where none is.  UnknownRelease for any other."""
    number = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 10 else 0
    if asked and number not in known:
        raise UnknownRelease(
            t("There is no release “{number}”.", number=printable(asked)), t("Leave it out for the current one.")
        )
    return number or known[0]
