"""Language of an answer: what it is asked in, said in `Vary`, and remembered for a year where the address asks for it."""

from urllib.parse import parse_qs

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import cookie_parser
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from community_policing.core import reader_language
from community_policing.core.i18n import speaking
from community_policing.core.languages import SOURCE
from community_policing.core.reader_language import COOKIE, PARAMETER
from community_policing.protect.policy import public_address
from community_policing.server.security_headers import hardened

_YEAR = 31_536_000
_TEXTS = ("text/html", "text/plain")
_MACHINES = "/api/"  # whose words programs read: always the same


class SpokenLanguage:
    """ASGI middleware: all that stands further in speaks the language of whoever asks; outside of all others, so that
    refusals do, too."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        self.there = reader_language.offered()  # pages are made in these as the server starts
        self.secure = public_address().startswith("https://")

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request, or hand it on."""
        speaks = scope["type"] in ("http", "websocket") and self.there != (SOURCE,)
        if not speaks or scope["path"].startswith(_MACHINES):
            await self.app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        query = scope["query_string"].decode("latin-1")
        asked = parse_qs(query).get(PARAMETER, [""])[-1] if PARAMETER in query else ""
        kept = cookie_parser(headers.get("cookie", "")).get(COOKIE, "")

        async def said(message: Message) -> None:
            if message["type"] == "http.response.start":
                answer = MutableHeaders(raw=list(message.get("headers", ())))
                if answer.get("content-type", "").startswith(_TEXTS):
                    answer.add_vary_header("Cookie, Accept-Language")
                    if asked in self.there:
                        cookie = f"{COOKIE}={asked}; Path=/; Max-Age={_YEAR}"
                        answer.append("set-cookie", hardened(cookie, secure=self.secure))
                    message = {**message, "headers": answer.raw}
            await send(message)

        with speaking(reader_language.chosen(asked, kept, headers.get("accept-language", ""), self.there)):
            await self.app(scope, receive, said)
