"""The gate: where sign-in is on, nothing but the sign-in answers somebody who has not signed in, websockets included.

Streamlit's own routes speak with the provider (`st.login`'s: /auth/login, /oauth2callback, /auth/logout).  The gate stands
before every other address, ends sessions that Streamlit would let run on, and brings readers back to the page they asked for.
"""

import re
import time
from collections.abc import Callable, Mapping
from http.cookies import CookieError, SimpleCookie
from urllib.parse import quote, urlsplit

from starlette.requests import HTTPConnection
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from community_policing.core.i18n import language, t
from community_policing.core.reader_language import PARAMETER, offered
from community_policing.protect import streamlit_internals
from community_policing.protect.identity import READER, Identity, identity
from community_policing.protect.policy import AccessPolicy, SignIn, access_policy
from community_policing.server.plain_page import plain_page

BACK = "cpf_back"  # the cookie with the page that was asked for
SIGN_IN, GO = "/sign-in", "/sign-in/go"
# The API asks for a token by itself, and knows no cookie; the links of a mail are signed
OPEN = ("/healthz", "/favicon.ico", "/app/static/fonts/", "/static/media/", "/api/", "/mail/")
ENDED = 4401
_LANGUAGE = re.compile(rf"(?<=[?&]){PARAMETER}=[^&]*&?")

Log = Callable[[str, str, str, str], None]  # what, account, role, detail


class SignInGate:
    """ASGI middleware: asks for sign-in where the configuration says so.

    `pages` are the addresses of our pages; `signed_out` gives, for an account, when it last signed out (seconds since 1970);
    `log` keeps sign-ins and what was refused; `configuration` is read at each request.
    """

    def __init__(
        self,
        app: ASGIApp,
        pages: frozenset[str],
        signed_out: Callable[[str], float],
        log: Log,
        configuration: Callable[[], AccessPolicy] = access_policy,
    ) -> None:
        self.app, self.pages = app, pages
        self._signed_out, self._log, self._configuration = signed_out, log, configuration

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request, or hand it on."""
        way = self._configuration().sign_in if scope["type"] in ("http", "websocket") else None
        if way is None:
            await self.app(scope, receive, send)
            return
        who = self.valid(HTTPConnection(scope).cookies, way)
        scope[READER] = who
        if scope["type"] == "websocket":
            await self._stream(way, scope, receive, send)
        elif scope["path"] in streamlit_internals.SIGN_IN:
            await self._signing_in(way, scope, receive, send)
        else:
            answer = self._refusal(who, scope)
            await (answer or self.app)(scope, receive, send)

    def valid(self, cookies: Mapping[str, str], way: SignIn) -> Identity | None:
        """The sign-in that the cookies speak of, unless it ended, or its account signed out since."""
        who = identity(cookies, way)
        return who if who and who.since > self._signed_out(who.account) else None

    def _refusal(self, who: Identity | None, scope: Scope) -> Response | None:
        """What somebody gets instead of what they asked for; None where they may have it."""
        path, query = scope["path"], HTTPConnection(scope).query_params
        if path == GO:
            return _to_provider(query.get("to", "/"))
        if path == SIGN_IN:
            return _sign_in(query.get("to", "/"), query)
        if path.startswith(OPEN) or (who and who.reader):
            return None
        page = path in self.pages or path.startswith("/present/")
        if who:
            return _nobody(who.account) if page else PlainTextResponse("", 403)
        asked = path + (f"?{scope['query_string'].decode('latin-1')}" if scope["query_string"] else "")
        return _sign_in(asked, {}) if page else PlainTextResponse("", 401)

    async def _stream(self, way: SignIn, scope: Scope, receive: Receive, send: Send) -> None:
        """Streamlit's websocket: for who has a role here, and each of its messages only while the sign-in holds."""
        who: Identity | None = scope[READER]
        if who is None or who.reader is None:
            await send({"type": "websocket.close", "code": ENDED})
            return
        cookies = HTTPConnection(scope).cookies

        async def while_valid() -> Message:
            message = await receive()
            if message["type"] != "websocket.receive" or self.valid(cookies, way):
                return message
            await send({"type": "websocket.send", "bytes": _redirect(_place(message.get("bytes") or b""))})
            await send({"type": "websocket.close", "code": ENDED})
            return {"type": "websocket.disconnect", "code": ENDED}

        await self.app(scope, while_valid, send)

    async def _signing_in(self, way: SignIn, scope: Scope, receive: Receive, send: Send) -> None:
        """Streamlit's talk with the provider, with its failures told and its way back mended."""
        messages: list[Message] = []

        async def mended(message: Message) -> None:
            if message["type"] != "http.response.start":
                if messages:
                    await send(message)
                return
            if message["status"] >= 400 and scope["path"] == "/auth/login":
                raise _Unanswered
            messages.append(message)
            if scope["path"] == "/oauth2callback":
                message = self._came_back(way, scope, message)
            await send(message)

        try:
            await self.app(scope, receive, mended)
        except Exception as error:
            if messages:
                raise
            self._log("sign_in_refused", "", "", f"the provider does not answer: {type(error).__name__}")
            await _away()(scope, receive, send)

    def _came_back(self, way: SignIn, scope: Scope, message: Message) -> Message:
        """The answer to the provider's way back: to the page that was asked for, or to why nobody came in."""
        cookies = _set(message)
        who = identity(cookies, way, time.time() + 1) if streamlit_internals.USER_COOKIE in cookies else None
        role = who.reader.role if who and who.reader else ""
        self._log(
            "sign_in" if role else "sign_in_refused", who.account if who else "", role, "" if who else "no valid token"
        )
        back = _local(HTTPConnection(scope).cookies.get(BACK, "/")) if who else f"{SIGN_IN}?failed=1"
        others = [pair for pair in message["headers"] if pair[0].lower() != b"location"]
        gone = f"{BACK}=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax".encode()
        return {**message, "headers": [*others, (b"location", back.encode("ascii")), (b"set-cookie", gone)]}


class _Unanswered(Exception):  # noqa: N818  never leaves this module
    """Streamlit could not reach the provider."""


def _set(message: Message) -> dict[str, str]:
    """The cookies that an answer sets."""
    cookies: dict[str, str] = {}
    for name, value in message["headers"]:
        if name.lower() == b"set-cookie":
            try:
                cookies |= {key: each.value for key, each in SimpleCookie(value.decode("latin-1")).items()}
            except CookieError:
                continue  # one that a browser would not take either
    return {name: value for name, value in cookies.items() if value}


def _local(address: str) -> str:
    """An address of ours, without host; "/" for any other."""
    parts = urlsplit(address)
    fine = address.startswith("/") and not address.startswith(("//", "/\\")) and not parts.scheme and not parts.netloc
    return quote(address, safe="/?&=%+.,;:@~!$'()*-_") if fine and len(address) < 2_000 else "/"


def _sign_in(to: str, query: Mapping[str, str]) -> Response:
    """The one page for who has not signed in."""
    text = t("Use your organisation's account. No data are shown before you sign in.")
    if "failed" in query:
        text = t(
            "You were not signed in: the sign-in was refused or took too long. Try again, or ask the dashboard's administrator."
        )
    elif "ended" in query:
        text = t("Your session has ended. Sign in again to continue where you were.")
    there = quote(
        _local(_LANGUAGE.sub("", to).rstrip("?&")), safe=""
    )  # what the address asks for is remembered already
    others = {code: f"{SIGN_IN}?to={there}&{PARAMETER}={code}" for code in offered() if code != language()}
    link, title = (f"{GO}?to={there}", t("Sign in")), t("Community Policing Programme, IOM Iraq")
    return plain_page(title, text, link, 200 if query else 401, button=True, languages=others)


def _nobody(account: str) -> Response:
    """For somebody who signed in, and whom nobody gave a role."""
    text = t(
        "You are signed in as {account}, which has no role here yet. Ask the dashboard's administrator for one.",
        account=account,
    )
    return plain_page(t("This account has no access yet"), text, ("/auth/logout", t("Sign out")), 403)


def _away() -> Response:
    text = t("The sign-in service does not answer. Nothing is lost: try again in a minute.")
    return plain_page(t("Sign-in is not possible just now"), text, (SIGN_IN, t("Try again")), 503, button=True)


def _to_provider(to: str) -> Response:
    """To the provider, through Streamlit's own address; the page asked for waits in a cookie."""
    answer = RedirectResponse(streamlit_internals.login_address(), 302, headers={"cache-control": "no-store"})
    answer.set_cookie(BACK, _local(to), max_age=900, httponly=True, samesite="lax", path="/")
    return answer


def _place(message: bytes) -> str:
    """The page that a browser's message was sent from."""
    try:
        parts = urlsplit(streamlit_internals.sent_from(message))
    except ValueError:
        return "/"
    return _local((parts.path or "/") + (f"?{parts.query}" if parts.query else ""))


def _redirect(place: str) -> bytes:
    """The message that sends the browser to the sign-in."""
    return streamlit_internals.redirect(f"{SIGN_IN}?ended=1&to={quote(place, safe='')}")
