"""The gate before the upload address: who may send a file, how large, and how many."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from community_policing.server import upload_guard
from community_policing.server.file_signature import file_head
from community_policing.server.upload_guard import UploadGuard

HERE = ("127.0.0.1", 50_000)
PATH = "/_stcore/upload_file/session/file"


async def _inner(scope: Any, receive: Any, send: Any) -> None:
    await send({"type": "http.response.start", "status": 204, "headers": []})
    await send({"type": "http.response.body", "body": b""})


@pytest.fixture
def gate() -> Callable[..., int]:
    """Sends a request to one gate, which remembers what it took; the status of the answer, 204 where it was handed on."""
    app = UploadGuard(_inner)

    def send(
        size: int | None = 10,
        path: str = PATH,
        client: tuple[str, int] = HERE,
        method: str = "PUT",
        file: bytes = b"a,b\n1,2\n",
    ) -> int:
        headers = [(b"content-type", b"multipart/form-data; boundary=B")]
        headers += [] if size is None else [(b"content-length", str(size).encode())]
        body = b'--B\r\nContent-Disposition: form-data; name="f"; filename="f"\r\n\r\n' + file + b"\r\n--B--\r\n"
        scope = {"type": "http", "method": method, "path": path, "headers": headers, "client": client}
        statuses: list[int] = []

        async def answered(message: Any) -> None:
            if message["type"] == "http.response.start":
                statuses.append(message["status"])

        async def nothing() -> Any:
            return {"type": "http.request", "body": body, "more_body": False}

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
    assert (gate(None), gate(-1), gate(upload_guard.FILE_BYTES + 1), gate(upload_guard.FILE_BYTES)) == (
        411,
        411,
        413,
        204,
    )


def test_a_quota_of_files_and_bytes_comes_back_with_time(
    gate: Callable[..., int], monkeypatch: pytest.MonkeyPatch
) -> None:
    """So many files, or so many bytes, in ten minutes; then the next is refused until the first is ten minutes old."""
    now = [1_000.0]
    monkeypatch.setattr(upload_guard, "monotonic", lambda: now[0])
    assert [gate() for _ in range(upload_guard.FILES + 1)] == [204] * upload_guard.FILES + [429]
    now[0] += upload_guard.WINDOW + 1
    large = upload_guard.BYTES // upload_guard.FILE_BYTES
    assert [gate(upload_guard.FILE_BYTES) for _ in range(large + 1)] == [204] * large + [429]


@pytest.mark.parametrize(
    "file",
    [b"id,name\r\n1,\xd8\xa8\xd8\xba\xd8\xaf\xd8\xa7\xd8\xaf\r\n", b"\xef\xbb\xbfid;name", "id\tname\n1\t\u0628".encode("utf-16"),
     b"id,name\n1,\xc8\xdb\xcf\xc7\xcf", b"PK\x03\x04\x14\x00\x06\x00",
     b"id,name\n1," + bytes(range(0x80, 0x100))],
)  # fmt: skip
def test_text_and_zips_come_in(gate: Callable[..., int], file: bytes) -> None:
    """UTF-8 with and without its mark, UTF-16, Windows-1256, and zips, which workbooks are."""
    assert gate(file=file) == 204


@pytest.mark.parametrize(
    "file",
    [b"", b"\x89PNG\r\n\x1a\n",
     b"\xff\xd8\xff\xe0\x00\x10JFIF", b"MZ\x90\x00", b"\x7fELF\x02", b"%PDF-1.7\n%\xe2\xe3", b"\x1f\x8b\x08\x00",
     b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"<!DOCTYPE html><p>x", b"\n <svg xmlns='x'>", b"\xef\xbb\xbf<?xml", b"{\\rtf1 x",
     "\ufeff<html>".encode("utf-16-le"), b"a,b\n1,\x00", b"\xff\xfe\xff\xfe", b"PK\x05\x06\x00\x00"],
)  # fmt: skip
def test_other_kinds_of_file_are_refused_by_what_they_hold(gate: Callable[..., int], file: bytes) -> None:
    """Nothing, pictures, programs, PDF, gzip, old Excel, markup in any coding, bytes that are no text, an empty zip."""
    assert gate(file=file) == 415


def test_a_form_that_hides_its_file_is_refused() -> None:
    """The first part is the file: one behind another part, without a name, without a boundary or cut off is not looked for."""
    part = b'--B\r\nContent-Disposition: form-data; name="f"; filename="f"\r\n\r\na,b\r\n'
    kind = "multipart/form-data; boundary=B"
    assert file_head(part + b"--B--", kind) == b"a,b"
    other = b'--B\r\nContent-Disposition: form-data; name="f"\r\n\r\na,b\r\n'
    assert [file_head(body, kind) for body in (other + part, b"a,b", part[:20], b"")] == [None] * 4
    assert [file_head(part, each) for each in ("text/csv", "multipart/form-data", "")] == [None] * 3


def test_what_was_looked_at_is_handed_on_whole() -> None:
    """A file that arrives in pieces reaches Streamlit byte for byte."""
    head = b'--B\r\nContent-Disposition: form-data; name="f"; filename="f"\r\n\r\n'
    pieces = [head[:10], head[10:] + b"a,b\n", b"1,2\n" * 5_000, b"3,4\n", b"\r\n--B--\r\n"]
    messages = [{"type": "http.request", "body": piece, "more_body": piece is not pieces[-1]} for piece in pieces]
    waiting, got = list(messages), []

    async def given() -> Any:
        return waiting.pop(0)

    async def inner(scope: Any, receive: Any, send: Any) -> None:
        while not got or got[-1]["more_body"]:
            got.append(await receive())

    headers = [(b"content-type", b"multipart/form-data; boundary=B"), (b"content-length", b"20100")]
    scope = {"type": "http", "method": "PUT", "path": PATH, "headers": headers, "client": HERE}
    with ThreadPoolExecutor(1) as pool:
        pool.submit(asyncio.run, UploadGuard(inner)(scope, given, lambda _: None)).result()  # type: ignore[arg-type, return-value]
    assert got == messages
