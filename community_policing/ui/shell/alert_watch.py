"""Alert watch: what is new in the current release for the reader of this rerun, and up to where this reader has seen it.

The first rerun of a day, and the first after a publication, looks at the data; all others ask what was found.
"""

import logging
import time
from datetime import UTC, datetime

from community_policing.analysis.alerts.log import News, Seen, news as news_of
from community_policing.dataset.releases import ReleaseError, location
from community_policing.protect.policy import access_policy
from community_policing.ui.shell import access, release_watch, state, window

ASK_AGAIN_S = 60.0  # for how long a count in the menu stands
MOST = 1_000  # counts in memory
_counts: dict[tuple[object, ...], tuple[float, int]] = {}
LOGGER = logging.getLogger(__name__)


def news() -> News | None:
    """What is new for this reader; None where nothing was published.  ReleaseError where that cannot be read."""
    watch = release_watch.watch()
    if not watch.history:
        return None
    reader = access.reader()
    rows, view = watch.releases.alerts, access_policy().view(reader)
    return news_of(
        rows, view, watch.history, lambda number: access.opener(number)(), _seen(reader.account), datetime.now(UTC)
    )


def unseen() -> int:
    """How much is new, for the menu: as it was a minute ago at most, and 0 where it cannot be told just now."""
    history = release_watch.watch().history
    if not history:
        return 0
    reader = access.reader()
    day = datetime.now(UTC).date()
    key = (
        location.key(),
        reader.account,
        access_policy().view(reader),
        state.ALERTS_SEEN.get(),
        history[0].number,
        day,
    )
    if key not in _counts or time.monotonic() - _counts[key][0] > ASK_AGAIN_S:
        if len(_counts) >= MOST:
            _counts.clear()
        _counts[key] = time.monotonic(), _count()
    return _counts[key][1]


def _count() -> int:
    try:
        found = news()
    except Exception:  # a count that cannot be told takes no page away; the Alerts page says why
        LOGGER.warning("What is new cannot be told.", exc_info=True)
        return 0
    return len(found.new) if found else 0


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


def _seen(account: str) -> Seen | None:
    """Up to where: what this session said, else what is kept of the account, or, without sign-in, of the browser."""
    here = state.ALERTS_SEEN.get()
    if access_policy().sign_in is not None:
        there = release_watch.watch().releases.alerts.seen(account)
        return max((each for each in (here, there) if each), default=None)
    return here or window.alerts_seen()
