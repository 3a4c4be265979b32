"""Assets between the network and Streamlit: compressed files, font, index page, style sheet, map layers, health."""

import gc
import gzip
import hashlib
import importlib
import json
import mimetypes
import re
import sys
from asyncio import shield, wrap_future
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from functools import partial
from pathlib import Path

import brotli
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from community_policing.core import palette
from community_policing.core.i18n import language, speaking
from community_policing.core.languages import LANGUAGES, SOURCE
from community_policing.core.paths import GEO, STATIC
from community_policing.core.reader_language import offered
from community_policing.protect import streamlit_internals
from community_policing.protect.streamlit_internals import FONT, FRONTEND, ICONS
from community_policing.server import streamlit_words

STYLES, SCRIPTS = STATIC / "styles", STATIC / "scripts"
FOLDERS = {"/static/": FRONTEND / "static", "/layers/": GEO, "/styles/": STYLES, "/scripts/": SCRIPTS}
TRANSLATING = ("mirror.js", "words.js")  # scripts of pages in another language, before any of Streamlit's
OWN_FONT = "/app/static/fonts/noto-sans-latin-wght-normal.woff2"  # as .streamlit/config.toml names it
OWN_ICONS = STATIC / "fonts" / "material-symbols-rounded.woff2"  # those that Streamlit's page names: data/fonts.py
LASTING = "public, max-age=31536000, immutable"
# The best first, which has a thread of its own: a file that is asked for the first time comes in the other one.  Brotli's last
# step (11) would take three times as long for 2 % less
ENCODINGS: dict[str, Callable[[bytes], bytes]] = {
    "br": partial(brotli.compress, mode=brotli.MODE_TEXT, quality=10), "gzip": partial(gzip.compress, mtime=0),
}  # fmt: skip
_POOLS = {name: ThreadPoolExecutor(count, f"compress {name}") for name, count in (("br", 1), ("gzip", 2))}
TEXTS = {".js", ".css", ".svg", ".json", ".geojson"}
HEAVY = (
    "pandas",
    "narwhals",
    "plotly.graph_objects",
    "pydeck",
    "babel.dates",
    "community_policing.ui.shell.session",
    "pages",
)


def index_page(code: str = SOURCE) -> str:
    """Streamlit's own index page with our style sheet, our scripts and the colours that they print in, in a language: another
    one than English has scripts of its own, which turn Streamlit's page and say its words.

    The style sheet ends the body: its rules come after those that Streamlit puts into the head, and no script begins before
    it is there, so that nothing which it hides is seen for a moment.
    """
    sheets = ("app.css", "rtl.css") if LANGUAGES[code].right_to_left else ("app.css",)
    styles = (f'<link rel="stylesheet" href="/styles/{name}?v={_digest(STYLES / name)}" />' for name in sheets)
    scripts = (
        f'<script type="module" src="/scripts/{file.name}?v={_digest(file)}"></script>'
        for file in sorted(SCRIPTS.glob("*.js"))
        if file.name not in TRANSLATING
    )
    paper = f'<script type="application/json" id="on-paper">{json.dumps(palette.on_paper())}</script>'
    page = streamlit_internals.index_page("".join((*styles, paper, *scripts)))
    return page if code == SOURCE else streamlit_internals.in_language(page, LANGUAGES[code], _translating(code))


def _translating(code: str) -> str:
    """What the page of another language has before all scripts: Streamlit's words, and what puts them and their direction."""
    with speaking(code):
        words = json.dumps(streamlit_words.translated(), ensure_ascii=False).replace("<", "\\u003c")
    scripts = (
        f'<script type="module" src="/scripts/{name}?v={_digest(SCRIPTS / name)}"></script>' for name in TRANSLATING
    )
    return "".join((f'<script type="application/json" id="words">{words}</script>', *scripts))


def _digest(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()[:12]


class Precompressed:
    """ASGI middleware: Streamlit's own files, our layers and style sheet, compressed once and kept, as the browser accepts it.

    Streamlit's file names carry a hash, and ours are asked for with theirs (`?v=`), so both may be kept for ever.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        self._bodies: dict[tuple[Path, str], Future[bytes]] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request, or hand it on."""
        path = _file(scope["path"]) if scope["type"] == "http" and scope["method"] == "GET" else None
        header = dict(scope["headers"]).get(b"accept-encoding", b"").decode("latin-1") if path else ""
        accepted = [name for name in ENCODINGS if name in re.findall(r"\w+", header)]
        if path is None or not accepted:
            await self.app(scope, receive, send)
            return
        encoding, body = await self._compressed(path, accepted)
        lasting = scope["path"].startswith("/static/") or b"v=" in scope["query_string"]
        headers = {
            "content-encoding": encoding,
            "vary": "accept-encoding",
            "cache-control": LASTING if lasting else "no-cache",
        }
        await Response(body, media_type=_type(path), headers=headers)(scope, receive, send)

    async def _compressed(self, path: Path, accepted: Sequence[str]) -> tuple[str, bytes]:
        """The best that is there; the last of those accepted is quick, and waited for.  Many browsers may ask at once on a cold
        server: all wait for one compression."""
        *slow, quick = (self._begun(path, encoding) for encoding in accepted)
        for encoding, body in zip(accepted, slow, strict=False):
            if body.done() and not body.exception():
                return encoding, body.result()
        return accepted[-1], await shield(
            wrap_future(quick)
        )  # one browser that goes away takes nothing from the others

    def _begun(self, path: Path, encoding: str) -> Future[bytes]:
        body = self._bodies.get((path, encoding))
        if body is None or (body.done() and body.exception()):
            body = self._bodies[path, encoding] = _POOLS[encoding].submit(
                lambda: ENCODINGS[encoding](path.read_bytes())
            )
        return body


class Fonts:
    """ASGI middleware: for the fonts that Streamlit's page fetches before anything can be read (546 KB) the one that the browser
    has already, and the few icons that the page names."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request, or hand it on."""
        app, lasting = self.app, {"cache-control": LASTING}
        if scope["type"] == "http" and scope["path"].startswith(FONT):
            app = RedirectResponse(OWN_FONT, 308, lasting)
        elif scope["type"] == "http" and scope["path"].startswith(ICONS):
            app = Response(OWN_ICONS.read_bytes(), media_type="font/woff2", headers=lasting)
        await app(scope, receive, send)


class Index:
    """ASGI middleware: the index page for the address of every page of ours."""

    def __init__(self, app: ASGIApp, addresses: frozenset[str]) -> None:
        self.app = app
        self.addresses = addresses
        self.bodies = {code: index_page(code).encode() for code in offered()}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request, or hand it on."""
        if scope["type"] == "http" and scope["method"] in ("GET", "HEAD") and scope["path"] in self.addresses:
            answer = Response(self.bodies[language()], media_type="text/html", headers={"cache-control": "no-cache"})
            await answer(scope, receive, send)
            return
        await self.app(scope, receive, send)


def _file(address: str) -> Path | None:
    """The file behind an address, if it is one of those that are compressed; never one outside its folder."""
    for prefix, folder in FOLDERS.items():
        if address.startswith(prefix):
            try:
                path = (folder / address.removeprefix(prefix)).resolve()
                if path.is_relative_to(folder) and path.suffix in TEXTS and path.is_file():
                    return path
            except (ValueError, OSError):  # a name that no file can have
                return None
    return None


def _type(path: Path) -> str:
    return "application/geo+json" if path.suffix == ".geojson" else mimetypes.guess_type(path.name)[0] or "text/plain"


async def file(request: Request) -> Response:
    """A map layer, our style sheet or our script, for browsers that do not accept compression; 404 for anything else."""
    path = _file(request.url.path)
    return Response(path.read_bytes(), media_type=_type(path)) if path else Response(status_code=404)


async def healthz(_: Request) -> Response:
    """Whether the server answers; for `make run`, tests and process supervisors."""
    return JSONResponse({"status": "ok"}, headers={"cache-control": "no-store"})


def warm() -> None:
    """Imports what every page needs, then keeps the collector from walking it again and again (traps.md a); within the
    server's event loop."""
    for name in HEAVY:
        importlib.import_module(name)
    from community_policing.briefing.drawing import text_width
    from community_policing.ui.shell import release_watch, session

    for bold in (False, True):
        text_width.width("", 1, bold)
    session.warm_up()
    release_watch.warm_up()
    gc.collect()
    gc.freeze()
    sys.setswitchinterval(0.02)
