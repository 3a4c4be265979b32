"""Who signed in: what Streamlit's sign-in cookie says, read and checked by ourselves.

Streamlit keeps a cookie for 30 days, whatever the token says, and after a sign-out too (security.md): here it ends with its
token, after the hours of the configuration, and with a sign-out, wherever that was.
"""

import hashlib
import json
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from itsdangerous import BadData, URLSafeTimedSerializer

from community_policing.protect import streamlit_internals
from community_policing.protect.policy import Act, SignIn, User

READER = "community_policing.protect.identity"  # where the scope of a request says who asks, once the gate has let it through
SKEW = 60.0  # seconds that two clocks may differ


@dataclass(frozen=True)
class Identity:
    """A valid sign-in: the account as the log names it, who that is here (None: nobody), and from when until when it holds,
    in seconds since 1970 by the clock of the server that signed."""

    account: str
    reader: User | None
    since: float
    until: float


def identity(cookies: Mapping[str, str], way: SignIn, now: float | None = None) -> Identity | None:
    """The sign-in that the cookies speak of; None where there is none, where it was tampered with, and where it has ended."""
    signed: list[float] = []

    def part(name: str) -> bytes | None:
        value = cookies.get(name)
        if value is None:
            return None
        try:
            signer = URLSafeTimedSerializer(streamlit_internals.cookie_secret(), salt=name)
            body, at = signer.loads(value, return_timestamp=True)
        except BadData:
            return None
        signed.append(at.timestamp())
        return str(body).encode()

    try:
        claims = json.loads(streamlit_internals.whole_cookie(part) or b"null")
    except ValueError:
        return None
    moment = time.time() if now is None else now
    if (
        not isinstance(claims, dict)
        or claims.get("is_logged_in") is not True
        or claims.get("origin") != way.public_address
    ):
        return None
    since, ends = min(signed), claims.get("exp")
    if not isinstance(ends, int | float) or not claims.get("sub") or not claims.get("iss") or since > moment + SKEW:
        return None
    until = min(float(ends), since + way.hours * 3600)
    account = account_of(claims)
    return Identity(account, way.reader(account, claims), since, until) if moment < until else None


def account_of(claims: Mapping[str, Any]) -> str:
    """The account: its name at the provider, and eight letters that tell it from others of the same name."""
    issuer, subject = str(claims["iss"]), str(claims["sub"])
    account = next((str(claims[name]) for name in ("preferred_username", "email") if claims.get(name)), subject)
    mark = hashlib.sha256(f"{issuer}\x1f{subject}".encode()).hexdigest()[:8]
    return f"{account[:120]} · {mark}"


def allowed(scope: Mapping[str, Any], act: Act) -> bool:
    """Whether who sends this request may do that: everybody without sign-in, and, with it, nobody who has no role."""
    if READER not in scope:
        return True
    who: Identity | None = scope[READER]
    return who is not None and who.reader is not None and who.reader.may(act)
