"""Upload guard before Streamlit's upload address: who may send a file, how large, and how many."""

from collections import deque
from time import monotonic

from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from community_policing.protect.identity import READER, allowed
from community_policing.protect.policy import MOST_MB, Act, writable_from
from community_policing.protect.streamlit_internals import UPLOADS
from community_policing.server.file_signature import HEAD, file_head, is_table

FILE_BYTES = MOST_MB * 1024**2 + 4096  # and the envelope around the file
WINDOW = 600.0  # seconds in which a server takes in at most
FILES, BYTES = 30, 512 * 1024**2
_ENVELOPE = 2_048  # bytes of a form before its file: a boundary, and the file's name


class UploadGuard:
    """ASGI middleware: with sign-in, files come in from who may import; without, from this machine only, unless
    CPF_IMPORT=on.  CPF_IMPORT=off takes none at all.

    What waits in memory is bounded: a file without a length, one too large, and more than a quota in ten minutes are refused;
    and so is, by its first bytes and before it is kept, whatever is neither a workbook, a zip nor text.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        self.taken: deque[tuple[float, int]] = deque()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request, or hand it on."""
        path = "/".join(part for part in scope.get("path", "").split("/") if part)
        if scope["type"] != "http" or not f"/{path}".startswith(UPLOADS):
            await self.app(scope, receive, send)
            return
        sends, method = ("PUT", "POST"), scope["method"]
        refused = (
            self._refused(scope) if method in sends else self._closed(scope) if method in ("DELETE", "OPTIONS") else 404
        )
        if not refused and method in sends:
            messages = await _begun(receive)
            head = file_head(b"".join(message.get("body", b"") for message in messages), _content_type(scope))
            refused = 0 if head is not None and is_table(head) else 415
            receive = _replayed(messages, receive)
        await (Response(status_code=refused) if refused else self.app)(scope, receive, send)

    def _closed(self, scope: Scope) -> int:
        writable = writable_from((scope.get("client") or ("", 0))[0], READER in scope)
        return 0 if writable and allowed(scope, Act.IMPORT) else 404

    def _refused(self, scope: Scope) -> int:
        """The status of the refusal; 0 where the file may come in."""
        if closed := self._closed(scope):
            return closed
        length = dict(scope["headers"]).get(b"content-length", b"")
        if not length.isdigit():
            return 411
        size, now = int(length), monotonic()
        while self.taken and now - self.taken[0][0] > WINDOW:
            self.taken.popleft()
        if size > FILE_BYTES:
            return 413
        if len(self.taken) >= FILES or sum(each for _, each in self.taken) + size > BYTES:
            return 429
        self.taken.append((now, size))
        return 0


async def _begun(receive: Receive) -> list[Message]:
    """The first messages of a body, as many as the beginning of its file needs."""
    messages, size, more = [], 0, True
    while more and size < HEAD + _ENVELOPE:
        messages.append(await receive())
        size += len(messages[-1].get("body", b""))
        more = bool(messages[-1].get("more_body", False))
    return messages


def _replayed(messages: list[Message], receive: Receive) -> Receive:
    """What was read, once more, and then the rest."""
    waiting = deque(messages)

    async def again() -> Message:
        return waiting.popleft() if waiting else await receive()

    return again


def _content_type(scope: Scope) -> str:
    return str(dict(scope["headers"]).get(b"content-type", b""), "latin-1")
