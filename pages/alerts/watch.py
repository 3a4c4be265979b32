"""Alert watch: what is new in the current release for the reader of this rerun, and up to where this reader has seen it.

The first rerun of a day, and the first after a publication, has the data looked at; a thread of its own does that for the menu,
so that it holds nobody up, and the Alerts page itself waits for it.
"""

import logging
import time
from collections.abc import Callable
from contextvars import copy_context
from datetime import UTC, datetime
from threading import Lock, Thread

from community_policing.analysis.alerts.log import CAUGHT_UP, News, Seen, news as news_of
from community_policing.dataset.releases import ReleaseError, location
from community_policing.protect.policy import access_policy
from community_policing.ui.shell import access, release_watch, state, window

ASK_AGAIN_S = 60.0  # for how long a count in the menu stands
MOST = 1_000  # counts in memory
_counts: dict[tuple[object, ...], tuple[float, int]] = {}  # when it was asked for, and how much was new then
_LOOKING = Lock()
LOGGER = logging.getLogger(__name__)


def news() -> News | None:
    """What is new for this reader; None where nothing was published.  ReleaseError where that cannot be read."""
    ask = _asking()
    return ask() if ask else None


def unseen() -> int:
    """How much is new, for the menu: as it was known at the last rerun, a minute old at most."""
    watch = release_watch.watch()
    if not watch.history or watch.trouble:
        return 0
    reader, day = access.reader(), datetime.now(UTC).date()
    key = (location.key(), reader.account, access_policy().audience(reader), _here(), watch.history[0].number, day)
    asked, count = _counts.get(key, (float("-inf"), 0))
    if time.monotonic() - asked > ASK_AGAIN_S and (ask := _asking()):
        if len(_counts) >= MOST:
            _counts.clear()
        _counts[key] = time.monotonic(), count  # one rerun asks, the others take what is known
        _aside(lambda: _count(key, ask))
    return _counts.get(key, (0.0, count))[1]


def may_see() -> bool:
    """Whether this reader may say that everything was seen: not while looking through somebody else's eyes."""
    return access.reader() == access.account()


def see(last: int) -> None:
    """In a callback: everything up to that row of the log was seen; without sign-in by this browser, which keeps it itself."""
    access.require_page("alerts")
    own, now = access.account(), datetime.now(UTC)
    state.ALERTS_SEEN.set((last, now.date()))
    _counts.clear()
    if access_policy().sign_in is None:
        return
    try:
        release_watch.watch().releases.alerts.see(own.account, last, now)
    except ReleaseError as error:  # this session knows it; the next one shows the same as new again
        LOGGER.warning("What %r has seen is not kept: %s", own.account, error)


def _asking() -> Callable[[], News] | None:
    """What asks for the news of this reader, whom nobody knows outside the page's run; None where nothing was published."""
    watch = release_watch.watch()
    if not watch.history:
        return None
    history, reader = watch.history, access.reader()
    opens = {release.number: access.opener(release.number) for release in history[: CAUGHT_UP + 1]}
    audience, account, kept = access_policy().audience(reader), reader.account, access_policy().sign_in is not None
    here = _here()

    def ask() -> News:
        rows = watch.releases.alerts
        there = rows.seen(account) if kept else None
        seen: Seen | None = max((each for each in (here, there) if each), default=None)
        with _LOOKING:  # readers who come together: the first one looks, the others find it done
            return news_of(rows, audience, history, lambda number: opens[number](), seen, datetime.now(UTC))

    return ask


def _here() -> Seen | None:
    """Up to where this session said that it has seen, or, without sign-in, the browser."""
    return state.ALERTS_SEEN.get() or (window.alerts_seen() if access_policy().sign_in is None else None)


def _count(key: tuple[object, ...], ask: Callable[[], News]) -> None:
    try:
        _counts[key] = time.monotonic(), len(ask().new)
    except Exception:  # a count that cannot be told takes no page away; the Alerts page says why
        LOGGER.warning("What is new cannot be told.", exc_info=True)


def _aside(work: Callable[[], None]) -> None:
    Thread(target=copy_context().run, args=(work,), name="alerts", daemon=True).start()
