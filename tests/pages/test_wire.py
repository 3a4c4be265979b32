"""A donor's and a stranger's whole visit over the raw websocket, files included: nothing recorded is in any message.

CPF_WIRE=10000 visits until so many messages came (minutes): run it after a change to disclosure or to what a page draws.
"""

import asyncio
import os
import struct
import urllib.request
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import cycle
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import connect
from websockets.typing import Origin, Subprotocol

from bench import servers
from community_policing.core.geography import governorates
from pages import PAGES
from tests.conftest import Build, Report, Row
from tests.hostile import OPEN, tables

MESSAGES = int(os.environ.get("CPF_WIRE", "600"))
COUNT = 129_791_973  # people; digits that stand in no name drawn by lot
CHOICES = (
    "",
    "governorate=IQG08",
    "governorate=IQG15&donor=US",
    "as_of=2016-08-17",
    "donor=DE",
    "event=E00003",
    "item=W00002",
)


def canaried() -> dict[str, list[Row]]:
    """The hostile programme with one group that is large and counted exactly."""
    made = tables(1)
    made["attendance"][0] = {**made["attendance"][0], "attendances": str(COUNT)}
    return made


def canaries(made: dict[str, list[Row]]) -> dict[str, set[bytes]]:
    """What may be in no message: texts of recorded rows, points in several writings, the exact count."""
    words: set[bytes] = set()
    points: set[bytes] = set()
    known = " ".join(f"{place.label_lat} {place.label_lon}" for place in governorates().values())
    for name in ("trainings", "fora", "infrastructure", "grants"):
        for row in made[name]:
            words |= {
                row[key].encode() for key in ("title", "name", "place", "note", "cohort") if len(row.get(key, "")) > 6
            }
            for text in (row.get("latitude"), row.get("longitude")):
                if text and text[:6] not in known:
                    points |= {text.encode(), *packed(float(text))}
    return {
        "words": words,
        "points": points,
        "counts": {str(COUNT).encode(), f"{COUNT:,}".encode(), *packed(float(COUNT))},
    }


def packed(number: float) -> set[bytes]:
    """A number as binary messages hold it, either way round."""
    return {struct.pack(form, number) for form in ("<d", ">d", "<f", ">f")}


class Tab:
    """A browser's tab that keeps every byte it is sent."""

    def __init__(self, host: str, eyes: str) -> None:
        self.host, self.eyes, self.raw, self.messages = host, eyes, [b""], 0
        self.buttons: list[str] = []
        self.files: list[str] = []
        self.session, self.taken = "", 0

    async def visit(self, page: str, choice: str) -> None:
        """Opens the page with that choice in its address, takes its files, and opens a dialog of its figures."""
        self.buttons = []
        address = f"ws://{self.host}/_stcore/stream"
        origin = Origin(f"http://{self.host}")
        async with connect(address, origin=origin, subprotocols=[Subprotocol("streamlit")], max_size=None) as socket:
            query = "&".join(part for part in (urlencode({"seen_as": self.eyes}) if self.eyes else "", choice) if part)
            message = BackMsg()
            message.rerun_script.page_name, message.rerun_script.query_string = PAGES[page].url_path, query
            hashed = await self._run(socket, message)
            await self._take(socket)
            if self.buttons:
                again = BackMsg()
                again.rerun_script.page_script_hash, again.rerun_script.query_string = hashed, query
                again.rerun_script.widget_states.widgets.add(id=self.buttons[-1], trigger_value=True)
                await self._run(socket, again)
                await self._take(socket)

    async def _take(self, socket: Any) -> None:
        """Every file that the last run offers."""
        for name in self.files:
            asked = BackMsg()
            asked.backend_operation_request.request_id, asked.backend_operation_request.session_id = name, self.session
            asked.backend_operation_request.deferred_file.file_id = name
            await socket.send(asked.SerializeToString())
            await self._file(socket)

    async def _run(self, socket: Any, message: Any) -> str:
        await socket.send(message.SerializeToString())
        self.files, hashed = [], ""
        while True:
            held = await self._next(socket)
            kind = held.WhichOneof("type")
            if kind == "new_session":
                self.session = held.new_session.initialize.session_id
            if kind == "navigation":
                hashed = held.navigation.page_script_hash
            if kind == "delta" and held.delta.WhichOneof("type") == "new_element":
                self._see(held.delta.new_element)
            if kind == "script_finished" and held.script_finished != ForwardMsg.FINISHED_EARLY_FOR_RERUN:
                return hashed

    async def _next(self, socket: Any) -> Any:
        data = await asyncio.wait_for(socket.recv(), 60)
        self.raw.append(data)
        self.messages += 1
        return ForwardMsg.FromString(data)

    def _see(self, element: Any) -> None:
        kind = element.WhichOneof("type")
        assert kind != "exception", element.exception
        if kind == "button" and "-working-" in element.button.id:
            self.buttons.append(element.button.id)
        if kind == "download_button" and "-csv-" in element.download_button.id:
            self.files.append(element.download_button.deferred_file_id)

    async def _file(self, socket: Any) -> None:
        while True:
            held = await self._next(socket)
            if held.WhichOneof("type") == "backend_operation_response":
                break
        url = held.backend_operation_response.deferred_file.url
        assert url, held
        with urllib.request.urlopen(f"http://{self.host}{url}", timeout=30) as answer:
            self.raw.append(answer.read())
        self.messages += 1
        self.taken += 1

    def has(self, wanted: set[bytes]) -> set[bytes]:
        """Which of those are in anything that was sent."""
        everything = b"\0".join(self.raw)
        return {each for each in wanted if each in everything}


@pytest.fixture(scope="module")
def server(build: Build, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The dashboard on that programme, as `make run` serves it."""
    folder: Path = tmp_path_factory.getbasetemp() / build(canaried()).name
    with servers.app(folder, {"CPF_RELEASES": str(tmp_path_factory.mktemp("none"))}) as running:
        yield running.host


def apart(host: str, eyes: str, most: int) -> "Tab":
    """The tour in a thread of its own: a browser of other tests may hold this one's event loop."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(asyncio.run, toured(host, eyes, most)).result()


async def toured(host: str, eyes: str, most: int) -> Tab:
    """Pages and choices in turn until so many messages came."""
    tab = Tab(host, eyes)
    for choice in cycle(CHOICES):
        for page in OPEN:
            await tab.visit(page, choice)
            if tab.messages >= most:
                return tab
    raise AssertionError


@pytest.mark.parametrize("eyes", ["donor:DE", "public"])
def test_no_message_holds_a_canary(eyes: str, server: str, report: Report) -> None:
    """Names, towns, notes, cohorts, titles, points as text and as binary numbers, and an exact count: none, in any message or
    file of any page."""
    tab = apart(server, eyes, MESSAGES)
    size = sum(map(len, tab.raw)) // 1024
    report(f"websocket, {eyes}: {tab.messages} messages, {tab.taken} files among them, {size} KiB, no canary")
    assert (tab.taken > 0) == (eyes != "public")  # whose role takes no files
    for kind, wanted in canaries(canaried()).items():
        assert tab.has(wanted) == set(), kind


def test_an_analyst_gets_them(server: str) -> None:
    """The same visit with all rights holds canaries of every kind, so that the test above can fail."""
    tab = apart(server, "", 1_000)
    for kind, wanted in canaries(canaried()).items():
        assert tab.has(wanted) != set(), kind
