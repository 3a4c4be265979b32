"""The gate before the upload address: who may send a file, how large, and how many."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from community_policing import uploads
from community_policing.uploads import Uploads

HERE = ("127.0.0.1", 50_000)
PATH = "/_stcore/upload_file/session/file"


async def _inner(scope: Any, receive: Any, send: Any) -> None:
    await send({"type": "http.response.start", "status": 204, "headers": []})
    await send({"type": "http.response.body", "body": b""})


@pytest.fixture
def gate() -> Callable[..., int]:
    """Sends a request to one gate, which remembers what it took; the status of the answer, 204 where it was handed on."""
    app = Uploads(_inner)

    def send(size: int | None = 10, path: str = PATH, client: tuple[str, int] = HERE, method: str = "PUT") -> int:
        headers = [] if size is None else [(b"content-length", str(size).encode())]
        scope = {"type": "http", "method": method, "path": path, "headers": headers, "client": client}
        statuses: list[int] = []

        async def answered(message: Any) -> None:
            if message["type"] == "http.response.start":
                statuses.append(message["status"])

        async def nothing() -> Any:
            return {"type": "http.request", "body": b"", "more_body": False}

        # A thread of its own: a loop already runs in the main one when browser tests came before (Playwright's).
        with ThreadPoolExecutor(1) as pool:
            pool.submit(asyncio.run, app(scope, nothing, answered)).result()
        return statuses[0]

    return send


def test_a_file_from_this_machine_comes_in(gate: Callable[..., int]) -> None:
    """A file of this machine's browser, with its length, is handed on; other addresses are none of the gate's business."""
    assert (gate(), gate(None, "/somewhere/else", ("10.0.0.9", 1))) == (204, 204)


@pytest.mark.parametrize("path", [PATH, "//_stcore//upload_file/session/file", "/_stcore/upload_file/"])
def test_other_machines_are_refused_however_they_write_the_address(gate: Callable[..., int], path: str) -> None:
    """Nobody from outside uploads, with slashes doubled or not, by PUT or DELETE."""
    away = ("192.168.1.20", 40_000)
    assert [gate(10, path, away, method) for method in ("PUT", "POST", "DELETE")] == [404, 404, 404]


def test_settings_open_and_close_the_gate(gate: Callable[..., int], monkeypatch: pytest.MonkeyPatch) -> None:
    """CPF_IMPORT=on takes files from other machines, off takes none at all."""
    monkeypatch.setenv("CPF_IMPORT", "on")
    assert gate(client=("192.168.1.20", 1)) == 204
    monkeypatch.setenv("CPF_IMPORT", "off")
    assert gate() == 404


def test_what_waits_in_memory_is_bounded(gate: Callable[..., int]) -> None:
    """A file without a length, with a length that is none, or one that is too large is refused, and counts for nothing."""
    assert (gate(None), gate(-1), gate(uploads.FILE_BYTES + 1), gate(uploads.FILE_BYTES)) == (411, 411, 413, 204)


def test_a_quota_of_files_and_bytes_comes_back_with_time(
    gate: Callable[..., int], monkeypatch: pytest.MonkeyPatch
) -> None:
    """So many files, or so many bytes, in ten minutes; then the next is refused until the first is ten minutes old."""
    now = [1_000.0]
    monkeypatch.setattr(uploads, "monotonic", lambda: now[0])
    assert [gate() for _ in range(uploads.FILES + 1)] == [204] * uploads.FILES + [429]
    now[0] += uploads.WINDOW + 1
    large = uploads.BYTES // uploads.FILE_BYTES
    assert [gate(uploads.FILE_BYTES) for _ in range(large + 1)] == [204] * large + [429]
