"""Security headers and hardened cookies on every answer; addresses that are closed to everybody."""

import base64
import hashlib
import logging
import re
from collections.abc import Iterable

from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from community_policing.core.i18n import t
from community_policing.protect.policy import public_address
from community_policing.protect.streamlit_internals import MEDIA, OPERATORS, XSRF_COOKIE
from community_policing.server.assets import index_page
from community_policing.server.refusal import refusal

log = logging.getLogger("community_policing")
_STARTS = ("http.response.start", "websocket.http.response.start", "websocket.accept")
_YEAR = 31_536_000
# What pages and workers alone are held to.  A first view has 110 parts that are neither, and these are 0.9 KB of each: a tenth of
# what a slow line carries before anything can be read.  Browsers say which part they ask for; who does not say gets all.
_OF_PAGES = {b"content-security-policy", b"cross-origin-opener-policy", b"permissions-policy"}
_PARTS = {b"script", b"style", b"font", b"image"}


def policy() -> str:
    """The content policy: our own origin only, and of inline scripts just those in the index page."""
    scripts = re.findall(r"<script>(.*?)</script>", index_page(), re.DOTALL)
    hashes = " ".join(f"'sha256-{base64.b64encode(hashlib.sha256(s.encode()).digest()).decode()}'" for s in scripts)
    return (
        f"default-src 'none'; script-src 'self' {hashes} 'wasm-unsafe-eval'; style-src 'self' 'unsafe-inline'; "
        "img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self'; worker-src 'self' blob:; media-src 'self'; "
        "manifest-src 'self'; frame-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'; object-src 'none'"
    )


def hardened(cookie: str, *, secure: bool) -> str:
    """A Set-Cookie value with SameSite, HttpOnly unless the page's script reads it, and Secure where readers come by TLS."""
    name = cookie.partition("=")[0].strip()
    there = {part.partition("=")[0].strip().lower() for part in cookie.split(";")[1:]}
    wanted = [("SameSite=Lax", True), ("HttpOnly", name != XSRF_COOKIE), ("Secure", secure)]
    more = [word for word, asked in wanted if asked and word.partition("=")[0].lower() not in there]
    return "; ".join([cookie.rstrip("; "), *more])


class SecurityHeaders:
    """ASGI middleware: security headers on every answer, refused websockets and failures included, and 404 for addresses
    that readers have no use for.  Scripts, styles, fonts and pictures that a page asks for have those that they are held to.

    A content policy that an answer brings stays alone: a browser would hold the page to both.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        self.secure = public_address().startswith("https://")
        self.headers = [
            (b"content-security-policy", policy().encode()),
            (b"x-content-type-options", b"nosniff"),
            (b"referrer-policy", b"no-referrer"),
            (b"cross-origin-opener-policy", b"same-origin"),
            (b"cross-origin-resource-policy", b"same-origin"),
            (b"permissions-policy", b"camera=(), microphone=(), geolocation=(), payment=(), usb=()"),
            *([(b"strict-transport-security", f"max-age={_YEAR}".encode())] if self.secure else []),
        ]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] not in ("http", "websocket"):
            await self.app(scope, receive, send)
            return
        path, started = re.sub("/+", "/", scope["path"]), False
        is_part = dict(scope["headers"]).get(b"sec-fetch-dest") in _PARTS
        answerable = scope["type"] == "http" or "websocket.http.response" in (scope.get("extensions") or {})

        async def with_headers(message: Message) -> None:
            nonlocal started
            started = started or message["type"] in _STARTS
            if message["type"] == "websocket.close" and not started and answerable:  # the server would answer it bare
                await refusal(t("Only pages of this dashboard may connect to it."), 403)(scope, receive, with_headers)
                return
            if message["type"] in _STARTS:
                message = {**message, "headers": self._added(message.get("headers", ()), path, is_part)}
            await send(message)

        try:
            await (Response(status_code=404) if path.startswith(OPERATORS) else self.app)(scope, receive, with_headers)
        except Exception:
            if started or not answerable:
                raise
            log.exception("An answer failed: %.200r", scope["path"])
            await refusal(t("The request failed. Nothing was changed; try again."), 500)(scope, receive, with_headers)

    def _added(self, sent: Iterable[tuple[bytes, bytes]], path: str, is_part: bool) -> list[tuple[bytes, bytes]]:
        """The headers of an answer with ours, where it does not bring its own."""
        named = [(name.lower(), value) for name, value in sent]
        if path.startswith(MEDIA):  # files of one reader's page, open to whoever knows the address: nobody keeps them
            named = [pair for pair in named if pair[0] != b"cache-control"] + [(b"cache-control", b"no-store")]
        own = {name for name, _ in named} | (_OF_PAGES if is_part else set())
        cookies = [(name, hardened(value.decode("latin-1"), secure=self.secure).encode("latin-1")) if name == b"set-cookie"
                   else (name, value) for name, value in named]  # fmt: skip
        return [*cookies, *(pair for pair in self.headers if pair[0] not in own)]
