"""What every answer carries, whatever kind it is: from a real server, and from the middleware where a kind is hard to cause."""

import asyncio
import gzip
import re
import socket
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, MutableMapping
from http.client import HTTPMessage, parse_headers
from typing import Any

import brotli
import pytest

from community_policing.core.paths import GEO
from community_policing.server import assets
from community_policing.server.security_headers import SecurityHeaders, hardened
from community_policing.ui.charts.webgl_map import address as layer_address
from tests.browser.server import serving
from tests.conftest import ROOT, run
from tests.server.asgi import Answer, ask

NAMES = ("content-security-policy", "x-content-type-options", "referrer-policy", "cross-origin-opener-policy",
         "cross-origin-resource-policy", "permissions-policy")  # fmt: skip


@pytest.fixture(scope="module")
def base() -> Iterator[str]:
    with serving() as address:
        yield address


def asked(
    base: str, path: str, method: str = "GET", body: bytes | None = None, **headers: str
) -> tuple[int, HTTPMessage]:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    request = urllib.request.Request(base + path, data=body, method=method, headers=named)
    try:
        with urllib.request.urlopen(request, timeout=10) as answer:
            return answer.status, answer.headers
    except urllib.error.HTTPError as refused:
        return refused.code, refused.headers


def raw(base: str, first: str, **headers: str) -> tuple[int, HTTPMessage]:
    """What answers a request that is written by hand, and ends where its headers end."""
    host, _, port = base.removeprefix("http://").partition(":")
    lines = [
        first,
        *(f"{name.replace('_', '-')}: {value}" for name, value in ({"host": f"{host}:{port}"} | headers).items()),
    ]
    with socket.create_connection((host, int(port)), 10) as line, line.makefile("rb") as answer:
        line.sendall("".join(f"{each}\r\n" for each in [*lines, ""]).encode())
        status = int(answer.readline().split()[1])
        return status, parse_headers(answer)


def opened(base: str, **headers: str) -> tuple[int, HTTPMessage]:
    """A websocket's opening, as a browser writes it."""
    upgrade = {"connection": "Upgrade", "upgrade": "websocket", "sec_websocket_version": "13"}
    key = "dGhlIHNhbXBsZSBub25jZQ=="
    return raw(base, "GET /_stcore/stream HTTP/1.1", sec_websocket_key=key, **upgrade, **headers)


def unread(base: str) -> tuple[int, HTTPMessage]:
    """A file that says it is 65 MB: refused before anybody waits for it."""
    return raw(base, "PUT /_stcore/upload_file/a/b HTTP/1.1", content_length="68157441")


LAYER = GEO / "world_110m.json"
FORM = {"content_type": "multipart/form-data; boundary=B"}
TEXT = b'--B\r\nContent-Disposition: form-data; name="f"; filename="f.csv"\r\n\r\na,b\r\n--B--\r\n'
PICTURE = b'--B\r\nContent-Disposition: form-data; name="f"; filename="f.csv"\r\n\r\n\x89PNG\r\n\x1a\n\r\n--B--\r\n'
KINDS: dict[str, tuple[int, Callable[[str], tuple[int, HTTPMessage]]]] = {
    "index": (200, lambda base: asked(base, "/")),
    "page": (200, lambda base: asked(base, "/targets")),
    "head": (200, lambda base: asked(base, "/", "HEAD")),
    "static, compressed": (200, lambda base: asked(base, script(base), accept_encoding="gzip")),
    "static, plain": (200, lambda base: asked(base, script(base))),
    "our own static file": (200, lambda base: asked(base, "/app/static/icon.png")),
    "font": (200, lambda base: asked(base, "/static/media/SourceSansVF-Upright.x.woff2")),
    "layer": (200, lambda base: asked(base, layer_address("rivers"))),
    "healthz": (200, lambda base: asked(base, "/healthz")),
    "streamlit's health": (200, lambda base: asked(base, "/_stcore/health")),
    "streamlit's settings": (200, lambda base: asked(base, "/_stcore/host-config")),
    "figures": (200, lambda base: asked(base, "/api/v1/figures?indicator=fora_established")),
    "figures for a token that is none": (401, lambda base: asked(base, "/api/v1/figures", authorization="Bearer cpf_x")),
    "no such figure": (400, lambda base: asked(base, "/api/v1/figures?indicator=none")),
    "no such address of the API": (404, lambda base: asked(base, "/api/v1/none")),
    "closed": (404, lambda base: asked(base, "/_stcore/metrics")),
    "no such layer": (404, lambda base: asked(base, "/layers/none.geojson")),
    "no such media": (404, lambda base: asked(base, "/media/0000.csv")),
    "no such briefing": (404, lambda base: asked(base, "/present/0000000000")),
    "path that leads out": (400, lambda base: asked(base, "/app/static/..%2f..%2fapp.py")),
    "wrong method": (405, lambda base: asked(base, "/healthz", "POST", b"")),
    "wrong method, present": (405, lambda base: asked(base, "/present/0000000000", "DELETE")),
    "upload without a length": (411, lambda base: asked(base, "/_stcore/upload_file/a/b", "PUT", transfer_encoding="chunked")),
    "upload too large": (413, unread),
    "upload of a picture": (415, lambda base: asked(base, "/_stcore/upload_file/a/b", "PUT", PICTURE, **FORM)),
    "upload without a token": (403, lambda base: asked(base, "/_stcore/upload_file/a/b", "PUT", TEXT, **FORM)),
    "unknown host": (400, lambda base: asked(base, "/", host="evil.example")),
    "other machine": (403, lambda base: asked(base, "/", x_forwarded_for="192.0.2.7")),
    "websocket of nobody": (403, opened),
    "websocket of another origin": (403, lambda base: opened(base, origin="http://evil.example")),
    "websocket of another port": (403, lambda base: opened(base, origin="http://localhost:3000")),
    "websocket of our own": (101, lambda base: opened(base, origin=base)),
    "websocket under another name": (400, lambda base: opened(base, host="evil.example", origin="http://evil.example")),
}  # fmt: skip


def script(base: str) -> str:
    """The address of the index page's script."""
    with urllib.request.urlopen(base, timeout=10) as answer:
        found = re.search(r'src="\.?(/static/js/[^"]+)"', answer.read().decode())
    assert found
    return found[1]


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_answer_carries_the_headers(kind: str, base: str) -> None:
    """Pages, files, refusals, errors and refused websockets: each header once; no inline script but those known by hash."""
    expected, answer = KINDS[kind]
    status, headers = answer(base)
    assert status == expected
    assert {name: len(headers.get_all(name, [])) for name in NAMES} == dict.fromkeys(NAMES, 1)
    policy = headers["content-security-policy"]
    assert policy.startswith("default-src 'none'")
    assert "frame-ancestors 'none'" in policy
    assert "'unsafe-inline'" not in policy.partition("script-src")[2].partition(";")[0]
    assert "'unsafe-eval'" not in policy
    assert (headers["x-content-type-options"], headers["referrer-policy"]) == ("nosniff", "no-referrer")
    assert headers["strict-transport-security"] is None


@pytest.mark.parametrize("part", ["script", "style", "font", "image", "document", "iframe", "worker", "empty", ""])
def test_what_a_page_is_made_of_is_not_told_what_pages_are_held_to(part: str, base: str) -> None:
    """A script that a page asks for has neither a content policy nor permissions, which mean nothing to it; the same file opened
    as a page, run as a worker, or asked for by who does not say, has them."""
    status, headers = asked(base, script(base), **({"sec_fetch_dest": part} if part else {}))
    left_out = {name for name in NAMES if name not in headers}
    of_pages = {"content-security-policy", "cross-origin-opener-policy", "permissions-policy"}
    assert (status, left_out) == (200, of_pages if part in ("script", "style", "font", "image") else set())


def complete(answer: Answer) -> bool:
    return all(len(answer.all(name)) == 1 for name in NAMES)


@pytest.mark.parametrize("kind", ["http", "websocket"])
def test_a_failure_tells_the_reader_nothing_and_the_log_all(kind: str, caplog: pytest.LogCaptureFixture) -> None:
    """Status 500 with every header and a plain sentence; the reason and where it happened are in the log."""
    answer = ask(SecurityHeaders, kind=kind, fails=True)
    assert (answer.status, complete(answer)) == (500, True)
    assert answer.body == b"The request failed. Nothing was changed; try again.\n"
    (line,) = caplog.records
    assert line.exc_info
    assert str(line.exc_info[1]) == "secret /srv/path"


def test_a_redirect_and_an_accepted_websocket_carry_the_headers() -> None:
    """What the inner app says stays, and ours is added."""
    answer = ask(SecurityHeaders, sends=[("location", "/auth/login")])
    assert (answer.all("location"), complete(answer)) == (["/auth/login"], True)
    assert complete(ask(SecurityHeaders, kind="websocket"))


def test_a_websocket_that_streamlit_refuses_is_answered_with_the_headers() -> None:
    """Closed before it opens, the server would answer it bare; where it cannot be answered it stays closed."""
    answer = ask(SecurityHeaders, kind="websocket", closes=True)
    assert (answer.status, complete(answer)) == (403, True)
    assert ask(SecurityHeaders, kind="websocket", closes=True, answerable=False).status == 1008


def test_a_policy_that_an_answer_brings_stays_alone() -> None:
    """A presented briefing has its own, stricter one."""
    assert ask(SecurityHeaders, sends=[("content-security-policy", "default-src 'none'")]).all(
        "content-security-policy"
    ) == ["default-src 'none'"]


@pytest.mark.parametrize(
    ("path", "kept"), [("/media/ab.csv", ["no-store"]), ("//media/ab.csv", ["no-store"]), ("/x", ["public"])]
)
def test_nobody_keeps_what_was_made_for_one_reader(path: str, kept: list[str]) -> None:
    """Downloads and pictures of a page go by an address that needs no cookie: no cache holds them, whatever Streamlit says."""
    assert ask(SecurityHeaders, path, sends=[("cache-control", "public")]).all("cache-control") == kept


@pytest.mark.parametrize(
    ("sent", "hard"),
    [("a=1", "a=1; SameSite=Lax; HttpOnly"),
     ("a=1; path=/; httponly; samesite=strict", "a=1; path=/; httponly; samesite=strict"),
     ("_streamlit_xsrf=2|x; Path=/", "_streamlit_xsrf=2|x; Path=/; SameSite=Lax"),
     ("_streamlit_user=Secure; HttpOnly", "_streamlit_user=Secure; HttpOnly; SameSite=Lax")],
)  # fmt: skip
def test_cookies_are_hardened(sent: str, hard: str) -> None:
    """SameSite always, HttpOnly but for the one that the page's script reads, Secure where readers come by TLS; what is
    there stays, and stays single."""
    assert (hardened(sent, secure=False), hardened(sent, secure=True)) == (hard, f"{hard}; Secure")
    assert hardened(f"{sent}; secure", secure=True).lower().count("; secure") == 1


def test_scripts_have_one_way_to_keep_a_cookie() -> None:
    """It asks by which way the page came: a cookie of a page by TLS is Secure, which tests/browser/test_replicas.py sees."""
    ours = [*(ROOT / "community_policing").rglob("*.py"), *(ROOT / "community_policing" / "static").rglob("*.js")]
    writing = [file.name for file in ours if re.search(r"document\.cookie\s*=[^=]", file.read_text("utf-8"))]
    assert writing == ["streamlit_internals.py"]


def test_by_tls_cookies_are_secure_and_browsers_keep_to_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """With a public address of https: Secure on each of several cookies, and strict transport security."""
    monkeypatch.setenv("CPF_PUBLIC_ADDRESS", "https://public.example.org")
    answer = ask(SecurityHeaders, sends=[("set-cookie", "a=1"), ("set-cookie", "b=2")])
    assert answer.all("set-cookie") == ["a=1; SameSite=Lax; HttpOnly; Secure", "b=2; SameSite=Lax; HttpOnly; Secure"]
    assert answer.all("strict-transport-security") == ["max-age=31536000"]


def test_a_file_that_many_ask_for_at_once_is_compressed_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """20 browsers open a page of a server that was just started: one of them waits no longer than if it were alone; one
    that goes away meanwhile takes nothing from the others."""
    compressions: list[bytes] = []

    def compress(data: bytes) -> bytes:
        time.sleep(0.05)  # so that all have asked before the first is served
        compressions.append(data)
        return gzip.compress(data)

    monkeypatch.setattr(assets, "ENCODINGS", {"gzip": compress})

    async def opened_at_once() -> list[bytes]:
        app = assets.Precompressed(None)  # type: ignore[arg-type]
        requests = [asyncio.create_task(_body_of(app, "gzip")) for _ in range(21)]
        await asyncio.sleep(0.01)
        requests.pop().cancel()
        return [body for _, body in await asyncio.gather(*requests)]

    assert [gzip.decompress(body) for body in run(opened_at_once())] == [LAYER.read_bytes()] * 20
    assert compressions == [LAYER.read_bytes()]


def test_a_file_comes_as_the_browser_takes_it() -> None:
    """Brotli where it is taken, which is the smallest, and until it is made, or where it is not taken, gzip; each is told by its
    name and opens to the file."""
    opens = {b"br": brotli.decompress, b"gzip": gzip.decompress}

    async def asked() -> list[tuple[bytes, bytes]]:
        app = assets.Precompressed(None)  # type: ignore[arg-type]
        first = await _body_of(app, "gzip, deflate, br, zstd")
        await asyncio.wrap_future(app._begun(LAYER, "br"))
        return [first, await _body_of(app, "gzip, deflate"), await _body_of(app, "gzip;q=0.9, br;q=1.0")]

    found = run(asked())
    assert [name for name, _ in found] == [b"gzip", b"gzip", b"br"]
    assert {opens[name](body) for name, body in found} == {LAYER.read_bytes()}
    assert len(found[2][1]) < len(found[1][1]) < len(LAYER.read_bytes())


async def _body_of(app: assets.Precompressed, taken: str) -> tuple[bytes, bytes]:
    """The name of the compression, and the layer as a browser that takes these is sent it."""
    parts: list[bytes] = []
    named: dict[bytes, bytes] = {}

    async def send(message: MutableMapping[str, Any]) -> None:
        named.update(message.get("headers", ()))
        parts.append(message.get("body", b""))

    async def receive() -> MutableMapping[str, Any]:
        return {"type": "http.request"}

    asked = {"path": f"/layers/{LAYER.name}", "query_string": b"", "headers": [(b"accept-encoding", taken.encode())]}
    await app({"type": "http", "method": "GET", **asked}, receive, send)
    return named[b"content-encoding"], b"".join(parts)


def test_streamlits_files_are_compressed_wherever_they_are_installed() -> None:
    """An environment that is reached by a symbolic link, as a release folder often is, serves them compressed, too."""
    script = next((assets.FRONTEND / "static" / "js").glob("index.*.js"))
    assert assets.FRONTEND.resolve() == assets.FRONTEND
    assert assets._file(f"/static/js/{script.name}") == script
