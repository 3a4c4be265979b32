"""A TCP proxy before a server: cuts its connections, holds them still, slows them down, or loses one answer."""

import asyncio
from threading import Event, Thread


class Proxy:
    """Listens on 127.0.0.1:`port` and hands on to a Unix socket.  `stalled`: nothing passes; `delay`: seconds that each
    piece waits; `last`: words of a client that are handed on, and whose answer is lost with the way.  Stop it at the end."""

    def __init__(self, socket: str) -> None:
        self.port, self.stalled, self.delay = 0, False, 0.0
        self.last, self._lost = b"", False
        self._socket, self._refuses = socket, False
        self._open: set[asyncio.StreamWriter] = set()
        self._loop, ready = asyncio.new_event_loop(), Event()
        self._thread = Thread(target=self._run, args=(ready,), daemon=True)
        self._thread.start()
        assert ready.wait(10)

    def cut(self, off: bool = True) -> None:
        """Breaks every connection and takes no new one, until it is called with False."""
        self._refuses = off
        if off:
            self._loop.call_soon_threadsafe(lambda: [writer.transport.abort() for writer in self._open])

    def stop(self) -> None:
        """Ends it."""
        self.cut()
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(10)

    def _run(self, ready: Event) -> None:
        asyncio.set_event_loop(self._loop)
        server = self._loop.run_until_complete(asyncio.start_server(self._serve, "127.0.0.1", 0))
        self.port = server.sockets[0].getsockname()[1]
        ready.set()
        self._loop.run_forever()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if self._refuses:
            writer.transport.abort()
            return
        far_reader, far_writer = await asyncio.open_unix_connection(self._socket)
        ends = {writer, far_writer}
        self._open |= ends
        await asyncio.gather(self._pass(reader, far_writer), self._pass(far_reader, writer))
        self._open -= ends

    async def _pass(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while data := await reader.read(65536):
                while self.stalled:
                    await asyncio.sleep(0.02)
                await asyncio.sleep(self.delay)
                if self._lost:
                    self.cut()  # the server has answered, so it is done
                    return
                self._lost = bool(self.last) and self.last in data
                writer.write(data)
                await writer.drain()
        except OSError:
            pass  # one end was cut
        finally:
            writer.close()
