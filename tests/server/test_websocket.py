"""The websocket of a page: what was sent a click ago costs next to nothing when it is sent again."""

from random import Random

import pytest
from uvicorn import Config
from uvicorn.server import ServerState
from websockets.frames import Frame, Opcode

from community_policing.server.websocket import WideWindowProtocol


def made(**options: bool) -> WideWindowProtocol:
    """The protocol of one connection."""
    config = Config(lambda: None, **options)  # type: ignore[arg-type]
    config.load()
    return WideWindowProtocol(config, ServerState(), {})


@pytest.mark.parametrize("kilobytes", [1, 10, 25])
def test_an_answer_sent_again_is_told_by_the_one_before(kilobytes: int) -> None:
    """As much as a click brings, in messages of a kilobyte that nothing but the answer before could tell."""
    (factory,) = made().conn.available_extensions
    _, extension = factory.process_request_params([("client_max_window_bits", None)], [])
    messages = [Random(each).randbytes(1024) for each in range(kilobytes)]
    first, again = (
        sum(len(extension.encode(Frame(Opcode.BINARY, message)).data) for message in messages) for _ in range(2)
    )
    assert first > 1024 * kilobytes
    assert again < first / 20


def test_compression_can_be_switched_off() -> None:
    """As uvicorn's own option says."""
    assert made(ws_per_message_deflate=False).conn.available_extensions == []
