"""Wake-ups of the server's event loop: one for all messages that wait for it, not one for each.

Streamlit hands each message of a page's run to the loop from the run's own thread, and asyncio wakes the loop each time with a
byte through a socket: a system call and a change of threads for each of a page's 50 to 100 messages.  A loop that was woken
and has not looked yet takes with it what comes meanwhile.
"""

import asyncio
from typing import Any


def join() -> None:
    """Lets the running loop be once it was woken, until it has looked; a loop of another make (Windows, uvloop) stays as it is.

    No call is lost: it stands in the loop's list before the loop is woken, so that where it is not woken again it has yet to
    end the round in which it looks, and the next round begins with that list."""
    loop = asyncio.get_running_loop()
    if not isinstance(loop, asyncio.SelectorEventLoop):
        return
    inside: Any = loop  # the two methods are asyncio's own: tests/server/test_wake_ups.py tells when it renames them
    wake, look = inside._write_to_self, inside._process_self_data
    is_woken = False

    def wake_once() -> None:
        nonlocal is_woken
        if not is_woken:
            is_woken = True
            wake()

    def looked(data: bytes) -> None:
        nonlocal is_woken
        is_woken = False
        look(data)

    inside._write_to_self, inside._process_self_data = wake_once, looked
