"""Process that builds one output: `python -m community_policing.briefing.build.worker KEY`, the briefing as JSON on its input.

It writes the file to its output; or, with the exit code REFUSED, why there is none.  It holds no data but what it is sent.
"""

import logging
import os
import resource
import sys
from contextlib import suppress

MEMORY = 6 * 1024**3  # bytes of addresses: libraries reserve far more than they use
SECONDS = 180.0  # that one output may take
REFUSED = 3
POLITE = 10  # readers' clicks come first


def main(key: str) -> int:
    """Build the output; what libraries print goes to the log."""
    os.umask(0o077)
    os.nice(POLITE)
    for what, most in ((resource.RLIMIT_AS, MEMORY), (resource.RLIMIT_CPU, int(SECONDS)), (resource.RLIMIT_CORE, 0)):
        with suppress(ValueError, OSError):  # the kernel's own limit may be lower
            resource.setrlimit(what, (most, most))
    with os.fdopen(os.dup(1), "wb") as answer:
        os.dup2(2, 1)
        data, code = _built(sys.stdin.buffer.read().decode(), key)
        answer.write(data)
    return code


def _built(briefing: str, key: str) -> tuple[bytes, int]:
    from community_policing.briefing import snapshot
    from community_policing.briefing.build.outputs import made
    from community_policing.core.i18n import ProgrammeError, t
    from community_policing.core.safe_text import printable

    try:
        return made(snapshot.read(briefing), key), 0
    except ProgrammeError as error:
        return str(error).encode(), REFUSED
    except Exception as error:
        logging.getLogger(__name__).exception("An output could not be built.")
        message = printable(f"{type(error).__name__}: {error}", 300)
        return t("An unexpected error occurred ({error}).", error=message).encode(), REFUSED


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
