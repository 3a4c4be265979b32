"""Allowed hosts: names this server answers to, websockets of our own pages only, and trusted proxies."""

import re
from collections.abc import Sequence
from typing import Any, cast

from starlette.types import ASGIApp, Receive, Scope, Send
from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware

from community_policing.core.i18n import t
from community_policing.core.settings import settings
from community_policing.server import exposure
from community_policing.server.refusal import log_refusal, refusal, refuse

_LOOPBACK = ("127.0.0.1", "::1", "localhost")
_HOST = re.compile(r"(?P<name>[a-z0-9.-]{1,253}|\[[0-9a-f:.]{2,45}\])(:\d{1,5})?")
# What proxies say has gone into the scope where it is believed; further in nobody shall read it.
_SAID_BY_PROXIES = re.compile(rb"forwarded|x-forwarded-.*|x-real-ip|x-client-ip|true-client-ip|cf-connecting-ip")


class AllowedHosts:
    """ASGI middleware: a request for a name that is not ours gets 400, a websocket that no page of ours opens 403.

    Without sign-in, 403 too for whatever does not come from this machine.  What `X-Forwarded-For` and `-Proto` say is
    believed from this machine and from CPF_PROXIES; inside, nobody sees such headers.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        self.names = frozenset({*_LOOPBACK, *exposure.hosts()})
        self.guarded = exposure.guarded()
        self.secure = exposure.public_address() if exposure.public_address().startswith("https://") else ""
        proxies = [*_LOOPBACK[:2], *map(str, settings().proxies)]
        self._placed = cast("ASGIApp", ProxyHeadersMiddleware(cast("Any", self._checked), proxies))

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request, or hand it on."""
        await (self._placed if scope["type"] in ("http", "websocket") else self.app)(scope, receive, send)

    async def _checked(self, scope: Scope, receive: Receive, send: Send) -> None:
        sent: Sequence[tuple[bytes, bytes]] = scope["headers"]
        host, origin = _only(sent, b"host"), _only(sent, b"origin")
        if not self._is_ours(host):
            log_refusal(scope, "unknown host", host)
            words = t(
                "This dashboard does not answer at this address. Its administrator lists the addresses in CPF_HOSTS."
            )
            await refuse(scope, receive, send, refusal(words, 400))
        elif not self._may_reach(scope):
            log_refusal(scope, "sign-in is off, and this came from another machine")
            words = t("This dashboard answers only on its own machine, because sign-in is off.")
            await refuse(scope, receive, send, refusal(words, 403))
        elif scope["type"] == "websocket" and not self._is_own_page(origin, host):
            log_refusal(scope, "websocket of another origin", origin)
            await refuse(scope, receive, send, refusal(t("Only pages of this dashboard may connect to it."), 403))
        else:
            own_headers = [pair for pair in sent if not _SAID_BY_PROXIES.fullmatch(pair[0].lower())]
            await self.app({**scope, "headers": own_headers}, receive, send)

    def _is_ours(self, host: str) -> bool:
        match = _HOST.fullmatch(host.lower())
        return match is not None and match["name"].strip("[]").rstrip(".") in self.names

    def _may_reach(self, scope: Scope) -> bool:
        ends = (scope.get(end) or ("",) for end in ("server", "client"))
        return self.guarded or all(exposure.is_loopback(end[0]) for end in ends)

    def _is_own_page(self, origin: str, host: str) -> bool:
        """Whether the page that opens a websocket came from where the websocket goes; by TLS where readers come that way."""
        scheme, _, place = origin.lower().partition("://")
        by_tls = self.secure.lower() == f"https://{host.lower()}"
        return place == host.lower() and scheme in (("https",) if by_tls else ("http", "https"))


def _only(headers: Sequence[tuple[bytes, bytes]], name: bytes) -> str:
    """A header's value; "" where it is missing, doubled, or no plain text."""
    values = [value for each, value in headers if each.lower() == name]
    return values[0].decode("ascii", "replace") if len(values) == 1 else ""
