"""`python -m community_policing`: check a file, publish it, list releases, go back to one, export one."""

import sys
from io import TextIOWrapper

from community_policing.cli.commands import main

if __name__ == "__main__":
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="replace")  # a terminal without Arabic letters still gets its answer
    sys.exit(main(sys.argv[1:]))
