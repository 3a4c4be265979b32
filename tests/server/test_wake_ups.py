"""Wake-ups of the event loop: joined while it has not looked, and no call is lost."""

import asyncio
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

from community_policing.server import wake_ups

CALLS = 2_000
Answer = TypeVar("Answer")


def alone(asked: Coroutine[Any, Any, Answer]) -> Answer:
    """Run in a thread of its own: this one may have Playwright's loop."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, asked).result(60)


def test_a_loop_that_was_woken_and_has_not_looked_is_not_woken_again() -> None:
    """A run that hands on its messages while the loop is busy costs one system call; the next one after it has looked, one more."""
    written: list[int] = []

    async def run() -> None:
        loop: Any = asyncio.get_running_loop()
        write = loop._write_to_self
        loop._write_to_self = lambda: (written.append(1), write())
        wake_ups.join()
        for _ in range(2):
            for _ in range(50):  # the loop is busy with this, and cannot look
                loop.call_soon_threadsafe(lambda: None)
            await asyncio.sleep(0.01)

    alone(run())
    assert len(written) == 2


def test_no_call_is_lost() -> None:
    """Threads that call as fast as they can, and a loop with nothing else to do: each call is answered."""

    async def run() -> int:
        loop = asyncio.get_running_loop()
        wake_ups.join()

        def ask(number: int) -> int:
            return asyncio.run_coroutine_threadsafe(asyncio.sleep(0, number), loop).result(10)

        with ThreadPoolExecutor(4) as threads:
            futures = [loop.run_in_executor(threads, ask, number) for number in range(CALLS)]
            return sum(await asyncio.gather(*futures))

    assert alone(run()) == sum(range(CALLS))
