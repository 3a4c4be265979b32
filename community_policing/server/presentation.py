"""The presented briefing, `/present/<id>`, and what is noted while presenting it: between the network and Streamlit.

The page is one self-contained file, so that nothing of ours is needed any more once it stands; what is noted goes to
`/present/<id>/notes`, and waits in the browser while the server is away.
"""

import base64
import hashlib
import json
import re
from collections import OrderedDict, deque
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import asdict, dataclass
from gzip import compress
from time import monotonic
from typing import TYPE_CHECKING, Any

from anyio import CapacityLimiter, to_thread
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, PlainTextResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from community_policing.briefing.archive import UnknownBriefing
from community_policing.briefing.model import Briefing
from community_policing.core.i18n import ProgrammeError, t
from community_policing.dataset.releases import ReleaseError
from community_policing.protect import audit_log
from community_policing.protect.identity import READER, Identity, allowed
from community_policing.protect.policy import Act, writable_from
from community_policing.server.plain_page import plain_page

if TYPE_CHECKING:
    from community_policing.briefing.archive import Archive

ADDRESS = "/present/"
NOTE_BYTES = 8 * 1024
NOTES, WINDOW, CLIENTS = 60, 600.0, 1_000  # notes of one client in so many seconds; clients that are remembered
KEPT = 8  # decks in memory
_WHERE = re.compile(r"/present/([0-9a-f]{10})(/notes)?")
_SCRIPT = re.compile(r"<script(?:\s[^>]*)?>(.*?)</script>", re.DOTALL | re.IGNORECASE)
NONE = "'none'"
_NO_STORE = {"cache-control": "no-store"}


@dataclass(frozen=True)
class Page:
    """A deck as it is sent: as it is and compressed, with the policy that lets only its own scripts run."""

    body: bytes
    small: bytes
    policy: str


class Presentation:
    """ASGI middleware: the deck of a frozen briefing, its notes, and 404 in plain words for what is none.

    `archive` opens the store of briefings, `deck` makes a briefing's page; both may wait, and hold no other reader up.
    """

    def __init__(
        self,
        app: ASGIApp,
        archive: "Callable[[], Archive] | None" = None,
        deck: Callable[[Briefing], bytes] | None = None,
    ) -> None:
        self.app = app
        self._archive, self._deck = archive or _opened, deck or _built
        self._pages: OrderedDict[str, Page] = OrderedDict()
        self._noted: OrderedDict[str, deque[float]] = OrderedDict()
        self._threads = CapacityLimiter(4)  # those of Streamlit stay free

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request, or hand it on."""
        if scope["type"] != "http" or not scope["path"].startswith(ADDRESS):
            await self.app(scope, receive, send)
            return
        request = Request(scope, receive)
        match = _WHERE.fullmatch(scope["path"]) if allowed(scope, Act.BRIEF) else None
        answer = await self._answer(request, *match.groups()) if match else _no_such()
        await answer(scope, receive, send)

    async def _answer(self, request: Request, identifier: str, notes: str | None) -> Response:
        answers: Mapping[str, Callable[[Request, str], Awaitable[Response]]] = (
            {"GET": self._listed, "POST": self._note} if notes else {"GET": self._page, "HEAD": self._page}
        )
        method = request.method
        if method not in answers:
            return PlainTextResponse("", 405, headers={"allow": ", ".join(answers)})
        try:
            return await answers[method](request, identifier)
        except ProgrammeError as error:
            status = 404 if isinstance(error, UnknownBriefing) else 503
            if notes:
                return _told(str(error), status)
            return _no_such() if status == 404 else _said(error.message, error.remedy, status)

    async def _page(self, request: Request, identifier: str) -> Response:
        page = self._pages.get(identifier)
        if page is None:
            page = await self._apart(self._made, identifier)
        if request.method == "GET":
            await self._apart(_log, request, "present", identifier)
        self._pages[identifier] = page
        self._pages.move_to_end(identifier)
        while len(self._pages) > KEPT:
            self._pages.popitem(last=False)
        packed = "gzip" in request.headers.get("accept-encoding", "")
        headers = {**_NO_STORE, "content-security-policy": page.policy, "vary": "accept-encoding"}
        headers |= {"content-encoding": "gzip"} if packed else {}
        return HTMLResponse(page.small if packed else page.body, headers=headers)

    def _made(self, identifier: str) -> Page:
        body = self._deck(self._archive().open(identifier))
        return Page(body, compress(body, 6, mtime=0), policy(body.decode("utf-8")))

    async def _listed(self, _: Request, identifier: str) -> Response:
        notes = await self._apart(lambda: _notes(self._archive(), identifier))
        return JSONResponse(notes, headers=_NO_STORE)

    async def _note(self, request: Request, identifier: str) -> Response:
        refused = _refused(request) or self._too_many(request)
        if refused:
            return refused
        body = await _read(request)
        if body is None:
            return _told(t("A note is at most 8 KB of text."), 413)
        try:
            body_json = json.loads(body)
        except ValueError:
            return _told(t("This note is not valid JSON."), 400)
        problem = await self._apart(lambda: _keep(self._archive(), identifier, body_json))
        if not problem:
            await self._apart(_log, request, "note", identifier)
        return _told(problem, 400) if problem else Response(status_code=204, headers=_NO_STORE)

    def _too_many(self, request: Request) -> Response | None:
        """A refusal where this client has sent more than its share lately."""
        client, now = request.client.host if request.client else "", monotonic()
        lately = self._noted.setdefault(client, deque())
        self._noted.move_to_end(client)
        while len(self._noted) > CLIENTS:
            self._noted.popitem(last=False)
        while lately and now - lately[0] > WINDOW:
            lately.popleft()
        if len(lately) >= NOTES:
            return _told(t("Too many notes at once. They will be sent again in a few minutes."), 429)
        lately.append(now)
        return None

    async def _apart(self, work: Callable[..., Any], *given: Any) -> Any:
        """Work that waits for disk, database or the building process, away from the event loop."""
        return await to_thread.run_sync(work, *given, limiter=self._threads)


def policy(page: str) -> str:
    """The content policy of a deck: its inline scripts by their hash, no other, and no request but to send its notes."""
    scripts = dict.fromkeys(_SCRIPT.findall(page.replace("\r\n", "\n")))
    hashes = " ".join(
        f"'sha256-{base64.b64encode(hashlib.sha256(s.encode('utf-8')).digest()).decode()}'" for s in scripts
    )
    return (
        f"default-src 'none'; script-src {hashes or NONE}; style-src 'unsafe-inline'; img-src data:; font-src data:; "
        "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    )


def _log(request: Request, what: str, identifier: str) -> None:
    """Tells the audit log who did that with the briefing."""
    who: Identity | None = request.scope.get(READER)
    account, role = (who.account, who.reader.role) if who and who.reader else (t("this machine"), "")
    audit_log.record(what, account, role, identifier)


def _refused(request: Request) -> Response | None:
    """A refusal of what does not come from our own page, or from somebody who may not write."""
    client = request.client.host if request.client else ""
    if not allowed(request.scope, Act.NOTE) or not writable_from(client, READER in request.scope):
        return _told(t("Notes can be saved only on the machine that serves this dashboard (CPF_IMPORT)."), 403)
    if not _from_here(request):
        return _told(t("Notes can be sent only from the presented page."), 403)
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != "application/json":
        return _told(t("Send the note as JSON."), 400)
    return None


def _from_here(request: Request) -> bool:
    """Whether a browser says that our own page sends this."""
    site, origin = request.headers.get("sec-fetch-site"), request.headers.get("origin", "")
    if site is not None:
        return site == "same-origin"
    return bool(origin) and origin.partition("://")[2] == request.headers.get("host")


async def _read(request: Request) -> bytes | None:
    """The body; None where it is too long, of which no more is read."""
    body = b""
    async for part in request.stream():
        body += part
        if len(body) > NOTE_BYTES:
            return None
    return body


def _keep(archive: "Archive", identifier: str, fields: object) -> str:
    """Keeps the note once, however often it comes; what is wrong with it, "" for nothing."""
    from pages.briefing.note_input import note

    briefing = archive.open(identifier)
    try:
        archive.note(note(fields, briefing, t("while presenting")))
    except ReleaseError:
        raise
    except ProgrammeError as wrong:
        return str(wrong)
    return ""


def _notes(archive: "Archive", identifier: str) -> list[dict[str, Any]]:
    archive.open(identifier)  # of one that nobody knows there are no notes
    return [asdict(each) for each in archive.notes(identifier)]


def _opened() -> "Archive":
    from pages.briefing import store  # opens the registry: only where a briefing is asked for

    return store.opened()


def _built(briefing: Briefing) -> bytes:
    """The presented deck, made in the process that builds outputs; returns when it stands."""
    from community_policing.briefing.build.outputs import PRESENT
    from pages.briefing import store

    return store.built(briefing, PRESENT)


def _told(message: str, status: int) -> Response:
    return PlainTextResponse(message, status, headers=_NO_STORE)


def _no_such() -> Response:
    problem = t("There is no briefing at this address.")
    return _said(problem, t("Look for it in the list on the Briefing page, or ask the sender for a new link."), 404)


def _said(problem: str, remedy: str, status: int) -> Response:
    """A page of our own: what happened, and what to do."""
    return plain_page(problem, remedy, ("/briefing", t("To the Briefing page")), status)
