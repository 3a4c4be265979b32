"""One request to an ASGI app, HTTP or the opening of a websocket, and its answer."""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any

Pairs = Sequence[tuple[str, str]]


@dataclass
class Answer:
    """What came back; `seen` is the scope that reached the innermost app, None where nothing did."""

    status: int = 0
    headers: list[tuple[str, str]] = field(default_factory=list)
    body: bytes = b""
    seen: dict[str, Any] | None = None

    def all(self, name: str) -> list[str]:
        """Every value of a header."""
        return [value for each, value in self.headers if each == name]


def ask(
    wrap: Callable[[Any], Any], path: str = "/", *, kind: str = "http", headers: Pairs = (("host", "localhost"),),
    server: str = "127.0.0.1", client: str = "127.0.0.1", sends: Pairs = (), fails: bool = False,
    closes: bool = False, answerable: bool = True,
) -> Answer:  # fmt: skip
    """Asks `wrap(inner)`, whose inner app answers 204 with the headers `sends` (101: it accepts the websocket), or fails, or
    closes a websocket before it opens."""
    answer = Answer()

    async def inner(scope: Any, receive: Any, send: Any) -> None:
        answer.seen = scope
        if fails:
            raise RuntimeError("secret /srv/path")
        if closes:
            await send({"type": "websocket.close", "code": 1008})
            return
        more = [(name.encode(), value.encode()) for name, value in sends]
        if scope["type"] == "websocket":
            await send({"type": "websocket.accept", "headers": more})
            return
        await send({"type": "http.response.start", "status": 204, "headers": more})
        await send({"type": "http.response.body", "body": b""})

    async def answered(message: Mapping[str, Any]) -> None:
        if message["type"] in ("http.response.start", "websocket.http.response.start", "websocket.accept"):
            answer.status = message.get("status", 101)
            answer.headers += [(name.decode(), value.decode()) for name, value in message["headers"]]
        elif message["type"] == "websocket.close":
            answer.status = message["code"]
        else:
            answer.body += message.get("body", b"")

    async def given() -> Any:
        return {"type": "http.request", "body": b"", "more_body": False}

    path, _, query = path.partition("?")
    scope = {"type": kind, "method": "GET", "path": path, "query_string": query.encode(),
             "scheme": "http" if kind == "http" else "ws",
             "headers": [(name.encode(), value.encode()) for name, value in headers], "server": (server, 8501),
             "client": (client, 1), "extensions": {"websocket.http.response": {}} if answerable else {}}  # fmt: skip
    # A thread of its own: a loop already runs in the main one when browser tests came before (Playwright's).
    with ThreadPoolExecutor(1) as pool:
        pool.submit(asyncio.run, wrap(inner)(scope, given, answered)).result()
    return answer
