"""The cap on readers, with real websockets on a real server, and its rules one by one."""

import asyncio
import re
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from websockets.asyncio.client import connect
from websockets.exceptions import InvalidStatus

from bench.readers import Reader
from community_policing.server import capacity
from community_policing.server.capacity import SessionLimit
from tests.browser.server import serving
from tests.server.asgi import ask
from tests.server.test_answers import asked

A, B = "a" * 32, "b" * 32


def cookie(reader: str) -> dict[str, str]:
    return {"cookie": f"{capacity.COOKIE}={reader}"}


async def refused(host: str) -> tuple[int, str]:
    """Status and Retry-After of a websocket that is not opened."""
    with pytest.raises(InvalidStatus) as caught:
        await connect(f"ws://{host}/_stcore/stream", origin=f"http://{host}")  # type: ignore[arg-type]
    return caught.value.response.status_code, caught.value.response.headers["retry-after"]


async def until(true: Callable[[], Awaitable[bool]]) -> None:
    async with asyncio.timeout(10):
        while not await true():
            await asyncio.sleep(0.02)


def test_those_above_the_cap_wait_and_those_who_are_in_stay_well() -> None:
    """Two may read: both click while a third is told to wait, by page and by websocket; files and health are answered all
    the same; when one leaves, the next comes in."""

    async def visit(base: str) -> None:
        host = base.removeprefix("http://")
        async with Reader(host) as first:
            async with Reader(host) as second:
                status, headers = await asyncio.to_thread(asked, base, "/targets")
                assert (status, headers["retry-after"], headers["cache-control"]) == (503, "15", "no-store")
                assert len(headers.get_all("content-security-policy", [])) == 1
                assert await refused(host) == (503, "15")
                assert (await asyncio.to_thread(asked, base, "/healthz"))[0] == 200
                assert (await asyncio.to_thread(asked, base, "/app/static/icon.png"))[0] == 200
                for reader in (first, second):
                    assert await reader.click(reader.options[:1]) > 0

            async def free() -> bool:
                return (await asyncio.to_thread(asked, base, "/"))[0] == 200

            await until(free)
            async with Reader(host) as third:
                assert third.options == first.options

    with serving({"CPF_READERS": "2"}) as base, ThreadPoolExecutor(1) as pool:
        pool.submit(asyncio.run, visit(base)).result()


def held(sent: dict[str, str]) -> tuple[tuple[str, str], ...]:
    return (("host", "localhost"), *sent.items())


def run(visit: Awaitable[None]) -> None:
    with ThreadPoolExecutor(1) as pool:
        pool.submit(asyncio.run, visit).result()  # type: ignore[arg-type]


class Stub:
    """Places before an app whose websockets stay open until `leave` is called."""

    def __init__(self, most: int) -> None:
        self.leave: dict[str, asyncio.Event] = {}
        self.places = SessionLimit(self._inner, most)

    async def _inner(self, scope: Any, _: Any, send: Any) -> None:
        if scope["type"] == "websocket":
            await send({"type": "websocket.accept"})
            await self.leave.setdefault(scope["path"], asyncio.Event()).wait()
        else:
            await send({"type": "http.response.start", "status": 200, "headers": []})

    async def ask(self, kind: str, reader: str, path: str = "/") -> tuple[int, list[tuple[bytes, bytes]]]:
        """Status and headers; a websocket that opens stays open under its path."""
        answered: asyncio.Future[tuple[int, list[tuple[bytes, bytes]]]] = asyncio.get_running_loop().create_future()

        async def send(message: Any) -> None:
            if not answered.done():
                answered.set_result((message.get("status", 101), message.get("headers", [])))

        sent = [(b"cookie", f"{capacity.COOKIE}={reader}".encode())] if reader else []
        scope = {
            "type": kind,
            "method": "GET",
            "path": path,
            "headers": sent,
            "client": ("::1", 1),
            "extensions": {"websocket.http.response": {}},
        }
        self.task = asyncio.create_task(self.places(scope, lambda: asyncio.sleep(0), send))  # type: ignore[arg-type]
        return await answered


def test_a_reader_who_is_in_may_reload_and_open_a_second_tab(monkeypatch: pytest.MonkeyPatch) -> None:
    """While the server is full his page and one more websocket are answered, a stranger's are not; after he left, his place
    is kept for ten seconds, and then it is anybody's."""
    now = [100.0]
    monkeypatch.setattr(capacity, "monotonic", lambda: now[0])

    async def visit() -> None:
        stub = Stub(1)
        assert (await stub.ask("websocket", A, "/one"))[0] == 101
        first = stub.task
        assert [(await stub.ask("http", who))[0] for who in ("", B, A)] == [503, 503, 200]
        assert (await stub.ask("websocket", A, "/two"))[0] == 101
        second = stub.task
        assert (await stub.ask("websocket", A, "/three"))[0] == 503
        stub.leave["/one"].set()
        stub.leave["/two"].set()
        await asyncio.gather(first, second)
        assert [(await stub.ask("http", who))[0] for who in (B, A)] == [503, 200]
        now[0] += capacity.HELD_SECONDS + 1
        assert (await stub.ask("http", B))[0] == 200

    run(visit())


def test_who_comes_back_takes_one_place() -> None:
    """The place that was kept is the one that is taken: the second is still free."""

    async def visit() -> None:
        stub = Stub(2)
        await stub.ask("websocket", A, "/one")
        first = stub.task
        stub.leave["/one"].set()
        await first
        assert (await stub.ask("websocket", A, "/two"))[0] == 101
        assert (await stub.ask("http", B))[0] == 200

    run(visit())


def test_who_is_turned_away_loses_the_cookie_that_keeps_him_here() -> None:
    """So that his next try may reach a replica with room; who has none gets none."""

    async def visit() -> None:
        stub = Stub(1)
        await stub.ask("websocket", A)
        for reader, cookies in ((B, 1), ("", 0)):
            headers = (await stub.ask("http", reader))[1]
            found = [value.decode() for name, value in headers if name == b"set-cookie"]
            assert len(found) == cookies
            assert all("Max-Age=0" in value for value in found)

    run(visit())


def test_a_page_gives_its_reader_a_cookie_once() -> None:
    """Random, for no script to read, for no other site to send; a reader who has one keeps it, one of another shape is none."""

    def wrap(inner: Any) -> SessionLimit:
        return SessionLimit(inner, 1)

    (made,) = ask(wrap).all("set-cookie")
    assert re.fullmatch(r"cpf_reader=[0-9a-f]{32}; Path=/; HttpOnly; SameSite=Strict", made)
    assert ask(wrap, headers=held(cookie(A))).all("set-cookie") == []
    assert len(ask(wrap, headers=held(cookie("<script>"))).all("set-cookie")) == 1
    for path in (
        "/present/0123456789",
        "/healthz",
        "/media/a.csv",
        "/static/js/x.js",
        "/favicon.ico",
        "/_stcore/health",
    ):
        assert ask(wrap, path).all("set-cookie") == []


def test_the_busy_page_asks_again_by_itself() -> None:
    """Without a script, and in words."""

    def wrap(inner: Any) -> SessionLimit:
        return SessionLimit(inner, 0)

    answer = ask(wrap)
    assert '<meta http-equiv="refresh" content="15">' in answer.body.decode()
    assert "<h1>The dashboard is full at the moment</h1>" in answer.body.decode()
    assert b"<script" not in answer.body
