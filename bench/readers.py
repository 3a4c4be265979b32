"""A reader without a browser: speaks Streamlit's websocket as a browser tab does, and times what comes back."""

import asyncio
import ssl
import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias
from urllib.parse import parse_qsl, urlencode

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import ClientConnection, connect
from websockets.typing import Origin, Subprotocol

Link: TypeAlias = Sequence[tuple[str, str]]  # what an address says: a name, and one of its words

WIDGET = "Governorate"
MESSAGE_SECONDS = 60.0
# Kind of widget in the protocol -> the field that carries its value back.
FIELDS = {"selectbox": "string_value", "multiselect": "string_array_value"}


@dataclass(frozen=True)
class Widget:
    """The widget that is clicked, as the server sent it."""

    id: str
    kind: str
    options: tuple[str, ...]
    query_key: str


class Reader:
    """One browser tab on one page, opened with the choices that `link` names.  Use as an async context manager; entering waits
    for the first view."""

    label = WIDGET  # of the widget that is clicked

    def __init__(self, host: str, page: str = "", tls: ssl.SSLContext | None = None, link: Link = ()) -> None:
        self.host, self.page, self.tls = host, page, tls
        self.widget: Widget | None = None
        self.payload_bytes = 0
        self._page_hash = ""
        self._address = list(link)  # then what the page wrote into it, as a browser keeps it
        self._held: set[str] = set()

    async def __aenter__(self) -> "Reader":
        """Connects, offering compression as browsers do, and asks for the page."""
        address = f"ws{'s' if self.tls else ''}://{self.host}/_stcore/stream"
        origin = Origin(f"http{'s' if self.tls else ''}://{self.host}")
        protocols = [Subprotocol("streamlit")]
        self._socket: ClientConnection = await connect(
            address, origin=origin, ssl=self.tls, subprotocols=protocols, max_size=None, open_timeout=60
        )
        try:
            message = BackMsg()
            message.rerun_script.query_string = urlencode(self._address)
            await self._run(message)
        except BaseException:
            await self._socket.close()
            raise
        return self

    async def __aexit__(self, *_: object) -> None:
        """Closes the tab."""
        await self._socket.close()

    @property
    def options(self) -> tuple[str, ...]:
        """What the Governorate widget offers."""
        if self.widget is None:
            raise RuntimeError(f"No widget labelled {self.label} with options on page {self.page!r}")
        return self.widget.options

    async def click(self, chosen: Sequence[str]) -> float:
        """Chooses governorates; returns seconds from the click sent to the end of the run."""
        assert self.widget is not None
        message = BackMsg()
        state = message.rerun_script.widget_states.widgets.add(id=self.widget.id)
        if self.widget.kind == "selectbox":
            state.string_value = chosen[0]
        else:
            state.string_array_value.data.extend(chosen)
        if self.widget.query_key:
            held = [(key, value) for key, value in self._address if key != self.widget.query_key]
            asked = [*held, *((self.widget.query_key, option) for option in chosen)]
            message.rerun_script.query_string = urlencode(asked)
        began = time.perf_counter()
        await self._run(message)
        return time.perf_counter() - began

    async def _run(self, message: Any) -> None:
        """Asks for a run and reads until the script has finished."""
        state = message.rerun_script
        state.page_script_hash = self._page_hash
        state.page_name = "" if self._page_hash else self.page
        state.cached_message_hashes.extend(self._held)
        await self._socket.send(message.SerializeToString())
        while True:
            data = await asyncio.wait_for(self._socket.recv(), MESSAGE_SECONDS)
            self.payload_bytes += len(data)
            if self._finished_by(ForwardMsg.FromString(data)):
                return

    def _finished_by(self, message: Any) -> bool:
        """Keeps what a browser would keep of a message; whether it says that the run has ended."""
        kind = message.WhichOneof("type")
        if message.metadata.cacheable and message.hash:
            self._held.add(message.hash)
        if kind == "script_finished":
            return bool(message.script_finished != ForwardMsg.FINISHED_EARLY_FOR_RERUN)
        if kind == "page_not_found":
            raise RuntimeError(f"The server knows no page {self.page!r}")
        if kind == "navigation":  # names the page that runs; new_session names the frame around it
            self._page_hash = message.navigation.page_script_hash
        elif kind == "page_info_changed":
            self._address = parse_qsl(message.page_info_changed.query_string)
        elif kind == "delta" and message.delta.WhichOneof("type") == "new_element":
            self._see(message.delta.new_element)
        return False

    def _see(self, element: Any) -> None:
        kind = element.WhichOneof("type")
        if kind == "exception" or (kind == "alert" and element.alert.format == element.alert.ERROR):
            raise RuntimeError(f"Page {self.page!r} shows an error: {str(getattr(element, kind))[:500]}")
        if kind in FIELDS:
            widget = getattr(element, kind)
            options = tuple(str(getattr(option, "content", option)) for option in widget.options)
            if widget.label == self.label and options:
                self.widget = Widget(widget.id, kind, options, getattr(widget, "query_param_key", ""))
