"""Which accounts signed out, and when: a sign-out ends every session of the account, at this server at once, and at the others
when they next look at the audit log, within five seconds."""

import time
from collections.abc import Mapping
from threading import Lock

_OUT: dict[str, float] = {}
_LOCK = Lock()


def sign_out(account: str, at: float | None = None) -> None:
    """Every sign-in of that account before now, or before then, is over."""
    learn({account: time.time() if at is None else at})


def learn(ended: Mapping[str, float]) -> None:
    """What other servers know: account -> when it signed out, in seconds since 1970."""
    with _LOCK:
        _OUT.update({account: max(at, signed_out(account)) for account, at in ended.items()})


def signed_out(account: str) -> float:
    """When that account last signed out, in seconds since 1970; 0 for never."""
    return _OUT.get(account, 0.0)
