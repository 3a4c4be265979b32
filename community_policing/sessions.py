"""Which accounts signed out, and when: a sign-out ends every session of the account at this server.

Other replicas do not hear of it yet: there, and after a restart, a cookie that was kept holds until its token ends.
"""

import logging
import time
from threading import Lock

_OUT: dict[str, float] = {}
_LOCK = Lock()


def sign_out(account: str, at: float | None = None) -> None:
    """Every sign-in of that account before now, or before then, is over."""
    moment = time.time() if at is None else at
    with _LOCK:
        _OUT[account] = max(moment, _OUT.get(account, 0.0))


def signed_out(account: str) -> float:
    """When that account last signed out, in seconds since 1970; 0 for never."""
    return _OUT.get(account, 0.0)


def log(what: str, account: str, role: str, detail: str) -> None:
    """One line for the operator."""
    logging.getLogger("audit").warning("%s account=%r role=%s %r", what, account, role, detail)
