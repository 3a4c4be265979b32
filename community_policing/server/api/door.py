"""Who asks the API: the holder of a token, or, where nobody signs in, the reader of this machine; and how often they may."""

import math
import time
from dataclasses import dataclass

from limits import RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import FixedWindowRateLimiter
from starlette.requests import Request

from community_policing.core.settings import settings
from community_policing.dataset.releases import location
from community_policing.protect import api_tokens
from community_policing.protect.policy import THIS_MACHINE, Act, User, access_policy
from community_policing.server import exposure
from community_policing.ui.shell import access, release_watch


@dataclass(frozen=True)
class Asker:
    """Who asks: the reader, the id of the token ("" = none), and whether the token still opens anything."""

    user: User
    token: str = ""
    holds: bool = True


def asker(request: Request) -> Asker | None:
    """Who sends this request; None for nobody.  ReleaseError where the registry of tokens cannot be read.

    Without a token only where nobody signs in, and from this machine: what its pages show to whoever opens them there."""
    said = request.headers.get("authorization")
    if said is None:
        open_here = access_policy().sign_in is None and exposure.is_loopback(client(request))
        return Asker(access.of_this_machine()) if open_here else None
    scheme, _, text = said.partition(" ")
    if scheme.lower() != "bearer" or not location.used():  # looking for a token makes no registry
        return None
    token = api_tokens.find(release_watch.watch().releases.tokens, text.strip())
    return Asker(token.user, token.id, token.holds()) if token else None


def subscriber(request: Request) -> Asker | None:
    """Whose calendar program sends this request; None for nobody.  Fails as `asker` does.

    An address opens nothing any more once its role takes no files; and what was made where nobody signs in opens nothing once
    somebody has to."""
    if not location.used():
        return None
    text = str(request.path_params["address"]).removesuffix(".ics")
    token = api_tokens.of_address(release_watch.watch().releases.tokens, text)
    if token is None:
        return None
    theirs = access_policy().sign_in is None or token.user.account != THIS_MACHINE
    return Asker(token.user, token.id, token.holds() and theirs and token.user.may(Act.EXPORT))


def client(request: Request) -> str:
    """The address that a request comes from."""
    return request.client.host if request.client else ""


class Rate:
    """How many calls a minute this replica answers (CPF_API_CALLS), for each token, and for each address without a valid one."""

    def __init__(self) -> None:
        self._limiter = FixedWindowRateLimiter(MemoryStorage())

    def wait(self, who: Asker | None, request: Request) -> int:
        """Count this call; 0 where it may be answered, else in how many seconds to ask again."""
        item = RateLimitItemPerMinute(settings().api_calls)
        key = ("token", who.token) if who and who.holds and who.token else ("address", client(request))
        if self._limiter.hit(item, *key):
            return 0
        return max(1, math.ceil(self._limiter.get_window_stats(item, *key).reset_time - time.time()))
