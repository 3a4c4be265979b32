"""The process that builds outputs: `python -m community_policing.briefing.build.worker FD`.  It holds no data but what it is sent.

A request is a pair of messages, the output's key and the briefing as JSON; an answer is one byte, + and the file, or - and
why there is none.
"""

import logging
import os
import resource
import sys
from contextlib import suppress
from multiprocessing.connection import Connection

MEMORY = 6 * 1024**3  # bytes of addresses: libraries reserve far more than they use
BUILT, FAILED = b"+", b"-"
POLITE = 10  # readers' clicks come first


def main(descriptor: int) -> None:
    """Answer requests until nobody asks any more; what libraries print goes to the log."""
    os.umask(0o077)
    os.nice(POLITE)
    with suppress(ValueError, OSError):  # the kernel's own limit may be lower
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    line = Connection(descriptor)
    from community_policing.briefing.build.outputs import OUTPUTS

    cold = list(OUTPUTS)
    with suppress(EOFError, BrokenPipeError):  # the server has ended
        while True:
            while cold and not line.poll(0):
                _warmed(cold.pop(0))
            line.send_bytes(_answer(line.recv_bytes().decode(), line.recv_bytes().decode()))


def _warmed(key: str) -> None:
    """What makes an output, imported ahead; where that fails it is logged, and told to who asks for the output."""
    from community_policing.briefing.build.outputs import builder

    try:
        builder(key)
    except Exception:
        logging.getLogger(__name__).warning("%s cannot be imported.", key, exc_info=True)


def _answer(key: str, briefing: str) -> bytes:
    from community_policing.briefing import snapshot
    from community_policing.briefing.build.outputs import made
    from community_policing.core.i18n import ProgrammeError, t
    from community_policing.core.safe_text import printable

    try:
        return BUILT + made(snapshot.read(briefing), key)
    except ProgrammeError as error:
        return FAILED + str(error).encode()
    except Exception as error:  # told, and the process lives on for the next
        logging.getLogger(__name__).exception("An output could not be built.")
        message = printable(f"{type(error).__name__}: {error}", 300)
        return FAILED + t("Something went wrong that nobody foresaw ({error}).", error=message).encode()


if __name__ == "__main__":
    main(int(sys.argv[1]))
