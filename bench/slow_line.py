"""A slow line: a TCP proxy with a rate and a round-trip time, through which one browser profile reaches one server.

Chromium's own throttling (`Network.emulateNetworkConditions`) is not used: see CONTRIBUTING.md, "Speed".
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from time import perf_counter

_CREDIT_S = 0.25  # what the line makes up for when this process had to wait for the processor
_CHUNK = 8192  # bytes that one connection sends before the next one has its turn


@dataclass(frozen=True)
class Speed:
    """How fast a line is: bytes a second each way, and seconds there and back."""

    name: str
    rate: float
    round_trip: float


SLOW = Speed("1.6 Mbit/s and 150 ms", 1.6e6 / 8, 0.150)
SLOWEST = Speed("320 kbit/s and 400 ms", 320e3 / 8, 0.400)


class Direction:
    """One way of the line: all connections share its rate."""

    def __init__(self, speed: Speed) -> None:
        self.speed = speed
        self.bytes = 0
        self.last = perf_counter()
        self._free_at = perf_counter()

    def reserve(self, size: int) -> float:
        """When the last of so many bytes has left."""
        self._free_at = max(self._free_at, perf_counter() - _CREDIT_S) + size / self.speed.rate
        return self._free_at

    def arrived(self, size: int) -> None:
        """Counts what came out at the other end."""
        self.bytes += size
        self.last = perf_counter()


class SlowLine:
    """What came through, by direction: `down` to the browser, `up` to the server."""

    def __init__(self, host: str, speed: Speed) -> None:
        self.host = ""  # where the browser finds it
        self.down, self.up = Direction(speed), Direction(speed)
        self._server_host, self._server_port = host.split(":")
        self._tasks: set[asyncio.Task[None]] = set()

    @property
    def awaiting(self) -> bool:
        """Whether the browser has asked for something since the last byte came."""
        return self.up.last > self.down.last

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One connection, from its handshake until either side ends it."""
        task = asyncio.current_task()
        assert task
        self._tasks.add(task)
        with suppress(OSError, asyncio.CancelledError):  # a side that is gone, and the end of the line
            await asyncio.sleep(self.up.speed.round_trip)  # the handshake
            back, forth = await asyncio.open_connection(self._server_host, int(self._server_port))
            ways = _carry(reader, forth, self.up), _carry(back, writer, self.down)
            await asyncio.gather(*ways, return_exceptions=True)
        writer.close()
        self._tasks.discard(task)

    async def close(self) -> None:
        """Ends what is still open."""
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)


async def _carry(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, direction: Direction) -> None:
    """Takes bytes as fast as the rate allows; they arrive half a round trip later, and so does the end."""
    under_way: asyncio.Queue[tuple[float, bytes]] = asyncio.Queue()
    delivery = asyncio.create_task(_deliver(under_way, writer, direction))
    try:
        while data := await reader.read(_CHUNK):
            sent = direction.reserve(len(data))
            await asyncio.sleep(sent - perf_counter())
            under_way.put_nowait((sent + direction.speed.round_trip / 2, data))
        under_way.put_nowait((perf_counter() + direction.speed.round_trip / 2, b""))
        await delivery
    finally:
        delivery.cancel()
        writer.close()


async def _deliver(
    under_way: "asyncio.Queue[tuple[float, bytes]]", writer: asyncio.StreamWriter, direction: Direction
) -> None:
    """Hands over what is due, until the empty end."""
    while True:
        due, data = await under_way.get()
        await asyncio.sleep(due - perf_counter())
        if not data:
            return
        writer.write(data)
        await writer.drain()
        direction.arrived(len(data))


@asynccontextmanager
async def slow_line(host: str, speed: Speed = SLOW) -> AsyncIterator[SlowLine]:
    """A line of its own to that server."""
    line = SlowLine(host, speed)
    server = await asyncio.start_server(line.serve, "127.0.0.1", 0)
    line.host = "{}:{}".format(*server.sockets[0].getsockname())
    try:
        yield line
    finally:
        server.close()
        await line.close()
