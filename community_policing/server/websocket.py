"""The websocket of a page: what a click brings is sent as what changed since the clicks before it."""

from typing import Any

from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol
from websockets.extensions.permessage_deflate import ServerPerMessageDeflateFactory

WINDOW_BITS = 15  # 32 KB: about one answer; uvicorn's own 12 hold a tenth of one


class WideWindowProtocol(WebSocketsSansIOProtocol):
    """uvicorn's protocol, with a window of compression as wide as an answer: most of an answer is as it was in the last one.

    It takes 150 KB of memory for each reader."""

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        if self.conn.available_extensions:  # compression was not switched off
            self.conn.available_extensions = [
                ServerPerMessageDeflateFactory(
                    server_max_window_bits=WINDOW_BITS, client_max_window_bits=12, compress_settings={"memLevel": 5}
                )
            ]
