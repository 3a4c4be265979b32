"""Session limit.  Above `CPF_READERS`, new visitors get a 503 page that retries; open sessions are not affected."""

import re
from collections import Counter
from http.cookies import CookieError, SimpleCookie
from secrets import token_hex
from time import monotonic

from markupsafe import Markup
from starlette.responses import HTMLResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from community_policing.core.i18n import t
from community_policing.core.settings import settings
from community_policing.protect.streamlit_internals import NO_PAGES
from community_policing.server.plain_page import language_marks
from community_policing.server.refusal import log_refusal, refuse

COOKIE = "cpf_reader"  # tells a reader who reloads from a new one, and keeps him on one replica (deploy/nginx.conf)
RETRY_SECONDS = 15
HELD_SECONDS = 10.0  # a reader's place is kept so long when his connection breaks, or his page loads anew
_TOKEN = re.compile(r"[0-9a-f]{32}")
_NO_PAGE = (*NO_PAGES, "/present/", "/layers/", "/styles/", "/scripts/", "/healthz", "/api/")
_BUSY = Markup("""<!doctype html>
<html {language}><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<meta http-equiv="refresh" content="{seconds}"><title>{title}</title><style>
:root {{ color-scheme: light dark; --ink: #1d2b30; --ground: #fff; --mark: #14695f }}
@media (prefers-color-scheme: dark) {{ :root {{ --ink: #e8eef0; --ground: #10191d; --mark: #5cc4b6 }} }}
body {{ margin: 0; padding: 15vh 6vw 0; background: var(--ground); color: var(--ink); font: 1.125rem/1.5 'Noto Sans', sans-serif }}
main {{ max-width: 36rem; margin: auto; border-top: 4px solid var(--mark); padding-top: 1.5rem }}
h1 {{ font-size: 1.75rem; line-height: 1.25; margin: 0 0 .75rem }}
</style></head><body><main><h1>{title}</h1><p>{words}</p></main></body></html>
""")


class SessionLimit:
    """ASGI middleware: at most `most` open websockets (CPF_READERS); beyond them pages are answered 503 with a page of their own.

    A reader is known by a random cookie: his place is kept for a moment, so that he may reload his page while the server is
    full; those who are in may open a second tab, together a tenth above the cap.
    """

    def __init__(self, app: ASGIApp, most: int | None = None) -> None:
        self.app, self.most = app, settings().readers if most is None else most
        self._open: Counter[str] = Counter()
        self._held: dict[str, float] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request, or hand it on."""
        if scope["type"] == "websocket":
            await self._connect(scope, receive, send)
        elif scope["type"] == "http" and scope["method"] in ("GET", "HEAD") and _is_page(scope["path"]):
            await self._page(scope, receive, send)
        else:
            await self.app(scope, receive, send)

    async def _connect(self, scope: Scope, receive: Receive, send: Send) -> None:
        reader = _reader(scope)
        if not self._has_place(reader):
            log_refusal(scope, "all places are taken:", self.most)
            await refuse(scope, receive, send, _busy(""))
            return
        self._held.pop(reader, None)
        self._open[reader] += 1
        try:
            await self.app(scope, receive, send)
        finally:
            self._open[reader] -= 1
            self._open += Counter()  # drops those that came to zero
            if reader:
                self._held[reader] = monotonic() + HELD_SECONDS

    async def _page(self, scope: Scope, receive: Receive, send: Send) -> None:
        reader = _reader(scope)
        if not self._has_place(reader):
            log_refusal(scope, "all places are taken:", self.most)
            await refuse(scope, receive, send, _busy(reader))
            return

        async def with_cookie(message: Message) -> None:
            if message["type"] == "http.response.start" and not reader:
                cookie = f"{COOKIE}={token_hex(16)}; Path=/; HttpOnly; SameSite=Strict"
                message["headers"] = [*message["headers"], (b"set-cookie", cookie.encode())]
            await send(message)

        await self.app(scope, receive, with_cookie)

    def _has_place(self, reader: str) -> bool:
        now = monotonic()
        self._held = {each: until for each, until in self._held.items() if until > now}
        more = self.most // 10 + 1 if self._open[reader] and reader else 0
        return reader in self._held or self._open.total() + len(self._held) < self.most + more


def _is_page(path: str) -> bool:
    """Whether an address is a page's: whatever is no file and nothing of the server's own leads to the index page."""
    return not path.startswith(_NO_PAGE) and "." not in path.rpartition("/")[2]


def _reader(scope: Scope) -> str:
    """Who asks, by his cookie; "" where he has none of ours."""
    sent = b"; ".join(value for name, value in scope["headers"] if name.lower() == b"cookie").decode("latin-1")
    try:
        cookie = SimpleCookie(sent).get(COOKIE)
    except CookieError:
        return ""
    return cookie.value if cookie and _TOKEN.fullmatch(cookie.value) else ""


def _busy(reader: str) -> Response:
    """The page for those who have no place; who was sent to this replica by his cookie loses it, and may find another free."""
    title = t("The dashboard is full at the moment")
    words = t("The server has reached its limit of readers. This page tries again every {seconds} seconds; you need not do "
              "anything.", seconds=RETRY_SECONDS)  # fmt: skip
    page = _BUSY.format(seconds=RETRY_SECONDS, title=title, words=words, language=language_marks())
    answer = HTMLResponse(page, 503, {"retry-after": str(RETRY_SECONDS), "cache-control": "no-store"})
    if reader:
        answer.delete_cookie(COOKIE, httponly=True, samesite="strict")
    return answer
