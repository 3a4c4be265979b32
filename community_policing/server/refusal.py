"""Refusal of a request, over HTTP and when a websocket is opened: one answer, and a line in the log."""

import logging

from starlette.responses import PlainTextResponse, Response
from starlette.types import Receive, Scope, Send

log = logging.getLogger("community_policing.server.refusal")
_SHOWN = 120
POLICY_VIOLATION = 1008


async def refuse(scope: Scope, receive: Receive, send: Send, answer: Response) -> None:
    """Sends an answer that is a refusal.  A websocket that cannot be answered is closed before it opens."""
    if scope["type"] == "websocket" and "websocket.http.response" not in (scope.get("extensions") or {}):
        await send({"type": "websocket.close", "code": POLICY_VIOLATION})
        return
    await answer(scope, receive, send)


def refusal(words: str, status: int) -> Response:
    """A refusal in plain words, which nobody keeps."""
    return PlainTextResponse(words + "\n", status, headers={"cache-control": "no-store"})


def log_refusal(scope: Scope, why: str, value: object = "") -> None:
    """One line for whoever keeps the server; what was sent is shown escaped and cut short."""
    client = (scope.get("client") or ("?",))[0]
    log.warning(
        "Refused %s %.200r from %s: %s %.*s", scope["type"], scope.get("path", ""), client, why, _SHOWN, ascii(value)
    )
